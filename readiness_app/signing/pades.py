"""Putting a PAdES signature into an existing field of a PDF."""

import asyncio
import io
import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed448, ed25519
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.stamp import BaseStampStyle, NoOpStampStyle, StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.signing.identities import Identity, refuse_unusable
from readiness_app.signing.inspection import inspected
from readiness_app.signing.pdf import opened
from readiness_app.signing.values import Certificate, SignedDocument

SIGNATURE_ROOM = 4_096
STAMP_ROOM = 16_384
STAMP_SECONDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who signs which field, as what, meaning what, when, and how it looks."""

    field: str
    identity: Identity
    role_label: str
    meaning: str
    now: datetime
    appearance: bytes | None


class UpdateWriter(IncrementalPdfFileWriter):
    """Writes updates that leave information, metadata and version alone: a check can refuse every change, and an archive stays one."""

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """PDF/A-3 is PDF 1.7: elliptic curves, which came later, must not raise the version."""

    def register_extension(self, ext: Any) -> None:
        """What signatures need of PDF 1.7 is declared in the report itself."""


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


class Authority(HTTPTimeStamper):
    """A time stamp authority whose every failure becomes one sentence."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """The authority's token for this digest; raises Unreadable."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except Exception as trouble:  # a server may answer with anything; nothing of it is our own mistake
            raise Unreadable(_no_stamp(self.url)) from trouble


def signed(data: bytes, order: Order, timestamp_url: str | None, name: str) -> bytes:
    """The signed document; see `sign.sign_field` for what is raised."""
    if order.now.tzinfo is None:
        raise ValueError("the time of signing needs a time zone")
    authority = _authority(timestamp_url)
    _refuse(inspected(data, name, review_changes=False), order, name)
    refuse_unusable(x509.load_pem_x509_certificate(order.identity.certificate.pem.encode()), order.now)
    try:
        result = _with_signature(data, order, authority, name)
    except (SigningError, PdfError) as trouble:
        raise Refused(f"{name} does not allow another signature as {order.role_label}. Nothing was signed.") from trouble
    # Nobody checks a time stamp on its way in but us, and a signature that does not hold must not leave this room.
    made = next(one for one in inspected(result, name, review_changes=False).signatures if one.field == order.field)
    if timestamp_url is not None and made.timestamp is None:
        raise Unreadable(_no_stamp(timestamp_url))
    if not made.intact or not made.covers_file:
        raise RuntimeError("the signature just made does not verify")
    return result


def _refuse(document: SignedDocument, order: Order, name: str) -> None:
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
    if document.trailing_changes or not all(one.intact and one.covers_revision for one in document.signatures):
        raise Refused(f"{name} was changed after it was signed. Nothing was signed; ask for an unchanged copy.")


def _with_signature(data: bytes, order: Order, authority: Authority | None, name: str) -> bytes:
    writer = UpdateWriter.from_reader(opened(data, name))
    settings = PdfSignatureMetadata(
        field_name=order.field,
        md_algorithm=_digest_for(order.identity),
        reason=order.meaning,
        subfilter=SigSeedSubFilter.PADES,
    )
    signer = PdfSigner(settings, _signer(order.identity), timestamper=authority, stamp_style=_style(order.appearance))
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = order.now
    certificates = sum(len(one.pem) for one in (order.identity.certificate, *order.identity.chain))
    # Room is counted in hexadecimal digits, two to the byte. It is set here because the library would ask the authority twice.
    room = 2 * (SIGNATURE_ROOM + certificates + (STAMP_ROOM if authority else 0))
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=room)
    prepared, output = document.digest_tbs_document()
    attributes = PdfCMSSignedAttributes(signing_time=order.now)
    asyncio.run(document.perform_signature(document_digest=prepared.document_digest, pdf_cms_signed_attrs=attributes))
    output.seek(0, os.SEEK_SET)
    return bytes(output.read())


def _signer(identity: Identity) -> SimpleSigner:
    key = identity.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([_asn1(one) for one in identity.chain])
    return SimpleSigner(signing_cert=_asn1(identity.certificate), signing_key=keys.PrivateKeyInfo.load(key), cert_registry=store)


def _asn1(certificate: Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(pem.unarmor(certificate.pem.encode())[2])


def _digest_for(identity: Identity) -> str:
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


def _authority(url: str | None) -> Authority | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise Refused("The address of a time stamp authority begins with http:// or https://. Nothing was signed; correct the address.")
    return Authority(url, timeout=STAMP_SECONDS)


def _no_stamp(url: str) -> str:
    host = urlsplit(url).hostname  # the rest of the address may hold a password
    return f"The time stamp authority {host} gave no usable time stamp. Nothing was signed; try again later or sign without a time stamp."
