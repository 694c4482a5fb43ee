"""New workspace files, and older ones brought up to date: a verified copy first, then everything in one transaction."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, NullPool

from readiness_app.domain.errors import Unreadable
from readiness_app.store import identity, rights
from readiness_app.store.connecting import engine_for
from readiness_app.store.header import APPLICATION_ID, FORMAT_VERSION, check_header
from readiness_app.store.keys import Key, unlock
from readiness_app.store.schema import metadata
from readiness_app.store.trouble import told

# As Alembic writes it, so that a file made here and one that was upgraded are the same.
_STAMP = (
    "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n\tCONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)",
    f"INSERT INTO alembic_version VALUES ('{FORMAT_VERSION:04d}')",
)


def create_schema(connection: Connection) -> None:
    """Lays all tables and triggers in an empty database and marks it as a workspace of today's format."""
    metadata.create_all(connection, checkfirst=False)
    identity.give(connection)
    for statement in _STAMP:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={FORMAT_VERSION}")


def create_file(path: Path) -> None:
    """A new workspace file under this name; made beside it first, so that it appears whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        rights.lay(part)
        with told(path.name, "Nothing was created"), _written(_engine(part, create=True)) as connection:
            create_schema(connection)
        _put_in_place(part, path)
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be created: {error.strerror}. Nothing was created; choose another folder.") from error
    finally:
        _remove(part)


def upgrade(path: Path, key: Key | None = None) -> Path | None:
    """Brings an older workspace to today's format; gives the copy kept of the old one, or None where nothing was to do.

    Raises Unreadable where copy or upgrade fail; the file is then as it was.
    """
    version = check_header(path)
    if version == FORMAT_VERSION:
        return None
    copy = _copy(path, version, key)
    # Closing this one connection folds the log into the file, so that an older program sees the new number in the header.
    with told(path.name, "It was left as it is"), _written(_engine(path, key=key)) as connection:
        _migrate(connection)
        _check_references(connection, path.name)
        connection.exec_driver_sql(f"PRAGMA user_version={FORMAT_VERSION}")
    return copy


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("readiness_app.store") / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check_references(connection: Connection, name: str) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise Unreadable(f"{name} cannot be brought up to date: parts of it are missing. It was left as it is; go back to a backup.")


def _copy(path: Path, version: int, key: Key | None) -> Path:
    """A checked copy beside the file, `name.format-0.readiness`; never over one that is there."""
    number, copy = 1, path.with_name(f"{path.stem}.format-{version}{path.suffix}")
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.stem}.format-{version}-{number}{path.suffix}")
    part = copy.with_name(f"{copy.name}.part")
    try:
        part.unlink(missing_ok=True)
        rights.lay(part, rights.of(path))
        with (
            told(path.name, "It was left as it is"),
            closing(driver.connect(str(path))) as source,
            closing(driver.connect(str(part))) as target,
        ):
            unlock(source, key)
            unlock(target, key)
            source.backup(target)
            problems = target.execute("PRAGMA integrity_check").fetchall()
        if problems != [("ok",)]:
            raise Unreadable(f"{path.name} is damaged and was not brought up to date. It was left as it is; go back to a backup.")
        _put_in_place(part, copy)
    except OSError as error:
        raise Unreadable(
            f"{path.name} was not brought up to date: no copy can be kept beside it ({error.strerror}). Make room there."
        ) from error
    finally:
        _remove(part)
    return copy


def _engine(path: Path, *, create: bool = False, key: Key | None = None) -> Engine:
    # References are off while tables are rebuilt; they are checked as a whole before the commit.
    mode = "mode=rwc" if create else "mode=rw"
    settings = {} if create else {"foreign_keys": 0}
    return engine_for(path, begin="BEGIN IMMEDIATE", mode=mode, settings=settings, pool=NullPool, key=key)


@contextmanager
def _written(engine: Engine) -> Iterator[Connection]:
    """One transaction, and then the log folded into the file: closing would do that too, but the driver lets no thread run meanwhile."""
    with engine.connect() as connection:
        with connection.begin():
            yield connection
        driver_connection: Any = connection.connection.driver_connection
        with suppress(driver.Error):  # done again as it closes
            driver_connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def _put_in_place(part: Path, path: Path) -> None:
    part.replace(path)
    if os.name == "posix":  # the new name itself must survive a power cut
        folder = os.open(path.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _remove(part: Path) -> None:
    for name in (part.name, f"{part.name}-wal", f"{part.name}-shm", f"{part.name}-journal"):
        with suppress(OSError):
            part.with_name(name).unlink(missing_ok=True)
