"""The next best question (rule 7): hard gates first, then gates of the tier, then checklist order; what waits for the vendor last."""

from datetime import date

from readiness_app.domain.checklist import Item
from readiness_app.domain.gates import acceptance_holds, blocks_at
from readiness_app.domain.measures import is_gap
from readiness_app.domain.review import Review


def open_questions(review: Review, on: date | None = None) -> tuple[Item, ...]:
    """Every gap in scope that a person can still work on, best first. Gaps whose risk somebody carries are left out."""
    day = on or review.as_of
    candidates = [item for item in review.items_in_scope() if not item.computed and is_gap(item, review, day)]
    open_ones = [item for item in candidates if not acceptance_holds(item, review.stored_answer(item.id), day)]
    return tuple(sorted(open_ones, key=lambda item: _rank(item, review)))  # sorted is stable: checklist order within a rank


def next_question(review: Review, on: date | None = None) -> Item | None:
    """The item to take up next, or None when nothing is open."""
    return next(iter(open_questions(review, on)), None)


def question_after(review: Review, item_id: str) -> Item | None:
    """The open question that follows this item in the same order, going round at the end."""
    questions = open_questions(review)
    others = [item for item in questions if item.id != item_id]
    if not others:
        return None
    order = [item.id for item in questions]
    if item_id not in order:
        return others[0]
    return questions[(order.index(item_id) + 1) % len(questions)]


def _rank(item: Item, review: Review) -> tuple[bool, int]:
    waiting = review.stored_answer(item.id).ask_vendor
    if not blocks_at(item, review):
        return waiting, 2
    return waiting, 0 if item.gate is not None and item.gate.hard else 1
