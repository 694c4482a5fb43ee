"""Dialogs: the first field has the focus, Tab goes through the fields and then to the buttons."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from readiness_app.ui.dialogs.claim import ClaimDialog
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.widgets.fields import TextArea, TextField


@pytest.fixture
def dialog(qtbot):
    made = Dialog("Title", "Do it")
    made.fields = [TextField("One"), TextField("Two")]
    for field in made.fields:
        made.add(field)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitExposed(made)
    return made


def test_the_first_field_has_the_focus(dialog):
    assert dialog.fields[0].isAncestorOf(dialog.focusWidget()) or dialog.focusWidget() is dialog.fields[0]


def test_ctrl_enter_presses_the_verb_from_any_field(dialog, qtbot):
    dialog.take = lambda: "done"
    area = TextArea("Three")
    dialog.add(area)
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.value == "done" and not dialog.isVisible()


def test_a_claim_begins_with_its_statement(qtbot):
    made = ClaimDialog("MOD-01", "Ruth", date(2026, 3, 29), ())
    qtbot.addWidget(made)
    made.open()
    qtbot.waitExposed(made)
    assert made.focusWidget() is made.statement


def test_tab_ends_at_the_buttons(dialog, qtbot):
    for _ in range(2):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.cancel
