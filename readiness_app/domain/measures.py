"""Figures of a review: progress, knowledge, verdict and the readiness range (rules 2 and 3), never mixed into one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from readiness_app.domain.ageing import only_expired
from readiness_app.domain.checklist import Item
from readiness_app.domain.computed import answer_to
from readiness_app.domain.gates import gates, is_settled
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.vocabulary import GateState, Knowledge, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Readiness from `low` (known and acceptable today) to `high` (if every gap turned out well), both 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """All figures of a review on one day. Counts are over the items in scope; `expired` items are carried by expired claims only.

    `unconfirmed` items have an answer that waits for somebody to look again; they count as not reviewed.
    """

    items_in_scope: int
    reviewed: int
    knowledge: Mapping[Knowledge, int]
    verdict: Mapping[Verdict, int]
    gates: Mapping[GateState, int]
    range: Range
    expired: int
    weak_sources_only: int
    unconfirmed: int


def measures(review: Review, on: date | None = None) -> Measures:
    """The figures at the review's as-of date, or on another day."""
    day = on or review.as_of
    pairs = [(item, answer_to(item, review, day)) for item in review.items_in_scope()]
    knowledge = Counter(answer.counted for _, answer in pairs)
    verdict = Counter(answer.judged for _, answer in pairs)
    states = Counter(gate.state for gate in gates(review, day))
    return Measures(
        items_in_scope=len(pairs),
        reviewed=sum(answer.reviewed for _, answer in pairs),
        knowledge={word: knowledge[word] for word in Knowledge},
        verdict={word: verdict[word] for word in Verdict},
        gates={word: states[word] for word in GateState},
        range=_range(pairs, review, day),
        expired=sum(only_expired(item, answer, review, day) for item, answer in pairs),
        weak_sources_only=sum(answer.weak_sources_only for _, answer in pairs),
        unconfirmed=sum(answer.look_again is not None for _, answer in pairs),
    )


def readiness(review: Review, on: date | None = None) -> Range:
    """The range alone."""
    day = on or review.as_of
    return _range([(item, answer_to(item, review, day)) for item in review.items_in_scope()], review, day)


def knowledge_by_section(review: Review) -> tuple[tuple[str, str, Mapping[Knowledge, int]], ...]:
    """Section id, section title and knowledge counts over the section's items in scope, in the checklist's order."""
    in_scope = {item.id for item in review.items_in_scope()}
    rows = []
    for section in review.checklist.sections:
        counted = Counter(answer_to(item, review).counted for item in section.items if item.id in in_scope)
        rows.append((section.id, section.title, {word: counted[word] for word in Knowledge}))
    return tuple(rows)


def is_gap(item: Item, review: Review, on: date | None = None) -> bool:
    """True for an item that is not both known and acceptable on that day and is not marked not applicable. Asks nothing of scope."""
    answer = answer_to(item, review, on)
    if answer.counted is Knowledge.NOT_APPLICABLE:
        return False
    if item.computed:
        return not answer.reviewed
    return not is_settled(item, review, on or review.as_of)


def _range(pairs: Iterable[tuple[Item, Answer]], review: Review, day: date) -> Range:
    counted = [(item, answer) for item, answer in pairs if answer.counted is not Knowledge.NOT_APPLICABLE]
    if not counted:
        return Range(low=0.0, high=0.0)
    ready = sum(_counts_today(item, answer, review, day) for item, answer in counted)
    bad = sum(answer.judged is Verdict.NOT_ACCEPTABLE for _, answer in counted)
    return Range(low=ready / len(counted), high=(len(counted) - bad) / len(counted))


def _counts_today(item: Item, answer: Answer, review: Review, day: date) -> bool:
    if item.computed:
        return answer.reviewed
    return is_settled(item, review, day)
