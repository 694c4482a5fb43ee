"""What is true after a commit that the disk answered with an error: the file is read again and what it says is made to last."""

from enum import Enum
from typing import Any

import sqlcipher3.dbapi2 as driver

from readiness_app.store.header import FORMAT_VERSION


class Outcome(Enum):
    """What became of a change: flushed after all, read back but not flushed, not tried, overwritten, or nobody knows."""

    FLUSHED = "flushed"
    READ_BACK = "read back"
    NOT_THERE = "not there"
    OVERWRITTEN = "overwritten"
    UNKNOWN = "unknown"


ON_DISK = {
    Outcome.FLUSHED: (
        "The disk reported an error while {name} was being saved. The file was read again: the change is saved. "
        "Save a copy to another disk."
    ),
    Outcome.READ_BACK: (
        "The disk reports errors. {name} was read again and the change is in it, but it may not survive a power cut. "
        "Save a copy to another disk now."
    ),
}
_FIND = "SELECT 1 FROM history WHERE review_id = ? AND sequence = ? AND hash = ?"


def settle(connection: Any, latest: object) -> Outcome:
    """Looks for the entry (review, sequence, hash) that the failed commit added, through a fresh driver's connection.

    An entry that is there is brought into the file itself, which writes and flushes it anew. Where it is not there a harmless write takes
    the place in the log that it may still stand in, so that it cannot come back after a crash.
    """
    if not isinstance(latest, tuple):
        return Outcome.UNKNOWN
    try:
        there = connection.execute(_FIND, latest).fetchone() is not None
    except driver.Error:
        return Outcome.UNKNOWN
    return _flushed(connection) if there else _overwritten(connection)


def _flushed(connection: Any) -> Outcome:
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
    except driver.Error:
        return Outcome.READ_BACK
    return Outcome.READ_BACK if busy else Outcome.FLUSHED


def _overwritten(connection: Any) -> Outcome:
    try:
        connection.execute(f"PRAGMA user_version={FORMAT_VERSION}")
    except driver.Error:
        return Outcome.UNKNOWN
    return Outcome.OVERWRITTEN
