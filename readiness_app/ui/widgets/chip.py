"""Chips: a status as icon shape, word and tint."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from readiness_app.ui.marks import Mark, chip_size, mark, paint_chip


class Chip(QWidget):
    """A pill with icon and word; `tone` is known, partly, unknown, contested, na, pending or info."""

    def __init__(self, text: str = "", icon: str = "", tone: str = "pending", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_mark(Mark(icon=icon, text=text, tone=tone))

    def show_mark(self, shown: Mark) -> None:
        """Show another status."""
        self._mark = shown
        self.setAccessibleName(shown.text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word shown."""
        return self._mark.text

    def sizeHint(self) -> QSize:
        """As wide as icon and word."""
        return chip_size(self._mark).toSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        paint_chip(QPainter(self), QRectF(self.rect()), self._mark)

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()


class StatusChip(Chip):
    """The chip of a member of Knowledge, Verdict, GateState, State or Outcome."""

    def __init__(self, member: StrEnum, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.show_member(member)

    def show_member(self, member: StrEnum) -> None:
        """Show another member."""
        self.show_mark(mark(member))
