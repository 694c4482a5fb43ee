"""A signatory who will not sign, and why."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role
from readiness_app.services import sealing
from readiness_app.services.workspace import Workspace
from readiness_app.ui.dialogs.dialog import Work
from readiness_app.ui.dialogs.reason import ReasonDialog
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word


class DeclineDialog(ReasonDialog):
    """`value` is the review with the refusal."""

    def __init__(self, open_review: OpenReview, jobs: Jobs, role: Role, parent: QWidget | None = None) -> None:
        review = open_review.review
        signatory = review.signatory(role)
        name = visible(signatory.name) if signatory else word(role)
        what = self.tr("This records that {name} does not sign as {role}.").format(name=name, role=word(role).lower())
        then = self.tr("Edition {number} can then no longer become signed; the review has to be reopened.").format(number=review.edition)
        super().__init__(
            self.tr("Decline to sign as {role}").format(role=word(role).lower()),
            self.tr("Decline"),
            (what, then),
            self.tr("Why is it not signed?"),
            jobs,
            parent,
            icon="hand",
            danger=True,
        )
        self.needs = self.tr("Declining needs a reason; it stands in the history.")
        self._open_review, self._role = open_review, role

    def take(self) -> Work:
        """Records the refusal on disk."""
        reason = self.reason()
        self._open_review.flush()
        return partial(_decline, self._open_review.workspace, self._open_review.review, self._role, reason, self._open_review.me)


def _decline(workspace: Workspace, review: Review, role: Role, reason: str, by: str, progress: Progress) -> Review:
    return sealing.decline(workspace, review, role, reason, by, datetime.now(UTC))
