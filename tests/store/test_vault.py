import hashlib
import io
import tracemalloc
from pathlib import Path

import pytest

from readiness_app.domain.errors import NotFound, Refused, Unreadable
from readiness_app.store import vault
from readiness_app.store.database import Database

MB = 1024 * 1024


class Source(io.RawIOBase):
    """A file of this many bytes, given in pieces of this size, without ever being in memory."""

    def __init__(self, size: int, piece: int = MB) -> None:
        self.left, self.piece = size, piece

    def read(self, size: int = -1) -> bytes:
        given = min(self.piece, self.left)
        self.left -= given
        return b"z" * given


def put(database: Database, content: bytes, limit: int = 10 * MB) -> str:
    with database.write() as connection:
        sha256, size = vault.put(connection, io.BytesIO(content), limit=limit)
    assert (sha256, size) == (hashlib.sha256(content).hexdigest(), len(content))
    return sha256


def rows(database: Database) -> tuple[int, int]:
    with database.read() as connection:
        return tuple(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in ("file", "chunk"))  # type: ignore[return-value]


@pytest.mark.parametrize("size", [1, MB - 1, MB, MB + 1, 3 * MB])
def test_bytes_come_back(workspace: Database, size: int) -> None:
    content = bytes(index % 251 for index in range(size))
    sha256 = put(workspace, content)
    with workspace.read() as connection:
        assert vault.read_bytes(connection, sha256) == content


def test_rows_hold_1_mb_however_the_source_gives_it(workspace: Database) -> None:
    with workspace.write() as connection:
        vault.put(connection, Source(2 * MB + 5, piece=300_000), limit=10 * MB)  # type: ignore[arg-type]
        sizes = connection.exec_driver_sql("SELECT length(bytes) FROM chunk ORDER BY position").scalars().all()
    assert sizes == [MB, MB, 5]


def test_the_same_bytes_are_kept_once(workspace: Database) -> None:
    assert put(workspace, b"same") == put(workspace, b"same")
    assert rows(workspace) == (1, 1)


def test_exactly_the_limit_is_taken(workspace: Database) -> None:
    put(workspace, b"12345", limit=5)
    assert rows(workspace) == (1, 1)


@pytest.mark.parametrize(("content", "sentence"), [(b"123456", "larger than the limit of 5 bytes"), (b"", "is empty")])
def test_too_much_and_nothing_are_refused_and_leave_nothing(workspace: Database, content: bytes, sentence: str) -> None:
    with workspace.write() as connection:
        with pytest.raises(Refused, match=sentence):
            vault.put(connection, io.BytesIO(content), limit=5)
        vault.put(connection, io.BytesIO(b"next"), limit=5)
    assert rows(workspace) == (1, 1)


def test_a_source_that_breaks_off_leaves_nothing(workspace: Database) -> None:
    class Broken(Source):
        def read(self, size: int = -1) -> bytes:
            if self.left < MB:
                raise OSError(5, "Input/output error")
            return super().read(size)

    with workspace.write() as connection, pytest.raises(Unreadable, match="Input/output error"):
        vault.put(connection, Broken(3 * MB + 1), limit=10 * MB)  # type: ignore[arg-type]
    assert rows(workspace) == (0, 0)


def test_memory_stays_flat(workspace: Database) -> None:
    tracemalloc.start()
    with workspace.write() as connection:
        sha256, _ = vault.put(connection, Source(40 * MB), limit=100 * MB)  # type: ignore[arg-type]
    with workspace.read() as connection:
        assert sum(len(piece) for piece in vault.read(connection, sha256)) == 40 * MB
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * MB


DAMAGE = [
    "UPDATE chunk SET bytes = zeroblob(length(bytes)) WHERE position = 1",
    "DELETE FROM chunk WHERE position = 1",
    "UPDATE chunk SET position = 7 - position",
    "INSERT INTO chunk SELECT file_id, 9, x'00' FROM chunk WHERE position = 0",
    "UPDATE file SET size = size - 1",
]


@pytest.mark.parametrize("statement", DAMAGE)
def test_damage_is_found_and_no_byte_of_it_handed_out(workspace: Database, statement: str) -> None:
    sha256 = put(workspace, b"a" * MB + b"b" * MB + b"c")
    with workspace.write() as connection:
        connection.exec_driver_sql(statement)
    with workspace.read() as connection:
        assert vault.check(connection) == (sha256,)
        with pytest.raises(Unreadable, match=sha256):
            next(vault.read(connection, sha256))


def test_what_is_not_there_is_told(workspace: Database) -> None:
    with pytest.raises(NotFound, match="is not in this workspace"), workspace.read() as connection:
        vault.read_bytes(connection, "0" * 64)


def test_removed_bytes_are_gone_from_the_file(workspace: Database, path: Path) -> None:
    secret = b"the secret words " * 1000
    sha256 = put(workspace, secret)
    with workspace.write() as connection:
        vault.remove(connection, sha256)
        assert not vault.has(connection, sha256)
    workspace.close()
    assert b"secret words" not in path.read_bytes()


def test_removing_twice_is_no_trouble(workspace: Database) -> None:
    with workspace.write() as connection:
        vault.remove(connection, "0" * 64)
    assert rows(workspace) == (0, 0)
