"""What this machine's own workspace knows about a report: that its edition was declined or superseded, or is not in the history here."""

from dataclasses import dataclass
from pathlib import Path

from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.domain.history import Head, parts_of
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role, State
from readiness_app.exchange.record import decode_record, digest_of
from readiness_app.services import reviewing
from readiness_app.services.apart import record_in
from readiness_app.services.workspace import Workspace
from readiness_app.signing.files import read_whole
from readiness_app.signing.sign import LARGEST_FILE
from readiness_app.store import editions as edition_rows
from readiness_app.store import history, reviews
from readiness_app.store.editions import Edition
from readiness_app.wording import word


def known_here(workspace: Workspace, recorded: Review, digest: str) -> tuple[str, ...]:
    """Sentences about the edition whose record, with this digest, is in a report; none where the workspace never held that review."""
    rows = _editions(workspace, recorded)
    if rows is None:
        return ()
    said, edition = [], next((row.edition for row in rows if row.digest == digest), None)
    if recorded.sealing is not None and not (found := _held(workspace, recorded, sealed_here=edition is not None)).holds:
        said.append(found.sentence(workspace.path.name))
    if edition is None:
        return tuple(said)
    review, where = reviewing.load_review(workspace, recorded.id), workspace.path.name
    said += [f"In {where} edition {edition} was declined {one}" for one in _declines(workspace, review.id, edition)]
    if review.edition > edition:
        state = ", which is not sealed yet" if review.state is State.OPEN else ""
        said.append(f"In {where} edition {edition} is superseded by edition {review.edition}{state}.")
    return tuple(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """A report's word on the history it was sealed over, held against a workspace.

    `length` is how long the history is there, None where the review is not; `sealed_here` that this edition stands there too.
    """

    review: str
    edition: int
    known: Head
    length: int | None
    same_entry: bool
    sealed_here: bool

    @property
    def holds(self) -> bool:
        """True where the history holds what the report was sealed over, and the sealing."""
        return self.same_entry and self.sealed_here

    def sentence(self, name: str) -> str:
        """What came of it, for the person; `name` is that of the workspace."""
        was = f"edition {self.edition} of {self.review} was sealed over {self.known.length} entries"
        if self.length is None:
            return (
                f"The report says that {was}; in {name} there is no such review. It was removed, or the report is about another workspace."
            )
        if self.holds:
            return f"The history of {self.review} holds what the report says: {was}, and entry {self.known.length} is the one it names."
        if self.same_entry:
            return f"The report says that {was}; {name} does not hold that sealing. It is an older copy, or was sealed in another one."
        now = f"entry {self.known.length} is another one" if self.length >= self.known.length else f"there are {self.length}"
        return f"The report says that {was}; in {name} {now}. It is an older or another copy, or its history was cut or written anew."


def compare_report(workspace: Workspace, path: Path) -> ReportHead:
    """The history in a workspace against the head that a report names. Raises Refused for a draft, InvalidFile, Unreadable.

    Whether the report itself is genuine is what verifying says.
    """
    encoded = record_in(read_whole(path, LARGEST_FILE), path.name)
    recorded, digest = decode_record(encoded), digest_of(encoded)
    if recorded.sealing is None:
        raise Refused(f"{path.name} is a draft and names no head of a history. Nothing was compared; take a report that was sealed.")
    rows = _editions(workspace, recorded)
    if rows is None:
        known = Head(length=recorded.sealing.history_length, head=recorded.sealing.history_head)
        return ReportHead(review=recorded.id, edition=recorded.edition, known=known, length=None, same_entry=False, sealed_here=False)
    return _held(workspace, recorded, sealed_here=any(row.digest == digest for row in rows))


def _editions(workspace: Workspace, recorded: Review) -> tuple[Edition, ...] | None:
    """The editions that the workspace sealed of a review; None where it does not hold it. Ids alone do not tell: they are made of names."""
    with workspace.database.read() as connection:
        if recorded.id not in reviews.ids(connection):
            return None
        held, rows = reviews.load(connection, recorded.id), edition_rows.all(connection, recorded.id)
    return rows if (held.created, held.created_by) == (recorded.created, recorded.created_by) else None


def _held(workspace: Workspace, recorded: Review, *, sealed_here: bool) -> ReportHead:
    assert recorded.sealing is not None
    known = Head(length=recorded.sealing.history_length, head=recorded.sealing.history_head)
    with workspace.database.read() as connection:
        length, _ = history.head(connection, recorded.id)
        same = history.hash_at(connection, recorded.id, known.length) == known.head
    return ReportHead(review=recorded.id, edition=recorded.edition, known=known, length=length, same_entry=same, sealed_here=sealed_here)


def report_on_disk(path: Path) -> tuple[Review, str] | None:
    """The review that a report on disk holds, and its digest; None for what is no report or cannot be read, which others say."""
    try:
        record = record_in(read_whole(path, LARGEST_FILE), path.name)
        return decode_record(record), digest_of(record)
    except ReadinessError:
        return None


def review_in(path: Path) -> str:
    """The id of the review that a report on disk is about; empty for what is no report or cannot be read, which verifying says."""
    found = report_on_disk(path)
    return found[0].id if found is not None else ""


def _declines(workspace: Workspace, review_id: str, edition: int) -> list[str]:
    """Who declined this edition; the history keeps it when the review itself has gone on."""
    found, at = [], 0
    for entry in reviewing.history(workspace, review_id):
        if entry.operation == "seal":
            at = parts_of(entry.after).get("edition", 0)
        elif entry.operation == "decline" and at == edition:
            reason = str(parts_of(entry.after).get("reason", "")).rstrip(".")
            role = word(Role(entry.target)).lower() if entry.target in set(Role) else entry.target
            found.append(f"as {role} by {entry.actor}, because: {reason}.")
    return found
