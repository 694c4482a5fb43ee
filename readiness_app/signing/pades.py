"""Putting a PAdES signature into an existing field of a PDF."""

import asyncio
import io
import os
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed448, ed25519
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp import BaseStampStyle, NoOpStampStyle, StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.signing import validation_data
from readiness_app.signing.identities import refuse_unusable
from readiness_app.signing.inspection import inspected
from readiness_app.signing.levels import Level, ValidationMaterial
from readiness_app.signing.locking import lock, locks_document
from readiness_app.signing.pdf import opened
from readiness_app.signing.read import read_revisions
from readiness_app.signing.tokens import AnyIdentity, TokenIdentity
from readiness_app.signing.values import SIGNATURE, Certificate, SignedDocument
from readiness_app.signing.writing import Authority, UpdateWriter, authority_at, no_stamp, with_stamp_room

SIGNATURE_ROOM = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who signs which field, as what, meaning what, when, and how it looks.

    `certify` for the seal that only signatures may follow, `locks` for the last signature, that none may follow.
    """

    field: str
    identity: AnyIdentity
    role_label: str
    meaning: str
    now: datetime
    appearance: bytes | None
    certify: bool = False
    locks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is written beside the signature, and where it comes from."""

    level: Level = Level.B_B
    timestamp_url: str | None = None
    material: ValidationMaterial | None = None


class DrawnAppearance(PdfContent):
    """The first page of a PDF held in memory, as the look of a field."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        """Brings the page into the document being signed; returns the operators that draw it."""
        writer = self.writer
        if writer is None:
            raise RuntimeError("an appearance is drawn by a writer")
        drawing = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.resources.xobject["/Drawing"] = drawing
        left, bottom, right, top = drawing.get_object()["/BBox"]
        self.box = layout.BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Drawing Do"


class TokenSigner(Signer):
    """Signs through a token, which gives its key to nobody."""

    def __init__(self, identity: TokenIdentity, store: SimpleCertificateStore) -> None:
        super().__init__(signing_cert=_asn1(identity.certificate), cert_registry=store)
        self._identity = identity

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The token's signature; nobody else waits in this loop, so it may take as long as a person takes at the reader."""
        if dry_run or digest_algorithm.lower() != "sha256":
            raise ValueError("a token is asked for real signatures with SHA-256 only")
        return self._identity.sign(data)


def signed(data: bytes, order: Order, proof: Proof, name: str) -> bytes:
    """The signed document; see `sign.sign_field` for what is raised."""
    if order.now.tzinfo is None:
        raise ValueError("the time of signing needs a time zone")
    authority = authority_at(proof.timestamp_url)
    if proof.level.stamped and authority is None:
        raise Refused(
            f"Level {proof.level.upper()} needs the address of a time stamp authority. Nothing was signed; name one in the settings."
        )
    _refuse(data, inspected(data, name, review_changes=False), order, name)
    reader = opened(data, name)
    locks = not order.certify and locks_document(reader, order.field, order.role_label, name)
    refuse_unusable(x509.load_pem_x509_certificate(order.identity.certificate.pem.encode()), order.now)
    try:
        result = _signed(data, reader, replace(order, locks=locks), authority, name)
    except (SigningError, PdfError) as trouble:
        raise Refused(f"{name} does not allow another signature as {order.role_label}. Nothing was signed.") from trouble
    # Nobody checks a time stamp on its way in but us, and a signature that does not hold must not leave this room.
    made = next(one for one in inspected(result, name, review_changes=False).signatures if one.field == order.field)
    if authority is not None and made.timestamp is None:
        raise Unreadable(no_stamp(authority.url))
    if not made.intact or not made.covers_file:
        raise RuntimeError("the signature just made does not verify")
    if authority is None or not proof.level.long_term:
        return result
    material = proof.material or ValidationMaterial()
    if proof.level is Level.B_LTA:
        return validation_data.with_archive_stamp(result, name, order.now, material, order.field, authority)
    return validation_data.with_validation_data(result, name, order.now, material, order.field)


def _refuse(data: bytes, document: SignedDocument, order: Order, name: str) -> None:
    field = next((one for one in document.fields if one.name == order.field), None)
    if field is None:
        raise Refused(f"{name} has no place for a signature as {order.role_label}. Nothing was signed.")
    taken = next((one for one in document.signatures if one.field == order.field), None)
    if field.signed or taken is not None:
        who = taken.certificate.name if taken else "somebody"
        raise Refused(f"{name} has already been signed as {order.role_label} by {who}. One person signs in one role.")
    own = order.identity.certificate
    other = next((one for one in document.signatures if one.certificate.fingerprint == own.fingerprint), None)
    if other is not None:
        label = next((one.label for one in document.fields if one.name == other.field and one.label), other.field)
        raise Refused(f"{own.name} has already signed {name} ({label}). One person signs in one role; nothing was signed.")
    if not document.well_formed:
        raise Unreadable(f"{name} cannot be read as a PDF without guessing. Nothing was signed; ask for an undamaged copy.")
    if document.signatures and order.certify:
        raise Refused(f"{name} has been signed already, and the seal of a workspace comes before every signature. Nothing was sealed.")
    followed = document.trailing_changes and not _followed_by_proofs_only(data)
    if followed or not all(one.intact and one.covers_revision for one in document.signatures):
        raise Refused(f"{name} was changed after it was signed. Nothing was signed; ask for an unchanged copy.")


def _followed_by_proofs_only(data: bytes) -> bool:
    """True when nothing but validation data and time stamps of the whole document came after the last signature."""
    found = read_revisions(data)
    kinds = [update.kind for update in found.updates]
    return not found.malformed and not found.refused and SIGNATURE in kinds and kinds[-1] != SIGNATURE


def _signed(data: bytes, reader: PdfFileReader, order: Order, authority: Authority | None, name: str) -> bytes:
    certificates = sum(len(one.pem) for one in (order.identity.certificate, *order.identity.chain))
    room = SIGNATURE_ROOM + certificates
    if authority is None:
        return _with_signature(reader, order, None, room)
    # Opening a large report is most of what a signature costs, and a writer uses its reader up.
    unused = iter([reader])
    return with_stamp_room(
        lambda more: _with_signature(next(unused, None) or opened(data, name), order, authority, room + more), authority.url
    )


def _with_signature(reader: PdfFileReader, order: Order, authority: Authority | None, room: int) -> bytes:
    writer = UpdateWriter.from_reader(reader)
    settings = PdfSignatureMetadata(
        field_name=order.field,
        md_algorithm=_digest_for(order.identity),
        reason=order.meaning,
        subfilter=SigSeedSubFilter.PADES,
        certify=order.certify,
        # Forbidding everything would forbid the signatures that follow, too.
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    signer = PdfSigner(settings, _signer(order.identity), timestamper=authority, stamp_style=_style(order.appearance))
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = order.now
    # Room is counted in hexadecimal digits, two to the byte. It is set here because the library would ask the authority twice.
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * room)
    if order.locks:
        lock(session, writer.root_ref)
    prepared, output = document.digest_tbs_document()
    attributes = PdfCMSSignedAttributes(signing_time=order.now)
    asyncio.run(document.perform_signature(document_digest=prepared.document_digest, pdf_cms_signed_attrs=attributes))
    output.seek(0, os.SEEK_SET)
    return bytes(output.read())


def _signer(identity: AnyIdentity) -> Signer:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([_asn1(one) for one in identity.chain])
    if isinstance(identity, TokenIdentity):
        return TokenSigner(identity, store)
    key = identity.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return SimpleSigner(signing_cert=_asn1(identity.certificate), signing_key=keys.PrivateKeyInfo.load(key), cert_registry=store)


def _asn1(certificate: Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(pem.unarmor(certificate.pem.encode())[2])


def _digest_for(identity: AnyIdentity) -> str:
    # These two kinds of key come with a digest of their own.
    if isinstance(identity.key, ed25519.Ed25519PrivateKey):
        return "sha512"
    return "shake256" if isinstance(identity.key, ed448.Ed448PrivateKey) else "sha256"


def _style(appearance: bytes | None) -> BaseStampStyle:
    if appearance is None:
        return NoOpStampStyle()
    low = layout.AxisAlignment.ALIGN_MIN
    corner = layout.SimpleBoxLayoutRule(x_align=low, y_align=low, margins=layout.Margins(0, 0, 0, 0))
    return StaticStampStyle(background=DrawnAppearance(appearance), background_layout=corner, border_width=0)
