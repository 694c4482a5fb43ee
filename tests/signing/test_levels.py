"""The longer levels of PAdES: validation data and time stamps over the whole document."""

import asyncio
import datetime as dt
import io
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.domain.vocabulary import Role
from readiness_app.signing.identities import Identity, described
from readiness_app.signing.levels import Level, ValidationMaterial
from readiness_app.signing.read import read_revisions
from readiness_app.signing.values import SIGNATURE, TIME_STAMP, VALIDATION_DATA
from readiness_app.signing.writing import STAMP_ROOM

from .conftest import sign
from .lab import TODAY, Lab, laboratory

FETCH = ValidationMaterial(fetch=True)
LONG = [Level.B_LT, Level.B_LTA]


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt-get install openssl)")
    with laboratory(tmp_path) as found:
        yield found


@pytest.fixture
def ada(lab: Lab) -> Identity:
    return lab.person("Ada Lindqvist")


def at(data: bytes, identity: Identity, lab: Lab, level: Level, role: Role = Role.SECURITY, material: ValidationMaterial = FETCH) -> bytes:
    return sign(data, role, identity, now=dt.datetime.now(dt.UTC), level=level, timestamp_url=lab.tsa, material=material)


def stored(data: bytes, kind: str) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [one.read_bytes() for one in pdf.Root.DSS.get(kind, [])]


def last_moment(data: bytes, lab: Lab, place: int) -> type:
    """What pyHanko says of a signature without any network, every certificate needing a proof."""
    trust = SimpleTrustManager.build(trust_roots=[asn1_x509.Certificate.load(lab.root.public_bytes(serialization.Encoding.DER))])
    policy = CertValidationPolicySpec(trust_manager=trust, revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO))
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=policy, ts_cert_validation_policy=policy))
    embedded = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures[place]
    return type(asyncio.run(ades_lta_validation(embedded, spec)).ades_subindic)


@pytest.mark.parametrize(
    ("level", "asked"),
    [(Level.B_T, ["/tsa"]), (Level.B_LT, ["/tsa", "/ca.crl"]), (Level.B_LTA, ["/tsa", "/ca.crl", "/tsa"])],
)
def test_each_level_asks_for_what_it_needs(report: bytes, ada: Identity, lab: Lab, level: Level, asked: list[str]) -> None:
    at(report, ada, lab, level)
    assert lab.asked == asked


def test_certificates_and_lists_stand_in_the_document(report: bytes, ada: Identity, lab: Lab) -> None:
    signed = at(report, ada, lab, Level.B_LT)
    names = {described(x509.load_der_x509_certificate(one)).name for one in stored(signed, "/Certs")}
    assert names == {"Ada Lindqvist", "Review Lab Root", "Review Lab Time"}
    assert [x509.load_der_x509_crl(one).issuer for one in stored(signed, "/CRLs")] == [lab.root.subject]


def test_the_issuer_is_fetched_where_nobody_gave_it(report: bytes, lab: Lab) -> None:
    signed = at(report, lab.person("Ada", chain=False), lab, Level.B_LT)
    assert "/ca.cer" in lab.asked and len(stored(signed, "/Certs")) == 3


def test_two_people_share_the_proofs(report: bytes, ada: Identity, lab: Lab) -> None:
    twice = at(at(report, ada, lab, Level.B_LTA), lab.person("Björn"), lab, Level.B_LTA, Role.BUSINESS_OWNER)
    assert len(stored(twice, "/Certs")) == 4
    with pikepdf.open(io.BytesIO(twice)) as pdf:
        assert [str(one.T) for one in pdf.Root.AcroForm.Fields][2:] == ["Time-0001", "Time-0002"]


@pytest.mark.parametrize(("level", "last"), [(Level.B_LT, VALIDATION_DATA), (Level.B_LTA, TIME_STAMP)])
def test_the_updates_do_nothing_but_sign(report: bytes, ada: Identity, lab: Lab, level: Level, last: str) -> None:
    twice = at(at(report, ada, lab, level), lab.person("Björn"), lab, level, Role.BUSINESS_OWNER)
    found = read_revisions(twice)
    assert (found.malformed, found.refused, [one.kind for one in found.updates]) == ("", "", [SIGNATURE, last] * 2)


def test_it_stays_provable_without_a_network(report: bytes, ada: Identity, lab: Lab) -> None:
    twice = at(at(report, ada, lab, Level.B_LTA), lab.person("Björn"), lab, Level.B_LTA, Role.BUSINESS_OWNER)
    lab.asked.clear()
    assert [last_moment(twice, lab, place) for place in (0, 1)] == [AdESPassed] * 2
    assert lab.asked == []


def test_a_signature_without_proofs_is_not_provable(report: bytes, ada: Identity, lab: Lab) -> None:
    assert last_moment(at(report, ada, lab, Level.B_T), lab, 0) is not AdESPassed


@pytest.mark.parametrize("level", LONG)
def test_document_information_and_metadata_stay_untouched(report: bytes, ada: Identity, lab: Lab, level: Level) -> None:
    signed = at(report, ada, lab, level)
    assert signed.startswith(report)
    with pikepdf.open(io.BytesIO(report)) as before, pikepdf.open(io.BytesIO(signed)) as after:
        assert before.docinfo.objgen == after.docinfo.objgen and dict(before.docinfo) == dict(after.docinfo)
        assert before.Root.Metadata.read_raw_bytes() == after.Root.Metadata.read_raw_bytes()
        untouched = {before.docinfo.objgen[0], before.Root.Metadata.objgen[0]}
    rewritten = {int(number) for number in re.findall(rb"(?m)^(\d+) 0 obj", signed[len(report) :])}
    assert rewritten and not rewritten & untouched


@pytest.mark.parametrize("level", LONG)
def test_openssl_verifies_it(report: bytes, ada: Identity, lab: Lab, level: Level) -> None:
    signed = at(report, ada, lab, level)
    embedded = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures[0]
    start, length, behind, rest = (int(one) for one in embedded.byte_range)
    (lab.folder / "s.bin").write_bytes(signed[start : start + length] + signed[behind : behind + rest])
    (lab.folder / "s.cms").write_bytes(embedded.pkcs7_content)
    (lab.folder / "ca.pem").write_bytes(lab.root.public_bytes(serialization.Encoding.PEM))
    signed_by = ["-in", "s.cms", "-content", "s.bin", "-CAfile", "ca.pem", "-purpose", "any", "-out", "out"]
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", *signed_by]
    done = subprocess.run(command, cwd=lab.folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0 and "erification successful" in done.stderr


def test_poppler_accepts_it(report: bytes, ada: Identity, lab: Lab) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not installed (apt-get install poppler-utils)")
    (lab.folder / "signed.pdf").write_bytes(at(report, ada, lab, Level.B_LTA))
    told = subprocess.run(["pdfsig", "signed.pdf"], cwd=lab.folder, check=False, capture_output=True, text=True).stdout
    assert told.count("Signature is Valid.") == 1 and "Total document signed" in told


def test_given_material_needs_no_network(report: bytes, ada: Identity, lab: Lab) -> None:
    signed = at(report, ada, lab, Level.B_LT, material=ValidationMaterial(certificates=(described(lab.root),), crls=(lab.crl(),)))
    assert lab.asked == ["/tsa"] and len(stored(signed, "/CRLs")) == 1


@pytest.mark.parametrize("fetch", [True, False])
def test_answers_about_single_certificates_are_proofs_too(report: bytes, lab: Lab, fetch: bool) -> None:
    ada = lab.person("Ada", listed=False, answered=True)
    given = ValidationMaterial(crls=(lab.crl(),), ocsps=(lab.good(lab.issued[-1]),))
    signed = at(report, ada, lab, Level.B_LTA, material=FETCH if fetch else given)
    assert len(stored(signed, "/OCSPs")) == 1 and ("/ocsp" in lab.asked) == fetch
    assert last_moment(signed, lab, 0) is AdESPassed


@pytest.mark.parametrize("level", LONG)
def test_without_leave_to_fetch_nothing_is_fetched(report: bytes, ada: Identity, lab: Lab, level: Level) -> None:
    with pytest.raises(Refused, match=r"Nothing was found that proves that the certificate of Ada Lindqvist"):
        at(report, ada, lab, level, material=ValidationMaterial())
    assert set(lab.asked) == {"/tsa"}


def test_a_revoked_certificate_does_not_sign(report: bytes, ada: Identity, lab: Lab) -> None:
    lab.revoked.append(int(ada.certificate.serial, 16))
    with pytest.raises(Refused, match="Ada Lindqvist or of its issuer was revoked"):
        at(report, ada, lab, Level.B_LT)


def test_a_certificate_that_names_no_list_cannot_be_proven(report: bytes, lab: Lab) -> None:
    with pytest.raises(Refused, match="Nothing was signed"):
        at(report, lab.person("Ada", listed=False), lab, Level.B_LT)


def test_an_unknown_issuer_is_named(report: bytes, lab: Lab) -> None:
    with pytest.raises(Refused, match="authority that issued the certificate of Ada is not known"):
        at(report, lab.person("Ada", chain=False), lab, Level.B_LT, material=ValidationMaterial(crls=(lab.crl(),)))


def test_an_identity_made_here_needs_no_list(report: bytes, lab: Lab, tmp_path: Path) -> None:
    from readiness_app.signing.identities import create_identity, open_identity

    create_identity("Self Made", tmp_path / "self.p12", "correct horse", TODAY - dt.timedelta(days=1))
    signed = at(report, open_identity(tmp_path / "self.p12", "correct horse"), lab, Level.B_LTA)
    assert len(stored(signed, "/Certs")) == 3


@pytest.mark.parametrize("level", [Level.B_T, *LONG])
def test_a_level_with_time_needs_an_authority(report: bytes, ada: Identity, level: Level) -> None:
    with pytest.raises(Refused, match=r"needs the address of a time stamp authority\. Nothing was signed"):
        sign(report, Role.SECURITY, ada, now=TODAY, level=level)


def test_an_address_alone_gives_a_time_stamp(report: bytes, ada: Identity, lab: Lab) -> None:
    sign(report, Role.SECURITY, ada, now=TODAY, timestamp_url=lab.tsa)
    assert lab.asked == ["/tsa"]


def test_a_large_answer_gets_more_room(report: bytes, ada: Identity, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    many = b"".join(
        lab.issue(f"Extra {place}", ec.generate_private_key(ec.SECP256R1())).public_bytes(serialization.Encoding.PEM) for place in range(30)
    )
    (lab.folder / "many.pem").write_bytes(many)
    settings = (lab.folder / "tsa.cnf").read_text()
    (lab.folder / "tsa.cnf").write_text(settings + f"certs = {lab.folder}/many.pem\n")
    signed = at(report, ada, lab, Level.B_LTA)
    assert lab.asked.count("/tsa") == 4 and len(signed) > STAMP_ROOM * 8
    assert last_moment(signed, lab, 0) is AdESPassed


@pytest.mark.parametrize("fails", [1, 2])
def test_an_authority_that_fails_leaves_nothing(
    report: bytes, ada: Identity, lab: Lab, fails: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[[bytes], bytes] = lab.stamp
    monkeypatch.setattr(lab, "stamp", lambda query: b"busy" if lab.asked.count("/tsa") == fails else real(query))
    with pytest.raises(Unreadable, match="gave no usable time stamp"):
        at(report, ada, lab, Level.B_LTA)


def test_verifying_asks_nobody(report: bytes, ada: Identity, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    from readiness_app.signing.read import read_signatures

    signed = at(report, ada, lab, Level.B_LTA)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("verification must not use the network")

    monkeypatch.setattr(socket.socket, "connect", never)
    lab.asked.clear()
    assert read_signatures(signed, review_changes=False).signatures[0].ok and lab.asked == []
