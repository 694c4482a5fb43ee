"""Two judges of what was changed, who know nothing of each other: our own, for reports, and the signing library's, for any PDF."""

import pytest

from readiness_app.domain.vocabulary import Role
from readiness_app.signing.identities import Identity
from readiness_app.signing.read import read_revisions, read_signatures

from .conftest import drawn, sign


def test_both_judges_accept_what_the_program_signs(twice: bytes) -> None:
    found = read_revisions(twice)
    assert (found.malformed, found.refused) == ("", "") and [update.kind for update in found.updates] == ["signature"] * 2
    assert all(signature.ok for signature in read_signatures(twice).signatures)


def test_a_report_begins_with_what_was_sealed(report: bytes, twice: bytes) -> None:
    assert read_revisions(twice).first == report


def test_planned_fields_are_known_by_name(twice: bytes) -> None:
    assert read_revisions(twice).planned == ("Role-02-security", "Role-04-business_owner")


def test_a_foreign_letter_is_not_built_as_a_report() -> None:
    assert read_revisions(drawn("Letter")).malformed


@pytest.mark.parametrize("cut", [0, 1, 100, 5000])
def test_half_a_file_never_breaks_the_reader(twice: bytes, cut: int) -> None:
    assert read_revisions(twice[:cut]).malformed


def test_signing_without_a_look_leaves_the_look(once: bytes, bjorn: Identity) -> None:
    found = read_revisions(sign(once, Role.BUSINESS_OWNER, bjorn))
    assert found.looks["Role-04-business_owner"] == ""
