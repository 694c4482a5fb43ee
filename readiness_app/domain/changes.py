"""Changes: each is a value that knows its title, its inverse and what a review is after it. Applying one is pure and may refuse."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from readiness_app.domain.answering import (
    problems_of_acceptance,
    problems_of_answer,
    problems_of_missing_quotes,
    problems_of_resolved,
    problems_of_twins,
)
from readiness_app.domain.deciding import problems_of_decision
from readiness_app.domain.duties import problems_of_signatory
from readiness_app.domain.errors import Refused, ReviewSealed, StaleChange
from readiness_app.domain.review import Answer, Condition, Decision, Evidence, Frame, Review, Signatory, evidence_of
from readiness_app.domain.scope import applies
from readiness_app.domain.vocabulary import LookAgainReason, Role, State, Verdict


class Change(Protocol):
    """What happened to a review. `op` names it in the history; `title` completes "Undo ..."."""

    @property
    def op(self) -> str: ...  # noqa: D102

    @property
    def title(self) -> str: ...  # noqa: D102

    def inverse(self) -> "Change":
        """The change that takes this one back."""
        ...

    def applied_to(self, review: Review) -> Review:
        """The review after it; raises Refused, ReviewSealed or StaleChange and then nothing has happened."""
        ...


def require_open(review: Review) -> None:
    """Raises ReviewSealed unless answers may still change."""
    if review.state is not State.OPEN:
        raise ReviewSealed(
            f"Edition {review.edition} of this review is {review.state.value} and cannot be changed. "
            "Nothing was changed; reopen the review with a reason to go on as the next edition."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChanged:
    """One item's answer, from what the person saw to what they want."""

    item: str
    before: Answer
    after: Answer
    op: str = "answer"

    @property
    def title(self) -> str:
        """What was done, by the part that differs."""
        return _title_of_answer(self)

    def inverse(self) -> "AnswerChanged":
        """Back to what was seen before."""
        return AnswerChanged(item=self.item, before=self.after, after=self.before, op="undo")

    def applied_to(self, review: Review) -> Review:
        """The review with this answer, if the rules let it be so."""
        require_open(review)
        item = review.checklist.item(self.item)
        if item.computed:
            raise Refused(f"{item.id} is answered by the program from gates, acceptances and signatures. Nothing was changed.")
        check_seen(self.item, review.stored_answer(self.item), self.before)
        problems = problems_of_answer(item, self.after, in_scope=applies(item, review.frame.scope))
        problems += problems_of_resolved(self.before, self.after)
        problems += problems_of_missing_quotes(self.before, self.after) if self.op != "undo" else ()
        problems += problems_of_twins(self.before, self.after) if self.op == "answer" else ()
        if self.after.acceptance is not None and self.after.acceptance != self.before.acceptance:
            problems += problems_of_acceptance(item, self.after, self.after.acceptance, as_of=review.as_of)
        wanted = {replace(condition, done=None) for condition in self.before.conditions}
        added = [condition for condition in self.after.conditions if replace(condition, done=None) not in wanted]
        problems += tuple(text for condition in added for text in _problems_of_condition(condition, review.as_of))
        if problems:
            raise Refused(f"{self.item} was not changed. {' '.join(problems)}")
        for sha256 in evidence_of(self.after):
            review.evidence_file(sha256)
        return replace(review, answers={**review.answers, self.item: self.after})


def _problems_of_condition(condition: Condition, as_of: date) -> tuple[str, ...]:
    problems = [] if condition.what.strip() and condition.owner.strip() else ["A condition says what must be done and by whom."]
    if condition.due is not None and condition.due < as_of:
        problems.append(f"The condition would be due on {condition.due}, before the review's as-of date {as_of}.")
    return tuple(problems)


def check_seen(name: str, stored: object, seen: object) -> None:
    """Raises StaleChange when what is stored is no longer what the person saw."""
    if stored != seen:
        raise StaleChange(f"{name} was changed by somebody else in the meantime. Your text is kept here; look at theirs, then decide.")


def _title_of_answer(change: AnswerChanged) -> str:
    before, after, item = change.before, change.after, change.item
    if change.op == "adopt":
        return f"adopt the proposal for {item}"
    if change.op == "confirm":
        return f"confirm {item}"
    if before.resolution != after.resolution:
        return f"resolve the conflict of {item}" if after.resolution else f"withdraw the resolution of {item}"
    if before.knowledge is not after.knowledge:
        judged = after.verdict is not before.verdict and after.verdict is not Verdict.UNDECIDED
        verdict = f" and judge it {after.verdict.value.replace('_', ' ')}" if judged else ""
        return f"mark {item} {after.knowledge.value.replace('_', ' ')}{verdict}"
    if before.verdict is not after.verdict:
        return f"judge {item} {after.verdict.value.replace('_', ' ')}"
    if len(newly_met(before, after)) == 1:
        return f"record a condition of {item} as met"
    for name, text in _TITLES:
        if getattr(before, name) != getattr(after, name):
            return f"{text} {item}"
    return f"change {item}"


def newly_met(before: Answer, after: Answer) -> tuple[Condition, ...]:
    """The conditions that are met in the one answer and were not in the other."""
    met = {condition.id for condition in before.conditions if condition.done}
    return tuple(condition for condition in after.conditions if condition.done and condition.id not in met)


_TITLES = (
    ("claims", "change the claims of"),
    ("evidence", "change the evidence of"),
    ("acceptance", "change the risk acceptance of"),
    ("conditions", "change the conditions of"),
    ("search_log", "change the search log of"),
    ("note", "edit the note of"),
    ("control", "name the control of"),
    ("ask_vendor", "change what is asked about"),
    ("left_open", "change how the gap is handled of"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameChanged:
    """Subject, tier, scope, as-of date, pack, lead or marking."""

    before: Frame
    after: Frame
    op: str = "edit"

    @property
    def title(self) -> str:
        """Which part of the frame changed."""
        names = [name for name in Frame.__dataclass_fields__ if getattr(self.before, name) != getattr(self.after, name)]
        return f"change {', '.join(name.replace('_', '-') for name in names) or 'the review'}"

    def inverse(self) -> "FrameChanged":
        """Back to the frame before."""
        return FrameChanged(before=self.after, after=self.before, op="undo")

    def applied_to(self, review: Review) -> Review:
        """The review in its new frame; raises Refused for an unknown scope key or an empty vendor or model."""
        require_open(review)
        check_seen("The review", review.frame, self.before)
        keys = {question.key for question in review.checklist.scope}
        for key in self.after.scope:
            if key not in keys:
                raise Refused(
                    f"The checklist has no scope question {key}. Nothing was changed; its questions are: {', '.join(sorted(keys))}."
                )
        subject = self.after.subject
        if not subject.vendor.strip() or not subject.model.strip():
            raise Refused("A review needs the vendor and the model it is about. Nothing was changed.")
        return replace(review, frame=self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceChanged:
    """A file added (`before` is None), described anew, or taken off the list (`after` is None)."""

    before: Evidence | None
    after: Evidence | None
    op: str = "attach"

    @property
    def title(self) -> str:
        """Names the file."""
        evidence = self.after or self.before
        verb = "attach" if self.before is None else "detach" if self.after is None else "describe"
        return f"{verb} {evidence.title if evidence else 'evidence'}"

    def inverse(self) -> "EvidenceChanged":
        """Back to the list before; the bytes stay in the vault."""
        return EvidenceChanged(before=self.after, after=self.before, op="undo")

    def applied_to(self, review: Review) -> Review:
        """The review with the changed list; a file that an answer points to cannot leave it."""
        require_open(review)
        known = (self.after or self.before) or None
        if known is None:
            return review
        stored = next((e for e in review.evidence if e.sha256 == known.sha256), None)
        check_seen(known.title, stored, self.before)
        if self.after is None and (used := review.uses_of(known.sha256)):
            raise Refused(f"{known.title} still carries {', '.join(used)}. Nothing was changed; remove it there first.")
        others = tuple(e for e in review.evidence if e.sha256 != known.sha256)
        if self.after is None:
            return replace(review, evidence=others)
        if self.before is None:
            return replace(review, evidence=(*review.evidence, self.after))
        return replace(review, evidence=tuple(self.after if e.sha256 == known.sha256 else e for e in review.evidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMade:
    """The decision, or its withdrawal (`after` is None)."""

    before: Decision | None
    after: Decision | None
    op: str = "decide"

    @property
    def title(self) -> str:
        """The outcome."""
        return f"decision to {self.after.outcome.value.replace('_', ' ')}" if self.after else "withdraw the decision"

    def inverse(self) -> "DecisionMade":
        """Back to the decision before."""
        return DecisionMade(before=self.after, after=self.before, op="undo")

    def applied_to(self, review: Review) -> Review:
        """The review with the decision; raises Refused with every reason why it cannot be made."""
        require_open(review)
        check_seen("The decision", review.decision, self.before)
        if self.after is not None and (problems := problems_of_decision(review, self.after)):
            raise Refused(f"The decision was not recorded. {' '.join(problems)}")
        return replace(review, decision=self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatoryNamed:
    """Who signs in a role, or nobody (`after` is None)."""

    role: Role
    before: Signatory | None
    after: Signatory | None
    op: str = "signatory"

    @property
    def title(self) -> str:
        """The name and the role."""
        role = self.role.value.replace("_", " ")
        return f"name {self.after.name} as {role}" if self.after else f"take the name off {role}"

    def inverse(self) -> "SignatoryNamed":
        """Back to who was named before."""
        return SignatoryNamed(role=self.role, before=self.after, after=self.before, op="undo")

    def applied_to(self, review: Review) -> Review:
        """The review with the name; raises Refused where duties must be separate (rule 11)."""
        require_open(review)
        check_seen("The signatory", review.signatory(self.role), self.before)
        if self.after is not None and (problems := problems_of_signatory(review, self.after)):
            if not self.after.name.strip():
                raise Refused("Nobody was named: a signatory needs a name.")
            raise Refused(f"{self.after.name} was not named. {' '.join(problems)}")
        others = tuple(s for s in review.signatories if s.role is not self.role)
        named = (*others, self.after) if self.after else others
        order = list(Role)
        return replace(review, signatories=tuple(sorted(named, key=lambda s: order.index(s.role))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Several changes that are one step for the person; each keeps its own history entry."""

    changes: tuple[Change, ...]
    title: str
    op: str = "batch"

    def inverse(self) -> "Batch":
        """All of them taken back, last first."""
        return Batch(changes=tuple(change.inverse() for change in reversed(self.changes)), title=self.title)

    def applied_to(self, review: Review) -> Review:
        """The review after every one of them."""
        for change in self.changes:
            review = change.applied_to(review)
        return review


def steps(change: Change) -> tuple[Change, ...]:
    """The single changes of a step, in order."""
    return tuple(step for part in change.changes for step in steps(part)) if isinstance(change, Batch) else (change,)


def items_touched(change: Change) -> tuple[str, ...] | None:
    """The items whose answers this change replaces and nothing else of the review; None where it may do more."""
    parts = steps(change)
    if all(isinstance(part, AnswerChanged) for part in parts):
        return tuple(dict.fromkeys(part.item for part in parts if isinstance(part, AnswerChanged)))
    return None


NO_VERDICT: Mapping[str, Any] = {"verdict": Verdict.UNDECIDED, "control": ""}
"""The edits that take a verdict back: it was given on other facts, and a person judges what is known now."""


def _changed_below(answer: Answer) -> bool:
    return answer.look_again is not None and answer.look_again.reason is not LookAgainReason.INHERITED


def verdict_taken_back(change: Change) -> Verdict | None:
    """The verdict that fell because something else is known now; None where it stays, or where a person changed it alone."""
    for step in steps(change):
        if isinstance(step, AnswerChanged) and step.op != "undo":
            before, after = step.before, step.after
            facts = (before.knowledge, before.resolution) != (after.knowledge, after.resolution)
            if facts and before.verdict is not Verdict.UNDECIDED and after.verdict is Verdict.UNDECIDED:
                return before.verdict
    return None


def change_answer(review: Review, item: str, by: str, **edits: Any) -> AnswerChanged:
    """The change that sets these fields of an answer; a new knowledge or verdict makes `by` one of the item's reviewers, who has looked.

    Where the item's words or a source had changed, a new knowledge takes the verdict back that was given before, unless one is given here.
    """
    before = review.stored_answer(item)
    after = replace(before, **edits)
    if after.knowledge is not before.knowledge and _changed_below(before) and "verdict" not in edits:
        after = replace(after, **NO_VERDICT)
    if (after.knowledge, after.verdict) != (before.knowledge, before.verdict):
        after = replace(after, look_again=None, reviewed_by=tuple(dict.fromkeys((*after.reviewed_by, by))))
    return AnswerChanged(item=item, before=before, after=after)
