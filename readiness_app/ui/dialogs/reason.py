"""A dialog that asks for one reason before something that stands in the history for good."""

from PySide6.QtWidgets import QWidget

from readiness_app.ui.dialogs.dialog import WorkDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.widgets.fields import TextArea
from readiness_app.ui.widgets.form import Form


class ReasonDialog(WorkDialog):
    """Sentences that say what happens, then the reason. Subclasses build the work from `reason()`."""

    needs = ""

    def __init__(
        self,
        title: str,
        verb: str,
        sentences: tuple[str, ...],
        label: str,
        jobs: Jobs,
        parent: QWidget | None = None,
        *,
        icon: str = "",
        danger: bool = False,
    ) -> None:
        super().__init__(title, verb, jobs, parent, icon=icon, danger=danger)
        for sentence in sentences:
            self.say(sentence)
        self.field = TextArea(label, rows=3, most_rows=8)
        self.form = Form()
        self.row = self.form.add(label, self.field)
        self.add(self.form)
        self.field.textChanged.connect(self._on_text)
        self.field.setFocus()

    def reason(self) -> str:
        """What was typed; raises Refused where nothing was."""
        text = self.field.text().strip()
        if not text:
            raise self.beside(self.row, self.needs)
        return text

    def _on_text(self) -> None:
        self.row.set_error("")
        self.show_problem("")
