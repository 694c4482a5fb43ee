"""The life of a review (rule 10): open, sealed, signed; reopening makes the next edition. None of these can be undone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from readiness_app.domain.changes import require_open
from readiness_app.domain.deciding import problems_of_sealing
from readiness_app.domain.duties import same_person
from readiness_app.domain.errors import Refused
from readiness_app.domain.lineage import EditionDifference, SupersededDecline, SupersededEdition, SupersededSignOff
from readiness_app.domain.review import Answer, Decline, Purge, Review, Sealing, SignOff
from readiness_app.domain.vocabulary import Role, State


def sealed(review: Review, sealing: Sealing) -> Review:
    """The review as it is sealed; raises ReviewSealed, or Refused with everything that is missing."""
    require_open(review)
    if problems := problems_of_sealing(review):
        raise Refused(f"The review was not sealed. {' '.join(problems)}")
    return replace(review, state=State.SEALED, sealing=sealing, sign_offs=(), declines=())


def reopened(review: Review, reason: str, by: str, at: datetime, digest: str) -> Review:
    """The next edition: answers, acceptances and conditions stay, the decision is cleared, nobody has reviewed anything in it yet.

    `digest` is that of the edition it supersedes, which it names with the reason.
    """
    if review.state is State.OPEN or review.sealing is None:
        raise Refused("The review is open already. Nothing was changed.")
    if not reason.strip():
        raise Refused("Reopening needs a reason; it stands in the history. Nothing was changed.")
    answers = {item: replace(answer, reviewed_by=()) for item, answer in review.answers.items()}
    superseded = SupersededEdition(
        edition=review.edition,
        digest=digest,
        sealed_at=review.sealing.at,
        sealed_by=review.sealing.by,
        reopened_at=at,
        reopened_by=by,
        reason=reason.strip(),
        sign_offs=tuple(SupersededSignOff(role=one.role, name=one.name, time=one.time) for one in review.sign_offs),
        declines=tuple(SupersededDecline(role=one.role, by=one.by, reason=one.reason, at=one.at) for one in review.declines),
    )
    return replace(
        review,
        state=State.OPEN,
        edition=review.edition + 1,
        answers=answers,
        decision=None,
        sealing=None,
        sign_offs=(),
        declines=(),
        supersedes=superseded,
    )


def declined(review: Review, role: Role, reason: str, by: str, at: datetime) -> Review:
    """The sealed review with a signatory's refusal; the edition can then no longer become signed."""
    if review.state is not State.SEALED:
        raise Refused(f"Only a sealed review can be declined; this one is {review.state.value}. Nothing was changed.")
    if role not in review.required_roles:
        raise Refused(f"Nobody signs this review as {role.value.replace('_', ' ')}. Nothing was changed.")
    if not reason.strip():
        raise Refused("Declining needs a reason; it stands in the history. Nothing was changed.")
    if any(sign_off.role is role for sign_off in review.sign_offs):
        raise Refused(f"The {role.value.replace('_', ' ')} has already signed. Nothing was changed.")
    if any(decline.role is role for decline in review.declines):
        raise Refused(f"Edition {review.edition} has already been declined as {role.value.replace('_', ' ')}. Nothing was changed.")
    return replace(review, declines=(*review.declines, Decline(role=role, by=by, reason=reason.strip(), at=at)))


def collected(review: Review, sign_offs: tuple[SignOff, ...]) -> Review:
    """The review with these signatures; signed once every required role has signed. Raises Refused, also where somebody declined."""
    if review.state is State.OPEN:
        raise Refused("Only a sealed review collects signatures; this one is open. Nothing was changed.")
    if review.declines:
        refusal = review.declines[0]
        raise Refused(
            f"Edition {review.edition} was declined as {refusal.role.value.replace('_', ' ')} ({refusal.reason}) and cannot become signed. "
            "Nothing was collected; reopen the review to go on as the next edition."
        )
    for sign_off in sign_offs:
        check_pin(review, sign_off)
    roles = {sign_off.role for sign_off in sign_offs}
    complete = all(role in roles for role in review.required_roles)
    return replace(review, sign_offs=sign_offs, state=State.SIGNED if complete else State.SEALED)


def check_pin(review: Review, sign_off: SignOff) -> None:
    """Raises Refused unless the review planned this person, with this certificate where one is pinned, for this role."""
    signatory = review.signatory(sign_off.role)
    role = sign_off.role.value.replace("_", " ")
    if signatory is None:
        raise Refused(f"Nobody was named to sign as {role}, yet {sign_off.name} did. Nothing was collected.")
    if signatory.fingerprint and signatory.fingerprint != sign_off.fingerprint:
        raise Refused(
            f"The report is to be signed as {role} by {signatory.name} with the pinned certificate; "
            f"{sign_off.name} signed with another. Nothing was collected."
        )
    if not signatory.fingerprint and not same_person(signatory.name, sign_off.name):
        raise Refused(
            f"The report is to be signed as {role} by {signatory.name}; the certificate names {sign_off.name}. Nothing was collected."
        )


def purged(review: Review, sha256: str, purge: Purge) -> Review:
    """The review with this file's bytes gone and its hash, name, who and why kept. Reports already sent are out of reach."""
    require_open(review)
    evidence = review.evidence_file(sha256)
    if not purge.why.strip():
        raise Refused("Purging needs a reason; it stands in the record. Nothing was changed.")
    if evidence.purged is not None:
        raise Refused(f"{evidence.title} has been purged already. Nothing was changed.")
    return replace(review, evidence=tuple(replace(e, purged=purge) if e.sha256 == sha256 else e for e in review.evidence))


def difference(old: Review, new: Review) -> EditionDifference:
    """Items whose answer differs (who reviewed apart), parts of the frame, files added, whether the decision moved and what it was."""
    ids = dict.fromkeys((*old.answers, *new.answers))
    items = tuple(item for item in ids if _plain(old.answers, item) != _plain(new.answers, item))
    frame = tuple(name for name in type(old.frame).__dataclass_fields__ if getattr(old.frame, name) != getattr(new.frame, name))
    held = {evidence.sha256 for evidence in old.evidence}
    added = tuple(evidence.title for evidence in new.evidence if evidence.sha256 not in held)
    return EditionDifference(
        items=items,
        frame=frame,
        evidence_added=added,
        decision_changed=_decision(old) != _decision(new),
        outcome_before=old.decision.outcome if old.decision else None,
    )


def _plain(answers: Mapping[str, Answer], item: str) -> Answer:
    return replace(answers.get(item, Answer()), reviewed_by=())


def _decision(review: Review) -> tuple[str, str, date | None] | None:
    decision = review.decision
    return (decision.outcome, decision.rationale, decision.valid_until) if decision else None
