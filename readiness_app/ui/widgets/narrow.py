"""Two panes side by side where there is room, one above the other where there is not."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from readiness_app.ui import theme


def stack_when_narrow(splitter: QSplitter, width: int, *, least: int, shares: tuple[int, int]) -> None:
    """Put the panes below each other when `width` (px) is under `least` (px at 100 %); each turn gives them these shares of the room."""
    wanted = Qt.Orientation.Vertical if width < theme.px(least) else Qt.Orientation.Horizontal
    if splitter.orientation() is not wanted:
        splitter.setOrientation(wanted)
        room = splitter.height() if wanted is Qt.Orientation.Vertical else splitter.width()
        splitter.setSizes([room * share // sum(shares) for share in shares])
