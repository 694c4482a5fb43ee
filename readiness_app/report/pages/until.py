"""What is carried until when: the figure, and every date with its items and people."""

from collections.abc import Iterator

from readiness_app.domain.vocabulary import LapseKind
from readiness_app.report import style
from readiness_app.report.boxes import Box
from readiness_app.report.dates import Due
from readiness_app.report.drawing import Column, Words, heading, paragraph, table
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import item_ranges
from readiness_app.report.style import CELL, PROSE, WIDTH
from readiness_app.report.timeline import timeline
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, day

_COLUMNS = (Column("Until", 76), Column("What", 150), Column("Items", WIDTH - 326), Column("Who", 100))
_WHAT = {
    LapseKind.DECISION: ("The decision is valid", "The decision has run out"),
    LapseKind.ACCEPTANCE: ("Accepted risk is carried", "Accepted risk has run out"),
    LapseKind.CONDITION: ("Condition must be met", "Condition is overdue"),
    LapseKind.EVIDENCE: ("Evidence counts", "Evidence has expired"),
    LapseKind.QUESTIONS: ("The vendor is to answer", "The vendor's answer is overdue"),
}


def until_page(facts: Facts) -> Iterator[Box]:
    """The figure, then the dates in order; what is over as of the review's date says so."""
    yield heading("What is carried until when", 1, WIDTH, place="until")
    found = facts.dues
    if not found:
        yield paragraph("Nothing in this review has an end yet.", WIDTH, PROSE.on(style.SOFT), before=4)
        return
    as_of = facts.review.as_of
    over = sum(1 for due in found if due.over)
    late = f" {count(over, 'of these dates lies', 'of these dates lie')} before it." if over else ""
    words = f"Every date on which something ends or must be done, judged as of {day(as_of)}.{late}"
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    yield timeline(found, as_of, WIDTH, before=12)
    yield table(_COLUMNS, [_row(facts, due) for due in found], before=14)


def _row(facts: Facts, due: Due) -> list[Box | Words]:
    face = CELL.bold().on(style.RED) if due.over else CELL
    what = [Span(_WHAT[due.kind][due.over], face)]
    if due.reopens:
        gates = "its gate is" if len(due.items) == 1 else count(len(due.reopens), "gate is", "gates are")
        what.append(Span(f"\nThen {gates} open", CELL.on(style.SOFT)))
    items: Words = item_ranges(due.items, CELL, facts) if due.items else "the whole review"
    nobody = "" if due.kind is LapseKind.EVIDENCE else "nobody named"
    return [Span(day(due.when), face), what, items, due.who or nobody]
