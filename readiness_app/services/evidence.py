"""Evidence: files kept by the hash of their content, described, attached to items, read back and purged."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from readiness_app.domain.capturing import check_address, check_captured
from readiness_app.domain.changes import AnswerChanged, Batch, Change, EvidenceChanged
from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.domain.life import purged
from readiness_app.domain.review import Evidence, Purge, Review
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.services import reviewing
from readiness_app.services.files import FoundFile, inspect, megabytes
from readiness_app.services.workspace import Workspace
from readiness_app.store import reviews, rights, vault
from readiness_app.store.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """How a person describes a piece of evidence; an empty title becomes the file's name."""

    title: str = ""
    publisher: str = ""
    address: str = ""
    revision: str = ""
    published: date | None = None
    retrieved: date | None = None
    expires: date | None = None
    confidentiality: Confidentiality = Confidentiality.INTERNAL
    captured: datetime | None = None


def evidence_for(found: FoundFile, details: Details, by: str, at: datetime) -> Evidence:
    """The evidence that describes this file. Raises Refused for an address that is none, or a capture without one."""
    check_source(details, at)
    return Evidence(
        sha256=found.sha256,
        name=found.name,
        size=found.size,
        media_type=found.media_type,
        title=details.title.strip() or found.name,
        added=at,
        added_by=by,
        publisher=details.publisher,
        address=details.address,
        revision=details.revision,
        published=details.published,
        retrieved=details.retrieved,
        expires=details.expires,
        confidentiality=details.confidentiality,
        captured=details.captured,
    )


def check_source(details: Details, at: datetime) -> None:
    """Raises Refused where address and time of capture cannot be true: not on the web, without an address, or after `at`."""
    check_address(details.address)
    check_captured(details.captured, details.address, at)


def attach_change(review: Review, item: str | None, found: FoundFile, details: Details, by: str, at: datetime) -> Batch:
    """The step that lists the file, unless it is listed already, and lets the answer of `item`, if one is named, point to it.

    What is listed keeps its description, but is marked confidential or under NDA where that is asked for now and is stricter. Raises
    Refused for a file that was purged: nobody would expect its bytes to stay away.
    """
    evidence = evidence_for(found, details, by, at)
    listed = next((one for one in review.evidence if one.sha256 == found.sha256), None)
    parts: list[Change] = [EvidenceChanged(before=None, after=evidence)] if listed is None else _marked(listed, details.confidentiality)
    evidence = listed or evidence
    if item is not None:
        review.checklist.item(item)
        before = review.stored_answer(item)
        if found.sha256 not in before.evidence:
            after = replace(before, evidence=(*before.evidence, found.sha256))
            parts.append(AnswerChanged(item=item, before=before, after=after, op="attach"))
    return Batch(changes=tuple(parts), title=f"attach {evidence.title}")


def _marked(listed: Evidence, asked: Confidentiality) -> list[Change]:
    if listed.purged is not None:
        raise Refused(
            f"{listed.title} was purged from this review by {listed.purged.by} on {listed.purged.at:%Y-%m-%d}, and what was purged is not "
            "kept again. Nothing was attached; attach another file, or say in a note what it shows."
        )
    levels = list(Confidentiality)  # from public to the strictest
    held = max(listed.confidentiality, Confidentiality.INTERNAL, key=levels.index)  # everybody begins with internal; nobody asks for it
    if levels.index(asked) <= levels.index(held):
        return []
    return [EvidenceChanged(before=listed, after=replace(listed, confidentiality=asked), op="describe")]


def detach_change(review: Review, item: str, sha256: str) -> AnswerChanged:
    """The change after which the item's answer no longer points to this file; the file stays listed."""
    before = review.stored_answer(item)
    after = replace(before, evidence=tuple(held for held in before.evidence if held != sha256))
    return AnswerChanged(item=item, before=before, after=after, op="detach")


def check_review_limit(review: Review, found: FoundFile, limit: int) -> None:
    """Raises Refused when the review would hold more than `limit` bytes of evidence."""
    held = sum(e.size for e in review.evidence if e.purged is None and e.sha256 != found.sha256)
    if held + found.size > limit:
        total = megabytes(held + found.size)
        raise Refused(f"With {found.name} this review would hold {total}; the limit is {megabytes(limit)}. Nothing was attached.")


def read(workspace: Workspace, sha256: str) -> bytes:
    """The bytes, checked against the hash; raises NotFound where they were purged, Unreadable where they are damaged."""
    with workspace.database.read() as connection:
        return vault.read_bytes(connection, sha256)


def save_as(workspace: Workspace, sha256: str, path: Path) -> None:
    """Writes a copy, whole or not at all, for its owner's eyes alone unless it replaces a file that others may read. Raises Unreadable."""
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        rights.lay(part, rights.of(path))
        with workspace.database.read() as connection, part.open("wb") as target:
            for piece in vault.read(connection, sha256):
                target.write(piece)
        part.replace(path)
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be written: {error.strerror or error}. Nothing was saved.") from error
    finally:
        part.unlink(missing_ok=True)


def attach(
    workspace: Workspace, review: Review, item: str | None, path: Path, details: Details, by: str, at: datetime, *, limit: int
) -> tuple[Review, Evidence]:
    """The review with the file attached, once it is on disk, and the evidence. `limit` is the largest file in bytes."""
    found = inspect(path, limit)
    change = attach_change(review, item, found, details, by, at)
    after = reviewing.apply(workspace, review, change, by, at, files=(found,)) if change.changes else review
    return after, after.evidence_file(found.sha256)


def purge(workspace: Workspace, review: Review, sha256: str, by: str, why: str, at: datetime) -> Review:
    """The review with the file's bytes gone for good; hash, name, who and why stay (rule 12). Another review that lists it keeps it."""
    after = purged(review, sha256, Purge(by=by, at=at, why=why.strip()))
    with workspace.database.write() as connection:
        reviews.write(connection, review, after)
        if not _needed_elsewhere(connection, review.id, sha256):
            vault.remove(connection, sha256)
        reviewing.write_entry(
            connection,
            review.id,
            operation="purge",
            target=sha256,
            before=review.evidence_file(sha256),
            after=after.evidence_file(sha256),
            by=by,
            at=at,
        )
    workspace.database.fold_log()
    return after


def _needed_elsewhere(connection: Connection, review_id: str, sha256: str) -> bool:
    return any(holder != review_id for holder in reviews.holding(connection, sha256))
