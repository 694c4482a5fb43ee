"""A second edition with everything in it that a record can hold: what a page must be able to show at once."""

from dataclasses import replace
from datetime import date, timedelta

from readiness_app.domain.claim import Anchor
from readiness_app.domain.lineage import EditionDifference, PreviousRound, SupersededDecline, SupersededEdition, SupersededSignOff
from readiness_app.domain.review import Answer, Evidence, Fulfilment, LookAgain, Purge, Resolution, Review, Signatory
from readiness_app.domain.vendor import AskedItem, QuestionList, VendorReply
from readiness_app.domain.vocabulary import (
    AnchorState,
    Confidentiality,
    Knowledge,
    LookAgainReason,
    Outcome,
    Paper,
    ReplyState,
    Role,
    SourceKind,
    Stance,
    Tier,
    UnknownReason,
    Verdict,
)
from tests.builders import (
    NOW,
    TODAY,
    a_claim,
    a_condition,
    a_decision,
    a_hash,
    a_search_line,
    an_acceptance,
    an_answer,
    an_evidence,
    an_unknown,
)
from tests.report.conftest import mythos

WHY = "The vendor published the system card, and the board asked for a second look at retention. "
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley"
SCRIPTS = "שלום עולם مرحبا بالعالم 漢字仮名交じり文 😀 "


def _answer(number: int, was: Answer) -> Answer:
    """A fifth each: known, contested with a condition, unknown and carried, declined, as the pack left it."""
    later = timedelta(days=11 * number)
    match number % 5:
        case 0:
            kind = list(SourceKind)[number % 7]
            quiet = a_claim(id="y", stance=Stance.BACKGROUND, source_kind=SourceKind.PRESS)
            return an_answer(claims=(a_claim(source_kind=kind, checked=date(2025, 9, 1) + later), quiet))
        case 1:
            against = a_claim(id="c2", stance=Stance.CONTRADICTS, source_kind=SourceKind.CONTRACT)
            condition = a_condition(id=f"k{number}", due=date(2026, 2, 1) + later, owner=LONG_NAME, what="Obtain the agreement. " * number)
            return an_answer(knowledge=Knowledge.CONTESTED, verdict=Verdict.UNDECIDED, claims=(a_claim(), against), conditions=(condition,))
        case 2:
            return an_unknown(acceptance=an_acceptance(until=date(2026, 2, 1) + later, rationale="Drafts only. " * number))
        case 3:
            return an_unknown(unknown_reason=UnknownReason.DECLINED, asked=TODAY, search_log=(a_search_line(), a_search_line(what=SCRIPTS)))
        case _:
            return was


def _files() -> tuple[Evidence, ...]:
    long = "https://example.org/trust/centre/" + "x" * 300
    found = tuple(
        an_evidence(
            b"file %d" % number,
            title=f"Document {number}",
            name=f"a-very-long-file-name-that-somebody-exported-{number}.pdf",
            address=long,
            expires=date(2026, 2, 1) + timedelta(days=40 * number),
            confidentiality=list(Confidentiality)[number % 4],
        )
        for number in range(6)
    )
    purge = Purge(by="Ada Byron", at=NOW, why="Attached by mistake.")
    return (*found[:2], replace(found[2], purged=purge), replace(found[3], captured=NOW, replaces=found[1].sha256), *found[4:])


def _special(ids: list[str], files: tuple[Evidence, ...]) -> dict[str, Answer]:
    inherited = LookAgain(reason=LookAgainReason.INHERITED, since=NOW, note="From round 1.")
    changed = LookAgain(reason=LookAgainReason.TEXT_CHANGED, since=NOW, former_text="Is it kept? A page that says so.")
    other = a_claim(id="q2", stance=Stance.CONTRADICTS, anchor=Anchor(state=AnchorState.ON_ANOTHER_PAGE, checked=TODAY, page=7))
    bare = a_claim(id="q3", quote="", page=None)
    met = a_condition(done=Fulfilment(proof="Countersigned", by="Grace Hopper", on=TODAY, evidence=files[4].sha256))
    overdue = a_condition(id="k0", due=date(2026, 1, 9))
    resolution = Resolution(prevails=("q2",), why="The contract binds them.", by="Ada Byron", at=NOW)
    answers = {
        ids[3]: an_answer(note="Lorem ipsum dolor sit amet, consectetur. " * 250),
        ids[4]: an_answer(note="W" * 3000),
        ids[5]: an_answer(note=SCRIPTS * 6),
        ids[6]: Answer(knowledge=Knowledge.NOT_APPLICABLE, because="No images are used.", reviewed_by=("Ada Byron",)),
        ids[7]: an_answer(look_again=inherited),
        ids[8]: an_unknown(look_again=changed),
        ids[9]: an_answer(claims=(a_claim(id="q1"), other, bare), resolution=resolution, conditions=(met, overdue)),
    }
    held = [an_answer(claims=(a_claim(evidence=file.sha256),), reviewed_by=tuple(f"Reviewer {n}" for n in range(9))) for file in files]
    return answers | dict(zip(ids[10:], held, strict=False))


def _vendor(ids: list[str]) -> tuple[QuestionList, tuple[VendorReply, ...]]:
    items = tuple(AskedItem(number=n, item=item, text_digest=a_hash(item)) for n, item in enumerate(ids[:6], 1))
    asked = QuestionList(id="l1", made=NOW, made_by="Ada Byron", due=date(2026, 4, 20), digest=a_hash("then"), items=items)
    reply = VendorReply(
        id="v1", list="l1", item=ids[0], question="?", statement="For 30 days. " * 40, by="Support", dated=TODAY, received=NOW,
        received_by="Ada Byron", file="", state=ReplyState.ADOPTED, decided_by="Ada Byron", decided=NOW,
    )  # fmt: skip
    stray = replace(reply, id="v2", item="", problem="No question of this list has these words.", state=ReplyState.WAITING, decided=None)
    return asked, (reply, stray)


def rich(paper: Paper = Paper.A4) -> tuple[Review, dict[str, bytes]]:
    """The review and its files."""
    review, held = mythos()
    ids = [item.id for item in review.items_in_scope() if not item.computed]
    answers = {item: _answer(number, review.stored_answer(item)) for number, item in enumerate(ids) if number % 7 != 6}
    files = _files()
    asked, replies = _vendor(ids)
    changed = EditionDifference(
        items=tuple(ids[3:17]), frame=("as_of",), evidence_added=("Document 1",), decision_changed=True, outcome_before=Outcome.DEFER
    )
    before = SupersededEdition(
        edition=1,
        digest=a_hash("1"),
        sealed_at=NOW,
        sealed_by="Ada Byron",
        reopened_at=NOW,
        reopened_by="Marta K.",
        reason=WHY * 3,
        sign_offs=(SupersededSignOff(role=Role.SECURITY, name="Joan Clarke", time=NOW),),
        declines=(SupersededDecline(role=Role.BUSINESS_OWNER, by="Björn Ek", reason="The price is not settled", at=NOW),),
    )
    assert review.sealing is not None
    review = replace(
        review,
        edition=2,
        round=2,
        frame=replace(review.frame, tier=Tier.HIGH_RISK, paper=paper),
        answers=answers | _special(ids, files),
        evidence=(*review.evidence, *files),
        decision=a_decision(
            outcome=Outcome.APPROVE_WITH_CONDITIONS, valid_until=date(2026, 12, 31), rationale="What is known was weighed. " * 40, edition=2
        ),
        sealing=replace(review.sealing, changed=changed),
        supersedes=before,
        previous=PreviousRound(review="R0", round=1, edition=2, as_of=date(2025, 11, 2), checklist_version="0.9.0", digest=a_hash("0")),
        questions=(asked,),
        replies=replies,
    )
    signatories = tuple(Signatory(role=role, name=f"{LONG_NAME} {role.value}", fingerprint="") for role in review.required_roles)
    return replace(review, signatories=signatories), held | {file.sha256: b"file %d" % n for n, file in enumerate(files)}
