"""Signing with a token and at a level by command line."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cli.conftest import REVIEW, Run, run_command
from tests.signing import softhsm
from tests.signing.lab import Lab, laboratory

ADA = ("--as", "Ada Byron")
SIGN = ("sign", "sealed.pdf", "--role", "security")
SECRET = ("--passphrase-file", "secret.txt")


@dataclass(frozen=True)
class Card:
    """The options that choose the token and the certificate of Tomas Berg on it."""

    library: Path
    slot: str
    fingerprint: str

    @property
    def chosen(self) -> tuple[str, ...]:
        return ("--token", str(self.library), "--slot", self.slot, "--certificate-id", "01")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed (apt-get install openssl)")
    with laboratory(tmp_path_factory.mktemp("lab")) as found:
        yield found


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory, lab: Lab) -> Iterator[Card]:
    from readiness_app.services.signing_off import certificates_on, tokens

    library, folder, key = softhsm.module(), tmp_path_factory.mktemp("token"), ec.generate_private_key(ec.SECP256R1())
    with softhsm.token(folder):
        softhsm.put(library, folder, lab.issue("Tomas Berg", key), key, id="01", label="Signature")
        slot = tokens(library)[0].slot
        yield Card(library, str(slot), certificates_on(library, slot)[0].certificate.fingerprint)


@pytest.fixture
def unpinned(templates: Path, small: Path) -> Path:
    """`sealed.pdf`, whose signatories are named without a certificate."""
    for role, name in (("security", "Tomas Berg"), ("business_owner", "Ruth Okello")):
        run_command("signatory", small, REVIEW, role, name, *ADA)
    run_command("decide", small, REVIEW, "--outcome", "defer", "--rationale", "R", *ADA)
    run_command("seal", small, REVIEW, "--out", "sealed.pdf", *ADA)
    Path("pin.txt").write_text(softhsm.PIN + "\n", encoding="utf-8")
    Path("pin.txt").chmod(0o600)
    return Path("sealed.pdf")


def test_a_token_signs(run: Run, unpinned: Path, card: Card) -> None:
    signed = run(*SIGN, *card.chosen, "--pin-file", "pin.txt")
    assert signed.stdout.strip() == card.fingerprint and "Tomas Berg signed" in signed.stderr


def test_the_pin_may_be_typed_and_is_not_shown(run: Run, unpinned: Path, card: Card) -> None:
    signed = run(*SIGN, *card.chosen, typed=f"{softhsm.PIN}\n")
    assert softhsm.PIN not in signed.stdout + signed.stderr


@pytest.mark.parametrize(("typed", "code", "words"), [("000000\n", 1, "The PIN of the token Card is wrong"), (None, 2, "--pin-file")])
def test_without_the_pin_nothing_is_signed(run: Run, unpinned: Path, card: Card, typed: str | None, code: int, words: str) -> None:
    before = unpinned.read_bytes()
    assert words in run(*SIGN, *card.chosen, typed=typed, code=code).stderr
    assert unpinned.read_bytes() == before


def test_the_pin_is_no_argument(run: Run, unpinned: Path, card: Card) -> None:
    run(*SIGN, *card.chosen, "--pin", softhsm.PIN, code=2)


def test_what_was_not_chosen_is_listed(run: Run, unpinned: Path, card: Card) -> None:
    assert f"--slot {card.slot}: Card" in run(*SIGN, "--token", card.library, code=2).stderr
    listed = run(*SIGN, *card.chosen[:4], code=2).stderr
    assert "--certificate-id 01: Tomas Berg, EC P-256" in listed


@pytest.mark.parametrize(
    "more", [(), ("--identity", "tomas.p12", "--token", "x.so"), ("--identity", "tomas.p12", "--slot", "1"), ("--level", "b-x")]
)
def test_choices_that_do_not_fit_together(run: Run, sealed: Path, more: tuple[str, ...]) -> None:
    before = Path("sealed.pdf").read_bytes()
    assert "Nothing was signed" in run(*SIGN, *more, code=2).stderr
    assert Path("sealed.pdf").read_bytes() == before


def test_a_module_that_is_not_there(run: Run, sealed: Path, card: Card) -> None:
    assert "There is no file none.so" in run(*SIGN, "--token", "none.so", code=3).stderr


@pytest.mark.parametrize(("level", "grown"), [("b-t", b"/ETSI.CAdES"), ("b-lt", b"/DSS"), ("b-lta", b"/DocTimeStamp")])
def test_a_level_is_kept_beside_the_signature(run: Run, unpinned: Path, card: Card, lab: Lab, level: str, grown: bytes) -> None:
    before = unpinned.read_bytes()
    run(*SIGN, *card.chosen, "--pin-file", "pin.txt", "--level", level, "--timestamp", lab.tsa)
    after = unpinned.read_bytes()
    assert after.startswith(before) and grown in after[len(before) :]


def test_a_level_without_an_authority(run: Run, sealed: Path) -> None:
    before = Path("sealed.pdf").read_bytes()
    words = run(*SIGN, "--identity", "tomas.p12", *SECRET, "--level", "b-lt", code=1).stderr
    assert "needs the address of a time stamp authority" in words and Path("sealed.pdf").read_bytes() == before


def test_the_certificate_of_a_token_can_be_pinned(run: Run, small: Path, card: Card, lab: Lab) -> None:
    tomas = next(one for one in lab.issued if "Tomas" in one.subject.rfc4514_string())
    Path("card.pem").write_bytes(tomas.public_bytes(serialization.Encoding.PEM))
    pinned = run("signatory", small, REVIEW, "security", "Tomas Berg", "--certificate", "card.pem", *ADA)
    assert pinned.stdout.strip() == card.fingerprint
