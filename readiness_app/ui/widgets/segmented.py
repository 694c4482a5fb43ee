"""A row of buttons of which one is chosen."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy, QWidget

from readiness_app.ui import theme
from readiness_app.ui.icons import set_icon
from readiness_app.ui.marks import mark
from readiness_app.ui.widgets.buttons import literal
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import tooltip
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice: its value, word, icon, tone when chosen, and a sentence of help."""

    value: object
    text: str
    icon: str = ""
    tone: str = "info"
    tip: str = ""


def options_of(members: Iterable[StrEnum]) -> tuple[Option, ...]:
    """Options for members of an enum, with the words, icons and tones used everywhere."""
    return tuple(_option_of(member) for member in members)


def _option_of(member: StrEnum) -> Option:
    look = mark(member)
    return Option(value=member, text=look.text, icon=look.icon, tone=look.tone if look.icon else "info", tip=meaning(member))


class _Segment(QPushButton):
    """One button; arrow keys move the focus, space and Enter choose."""

    stepped = Signal(int)
    left = Signal()

    def __init__(self, option: Option, look: str, parent: QWidget) -> None:
        super().__init__(literal(option.text), parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(option.text)
        self.setToolTip(tooltip(option.tip))
        theme.dress(self, look, tone=option.tone)
        if option.icon:
            set_icon(self, option.icon, "text_2", 16, on_role=option.tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move; Enter chooses as space does."""
        forward = Qt.Key.Key_Left if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else Qt.Key.Key_Right
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() in (forward, Qt.Key.Key_Down) else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tab comes back to the chosen one."""
        super().focusOutEvent(event)
        self.left.emit()


class Segmented(QFrame):
    """Exclusive buttons in a row that wraps; `picked` tells the value that a person chose, never one that was set by code."""

    picked = Signal(object)

    def __init__(self, options: Iterable[Option], name: str, *, look: str = "segmented", parent: QWidget | None = None) -> None:
        """`name` is what a screen reader says; `look` is "segmented" (a boxed picker) or "pills" (filters)."""
        super().__init__(parent)
        self._options = tuple(options)
        self._quiet = False
        self.setAccessibleName(visible(name))
        theme.dress(self, look)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = FlowLayout(self)
        theme.spaced(row, margin=3 if look == "segmented" else 0, gap=1 if look == "segmented" else 0)
        self._group = QButtonGroup(self)
        for number, option in enumerate(self._options):
            button = _Segment(option, "segment" if look == "segmented" else "pill", self)
            row.addWidget(button)
            self._group.addButton(button, number)
            button.stepped.connect(self._on_stepped)
            button.left.connect(self._settle_stop)
        self._group.idToggled.connect(self._on_toggled)
        self._settle_stop()

    def value(self) -> object | None:
        """The chosen value, or None."""
        number = self._group.checkedId()
        return self._options[number].value if number >= 0 else None

    def set_value(self, value: object | None) -> None:
        """Show this choice without telling anybody; None shows no choice. ValueError for a value that is no option."""
        self._quiet = True
        try:
            if value is None:
                self._clear()
            else:
                self._button(self._number(value)).setChecked(True)
        finally:
            self._quiet = False
        self._settle_stop()

    def set_allowed(self, values: Collection[object], why: str = "") -> None:
        """Only these can be chosen; the tooltip of the others says why."""
        for number, option in enumerate(self._options):
            button = self._button(number)
            button.setEnabled(option.value in values)
            button.setToolTip(tooltip(option.tip if button.isEnabled() else why or option.tip))
        self._settle_stop()

    def set_text(self, value: object, text: str) -> None:
        """Another text on one option, such as one with a count."""
        button = self._button(self._number(value))
        button.setText(literal(text))
        button.setAccessibleName(text)
        self.updateGeometry()

    def focus_choice(self) -> None:
        """Put the keyboard on the chosen option, or the first."""
        self._button(max(0, self._group.checkedId())).setFocus(Qt.FocusReason.OtherFocusReason)

    def button(self, value: object) -> QPushButton:
        """The button of a value."""
        return self._button(self._number(value))

    def _button(self, number: int) -> QPushButton:
        button = self._group.button(number)
        assert isinstance(button, QPushButton)
        return button

    def _number(self, value: object) -> int:
        for number, option in enumerate(self._options):
            if type(option.value) is type(value) and option.value == value:
                return number
        raise ValueError(f"{value!r} is not one of the options")

    def _clear(self) -> None:
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)

    def _settle_stop(self) -> None:
        # Tab comes to one of them: the chosen one, or the first that can be chosen; Qt would take the one that had the keyboard last.
        buttons = self._group.buttons()
        stop = next((one for one in buttons if one.isChecked()), None) or next((one for one in buttons if one.isEnabled()), None)
        for one in buttons:
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is stop or one.hasFocus() else Qt.FocusPolicy.ClickFocus)

    def _on_toggled(self, number: int, on: bool) -> None:
        self._settle_stop()
        if on and not self._quiet:
            self.picked.emit(self._options[number].value)

    def _on_stepped(self, step: int) -> None:
        buttons = [button for button in self._group.buttons() if button.isEnabled()]
        here = next((place for place, button in enumerate(buttons) if button.hasFocus()), 0)
        buttons[(here + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
