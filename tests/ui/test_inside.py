"""What is inside a widget is found, and is gone when it goes."""

import gc

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from readiness_app.ui.inside import inside


def test_everything_of_a_kind_is_found_at_any_depth(qtbot: QtBot) -> None:
    root, deep = QWidget(), QLabel("deep")
    qtbot.addWidget(root)
    deep.setParent(QWidget(QWidget(root)))
    assert inside(root, QLabel) == [deep] and len(inside(root, QWidget)) == 3


def test_what_was_found_is_let_go_of_although_the_window_stays(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    gc.collect()  # of what windows before this one left
    bars = sum(isinstance(one, QScrollBar) for one in gc.get_objects())
    QScrollArea(window).deleteLater()
    assert len(inside(window, QScrollBar)) == 2
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert sum(isinstance(one, QScrollBar) for one in gc.get_objects()) == bars
