"""Changes about questions to the vendor: a list that was sent, and what became of a reply."""

from dataclasses import dataclass, replace

from readiness_app.domain.changes import check_seen, require_open
from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Review
from readiness_app.domain.vendor import QuestionList, VendorReply


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsListed:
    """A list of questions made (`before` is None) or taken back (`after` is None)."""

    before: QuestionList | None
    after: QuestionList | None
    op: str = "ask"

    @property
    def title(self) -> str:
        """Names the list."""
        made = self.after or self.before
        return f"{'make' if self.after else 'take back'} question list {made.id if made else ''}".strip()

    def inverse(self) -> "QuestionsListed":
        """Back to the lists before."""
        return QuestionsListed(before=self.after, after=self.before, op="undo")

    def applied_to(self, review: Review) -> Review:
        """The review with the list, or without it; a list to which replies came back stays."""
        require_open(review)
        named = self.after or self.before
        if named is None:
            return review
        stored = next((one for one in review.questions if one.id == named.id), None)
        check_seen(f"Question list {named.id}", stored, self.before)
        if self.after is None and any(reply.list == named.id for reply in review.replies):
            raise Refused(f"Replies to question list {named.id} have come back, so it stays. Nothing was changed.")
        others = tuple(one for one in review.questions if one.id != named.id)
        return replace(review, questions=(*others, self.after) if self.after else others)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyChanged:
    """A reply taken in (`before` is None), decided on, assigned to an item, or taken back (`after` is None)."""

    before: VendorReply | None
    after: VendorReply | None
    op: str = "reply"

    @property
    def item(self) -> str:
        """The item it is about, empty where it matches none."""
        named = self.after or self.before
        return named.item if named else ""

    @property
    def title(self) -> str:
        """Names the reply and what became of it."""
        named = self.after or self.before
        verb = "take back" if self.after is None else "take in" if self.before is None else _verb(self.before, self.after)
        return f"{verb} reply {named.id if named else ''}".strip()

    def inverse(self) -> "ReplyChanged":
        """Back to the reply before."""
        return ReplyChanged(before=self.after, after=self.before, op="undo")

    def applied_to(self, review: Review) -> Review:
        """The review with the reply as it is now; an item it names must be one of the checklist (NotFound)."""
        require_open(review)
        named = self.after or self.before
        if named is None:
            return review
        stored = next((one for one in review.replies if one.id == named.id), None)
        check_seen(f"Reply {named.id}", stored, self.before)
        if self.after is not None:
            review.evidence_file(self.after.file)
            if self.after.item:
                review.checklist.item(self.after.item)
        if self.after is None:
            return replace(review, replies=tuple(one for one in review.replies if one.id != named.id))
        if stored is None:
            return replace(review, replies=(*review.replies, self.after))
        return replace(review, replies=tuple(self.after if one.id == named.id else one for one in review.replies))


def _verb(before: VendorReply, after: VendorReply) -> str:
    if before.state is not after.state:
        return {"adopted": "adopt", "set_aside": "set aside", "waiting": "put back"}[after.state.value]
    return "assign" if before.item != after.item else "change"
