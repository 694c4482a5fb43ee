"""A disk that is really full: it is told in words, nothing acknowledged is lost, and the work goes on once there is room."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.domain.errors import Unreadable
from readiness_app.services import backups, reviewing
from readiness_app.services.workspace import Workspace
from tests.builders import NOW
from tests.durability.acts import BY, ITEM, length, the_review
from tests.durability.conftest import Record

ROOM = 2_000_000  # bytes


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB; skips, and says so, where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = (
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)], capture_output=True, text=True, check=False)
        if shutil.which("mount")
        else None
    )
    if mounted is None or mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip() if mounted else 'there is no mount'}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Takes all the room there is but some for a few saves."""
    ballast = folder / "ballast"
    free = os.statvfs(folder)
    ballast.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - 160_000)))
    return ballast


@pytest.mark.slow
def test_what_was_acknowledged_is_there_and_the_rest_is_told(small_disk: Path, templates: Path, record: Record) -> None:
    path = Path(shutil.copy(templates / "work.readiness", small_disk / "work.readiness"))
    before, saved, told = length(path), 0, ""
    ballast = fill(small_disk)
    with Workspace.open(path) as workspace:
        review = the_review(workspace)
        while not told:
            change = change_answer(review, ITEM, BY, note=f"{saved} " + "typed " * 500)
            try:
                review = reviewing.apply(workspace, review, change, BY, NOW)
                saved += 1
            except Unreadable as error:
                told = str(error)
        assert "the disk is full. Nothing was saved; make room and try again" in told
        assert the_review(workspace) == review  # what is on disk is what was acknowledged
        with pytest.raises(Unreadable):
            backups.back_up(path, NOW)
        ballast.unlink()
        review = reviewing.apply(workspace, review, change, BY, NOW)
    assert length(path) == before + saved + 1 and saved
    record(
        case="full disk",
        how="a real disk of 2 MB, filled while somebody saves",
        must="told in words; what was acknowledged is there; with room again the work goes on",
        happened=f"told; {saved} saves before and 1 after are there, no half backup",
        times=1,
    )
    assert backups.held(path) == () and not list((small_disk / "work.backups").iterdir())
