"""Buttons: Enter presses the one that has the keyboard."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.widgets.buttons import Button, IconButton


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("make", [lambda: Button("Seal"), lambda: IconButton("copy", "Copy")])
def test_a_key_presses_the_button(qtbot: QtBot, make, key) -> None:
    button = make()
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked, timeout=1000):
        qtbot.keyClick(button, key)


def test_enter_on_cancel_cancels(qtbot: QtBot) -> None:
    dialog = Dialog("Seal", "Seal")
    qtbot.addWidget(dialog)
    dialog.open()
    with qtbot.waitSignal(dialog.rejected, timeout=1000):
        qtbot.keyClick(dialog.cancel, Qt.Key.Key_Return)
