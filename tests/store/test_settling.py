"""What is said after a commit that the disk answered with an error."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError

from readiness_app.domain.errors import Unreadable
from readiness_app.store import database as database_module
from readiness_app.store import history
from readiness_app.store.database import Database
from readiness_app.store.settling import Outcome, settle
from tests.store.test_backups import entry


def trouble() -> DBAPIError:
    error = driver.OperationalError("disk I/O error")
    error.sqlite_errorcode = 1034  # SQLITE_IOERR_FSYNC
    return DBAPIError("COMMIT", {}, error)


def refuse(database: Database, *, but_keep: bool) -> None:
    """The next commit reports an error of the disk, before or after the change has reached it."""

    def fail(connection: Connection) -> None:
        if but_keep:
            connection.connection.driver_connection.execute("COMMIT")
        raise trouble()

    event.listen(database._writers, "commit", fail, once=True)


def length(database: Database) -> int:
    with database.read() as connection:
        return history.head(connection, "R1")[0]


def test_what_is_on_disk_after_all_is_saved_and_the_disk_is_told_of(held: Database) -> None:
    refuse(held, but_keep=True)
    entry(held, 1)
    assert length(held) == 1 and "The file was read again: the change is saved" in held.notice


def test_what_is_not_on_disk_is_called_not_saved(held: Database) -> None:
    refuse(held, but_keep=False)
    with pytest.raises(Unreadable, match="The file was read again: this change is not in it"):
        entry(held, 1)
    entry(held, 2)
    assert length(held) == 1 and not held.notice


def test_where_the_file_cannot_be_read_again_nothing_is_promised(held: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(held, but_keep=True)
    monkeypatch.setattr(database_module, "settle", lambda *a: Outcome.UNKNOWN)
    with pytest.raises(Unreadable, match="not certain"):
        entry(held, 1)


def test_not_saved_is_made_to_last_by_a_write(held: Database, path: Path) -> None:
    other = Database.open(path)
    before = other.data_version()
    connection = driver.connect(str(path), isolation_level=None)
    assert settle(connection, ("R1", 1, "x")) is Outcome.OVERWRITTEN
    connection.close()
    assert other.data_version() != before
    other.close()


def test_a_change_without_an_entry_cannot_be_found_again(held: Database) -> None:
    assert settle(None, None) is Outcome.UNKNOWN
