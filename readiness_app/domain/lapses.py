"""What lapses when: acceptances, conditions, evidence, the decision and questions to the vendor, each with its last day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness_app.domain.ageing import CARRIED_BY_CLAIMS, expires_on
from readiness_app.domain.asking import askings
from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim
from readiness_app.domain.deciding import conditions
from readiness_app.domain.gates import acceptances, blocks_at, is_acceptable, standing
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.vocabulary import AskState, GateState, Knowledge, LapseKind, LapseState

AHEAD = timedelta(days=30)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """One thing that holds until `day`, its last day, and from the day after no longer.

    `item` is empty for the decision and for a list of questions; `id` names the condition, the claim or the list. `owner` is whom to
    turn to: who carries the risk, who does what the condition says, who decided, who sent the questions, for evidence the review's lead.
    `reopens` says that the item's gate does not block on the last day and blocks on the day after.
    """

    kind: LapseKind
    state: LapseState
    day: date
    what: str
    owner: str
    item: str = ""
    id: str = ""
    reopens: bool = False


def lapses(review: Review, on: date | None = None, ahead: timedelta = AHEAD) -> tuple[Lapse, ...]:
    """Everything of the review that lapses, the earliest first, judged on that day (the as-of date unless told otherwise).

    What ended before `on` is lapsed, what ends within `ahead` of it is soon, the rest is later. Left out is what no longer matters: a
    condition that was met by then, an acceptance on an item that is known and acceptable or does not apply, evidence beside other
    evidence that lasts longer or has no end, a list that was answered in full or asked again.
    """
    day = on or review.as_of
    found = [*_acceptances(review), *_conditions(review, day), *_evidence(review), *_decision(review), *_questions(review, day)]
    items = {item.id: item for item in review.checklist.items()}
    order = {item_id: place for place, item_id in enumerate(items)}
    kinds = list(LapseKind)
    found.sort(key=lambda one: (one[1], kinds.index(one[0]), order.get(one[4], -1), one[5]))
    return tuple(
        Lapse(
            kind=kind,
            state=_state(last, day, ahead),
            day=last,
            what=what,
            owner=owner,
            item=item,
            id=id_,
            reopens=item in items and _reopens(review, items[item], last),
        )
        for kind, last, what, owner, item, id_ in found
    )


def pressing(found: Sequence[Lapse]) -> tuple[Lapse, ...]:
    """Those that have lapsed or lapse soon, in the order given."""
    return tuple(lapse for lapse in found if lapse.state is not LapseState.LATER)


def lasts_until(item: Item, answer: Answer, review: Review) -> tuple[date, Claim] | None:
    """The last day on which any claim still carries the item, with the claim that carries it alone then; None where nothing ends."""
    if answer.counted not in CARRIED_BY_CLAIMS:
        return None
    ends = [(expires_on(claim, item, review), claim) for claim in answer.supporting]
    dated = [(last, claim) for last, claim in ends if last is not None]
    if not dated or len(dated) < len(ends):
        return None
    return max(dated, key=lambda pair: pair[0])


_Found = tuple[LapseKind, date, str, str, str, str]


def _acceptances(review: Review) -> Iterator[_Found]:
    for item, accepted in acceptances(review):
        answer = review.stored_answer(item.id)
        settled = answer.knowledge is Knowledge.KNOWN and is_acceptable(answer)
        if not settled and answer.knowledge is not Knowledge.NOT_APPLICABLE:
            yield LapseKind.ACCEPTANCE, accepted.until, accepted.rationale, accepted.owner, item.id, ""


def _conditions(review: Review, on: date) -> Iterator[_Found]:
    for item, condition in conditions(review):
        if condition.due is not None and not condition.met(on):
            yield LapseKind.CONDITION, condition.due, condition.what, condition.owner, item, condition.id


def _evidence(review: Review) -> Iterator[_Found]:
    for item in review.items_in_scope():
        if ending := lasts_until(item, review.stored_answer(item.id), review):
            last, claim = ending
            yield LapseKind.EVIDENCE, last, claim.source, review.lead, item.id, claim.id


def _decision(review: Review) -> Iterator[_Found]:
    made = review.decision
    if made is not None and made.valid_until is not None:
        yield LapseKind.DECISION, made.valid_until, made.rationale, made.made_by, "", ""


def _questions(review: Review, on: date) -> Iterator[_Found]:
    out = [asking for asking in askings(review, on).values() if asking.state in (AskState.ASKED, AskState.OVERDUE)]
    for asked in review.questions:
        waiting = sum(asking.list == asked.id for asking in out)
        if asked.due is not None and waiting:
            told = f"{waiting} of {len(asked.items)} questions to the vendor wait for an answer."
            yield LapseKind.QUESTIONS, asked.due, told, asked.made_by, "", asked.id


def _state(last: date, on: date, ahead: timedelta) -> LapseState:
    if last < on:
        return LapseState.LAPSED
    return LapseState.SOON if last - on <= ahead else LapseState.LATER


def _reopens(review: Review, item: Item, last: date) -> bool:
    if last == date.max or not blocks_at(item, review):
        return False
    return standing(item, review, last).state is not GateState.OPEN and standing(item, review, last + _DAY).state is GateState.OPEN
