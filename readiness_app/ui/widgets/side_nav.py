"""The list at the left: sections with their progress, then the parts of the record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from readiness_app.ui import fonts, icons, theme
from readiness_app.ui.marks import paint_ring
from readiness_app.ui.widgets.labels import tooltip
from readiness_app.ui.widgets.visible import shown

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

    rail = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: NavEntry = index.data(_ENTRY)
        if self.rail:
            return QSize(theme.px(40), theme.px(38) if entry.id else theme.px(6))
        if not entry.id:
            return QSize(theme.px(200), theme.px(34))
        view = self.parent()
        wide = view.viewport().width() if isinstance(view, QListView) else theme.px(220)
        room = QRectF(0, 0, wide, 0).adjusted(theme.px(8), 0, -theme.px(8), 0)
        words = QFontMetricsF(self._words_font(chosen=True))
        wrapped = QRectF(0, 0, self._right_of_words(room, entry) - self._left_of_words(room, entry), theme.px(400))
        high = words.boundingRect(wrapped, _WRAPPED, entry.text).height()
        return QSize(theme.px(200), max(theme.px(36), round(high) + theme.px(10)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: NavEntry = index.data(_ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(theme.px(8), 1, -theme.px(8), -1)
        if self.rail:
            self._paint_rail(painter, rect, entry, option.state)
        elif entry.id:
            self._paint_entry(painter, rect, entry, option.state)
        else:
            painter.setFont(fonts.sans(theme.px(12), 600))
            painter.setPen(theme.colour("text_3"))
            painter.drawText(rect.adjusted(theme.px(10), 0, 0, -theme.px(6)), int(Qt.AlignmentFlag.AlignBottom), entry.text)
        painter.restore()

    def _paint_rail(self, painter: QPainter, rect: QRectF, entry: NavEntry, state: QStyle.StateFlag) -> None:
        if entry.id:
            self._paint_ground(painter, rect, state)
            self._paint_icon(painter, rect.center().x() - theme.px(9), rect, entry, chosen=bool(state & QStyle.StateFlag.State_Selected))

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_tint" if chosen else "hover"))
            painter.drawRoundedRect(rect, theme.px(6), theme.px(6))
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))

    def _paint_icon(self, painter: QPainter, left: float, rect: QRectF, entry: NavEntry, *, chosen: bool) -> None:
        """The icon, with the red dot of open gates on its corner."""
        side = theme.px(18)
        top = rect.center().y() - side / 2
        if entry.icon:
            painter.drawPixmap(QPointF(left, top), icons.pixmap(entry.icon, "accent" if chosen else "text_2", 18))
        if entry.blocks:
            painter.setPen(QPen(theme.colour("bg"), theme.px(1)))
            painter.setBrush(QColor(theme.colour("unknown_solid")))
            painter.drawEllipse(QPointF(left + side, top + theme.px(1)), theme.px(4), theme.px(4))

    def _paint_entry(self, painter: QPainter, rect: QRectF, entry: NavEntry, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, rect, state)
        self._paint_icon(painter, rect.left() + theme.px(10), rect, entry, chosen=chosen)
        self._paint_end(painter, rect, entry)
        painter.setFont(self._words_font(chosen=chosen))
        painter.setPen(theme.colour("text" if chosen else "text_2"))
        left, right = self._left_of_words(rect, entry), self._right_of_words(rect, entry)
        painter.drawText(QRectF(left, rect.top(), right - left, rect.height()), _WRAPPED, entry.text)

    def _words_font(self, *, chosen: bool) -> QFont:
        return fonts.sans(theme.px(13), 600 if chosen else 500)

    def _left_of_words(self, rect: QRectF, entry: NavEntry) -> float:
        return rect.left() + theme.px(10 + (26 if entry.icon else 0))

    def _right_of_words(self, rect: QRectF, entry: NavEntry) -> float:
        ring = theme.px(23) if entry.total > 0 else 0
        return rect.right() - theme.px(16) - ring - QFontMetricsF(fonts.sans(theme.px(12), 500)).horizontalAdvance(entry.count)

    def _paint_end(self, painter: QPainter, rect: QRectF, entry: NavEntry) -> None:
        right = rect.right() - theme.px(8)
        if entry.total > 0:
            side = theme.px(17)
            paint_ring(painter, QRectF(right - side, rect.center().y() - side / 2, side, side), entry.parts, entry.total, theme.px(3))
            right -= side + theme.px(6)
        painter.setFont(fonts.sans(theme.px(12), 500))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(QRectF(rect.left(), rect.top(), right - rect.left(), rect.height()), _RIGHT, entry.count)


_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class SideNav(QListView):
    """`picked` carries the id of the entry that a person moved to."""

    picked = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.rows = NavModel(self)
        self.setModel(self.rows)
        self._painter = _NavDelegate(self)
        self.setItemDelegate(self._painter)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(name or self.tr("Sections"))
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        theme.dress(self, "nav")
        self.selectionModel().currentChanged.connect(self._on_current)

    def set_groups(self, groups: Sequence[tuple[str, Sequence[NavEntry]]]) -> None:
        """Show groups of (title, entries); the chosen entry stays chosen if it is still there."""
        before = self.current()
        flat: list[NavEntry] = []
        for title, entries in groups:
            if title:
                flat.append(NavEntry(id="", text=title))
            flat.extend(replace(entry, text=shown(entry.text)) for entry in entries)
        self.rows.set_entries(flat)
        self.choose(before)

    def set_rail(self, rail: bool) -> None:
        """Icons alone, their names as tooltips; or icons with names."""
        if rail != self._painter.rail:
            self._painter.rail = rail
            bars = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if rail else Qt.ScrollBarPolicy.ScrollBarAsNeeded
            self.setVerticalScrollBarPolicy(bars)  # it would take a third of the rail; wheel and arrows scroll
            self.scheduleDelayedItemsLayout()

    def is_rail(self) -> bool:
        """True while only icons are shown."""
        return self._painter.rail

    def whole_height(self) -> int:
        """The height in px at which nothing has to scroll."""
        return sum(self.sizeHintForRow(row) for row in range(self.rows.rowCount()))

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on what is chosen already tells too: what it shows may lie behind something else."""
        before = self.currentIndex()
        super().mousePressEvent(event)
        if before.isValid() and self.indexAt(event.position().toPoint()) == before:
            self.picked.emit(self.rows.entries[before.row()].id)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            self.picked.emit(self.rows.entries[now.row()].id)
