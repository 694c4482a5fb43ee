"""Reports made once, for all tests that only look at them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from readiness_app.assets import resource_path
from readiness_app.domain.adoption import adoption, use_of
from readiness_app.domain.review import Decision, Evidence, Frame, Review, Sealing, Signatory, Subject
from readiness_app.domain.vocabulary import Confidentiality, Outcome, Role, ScopeAnswer, State, Tier
from readiness_app.exchange.checklist_files import load_checklist
from readiness_app.exchange.pack_files import load_pack
from readiness_app.exchange.record import encode_record
from readiness_app.report.build import build_report

NOW = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
FIELDS = {role: f"Role-{number:02}-{role.value}" for number, role in enumerate(Role, 1)}
SEAL_FIELD = "Seal-00-workspace"
SECRET = b"only under the agreement " * 40


@dataclass(frozen=True)
class Made:
    """A review, its files and the finished report."""

    review: Review
    record: bytes
    files: Mapping[str, bytes]
    pdf: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.record).hexdigest()


def make(review: Review, files: Mapping[str, bytes], *, final: bool = True) -> Made:
    record = encode_record(review)
    digest = hashlib.sha256(record).hexdigest()
    pdf = build_report(review, record=record, digest=digest, files=files, fields=FIELDS, seal_field=SEAL_FIELD, final=final)
    return Made(review, record, files, pdf)


def a_file(data: bytes, name: str, level: Confidentiality) -> Evidence:
    return Evidence(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        size=len(data),
        media_type="text/markdown",
        title=f"Title of {name}",
        added=NOW,
        added_by="Ingrid Solberg",
        confidentiality=level,
    )


def mythos() -> tuple[Review, dict[str, bytes]]:
    """The real checklist with the real pack adopted, two files, a decision, sealed."""
    checklist = load_checklist(resource_path("checklists", "frontier-deployment.json"))
    pack = load_pack(resource_path("packs", "claude-mythos-2026-03-29.json"))
    subject = Subject(vendor="Anthropic", model="Claude Mythos", route="Direct API")
    scope = {question.key: ScopeAnswer.YES for question in checklist.scope} | {"health_data": ScopeAnswer.NO}
    frame = Frame(
        subject=subject,
        tier=Tier.INTERNAL,
        as_of=date(2026, 3, 29),
        lead="Ingrid Solberg",
        scope=scope,
        pack=use_of(pack, checklist.id, subject),
    )
    review = Review(id="R1", checklist=checklist, frame=frame, created=NOW, created_by="Ingrid Solberg")
    for change in adoption(review, pack, "Ingrid Solberg").changes:
        review = change.applied_to(review)
    note = b"A reading note.\n" * 20
    held = (a_file(note, "../notes/rädda.md", Confidentiality.INTERNAL), a_file(SECRET, "briefing.md", Confidentiality.UNDER_NDA))
    answers = dict(review.answers)
    answers["MOD-01"] = replace(answers["MOD-01"], evidence=tuple(file.sha256 for file in held))
    decision = Decision(
        outcome=Outcome.DEFER, rationale="Too much is open.", valid_until=None, made_by="Ingrid Solberg", made=NOW, edition=1
    )
    made_with = {"readiness": "0.1.0"}
    sealing = Sealing(at=NOW, by="Ingrid Solberg", history_length=187, history_head="ab" * 32, made_with=made_with, seal="ef" * 32)
    signatories = tuple(Signatory(role=role, name=f"Person {role.value}", fingerprint="cd" * 32) for role in review.required_roles)
    review = replace(
        review, answers=answers, evidence=held, decision=decision, state=State.SEALED, sealing=sealing, signatories=signatories
    )
    return review, {hashlib.sha256(data).hexdigest(): data for data in (note, SECRET)}


@pytest.fixture(scope="session")
def final() -> Made:
    return make(*mythos())


@pytest.fixture(scope="session")
def draft() -> Made:
    review, files = mythos()
    return make(replace(review, state=State.OPEN, sealing=None), files, final=False)
