"""A page that scrolls, with its text column in the middle."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from readiness_app.ui import theme


class ScrollPage(QScrollArea):
    """Add cards and labels with `add`; the column is at most 860 px wide at 100 % and never scrolls sideways."""

    def __init__(self, name: str, *, max_width: int = 860, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        theme.dress(self, "page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # as a stop of Tab it would show no ring; what is inside hands it the paging keys
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ground = QWidget()
        theme.dress(ground, "page")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle = QHBoxLayout(ground)
        theme.spaced(middle, margin=(20, 22, 20, 96))  # below the last row there is room for a toast
        column = QWidget()
        theme.sized(column, max_width=max_width)
        self.column = QVBoxLayout(column)
        theme.spaced(self.column, gap=14)
        middle.addStretch(1)
        middle.addWidget(column, 1000)
        middle.addStretch(1)
        self.setWidget(ground)
        self.column.addStretch(1)

    def add(self, part: QWidget | QLayout) -> None:
        """Add a widget or layout below what is there."""
        place = self.column.count() - 1
        if isinstance(part, QWidget):
            self.column.insertWidget(place, part)
        else:
            self.column.insertLayout(place, part)


def line(parent: QWidget | None = None) -> QFrame:
    """A thin horizontal line."""
    made = QFrame(parent)
    theme.dress(made, "line")
    made.setFixedHeight(1)
    return made
