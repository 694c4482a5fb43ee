"""Every gate of the tier: its state, the reason, and the way to its item."""

from collections.abc import Iterator

from readiness_app.domain.vocabulary import GateState
from readiness_app.report import style
from readiness_app.report.boxes import Box
from readiness_app.report.drawing import Column, Words, chips, heading, paragraph, table
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import gate_chip, item_link
from readiness_app.report.style import CELL, WIDTH
from readiness_app.report.words import REASONS, count, day, gate_words, inside

_COLUMNS = (Column("Item", 56), Column("Question", 208), Column("State", 108), Column("Why", WIDTH - 372))


def gates_page(facts: Facts) -> Iterator[Box]:
    """A sentence on what gates are, then the table."""
    tier = inside(facts.review.tier)
    yield heading("Gates", 1, WIDTH, place="gates")
    words = (
        f"A gate must be clear, or its risk carried by a named person, before the model may be approved for {tier}. A hard gate accepts no "
        f"exception. How each stands is judged as of {day(facts.review.as_of)}."
    )
    yield paragraph(words, WIDTH, style.PROSE.on(style.SOFT), before=4)
    if not facts.gates:
        yield paragraph("No item in scope is a gate at this tier.", WIDTH, before=16)
        return
    counts = facts.measures.gates
    total = f"{count(len(facts.gates), 'gate')}: {counts[GateState.CLEAR]} clear, {counts[GateState.ACCEPTED]} accepted, "
    yield paragraph(f"{total}{counts[GateState.OPEN]} open.", WIDTH, style.H4, before=12)
    yield table(_COLUMNS, [_row(facts, item_id) for item_id in facts.gates], before=8)


def _row(facts: Facts, item_id: str) -> list[Box | Words]:
    gate = facts.gates[item_id]
    accepted = facts.review.stored_answer(item_id).acceptance
    reason = REASONS[gate.reason]
    if gate.state is GateState.ACCEPTED and accepted is not None:
        reason = f"{accepted.owner} carries the risk until {day(accepted.until)}"
    why = f"{reason}. {gate_words(gate.item.gate)}."
    return [item_link(item_id, CELL.bold()), gate.item.question, chips([gate_chip(gate)], 100, raised=2), why]
