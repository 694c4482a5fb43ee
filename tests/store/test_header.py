from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from readiness_app.domain.errors import Unreadable
from readiness_app.store.database import APPLICATION_ID, FORMAT_VERSION, Database


def foreign(path: Path) -> None:
    _database(path, application_id=7, user_version=1)


def without_a_name(path: Path) -> None:
    _database(path, application_id=0, user_version=0)


def newer(path: Path) -> None:
    _database(path, application_id=APPLICATION_ID, user_version=FORMAT_VERSION + 1)


def _database(path: Path, **numbers: int) -> None:
    connection = driver.connect(str(path))
    connection.execute("CREATE TABLE theirs (x)")
    for name, number in numbers.items():
        connection.execute(f"PRAGMA {name}={number}")
    connection.execute("PRAGMA journal_mode=wal")
    connection.close()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def random(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def cut_short(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + bytes(40))


CASES = {
    foreign: "database of another program",
    without_a_name: "database of another program",
    newer: "written by a newer Readiness",
    empty: r"empty \(0 bytes\)",
    random: "is not a workspace",
    cut_short: "is not a workspace",
}


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(("make", "sentence"), CASES.items(), ids=lambda case: getattr(case, "__name__", ""))
def test_what_is_not_ours_is_refused_and_left_byte_identical(
    path: Path, make: Callable[[Path], None], sentence: str, read_only: bool
) -> None:
    make(path)
    before = path.read_bytes()
    with pytest.raises(Unreadable, match=sentence):
        Database.open(path, read_only=read_only)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_each_refusal_has_its_own_sentence() -> None:
    assert len(set(CASES.values())) == 4


def test_a_missing_file_is_refused_and_not_made(path: Path) -> None:
    with pytest.raises(Unreadable, match="There is no workspace"):
        Database.open(path)
    assert not path.exists()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is not a file"):
        Database.open(tmp_path)


def test_a_file_damaged_behind_its_header_is_told(workspace: Database, path: Path) -> None:
    workspace.close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 8000)
    with pytest.raises(Unreadable, match="is damaged"):
        Database.open(path)
