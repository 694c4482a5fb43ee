"""What this machine's own workspace knows about a sealed edition that its file cannot know: that it was declined, or superseded."""

import json
from pathlib import Path

from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.vocabulary import Role, State
from readiness_app.exchange.record import decode_record, digest_of
from readiness_app.services import reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.signing.files import read_whole
from readiness_app.signing.sign import LARGEST_FILE
from readiness_app.store import editions as edition_rows
from readiness_app.wording import word


def known_here(workspace: Workspace, review_id: str, digest: str) -> tuple[str, ...]:
    """Sentences about the edition whose record has this digest; none where the workspace has not sealed it."""
    with workspace.database.read() as connection:
        rows = edition_rows.all(connection, review_id)
    edition = next((row.edition for row in rows if row.digest == digest), None)
    if edition is None:
        return ()
    review, where = reviewing.load_review(workspace, review_id), workspace.path.name
    said = [f"In {where} edition {edition} was declined {one}" for one in _declines(workspace, review_id, edition)]
    if review.edition > edition:
        state = ", which is not sealed yet" if review.state is State.OPEN else ""
        said.append(f"In {where} edition {edition} is superseded by edition {review.edition}{state}.")
    return tuple(said)


def known_of_file(workspace: Workspace, data: bytes) -> tuple[str, ...]:
    """The same about a report's bytes; none for what is no report or cannot be read, which others say."""
    from readiness_app.report.embedded import embedded_record

    try:
        record = embedded_record(data).record
        return known_here(workspace, decode_record(record).id, digest_of(record))
    except ReadinessError:
        return ()


def review_in(path: Path) -> str:
    """The id of the review that a report on disk is about; empty for what is no report or cannot be read, which verifying says."""
    from readiness_app.report.embedded import embedded_record

    try:
        return decode_record(embedded_record(read_whole(path, LARGEST_FILE)).record).id
    except ReadinessError:
        return ""


def _declines(workspace: Workspace, review_id: str, edition: int) -> list[str]:
    """Who declined this edition; the history keeps it when the review itself has gone on."""
    found, at = [], 0
    for entry in reviewing.history(workspace, review_id):
        if entry.operation == "seal":
            at = json.loads(entry.after)["edition"]
        elif entry.operation == "decline" and at == edition:
            reason = str(json.loads(entry.after)["reason"]).rstrip(".")
            found.append(f"as {word(Role(entry.target)).lower()} by {entry.actor}, because: {reason}.")
    return found
