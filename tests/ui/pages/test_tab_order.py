"""Tab goes through every page in the order in which it is read, whatever was drawn anew since."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from readiness_app.domain.vocabulary import Knowledge, Verdict
from readiness_app.ui.main_window import MainWindow
from readiness_app.ui.widgets.reading_order import stops
from tests.ui.window import empty_window, preferences, window

__all__ = ["empty_window", "preferences", "window"]


def tabbed(window: MainWindow, qtbot: QtBot) -> list[QWidget]:
    """What real Tab keys come to on the page that is shown, in their order."""
    assert window.frame is not None
    start = window.frame.top.home
    start.setFocus()
    found: list[QWidget] = []
    for _ in range(300):
        here = QApplication.focusWidget()
        qtbot.keyClick(here, Qt.Key.Key_Tab)
        if (here := QApplication.focusWidget()) in (start, *found):
            break
        assert here is not None
        found.append(here)
    return [one for one in found if window.frame.page.isAncestorOf(one)]


def against_reading(walked: list[QWidget]) -> list[str]:
    """Pairs inside one scrolling column that Tab takes upwards."""
    wrong = []
    for one, following in pairwise(walked):
        area = next((a for a in ancestors(one) if isinstance(a, QScrollArea) and a.isAncestorOf(following)), None)
        if area is not None and (ground := area.widget()) is not None:
            top, below = (w.mapTo(ground, QPoint(0, 0)).y() for w in (one, following))
            if below + following.height() <= top:
                wrong.append(f"{one.accessibleName()} -> {following.accessibleName()}")
    return wrong


def ancestors(widget: QWidget) -> list[QWidget]:
    outer = widget.parentWidget()
    return [outer, *ancestors(outer)] if outer is not None else []


def left_out(window: MainWindow) -> list[str]:
    """What can take the keyboard and is seen, and Tab never comes to it."""
    assert window.frame is not None
    every = stops(window)
    seen = (one for one in window.frame.page.findChildren(QWidget) if one.isVisible() and one.isEnabled() and not one.focusProxy())
    return [
        f"{type(one).__name__} {one.accessibleName()}" for one in seen if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one not in every
    ]


@pytest.mark.parametrize("page", ["walk", "evidence", "questions", "decide", "report", "history", "compare"])
def test_tab_follows_the_eye_on_every_page(window: MainWindow, page: str, qtbot: QtBot) -> None:
    window.run(f"page:{page}")
    QApplication.processEvents()
    walked = tabbed(window, qtbot)
    assert walked and against_reading(walked) == [] and left_out(window) == []


@pytest.mark.parametrize("knowledge", [Knowledge.UNKNOWN, Knowledge.NOT_APPLICABLE])
def test_tab_goes_through_the_form_that_was_opened(window: MainWindow, knowledge: Knowledge, qtbot: QtBot) -> None:
    assert window.frame is not None
    window.frame.walk.show_item("OPS-02")
    window.run(f"knowledge:{knowledge.value}")
    walked = tabbed(window, qtbot)
    head = window.frame.walk.panel.head
    form = head.unknown_form if knowledge is Knowledge.UNKNOWN else head.because_form
    at = walked.index(head.unknown_form.what if knowledge is Knowledge.UNKNOWN else head.because_form.because)
    assert walked[at + 1 : at + 3] == [form.record, form.cancel] and against_reading(walked) == [] and left_out(window) == []


def test_tab_goes_through_claims_that_were_drawn_anew(window: MainWindow, qtbot: QtBot) -> None:
    assert window.frame is not None and window.review is not None
    for item in [one.id for one in window.review.review.checklist.items() if window.review.review.stored_answer(one.id).claims][:2]:
        window.frame.walk.show_item(item)
        window.run(f"verdict:{Verdict.ACCEPTABLE_WITH_CONTROL.value}")
        walked = tabbed(window, qtbot)
        assert against_reading(walked) == [] and left_out(window) == []


def test_tab_starts_at_the_chosen_answer(window: MainWindow, qtbot: QtBot) -> None:
    assert window.frame is not None and window.review is not None
    window.frame.walk.show_item("OPS-02")
    picker = window.frame.walk.panel.head.knowledge
    assert [one for one in tabbed(window, qtbot) if picker.isAncestorOf(one)] == [picker.button(picker.value())]
