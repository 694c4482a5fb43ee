"""The stored history: one hash-linked chain per review that can only grow."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, select

from readiness_app.domain.history import GENESIS, ChainReport, Entry, check_chain, check_tail, hash_of
from readiness_app.store import schema
from readiness_app.store.codec import encode
from readiness_app.store.prepared import Prepared

LATEST = "latest entry"  # in a connection's info: review, sequence and hash of what this transaction added last

_H = schema.history.c
_ALL = select(schema.history).where(_H.review_id == bindparam("review")).order_by(_H.sequence)
_LAST = Prepared(select(_H.sequence, _H.hash).where(_H.review_id == bindparam("review")).order_by(_H.sequence.desc()))
_INSERT = Prepared(insert(schema.history))


def append(
    connection: Connection,
    review_id: str,
    *,
    operation: str,
    target: str,
    before: object | None,
    after: object | None,
    actor: str,
    at: datetime,
    offset: int,
    machine: str,
) -> Entry:
    """Adds one entry behind the last and gives it back. `before` and `after` are domain values; `offset` is in minutes from UTC."""
    if at.tzinfo is None:
        raise ValueError("An entry's time needs its zone.")
    length, last = head(connection, review_id)
    entry = Entry(
        review=review_id,
        sequence=length + 1,
        at=at.astimezone(UTC),
        offset=offset,
        actor=actor,
        machine=machine,
        operation=operation,
        target=target,
        before=encode(before),
        after=encode(after),
        previous=last,
    )
    entry = replace(entry, hash=hash_of(entry))
    _INSERT.run(connection, _row(entry))
    connection.info[LATEST] = (entry.review, entry.sequence, entry.hash)
    return entry


def entries(connection: Connection, review_id: str, item: str | None = None) -> Iterator[Entry]:
    """The entries of a review in their order, or only those whose target is this item."""
    statement = _ALL if item is None else _ALL.where(_H.target == item)
    for row in connection.execute(statement, {"review": review_id}):
        yield _entry(row)


def head(connection: Connection, review_id: str) -> tuple[int, str]:
    """How many entries there are, and the hash of the last."""
    row = _LAST.run(connection, {"review": review_id}).fetchone()
    return (row[0], row[1]) if row is not None else (0, GENESIS)


def last(connection: Connection, review_id: str) -> Entry | None:
    """The newest entry, or None where there is none."""
    statement = _ALL.order_by(None).order_by(_H.sequence.desc()).limit(1)
    row = connection.execute(statement, {"review": review_id}).first()
    return _entry(row) if row is not None else None


def check(connection: Connection) -> dict[str, ChainReport]:
    """Every chain of the file, link by link, by the id of its review."""
    known = connection.execute(select(schema.review.c.id).union(select(_H.review_id))).scalars().all()
    return {review_id: check_chain(entries(connection, review_id)) for review_id in sorted(known)}


def check_tails(connection: Connection, most: int = 50) -> dict[str, ChainReport]:
    """The last entries of every chain, by the id of its review: quick enough for every start."""
    known = connection.execute(select(schema.review.c.id).union(select(_H.review_id))).scalars().all()
    newest_first = _ALL.order_by(None).order_by(_H.sequence.desc()).limit(most)
    return {one: check_tail([_entry(row) for row in reversed(connection.execute(newest_first, {"review": one}).all())]) for one in known}


def heads(connection: Connection) -> dict[str, tuple[int, str]]:
    """Length and head of every chain as they stand, unchecked; in two queries however many there are."""
    last = select(_H.review_id, func.max(_H.sequence).label("sequence")).group_by(_H.review_id).subquery()
    rows = connection.execute(
        select(_H.review_id, _H.sequence, _H.hash).join(last, and_(_H.review_id == last.c.review_id, _H.sequence == last.c.sequence))
    )
    found = {review: (sequence, hash_) for review, sequence, hash_ in rows}
    return dict.fromkeys(connection.execute(select(schema.review.c.id)).scalars(), (0, GENESIS)) | found


def first_hashes(connection: Connection) -> dict[str, str]:
    """The hash of each review's first entry, by which its history is known wherever the file goes; by the id of the review."""
    rows = connection.execute(select(_H.review_id, _H.hash).where(_H.sequence == 1))
    return {row.review_id: row.hash for row in rows}


def hash_at(connection: Connection, review_id: str, sequence: int) -> str | None:
    """The hash of one entry; None where there is no such entry. Entry 0 is what the first one follows."""
    if not sequence:
        return GENESIS
    at = select(_H.hash).where(_H.review_id == review_id, _H.sequence == sequence)
    found: str | None = connection.execute(at).scalar()
    return found


_SAME = ("sequence", "offset", "actor", "machine", "operation", "target", "before", "after", "previous", "hash")


def _row(entry: Entry) -> dict[str, Any]:
    return {"review_id": entry.review, "at": entry.at.isoformat(), **{name: getattr(entry, name) for name in _SAME}}


def _entry(row: Any) -> Entry:
    return Entry(review=row.review_id, at=datetime.fromisoformat(row.at), **{name: row._mapping[name] for name in _SAME})
