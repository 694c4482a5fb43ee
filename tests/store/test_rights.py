"""Who may read what is made for a workspace: its owner alone, or whoever may read the workspace already."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness_app.store import backups, copies, rights
from readiness_app.store.database import Database
from readiness_app.store.place import Place, lost_in_words
from tests.builders import NOW

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of this kind are those of POSIX")


@pytest.fixture(autouse=True)
def mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {one.suffix or one.name: f"{stat.S_IMODE(one.stat().st_mode):o}" for one in folder.rglob("*")}


def test_a_new_workspace_its_log_and_its_backups_are_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.readiness"
    database = Database.create(path)
    with database.write():
        backups.make(path, NOW)
        assert {name: mode for name, mode in modes(tmp_path).items() if name != ".json"} == {
            ".readiness": "600",
            ".readiness-wal": "600",
            ".readiness-shm": "600",
            ".backups": "700",
        }
    database.close()


def test_a_shared_workspace_stays_shared_and_so_is_what_is_made_of_it(tmp_path: Path) -> None:
    path = tmp_path / "new.readiness"
    Database.create(path).close()
    path.chmod(0o660)
    made = backups.make(path, NOW)
    path.chmod(0o664)
    backups.put_back(made, path, NOW)
    copies.copy_to(path, tmp_path / "copy.kept")
    found = modes(tmp_path)
    assert (found[".kept"], found[".backups"]) == ("664", "750") and stat.S_IMODE(path.stat().st_mode) == 0o664
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o660


def test_what_is_rescued_has_the_rights_of_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "new.readiness"
    database = Database.create(path)
    place = Place.of(path)
    path.unlink()
    with database.read() as connection:
        lost_in_words(place, connection.connection.driver_connection, read_only=False)
    database.close()
    (rescued,) = tmp_path.glob("*.rescued-*.readiness")
    assert stat.S_IMODE(rescued.stat().st_mode) == rights.ALONE


@pytest.mark.parametrize(("file", "folder"), [(0o600, 0o700), (0o660, 0o770), (0o644, 0o755), (0o400, 0o700)])
def test_a_folder_may_be_listed_by_whoever_may_read_its_files(file: int, folder: int) -> None:
    assert rights.of_folder(file) == folder
