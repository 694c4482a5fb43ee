"""Every command and item, found by typing a few letters of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import Shiboken

from readiness_app.ui import fonts, icons, theme
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.page import line
from readiness_app.ui.widgets.visible import shown

Index = QModelIndex | QPersistentModelIndex
_ENTRY = Qt.ItemDataRole.UserRole
_MOST = 60
_KEY = Qt.Key
_STEPS: dict[int, int] = {
    _KEY.Key_Down: 1,
    _KEY.Key_Up: -1,
    _KEY.Key_Tab: 1,
    _KEY.Key_Backtab: -1,
    _KEY.Key_PageDown: 8,
    _KEY.Key_PageUp: -8,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteEntry:
    """A command or place: its words, a quiet hint, keys as on the keyboard, an icon, and what happens."""

    text: str
    run: Callable[[], object]
    hint: str = ""
    shortcut: str = ""
    icon: str = ""

    def sentence(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.text, self.hint, self.shortcut) if part)


def fuzzy_score(query: str, text: str) -> int | None:
    """How well the letters of `query` appear in order in `text`; None where they do not. Starts of words and runs count more."""
    wanted, words = "".join(query.casefold().split()), text.casefold()
    score, place, before = 0, -1, -2
    for letter in wanted:
        starts = [spot for spot in range(place + 1, len(words)) if words[spot] == letter and (spot == 0 or not words[spot - 1].isalnum())]
        follows = place + 1 if words[place + 1 : place + 2] == letter and place >= 0 else -1
        place = follows if follows >= 0 else starts[0] if starts else words.find(letter, place + 1)
        if place < 0:
            return None
        score += 5 if place == before + 1 else 3 if place in starts else 0
        score += 4 if place == 0 else 0
        before = place
    return score * 4 - len(words) // 8


def _score(query: str, text: str) -> int | None:
    # Jumping to starts of words can miss a plain run of letters: "now" in "unknown" is one word's inside.
    found = words.find(wanted) if (wanted := query.casefold().strip()) and (words := text.casefold()) else -1
    plain = 40 + (20 if found == 0 or not words[found - 1].isalnum() else 0) if found >= 0 else None
    loose = fuzzy_score(query, text)
    scores = [score for score in (plain, loose) if score is not None]
    return max(scores) if scores else None


def matching(entries: Sequence[PaletteEntry], query: str) -> list[PaletteEntry]:
    """The entries that fit the query, best first; all in their own order for an empty query; at most 60."""
    if not query.strip():
        return list(entries[:_MOST])
    scored = [
        (score, -place, entry) for place, entry in enumerate(entries) if (score := _score(query, f"{entry.text} {entry.hint}")) is not None
    ]
    return [entry for _, _, entry in sorted(scored, key=lambda each: each[:2], reverse=True)][:_MOST]


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[PaletteEntry] = []

    def show_entries(self, entries: list[PaletteEntry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.sentence()
        return entry if role == _ENTRY else None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(300), theme.px(38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: PaletteEntry = index.data(_ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(theme.px(10), 1, -theme.px(10), -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_tint"))
            painter.drawRoundedRect(rect, theme.px(6), theme.px(6))
        side = theme.px(17)
        if entry.icon:
            painter.drawPixmap(
                QPointF(rect.left() + theme.px(10), rect.center().y() - side / 2),
                icons.pixmap(entry.icon, "accent" if chosen else "text_2", 17),
            )
        right = self._paint_keys(painter, rect, entry.shortcut)
        self._paint_words(painter, QRectF(rect.left() + theme.px(38), rect.top(), right - rect.left() - theme.px(38), rect.height()), entry)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRectF, entry: PaletteEntry) -> None:
        painter.setFont(fonts.sans(theme.px(13), 600))
        painter.setPen(theme.colour("text"))
        metrics = QFontMetricsF(painter.font())
        words = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        rest = room.adjusted(metrics.horizontalAdvance(words) + theme.px(10), 0, 0, 0)
        if entry.hint and rest.width() > theme.px(40):
            painter.setFont(fonts.sans(theme.px(12)))
            painter.setPen(theme.colour("text_3"))
            painter.drawText(
                rest,
                int(Qt.AlignmentFlag.AlignVCenter),
                QFontMetricsF(painter.font()).elidedText(entry.hint, Qt.TextElideMode.ElideRight, rest.width()),
            )

    def _paint_keys(self, painter: QPainter, rect: QRectF, keys: str) -> float:
        if not keys:
            return rect.right() - theme.px(10)
        painter.setFont(fonts.sans(theme.px(11), 600))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(keys) + theme.px(14)
        cap = QRectF(rect.right() - theme.px(10) - wide, rect.center().y() - theme.px(9), wide, theme.px(18))
        painter.setPen(theme.colour("border_strong"))
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(cap, theme.px(5), theme.px(5))
        painter.setPen(theme.colour("text_2"))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), keys)
        return cap.left() - theme.px(10)


class CommandPalette(QWidget):
    """Covers `window` with a veil; type to find, arrows move, Enter runs, Esc or a click beside it closes. `closed` when it is gone."""

    closed = Signal()

    def __init__(self, window: QWidget, placeholder: str = "") -> None:
        super().__init__(window)
        self._window = window
        self._entries: tuple[PaletteEntry, ...] = ()
        self._before: QWidget | None = None
        self.setAccessibleName(self.tr("Commands"))
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder or self.tr("Type a command or an item code"))
        self.edit.setAccessibleName(self.edit.placeholderText())
        self.view = QListView()
        self.rows = _Rows(self)
        self._nothing = PlainLabel(self.tr("Nothing fits. Try fewer letters."), "body2")
        self._build()
        self.edit.textChanged.connect(self._on_text)
        self.view.clicked.connect(self._on_clicked)
        self.edit.installEventFilter(self)
        window.installEventFilter(self)
        self.hide()

    def open_with(self, entries: Sequence[PaletteEntry]) -> None:
        """Show these entries and take the keyboard."""
        self._entries = tuple(replace(one, text=shown(one.text), hint=shown(one.hint)) for one in entries)
        self._before = QApplication.focusWidget()
        self.edit.clear()
        self._on_text("")
        self.setGeometry(self._window.rect())
        self._place()
        self.show()
        self.raise_()
        self.edit.setFocus()

    def dismiss(self) -> None:
        """Close and give the keyboard back."""
        if self.isVisible():
            self.hide()
            if self._before is not None and Shiboken.isValid(self._before):  # a menu that had it may be gone
                self._before.setFocus()
            self._before = None
            self._entries = ()
            self.rows.show_entries([])  # they hold on to the review that was open
            self.closed.emit()

    def run_current(self) -> None:
        """Close, then run the chosen entry."""
        index = self.view.currentIndex()
        if index.isValid():
            entry = self.rows.entries[index.row()]
            self.dismiss()
            entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Esc while typing; follow the size of the window."""
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The veil."""
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, 130 if theme.tokens().is_dark else 90))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel closes."""
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def _build(self) -> None:
        theme.dress(self.edit, "palette")
        self._panel = QFrame(self)
        theme.dress(self._panel, "palette")
        self.view.setModel(self.rows)
        self.view.setItemDelegate(_Painter(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName(self.tr("Matching commands"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = QHBoxLayout()
        theme.spaced(head, margin=(18, 10, 12, 8), gap=8)
        head.addWidget(IconLabel("search", "text_3", 18))
        head.addWidget(self.edit, 1)
        column = QVBoxLayout(self._panel)
        theme.spaced(column, margin=(1, 1, 1, 10), gap=0)
        column.addLayout(head)
        column.addWidget(line())
        column.addSpacing(6)
        column.addWidget(self.view, 1)
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFocusProxy(self.edit)

    def _place(self) -> None:
        wide = min(theme.px(600), self.width() - theme.px(48))
        rows = min(10, max(2, len(self.rows.entries)))
        high = min(theme.px(78) + rows * theme.px(38), self.height() - theme.px(80))
        self._panel.setGeometry((self.width() - wide) // 2, min(theme.px(110), self.height() // 8), wide, high)

    def _on_text(self, text: str) -> None:
        self.rows.show_entries(matching(self._entries, text))
        found = bool(self.rows.entries)
        self.view.setVisible(found)
        self._nothing.setVisible(not found)
        if found:
            self.view.setCurrentIndex(self.rows.index(0))
        self._place()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.view.setCurrentIndex(index)
        self.run_current()

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Backtab: -1,
        }
        key = Qt.Key(event.key())
        if key in steps and self.rows.entries:
            last = len(self.rows.entries) - 1
            row = self.view.currentIndex().row() + steps[key]
            self.view.setCurrentIndex(self.rows.index(min(max(row, 0), last) if abs(steps[key]) > 1 else row % (last + 1)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run_current()
            return True
        if key == Qt.Key.Key_Escape:
            self.dismiss()
            return True
        return False
