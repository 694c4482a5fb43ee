"""Sealing: what it does, what still prevents it, what to know before, and the report in the making."""

from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from readiness_app.domain.deciding import problems_of_sealing, warnings_of_sealing
from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Review
from readiness_app.services import sealing
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Work, WorkDialog
from readiness_app.ui.dialogs.name_hint import NameHint
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.visible import visible


class SealDialog(WorkDialog):
    """`value` is the sealed review."""

    def __init__(self, open_review: OpenReview, jobs: Jobs, today: date, parent: QWidget | None = None) -> None:
        review = open_review.review
        title = self.tr("Seal edition {number}").format(number=review.edition)
        super().__init__(title, self.tr("Seal"), jobs, parent, icon="lock", width=580)
        self._open_review = open_review
        self.say(
            self.tr(
                "Sealing freezes this edition and makes the report that is signed. The record gets a digest, and every answer becomes "
                "read-only. To change anything later, reopen it with a reason."
            )
        )
        signers = ", ".join(visible(s.name) for role in review.required_roles if (s := review.signatory(role)))
        if signers:
            self.say(self.tr("To be signed by: {names}.").format(names=signers))
        self.problems = problems_of_sealing(review)
        for sentence in self.problems:
            self._point("circle-x", "unknown", sentence)
        for sentence in warnings_of_sealing(review, today):
            self._point("triangle-alert", "partly", sentence)
        if not open_review.me.strip():
            self.add(NameHint(open_review))
        self.verb.setEnabled(not self.problems)
        (self.cancel if self.problems else self.verb).setFocus()

    def take(self) -> Work:
        """Seals on disk."""
        # A quote that is still being looked up is kept with its claim once it is found: that belongs into the edition.
        if not (self._open_review.flush() and self._jobs.settle() and self._open_review.flush()):
            raise Refused(self.tr("The last changes are still being saved. Nothing was sealed; try again in a moment."))
        return partial(_seal, self._open_review.workspace, self._open_review.review, self._open_review.me)

    def _point(self, icon: str, tone: str, sentence: str) -> None:
        row = QHBoxLayout()
        theme.spaced(row, gap=8)
        row.addWidget(IconLabel(icon, tone, 16))
        row.addWidget(PlainLabel(visible(sentence)), 1)
        self.add(row)


def _seal(workspace: Workspace, review: Review, by: str, progress: Progress) -> Review:
    return sealing.seal(workspace, review, by, datetime.now(UTC), progress=progress.step).review
