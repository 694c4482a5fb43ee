"""The bundle for people without Python: built as a release builds it, and run."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    if sys.platform == "linux" and not shutil.which("objdump"):
        pytest.skip("PyInstaller needs objdump: sudo apt-get install binutils")
    folder = tmp_path_factory.mktemp("bundle")
    steps = ["--noconfirm", "--log-level", "WARN", "--distpath", str(folder), "--workpath", str(folder / "work"), "build.spec"]
    subprocess.run([sys.executable, "-m", "PyInstaller", *steps], cwd=ROOT, check=True, capture_output=True, text=True)
    return folder / "readiness"


def run(program, *arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([program, *arguments], capture_output=True, text=True, env=environment, timeout=180)


def test_the_bundle_passes_its_own_check(bundle):
    found = run(bundle / "readiness-app", "--self-check")
    assert found.returncode == 0, found.stdout + found.stderr


def test_its_command_line_answers(bundle):
    found = run(bundle / "readiness", "checklists", "--json")
    assert [row["items"] for row in json.loads(found.stdout)] == [108, 28, 26]


def test_the_source_passes_the_same_check():
    found = run(sys.executable, "-m", "readiness_app", "--self-check")
    assert found.returncode == 0, found.stdout + found.stderr


def test_its_bill_of_materials_lies_beside_it(bundle):
    bill = json.loads((bundle / "readiness.cdx.json").read_text())
    assert bill["metadata"]["component"]["name"] == "readiness" and len(bill["components"]) > 40
