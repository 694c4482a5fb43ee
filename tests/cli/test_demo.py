"""The demo command, and the window it opens without waiting for it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from readiness_app.cli import demo


@pytest.mark.slow
def test_the_demo_makes_a_valid_report(run: Run) -> None:
    Path("readiness-demo").mkdir()
    Path("readiness-demo", "mine.txt").touch()
    made = run("demo", "--no-window", "--json")
    shape = json.loads(made.stdout)
    assert "the demo's own, made just now" in made.stderr
    assert (shape["valid"], shape["report"]) == (True, str(Path("readiness-demo") / "claude-mythos-2026-03-29.pdf"))
    assert run("verify", shape["report"], "--workspace", shape["workspace"]).stdout.splitlines()[1] == "Identities: confirmed."
    assert [path.parent.name for path in Path().glob("*/mine.txt")] != ["readiness-demo"]


@pytest.mark.parametrize(
    ("variables", "seen"), [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True), ({"DISPLAY": ""}, False)]
)
def test_a_display_is_needed_on_linux(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], seen: bool) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert demo.has_display() is seen


def test_the_window_is_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **options: started.append((command, options)))
    demo.open_window(Path("w.readiness"))
    ((command, options),) = started
    assert (command[1:], options["start_new_session"]) == (["-m", "readiness_app", "w.readiness"], True)
    assert options["stderr"] == subprocess.DEVNULL


def test_a_window_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    demo.open_window(Path("w.readiness"))
    assert "Open it with: readiness-app w.readiness" in capsys.readouterr().err
