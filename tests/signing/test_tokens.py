"""Signing with a PKCS#11 token."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from readiness_app.domain.errors import NotFound, Refused, Unreadable
from readiness_app.domain.vocabulary import Role
from readiness_app.signing import tokens as talking
from readiness_app.signing.read import read_signatures
from readiness_app.signing.tokens import certificates_on, open_token, tokens

from . import softhsm
from .conftest import sign
from .lab import TODAY, Lab, laboratory
from .softhsm import PIN

EC_ID, RSA_ID, ALWAYS_ID, ORPHAN_ID, WRONG_ID = "01", "02a1", "03", "04", "05"


@dataclass(frozen=True)
class Card:
    """SoftHSM's module, the slot of the one token in it, and where its files are."""

    library: Path
    slot: int
    folder: Path


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with laboratory(tmp_path_factory.mktemp("lab")) as found:
        yield found


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory, lab: Lab) -> Iterator[Card]:
    """A token with two people of the same label (EC, RSA), a key that always asks, a certificate without key, one with another's key."""
    library, folder = softhsm.module(), tmp_path_factory.mktemp("token")
    curve, big, other = (
        ec.generate_private_key(ec.SECP256R1()),
        rsa.generate_private_key(65537, 2048),
        ec.generate_private_key(ec.SECP256R1()),
    )
    with softhsm.token(folder):
        softhsm.put(library, folder, lab.issue("Ada Lindqvist", curve), curve, id=EC_ID, label="Signature")
        softhsm.put(library, folder, lab.issue("Björn Okafor", big), big, id=RSA_ID, label="Signature")
        softhsm.put(library, folder, lab.issue("Chen Wei", other), other, id=ALWAYS_ID, label="Qualified", always=True)
        softhsm.put(library, folder, lab.issue("Dana Orphan", curve), None, id=ORPHAN_ID, label="No key")
        softhsm.put(library, folder, lab.issue("Eve Other", curve), other, id=WRONG_ID, label="Other key")
        softhsm.put(library, folder, lab.root, None, id="ff", label="Root")
        yield Card(library, tokens(library)[0].slot, folder)


def test_importing_loads_no_module() -> None:
    code = "import readiness_app.signing.tokens, sys; print('pkcs11' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "False"


def test_a_token_is_listed(card: Card) -> None:
    found = tokens(card.library)
    assert [(one.slot, one.label, one.pin_pad, one.locked, one.needs_pin) for one in found] == [(card.slot, "Card", False, False, True)]
    assert len(found[0].serial) == 16


@pytest.mark.parametrize("pin", [None, PIN])
def test_certificates_of_one_label_are_told_apart(card: Card, pin: str | None) -> None:
    found = {one.id: one for one in certificates_on(card.library, card.slot, pin)}
    assert {one.certificate.name for one in found.values() if one.label == "Signature"} == {"Ada Lindqvist", "Björn Okafor"}
    assert (found[EC_ID].certificate.key, found[RSA_ID].certificate.key) == ("EC P-256", "RSA 2048")
    assert "ff" not in found


@pytest.mark.parametrize(("chosen", "name"), [(EC_ID, "Ada Lindqvist"), (RSA_ID, "Björn Okafor"), ("02:A1", "Björn Okafor")])
def test_a_token_signs_a_field(card: Card, report: bytes, chosen: str, name: str) -> None:
    with open_token(card.library, card.slot, chosen, PIN) as identity:
        signed = sign(report, Role.SECURITY, identity, now=TODAY)
    found = read_signatures(signed).signatures[0]
    assert found.ok and found.certificate.name == name and [one.name for one in found.chain] == ["Review Lab Root"]


@pytest.mark.parametrize("kind", ["RSA", "EC"])
def test_a_token_that_makes_no_digest_gets_one(card: Card, report: bytes, kind: str) -> None:
    with open_token(card.library, card.slot, RSA_ID if kind == "RSA" else EC_ID, PIN) as identity:
        object.__setattr__(identity, "mechanisms", frozenset())
        assert read_signatures(sign(report, Role.SECURITY, identity, now=TODAY)).signatures[0].ok


def test_a_key_that_asks_every_time_is_told_the_pin_again(card: Card, report: bytes) -> None:
    with open_token(card.library, card.slot, ALWAYS_ID, PIN) as identity:
        assert identity.pin == PIN
        assert read_signatures(sign(report, Role.SECURITY, identity, now=TODAY)).signatures[0].ok


def test_the_session_is_over_afterwards(card: Card) -> None:
    identity = open_token(card.library, card.slot, EC_ID, PIN)
    identity.close()
    with pytest.raises(Unreadable, match="Nothing was signed"):
        identity.sign(b"x")


def test_the_pin_shows_in_no_text(card: Card) -> None:
    with open_token(card.library, card.slot, ALWAYS_ID, PIN) as identity:
        assert PIN not in repr(identity)


def test_a_wrong_pin_is_tried_once(card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str | None] = []
    real = talking._logged_in
    monkeypatch.setattr(talking, "_logged_in", lambda token, pin: (tried.append(pin), real(token, pin))[1])
    with pytest.raises(Refused, match=r"^The PIN of the token Card is wrong\. Nothing was signed\. Too many wrong tries lock it; "):
        open_token(card.library, card.slot, EC_ID, "wrong")
    assert tried == ["wrong"]


def test_the_right_pin_works_after_a_wrong_one(card: Card) -> None:
    for _ in range(20):  # sessions that a wrong PIN left open would run out
        with pytest.raises(Refused):
            open_token(card.library, card.slot, EC_ID, "wrong")
    open_token(card.library, card.slot, EC_ID, PIN).close()


def test_without_a_pin_it_is_asked_for(card: Card) -> None:
    with pytest.raises(Refused, match="needs its PIN"):
        open_token(card.library, card.slot, EC_ID, None)


def test_an_unknown_id(card: Card) -> None:
    with pytest.raises(NotFound, match="holds no certificate with the id 77"):
        open_token(card.library, card.slot, "77", PIN)


@pytest.mark.parametrize("chosen", ["Signature", "ff"])
def test_neither_a_label_nor_an_authority_can_be_chosen(card: Card, chosen: str) -> None:
    with pytest.raises((Refused, NotFound), match="Nothing was signed"):
        open_token(card.library, card.slot, chosen, PIN)


def test_a_certificate_without_a_key(card: Card) -> None:
    with pytest.raises(Refused, match="has no private keys with the id 04"):
        open_token(card.library, card.slot, ORPHAN_ID, PIN)


def test_a_key_that_is_not_the_certificate_s(card: Card, report: bytes) -> None:
    with open_token(card.library, card.slot, WRONG_ID, PIN) as identity, pytest.raises(Refused, match="another key"):
        sign(report, Role.SECURITY, identity, now=TODAY)


def test_an_empty_slot(card: Card) -> None:
    with pytest.raises(NotFound, match="no token in slot 7"):
        open_token(card.library, 7, EC_ID, PIN)


@pytest.mark.parametrize("file", ["none.so", "text.so"])
def test_what_is_no_module(card: Card, tmp_path: Path, file: str) -> None:
    (tmp_path / "text.so").write_text("hello")
    with pytest.raises((NotFound, Unreadable), match=file.replace(".", r"\.")):
        tokens(tmp_path / file)


def test_without_the_package_it_says_what_to_install(card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(Refused, match="its extra named token"):
        tokens(card.library)


def test_another_thread_is_told_that_the_token_is_busy(card: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talking, "BUSY_SECONDS", 0.05)
    told: list[str] = []

    def ask() -> None:
        try:
            tokens(card.library)
        except Refused as trouble:
            told.append(str(trouble))

    with open_token(card.library, card.slot, EC_ID, PIN):
        other = threading.Thread(target=ask)
        other.start()
        other.join()
    assert told and told[0].startswith("A token is busy")


def test_a_second_identity_of_a_token_in_use_is_refused(card: Card) -> None:
    with open_token(card.library, card.slot, EC_ID, PIN), pytest.raises(Refused, match="in use by another signature"):
        open_token(card.library, card.slot, RSA_ID, PIN)


def test_a_token_taken_out_while_it_signs(tmp_path: Path, lab: Lab, report: bytes) -> None:
    library, key = softhsm.module(), ec.generate_private_key(ec.SECP256R1())
    with softhsm.token(tmp_path):
        softhsm.put(library, tmp_path, lab.issue("Ada", key), key, id=EC_ID, label="x")
        slot = tokens(library)[0].slot
        with open_token(library, slot, EC_ID, PIN) as identity, pytest.raises(Unreadable, match="Nothing was signed"):
            shutil.rmtree(tmp_path / "tokens")
            sign(report, Role.SECURITY, identity, now=TODAY)
        with pytest.raises((NotFound, Unreadable), match="Nothing was signed"):
            open_token(library, slot, EC_ID, PIN)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("FunctionCancelled", "cancelled at the reader"),
        ("PinLocked", "is locked"),
        ("PinExpired", "has to be changed"),
        ("DeviceRemoved", "taken out"),
        ("TokenNotPresent", "taken out"),
        ("UserNotLoggedIn", "wants its PIN"),
        ("DeviceError", r"failed \(DeviceError\)"),
    ],
)
def test_every_answer_of_a_module_is_one_sentence(card: Card, kind: str, words: str) -> None:
    import pkcs11

    with pytest.raises((Refused, Unreadable), match=words), talking._plain_words(pkcs11):
        raise getattr(pkcs11, kind)


@pytest.mark.parametrize(("flag", "words"), [("USER_PIN_FINAL_TRY", "One try is left"), ("USER_PIN_LOCKED", "is locked after")])
def test_what_a_token_says_of_its_tries_is_passed_on(card: Card, flag: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = talking._flag
    tried: list[object] = []

    def known_after_the_try(token: object, name: str) -> bool:
        tried.append(name)
        return (name == flag and tried.count("USER_PIN_LOCKED") > 1) or real(token, name)

    monkeypatch.setattr(talking, "_flag", known_after_the_try)
    with pytest.raises(Refused, match=words):
        open_token(card.library, card.slot, EC_ID, "wrong")


def test_with_a_pin_pad_the_reader_asks(card: Card) -> None:
    import pkcs11

    class Pad:
        label, flags = "Pad", pkcs11.TokenFlag.LOGIN_REQUIRED | pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH

        def open(self, user_pin: object) -> object:
            return user_pin

    assert talking._logged_in(Pad(), None) is pkcs11.PROTECTED_AUTH
