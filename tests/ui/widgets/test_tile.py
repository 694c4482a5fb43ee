"""Tiles: opened by mouse, space bar and Enter alike."""

import pytest
from PySide6.QtCore import Qt

from readiness_app.ui.widgets.tile import ActionTile


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_tile_is_opened_by_key(qtbot, key):
    tile = ActionTile("plus", "New", "Begin")
    qtbot.addWidget(tile)
    with qtbot.waitSignal(tile.clicked, timeout=1000):
        qtbot.keyClick(tile, key)
