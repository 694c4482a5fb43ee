"""Pieces that several kinds of page share: chips of states, links to items and evidence."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import SearchLine
from readiness_app.domain.gates import GateStanding
from readiness_app.domain.review import Answer
from readiness_app.domain.vocabulary import Knowledge, SourceKind, UnknownReason, Verdict
from readiness_app.report import drawing, style
from readiness_app.report.bars import GateCounts, Strength
from readiness_app.report.drawing import Chip
from readiness_app.report.facts import Facts
from readiness_app.report.shapes import gate_mark, knowledge_mark, verdict_mark
from readiness_app.report.style import Face
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, day
from readiness_app.wording import word

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


def evidence_link(number: int, face: Face) -> Span:
    """`E3`, leading to the evidence index."""
    return drawing.link(f"E{number}", face, f"{EVIDENCE}{number}")


def state_chips(facts: Facts, item: Item, answer: Answer) -> list[Chip]:
    """All that is to be seen of an item at a glance."""
    if item.computed:
        return [Chip(None, "Answered by the program", style.GREY, style.GREY_TINT)]
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


def strengths(facts: Facts) -> list[Strength]:
    """For each kind of source how many claims carry an item in scope, and of how many items it is the strongest."""
    carrying = [[claim.effective_kind for claim in answer.supporting] for answer in facts.answers.values()]
    claims = Counter(kind for kinds in carrying for kind in kinds)
    best = Counter(min(kinds, key=lambda kind: kind.strength) for kinds in carrying if kinds)
    return [Strength(kind=kind, claims=claims[kind], items=best[kind]) for kind in SourceKind]


def weak_words(rows: Sequence[Strength]) -> str:
    """How many of the items that claims carry rest on weak sources only."""
    carried, weak = sum(row.items for row in rows), sum(row.items for row in rows if row.kind.weak)
    if not carried:
        return "No claim carries an item yet."
    return f"{weak} of {count(carried, 'item')} with claims {'rests' if weak == 1 else 'rest'} on weak sources only."


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
