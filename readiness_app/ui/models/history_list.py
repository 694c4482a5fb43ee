"""The entries of a history as rows of a list, newest first, with its filters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDateTime, QLocale

from readiness_app.domain.history import Entry, set_back
from readiness_app.ui.history_words import operation_look, told
from readiness_app.ui.marks import Mark
from readiness_app.ui.models.rows import ListRow
from readiness_app.ui.widgets.visible import visible

Words = Callable[[str], str]
_TONES = {"seal": "partly", "collect": "known", "purge": "unknown", "decline": "unknown", "decide": "info", "reopen": "info"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """What to show: one person, one operation, words in target or title; empty texts let everything pass."""

    person: str = ""
    operation: str = ""
    words: str = ""


def local_time(entry: Entry) -> str:
    """When it happened, on this machine's clock."""
    moment = QDateTime.fromSecsSinceEpoch(int(entry.at.timestamp()))
    return QLocale().toString(moment, "d MMM yyyy, HH:mm")


def history_rows(entries: Sequence[Entry], chosen: HistoryFilter, tr: Words) -> list[ListRow]:
    """Rows for the entries that pass the filter, newest first."""
    wanted = chosen.words.casefold()
    early = frozenset(set_back(entries))
    rows = []
    for entry in reversed(entries):
        if (chosen.person and entry.actor != chosen.person) or (chosen.operation and entry.operation != chosen.operation):
            continue
        row = _row(entry, tr, early=entry.sequence in early)
        if not wanted or wanted in row.title.casefold() or wanted in entry.target.casefold():
            rows.append(row)
    return rows


def _row(entry: Entry, tr: Words, *, early: bool) -> ListRow:
    icon, operation = operation_look(entry.operation, tr)
    title = told(entry, tr).title
    when, who = local_time(entry), visible(entry.actor)
    utc = f"{entry.at:%Y-%m-%d %H:%M:%S} UTC"
    clock = tr("Its time is before that of the entry it follows: a clock was set back, or two clocks differ. Order is by number.")
    chips = [Mark(icon=icon, text=operation, tone=_TONES.get(entry.operation, "na"))]
    if early:
        chips.insert(0, Mark(icon="clock", text=tr("Clock set back"), tone="partly"))
    return ListRow(
        key=str(entry.sequence),
        title=title,
        mono=str(entry.sequence),
        lead=f"{who} · {when}",
        lead_icon="user",
        chips=tuple(chips),
        sentence=f"{operation}. {title}. {who}, {when}" + (f". {clock}" if early else ""),
        tip=f"{title}\n{utc}, {visible(entry.machine)}\n{entry.hash}" + (f"\n{clock}" if early else ""),
    )
