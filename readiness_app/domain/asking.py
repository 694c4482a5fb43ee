"""Asking the vendor: which gaps a vendor can answer, what a list holds, and how each question stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from readiness_app.domain.changes import AnswerChanged, Batch, Change
from readiness_app.domain.checklist import Item
from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.measures import is_gap
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.scope import applies
from readiness_app.domain.vendor import AskedItem, QuestionList, VendorReply
from readiness_app.domain.vendor_changes import QuestionsListed
from readiness_app.domain.vocabulary import AskState, Handling, ReplyState


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How the newest question about an item stands: in which list it was asked, when, and until when an answer is wanted."""

    item: str
    state: AskState
    list: str
    asked: date
    due: date | None


def gaps(review: Review, on: date | None = None) -> tuple[Item, ...]:
    """Every gap in scope that people work on, in the checklist's order; what the program answers is left out."""
    return tuple(item for item in review.items_in_scope() if not item.computed and is_gap(item, review, on))


def vendor_can_answer(item: Item) -> bool:
    """True where the checklist words a question to the vendor; items about the buyer's own house have none."""
    return bool(item.vendor_question.strip()) and not item.computed


def handling(answer: Answer) -> tuple[Handling, ...]:
    """What is done about a gap; empty where nobody has said."""
    said = (
        (Handling.ASK_VENDOR, answer.ask_vendor),
        (Handling.CONDITION, bool(answer.conditions)),
        (Handling.ACCEPTANCE, answer.acceptance is not None),
        (Handling.LEFT_OPEN, answer.left_open),
    )
    return tuple(way for way, true in said if true)


def askings(review: Review, on: date) -> Mapping[str, Asking]:
    """How each item stands that was ever asked about, by its newest list, judged on that day."""
    replies = _by_item(review)
    found: dict[str, Asking] = {}
    for asked in review.questions:
        day = asked.made.astimezone().date()
        for question in asked.items:
            state = _state(replies, asked, question.item, on)
            found[question.item] = Asking(item=question.item, state=state, list=asked.id, asked=day, due=asked.due)
    return found


def _by_item(review: Review) -> Mapping[str, Sequence[VendorReply]]:
    found: dict[str, list[VendorReply]] = {}
    for reply in review.replies:
        found.setdefault(reply.item, []).append(reply)
    return found


def _state(replies: Mapping[str, Sequence[VendorReply]], asked: QuestionList, item: str, on: date) -> AskState:
    """Replies that came in answer to the list count, and those to other lists since it was made."""
    counted = [one for one in replies.get(item, ()) if one.list == asked.id or one.received >= asked.made]
    if any(reply.state is ReplyState.WAITING for reply in counted):
        return AskState.REPLIED
    if counted:
        return AskState.ANSWERED
    return AskState.OVERDUE if asked.due is not None and asked.due < on else AskState.ASKED


def can_be_asked(review: Review, on: date) -> tuple[Item, ...]:
    """The gaps that a vendor can answer and that are not with the vendor already, in the checklist's order."""
    out = askings(review, on)
    free = (item for item in gaps(review) if vendor_can_answer(item))
    return tuple(item for item in free if item.id not in out or out[item.id].state is AskState.ANSWERED)


def suggested(review: Review, on: date) -> tuple[Item, ...]:
    """What a new list holds unless somebody chooses otherwise.

    The gaps marked *ask the vendor*; where no gap is marked at all, every gap that a vendor can answer. Questions that are with the
    vendor already are left out, so that the same question is not sent twice.
    """
    marked = {item.id for item in gaps(review) if review.stored_answer(item.id).ask_vendor and vendor_can_answer(item)}
    free = can_be_asked(review, on)
    return tuple(item for item in free if item.id in marked) if marked else free


def question_list(review: Review, items: Sequence[str], *, by: str, at: datetime, on: date, due: date | None, digest: str) -> QuestionList:
    """A new list of these items, numbered in the checklist's order; `digest` is that of the record as it stands.

    Raises NotFound for an unknown item, Refused for none at all, one that is no vendor's to answer or out of scope, and a day that is past.
    """
    chosen = set(items)
    for item_id in items:
        _require_askable(review, review.checklist.item(item_id))
    if not chosen:
        raise Refused(_why_none(review, on))
    if due is not None and due < on:
        raise Refused(f"An answer cannot be wanted by {due}: that day is past, today is {on}. No list was made; name a later day.")
    ordered = [item for item in review.checklist.items() if item.id in chosen]
    numbers = [int(one.id[1:]) for one in review.questions if one.id[1:].isdecimal()]
    asked = tuple(AskedItem(number=place, item=item.id, text_digest=item.text_digest) for place, item in enumerate(ordered, 1))
    return QuestionList(id=f"Q{max(numbers, default=0) + 1}", made=at, made_by=by, due=due, digest=digest, items=asked)


def _require_askable(review: Review, item: Item) -> None:
    if not vendor_can_answer(item):
        raise Refused(f"{item.id} is not a vendor's to answer: the checklist words no question for it. No list was made; leave it out.")
    if not applies(item, review.frame.scope):
        raise Refused(f"{item.id} is out of scope. No list was made; leave it out.")


def _why_none(review: Review, on: date) -> str:
    out = [one for one in askings(review, on).values() if one.state in (AskState.ASKED, AskState.OVERDUE)]
    if out:
        lists = ", ".join(dict.fromkeys(one.list for one in out))
        said = f"There is nothing to ask: {len(out)} questions are with the vendor already ({lists})."
        return f"{said} No list was made; name the items to ask about."
    return "There is nothing to ask: no gap in scope is a vendor's to answer. No list was made."


def asking_step(review: Review, asked: QuestionList, day: date) -> Batch:
    """The list and, on each of its items, that the vendor is asked and since when, as one step to undo."""
    changes: list[Change] = [QuestionsListed(before=None, after=asked)]
    for question in asked.items:
        before = review.stored_answer(question.item)
        after = replace(before, ask_vendor=True, asked=before.asked or day)
        if after != before:
            changes.append(AnswerChanged(item=question.item, before=before, after=after, op="ask"))
    return Batch(changes=tuple(changes), title=f"make question list {asked.id}")


def list_named(review: Review, list_id: str) -> QuestionList:
    """The list with this id; raises NotFound."""
    for one in review.questions:
        if one.id == list_id:
            return one
    known = ", ".join(one.id for one in review.questions) or "none"
    raise NotFound(f"This review has no question list {list_id}. Nothing was changed; its lists are: {known}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCounts:
    """How many questions a list asks, and how many of them were replied to, wait for a person, and are overdue."""

    asked: int
    replied: int
    waiting: int
    overdue: int


def counts_of(review: Review, asked: QuestionList, on: date) -> ListCounts:
    """The figures of one list on that day; `waiting` replies are those a person has yet to decide on."""
    replies = _by_item(review)
    states = [_state(replies, asked, question.item, on) for question in asked.items]
    out = sum(state in (AskState.ASKED, AskState.OVERDUE) for state in states)
    return ListCounts(
        asked=len(states), replied=len(states) - out, waiting=states.count(AskState.REPLIED), overdue=states.count(AskState.OVERDUE)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorCounts:
    """Over the whole review: lists made, items that are with the vendor and how many of them overdue, replies that wait for a person,
    and how many of those match no question."""

    lists: int
    asked: int
    overdue: int
    waiting: int
    unmatched: int


def vendor_counts(review: Review, on: date) -> VendorCounts:
    """The figures on that day; each item counts once, by its newest list."""
    states = [one.state for one in askings(review, on).values()]
    waiting = [reply for reply in review.replies if reply.state is ReplyState.WAITING]
    overdue = states.count(AskState.OVERDUE)
    return VendorCounts(
        lists=len(review.questions),
        asked=states.count(AskState.ASKED) + overdue,
        overdue=overdue,
        waiting=len(waiting),
        unmatched=sum(not reply.item for reply in waiting),
    )
