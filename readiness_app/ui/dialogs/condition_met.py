"""That a condition was met: the proof in words, the day, and the file that shows it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Condition, Evidence
from readiness_app.services.conditions import Met
from readiness_app.ui.dialogs.trying import TryingDialog
from readiness_app.ui.widgets.choice_field import ChoiceField
from readiness_app.ui.widgets.date_field import DateField, date_text
from readiness_app.ui.widgets.fields import TextArea
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible


class ConditionMetDialog(TryingDialog):
    """`value` is a Met. `files` are the review's evidence that may be the proof."""

    def __init__(self, item: str, condition: Condition, files: Sequence[Evidence], today: date, parent: QWidget | None = None) -> None:
        title = self.tr("A condition on {item} was met").format(item=item)
        super().__init__(title, self.tr("Record that it was met"), parent, icon="circle-check")
        self.proof = TextArea(self.tr("Proof"), self.tr("what shows that it was done"), rows=2)
        self.on = DateField(self.tr("Met on"), optional=False)
        self.file = ChoiceField([("", self.tr("No file")), *((file.sha256, visible(file.title)) for file in files)])
        self._proof = FormRow(self.tr("Proof"), self.proof)
        self._on = FormRow(self.tr("Met on"), self.on)
        hint = self.tr("Attach the file to the item first, then choose it here.")
        self.add(PlainLabel(visible(condition.what), "medium"))
        due = date_text(condition.due) or self.tr("no date")
        wanted = visible(condition.proof) or self.tr("none named")
        self.say(self.tr("Due {day}. Proof wanted: {proof}").format(day=due, proof=wanted), "small")
        for row in (self._proof, self._on, FormRow(self.tr("File"), self.file, hint, optional=True)):
            self.add(row)
        self.on.load(today)
        self.file.set_value("")
        self.proof.setFocus()

    def entered(self) -> Met:
        """What was entered; raises Refused where the proof or the day is missing."""
        day = self.on.value()
        self._proof.set_error("" if self.proof.text().strip() else self.tr("Say what proves it."))
        self._on.set_error("" if day else self.tr("Say on which day, like 2026-06-20."))
        if day is None or not self.proof.text().strip():
            raise Refused(self.tr("Look at the fields marked above. Nothing was recorded yet."))
        return Met(proof=self.proof.text().strip(), on=day, evidence=str(self.file.value() or ""))
