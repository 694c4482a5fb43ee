"""The workspace's seal: certification first, then people, and a last field that locks."""

import datetime as dt
import io
import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.vocabulary import Role
from readiness_app.signing import pades
from readiness_app.signing.certify import certify, create_seal, open_seal
from readiness_app.signing.fields import SEAL_FIELD, field_name
from readiness_app.signing.identities import Identity
from readiness_app.signing.read import read_revisions, read_signatures

from .conftest import NOW, PLANNED, Issuer, drawn, issued, planned, sign, with_fields


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    path = tmp_path_factory.mktemp("profile") / "acme.p12"
    create_seal(path, "acme", NOW - dt.timedelta(days=1))
    return open_seal(path, NOW)


@pytest.fixture(scope="module")
def base() -> bytes:
    """A report with a place for the seal before those of two people, the last of which locks."""
    data = with_fields(drawn("Page", pages=2), {SEAL_FIELD: "Seal of the workspace"} | planned(PLANNED))
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        lock = pikepdf.Dictionary(Type=pikepdf.Name.SigFieldLock, Action=pikepdf.Name.All, P=1)
        pdf.Root.AcroForm.Fields[-1].Lock = pdf.make_indirect(lock)
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


@pytest.fixture(scope="module")
def sealed(base: bytes, seal: Identity) -> bytes:
    return certify(base, field=SEAL_FIELD, seal=seal, now=NOW)


@pytest.fixture(scope="module")
def finished(sealed: bytes, ada: Identity, bjorn: Identity) -> bytes:
    return sign(sign(sealed, PLANNED[0], ada), PLANNED[1], bjorn)


def test_a_seal_lies_in_three_files_of_its_owner(tmp_path: Path) -> None:
    made = create_seal(tmp_path / "profile" / "acme.p12", "acme", NOW)
    files = {one.name: stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "profile").iterdir()}
    assert (made.name, made.key, made.self_signed) == ("Workspace acme", "EC P-256", True)
    assert set(files) == {"acme.p12", "acme.pem", "acme.passphrase"}
    assert os.name == "nt" or (files["acme.p12"], files["acme.passphrase"]) == (0o600, 0o600)


def test_two_seals_have_two_keys_and_two_passphrases(tmp_path: Path) -> None:
    made = [create_seal(tmp_path / f"{name}.p12", "acme", NOW) for name in "ab"]
    assert made[0].fingerprint != made[1].fingerprint
    assert (tmp_path / "a.passphrase").read_bytes() != (tmp_path / "b.passphrase").read_bytes()


@pytest.mark.parametrize("there", ["acme.p12", "acme.pem", "acme.passphrase"])
def test_a_seal_is_never_replaced(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("precious")
    with pytest.raises(Refused, match="is already there and was kept"):
        create_seal(tmp_path / "acme.p12", "acme", NOW)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [(there, "precious")]


@pytest.mark.parametrize("name", ["x" * 300, "\u202eevil\x00", "", "  ", "名前"])
def test_a_workspace_of_any_name_gets_a_seal(tmp_path: Path, name: str) -> None:
    made = create_seal(tmp_path / "a.p12", name, NOW)
    assert made.name.isprintable() and 10 < len(made.name) <= 64


def test_without_its_passphrase_a_seal_does_not_open(tmp_path: Path) -> None:
    create_seal(tmp_path / "a.p12", "acme", NOW)
    (tmp_path / "a.passphrase").unlink()
    with pytest.raises(NotFound):
        open_seal(tmp_path / "a.p12", NOW)


def test_a_certification_allows_signatures_only(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        value = pdf.Root.Perms.DocMDP
        assert value.objgen == pdf.Root.AcroForm.Fields[0].V.objgen
        assert (str(value.Reference[0].TransformMethod), int(value.Reference[0].TransformParams.P)) == ("/DocMDP", 2)


def test_people_sign_after_the_seal(finished: bytes, seal: Identity) -> None:
    found = read_signatures(finished)
    assert [one.field for one in found.signatures] == [SEAL_FIELD, *map(field_name, PLANNED)]
    assert all(one.ok for one in found.signatures) and found.signatures[0].certificate == seal.certificate
    assert (found.trailing_changes, found.unsigned_updates) == (False, 0)


def test_the_updates_do_nothing_but_sign(finished: bytes) -> None:
    found = read_revisions(finished)
    assert (found.malformed, found.refused, len(found.updates)) == ("", "", 3)


def test_pyhanko_accepts_all_of_them(finished: bytes, ada: Identity, bjorn: Identity, seal: Identity) -> None:
    roots = [pades._asn1(one.certificate) for one in (ada, bjorn, seal)]
    for one in PdfFileReader(io.BytesIO(finished)).embedded_regular_signatures:
        status = validate_pdf_signature(one, ValidationContext(trust_roots=roots, moment=NOW))
        assert status.intact and status.valid and status.trusted and status.docmdp_ok


def test_poppler_accepts_all_of_them(finished: bytes, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is not installed (apt-get install poppler-utils)")
    (tmp_path / "x.pdf").write_bytes(finished)
    told = subprocess.run(["pdfsig", "x.pdf"], cwd=tmp_path, check=False, capture_output=True, text=True).stdout
    assert told.count("Signature is Valid.") == 3 and told.count("Total document signed") == 1


def test_a_report_is_sealed_once(sealed: bytes, seal: Identity) -> None:
    with pytest.raises(Refused, match="already been signed as seal of the workspace"):
        certify(sealed, field=SEAL_FIELD, seal=seal, now=NOW)


def test_a_second_seal_in_another_field_is_refused(sealed: bytes, ada: Identity) -> None:
    with pytest.raises(Refused, match=r"comes before every signature\. Nothing was sealed"):
        certify(sealed, field=field_name(PLANNED[0]), seal=ada, now=NOW)


def test_the_seal_does_not_come_after_a_person(base: bytes, ada: Identity, seal: Identity) -> None:
    with pytest.raises(Refused, match="comes before every signature"):
        certify(sign(base, PLANNED[0], ada), field=SEAL_FIELD, seal=seal, now=NOW)


def test_a_report_without_a_place_for_it_is_not_sealed(report: bytes, seal: Identity) -> None:
    with pytest.raises(Refused, match="has no place"):
        certify(report, field=SEAL_FIELD, seal=seal, now=NOW)


def test_a_seal_that_forbids_everything_would_forbid_people(base: bytes, ada: Identity, seal: Identity) -> None:
    settings = PdfSignatureMetadata(
        field_name=SEAL_FIELD, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(base))
    locked = PdfSigner(settings, pades._signer(seal)).sign_pdf(writer, existing_fields_only=True).getvalue()
    with pytest.raises(Refused, match="does not allow another signature"):
        sign(locked, PLANNED[0], ada)


def test_the_last_signature_locks(finished: bytes) -> None:
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        methods = {str(one.TransformMethod): one.TransformParams for one in pdf.Root.AcroForm.Fields[2].V.Reference}
        assert str(methods["/FieldMDP"].Action) == "/All"
        assert all("/Reference" not in one.V for one in list(pdf.Root.AcroForm.Fields)[1:2])


def test_the_locking_signature_waits_for_the_others(sealed: bytes, bjorn: Identity) -> None:
    with pytest.raises(Refused, match=r"locks This report and comes last; still missing: Signature as security\. Nothing was signed"):
        sign(sealed, PLANNED[1], bjorn)


def test_nobody_signs_after_the_lock(base: bytes, root: Issuer, identity_of: Callable[..., Identity], bjorn: Identity) -> None:
    locking = PdfSignatureMetadata(field_name=field_name(PLANNED[1]), subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    writer = pades.UpdateWriter(io.BytesIO(base))
    locked = PdfSigner(locking, pades._signer(bjorn)).sign_pdf(writer, existing_fields_only=True).getvalue()
    late = identity_of(issued("Late", ec.generate_private_key(ec.SECP256R1()), root))
    with pytest.raises(Refused, match="was locked by its last signature"):
        sign(locked, Role.SECURITY, late)
