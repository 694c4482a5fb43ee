"""Rows that evidence, gates and history share: one value, one model, one way to paint them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from readiness_app.ui import fonts, icons, theme
from readiness_app.ui.marks import Mark, chip_size, paint_chip
from readiness_app.ui.models.item_delegate import two_lines
from readiness_app.ui.widgets.labels import tooltip
from readiness_app.ui.widgets.visible import shown

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One quiet remark of a row: icon, words, and a colour role when it matters."""

    icon: str
    text: str
    role: str = "text_3"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """What a list shows: a small line of `mono` and `lead` with chips at the right, the title, and facts below it."""

    key: str
    title: str
    sentence: str
    mono: str = ""
    lead: str = ""
    lead_icon: str = ""
    lead_role: str = "text_3"
    chips: tuple[Mark, ...] = ()
    facts: tuple[Fact, ...] = ()
    tip: str = ""


def _literal(row: ListRow) -> ListRow:
    """The row with what hides in its words written out."""
    if (
        row.title.isprintable()
        and row.sentence.isprintable()
        and row.lead.isprintable()
        and all(fact.text.isprintable() for fact in row.facts)
    ):
        return row
    facts = tuple(replace(fact, text=shown(fact.text)) for fact in row.facts)
    return replace(row, title=shown(row.title), sentence=shown(row.sentence), lead=shown(row.lead), facts=facts)


class RowModel(QAbstractListModel):
    """Rows of ListRow; `set_rows` repaints only what changed where the keys are the same."""

    def __init__(self, rows: Sequence[ListRow] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = [_literal(row) for row in rows]

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Show other rows."""
        rows = [_literal(row) for row in rows]
        if len(rows) == len(self._rows) and all(new.key == old.key for new, old in zip(rows, self._rows, strict=True)):
            for place, row in enumerate(rows):
                if row != self._rows[place]:
                    self._rows[place] = row
                    self.dataChanged.emit(self.index(place), self.index(place))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, place: int) -> ListRow:
        """The row at a place; IndexError outside."""
        return self._rows[place]

    def index_of(self, key: str) -> QModelIndex:
        """Where a key stands; an invalid index if it is not in the list."""
        return next((self.index(place) for place, row in enumerate(self._rows) if row.key == key), QModelIndex())

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, sentence, tooltip and the row itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip("\n".join(words for words in (row.lead, row.tip or row.title) if words))
        return row if role == ROW else None


class RowDelegate(QStyledItemDelegate):
    """Rows of the same height: `lines` of title at most, and a line of facts if wanted; `indent` leaves more room at the left."""

    def __init__(self, parent: QObject | None = None, *, lines: int = 2, facts: bool = True, margin: int = 16, indent: int = 0) -> None:
        super().__init__(parent)
        self._lines, self._facts, self._margin, self._indent = lines, facts, margin, indent

    def set_lines(self, lines: int) -> bool:
        """Give titles this many lines; True where that is something new."""
        changed, self._lines = lines != self._lines, lines
        return changed

    def row_height(self) -> int:
        """Height of every row in px."""
        return theme.px(12 + 18 + 4 + 18 * self._lines + (22 if self._facts else 0) + 10)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same for all rows."""
        return QSize(theme.px(240), self.row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: ListRow = index.data(ROW)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        last = index.row() == index.model().rowCount() - 1
        self._paint_ground(painter, rect, option.state, last=last)
        inner = rect.adjusted(theme.px(self._margin + self._indent), theme.px(12), -theme.px(self._margin), -theme.px(10))
        right = self._paint_chips(painter, inner, row)
        self._paint_lead(painter, QRectF(inner.left(), inner.top(), right - inner.left() - theme.px(8), theme.px(18)), row)
        self._paint_title(painter, inner.adjusted(0, theme.px(22), 0, 0), row)
        if self._facts:
            self._paint_facts(painter, QRectF(inner.left(), inner.bottom() - theme.px(18), inner.width(), theme.px(18)), row)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Tooltips of the model, literally."""
        return super().helpEvent(event, view, option, index)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Nothing is edited in the list."""
        return False

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag, *, last: bool) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if state & QStyle.StateFlag.State_MouseOver and not chosen:
            painter.fillRect(rect, theme.colour("hover"))
        if not chosen and not last:
            side = theme.px(self._margin)
            painter.fillRect(QRectF(rect.left() + side, rect.bottom() - 1, rect.width() - 2 * side, 1), theme.colour("border"))
        if not chosen:
            return
        painter.fillRect(rect, theme.colour("accent_tint"))
        painter.fillRect(QRectF(rect.left(), rect.top(), theme.px(3), rect.height()), theme.colour("accent"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -2), theme.px(7), theme.px(7))

    def _paint_chips(self, painter: QPainter, inner: QRectF, row: ListRow) -> float:
        right = inner.right()
        for chip in reversed(row.chips):
            size = chip_size(chip)
            paint_chip(painter, QRectF(right - size.width(), inner.top() - theme.px(2), size.width(), size.height()), chip)
            right -= size.width() + theme.px(6)
        return right

    def _paint_lead(self, painter: QPainter, room: QRectF, row: ListRow) -> None:
        left = room.left()
        if row.mono:
            painter.setFont(fonts.mono(theme.px(12)))
            painter.setPen(theme.colour("text_3"))
            painter.drawText(room, _LEFT, row.mono)
            left += QFontMetricsF(painter.font()).horizontalAdvance(row.mono) + theme.px(9)
        if row.lead:
            fact = Fact(icon=row.lead_icon, text=row.lead, role=row.lead_role)
            space = QRectF(left, room.top(), room.right() - left, room.height())
            if row.lead_icon and _fact_width(fact) > space.width() + 1:
                fact = Fact(icon=fact.icon, text="", role=fact.role)  # an icon says more than a few letters; the tooltip has the words
            _paint_fact(painter, space, fact)

    def _paint_title(self, painter: QPainter, room: QRectF, row: ListRow) -> None:
        font = fonts.sans(theme.px(13), 500)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        line = theme.px(18)
        if self._lines == 1:
            words = QFontMetricsF(font).elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRectF(room.left(), room.top(), room.width(), line), _LEFT, words)
            return
        for place, words in enumerate(two_lines(row.title, font, int(room.width()))):
            painter.drawText(QRectF(room.left(), room.top() + place * line, room.width(), line), _LEFT, words)

    def _paint_facts(self, painter: QPainter, room: QRectF, row: ListRow) -> None:
        left = room.left()
        for fact in row.facts:
            if left >= room.right() - theme.px(24):
                break
            left += _paint_fact(painter, QRectF(left, room.top(), room.right() - left, room.height()), fact) + theme.px(12)


def _fact_width(fact: Fact) -> float:
    font = fonts.sans(theme.px(12), 400 if fact.role == "text_3" else 600)
    return theme.px(18 if fact.icon else 0) + QFontMetricsF(font).horizontalAdvance(fact.text)


def _paint_fact(painter: QPainter, room: QRectF, fact: Fact) -> float:
    """Paints icon and words at the left of `room`; returns how wide they are, in px."""
    taken = 0.0
    if fact.icon:
        side = theme.px(14)
        painter.drawPixmap(QPointF(room.left(), room.center().y() - side / 2), icons.pixmap(fact.icon, fact.role, 14))
        taken = side + theme.px(4)
    painter.setFont(fonts.sans(theme.px(12), 400 if fact.role == "text_3" else 600))
    painter.setPen(theme.colour(fact.role))
    metrics = QFontMetricsF(painter.font())
    space = room.adjusted(taken, 0, 0, 0)
    painter.drawText(space, _LEFT, metrics.elidedText(fact.text, Qt.TextElideMode.ElideRight, max(0.0, space.width())))
    return taken + metrics.horizontalAdvance(fact.text)
