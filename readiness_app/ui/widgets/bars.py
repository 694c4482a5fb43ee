"""Bars: readiness as a range, and amounts side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from readiness_app.ui import fonts, theme
from readiness_app.wording import percent

_tr = QCoreApplication.translate


def range_text(low: float, high: float) -> str:
    """ "12 to 78 %", or "12 %" where both ends are the same."""
    first, last = QLocale().toString(percent(low)), QLocale().toString(percent(high))
    return f"{first} %" if first == last else _tr("Bars", "{} to {} %").format(first, last)


class _Bar(QWidget):
    """A bar as wide as its room; subclasses say how high and paint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def high(self) -> int:
        """Height in px."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        """Takes what width it gets."""
        return QSize(theme.px(240), self.high())

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(theme.px(120), self.high())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()


class RangeBar(_Bar):
    """Readiness from low (known and acceptable today) to high (if every gap turned out well), both 0 to 1, with both ends labelled."""

    def __init__(self, low: float = 0.0, high: float = 0.0, *, labelled: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labelled = labelled
        self.set_range(low, high)

    def set_range(self, low: float, high: float) -> None:
        """Show another range."""
        self._low, self._high = max(0.0, min(low, 1.0)), max(0.0, min(max(low, high), 1.0))
        self.setAccessibleName(self.tr("Readiness {}").format(range_text(self._low, self._high)))
        self.update()

    def text(self) -> str:
        """The range in words."""
        return range_text(self._low, self._high)

    def high(self) -> int:
        """Bar and, if wanted, a line of labels."""
        return theme.px(34 if self._labelled else 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, solid part up to low, hatched part up to high, and the labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 0, self.width(), theme.px(12))
        whole = QPainterPath()
        whole.addRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        painter.setClipPath(whole)
        painter.fillRect(bar, theme.colour("pending_solid"))
        low, high = bar.width() * self._low, bar.width() * self._high
        hatched = QRectF(low, 0, high - low, bar.height())
        painter.fillRect(hatched, theme.colour("surface"))  # open, not ready: only what is ready today is green
        painter.fillRect(hatched, QBrush(theme.colour("border_strong"), Qt.BrushStyle.BDiagPattern))
        painter.fillRect(QRectF(0, 0, low, bar.height()), theme.colour("known_solid"))
        painter.setClipping(False)
        self._paint_ends(painter, bar, low, high)

    def _paint_ends(self, painter: QPainter, bar: QRectF, low: float, high: float) -> None:
        painter.setPen(QPen(theme.colour("text"), theme.px(2)))
        for x in {low, high}:
            inside = min(max(x, 1.0), bar.width() - 1)
            painter.drawLine(QPointF(inside, bar.top()), QPointF(inside, bar.bottom() + (theme.px(3) if self._labelled else 0)))
        if self._labelled:
            self._paint_labels(painter, bar, low, high)

    def _paint_labels(self, painter: QPainter, bar: QRectF, low: float, high: float) -> None:
        font = fonts.sans(theme.px(12), 600)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        first, last = (f"{QLocale().toString(percent(share))} %" for share in (self._low, self._high))
        top, line = bar.bottom() + theme.px(4), theme.px(18)
        left, right = _places(font, first, last, low, high, bar.width())
        painter.drawText(QRectF(left, top, bar.width(), line), int(Qt.AlignmentFlag.AlignLeft), first)
        if first != last:
            painter.drawText(QRectF(right, top, bar.width(), line), int(Qt.AlignmentFlag.AlignLeft), last)


def _places(font: QFont, first: str, last: str, low: float, high: float, width: float) -> tuple[float, float]:
    """Left edges of both labels: centred under their ends, inside the bar, and never on top of each other."""
    words = QFontMetricsF(font)
    one, two, gap = words.horizontalAdvance(first), words.horizontalAdvance(last), theme.px(10)
    right = max(0.0, min(high - two / 2, width - two))
    left = max(0.0, min(low - one / 2, width - one))
    if first != last and left + one + gap > right:
        left = max(0.0, right - one - gap)
        right = max(right, left + one + gap)
    return left, right


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One amount of a stacked bar: a tone (known, partly, ...), the word for it, and how many."""

    tone: str
    text: str
    amount: float


class StackedBar(_Bar):
    """Amounts side by side with, if wanted, a legend of dot, word and number below."""

    def __init__(self, parts: Sequence[Part] = (), *, legend: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._legend = legend
        self.set_parts(parts)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Show other amounts; those of 0 are left out."""
        self._parts = tuple(part for part in parts if part.amount > 0)
        self.setAccessibleName(", ".join(self._says(part) for part in self._parts))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The legend wraps."""
        return self._legend

    def heightForWidth(self, width: int) -> int:
        """Bar and legend at this width, in px."""
        return theme.px(10) + len(self._legend_rows(width)) * theme.px(20)

    def high(self) -> int:
        """Bar, and legend at the present width."""
        return self.heightForWidth(max(self.width(), theme.px(240))) if self._legend else theme.px(10)

    def resizeEvent(self, event: object) -> None:
        """The legend may need another row."""
        if self._legend:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the parts and the legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 0, self.width(), theme.px(10))
        whole = QPainterPath()
        whole.addRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        painter.setClipPath(whole)
        painter.fillRect(bar, theme.colour("pending_solid"))
        total, left = sum(part.amount for part in self._parts) or 1, 0.0
        for part in self._parts:
            wide = bar.width() * part.amount / total
            painter.fillRect(QRectF(left, 0, max(0.0, wide - 1), bar.height()), theme.colour(f"{part.tone}_solid"))
            left += wide
        painter.setClipping(False)
        for number, row in enumerate(self._legend_rows(self.width())):
            self._paint_row(painter, row, bar.bottom() + theme.px(2) + number * theme.px(20))

    def _says(self, part: Part) -> str:
        return f"{part.text} {QLocale().toString(round(part.amount))}"

    def _legend_rows(self, width: int) -> list[list[Part]]:
        rows: list[list[Part]] = []
        left = 0.0
        for part in self._parts if self._legend else ():
            wide = self._legend_width(part)
            if not rows or left + wide > width:
                rows.append([])
                left = 0.0
            rows[-1].append(part)
            left += wide
        return rows

    def _legend_width(self, part: Part) -> float:
        return QFontMetricsF(fonts.sans(theme.px(12))).horizontalAdvance(self._says(part)) + theme.px(30)

    def _paint_row(self, painter: QPainter, row: list[Part], top: float) -> None:
        painter.setFont(fonts.sans(theme.px(12)))
        left, line = 0.0, theme.px(20)
        for part in row:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"{part.tone}_solid"))
            painter.drawEllipse(QRectF(left, top + line / 2 - theme.px(4), theme.px(8), theme.px(8)))
            painter.setPen(theme.colour("text_2"))
            words = QRectF(left + theme.px(13), top, self._legend_width(part), line)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self._says(part))
            left += self._legend_width(part)
