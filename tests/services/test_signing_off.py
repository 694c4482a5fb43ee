"""Signing in a role, here and elsewhere, and taking reports back."""

import pytest

from readiness_app.domain.changes import SignatoryNamed
from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Signatory
from readiness_app.domain.vocabulary import Role, State
from readiness_app.services import reviewing, sealing, signing_off
from tests.builders import NOW
from tests.services.conftest import BY, by_file, ready

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


def test_a_changed_copy_is_not_collected(workspace, sealed, report, people):
    sign(report, people, SECURITY)
    data = bytearray(report.read_bytes())
    data[5_000] ^= 1
    report.write_bytes(data)
    with pytest.raises(Refused, match="something in it was changed"):
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
