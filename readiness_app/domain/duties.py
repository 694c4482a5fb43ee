"""Separation of duties (rule 11). Names are declared, not authenticated; certificates are what identifies."""

from collections.abc import Mapping

from readiness_app.domain.gates import acceptances
from readiness_app.domain.pack import folded
from readiness_app.domain.review import Review, Signatory
from readiness_app.domain.vocabulary import Role, Tier

_APART = (Role.CHAIR, Role.EXECUTIVE_RISK_OWNER)


def same_person(one: str, other: str) -> bool:
    """True when two names are the same after NFC, trimming and case folding."""
    return folded(one) == folded(other)


def items_reviewed_by(review: Review, name: str) -> tuple[str, ...]:
    """The items whose knowledge or verdict this person changed in this edition."""
    return tuple(item for item, answer in review.answers.items() if any(same_person(name, by) for by in answer.reviewed_by))


def problems_of_signatory(review: Review, signatory: Signatory) -> tuple[str, ...]:
    """Why this person cannot sign in this role; empty when they can."""
    if not signatory.name.strip():
        return ("A signatory needs a name.",)
    problems = []
    for other in review.signatories:
        if other.role is signatory.role:
            continue
        if same_person(other.name, signatory.name):
            problems.append(f"{signatory.name} already signs as {_words(other.role)}; one person signs in one role.")
        if signatory.fingerprint and other.fingerprint == signatory.fingerprint:
            problems.append(f"This certificate is already pinned to {_words(other.role)}; one certificate serves one role.")
    return (*problems, *_not_apart(review, signatory))


def _not_apart(review: Review, signatory: Signatory) -> tuple[str, ...]:
    if signatory.role not in _APART or review.tier.rank < Tier.CUSTOMER_FACING.rank:
        return ()
    problems = []
    if reviewed := items_reviewed_by(review, signatory.name):
        answered = f"{signatory.name} answered {len(reviewed)} items in this edition"
        problems.append(f"{answered}; from customer-facing up the {_words(signatory.role)} answers none.")
    if same_person(signatory.name, review.lead):
        problems.append(f"{signatory.name} leads this review; from customer-facing up the {_words(signatory.role)} does not.")
    return tuple(problems)


def problems_of_owners(review: Review) -> tuple[str, ...]:
    """Risk acceptances whose owner is the item's only reviewer, one sentence each."""
    problems = []
    for item, acceptance in acceptances(review):
        reviewers = {folded(name) for name in review.stored_answer(item.id).reviewed_by}
        if reviewers == {folded(acceptance.owner)}:
            problems.append(
                f"{acceptance.owner} accepts the risk of {item.id} and is its only reviewer; somebody else must review it or carry it."
            )
    return tuple(problems)


def problems_of_duties(review: Review) -> tuple[str, ...]:
    """Everything rule 11 holds against sealing this review as it is."""
    problems = [text for signatory in review.signatories for text in problems_of_signatory(review, signatory)]
    return (*dict.fromkeys(problems), *problems_of_owners(review))


def problem_of_certificate(signed: Mapping[Role, str], role: Role, fingerprint: str) -> str:
    """Why a certificate (SHA-256) cannot sign in this role beside those that already signed; empty when it can."""
    for other, used in signed.items():
        if other is not role and used == fingerprint:
            return f"This certificate has already signed as {_words(other)}; one certificate serves one role."
    return ""


def _words(role: Role) -> str:
    return role.value.replace("_", " ")
