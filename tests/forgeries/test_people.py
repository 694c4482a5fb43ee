"""The wrong people, too few of them, or none: refused by who signed, not by what was signed."""

import datetime as dt
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from readiness_app.domain.review import Signatory
from readiness_app.domain.vocabulary import Role, State
from readiness_app.signing.identities import Identity, load_certificate
from tests.builders import NOW, a_full_review
from tests.forgeries.making import FIRST, SECOND, Case, built, evil_signed, failed, planned, reason, signed, verified
from tests.signing.conftest import Issuer, issued
from tests.verified_here import verified_here


def issued_to(name: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None, **more: Any) -> Issuer:
    times = {"since": NOW - dt.timedelta(days=30), "until": NOW + dt.timedelta(days=3650)}
    return issued(name, key or ec.generate_private_key(ec.SECP256R1()), **{**times, **more})


def held(issuer: Issuer) -> Identity:
    """An identity without the checks that the program makes before anybody signs."""
    return Identity(certificate=load_certificate(issuer.pem), key=issuer.key, chain=())


def _plain(case: Case, role: Role, identity: Identity, data: bytes) -> bytes:
    return evil_signed(data, role, identity, lambda writer: None)


def test_nobody_signed(case: Case) -> None:
    assert failed(case.base) == ["all_signed"] and "0 of 2" in reason(case.base, "all_signed")


def test_cut_back_to_the_first_signature(case: Case) -> None:
    assert failed(case.twice[: len(case.once)]) == ["all_signed"] and "1 of 2" in reason(case.once, "all_signed")


def test_cut_back_to_the_sealed_report(case: Case) -> None:
    assert failed(case.twice[: len(case.base)]) == ["all_signed"]


def test_another_person(case: Case) -> None:
    other = held(issued_to("Mallory"))
    assert failed(signed(case.once, SECOND, other)) == ["signers"]


def test_a_stranger_of_the_same_name(case: Case) -> None:
    assert failed(signed(case.once, SECOND, case.strangers[SECOND])) == ["signers"]


def test_both_signed_by_one_person(case: Case) -> None:
    forged = _plain(case, SECOND, case.people[FIRST], case.once)
    assert {"signers", "separate_persons"} <= set(failed(forged))


def test_roles_exchanged(case: Case) -> None:
    data = signed(signed(case.base, FIRST, case.people[SECOND]), SECOND, case.people[FIRST])
    assert failed(data) == ["signers"]


def test_one_certificate_pinned_to_two_roles(case: Case) -> None:
    """The record itself lets one key answer for both."""
    one = case.people[FIRST]
    data = signed(built(planned({FIRST: one, SECOND: one})), FIRST, one)
    assert failed(_plain(case, SECOND, one, data)) == ["separate_persons"]


def _nobody_pinned(case: Case, *people: Identity) -> bytes:
    names = tuple(Signatory(role=role, name=case.people[role].certificate.name) for role in (FIRST, SECOND))
    data = built(planned(case.people, signatories=names))
    for role, identity in zip((FIRST, SECOND), people, strict=True):
        data = _plain(case, role, identity, data)
    return data


def test_an_unknown_self_signed_certificate(case: Case) -> None:
    data = _nobody_pinned(case, *case.strangers.values())
    assert failed(data) == ["signers"] and "neither pinned in the record nor trusted here" in reason(data, "signers")


def test_an_unknown_root(case: Case) -> None:
    root = issued_to("Anybody's Root", authority=True)
    made = [held(issued_to(name, issuer=root)) for name in ("Joan Clarke", "Grace Hopper")]
    data = _nobody_pinned(case, *made)
    assert failed(data) == ["signers"]
    assert verified_here(data, "report.pdf", [load_certificate(root.pem)]).valid


def test_a_root_that_expired(case: Case) -> None:
    root = issued_to("Old Root", authority=True, until=NOW - dt.timedelta(hours=1))
    made = [held(issued_to(name, issuer=root)) for name in ("Joan Clarke", "Grace Hopper")]
    assert not verified_here(_nobody_pinned(case, *made), "report.pdf", [load_certificate(root.pem)]).valid


def test_an_intermediate_that_is_no_authority(case: Case) -> None:
    root = issued_to("Root", authority=True)
    person = issued_to("Somebody", issuer=root)
    made = [held(issued_to(name, issuer=person)) for name in ("Joan Clarke", "Grace Hopper")]
    assert not verified_here(_nobody_pinned(case, *made), "report.pdf", [load_certificate(root.pem)]).valid


def test_a_trusted_person_of_another_name(case: Case) -> None:
    """Trust in a root is trust in names: the record names another person."""
    root = issued_to("Root", authority=True)
    made = [held(issued_to(name, issuer=root)) for name in ("Joan Clarke", "Mallory")]
    found = verified_here(_nobody_pinned(case, *made), "report.pdf", [load_certificate(root.pem)])
    assert [check.name for check in found.checks if check.failed] == ["signers"]


@pytest.mark.parametrize("since, until", [(-9, -1), (1, 9)], ids=["expired", "not yet valid"])
def test_a_certificate_out_of_its_time(case: Case, since: int, until: int) -> None:
    now = dt.datetime.now(dt.UTC)
    old = held(issued_to("Grace Hopper", since=now + dt.timedelta(days=since), until=now + dt.timedelta(days=until)))
    people = {**case.people, SECOND: old}
    data = _plain(case, SECOND, old, signed(built(planned(people)), FIRST, case.people[FIRST]))
    assert failed(data) == ["signers"]


@pytest.mark.parametrize("hours", [25, 24 * 400])
def test_a_time_before_the_report_was_sealed(case: Case, hours: int) -> None:
    """Backdating would bring an expired certificate back to life."""
    old = held(issued_to("Grace Hopper", since=NOW - dt.timedelta(days=900), until=NOW - dt.timedelta(hours=24)))
    people = {**case.people, SECOND: old}
    data = signed(built(planned(people)), FIRST, case.people[FIRST])
    forged = signed(data, SECOND, old, NOW - dt.timedelta(hours=hours))
    assert failed(forged) == ["signers"] and "before the report was sealed" in reason(forged, "signers")


def test_a_clock_that_is_a_little_wrong_is_honest(case: Case) -> None:
    other = held(issued_to("Grace Hopper"))
    people = {**case.people, SECOND: other}
    data = signed(built(planned(people)), FIRST, case.people[FIRST])
    assert failed(signed(data, SECOND, other, NOW - dt.timedelta(hours=23))) == []


def test_a_certificate_for_something_else(case: Case) -> None:
    other = held(issued_to("Grace Hopper", signs=False))
    people = {**case.people, SECOND: other}
    data = signed(built(planned(people)), FIRST, case.people[FIRST])
    try:
        forged = _plain(case, SECOND, other, data)
    except Exception:  # the library that signs refuses too
        pytest.skip("the signing library refuses such a certificate by itself")
    assert "signatures_intact" in failed(forged)


def test_a_draft_signed_as_if_it_were_sealed(case: Case) -> None:
    review = a_full_review(state=State.OPEN)
    assert {"sealed", "all_signed"} <= set(failed(built(review)))


def test_intact_but_untrusted_is_said_as_such(case: Case) -> None:
    found = verified(_nobody_pinned(case, *case.strangers.values()))
    assert all("intact, but" in signer.detail for signer in found.signers)
    assert next(check for check in found.checks if check.name == "signatures_intact").ok


def test_a_pin_in_the_file_alone_confirms_nobody(case: Case) -> None:
    """Anybody can make a whole report under the names of others: it is consistent, and nobody is confirmed."""
    forged = Case(case.strangers, {}, case.seal).twice
    assert verified(forged).identities == "named_by_the_report_only"


def test_another_meaning(case: Case) -> None:
    forged = signed(case.once, SECOND, case.people[SECOND], meaning="I was forced.")
    assert failed(forged) == ["looks"] and "I was forced." in reason(forged, "looks")
