"""A layout that fills rows from the left and wraps."""

from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem
from shiboken6 import Shiboken


class FlowLayout(QLayout):
    """Lays widgets out like words in a paragraph; margins and spacing as in any layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.destroyed.connect(partial(_let_go, self._items))

    def addWidget(self, widget: QWidget) -> None:
        """One more widget at the end; its item is made here, as one that Qt makes is let go of by nobody."""
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more item at the end; called by Qt for a layout within."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at this place, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at this place, or None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all rows at this width, in px."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Everything in one row."""
        left, top, right, bottom = self._margins()
        shown = self._shown()
        wide = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        high = max((item.sizeHint().height() for item in shown), default=0)
        return QSize(wide + left + right, high + top + bottom)

    def minimumSize(self) -> QSize:
        """The widest single item."""
        left, top, right, bottom = self._margins()
        wide = max((item.minimumSize().width() for item in self._shown()), default=0)
        high = max((item.minimumSize().height() for item in self._shown()), default=0)
        return QSize(wide + left + right, high + top + bottom)

    def _margins(self) -> tuple[int, int, int, int]:
        margins = self.contentsMargins()
        return margins.left(), margins.top(), margins.right(), margins.bottom()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        left, top, right, bottom = self._margins()
        room = rect.adjusted(left, top, -right, -bottom)
        x, y, row = room.x(), room.y(), 0
        for item in self._shown():
            size = item.sizeHint()
            if x > room.x() and x + size.width() > room.x() + room.width():
                x, y, row = room.x(), y + row + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(min(size.width(), max(room.width(), 1)), size.height())))
            x += size.width() + self.spacing()
            row = max(row, size.height())
        return y + row - rect.y() + bottom


def _let_go(items: list[QLayoutItem]) -> None:
    """A layout in Python that goes with its window is gone before its items, which would stay."""
    for item in items:
        if Shiboken.isValid(item):
            Shiboken.delete(item)
    items.clear()
