"""One review with a marker in every text, in each of the states that a person can see, in real workspaces."""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from readiness_app.domain.changes import AnswerChanged
from readiness_app.domain.checklist import Checklist, Gate, Item, ScopeQuestion, Section, When
from readiness_app.domain.claim import Claim, Correction
from readiness_app.domain.pack import Pack, PackSubject, Proposal
from readiness_app.domain.review import (
    Answer,
    Condition,
    Decision,
    Evidence,
    Frame,
    Fulfilment,
    LookAgain,
    Resolution,
    Review,
    Signatory,
    SignOff,
    Subject,
)
from readiness_app.domain.vendor import AskedItem, QuestionList, VendorReply
from readiness_app.domain.vocabulary import (
    Confidentiality,
    Knowledge,
    LookAgainReason,
    Outcome,
    ReplyState,
    Role,
    ScopeAnswer,
    Stance,
    State,
    Tier,
    UnknownReason,
    Verdict,
)
from readiness_app.services import reviewing, sealing
from readiness_app.services.workspace import Workspace
from readiness_app.store import reviews as review_rows
from readiness_app.store import vault
from tests.builders import NOW, SIGN_OFF, a_hash
from tests.literal.filling import Filler
from tests.literal.hostile import Texts

CONTENT = "a file's words"  # stands for the text inside a file of evidence
LATER = NOW + timedelta(days=1)
IDS = tuple(f"LIT-{number:02d}" for number in range(1, 10))


@dataclass(frozen=True)
class Literal:
    """The texts, the value they were put into, its pack and the bytes of its files."""

    texts: Texts
    review: Review
    pack: Pack
    files: dict[str, bytes]

    @property
    def filler(self) -> Filler:
        return Filler(self.texts)


def literal(texts: Texts, *, foreign: bool = False) -> Literal:
    """An open review of nine items: known, resolved, unknown, not applicable, contested, inherited, reworded, proposed, out of scope."""
    fill = Filler(texts, foreign=foreign)
    words = texts.of(CONTENT)
    contents = [f"{number}. {words}\n{texts.of('Claim.quote')}\n".encode(errors="replace") for number in range(3)]
    hashes = [hashlib.sha256(content).hexdigest() for content in contents]
    checklist = _checklist(fill)
    purge = fill(Evidence, 1, sha256=hashes[1], size=len(contents[1]), replaces="")
    files = (
        fill(Evidence, sha256=hashes[0], size=len(contents[0]), purged=None, replaces=""),
        purge,
        fill(
            Evidence, 2, sha256=hashes[2], size=len(contents[2]), purged=None, replaces=hashes[0], confidentiality=Confidentiality.UNDER_NDA
        ),
    )
    review = fill(
        Review,
        checklist=checklist,
        frame=fill(Frame, tier=Tier.INTERNAL, scope=dict.fromkeys((q.key for q in checklist.scope), ScopeAnswer.YES)),
        answers=_answers(fill, hashes),
        evidence=files,
        decision=fill(Decision, outcome=Outcome.DEFER, edition=1),
        signatories=tuple(
            fill(Signatory, nth, role=role, fingerprint="") for nth, role in enumerate((Role.SECURITY, Role.BUSINESS_OWNER), 1)
        ),
        state=State.OPEN,
        sealing=None,
        sign_offs=(),
        declines=(),
        supersedes=None,
        questions=(fill(QuestionList, items=tuple(fill(AskedItem, number=n, item=i) for n, i in enumerate(IDS[:3], 1))),),
        replies=_replies(fill, hashes[0]),
    )
    pack = _pack(fill, review)
    return Literal(texts, review, pack, {hashes[0]: contents[0], hashes[2]: contents[2]})


def _checklist(fill: Filler) -> Checklist:
    def item(number: int, **parts: Any) -> Item:
        return fill(Item, number % 2, **({"id": IDS[number - 1], "gate": None, "when": None, "expires_days": 3650} | parts))

    gated = {2: {"gate": Gate(tier=Tier.SANDBOX, hard=True)}, 3: {"gate": Gate(tier=Tier.INTERNAL)}, 9: {"when": When(all=("other",))}}
    keys = {1: {"when": When(all=("agents",))}, 5: {"gate": Gate(tier=Tier.SANDBOX)}}
    made = tuple(item(number, **(gated | keys).get(number, {})) for number in range(1, len(IDS) + 1))
    questions = tuple(fill(ScopeQuestion, nth, key=key) for nth, key in enumerate(("agents", "other")))
    sections = (fill(Section, id="LIT", items=made[:5]), fill(Section, 1, id="MORE", items=made[5:]))
    return fill(Checklist, scope=questions, sign_off=SIGN_OFF, sections=sections)


def _answers(fill: Filler, hashes: list[str]) -> dict[str, Answer]:
    def claim(nth: int, **parts: Any) -> Claim:
        return fill(Claim, nth, **({"evidence": hashes[0], "correction": None, "anchor": None, "relays": None} | parts))

    def answer(**parts: Any) -> Answer:
        plain = {"evidence": (), "acceptance": None, "resolution": None, "look_again": None, "claims": (), "conditions": ()}
        return fill(Answer, **(plain | {"verdict": Verdict.ACCEPTABLE_WITH_CONTROL, "unknown_reason": None, "asked": None} | parts))

    carries, against = claim(0), claim(1, stance=Stance.CONTRADICTS, evidence=hashes[2], pack="")
    disputed = claim(2, stance=Stance.DISPUTED, evidence="", correction=fill(Correction))
    met = fill(Fulfilment, evidence=hashes[0])
    conditions = tuple(fill(Condition, nth, id=f"k{nth}", due=NOW.date(), done=met if nth else None) for nth in range(2))
    won = fill(Resolution, prevails=(carries.id,))
    known: dict[str, Any] = {"knowledge": Knowledge.KNOWN, "claims": (carries, disputed), "evidence": (hashes[0], hashes[1])}
    return {
        IDS[0]: answer(**known, conditions=conditions),
        IDS[1]: answer(knowledge=Knowledge.KNOWN, claims=(carries, against), resolution=won),
        IDS[2]: fill(
            Answer,
            knowledge=Knowledge.UNKNOWN,
            unknown_reason=UnknownReason.DECLINED,
            claims=(),
            conditions=(),
            evidence=(),
            resolution=None,
            look_again=None,
            ask_vendor=True,
            verdict=Verdict.UNDECIDED,
        ),
        IDS[3]: answer(knowledge=Knowledge.NOT_APPLICABLE),
        IDS[4]: answer(knowledge=Knowledge.CONTESTED, claims=(carries, against), verdict=Verdict.UNDECIDED),
        IDS[5]: answer(**known, look_again=fill(LookAgain, reason=LookAgainReason.INHERITED, former_text="")),
        IDS[6]: answer(**known, look_again=fill(LookAgain, reason=LookAgainReason.TEXT_CHANGED, note="")),
    }


def _replies(fill: Filler, file: str) -> tuple[VendorReply, ...]:
    waiting = fill(VendorReply, id="v1", item=IDS[2], file=file, decided=None, decided_by="", problem="", dated=None)
    return (
        waiting,
        fill(VendorReply, 1, id="v2", item=IDS[0], file=file, state=ReplyState.ADOPTED, problem=""),
        fill(VendorReply, 2, id="v3", item="", file=file, decided=None, decided_by=""),
    )


def _pack(fill: Filler, review: Review) -> Pack:
    subject: Subject = review.frame.subject
    claims = tuple(replace(claim, evidence="", added_by="") for claim in review.answers[IDS[0]].claims)
    unknown = review.answers[IDS[2]]
    proposals = (
        fill(Proposal, item=IDS[7], knowledge=Knowledge.PARTLY_KNOWN, unknown_reason=None, claims=claims, search_log=()),
        fill(
            Proposal,
            item=IDS[2],
            knowledge=Knowledge.UNKNOWN,
            unknown_reason=UnknownReason.DECLINED,
            search_log=unknown.search_log,
            claims=(),
        ),
        fill(Proposal, item=IDS[0], knowledge=Knowledge.PARTLY_KNOWN, unknown_reason=None, claims=claims, search_log=()),
    )
    about = fill(PackSubject, vendor=subject.vendor, model=subject.model)
    return fill(Pack, subject=about, proposals=proposals, background=claims, id="literal-pack", checklist="literal-checklist")


@dataclass(frozen=True)
class States:
    """Workspaces with the review declined in edition 1, open as edition 2, sealed and signed; `report` is the one of edition 2."""

    made: Literal
    declined: Path
    opened: Path
    sealed: Path
    signed: Path
    report: Path


def states(made: Literal, folder: Path) -> States:
    """Makes all of them; every change is made by a person who is a marker, on a machine that is one."""
    by, texts = made.texts.of("Entry.actor"), made.texts
    found = States(made, *(folder / f"{name}.readiness" for name in ("declined", "opened", "sealed", "signed")), folder / "report.pdf")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("platform.node", lambda: texts.of("Entry.machine"))
        # The markers are put into the rows without a history of each, which sealing would refuse.
        patch.setattr(sealing, "require_sound", lambda *parts: None)
        with Workspace.create(found.declined) as workspace:
            review = _stored(workspace, made, by)
            review = sealing.seal(workspace, review, texts.of("Sealing.by"), NOW).review
            sealing.decline(workspace, review, Role.SECURITY, texts.of("Decline.reason"), texts.of("Decline.by"), NOW)
        shutil.copy(found.declined, found.opened)
        with Workspace.open(found.opened) as workspace:
            review = reviewing.load_review(workspace, "R1")
            reason, who = texts.of("SupersededEdition.reason"), texts.of("SupersededEdition.reopened_by")
            review = _changed(workspace, sealing.reopen(workspace, review, reason, who, NOW), made, by)
        shutil.copy(found.opened, found.sealed)
        with Workspace.open(found.sealed) as workspace:
            review = sealing.seal(workspace, review, texts.of("Sealing.by"), LATER, found.report).review
        shutil.copy(found.sealed, found.signed)
        with Workspace.open(found.signed) as workspace, workspace.database.write() as connection:
            given = tuple(
                made.filler(SignOff, nth, role=one.role, fingerprint=a_hash(one.role)) for nth, one in enumerate(review.signatories, 1)
            )
            review_rows.write(connection, review, replace(review, state=State.SIGNED, sign_offs=given))
    return found


def _stored(workspace: Workspace, made: Literal, by: str) -> Review:
    """The review with its history: one entry for each answer."""
    empty = replace(made.review, answers={})
    with workspace.database.write() as connection:
        review_rows.pin_pack(connection, made.pack)
        review_rows.add(connection, empty)
        reviewing.write_entry(connection, "R1", operation="create", target="review", before=None, after=empty.frame, by=by, at=NOW)
        for content in made.files.values():
            vault.put(connection, BytesIO(content), limit=1_000_000_000)
    for item, answer in made.review.answers.items():
        after = replace(empty, answers={**empty.answers, item: answer})
        reviewing.commit(workspace, empty, after, AnswerChanged(item=item, before=Answer(), after=answer), by, NOW)
        empty = after
    return empty


def _changed(workspace: Workspace, review: Review, made: Literal, by: str) -> Review:
    """Edition 2: decided anew, one answer taken over from another item, one more file listed."""
    first, last = IDS[5], IDS[7]
    answers = {**review.answers, first: made.review.answers[IDS[0]], last: made.review.answers[IDS[1]]}
    extra = made.filler(Evidence, 3, sha256=a_hash("extra"), size=5)
    after = replace(
        review, answers=answers, decision=made.filler(Decision, outcome=Outcome.DEFER, edition=2), evidence=(*review.evidence, extra)
    )
    with workspace.database.write() as connection:
        review_rows.write(connection, review, after)
        for item in (first, last):
            before = review.answers.get(item)
            reviewing.write_entry(connection, "R1", operation="answer", target=item, before=before, after=answers[item], by=by, at=LATER)
    return after


def roots() -> Iterator[type]:
    """Where texts of people and files come in."""
    from readiness_app.settings import Settings

    yield from (Review, Pack, Settings)
