"""A short message at the bottom of the window, with Undo."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from readiness_app.ui import theme
from readiness_app.ui.icons import set_icon
from readiness_app.ui.inside import inside
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.labels import IconLabel, breakable
from readiness_app.ui.widgets.visible import shown, visible


def announce(speaker: QObject, text: str, *, urgent: bool = False) -> None:
    """Have a screen reader say the text now (urgent) or when it is done with what it says."""
    event = QAccessibleAnnouncementEvent(speaker, shown(text))
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive if urgent else QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)


CLEAR = "clear_of_toast"  # widgets with this property, set to True, are never covered


class _ToastButton(Button):
    look = "toast"


class Toast(QFrame):
    """Lies over `window` at the bottom centre; hides itself, waits while the mouse or the keyboard is on it, Esc hides it."""

    acted = Signal()

    def __init__(self, window: QWidget, *, seconds: float = 7.0, bottom: int = 72) -> None:
        """`bottom` is the distance to the lower edge in px at 100 %."""
        super().__init__(window)
        self._window = window
        self._bottom = bottom
        theme.dress(self, "toast")
        self._icon = IconLabel("check", "on_toast", 18)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._button = _ToastButton(self.tr("Undo"))
        self._build()
        self._timer = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        self._timer.timeout.connect(self.hide)
        self._button.clicked.connect(self._on_clicked)
        self._esc = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._esc.activated.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, action: str = "", icon: str = "check") -> None:
        """Show the text, with a button such as "Undo" if `action` is given, and announce it; a toast that is still there is replaced."""
        text = visible(text)  # a line break in a name begins no sentence of ours
        self._text.setText(breakable(text[:300], 30))
        self.setAccessibleName(text)
        set_icon(self._icon, icon, "on_toast", 18)
        self._button.setText(action or self.tr("Undo"))
        self._button.setVisible(bool(action))
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, f"{text}. {action}" if action else text)

    def text(self) -> str:
        """What it says."""
        return self.accessibleName()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom centre when the window changes size; go when a dialog comes."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif event.type() == QEvent.Type.WindowBlocked:
            self.hide()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEvent) -> None:
        """Wait while the mouse is on it."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go on."""
        if not self._button.hasFocus():
            self._timer.start()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        theme.spaced(row, margin=(14, 9, 10, 9), gap=10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)

    def _place(self) -> None:
        window = self._window
        words = self._text.fontMetrics().horizontalAdvance(self._text.text())
        wanted = words + theme.px(150 if not self._button.isHidden() else 80)
        wide = min(max(theme.px(320), wanted), window.width() - theme.px(48), theme.px(640))
        self.setFixedWidth(wide)
        layout = self.layout()
        high = layout.totalHeightForWidth(wide) if layout is not None else -1
        self.setFixedHeight(max(high, self.sizeHint().height() if high < 0 else high))
        place = QRect((window.width() - wide) // 2, window.height() - self.height() - theme.px(self._bottom), wide, self.height())
        for other in inside(window, QWidget):
            seen = other.visibleRegion().boundingRect() if other.property(CLEAR) and other.isVisible() else QRect()
            seen.moveTopLeft(other.mapTo(window, seen.topLeft()))
            if place.intersects(seen):
                place.moveBottom(seen.top() - theme.px(10))
        self.move(place.x(), max(place.y(), theme.px(100)))

    def _on_clicked(self) -> None:
        self.hide()
        self.acted.emit()
