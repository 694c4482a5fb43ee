"""Identities: made, opened, refused."""

import datetime as dt
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from asn1crypto import pkcs12 as outside
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from readiness_app.domain.errors import NotFound, Refused, Unreadable
from readiness_app.signing import identities
from readiness_app.signing.identities import Identity, create_identity, load_certificate, open_identity, show_identity

from .conftest import NOW, PASSPHRASE, Issuer, issued, packed


def test_a_new_identity_names_its_person(ada: Identity) -> None:
    assert (ada.certificate.name, ada.certificate.subject, ada.certificate.self_signed) == ("Ada Lindqvist", "CN=Ada Lindqvist", True)
    assert ada.certificate.key == "EC P-256"


def test_a_new_certificate_may_sign_and_nothing_else(ada: Identity) -> None:
    extensions = x509.load_pem_x509_certificate(ada.certificate.pem.encode()).extensions
    usage = extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical and usage.value.digital_signature and usage.value.content_commitment
    assert not usage.value.key_cert_sign and not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert extensions.get_extension_for_class(x509.SubjectKeyIdentifier)


def test_a_new_identity_is_valid_for_five_years(ada: Identity) -> None:
    assert ada.certificate.not_after == dt.datetime(2031, 4, 1, 9, 30, tzinfo=dt.UTC)


def test_a_leap_day_ends_on_a_real_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identities, "ROUNDS", 1000)
    made = create_identity("Ada", tmp_path / "a.p12", PASSPHRASE, dt.datetime(2028, 2, 29, tzinfo=dt.UTC))
    assert made.not_after.date() == dt.date(2033, 2, 28)


def test_the_key_is_encrypted_and_sealed_with_600000_rounds(people: Path) -> None:
    pfx = outside.Pfx.load((people / "ada.p12").read_bytes())
    bags = outside.SafeContents.load(pfx.authenticated_safe[1]["content"].native)
    cipher = bags[0]["bag_value"]["encryption_algorithm"]
    assert cipher.encryption_cipher == "aes" and cipher.key_length == 32 and cipher.kdf_hmac == "sha256"
    assert cipher.kdf_iterations == 600_000 and pfx["mac_data"]["iterations"].native == 600_000


def test_openssl_opens_a_new_identity(people: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt-get install openssl)")
    command = ["openssl", "pkcs12", "-in", str(people / "bjorn.p12"), "-passin", f"pass:{PASSPHRASE}", "-nokeys"]
    assert b"BEGIN CERTIFICATE" in subprocess.run(command, check=True, capture_output=True).stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_only_the_owner_may_read_the_key(people: Path) -> None:
    assert stat.S_IMODE((people / "ada.p12").stat().st_mode) == 0o600


def test_no_part_is_left_behind(people: Path) -> None:
    assert sorted(path.name for path in people.iterdir()) == ["ada.p12", "ada.pem", "bjorn.p12", "bjorn.pem"]


@pytest.mark.parametrize("taken", ["me.p12", "me.pem"])
def test_nothing_is_overwritten(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("mine")
    with pytest.raises(Refused, match="already there and was kept"):
        create_identity("Ada", tmp_path / "me.p12", PASSPHRASE, NOW)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(taken, "mine")]


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identities, "ROUNDS", 1000)

    def full(self: Path, target: Path) -> Path:
        if target.suffix == ".p12":
            raise OSError(28, "No space left on device")
        return self.rename(target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Unreadable, match="No space left"):
        create_identity("Ada", tmp_path / "me.p12", PASSPHRASE, NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "   ", "a" * 65, "Ada\x00", "Ada\nLindqvist", "Ada\u202egro.exe", "A\u200bda"])
def test_a_bad_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="No identity was made"):
        create_identity(name, tmp_path / "me.p12", PASSPHRASE, NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("typed", "kept"), [("Bjo\u0308rn", "Björn"), ("名" * 64, "名" * 64), (" Ada ", "Ada")])
def test_a_name_is_kept_composed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, kept: str) -> None:
    monkeypatch.setattr(identities, "ROUNDS", 1000)
    create_identity(typed, tmp_path / "me.p12", PASSPHRASE, NOW)
    assert open_identity(tmp_path / "me.p12", PASSPHRASE, NOW).certificate.name == kept


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="at least 8 characters"):
        create_identity("Ada", tmp_path / "me.p12", "1234567", NOW)


@pytest.mark.parametrize("typed", ["pa\u0308sswort", "pässwort"])
def test_a_passphrase_opens_however_it_was_composed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr(identities, "ROUNDS", 1000)
    create_identity("Ada", tmp_path / "me.p12", "pässwort", NOW)
    assert open_identity(tmp_path / "me.p12", typed, NOW).certificate.name == "Ada"


def test_a_wrong_passphrase_says_so(people: Path) -> None:
    with pytest.raises(Refused, match=r"^The passphrase does not open ada.p12. Nothing was signed; try again.$"):
        open_identity(people / "ada.p12", "wrong horse", NOW)


def test_key_and_passphrase_stay_out_of_text(ada: Identity) -> None:
    assert "key=<" not in repr(ada) and PASSPHRASE not in repr(ada)


def test_show_reads_the_certificate_beside(people: Path, ada: Identity) -> None:
    assert show_identity(people / "ada.p12") == ada.certificate


def test_show_reads_the_identity_itself_with_its_passphrase(people: Path, ada: Identity, tmp_path: Path) -> None:
    alone = Path(shutil.copy(people / "ada.p12", tmp_path))
    assert show_identity(alone, PASSPHRASE) == ada.certificate


def test_show_reads_a_plain_certificate(people: Path, ada: Identity) -> None:
    assert show_identity(people / "ada.pem") == ada.certificate


def test_show_asks_for_the_passphrase_where_nothing_is_beside(people: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Give the passphrase"):
        show_identity(Path(shutil.copy(people / "ada.p12", tmp_path)))


def test_a_certificate_reads_from_pem_and_der_alike(root: Issuer) -> None:
    der = root.certificate.public_bytes(serialization.Encoding.DER)
    assert load_certificate(root.pem) == load_certificate(der)
    assert load_certificate(der).fingerprint == root.certificate.fingerprint(hashes.SHA256()).hex()


@pytest.mark.parametrize("data", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"-----BEGIN X-----"])
def test_no_certificate_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        load_certificate(data)


def test_two_certificates_are_one_too_many(root: Issuer) -> None:
    with pytest.raises(Unreadable, match="holds 2 certificates"):
        load_certificate(root.pem * 2)


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        open_identity(tmp_path / "none.p12", PASSPHRASE, NOW)


@pytest.mark.parametrize("data", [b"", b"\x30\x03\x02\x01\x03", b"%PDF-1.7", os.urandom(300)])
def test_another_file_is_no_identity(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.p12").write_bytes(data)
    with pytest.raises(Unreadable, match=r"x\.p12 cannot be read as an identity"):
        open_identity(tmp_path / "x.p12", PASSPHRASE, NOW)


def _refusal(tmp_path: Path, data: bytes, now: dt.datetime = NOW) -> str:
    (tmp_path / "x.p12").write_bytes(data)
    with pytest.raises(Refused) as refusal:
        open_identity(tmp_path / "x.p12", PASSPHRASE, now)
    return str(refusal.value)


def test_an_expired_certificate_is_refused(tmp_path: Path) -> None:
    old = issued("Ada", ec.generate_private_key(ec.SECP256R1()), until=NOW - dt.timedelta(days=1))
    assert _refusal(tmp_path, packed(old)).startswith("The certificate of Ada expired on 2026-04-01.")


def test_a_certificate_of_tomorrow_is_refused(tmp_path: Path) -> None:
    new = issued("Ada", ec.generate_private_key(ec.SECP256R1()), since=NOW + dt.timedelta(days=1))
    assert "is valid only from 2026-04-03" in _refusal(tmp_path, packed(new))


def test_rsa_1024_is_refused(tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 1024)
    assert "too weak (RSA 1024)" in _refusal(tmp_path, packed(issued("Ada", key)))


def test_a_certificate_for_encryption_is_refused(tmp_path: Path) -> None:
    other = issued("Ada", ec.generate_private_key(ec.SECP256R1()), signs=False)
    assert "not meant for signatures" in _refusal(tmp_path, packed(other))


def test_a_file_without_a_key_is_refused(tmp_path: Path, root: Issuer) -> None:
    lock = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    assert "holds no private key" in _refusal(tmp_path, pkcs12.serialize_key_and_certificates(None, None, root.certificate, None, lock))


def test_a_certificate_of_another_key_is_refused(tmp_path: Path, root: Issuer) -> None:
    lock = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    data = pkcs12.serialize_key_and_certificates(None, ec.generate_private_key(ec.SECP256R1()), None, [root.certificate], lock)
    assert "holds no certificate for its private key" in _refusal(tmp_path, data)


def test_3des_is_refused_with_the_reason(tmp_path: Path, root: Issuer) -> None:
    scheme = pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC
    lock = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .key_cert_algorithm(scheme)
        .hmac_hash(hashes.SHA1())
        .build(PASSPHRASE.encode())
    )
    assert "outdated 3DES, SHA-1." in _refusal(tmp_path, packed(root, lock=lock))


def test_a_sha1_seal_is_refused(tmp_path: Path, root: Issuer) -> None:
    scheme = pkcs12.PBES.PBESv2SHA256AndAES256CBC
    lock = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .key_cert_algorithm(scheme)
        .hmac_hash(hashes.SHA1())
        .build(PASSPHRASE.encode())
    )
    assert "outdated SHA-1." in _refusal(tmp_path, packed(root, lock=lock))


def test_rc2_is_refused_with_the_reason(tmp_path: Path, root: Issuer) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt-get install openssl)")
    pem = root.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + root.pem
    made = subprocess.run(
        ["openssl", "pkcs12", "-export", "-legacy", "-passout", f"pass:{PASSPHRASE}"], input=pem, check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("this openssl makes no RC2 files any more")
    assert "outdated 3DES, RC2, SHA-1." in _refusal(tmp_path, made.stdout)


def test_endless_rounds_are_refused_before_they_run(tmp_path: Path, root: Issuer) -> None:
    pfx = outside.Pfx.load(packed(root))
    pfx["mac_data"]["iterations"] = 2_000_000_000
    assert "2000000000 rounds" in _refusal(tmp_path, pfx.dump(force=True))


def test_the_chain_of_an_issued_identity_is_kept(root: Issuer, identity_of: Callable[..., Identity]) -> None:
    holder = issued("Chen Wei", rsa.generate_private_key(65537, 2048), root)
    found = identity_of(holder, root)
    assert (found.certificate.name, found.certificate.key, found.certificate.self_signed) == ("Chen Wei", "RSA 2048", False)
    assert [one.name for one in found.chain] == ["Review Lab Root"]
