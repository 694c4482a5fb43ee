"""A backup that fails on closing is told while somebody is there, and holds nobody up who is not."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from readiness_app.services import backups, reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.ui.dialogs import not_backed_up
from readiness_app.ui.dialogs.not_backed_up import NotBackedUpDialog
from readiness_app.ui.main_window import MainWindow
from tests.ui.on_screen import LONG, answers, sample_file
from tests.ui.test_keeping import path_of, save
from tests.ui.window import empty_window, preferences, window

__all__ = ["empty_window", "preferences", "sample_file", "window"]


def shown() -> NotBackedUpDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, NotBackedUpDialog))


@pytest.fixture
def path(window: MainWindow) -> Path:
    """A changed workspace whose window was closed, and whose backups cannot be written."""
    path = path_of(window)
    save(window, "seen")
    path.with_name("work.backups").write_text("in the way")
    assert window.close() and window.keeper.afterwards is not None
    return path


def test_it_says_why_and_tries_again(window: MainWindow, path: Path) -> None:
    said = []

    def act() -> None:
        said.append(shown().problem.text())
        path.with_name("work.backups").unlink()
        shown().verb.click()

    QTimer.singleShot(0, act)
    window.keeper.afterwards()
    assert said[0].startswith("No backup of work.readiness was made") and len(backups.held(path)) == 1


def test_trying_again_in_vain_says_so_and_stays(window: MainWindow, path: Path) -> None:
    said = []

    def act() -> None:
        shown().verb.click()
        said.append((shown().isVisible(), shown().problem.text()))
        shown().cancel.click()

    QTimer.singleShot(0, act)
    window.keeper.afterwards()
    assert said[0][0] and "No backup of work.readiness was made" in said[0][1]


def test_a_copy_may_be_saved_elsewhere(window: MainWindow, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stick").mkdir()
    copy = tmp_path / "stick" / "copy.readiness"
    monkeypatch.setattr("readiness_app.ui.dialogs.files.QFileDialog.getSaveFileName", answers(str(copy)))
    QTimer.singleShot(0, lambda: shown().elsewhere.click())
    window.keeper.afterwards()
    with Workspace.open(copy) as opened:
        review = reviewing.load_review(opened, reviewing.review_ids(opened)[0])
    assert review.stored_answer("MOD-02").note == "seen"


def test_nobody_there_holds_nothing_up(window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(not_backed_up, "WAIT_S", 1)
    window.keeper.afterwards()
    assert not backups.held(path)


def test_somebody_there_is_waited_for(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    dialog = NotBackedUpDialog(path, "No backup.", None)
    dialog.open()
    assert dialog._countdown.isActive() and "60 seconds" in dialog.remaining.text()
    QTest.keyClick(dialog, Qt.Key.Key_Tab)
    assert not dialog._countdown.isActive() and not dialog.remaining.isVisible()
    dialog.reject()


def test_leaving_for_another_workspace_tells_it_in_the_window(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    save(window, "seen")
    path_of(window).with_name("work.backups").write_text("in the way")
    window.close_review()
    window.use(Workspace.create(tmp_path / "other.readiness"))
    qtbot.waitUntil(lambda: "No backup of work.readiness was made" in window.banner.text(), timeout=LONG)
