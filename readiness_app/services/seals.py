"""The seal of a workspace: found again by what its sealed reviews name, made where there is none."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from readiness_app.domain.errors import ReadinessError
from readiness_app.services.workspace import Workspace
from readiness_app.signing.certify import certify, create_seal, open_seal, remove_seal, seals_in
from readiness_app.signing.fields import SEAL_FIELD
from readiness_app.signing.tokens import AnyIdentity
from readiness_app.store import editions as edition_rows


@contextmanager
def seal_for(workspace: Workspace, at: datetime, folder: Path) -> Iterator[AnyIdentity]:
    """The workspace's seal, ready at `at`, for a block that seals with it.

    It is the one that the workspace's own sealed editions name, so moving, renaming or copying the file changes nothing. Where there is
    none yet, or its key is lost, damaged or expired, a new one is made in `folder`, and taken back if the block raises: then no record
    names it. Raises Unreadable where it cannot be written.
    """
    with workspace.database.read() as connection:
        named = edition_rows.seals(connection)
    kept = seals_in(folder)
    for fingerprint in named:
        if fingerprint in kept and (found := _opened(kept[fingerprint], fingerprint, at)):
            yield found
            return
    path = folder / f"seal-{secrets.token_hex(8)}.p12"
    create_seal(path, workspace.path.stem, at)
    try:
        yield open_seal(path, at)
    except BaseException:
        remove_seal(path)
        raise


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
