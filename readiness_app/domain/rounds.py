"""The next round of a review: what it carries over, what waits to be looked at again, and how answers are confirmed (rule 13)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from readiness_app.domain.answering import problems_of_answer, rests_on_missing_quotes
from readiness_app.domain.changes import AnswerChanged, Batch, Change, require_open
from readiness_app.domain.checklist import Checklist, Item
from readiness_app.domain.errors import Refused
from readiness_app.domain.lineage import PreviousRound
from readiness_app.domain.review import UNANSWERED, Answer, Frame, LookAgain, Review
from readiness_app.domain.scope import applies
from readiness_app.domain.vocabulary import LookAgainReason, State


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiredItem:
    """An item that the new checklist no longer asks; what was answered stays in the round before."""

    id: str
    question: str
    answered: bool
    open_conditions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRound:
    """The review that a new round begins with, and what a person should know before it is made.

    `inherited` can be confirmed by section, `look_again` only one by one; `new` items are asked for the first time. The counts and ids
    after them are what the round before holds and this one does not.
    """

    review: Review
    inherited: tuple[str, ...]
    look_again: tuple[str, ...]
    new: tuple[str, ...]
    retired: tuple[RetiredItem, ...]
    acceptances: tuple[str, ...]
    decision: bool
    sign_offs: int
    questions: int
    replies: int

    @property
    def open_conditions(self) -> tuple[str, ...]:
        """The items whose conditions come along and are not met yet, each once."""
        answers = self.review.answers.items()
        return tuple(item for item, answer in answers if any(condition.done is None for condition in answer.conditions))


def next_round(before: Review, *, review_id: str, checklist: Checklist, frame: Frame, digest: str, by: str, at: datetime) -> NextRound:
    """The round after a sealed or signed review. `digest` is that of the record it carries on. Raises Refused while it is still open.

    Answers come over without the people who gave them and without risk acceptances: nobody vouches for them until they are confirmed.
    Conditions come over as they are, met or not: they are what must be done, and a new round must not be a way to forget them.
    """
    if before.state is State.OPEN:
        raise Refused(
            f"Round {before.round} ({before.id}) is still open, so there is no record that a next round could carry on. "
            "Nothing was made; go on in it, or seal it first."
        )
    asked = {item.id: item for item in before.checklist.items()}
    answers = {item.id: _carried(before, asked[item.id], item, at) for item in checklist.items() if _carries(before, asked, item)}
    keys = {question.key for question in checklist.scope}
    review = Review(
        id=review_id,
        checklist=checklist,
        frame=replace(frame, scope={key: answer for key, answer in frame.scope.items() if key in keys}),
        created=at,
        created_by=by,
        round=before.round + 1,
        answers=answers,
        evidence=before.evidence,
        previous=_previous(before, digest),
    )
    return _told(before, review, asked)


def _previous(before: Review, digest: str) -> PreviousRound:
    return PreviousRound(
        review=before.id,
        round=before.round,
        edition=before.edition,
        as_of=before.as_of,
        checklist_version=before.checklist.version,
        digest=digest,
    )


def _carries(before: Review, asked: dict[str, Item], item: Item) -> bool:
    return item.id in asked and not item.computed and before.stored_answer(item.id) != UNANSWERED


def _carried(before: Review, then: Item, now: Item, at: datetime) -> Answer:
    answer = replace(before.stored_answer(now.id), acceptance=None, reviewed_by=())
    return replace(answer, look_again=_look_again(before, answer, then, now, at))


def _look_again(before: Review, answer: Answer, then: Item, now: Item, at: datetime) -> LookAgain | None:
    """Why the answer waits. What waited before and was never confirmed keeps its reason, so that it cannot be waved through by section."""
    note = f"Round {before.round}, as of {before.as_of}"
    if then.text_digest != now.text_digest:
        waited = answer.look_again
        former = waited.former_text if waited and waited.former_text else asked_words(then)
        return LookAgain(reason=LookAgainReason.TEXT_CHANGED, since=at, note=note, former_text=former)
    if answer.look_again is not None and answer.look_again.reason is not LookAgainReason.INHERITED:
        return answer.look_again
    return LookAgain(reason=LookAgainReason.INHERITED, since=at, note=note) if answer.answered else None


def asked_words(item: Item) -> str:
    """What a reviewer is asked: the question, and on the next line what counts as evidence; the text digest is made of them."""
    return f"{item.question}\n{item.evidence_wanted}"


def _told(before: Review, review: Review, asked: dict[str, Item]) -> NextRound:
    waiting = {item: answer.look_again.reason for item, answer in review.answers.items() if answer.look_again is not None}
    people = {item.id for item in review.checklist.items() if not item.computed}
    return NextRound(
        review=review,
        inherited=tuple(item for item, reason in waiting.items() if reason is LookAgainReason.INHERITED),
        look_again=tuple(item for item, reason in waiting.items() if reason is not LookAgainReason.INHERITED),
        new=tuple(item.id for item in review.checklist.items() if item.id not in asked),
        retired=tuple(_retired(before, item) for item in asked.values() if item.id not in people and not item.computed),
        acceptances=tuple(item for item, answer in before.answers.items() if answer.acceptance is not None),
        decision=before.decision is not None,
        sign_offs=len(before.sign_offs),
        questions=len(before.questions),
        replies=len(before.replies),
    )


def _retired(before: Review, item: Item) -> RetiredItem:
    answer = before.stored_answer(item.id)
    left = sum(condition.done is None for condition in answer.conditions)
    return RetiredItem(id=item.id, question=item.question, answered=answer.answered, open_conditions=left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What confirming would do: one change per item; `left` wait for a look of their own, because more than the round has changed."""

    changes: tuple[AnswerChanged, ...]
    left: tuple[str, ...]

    @property
    def step(self) -> Change:
        """All of it as one step to undo."""
        return self.changes[0] if len(self.changes) == 1 else Batch(changes=self.changes, title=f"confirm {len(self.changes)} answers")


def confirmation(review: Review, by: str, items: Sequence[str]) -> Confirmation:
    """The changes by which a person confirms the answers to these items as they stand, and becomes one of their reviewers.

    Raises NotFound for an id that the checklist lacks; Refused where one does not wait, or where several are named and not all can be
    confirmed together; ReviewSealed.
    """
    require_open(review)
    wanted = tuple(dict.fromkeys(items))
    for item in wanted:
        review.checklist.item(item)
        if review.stored_answer(item).look_again is None:
            raise Refused(f"The answer to {item} does not wait to be confirmed. Nothing was changed.")
    alone = [item for item in wanted if not _goes_together(review, review.checklist.item(item))]
    if alone and len(wanted) > 1:
        raise Refused(f"More than the round has changed in {', '.join(alone)}: confirm each of them alone. Nothing was changed.")
    return Confirmation(changes=tuple(_confirmed(review, item, by) for item in wanted), left=())


def confirmation_of_all(review: Review, by: str, section: str = "") -> Confirmation:
    """The same for every inherited answer in scope, of one section or of the whole review. Raises NotFound for an unknown section."""
    require_open(review)
    sections = [one for one in review.checklist.sections if section in ("", one.id)]
    if not sections:
        known = ", ".join(one.id for one in review.checklist.sections)
        raise Refused(f"There is no section {section} in {review.checklist.title}. Nothing was changed; there are {known}.")
    waiting = [
        item
        for one in sections
        for item in one.items
        if review.stored_answer(item.id).look_again is not None and applies(item, review.frame.scope)
    ]
    together = {item.id: _goes_together(review, item) for item in waiting}
    return Confirmation(
        changes=tuple(_confirmed(review, item, by) for item, fits in together.items() if fits),
        left=tuple(item for item, fits in together.items() if not fits),
    )


def _goes_together(review: Review, item: Item) -> bool:
    answer = review.stored_answer(item.id)
    inherited = answer.look_again is not None and answer.look_again.reason is LookAgainReason.INHERITED
    if rests_on_missing_quotes(answer):
        return False
    return inherited and not problems_of_answer(item, answer, in_scope=applies(item, review.frame.scope))


def _confirmed(review: Review, item: str, by: str) -> AnswerChanged:
    before = review.stored_answer(item)
    people = tuple(dict.fromkeys((*before.reviewed_by, by))) if before.answered else before.reviewed_by
    return AnswerChanged(item=item, before=before, after=replace(before, look_again=None, reviewed_by=people), op="confirm")
