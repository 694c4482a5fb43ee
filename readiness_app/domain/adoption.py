"""Adopting what a pack proposes (rules 8 and 9): claims and knowledge come over as a person's act, never a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from readiness_app.domain.changes import AnswerChanged
from readiness_app.domain.errors import Refused
from readiness_app.domain.pack import Pack, Proposal, folded
from readiness_app.domain.review import Answer, PackUse, Review, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What adopting would do: one change per item; `skipped` were answered by a person, `already` were adopted before."""

    changes: tuple[AnswerChanged, ...]
    skipped: tuple[str, ...]
    already: tuple[str, ...]
    silent: tuple[str, ...]


def adoption(review: Review, pack: Pack, by: str, items: Sequence[str] | None = None) -> Adoption:
    """The changes that take over the pack's proposals, for these items or for all it speaks of; raises NotFound for an unknown item."""
    wanted = tuple(items) if items is not None else tuple(item.id for item in review.checklist.items() if pack.proposal(item.id))
    by_item = {proposal.item: proposal for proposal in pack.proposals}
    changes: list[AnswerChanged] = []
    skipped: list[str] = []
    already: list[str] = []
    silent: list[str] = []
    for item_id in wanted:
        review.checklist.item(item_id)
        proposal = by_item.get(item_id)
        answer = review.stored_answer(item_id)
        if proposal is None:
            silent.append(item_id)
        elif answer.adopted == pack.id:
            already.append(item_id)
        elif answer.answered:
            skipped.append(item_id)
        else:
            changes.append(AnswerChanged(item=item_id, before=answer, after=_adopted(answer, proposal, pack, by), op="adopt"))
    return Adoption(changes=tuple(changes), skipped=tuple(skipped), already=tuple(already), silent=tuple(silent))


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
