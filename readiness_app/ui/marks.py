"""How a status looks: icon shape, word and tint for each member, and the painting of chips and rings that lists and widgets share."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from readiness_app.domain.vocabulary import AskState, Bearing, GateState, Knowledge, Outcome, ReplyState, State, Verdict
from readiness_app.ui import fonts, icons, theme
from readiness_app.wording import word


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Icon name, word and tone of one status; never colour alone."""

    icon: str
    text: str
    tone: str


_LOOKS: dict[type[StrEnum], dict[str, tuple[str, str]]] = {
    Knowledge: {
        "not_reviewed": ("circle-dashed", "pending"),
        "known": ("circle-check", "known"),
        "partly_known": ("circle-dot", "partly"),
        "unknown": ("circle-question-mark", "unknown"),
        "contested": ("arrow-right-left", "contested"),
        "not_applicable": ("circle-minus", "na"),
    },
    Verdict: {
        "undecided": ("circle-dashed", "pending"),
        "acceptable": ("thumbs-up", "known"),
        "acceptable_with_control": ("shield-check", "partly"),
        "not_acceptable": ("thumbs-down", "unknown"),
    },
    GateState: {
        "clear": ("circle-check", "known"),
        "accepted": ("shield-check", "partly"),
        "open": ("circle-alert", "unknown"),
    },
    State: {
        "open": ("square-pen", "info"),
        "sealed": ("lock", "partly"),
        "signed": ("signature", "known"),
    },
    AskState: {
        "asked": ("send", "info"),
        "overdue": ("clock", "unknown"),
        "replied": ("circle-dot", "partly"),
        "answered": ("circle-check", "known"),
    },
    Bearing: {
        "applies": ("circle-check", "known"),
        "differs": ("arrow-right-left", "partly"),
        "conflicts": ("triangle-alert", "unknown"),
        "unmatched": ("circle-question-mark", "contested"),
    },
    ReplyState: {
        "waiting": ("circle-dot", "partly"),
        "adopted": ("circle-check", "known"),
        "set_aside": ("circle-minus", "na"),
    },
    Outcome: {
        "approve": ("circle-check", "known"),
        "approve_with_conditions": ("list-checks", "partly"),
        "defer": ("clock", "na"),
        "reject": ("circle-x", "unknown"),
    },
}


def mark(member: StrEnum) -> Mark:
    """The look of a member of one of the lists above; a plain mark for any other list."""
    icon, tone = _LOOKS.get(type(member), {}).get(member.value, ("", "pending"))
    return Mark(icon=icon, text=word(member), tone=tone)


def chip_font() -> QFont:
    """The font of words in chips."""
    return fonts.sans(theme.px(12), 600)


def chip_size(shown: Mark) -> QSizeF:
    """Width and height a chip needs, in px."""
    wide = QFontMetricsF(chip_font()).horizontalAdvance(shown.text) + theme.px(20)
    return QSizeF(wide + (theme.px(18) if shown.icon else 0), theme.px(22))


def paint_chip(painter: QPainter, rect: QRectF, shown: Mark) -> None:
    """Paint the chip filling `rect`: pill in the tint, icon, word."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    lined = shown.tone == "pending" or theme.tokens().name == "high-contrast"
    painter.setPen(QPen(theme.colour(f"{shown.tone}_line"), 1) if lined else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{shown.tone}_tint"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), rect.height() / 2, rect.height() / 2)
    left = rect.left() + theme.px(9)
    if shown.icon:
        side = theme.px(14)
        painter.drawPixmap(QPointF(left, rect.center().y() - side / 2), icons.pixmap(shown.icon, shown.tone, 14))
        left += side + theme.px(4)
    painter.setPen(theme.colour(shown.tone))
    painter.setFont(chip_font())
    words = QRectF(left, rect.top(), rect.right() - left - theme.px(4), rect.height())
    told = QFontMetricsF(chip_font()).elidedText(shown.text, Qt.TextElideMode.ElideRight, words.width() + 1)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), told)
    painter.restore()


def paint_ring(painter: QPainter, rect: QRectF, parts: Sequence[tuple[str, float]], total: float, thickness: float) -> None:
    """Paint a ring in `rect`: parts (tone, amount) clockwise from the top, the rest of `total` as an empty track."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = rect.adjusted(thickness / 2, thickness / 2, -thickness / 2, -thickness / 2)
    _arc(painter, inner, theme.colour("pending_solid"), thickness, 0, 1)
    start = 0.0
    for tone, amount in parts:
        share = amount / total if total > 0 else 0.0
        if share > 0:
            _arc(painter, inner, theme.colour(f"{tone}_solid"), thickness, start, share)
        start += share
    painter.restore()


def _arc(painter: QPainter, rect: QRectF, tint: QColor, thickness: float, start: float, share: float) -> None:
    painter.setPen(QPen(tint, thickness, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawArc(rect, round((90 - 360 * start) * 16), -round(360 * share * 16))
