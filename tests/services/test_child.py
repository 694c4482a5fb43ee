"""Work on foreign files in a process of its own: what comes back, and what happens where it goes wrong."""

import sys
from pathlib import Path

import pytest

from readiness_app import app
from readiness_app.services import child
from readiness_app.services.child import ChildFailed, run_in_child

DRAWING = "readiness_app.ui.picture_child"


def instead(patch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    (folder / "other.py").write_text(text, encoding="utf-8")
    patch.setattr(child, "_command", lambda: [sys.executable, str(folder / "other.py")])


def test_what_the_module_says_comes_back() -> None:
    with pytest.raises(ChildFailed, match="PDFium"):
        run_in_child(DRAWING, {"kind": "outline"}, b"no PDF")


def test_only_our_own_modules_are_run() -> None:
    with pytest.raises(ChildFailed):
        run_in_child("json.tool", {}, b"")


def test_endless_work_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, tmp_path, "while True: pass")
    with pytest.raises(ChildFailed, match="stopped after 1 seconds"):
        run_in_child(DRAWING, {}, b"", seconds=1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_memory_has_an_end() -> None:
    with pytest.raises(ChildFailed, match="too much time or memory"):
        run_in_child(DRAWING, {"kind": "outline"}, b"x" * 300_000_000, memory=250_000_000)


@pytest.mark.parametrize("said", ["", "not JSON", "[1]", "3"])
def test_nonsense_from_the_process_is_no_result(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instead(monkeypatch, tmp_path, f"print({said!r})")
    with pytest.raises(ChildFailed):
        run_in_child(DRAWING, {}, b"")


def test_no_secret_of_the_session_reaches_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SESSION_SECRET", "x")
    assert "SESSION_SECRET" not in child._environment()


def test_a_bundle_knows_the_argument() -> None:
    assert child.CHILD_ARGUMENT == app.RUN_CHILD
