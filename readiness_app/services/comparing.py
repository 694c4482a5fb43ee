"""Comparing two reviews, editions, records, reports or packs, and writing the comparison as PDF or CSV."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from readiness_app.domain import comparison
from readiness_app.domain.comparison import Comparison
from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.pack import Pack
from readiness_app.domain.review import Review
from readiness_app.exchange.comparison_csv import csv_of
from readiness_app.exchange.record import decode_record, digest_of
from readiness_app.services import library, reviewing, sealing
from readiness_app.services.apart import record_in
from readiness_app.services.sealing import write_whole
from readiness_app.services.workspace import Workspace
from readiness_app.signing import sign
from readiness_app.signing.files import read_whole
from readiness_app.store import reviews

FILES = (".json", ".pdf")
PACK = "pack:"
WRITTEN = (".pdf", ".csv")


class Side(NamedTuple):
    """A review as it is to be compared, and the digest of its record."""

    review: Review
    digest: str


def compare(workspace: Workspace, one: str, other: str) -> Comparison:
    """The second beside the first. Each is a review's id, ID@EDITION for a sealed edition, or a record (.json) or report (.pdf) on disk.

    A file is read, not verified. Raises NotFound, Unreadable, InvalidFile.
    """
    return compare_sides(side(workspace, one), side(workspace, other))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something in the workspace, or a built-in pack, that can be compared: the name that `compare_named` takes, and words for people."""

    name: str
    title: str


def choices(workspace: Workspace) -> tuple[Choice, ...]:
    """Every review, every sealed edition that a later one superseded, and every built-in pack."""
    found = []
    packs = {pack.id: pack.title for pack in library.packs()}
    for review_id in reviewing.review_ids(workspace):
        review = reviewing.load_review(workspace, review_id)
        if use := review.frame.pack:
            packs.setdefault(use.id, use.title)  # one that came from a file
        what = f"{review.subject.vendor} {review.subject.model}, as of {review.as_of}, round {review.round}"
        found.append(Choice(name=review_id, title=f"{what}, edition {review.edition} ({review.state.value})"))
        if review.edition > 1:
            older = [one.edition for one in sealing.editions(workspace, review_id) if one.edition < review.edition]
            found += [Choice(name=f"{review_id}@{number}", title=f"{what}, edition {number} (superseded)") for number in reversed(older)]
    return (*found, *(Choice(name=f"{PACK}{pack_id}", title=f"Pack: {title}") for pack_id, title in packs.items()))


def nearest_two(workspace: Workspace, review_id: str) -> tuple[str, str]:
    """What to show first of a review, the earlier first: the round before, else its edition before, else the round after it, else another
    review, else what its newer pack changed; ("", id) where there is nothing."""
    review = reviewing.load_review(workspace, review_id)
    if before := _before(workspace, review):
        return before, review_id
    others = [reviewing.load_review(workspace, one) for one in reviewing.review_ids(workspace) if one != review_id]
    following = next((one for one in others if one.previous is not None and one.previous.review == review_id), None)
    if following is not None:
        return review_id, following.id
    if others:
        return (others[0].id, review_id) if others[0].as_of <= review.as_of else (review_id, others[0].id)
    older = reviewing.older_packs(workspace, review)
    if review.frame.pack is None or not older:
        return "", review_id
    return f"{PACK}{older[-1].id}", f"{PACK}{review.frame.pack.id}"


def _before(workspace: Workspace, review: Review) -> str:
    """The round that the review carries on, in the edition that it names, else the edition before; empty where there is neither here."""
    carried = review.previous
    if carried is not None and carried.review in reviewing.review_ids(workspace):
        same = reviewing.load_review(workspace, carried.review).edition == carried.edition
        return carried.review if same else f"{carried.review}@{carried.edition}"
    return f"{review.id}@{review.edition - 1}" if review.edition > 1 else ""


def compare_named(workspace: Workspace, one: str, other: str) -> Comparison:
    """Compares two names as `choices` gives them, or files; raises Refused for a pack beside a review, and what `compare` raises."""
    packs = [name.startswith(PACK) for name in (one, other)]
    if all(packs):
        return _packs_beside(*(_pack(workspace, name.removeprefix(PACK)) for name in (one, other)))
    if any(packs):
        raise Refused("A pack proposes and a review answers; they cannot stand beside each other. Choose two reviews or two packs.")
    return compare(workspace, one, other)


def _pack(workspace: Workspace, pack_id: str) -> Pack:
    """The built-in pack with this id, else the newest that is kept in the workspace; raises NotFound."""
    try:
        return library.pack(pack_id)
    except NotFound:
        with workspace.database.read() as connection:
            kept = reviews.packs_called(connection, pack_id)
        if not kept:
            raise
        return kept[-1]


def compare_sides(one: Side, other: Side) -> Comparison:
    """The same with sides that were found before."""
    return comparison.compare(one.review, other.review, (one.digest, other.digest))


def compare_packs(one: str, other: str) -> Comparison:
    """The second pack beside the first; each is an id or a file. Raises NotFound, Unreadable, InvalidFile; Refused for two checklists."""
    return _packs_beside(library.any_pack(one), library.any_pack(other))


def _packs_beside(before: Pack, after: Pack) -> Comparison:
    if before.checklist != after.checklist:
        raise Refused(
            f"{before.title} answers the checklist {before.checklist}, {after.title} answers {after.checklist}; "
            "their proposals cannot stand beside each other. Nothing was written."
        )
    return comparison.compare_packs(before, after, library.built_in_checklist(after.checklist))


def side(workspace: Workspace, name: str) -> Side:
    """What a name means: see `compare`."""
    if name.lower().endswith(FILES):
        return file_side(Path(name))
    review_id, at, edition = name.rpartition("@")
    if at and edition.isdecimal():
        found = sealing.sealed_edition(workspace, review_id, int(edition))
        return Side(decode_record(found.record), found.digest)
    return review_side(workspace, reviewing.load_review(workspace, name))


def review_side(workspace: Workspace, review: Review) -> Side:
    """A review of the workspace as it stands; the digest is that of its sealed record, or of the record it would have now."""
    return Side(review, digest_of(sealing.record(workspace, review)))


def file_side(path: Path) -> Side:
    """The review in a record or inside a report; raises Unreadable, InvalidFile."""
    if path.suffix.lower() == ".pdf":
        data = record_in(read_whole(path, sign.LARGEST_FILE), path.name)
    else:
        data = read_whole(path, sign.LARGEST_FILE)
    return Side(decode_record(data), digest_of(data))


def pdf_of(found: Comparison) -> bytes:
    """The comparison as a PDF; the same comparison gives the same bytes."""
    from readiness_app.report.comparison import build_comparison  # ReportLab is imported when it is needed, never at start

    return build_comparison(found)


def write(found: Comparison, out: Path) -> None:
    """Writes the comparison whole or not at all, as what the file's name says; raises Refused for another ending, Unreadable."""
    check_name(out)
    write_whole(out, pdf_of(found) if out.suffix.lower() == ".pdf" else csv_of(found))


def check_name(out: Path) -> None:
    """Raises Refused for a name that does not say what is to be written."""
    if out.suffix.lower() not in WRITTEN:
        raise Refused(f"{out.name} ends neither in .pdf nor in .csv. Nothing was written; name the file so that it says what it is.")
