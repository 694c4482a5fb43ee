"""What came back from the vendor: matching rows to questions, how a reply bears on its item, adopting it (rules 13 and 14)."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from readiness_app.domain.changes import Batch, Change, change_answer
from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim
from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.review import Review
from readiness_app.domain.vendor import AskedItem, ReturnedRow, VendorReply
from readiness_app.domain.vendor_changes import ReplyChanged
from readiness_app.domain.vocabulary import Bearing, Knowledge, ReplyState, SourceKind, Stance, Verdict

_OPEN_TO_ANY = (Knowledge.NOT_REVIEWED, Knowledge.UNKNOWN)
_SETTLED = (Knowledge.KNOWN, Knowledge.CONTESTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a returned file holds: replies that are new, filled-in rows that were read before, and questions of the list it leaves out.

    `second` are the new replies that answer a question which a reply before them in the same file answers, with that reply's id;
    `documents` are the rows that name a document and give no answer, as `QST-01 (its name or address)`.
    """

    replies: tuple[VendorReply, ...]
    read_before: int
    empty: int
    missing: tuple[str, ...]
    second: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()

    @property
    def unmatched(self) -> int:
        """New replies that match no question."""
        return sum(not reply.item for reply in self.replies)


def read_back(review: Review, rows: Sequence[ReturnedRow], *, file: str, by: str, at: datetime) -> Reading:
    """Every row with an answer as a reply that waits; one that matches no question by id and text says why. `file` is the file's SHA-256.

    A row that says exactly what a reply of this review says already is not taken in again.
    """
    known = _Asked.of(review)
    seen = {_content(reply) for reply in review.replies}
    number = max((int(reply.id[1:]) for reply in review.replies if reply.id[1:].isdecimal()), default=0)
    found: list[VendorReply] = []
    read_before = 0
    for row in rows:
        if not row.filled:
            continue
        reply = _reply(known, row, f"R{number + len(found) + 1}", file, by, at)
        if _content(reply) in seen:
            read_before += 1
            continue
        seen.add(_content(reply))
        found.append(reply)
    empty = sum(not row.filled and bool(row.item) for row in rows)
    bare = tuple(f"{row.item or f'row {row.number}'} ({row.document.strip()})" for row in rows if not row.filled and row.document.strip())
    return Reading(
        replies=tuple(found),
        read_before=read_before,
        empty=empty,
        missing=_missing(review, rows),
        second=_second(found, review, file),
        documents=bare,
    )


def _second(found: Sequence[VendorReply], review: Review, file: str) -> Mapping[str, str]:
    first = {(one.list, one.item): one.id for one in reversed(review.replies) if one.file == file}
    second = {}
    for reply in found:
        if reply.item and first.setdefault((reply.list, reply.item), reply.id) != reply.id:
            second[reply.id] = first[reply.list, reply.item]
    return second


def _content(reply: VendorReply) -> tuple[object, ...]:
    # The item a person assigned is left out: the row is the same row before and after.
    return (reply.list, reply.question, reply.statement, reply.by, reply.dated, reply.document)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a review asked, by list and item, and its items, by id: a file may have thousands of rows."""

    review: str
    lists: Mapping[str, Mapping[str, AskedItem]]
    items: Mapping[str, Item]

    @classmethod
    def of(cls, review: Review) -> "_Asked":
        lists = {asked.id: {question.item: question for question in asked.items} for asked in review.questions}
        return cls(review=review.id, lists=lists, items={item.id: item for item in review.checklist.items()})


def _reply(known: _Asked, row: ReturnedRow, reply_id: str, file: str, by: str, at: datetime) -> VendorReply:
    problem = _problem_of_row(known, row)
    unread = f"date as written: {row.dated_text.strip()}" if row.dated is None and row.dated_text.strip() else ""
    return VendorReply(
        id=reply_id,
        list=row.list if row.list in known.lists and row.review == known.review else "",
        item="" if problem else row.item,
        question=row.question.strip() or row.item,
        statement=row.answer.strip(),
        by="; ".join(part for part in (row.by.strip(), unread) if part),
        dated=row.dated,
        received=at,
        received_by=by,
        file=file,
        document=row.document.strip(),
        problem=f"Row {row.number}: {problem}" if problem else "",
    )


def _problem_of_row(known: _Asked, row: ReturnedRow) -> str:
    """Why a row matches no question that this review asked; empty where id, text digest and words all agree."""
    if not row.review and not row.list:
        return "it does not say which review and list it belongs to."
    if row.review != known.review:
        return f"it belongs to another review ({row.review or 'unnamed'})."
    if row.list not in known.lists:
        return f"this review has no question list {row.list or 'without a name'}."
    question = known.lists[row.list].get(row.item)
    if question is None:
        return f"list {row.list} did not ask {row.item}." if row.item else "it names no item."
    item = known.items.get(row.item)
    if item is None or item.text_digest != question.text_digest:
        return f"the checklist's words for {row.item} have changed since it was asked."
    if row.digest != question.text_digest:
        return f"its text digest is not that of {row.item} as it was asked."
    if folded(row.question) != folded(item.vendor_question) or folded(row.wanted) != folded(item.evidence_wanted):
        return f"the words of {row.item} were changed in the file."
    return ""


def folded(text: str) -> str:
    """The text for comparing: NFC, every run of white space as one blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _missing(review: Review, rows: Iterable[ReturnedRow]) -> tuple[str, ...]:
    there = {(row.list, row.item) for row in rows if row.review == review.id}
    lists = {name for name, _ in there}
    return tuple(
        question.item
        for asked in review.questions
        if asked.id in lists
        for question in asked.items
        if (asked.id, question.item) not in there
    )


def reply_named(review: Review, reply_id: str) -> VendorReply:
    """The reply with this id; raises NotFound."""
    for one in review.replies:
        if one.id == reply_id:
            return one
    raise NotFound(f"This review has no reply {reply_id}. Nothing was changed; `replies` lists them.")


def bearing(review: Review, reply: VendorReply) -> Bearing:
    """How a reply bears on its item as it stands now; the words are compared, never understood.

    Applies: nothing else is known, or the same words stand there already. Conflicts: a person has answered the item (known, contested or
    not applicable) or judged it. Differs: something else is said about it, by a claim or by another reply that was not set aside.
    """
    if not reply.item:
        return Bearing.UNMATCHED
    answer = review.stored_answer(reply.item)
    if answer.knowledge is Knowledge.NOT_APPLICABLE:
        return Bearing.CONFLICTS
    claims = (claim for claim in answer.claims if claim.stance is not Stance.DISPUTED)
    stands, mine = {folded(claim.statement) for claim in claims}, folded(reply.statement)
    if mine in stands:
        return Bearing.APPLIES
    if answer.knowledge in _SETTLED or answer.verdict is not Verdict.UNDECIDED:
        return Bearing.CONFLICTS
    said = stands | {folded(other.statement) for other in _beside(review, reply)}
    return Bearing.DIFFERS if said - {mine} else Bearing.APPLIES


def _beside(review: Review, reply: VendorReply) -> Iterable[VendorReply]:
    return (one for one in review.replies if one.item == reply.item and one.id != reply.id and one.state is not ReplyState.SET_ASIDE)


def claim_id(reply: VendorReply) -> str:
    """The id of the claim that adopting the reply adds."""
    return f"v-{reply.id.lower()}"


def claim_of(review: Review, reply: VendorReply, stance: Stance, by: str, on: date) -> Claim:
    """The reply as a claim: a vendor's statement, dated, carried by the returned file; `on` is the day it was read."""
    asked = f", list {reply.list}" if reply.list else ""
    link = reply.document if reply.document.lower().startswith(("https://", "http://")) else ""
    named = f", which names {reply.document}" if reply.document and not link else ""
    return Claim(
        id=claim_id(reply),
        statement=reply.statement,
        source=f"Vendor reply, {reply.by or review.subject.vendor}{asked}{named}",
        source_kind=SourceKind.VENDOR_STATEMENT,
        stance=stance,
        address=link,
        dated=reply.dated,
        checked=on,
        caveat=f"Given to other words and assigned by hand. {reply.problem}" if reply.problem else "",
        evidence=reply.file,
        added_by=by,
    )


def adopting_step(
    review: Review, reply: VendorReply, *, by: str, at: datetime, knowledge: Knowledge | None = None, contradicts: bool = False
) -> Batch:
    """The claim, what is known with it, and that the reply was adopted, as one step to undo; never a verdict.

    Without `knowledge` an item that is not reviewed or unknown becomes partly known, any other stays as it is. Raises Refused for a reply
    that matches no item, was adopted before, or conflicts while nobody says what is known now; ReviewSealed comes when it is applied.
    """
    _require_adoptable(review, reply, knowledge)
    stance = Stance.CONTRADICTS if contradicts else Stance.SUPPORTS
    on = at.astimezone().date()
    answer = review.stored_answer(reply.item)
    wanted = knowledge or (Knowledge.PARTLY_KNOWN if answer.knowledge in _OPEN_TO_ANY and not contradicts else answer.knowledge)
    claims = (*answer.claims, claim_of(review, reply, stance, by, on))
    change = change_answer(review, reply.item, by, claims=claims, ask_vendor=False, **_fitting(wanted))
    done = replace(reply, state=ReplyState.ADOPTED, decided_by=by, decided=at)
    parts: tuple[Change, ...] = (replace(change, op="adopt-reply"), ReplyChanged(before=reply, after=done, op="adopt-reply"))
    return Batch(changes=parts, title=f"adopt reply {reply.id} for {reply.item}")


def _fitting(knowledge: Knowledge) -> dict[str, object]:
    edits: dict[str, object] = {"knowledge": knowledge}
    if knowledge is not Knowledge.UNKNOWN:
        edits["unknown_reason"] = None
    if knowledge is not Knowledge.NOT_APPLICABLE:
        edits["because"] = ""
    return edits


def _require_adoptable(review: Review, reply: VendorReply, knowledge: Knowledge | None) -> None:
    if reply.state is ReplyState.ADOPTED:
        raise Refused(f"Reply {reply.id} has been adopted already. Nothing was changed.")
    if not reply.item:
        raise Refused(f"Reply {reply.id} matches no item. {reply.problem} Nothing was changed; assign it to an item first.")
    if bearing(review, reply) is Bearing.CONFLICTS and knowledge is None:
        answer = review.stored_answer(reply.item)
        stands = " and ".join(
            text.replace("_", " ")
            for text in (answer.knowledge.value, answer.verdict.value if answer.verdict is not Verdict.UNDECIDED else "")
            if text
        )
        raise Refused(f"Reply {reply.id} conflicts with what stands: {reply.item} is {stands}. Nothing was changed; say what is known now.")


def set_aside_step(reply: VendorReply, *, by: str, at: datetime) -> ReplyChanged:
    """The change after which a reply no longer waits; raises Refused for one that was adopted or set aside before."""
    if reply.state is not ReplyState.WAITING:
        raise Refused(f"Reply {reply.id} is {reply.state.value.replace('_', ' ')} already. Nothing was changed.")
    return ReplyChanged(before=reply, after=replace(reply, state=ReplyState.SET_ASIDE, decided_by=by, decided=at), op="set-aside")


def assigning_step(review: Review, reply: VendorReply, item: str) -> ReplyChanged:
    """The change after which a reply belongs to this item, as a person says; raises NotFound, or Refused for one already adopted."""
    one = review.checklist.item(item)
    if one.computed:
        raise Refused(f"{item} is answered by the program. Nothing was changed; choose another item.")
    if reply.state is ReplyState.ADOPTED:
        raise Refused(f"Reply {reply.id} has been adopted for {reply.item}. Nothing was changed.")
    matched = f"It was matched to {reply.item}." if reply.item and not reply.problem else reply.problem
    return ReplyChanged(before=reply, after=replace(reply, item=item, problem=matched), op="assign")
