"""The small questions that the parts of a review answer about themselves."""

import pytest

from readiness_app.domain.confidentiality import embedded, file_name, is_program
from readiness_app.domain.errors import InvalidFile, NotFound
from readiness_app.domain.review import Decline
from readiness_app.domain.vocabulary import QuoteFate, Role
from tests.builders import NOW, a_checklist, a_claim, a_full_review, a_pack, a_review, a_sealed_review, a_signed_review, an_evidence


@pytest.mark.parametrize(("source", "bare"), [("http://a", True), (" HTTPS://a ", True), ("https://a", True), ("httpx", False)])
def test_a_link_alone_is_a_bare_link(source, bare):
    assert a_claim(source=source, quote="", evidence="", page=None, address="").bare_link is bare


def test_which_fates_of_a_quote_go_over_and_which_reopen():
    over = {QuoteFate.STILL_THERE, QuoteFate.MOVED}
    again = {QuoteFate.CHANGED, QuoteFate.GONE, QuoteFate.CANNOT_BE_CHECKED}
    assert ({one for one in QuoteFate if one.goes_over}, {one for one in QuoteFate if one.reopens}) == (over, again)


def test_a_pack_counts_its_claims_and_finds_a_proposal():
    pack = a_pack()
    assert pack.claim_count() == 1 and a_pack(background=(a_claim(), a_claim())).claim_count() == 3
    assert pack.proposal("QST-02") is pack.proposals[1] and pack.proposal("QST-99") is None


def test_a_checklist_finds_the_section_of_an_item():
    assert a_checklist(60).section_of("QST-55").id == "S2"
    with pytest.raises(NotFound):
        a_checklist().section_of("QST-99")


def test_who_has_yet_to_sign():
    assert a_full_review().waiting_roles == () and a_sealed_review().waiting_roles == (Role.SECURITY, Role.BUSINESS_OWNER)
    refused = Decline(role=Role.SECURITY, by="Joan", reason="x", at=NOW)
    assert a_sealed_review(declines=(refused,)).waiting_roles == (Role.BUSINESS_OWNER,)
    half = a_sealed_review(sign_offs=a_signed_review().sign_offs[:1])
    assert half.waiting_roles == (Role.BUSINESS_OWNER,) and a_signed_review().waiting_roles == ()


def test_a_file_that_is_not_there_is_named_by_the_beginning_of_its_hash():
    with pytest.raises(NotFound, match=f"hash {'a' * 12} is"):
        a_review().evidence_file("a" * 64)


def test_a_program_is_known_by_its_name_whatever_stands_behind():
    assert is_program(an_evidence(name="setup.EXE. .")) and not is_program(an_evidence(name="setup.exe.txt"))


def test_what_goes_into_the_report_ends_at_25_megabytes_in_all():
    files = tuple(an_evidence(bytes([number]), size=size) for number, size in enumerate((15_000_000, 9_000_000, 2_000_000, 1_000_000)))
    assert [file.size for file in embedded(a_review(evidence=files))] == [15_000_000, 9_000_000, 1_000_000]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a b/c.pdf", "a_b_c.pdf"),
        ("..", "file"),
        ("_.x._", "x"),
        ("Xy" * 60, ("Xy" * 60)[-80:]),
        ("\u202egnp.exe", "gnp.exe"),
        ("", "file"),
    ],
)
def test_a_copy_has_a_harmless_name(name, kept):
    evidence = an_evidence(name=name)
    assert file_name(evidence) == f"{evidence.sha256[:12]}-{kept}"


def test_an_invalid_file_names_each_place(monkeypatch):
    monkeypatch.undo()
    error = InvalidFile("No.", ("a: b",))
    assert (str(error), error.problems, InvalidFile("No.").problems) == ("No.", ("a: b",), ())
