"""Signing a planned field."""

import datetime as dt
import io
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from readiness_app.domain.errors import NotFound, Refused, Unreadable
from readiness_app.domain.vocabulary import Role
from readiness_app.signing import sign as signing
from readiness_app.signing.fields import field_name
from readiness_app.signing.identities import Identity
from readiness_app.signing.read import read_signatures
from readiness_app.signing.sign import sign_file

from .conftest import NOW, PLANNED, Issuer, drawn, issued, planned, sign, with_fields


def _sign_file(path: Path, identity: Identity, role: Role = Role.SECURITY) -> bytes:
    return sign_file(path, field=field_name(role), identity=identity, role_label="Security", meaning="Read.", now=NOW, appearance=None)


def test_importing_costs_no_pyhanko() -> None:
    code = "import readiness_app.signing.sign, readiness_app.signing.read, sys; print('pyhanko' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "False"


def test_signing_keeps_every_earlier_byte(report: bytes, once: bytes, twice: bytes) -> None:
    assert once.startswith(report) and twice.startswith(once)


def test_a_signature_is_pades_with_time_and_meaning(once: bytes) -> None:
    with pikepdf.open(io.BytesIO(once)) as pdf:
        value = pdf.Root.AcroForm.Fields[0].V
        assert (value.SubFilter, str(value.Reason)) == ("/ETSI.CAdES.detached", "I have read this report.")
        assert str(value.M).startswith("D:20260402093000")


def test_document_information_and_metadata_stay_untouched(report: bytes, twice: bytes) -> None:
    with pikepdf.open(io.BytesIO(report)) as before, pikepdf.open(io.BytesIO(twice)) as after:
        assert before.docinfo.objgen == after.docinfo.objgen and dict(before.docinfo) == dict(after.docinfo)
        assert before.Root.Metadata.objgen == after.Root.Metadata.objgen
        assert before.Root.Metadata.read_raw_bytes() == after.Root.Metadata.read_raw_bytes()
        untouched = {before.docinfo.objgen[0], before.Root.Metadata.objgen[0]}
    rewritten = {int(number) for number in re.findall(rb"(?m)^(\d+) 0 obj", twice[len(report) :])}
    assert rewritten and not rewritten & untouched


def test_the_drawing_becomes_the_look_of_the_field(twice: bytes) -> None:
    with pikepdf.open(io.BytesIO(twice)) as pdf:
        look = pdf.Root.AcroForm.Fields[1].AP.N
        assert sorted(float(number) for number in look.BBox) == [0, 0, 50, 200]
        assert b"Okafor" in look.Resources.XObject["/Drawing"].read_bytes()


def test_without_a_drawing_the_field_looks_as_before(report: bytes, once: bytes) -> None:
    with pikepdf.open(io.BytesIO(report)) as before, pikepdf.open(io.BytesIO(once)) as after:
        assert before.Root.AcroForm.Fields[0].AP.N.objgen == after.Root.AcroForm.Fields[0].AP.N.objgen


def test_a_role_without_a_place_is_refused(report: bytes, ada: Identity) -> None:
    with pytest.raises(Refused, match=r"^This report has no place for a signature as chair\."):
        sign(report, Role.CHAIR, ada)


def test_a_document_without_fields_is_refused(ada: Identity) -> None:
    with pytest.raises(Refused, match="has no place"):
        sign(drawn("Letter"), Role.SECURITY, ada)


def test_a_role_is_signed_once(once: bytes, bjorn: Identity) -> None:
    expected = r"^This report has already been signed as security by Ada Lindqvist\. One person signs in one role\.$"
    with pytest.raises(Refused, match=expected):
        sign(once, Role.SECURITY, bjorn)


def test_one_person_does_not_sign_in_two_roles(once: bytes, ada: Identity) -> None:
    with pytest.raises(Refused, match=r"Ada Lindqvist has already signed This report \(Signature as security\)"):
        sign(once, Role.BUSINESS_OWNER, ada)


def test_an_identity_that_expired_since_it_was_opened_is_refused(report: bytes, ada: Identity) -> None:
    with pytest.raises(Refused, match="expired on 2031-04-01"):
        sign(report, Role.SECURITY, ada, now=NOW + dt.timedelta(days=3650))


def test_a_changed_report_is_not_signed(once: bytes, bjorn: Identity) -> None:
    with pytest.raises(Refused, match="was changed after it was signed"):
        sign(once.replace(b"I have read this", b"I have seen this"), Role.BUSINESS_OWNER, bjorn)


def test_a_time_without_zone_is_a_bug(report: bytes, ada: Identity) -> None:
    with pytest.raises(ValueError, match="time zone"):
        sign(report, Role.SECURITY, ada, now=NOW.replace(tzinfo=None))


@pytest.mark.parametrize("make", [lambda: rsa.generate_private_key(65537, 2048), lambda: ec.generate_private_key(ec.SECP384R1())])
def test_other_keys_sign_too(
    report: bytes, root: Issuer, identity_of: Callable[..., Identity], make: Callable[[], rsa.RSAPrivateKey]
) -> None:
    signed = sign(report, Role.SECURITY, identity_of(issued("Chen Wei", make(), root), root))
    found = read_signatures(signed).signatures[0]
    assert found.ok and [one.name for one in found.chain] == ["Review Lab Root"]


def test_ed25519_signs_too(report: bytes, root: Issuer, identity_of: Callable[..., Identity]) -> None:
    holder = issued("Chen Wei", ed25519.Ed25519PrivateKey.generate(), root)  # type: ignore[arg-type]
    assert read_signatures(sign(report, Role.SECURITY, identity_of(holder))).signatures[0].ok


@pytest.mark.parametrize("text", ["<b>Ada</b> & (Björn) \\ 名", "x" * 2000])
def test_a_meaning_is_kept_literally(report: bytes, ada: Identity, text: str) -> None:
    assert read_signatures(sign(report, Role.SECURITY, ada, meaning=text)).signatures[0].reason == text


def test_a_file_is_signed_in_place(tmp_path: Path, report: bytes, ada: Identity) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report)
    path.chmod(0o640)
    assert _sign_file(path, ada) == path.read_bytes()
    assert read_signatures(path.read_bytes()).signatures[0].ok
    assert [one.name for one in tmp_path.iterdir()] == ["report.pdf"]
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, report: bytes, ada: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Unreadable, match=r"report\.pdf cannot be written \(No space left on device\)"):
        _sign_file(path, ada)
    assert path.read_bytes() == report and [one.name for one in tmp_path.iterdir()] == ["report.pdf"]


def test_a_file_changed_by_somebody_else_meanwhile_is_kept(
    tmp_path: Path, report: bytes, ada: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(report)
    real = signing.sign_field

    def slow(*args: object, **more: object) -> bytes:
        path.write_bytes(report + b"\n")
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(signing, "sign_field", slow)
    with pytest.raises(Refused, match="changed by somebody else"):
        _sign_file(path, ada)
    assert path.read_bytes() == report + b"\n" and [one.name for one in tmp_path.iterdir()] == ["report.pdf"]


def test_a_refusal_leaves_the_file_alone(tmp_path: Path, once: bytes, bjorn: Identity) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(once)
    with pytest.raises(Refused, match=r"^report\.pdf has already been signed"):
        _sign_file(path, bjorn)
    assert path.read_bytes() == once


def test_a_missing_file_is_not_found(tmp_path: Path, ada: Identity) -> None:
    with pytest.raises(NotFound):
        _sign_file(tmp_path / "none.pdf", ada)


@pytest.mark.parametrize("cut", [0, 10, 1500])
def test_a_damaged_file_is_not_signed(report: bytes, ada: Identity, cut: int) -> None:
    with pytest.raises(Unreadable, match="cannot be read as a PDF"):
        sign(report[:cut], Role.SECURITY, ada)


def test_six_people_sign_one_report(root: Issuer, identity_of: Callable[..., Identity]) -> None:
    data = with_fields(drawn("Page"), planned(Role))
    for role in Role:
        data = sign(data, role, identity_of(issued(f"Person {role.value}", ec.generate_private_key(ec.SECP256R1()), root)))
    found = read_signatures(data)
    assert [one.role for one in found.signatures] == list(Role) and all(one.ok for one in found.signatures)
    assert (found.revisions, found.unsigned_updates, found.trailing_changes) == (7, 0, False)


def test_the_planned_order_need_not_be_the_signing_order(report: bytes, ada: Identity, bjorn: Identity) -> None:
    found = read_signatures(sign(sign(report, PLANNED[1], bjorn), PLANNED[0], ada))
    assert [one.role for one in found.fields] == list(PLANNED)
    assert [one.role for one in found.signatures] == list(reversed(PLANNED))
