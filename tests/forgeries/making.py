"""What the forgeries are made of: one good report, the people who signed it, and the tools of an attacker."""

import datetime as dt
import hashlib
import io
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import NoOpStampStyle

from readiness_app.domain.review import Review, Sealing, Signatory
from readiness_app.domain.vocabulary import Role, State
from readiness_app.exchange.record import decode_record, digest_of, encode_record
from readiness_app.report.build import build_report
from readiness_app.report.meaning import meaning_of_signing
from readiness_app.report.package_versions import made_with
from readiness_app.report.stamp import FIELD_SIZE, stamp
from readiness_app.services.seals import certified
from readiness_app.services.verification import Verification
from readiness_app.signing.certify import create_seal, open_seal
from readiness_app.signing.fields import SEAL_FIELD, field_name
from readiness_app.signing.identities import Identity
from readiness_app.signing.sign import sign_field
from readiness_app.wording import word
from tests.builders import NOW, a_sealed_review, a_sealing
from tests.verified_here import verified_here

PAGE = b"the retention page"
FILES = {hashlib.sha256(PAGE).hexdigest(): PAGE}
FIRST, SECOND = Role.SECURITY, Role.BUSINESS_OWNER
Change = Callable[[IncrementalPdfFileWriter], None]
Edit = Callable[[pikepdf.Pdf], None]


@dataclass(frozen=True)
class Case:
    """Everything an attacker could hold: the people's identities, the review, and the report before and after each signature."""

    people: Mapping[Role, Identity]
    strangers: Mapping[Role, Identity]
    seal: Identity

    @cached_property
    def review(self) -> Review:
        return self.planned()

    @cached_property
    def plain(self) -> bytes:
        """The report before the workspace sealed it."""
        return built(self.review)

    @cached_property
    def base(self) -> bytes:
        return self.sealed(self.plain)

    @cached_property
    def once(self) -> bytes:
        return signed(self.base, FIRST, self.people[FIRST])

    @cached_property
    def twice(self) -> bytes:
        return signed(self.once, SECOND, self.people[SECOND])

    def sealing(self, **parts: Any) -> Sealing:
        return a_sealing(**{"made_with": made_with(), "seal": self.seal.certificate.fingerprint, **parts})

    def planned(self, **parts: Any) -> Review:
        """A review that pins these people and names the workspace's seal."""
        return planned(self.people, **{"sealing": self.sealing(), **parts})

    def sealed(self, plain: bytes) -> bytes:
        """Sealed by the workspace itself, which noticed nothing."""
        return certified(plain, self.seal, NOW)

    def both(self, plain: bytes) -> bytes:
        """The same signed by the people themselves, who noticed nothing either."""
        return self.people_sign(self.sealed(plain))

    def people_sign(self, data: bytes) -> bytes:
        return signed(signed(data, FIRST, self.people[FIRST]), SECOND, self.people[SECOND])


def made_seal(folder: Path) -> Identity:
    """A workspace's seal."""
    create_seal(folder / "acme.p12", "acme", NOW)
    opened = open_seal(folder / "acme.p12", NOW)
    assert isinstance(opened, Identity)
    return opened


def planned(people: Mapping[Role, Identity], **parts: Any) -> Review:
    """A sealed review that pins these people, made with what is installed; like old ones it names no seal."""
    pins = tuple(Signatory(role=role, name=one.certificate.name, fingerprint=one.certificate.fingerprint) for role, one in people.items())
    return a_sealed_review(**{"signatories": pins, "sealing": a_sealing(made_with=made_with(), seal=""), **parts})


def built(review: Review, files: Mapping[str, bytes] = FILES, *, record: bytes = b"") -> bytes:
    """The report of a review; with `record` the pages are the review's and the record inside is another."""
    record = record or encode_record(review)
    fields = {role: field_name(role) for role in review.required_roles}
    recorded = review if record != encode_record(review) else decode_record(record)
    final = review.state is not State.OPEN
    digest = digest_of(record)
    return build_report(recorded, record=record, digest=digest, files=files, fields=fields, seal_field=SEAL_FIELD, final=final)


def look(role: Role, name: str, now: dt.datetime = NOW, meaning: str = "") -> bytes:
    time = now.strftime("%Y-%m-%d %H:%M UTC")
    width, height = FIELD_SIZE
    return stamp(role=word(role), name=name, time_text=time, meaning=meaning or meaning_of_signing(role), width=width, height=height)


def signed(data: bytes, role: Role, identity: Identity, now: dt.datetime = NOW, **more: Any) -> bytes:
    """Signed as the program signs."""
    shown = look(role, identity.certificate.name, now)
    wanted = {"role_label": word(role), "meaning": meaning_of_signing(role), "now": now, "appearance": shown, **more}
    return sign_field(data, **{"field": field_name(role), "identity": identity, **wanted})


def verified(data: bytes) -> Verification:
    return verified_here(data, "report.pdf")


def failed(data: bytes) -> list[str]:
    """The names of the checks that refuse a file."""
    found = verified(data)
    names = [check.name for check in found.checks if check.failed]
    assert found.valid is not bool(names)
    return names


def reason(data: bytes, check: str) -> str:
    return next(one.detail for one in verified(data).checks if one.name == check)


class QuietWriter(IncrementalPdfFileWriter):
    """Leaves description and metadata alone, as a careful attacker would."""

    def _update_meta(self) -> None:
        pass


def updated(data: bytes, change: Change) -> bytes:
    """The document with one more update."""
    writer = QuietWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signer_of(identity: Identity) -> SimpleSigner:
    lock = serialization.NoEncryption()
    key = identity.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, lock)
    own = asn1_x509.Certificate.load(pem.unarmor(identity.certificate.pem.encode())[2])
    return SimpleSigner(signing_cert=own, signing_key=keys.PrivateKeyInfo.load(key), cert_registry=None)


def evil_signed(data: bytes, role: Role, identity: Identity, change: Change, *, digest: str = "sha256", **more: Any) -> bytes:
    """Signed by a planned person who does something else in the same breath."""
    writer = QuietWriter(io.BytesIO(data))
    change(writer)
    settings = {"subfilter": SigSeedSubFilter.PADES, "field_name": field_name(role), "reason": meaning_of_signing(role), **more}
    signer = PdfSigner(PdfSignatureMetadata(md_algorithm=digest, **settings), signer_of(identity), stamp_style=NoOpStampStyle())
    out = io.BytesIO()
    signer.sign_pdf(writer, output=out, existing_fields_only=True)
    return out.getvalue()


def edited(base: bytes, edit: Edit) -> bytes:
    """A base that somebody changed before anybody signed, written as bases are written."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(base)) as pdf:
        edit(pdf)
        pdf.save(
            out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, min_version="1.7", fix_metadata_version=False
        )
    return out.getvalue()


@dataclass(frozen=True)
class Update:
    """An update written byte by byte: objects by number, and every part of the table in the attacker's hand."""

    objects: Mapping[int, bytes]
    data: bytes
    extra: bytes = b""
    table: int = 0
    rows: tuple[tuple[int, int, int, int], ...] = ()
    junk: bytes = b""
    previous: int = 0
    size: int = 0
    tail: bytes = b"\n"

    def written(self) -> bytes:
        last = previous_table(self.data)
        entries = trailer(self.data)
        number = self.table or entries["Size"]
        out, rows = bytearray(self.data), []
        for one, body in self.objects.items():
            rows.append((one, 1, len(out), 0))
            out += b"%d 0 obj\n" % one + body + b"\nendobj\n"
        out += self.junk
        at = len(out)
        rows = sorted([*rows, *self.rows, (number, 1, at, 0)])
        index = b" ".join(b"%d 1" % row[0] for row in rows)
        stream = b"".join(struct.pack(">BIH", *row[1:]) for row in rows)
        size = self.size or max(entries["Size"], *(row[0] + 1 for row in rows))
        out += b"%d 0 obj\n<< /Type /XRef /W [ 1 4 2 ] /Index [ %s ] /Size %d /Prev %d " % (number, index, size, self.previous or last)
        out += entries["Refs"] + self.extra + b" /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream\nendobj\n"
        return bytes(out + b"startxref\n%d\n%%%%EOF" % at + self.tail)


def previous_table(data: bytes) -> int:
    return int(data[data.rindex(b"startxref") + 9 :].split()[0])


def trailer(data: bytes) -> dict[str, Any]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        keys = " ".join(f"/{key} {pdf.trailer[f'/{key}'].objgen[0]} 0 R" for key in ("Root", "Info"))
        identity = b"".join(b"<" + bytes(part).hex().encode() + b">" for part in pdf.trailer.ID)
        return {"Size": int(pdf.trailer.Size), "Refs": keys.encode() + b" /ID [ " + identity + b" ]"}


def number_of(data: bytes, find: Callable[[pikepdf.Pdf], pikepdf.Object]) -> int:
    """The number of an object, as `find` picks it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return find(pdf).objgen[0]


def written(data: bytes, find: Callable[[pikepdf.Pdf], pikepdf.Object]) -> bytes:
    """An object as it can be written again."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return bytes(find(pdf).unparse(resolved=True))


def names(**pairs: str) -> generic.DictionaryObject:
    """A dictionary of names."""
    return generic.DictionaryObject({pdf_name(f"/{key}"): pdf_name(f"/{value}") for key, value in pairs.items()})


def numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject([generic.FloatObject(value) for value in values])


def form(content: bytes, width: int = 210, height: int = 74) -> generic.StreamObject:
    """Something drawn."""
    entries = names(Type="XObject", Subtype="Form")
    entries[pdf_name("/BBox")] = numbers(0, 0, width, height)
    return generic.StreamObject(dict(entries), stream_data=content)
