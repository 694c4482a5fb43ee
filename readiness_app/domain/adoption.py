"""Adopting what a pack proposes (rules 8 and 9): claims and knowledge come over as a person's act, never a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from readiness_app.domain.changes import AnswerChanged
from readiness_app.domain.errors import Refused
from readiness_app.domain.pack import Pack, Proposal, folded
from readiness_app.domain.review import Answer, PackUse, Review, Subject
from readiness_app.domain.vocabulary import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What adopting would do: one change per item; `skipped` were answered by a person, `already` were adopted before.

    `renewed` are those of the changes that put a newer pack's proposal in the place of an older one's; `earlier` would be such items,
    but nobody asked for it; `same` were adopted from an older pack that says what the newer one says.
    """

    changes: tuple[AnswerChanged, ...]
    skipped: tuple[str, ...]
    already: tuple[str, ...]
    silent: tuple[str, ...]
    renewed: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sorted:
    """Where each item goes."""

    changes: list[AnswerChanged] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)


def adoption(
    review: Review, pack: Pack, by: str, items: Sequence[str] | None = None, older: Sequence[Pack] = (), *, renew: bool = False
) -> Adoption:
    """The changes that take over the pack's proposals, for these items or for all it speaks of; raises NotFound for an unknown item.

    `older` are the packs adopted from before. With `renew` the newer proposal also takes the place of an older one's, where no person
    has changed the answer since; a verdict that was given on the older facts and that nobody confirmed in this round is taken back.
    Where no items are named, only proposals that say otherwise do.
    """
    by_item = {proposal.item: proposal for proposal in pack.proposals}
    wanted = tuple(items) if items is not None else tuple(item.id for item in review.checklist.items() if item.id in by_item)
    found = _Sorted()
    for item_id in wanted:
        review.checklist.item(item_id)
        proposal = by_item.get(item_id)
        answer = review.stored_answer(item_id)
        if proposal is None:
            found.silent.append(item_id)
        elif answer.adopted == pack.id:
            found.already.append(item_id)
        elif not answer.answered:
            found.changes.append(AnswerChanged(item=item_id, before=answer, after=_adopted(answer, proposal, pack, by), op="adopt"))
        elif not is_untouched(item_id, answer, older):
            found.skipped.append(item_id)
        elif items is None and _is_as_proposed(answer, proposal):
            found.same.append(item_id)
        elif renew:
            found.changes.append(AnswerChanged(item=item_id, before=answer, after=_renewed(answer, proposal, pack, by), op="adopt"))
            found.renewed.append(item_id)
        else:
            found.earlier.append(item_id)
    return Adoption(**{name: tuple(getattr(found, name)) for name in _Sorted.__dataclass_fields__})


def newer(review: Review, pack: Pack | None, older: Sequence[Pack]) -> frozenset[str]:
    """The items on which the pack says otherwise than the older one they were adopted from, and which no person has changed since."""
    return frozenset(adoption(review, pack, "", older=older).earlier) if pack is not None and older else frozenset()


def is_untouched(item_id: str, answer: Answer, older: Sequence[Pack]) -> bool:
    """True where the answer is what one of the older packs proposed and no person of this round has answered or judged since."""
    if answer.resolution is not None or (answer.verdict is not Verdict.UNDECIDED and answer.look_again is None):
        return False
    proposals = (pack.proposal(item_id) for pack in older if pack.id == answer.adopted)
    return any(proposal is not None and _is_as_proposed(answer, proposal) for proposal in proposals)


def _is_as_proposed(answer: Answer, proposal: Proposal) -> bool:
    same = answer.knowledge is proposal.knowledge and answer.unknown_reason is proposal.unknown_reason
    return same and {replace(claim, anchor=None) for claim in answer.claims} == set(proposal.claims)


def _adopted(answer: Answer, proposal: Proposal, pack: Pack, by: str) -> Answer:
    return replace(
        answer,
        knowledge=proposal.knowledge,
        unknown_reason=proposal.unknown_reason,
        search_log=(*answer.search_log, *proposal.search_log),
        claims=(*answer.claims, *proposal.claims),
        adopted=pack.id,
        reviewed_by=tuple(dict.fromkeys((*answer.reviewed_by, by))),
    )


def _renewed(answer: Answer, proposal: Proposal, pack: Pack, by: str) -> Answer:
    bare = replace(answer, claims=(), verdict=Verdict.UNDECIDED, look_again=None)
    return _adopted(bare, proposal, pack, by)


def use_of(pack: Pack, checklist_id: str, subject: Subject, *, other_subject: bool = False) -> PackUse:
    """How a review refers to the pack. Raises Refused when it is for another checklist, or about another subject and nobody insisted."""
    if pack.checklist != checklist_id:
        raise Refused(f"The pack {pack.title} answers the checklist {pack.checklist}, not {checklist_id}. Nothing was changed.")
    about = pack.subject.is_about(subject.vendor, subject.model)
    if not about and not other_subject:
        raise Refused(
            f"The pack {pack.title} is about {pack.subject.vendor} {pack.subject.model}, "
            f"this review about {subject.vendor} {subject.model}. "
            "Evidence about one model does not carry over to another. Nothing was changed; "
            "choose another pack, or say that you want this one all the same."
        )
    return PackUse(id=pack.id, version=pack.version, title=pack.title, as_of=pack.as_of, other_subject=not about)


def differences(pack: Pack, subject: Subject) -> tuple[str, ...]:
    """Where snapshot, route or region of the subject differ from the pack's; these only warn."""
    pairs = (
        ("snapshot", pack.subject.snapshot, subject.snapshot),
        ("route", pack.subject.route, subject.route),
        ("region", pack.subject.region, subject.region),
    )
    return tuple(
        f"The pack's {name} is {theirs}, this review's is {ours or 'not stated'}."
        for name, theirs, ours in pairs
        if theirs and folded(theirs) != folded(ours)
    )
