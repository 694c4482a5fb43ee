"""Checks of the signatures in a PDF: what they cover, whether they hold, and who stands behind them."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, core, parser, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.generic import DictionaryObject, Reference
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, extract_tst_data_iter, validate_sig_integrity
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from readiness_app.domain.errors import Unreadable
from readiness_app.signing.changes import STRICT, AddedField, only_signed_since
from readiness_app.signing.fields import SEAL_FIELD, role_of_field
from readiness_app.signing.identities import described, load_certificate, may_sign, strong_key
from readiness_app.signing.pdf import opened
from readiness_app.signing.values import NO_CERTIFICATE, Certificate, Field, Signature, SignedDocument

KINDS = {"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"}
StrongDigest = type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]
STRONG_DIGESTS: dict[str, StrongDigest] = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
STRONG_DIGEST_NAMES = {*STRONG_DIGESTS, "sha3_256", "sha3_384", "sha3_512", "shake256", "shake256_len"}

# What may be added to a signature without its signer: time stamps of it, certificates, and proofs that these were not revoked.
PROOFS = {
    "signature_time_stamp_token",
    "1.2.840.113549.1.9.16.2.21",
    "1.2.840.113549.1.9.16.2.22",
    "1.2.840.113549.1.9.16.2.23",
    "1.2.840.113549.1.9.16.2.24",
    "1.2.840.113549.1.9.16.2.25",
    "1.2.840.113549.1.9.16.2.26",
    "1.2.840.113549.1.9.16.2.27",
    "1.2.840.113549.1.9.16.2.48",
    "0.4.0.1733.2.4",
    "0.4.0.1733.2.5",
}

UNREADABLE = "The signature cannot be read."
OTHER_KIND = "The signature is of a kind that is not checked here."
NOT_SIGNED = "The signature carries something that its signer did not sign."
SHARED = "Two fields share this one signature."
NOT_WHOLE = "The signature does not cover the whole document as it stood when it was made."
NOT_MEANT = "The certificate is not meant for signatures."
BAD_STAMP = "The time stamp does not fit the signature."
ILL_FORMED = "The file is built in a way that lets readers see different documents."
CHANGED = "Something other than a planned signature was changed after this signature."
ADDED = "A field was added after this signature that the document did not have."
FORBIDDEN = "The document was changed although this signature allows no such change."


def inspected(data: bytes, name: str, *, review_changes: bool = True) -> SignedDocument:
    """Everything that can be said of the document's signatures; raises Unreadable. Without `review_changes` `modification` stays empty."""
    well_formed = True
    try:
        reader = opened(data, name)
        well_formed = not reader.xrefs.hybrid_xrefs_present
    except Unreadable:
        reader = opened(data, name, lenient=True)
        well_formed = False
    try:
        found = list(enumerate_sig_fields(reader))
        fields = tuple(_field(*one) for one in found)
        filled = [one for one in found if one[1] is not None and not _is_document_stamp(one[1])]
        first = min((_revision(reader, value) for _, value, _ in filled), default=0)
        # A lenient reader is used only for what is refused anyway, and its comparison of revisions means nothing.
        task = Task(reader=reader, data=data, first=first, review=review_changes and well_formed, well_formed=well_formed)
        read = [_signature(task, one) for one in filled]
        revisions = int(reader.xrefs.total_revisions)
        signatures = _told_apart(filled, read)
    except MemoryError:
        raise
    except Exception as trouble:  # see `opened`: the structure is read late, so it can break late
        raise Unreadable(f"{name} cannot be read as a PDF. It was left as it is; ask for an undamaged copy.") from trouble
    signed = {signature.revision for signature, _ in signatures if signature.revision}
    return SignedDocument(
        fields=fields,
        signatures=tuple(signature for signature, _ in signatures),
        trailing_changes=bool(signatures) and max(end for _, end in signatures) != len(data),
        revisions=revisions,
        unsigned_updates=revisions - 1 - len(signed),
        well_formed=well_formed,
    )


def leads_to(chain: Sequence[Certificate], roots: Sequence[Certificate], at: datetime) -> bool:
    """True when a path of certificates valid at `at` leads from the first of `chain` to an authority among `roots`; never fetches."""
    # A path check takes its roots on faith: an ordinary certificate or an expired one must not become an authority by being trusted.
    authorities = [_asn1(root) for root in roots if root.valid_at(at) and _is_authority(root)]
    if not authorities:
        return False
    others = [_asn1(one) for one in chain[1:]]
    context = ValidationContext(trust_roots=authorities, other_certs=others, moment=at, allow_fetching=False, revocation_mode="soft-fail")

    async def walk() -> bool:
        try:
            await CertificateValidator(_asn1(chain[0]), validation_context=context).async_validate_path()
        except (PathBuildingError, PathValidationError):
            return False
        finally:
            await context.aclose()  # type: ignore[no-untyped-call]
        return True

    return asyncio.run(walk())


Found = tuple[str, Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One document being inspected; `first` is its first signed revision, `review` says whether later changes are looked at."""

    reader: PdfFileReader
    data: bytes
    first: int
    review: bool
    well_formed: bool


def _revision(reader: PdfFileReader, value: Any) -> int:
    place = value.get_object().container_ref
    return int(reader.xrefs.get_last_change(place)) if isinstance(place, Reference) else 0


def _field(name: str, value: Any, reference: Any) -> Field:
    field = reference.get_object()
    try:
        left, bottom, right, top = (float(number) for number in field["/Rect"])
    except (KeyError, TypeError, ValueError):
        left = bottom = right = top = 0.0
    return Field(
        name=name,
        role=role_of_field(name),
        label=str(field.get("/TU", "")),
        signed=value is not None,
        rect=(left, bottom, right, top),
    )


def _is_document_stamp(value: Any) -> bool:
    content = value.get_object()
    return isinstance(content, DictionaryObject) and bool(
        content.get("/Type") == "/DocTimeStamp" or content.get("/SubFilter") == "/ETSI.RFC3161"
    )


def _told_apart(filled: list[Found], read: list[tuple[Signature, int]]) -> list[tuple[Signature, int]]:
    """In signing order; a signature that stands in two fields speaks for neither."""
    uses = Counter(_place(value) for _, value, _ in filled)
    told = [
        (_with_problem(signature, SHARED), end) if uses[_place(value)] > 1 else (signature, end)
        for (_, value, _), (signature, end) in zip(filled, read, strict=True)
    ]
    return sorted(told, key=lambda one: one[0].revision)


def _place(value: Any) -> tuple[int, int]:
    reference = value.get_object().container_ref
    return (getattr(reference, "idnum", -id(value)), getattr(reference, "generation", 0))


def _with_problem(signature: Signature, problem: str) -> Signature:
    return replace(signature, problem=problem, intact=False)


def _signature(task: Task, found: Found) -> tuple[Signature, int]:
    """One signature and the offset at which what it covers ends."""
    name, value, reference = found
    try:
        if value.get_object().get("/SubFilter") not in KINDS:
            return _without_content(name, OTHER_KIND), 0
        embedded = EmbeddedPdfSignature(task.reader, reference, name)
        certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
        return _read(task, embedded, certificate)
    except MemoryError:
        raise
    except Exception:  # whatever is wrong inside one signature must not hide the others
        return _without_content(name, UNREADABLE), 0


def _without_content(name: str, problem: str) -> Signature:
    return Signature(
        field=name,
        role=role_of_field(name),
        certificate=NO_CERTIFICATE,
        claimed_time=None,
        timestamp=None,
        intact=False,
        covers_revision=False,
        covers_file=False,
        valid_at_time=False,
        strong=False,
        modification="",
        problem=problem,
    )


def _read(task: Task, embedded: EmbeddedPdfSignature, own: x509.Certificate) -> tuple[Signature, int]:
    certificate = described(own)
    intact = _holds(embedded) and _stands_in_its_gap(embedded, task.data)
    covers_revision = embedded.evaluate_signature_coverage() >= SignatureCoverageLevel.ENTIRE_REVISION
    stamp, stamp_fits = _stamp(embedded.signer_info)
    claimed = _aware(embedded.self_reported_timestamp)
    moment = stamp[0] if stamp else claimed
    problems = [
        (not covers_revision, NOT_WHOLE),
        (not may_sign(own), NOT_MEANT),
        (not stamp_fits, BAD_STAMP),
        (not task.well_formed, ILL_FORMED),
    ]
    if not _carries_nothing_else(embedded):
        problems.insert(0, (True, NOT_SIGNED))
        intact = False
    _, _, start, length = (int(number) for number in embedded.byte_range)
    signature = Signature(
        field=embedded.field_name,
        role=role_of_field(embedded.field_name),
        certificate=certificate,
        claimed_time=claimed,
        timestamp=stamp[0] if stamp else None,
        intact=intact,
        covers_revision=covers_revision,
        covers_file=start + length == len(task.data) and covers_revision,
        valid_at_time=moment is not None and certificate.valid_at(moment),
        strong=embedded.md_algorithm in STRONG_DIGEST_NAMES and strong_key(own),
        modification=_modification(task, embedded) if task.review and covers_revision else "",
        problem=next((words for wrong, words in problems if wrong), ""),
        reason=str(embedded.sig_object.get("/Reason", "")),
        revision=embedded.signed_revision,
        chain=tuple(load_certificate(other.dump()) for other in embedded.other_embedded_certs),
        timestamp_authority=stamp[1] if stamp else None,
    )
    return signature, start + length


def _holds(embedded: EmbeddedPdfSignature) -> bool:
    """True when the signed digest is that of the covered bytes and the signature over it verifies."""
    if (
        embedded.signed_data["encap_content_info"]["content"] is not core.VOID
        and embedded.signed_data["encap_content_info"]["content"].native
    ):
        return False
    digest = embedded.compute_digest()
    return all(validate_sig_integrity(embedded.signer_info, embedded.signer_cert, expected_content_type="data", actual_digest=digest))


def _stands_in_its_gap(embedded: EmbeddedPdfSignature, data: bytes) -> bool:
    """True when the bytes that the signature leaves out are its own value and nothing else."""
    first, length, start, _ = (int(number) for number in embedded.byte_range)
    gap = data[length:start]
    value = embedded.pkcs7_content
    # What the value does not need is filled with zeros; anything else there would be words that nobody signed.
    filled = any(value[parser.peek(value) :])
    return first == 0 and not filled and gap[:1] == b"<" and gap[-1:] == b">" and bytes.fromhex(gap[1:-1].decode("ascii")) == value


def _carries_nothing_else(embedded: EmbeddedPdfSignature) -> bool:
    """True when the value holds only what is signed, proofs about it, and, in a report, nothing but one way to write it down."""
    attributes = embedded.signer_info["unsigned_attrs"]
    kinds = set() if attributes is core.VOID else {str(one["type"].native) for one in attributes}
    if kinds - PROOFS:
        return False
    if role_of_field(embedded.field_name) is None and embedded.field_name != SEAL_FIELD:
        return True  # other people's tools write the same in several ways
    value = embedded.pkcs7_content
    return _is_tight(value[: parser.peek(value)])


def _is_tight(data: bytes) -> bool:
    """True when every length in an ASN.1 value is written in the one way that DER allows; looser ways leave room for other bytes."""
    waiting = [data]
    while waiting:
        part = waiting.pop()
        while part:
            _, _, _, head, content, tail = parser.parse(part)
            size = len(content).to_bytes(max(1, -(-len(content).bit_length() // 8)))
            written = size if len(content) < 128 else bytes([128 + len(size)]) + size
            if tail or not head.endswith(written) or len(head) - len(written) != 1:
                return False
            if head[0] & 32:
                waiting.append(content)
            part = part[len(head) + len(content) :]
    return True


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _modification(task: Task, embedded: EmbeddedPdfSignature) -> str:
    lenient = embedded.docmdp_level is None and embedded.fieldmdp is None
    if lenient and embedded.signed_revision > task.first and only_signed_since(task.reader, task.first, embedded.signed_revision):
        return ""
    embedded.compute_integrity_info(diff_policy=STRICT)  # type: ignore[no-untyped-call]
    result = embedded.diff_result
    if isinstance(result, AddedField):
        return ADDED
    if isinstance(result, SuspiciousModification):
        return CHANGED
    return "" if embedded.summarise_integrity_info()["docmdp_ok"] is not False else FORBIDDEN


def _stamp(signer: cms.SignerInfo) -> tuple[tuple[datetime, Certificate] | None, bool]:
    """The time and giver of the first time stamp that fits the signature, and False where there are some and none fits."""
    tokens = list(extract_tst_data_iter(signer, signed=False))
    for token in tokens:
        try:
            found = _stamp_of(token, signer["signature"].native)
        except MemoryError:
            raise
        except Exception:  # a token is not covered by any signature of the document, so anything may stand in it
            continue
        if found is not None:
            return found, True
    return None, not tokens


def _stamp_of(token: cms.SignedData, stamped: bytes) -> tuple[datetime, Certificate] | None:
    content = token["encap_content_info"]["content"]
    imprint = content.parsed["message_imprint"]
    if imprint["hashed_message"].native != _digest(str(imprint["hash_algorithm"]["algorithm"].native), stamped):
        return None
    signer = extract_signer_info(token)
    giver = extract_certs_for_validation(token).signer_cert
    digest = _digest(str(signer["digest_algorithm"]["algorithm"].native), bytes(content))
    if not all(validate_sig_integrity(signer, giver, expected_content_type="tst_info", actual_digest=digest)):
        return None
    certificate = x509.load_der_x509_certificate(giver.dump())
    moment: datetime = content.parsed["gen_time"].native
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    authority = described(certificate)
    fits = ExtendedKeyUsageOID.TIME_STAMPING in purposes and strong_key(certificate) and authority.valid_at(moment)
    return (moment, authority) if fits else None


def _digest(algorithm: str, content: bytes) -> bytes:
    """Raises KeyError for a weak or unknown algorithm."""
    digest = hashes.Hash(STRONG_DIGESTS[algorithm]())
    digest.update(content)
    return digest.finalize()


def _asn1(certificate: Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(pem.unarmor(certificate.pem.encode())[2])


def _is_authority(root: Certificate) -> bool:
    certificate = x509.load_pem_x509_certificate(root.pem.encode())
    try:
        if not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    except x509.ExtensionNotFound as missing:
        return missing.oid == x509.KeyUsage.oid
    except ValueError:
        return False
