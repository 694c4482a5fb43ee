"""The reports that are judged, each made once, and what veraPDF says of all of them in one run."""

import dataclasses
import enum
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from readiness_app.domain.review import Review
from readiness_app.domain.vendor import QuestionList
from readiness_app.domain.vocabulary import Paper, Role
from readiness_app.report.meaning import meaning_of_signing
from readiness_app.report.questions import build_questions
from readiness_app.report.stamp import FIELD_SIZE, stamp
from readiness_app.services.seals import certified
from readiness_app.signing.certify import create_seal, open_seal
from readiness_app.signing.identities import Identity, create_identity, open_identity
from readiness_app.signing.sign import sign_field
from tests.builders import a_full_review, a_question_list, a_review, a_sealed_review, a_sealing, an_acceptance, an_answer, an_evidence
from tests.judges.outside import Verdict, vera
from tests.report.conftest import FIELDS, make, mythos
from tests.report.rich import rich
from tests.signing.conftest import PASSPHRASE as ISSUED_PASSPHRASE
from tests.signing.conftest import issued, packed

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
PASSPHRASE = "a long passphrase"
FLAVOURS = ("3a", "ua1")
HOSTILE = (
    '<img src="file:///etc/passwd"> <b>x</b> [[[ 😀 漢字 שלום مرحبا \u202e\x00\x07\ue000\ufdd0\ufffe a\tb\r\nc {x} %s (paren) \\ \u0301'
)
# Words that the record's own rules bind to one form; everything else of people and files may be anything.
_BOUND = {"id", "sha256", "fingerprint", "item", "when", "key", "all", "any_of", "scope", "keys", "history_head", "pack", "adopted"}


def signed(pdf: bytes, role: Role, identity: Identity) -> bytes:
    """The report with this person's signature in the field of this role, as the app makes it."""
    meaning, name = meaning_of_signing(role), identity.certificate.name
    width, height = FIELD_SIZE
    look = stamp(role=role.value, name=name, time_text="21 Nov 2026, 15:00 UTC", meaning=meaning, width=width - 2, height=height - 2)
    return sign_field(pdf, field=FIELDS[role], identity=identity, role_label=role.value, meaning=meaning, now=NOW, appearance=look)


def people(folder: Path) -> tuple[Identity, Identity]:
    """One who made an identity in the app, and one whose certificate comes from an authority; whom to trust lies in <role>.pem."""
    create_identity("Tomas Berg", folder / "security.p12", PASSPHRASE, NOW)
    root = issued("Example Root", ec.generate_private_key(ec.SECP256R1()), authority=True)
    holder = issued("Ruth Okello", rsa.generate_private_key(65537, 2048), root)
    (folder / "business_owner.p12").write_bytes(packed(holder, root))
    (folder / "business_owner.pem").write_bytes(root.pem)
    first = open_identity(folder / "security.p12", PASSPHRASE, NOW)
    return first, open_identity(folder / "business_owner.p12", ISSUED_PASSPHRASE, NOW)


def spoiled(value: Any, field: str = "") -> Any:
    """The same with hostile words after every text that people or files can choose."""
    if field in _BOUND or isinstance(value, enum.Enum):
        return value
    if isinstance(value, str):
        return value + HOSTILE if value else value
    if isinstance(value, tuple):
        return tuple(spoiled(entry, field) for entry in value) if field != "evidence" or not _texts(value) else value
    if isinstance(value, dict):
        return {key: spoiled(entry, field) for key, entry in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: spoiled(getattr(value, one.name), one.name) for one in dataclasses.fields(value)}
        return replace(value, **{name: entry for name, entry in changed.items() if name not in ("evidence",) or not isinstance(entry, str)})
    return value


def _texts(value: tuple[Any, ...]) -> bool:
    return all(isinstance(entry, str) for entry in value)


def hostile() -> tuple[Review, dict[str, bytes]]:
    """The real checklist and pack with hostile words everywhere, and notes of every bad shape."""
    review, files = mythos()
    review = spoiled(review)
    answers = dict(review.answers)
    notes = (
        "W" * 3_000,
        "Lorem ipsum dolor sit amet. " * 380,
        "https://example.org/" + "part/" * 500,
        "漢" * 400,
        "\n" * 40 + "end",
        "\x00",
    )
    for name, note in zip(answers, notes, strict=False):
        answers[name] = replace(answers[name], note=note)
    return replace(review, answers=answers), files


def everything() -> tuple[Review, dict[str, bytes]]:
    """A sealed review with every kind of content at once, and long tables of it."""
    datas = [b"file %d" % number for number in range(30)]
    evidence = tuple(an_evidence(data, title=f"File {number}", expires=NOW.date()) for number, data in enumerate(datas))
    full = a_full_review()
    answers = dict(full.answers)
    answers["QST-05"] = an_answer(evidence=tuple(file.sha256 for file in evidence), acceptance=an_acceptance(rationale="Why not. " * 300))
    held = {file.sha256: data for file, data in zip(evidence, datas, strict=True)}
    first = full.evidence[0]
    review = replace(full, evidence=(*full.evidence, *evidence), answers=answers, state=a_sealed_review().state, sealing=a_sealing())
    return review, held | {first.sha256: b"the retention page"}


def asked() -> tuple[Review, QuestionList]:
    """A question list of everything the real checklist asks a vendor."""
    review = mythos()[0]
    return review, a_question_list(*(item for item in review.checklist.items() if item.vendor_question), due=NOW.date())


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture(scope="session")
def reports(certificates: Path) -> dict[str, bytes]:
    """Reports by name; nobody changes them."""
    base = make(*mythos()).pdf
    create_seal(certificates / "seal.p12", "acme", NOW)
    sealed = certified(base, open_seal(certificates / "seal.p12", NOW), NOW)
    tomas, ruth = people(certificates)
    once = signed(sealed, Role.SECURITY, tomas)
    return {
        "empty": make(a_review(), {}, final=False).pdf,
        "unanswered": make(a_sealed_review(answers={}, evidence=(), signatories=(), decision=None), {}).pdf,
        "base": base,
        "sealed": sealed,
        "once": once,
        "twice": signed(once, Role.BUSINESS_OWNER, ruth),
        "hostile": make(*hostile(), final=False).pdf,
        "everything": make(*everything()).pdf,
        "letter": make(*rich(Paper.LETTER)).pdf,
        "questions": build_questions(*asked()),
    }


@pytest.fixture(scope="session")
def verdicts(reports: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Verdict]:
    return vera(tmp_path_factory.mktemp("vera"), FLAVOURS, reports)
