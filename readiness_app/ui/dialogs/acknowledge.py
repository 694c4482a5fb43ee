"""Why histories that are not the ones seen before are taken as they are."""

from PySide6.QtWidgets import QWidget

from readiness_app.domain.errors import Refused
from readiness_app.ui.dialogs.trying import TryingDialog
from readiness_app.ui.widgets.fields import TextArea
from readiness_app.ui.widgets.form import FormRow


class AcknowledgeDialog(TryingDialog):
    """`value` is the reason, which stands in the history of each review it concerns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Take the histories as they are"), self.tr("It was on purpose"), parent)
        self.say(self.tr("Your name and the reason are written into the history of each review it concerns."))
        self.reason = TextArea(self.tr("Reason"), self.tr("such as which copy was put back, and why"), rows=1)
        self._row = FormRow(self.tr("Reason"), self.reason)
        self.add(self._row)

    def entered(self) -> str:
        """The reason; raises Refused where it is empty."""
        if not self.reason.text().strip():
            self._row.set_error(self.tr("Say why this was on purpose."))
            raise Refused(self.tr("A reason is needed. Nothing was changed."))
        return self.reason.text().strip()
