"""A bordered card with a title row and a body."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.visible import shown


class Card(QFrame):
    """Title with icon at the left, one trailing widget at the right, then what is added; `tone` tints it (partly, unknown, info, known)."""

    def __init__(
        self, title: str = "", icon: str = "", trailing: QWidget | None = None, *, tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.dress(self, "card", tone=tone)
        self.setAccessibleName(shown(title))
        self.title = PlainLabel(title, "strong")
        self.body = QVBoxLayout()
        theme.spaced(self.body, gap=8)
        column = QVBoxLayout(self)
        theme.spaced(column, margin=(16, 13, 16, 15), gap=9)
        if title or trailing is not None:
            column.addLayout(self._head(icon, tone or "text_2", trailing))
        column.addLayout(self.body)

    def add(self, part: QWidget | QLayout) -> None:
        """Add a widget or layout below what is there."""
        if isinstance(part, QWidget):
            self.body.addWidget(part)
        else:
            self.body.addLayout(part)

    def _head(self, icon: str, ink: str, trailing: QWidget | None) -> QHBoxLayout:
        row = QHBoxLayout()
        theme.spaced(row, gap=8)
        if icon:
            row.addWidget(IconLabel(icon, ink, 16))
        row.addWidget(self.title, 1)
        if isinstance(trailing, QPushButton):
            trailing.setProperty("compact", "yes")  # a full button would stretch the title row
        if trailing is not None:
            row.addWidget(trailing, 0, Qt.AlignmentFlag.AlignVCenter)
        return row
