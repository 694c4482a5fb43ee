"""The folder of a workspace goes while a review is open: a stick pulled out, a network drive that is gone, a folder deleted or moved."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readiness_app.services import reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.settings import default_workspace
from readiness_app.ui.main_window import MainWindow
from tests.durability.conftest import Record
from tests.ui.conftest import theme_of_tests, themed
from tests.ui.on_screen import sample_file
from tests.ui.test_keeping import note, save
from tests.ui.window import empty_window, preferences

__all__ = ["empty_window", "preferences", "sample_file", "theme_of_tests", "themed"]
TYPED = "typed for an hour"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of a folder with an open file")


def opened(window: MainWindow, sample: Path, folder: Path) -> None:
    """The sample open from this folder, with one save."""
    folder.mkdir(exist_ok=True)
    shutil.copy(sample, folder / "work.readiness")
    window.open_workspace(folder / "work.readiness")
    window.open_review(reviewing.review_ids(window.workspace)[0])
    save(window, "saved before")


def deleted(folder: Path) -> None:
    shutil.rmtree(folder)


def moved(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def unmounted(folder: Path) -> None:
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path | None]:
    """Another disk; None where none may be mounted."""
    folder = tmp_path / "unmounted"
    folder.mkdir()
    try:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20M", "tmpfs", str(folder)], capture_output=True, check=False)
    except FileNotFoundError:
        yield None
        return
    yield folder if mounted.returncode == 0 else None
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)  # where the test did not come that far


def vanish(window: MainWindow, go: Callable[[Path], None], folder: Path) -> str:
    """What the window says by itself; what is typed afterwards is kept."""
    go(folder)
    window.review._look_for_others()  # every two seconds
    said = window.banner.text()
    assert "while it was open" in said, said
    save(window, TYPED)
    assert "Nothing more was saved" in window.banner.text() and TYPED in window._lost
    assert [button.accessibleName() for button in window.banner.buttons()] == ["Show what was not saved"]
    window._warned = True
    window.close_review()
    return said


def kept_in(paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        with Workspace.open(path) as workspace:
            assert reviewing.check(workspace).ok
            found.append(reviewing.load_review(workspace, reviewing.review_ids(workspace)[0]).stored_answer("MOD-02").note)
    return found


def test_a_folder_that_goes_is_told_and_nothing_is_lost(
    empty_window: MainWindow, sample_file: Path, tmp_path: Path, stick: Path | None, record: Record
) -> None:
    ways: dict[str, Callable[[Path], None]] = {"deleted": deleted, "moved": moved}
    if stick is not None:
        ways["unmounted"] = unmounted
    default_workspace().parent.mkdir(parents=True, exist_ok=True)
    kept = []
    for name, go in ways.items():
        opened(empty_window, sample_file, tmp_path / name)
        vanish(empty_window, go, tmp_path / name)
        there = sorted(tmp_path.glob("*/work*.readiness"))  # the profile lies here too
        kept += kept_in(there)
        for path in there:
            path.unlink()
    assert kept == ["saved before"] * len(kept) and len(kept) >= len(ways)
    record(
        case="folder gone while open",
        how=f"folder {', '.join(ways)} under a review in a real window, then something typed",
        must="told within two seconds; what was saved is in a file that is named; what is typed is kept and can be copied",
        happened=f"told each time, {len(kept)} files with everything saved, the text kept each time",
        times=len(ways),
    )


def test_a_folder_that_comes_back_is_worked_in_again(empty_window: MainWindow, sample_file: Path, tmp_path: Path) -> None:
    opened(empty_window, sample_file, tmp_path / "drive")
    moved(tmp_path / "drive")
    save(empty_window, TYPED)
    assert TYPED in empty_window._lost
    (tmp_path / "elsewhere").rename(tmp_path / "drive")
    save(empty_window, TYPED)
    assert note(empty_window) == TYPED and kept_in([tmp_path / "drive" / "work.readiness"]) == [TYPED]
