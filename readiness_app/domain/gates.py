"""Gates (rule 5): an item at or below the review's tier is clear, accepted or open, with the reason."""

from dataclasses import dataclass
from datetime import date

from readiness_app.domain.ageing import is_expired, only_expired
from readiness_app.domain.answering import acceptable_gap, rests_on_missing_quotes
from readiness_app.domain.checklist import Item
from readiness_app.domain.review import Answer, Review, RiskAcceptance
from readiness_app.domain.vocabulary import GateReason, GateState, Knowledge, Verdict

RULES = "2"
"""The version of these rules that a record names in what made it; one that names none was sealed before missing quotes counted."""

_KNOWLEDGE_REASON = {
    Knowledge.NOT_REVIEWED: GateReason.NOT_REVIEWED,
    Knowledge.PARTLY_KNOWN: GateReason.PARTLY_KNOWN,
    Knowledge.UNKNOWN: GateReason.UNKNOWN,
    Knowledge.CONTESTED: GateReason.CONTESTED,
}
_VERDICT_REASON = {
    Verdict.UNDECIDED: GateReason.NO_VERDICT,
    Verdict.NOT_ACCEPTABLE: GateReason.NOT_ACCEPTABLE,
    Verdict.ACCEPTABLE_WITH_CONTROL: GateReason.CONTROL_NOT_NAMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GateStanding:
    """One gate of the review's tier, how it stands and why."""

    item: Item
    state: GateState
    reason: GateReason


def is_acceptable(answer: Answer) -> bool:
    """True for acceptable, and for acceptable with a control that is named."""
    if answer.verdict is Verdict.ACCEPTABLE_WITH_CONTROL:
        return bool(answer.control.strip())
    return answer.verdict is Verdict.ACCEPTABLE


def is_settled(item: Item, review: Review, on: date) -> bool:
    """True when the item is known by evidence that still counts, and acceptable."""
    answer = review.stored_answer(item.id)
    if answer.counted is not Knowledge.KNOWN or not is_acceptable(answer) or only_expired(item, answer, review, on):
        return False
    return not quotes_missing(item, review, on)


def quotes_missing(item: Item, review: Review, on: date) -> bool:
    """True when the item is known or partly known only by claims whose quotes do not stand in their files: then it is a gap.

    A report that was sealed before this was a rule keeps the figures and gates that were signed.
    """
    answer = review.stored_answer(item.id)
    carrying = answer.supporting
    if answer.counted not in (Knowledge.KNOWN, Knowledge.PARTLY_KNOWN) or not any(claim.quote_missing for claim in carrying):
        return False
    if review.sealing is not None and "rules" not in review.sealing.made_with:
        return False
    left = [claim for claim in carrying if not claim.quote_missing]
    return rests_on_missing_quotes(answer) or all(is_expired(claim, item, review, on) for claim in left)


def without_their_quotes(review: Review, on: date | None = None) -> tuple[Item, ...]:
    """The items in scope that people answered by quotes that do not stand in their files, in the checklist's order."""
    day = on or review.as_of
    return tuple(item for item in review.items_in_scope() if not item.computed and quotes_missing(item, review, day))


def blocks_at(item: Item, review: Review) -> bool:
    """True when the item is a gate of the review's tier that people answer; scope is asked elsewhere."""
    return item.gate is not None and not item.computed and item.gate.tier.rank <= review.tier.rank


def acceptance_holds(item: Item, answer: Answer, on: date) -> bool:
    """True when a complete risk acceptance covers this gap on that day; never on a hard gate, never on one not reviewed."""
    accepted = answer.acceptance
    if accepted is None or (item.gate is not None and item.gate.hard):
        return False
    complete = all(text.strip() for text in (accepted.owner, accepted.rationale, accepted.control))
    return complete and accepted.until >= on and acceptable_gap(answer) and not condition_lapsed(answer, on)


def condition_lapsed(answer: Answer, on: date) -> bool:
    """True when something that had to be done by an earlier day had not been by then; an acceptance then carries the gap no longer."""
    return any(condition.late(on) for condition in answer.conditions)


def standing(item: Item, review: Review, on: date) -> GateStanding:
    """How one gate stands on that day. The item must be a gate of the tier and in scope."""
    answer = review.stored_answer(item.id)
    state, reason = _state_and_reason(item, answer, review, on)
    return GateStanding(item=item, state=state, reason=reason)


def _state_and_reason(item: Item, answer: Answer, review: Review, on: date) -> tuple[GateState, GateReason]:
    if answer.counted is Knowledge.NOT_APPLICABLE:
        return GateState.CLEAR, GateReason.MARKED_NOT_APPLICABLE
    if is_settled(item, review, on):
        return GateState.CLEAR, GateReason.KNOWN_AND_ACCEPTABLE
    if acceptance_holds(item, answer, on):
        return GateState.ACCEPTED, GateReason.RISK_ACCEPTED
    return GateState.OPEN, _why_open(item, answer, review, on)


def _why_open(item: Item, answer: Answer, review: Review, on: date) -> GateReason:
    if answer.look_again is not None:
        return GateReason.UNCONFIRMED
    if answer.acceptance is not None and acceptable_gap(answer):
        if answer.acceptance.until < on:
            return GateReason.ACCEPTANCE_LAPSED
        if condition_lapsed(answer, on):
            return GateReason.CONDITION_LAPSED
    if only_expired(item, answer, review, on):
        return GateReason.EXPIRED
    if quotes_missing(item, review, on):
        return GateReason.QUOTES_MISSING
    return _KNOWLEDGE_REASON.get(answer.knowledge) or _VERDICT_REASON[answer.verdict]


def gates(review: Review, on: date | None = None) -> tuple[GateStanding, ...]:
    """Every gate of the review's tier that is in scope, in the checklist's order, judged at the as-of date unless told otherwise."""
    day = on or review.as_of
    return tuple(standing(item, review, day) for item in review.items_in_scope() if blocks_at(item, review))


def open_gates(review: Review, on: date | None = None) -> tuple[GateStanding, ...]:
    """The gates that block approval."""
    return tuple(gate for gate in gates(review, on) if gate.state is GateState.OPEN)


def acceptances(review: Review) -> tuple[tuple[Item, RiskAcceptance], ...]:
    """Every risk acceptance on an item in scope, in the checklist's order."""
    pairs = ((item, review.stored_answer(item.id).acceptance) for item in review.items_in_scope())
    return tuple((item, acceptance) for item, acceptance in pairs if acceptance is not None)
