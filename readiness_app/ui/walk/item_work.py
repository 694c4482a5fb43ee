"""What a person does to the item that is shown, as changes of the review."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from readiness_app.domain import conflicts, rounds
from readiness_app.domain.adoption import Adoption
from readiness_app.domain.changes import AnswerChanged, Batch, Change, change_answer
from readiness_app.domain.claim import Claim, SearchLine
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.fulfilling import condition_of, unmeet
from readiness_app.domain.review import Answer, Condition, RiskAcceptance
from readiness_app.domain.rounds import Confirmation
from readiness_app.domain.vocabulary import AnchorState, Knowledge, Verdict
from readiness_app.services import evidence as evidence_files
from readiness_app.services import reviewing
from readiness_app.services.conditions import Met, meet_change
from readiness_app.ui.dialogs.claim import ClaimDialog
from readiness_app.ui.dialogs.condition import ConditionDialog
from readiness_app.ui.dialogs.condition_met import ConditionMetDialog
from readiness_app.ui.dialogs.not_applicable import NotApplicableDialog
from readiness_app.ui.dialogs.resolve import Resolved, ResolveDialog
from readiness_app.ui.dialogs.risk_acceptance import RiskAcceptanceDialog
from readiness_app.ui.dialogs.search_line import SearchLineDialog
from readiness_app.ui.dialogs.trying import TryingDialog
from readiness_app.ui.models.quote_words import anchor_look
from readiness_app.ui.models.telling import done_text
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.walk.answer_forms import UnknownGiven
from readiness_app.ui.walk.gap_card import ACCEPTANCE


class ItemWork(QObject):
    """`said` what was done and that it can be undone; `refused` carries the sentence of a rule, or "" when a change went through.

    `opened` carries the dialog that asks.
    """

    said = Signal(str, bool)
    refused = Signal(str)
    opened = Signal(object)

    def __init__(self, open_review: OpenReview, page: QWidget) -> None:
        super().__init__(page)
        self._open_review, self._page = open_review, page
        self.item = ""
        self.dialog: TryingDialog | None = None
        self._refusal = ""
        open_review.refused.connect(self._on_refused)

    @property
    def answer(self) -> Answer:
        """The item's answer as it is stored."""
        return self._open_review.review.stored_answer(self.item)

    def mark(self, knowledge: Knowledge) -> bool:
        """Set the knowledge; what belonged only to another knowledge is taken along."""
        if knowledge is self.answer.knowledge and self.answer.look_again is not None:
            return self.confirm()
        edits: dict[str, Any] = {"knowledge": knowledge, "unknown_reason": None, "asked": None, "because": ""}
        if knowledge not in conflicts.OUTCOMES:
            edits |= {"resolution": None}
        if knowledge is Knowledge.NOT_REVIEWED:
            edits |= {"verdict": Verdict.UNDECIDED, "adopted": ""}
        return self._edit(**edits)

    def mark_unknown(self, given: UnknownGiven) -> bool:
        """Set unknown with its reason, and add the line of the search log that was given."""
        log = self.answer.search_log
        if given.where:
            log = (*log, SearchLine(where=given.where, what=given.what, when=date.today(), by=self._open_review.me))
        edits: dict[str, Any] = {"knowledge": Knowledge.UNKNOWN, "unknown_reason": given.reason, "asked": given.asked, "because": ""}
        return self._edit(**edits, search_log=log, resolution=None)

    def mark_not_applicable(self, because: str) -> bool:
        """Set not applicable with its because."""
        return self._edit(knowledge=Knowledge.NOT_APPLICABLE, because=because, unknown_reason=None, asked=None, resolution=None)

    def judge(self, verdict: object) -> bool:
        """Set the verdict."""
        return self._edit(verdict=verdict)

    def name_control(self, text: str) -> None:
        """Save the name of the control."""
        self._edit(quiet=True, control=text.strip())

    def write_note(self, text: str) -> None:
        """Save the note."""
        self._edit(quiet=True, note=text)

    def ask_vendor(self, on: bool) -> None:
        """Put the item on the vendor's list, or take it off."""
        self._edit(ask_vendor=on)

    def leave_open(self, on: bool) -> None:
        """Say that the gap stays open knowingly, or take that back."""
        self._edit(left_open=on)

    def adopt(self) -> None:
        """Take over what the pack proposes for this item."""
        self.adopt_items([self.item])

    def take_newer(self) -> None:
        """Take over every proposal on which the newer pack says otherwise and that no person has changed, as one step."""
        self.adopt_items(None, renew_all=True)

    def confirm(self) -> bool:
        """Vouch for the answer as it came along; the person becomes one of the item's reviewers."""
        return self._confirmed(lambda: rounds.confirmation(self._open_review.review, self._open_review.me, [self.item]))

    def confirm_all(self, section: str) -> None:
        """The same for every answer of a section ("" for all) that only the round makes wait; the others are named."""
        self._confirmed(lambda: rounds.confirmation_of_all(self._open_review.review, self._open_review.me, section))

    def _confirmed(self, find: Callable[[], Confirmation]) -> bool:
        try:
            found = find()
        except ReadinessError as error:
            self.refused.emit(str(error))
            return False
        if not found.changes or not self._do(found.step):
            return False
        words = done_text(found.changes[0]) if len(found.changes) == 1 else ""
        words = words or self.tr("{count} answers confirmed").format(count=len(found.changes))
        if found.left:
            words += ". " + self.tr("Look at these one by one: {items}").format(items=_named(found.left))
        self.said.emit(words, True)
        return True

    def adopt_items(self, items: Sequence[str] | None, *, renew: bool = True, renew_all: bool = False) -> None:
        """Take over what the pack proposes for these items, or for all; say what was skipped.

        With `renew`, for items that are named, it also takes the place of what an older pack proposed and nobody has changed since;
        with `renew_all` only that, for all.
        """
        review = self._open_review
        try:
            items = sorted(review.newer) if renew_all else items
            by_name = renew and items is not None
            found = reviewing.adoption_of(review.workspace, review.review, review.me, items, renew=by_name)
        except ReadinessError as error:
            self.refused.emit(str(error))
            return
        if not found.changes:
            self.refused.emit(self._nothing_adopted(found))
            return
        if self._do(reviewing.adoption_step(found)):
            self.said.emit(self._adopted(found), True)

    def add_claim(self) -> None:
        """Ask for a new claim."""
        self._open(ClaimDialog(self.item, self._open_review.me, date.today(), self._files(), parent=self._page), self._put_claim)

    def edit_claim(self, claim_id: str) -> None:
        """Ask for another wording of a claim."""
        claim = next(claim for claim in self.answer.claims if claim.id == claim_id)
        self._open(ClaimDialog(self.item, self._open_review.me, date.today(), self._files(), claim, parent=self._page), self._put_claim)

    def tell_quote(self, item: str, claim: Claim) -> None:
        """Say where the quote of a claim that was saved stands, if not where it was said to stand."""
        if claim.anchor is not None and claim.anchor.state is not AnchorState.FOUND:
            words = anchor_look(claim.anchor, claim.page, self.tr).text
            self.said.emit(self.tr("{item}: the claim is saved. {found}.").format(item=item, found=words), False)

    def remove_claim(self, claim_id: str) -> None:
        """Take a claim away."""
        self._edit(claims=tuple(claim for claim in self.answer.claims if claim.id != claim_id))

    def resolve(self) -> None:
        """Ask which side of the conflict prevails; say so where there is none."""
        if not conflicts.in_conflict(self.answer):
            self.refused.emit(self.tr("Nothing contradicts here: a conflict takes a claim that supports and one that contradicts."))
            return
        self._open(ResolveDialog(self.item, self.answer, self._page), self._put_resolution)

    def withdraw(self) -> None:
        """Take the resolution back; the item is contested again."""
        self._say(conflicts.withdraw(self._open_review.review, self.item, self._open_review.me))

    def add_line(self) -> None:
        """Ask for a line of the search log."""
        self._open(SearchLineDialog(self.item, self._open_review.me, date.today(), self._page), self._put_line)

    def accept_risk(self) -> None:
        """Ask who carries the risk."""
        review = self._open_review.review
        item = review.checklist.item(self.item)
        self._open(RiskAcceptanceDialog(item, self.answer, review.as_of, parent=self._page), self._put_acceptance)

    def add_condition(self) -> None:
        """Ask for a condition."""
        self._open(ConditionDialog(self.item, parent=self._page), self._put_condition)

    def edit_handling(self, key: str) -> None:
        """Ask for another wording of a condition (its id) or of the acceptance."""
        if key == ACCEPTANCE:
            self.accept_risk()
            return
        condition = next(condition for condition in self.answer.conditions if condition.id == key)
        self._open(ConditionDialog(self.item, condition, self._page), self._put_condition)

    def remove_handling(self, key: str) -> None:
        """Take a condition (its id) or the acceptance away."""
        if key == ACCEPTANCE:
            self._edit(acceptance=None)
        else:
            self._edit(conditions=tuple(condition for condition in self.answer.conditions if condition.id != key))

    def meet(self, key: str) -> None:
        """Ask for the proof that a condition (its id) was met, or take that back where it is."""
        review = self._open_review
        condition = condition_of(review.review, self.item, key)
        if condition.done is not None:
            self._say(unmeet(review.review, self.item, key, review.me))
            return
        dialog = ConditionMetDialog(self.item, condition, self._files(), date.today(), self._page)
        self._open(dialog, partial(self._put_met, key))

    def detach(self, sha256: str) -> None:
        """Take a file off the item; it stays listed."""
        self._say(evidence_files.detach_change(self._open_review.review, self.item, sha256))

    def ask_about(self, items: Sequence[str]) -> None:
        """Put several items on the vendor's list as one step."""
        self._edit_many(items, self.tr("{count} items are on the list for the vendor"), ask_vendor=True)

    def mark_many_not_reviewed(self, items: Sequence[str]) -> None:
        """Take the answers of several items back as one step; claims and notes stay."""
        edits = {"knowledge": Knowledge.NOT_REVIEWED, "verdict": Verdict.UNDECIDED, "unknown_reason": None, "because": "", "adopted": ""}
        edits |= {"resolution": None}
        self._edit_many(items, self.tr("{count} items marked not reviewed"), **edits)

    def mark_many_not_applicable(self, items: Sequence[str]) -> None:
        """Ask for one because and mark several items as one step."""
        self._open(NotApplicableDialog(items, self._page), partial(self._put_because, tuple(items)))

    def _edit(self, *, quiet: bool = False, **edits: Any) -> bool:
        change = change_answer(self._open_review.review, self.item, self._open_review.me, **edits)
        if change.after == change.before:
            return True
        done = self._do(change)
        if done and not quiet:
            self.said.emit(done_text(change), True)
        return done

    def _say(self, change: Change) -> None:
        if self._do(change):
            self.said.emit(done_text(change), True)

    def _edit_many(self, items: Sequence[str], words: str, **edits: Any) -> None:
        review, me = self._open_review.review, self._open_review.me
        made = [change_answer(review, item, me, **edits) for item in items if not review.checklist.item(item).computed]
        changes = tuple(change for change in made if change.after != change.before)
        if changes and self._do(_batch(changes, words.format(count=len(changes)))):
            self.said.emit(words.format(count=len(changes)), True)

    def _do(self, change: Change) -> bool:
        """All changes of an item pass here; what a rule refused is told beside the item."""
        done = self._open_review.do(change)
        if done:
            self.refused.emit("")
        return done

    def _files(self) -> list[Any]:
        return [evidence for evidence in self._open_review.review.evidence if evidence.purged is None]

    def _open(self, dialog: TryingDialog, put: Callable[[Any], object]) -> None:
        self.dialog = dialog
        dialog.attempt = partial(self._attempt, put)
        dialog.open()
        self.opened.emit(dialog)

    def _attempt(self, put: Callable[[Any], object], value: object) -> str:
        self._refusal = ""
        put(value)
        return self._refusal

    def _on_refused(self, sentence: str) -> None:
        self._refusal = sentence

    def _put_claim(self, claim: Claim) -> None:
        claims = self.answer.claims
        known = any(held.id == claim.id for held in claims)
        after = tuple(claim if held.id == claim.id else held for held in claims) if known else (*claims, claim)
        if claim not in claims and self._edit(claims=after):
            self.tell_quote(self.item, claim)

    def _put_line(self, line: SearchLine) -> None:
        self._edit(search_log=(*self.answer.search_log, line))

    def _put_acceptance(self, acceptance: RiskAcceptance) -> None:
        self._edit(acceptance=acceptance)

    def _put_condition(self, condition: Condition) -> None:
        held = self.answer.conditions
        known = any(one.id == condition.id for one in held)
        self._edit(conditions=tuple(condition if one.id == condition.id else one for one in held) if known else (*held, condition))

    def _put_resolution(self, resolved: Resolved) -> None:
        review, me = self._open_review.review, self._open_review.me
        self._say(conflicts.resolve(review, self.item, resolved.prevails, resolved.why, resolved.knowledge, me, datetime.now(UTC)))

    def _put_met(self, condition: str, met: Met) -> None:
        review = self._open_review
        self._say(meet_change(review.review, self.item, condition, met, review.me, datetime.now(UTC)))

    def _put_because(self, items: tuple[str, ...], because: str) -> None:
        words = self.tr("{count} items marked not applicable")
        self._edit_many(items, words, knowledge=Knowledge.NOT_APPLICABLE, because=because, unknown_reason=None, resolution=None)

    def _adopted(self, found: Adoption) -> str:
        if len(found.changes) == 1 and not found.skipped:
            return done_text(found.changes[0])
        count = len(found.changes)
        words = self.tr("1 proposal adopted") if count == 1 else self.tr("{count} proposals adopted").format(count=count)
        if found.skipped:
            words += ". " + self.tr("Skipped, because a person answered: {items}").format(items=_named(found.skipped))
        return " ".join([f"{words}.", *self._of_older_packs(found)]) if found.earlier or found.same else words

    def _nothing_adopted(self, found: Adoption) -> str:
        sentences = []
        if found.skipped:
            sentences.append(self.tr("A person has answered {items} already.").format(items=_named(found.skipped)))
        sentences += self._of_older_packs(found)
        if sentences:
            return " ".join([self.tr("Nothing was adopted."), *sentences])
        if found.already:
            return self.tr("Nothing was adopted: it was adopted before.")
        return self.tr("The pack proposes nothing here. Nothing was changed.")

    def _of_older_packs(self, found: Adoption) -> list[str]:
        sentences = []
        if count := len(found.earlier):
            words = self.tr("The newer pack says otherwise on {count} items that were adopted from an older one ({items}).")
            if count == 1:
                words = self.tr("The newer pack says otherwise on {items}, which was adopted from an older one.")
            sentences.append(words.format(count=count, items=_named(found.earlier)))
            sentences.append(self.tr("Take it over one by one, or with “Take all newer proposals” in the menu Edit."))
        if found.same:
            sentences.append(self.tr("Adopted from an older pack that says the same: {items}.").format(items=_named(found.same)))
        return sentences


def _named(items: Sequence[str]) -> str:
    return ", ".join(items[:8]) + ("…" if len(items) > 8 else "")


def _batch(changes: tuple[AnswerChanged, ...], title: str) -> Change:
    return changes[0] if len(changes) == 1 else Batch(changes=changes, title=title)
