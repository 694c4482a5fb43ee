"""Verifying a PDF: every check in plain words, whether it is valid, and who the signers are known by."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from readiness_app.domain.duties import same_person
from readiness_app.domain.errors import InvalidFile, Unreadable
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role, State
from readiness_app.exchange.record import decode_record, digest_of
from readiness_app.signing import identities, read, sign
from readiness_app.signing.files import read_whole
from readiness_app.signing.values import Certificate, Signature, SignedDocument
from readiness_app.wording import word

CONFIRMED = "confirmed"
NAMED_BY_THE_REPORT_ONLY = "named_by_the_report_only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check with its outcome in plain words."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One signature as a person reads it; `time` is the time stamp's, else the signer's own claim, and `stamped` says which."""

    role: Role | None
    name: str
    fingerprint: str
    time: datetime | None
    stamped: bool
    ok: bool
    confirmed: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The outcome. `review` is the recorded review, None where the file is not a Readiness report."""

    valid: bool
    summary: str
    identities: str
    checks: tuple[Check, ...]
    signers: tuple[Signer, ...]
    expected_signers: int
    digest: str
    review: Review | None

    @property
    def is_report(self) -> bool:
        """True for a PDF that this program made."""
        return self.review is not None


OnCheck = Callable[[Check], None]


def verify(
    path: Path,
    trust: Sequence[Path] = (),
    pinned: Collection[str] = (),
    on_check: OnCheck | None = None,
) -> Verification:
    """Verifies a PDF without any network; checks are told as they finish. Raises Unreadable only for what is no readable PDF.

    `trust` holds certificates (roots, or signers matched exactly); `pinned` fingerprints that this machine's own workspace or
    settings know. Without either, a pin that stands only in the file proves consistency, not identity.
    """
    trusted = [identities.load_certificate(one) for one in trust]
    return verify_bytes(read_whole(path, sign.LARGEST_FILE), path.name, trusted, pinned, on_check)


def verify_bytes(
    data: bytes,
    name: str,
    trusted: Sequence[Certificate] = (),
    pinned: Collection[str] = (),
    on_check: OnCheck | None = None,
) -> Verification:
    """The same on bytes; `name` is what the sentences call the file."""
    document = read.read_signatures(data, name)
    found = _recorded(data)
    if isinstance(found, str):
        return _not_a_report(name, document, found, trusted, on_check)
    review, stated, encoded = found
    work = _Checks(on_check)
    work.add(
        "record",
        review is not None,
        "The record inside is complete and follows its schema." if review else f"The record inside is damaged: {stated}",
    )
    if review is None:
        return Verification(
            valid=False,
            summary=f"{name} is not valid: the record inside is damaged.",
            identities=NAMED_BY_THE_REPORT_ONLY,
            checks=work.done,
            signers=_signers(document, None, trusted, pinned),
            expected_signers=0,
            digest="",
            review=None,
        )
    return _judged(name, document, review, stated, digest_of(encoded), work, trusted, pinned)


class _Checks:
    """Collects checks in order and tells each as soon as it is known."""

    def __init__(self, on_check: OnCheck | None) -> None:
        self._tell = on_check
        self._done: list[Check] = []

    @property
    def done(self) -> tuple[Check, ...]:
        return tuple(self._done)

    def add(self, name: str, ok: bool, detail: str) -> None:
        check = Check(name=name, ok=ok, detail=detail)
        self._done.append(check)
        if self._tell:
            self._tell(check)


def _recorded(data: bytes) -> tuple[Review | None, str, bytes] | str:
    """The review, the digest the PDF states and the record's bytes; (None, reason, bytes) when damaged; the reason if not ours."""
    from readiness_app.report.embedded import NotAReport, embedded_record

    try:
        embedded = embedded_record(data)
    except NotAReport as error:
        return str(error)
    try:
        return decode_record(embedded.record), embedded.digest, embedded.record
    except (InvalidFile, Unreadable) as error:
        return None, str(error), embedded.record


def _judged(
    name: str,
    document: SignedDocument,
    review: Review,
    stated: str,
    digest: str,
    work: _Checks,
    trusted: Sequence[Certificate],
    pinned: Collection[str],
) -> Verification:
    signers = _signers(document, review, trusted, pinned)
    expected = review.required_roles
    work.add(
        "digest",
        stated == digest,
        f"The record's SHA-256 is the digest that the report states: {digest[:16]}…" if stated == digest else _digest_words(stated, digest),
    )
    sealed = review.state is not State.OPEN
    work.add(
        "sealed", sealed, "The review was sealed; this is a final report." if sealed else "This is a draft: the review was not sealed."
    )
    _add_signature_checks(document, work)
    signed = [role for role in expected if any(s.role is role for s in signers)]
    work.add("all_signed", bool(expected) and len(signed) == len(expected), _signed_words(expected, signed))
    _add_person_checks(signers, work)
    valid = all(check.ok for check in work.done)
    confirmed = bool(signers) and all(signer.confirmed for signer in signers)
    return Verification(
        valid=valid,
        summary=_summary(name, valid, work.done, len(signed), len(expected)),
        identities=CONFIRMED if confirmed else NAMED_BY_THE_REPORT_ONLY,
        checks=work.done,
        signers=signers,
        expected_signers=len(expected),
        digest=digest,
        review=review,
    )


def _digest_words(stated: str, digest: str) -> str:
    return f"The report states the digest {stated[:16] or 'none'}…, but the record inside has {digest[:16]}…"


def _add_signature_checks(document: SignedDocument, work: _Checks) -> None:
    broken = [s for s in document.signatures if not s.intact or not s.strong]
    why = "; ".join(f"{s.certificate.name}: {s.problem or 'changed after signing'}" for s in broken)
    good = f"{len(document.signatures)} signatures are intact." if document.signatures else "There are no signatures to check."
    work.add("signatures_intact", not broken, why or good)
    uncovered = [s for s in document.signatures if not s.covers_revision or s.modification]
    problem = "; ".join(f"{s.certificate.name}: {s.modification or 'it does not cover its whole revision'}" for s in uncovered)
    if document.trailing_changes or document.unsigned_updates:
        problem = problem or "Something was added to the file that no signature covers."
    work.add(
        "nothing_changed", not problem, problem or "Every byte is covered; nothing was changed after a signature but further signatures."
    )
    work.add(
        "structure", document.well_formed, "The file reads the same to every reader." if document.well_formed else "The file is malformed."
    )


def _signed_words(expected: Sequence[Role], signed: Sequence[Role]) -> str:
    if len(signed) == len(expected):
        return f"{len(signed)} of {len(expected)} required roles have signed."
    missing = ", ".join(word(role).lower() for role in expected if role not in signed)
    return f"{len(signed)} of {len(expected)} required roles have signed; missing: {missing}."


def _add_person_checks(signers: Sequence[Signer], work: _Checks) -> None:
    wrong = [s for s in signers if not s.ok]
    work.add(
        "signers",
        not wrong,
        "; ".join(f"{s.name}: {s.detail}" for s in wrong) or "Every signer is the person the record names, or is trusted here.",
    )
    roles = [s.role for s in signers]
    once = len(set(roles)) == len(roles) and len({s.fingerprint for s in signers}) == len(signers)
    work.add("separate_persons", once, "One person signed in one role." if once else "A role or a certificate signed more than once.")


def _signers(
    document: SignedDocument, review: Review | None, trusted: Sequence[Certificate], pinned: Collection[str]
) -> tuple[Signer, ...]:
    return tuple(_signer(signature, review, trusted, pinned) for signature in document.signatures)


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
    if planned is None:
        return "signed in a field for which the record names nobody"
    if planned.fingerprint and planned.fingerprint != signature.certificate.fingerprint:
        return f"the record pins another certificate to {word(planned.role).lower()} ({planned.name})"
    if not planned.fingerprint and not confirmed:
        return "intact, but neither pinned in the record nor trusted here"
    if not planned.fingerprint and not same_person(planned.name, signature.certificate.name):
        return f"the record names {planned.name} for {word(planned.role).lower()}, the certificate another person"
    return ""


def _summary(name: str, valid: bool, checks: Sequence[Check], signed: int, expected: int) -> str:
    if valid:
        return f"{name} is valid: {signed} of {expected} required signatures, nothing was changed."
    first = next(check for check in checks if not check.ok)
    return f"{name} is not valid: {first.detail}"


def _not_a_report(name: str, document: SignedDocument, why: str, trusted: Sequence[Certificate], on_check: OnCheck | None) -> Verification:
    work = _Checks(on_check)
    work.add("report", False, why)
    _add_signature_checks(document, work)
    count = len(document.signatures)
    said = f"it carries {count} signature{'s' if count != 1 else ''}" if count else "it is not signed"
    return Verification(
        valid=False,
        summary=f"{name} is not a Readiness report; {said}.",
        identities=NAMED_BY_THE_REPORT_ONLY,
        checks=work.done,
        signers=_signers(document, None, trusted, ()),
        expected_signers=0,
        digest="",
        review=None,
    )
