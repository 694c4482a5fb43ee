"""What the vendor sent back: read apart from everything, kept as evidence, and proposed row by row."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from readiness_app.domain.changes import Batch, require_open
from readiness_app.domain.errors import InvalidFile, Refused, Unreadable
from readiness_app.domain.replying import Reading, read_back
from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.vendor import ReturnedRow
from readiness_app.domain.vendor_changes import ReplyChanged
from readiness_app.services import reviewing
from readiness_app.services.child import ChildFailed, run_in_child
from readiness_app.services.evidence import Details, attach_change, check_review_limit
from readiness_app.services.files import FoundFile, inspect, megabytes
from readiness_app.services.workspace import Workspace

READER = "readiness_app.exchange.returned_sheet"
MOST_BYTES = 25_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A returned file as it was read: the file, its rows, and what a person should know about how it was read."""

    file: FoundFile
    rows: tuple[ReturnedRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What reading a returned file did; `evidence` is None where nothing of it is new. `again` says that this very file was read before."""

    reading: Reading
    evidence: Evidence | None
    notes: tuple[str, ...]
    again: bool


def read_file(path: Path, limit: int) -> Returned:
    """Reads a returned list in a process of its own; `limit` is the largest file in bytes.

    Raises Refused for an empty or too large file, Unreadable for what is not there, InvalidFile for what is no harmless spreadsheet.
    """
    found = replace(inspect(path, limit), media_type=XLSX)
    if found.size > MOST_BYTES:
        raise _not_read(found, f"it has {megabytes(found.size)}, and a list of questions has no more than {megabytes(MOST_BYTES)}")
    try:
        whole = path.read_bytes()
        if hashlib.sha256(whole).hexdigest() != found.sha256:
            raise Refused(f"{found.name} changed while it was being read. Nothing was changed; try again.")
        header, data = run_in_child(READER, {}, whole)
        rows = tuple(_row(entry) for entry in json.loads(data))
        notes = tuple(str(note) for note in header["notes"])
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror or error}. Nothing was changed.") from error
    except (ChildFailed, ValueError, KeyError, TypeError) as error:  # what the process says is as foreign as the file
        raise _not_read(found, str(error) if isinstance(error, ChildFailed) else "it cannot be understood") from error
    return Returned(file=found, rows=rows, notes=notes)


def _not_read(found: FoundFile, why: str) -> InvalidFile:
    return InvalidFile(
        f"{found.name} was not read as a list of answers: {why}. Nothing was changed; the file itself can be attached as evidence."
    )


def _row(entry: dict[str, object]) -> ReturnedRow:
    texts = {name: str(entry[name]) for name in _TEXTS}
    dated = str(entry["dated"])
    return ReturnedRow(number=int(str(entry["number"])), dated=date.fromisoformat(dated) if dated else None, **texts)


_TEXTS = ("review", "list", "item", "digest", "question", "wanted", "answer", "by", "dated_text", "document")


def taking_step(review: Review, returned: Returned, details: Details, by: str, at: datetime, *, limit: int) -> tuple[Batch, Reading]:
    """The step that keeps the file as evidence and takes in its new replies, and what was found; the step is empty where nothing is new.

    `limit` is how many bytes of evidence a review may hold. Raises Refused.
    """
    require_open(review)
    reading = read_back(review, returned.rows, file=returned.file.sha256, by=by, at=at)
    if not reading.replies:
        return Batch(changes=(), title="take in replies"), reading
    check_review_limit(review, returned.file, limit)
    titled = replace(details, title=details.title.strip() or title_of(review, reading))
    attached = attach_change(review, None, returned.file, titled, by, at)
    taken = tuple(ReplyChanged(before=None, after=reply) for reply in reading.replies)
    number = len(taken)
    return Batch(changes=(*attached.changes, *taken), title=f"take in {number} {'reply' if number == 1 else 'replies'}"), reading


def title_of(review: Review, reading: Reading) -> str:
    """What the file is called among the evidence unless a person says otherwise."""
    lists = ", ".join(dict.fromkeys(reply.list for reply in reading.replies if reply.list))
    return f"Vendor replies from {review.subject.vendor}" + (f", list {lists}" if lists else "")


def take_in(
    workspace: Workspace, review: Review, path: Path, details: Details, by: str, at: datetime, *, file_limit: int, review_limit: int
) -> tuple[Review, TakenIn]:
    """Reads a returned list and takes in what is new of it, as one step; the same file does nothing the second time. Raises as above."""
    require_open(review)
    returned = read_file(path, file_limit)
    step, reading = taking_step(review, returned, details, by, at, limit=review_limit)
    again = any(reply.file == returned.file.sha256 for reply in review.replies)
    if not step.changes:
        return review, TakenIn(reading=reading, evidence=None, notes=returned.notes, again=again)
    after = reviewing.apply(workspace, review, step, by, at, files=(returned.file,))
    return after, TakenIn(reading=reading, evidence=after.evidence_file(returned.file.sha256), notes=returned.notes, again=again)


def told(reading: Reading, *, again: bool) -> tuple[str, ...]:
    """What reading a file came to, in sentences."""
    new, unmatched = len(reading.replies), reading.unmatched
    lines = []
    if again and not new:
        lines.append("This file was read before. Nothing was changed.")
    elif not new:
        lines.append("The file holds no answer that is new. Nothing was changed.")
    else:
        lines.append(f"{_count(new, 'reply waits', 'replies wait')} for a decision.")
    if unmatched:
        lines.append(f"{_count(unmatched, 'of them matches', 'of them match')} no question by id and text; assign or set aside.")
    if reading.read_before and not again:
        lines.append(f"{_count(reading.read_before, 'answer was', 'answers were')} read before and not taken in again.")
    by_id = {reply.id: reply for reply in reading.replies}
    for second, first in reading.second.items():
        lines.append(f"{second} is a second answer to {by_id[second].item} in this file, beside {first}; decide which of them holds.")
    if reading.documents:
        named = "; ".join(reading.documents[:10]) + (" and more" if len(reading.documents) > 10 else "")
        words = _count(len(reading.documents), "row names a document and gives", "rows name a document and give")
        lines.append(f"{words} no answer: {named}. Get the document and attach it to the item.")
    if reading.empty:
        lines.append(f"{_count(reading.empty, 'question has', 'questions have')} no answer in the file.")
    if reading.missing:
        named = ", ".join(reading.missing[:10]) + (" and more" if len(reading.missing) > 10 else "")
        lines.append(f"{_count(len(reading.missing), 'question is', 'questions are')} missing from the file: {named}.")
    return tuple(lines)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
