"""What the database complains about, in a sentence for the person; what is no trouble of theirs passes through as a bug."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DBAPIError

from readiness_app.domain.errors import Unreadable

# SQLite's primary result codes: https://www.sqlite.org/rescode.html
_ANY, _PERMISSION, _BUSY, _LOCKED, _READONLY, IO_ERROR, _DAMAGED, _FULL, _OPEN, _NO_DATABASE = 1, 3, 5, 6, 8, 10, 11, 13, 14, 26
DAMAGED = (_DAMAGED, _NO_DATABASE)

_WORDS = {
    _BUSY: "is being written by another program. {kept}; wait a moment and try again.",
    _LOCKED: "is being written by another program. {kept}; wait a moment and try again.",
    _PERMISSION: "cannot be written here. {kept}; check the rights of the file and its folder, or save a copy elsewhere.",
    _READONLY: "cannot be written here. {kept}; check the rights of the file and its folder, or save a copy elsewhere.",
    IO_ERROR: "cannot be reached: the disk reports an error. {kept}; check the disk and open the workspace again.",
    _DAMAGED: "is damaged. {kept}; go back to a backup.",
    _NO_DATABASE: "is damaged. {kept}; go back to a backup.",
    _FULL: "cannot grow: the disk is full. {kept}; make room and try again.",
    _OPEN: "cannot be opened. {kept}; check that it still lies where it was, and your rights there.",
}


# The driver's copying of a whole file gives SQLite's own words and no code, the export of an encrypted one that of any failed function.
_SAID = {
    "database or disk is full": _FULL,
    "disk I/O error": IO_ERROR,
    "database disk image is malformed": _DAMAGED,
    "file is not a database": _NO_DATABASE,
    "database is locked": _BUSY,
    "unable to open database file": _OPEN,
    "attempt to write a readonly database": _READONLY,
}


def code_of(error: BaseException) -> int:
    """SQLite's primary result code behind an error, 0 where there is none."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    code = int(getattr(origin, "sqlite_errorcode", None) or 0) & 0xFF
    return _SAID.get(str(origin), code) if code in (0, _ANY) and isinstance(origin, driver.Error) else code


def in_words(error: BaseException, name: str, kept: str) -> Unreadable | None:
    """The trouble as an error for the person, or None where it is a bug."""
    words = _WORDS.get(code_of(error))
    return Unreadable(f"{name} {words.format(kept=kept)}") if words else None


@contextmanager
def told(name: str, kept: str) -> Iterator[None]:
    """Turns database trouble inside the block into Unreadable; `kept` says what became of the work."""
    try:
        yield
    except Exception as error:
        if known := in_words(error, name, kept):
            raise known from error
        raise
