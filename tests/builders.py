"""Shared builders of domain values: plausible, deterministic, every part replaceable by keyword."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from readiness_app.domain.checklist import Checklist, Gate, Item, ScopeQuestion, Section, When
from readiness_app.domain.claim import Claim, Correction, SearchLine
from readiness_app.domain.pack import Pack, PackSubject, Proposal
from readiness_app.domain.review import (
    Answer,
    Condition,
    Decision,
    Evidence,
    Frame,
    PackUse,
    Review,
    RiskAcceptance,
    Sealing,
    Signatory,
    SignOff,
    Subject,
)
from readiness_app.domain.vendor import AskedItem, QuestionList, VendorReply
from readiness_app.domain.vocabulary import (
    Answerer,
    Confidence,
    Confidentiality,
    Knowledge,
    Outcome,
    Role,
    ScopeAnswer,
    SourceKind,
    Stance,
    State,
    Tier,
    UnknownReason,
    Verdict,
)

NOW = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 29)
SIGN_OFF = {
    Tier.SANDBOX: (Role.REVIEWER,),
    Tier.INTERNAL: (Role.SECURITY, Role.BUSINESS_OWNER),
    Tier.CUSTOMER_FACING: (Role.SECURITY, Role.PRIVACY, Role.BUSINESS_OWNER, Role.CHAIR),
    Tier.HIGH_RISK: (Role.SECURITY, Role.PRIVACY, Role.BUSINESS_OWNER, Role.CHAIR, Role.EXECUTIVE_RISK_OWNER),
}


def a_hash(text: str) -> str:
    """The SHA-256 of a text, as evidence and certificates carry it."""
    return hashlib.sha256(text.encode()).hexdigest()


def an_item(number: int = 1, **parts: Any) -> Item:
    """Item QST-01, QST-02 ...: no gate and no condition unless given."""
    values: dict[str, Any] = {
        "id": f"QST-{number:02d}",
        "question": f"What is known about point {number}?",
        "why": f"Point {number} decides how much can go wrong.",
        "evidence_wanted": f"A document that states point {number}.",
        "gate": None,
        "answerer": Answerer.SECURITY,
        "expires_days": 180,
        "vendor_question": f"Please state point {number}.",
    }
    return Item(**(values | parts))


def a_checklist(items: int = 3, **parts: Any) -> Checklist:
    """Sections of at most 50 items. The 1st item is a hard gate from sandbox, the 2nd a gate from internal, the 3rd depends on `agents`."""
    special: dict[int, dict[str, Any]] = {
        1: {"gate": Gate(tier=Tier.SANDBOX, hard=True)},
        2: {"gate": Gate(tier=Tier.INTERNAL)},
        3: {"when": When(all=("agents",)), "answerer": Answerer.PROCUREMENT},
    }
    made = tuple(an_item(number, **special.get(number, {})) for number in range(1, items + 1))
    groups = [made[start : start + 50] for start in range(0, items, 50)]
    sections = tuple(
        Section(id=f"S{n}", title=f"Section {n}", intro=f"What section {n} is about.", items=group) for n, group in enumerate(groups, 1)
    )
    values: dict[str, Any] = {
        "id": "test-checklist",
        "version": f"1.0.{items}",  # another number of items is another version
        "title": "Test checklist",
        "summary": "A short checklist for tests.",
        "language": "en",
        "published": date(2026, 1, 15),
        "scope": (ScopeQuestion(key="agents", question="Will it act through tools?"),),
        "sign_off": SIGN_OFF,
        "sections": sections,
    }
    return Checklist(**(values | parts))


def a_section(*items: Item, **parts: Any) -> Section:
    """Section S1 with these items."""
    return Section(**({"id": "S1", "title": "Section 1", "intro": "What section 1 is about.", "items": items} | parts))


def a_claim(**parts: Any) -> Claim:
    """A supporting claim from the vendor's documentation."""
    values: dict[str, Any] = {
        "id": "c1",
        "statement": "Prompts are kept for 30 days.",
        "source": "Platform documentation, Data retention",
        "source_kind": SourceKind.DOCUMENTATION,
        "confidence": Confidence.HIGH,
        "address": "https://example.com/docs/retention",
        "dated": date(2026, 2, 1),
        "checked": TODAY,
        "quote": "retained for 30 days",
        "page": 4,
        "added_by": "Ada Byron",
    }
    return Claim(**(values | parts))


def a_search_line(**parts: Any) -> SearchLine:
    """One line of a search log."""
    values: dict[str, Any] = {"where": "The vendor's trust page", "what": "retention of prompts", "when": TODAY, "by": "Ada Byron"}
    return SearchLine(**(values | parts))


def an_answer(**parts: Any) -> Answer:
    """Known and acceptable, carried by one claim."""
    values: dict[str, Any] = {
        "knowledge": Knowledge.KNOWN,
        "verdict": Verdict.ACCEPTABLE,
        "claims": (a_claim(),),
        "reviewed_by": ("Ada Byron",),
    }
    return Answer(**(values | parts))


def an_unknown(**parts: Any) -> Answer:
    """Unknown after a search."""
    values: dict[str, Any] = {
        "knowledge": Knowledge.UNKNOWN,
        "unknown_reason": UnknownReason.SEARCHED_NOT_FOUND,
        "search_log": (a_search_line(),),
        "verdict": Verdict.UNDECIDED,
        "claims": (),
    }
    return an_answer(**(values | parts))


def an_acceptance(**parts: Any) -> RiskAcceptance:
    """A risk carried by somebody who reviews nothing."""
    values: dict[str, Any] = {
        "owner": "Grace Hopper",
        "rationale": "Internal drafts only.",
        "control": "Outputs are read by a person.",
        "until": date(2026, 9, 30),
        "authority": "Head of Operations",
    }
    return RiskAcceptance(**(values | parts))


def a_condition(**parts: Any) -> Condition:
    """A complete condition."""
    values: dict[str, Any] = {
        "id": "k1",
        "what": "Sign the data processing agreement.",
        "owner": "Grace Hopper",
        "due": date(2026, 6, 30),
        "proof": "The countersigned agreement",
    }
    return Condition(**(values | parts))


def an_evidence(content: bytes = b"hello", **parts: Any) -> Evidence:
    """A text file whose hash and size are those of `content`."""
    values: dict[str, Any] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "name": "notes.txt",
        "size": len(content),
        "media_type": "text/plain",
        "title": "Reading notes",
        "added": NOW,
        "added_by": "Ada Byron",
        "confidentiality": Confidentiality.INTERNAL,
    }
    return Evidence(**(values | parts))


def a_subject(**parts: Any) -> Subject:
    """Example Labs, Model One."""
    values = {
        "vendor": "Example Labs",
        "model": "Model One",
        "snapshot": "2026-03-01",
        "route": "Vendor API",
        "region": "EU",
        "access": "GA",
    }
    return Subject(**(values | parts))


def a_frame(**parts: Any) -> Frame:
    """Tier internal, scope `agents` yes, as of 2026-03-29, led by Ada Byron."""
    values: dict[str, Any] = {
        "subject": a_subject(),
        "tier": Tier.INTERNAL,
        "as_of": TODAY,
        "lead": "Ada Byron",
        "scope": {"agents": ScopeAnswer.YES},
    }
    return Frame(**(values | parts))


def a_review(**parts: Any) -> Review:
    """An open review of `a_checklist()` without answers; `checklist`, `frame`, `answers` ... replace any part."""
    values: dict[str, Any] = {
        "id": "R1",
        "checklist": a_checklist(),
        "frame": a_frame(),
        "created": NOW,
        "created_by": "Ada Byron",
    }
    return Review(**(values | parts))


def a_question_list(*items: Item, **parts: Any) -> QuestionList:
    """List Q1 that asks about these items, or about the first of `a_checklist()`; no answer is wanted by any day."""
    asked = items or (next(a_checklist().items()),)
    values: dict[str, Any] = {
        "id": "Q1",
        "made": NOW,
        "made_by": "Ada Byron",
        "due": None,
        "digest": a_hash("record"),
        "items": tuple(AskedItem(number=place, item=item.id, text_digest=item.text_digest) for place, item in enumerate(asked, 1)),
    }
    return QuestionList(**(values | parts))


def a_reply(**parts: Any) -> VendorReply:
    """Reply R1 to QST-01 of list Q1, waiting; its file is `an_evidence()`."""
    values: dict[str, Any] = {
        "id": "R1",
        "list": "Q1",
        "item": "QST-01",
        "question": "Please state point 1.",
        "statement": "Prompts are kept for 20 days.",
        "by": "Val Vendor",
        "dated": TODAY,
        "received": NOW,
        "received_by": "Ada Byron",
        "file": an_evidence().sha256,
    }
    return VendorReply(**(values | parts))


def a_decision(**parts: Any) -> Decision:
    """Defer, made in edition 1."""
    values: dict[str, Any] = {
        "outcome": Outcome.DEFER,
        "rationale": "Too much is unknown.",
        "valid_until": None,
        "made_by": "Ada Byron",
        "made": NOW,
        "edition": 1,
    }
    return Decision(**(values | parts))


def a_sealing(**parts: Any) -> Sealing:
    """Sealed by Ada Byron at NOW."""
    values: dict[str, Any] = {
        "at": NOW,
        "by": "Ada Byron",
        "history_length": 7,
        "history_head": a_hash("head"),
        "made_with": {"readiness": "1.0.0"},
        "seal": a_hash("seal"),
    }
    return Sealing(**(values | parts))


SIGNATORIES = (
    Signatory(role=Role.SECURITY, name="Joan Clarke", fingerprint=a_hash("joan")),
    Signatory(role=Role.BUSINESS_OWNER, name="Grace Hopper"),
)


def a_full_review(**parts: Any) -> Review:
    """Open and ready to be sealed: four answers with every kind of content, evidence, decision, signatories and a pack."""
    evidence = an_evidence(b"the retention page", title="Retention page", published=date(2026, 2, 1), expires=date(2026, 12, 31))
    disputed = a_claim(
        id="c3",
        stance=Stance.DISPUTED,
        source_kind=SourceKind.PRESS,
        relays=SourceKind.LEAKED_DRAFT,
        page=None,
        correction=Correction(statement="It is 30 days.", source="System card", dated=date(2026, 4, 7)),
    )
    answers = {
        "QST-01": an_answer(claims=(a_claim(evidence=evidence.sha256), disputed), evidence=(evidence.sha256,), note="Reads well <b>.\nÄ"),
        "QST-02": an_unknown(acceptance=an_acceptance(), ask_vendor=True, reviewed_by=("Ada Byron", "Joan Clarke")),
        "QST-03": an_answer(
            knowledge=Knowledge.CONTESTED,
            verdict=Verdict.ACCEPTABLE_WITH_CONTROL,
            control="Four eyes",
            claims=(a_claim(), a_claim(id="c2", stance=Stance.CONTRADICTS, statement="Prompts are kept for 90 days.")),
            conditions=(a_condition(),),
            adopted="test-pack",
        ),
        "QST-04": Answer(knowledge=Knowledge.NOT_APPLICABLE, because="No images are used.", reviewed_by=("Ada Byron",)),
    }
    values: dict[str, Any] = {
        "checklist": a_checklist(5),
        "frame": a_frame(pack=PackUse(id="test-pack", version="1.0.0", title="Test pack", as_of=TODAY)),
        "answers": answers,
        "evidence": (evidence, an_evidence(b"draft", name="draft.pdf", title="Draft", confidentiality=Confidentiality.UNDER_NDA)),
        "decision": a_decision(),
        "signatories": SIGNATORIES,
    }
    return a_review(**(values | parts))


def a_sealed_review(**parts: Any) -> Review:
    """`a_full_review` as it was sealed; nobody has signed."""
    return replace(a_full_review(state=State.SEALED, sealing=a_sealing()), **parts)


def a_signed_review(**parts: Any) -> Review:
    """`a_sealed_review` with the sign-off of every required role."""
    sign_offs = tuple(SignOff(role=s.role, name=s.name, fingerprint=s.fingerprint or a_hash(s.name), time=NOW) for s in SIGNATORIES)
    return replace(a_sealed_review(state=State.SIGNED, sign_offs=sign_offs), **parts)


def a_pack(**parts: Any) -> Pack:
    """Proposes partly known for QST-01 and unknown for QST-02 of `a_checklist()`, about `a_subject()`."""
    line = a_search_line(where="The pack's sources", by="pack test-pack")
    values: dict[str, Any] = {
        "id": "test-pack",
        "version": "1.0.0",
        "title": "Test pack",
        "summary": "Two proposals.",
        "language": "en",
        "checklist": "test-checklist",
        "subject": PackSubject(vendor="Example Labs", model="Model One", also_known_as=("One",)),
        "as_of": TODAY,
        "sources": ("Platform documentation",),
        "proposals": (
            Proposal(item="QST-01", knowledge=Knowledge.PARTLY_KNOWN, claims=(a_claim(pack="test-pack", added_by=""),)),
            Proposal(item="QST-02", knowledge=Knowledge.UNKNOWN, unknown_reason=UnknownReason.SEARCHED_NOT_FOUND, search_log=(line,)),
        ),
    }
    return Pack(**(values | parts))


def big_review(items: int = 2000, **parts: Any) -> Review:
    """Every item answered: two claims each on the known ones, every fifth unknown with a search log, every tenth with a condition."""
    answers: dict[str, Answer] = {}
    for number in range(1, items + 1):
        claims = tuple(a_claim(id=f"c{number}-{n}", statement=f"Statement {n} about point {number}.", page=n) for n in (1, 2))
        if number % 5 == 0:
            answers[f"QST-{number:02d}"] = an_unknown(note=f"Nothing was found on point {number}.")
        elif number % 10 == 1:
            answers[f"QST-{number:02d}"] = an_answer(claims=claims, conditions=(a_condition(id=f"k{number}"),))
        else:
            answers[f"QST-{number:02d}"] = an_answer(claims=claims, note=f"Point {number} reads well.")
    return a_review(**({"id": "BIG", "checklist": a_checklist(items), "answers": answers} | parts))
