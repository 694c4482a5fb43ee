"""Who carries a gap, with what authority, why, with which compensating control, until when."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from readiness_app.domain.answering import problems_of_acceptance
from readiness_app.domain.checklist import Item
from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Answer, RiskAcceptance
from readiness_app.ui.dialogs.trying import TryingDialog
from readiness_app.ui.widgets.date_field import DateField
from readiness_app.ui.widgets.fields import TextArea, TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel


class RiskAcceptanceDialog(TryingDialog):
    """`value` is the RiskAcceptance; what the rules hold against it is shown inside."""

    def __init__(self, item: Item, answer: Answer, as_of: date, warnings: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Accept the risk of {item}").format(item=item.id), self.tr("Accept the risk"), parent, icon="signature")
        self._item, self._answer, self._as_of = item, answer, as_of
        self.owner = TextField(self.tr("Owner"), self.tr("the person who carries it"))
        self.authority = TextField(self.tr("Authority"), self.tr("budget holder, head of department"))
        self.rationale = TextArea(self.tr("Rationale"), rows=3)
        self.control = TextField(self.tr("Compensating control"), self.tr("what limits the harm meanwhile"))
        self.until = DateField(self.tr("Until"), optional=False)
        self.rows = {
            "owner": FormRow(self.tr("Owner"), self.owner),
            "authority": FormRow(self.tr("Authority"), self.authority, optional=True),
            "rationale": FormRow(self.tr("Why it can be carried"), self.rationale),
            "control": FormRow(self.tr("Compensating control"), self.control),
            "until": FormRow(self.tr("Until"), self.until, self.tr("After this day the gate is open again.")),
        }
        self.add(PlainLabel(item.question, "medium"))
        for row in self.rows.values():
            self.add(row)
        for sentence in warnings:
            self.say(sentence, "small")
        self._load(answer.acceptance)

    def entered(self) -> RiskAcceptance:
        """The acceptance; raises Refused with everything the rules hold against it."""
        day = self.until.value()
        for name, field in (("owner", self.owner), ("rationale", self.rationale), ("control", self.control)):
            self.rows[name].set_error("" if field.text().strip() else self.tr("This is needed."))
        self.rows["until"].set_error("" if day else self.tr("Say until when it is carried, like 2026-06-30."))
        if day is None:
            raise Refused(self.tr("Look at the fields marked above. Nothing was recorded yet."))
        made = RiskAcceptance(
            owner=self.owner.text().strip(),
            authority=self.authority.text().strip(),
            rationale=self.rationale.text().strip(),
            control=self.control.text().strip(),
            until=day,
        )
        if problems := problems_of_acceptance(self._item, self._answer, made, as_of=self._as_of):
            raise Refused(" ".join(problems))
        return made

    def _load(self, acceptance: RiskAcceptance | None) -> None:
        if acceptance is not None:
            self.owner.load(acceptance.owner)
            self.authority.load(acceptance.authority)
            self.rationale.load(acceptance.rationale)
            self.control.load(acceptance.control)
            self.until.load(acceptance.until)
