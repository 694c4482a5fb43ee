import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.store.connecting import prepare
from readiness_app.store.database import APPLICATION_ID, FORMAT_VERSION, Connection, Database

WANTED = {
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "busy_timeout": 5000,
    "synchronous": 2,
    "journal_mode": "wal",
    "application_id": APPLICATION_ID,
    "user_version": FORMAT_VERSION,
}


def pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def count(database: Database) -> int:
    with database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM pack").scalar_one())


def insert(connection: Connection, name: str = "p") -> None:
    connection.exec_driver_sql("INSERT INTO pack VALUES (?, '1', '0')", (name,))


@pytest.mark.parametrize(("name", "value"), WANTED.items())
def test_readers_and_the_writer_carry_every_setting(workspace: Database, name: str, value: object) -> None:
    with workspace.write() as writer, workspace.read() as reader:
        assert (pragma(writer, name), pragma(reader, name)) == (value, value)


def test_a_setting_that_does_not_take_is_trouble(tmp_path: Path) -> None:
    with driver.connect(":memory:") as connection, pytest.raises(Unreadable, match="does not take the setting user_version"):
        prepare(connection, "x", {"user_version": 2**40}, journal=False)


def test_where_no_wal_can_be_the_journal_is_truncated_and_synced_in_full(tmp_path: Path) -> None:
    class Stubborn:
        """A connection to a place where a log cannot be shared, as on many network drives."""

        def __init__(self, path: Path) -> None:
            self.inner = driver.connect(str(path))

        def execute(self, statement: str) -> object:
            return self.inner.execute(statement.replace("journal_mode=wal", "journal_mode"))

    connection = Stubborn(tmp_path / "x")
    prepare(connection, "x", {"synchronous": 2}, journal=True)
    assert connection.inner.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
    connection.inner.close()


def test_readers_cannot_write(workspace: Database) -> None:
    with pytest.raises(Unreadable, match="cannot be written"), workspace.read() as connection:
        insert(connection)


def test_a_reader_sees_one_state(workspace: Database) -> None:
    with workspace.read() as reader:
        before = reader.exec_driver_sql("SELECT count(*) FROM pack").scalar()
        with workspace.write() as writer:
            insert(writer)
        assert reader.exec_driver_sql("SELECT count(*) FROM pack").scalar() == before == 0


def test_an_error_takes_everything_back(workspace: Database) -> None:
    with pytest.raises(ZeroDivisionError), workspace.write() as connection:
        insert(connection)
        _ = 1 / 0
    assert count(workspace) == 0


def test_a_bug_in_a_statement_stays_a_bug(workspace: Database) -> None:
    with pytest.raises(DBAPIError), workspace.write() as connection:
        insert(connection)
        insert(connection)
    assert count(workspace) == 0


def test_a_write_inside_a_write_is_a_bug(workspace: Database) -> None:
    with pytest.raises(RuntimeError), workspace.write(), workspace.write():
        pass
    with workspace.write() as connection:
        insert(connection)
    assert count(workspace) == 1


def test_what_was_written_is_there_for_the_next(workspace: Database, path: Path) -> None:
    with workspace.write() as connection:
        insert(connection)
    workspace.close()
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    again = Database.open(path)
    assert count(again) == 1
    again.close()


def test_four_threads_lose_nothing(workspace: Database) -> None:
    def work() -> None:
        for _ in range(60):
            with workspace.write() as connection:
                seen = int(connection.exec_driver_sql("SELECT body FROM pack").scalar_one())
                connection.exec_driver_sql("UPDATE pack SET body = ?", (str(seen + 1),))

    with workspace.write() as connection:
        insert(connection)
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with workspace.read() as connection:
        assert connection.exec_driver_sql("SELECT body FROM pack").scalar() == "240"


def test_two_openings_of_one_file_lose_nothing(workspace: Database, path: Path) -> None:
    def work(database: Database) -> None:
        for number in range(60):
            with database.write() as connection:
                insert(connection, f"{id(database)}-{number}")

    other = Database.open(path)
    threads = [threading.Thread(target=work, args=(database,)) for database in (workspace, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(workspace) == 120
    other.close()


def test_a_file_that_is_being_written_elsewhere_is_told(workspace: Database, path: Path) -> None:
    with workspace.write() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=10")
    other = driver.connect(str(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unreadable, match=r"being written by another program\. Nothing was saved"), workspace.write():
        pass
    other.close()


def test_a_full_disk_is_told_and_nothing_is_half_done(workspace: Database) -> None:
    with workspace.write() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pragma(connection, 'page_count')}")
    with pytest.raises(Unreadable, match=r"disk is full\. Nothing was saved"), workspace.write() as connection:
        for number in range(100):
            connection.exec_driver_sql("INSERT INTO pack VALUES (?, '1', ?)", (str(number), "x" * 2000))
    assert count(workspace) == 0
    with workspace.write() as connection:
        insert(connection)
    assert count(workspace) == 1


def test_a_commit_that_the_disk_refuses_is_not_called_saved(workspace: Database) -> None:
    def refuse(connection: Connection) -> None:
        error = driver.OperationalError("disk I/O error")
        error.sqlite_errorcode = 10
        raise DBAPIError("COMMIT", {}, error)

    event.listen(workspace._writers, "commit", refuse, once=True)
    with pytest.raises(Unreadable, match="Whether the last change was kept is not certain"), workspace.write() as connection:
        insert(connection)
    with workspace.write() as connection:  # through a new connection
        insert(connection)
    assert count(workspace) == 1


def test_the_data_version_moves_only_for_others(workspace: Database, path: Path) -> None:
    first = workspace.data_version()
    with workspace.write() as connection:
        insert(connection)
    assert workspace.data_version() == first
    other = Database.open(path)
    with other.write() as connection:
        insert(connection, "q")
    other.close()
    assert workspace.data_version() != first


def test_the_data_version_never_waits_for_a_write(workspace: Database) -> None:
    seen = workspace.data_version()
    with workspace.write() as connection:
        insert(connection)
        assert workspace.data_version() == seen


def test_read_only_reads_and_refuses_to_write(workspace: Database, path: Path) -> None:
    with workspace.write() as connection:
        insert(connection)
    reader = Database.open(path, read_only=True)
    assert count(reader) == 1
    with pytest.raises(Refused, match="read only"), reader.write():
        pass
    reader.close()


def test_reading_leaves_nothing_beside_the_file(workspace: Database, path: Path) -> None:
    workspace.close()
    before = path.read_bytes()
    reader = Database.open(path, read_only=True)
    assert (count(reader), reader.data_version()) == (0, reader.data_version())
    reader.close()
    assert (list(path.parent.iterdir()), path.read_bytes()) == ([path], before)


def test_read_only_notices_writes_of_others(workspace: Database, path: Path) -> None:
    reader = Database.open(path, read_only=True)
    first = reader.data_version()
    with workspace.write() as connection:
        insert(connection)
    assert reader.data_version() != first
    reader.close()


def test_creating_never_overwrites(path: Path) -> None:
    path.write_bytes(b"mine")
    with pytest.raises(Refused, match="already something called"):
        Database.create(path)
    assert path.read_bytes() == b"mine"


def test_creating_in_a_missing_folder_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"cannot be (created|opened)"):
        Database.create(tmp_path / "no" / "x.readiness")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a b#c%d?e.readiness", "Prüfung 評価.readiness", "'quote\".readiness"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    if os.name == "nt":
        pytest.skip("Windows forbids some of these characters in names")
    Database.create(tmp_path / name).close()
    assert [p.name for p in tmp_path.iterdir()] == [name]


KILLED = """
import os, sys
from pathlib import Path
from readiness_app.store.database import Database
database = Database.open(Path(sys.argv[1]))
with database.write() as connection:
    for number in range(2000):
        connection.exec_driver_sql("INSERT INTO pack VALUES (?, '1', ?)", (str(number), "x" * 2000))
    os._exit(9)
"""


def test_killed_in_the_middle_of_a_write_the_old_state_stays(workspace: Database, path: Path) -> None:
    with workspace.write() as connection:
        insert(connection)
    workspace.close()
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, cwd=Path(__file__).parents[2]).returncode == 9
    again = Database.open(path)
    assert count(again) == 1
    again.close()


LAZY = """
import sys
from pathlib import Path
from readiness_app.store.database import Database
from readiness_app.store import reviews
database = Database.open(Path(sys.argv[1]))
with database.write() as connection:
    reviews.ids(connection)
database.close()
sys.exit(any(name.split(".")[0] in ("alembic", "mako") for name in sys.modules))
"""


def test_opening_a_file_of_today_does_not_import_alembic(workspace: Database, path: Path) -> None:
    workspace.close()
    assert subprocess.run([sys.executable, "-c", LAZY, str(path)], check=False, cwd=Path(__file__).parents[2]).returncode == 0
