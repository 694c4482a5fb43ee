"""Buttons: one primary per screen, the others plain or quiet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from readiness_app.ui import theme
from readiness_app.ui.icons import set_icon
from readiness_app.ui.widgets.labels import tooltip
from readiness_app.ui.widgets.visible import shown


def literal(text: str) -> str:
    """The text for a button or action so that "&" is shown and makes no Alt+key shortcut."""
    return shown(text).replace("&", "&&")


def _pressed_by(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Presses the button where the key is Enter; not again while it is held down."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    if not event.isAutoRepeat():
        button.click()
    event.accept()
    return True


class Button(QPushButton):
    """A button with a border; connect `clicked` or, better, give it an action with `follow`."""

    look = ""
    ink = "text"

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None, *, tip: str = "") -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon:
            set_icon(self, icon, self.ink, 16)
        if self.look:
            theme.dress(self, self.look)
        self.setToolTip(tooltip(tip))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, and never another one."""
        if not _pressed_by(self, event):
            super().keyPressEvent(event)

    def setText(self, text: str) -> None:
        """Show this text literally."""
        super().setText(literal(text))
        self.setAccessibleName(shown(text))


class PrimaryButton(Button):
    """The one thing to do here."""

    look = "primary"
    ink = "on_accent"


class QuietButton(Button):
    """A side path: no border until hovered or focused."""

    look = "quiet"
    ink = "text_2"


class DangerButton(Button):
    """What cannot be undone."""

    look = "danger"
    ink = "unknown"


class LinkButton(Button):
    """A command inside running text."""

    look = "link"
    ink = "accent"


class IconButton(QToolButton):
    """Only an icon; the name is its tooltip and what a screen reader says."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None, *, size: int = 18, color_role: str = "text_2") -> None:
        super().__init__(parent)
        set_icon(self, icon, color_role, size)
        self.setAccessibleName(shown(name))
        self.setToolTip(tooltip(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it too."""
        if not _pressed_by(self, event):
            super().keyPressEvent(event)
