"""Sealed editions: record, digest and report hash stay for good; only the hash of the latest signed report moves on."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Text, case, cast, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from readiness_app.domain.errors import NotFound, Refused
from readiness_app.store import schema
from readiness_app.store.codec import time_text

_T = schema.edition.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition as it was sealed: the record's bytes, their digest, and the SHA-256 of the report then and of its latest signed copy."""

    review_id: str
    edition: int
    record: bytes
    digest: str
    report_sha256: str
    latest_sha256: str
    sealed_at: datetime


def add(connection: Connection, edition: Edition) -> None:
    """Keeps an edition for good; raises Refused where it is there already."""
    try:
        connection.execute(insert(schema.edition), {**asdict(edition), "sealed_at": time_text(edition.sealed_at)})
    except IntegrityError as error:
        if not _find(connection, edition.review_id, edition.edition):
            raise
        raise Refused(f"Edition {edition.edition} of {edition.review_id} has been sealed already. Nothing was changed.") from error


def latest(connection: Connection, review_id: str) -> Edition | None:
    """The newest edition of a review, or None where none was sealed."""
    found = all(connection, review_id)
    return found[-1] if found else None


def all(connection: Connection, review_id: str) -> tuple[Edition, ...]:
    """Every sealed edition of a review, oldest first."""
    rows = connection.execute(select(schema.edition).where(_T.review_id == review_id).order_by(_T.edition)).mappings()
    return tuple(_edition(row) for row in rows)


def seals(connection: Connection) -> tuple[str, ...]:
    """The seals that the sealed editions of the whole workspace name, the latest first, each once."""
    record = cast(_T.record, Text)
    named = case((func.json_valid(record) == 1, func.json_extract(record, "$.sealing.seal")))  # a damaged record names none
    rows = connection.execute(select(named).order_by(_T.sealed_at.desc(), _T.review_id)).scalars()
    return tuple(dict.fromkeys(seal for seal in rows if seal))


def set_latest_report(connection: Connection, review_id: str, edition: int, sha256: str) -> None:
    """Notes the SHA-256 of the report with its newest signature; raises NotFound where the edition was not sealed."""
    mine = update(schema.edition).where(_T.review_id == review_id, _T.edition == edition)
    if connection.execute(mine, {"latest_sha256": sha256}).rowcount != 1:
        raise NotFound(f"Edition {edition} of {review_id} has not been sealed here. Nothing was changed.")


def _find(connection: Connection, review_id: str, edition: int) -> bool:
    return connection.execute(select(_T.edition).where(_T.review_id == review_id, _T.edition == edition)).first() is not None


def _edition(row: Any) -> Edition:
    return Edition(**{**row, "sealed_at": datetime.fromisoformat(row["sealed_at"])})
