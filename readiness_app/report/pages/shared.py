"""Pieces that several kinds of page share: chips of states, links to items and evidence."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import groupby

from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import SearchLine
from readiness_app.domain.gates import GateStanding
from readiness_app.domain.review import Answer
from readiness_app.domain.vocabulary import Knowledge, UnknownReason, Verdict
from readiness_app.report import drawing, style
from readiness_app.report.bars import GateCounts
from readiness_app.report.drawing import Chip
from readiness_app.report.facts import Facts
from readiness_app.report.shapes import gate_mark, knowledge_mark, verdict_mark
from readiness_app.report.style import Face
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, day
from readiness_app.wording import word

_RUN = 4
"""From so many neighbours on, only the first and the last are named."""
_LISTED = 120
ITEM, EVIDENCE, SECTION, UNKNOWN = "item-", "evidence-", "section-", "unknown-"


def knowledge_chip(knowledge: Knowledge) -> Chip:
    """What is known, as a round mark and its word."""
    color, ground = style.KNOWLEDGE_COLORS[knowledge]
    return Chip(partial(knowledge_mark, knowledge), word(knowledge), color, ground)


def verdict_chip(verdict: Verdict) -> Chip:
    """Whether it is good enough, as a square mark and its word."""
    color, ground = style.VERDICT_COLORS[verdict]
    return Chip(partial(verdict_mark, verdict), word(verdict), color, ground)


def gate_chip(standing: GateStanding) -> Chip:
    """How a gate stands, as a diamond and its word; a hard gate says so."""
    color, ground = style.GATE_COLORS[standing.state]
    hard = standing.item.gate is not None and standing.item.gate.hard
    words = {"open": "Open gate", "accepted": "Gate accepted", "clear": "Clear gate"}[standing.state.value]
    return Chip(partial(gate_mark, standing.state), f"{words} (hard)" if hard else words, color, ground)


def item_link(item_id: str, face: Face) -> Span:
    """An item's id that leads to the item."""
    return drawing.link(item_id, face, ITEM + item_id)


def item_links(ids: Sequence[str], face: Face, facts: Facts) -> list[Span]:
    """Several ids with commas between; an item out of scope has no page to lead to."""
    found: list[Span] = []
    for number, item_id in enumerate(ids):
        if number:
            found.append(Span(", ", face))
        found.append(item_link(item_id, face) if item_id in facts.answers else Span(f"{item_id} (out of scope)", face))
    return found


def item_ranges(ids: Sequence[str], face: Face, facts: Facts) -> list[Span]:
    """Many ids in little room: neighbours of one section as `A to B`, and of very many how many there are in each section."""
    wanted, parts = set(ids), []
    for section in facts.review.checklist.sections:
        order = [item.id for item in section.items]
        if len(ids) <= _LISTED:
            parts += [_run(run, face, facts) for run in _runs(order, wanted)]
        elif held := wanted.intersection(order):
            parts.append([Span(f"{len(held)} in ", face), drawing.link(section.title, face, SECTION + section.id)])
    return [span for number, part in enumerate(parts) for span in ([Span(", ", face)] if number else []) + part]


def _run(run: Sequence[str], face: Face, facts: Facts) -> list[Span]:
    if len(run) < _RUN:
        return item_links(run, face, facts)
    return [item_link(run[0], face), Span(" to ", face), item_link(run[-1], face)]


def _runs(order: Sequence[str], wanted: Collection[str]) -> Iterator[list[str]]:
    """The wanted ids in the checklist's order, those without another between them together."""
    for inside, run in groupby(order, lambda item_id: item_id in wanted):
        if inside:
            yield list(run)


def evidence_link(number: int, face: Face) -> Span:
    """`E3`, leading to the evidence index."""
    return drawing.link(f"E{number}", face, f"{EVIDENCE}{number}")


def state_chips(facts: Facts, item: Item, answer: Answer) -> list[Chip]:
    """All that is to be seen of an item at a glance."""
    if item.computed:
        holds = "yes" if answer.reviewed else "not yet"
        return [Chip(None, f"Answered by the program: {holds}", style.GREY, style.GREY_TINT)]
    found = [knowledge_chip(answer.knowledge)]
    if answer.look_again is not None:
        found.append(Chip(None, word(answer.look_again.reason), style.AMBER, style.AMBER_TINT))
    if answer.answered and answer.knowledge is not Knowledge.NOT_APPLICABLE:
        found.append(verdict_chip(answer.verdict))
    if item.id in facts.gates:
        found.append(gate_chip(facts.gates[item.id]))
    if item.id in facts.expired:
        found.append(Chip(None, "Evidence expired", style.AMBER, style.AMBER_TINT))
    if answer.weak_sources_only:
        found.append(Chip(None, "Weak sources only", style.AMBER, style.AMBER_TINT))
    return found


def weak_words(facts: Facts) -> str:
    """How many of the items that claims carry rest on weak sources only; no full stop."""
    carried, weak = sum(row.items for row in facts.sources), sum(row.items for row in facts.sources if row.kind.weak)
    if not carried:
        return "No claim carries an item yet"
    return f"{weak} of {count(carried, 'item')} with claims {'rests' if weak == 1 else 'rest'} on weak sources only"


def gate_counts(facts: Facts) -> GateCounts:
    """The gates of the tier by state."""
    hard = sum(1 for gate in facts.open_gates() if gate.item.gate and gate.item.gate.hard)
    return GateCounts(states=facts.measures.gates, hard=hard)


def reason_words(reason: UnknownReason | None) -> str:
    """Why an item is unknown."""
    return word(reason) if reason else "No reason given"


def search_words(line: SearchLine, item: Item) -> str:
    """One line of a search log as a sentence; a search for the question itself does not repeat it."""
    what = "for the answer to this question" if line.what.strip() == item.question.strip() else f"for “{line.what}”"
    return f"{day(line.when)}: {line.where}, {what}, by {line.by}."
