"""Identities, signing a report in a role, and taking signed reports back."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from readiness_app.domain import life
from readiness_app.domain.changes import SignatoryNamed
from readiness_app.domain.duties import problem_of_certificate
from readiness_app.domain.errors import NotFound, ReadinessError, Refused
from readiness_app.domain.review import Review, Signatory, SignOff
from readiness_app.domain.vocabulary import Role, State
from readiness_app.exchange.record import decode_record
from readiness_app.report.meaning import meaning_of_signing
from readiness_app.services import reviewing, sealing
from readiness_app.services.apart import check_within_limits
from readiness_app.services.files import keep_bytes, naming
from readiness_app.services.signers import WEAK, persons, problem_of_reason, problem_of_seal, problem_of_time
from readiness_app.services.workspace import Workspace
from readiness_app.signing import identities, read, sign
from readiness_app.signing import tokens as token_module
from readiness_app.signing.fields import field_name
from readiness_app.signing.files import read_whole
from readiness_app.signing.levels import Level as Level  # the window and the command line name it too
from readiness_app.signing.levels import ValidationMaterial
from readiness_app.signing.tokens import AnyIdentity
from readiness_app.signing.tokens import TokenCertificate as TokenCertificate
from readiness_app.signing.tokens import TokenSlot as TokenSlot
from readiness_app.signing.values import Certificate, Signature
from readiness_app.store import editions as edition_rows
from readiness_app.store import reviews
from readiness_app.wording import word

_CURE = (
    "sign the report as it was sent to you with this program, or set the other tool to add one signature to the existing field "
    "(PAdES, SHA-256) and to leave the rest of the file alone."
)
MEANING = {role: meaning_of_signing(role) for role in Role}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBy:
    """Who has just signed in which role, with which certificate (SHA-256), and the time that was written."""

    role: Role
    name: str
    fingerprint: str
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The identity with this id on the token in this slot of a PKCS#11 module; without `pin` the reader asks for it."""

    library: Path
    slot: int
    certificate_id: str
    pin: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What a person decided before signing: the role, the identity file (or the `token`) to sign with, and what is written beside it.

    `at` is the time that the signature claims. Validation data of the longer levels are fetched.
    """

    role: Role
    at: datetime
    identity: Path | None = None
    passphrase: str = field(default="", repr=False)
    token: Token | None = None
    timestamp_url: str = ""
    level: Level = Level.B_B


def tokens(library: Path) -> tuple[TokenSlot, ...]:
    """The tokens that a PKCS#11 module sees now; may take minutes. Raises NotFound, Unreadable, Refused."""
    return token_module.tokens(library)


def certificates_on(library: Path, slot: int, pin: str | None = None) -> tuple[TokenCertificate, ...]:
    """The certificates of persons on the token in `slot`; may take minutes. Raises NotFound, Unreadable, Refused."""
    return token_module.certificates_on(library, slot, pin)


def create_identity(name: str, out: Path, passphrase: str, at: datetime) -> Certificate:
    """A new P-256 identity in `out`, its certificate beside it as `.pem`; raises Refused, Unreadable."""
    return identities.create_identity(name, out, passphrase, at)


def show_identity(path: Path) -> Certificate:
    """Whose identity a file is, without its passphrase; raises NotFound, Unreadable."""
    return identities.show_identity(path)


def certificate(path: Path) -> Certificate:
    """The certificate in a PEM or DER file; raises NotFound, Unreadable."""
    return identities.load_certificate(path)


def usable(places: Iterable[str]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Of the files that the settings trust, those that hold a certificate, and a sentence for each that is gone or holds none."""
    found, problems = [], []
    for place in places:
        try:
            certificate(Path(place))
        except NotFound:
            problems.append(f"{place}, which your settings trust, is no longer there. It was passed over.")
        except ReadinessError:
            problems.append(f"{place}, which your settings trust, cannot be read as a certificate. It was passed over.")
        else:
            found.append(Path(place))
    return tuple(found), tuple(problems)


def signatory_change(review: Review, role: Role, name: str, certificate_path: Path | None = None) -> SignatoryNamed:
    """The change that names who signs in a role, pinned to a certificate where one is given."""
    fingerprint = certificate(certificate_path).fingerprint if certificate_path else ""
    after = Signatory(role=role, name=name.strip(), fingerprint=fingerprint)
    return SignatoryNamed(role=role, before=review.signatory(role), after=after)


def sign_file(path: Path, signing: Signing, on_ready: Callable[[], None] | None = None) -> SignedBy:
    """Signs that role's field of a report in place, whole or not at all, with an identity file or a token.

    `on_ready` is called once nothing is left to refuse but the signing itself. Raises Refused for another person than the one pinned.
    """
    data = _within_limits(path)
    with _opened(signing) as opened:
        _check_planned(data, signing.role, opened.certificate, signing.at)
        if on_ready:
            on_ready()
        sign.sign_file(path, **_wanted(signing, opened))
    return SignedBy(role=signing.role, name=opened.certificate.name, fingerprint=opened.certificate.fingerprint, time=signing.at)


def _wanted(signing: Signing, opened: AnyIdentity) -> sign.Wanted:
    return {
        "field": field_name(signing.role),
        "identity": opened,
        "role_label": word(signing.role),
        "meaning": MEANING[signing.role],
        "now": signing.at,
        "appearance": _stamp(signing.role, opened.certificate, signing.at),
        "timestamp_url": signing.timestamp_url or None,
        "level": signing.level,
        "material": ValidationMaterial(fetch=signing.level.long_term),
    }


@contextmanager
def _opened(signing: Signing) -> Iterator[AnyIdentity]:
    if (token := signing.token) is not None:
        with token_module.open_token(token.library, token.slot, token.certificate_id, token.pin) as opened:
            yield opened
    elif signing.identity is not None:
        yield identities.open_identity(signing.identity, signing.passphrase, signing.at)
    else:
        raise ValueError("signing needs an identity file or a token")


def check_role(path: Path, role: Role) -> None:
    """Raises Refused unless this report is to be signed in this role, before anybody is asked for a secret; Unreadable."""
    _check_planned(_within_limits(path), role)


def _within_limits(path: Path) -> bytes:
    data = read_whole(path, sign.LARGEST_FILE)
    check_within_limits(data, path.name)
    return data


def _check_planned(data: bytes, role: Role, signer: Certificate | None = None, at: datetime | None = None) -> None:
    """Refuses early what `collect` and `verify` would refuse later: a person, certificate or time the record does not plan for this role.

    Without a `signer` and a time only the role is looked at.
    """
    from readiness_app.report.embedded import embedded_record

    recorded = decode_record(embedded_record(data).record)
    planned = recorded.signatory(role)
    if role not in recorded.required_roles or planned is None:
        raise Refused(f"This report is not to be signed as {word(role).lower()}. Nothing was signed.")
    document = read.read_signatures(data, review_changes=False)
    sealing_done = recorded.sealing
    if problem := problem_of_time(at, sealing_done.at if sealing_done else None):
        raise Refused(f"By this computer's clock the report would be {problem}. Nothing was signed; set the clock right.")
    named = sealing_done.seal if sealing_done else ""
    if named and (problem := problem_of_seal(document, named)):
        raise Refused(f"{problem} Nothing was signed; ask for the report as it was sealed.")
    signed = {s.role: s.certificate.fingerprint for s in document.signatures if s.role}
    if role in signed:
        raise Refused(f"This report has already been signed as {word(role).lower()}. Nothing was signed.")
    if signer is None:
        return
    try:
        life.check_pin(recorded, SignOff(role=role, name=signer.name, fingerprint=signer.fingerprint, time=None))
    except Refused as error:  # its words are those of collecting, which comes later
        said = str(error).replace("signed with another", "has another").replace("Nothing was collected", "Nothing was signed")
        raise Refused(said) from None
    if problem := problem_of_certificate(signed, role, signer.fingerprint):
        raise Refused(f"{problem} Nothing was signed.")


def _stamp(role: Role, signer: Certificate, at: datetime) -> bytes:
    from readiness_app.report.stamp import FIELD_SIZE, stamp

    width, height = FIELD_SIZE
    written = at.strftime("%Y-%m-%d %H:%M UTC")
    return stamp(role=word(role), name=signer.name, time_text=written, meaning=MEANING[role], width=width, height=height)


def collect(workspace: Workspace, review: Review, path: Path, by: str, at: datetime) -> Review:
    """Takes a report back that was signed elsewhere. Raises Refused with the reason when it is not this edition's, or not intact."""
    with naming(path.name):
        return _collect(workspace, review, _within_limits(path), by, at)


def sign_and_collect(
    workspace: Workspace, review: Review, signing: Signing, by: str, before_keeping: Callable[[], None] | None = None
) -> Review:
    """Signs the workspace's own copy in this role, as `sign_file` does, and collects it: what signing in the window is.

    `before_keeping` is called between the two, once the token or the authority has answered; what it raises leaves everything as it was.
    """
    if review.state is not State.SEALED:
        raise Refused(f"Only a sealed review can be signed; this one is {review.state.value}. Nothing was signed.")
    data = sealing.report(workspace, review)  # read first: a token may hang for longer than the workspace stays open
    check_within_limits(data, "The report")  # whoever made the workspace may have put any PDF there
    with _opened(signing) as opened:
        _check_planned(data, signing.role, opened.certificate, signing.at)
        signed = sign.sign_field(data, **_wanted(signing, opened))
    if before_keeping is not None:
        before_keeping()
    return _collect(workspace, review, signed, by, signing.at)


def _collect(workspace: Workspace, review: Review, data: bytes, by: str, at: datetime) -> Review:
    reviewing.require_name(by)
    if review.state is State.OPEN:
        raise Refused("Only a sealed review collects signatures; this one is open. Nothing was changed.")
    _check_same_report(workspace, review, data)
    after = life.collected(review, _sign_offs(review, data))
    with workspace.database.write() as connection:
        reviews.write(connection, review, after)
        sha256 = keep_bytes(connection, data)
        edition_rows.set_latest_report(connection, review.id, review.edition, sha256)
        told = {"report_sha256": sha256, "state": after.state, "signed": [s.role for s in after.sign_offs]}
        reviewing.write_entry(connection, review.id, operation="collect", target="review", before=None, after=told, by=by, at=at)
    return after


def _check_same_report(workspace: Workspace, review: Review, data: bytes) -> None:
    """A signed copy begins with the sealed report byte for byte, and holds every signature that was collected before."""
    from readiness_app.report.canon import first_revision

    if not data.startswith(sealing.base_report(workspace, review)):
        first_revision(data)  # what cannot be read at all is not refused but said to be unreadable
        raise Refused(f"{_other_than(review, data)} Nothing was collected; sign the report that was sealed as edition {review.edition}.")
    held = sealing.report(workspace, review)
    if not data.startswith(held) and held.startswith(data):
        raise Refused("This copy holds no new signature: it is older than the one kept here. Nothing was collected.")
    if not data.startswith(held):
        names = ", ".join(word(s.role).lower() for s in review.sign_offs)
        raise Refused(
            f"This copy lacks signatures that were collected before ({names}). Nothing was collected; "
            "whoever signed it must sign again on the latest report."
        )


def _other_than(review: Review, data: bytes) -> str:
    """What a file is that does not begin with the report of this edition, in a sentence."""
    from readiness_app.report.embedded import NotAReport, embedded_record

    try:
        found = decode_record(embedded_record(data).record)
    except NotAReport:
        return "This is not a Readiness report."
    except ReadinessError:
        return "This is not the report of this edition, or something in it was changed."
    if found.id != review.id:
        return f"This is the report of another review ({found.id})."
    if found.state is State.OPEN:
        return f"This is a draft of edition {found.edition}."
    if found.edition != review.edition:
        return f"This is the report of edition {found.edition}; the review is at edition {review.edition}."
    return "This is not the report of this edition as it was sealed: something in it was changed."


def _sign_offs(review: Review, data: bytes) -> tuple[SignOff, ...]:
    """The signatures of a report that begins as it was sealed; raises Refused for any update that did more than signing does."""
    revisions = read.read_revisions(data)
    if revisions.malformed:
        words = "This copy holds something that no signature covers, or its file is damaged"
        raise Refused(f"{words}: {revisions.malformed}. Nothing was collected; {_CURE}")
    if revisions.refused:
        raise Refused(f"Something else than a signature was added to this report. {revisions.refused} Nothing was collected; {_CURE}")
    signatures = persons(read.read_signatures(data, review_changes=False))
    if not signatures:
        raise Refused("Nobody has signed this copy yet. Nothing was collected.")
    return tuple(_sign_off(review, signature) for signature in signatures)


def _sign_off(review: Review, signature: Signature) -> SignOff:
    name = signature.certificate.name
    if signature.role is None or not signature.ok:
        raise Refused(f"The signature of {name} does not hold: {_flaw(signature)}. Nothing was collected; {_CURE}")
    if problem := problem_of_reason(signature):
        raise Refused(f"{problem}. Nothing was collected; sign again with no reason, or with the one printed in the field.")
    sealed = review.sealing.at if review.sealing else None
    for time in (signature.claimed_time, signature.timestamp):
        if problem := problem_of_time(time, sealed):
            raise Refused(f"{name} {problem}. Nothing was collected; set the clock right and sign again.")
    return SignOff(role=signature.role, name=name, fingerprint=signature.certificate.fingerprint, time=signature.time)


def _flaw(signature: Signature) -> str:
    if signature.problem or signature.modification:
        return (signature.problem or signature.modification).rstrip(".")
    if signature.role is None:
        return "it is in a field that the report did not plan"
    if not signature.strong:
        return WEAK
    return "it was changed" if not signature.intact else "its certificate was not valid then"


def pinned_fingerprints(workspace: Workspace) -> frozenset[str]:
    """The certificates that reviews of this workspace pinned to a role: this machine's own knowledge of who signs."""
    found = (reviewing.load_review(workspace, review_id) for review_id in reviewing.review_ids(workspace))
    return frozenset(s.fingerprint for review in found for s in review.signatories if s.fingerprint)
