"""Risk acceptances and conditions: who carries what until when, and what must be done by whom."""

from collections.abc import Iterator
from datetime import date

from readiness_app.domain.gates import acceptance_holds
from readiness_app.domain.review import Condition
from readiness_app.report import style
from readiness_app.report.boxes import Box, Stack
from readiness_app.report.drawing import Column, Words, heading, paragraph, table
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import evidence_link, item_link
from readiness_app.report.style import CELL, PROSE, SMALL, WIDTH
from readiness_app.report.typeset import Span
from readiness_app.report.words import day

_ACCEPTANCES = (Column("Item", 58), Column("Carried by", 118), Column("Reason and control", WIDTH - 258), Column("Until", 82))
_CONDITIONS = (
    Column("Item", 54),
    Column("What must be done", WIDTH - 306),
    Column("Who", 84),
    Column("By", 70),
    Column("Proof", 98),
)


def acceptances_page(facts: Facts) -> Iterator[Box]:
    """A table of risk acceptances on items in scope."""
    yield heading("Risk acceptances", 1, WIDTH, place="acceptances")
    if not facts.acceptances:
        yield paragraph("Nobody has accepted a risk in this review.", WIDTH, PROSE.on(style.SOFT), before=4)
        return
    words = "A named person carries each of these gaps until the date given. After it the gate is open again."
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    rows: list[list[Box | Words]] = []
    for item, accepted in facts.acceptances:
        holds = item.computed or acceptance_holds(item, facts.answers[item.id], facts.review.as_of)
        owner = Stack([paragraph(accepted.owner, 106, CELL.bold()), *_quiet(accepted.authority, 106)])
        reason = Stack(
            [
                paragraph(accepted.rationale, WIDTH - 270, CELL),
                paragraph(f"Control: {accepted.control}", WIDTH - 270, CELL.on(style.SOFT), before=3),
            ]
        )
        rows.append([item_link(item.id, CELL.bold()), owner, reason, _until(facts, accepted.until, holds)])
    yield table(_ACCEPTANCES, rows, before=12)


def _until(facts: Facts, until: date, holds: bool) -> Words:
    if holds:
        return day(until)
    why = "Has run out" if until < facts.review.as_of else "Does not hold"
    return [Span(f"{day(until)}\n", CELL), Span(f"{why} as of {day(facts.review.as_of)}", CELL.bold().on(style.RED))]


def _quiet(text: str, width: float) -> list[Box]:
    return [paragraph(text, width, SMALL)] if text else []


def conditions_page(facts: Facts) -> Iterator[Box]:
    """A table of conditions on items in scope."""
    yield heading("Conditions", 1, WIDTH, place="conditions")
    if not facts.conditions:
        yield paragraph("This review sets no conditions.", WIDTH, PROSE.on(style.SOFT), before=4)
        return
    words = "What must be done, by whom and by when, and what will prove it. A condition alone never moves a gate."
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    rows: list[list[Box | Words]] = [
        [item_link(item_id, CELL.bold()), c.what, c.owner or "not named", _due(facts, c), _proof(facts, c)]
        for item_id, c in facts.conditions
    ]
    yield table(_CONDITIONS, rows, before=12)


def _due(facts: Facts, condition: Condition) -> Words:
    if condition.done is not None and condition.met(facts.review.as_of):
        return [Span(f"{day(condition.due)}\n", CELL), Span(f"Met on {day(condition.done.on)}", CELL.bold().on(style.GREEN))]
    if not condition.late(facts.review.as_of):
        return day(condition.due)
    return [Span(f"{day(condition.due)}\n", CELL), Span("Overdue", CELL.bold().on(style.RED))]


def _proof(facts: Facts, condition: Condition) -> Words:
    wanted = condition.proof or "not stated"
    if (done := condition.done) is None:
        return wanted
    words = [Span(f"{wanted}\n", CELL), Span(f"{done.by}: {done.proof}", CELL.on(style.GREEN))]
    if (number := facts.numbers.get(done.evidence)) is not None:
        words += [Span(" ", CELL), evidence_link(number, CELL)]
    return words
