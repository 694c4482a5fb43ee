"""Backups: checked, named, thinned, put back."""

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from readiness_app.domain.errors import Unreadable
from readiness_app.store import backups, history, reviews
from readiness_app.store.database import Database
from tests.builders import NOW


def entry(database: Database, number: int) -> None:
    with database.write() as connection:
        history.append(
            connection,
            "R1",
            operation="note",
            target=f"{number}",
            before=None,
            after=None,
            actor="Ada Byron",
            at=NOW,
            offset=0,
            machine="m",
        )


def damage(path: Path) -> None:
    """Overwrites the middle of the file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 9000] = os.urandom(9000)
    path.write_bytes(data)


def test_a_backup_holds_what_was_saved_and_names_every_head(held: Database, path: Path) -> None:
    entry(held, 1)
    made = backups.make(path, NOW)
    assert made.manifest.reviews["R1"].length == 1
    assert backups.held(path) == (made,)
    copy = Database.open(made.path, read_only=True)
    with copy.read() as connection:
        assert reviews.ids(connection) == ("R1",)
    copy.close()


def test_two_in_one_second_are_two(held: Database, path: Path) -> None:
    assert backups.make(path, NOW).path != backups.make(path, NOW).path


def test_a_damaged_workspace_is_not_backed_up_and_the_good_one_stays(held: Database, path: Path) -> None:
    good = backups.make(path, NOW)
    held.close()
    damage(path)
    with pytest.raises(Unreadable):
        backups.make(path, NOW + timedelta(hours=1))
    assert backups.held(path) == (good,)
    assert sorted(p.name for p in backups.folder_of(path).iterdir()) == sorted([good.path.name, backups.manifest_of(good.path).name])


def test_a_history_that_was_tampered_with_is_not_backed_up(held: Database, path: Path) -> None:
    entry(held, 1)
    held.close()
    connection = driver.connect(str(path))
    connection.execute("DROP TRIGGER history_no_update")
    connection.execute("UPDATE history SET actor = 'Somebody'")
    connection.commit()
    connection.close()
    with pytest.raises(Unreadable, match="is damaged"):
        backups.make(path, NOW)


def test_a_backup_without_room_leaves_nothing_half_done(held: Database, path: Path) -> None:
    backups.folder_of(path).write_text("in the way")
    with pytest.raises(Unreadable, match="No backup"):
        backups.make(path, NOW)


@pytest.mark.parametrize("what", ["cut", "changed", "gone"])
def test_a_backup_that_is_no_longer_itself_is_not_put_back(held: Database, path: Path, what: str) -> None:
    made = backups.make(path, NOW)
    data = made.path.read_bytes()
    if what == "gone":
        made.path.unlink()
    else:
        made.path.write_bytes(data[:-1] if what == "cut" else data[:-1] + b"x")
    before = path.read_bytes()
    with pytest.raises(Unreadable):
        backups.put_back(made, path, NOW)
    assert path.read_bytes() == before


def test_putting_back_keeps_the_damaged_file(held: Database, path: Path) -> None:
    made = backups.make(path, NOW)
    held.close()
    damage(path)
    wreck = path.read_bytes()
    former = backups.put_back(made, path, NOW)
    assert former is not None and former.read_bytes() == wreck
    again = Database.open(path)
    with again.read() as connection:
        assert reviews.ids(connection) == ("R1",)
    again.close()


def test_a_workspace_that_is_gone_comes_back(held: Database, path: Path) -> None:
    made = backups.make(path, NOW)
    held.close()
    path.unlink()
    assert backups.put_back(made, path, NOW) is None
    assert path.exists()


def test_thinning_removes_file_and_manifest(held: Database, path: Path) -> None:
    for days in (400, 399, 1):
        backups.make(path, NOW - timedelta(days=days))
    left = backups.thin(path, NOW)
    assert [backup.made for backup in left] == [backup.made for backup in backups.held(path)]
    assert len(list(backups.folder_of(path).iterdir())) == 2 * len(left)


def test_what_has_no_manifest_is_no_backup(held: Database, path: Path) -> None:
    made = backups.make(path, NOW)
    backups.manifest_of(made.path).write_text("{}")
    assert backups.held(path) == ()


def test_a_backup_is_due_after_changes_and_not_too_often(held: Database, path: Path) -> None:
    wait = timedelta(minutes=30)
    assert not backups.due(path, NOW, wait)  # nothing has happened yet
    entry(held, 1)
    assert backups.due(path, NOW, wait)
    backups.make(path, NOW)
    assert not backups.due(path, NOW + timedelta(days=9), wait)  # nothing new
    entry(held, 2)
    assert not backups.due(path, NOW + timedelta(minutes=29), wait)
    assert backups.due(path, NOW + timedelta(minutes=30), wait)


def test_a_clock_set_back_does_not_put_a_backup_off(held: Database, path: Path) -> None:
    entry(held, 1)
    backups.make(path, NOW + timedelta(days=400))
    entry(held, 2)
    assert backups.due(path, NOW, timedelta(minutes=30))


def test_what_a_killed_backup_left_is_removed_a_day_later(held: Database, path: Path) -> None:
    folder = backups.folder_of(path)
    folder.mkdir()
    (folder / "old.readiness.1.checking").write_bytes(b"half")
    (folder / "new.readiness.2.checking").write_bytes(b"half")
    os.utime(folder / "old.readiness.1.checking", (0, 0))
    backups.make(path, NOW)
    assert [p.name for p in folder.glob("*.checking*")] == ["new.readiness.2.checking"]


def test_two_at_once_are_two(held: Database, path: Path) -> None:
    entry(held, 1)
    made: list[backups.Backup] = []
    threads = [threading.Thread(target=lambda: made.append(backups.make(path, NOW))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.path for one in made}) == len(backups.held(path)) == 4
    for one in made:
        backups.check(one)
