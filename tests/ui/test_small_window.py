"""The window where room is short: nothing is cut, nothing stays empty, nothing lies over anything else."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.on_screen import LONG, sample_file
from tests.ui.window import empty_window, preferences, window

__all__ = ["empty_window", "preferences", "sample_file", "window"]


def test_report_pages_are_in_sight_after_the_window_shrank_elsewhere(window, qtbot):
    window.run("page:report")
    view = window.frame.page.view()
    qtbot.waitUntil(lambda: bool(view._in_sight()), timeout=LONG)
    window.run("page:history")
    window.resize(1024, 680)
    window.run("page:report")
    qtbot.waitUntil(lambda: bool(view._in_sight()), timeout=3000)
    assert view.pages()[0].y() < view.viewport().height()


@pytest.mark.parametrize("size", [(1024, 680), (1360, 880)])
@pytest.mark.parametrize("zoom", [100, 125, 150, 200])
def test_nothing_of_an_item_is_cut(window, qtbot, size, zoom):
    window.preferences.change(zoom=zoom)
    window.resize(*size)
    window.frame.show_item("ACC-06")
    qtbot.wait(20)
    walk, top = window.frame.walk, window.frame.top
    assert walk.width() >= walk.minimumSizeHint().width() and top.width() >= top.minimumSizeHint().width()
    corner = walk.next_open.mapTo(window, walk.next_open.rect().bottomRight())
    assert walk.next_open.isVisible() and window.rect().contains(corner)
    assert walk.panel.viewport().width() >= walk.panel.widget().minimumSizeHint().width()


def test_list_and_item_take_turns_where_there_is_room_for_one(window, qtbot):
    window.preferences.change(zoom=150)
    window.resize(1024, 680)
    window.frame.show_item("ACC-06")
    assert window.frame.nav.is_rail() and not window.frame.walk.list.isVisible()
    window.frame.walk.to_list.click()
    assert window.frame.walk.list.isVisible() and not window.frame.walk.panel.isVisible()


def test_the_search_button_becomes_a_field_and_back(window, qtbot):
    window.preferences.change(zoom=150)
    window.resize(1024, 680)
    window.run("search")
    top = window.frame.top
    assert top.search.isVisible() and not top.find_button.isVisible()
    window.frame.walk.next_open.setFocus()
    assert top.find_button.isVisible() and not top.search.isVisible()


def test_the_usual_window_has_filters_and_knowledge_in_one_row(window, qtbot):
    window.resize(1360, 880)
    window.frame.show_item("ACC-06")
    qtbot.wait(20)
    for row in (window.frame.walk.list.filters, window.frame.walk.panel.head.knowledge):
        assert len({button.y() for button in row._group.buttons() if button.isVisible()}) == 1
    assert window.frame.record.isVisible() and not window.frame.record.verticalScrollBar().isVisible()


def test_a_toast_leaves_the_footer_free(window, qtbot):
    window.preferences.change(zoom=200)
    window.toast.show_text("Adopted", "Undo")
    footer = window.frame.walk.next_open.parentWidget()
    assert window.toast.geometry().bottom() < footer.mapTo(window, footer.rect().topLeft()).y()


@pytest.mark.parametrize("view", ["gaps", "replies"])
@pytest.mark.parametrize("zoom", [100, 125, 150, 200])
def test_nothing_of_gaps_and_questions_is_cut(window, qtbot, zoom, view):
    window.preferences.change(zoom=zoom)
    window.resize(1024, 680)
    window.run("page:questions")
    page = window.frame.page
    if view == "replies":
        page.show_replies()
    qtbot.wait(20)
    assert window.width() == 1024 and page.width() >= page.minimumSizeHint().width()
    panel = page.panes.ask if view == "gaps" else page.panes.reply
    assert panel.viewport().width() >= panel.widget().minimumSizeHint().width()


def test_the_header_cuts_the_subject_and_neither_the_day_nor_what_is_saved(window):
    window.resize(1024, 680)
    window.show()
    top = window.frame.top
    top.show_saved("· Saved just now")
    QApplication.processEvents()
    assert all(label.width() >= label.sizeHint().width() for label in (top.dated, top.saved)) and "as of" in top.dated.text()
