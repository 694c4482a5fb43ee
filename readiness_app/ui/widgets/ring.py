"""A ring that shows how far along something is."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from readiness_app.ui import fonts, theme
from readiness_app.ui.marks import paint_ring


class Ring(QWidget):
    """Parts as (tone, amount) of a total, clockwise from the top, with a short text in the middle. `size` in px at 100 %."""

    def __init__(self, size: int = 44, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._parts: tuple[tuple[str, float], ...] = ()
        self._total = 0.0
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[tuple[str, float]], total: float, text: str = "", *, name: str = "") -> None:
        """Show other amounts; `name` is what a screen reader says, such as "38 of 58 reviewed"."""
        self._parts, self._total, self._text = tuple(parts), total, text
        self.setAccessibleName(name or text)
        self.update()

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(theme.px(self._size), theme.px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ring and text."""
        painter = QPainter(self)
        paint_ring(painter, QRectF(self.rect()), self._parts, self._total, theme.px(max(3, self._size / 9)))
        if self._text:
            painter.setFont(fonts.sans(theme.px(max(11, self._size * 0.3)), 600))
            painter.setPen(theme.colour("text"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._text)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
