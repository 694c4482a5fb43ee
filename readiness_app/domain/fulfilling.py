"""Conditions that are met: with proof, by whom and on which day; a met condition no longer lapses."""

from dataclasses import replace
from datetime import date

from readiness_app.domain.changes import AnswerChanged, change_answer
from readiness_app.domain.errors import NotFound, Refused, ReviewSealed
from readiness_app.domain.review import Condition, Fulfilment, Review
from readiness_app.domain.vocabulary import State


def require_open(review: Review) -> None:
    """Raises ReviewSealed, with what to do, where the review is sealed: a sealed edition says what had been done by then."""
    if review.state is not State.OPEN:
        raise ReviewSealed(
            f"Edition {review.edition} of this review is {review.state.value} and says what had been done until then. Nothing was changed; "
            "that a condition was met is recorded in the next edition (reopen the review with a reason) or in the next round."
        )


def condition_of(review: Review, item: str, condition: str) -> Condition:
    """The condition with this id on this item; raises NotFound."""
    review.checklist.item(item)
    for held in review.stored_answer(item).conditions:
        if held.id == condition:
            return held
    raise NotFound(f"{item} has no condition {condition}. Nothing was changed; `show` lists what it has.")


def meet(review: Review, item: str, condition: str, done: Fulfilment, today: date, by: str) -> AnswerChanged:
    """The change after which the condition is met. Raises ReviewSealed, NotFound, or Refused: without proof, or on a day to come."""
    require_open(review)
    held = condition_of(review, item, condition)
    if held.done is not None:
        raise Refused(f"The condition {condition} on {item} was met on {held.done.on}. Nothing was changed; take that back first.")
    if not done.proof.strip():
        raise Refused("Say what proves that the condition was met. Nothing was changed.")
    if done.on > today:
        raise Refused(f"{done.on} is still to come: a condition is met once it was done. Nothing was changed.")
    return _with(review, item, replace(held, done=replace(done, proof=done.proof.strip())), by)


def unmeet(review: Review, item: str, condition: str, by: str) -> AnswerChanged:
    """The change that takes it back. Raises ReviewSealed, NotFound, Refused where the condition was not met."""
    require_open(review)
    held = condition_of(review, item, condition)
    if held.done is None:
        raise Refused(f"The condition {condition} on {item} is not met. Nothing was changed.")
    return _with(review, item, replace(held, done=None), by)


def _with(review: Review, item: str, condition: Condition, by: str) -> AnswerChanged:
    held = review.stored_answer(item).conditions
    return change_answer(review, item, by, conditions=tuple(condition if one.id == condition.id else one for one in held))
