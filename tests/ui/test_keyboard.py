"""What keys do in the window: letters only on the item that is seen, menus, the banner, where the keyboard begins."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from readiness_app.ui.main_window import MainWindow
from tests.ui.on_screen import sample_file
from tests.ui.window import empty_window, preferences, start_window, window

__all__ = ["empty_window", "preferences", "sample_file", "start_window", "window"]


@pytest.mark.parametrize("page", ["decide", "evidence", "history"])
def test_letters_do_nothing_where_no_item_is_seen(window: MainWindow, page: str, qtbot: QtBot) -> None:
    assert window.frame is not None and window.review is not None
    before = window.frame.walk.work.item
    window.run(f"page:{page}")
    for letter in "NJKAC":
        qtbot.keyClick(window, letter)
    assert window.frame.page.name == page and window.frame.walk.work.item == before and not window.review.undo_stack.count()


def test_letters_move_through_the_items(window: MainWindow, qtbot: QtBot) -> None:
    assert window.frame is not None
    window.run("page:decide")
    window.run("page:walk")
    before = window.frame.walk.work.item
    qtbot.keyClick(window, "J")
    assert window.frame.walk.work.item != before


def test_letters_are_text_where_somebody_types(window: MainWindow) -> None:
    assert window.frame is not None
    window.frame.focus_search()
    assert not window.commands["adopt"].shortcuts()
    window.frame.walk.list.view.setFocus()
    assert window.commands["adopt"].shortcuts()


@pytest.mark.parametrize(("key", "held", "name"), [("F", "Alt", "File"), ("G", "Alt", "Go"), ("F10", "", "File")])
def test_menus_open_by_key(window: MainWindow, key: str, held: str, name: str, qtbot: QtBot) -> None:
    modifiers = Qt.KeyboardModifier.AltModifier if held else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(window, getattr(Qt.Key, f"Key_{key}"), modifiers)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and menu.title() == f"&{name}" and menu.activeAction() is not None
    menu.close()


def test_the_keyboard_begins_on_the_first_thing_to_do(start_window: MainWindow) -> None:
    assert start_window.start.new.hasFocus()


def test_nothing_invisible_stops_tab_on_the_first_page(start_window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(start_window.start.new, Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert start_window.start.new.hasFocus()
    qtbot.keyClick(start_window.start.new, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is not start_window.start


def test_the_banner_is_reached_by_key_and_among_the_commands(window: MainWindow, qtbot: QtBot) -> None:
    window.banner.show_text("warning", "The history is shorter than it was.", ("It was on purpose", "Backups…"))
    qtbot.keyClick(window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert window.banner.buttons()[0].hasFocus()
    assert [entry.text for entry in window.banner.entries()] == ["It was on purpose", "Backups…"]
    window.banner.hide()
    assert window.banner.entries() == []


def test_a_toast_goes_with_the_page_and_before_a_dialog(window: MainWindow) -> None:
    window.toast.show_text("Edition 1 is sealed")
    window.run("page:history")
    assert not window.toast.isVisible()
    window.toast.show_text("Edition 1 is sealed")
    window.run("preferences")
    assert not window.toast.isVisible()


def test_seal_above_is_possible_where_it_is_below(window: MainWindow) -> None:
    assert window.frame is not None
    window.run("page:decide")
    assert window.frame.top.next_step.isEnabled() == window.frame.page.sealing.seal.isEnabled()  # type: ignore[attr-defined]
    assert "Nobody is named" in window.frame.top.next_step.accessibleDescription()
