"""Identities: a private key with its certificate in one encrypted file, and certificates read from files."""

import datetime as dt
import hashlib
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.signing.envelope import refuse_weak_envelope, sealed_again
from readiness_app.signing.files import read_whole, sync_folder, write_part
from readiness_app.signing.values import Certificate

__all__ = ["Certificate", "Identity", "create_identity", "load_certificate", "open_identity", "refuse_unusable", "show_identity"]

ROUNDS = 600_000
SHORTEST_PASSPHRASE = 8
LONGEST_NAME = 64
LARGEST_FILE = 1_000_000
CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}

PrivateKey = rsa.RSAPrivateKey | dsa.DSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An opened identity, ready to sign. The key never shows in a text form of it."""

    certificate: Certificate
    chain: tuple[Certificate, ...] = ()
    key: PrivateKey = field(repr=False, compare=False)


def create_identity(name: str, out: Path, passphrase: str, now: dt.datetime, years: int = 5) -> Certificate:
    """Makes a P-256 identity for `name` in the file `out` and its certificate beside it as `.pem`, and returns the certificate.

    Valid from `now` (with time zone) for `years`. Raises Refused for a bad name, a short passphrase or a file that is already there,
    Unreadable where the files cannot be written; then nothing is left behind.
    """
    return write_identity(_clean_name(name), out, passphrase, now, years, ROUNDS)


def write_identity(name: str, out: Path, passphrase: str, now: dt.datetime, years: int, rounds: int) -> Certificate:
    """`create_identity` for a name that is clean already, with so many rounds to slow down guessing."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refused(f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters. No identity was made; choose a longer one.")
    beside = out.with_suffix(".pem")
    if beside == out:
        raise Refused(f"{out.name} is the name of the certificate's own file. No identity was made; choose a name that ends in .p12.")
    for path in (out, beside):
        if path.exists():
            raise Refused(f"{path.name} is already there and was kept. No identity was made; choose another name.")
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _self_signed(name, key, now, years)
    lock = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(rounds)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(_secret(passphrase).encode())
    )
    envelope = pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, lock)
    envelope = sealed_again(envelope, _secret(passphrase), rounds)
    _write_both(out, envelope, beside, certificate.public_bytes(serialization.Encoding.PEM))
    return described(certificate)


def load_certificate(source: Path | bytes) -> Certificate:
    """One certificate from a file or from bytes, PEM or DER; raises NotFound or Unreadable."""
    if isinstance(source, Path):
        return _told(_parse_certificate(read_whole(source, LARGEST_FILE), source.name), source.name)
    return _told(_parse_certificate(source, "This"), "This")


def show_identity(path: Path, passphrase: str | None = None) -> Certificate:
    """The certificate of an identity file: from the file itself with its passphrase, else from the `.pem` beside it.

    A plain certificate file shows itself. Raises NotFound, Unreadable, or Refused where only the passphrase would help.
    """
    if passphrase is not None:
        return _told(_unlocked(path, passphrase)[1], path.name)
    try:
        return load_certificate(path)
    except Unreadable:
        beside = path.with_suffix(".pem")
    if beside == path or not beside.exists():
        raise Refused(f"{beside.name} is not beside {path.name}. Give the passphrase to read the certificate out of {path.name} itself.")
    return load_certificate(beside)


def open_identity(path: Path, passphrase: str, now: dt.datetime | None = None) -> Identity:
    """Opens an identity for signing at `now` (default: the clock).

    Raises Refused for a wrong passphrase, weak protection, a weak key, or a certificate that may not sign now; NotFound; Unreadable
    where the file is no identity at all.
    """
    key, certificate, others = _unlocked(path, passphrase, refuse_weak=True)
    shown, chain = _told(certificate, path.name), tuple(_told(other, path.name) for other in others)
    refuse_unusable(certificate, now or dt.datetime.now(dt.UTC))
    return Identity(key=key, certificate=shown, chain=chain)


def refuse_unusable(certificate: x509.Certificate, now: dt.datetime) -> None:
    """Raises Refused, with the reason, where this certificate may not sign at `now`."""
    shown = described(certificate)
    if not strong_key(certificate):
        raise Refused(f"The key of {shown.name} is too weak ({shown.key}). Nothing was signed; use at least RSA 2048 or EC P-256.")
    if now > shown.not_after:
        raise Refused(f"The certificate of {shown.name} expired on {shown.not_after:%Y-%m-%d}. Nothing was signed; use a current one.")
    if now < shown.not_before:
        raise Refused(f"The certificate of {shown.name} is valid only from {shown.not_before:%Y-%m-%d %H:%M} UTC. Nothing was signed.")
    if not may_sign(certificate):
        raise Refused(f"The certificate of {shown.name} is not meant for signatures (key usage). Nothing was signed; use another one.")


def described(certificate: x509.Certificate) -> Certificate:
    """What we say of a certificate."""
    with _long_names_allowed():
        return _described(certificate)


def _told(certificate: x509.Certificate, name: str) -> Certificate:
    try:
        return described(certificate)
    except (ValueError, TypeError) as trouble:  # the library reads names and dates only when it is asked for them
        raise Unreadable(
            f"{name} holds a certificate with parts that cannot be read. Nothing was changed; choose another file."
        ) from trouble


def _described(certificate: x509.Certificate) -> Certificate:
    der = certificate.public_bytes(serialization.Encoding.DER)
    return Certificate(
        name=_name_of(certificate),
        fingerprint=hashlib.sha256(der).hexdigest(),
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        self_signed=_is_self_signed(certificate),
        key=_key_words(certificate),
        pem=certificate.public_bytes(serialization.Encoding.PEM).decode("ascii"),
    )


def may_sign(certificate: x509.Certificate) -> bool:
    """True unless the certificate's key usage leaves out signatures."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except ValueError:
        return False
    return usage.digital_signature or usage.content_commitment


def strong_key(certificate: x509.Certificate) -> bool:
    """True for RSA from 2048 bits, the NIST curves from P-256 on, Ed25519 and Ed448."""
    try:
        key = certificate.public_key()
    except Exception:  # an unknown kind of key raises various errors; none of them is one we vouch for
        return False
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= 2048
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.curve.key_size >= 256
    return isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey)


def _clean_name(name: str) -> str:
    name = unicodedata.normalize("NFC", name).strip()
    # The two joiners belong to the spelling of names in several scripts; every other invisible character hides something.
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char not in "\u200c\u200d" for char in name):
        raise Refused("The name holds a control character or an invisible one. No identity was made; type the name again.")
    if not name:
        raise Refused("An identity needs the name of the person. No identity was made.")
    if len(name) > LONGEST_NAME:
        raise Refused(f"The name is longer than the {LONGEST_NAME} characters a certificate can hold. No identity was made; shorten it.")
    return name


def _secret(passphrase: str) -> str:
    # The same passphrase typed on another system may be composed differently.
    return unicodedata.normalize("NFC", passphrase)


@contextmanager
def _long_names_allowed() -> Iterator[None]:
    # The standard allows 64 characters; the library counts bytes and warns of 33 Cyrillic letters.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Attribute's length must be", category=UserWarning)
        yield


def _self_signed(name: str, key: ec.EllipticCurvePrivateKey, now: dt.datetime, years: int) -> x509.Certificate:
    start = now.astimezone(dt.UTC).replace(microsecond=0)
    end = start.replace(year=start.year + years, day=min(start.day, 28)) if start.month == 2 else start.replace(year=start.year + years)
    with _long_names_allowed():
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name, _validate=False)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _write_both(out: Path, envelope: bytes, beside: Path, pem: bytes) -> None:
    parts: list[Path] = []
    try:
        parts.append(write_part(out, envelope, 0o600))
        parts.append(write_part(beside, pem, 0o644))
        parts[1].replace(beside)
        try:
            parts[0].replace(out)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
        sync_folder(out.parent)
    except OSError as trouble:
        raise Unreadable(f"{out.name} cannot be written ({trouble.strerror}). No identity was made; choose another folder.") from trouble
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _unlocked(path: Path, passphrase: str, *, refuse_weak: bool = False) -> tuple[PrivateKey, x509.Certificate, list[x509.Certificate]]:
    data = read_whole(path, LARGEST_FILE)
    refuse_weak_envelope(data, path.name, algorithms=refuse_weak)
    content = _decrypted(data, passphrase, path.name)
    key = content.key
    if key is None:
        raise Refused(f"{path.name} holds no private key. Nothing was signed; choose the file that holds both key and certificate.")
    found = [bag.certificate for bag in ([content.cert] if content.cert else []) + list(content.additional_certs)]
    if not isinstance(key, PrivateKey):
        raise Refused(f"{path.name} holds a kind of key that cannot sign a report. Nothing was signed; use at least RSA 2048 or EC P-256.")
    own = next((one for one in found if _spki(one) == _public(key)), None)
    if own is None:
        raise Refused(f"{path.name} holds no certificate for its private key. Nothing was signed; choose another file.")
    return key, own, [one for one in found if one != own]


def _decrypted(data: bytes, passphrase: str, name: str) -> pkcs12.PKCS12KeyAndCertificates:
    # Files made elsewhere may carry the passphrase exactly as it was typed there.
    for secret in dict.fromkeys((_secret(passphrase), passphrase)):
        try:
            return pkcs12.load_pkcs12(data, secret.encode())
        except (ValueError, TypeError):
            continue
    raise Refused(f"The passphrase does not open {name}. Nothing was signed; try again.")


def _public(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _spki(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _parse_certificate(data: bytes, name: str) -> x509.Certificate:
    try:
        found = x509.load_pem_x509_certificates(data) if b"-----BEGIN" in data else [x509.load_der_x509_certificate(data)]
    except (ValueError, x509.InvalidVersion) as trouble:
        raise Unreadable(f"{name} cannot be read as a certificate (PEM or DER). Nothing was changed; choose another file.") from trouble
    if len(found) != 1:
        raise Unreadable(f"{name} holds {len(found)} certificates where one is wanted. Nothing was changed; give each its own file.")
    return found[0]


def _name_of(certificate: x509.Certificate) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = certificate.subject.get_attributes_for_oid(oid)
        if found:
            value = found[0].value
            return value if isinstance(value, str) else value.hex()
    return certificate.subject.rfc4514_string() or "no name"


def _is_self_signed(certificate: x509.Certificate) -> bool:
    if certificate.subject != certificate.issuer:
        return False
    try:
        certificate.verify_directly_issued_by(certificate)
    except Exception:  # a wrong signature, an unknown key or an unknown algorithm: in each case not shown to be self-signed
        return False
    return True


def _key_words(certificate: x509.Certificate) -> str:
    try:
        key = certificate.public_key()
    except Exception:  # see strong_key
        return "unknown kind of key"
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {CURVES.get(key.curve.name, key.curve.name)}"
    if isinstance(key, dsa.DSAPublicKey):
        return f"DSA {key.key_size}"
    return type(key).__name__.removesuffix("PublicKey").lstrip("_")
