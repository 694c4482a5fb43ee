"""Tiles: opened by mouse, space bar and Enter alike."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from readiness_app.ui.widgets.tile import ActionTile, Tile


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_tile_is_opened_by_key(qtbot, key):
    tile = ActionTile("plus", "New", "Begin")
    qtbot.addWidget(tile)
    with qtbot.waitSignal(tile.clicked, timeout=1000):
        qtbot.keyClick(tile, key)


def test_a_tile_without_wrapping_words_keeps_its_height(qtbot):
    page, tile = QWidget(), Tile("Review")
    inside, around = QVBoxLayout(), QVBoxLayout(page)
    for words in ("one", "two", "three"):
        inside.addWidget(QLabel(words))
    tile.fill(inside)
    around.addWidget(tile)
    around.addStretch(1)
    qtbot.addWidget(page)
    page.resize(600, 600)
    page.show()
    assert tile.height() >= tile.sizeHint().height() > 50
