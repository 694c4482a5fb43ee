"""Evidence files inside the workspace, stored once by the hash of their content, in rows of 1 MB."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from readiness_app.domain.errors import NotFound, Refused, Unreadable
from readiness_app.store import schema

CHUNK = 1024 * 1024  # bytes
_F, _K = schema.file.c, schema.chunk.c
_FIND = select(_F.id, _F.size).where(_F.sha256 == bindparam("sha256"))
_CHUNKS = select(_K.bytes).where(_K.file_id == bindparam("file")).order_by(_K.position)


def put(connection: Connection, source: BinaryIO, *, limit: int) -> tuple[str, int]:
    """Takes in a file of at most `limit` bytes and gives its SHA-256 and size; what is there already is not stored again.

    Raises Refused where it is empty or too large, and Unreadable where it cannot be read; nothing is kept of it then.
    """
    with connection.begin_nested() as kept:
        number = (connection.execute(select(func.max(_F.id))).scalar() or 0) + 1
        try:
            sha256, size = _take_in(connection, source, number, limit)
        except OSError as error:
            raise Unreadable(f"The file cannot be read: {error.strerror}. Nothing was attached; check where it lies.") from error
        if has(connection, sha256):
            kept.rollback()
        else:
            connection.execute(insert(schema.file), {"id": number, "sha256": sha256, "size": size})
    return sha256, size


def _take_in(connection: Connection, source: BinaryIO, number: int, limit: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for position, data in enumerate(_pieces(source)):
        size += len(data)
        if size > limit:
            raise Refused(f"The file is larger than the limit of {_in_words(limit)}. Nothing was attached; attach the part that matters.")
        digest.update(data)
        connection.execute(insert(schema.chunk), {"file_id": number, "position": position, "bytes": data})
    if not size:
        raise Refused("The file is empty (0 bytes). Nothing was attached; check that it was saved.")
    return digest.hexdigest(), size


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    """Rows of exactly 1 MB but for the last, however little the source gives at a time."""
    pending = bytearray()
    while data := source.read(CHUNK):
        pending += data
        while len(pending) >= CHUNK:
            yield bytes(pending[:CHUNK])
            del pending[:CHUNK]
    if pending:
        yield bytes(pending)


def _in_words(limit: int) -> str:
    return f"{limit // CHUNK} MB" if limit >= CHUNK else f"{limit} bytes"


def has(connection: Connection, sha256: str) -> bool:
    """True when the bytes are here."""
    return connection.execute(_FIND, {"sha256": sha256}).first() is not None


def read(connection: Connection, sha256: str) -> Iterator[bytes]:
    """The bytes in pieces, none of them before all were checked; raises NotFound, or Unreadable where they are damaged."""
    row = connection.execute(_FIND, {"sha256": sha256}).first()
    if row is None:
        raise NotFound(f"The file {sha256[:12]} is not in this workspace. Nothing was changed; it may have been purged.")
    number, size = row
    if not _sound(connection, number, sha256, size):
        raise Unreadable(f"The stored file {sha256} is damaged. Nothing was changed; attach it again, or go back to a backup.")
    yield from connection.execute(_CHUNKS, {"file": number}).scalars()


def read_bytes(connection: Connection, sha256: str) -> bytes:
    """All bytes at once; raises as `read` does."""
    return b"".join(read(connection, sha256))


def remove(connection: Connection, sha256: str) -> None:
    """Takes the bytes out and overwrites their place in the file; does nothing where they are not here."""
    row = connection.execute(_FIND, {"sha256": sha256}).first()
    if row is None:
        return
    connection.exec_driver_sql("PRAGMA secure_delete=ON")
    try:
        connection.execute(delete(schema.chunk).where(_K.file_id == row.id))
        connection.execute(delete(schema.file).where(_F.id == row.id))
    finally:
        connection.exec_driver_sql("PRAGMA secure_delete=OFF")


def check(connection: Connection) -> tuple[str, ...]:
    """The hashes of all files whose bytes are no longer what they were."""
    files = connection.execute(select(_F.id, _F.sha256, _F.size).order_by(_F.sha256)).all()
    return tuple(sha256 for number, sha256, size in files if not _sound(connection, number, sha256, size))


def sound(connection: Connection, sha256: str) -> bool:
    """True when the bytes are here and are what they were."""
    row = connection.execute(_FIND, {"sha256": sha256}).first()
    return row is not None and _sound(connection, row.id, sha256, row.size)


def _sound(connection: Connection, number: int, sha256: str, size: int) -> bool:
    digest, found = hashlib.sha256(), 0
    for data in connection.execute(_CHUNKS, {"file": number}).scalars():
        digest.update(data)
        found += len(data)
    return found == size and digest.hexdigest() == sha256
