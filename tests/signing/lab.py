"""A small world on loopback: an authority with a revocation list, a real RFC 3161 service behind a few lines, people with certificates."""

import datetime as dt
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from readiness_app.signing.identities import Identity, described

from .loopback import Reply, served

# Lists and stamps are of the real day.
TODAY = dt.datetime.now(dt.UTC).replace(microsecond=0)
STAMP = "application/timestamp-reply"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
SETTINGS = """
[tsa]
default_tsa = t
[t]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
"""


@dataclass
class Lab:
    """The authority, its address, what was asked of it, and the certificates it has revoked."""

    folder: Path
    url: str
    key: ec.EllipticCurvePrivateKey
    root: x509.Certificate
    asked: list[str] = field(default_factory=list)
    revoked: list[int] = field(default_factory=list)
    issued: list[x509.Certificate] = field(default_factory=list)

    @property
    def tsa(self) -> str:
        return f"{self.url}/tsa"

    def person(self, name: str, key: Key | None = None, *, listed: bool = True, answered: bool = False, chain: bool = True) -> Identity:
        key = key or ec.generate_private_key(ec.SECP256R1())
        found = self.issue(name, key, listed=listed, answered=answered)
        return Identity(certificate=described(found), chain=(described(self.root),) if chain else (), key=key)

    def issue(self, name: str, key: Key, *, listed: bool = True, answered: bool = False, stamps: bool = False) -> x509.Certificate:
        builder = _builder(name, key, self.root.subject, authority=False)
        if listed:
            place = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{self.url}/ca.crl")], None, None, None)
            builder = builder.add_extension(x509.CRLDistributionPoints([place]), critical=False)
        places = [(AuthorityInformationAccessOID.CA_ISSUERS, "ca.cer")] + [(AuthorityInformationAccessOID.OCSP, "ocsp")] * answered
        access = [x509.AccessDescription(kind, x509.UniformResourceIdentifier(f"{self.url}/{place}")) for kind, place in places]
        builder = builder.add_extension(x509.AuthorityInformationAccess(access), critical=False)
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        if stamps:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        self.issued.append(builder.sign(self.key, hashes.SHA256()))
        return self.issued[-1]

    def crl(self) -> bytes:
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        builder = builder.last_update(TODAY - dt.timedelta(hours=1)).next_update(TODAY + dt.timedelta(days=30))
        builder = builder.add_extension(x509.CRLNumber(1), critical=False)
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        for serial in self.revoked:
            one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(TODAY - dt.timedelta(minutes=5)).build()
            builder = builder.add_revoked_certificate(one)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def good(self, certificate: x509.Certificate) -> bytes:
        """The answer that this certificate is not revoked."""
        now = dt.datetime.now(dt.UTC)
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=certificate,
            issuer=self.root,
            algorithm=hashes.SHA1(),  # only names the issuer, and is what every service uses for that
            cert_status=ocsp.OCSPCertStatus.GOOD,
            this_update=now - dt.timedelta(minutes=1),
            next_update=now + dt.timedelta(days=1),
            revocation_time=None,
            revocation_reason=None,
        )
        answer = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, self.root).sign(self.key, hashes.SHA256())
        return answer.public_bytes(serialization.Encoding.DER)

    def _asked_about(self, query: bytes) -> x509.Certificate:
        serial = ocsp.load_der_ocsp_request(query).serial_number
        return next(one for one in self.issued if one.serial_number == serial)

    def stamp(self, query: bytes) -> bytes:
        return stamped(self.folder, query)

    def answer(self, path: str, body: bytes) -> Reply | None:
        self.asked.append(path)
        answers: dict[str, tuple[str, Callable[[], bytes]]] = {
            "/ca.crl": ("application/pkix-crl", self.crl),
            "/ca.cer": ("application/pkix-cert", lambda: self.root.public_bytes(serialization.Encoding.DER)),
            "/tsa": (STAMP, lambda: self.stamp(body)),
            "/ocsp": ("application/ocsp-response", lambda: self.good(self._asked_about(body))),
        }
        if path not in answers:
            return None
        kind, made = answers[path]
        return Reply(kind, made())


@contextmanager
def laboratory(folder: Path) -> Iterator[Lab]:
    key = ec.generate_private_key(ec.SECP256R1())
    root = _builder("Review Lab Root", key, _name("Review Lab Root"), authority=True).sign(key, hashes.SHA256())
    lab = Lab(folder=folder, url="", key=key, root=root)
    with served(lab.answer) as lab.url:
        _set_up_stamps(lab)
        yield lab


def _set_up_stamps(lab: Lab) -> None:
    key = rsa.generate_private_key(65537, 2048)
    set_up_stamps(lab.folder, lab.issue("Review Lab Time", key, stamps=True), key)


def set_up_stamps(folder: Path, certificate: x509.Certificate, key: rsa.RSAPrivateKey) -> None:
    """Prepares `openssl ts` in a folder to stamp with this certificate."""
    (folder / "tsa.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "tsa.key").write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    (folder / "tsa.cnf").write_text(SETTINGS.format(folder=folder))
    (folder / "serial").write_text("01\n")


def stamped(folder: Path, query: bytes) -> bytes:
    """What `openssl ts` answers to a request for a time stamp."""
    (folder / "q.tsq").write_bytes(query)
    command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r.tsr"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "r.tsr").read_bytes()


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(name: str, key: Key, issuer: x509.Name, *, authority: bool) -> x509.CertificateBuilder:
    usage = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False)
    usage |= {"digital_signature": True, "content_commitment": not authority, "key_cert_sign": authority, "crl_sign": authority}
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(TODAY - dt.timedelta(days=2))
        .not_valid_after(TODAY + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
