"""Something that must be done: what, by whom, by when, and what proves it."""

import secrets

from PySide6.QtWidgets import QWidget

from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Condition
from readiness_app.ui.dialogs.trying import TryingDialog
from readiness_app.ui.widgets.date_field import DateField
from readiness_app.ui.widgets.fields import TextArea, TextField
from readiness_app.ui.widgets.form import FormRow


class ConditionDialog(TryingDialog):
    """`value` is the Condition: a new one, or `condition` as it was edited."""

    def __init__(self, item: str, condition: Condition | None = None, parent: QWidget | None = None) -> None:
        title = self.tr("Edit the condition on {item}") if condition else self.tr("Add a condition to {item}")
        super().__init__(title.format(item=item), self.tr("Save the condition") if condition else self.tr("Add the condition"), parent)
        self._id = condition.id if condition else f"k-{secrets.token_hex(4)}"
        self._done = condition.done if condition else None
        self.what = TextArea(self.tr("What must be done"), rows=2)
        self.owner = TextField(self.tr("Owner"))
        self.due = DateField(self.tr("Due"))
        self.proof = TextField(self.tr("Proof"), self.tr("the document or test that shows it was done"))
        self._what = FormRow(self.tr("What must be done"), self.what)
        self._owner = FormRow(self.tr("Owner"), self.owner)
        hint = self.tr("An approval with conditions needs it; it can be added later.")
        self._due = FormRow(self.tr("Due"), self.due, hint, optional=True)
        self._proof = FormRow(self.tr("Proof wanted"), self.proof, hint, optional=True)
        for row in (self._what, self._owner, self._due, self._proof):
            self.add(row)
        if condition is not None:
            self.what.load(condition.what)
            self.owner.load(condition.owner)
            self.due.load(condition.due)
            self.proof.load(condition.proof)

    def entered(self) -> Condition:
        """The condition; raises Refused where what or owner is missing."""
        self._what.set_error("" if self.what.text().strip() else self.tr("Say what must be done."))
        self._owner.set_error("" if self.owner.text().strip() else self.tr("Say who does it."))
        self._due.set_error(self.tr("This is not a date. Write it like 2026-06-30.") if self.due.is_wrong() else "")
        if not self.what.text().strip() or not self.owner.text().strip() or self.due.is_wrong():
            raise Refused(self.tr("Look at the fields marked above. Nothing was saved yet."))
        return Condition(
            id=self._id,
            what=self.what.text().strip(),
            owner=self.owner.text().strip(),
            due=self.due.value(),
            proof=self.proof.text().strip(),
            done=self._done,
        )
