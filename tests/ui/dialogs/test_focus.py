"""Dialogs: the first field has the focus, Tab goes through the fields and then to the buttons."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.ui.dialogs.claim import ClaimDialog
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.dialogs.files import copy_path
from readiness_app.ui.widgets.fields import TextArea, TextField
from readiness_app.ui.widgets.form import FormRow


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


ADDED = datetime(2026, 3, 29, tzinfo=UTC)


def filed(address: str, sha256: str) -> Evidence:
    return Evidence(
        sha256=sha256, title="Trust page", name="trust.txt", size=1, address=address, media_type="text/plain", added=ADDED, added_by="Ruth"
    )


def test_a_claim_takes_over_the_address_of_its_file(qtbot):
    made = ClaimDialog(
        "MOD-01", "Ruth", date(2026, 3, 29), [filed("https://trust.example", "a" * 64), filed("https://other.example", "b" * 64)]
    )
    qtbot.addWidget(made)
    for sha256, address in (("a" * 64, "https://trust.example"), ("b" * 64, "https://other.example")):
        made.file.set_value(sha256)
        made.file.picked.emit(sha256)
        assert made.address.text() == address
    made.address.setText("https://my.example")
    made.file.picked.emit("a" * 64)
    assert made.address.text() == "https://my.example"


def test_a_refusal_leads_to_the_field(dialog, qtbot):
    row = FormRow("Your name", TextField("Your name"))
    dialog.add(row)
    row.show()

    def take():
        row.set_error("Say who you are.")
        raise Refused("Look at the fields marked above.")

    dialog.take = take
    dialog.verb.click()
    assert dialog.focusWidget() is row.field


@pytest.mark.parametrize(("marked", "told"), [(Confidentiality.UNDER_NDA, "under NDA"), (Confidentiality.CONFIDENTIAL, "confidential")])
def test_saving_a_copy_says_that_it_is_plain(dialog, monkeypatch, marked, told):
    titles = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda parent, title, *rest: titles.append(title) or ("", ""))
    copy_path(dialog, replace(filed("", "a" * 64), confidentiality=marked))
    copy_path(dialog, replace(filed("", "a" * 64), confidentiality=Confidentiality.PUBLIC))
    assert f"This file is {told}, and the copy is not encrypted" in titles[0] and titles[1] == "Save a copy of the file"
