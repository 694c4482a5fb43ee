"""What a search found, in a panel below the search field."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from readiness_app.ui import fonts, theme
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import shown

Index = QModelIndex | QPersistentModelIndex
_RESULT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line: an id to hand back, what is shown in mono before the title, the title, and a quiet second line."""

    id: str
    code: str
    title: str
    hint: str

    def sentence(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.code, self.title, self.hint) if part)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.results: tuple[Result, ...] = ()

    def show_results(self, results: Sequence[Result]) -> None:
        self.beginResetModel()
        self.results = tuple(results)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.results)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        result = self.results[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return result.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return result.sentence()
        return result if role == _RESULT else None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(300), theme.px(50))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        result: Result = index.data(_RESULT)
        rect = QRectF(option.rect).adjusted(theme.px(6), 1, -theme.px(6), -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_tint"))
            painter.drawRoundedRect(rect, theme.px(6), theme.px(6))
        inner = rect.adjusted(theme.px(10), theme.px(5), -theme.px(10), -theme.px(5))
        left = self._words(painter, inner, result.code, fonts.mono(theme.px(12)), "text_3")
        first = inner.adjusted(left + theme.px(10) if left else 0, 0, 0, 0)
        self._words(painter, first, result.title, fonts.sans(theme.px(13), 500), "text")
        self._words(painter, inner.adjusted(0, theme.px(20), 0, 0), result.hint, fonts.sans(theme.px(12)), "text_3")
        painter.restore()

    def _words(self, painter: QPainter, room: QRectF, text: str, font: object, role: str) -> float:
        painter.setFont(font)  # type: ignore[arg-type]
        painter.setPen(theme.colour(role))
        metrics = QFontMetricsF(painter.font())
        line = QRectF(room.left(), room.top(), room.width(), theme.px(18))
        painter.drawText(
            line, int(Qt.AlignmentFlag.AlignVCenter), metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, line.width()))
        )
        return metrics.horizontalAdvance(text)


class ResultList(QFrame):
    """Lies below `field` and leaves the keyboard there: arrows move, Enter takes, Esc closes. `picked` carries the id of a result."""

    picked = Signal(str)

    def __init__(self, field: QLineEdit, window: QWidget) -> None:
        super().__init__(window)
        self._field, self._window = field, window
        self._rows = _Rows(self)
        theme.dress(self, "palette")
        self.view = QListView()
        self.view.setModel(self._rows)
        self.view.setItemDelegate(_Painter(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setAccessibleName("What was found")
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = PlainLabel("Nothing found. Try fewer or other words.", "body2")
        column = QVBoxLayout(self)
        theme.spaced(column, margin=(1, 6, 1, 6))
        column.addWidget(self.view)
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignHCenter)
        field.installEventFilter(self)
        self.view.clicked.connect(self._take)
        self.hide()

    def show_results(self, results: Sequence[Result]) -> None:
        """Show these, the first one chosen."""
        self._rows.show_results([replace(one, title=shown(one.title), hint=shown(one.hint)) for one in results])
        self.view.setVisible(bool(results))
        self._nothing.setVisible(not results)
        if results:
            self.view.setCurrentIndex(self._rows.index(0))
        self._place()
        self.show()
        self.raise_()

    def results(self) -> tuple[Result, ...]:
        """What is shown."""
        return self._rows.results

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys while the field has the keyboard; leaving the field closes."""
        if watched is self._field and self.isVisible():
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._on_key(event)
            if event.type() == QEvent.Type.FocusOut:
                self.hide()
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps and self._rows.results:
            last = len(self._rows.results) - 1
            row = min(max(self.view.currentIndex().row() + steps[key], 0), last)
            self.view.setCurrentIndex(self._rows.index(row))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows.results:
            self._take(self.view.currentIndex())
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            result = self._rows.results[index.row()]
            self.hide()
            self.picked.emit(result.id)

    def _place(self) -> None:
        window = self._window
        rows = min(8, max(1, len(self._rows.results)))
        corner = self._field.mapTo(window, QPoint(0, self._field.height() + theme.px(6)))
        wide = max(self._field.width(), theme.px(520))
        left = min(corner.x(), window.width() - wide - theme.px(16))
        self.setGeometry(max(theme.px(8), left), corner.y(), wide, rows * theme.px(50) + theme.px(14))
