"""Extracts of sealed reviews: what a reader would see and how much stays out, and the PDF for them."""

from collections.abc import Collection
from pathlib import Path

from readiness_app.domain.claim import Claim
from readiness_app.domain.disclosing import Why
from readiness_app.domain.errors import NotFound
from readiness_app.domain.extract import Extract, Origin
from readiness_app.domain.extracting import extract
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Audience, Confidentiality, ExtractPart
from readiness_app.exchange.record import decode_record
from readiness_app.services import library, reviewing, sealing
from readiness_app.services.sealing import write_whole
from readiness_app.services.workspace import Workspace
from readiness_app.store.editions import Edition
from readiness_app.wording import inside


def preview(
    workspace: Workspace, review_id: str, audience: Audience, parts: Collection[ExtractPart] = (), edition: int | None = None
) -> Extract:
    """What the extract of a sealed edition (the newest unless named) would say, and how much it leaves out.

    Raises NotFound where no such edition was sealed, Refused for a part that is not this reader's.
    """
    current = reviewing.load_review(workspace, review_id)
    sealed = _sealed(workspace, current, edition)
    recorded = decode_record(sealed.record)
    return extract(recorded, _origin(workspace, recorded, current, sealed), audience, parts)


def pdf_of(found: Extract) -> bytes:
    """The extract as a PDF; the same extract gives the same bytes."""
    from readiness_app.report.extract import build_extract  # ReportLab is imported when it is needed, never at start

    return build_extract(found)


def write(found: Extract, out: Path) -> None:
    """Writes the extract to a file, whole or not at all; raises Unreadable."""
    write_whole(out, pdf_of(found))


def file_name(found: Extract) -> str:
    """What to call the file, so that nobody takes it for the report."""
    return f"{found.review}-extract-for-{found.audience}.pdf"


def shows(found: Extract) -> tuple[str, ...]:
    """What the extract shows, as figures with their words and no titles: `91 open questions`."""
    gaps = "open question" if found.audience is Audience.VENDOR else "open gap"
    parts = (
        (len(found.gaps), gaps, f"{gaps}s"),
        (found.claims, "claim with a public source", "claims with a public source"),
        (len(found.files), "public file by its name", "public files by their names"),
        (len(found.conditions), "condition", "conditions"),
        (len(found.answers), "answer of the vendor", "answers of the vendor"),
    )
    return tuple(_many(*part) for part in parts if part[0])


def leaves_out(found: Extract) -> tuple[str, ...]:
    """What stays out, in the same way; empty where nothing does. It is for the person who makes the extract."""
    left, marked = found.left_out, [level.value for level in Confidentiality]
    claims, files = "claim", "file"
    parts = [
        (number, *_both(claims, f"on {'a file' if number == 1 else 'files'} marked {inside(Confidentiality(why))}"))
        for why, number in left.claims.items()
        if why.value in marked
    ]
    parts.append((left.claims.get(Why.UNPUBLISHED, 0), *_both(claims, "without a public source")))
    parts.append((left.claims.get(Why.QUOTE_MISSING, 0), *_both(claims, "whose quote was not found in its file")))
    parts.append((left.not_theirs, *_both(claims, "on questions that are not the vendor's")))
    parts += [(number, *_both(files, f"marked {inside(level)}")) for level, number in left.files.items()]
    parts.append((left.purged, *_both(files, "no longer held")))
    parts.append((left.answers, "answer of the vendor in a file that is not public", "answers of the vendor in files that are not public"))
    return tuple(_many(*part) for part in parts if part[0])


def _both(noun: str, rest: str) -> tuple[str, str]:
    return f"{noun} {rest}", f"{noun}s {rest}"


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _sealed(workspace: Workspace, current: Review, edition: int | None) -> Edition:
    try:
        return sealing.sealed_edition(workspace, current.id, edition)
    except NotFound:
        if edition is not None or sealing.editions(workspace, current.id):
            raise
        raise NotFound(
            f"{current.id} is open and was never sealed. An extract names the digest of a sealed report, so there is none yet. "
            "Nothing was written; decide and seal the review first."
        ) from None


def _origin(workspace: Workspace, recorded: Review, current: Review, sealed: Edition) -> Origin:
    """Where the extract comes from; who had signed or declined an edition that is superseded stands in the one after it."""
    superseded = current.edition != sealed.edition
    known = _after(workspace, current, sealed.edition).supersedes if superseded else current
    return Origin(
        digest=sealed.digest,
        report=sealed.report_sha256,
        signed_report=sealed.latest_sha256,
        superseded=superseded,
        signed=tuple(one.role for one in known.sign_offs) if known else (),
        declined=tuple(one.role for one in known.declines) if known else (),
        packs=_public_claims(recorded),
    )


def _after(workspace: Workspace, current: Review, edition: int) -> Review:
    """The edition that followed a superseded one: the review as it is, or the record of one that was sealed since."""
    following = edition + 1
    if following == current.edition:
        return current
    return decode_record(sealing.sealed_edition(workspace, current.id, following).record)


def _public_claims(review: Review) -> frozenset[Claim]:
    """The claims of the built-in packs that answers were adopted from.

    A pack out of somebody's own file may say anything, under any name; its claims are judged one by one.
    """
    adopted = {claim.pack for answer in review.answers.values() for claim in answer.claims}
    packs = [library.pack(pack.id) for pack in library.packs() if pack.id in adopted]
    return frozenset(claim for pack in packs for proposal in pack.proposals for claim in proposal.claims)
