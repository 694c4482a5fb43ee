"""Who signed a report: each signature held against what the record plans and whom this machine trusts."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from readiness_app.domain.duties import same_person
from readiness_app.domain.review import Review
from readiness_app.report.meaning import meaning_of_signing
from readiness_app.services.rerendering import same_version
from readiness_app.services.verification import Checks, Signer
from readiness_app.signing import read
from readiness_app.signing.values import Certificate, Revisions, Signature, SignedDocument
from readiness_app.wording import word


def signers_of(
    document: SignedDocument, review: Review | None, trusted: Sequence[Certificate], pinned: Collection[str]
) -> tuple[Signer, ...]:
    """Every signature as a person reads it, in signing order."""
    return tuple(_signer(signature, review, trusted, pinned) for signature in document.signatures)


def check_persons(signers: Sequence[Signer], work: Checks) -> None:
    """Every signer is the one the record names, and nobody signed twice."""
    wrong = [s for s in signers if not s.ok]
    good = "Every signer is the person the record names, or is trusted here." if signers else "There is no signer to check."
    work.add("signers", not wrong, "; ".join(f"{s.name}: {s.detail}" for s in wrong) or good)
    roles = [s.role for s in signers]
    once = len(set(roles)) == len(roles) and len({s.fingerprint for s in signers}) == len(signers)
    good = "One person signed in one role." if signers else "Nobody has signed yet."
    work.add("separate_persons", once, good if once else "A role or a certificate signed more than once.")


def check_looks(document: SignedDocument, revisions: Revisions, review: Review, work: Checks) -> None:
    """What the signed fields show is what the signatures say. Another version may draw otherwise: then this is a warning."""
    wrong = [words for signature in document.signatures if (words := _wrong_look(signature, revisions))]
    good = "What the signed fields show is who signed, as what, when and meaning what."
    work.add("looks", not wrong, "; ".join(wrong) or good, warning=not same_version(review))


def _wrong_look(signature: Signature, revisions: Revisions) -> str:
    if signature.role is None:
        return ""  # said by the check of the signers
    name, meaning = signature.certificate.name, meaning_of_signing(signature.role)
    if signature.reason != meaning:
        return f"{name} signed with a meaning that is not the report's: {signature.reason[:200] or 'none'}"
    shown = revisions.looks.get(signature.field, "")
    if not shown or (signature.claimed_time and shown == _drawn(signature, meaning)):
        return ""
    return f"the field of {name} shows something else than the signature says; go by the names in this list"


def _drawn(signature: Signature, meaning: str) -> str:
    from readiness_app.report.stamp import FIELD_SIZE, stamp

    assert signature.role is not None and signature.claimed_time is not None
    width, height = FIELD_SIZE
    time = signature.claimed_time.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    name = signature.certificate.name
    return read.drawn_look(stamp(role=word(signature.role), name=name, time_text=time, meaning=meaning, width=width, height=height))


def _signer(signature: Signature, review: Review | None, trusted: Sequence[Certificate], pinned: Collection[str]) -> Signer:
    at = signature.time or datetime.now(UTC)
    confirmed = signature.certificate.fingerprint in pinned or read.is_trusted(signature, trusted, at)
    problem = _problem_of_signer(signature, review, confirmed)
    time = _giver_of_time(signature, trusted)
    shown = f"{at:%Y-%m-%d %H:%M} UTC, by {time}" if signature.time else "no time given"
    known = "identity confirmed here" if confirmed else "named by the report only"
    return Signer(
        role=signature.role,
        name=signature.certificate.name,
        fingerprint=signature.certificate.fingerprint,
        time=signature.time,
        stamped=signature.timestamp is not None,
        ok=not problem,
        confirmed=confirmed,
        detail=problem or f"{shown}; {known}",
    )


def _giver_of_time(signature: Signature, roots: Sequence[Certificate]) -> str:
    authority = signature.timestamp_authority
    if signature.timestamp is None or authority is None:
        return "the signer's own clock"
    known = read.trusted((authority,), roots, signature.timestamp)
    return f"time stamp of {authority.name}" + ("" if known else ", an authority that nobody here vouches for")


def _problem_of_signer(signature: Signature, review: Review | None, confirmed: bool) -> str:
    if not signature.intact:
        return signature.problem or "the signature does not hold"
    if not signature.valid_at_time:
        return "the certificate was not valid when it signed"
    if review is None:
        return "" if confirmed else "intact, but nobody here vouches for this certificate"
    planned = review.signatory(signature.role) if signature.role else None
    if planned is None or signature.role not in review.required_roles:
        return "signed in a field for which the record names nobody"
    if planned.fingerprint and planned.fingerprint != signature.certificate.fingerprint:
        return f"the record pins another certificate to {word(planned.role).lower()} ({planned.name})"
    if not planned.fingerprint and not confirmed:
        return "intact, but neither pinned in the record nor trusted here"
    if not planned.fingerprint and not same_person(planned.name, signature.certificate.name):
        return f"the record names {planned.name} for {word(planned.role).lower()}, the certificate another person"
    return ""
