"""The entries of a history as rows of a list, newest first, with its filters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDateTime, QLocale

from readiness_app.domain.history import Entry
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
    rows = []
    for entry in reversed(entries):
        if (chosen.person and entry.actor != chosen.person) or (chosen.operation and entry.operation != chosen.operation):
            continue
        row = _row(entry, tr)
        if not wanted or wanted in row.title.casefold() or wanted in entry.target.casefold():
            rows.append(row)
    return rows


def _row(entry: Entry, tr: Words) -> ListRow:
    icon, operation = operation_look(entry.operation, tr)
    title = told(entry, tr).title
    when, who = local_time(entry), visible(entry.actor)
    utc = f"{entry.at:%Y-%m-%d %H:%M:%S} UTC"
    return ListRow(
        key=str(entry.sequence),
        title=title,
        mono=str(entry.sequence),
        lead=f"{who} · {when}",
        lead_icon="user",
        chips=(Mark(icon=icon, text=operation, tone=_TONES.get(entry.operation, "na")),),
        sentence=f"{operation}. {title}. {who}, {when}",
        tip=f"{title}\n{utc}, {visible(entry.machine)}\n{entry.hash}",
    )
