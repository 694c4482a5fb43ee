"""How one item of the list is painted: id, question on up to two lines, a quiet line of facts, chip at the right."""

from functools import lru_cache

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from readiness_app.domain.vocabulary import AskState, Verdict
from readiness_app.ui import fonts, icons, theme
from readiness_app.ui.marks import Mark, chip_size, mark, paint_chip
from readiness_app.ui.models.item_list import ROW, Index, ItemRow
from readiness_app.ui.widgets.labels import tooltip
from readiness_app.wording import word

Fact = tuple[str, str, str]  # icon, words, colour role
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_tr = QCoreApplication.translate


@lru_cache(maxsize=512)  # some screens full; each window width makes others
def two_lines(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """The text broken into at most two lines of `width` px; only the end of a second line is elided."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    first = layout.createLine()
    if not first.isValid():
        return ("",)
    first.setLineWidth(width)
    layout.endLayout()
    cut = first.textLength()
    rest = text[cut:].strip()
    if not rest:
        return (text[:cut].strip(),)
    return text[:cut].strip(), QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)


def facts(row: ItemRow) -> list[Fact]:
    """What the quiet line says."""
    number = QLocale().toString
    found = [("user", word(row.answerer), "text_3")] if row.answerer else []
    found.append(("quote", number(row.claims), "text_3"))
    found.append(("paperclip", number(row.evidence), "text_3"))
    if row.waits is not None:
        found.append(("history", word(row.waits), "partly"))
    if row.newer:
        found.append(("lightbulb", _tr("ItemDelegate", "Newer pack"), "info"))
    if row.expired:
        found.append(("clock", _tr("ItemDelegate", "Expired"), "partly"))
    if row.weak:
        found.append(("triangle-alert", _tr("ItemDelegate", "Weak sources"), "partly"))
    if row.vendor not in (None, AskState.ANSWERED):
        asked = mark(row.vendor)
        found.append((asked.icon, asked.text, asked.tone if row.vendor is not AskState.ASKED else "text_3"))
    if row.verdict is not Verdict.UNDECIDED:
        shown = mark(row.verdict)
        found.append((shown.icon, shown.text, shown.tone))
    return found


class ItemDelegate(QStyledItemDelegate):
    """Rows of the same height, at every width."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high: room for two lines of question."""
        return QSize(theme.px(280), theme.px(104))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: ItemRow = index.data(ROW)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, option.state)
        inner = rect.adjusted(theme.px(18), theme.px(12), -theme.px(16), -theme.px(10))
        shown = _known(row) if row.in_scope else Mark(icon="ban", text=self.tr("Out of scope"), tone="na")
        chip = chip_size(shown)
        paint_chip(painter, QRectF(inner.right() - chip.width(), inner.top() - theme.px(2), chip.width(), chip.height()), shown)
        self._paint_id(painter, QRectF(inner.left(), inner.top(), inner.width() - chip.width() - theme.px(8), theme.px(18)), row)
        self._paint_question(painter, inner.adjusted(0, theme.px(22), 0, 0), row)
        self._paint_facts(painter, QRectF(inner.left(), inner.bottom() - theme.px(18), inner.width(), theme.px(18)), row)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Gate and facts in words, where there was room for their icons only; the item at the right shows the rest."""
        if event.type() != QEvent.Type.ToolTip:
            return False
        row: ItemRow | None = index.data(ROW)
        told = [row.gate_text, *(words for _, words, _ in facts(row) if not words.isdigit())] if row else []
        QToolTip.showText(event.globalPos(), tooltip(" · ".join(words for words in told if words)), view)
        return True

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Nothing is edited in the list."""
        return False

    def _paint_ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if not chosen:
            if state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(rect, theme.colour("hover"))
            painter.fillRect(QRectF(rect.left() + theme.px(16), rect.bottom() - 1, rect.width() - theme.px(16), 1), theme.colour("border"))
            return
        painter.fillRect(rect, theme.colour("accent_tint"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), theme.px(2)))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -2), theme.px(7), theme.px(7))
        painter.fillRect(QRectF(rect.left(), rect.top(), theme.px(3), rect.height()), theme.colour("accent"))

    def _paint_id(self, painter: QPainter, room: QRectF, row: ItemRow) -> None:
        painter.setFont(fonts.mono(theme.px(12)))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(room, _LEFT, row.id)
        left = room.left() + QFontMetricsF(painter.font()).horizontalAdvance(row.id) + theme.px(9)
        if row.gate_text and row.in_scope:
            self._fact(painter, QRectF(left, room.top(), room.right() - left, room.height()), self._gate(row))

    def _gate(self, row: ItemRow) -> Fact:
        return ("circle-alert", row.gate_text, "unknown") if row.blocks else ("shield", row.gate_text, "text_3")

    def _paint_question(self, painter: QPainter, room: QRectF, row: ItemRow) -> None:
        font = fonts.sans(theme.px(13), 500)
        painter.setFont(font)
        painter.setPen(theme.colour("text" if row.in_scope else "text_3"))
        line = theme.px(18)
        for place, words in enumerate(two_lines(row.question, font, int(room.width()))):
            painter.drawText(QRectF(room.left(), room.top() + place * line, room.width(), line), _LEFT, words)

    def _paint_facts(self, painter: QPainter, room: QRectF, row: ItemRow) -> None:
        left = room.left()
        for fact in self._fitting(facts(row), room.width()):
            left += self._fact(painter, QRectF(left, room.top(), room.right() - left, room.height()), fact) + theme.px(12)

    def _fitting(self, found: list[Fact], width: float) -> list[Fact]:
        """What has room; who answers and the counts give way to trouble and verdict."""
        for spare in ("user", "quote", "paperclip"):
            if sum(self._width(fact) + theme.px(12) for fact in found) - theme.px(12) <= width:
                break
            found = [fact for fact in found if fact[0] != spare]
        return found

    def _width(self, fact: Fact) -> float:
        return theme.px(18) + QFontMetricsF(_fact_font(fact)).horizontalAdvance(fact[1])

    def _fact(self, painter: QPainter, room: QRectF, fact: Fact) -> float:
        name, words, role = fact
        side = theme.px(14)
        painter.drawPixmap(QPointF(room.left(), room.center().y() - side / 2), icons.pixmap(name, role, 14))
        if self._width(fact) > room.width() + 1:
            return float(side)  # an icon says more than a few letters; its words are in the tooltip
        painter.setFont(_fact_font(fact))
        painter.setPen(theme.colour(role))
        painter.drawText(room.adjusted(side + theme.px(4), 0, 0, 0), _LEFT, words)
        return self._width(fact)


def _known(row: ItemRow) -> Mark:
    """The chip of the knowledge; without its colour while nobody vouches for it."""
    shown = mark(row.knowledge)
    return Mark(icon=shown.icon, text=shown.text, tone="pending") if row.waits is not None else shown


def _fact_font(fact: Fact) -> QFont:
    return fonts.sans(theme.px(12), 400 if fact[2] == "text_3" else 600)
