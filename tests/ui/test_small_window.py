"""The window where room is short: nothing is cut, nothing stays empty, nothing lies over anything else."""

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
