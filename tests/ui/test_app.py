"""Starting the program: what is imported, what is missing, the first file, the self-check."""

import os
import subprocess
import sys

import pytest

from readiness_app import app
from readiness_app.settings import default_workspace
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.main_window import MainWindow
from tests.ui.on_screen import sample_file
from tests.ui.window import empty_window, preferences, window

__all__ = ["empty_window", "preferences", "sample_file", "window"]
MADE = """
from readiness_app.services.workspace import Workspace
from readiness_app.settings import default_workspace
Workspace.create(default_workspace()).close()
"""
PAINTED = """
import sys
from readiness_app import app
from readiness_app.ui.preferences import Preferences
application = app._application()
window, jobs = app.build_window(Preferences())
app.open_first(window, window.preferences, None)
window.show()
application.processEvents()
window.grab()
print([name for name in ("reportlab", "pyhanko", "alembic", "pikepdf", "pypdfium2", "jsonschema", "cryptography") if name in sys.modules])
window.close()
"""


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=known | environment, timeout=180)


@pytest.fixture
def places(tmp_path):
    return {f"READINESS_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "LOG")}


def test_nothing_slow_is_imported_before_the_window_is_painted(places):
    assert run("-c", MADE, **places).returncode == 0  # the very first start makes a workspace, and a key for it
    found = run("-c", PAINTED, QT_QPA_PLATFORM="offscreen", **places)
    assert found.stdout.strip() == "[]", found.stderr


def test_the_self_check_says_what_it_did(places):
    found = run("-m", "readiness_app", "--self-check", **places)
    assert found.returncode == 0 and "Everything works." in found.stdout, found.stderr


def test_without_a_screen_it_says_so(places):
    found = run("-m", "readiness_app", **places)
    assert found.returncode == app.NO_WINDOW and "There is no screen" in found.stderr and "Traceback" not in found.stderr


def test_a_display_that_does_not_answer_is_no_screen(places):
    found = run("-m", "readiness_app", DISPLAY=":987", **places)
    assert found.returncode == app.NO_WINDOW and "There is no screen" in found.stderr


def test_missing_libraries_are_named_with_the_command(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "PySide6.QtGui", None)
    assert app.main([]) == app.NO_WINDOW
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "sudo apt-get install libegl1" in told


def test_the_first_start_makes_a_workspace_away_from_the_window(empty_window, preferences, qtbot):
    app.open_first(empty_window, preferences, None)
    assert empty_window.workspace is None
    qtbot.waitUntil(lambda: empty_window.workspace is not None)
    assert empty_window.workspace.path == default_workspace() and default_workspace().exists()


def test_a_first_start_that_cannot_make_a_workspace_says_so(empty_window, preferences, tmp_path, monkeypatch, qtbot):
    (tmp_path / "taken").write_text("a file where the folder should be")
    monkeypatch.setenv("READINESS_DATA_DIR", str(tmp_path / "taken"))
    app.open_first(empty_window, preferences, None)
    qtbot.waitUntil(lambda: empty_window.banner.isVisible())
    assert empty_window.workspace is None and "cannot be made" in empty_window.banner.text()


def test_what_was_open_comes_back(window, preferences, themed):
    review_id = window.review.review.id
    window.close()
    again = MainWindow(preferences, themed, Jobs())
    app.open_first(again, preferences, None)
    assert again.review.review.id == review_id
    again.close()
    again.deleteLater()


def test_no_other_review_stands_over_a_named_report(window, preferences, themed, tmp_path):
    window.close()
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7 no report of this review")
    again = MainWindow(preferences, themed, Jobs())
    app.open_first(again, preferences, tmp_path / "other.pdf")
    assert again.review is None and again.workspace is not None
    again.close()
    again.jobs.shutdown()
    again.deleteLater()


def test_a_named_file_is_opened_by_its_content(empty_window, preferences, sample_file, tmp_path):
    named = tmp_path / "renamed.bin"
    named.write_bytes(sample_file.read_bytes())
    app.open_first(empty_window, preferences, named)
    assert empty_window.workspace.path == named


def test_a_missing_file_is_told_in_the_banner(empty_window, preferences, tmp_path):
    app.open_first(empty_window, preferences, tmp_path / "gone.readiness")
    assert empty_window.workspace is None and empty_window.banner.isVisible()
