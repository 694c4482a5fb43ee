"""Quotes looked up in the files they were taken from: one claim, one file on its way in, or all of a review."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from readiness_app.domain.changes import AnswerChanged, Batch
from readiness_app.domain.claim import Anchor, Claim
from readiness_app.domain.errors import Unreadable
from readiness_app.domain.quotes import FileText, Searchable, folded_quote
from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.vocabulary import AnchorState
from readiness_app.services import evidence as evidence_files
from readiness_app.services.file_text import MOST_BYTES, text_of, too_large
from readiness_app.services.files import FoundFile
from readiness_app.services.workspace import Workspace

OP = "quotes"
SHORTEST = 12  # characters: a shorter quote may stand in any file, so it is never pointed to one by itself
Step = Callable[[float, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCheck:
    """One claim with a quote and a file, as it is stored, with what looking it up gives now; `why` where it cannot be checked."""

    item: str
    claim: Claim
    file: Evidence
    anchor: Anchor
    why: str = ""

    @property
    def differs(self) -> bool:
        """True where the review does not hold this result yet."""
        held = self.claim.anchor
        return held is None or (held.state, held.page) != (self.anchor.state, self.anchor.page)


def searchable(workspace: Workspace, file: Evidence) -> Searchable:
    """The text of a file of the review; where it cannot be read, its text says why."""
    if file.purged is not None:
        return Searchable(FileText(complete=False, why="its bytes were purged"))
    if file.size > MOST_BYTES:
        return Searchable(too_large())
    try:
        data = evidence_files.read(workspace, file.sha256)
    except Unreadable:
        return Searchable(FileText(complete=False, why="its bytes are damaged"))
    return Searchable(text_of(data, file.media_type))


def searchable_file(found: FoundFile) -> Searchable:
    """The text of a file on its way in. Raises Unreadable where it cannot be read from disk any longer."""
    if found.size > MOST_BYTES:
        return Searchable(too_large())
    try:
        with found.open() as source:
            data = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"{found.name} cannot be read: {error.strerror or error}. Nothing was attached.") from error
    return Searchable(text_of(data, found.media_type))


def can_be_anchored(claim: Claim) -> bool:
    """True for a claim with a quote and a file to look it up in."""
    return bool(claim.quote.strip() and claim.evidence)


def look_up(workspace: Workspace, review: Review, claim: Claim, on: date) -> tuple[Claim, str]:
    """The claim with its anchor as of now, and why it cannot be checked; without quote or file it has none. Raises NotFound."""
    if not can_be_anchored(claim):
        return replace(claim, anchor=None), ""
    text = searchable(workspace, review.evidence_file(claim.evidence))
    return anchored(claim, text, on)


def anchored(claim: Claim, text: Searchable, on: date) -> tuple[Claim, str]:
    """The claim with its anchor in this text, and why it cannot be checked."""
    anchor = text.anchor(claim.quote, claim.page, on)
    unsure = anchor.state is AnchorState.CANNOT_BE_CHECKED
    return replace(claim, anchor=anchor), text.why_unsure(claim.quote, claim.page) if unsure else ""


def kept_anchor(before: Claim | None, after: Claim) -> Claim:
    """A claim as it was edited: its anchor stays only where quote, page and file stayed."""
    same = before is not None and (before.quote, before.page, before.evidence) == (after.quote, after.page, after.evidence)
    return replace(after, anchor=before.anchor if same and before else None)


def check_quotes(
    workspace: Workspace, review: Review, on: date, step: Step | None = None, item: str | None = None
) -> tuple[QuoteCheck, ...]:
    """Looks every quote up that has a file, or those of one item; each file is read once. In the checklist's order."""
    wanted = [
        (one.id, claim)
        for one in review.checklist.items()
        if item in (None, one.id)
        for claim in review.stored_answer(one.id).claims
        if can_be_anchored(claim)
    ]
    files = list(dict.fromkeys(claim.evidence for _, claim in wanted))
    found: dict[tuple[str, Claim], QuoteCheck] = {}
    for number, sha256 in enumerate(files):
        file = review.evidence_file(sha256)
        if step is not None:
            step(number / len(files), file.title)
        text = searchable(workspace, file)  # one at a time: together they may be large
        for where, claim in wanted:
            if claim.evidence == sha256:
                now, why = anchored(claim, text, on)
                assert now.anchor is not None
                found[where, claim] = QuoteCheck(item=where, claim=claim, file=file, anchor=now.anchor, why=why)
    return tuple(found[where, claim] for where, claim in wanted)


def anchors_change(review: Review, checks: Iterable[QuoteCheck]) -> Batch | None:
    """The step that keeps what differs from the stored results; None where nothing does. A claim that was edited since is left out."""
    new = {(check.item, check.claim): check.anchor for check in checks if check.differs}
    parts = []
    for item in dict.fromkeys(where for where, _ in new):
        before = review.stored_answer(item)
        claims = tuple(replace(claim, anchor=new[item, claim]) if (item, claim) in new else claim for claim in before.claims)
        if claims != before.claims:
            parts.append(AnswerChanged(item=item, before=before, after=replace(before, claims=claims), op=OP))
    return Batch(changes=tuple(parts), title="keep where the quotes stand", op=OP) if parts else None


def pointed(claims: Sequence[Claim], sha256: str, text: Searchable, on: date) -> tuple[Claim, ...]:
    """The claims, those with a quote that stands in this file and without a file of their own now pointing to it."""
    return tuple(_pointed(claim, sha256, text, on) for claim in claims)


def _pointed(claim: Claim, sha256: str, text: Searchable, on: date) -> Claim:
    if claim.evidence == sha256 and claim.quote.strip():
        return anchored(claim, text, on)[0]
    if claim.evidence or len(folded_quote(claim.quote)) < SHORTEST:
        return claim
    now, _ = anchored(replace(claim, evidence=sha256), text, on)
    stands = now.anchor is not None and now.anchor.state in (AnchorState.FOUND, AnchorState.ON_ANOTHER_PAGE)
    return now if stands else claim


def may_be_pointed(review: Review, item: str, sha256: str) -> bool:
    """True where a claim of the item has a quote that could stand in this file: no file of its own, or this one."""
    claims = review.stored_answer(item).claims
    return any(claim.quote.strip() and claim.evidence in ("", sha256) for claim in claims)


def with_quotes(
    review: Review, step: Batch, item: str, found: FoundFile, on: date, text: Searchable | None = None
) -> tuple[Batch, tuple[Claim, ...]]:
    """The step that attaches a file to an item, with the item's quotes that stand in it pointed to it, and those claims.

    `text` is that of the file where it was read already.
    """
    before = review.stored_answer(item)
    if not may_be_pointed(review, item, found.sha256):
        return step, ()
    claims = pointed(before.claims, found.sha256, text or searchable_file(found), on)
    new = tuple(now for claim, now in zip(before.claims, claims, strict=True) if now != claim)
    if not new:
        return step, ()
    base = step.applied_to(review).stored_answer(item)
    last = AnswerChanged(item=item, before=base, after=replace(base, claims=claims), op=OP)
    return replace(step, changes=(*step.changes, last)), new
