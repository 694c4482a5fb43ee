"""Cards whose rows come and go."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.inside import clear


class Rows(QVBoxLayout):
    """Rows of a card, replaced as a whole; the widgets of the rows before are let go."""

    def __init__(self, gap: int = 12) -> None:
        super().__init__()
        theme.spaced(self, gap=gap)

    def show_rows(self, rows: Iterable[QWidget]) -> None:
        """Show these rows instead."""
        clear(self)
        for row in rows:
            self.addWidget(row)

    def widgets(self) -> list[QWidget]:
        """The rows, in order."""
        found = (self.itemAt(place) for place in range(self.count()))
        return [widget for item in found if item is not None and (widget := item.widget()) is not None]
