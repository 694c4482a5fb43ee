"""Small reports with planned signature fields, and people who can sign them."""

import datetime as dt
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from reportlab.pdfgen.canvas import Canvas

from readiness_app.domain.vocabulary import Role
from readiness_app.signing.fields import field_name
from readiness_app.signing.identities import Identity, create_identity, open_identity
from readiness_app.signing.sign import sign_field

NOW = dt.datetime(2026, 4, 2, 9, 30, tzinfo=dt.UTC)
PASSPHRASE = "correct horse"
PLANNED = (Role.SECURITY, Role.BUSINESS_OWNER)


def drawn(text: str, size: tuple[float, float] = (595, 842), pages: int = 1) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    canvas.setTitle("Report")
    for number in range(pages):
        canvas.drawString(10, size[1] / 2, f"{text} {number + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def planned(roles: Iterable[Role]) -> dict[str, str]:
    return {field_name(role): f"Signature as {role.value}" for role in roles}


def with_fields(page: bytes, names: dict[str, str]) -> bytes:
    """A report as the report package makes it: metadata, and merged fields and widgets (name, label) on its last page."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(page)) as pdf:
        with pdf.open_metadata() as xmp:
            xmp["dc:title"] = "Report"
        last = pdf.pages[-1]
        fields = pikepdf.Array()
        for place, (name, label) in enumerate(names.items()):
            empty = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 200, 50])
            widget = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, F=4, P=last.obj)
            widget.T, widget.TU = name, label
            widget.Rect = [50, 100 + 60 * place, 250, 150 + 60 * place]
            widget.AP = pikepdf.Dictionary(N=empty)
            fields.append(pdf.make_indirect(widget))
        last.obj.Annots = pikepdf.Array(fields)
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=fields, SigFlags=3))
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def sign(data: bytes, role: Role, identity: Identity, **more: object) -> bytes:
    wanted = {"role_label": role.value, "meaning": "I have read this report.", "now": NOW, "appearance": None, **more}
    return sign_field(data, field=field_name(role), identity=identity, **wanted)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Issuer:
    """A certificate and its key, to issue others with."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def issued(
    name: str,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    issuer: Issuer | None = None,
    *,
    authority: bool = False,
    signs: bool = True,
    stamps: bool = False,
    purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.TIME_STAMPING,
    since: dt.datetime = NOW - dt.timedelta(days=2),
    until: dt.datetime = NOW + dt.timedelta(days=3650),
) -> Issuer:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = dict.fromkeys(("data_encipherment", "key_agreement", "crl_sign", "encipher_only", "decipher_only"), False)
    usage |= {"digital_signature": signs, "content_commitment": signs, "key_encipherment": not signs, "key_cert_sign": authority}
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    return Issuer(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def packed(holder: Issuer, *others: Issuer, lock: serialization.KeySerializationEncryption | None = None) -> bytes:
    lock = lock or serialization.PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1000).hmac_hash(hashes.SHA256()).key_cert_algorithm(
        pkcs12.PBES.PBESv2SHA256AndAES256CBC
    ).build(PASSPHRASE.encode())
    return pkcs12.serialize_key_and_certificates(b"x", holder.key, holder.certificate, [one.certificate for one in others], lock)


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the identities of Ada and Björn."""
    folder = tmp_path_factory.mktemp("people")
    for file, name in (("ada.p12", "Ada Lindqvist"), ("bjorn.p12", "Björn Okafor")):
        create_identity(name, folder / file, PASSPHRASE, NOW - dt.timedelta(days=1))
    return folder


@pytest.fixture(scope="session")
def ada(people: Path) -> Identity:
    return open_identity(people / "ada.p12", PASSPHRASE, NOW)


@pytest.fixture(scope="session")
def bjorn(people: Path) -> Identity:
    return open_identity(people / "bjorn.p12", PASSPHRASE, NOW)


@pytest.fixture(scope="session")
def root() -> Issuer:
    return issued("Review Lab Root", ec.generate_private_key(ec.SECP256R1()), authority=True)


@pytest.fixture
def identity_of(tmp_path: Path) -> Callable[..., Identity]:
    """Opens an identity made of an issued certificate and the others of its chain."""

    def opened(holder: Issuer, *others: Issuer, now: dt.datetime = NOW) -> Identity:
        path = tmp_path / "identity.p12"
        path.write_bytes(packed(holder, *others))
        return open_identity(path, PASSPHRASE, now)

    return opened


@pytest.fixture(scope="session")
def report() -> bytes:
    return with_fields(drawn("Page", pages=2), planned(PLANNED))


@pytest.fixture(scope="session")
def once(report: bytes, ada: Identity) -> bytes:
    """The report signed by Ada for security."""
    return sign(report, Role.SECURITY, ada)


@pytest.fixture(scope="session")
def twice(once: bytes, bjorn: Identity) -> bytes:
    """The report signed by Ada for security, then by Björn as business owner."""
    return sign(once, Role.BUSINESS_OWNER, bjorn, appearance=drawn("Björn Okafor", (200, 50)))
