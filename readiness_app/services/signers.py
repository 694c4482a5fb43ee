"""Who signed a report: each signature held against what the record plans and whom this machine trusts."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from readiness_app.domain.duties import same_person
from readiness_app.domain.review import Review
from readiness_app.report.meaning import meaning_of_signing
from readiness_app.services.rerendering import may_draw_otherwise
from readiness_app.services.verification import Checks, Signer
from readiness_app.settings import seals_folder
from readiness_app.signing import read
from readiness_app.signing.certify import MEANING, seals_in
from readiness_app.signing.fields import SEAL_FIELD
from readiness_app.signing.values import OTHER, Certificate, Revisions, Signature, SignedDocument
from readiness_app.wording import word

CLOCKS_APART = timedelta(hours=24)
WEAK = "it uses an algorithm that is too weak today (SHA-1, or a short key); sign again with SHA-256"
DRAWN_ELSEWHERE = (
    "What the field of {names} shows was drawn by another tool and not compared with the signature; go by the names in this list."
)


def persons(document: SignedDocument) -> tuple[Signature, ...]:
    """The signatures of a report without the workspace's seal, which is nobody's."""
    return tuple(signature for signature in document.signatures if signature.field != SEAL_FIELD)


def signers_of(
    signatures: Sequence[Signature], review: Review | None, trusted: Sequence[Certificate], pinned: Collection[str]
) -> tuple[Signer, ...]:
    """Signatures as a person reads them, in signing order."""
    return tuple(_signer(signature, review, trusted, pinned) for signature in signatures)


def check_seal(document: SignedDocument, revisions: Revisions, review: Review, work: Checks) -> None:
    """The workspace's seal came first, allows nothing but signatures, and is the one that the record names."""
    named = review.sealing.seal if review.sealing else ""
    found = next((signature for signature in document.signatures if signature.field == SEAL_FIELD), None)
    if not named:
        extra = found is not None or SEAL_FIELD in revisions.planned
        words = "The file has a place for a seal that its record does not name." if extra else "The record names no seal of a workspace."
        work.add("seal", not extra, words)
        return
    problem = problem_of_seal(document, named) or _problem_of_order(revisions)
    own = " That workspace's key is on this machine." if named in seals_in(seals_folder()) else ""
    name = found.certificate.name if found else ""
    good = f"Sealed before everybody by the workspace that made it ({name}), with the key that the record names.{own}"
    work.add("seal", not problem, problem or good)


def problem_of_seal(document: SignedDocument, named: str) -> str:
    """Why the file is not sealed with the certificate `named`, in words; empty where it is."""
    seal = next((signature for signature in document.signatures if signature.field == SEAL_FIELD), None)
    if seal is None:
        return "The record names the seal of a workspace, but this file does not carry it."
    if not (seal.intact and seal.covers_revision and seal.valid_at_time and seal.strong) or seal.problem:
        return f"The workspace's seal does not hold: {seal.problem or 'the file is not what was sealed'}."
    if seal.certificate.fingerprint != named:
        return "The file was sealed with another key than the one that the record names."
    if any(signature.certificate.fingerprint == named for signature in persons(document)):
        return "The workspace's seal also stands in the place of a person."
    return ""


def _problem_of_order(revisions: Revisions) -> str:
    first = revisions.updates[0] if revisions.updates else None
    if first is None or first.field != SEAL_FIELD:
        return "The workspace's seal does not stand before every signature, or not as it is made."
    return "" if first.certifies else "The workspace's seal does not say that nothing but signatures may follow."


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
    """What the signed fields show is what the signatures say. What another tool or a newer version drew cannot be told: a warning."""
    wrong = [words for signature in document.signatures if (words := _wrong_look(signature, revisions))]
    if not wrong and (others := [s.certificate.name for s in persons(document) if revisions.looks.get(s.field) == OTHER]):
        work.add("looks", False, DRAWN_ELSEWHERE.format(names=" and ".join(others)), warning=True)
        return
    good = "What the signed fields show is who signed, as what, when and meaning what."
    work.add("looks", not wrong, "; ".join(wrong) or good, warning=may_draw_otherwise(review))


def problem_of_reason(signature: Signature) -> str:
    """Why the reason given with a signature is not the report's, in words; a tool that gives none leaves the one that is printed."""
    meaning = meaning_of_signing(signature.role) if signature.role else MEANING
    if signature.reason == meaning or (signature.role and not signature.reason.strip()):
        return ""
    said = signature.reason[:200] or "none"
    return f"{signature.certificate.name} signed with a meaning that is not the report's: {said}"


def problem_of_time(time: datetime | None, sealed: datetime | None) -> str:
    """Why a report that was sealed then cannot have been signed at this time, in words.

    This is refused and not only told: whether a certificate was valid is judged at the time of signing, so that whoever may choose any time
    could sign with a certificate that has long expired. A day is left for clocks and time zones that are set wrong.
    """
    if time is None or sealed is None or time >= sealed - CLOCKS_APART:
        return ""
    return f"signed on {time:%Y-%m-%d %H:%M} UTC, before the report was sealed ({sealed:%Y-%m-%d %H:%M} UTC), which cannot be true"


def _wrong_look(signature: Signature, revisions: Revisions) -> str:
    if signature.role is None and signature.field != SEAL_FIELD:
        return ""  # said by the check of the signers
    if problem := problem_of_reason(signature):
        return problem
    name, meaning = signature.certificate.name, meaning_of_signing(signature.role) if signature.role else MEANING
    shown = revisions.looks.get(signature.field, "")
    if not shown or (signature.claimed_time and shown == _drawn(signature, meaning)) or (shown == OTHER and signature.role):
        return ""
    return f"the field of {name} shows something else than the signature says; go by the names in this list"


def _drawn(signature: Signature, meaning: str) -> str:
    from readiness_app.report.stamp import FIELD_SIZE, seal_stamp, stamp

    assert signature.claimed_time is not None
    width, height = FIELD_SIZE
    time = signature.claimed_time.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    name = signature.certificate.name
    if signature.role is None:
        return read.drawn_look(seal_stamp(name=name, time_text=time))
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
    sealed = review.sealing.at if review.sealing else None
    for time in (signature.claimed_time, signature.timestamp):
        if problem := problem_of_time(time, sealed):
            return problem
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
