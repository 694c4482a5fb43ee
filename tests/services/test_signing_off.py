"""Signing in a role, here and elsewhere, and taking reports back."""

from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from readiness_app.domain.changes import SignatoryNamed
from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.domain.review import Signatory
from readiness_app.domain.vocabulary import Role, State
from readiness_app.services import reviewing, sealing, signing_off
from readiness_app.signing.fields import field_name
from readiness_app.signing.identities import open_identity
from tests.builders import NOW
from tests.forgeries.making import evil_signed, signer_of
from tests.services.conftest import BY, PASSPHRASE, Person, by_file, ready

SECURITY, OWNER = Role.SECURITY, Role.BUSINESS_OWNER


def sign(path, people, role, who=None):
    return signing_off.sign_file(path, by_file(role, people[who or role]))


def test_signed_by_everybody_and_collected_it_is_signed(workspace, sealed, report, people):
    sign(report, people, SECURITY)
    sign(report, people, OWNER)
    after = signing_off.collect(workspace, sealed, report, BY, NOW)
    assert (after.state, [s.name for s in after.sign_offs]) == (State.SIGNED, ["Joan Clarke", "Grace Hopper"])
    assert reviewing.load_review(workspace, sealed.id) == after


def test_one_of_two_is_not_enough(workspace, sealed, report, people):
    sign(report, people, SECURITY)
    assert signing_off.collect(workspace, sealed, report, BY, NOW).state is State.SEALED


def test_signing_in_the_window_is_signing_plus_collecting(workspace, sealed, people):
    for role in (SECURITY, OWNER):
        sealed = signing_off.sign_and_collect(workspace, sealed, by_file(role, people[role]), BY)
    told = [entry.operation for entry in reviewing.history(workspace, sealed.id)]
    assert (sealed.state, told[-3:]) == (State.SIGNED, ["seal", "collect", "collect"])


def test_another_person_s_certificate_is_refused(report, people):
    before = report.read_bytes()
    with pytest.raises(Refused, match="pinned"):
        sign(report, people, SECURITY, who=OWNER)
    assert report.read_bytes() == before


def test_a_wrong_passphrase_changes_nothing(report, people):
    before = report.read_bytes()
    with pytest.raises(Refused, match="passphrase"):
        signing_off.sign_file(report, by_file(SECURITY, people[SECURITY], passphrase="wrong"))
    assert report.read_bytes() == before


def test_a_role_signs_once(report, people):
    sign(report, people, SECURITY)
    before = report.read_bytes()
    with pytest.raises(Refused, match="already"):
        sign(report, people, SECURITY)
    assert report.read_bytes() == before


def test_a_role_that_is_not_planned_is_refused(report, people):
    with pytest.raises(Refused, match="chair"):
        signing_off.sign_file(report, by_file(Role.CHAIR, people[SECURITY]))


def test_an_unsigned_copy_is_not_collected(workspace, sealed, report):
    with pytest.raises(Refused, match="Nobody has signed"):
        signing_off.collect(workspace, sealed, report, BY, NOW)


def signed_elsewhere(report, person, role, **more):
    """The report signed as pyHanko signs when nobody tells it how."""
    identity = open_identity(person.identity, PASSPHRASE, NOW)
    settings = PdfSignatureMetadata(field_name=field_name(role), subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", **more)
    signer = PdfSigner(settings, signer_of(identity))
    return signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(report.read_bytes())), existing_fields_only=True).getvalue()


def test_a_copy_signed_with_another_tool_is_collected(workspace, sealed, report, people):
    report.write_bytes(signed_elsewhere(report, people[SECURITY], SECURITY))
    sign(report, people, OWNER)
    assert signing_off.collect(workspace, sealed, report, BY, NOW).state is State.SIGNED


def test_another_reason_is_not_collected(workspace, sealed, report, people):
    report.write_bytes(signed_elsewhere(report, people[SECURITY], SECURITY, reason="Under protest"))
    with pytest.raises(Refused, match=r"not the report's: Under protest\. Nothing was collected; sign again with no reason"):
        signing_off.collect(workspace, sealed, report, BY, NOW)


def test_what_another_tool_adds_is_refused_with_the_way_out(workspace, sealed, report, people):
    def retitled(writer):
        writer.trailer["/Info"][pdf_name("/Title")] = pdf_string("Approved")
        writer.mark_update(writer.trailer.raw_get("/Info"))

    identity = open_identity(people[SECURITY].identity, PASSPHRASE, NOW)
    report.write_bytes(evil_signed(report.read_bytes(), SECURITY, identity, retitled))
    with pytest.raises(
        Refused, match=r"more than its date and program: Title\. Nothing was collected; sign the report .* with this program"
    ):
        signing_off.collect(workspace, sealed, report, BY, NOW)


@pytest.fixture
def older(tmp_path):
    """Joan with a certificate from before the report was sealed."""
    made = Person("Joan Clarke", tmp_path / "older.p12")
    signing_off.create_identity(made.name, made.identity, PASSPHRASE, NOW - timedelta(days=9))
    return made


def test_a_clock_before_the_sealing_does_not_sign(report, older):
    before = report.read_bytes()
    with pytest.raises(Refused, match=r"before the report was sealed .* Nothing was signed; set the clock right"):
        signing_off.sign_file(report, by_file(SECURITY, older, at=NOW - timedelta(days=2)))
    assert report.read_bytes() == before


def test_a_time_before_the_sealing_is_not_collected(workspace, sealed, report, older, monkeypatch):
    monkeypatch.setattr(signing_off, "_check_planned", lambda *_: None)
    signing_off.sign_file(report, by_file(SECURITY, older, at=NOW - timedelta(days=2)))
    with pytest.raises(Refused, match=r"which cannot be true\. Nothing was collected"):
        signing_off.collect(workspace, sealed, report, BY, NOW)


def test_a_changed_copy_is_not_collected(workspace, sealed, report, people):
    sign(report, people, SECURITY)
    data = bytearray(report.read_bytes())
    data[5_000] ^= 1
    report.write_bytes(data)
    # where the byte falls into packed objects, nobody can read the file any more
    with pytest.raises((Refused, Unreadable), match=r"something in it was changed|ask for an undamaged copy"):
        signing_off.collect(workspace, sealed, report, BY, NOW)


def test_an_added_tail_is_not_collected(workspace, sealed, report, people):
    sign(report, people, SECURITY)
    report.write_bytes(report.read_bytes() + b"% more\n")
    with pytest.raises(Refused, match="no signature covers"):
        signing_off.collect(workspace, sealed, report, BY, NOW)


def test_copies_signed_side_by_side_do_not_merge(workspace, sealed, report, people, tmp_path):
    other = tmp_path / "other.pdf"
    other.write_bytes(report.read_bytes())
    sign(report, people, SECURITY)
    sign(other, people, OWNER)
    signed = signing_off.collect(workspace, sealed, report, BY, NOW)
    with pytest.raises(Refused, match="must sign again"):
        signing_off.collect(workspace, signed, other, BY, NOW)


def test_an_open_review_collects_nothing(workspace, review, report):
    with pytest.raises(Refused, match="this one is open"):
        signing_off.collect(workspace, review, report, BY, NOW)


def test_an_unpinned_role_is_signed_by_the_person_named(workspace, review, people, tmp_path):
    ready_one = ready(workspace, review, people)
    unpinned = Signatory(role=OWNER, name="grace hopper")
    change = SignatoryNamed(role=OWNER, before=ready_one.signatory(OWNER), after=unpinned)
    ready_one = reviewing.apply(workspace, ready_one, change, BY, NOW)
    sealing.seal(workspace, ready_one, BY, NOW, tmp_path / "r.pdf")
    assert sign(tmp_path / "r.pdf", people, OWNER).name == "Grace Hopper"


def test_pinned_certificates_are_known_here(workspace, sealed, people):
    known = {signing_off.certificate(person.certificate).fingerprint for person in people.values()}
    assert signing_off.pinned_fingerprints(workspace) == known
