"""Forms: label above the field, a hint below it, and a sentence where something is wrong."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.widgets.labels import PlainLabel


class FormRow(QWidget):
    """One field with its words; the label also becomes the accessible name of the field."""

    def __init__(self, label: str, field: QWidget, hint: str = "", *, optional: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._hint = hint
        self.label = QLabel(self.tr("{} (optional)").format(label) if optional else label)
        self.label.setTextFormat(self.label.textFormat().PlainText)
        theme.dress(self.label, "strong")
        self.hint = PlainLabel(hint, "small")
        self.error = PlainLabel("", "error")
        column = QVBoxLayout(self)
        theme.spaced(column, gap=4)
        for part in (self.label, field, self.hint, self.error):
            column.addWidget(part)
        self.hint.setVisible(bool(hint))
        self.error.hide()
        if not field.accessibleName():
            field.setAccessibleName(label)
        field.setAccessibleDescription(hint)

    def set_error(self, sentence: str = "") -> None:
        """Say what is wrong and what to do; an empty text takes it back."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.field.setProperty("wrong", "yes" if sentence else "")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        self.field.setAccessibleDescription(sentence or self._hint)


class Form(QWidget):
    """Rows below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        theme.spaced(self.column, gap=14)

    def add(self, label: str, field: QWidget, hint: str = "", *, optional: bool = False) -> FormRow:
        """Add a row and return it."""
        row = FormRow(label, field, hint, optional=optional)
        self.column.addWidget(row)
        return row
