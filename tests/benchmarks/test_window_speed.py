"""How long until a window is painted, beside an empty QMainWindow; the ratio is printed, nothing fails on time."""

import os
import statistics
import subprocess
import sys
import time

import pytest

from readiness_app.services.demo import sample_review
from readiness_app.services.workspace import Workspace
from tests.builders import NOW

ROUNDS = 7
pytestmark = pytest.mark.benchmark

# Both end at their first paint, before anything is drawn in it: what is measured is what a person waits for.
WATCH = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and isinstance(watched.window(), QMainWindow):
            late = [name for name in ("reportlab", "pyhanko", "alembic") if name in sys.modules]
            os._exit(1 if late else 0)
        return False

watch = Watch()
"""
EMPTY = WATCH + "application = QApplication([]); application.installEventFilter(watch); w = QMainWindow(); w.show(); application.exec()"
OURS = (
    WATCH
    + "from pathlib import Path; from readiness_app import app; application = app._application(); "
    + "application.installEventFilter(watch); app.run(Path(sys.argv[1]))"
)


def painted(code, environment, *arguments):
    start = time.perf_counter()
    found = subprocess.run([sys.executable, "-c", code, *arguments], env=environment, timeout=60)
    assert found.returncode == 0  # 1: ReportLab, pyHanko or Alembic was imported before the window was painted
    return (time.perf_counter() - start) * 1000


def test_window_painted(tmp_path, capsys):
    with Workspace.create(tmp_path / "w.readiness") as workspace:
        sample_review(workspace, NOW)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "READINESS_CONFIG_DIR": str(tmp_path), "READINESS_DATA_DIR": str(tmp_path)}
    empty, ours = [], []
    for _ in range(ROUNDS):
        empty.append(painted(EMPTY, environment))
        ours.append(painted(OURS, environment, str(tmp_path / "w.readiness")))
    theirs, mine = statistics.median(empty), statistics.median(ours)
    ratio = f"{mine / theirs:.2f} (goal 3.5)"
    with capsys.disabled():
        print(f"\nwindow painted: {mine:.0f} ms, an empty QMainWindow: {theirs:.0f} ms, ratio {ratio}")
