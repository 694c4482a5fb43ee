"""Because of what several items do not apply."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from readiness_app.domain.errors import Refused
from readiness_app.ui.dialogs.trying import TryingDialog
from readiness_app.ui.widgets.fields import TextArea
from readiness_app.ui.widgets.form import FormRow


class NotApplicableDialog(TryingDialog):
    """`value` is the because, for all of these items."""

    def __init__(self, items: Sequence[str], parent: QWidget | None = None) -> None:
        count = len(items)
        title = self.tr("Mark 1 item not applicable") if count == 1 else self.tr("Mark {count} items not applicable").format(count=count)
        super().__init__(title, self.tr("Mark not applicable"), parent)
        self.say(", ".join(items), "mono")
        self.because = TextArea(self.tr("Because"), self.tr("what makes these questions not concern this use"), rows=2)
        self._row = FormRow(self.tr("Because"), self.because)
        self.add(self._row)

    def entered(self) -> str:
        """The because; raises Refused where it is empty."""
        if not self.because.text().strip():
            self._row.set_error(self.tr("Say because of what they do not apply."))
            raise Refused(self.tr("A because is needed. Nothing was changed."))
        return self.because.text().strip()
