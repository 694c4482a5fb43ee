"""Drills from end to end, as a person goes through them: going back to a backup, and files that are not what they were."""

import os
import shutil
from pathlib import Path

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.domain.errors import ReadinessError, Unreadable
from readiness_app.services import backups, reviewing
from readiness_app.services.workspace import Workspace
from tests.builders import NOW
from tests.durability.acts import BY, ITEM, length, the_review
from tests.durability.conftest import Record
from tests.store.test_holding import held_elsewhere

pytestmark = pytest.mark.slow


def note(workspace: Workspace, text: str) -> None:
    review = the_review(workspace)
    reviewing.apply(workspace, review, change_answer(review, ITEM, BY, note=text), BY, NOW)


def at(path: Path) -> str:
    with Workspace.open(path) as workspace:
        return the_review(workspace).stored_answer(ITEM).note


WRECKS = {
    "cut to half": lambda data: data[: len(data) // 2],
    "beginning overwritten": lambda data: b"x" * 4096 + data[4096:],
    "middle overwritten": lambda data: data[: len(data) // 2] + os.urandom(9000) + data[len(data) // 2 + 9000 :],
    "emptied": lambda data: b"",
    "random": lambda data: os.urandom(len(data)),
}


def test_restore_drill(templates: Path, tmp_path: Path, record: Record) -> None:
    """Whatever happened to the file: the newest sound backup comes back, and the wreck is kept byte for byte."""
    for number, (what, wreck) in enumerate(WRECKS.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = Path(shutil.copy(templates / "work.readiness", folder / "work.readiness"))
        with Workspace.open(path) as workspace:
            note(workspace, f"before {what}")
        backups.back_up(path, NOW)
        path.write_bytes(wreck(path.read_bytes()))
        broken = path.read_bytes()
        chosen = backups.find(path)
        former = backups.restore(path, chosen, NOW, "Ada")
        assert at(path) == f"before {what}" and former is not None and former.read_bytes() == broken
    record(
        case="restore drill",
        how=f"workspace {', '.join(WRECKS)}",
        must="the newest sound backup comes back, the damaged file is kept",
        happened="all came back whole, every damaged file kept byte for byte",
        times=len(WRECKS),
    )


def test_a_damaged_file_is_refused_or_named_and_never_changed(templates: Path, tmp_path: Path, record: Record) -> None:
    for what, wreck in WRECKS.items():
        path = tmp_path / "work.readiness"
        path.write_bytes(wreck((templates / "work.readiness").read_bytes()))
        before = path.read_bytes()
        try:
            with Workspace.open(path, read_only=True) as workspace:
                assert not reviewing.check(workspace).ok, what
        except ReadinessError as error:
            assert "damaged" in str(error) or "is not a workspace" in str(error) or "is empty" in str(error), what
        assert path.read_bytes() == before, what
    record(
        case="damaged, foreign, empty or random file",
        how=f"workspace {', '.join(WRECKS)}",
        must="refused or named in a sentence, byte for byte as it was",
        happened="each refused or named, none changed",
        times=len(WRECKS),
    )


def moved(path: Path, how: str) -> None:
    if how == "renamed":
        path.rename(path.with_name("renamed.readiness"))
    elif how == "deleted":
        path.unlink()
    else:
        Workspace.create(path.with_name("new.readiness")).close()
        path.with_name("new.readiness").replace(path)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of a file that is open")
def test_files_that_go_while_they_are_open(templates: Path, tmp_path: Path, record: Record) -> None:
    for how in ("renamed", "deleted", "replaced"):
        folder = tmp_path / how
        folder.mkdir()
        path = Path(shutil.copy(templates / "work.readiness", folder / "work.readiness"))
        with Workspace.open(path) as workspace:
            note(workspace, "saved before")
            moved(path, how)
            with pytest.raises(Unreadable, match="Nothing more was saved"):
                note(workspace, "typed after")
        (kept,) = [*folder.glob("renamed.readiness"), *folder.glob("*.rescued-*")]
        assert at(kept) == "saved before" and length(kept) == length(templates / "work.readiness") + 1
        assert how != "replaced" or length(path) == 0
    record(
        case="file renamed, deleted or replaced while open",
        how="done beside an open workspace, then a save",
        must="told; everything saved before is kept; nothing goes into the wrong file",
        happened="told each time, 0 lost, the other file unchanged",
        times=3,
    )


def test_a_second_window_and_a_restore_beside_it(templates: Path, tmp_path: Path, record: Record) -> None:
    path = Path(shutil.copy(templates / "work.readiness", tmp_path / "work.readiness"))
    backups.back_up(path, NOW)
    with held_elsewhere(path):
        with Workspace.open_for_window(path, "Ruth") as second:
            assert second.read_only and second.held_by is not None
        with pytest.raises(ReadinessError, match="is open in a window: Ada Byron"):
            backups.restore(path, backups.find(path), NOW, "Ada")
        with Workspace.open(path) as command:
            note(command, "written beside the window")
    with Workspace.open_for_window(path, "Ruth") as second:  # the first one was killed
        assert not second.read_only
    record(
        case="second window",
        how="another process holds the workspace, then is killed",
        must="read-only with the holder's name; restoring is refused; commands still write; free when the process is gone",
        happened="as it must",
        times=1,
    )
