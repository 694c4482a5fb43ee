"""Every gate of the tier by how it stands: what is open and why, what somebody carries, what is clear."""

from collections import Counter
from collections.abc import Iterator, Sequence

from readiness_app.domain.gates import GateStanding
from readiness_app.domain.vocabulary import GateState
from readiness_app.report import style
from readiness_app.report.bars import gates_bar, reasons_bars
from readiness_app.report.boxes import Box
from readiness_app.report.drawing import Column, Words, heading, paragraph, table
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import gate_counts, item_link, item_links
from readiness_app.report.style import BODY, CELL, WIDTH
from readiness_app.report.typeset import Span
from readiness_app.report.words import REASONS, day, inside

_COLUMNS = (Column("Item", 54), Column("Question", 236), Column("Why", 108), Column("Blocks from", WIDTH - 398))
_TITLES = {GateState.OPEN: "Open", GateState.ACCEPTED: "Risk accepted", GateState.CLEAR: "Clear"}


def gates_page(facts: Facts) -> Iterator[Box]:
    """A sentence on what gates are, how they stand as a figure, then a table for each state."""
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
    yield gates_bar(gate_counts(facts), WIDTH, before=14)
    yield from _reasons(facts.open_gates())
    if computed := [item.id for item in facts.items if item.computed and item.gate]:
        words = ": computed by the program from these gates, or from the signatures; not counted here."
        told = [*item_links(computed, BODY, facts), Span(words, BODY)]
        yield paragraph(told, WIDTH, BODY, before=8)
    for state, title in _TITLES.items():
        standing = facts.open_gates() if state is GateState.OPEN else [gate for gate in facts.gates.values() if gate.state is state]
        if standing:
            yield heading(f"{title}: {len(standing)}", 2, WIDTH, place=f"gates-{state.value}", before=24)
            yield table(_COLUMNS, [_row(facts, gate) for gate in standing], before=6)


def _reasons(standing: Sequence[GateStanding]) -> Iterator[Box]:
    counted = Counter(REASONS[gate.reason] for gate in standing)
    if len(counted) > 1:
        yield paragraph("Why gates are open", WIDTH, style.H4, before=16, keep_next=True, role="H2")
        yield reasons_bars("Why gates are open", counted.most_common(), WIDTH, before=4)


def _row(facts: Facts, gate: GateStanding) -> list[Box | Words]:
    accepted = facts.review.stored_answer(gate.item.id).acceptance
    reason = REASONS[gate.reason]
    if gate.state is GateState.ACCEPTED and accepted is not None:
        reason = f"{accepted.owner} carries the risk until {day(accepted.until)}"
    assert gate.item.gate is not None
    tier = inside(gate.item.gate.tier)
    blocks: Words = Span(f"{tier}, hard", CELL.bold().on(style.RED)) if gate.item.gate.hard else tier
    return [item_link(gate.item.id, CELL.bold()), gate.item.question, reason, blocks]
