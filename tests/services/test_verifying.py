"""Verifying: each check can fail, and says why."""

import shutil

import pytest

from readiness_app.domain.errors import Unreadable
from readiness_app.domain.vocabulary import Role
from readiness_app.services import signing_off, verifying
from tests.services.conftest import by_file


@pytest.fixture
def signed(report, people):
    for role, person in people.items():
        signing_off.sign_file(report, by_file(role, person))
    return report


def failed(verification):
    return [check.name for check in verification.checks if not check.ok]


def test_a_signed_report_is_valid(signed):
    found = verifying.verify(signed)
    assert (found.valid, failed(found), found.expected_signers) == (True, [], 2)


def test_pins_in_the_file_alone_confirm_nobody(signed):
    assert verifying.verify(signed).identities == "named_by_the_report_only"


def test_trusted_certificates_confirm(signed, people):
    assert verifying.verify(signed, trust=[person.certificate for person in people.values()]).identities == "confirmed"


def test_one_trusted_of_two_does_not(signed, people):
    assert verifying.verify(signed, trust=[people[Role.SECURITY].certificate]).identities == "named_by_the_report_only"


def test_what_this_workspace_pinned_confirms(signed, workspace):
    assert verifying.verify(signed, pinned=signing_off.pinned_fingerprints(workspace)).identities == "confirmed"


def test_an_unsigned_report_is_not_valid(report):
    assert "all_signed" in failed(verifying.verify(report))


def test_one_of_two_signatures_is_not_valid(report, people):
    signing_off.sign_file(report, by_file(Role.SECURITY, people[Role.SECURITY]))
    found = verifying.verify(report)
    assert "1 of 2" in next(c.detail for c in found.checks if c.name == "all_signed")


def test_a_report_cut_back_to_the_first_signature_is_not_valid(signed, report, people, tmp_path):
    data = signed.read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(data[: data.index(b"%%EOF", data.index(b"/Contents <")) + 6])
    assert "all_signed" in failed(verifying.verify(cut))


def test_a_changed_byte_is_found(signed):
    data = bytearray(signed.read_bytes())
    data[len(data) // 3] ^= 1
    signed.write_bytes(data)
    assert not verifying.verify(signed).valid


def test_appended_bytes_are_found(signed):
    signed.write_bytes(signed.read_bytes() + b"\n% something\n")
    assert "nothing_changed" in failed(verifying.verify(signed))


def test_a_report_that_only_waits_for_signatures_is_told_as_intact(report, people):
    signing_off.sign_file(report, by_file(Role.SECURITY, people[Role.SECURITY]))
    found = verifying.verify(report)
    assert (found.valid, found.waiting) == (False, True)
    assert "is intact; 1 of 2 required signatures, missing: Business owner (" in found.summary


def test_nobody_is_confirmed_by_a_file_that_was_changed(signed, workspace):
    signed.write_bytes(signed.read_bytes() + b"\n% something\n")
    found = verifying.verify(signed, pinned=signing_off.pinned_fingerprints(workspace))
    assert (found.identities, found.judged, any(one.confirmed for one in found.signers)) == ("named_by_the_report_only", False, False)
    assert "is not valid: it was changed or damaged after it was sealed (" in found.summary


def test_checks_are_told_as_they_finish(signed):
    told = []
    found = verifying.verify(signed, on_check=told.append)
    assert tuple(told) == found.checks


def test_a_foreign_pdf_is_not_a_report(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "foreign.pdf"))
    canvas.drawString(100, 100, "hello")
    canvas.save()
    found = verifying.verify(tmp_path / "foreign.pdf")
    assert (found.valid, found.is_report) == (False, False) and "not a Readiness report" in found.summary


@pytest.mark.parametrize("keep", [0, 10, 5_000])
def test_a_truncated_file_cannot_be_read(signed, tmp_path, keep):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(signed.read_bytes()[:keep])
    with pytest.raises(Unreadable):
        verifying.verify(broken)


def test_verifying_needs_no_workspace(signed, tmp_path_factory):
    alone = tmp_path_factory.mktemp("elsewhere") / "report.pdf"
    shutil.copy(signed, alone)
    assert verifying.verify(alone).valid
