"""Reopening a sealed review as its next edition."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from readiness_app.domain.review import Review
from readiness_app.services import sealing
from readiness_app.services.workspace import Workspace
from readiness_app.ui.dialogs.dialog import Work
from readiness_app.ui.dialogs.reason import ReasonDialog
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.open_review import OpenReview


class ReopenDialog(ReasonDialog):
    """`value` is the review as its next edition."""

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        review = open_review.review
        following = self.tr("Answers, risk acceptances and conditions stay. The decision is cleared and must be made again.")
        kept = self.tr(
            "Edition {number} and its report are kept, marked as superseded. Reports already sent still verify as what they were."
        ).format(number=review.edition)
        super().__init__(
            self.tr("Reopen as edition {number}").format(number=review.edition + 1),
            self.tr("Reopen"),
            (following, kept),
            self.tr("Why is it reopened?"),
            jobs,
            parent,
            icon="lock-open",
        )
        self.needs = self.tr("Reopening needs a reason; it stands in the history.")
        self._open_review = open_review

    def take(self) -> Work:
        """Reopens on disk."""
        reason = self.reason()
        self._open_review.flush()
        return partial(_reopen, self._open_review.workspace, self._open_review.review, reason, self._open_review.me)


def _reopen(workspace: Workspace, review: Review, reason: str, by: str, progress: Progress) -> Review:
    return sealing.reopen(workspace, review, reason, by, datetime.now(UTC))
