"""Quotes in the window: looked up while a claim is written, kept once it is saved, and shown in their file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from readiness_app.domain.changes import AnswerChanged, steps
from readiness_app.domain.claim import Claim
from readiness_app.domain.quotes import Searchable
from readiness_app.domain.review import Evidence
from readiness_app.services import quotes
from readiness_app.services.quotes import QuoteCheck
from readiness_app.services.workspace import Workspace
from readiness_app.ui.dialogs.claim import ClaimDialog
from readiness_app.ui.dialogs.quote import QuoteDialog
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.walk.item_work import ItemWork

Wanted = tuple[str, Claim]


class Quoting(QObject):
    """Looks up in jobs, one file after the other.

    A claim that was saved before its quote was looked up gets its result as a step of its own.
    """

    def __init__(self, open_review: OpenReview, jobs: Jobs, work: ItemWork, page: QWidget) -> None:
        super().__init__(page)
        self._open_review, self._jobs, self._work, self._page = open_review, jobs, work, page
        self._texts: dict[str, Searchable] = {}  # of the file looked at last
        self._wanted: list[Wanted] = []
        self.dialog: QuoteDialog | None = None
        self._shown = ("", "")
        self._form: ClaimDialog | None = None
        work.opened.connect(self.follow)
        open_review.changed.connect(self._on_changed)
        open_review.saved.connect(self._on_saved)

    def follow(self, dialog: object) -> None:
        """Look up what is typed into this dialog, where it is that of a claim."""
        if isinstance(dialog, ClaimDialog):
            self._form = dialog
            dialog.lookup_wanted.connect(self._on_typed)
            dialog.finished.connect(self._on_form_closed)
            dialog.follow_quote()

    def show(self, claim_id: str) -> None:
        """Show the quote of a claim of the item on screen in its file."""
        review = self._open_review
        self._shown = (self._work.item, claim_id)
        claim = self._shown_claim()
        file = review.review.evidence_file(claim.evidence)
        self.dialog = QuoteDialog(review.workspace, claim, file, self._jobs, self._page)
        self.dialog.again_wanted.connect(self._on_again)
        self.dialog.finished.connect(self._on_dialog_closed)
        self.dialog.open()
        if claim.anchor is None:
            self._on_again()

    def _shown_claim(self) -> Claim:
        item, claim_id = self._shown
        return next(held for held in self._open_review.review.stored_answer(item).claims if held.id == claim_id)

    def _on_form_closed(self) -> None:
        self._form = None

    def _on_dialog_closed(self) -> None:
        self.dialog, self._shown = None, ("", "")

    def _on_again(self) -> None:
        self._start([(self._shown[0], self._shown_claim())], self._on_found)

    def _on_typed(self, claim: Claim) -> None:
        if self._open_review.all_saved:
            self._start([("", claim)], self._on_form_found)

    def _on_form_found(self, value: Any) -> None:
        found, self._texts = value
        if self._form is not None:
            for check in found:
                self._form.show_anchor(replace(check.claim, anchor=check.anchor), check.why)

    def _on_changed(self, change: object) -> None:
        for part in steps(change):  # type: ignore[arg-type]  # the signal carries a Change
            if isinstance(part, AnswerChanged) and part.op not in ("undo", quotes.OP):
                new = [claim for claim in part.after.claims if claim not in part.before.claims]
                self._wanted += [(part.item, claim) for claim in new if claim.anchor is None and quotes.can_be_anchored(claim)]

    def _on_saved(self) -> None:
        wanted, self._wanted = self._wanted, []
        if wanted:
            self._start(wanted, self._on_found)

    def _start(self, wanted: list[Wanted], done: Callable[[Any], None]) -> None:
        review = self._open_review.review
        files = {claim.evidence: review.evidence_file(claim.evidence) for _, claim in wanted}
        job = self._jobs.create(partial(_found, self._open_review.workspace, wanted, files, dict(self._texts), date.today()))
        job.done.connect(done)
        self._jobs.start(job)

    def _on_found(self, value: Any) -> None:
        found, self._texts = value
        for check in found:
            if self.dialog is not None and (check.item, check.claim.id) == self._shown:
                self.dialog.show_claim(replace(check.claim, anchor=check.anchor), check.why)
        review = self._open_review
        change = quotes.anchors_change(review.review, found)
        if change is not None and review.editable and review.do(change):
            for check in found:
                if (check.item, check.claim.id) != self._shown:  # what is shown in its file is told there
                    self._work.tell_quote(check.item, replace(check.claim, anchor=check.anchor))


def _found(
    workspace: Workspace, wanted: list[Wanted], files: dict[str, Evidence], texts: dict[str, Searchable], on: date, progress: Progress
) -> tuple[tuple[QuoteCheck, ...], dict[str, Searchable]]:
    checks = []
    for item, claim in wanted:
        file = files[claim.evidence]
        if file.sha256 not in texts:
            texts = {file.sha256: quotes.searchable(workspace, file)}
        now, why = quotes.anchored(claim, texts[file.sha256], on)
        assert now.anchor is not None
        checks.append(QuoteCheck(item=item, claim=claim, file=file, anchor=now.anchor, why=why))
    return tuple(checks), texts
