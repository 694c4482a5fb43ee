"""What each reader may see of a sealed review (pure): from the review to its extract."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC

from readiness_app.domain.asking import Asking, askings, gaps, handling, vendor_can_answer
from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim
from readiness_app.domain.deciding import conditions
from readiness_app.domain.disclosing import Why, as_proposed, is_public_address, why_withheld
from readiness_app.domain.errors import Refused
from readiness_app.domain.extract import (
    PARTS,
    Extract,
    ExtractAnswer,
    ExtractCondition,
    ExtractDecision,
    ExtractFile,
    ExtractGate,
    ExtractItem,
    ExtractSigner,
    LeftOut,
    Origin,
    PublicClaim,
    PublicCorrection,
)
from readiness_app.domain.gates import gates
from readiness_app.domain.measures import measures
from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.strength import ordered
from readiness_app.domain.vocabulary import Audience, Confidentiality, ExtractPart, GateState, State


def extract(review: Review, origin: Origin, audience: Audience, parts: Collection[ExtractPart] = ()) -> Extract:
    """What this reader may see of a sealed review; pure. `review` is what the sealed record says.

    Raises Refused for a review that was not sealed, and for a part that is not this reader's.
    """
    if review.sealing is None:
        raise Refused(f"{review.id} is not sealed, so there is nothing that an extract could point to. Nothing was written; seal it first.")
    chosen = tuple(part for part in ExtractPart if part in parts)
    for part in chosen:
        if part not in PARTS[audience]:
            raise Refused(f"The part {part} cannot be added for {audience}. Nothing was written; these can: {', '.join(PARTS[audience])}.")
    work = _Work(review=review, origin=origin, audience=audience, parts=chosen)
    procurement = audience is Audience.PROCUREMENT
    decided = procurement or ExtractPart.DECISION in chosen
    answers = _answers(work) if procurement else ()
    items, claims_out, not_theirs = _items(work)
    return Extract(
        audience=audience,
        parts=chosen,
        review=review.id,
        subject=review.subject,
        tier=review.tier,
        as_of=review.as_of,
        checklist=f"{review.checklist.title} {review.checklist.version}",
        round=review.round,
        edition=review.edition,
        sealed=review.sealing.at,
        language=review.frame.language,
        paper=review.frame.paper,
        digest=origin.digest,
        report=origin.report,
        signed_report=origin.signed_report,
        superseded=origin.superseded,
        items=items,
        files=tuple(_file(one) for one in review.evidence if _is_public(one)),
        left_out=LeftOut(
            claims=claims_out,
            not_theirs=not_theirs,
            files=_files_out(review),
            purged=sum(one.purged is not None for one in review.evidence),
            answers=_wanted_answers(review) - len(answers) if procurement else 0,
        ),
        state=_state(work) if decided else None,
        declined=bool(origin.declined) and decided,
        decision=_decision(work) if decided else None,
        conditions=tuple(_conditions(work)),
        figures=measures(review) if procurement else None,
        gates=_gates(review) if procurement else (),
        answers=answers,
        signers=_signers(work) if procurement else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    review: Review
    origin: Origin
    audience: Audience
    parts: tuple[ExtractPart, ...]


def _state(work: _Work) -> State:
    return State.SIGNED if set(work.review.required_roles) <= set(work.origin.signed) else State.SEALED


def _decision(work: _Work) -> ExtractDecision | None:
    made, sealing = work.review.decision, work.review.sealing
    if made is None or sealing is None:
        return None
    return ExtractDecision(
        outcome=made.outcome,
        made=made.made.date(),
        valid_until=made.valid_until,
        over=made.valid_until is not None and made.valid_until < sealing.at.astimezone(UTC).date(),
        rationale=made.rationale if ExtractPart.RATIONALE in work.parts else "",
    )


def _items(work: _Work) -> tuple[tuple[ExtractItem, ...], Mapping[Why, int], int]:
    """The items, and how many claims stay out: by reason, and because they answer what this reader is not asked."""
    review = work.review
    files = {file.sha256: file for file in review.evidence}
    open_ones = {item.id for item in gaps(review)}
    sections = {item.id: section.title for section in review.checklist.sections for item in section.items}
    asked = askings(review, review.as_of)
    out: Counter[Why] = Counter()
    found, not_theirs = [], 0
    for item in review.items_in_scope():
        claims = ordered(review.stored_answer(item.id).claims, item, review)
        whys = [why_withheld(claim, files, work.origin.packs) for claim in claims]
        out.update(why for why in whys if why is not None)
        shown = [_claim(claim, work.origin.packs) for claim, why in zip(claims, whys, strict=True) if why is None]
        if work.audience is Audience.VENDOR and not vendor_can_answer(item):
            not_theirs += len(shown)
        elif shown or item.id in open_ones:
            bare = ExtractItem(
                id=item.id,
                section=sections[item.id],
                question=item.vendor_question,
                wanted=item.evidence_wanted,
                gap=item.id in open_ones,
                claims=tuple(shown),
                about=item.question,
            )
            found.append(bare if work.audience is Audience.VENDOR else _told_more(bare, item, review, asked.get(item.id)))
    return tuple(found), {why: out[why] for why in Why}, not_theirs


def _told_more(bare: ExtractItem, item: Item, review: Review, asking: Asking | None) -> ExtractItem:
    """What procurement is told besides: the reviewers' own question, what is known and what is done about a gap."""
    answer = review.stored_answer(item.id)
    return replace(
        bare,
        question=item.question,
        about="",
        knowledge=answer.counted,
        handling=handling(answer),
        asked=asking.asked if asking else None,
        due=asking.due if asking else None,
    )


def _claim(claim: Claim, proposed: Collection[Claim]) -> PublicClaim:
    untouched = as_proposed(claim, proposed)
    return PublicClaim(
        statement=claim.statement,
        stance=claim.stance,
        source=claim.source,
        source_kind=claim.source_kind,
        relays=claim.relays,
        address=claim.address if is_public_address(claim.address) else "",
        dated=claim.dated,
        quote=claim.quote,
        page=claim.page,
        counted=claim.counted,
        caveat=claim.caveat if untouched else "",
        correction=_correction(claim, untouched=untouched),
    )


def _correction(claim: Claim, *, untouched: bool) -> PublicCorrection | None:
    better = claim.correction
    if better is None or not (untouched or is_public_address(better.address)):
        return None
    return PublicCorrection(statement=better.statement, source=better.source, dated=better.dated, address=better.address)


def _conditions(work: _Work) -> Iterator[ExtractCondition]:
    vendor = work.audience is Audience.VENDOR
    if vendor and ExtractPart.CONDITIONS not in work.parts:
        return
    for item_id, one in conditions(work.review):
        if vendor and not vendor_can_answer(work.review.checklist.item(item_id)):
            continue
        met = one.done.on if one.done is not None and one.met(work.review.as_of) else None
        owner = "" if vendor else one.owner
        yield ExtractCondition(item=item_id, what=one.what, owner=owner, due=one.due, proof=one.proof, met=met)


def _gates(review: Review) -> tuple[ExtractGate, ...]:
    return tuple(
        ExtractGate(
            item=gate.item.id,
            question=gate.item.question,
            state=gate.state,
            reason=gate.reason,
            hard=gate.item.gate is not None and gate.item.gate.hard,
        )
        for gate in gates(review)
        if gate.state is not GateState.CLEAR
    )


def _wanted_answers(review: Review) -> int:
    return sum(bool(reply.item) for reply in review.replies)


def _answers(work: _Work) -> tuple[ExtractAnswer, ...]:
    """What the vendor answered, where the returned file is marked public; marked internal only if somebody asked for it."""
    allowed = {Confidentiality.PUBLIC} | ({Confidentiality.INTERNAL} if ExtractPart.ANSWERS in work.parts else set())
    marked = {file.sha256: file.confidentiality for file in work.review.evidence if file.purged is None}
    return tuple(
        ExtractAnswer(item=reply.item, statement=reply.statement, by=reply.by, dated=reply.dated, state=reply.state)
        for reply in work.review.replies
        if reply.item and marked.get(reply.file) in allowed
    )


def _is_public(file: Evidence) -> bool:
    return file.confidentiality is Confidentiality.PUBLIC and file.purged is None


def _file(file: Evidence) -> ExtractFile:
    return ExtractFile(
        title=file.title,
        publisher=file.publisher,
        address=file.address,
        revision=file.revision,
        published=file.published,
        retrieved=file.retrieved,
        sha256=file.sha256,
    )


def _files_out(review: Review) -> Mapping[Confidentiality, int]:
    marked = [level for level in Confidentiality if level is not Confidentiality.PUBLIC]
    held = [file for file in review.evidence if file.purged is None]
    return {level: sum(file.confidentiality is level for file in held) for level in marked}


def _signers(work: _Work) -> tuple[ExtractSigner, ...]:
    named = {role: work.review.signatory(role) for role in work.review.required_roles}
    return tuple(
        ExtractSigner(
            role=role,
            name=signatory.name if signatory else "",
            signed=role in work.origin.signed,
            declined=role in work.origin.declined,
        )
        for role, signatory in named.items()
    )
