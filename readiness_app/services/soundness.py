"""What must hold before a review is sealed, and before anything is made of an edition that was."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.domain.history import Entry, check_chain
from readiness_app.domain.review import Review
from readiness_app.exchange.record import digest_of
from readiness_app.services import heads
from readiness_app.services.pinned import problems_of_pins
from readiness_app.services.workspace import Workspace
from readiness_app.store import history, integrity, replaying, vault
from readiness_app.store.database import Connection
from readiness_app.store.editions import Edition


def require_sound(workspace: Workspace, connection: Connection, review: Review) -> None:
    """Raises Refused where a check would call this review damaged, or its history departed from what is known of it.

    Looked at, all within the given connection's view: every link of its history, its rows against it, its listed files, its checklist and
    pack, and what is kept of its earlier editions. Nothing else in the file is looked at, so that sealing does not wait for all of it.
    """
    name = workspace.path.name
    if found := tuple(_problems(connection, review)):
        more = f" And {len(found) - 1} more." if len(found) > 1 else ""
        raise Refused(f"{review.id} is damaged and was not sealed: {found[0]}{more} Nothing was changed. {cure(name)}")
    departed = [one for one in heads.compare(workspace).departures if one.review == review.id]
    if departed:
        raise Refused(
            f"{departed[0].sentence} It was not sealed and nothing was changed. If an older copy was put back on purpose, acknowledge it "
            f"first: readiness check {name} --acknowledge --reason WHY. If not, look for what is missing: readiness restore {name} --list."
        )


def cure(name: str) -> str:
    """What to do about a workspace of this name that is damaged."""
    return f"See what is wrong with readiness check {name}, then go back to a copy that is whole: readiness restore {name}."


def rows_depart(workspace: Workspace, review_id: str) -> tuple[str, ...]:
    """In sentences, what the rows of a review say otherwise than its history; empty where they follow from it."""
    with workspace.database.read() as connection:
        return replaying.problems(connection, review_id, history.entries(connection, review_id))


def _problems(connection: Connection, review: Review) -> Iterator[str]:
    entries = tuple(history.entries(connection, review.id))
    chain = check_chain(entries)
    if not chain.intact:
        yield chain.problem
    yield from replaying.problems(connection, review.id, entries)
    yield from integrity.anchor_problems(connection, review.id)
    yield from problems_of_pins(connection, review)
    yield from integrity.guards_missing(connection)
    for file in review.evidence:
        if file.purged is None and not vault.sound(connection, file.sha256):
            yield f"The bytes of the file “{file.title}” are damaged or gone."


def require_as_sealed(connection: Connection, path: Path, found: Sequence[Edition]) -> None:
    """Raises Unreadable unless these editions of one review are, by their own digests and by its whole history, what was sealed.

    The reports are checked against their SHA-256 by whoever reads them; here, that it is the one which the history names.
    """
    if not found:
        return
    entries = tuple(history.entries(connection, found[0].review_id))
    intact = check_chain(entries).intact
    told = replaying.sealed_in(entries) if intact else {}
    for one in found:
        if problem := _altered(one, entries, told.get(one.edition), intact=intact):
            raise Unreadable(
                f"Edition {one.edition} of {one.review_id} cannot be used: {problem} Nothing was written or changed. {cure(path.name)}"
            )


def _altered(one: Edition, entries: Sequence[Entry], told: tuple[str, str, str] | None, *, intact: bool) -> str:
    if digest_of(one.record) != one.digest:
        return "the stored record is not the one that was sealed."
    if not intact:
        return f"the history that names its digest is damaged: {check_chain(entries).problem}"
    if told is None or told[0] != one.digest:
        return "its digest is not the one that the history names."
    if told[1:] != (one.report_sha256, one.latest_sha256):
        return "the report kept of it is not the one that the history names."
    return ""
