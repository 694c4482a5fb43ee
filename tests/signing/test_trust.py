"""Whom a signer's certificate leads to."""

import datetime as dt
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from readiness_app.domain.vocabulary import Role
from readiness_app.signing.identities import Identity, load_certificate
from readiness_app.signing.read import is_trusted, read_signatures, trusted

from .conftest import NOW, Issuer, issued, sign


def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def seen(*chain: Issuer) -> list:
    return [load_certificate(one.pem) for one in chain]


def test_a_self_signed_signer_is_trusted_by_its_own_certificate(once: bytes, ada: Identity) -> None:
    assert is_trusted(read_signatures(once).signatures[0], [ada.certificate], NOW)


def test_a_self_signed_signer_is_not_trusted_by_another(once: bytes, bjorn: Identity) -> None:
    assert not is_trusted(read_signatures(once).signatures[0], [bjorn.certificate], NOW)


def test_nobody_is_trusted_without_trust(once: bytes) -> None:
    assert not is_trusted(read_signatures(once).signatures[0], [], NOW)


def test_the_same_name_is_not_the_same_person(ada: Identity) -> None:
    assert not trusted(seen(issued("Ada Lindqvist", key())), [ada.certificate], NOW)


def test_an_authority_stands_behind_its_signers(report: bytes, root: Issuer, identity_of: Callable[..., Identity]) -> None:
    signed = sign(report, Role.SECURITY, identity_of(issued("Chen Wei", key(), root)))
    assert is_trusted(read_signatures(signed).signatures[0], seen(root), NOW)


def test_an_intermediate_carried_by_the_signature_is_used(report: bytes, root: Issuer, identity_of: Callable[..., Identity]) -> None:
    middle = issued("Department", key(), root, authority=True)
    signed = sign(report, Role.SECURITY, identity_of(issued("Chen Wei", key(), middle), middle))
    assert is_trusted(read_signatures(signed).signatures[0], seen(root), NOW)


def test_another_authority_of_the_same_name_does_not_count(root: Issuer) -> None:
    assert not trusted(seen(issued("Chen Wei", key(), root)), seen(issued("Review Lab Root", key(), authority=True)), NOW)


def test_a_trusted_person_is_no_authority() -> None:
    person = issued("Ada", key())
    assert not trusted(seen(issued("The Chair", key(), person)), seen(person), NOW)


def test_a_person_in_the_chain_is_no_authority(root: Issuer) -> None:
    person = issued("Ada", key(), root)
    assert not trusted(seen(issued("The Chair", key(), person), person), seen(root), NOW)


@pytest.mark.parametrize("days", [-3, 3651])
def test_outside_its_validity_nobody_is_trusted(root: Issuer, days: int) -> None:
    holder = issued("Chen Wei", key(), root)
    assert not trusted(seen(holder), seen(root), NOW + dt.timedelta(days=days))
    assert not trusted(seen(holder), seen(holder), NOW + dt.timedelta(days=days))


def test_an_expired_authority_does_not_count() -> None:
    old = issued("Old Root", key(), authority=True, until=NOW - dt.timedelta(days=1))
    assert not trusted(seen(issued("Chen Wei", key(), old)), seen(old), NOW)
