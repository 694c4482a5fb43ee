"""Exclusive buttons: what a person picks is told, what code sets is not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from readiness_app.domain.vocabulary import Knowledge, SourceKind, Verdict
from readiness_app.ui.widgets.choice_field import ChoiceField, choices_of
from readiness_app.ui.widgets.pickers import KNOWLEDGE_ORDER, KnowledgePicker, VerdictPicker
from readiness_app.ui.widgets.segmented import Option, Segmented


@pytest.fixture
def picker(qtbot: QtBot) -> KnowledgePicker:
    made = KnowledgePicker()
    qtbot.addWidget(made)
    made.resize(760, 40)
    made.show()
    return made


def test_click_picks(picker: KnowledgePicker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picker.picked) as caught:
        qtbot.mouseClick(picker.button(Knowledge.UNKNOWN), Qt.MouseButton.LeftButton)
    assert caught.args == [Knowledge.UNKNOWN] and picker.value() is Knowledge.UNKNOWN


def test_assistive_toggle_picks(picker: KnowledgePicker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picker.picked):
        picker.button(Knowledge.KNOWN).setChecked(True)


def test_setting_by_code_is_silent(picker: KnowledgePicker, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(picker.picked):
        picker.set_value(Knowledge.KNOWN)
        picker.set_value(None)
    assert picker.value() is None


def test_after_a_silent_change_clicks_are_told_again(picker: KnowledgePicker, qtbot: QtBot) -> None:
    picker.set_value(Knowledge.KNOWN)
    with qtbot.waitSignal(picker.picked):
        picker.button(Knowledge.UNKNOWN).click()


def test_arrows_move_and_space_picks(picker: KnowledgePicker, qtbot: QtBot) -> None:
    picker.set_value(Knowledge.KNOWN)
    picker.activateWindow()
    picker.focus_choice()
    qtbot.waitUntil(picker.button(Knowledge.KNOWN).hasFocus)
    with qtbot.assertNotEmitted(picker.picked):
        qtbot.keyClick(picker.button(Knowledge.KNOWN), Qt.Key.Key_Right)
    assert picker.button(Knowledge.PARTLY_KNOWN).hasFocus()
    with qtbot.waitSignal(picker.picked):
        qtbot.keyClick(picker.button(Knowledge.PARTLY_KNOWN), Qt.Key.Key_Space)


def test_what_is_not_allowed_says_why(picker: KnowledgePicker) -> None:
    picker.set_allowed({Knowledge.KNOWN}, "This hard gate cannot be marked not applicable.")
    assert not picker.button(Knowledge.NOT_APPLICABLE).isEnabled()
    assert "hard gate" in picker.button(Knowledge.NOT_APPLICABLE).toolTip()


def test_every_knowledge_and_verdict_can_be_picked(qtbot: QtBot) -> None:
    verdicts = VerdictPicker()
    qtbot.addWidget(verdicts)
    assert set(KNOWLEDGE_ORDER) == set(Knowledge)
    assert all(verdicts.button(verdict).accessibleName() for verdict in Verdict)


def test_member_of_another_list_is_no_option(picker: KnowledgePicker) -> None:
    with pytest.raises(ValueError, match="not one of the options"):
        picker.set_value("known")


def test_buttons_wrap_where_it_is_narrow(picker: KnowledgePicker) -> None:
    layout = picker.layout()
    assert layout is not None and layout.heightForWidth(300) > layout.heightForWidth(900)


def test_ampersands_make_no_shortcut(qtbot: QtBot) -> None:
    made = Segmented([Option(value=1, text="Q&A")], "Topic")
    qtbot.addWidget(made)
    assert made.button(1).text() == "Q&&A" and made.button(1).shortcut().isEmpty()


def test_choice_field_tells_only_what_a_person_chose(qtbot: QtBot) -> None:
    field = ChoiceField(choices_of(SourceKind), "Source kind")
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.picked):
        field.set_value(SourceKind.PRESS)
    with qtbot.waitSignal(field.picked) as caught:
        field.activated.emit(0)
    assert caught.args == [SourceKind.CONTRACT] and field.value() is SourceKind.PRESS


def test_scrolling_past_changes_no_choice(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    field = ChoiceField(choices_of(SourceKind), "Source kind", parent)
    assert field.focusPolicy() == Qt.FocusPolicy.StrongFocus
