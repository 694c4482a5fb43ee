"""A drop-down over the members of a closed list."""

from collections.abc import Iterable
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from readiness_app.ui.widgets.labels import tooltip
from readiness_app.wording import meaning, word


class ChoiceField(QComboBox):
    """Picks one of some values; `picked` tells the value that a person chose, never one that was set by code."""

    picked = Signal(object)

    def __init__(self, choices: Iterable[tuple[object, str]], name: str = "", parent: QWidget | None = None) -> None:
        """`choices` are pairs of value and word."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._values: list[object] = []
        self.set_choices(choices)
        self.activated.connect(self._on_activated)

    def set_choices(self, choices: Iterable[tuple[object, str]]) -> None:
        """Offer other values; the chosen one stays if it is still there."""
        before = self.value()
        pairs = list(choices)
        self.clear()
        self._values = [value for value, _ in pairs]
        for place, (value, text) in enumerate(pairs):
            self.addItem(text)
            if isinstance(value, StrEnum):
                self.setItemData(place, tooltip(meaning(value)), Qt.ItemDataRole.ToolTipRole)
        self.set_value(before if before in self._values else None)

    def value(self) -> object | None:
        """The chosen value, or None."""
        return self._values[self.currentIndex()] if 0 <= self.currentIndex() < len(self._values) else None

    def set_value(self, value: object | None) -> None:
        """Show this choice without telling anybody; None shows the value None if it is offered, else no choice."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past must not change an answer."""
        event.ignore()

    def _on_activated(self, place: int) -> None:
        self.picked.emit(self._values[place])


def choices_of(members: Iterable[StrEnum]) -> list[tuple[object, str]]:
    """Pairs of value and word for members of an enum."""
    return [(member, word(member)) for member in members]
