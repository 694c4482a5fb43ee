"""The evidence of a review as rows of a list, with its filters."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QLocale, QTime

from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.ui.marks import Mark
from readiness_app.ui.models.rows import Fact, ListRow
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.visible import short_hash, visible
from readiness_app.wording import word

_LOOKS = {
    Confidentiality.PUBLIC: ("globe", "known"),
    Confidentiality.INTERNAL: ("building-2", "info"),
    Confidentiality.CONFIDENTIAL: ("lock", "partly"),
    Confidentiality.UNDER_NDA: ("shield-alert", "contested"),
}
UNUSED = "unused"
Words = Callable[[str], str]


def confidentiality_mark(level: Confidentiality) -> Mark:
    """The chip of a level of confidentiality."""
    icon, tone = _LOOKS[level]
    return Mark(icon=icon, text=word(level), tone=tone)


def size_text(size: int) -> str:
    """A size in bytes as people write it."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def moment_text(moment: datetime) -> str:
    """A day and time by this machine's clock."""
    local = moment.astimezone()
    return f"{date_text(local.date())} {QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)}"


def is_past(evidence: Evidence, on: date) -> bool:
    """True from the day after the file's expiry."""
    return evidence.expires is not None and evidence.expires < on


def evidence_rows(review: Review, chosen: object, tr: Words) -> list[ListRow]:
    """Rows for the files that pass the filter: None for all, a Confidentiality, or UNUSED. Newest first."""
    rows, replaced = [], {evidence.replaces for evidence in review.evidence}
    for evidence in reversed(review.evidence):
        uses = review.uses_of(evidence.sha256)
        if chosen in (None, evidence.confidentiality) or (chosen == UNUSED and not uses):
            rows.append(_row(evidence, uses, evidence.sha256 in replaced, review.as_of, tr))
    return rows


def _row(evidence: Evidence, uses: tuple[str, ...], newer: bool, on: date, tr: Words) -> ListRow:
    marks = [confidentiality_mark(evidence.confidentiality)]
    facts = [
        Fact(icon="link", text=", ".join(uses[:3]) + ("…" if len(uses) > 3 else "")) if uses else Fact(icon="link", text=tr("Not used"))
    ]
    if evidence.purged is not None:
        marks = [Mark(icon="trash-2", text=tr("Purged"), tone="unknown")]
    if evidence.captured is not None:
        facts.append(Fact(icon="globe", text=tr("Captured page")))
    if newer:
        facts.append(Fact(icon="history", text=tr("A newer revision is here"), role="partly"))
    if evidence.replaces:
        facts.append(Fact(icon="history", text=tr("New revision")))
    if evidence.expires is not None:
        past = is_past(evidence, on)
        told = tr("Expired {day}") if past else tr("Expires {day}")
        facts.append(Fact(icon="clock", text=told.format(day=date_text(evidence.expires)), role="partly" if past else "text_3"))
    title, name = visible(evidence.title), visible(evidence.name)
    spoken = [title, name, word(evidence.confidentiality), size_text(evidence.size)]
    spoken += [tr("Purged")] if evidence.purged is not None else []
    spoken += [fact.text for fact in facts]
    return ListRow(
        key=evidence.sha256,
        title=title,
        mono=short_hash(evidence.sha256),
        lead=f"{size_text(evidence.size)} · {visible(evidence.revision)}" if evidence.revision else size_text(evidence.size),
        chips=tuple(marks),
        facts=tuple(facts),
        sentence=". ".join(spoken),
        tip=f"{title}\n{name}\nSHA-256 {evidence.sha256}",
    )
