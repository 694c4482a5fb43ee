"""Rows that can be ticked: a list from which people choose."""

from collections.abc import Collection

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from readiness_app.ui import icons, theme
from readiness_app.ui.models.rows import ROW, ListRow, RowDelegate, RowModel

Index = QModelIndex | QPersistentModelIndex
_CHECKED = Qt.ItemDataRole.CheckStateRole
_BOX, _INDENT, _MARGIN = 16, 28, 16


class CheckedRowModel(RowModel):
    """Rows of which some are ticked; `ticked` after a person ticked or unticked one. Rows that cannot be chosen have no box."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent=parent)
        self._chosen: set[str] = set()
        self._possible: frozenset[str] = frozenset()

    def chosen(self) -> frozenset[str]:
        """The keys that are ticked, shown or not."""
        return frozenset(self._chosen)

    def choose(self, keys: Collection[str]) -> None:
        """Tick these and no others."""
        self._chosen = set(keys) & self._possible
        self._repaint()

    def allow(self, keys: Collection[str]) -> None:
        """Only these can be ticked from now on."""
        self._possible = frozenset(keys)
        self._chosen &= self._possible
        self._repaint()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A box only where something can be chosen."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if self._key(index) in self._possible else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """As for every row, and whether it is ticked."""
        if role == _CHECKED and self._key(index) in self._possible:
            return Qt.CheckState.Checked if self._key(index) in self._chosen else Qt.CheckState.Unchecked
        found = super().data(index, role)
        if role == Qt.ItemDataRole.AccessibleTextRole and self._key(index) in self._possible:
            said = self.tr("Chosen") if self._key(index) in self._chosen else self.tr("Not chosen")
            return f"{said}. {found}"
        return found

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick a row."""
        key = self._key(index)
        if role != _CHECKED or key not in self._possible:
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._chosen.add(key)
        else:
            self._chosen.discard(key)
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True

    def _key(self, index: Index) -> str:
        return self.row(index.row()).key if index.isValid() and index.row() < self.rowCount() else ""

    def _repaint(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))


class CheckedRowDelegate(RowDelegate):
    """A box at the left; a click on it, or the space bar, ticks the row."""

    def __init__(self, parent: QObject | None = None, *, lines: int = 2) -> None:
        super().__init__(parent, lines=lines, margin=_MARGIN, indent=_INDENT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row, then its box."""
        super().paint(painter, option, index)
        state = index.data(_CHECKED)
        if state is None:
            return
        on = Qt.CheckState(state) == Qt.CheckState.Checked
        side = theme.px(_BOX)
        box = QRectF(option.rect.left() + theme.px(_MARGIN), option.rect.top() + theme.px(13), side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if on else "border_strong"), theme.px(1.5)))
        painter.setBrush(theme.colour("accent" if on else "surface"))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        if on:
            painter.drawPixmap(box.adjusted(theme.px(2), theme.px(2), 0, 0).topLeft(), icons.pixmap("check", "on_accent", 12))
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Tick by mouse or keyboard."""
        if not model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            if event.button() != Qt.MouseButton.LeftButton or event.position().x() > option.rect.left() + theme.px(_MARGIN + _INDENT):
                return False
        elif not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space):
            return False
        on = Qt.CheckState(index.data(_CHECKED)) == Qt.CheckState.Checked
        return model.setData(index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, _CHECKED)


def key_at(index: Index) -> str:
    """The key of the row at an index; empty for none."""
    row = index.data(ROW)
    return row.key if isinstance(row, ListRow) else ""
