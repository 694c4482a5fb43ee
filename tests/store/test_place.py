"""A workspace file that is renamed, replaced or deleted while it is open."""

import os
from pathlib import Path

import pytest

from readiness_app.domain.errors import Unreadable
from readiness_app.store.database import Database

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of a file that is open")


def insert(database: Database, name: str) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO pack VALUES (?, '1', '0')", (name,))


def packs(path: Path) -> list[str]:
    database = Database.open(path, read_only=True)
    with database.read() as connection:
        found = sorted(connection.exec_driver_sql("SELECT id FROM pack").scalars())
    database.close()
    return found


def test_a_renamed_file_is_told_and_holds_everything_saved_before(workspace: Database, path: Path) -> None:
    insert(workspace, "before")
    other = path.rename(path.with_name("other.readiness"))
    with pytest.raises(Unreadable, match=r"renamed or moved while it was open and is now .*other\.readiness\. Nothing more was saved"):
        insert(workspace, "after")
    assert packs(other) == ["before"] and not path.exists()


def test_a_renamed_file_is_whole_after_closing_without_a_save(workspace: Database, path: Path) -> None:
    insert(workspace, "before")
    other = path.rename(path.with_name("other.readiness"))
    workspace.close()
    assert packs(other) == ["before"]


def test_nothing_is_written_into_a_file_that_took_the_place(workspace: Database, path: Path, tmp_path: Path) -> None:
    insert(workspace, "before")
    Database.create(tmp_path / "new.readiness").close()
    (tmp_path / "new.readiness").replace(path)
    before = path.read_bytes()
    with pytest.raises(Unreadable, match=r"was replaced by another file.*kept beside it as work\.rescued-"):
        insert(workspace, "after")
    assert path.read_bytes() == before and packs(path) == []
    assert packs(next(tmp_path.glob("work.rescued-*"))) == ["before"]


def test_a_deleted_file_is_rescued_once(workspace: Database, path: Path, tmp_path: Path) -> None:
    insert(workspace, "before")
    path.unlink()
    for _ in range(2):
        with pytest.raises(Unreadable, match="was deleted or moved away"):
            insert(workspace, "after")
    (rescued,) = tmp_path.glob("work.rescued-*")
    assert packs(rescued) == ["before"] and not path.exists()


def test_a_file_that_goes_during_a_write_keeps_nothing_of_it(workspace: Database, path: Path, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="Nothing more was saved"), workspace.write() as connection:
        connection.exec_driver_sql("INSERT INTO pack VALUES ('half', '1', '0')")
        path.unlink()
    assert packs(next(tmp_path.glob("work.rescued-*"))) == []


def test_looking_for_others_tells_it_too(workspace: Database, path: Path) -> None:
    path.unlink()
    with pytest.raises(Unreadable, match="was deleted"):
        workspace.data_version()


def test_a_file_that_came_back_is_used_again(workspace: Database, path: Path) -> None:
    away = path.rename(path.with_name("away.readiness"))
    with pytest.raises(Unreadable):
        insert(workspace, "lost")
    away.rename(path)
    insert(workspace, "kept")
    assert packs(path) == ["kept"]


def test_a_reader_makes_no_copy(workspace: Database, path: Path, tmp_path: Path) -> None:
    reader = Database.open(path, read_only=True)
    path.unlink()
    with pytest.raises(Unreadable, match="nothing was written into another file"):
        reader.data_version()
    reader.close()
    assert not list(tmp_path.glob("*rescued*"))
