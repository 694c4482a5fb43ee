"""A real window over a copy of the sample, with settings of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from readiness_app.services import reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.main_window import MainWindow
from readiness_app.ui.preferences import Preferences
from readiness_app.ui.theme import Theme


@pytest.fixture
def preferences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Preferences:
    for name in ("CONFIG", "DATA", "LOG"):
        monkeypatch.setenv(f"READINESS_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setattr("readiness_app.ui.keeping.CHECK_AFTER_MS", 3_600_000)  # on a busy machine it came amid the tests, with a backup
    made = Preferences()
    made.change(me="Imke Sanders", theme="light")
    return made


@pytest.fixture
def empty_window(qtbot: QtBot, preferences: Preferences, themed: Theme) -> Iterator[MainWindow]:
    """A window with nothing open."""
    window = MainWindow(preferences, themed, Jobs())
    window.resize(1200, 800)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window._warned = True  # a test that broke the disk still closes
    window.close()
    window.jobs.shutdown()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def start_window(empty_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """A window over a new, empty workspace."""
    empty_window.use(Workspace.create(tmp_path / "new.readiness"))
    return empty_window


@pytest.fixture
def window(empty_window: MainWindow, sample_file: Path, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """A window with the sample review open on Walk."""
    shutil.copy(sample_file, tmp_path / "work.readiness")
    empty_window.open_workspace(tmp_path / "work.readiness")
    assert empty_window.workspace is not None
    empty_window.open_review(reviewing.review_ids(empty_window.workspace)[0])
    return empty_window
