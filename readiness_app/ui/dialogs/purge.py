"""Taking the bytes of a file out for good."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from readiness_app.domain.review import Evidence, Review
from readiness_app.services import evidence
from readiness_app.services.workspace import Workspace
from readiness_app.ui.dialogs.dialog import Work
from readiness_app.ui.dialogs.reason import ReasonDialog
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.visible import visible


class PurgeDialog(ReasonDialog):
    """`value` is the review without the bytes of this file."""

    def __init__(self, open_review: OpenReview, jobs: Jobs, purged: Evidence, parent: QWidget | None = None) -> None:
        what = self.tr("The bytes of {name} are overwritten in this workspace. This cannot be undone.").format(name=visible(purged.name))
        kept = self.tr("Its hash, its name, who purged it and why stay in the record. Reports and copies already sent are out of reach.")
        super().__init__(
            self.tr("Purge {title}").format(title=visible(purged.title)),
            self.tr("Purge"),
            (what, kept),
            self.tr("Why must it go?"),
            jobs,
            parent,
            icon="trash-2",
            danger=True,
        )
        self.needs = self.tr("Purging needs a reason; it stands in the record.")
        self._open_review, self._sha256 = open_review, purged.sha256

    def take(self) -> Work:
        """Purges on disk."""
        why = self.reason()
        self._open_review.flush()
        return partial(_purge, self._open_review.workspace, self._open_review.review, self._sha256, self._open_review.me, why)


def _purge(workspace: Workspace, review: Review, sha256: str, by: str, why: str, progress: Progress) -> Review:
    return evidence.purge(workspace, review, sha256, by, why, datetime.now(UTC))
