"""SQLite connections as this product wants them: every setting is made and read back."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, Pool, create_engine, event

from readiness_app.domain.errors import Unreadable
from readiness_app.store.keys import Key, unlock

# 3.7.0 - 3.51.2 can damage a file in WAL when two connections reset the log at once.
_WAL_IS_SAFE = driver.sqlite_version_info >= (3, 51, 3)
_SETTINGS = {
    "foreign_keys": 1,
    "recursive_triggers": 1,  # without it INSERT OR REPLACE gets past the append-only triggers
    "trusted_schema": 0,
    "cell_size_check": 1,
    "busy_timeout": 5000,  # milliseconds
    "temp_store": 2,  # MEMORY: what is sorted or packed never lies readable in a temporary file
    "synchronous": 2,  # FULL: an acknowledged change survives a power cut
}


def engine_for(path: Path, *, begin: str, mode: str, settings: dict[str, int], pool: type[Pool], key: Key | None = None) -> Engine:
    """An engine whose connections open the file in this mode (with its key), carry our settings and these, and start with `begin`."""
    wanted = _SETTINGS | settings
    address = f"{path.absolute().as_uri()}?{mode}"

    def connect() -> Any:
        connection = driver.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        try:
            unlock(connection, key)
            prepare(connection, path.name, wanted, journal=begin == "BEGIN IMMEDIATE")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite://", module=driver, creator=connect, poolclass=pool, hide_parameters=True
    )  # an error must not quote what is stored

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driven: Any = connection.connection.driver_connection
        driven.execute(begin)

    return engine


def prepare(connection: Any, name: str, settings: dict[str, int], *, journal: bool) -> None:
    """Makes the settings on a driver's connection and reads each back; raises Unreadable where one does not take."""
    for setting, value in settings.items():
        connection.execute(f"PRAGMA {setting}={value}")
        if connection.execute(f"PRAGMA {setting}").fetchone() != (value,):
            raise Unreadable(f"{name} cannot be opened safely: the database does not take the setting {setting}. Nothing was changed.")
    if journal:
        _choose_journal(connection, name)


def _choose_journal(connection: Any, name: str) -> None:
    taken = None
    for wanted in ("wal", "truncate") if _WAL_IS_SAFE else ("truncate",):
        taken = connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0]
        if taken == wanted:
            return
    raise Unreadable(f"{name} cannot be opened safely here: its journal is {taken}. Nothing was changed; copy it to a local disk.")
