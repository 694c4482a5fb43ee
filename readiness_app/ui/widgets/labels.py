"""Labels that show every text literally, never as markup."""

import html
import re

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from readiness_app.ui import theme
from readiness_app.ui.icons import set_icon
from readiness_app.ui.widgets.visible import shown

MOST_SHOWN = 20_000
_BREAK = "\u200b"


def tooltip(text: str) -> str:
    """The text for setToolTip and Qt.ToolTipRole so that it is shown literally; Qt would read some texts as markup."""
    return f"<p style='white-space:pre-wrap'>{html.escape(shown(text))}</p>" if text else ""


def breakable(text: str, longest: int) -> str:
    """The text as it is shown: places to break inside words longer than `longest`, cut after 20,000 characters with a remark."""
    if len(text) > MOST_SHOWN:
        rest = QCoreApplication.translate("Labels", "({} more characters)").format(QLocale().toString(len(text) - MOST_SHOWN))
        text = f"{text[:MOST_SHOWN]}… {rest}"
    return re.sub(rf"\S{{{longest},}}", lambda word: _BREAK.join(_pieces(word[0], longest)), shown(text))


def _pieces(word: str, length: int) -> list[str]:
    return [word[start : start + length] for start in range(0, len(word), length)]


class PlainLabel(QLabel):
    """A wrapping label that shows its text literally; `look` is a word style of app.qss (title, body2, small, mono, ...)."""

    def __init__(self, text: str = "", look: str = "", *, selectable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self._longest = 80 if selectable else 30  # a digest that can be copied must stay unbroken
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        if look:
            theme.dress(self, look)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show this text literally."""
        self._whole = text
        super().setText(breakable(text, self._longest))
        self.setAccessibleName(shown(text[:1000]))

    def text(self) -> str:
        """The whole text, as it was given."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        """A long word never forces the window wider."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.px(80)), hint.height())


class ElidedLabel(QLabel):
    """One line that ends in "…" where it does not fit; the tooltip has the whole text."""

    def __init__(
        self,
        text: str = "",
        look: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        if look:
            theme.dress(self, look)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show this text literally, on one line."""
        super().setText(" ".join(shown(text[:MOST_SHOWN]).split("\n")))
        self.setAccessibleName(shown(text[:1000]))
        self._tell()

    def minimumSizeHint(self) -> QSize:
        """May shrink to a few letters."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.px(40)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as tooltip where it is cut."""
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room: QRect = self.contentsRect()
        painter.drawText(room, int(self.alignment()), self.fontMetrics().elidedText(self.text(), self._mode, room.width()))

    def _tell(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(tooltip(self.text()) if cut else "")


class Kbd(QLabel):
    """A key or key combination, as on a key cap."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(keys)
        self.setAccessibleName(keys)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.dress(self, "kbd")
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        self.setMaximumHeight(theme.px(20))


class IconLabel(QLabel):
    """An icon that is only decoration; words beside it say the same."""

    def __init__(self, icon: str, color_role: str = "text_2", size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_icon(icon, color_role, size)

    def show_icon(self, icon: str, color_role: str = "text_2", size: int = 18) -> None:
        """Show another icon."""
        set_icon(self, icon, color_role, size)
        theme.sized(self, width=size, height=size)
