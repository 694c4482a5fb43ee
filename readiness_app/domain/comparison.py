"""Two reviews or two packs beside each other: what was resolved, by what and from whom, what changed, and which gates moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from readiness_app.domain.checklist import Checklist, Item
from readiness_app.domain.claim import Claim
from readiness_app.domain.computed import answer_to
from readiness_app.domain.gates import GateStanding, gates
from readiness_app.domain.measures import Measures, is_gap, measures
from readiness_app.domain.pack import Pack, Proposal
from readiness_app.domain.review import Answer, Decision, Review, Subject
from readiness_app.domain.vocabulary import (
    Confidentiality,
    Difference,
    GateMove,
    GateReason,
    GateState,
    Knowledge,
    Paper,
    State,
    Tier,
    UnknownReason,
    Verdict,
)

_PARTS = ("knowledge", "unknown_reason", "verdict", "control", "because", "resolution", "acceptance", "conditions", "evidence", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What one side is: a review (its record's digest, tier, figures) or a pack (`tier`, `state`, `decision` and `figures` are None)."""

    id: str
    title: str
    subject: Subject
    as_of: date
    checklist: str
    checklist_version: str
    pack: str = ""
    digest: str = ""
    round: int = 0
    edition: int = 0
    tier: Tier | None = None
    state: State | None = None
    decision: Decision | None = None
    figures: Measures | None = None
    marking: Confidentiality = Confidentiality.PUBLIC
    language: str = "en"
    paper: Paper = Paper.A4

    @property
    def is_pack(self) -> bool:
        """True for a pack, which proposes and judges nothing."""
        return self.tier is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one item stands on one side; `unconfirmed` is an answer that nobody vouches for, `gate` is None where it blocks nothing."""

    knowledge: Knowledge
    unknown_reason: UnknownReason | None = None
    verdict: Verdict = Verdict.UNDECIDED
    gap: bool = False
    unconfirmed: bool = False
    gate: GateState | None = None
    gate_reason: GateReason | None = None
    hard: bool = False
    claims: tuple[Claim, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemComparison:
    """One item on both sides; a side is None where it does not ask the item, has it out of scope, or proposes nothing.

    `differs` names the parts of the answer that are not the same, `added` and `gone` are claims that only one side has.
    """

    id: str
    section: str
    question: str
    kind: Difference
    before: Standing | None
    after: Standing | None
    differs: tuple[str, ...] = ()
    gate: GateMove | None = None
    added: tuple[Claim, ...] = ()
    gone: tuple[Claim, ...] = ()

    @property
    def resolved_by(self) -> tuple[Claim, ...]:
        """The claims that carry the answer now and did not before, the strongest source first."""
        return tuple(sorted((claim for claim in self.added if claim.supports), key=lambda claim: claim.effective_kind.strength))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sides and every item that at least one of them asks, in the order of the second, then of the first."""

    before: Compared
    after: Compared
    items: tuple[ItemComparison, ...]

    def of_kind(self, *kinds: Difference) -> tuple[ItemComparison, ...]:
        """The items of these kinds."""
        return tuple(item for item in self.items if item.kind in kinds)

    def of_gate(self, *moves: GateMove) -> tuple[ItemComparison, ...]:
        """The items whose gate moved like this."""
        return tuple(item for item in self.items if item.gate in moves)

    @property
    def counts(self) -> Mapping[Difference, int]:
        """How many items of each kind."""
        return {kind: len(self.of_kind(kind)) for kind in Difference}

    @property
    def gate_counts(self) -> Mapping[GateMove, int]:
        """How many gates moved or stayed."""
        return {move: len(self.of_gate(move)) for move in GateMove}


def compare(before: Review, after: Review, digests: tuple[str, str] = ("", "")) -> Comparison:
    """The second review beside the first, each judged at its own as-of date. `digests` are those of their records.

    Items are the same where their id is; between different checklists also the words must be, because ids are not shared there.
    """
    first, second = _standings(before), _standings(after)
    asked = {item.id: item for item in before.checklist.items()}
    one_list = before.checklist.id == after.checklist.id
    found: list[ItemComparison] = []
    matched: set[str] = set()
    for section, item in _placed(after.checklist):
        then = asked.get(item.id)
        if then is not None and not one_list and then.text_digest != item.text_digest:
            then = None
        if then is not None:
            matched.add(item.id)
        differs = _differs(before, after, then, item) if then is not None else ()
        found += _compared(item, section, first.get(item.id) if then is not None else None, second.get(item.id), differs)
    for section, item in _placed(before.checklist):
        if item.id not in matched:
            found += _compared(item, section, first.get(item.id), None, ())
    return Comparison(before=_side(before, digests[0]), after=_side(after, digests[1]), items=tuple(found))


def compare_packs(before: Pack, after: Pack, checklist: Checklist | None = None) -> Comparison:
    """The second pack beside the first, item by item; the checklist, where it is known, gives questions and order."""
    first = {proposal.item: proposal for proposal in before.proposals}
    second = {proposal.item: proposal for proposal in after.proposals}
    words = {item.id: (section, item.question) for section, item in _placed(checklist)} if checklist else {}
    order = dict.fromkeys((*(item for item in words if item in first or item in second), *second, *first))
    return Comparison(
        before=_pack_side(before),
        after=_pack_side(after),
        items=tuple(compare_proposals(item, first.get(item), second.get(item), *words.get(item, ("", ""))) for item in order),
    )


def compare_proposals(item: str, before: Proposal | None, after: Proposal | None, section: str = "", question: str = "") -> ItemComparison:
    """What two packs propose for one item, beside each other; either may be silent."""
    old, new = (_proposed(one) if one else None for one in (before, after))
    added, gone = _claims(before.claims if before else (), after.claims if after else ())
    names = [name for name in ("knowledge", "unknown_reason") if old and new and getattr(old, name) != getattr(new, name)]
    differs = (*names, *(("claims",) if old and new and (added or gone) else ()))
    kind = _kind(old, new, bool(differs))
    return ItemComparison(
        id=item, section=section, question=question, kind=kind, before=old, after=new, differs=differs, added=added, gone=gone
    )


def _proposed(proposal: Proposal) -> Standing:
    return Standing(knowledge=proposal.knowledge, unknown_reason=proposal.unknown_reason, claims=proposal.claims)


def _placed(checklist: Checklist) -> Iterable[tuple[str, Item]]:
    return ((section.title, item) for section in checklist.sections for item in section.items)


def _standings(review: Review) -> dict[str, Standing]:
    """How every item in scope stands, each looked at once."""
    found = {gate.item.id: gate for gate in gates(review)}
    return {item.id: _standing(item, review, found.get(item.id)) for item in review.items_in_scope()}


def _standing(item: Item, review: Review, gate: GateStanding | None) -> Standing:
    answer = answer_to(item, review)
    return Standing(
        knowledge=answer.knowledge,
        unknown_reason=answer.unknown_reason,
        verdict=answer.verdict,
        gap=is_gap(item, review),
        unconfirmed=answer.look_again is not None,
        gate=gate.state if gate else None,
        gate_reason=gate.reason if gate else None,
        hard=item.gate is not None and item.gate.hard,
        claims=answer.claims,
        people=answer.reviewed_by,
    )


def _compared(item: Item, section: str, old: Standing | None, new: Standing | None, differs: tuple[str, ...]) -> tuple[ItemComparison, ...]:
    if old is None and new is None:
        return ()
    names = differs if old and new else ()
    if old and new and not names and old.gap is not new.gap and not new.unconfirmed and not old.unconfirmed:
        names = ("expiry",)  # the same answer, carried by evidence that no longer or again counts
    added, gone = _claims(old.claims if old else (), new.claims if new else ())
    return (
        ItemComparison(
            id=item.id,
            section=section,
            question=item.question,
            kind=_kind(old, new, bool(names)),
            before=old,
            after=new,
            differs=names,
            gate=_move(old, new),
            added=added,
            gone=gone,
        ),
    )


def _kind(old: Standing | None, new: Standing | None, differs: bool) -> Difference:
    if old is None or new is None:
        return Difference.NEW if old is None else Difference.REMOVED
    if new.knowledge is not old.knowledge and not new.unconfirmed:
        if new.knowledge is Knowledge.KNOWN and old.knowledge is not Knowledge.NOT_APPLICABLE:
            return Difference.RESOLVED
        if new.knowledge is Knowledge.PARTLY_KNOWN and old.knowledge is Knowledge.UNKNOWN:
            return Difference.PARTLY_RESOLVED
        if new.knowledge is Knowledge.UNKNOWN:
            return Difference.NEWLY_UNKNOWN
    return Difference.CHANGED if differs else Difference.SAME


def _move(old: Standing | None, new: Standing | None) -> GateMove | None:
    states = [side.gate if side else None for side in (old, new)]
    if states == [None, None]:
        return None
    was, is_open = (state is GateState.OPEN for state in states)
    if was:
        return GateMove.STILL_OPEN if is_open else GateMove.CLOSED
    return GateMove.OPENED if is_open else GateMove.SETTLED


def _differs(before: Review, after: Review, then: Item, now: Item) -> tuple[str, ...]:
    old, new = answer_to(then, before), answer_to(now, after)
    names = [name for name in _PARTS if getattr(old, name) != getattr(new, name)] if old is not new else []
    if _other_claims(old, new):
        names.append("claims")
    if then is not now and then.text_digest != now.text_digest:
        names.append("text")
    return tuple(names)


def _other_claims(old: Answer, new: Answer) -> bool:
    return old.claims != new.claims and {_key(claim) for claim in old.claims} != {_key(claim) for claim in new.claims}


def _claims(old: tuple[Claim, ...], new: tuple[Claim, ...]) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The claims that only the second has, and those that only the first has."""
    if old == new:
        return (), ()
    had, has = {_key(claim) for claim in old}, {_key(claim) for claim in new}
    return tuple(claim for claim in new if _key(claim) not in had), tuple(claim for claim in old if _key(claim) not in has)


def _key(claim: Claim) -> tuple[object, ...]:
    """What a claim says and where it comes from; its id, the pack that carried it and the day it was checked are not part of that."""
    return claim.statement, claim.source, claim.source_kind, claim.relays, claim.stance, claim.quote, claim.page, claim.counted, claim.dated


def _side(review: Review, digest: str) -> Compared:
    frame = review.frame
    return Compared(
        id=review.id,
        title=f"{review.subject.vendor} {review.subject.model}",
        subject=review.subject,
        as_of=review.as_of,
        checklist=review.checklist.title,
        checklist_version=review.checklist.version,
        pack=frame.pack.title if frame.pack else "",
        digest=digest,
        round=review.round,
        edition=review.edition,
        tier=review.tier,
        state=review.state,
        decision=review.decision,
        figures=measures(review),
        marking=frame.confidentiality,
        language=frame.language,
        paper=frame.paper,
    )


def _pack_side(pack: Pack) -> Compared:
    subject = Subject(
        vendor=pack.subject.vendor,
        model=pack.subject.model,
        snapshot=pack.subject.snapshot,
        route=pack.subject.route,
        region=pack.subject.region,
    )
    return Compared(
        id=pack.id, title=pack.title, subject=subject, as_of=pack.as_of, checklist=pack.checklist, checklist_version="", pack=pack.version
    )
