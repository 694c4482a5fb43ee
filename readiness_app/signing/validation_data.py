"""Validation data inside a document: the certificates behind a signature, proofs that none was revoked, and a time stamp over all of it.

The network is asked only here, while signing, and only when the caller said so. What is embedded makes nobody trusted.
"""

import asyncio
import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, extract_tst_data_iter
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import CertificateFetchError, PathBuildingError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.signing.identities import described
from readiness_app.signing.levels import ValidationMaterial
from readiness_app.signing.pdf import opened
from readiness_app.signing.values import Certificate
from readiness_app.signing.writing import Authority, UpdateWriter, no_stamp, with_stamp_room

LONGEST_CHAIN = 10


@dataclass(slots=True, kw_only=True)
class Store:
    """What has been found so far. `pool` are certificates by their bytes, `proven` those on a path that was checked."""

    moment: datetime | None
    fetchers: Any
    pool: dict[bytes, asn1_x509.Certificate]
    crls: list[crl.CertificateList]
    ocsps: list[ocsp.OCSPResponse]
    proven: dict[bytes, asn1_x509.Certificate] = field(default_factory=dict)

    def context(self, root: asn1_x509.Certificate) -> ValidationContext:
        """A check that leads to `root`, in which every certificate below it needs a proof of not being revoked."""
        return ValidationContext(
            trust_roots=[root],
            other_certs=list(self.pool.values()),
            moment=self.moment,
            crls=self.crls,
            ocsps=self.ocsps,
            allow_fetching=self.fetchers is not None,
            fetchers=self.fetchers,
            revocation_mode="require",
        )


def with_validation_data(data: bytes, name: str, now: datetime, material: ValidationMaterial, signature: str) -> bytes:
    """The document with the validation data of the signature in the field `signature` and of its time stamp, as one more update.

    `now` (with time zone) is when certificates must be valid; with `material.fetch` it is the clock. Raises Refused where a certificate was
    revoked, or its issuer or the proof is missing.
    """
    return asyncio.run(_extended(data, name, now, material, signature, None))


def with_archive_stamp(data: bytes, name: str, now: datetime, material: ValidationMaterial, signature: str, authority: Authority) -> bytes:
    """The same, and in the same update a time stamp over the whole document; also raises Unreadable where the authority fails."""

    def attempt(room: int) -> bytes:
        return asyncio.run(_extended(data, name, now, material, signature, (authority, room)))

    return with_stamp_room(attempt, authority.url)


async def _extended(
    data: bytes, name: str, now: datetime, material: ValidationMaterial, signature: str, stamp: tuple[Authority, int] | None
) -> bytes:
    reader = opened(data, name)
    embedded = next(one for one in reader.embedded_signatures if one.field_name == signature)
    async with _store(material, now) as store:
        await _prove(store, embedded.signer_cert, embedded.other_embedded_certs)
        root = None
        for token in extract_tst_data_iter(embedded.signer_info, signed=False):
            found = extract_certs_for_validation(token)
            root = await _prove(store, found.signer_cert, found.other_certs)
        writer = UpdateWriter.from_reader(reader)
        changed = _supply(writer, store)
        if stamp is None:
            return _written(writer) if changed else data
        result = await _stamped(writer, reader, *stamp)
        return await _with_stamps_own_data(result, name, store, root, stamp[0].url)


async def _stamped(writer: IncrementalPdfFileWriter, reader: PdfFileReader, authority: Authority, room: int) -> bytes:
    # Names of one width: a reader may take a name for another that begins like it.
    field_name = f"Time-{len(list(reader.embedded_timestamp_signatures)) + 1:04d}"
    # An archival stamp is seen by nobody, so it needs no name to be read out; pyHanko takes None although its types say otherwise.
    stamper = PdfTimeStamper(authority, field_name=field_name, readable_field_name=None)  # type: ignore[arg-type]
    output = await stamper.async_timestamp_pdf(writer, "sha256", None, bytes_reserved=2 * room)
    output.seek(0)
    return bytes(output.read())


async def _with_stamps_own_data(data: bytes, name: str, store: Store, root: asn1_x509.Certificate | None, url: str) -> bytes:
    """Checks the stamp just given; an authority that signs with another certificate than before needs one more update with its own."""
    reader = opened(data, name)
    stamp = list(reader.embedded_timestamp_signatures)[-1]
    if stamp.signer_cert.dump() not in store.proven or root is None:
        root = await _prove(store, stamp.signer_cert, stamp.other_embedded_certs)
        writer = UpdateWriter.from_reader(reader)
        _supply(writer, store)
        data = _written(writer)
    await _check(stamp, store.context(root), url)
    return data


async def _check(stamp: EmbeddedPdfSignature, context: ValidationContext, url: str) -> None:
    try:
        status = await async_validate_pdf_timestamp(stamp, context, skip_diff=True)
    except Exception as trouble:  # the stamp is a foreign server's answer, see `Authority`
        raise Unreadable(no_stamp(url)) from trouble
    if not (status.intact and status.valid and status.trusted):
        raise Unreadable(no_stamp(url))


@asynccontextmanager
async def _store(material: ValidationMaterial, now: datetime) -> AsyncIterator[Store]:
    backend = AIOHttpFetcherBackend() if material.fetch else None
    given = [_asn1(one) for one in material.certificates]
    try:
        yield Store(
            # What comes over the network is of today, whatever day the caller has.
            moment=None if backend else now,
            fetchers=backend.get_fetchers() if backend else None,
            pool={one.dump(): one for one in given},
            crls=[crl.CertificateList.load(one) for one in material.crls],
            ocsps=[ocsp.OCSPResponse.load(one) for one in material.ocsps],
        )
    finally:
        if backend:
            await backend.close()  # type: ignore[no-untyped-call]


async def _prove(store: Store, own: asn1_x509.Certificate, others: Iterable[asn1_x509.Certificate]) -> asn1_x509.Certificate:
    """Adds the path of `own` and its proofs to the store, and returns the path's root."""
    store.pool |= {one.dump(): one for one in (own, *others)}
    path = [own]
    while not _issued(path[-1], path[-1]):
        path.append(await _issuer(store, path[-1]))
        if len(path) > LONGEST_CHAIN:
            raise Refused(f"The certificates behind {_called(own)} lead nowhere. Nothing was signed; sign without validation data.")
    context = store.context(path[-1])
    try:
        await CertificateValidator(own, validation_context=context).async_validate_path()
    except RevokedError as trouble:
        raise Refused(f"The certificate of {_called(own)} or of its issuer was revoked. Nothing was signed; use another one.") from trouble
    except (PathBuildingError, ValidationError) as trouble:
        raise Refused(
            f"Nothing was found that proves that the certificate of {_called(own)} is valid today and not revoked. "
            "Nothing was signed; try again later or sign without validation data."
        ) from trouble
    store.proven |= {one.dump(): one for one in path}
    store.crls = list(context.crls)
    store.ocsps = list(context.ocsps)
    return path[-1]


async def _issuer(store: Store, holder: asn1_x509.Certificate) -> asn1_x509.Certificate:
    found = next((one for one in store.pool.values() if _issued(one, holder)), None)
    if found is None and store.fetchers is not None:
        try:
            async for one in store.fetchers.cert_fetcher.fetch_cert_issuers(holder):
                store.pool[one.dump()] = one
        except CertificateFetchError:
            pass  # said below, in the person's words
        found = next((one for one in store.pool.values() if _issued(one, holder)), None)
    if found is None:
        raise Refused(
            f"The authority that issued the certificate of {_called(holder)} is not known here, and validation data need it. "
            "Nothing was signed; give its certificate or sign without validation data."
        )
    return found


def _issued(issuer: asn1_x509.Certificate, holder: asn1_x509.Certificate) -> bool:
    if issuer.subject != holder.issuer:
        return False
    try:
        x509.load_der_x509_certificate(holder.dump()).verify_directly_issued_by(x509.load_der_x509_certificate(issuer.dump()))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _called(certificate: asn1_x509.Certificate) -> str:
    return described(x509.load_der_x509_certificate(certificate.dump())).name


def _asn1(certificate: Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(pem.unarmor(certificate.pem.encode())[2])


def _supply(writer: IncrementalPdfFileWriter, store: Store) -> bool:
    """Puts what was found into the document's store; False where all of it is there already."""
    found = DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=list(store.proven.values()), crls=store.crls, ocsps=store.ocsps)
    return bool(found.modified)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
