"""Everything that can be checked about a workspace file, in one value."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from readiness_app.domain.history import ChainReport
from readiness_app.store import history, schema, vault
from readiness_app.store.codec import decode


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What the check found: the database's own problems, damaged files by hash, every chain, and sealed editions that no longer agree."""

    database: tuple[str, ...]
    damaged_files: tuple[str, ...]
    chains: Mapping[str, ChainReport]
    anchors: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """True when nothing at all is wrong."""
        return not (self.database or self.damaged_files or self.anchors) and all(chain.intact for chain in self.chains.values())


def check_file(connection: Connection) -> FileReport:
    """Checks the database pages, references, every stored file, every chain, and the chains against what was sealed."""
    return FileReport(
        database=tuple(_database_problems(connection)),
        damaged_files=vault.check(connection),
        chains=history.check(connection),
        anchors=tuple(anchor_problems(connection)),
    )


def guards_missing(connection: Connection) -> tuple[str, ...]:
    """The guards that this format has and the file has no longer, or otherwise: only another program takes them away."""
    there = set(connection.exec_driver_sql("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").scalars())
    names = [guard.split()[2] for guard in schema.TRIGGERS if guard not in there]
    return tuple(f"What keeps rows from being changed was taken away by another program ({name})." for name in names)


def _database_problems(connection: Connection) -> Iterator[str]:
    for (text,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if text != "ok":
            yield str(text)
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"A row of {row[0]} belongs to a {row[2]} that is not there."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    history_length: int
    history_head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchored:
    """The part of a record that says how long the history was at sealing; the rest is passed over."""

    sealing: _Head


def anchor_problems(connection: Connection, review_id: str = "") -> Iterator[str]:
    """One sentence for each sealed edition, of one review or of all, whose record or history is not what was sealed."""
    table = schema.edition.c
    wanted = select(table.review_id, table.edition, table.record, table.digest).order_by(table.review_id, table.edition)
    for row in connection.execute(wanted.where(table.review_id == review_id) if review_id else wanted):
        name = f"Edition {row.edition} of {row.review_id}"
        if hashlib.sha256(row.record).hexdigest() != row.digest:
            yield f"{name}: the stored record is not the one that was sealed."
            continue
        sealing = decode(row.record.decode(), _Anchored).sealing
        found = history.hash_at(connection, row.review_id, sealing.history_length)
        if found is None:
            yield f"{name} was sealed at entry {sealing.history_length} of its history, which is no longer there."
        elif found != sealing.history_head:
            yield f"{name} was sealed over another history: entry {sealing.history_length} is not the one it names."
