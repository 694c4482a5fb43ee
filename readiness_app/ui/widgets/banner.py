"""A strip that says what is the matter and what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.icons import set_icon
from readiness_app.ui.widgets.buttons import Button, IconButton
from readiness_app.ui.widgets.command_palette import PaletteEntry
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.toast import announce
from readiness_app.ui.widgets.visible import visible

_KINDS = {
    "info": ("info", "info"),
    "success": ("circle-check", "known"),
    "warning": ("triangle-alert", "partly"),
    "error": ("circle-x", "unknown"),
}


class Banner(QFrame):
    """Hidden until `show_text`; kinds are info, success, warning and error. `acted` carries the text of the button used."""

    acted = Signal(str)
    dismissed = Signal()

    def __init__(
        self, kind: str = "info", text: str = "", actions: Sequence[str] = (), *, closable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel("info")
        self._text = PlainLabel("", "medium", selectable=True)
        self._buttons = QHBoxLayout()
        theme.spaced(self._buttons, gap=8)
        self._close = IconButton("x", self.tr("Dismiss"), size=16)
        self._close.setVisible(closable)
        self._close.clicked.connect(self._on_close)
        row = QHBoxLayout(self)
        theme.spaced(row, margin=(14, 8, 8, 8), gap=10)
        for part in (self._icon, self._text):
            row.addWidget(part, 1 if part is self._text else 0)
        row.addLayout(self._buttons)
        row.addWidget(self._close)
        self.hide()
        if text:
            self.show_text(kind, text, actions)

    def show_text(self, kind: str, text: str, actions: Sequence[str] = ()) -> None:
        """Show a sentence and buttons with these words; errors and warnings are announced. KeyError for another kind."""
        icon, tone = _KINDS[kind]
        theme.dress(self, "banner", tone=tone)
        set_icon(self._icon, icon, tone, 18)
        text = visible(text)  # a line break in a name begins no sentence of ours
        self._text.setText(text)
        self.setAccessibleName(text)
        self._replace_buttons(actions)
        self.show()
        if kind in ("warning", "error"):
            announce(self, text, urgent=kind == "error")

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def buttons(self) -> list[Button]:
        """The action buttons, in order."""
        items = (self._buttons.itemAt(place) for place in range(self._buttons.count()))
        found = (item.widget() for item in items if item is not None)
        return [button for button in found if isinstance(button, Button)]

    def entries(self) -> list[PaletteEntry]:
        """Its buttons for the command palette, while it is shown."""
        return [PaletteEntry(text=one.accessibleName(), run=one.click, hint=self.text()) for one in self.buttons() if self.isVisible()]

    def take_keyboard(self) -> None:
        """Put the keyboard on its first button, while it is shown."""
        if self.isVisible():
            next(iter((*self.buttons(), self._close))).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _replace_buttons(self, actions: Sequence[str]) -> None:
        for button in self.buttons():
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        for words in actions:
            button = Button(words)
            button.clicked.connect(self._on_action)
            self._buttons.addWidget(button)

    def _on_action(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.acted.emit(button.accessibleName())

    def _on_close(self) -> None:
        self.hide()
        self.dismissed.emit()
