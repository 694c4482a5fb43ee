"""A workspace file and the only two ways into it: `read()` and `write()`."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, QueuePool, RootTransaction
from sqlalchemy.exc import DBAPIError
from sqlcipher3.dbapi2 import Error as DriverError

from readiness_app.domain.errors import NeedsKey, Refused, Unreadable
from readiness_app.store import conversion
from readiness_app.store.connecting import engine_for
from readiness_app.store.header import APPLICATION_ID, FORMAT_VERSION, can_write, check_header, check_numbers, is_encrypted
from readiness_app.store.history import LATEST
from readiness_app.store.keys import Key, path_of
from readiness_app.store.place import Place, fold, lost_in_words
from readiness_app.store.settling import ON_DISK, Outcome, settle
from readiness_app.store.trouble import DAMAGED, IO_ERROR, code_of, in_words, told

__all__ = ["APPLICATION_ID", "FORMAT_VERSION", "Connection", "Database", "can_write", "check_header"]

_UNCHANGED = "Nothing was changed"
_UNSAVED = "Nothing was saved"
_READ_AGAIN = "The file was read again: this change is not in it"
_UNSURE = "Whether the last change was kept is not certain"


class Database:
    """One open workspace file. Threads may share it: readers run beside each other and beside the one writer."""

    def __init__(self, path: Path, *, read_only: bool, key: Key | None = None) -> None:
        self.path = path
        self.key = key  # None for a file that is not encrypted
        self.read_only = read_only
        self.notice = ""  # what the person should hear although everything is saved
        self.written = 0  # how many writes were kept
        self._place = Place.of(path)
        self._lost = ""
        self._turn = threading.Lock()
        self._owner = 0
        self._seen = 0
        self._generation = 0
        mode = "mode=rw" if can_write(path) else _protected(path)
        self._readers = engine_for(path, begin="BEGIN", mode=mode, settings={"query_only": 1}, pool=QueuePool, key=key)
        # One connection for as long as the file is open: opening one costs more than a save.
        self._writers: Engine = (
            self._readers if read_only else engine_for(path, begin="BEGIN IMMEDIATE", mode=mode, settings={}, pool=NullPool, key=key)
        )
        self._connection: Connection | None = None

    @classmethod
    def create(cls, path: Path) -> "Database":
        """A new, empty workspace, open for writing. It appears whole or not at all; raises Refused where something is in its place."""
        if path.exists() or path.is_symlink():
            raise Refused(f"There is already something called {path.name}. It was left as it is; choose another name.")
        from readiness_app.store.upgrade import create_file

        create_file(path)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, key: Key | None = None) -> "Database":
        """An existing workspace; an older one is upgraded first. A `key` counts only where the file is encrypted.

        Raises NeedsKey for an encrypted one without its key, Unreadable for anything else, which is then left byte-identical.
        """
        conversion.settle(path)
        version = check_header(path)
        key = fitting(path, key)
        if not read_only and not can_write(path):
            raise Unreadable(f"{path.name} is write-protected. Nothing was changed; open it to read only, or copy it elsewhere.")
        if version < FORMAT_VERSION:
            _bring_up_to_date(path, version, read_only=read_only, key=key)
        database = cls(path, read_only=read_only, key=key)
        try:
            database._greet()
            conversion.settle(path)  # one that began between the first look and this one waits for nobody who is not in yet
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state of the file and cannot write."""
        with told(self.path.name, _UNCHANGED), self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The connection that writes: everything in the block is kept together at its end, or nothing is. Threads wait their turn.

        Raises Unreadable for trouble with disk or file, Refused where the file was opened to read only.
        """
        if self.read_only:
            raise Refused(f"{self.path.name} is open to read only. Nothing was saved.")
        if self._owner == threading.get_ident():
            raise RuntimeError("A write cannot be started inside another one.")
        with self._turn:
            self._owner = threading.get_ident()
            try:
                yield from self._transaction()
                self.written += 1
            finally:
                self._owner = 0

    def _transaction(self) -> Iterator[Connection]:
        self._stay()
        with told(self.path.name, _UNSAVED):
            transaction = self._writer().begin()
        transaction.connection.info.pop(LATEST, None)
        try:
            yield transaction.connection
        except BaseException as error:
            self._take_back(transaction)
            if known := in_words(error, self.path.name, _UNSAVED):
                raise known from error
            raise
        if not self._place.still_there():
            self._take_back(transaction)
            raise Unreadable(self._where_it_went())
        latest = transaction.connection.info.get(LATEST)
        try:
            transaction.commit()
        except DBAPIError as error:
            # A failed flush says nothing about what reached the disk, so the next look comes through a new connection.
            self._take_back(transaction)
            self._drop()
            self._tell_outcome(error, latest)

    def _tell_outcome(self, error: DBAPIError, latest: object) -> None:
        """Returns where the change proves to be on disk after all; else raises what is true."""
        outcome = self._settled(latest) if code_of(error) == IO_ERROR else Outcome.NOT_THERE
        if outcome in ON_DISK:
            self.notice = ON_DISK[outcome].format(name=self.path.name)
            return
        kept = {Outcome.NOT_THERE: _UNSAVED, Outcome.OVERWRITTEN: _READ_AGAIN}.get(outcome, _UNSURE)
        if known := in_words(error, self.path.name, kept):
            raise known from error
        raise error

    def _settled(self, latest: object) -> Outcome:
        self._readers.dispose()  # an idle reader would keep the log's index as it was before the failure
        try:
            driver: Any = self._writer().connection.driver_connection
            return settle(driver, latest)
        except (DBAPIError, Unreadable):
            return Outcome.UNKNOWN
        finally:
            self._drop()

    def _stay(self) -> None:
        """Raises Unreadable once the file no longer lies where it was opened: nothing is ever written into another one."""
        if not self._place.still_there():
            raise Unreadable(self._where_it_went())
        self._lost = ""

    def _where_it_went(self) -> str:
        if not self._lost:
            with told(self.path.name, _UNSAVED):
                driver: Any = self._writer().connection.driver_connection
            self._lost = lost_in_words(self._place, driver, read_only=self.read_only, key=self.key)
        return self._lost

    def _writer(self) -> Connection:
        if self._connection is None:
            self._connection = self._writers.connect()
        return self._connection

    def _take_back(self, transaction: RootTransaction) -> None:
        try:
            transaction.rollback()
        except DBAPIError:
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        self._generation += 1
        if connection is not None:
            with suppress(DBAPIError):
                connection.invalidate()
                connection.close()

    def data_version(self) -> int:
        """A number that changes when another program has written to the file, never by writes from here; it never waits for one.

        Raises Unreadable, with what was saved, once the file no longer lies where it was opened.
        """
        if self._turn.acquire(blocking=False):
            try:
                self._stay()
                with told(self.path.name, _UNCHANGED):
                    driver: Any = self._writer().connection.driver_connection
                    self._seen = self._generation << 32 | driver.execute("PRAGMA data_version").fetchone()[0]
            finally:
                self._turn.release()
        return self._seen

    def fold_log(self) -> None:
        """Brings the log into the file and empties it, so that bytes which were overwritten stand nowhere any more."""
        with self._turn, told(self.path.name, _UNCHANGED):
            driver: Any = self._writer().connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Waits for a write under way, then lets go of the file; the last one out folds the log into the file."""
        with self._turn:
            if not self.read_only:
                self._readers.dispose()  # first, so that the last one out is the one that may write
            if self._connection is not None:
                if not self.read_only:
                    self._fold_before_closing()
                self._connection.close()
                self._connection = None
            self._writers.dispose()

    def _fold_before_closing(self) -> None:
        assert self._connection is not None
        driver: Any = self._connection.connection.driver_connection
        if not self._place.still_there():
            fold(driver)  # SQLite leaves the log of a renamed file behind under its old name
            return
        # Closing flushes what is left in the log, and the driver lets no other thread run while it closes; here it does.
        with suppress(DriverError):
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _greet(self) -> None:
        # The header may be older than what still stands in the log beside the file.
        with _told_of_key(self.path, self.key), self.read() as connection:
            numbers = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("application_id", "user_version")]
        check_numbers(self.path.name, *numbers)
        with told(self.path.name, _UNCHANGED):
            self._writer()


def _protected(path: Path) -> str:
    # In a write-protected folder SQLite cannot lay its log beside the file; without one the file is all there is.
    alone = not os.access(path.absolute().parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    return "mode=ro&immutable=1" if alone else "mode=ro"


def fitting(path: Path, key: Key | None) -> Key | None:
    """The key where the file is encrypted, else none; raises NeedsKey."""
    if not is_encrypted(path):
        return None
    if key is None:
        raise NeedsKey(f"{path.name} is encrypted. Nothing was changed; say its passphrase first.")
    return key


@contextmanager
def _told_of_key(path: Path, key: Key | None) -> Iterator[None]:
    # To SQLCipher a key that does not fit looks like a damaged first page.
    try:
        yield
    except Unreadable as error:
        if key is not None and code_of(error.__cause__ or error) in DAMAGED:
            raise Unreadable(
                f"{path.name} does not open with the key in {path_of(path).name}: one of the two is damaged or belongs elsewhere. "
                "Nothing was changed; put the right one beside the other, or go back to a backup."
            ) from error
        raise


def _bring_up_to_date(path: Path, version: int, *, read_only: bool, key: Key | None) -> None:
    if read_only:
        raise Unreadable(
            f"{path.name} was written by an older Readiness (format {version}, now {FORMAT_VERSION}). "
            "It was left as it is; open it for writing once, which keeps a copy and brings it up to date."
        )
    from readiness_app.store.upgrade import upgrade  # Alembic is slow to import and hardly ever needed

    upgrade(path, key)
