"""Fields hand over what was typed, once, and never lose it."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from readiness_app.ui.widgets.date_field import DateField, date_text, parse_date
from readiness_app.ui.widgets.fields import SearchField, TextArea, TextField, commit_pending
from readiness_app.ui.widgets.form import Form


@pytest.fixture
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


class Desk(QWidget):
    """A window with a field and a place to move on to."""

    def __init__(self, qtbot: QtBot, field: TextField | TextArea) -> None:
        super().__init__()
        qtbot.addWidget(self)
        self.field, self.other, self.told = field, QLineEdit(), list[str]()
        column = QVBoxLayout(self)
        column.addWidget(field)
        column.addWidget(self.other)
        field.committed.connect(self.told.append)
        self.show()
        self.activateWindow()
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)


@pytest.fixture(params=[TextField, TextArea])
def desk(request: pytest.FixtureRequest, qtbot: QtBot) -> Desk:
    return Desk(qtbot, request.param("Note"))


def test_leaving_the_field_hands_over_once(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "found it")
    desk.other.setFocus()
    desk.field.setFocus()
    desk.other.setFocus()
    assert desk.told == ["found it"]


def test_nothing_typed_hands_over_nothing(desk: Desk) -> None:
    desk.field.load("as saved")
    desk.other.setFocus()
    assert desk.told == []


def test_hiding_the_field_hands_over(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "x")
    desk.hide()
    assert desk.told == ["x"]


def test_typed_text_survives_a_refresh(desk: Desk, qtbot: QtBot) -> None:
    desk.field.load("old")
    qtbot.keyClicks(desk.field, "typed ")
    shown = desk.field.text()
    desk.field.set_text("somebody else's")
    assert desk.field.text() == shown and desk.field.is_typing()


def test_refused_text_stays_and_can_be_handed_over_again(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "x")
    for _ in range(2):
        qtbot.keyClick(desk.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.field.set_text("")
    assert desk.told == ["x", "x"] and desk.field.text() == "x"


def test_text_taken_back_and_typed_again_is_handed_over_again(desk: Desk, qtbot: QtBot) -> None:
    for saved_meanwhile in ("x", ""):
        qtbot.keyClicks(desk.field, "x")
        desk.field.commit()
        desk.field.set_text(saved_meanwhile)
        desk.field.set_text("")
    assert desk.told == ["x", "x"]


def test_refresh_shows_newer_text_where_nothing_is_typed(desk: Desk) -> None:
    desk.field.load("old")
    desk.field.set_text("new")
    assert desk.field.text() == "new"


def test_saved_note_goes_when_typing_goes_on(desk: Desk, qtbot: QtBot) -> None:
    desk.field.show_saved()
    note = desk.field._note
    assert note.isVisible()
    qtbot.keyClicks(desk.field, "x")
    assert not note.isVisible()


def test_everything_pending_is_handed_over(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "x")
    commit_pending(desk)
    assert desk.told == ["x"]


def test_long_line_is_not_cut(desk: Desk) -> None:
    desk.field.load("y" * 100_000)
    assert len(desk.field.text()) == 100_000


def test_tab_leaves_a_text_area(qtbot: QtBot) -> None:
    desk = Desk(qtbot, TextArea("Note"))
    qtbot.keyClick(desk.field, Qt.Key.Key_Tab)
    assert desk.other.hasFocus() and desk.field.text() == ""


def test_text_area_grows_with_its_text(qtbot: QtBot) -> None:
    area = TextArea("Note", rows=2, most_rows=6)
    qtbot.addWidget(area)
    area.resize(300, 100)
    before = area.height()
    area.load("\n".join("abcdefgh"))
    assert area.height() > before


def test_idle_text_area_hands_over(qtbot: QtBot) -> None:
    desk = Desk(qtbot, TextArea("Note", idle_seconds=0.02))
    with qtbot.waitSignal(desk.field.committed):
        qtbot.keyClicks(desk.field, "x")


def test_search_waits_for_a_pause(qtbot: QtBot) -> None:
    field = SearchField("Search", pause_ms=10)
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.searched) as caught:
        qtbot.keyClicks(field, " quantum ")
    assert caught.args == ["quantum"]


def test_escape_clears_a_search(qtbot: QtBot) -> None:
    field = SearchField("Search", pause_ms=1)
    qtbot.addWidget(field)
    field.setText("x")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


@pytest.mark.parametrize("text", ["2026-03-29", "29 Mar 2026", "29 March 2026", "29.3.2026", "29/03/2026", "  29  Mar 2026 "])
def test_dates_are_understood(english: None, text: str) -> None:
    assert parse_date(text) == date(2026, 3, 29)


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "29 Mar", "0001-01-01"])
def test_other_texts_are_no_dates(english: None, text: str) -> None:
    assert parse_date(text) is None


def test_date_is_written_with_its_month(english: None) -> None:
    assert date_text(date(2026, 3, 29)) == "29 Mar 2026" and date_text(None) == ""


def test_typed_date_is_handed_over(english: None, qtbot: QtBot) -> None:
    field = DateField("As-of date")
    qtbot.addWidget(field)
    field.edit.setText("2026-03-29")
    with qtbot.waitSignal(field.committed) as caught:
        field.edit.commit()
    assert caught.args == [date(2026, 3, 29)] and field.edit.text() == "29 Mar 2026"


def test_wrong_date_stays_and_says_so(english: None, qtbot: QtBot) -> None:
    field = DateField("As-of date")
    qtbot.addWidget(field)
    field.edit.setText("31 Feb 2026")
    with qtbot.assertNotEmitted(field.committed), qtbot.waitSignal(field.refused):
        field.edit.commit()
    assert field.edit.text() == "31 Feb 2026" and field.is_wrong()


def test_emptied_date_is_none(english: None, qtbot: QtBot) -> None:
    field = DateField("Until")
    qtbot.addWidget(field)
    field.load(date(2026, 3, 29))
    field.edit.clear()
    with qtbot.waitSignal(field.committed) as caught:
        field.edit.commit()
    assert caught.args == [None]


def test_calendar_opens_on_the_date_shown(english: None, qtbot: QtBot) -> None:
    field = DateField("Until")
    qtbot.addWidget(field)
    field.load(date(2026, 3, 29))
    field.show()
    field.open_calendar()
    assert field._popup is not None and field._popup.isVisible()
    field._popup.close()


def test_label_names_its_field_and_errors_are_spoken(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    row = form.add("Vendor", TextField(), "Who makes the model.")
    row.set_error("Name the vendor.")
    assert (row.field.accessibleName(), row.field.accessibleDescription()) == ("Vendor", "Name the vendor.")
    row.set_error("")
    assert row.error.isHidden() and row.field.accessibleDescription() == "Who makes the model."
