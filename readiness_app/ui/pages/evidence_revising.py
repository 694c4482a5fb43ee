"""Taking a new revision and looking quotes up on the Evidence page: read away from the window, shown, then done as one step."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.revising import Revision, resting_on
from readiness_app.domain.vocabulary import AnchorState
from readiness_app.services import quotes, revisions
from readiness_app.services.evidence import check_review_limit
from readiness_app.services.files import FoundFile, inspect
from readiness_app.services.quotes import QuoteCheck
from readiness_app.services.workspace import Workspace
from readiness_app.settings import load_settings
from readiness_app.ui.dialogs.progress import ProgressDialog
from readiness_app.ui.dialogs.revision import RevisionDialog
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.visible import visible

Ahead = tuple[Revision, FoundFile]


class Revising(QObject):
    """`said` what was done and whether it can be undone; `refused` why not; `taken` the hash of a new revision."""

    said = Signal(str, bool)
    refused = Signal(str)
    taken = Signal(str)

    def __init__(self, open_review: OpenReview, jobs: Jobs, page: QWidget) -> None:
        super().__init__(page)
        self._open_review, self._jobs, self._page = open_review, jobs, page
        self._ahead: Ahead | None = None
        self.dialog: RevisionDialog | None = None

    def begin(self, old: Evidence, path: Path) -> None:
        """Read this file as the new revision of `old` and show what taking it would do."""
        self._open_review.flush()  # what it is compared with is read from disk
        shown = self._open_review
        job = self._jobs.create(partial(_look_ahead, shown.workspace, shown.review, old.sha256, path, shown.me))
        job.done.connect(self._on_ahead)
        self._start(self.tr("Reading the new revision"), job)

    def look_up(self, file: Evidence) -> None:
        """Look every quote that rests on this file up again and keep what that gave."""
        self._open_review.flush()
        shown = self._open_review
        job = self._jobs.create(partial(_look_up, shown.workspace, shown.review, file))
        job.done.connect(self._on_looked_up)
        self._start(self.tr("Looking quotes up"), job)

    def _start(self, title: str, job: Job) -> None:
        job.failed.connect(self._on_failed)
        ProgressDialog(title, job, self._page)
        self._jobs.start(job)

    def _on_ahead(self, ahead: Ahead) -> None:
        self._ahead = ahead
        self.dialog = RevisionDialog(ahead[0], self._page)
        self.dialog.accepted.connect(self._on_accepted)
        self.dialog.open()

    def _on_accepted(self) -> None:
        assert self.dialog is not None and self._ahead is not None
        revision, found = self._ahead
        try:
            last = revisions.described(self._open_review.review, revision, self.dialog.value, datetime.now(UTC))
        except ReadinessError as error:
            self.refused.emit(str(error))
            return
        if self._open_review.do(last.change, files=(found,)):
            self.taken.emit(last.new.sha256)
            self.said.emit(self._told(last), True)

    def _told(self, revision: Revision) -> str:
        name = visible(revision.new.title)
        if not revision.reopened:
            return self.tr("New revision of {name} taken").format(name=name)
        count = len(revision.reopened)
        words = (
            self.tr("New revision of {name} taken. 1 item waits for you")
            if count == 1
            else self.tr("New revision of {name} taken. {count} items wait for you")
        )
        return words.format(name=name, count=count)

    def _on_looked_up(self, checks: tuple[QuoteCheck, ...]) -> None:
        change = quotes.anchors_change(self._open_review.review, checks)
        if change is not None and not self._open_review.do(change):
            return
        good = sum(check.anchor.state is AnchorState.FOUND for check in checks)
        words = self.tr("{good} of {count} quotes stand where they are said to stand").format(good=good, count=len(checks))
        why = next((check.why for check in checks if check.why), "")
        self.said.emit(f"{words}. {self.tr('Some cannot be checked, because {why}').format(why=why)}" if why else words, change is not None)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.refused.emit(str(error))


def called_alike(review: Review, path: Path) -> Evidence | None:
    """The file of the review, not replaced yet, that has this file's name or title."""
    replaced = {file.replaces for file in review.evidence}
    names = {path.name.casefold(), path.stem.casefold()}
    held = (file for file in review.evidence if file.purged is None and file.sha256 not in replaced)
    return next((file for file in held if names & {file.name.casefold(), file.title.casefold()}), None)


def _look_ahead(workspace: Workspace, review: Review, old: str, path: Path, by: str, progress: Progress) -> Ahead:
    settings = load_settings()
    found = inspect(path, settings.evidence_limit)
    check_review_limit(review, found, settings.review_limit)
    details = replace(revisions.details_from(review.evidence_file(old)), retrieved=date.today())
    at = datetime.now(UTC)
    return revisions.look_ahead(workspace, review, old, found, details, by, at, on=date.today(), step=progress.step), found


def _look_up(workspace: Workspace, review: Review, file: Evidence, progress: Progress) -> tuple[QuoteCheck, ...]:
    progress.step(0.1, file.title)
    text = quotes.searchable(workspace, file)
    checks = []
    for item, claim in resting_on(review, file.sha256):
        if quotes.can_be_anchored(claim):
            now, why = quotes.anchored(claim, text, date.today())
            assert now.anchor is not None
            checks.append(QuoteCheck(item=item, claim=claim, file=file, anchor=now.anchor, why=why))
    return tuple(checks)
