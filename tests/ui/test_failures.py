"""Errors nobody caught are shown, logged and never swallowed."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from readiness_app.domain.errors import Refused
from readiness_app.ui import failures
from readiness_app.ui.failures import FailureDialog, Failures


@pytest.fixture
def caught(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Failures]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    window = QWidget()
    qtbot.addWidget(window)
    made = failures.install(lambda: window, tmp_path / "logs" / "readiness.log")
    yield made
    for handler in list(logging.getLogger("readiness").handlers):
        handler.close()
        logging.getLogger("readiness").removeHandler(handler)


def shown(caught: Failures) -> FailureDialog:
    assert caught.dialog is not None
    return caught.dialog


def test_known_trouble_goes_to_the_banner(caught: Failures, qtbot: QtBot) -> None:
    with qtbot.waitSignal(caught.refused) as signal:
        caught.report(Refused("Add a reason."))
    assert str(signal.args[0]) == "Add a reason." and caught.dialog is None


def test_bug_in_a_slot_opens_the_dialog(caught: Failures, qtbot: QtBot) -> None:
    def slip() -> None:
        raise TypeError("wrong kind")

    QTimer.singleShot(0, slip)
    qtbot.waitUntil(lambda: caught.dialog is not None and caught.dialog.isVisible())
    assert "in slip" in shown(caught).details.toPlainText()
    shown(caught).close()


def test_bug_in_a_thread_opens_the_dialog(caught: Failures, qtbot: QtBot) -> None:
    def slip() -> None:
        raise TypeError("in a thread")

    thread = threading.Thread(target=slip)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: caught.dialog is not None)
    shown(caught).close()


@pytest.mark.parametrize("kind", [ValueError, TypeError, RuntimeError, OSError, AssertionError, KeyError])
def test_bug_is_logged_without_what_was_typed(kind: type[Exception], caught: Failures, qtbot: QtBot, tmp_path: Path) -> None:
    caught.report(kind("my secret passphrase"))
    qtbot.waitUntil(lambda: caught.dialog is not None)
    log = (tmp_path / "logs" / "readiness.log").read_text(encoding="utf-8")
    assert kind.__name__ in log and "secret" not in log
    assert "secret" not in shown(caught).details.toPlainText()
    shown(caught).close()


def test_the_words_of_an_error_are_shown_only_when_asked_for(qtbot: QtBot) -> None:
    dialog = FailureDialog(ValueError("typed"), Path("/logs/readiness.log"))
    qtbot.addWidget(dialog)
    before = dialog.details.toPlainText()
    dialog.words.setChecked(True)
    assert "typed" not in before and dialog.details.toPlainText() == "builtins.ValueError: typed"


def test_a_hundred_bugs_open_one_dialog(caught: Failures, qtbot: QtBot, tmp_path: Path) -> None:
    for _ in range(100):
        caught.report(TypeError("again"))
    qtbot.waitUntil(lambda: caught.dialog is not None)
    first = caught.dialog
    qtbot.wait(20)
    assert caught.dialog is first
    assert (tmp_path / "logs" / "readiness.log").read_text(encoding="utf-8").count("builtins.TypeError") == 100
    shown(caught).close()


def test_details_can_be_copied(qtbot: QtBot) -> None:
    dialog = FailureDialog(ValueError("<b>words</b>"), Path("/logs/readiness.log"))
    qtbot.addWidget(dialog)
    dialog.words.setChecked(True)
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "builtins.ValueError: <b>words</b>"
