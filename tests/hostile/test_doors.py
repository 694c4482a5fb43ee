"""Whatever file somebody hands in, at whatever door: a sentence in time, little memory, and the workspace as it was."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness_app.services.apart import SECONDS
from tests.hostile import doors
from tests.hostile.files import CONTENTS, LARGE, lay

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pipes and devices as on Linux, and what memory a process held")
MOST_MEMORY = 500_000_000  # bytes of the process that has the workspace open: the program, and one file as it lies on disk
# Harmless there: kept as they are and not looked into, drawn as an empty page, judged not valid, or a value where nothing can be read.
HARMLESS = {"attach", "text", "preview", "verify", "settings", "manifest"}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "files"
    lay(folder, CONTENTS)
    return folder


@pytest.fixture(scope="session")
def large_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "large"
    lay(folder, LARGE)
    return folder


def tried(door: str, files: Path, folder: Path) -> tuple[list[dict[str, Any]], int]:
    """What came of each file, and the most memory that the process held."""
    environment = os.environ | {"READINESS_DATA_DIR": str(folder / "data")}
    command = [sys.executable, "-m", doors.__name__, door, str(files), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=6 * SECONDS, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    *told, last = (json.loads(line) for line in done.stdout.splitlines())
    return told, last["peak"]


def check(told: list[dict[str, Any]], peak: int, door: str) -> str:
    """What happened, in words, once nothing is wrong with it."""
    taken = [one["file"] for one in told if one["said"] == doors.TAKEN]
    assert [one for one in told if not one["same"]] == []
    assert [one for one in told if one["seconds"] > SECONDS] == []
    assert door in HARMLESS or not taken
    assert all(one["said"] == doors.TAKEN or one["said"].rstrip().endswith((".", "?", ")")) for one in told)
    assert peak < MOST_MEMORY
    longest = max(told, key=lambda one: one["seconds"])
    return (
        f"{len(told) - len(taken)} refused in a sentence, {len(taken)} taken without harm, 0 changed the workspace; longest "
        f"{longest['seconds']:.1f} s ({longest['file']}), at most {peak // 1_000_000} MB in the program"
    )


@pytest.mark.long
@pytest.mark.parametrize("door", doors.DOORS)
def test_hostile_files_at_every_door(door: str, files: Path, tmp_path: Path, told: Callable[..., None]) -> None:
    came, peak = tried(door, files, tmp_path)
    happened = check(came, peak, door)
    how = f"{len(came)} files: {', '.join(one['file'] for one in came)}"
    told("hostile", case=f"hostile files: {door.replace('_', ' ')}", how=how, must=MUST, happened=happened, times=len(came))


MUST = f"a sentence within {SECONDS} s, under {MOST_MEMORY // 1_000_000} MB in the program, the workspace unchanged"


@pytest.mark.long
@pytest.mark.parametrize("door", ["verify", "compare", "sign", "preview", "text"])
def test_pdfs_of_a_million_objects(door: str, large_files: Path, tmp_path: Path, told: Callable[..., None]) -> None:
    came, peak = tried(door, large_files, tmp_path)
    told(
        "hostile",
        case=f"PDFs of a million objects: {door}",
        how="a million objects; a table of 30 million in a quarter of a megabyte",
        must=MUST,
        happened=check(came, peak, door) if door not in ("preview", "text") else check(came, peak, "attach"),
        times=len(came),
    )
