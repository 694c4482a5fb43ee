"""Conflicts: claims that support an item beside claims that contradict it; resolving says which prevail and keeps both."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from readiness_app.domain.changes import NO_VERDICT, AnswerChanged, change_answer, require_open
from readiness_app.domain.claim import Claim
from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.review import Answer, Resolution, Review
from readiness_app.domain.vocabulary import Knowledge

OUTCOMES = (Knowledge.KNOWN, Knowledge.PARTLY_KNOWN)


def in_conflict(answer: Answer) -> bool:
    """True when some claims support the item and others contradict it, resolved or not."""
    supporting, contradicting = sides(answer)
    return bool(supporting and contradicting)


def sides(answer: Answer) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims that support the item, and those that contradict it."""
    return tuple(claim for claim in answer.claims if claim.supports), tuple(claim for claim in answer.claims if claim.contradicts)


def prevailing(answer: Answer) -> tuple[Claim, ...]:
    """The claims that prevail, in the order they stand in the answer; empty while nothing is resolved."""
    return answer.supporting if answer.resolution is not None else ()


def resolve(review: Review, item: str, prevails: Sequence[str], why: str, knowledge: Knowledge, by: str, at: datetime) -> AnswerChanged:
    """The change after which these claims (by id) prevail and the item is known or partly known; `by` becomes one of its reviewers.

    A verdict given before is taken back: the person judges what is known now.
    Raises NotFound for a claim the item does not have, Refused where there is no conflict or the knowledge is another one. What the rules
    hold against the outcome itself (a reason, both sides kept, strong enough claims) is refused when the change is applied.
    """
    require_open(review)
    review.checklist.item(item)
    answer = review.stored_answer(item)
    held = {claim.id: claim.supports or claim.contradicts for claim in answer.claims}
    for claim in prevails:
        if claim not in held:
            raise NotFound(f"{item} has no claim {claim}. Nothing was changed; `show` lists what it has.")
    if not in_conflict(answer):
        raise Refused(f"{item} has no conflict to resolve: that takes a claim that supports and one that contradicts. Nothing was changed.")
    if idle := [claim for claim in prevails if not held[claim]]:
        raise Refused(f"{', '.join(idle)} neither supports nor contradicts {item} and cannot prevail. Nothing was changed.")
    if knowledge not in OUTCOMES:
        raise Refused(f"A conflict is resolved as known or partly known, not as {knowledge.value}. Nothing was changed.")
    won = tuple(claim.id for claim in answer.claims if claim.id in prevails)
    return _looked_at(review, item, by, Resolution(prevails=won, why=why.strip(), by=by, at=at), knowledge)


def withdraw(review: Review, item: str, by: str) -> AnswerChanged:
    """The change that takes the resolution back: the item is contested again, and not judged. Raises Refused where nothing is resolved."""
    require_open(review)
    review.checklist.item(item)
    if review.stored_answer(item).resolution is None:
        raise Refused(f"No conflict of {item} is resolved. Nothing was changed.")
    return _looked_at(review, item, by, None, Knowledge.CONTESTED)


def _looked_at(review: Review, item: str, by: str, resolution: Resolution | None, knowledge: Knowledge) -> AnswerChanged:
    change = change_answer(
        review, item, by, resolution=resolution, knowledge=knowledge, unknown_reason=None, asked=None, because="", **NO_VERDICT
    )
    reviewers = tuple(dict.fromkeys((*change.after.reviewed_by, by)))  # weighing the sources is a look, also where the knowledge stays
    return replace(change, after=replace(change.after, reviewed_by=reviewers, look_again=None))
