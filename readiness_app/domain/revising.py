"""A new revision of a document: what became of every quote that carried a claim on the old one, and the step that takes it over."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from readiness_app.domain.changes import AnswerChanged, Batch, Change, EvidenceChanged, require_open
from readiness_app.domain.claim import Anchor, Claim
from readiness_app.domain.errors import Refused
from readiness_app.domain.quotes import Searchable
from readiness_app.domain.review import Answer, Evidence, LookAgain, Review
from readiness_app.domain.shortening import one_line
from readiness_app.domain.vocabulary import AnchorState, LookAgainReason, QuoteFate

OP = "revise"
_FOUND = (AnchorState.FOUND, AnchorState.ON_ANOTHER_PAGE)
_LONGEST = 240  # characters of a quote inside a note


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One claim on the old revision: where its quote stood (`before`, a page or None) and what became of it.

    `anchor` is its place in the new revision; `reads` the words that come nearest there and `nearness` how near, 0 to 1, where it
    changed; `why` the reason, to be read after "because", where it cannot be checked.
    """

    item: str
    claim: Claim
    fate: QuoteFate
    before: int | None = None
    anchor: Anchor | None = None
    reads: str = ""
    nearness: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What taking a new revision would do: the claims followed, the items that must be looked at again, and the step itself."""

    old: Evidence
    new: Evidence
    followed: tuple[Followed, ...]
    reopened: tuple[str, ...]
    change: Batch

    def count(self, fate: QuoteFate) -> int:
        """How many claims met this fate."""
        return sum(one.fate is fate for one in self.followed)


def check_revision(review: Review, old: Evidence, sha256: str) -> None:
    """Raises Refused where the file cannot be a newer revision of `old`: the same bytes, or one of those it replaced itself."""
    require_open(review)
    if sha256 == old.sha256:
        raise Refused(f"This is {old.title} itself, byte for byte. Nothing was changed; choose the file of the new revision.")
    held = {evidence.sha256: evidence for evidence in review.evidence}
    if sha256 in held:
        raise Refused(
            f"This file is here already as {held[sha256].title}. Nothing was changed; take it off the list first, or point claims to it."
        )


def follow(review: Review, old: Evidence, before: Searchable, after: Searchable, on: date) -> tuple[Followed, ...]:
    """Every claim that rests on the old revision, in the checklist's order, with what became of its quote."""
    return tuple(_followed(item, claim, before, after, on) for item, claim in resting_on(review, old.sha256))


def resting_on(review: Review, sha256: str) -> Iterator[tuple[str, Claim]]:
    """Item id and claim of every claim that points to this file, in the checklist's order."""
    for item in review.checklist.items():
        for claim in review.stored_answer(item.id).claims:
            if claim.evidence == sha256:
                yield item.id, claim


def _followed(item: str, claim: Claim, before: Searchable, after: Searchable, on: date) -> Followed:
    if not claim.quote.strip():
        return Followed(item=item, claim=claim, fate=QuoteFate.NO_QUOTE, before=claim.page)
    stood = before.anchor(claim.quote, claim.page, on)
    if stood.state is AnchorState.CANNOT_BE_CHECKED and claim.anchor is not None:
        stood = claim.anchor  # the bytes may be gone by now
    page = stood.page or claim.page
    now = after.anchor(claim.quote, page, on)
    if now.state in _FOUND:
        moved = after.text.paged and page is not None and now.page != page
        return Followed(item=item, claim=claim, fate=QuoteFate.MOVED if moved else QuoteFate.STILL_THERE, before=page, anchor=now)
    if now.state is AnchorState.CANNOT_BE_CHECKED:
        why = after.why_unsure(claim.quote, None) or after.why_unsure(claim.quote, page)
        return Followed(item=item, claim=claim, fate=QuoteFate.CANNOT_BE_CHECKED, before=page, anchor=now, why=why)
    if stood.state is AnchorState.NOT_FOUND:
        return Followed(item=item, claim=claim, fate=QuoteFate.NEVER_FOUND, before=claim.page, anchor=now)
    near = after.near(claim.quote)
    if near is None:
        return Followed(item=item, claim=claim, fate=QuoteFate.GONE, before=page, anchor=now)
    now = replace(now, page=near.page)
    return Followed(item=item, claim=claim, fate=QuoteFate.CHANGED, before=page, anchor=now, reads=near.words, nearness=near.ratio)


def revision_of(review: Review, old: Evidence, new: Evidence, followed: tuple[Followed, ...], at: datetime) -> Revision:
    """The step that lists `new` as the revision of `old`: claims still there or moved go over to it, the others keep the old file.

    Items whose quotes changed, are gone or cannot be checked must be looked at again. Raises Refused, ReviewSealed.
    """
    check_revision(review, old, new.sha256)
    listed = replace(new, replaces=old.sha256)
    parts: list[Change] = [EvidenceChanged(before=None, after=listed, op=OP)]
    reopened = []
    for item in dict.fromkeys(one.item for one in followed):
        mine = [one for one in followed if one.item == item]
        before = review.stored_answer(item)
        after = _after(before, mine, old, listed, at)
        if after.look_again != before.look_again:
            reopened.append(item)
        if after != before:
            parts.append(AnswerChanged(item=item, before=before, after=after, op=OP))
    change = Batch(changes=tuple(parts), title=f"take {new.title} as the new revision of {old.title}")
    change.applied_to(review)  # refuses now what it would refuse later
    return Revision(old=old, new=listed, followed=followed, reopened=tuple(reopened), change=change)


def _after(before: Answer, followed: list[Followed], old: Evidence, new: Evidence, at: datetime) -> Answer:
    over = {one.claim: _gone_over(one, old, new) for one in followed if one.fate.goes_over}
    claims = tuple(over.get(claim, claim) for claim in before.claims)
    files = before.evidence
    if over and old.sha256 in files:
        stays = any(claim.evidence == old.sha256 for claim in claims)
        added = (old.sha256, new.sha256) if stays else (new.sha256,)
        files = tuple(dict.fromkeys(sha256 for held in files for sha256 in (added if held == old.sha256 else (held,))))
    concerned = [one for one in followed if one.fate.reopens]
    again = _looked_at_again(before, concerned, old, new, at) if concerned and before.answered else before.look_again
    return replace(before, claims=claims, evidence=files, look_again=again)


def _gone_over(one: Followed, old: Evidence, new: Evidence) -> Claim:
    claim, anchor = one.claim, one.anchor
    assert anchor is not None
    page = anchor.page if claim.page is not None else None
    dated = new.published if new.published and claim.dated == old.published else claim.dated
    return replace(claim, evidence=new.sha256, page=page, dated=dated, anchor=replace(anchor, state=AnchorState.FOUND))


def _looked_at_again(before: Answer, concerned: list[Followed], old: Evidence, new: Evidence, at: datetime) -> LookAgain:
    note = f"{named(new)} replaces {named(old)}. {' '.join(told(one) for one in concerned)}"
    held = before.look_again
    if held is None:
        return LookAgain(reason=LookAgainReason.SOURCE_CHANGED, since=at, note=note)
    return replace(held, note=f"{held.note} {note}".strip())  # it waits already; the reason it began with stays


def named(evidence: Evidence) -> str:
    """A document by its title and, where it has one, its revision."""
    return f"{evidence.title}, {evidence.revision}" if evidence.revision else evidence.title


def told(one: Followed) -> str:
    """One sentence: what became of this quote."""
    quote, page = f"“{_short(one.claim.quote)}”", f" (page {one.before})" if one.before else ""
    now = one.anchor.page if one.anchor else None
    match one.fate:
        case QuoteFate.STILL_THERE:
            return f"{quote}{page} is still there."
        case QuoteFate.MOVED:
            return f"{quote}{page} is on page {now} now."
        case QuoteFate.CHANGED:
            return f"{quote}{page} now reads “{_short(one.reads)}”{f' (page {now})' if now else ''}."
        case QuoteFate.GONE:
            return f"{quote}{page} is no longer in it."
        case QuoteFate.NEVER_FOUND:
            return f"{quote} was not found in the old revision either."
        case QuoteFate.CANNOT_BE_CHECKED:
            return f"{quote}{page} cannot be looked up in it, because {one.why or 'it cannot be read'}."
        case _:
            return f"“{_short(one.claim.statement)}” has no quote to look up."


def _short(text: str) -> str:
    return one_line(text, _LONGEST)
