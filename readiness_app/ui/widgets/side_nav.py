"""The list at the left: sections with their progress, then the parts of the record."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from readiness_app.ui import fonts, icons, theme
from readiness_app.ui.marks import paint_ring
from readiness_app.ui.widgets.labels import tooltip

Index = QModelIndex | QPersistentModelIndex
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class NavEntry:
    """One line: parts (tone, amount) of `total` fill the ring (no ring where total is 0); `blocks` shows the red dot.

    An entry without id is a group title.
    """

    id: str
    text: str
    icon: str = ""
    count: str = ""
    parts: tuple[tuple[str, float], ...] = ()
    total: float = 0
    blocks: bool = False

    def sentence(self) -> str:
        """What a screen reader says."""
        return ", ".join(
            part for part in (self.text, self.count, QCoreApplication.translate("SideNav", "has open gates") if self.blocks else "") if part
        )


class NavModel(QAbstractListModel):
    """Rows of NavEntry; group titles can be neither selected nor reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[NavEntry, ...] = ()

    def set_entries(self, entries: Sequence[NavEntry]) -> None:
        """Show other rows; where the ids are the same, only what changed is repainted."""
        same = [entry.id for entry in entries] == [entry.id for entry in self.entries]
        if same and entries:
            self.entries = tuple(entries)
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, sentence and the entry itself."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.sentence()
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(entry.sentence())
        return entry if role == _ENTRY else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Titles are no items."""
        if index.isValid() and self.entries[index.row()].id:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class _NavDelegate(QStyledItemDelegate):
    """Icon, words, red dot, count, ring."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: NavEntry = index.data(_ENTRY)
        return QSize(theme.px(200), theme.px(36 if entry.id else 34 if index.row() == 0 else 44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: NavEntry = index.data(_ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(theme.px(8), 1, -theme.px(8), -1)
        if entry.id:
            self._paint_entry(painter, rect, entry, option.state)
        else:
            painter.setFont(fonts.sans(theme.px(12), 600))
            painter.setPen(theme.colour("text_3"))
            painter.drawText(rect.adjusted(theme.px(10), 0, 0, -theme.px(6)), int(Qt.AlignmentFlag.AlignBottom), entry.text)
        painter.restore()

    def _paint_entry(self, painter: QPainter, rect: QRectF, entry: NavEntry, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_tint" if chosen else "hover"))
            painter.drawRoundedRect(rect, theme.px(6), theme.px(6))
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
        left = rect.left() + theme.px(10)
        if entry.icon:
            side = theme.px(18)
            painter.drawPixmap(QPointF(left, rect.center().y() - side / 2), icons.pixmap(entry.icon, "accent" if chosen else "text_2", 18))
            left += side + theme.px(8)
        right = self._paint_end(painter, rect, entry)
        painter.setFont(fonts.sans(theme.px(13), 600 if chosen else 500))
        painter.setPen(theme.colour("text" if chosen else "text_2"))
        room = QRectF(left, rect.top(), right - left, rect.height())
        words = QFontMetricsF(painter.font()).elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_end(self, painter: QPainter, rect: QRectF, entry: NavEntry) -> float:
        right = rect.right() - theme.px(8)
        if entry.total > 0:
            side = theme.px(17)
            paint_ring(painter, QRectF(right - side, rect.center().y() - side / 2, side, side), entry.parts, entry.total, theme.px(3))
            right -= side + theme.px(6)
        painter.setFont(fonts.sans(theme.px(12), 500))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(QRectF(rect.left(), rect.top(), right - rect.left(), rect.height()), _RIGHT, entry.count)
        right -= QFontMetricsF(painter.font()).horizontalAdvance(entry.count) + theme.px(12)
        if entry.blocks:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colour("unknown_solid")))
            painter.drawEllipse(QPointF(right, rect.center().y()), theme.px(3), theme.px(3))
        return right - theme.px(8)


_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class SideNav(QListView):
    """`picked` carries the id of the entry that a person moved to."""

    picked = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.rows = NavModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_NavDelegate(self))
        self.setAccessibleName(name or self.tr("Sections"))
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        theme.dress(self, "nav")
        theme.sized(self, min_width=220)
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_groups(self, groups: Sequence[tuple[str, Sequence[NavEntry]]]) -> None:
        """Show groups of (title, entries); the chosen entry stays chosen if it is still there."""
        before = self.current()
        flat: list[NavEntry] = []
        for title, entries in groups:
            if title:
                flat.append(NavEntry(id="", text=title))
            flat.extend(entries)
        self.rows.set_entries(flat)
        self.choose(before)

    def choose(self, entry_id: str) -> None:
        """Show this entry as chosen without telling anybody; an unknown id chooses nothing."""
        self._quiet = True
        for row, entry in enumerate(self.rows.entries):
            if entry.id and entry.id == entry_id:
                self.setCurrentIndex(self.rows.index(row))
                break
        else:
            self.setCurrentIndex(QModelIndex())
        self._quiet = False

    def current(self) -> str:
        """The id of the chosen entry, or an empty text."""
        row = self.currentIndex().row()
        return self.rows.entries[row].id if 0 <= row < len(self.rows.entries) else ""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            self.picked.emit(self.rows.entries[now.row()].id)
