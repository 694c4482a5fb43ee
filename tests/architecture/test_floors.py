"""The floors of the house: imports go downward only, and each outside world has one door."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_imports_go_downward_only():
    found = subprocess.run([Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr


def test_a_module_without_a_floor_fails(tmp_path):
    """The check can fail: a new module in the package has no floor yet."""
    config = (ROOT / "pyproject.toml").read_text()
    copy = tmp_path / "readiness_app"
    for source in (ROOT / "readiness_app").rglob("*.py"):
        target = copy / source.relative_to(ROOT / "readiness_app")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    (copy / "attic.py").write_text('"""A room without a floor."""\n')
    (tmp_path / "pyproject.toml").write_text(config)
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert found.returncode == 1 and "attic" in found.stdout


@pytest.mark.slow
def test_style():
    for step in (["check", "."], ["format", "--check", "."]):
        found = subprocess.run([sys.executable, "-m", "ruff", *step], cwd=ROOT, capture_output=True, text=True)
        assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.slow
def test_types():
    found = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr
