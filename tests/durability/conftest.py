"""What the tests of durability share: workspaces to begin with, strace where it works, and the table they write."""

import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.durability.acts import make_templates

Record = Callable[..., None]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templates")
    make_templates(folder)
    return folder


@pytest.fixture(scope="session")
def strace(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of strace; skips, and says so, where it is missing or may not look into other processes."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not installed: no call can be made to fail")
    log = tmp_path_factory.mktemp("strace") / "log"
    tried = subprocess.run([found, "-f", "-o", str(log), "-e", "trace=write", "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"strace may not be used here: {tried.stderr.strip()[:200]}")
    return found


@pytest.fixture
def record(told: Callable[..., None]) -> Record:
    """Says what happened, in the table of durability."""
    return partial(told, "durability")
