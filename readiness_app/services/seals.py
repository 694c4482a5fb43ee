"""The seal of a workspace: made with it, found again by the workspace's own id, made anew where it is lost."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from readiness_app.domain.errors import ReadinessError
from readiness_app.signing.certify import certify, create_seal, open_seal, remove_seal, seals_in
from readiness_app.signing.fields import SEAL_FIELD
from readiness_app.signing.tokens import AnyIdentity
from readiness_app.store import editions as edition_rows
from readiness_app.store.database import Database
from readiness_app.store.identity import workspace_id


def make_seal(database: Database, at: datetime, folder: Path) -> Path:
    """Makes a key in `folder` that is bound to this workspace, and says where; raises Unreadable where it cannot be written.

    A report names the fingerprint of its seal, so anybody can put that into a workspace of their own. The id stands in no report: the name
    of the file binds the key to it, and only the workspace that holds the id seals with the key.
    """
    with database.read() as connection:
        own = workspace_id(connection)
    path = folder / f"{own}-{secrets.token_hex(4)}.p12"
    create_seal(path, database.path.stem, at)
    return path


@contextmanager
def seal_for(database: Database, at: datetime, folder: Path) -> Iterator[AnyIdentity]:
    """The workspace's seal, ready at `at`, for a block that seals with it.

    It is one of those in `folder` that are bound to the workspace, so moving, renaming or copying the file changes nothing. Where there is
    none yet, or its key is lost, damaged or expired, a new one is made, and taken back if the block raises: then no record names it. Raises
    Unreadable where it cannot be written.
    """
    for fingerprint, path in _bound(database, folder).items():
        if found := _opened(path, fingerprint, at):
            yield found
            return
    path = make_seal(database, at, folder)
    try:
        yield open_seal(path, at)
    except BaseException:
        remove_seal(path)
        raise


def _bound(database: Database, folder: Path) -> dict[str, Path]:
    """The seals of this workspace by fingerprint: first those that its sealed editions name, the latest before the others."""
    with database.read() as connection:
        own, named = workspace_id(connection), edition_rows.seals(connection)
    kept = {fingerprint: path for fingerprint, path in seals_in(folder).items() if path.name.startswith(f"{own}-")}
    known = [fingerprint for fingerprint in named if fingerprint in kept]
    return {fingerprint: kept[fingerprint] for fingerprint in (*known, *kept)}


def _opened(path: Path, fingerprint: str, at: datetime) -> AnyIdentity | None:
    try:
        found = open_seal(path, at)
    except ReadinessError:
        return None
    return found if found.certificate.fingerprint == fingerprint else None


def certified(report: bytes, seal: AnyIdentity, at: datetime) -> bytes:
    """The report with the seal in its place, before anybody signs."""
    from readiness_app.report.stamp import seal_stamp

    look = seal_stamp(name=seal.certificate.name, time_text=at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC"))
    return certify(report, field=SEAL_FIELD, seal=seal, now=at, appearance=look)
