"""Tab goes through every dialog in the order in which it is read."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.theme import Theme
from tests.literal.hostile import Texts
from tests.literal.review import States, literal, states
from tests.literal.screens import Findings
from tests.literal.shows import RECIPES, Tour, tour
from tests.literal.test_screens import SEALED_ONLY
from tests.ui.conftest import theme_of_tests, themed

__all__ = ["theme_of_tests", "themed"]


@pytest.fixture(scope="module")
def made_states(tmp_path_factory: pytest.TempPathFactory) -> States:
    return states(literal(Texts()), tmp_path_factory.mktemp("literal"))


def place(widget: QWidget, dialog: Dialog) -> tuple[int, int]:
    ground = dialog._ground  # what scrolls; the buttons stand below all of it
    inside = ground.isAncestorOf(widget)
    corner = widget.mapTo(ground if inside else dialog, QPoint(0, 0))
    return corner.y() + (0 if inside else ground.height()), corner.x()


def stops(dialog: Dialog) -> list[QWidget]:
    """What real Tab keys come to, beginning with the first field."""
    found, one = [], dialog.focusWidget()
    while one is not None and one not in found:
        found.append(one)
        QTest.keyClick(one, Qt.Key.Key_Tab)
        one = dialog.focusWidget()
    return found


def out_of_order(dialog: Dialog) -> list[str]:
    """Pairs that Tab takes against the way of reading: upwards, or leftwards in one row."""
    wrong = []
    walked = [one for one in stops(dialog) if dialog.isAncestorOf(one)]
    if walked:
        first = min(range(len(walked)), key=lambda at: place(walked[at], dialog))
        walked = walked[first:] + walked[:first]
    for one, following in pairwise(walked):
        (top, left), (below, right) = place(one, dialog), place(following, dialog)
        if below + following.height() <= top or (below < top + one.height() and right < left and below <= top):
            wrong.append(f"{type(one).__name__} {one.accessibleName()} -> {type(following).__name__} {following.accessibleName()}")
    return wrong


def looked_at(shown: Tour, name: str) -> list[str]:
    dialog = RECIPES[name](shown)
    if not isinstance(dialog, Dialog):
        return []
    dialog.open()
    QApplication.processEvents()
    wrong = [f"{name}: {pair}" for pair in out_of_order(dialog)]
    dialog.close()
    dialog.deleteLater()
    return wrong


@pytest.mark.slow
def test_tab_follows_the_eye(made_states: States, themed: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    with tour(made_states, themed, tmp_path, qtbot, Findings(made_states.made.texts)) as shown:
        shown.open("opened")
        wrong = [pair for name in RECIPES if name not in SEALED_ONLY for pair in looked_at(shown, name)]
        shown.open("sealed")
        wrong += [pair for name in sorted(SEALED_ONLY) for pair in looked_at(shown, name)]
    assert wrong == []
