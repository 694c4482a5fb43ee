"""Changes: applied, inverted, refused."""

from dataclasses import replace

import pytest

from readiness_app.domain.changes import (
    AnswerChanged,
    Batch,
    DecisionMade,
    EvidenceChanged,
    FrameChanged,
    SignatoryNamed,
    change_answer,
    items_touched,
    steps,
    verdict_taken_back,
)
from readiness_app.domain.errors import NotFound, Refused, ReviewSealed, StaleChange
from readiness_app.domain.review import Answer, Fulfilment, LookAgain, Resolution, Signatory
from readiness_app.domain.vocabulary import Knowledge, LookAgainReason, Outcome, Role, ScopeAnswer, State, Verdict
from tests.builders import (
    NOW,
    TODAY,
    a_claim,
    a_condition,
    a_decision,
    a_frame,
    a_full_review,
    a_review,
    a_sealed_review,
    a_subject,
    an_acceptance,
    an_answer,
    an_evidence,
    an_item,
    an_unknown,
)

EVIDENCE = an_evidence()
CHANGES = [
    AnswerChanged(item="QST-01", before=Answer(), after=an_answer()),
    FrameChanged(before=a_frame(), after=a_frame(scope={"agents": ScopeAnswer.NO})),
    EvidenceChanged(before=None, after=EVIDENCE),
    DecisionMade(before=None, after=a_decision()),
    SignatoryNamed(role=Role.SECURITY, before=None, after=Signatory(role=Role.SECURITY, name="Joan Clarke")),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_the_inverse_takes_a_change_back(change):
    after = change.applied_to(a_review())
    back = change.inverse().applied_to(after)
    assert replace(back, answers={}) == a_review() and set(back.answers.values()) <= {Answer()}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_a_sealed_review_refuses_every_change(change):
    with pytest.raises(ReviewSealed, match="reopen"):
        change.applied_to(a_sealed_review())


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_every_change_has_a_title(change):
    assert change.title.strip()


def test_a_change_to_something_else_than_was_seen_is_stale():
    change = AnswerChanged(item="QST-01", before=an_unknown(), after=an_answer())
    with pytest.raises(StaleChange, match="somebody else"):
        change.applied_to(a_review())


def test_an_unknown_item_is_named():
    with pytest.raises(NotFound, match="QST-99"):
        AnswerChanged(item="QST-99", before=Answer(), after=an_answer()).applied_to(a_review())


def test_a_missing_reason_is_said_and_nothing_changes():
    with pytest.raises(Refused, match="why it is unknown"):
        change_answer(a_review(), "QST-01", "Ada", knowledge=Knowledge.UNKNOWN).applied_to(a_review())


def test_a_computed_item_takes_no_answer():
    review = a_full_review()
    section = replace(review.checklist.sections[0], items=(an_item(1, computed=True),))
    review = replace(review, checklist=replace(review.checklist, sections=(section,)), answers={})
    with pytest.raises(Refused, match="by the program"):
        change_answer(review, "QST-01", "Ada", note="x").applied_to(review)


def test_evidence_must_be_attached_first():
    with pytest.raises(NotFound, match="attach"):
        change_answer(a_review(), "QST-01", "Ada", evidence=("ab" * 32,)).applied_to(a_review())


def test_evidence_in_use_cannot_leave_the_list():
    review = a_review(evidence=(EVIDENCE,), answers={"QST-01": Answer(evidence=(EVIDENCE.sha256,))})
    with pytest.raises(Refused, match="QST-01"):
        EvidenceChanged(before=EVIDENCE, after=None).applied_to(review)


def test_an_unknown_scope_key_is_refused():
    with pytest.raises(Refused, match="no scope question moon"):
        FrameChanged(before=a_frame(), after=a_frame(scope={"moon": ScopeAnswer.YES})).applied_to(a_review())


def test_a_hard_gate_takes_no_risk_acceptance():
    review = a_review(answers={"QST-01": an_unknown()})
    with pytest.raises(Refused, match="hard gate"):
        change_answer(review, "QST-01", "Ada", acceptance=an_acceptance()).applied_to(review)


def test_an_acceptance_that_has_lapsed_does_not_stop_other_edits():
    lapsed = an_unknown(acceptance=an_acceptance(until=TODAY.replace(year=2020)))
    review = a_review(answers={"QST-02": lapsed})
    assert change_answer(review, "QST-02", "Ada", note="x").applied_to(review).answers["QST-02"].note == "x"


def test_knowledge_and_verdict_make_a_reviewer():
    change = change_answer(a_review(), "QST-01", "Ada", knowledge=Knowledge.KNOWN, claims=(a_claim(),))
    assert change.after.reviewed_by == ("Ada",)


def test_a_note_does_not_make_a_reviewer():
    assert change_answer(a_review(), "QST-01", "Ada", note="x").after.reviewed_by == ()


def test_a_batch_applies_in_order_and_inverts_backwards():
    first = change_answer(a_review(), "QST-01", "Ada", note="x")
    second = replace(first, before=first.after, after=replace(first.after, note="y"))
    batch = Batch(changes=(first, second), title="two")
    assert batch.inverse().applied_to(batch.applied_to(a_review())).answers["QST-01"] == Answer()


def test_steps_unfold_batches():
    inner = Batch(changes=tuple(CHANGES[:2]), title="inner")
    assert steps(Batch(changes=(inner, CHANGES[2]), title="outer")) == tuple(CHANGES[:3])


def test_titles_say_what_was_done():
    assert change_answer(a_review(), "QST-01", "Ada", knowledge=Knowledge.PARTLY_KNOWN).title == "mark QST-01 partly known"
    assert change_answer(a_full_review(), "QST-01", "Ada", verdict=Verdict.UNDECIDED).title == "judge QST-01 undecided"
    both = change_answer(a_review(), "QST-01", "Ada", knowledge=Knowledge.KNOWN, verdict=Verdict.NOT_ACCEPTABLE)
    assert both.title == "mark QST-01 known and judge it not acceptable"


def test_an_open_review_is_open():
    assert a_review().state is State.OPEN


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_what_a_change_says_it_touches_is_all_it_touches(change):
    before, touched = a_review(), items_touched(change)
    after = change.applied_to(before)
    differing = {item for item in {**before.answers, **after.answers} if before.answers.get(item) != after.answers.get(item)}
    assert touched is None or (set(touched) == differing and replace(after, answers=before.answers) == before)


def test_a_condition_cannot_be_due_in_the_past():
    with pytest.raises(Refused, match="would be due"):
        change_answer(a_review(), "QST-01", "Ada", conditions=(a_condition(due=TODAY.replace(year=2020)),)).applied_to(a_review())


def test_a_condition_that_became_overdue_does_not_stop_other_edits():
    review = a_review(answers={"QST-01": Answer(conditions=(a_condition(due=TODAY.replace(year=2020)),))})
    assert change_answer(review, "QST-01", "Ada", note="x").applied_to(review).answers["QST-01"].note == "x"


def waiting(reason):
    held = Answer(
        knowledge=Knowledge.PARTLY_KNOWN, verdict=Verdict.ACCEPTABLE, claims=(a_claim(),), look_again=LookAgain(reason=reason, since=NOW)
    )
    return a_review(answers={"QST-01": held})


@pytest.mark.parametrize("reason", [LookAgainReason.SOURCE_CHANGED, LookAgainReason.TEXT_CHANGED])
def test_a_new_knowledge_takes_the_verdict_on_older_facts_back(reason):
    change = change_answer(waiting(reason), "QST-01", "Ada", knowledge=Knowledge.KNOWN)
    assert (change.after.verdict, verdict_taken_back(change), verdict_taken_back(change.inverse())) == (
        Verdict.UNDECIDED,
        Verdict.ACCEPTABLE,
        None,
    )


def test_a_verdict_given_with_the_knowledge_stands():
    edits = {"knowledge": Knowledge.KNOWN, "verdict": Verdict.ACCEPTABLE}
    assert change_answer(waiting(LookAgainReason.SOURCE_CHANGED), "QST-01", "Ada", **edits).after.verdict is Verdict.ACCEPTABLE


def test_an_inherited_verdict_stays_where_nothing_below_it_changed():
    change = change_answer(waiting(LookAgainReason.INHERITED), "QST-01", "Ada", knowledge=Knowledge.KNOWN)
    assert (change.after.verdict, verdict_taken_back(change)) == (Verdict.ACCEPTABLE, None)


def test_the_same_claim_is_not_added_twice():
    review = a_review(answers={"QST-01": Answer(claims=(a_claim(),))})
    twin = a_claim(id="c2", statement=f" {a_claim().statement.upper()}")
    with pytest.raises(Refused, match="this claim already"):
        change_answer(review, "QST-01", "Ada", claims=(a_claim(), twin)).applied_to(review)
    other = replace(twin, source="Another document")
    assert len(change_answer(review, "QST-01", "Ada", claims=(a_claim(), other)).applied_to(review).answers["QST-01"].claims) == 2


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_taking_back_is_named_so_and_taken_back_gives_the_same_again(change):
    back = change.inverse()
    assert back.op == "undo" and (back.before, back.after) == (change.after, change.before)
    assert replace(back.inverse(), op=change.op) == change


CONTESTED = an_answer(knowledge=Knowledge.CONTESTED)
MET = a_condition(done=Fulfilment(on=TODAY, by="Ada", proof="Signed."))
FILE = replace(EVIDENCE, title="Card")


@pytest.mark.parametrize(
    ("change", "title"),
    [
        (AnswerChanged(item="QST-01", before=Answer(), after=an_answer(), op="adopt"), "adopt the proposal for QST-01"),
        (AnswerChanged(item="QST-01", before=Answer(), after=an_answer(), op="confirm"), "confirm QST-01"),
        (AnswerChanged(item="QST-01", before=an_answer(), after=an_answer(verdict=Verdict.UNDECIDED)), "judge QST-01 undecided"),
        (
            AnswerChanged(item="QST-01", before=an_answer(verdict=Verdict.NOT_ACCEPTABLE), after=an_answer(knowledge=Knowledge.CONTESTED)),
            "mark QST-01 contested and judge it acceptable",
        ),
        (
            AnswerChanged(item="QST-01", before=an_answer(), after=an_unknown(verdict=Verdict.UNDECIDED)),
            "mark QST-01 unknown",
        ),
        (
            AnswerChanged(item="QST-01", before=CONTESTED, after=replace(CONTESTED, conditions=(MET,))),
            "record a condition of QST-01 as met",
        ),
        (
            AnswerChanged(item="QST-01", before=CONTESTED, after=replace(CONTESTED, conditions=(a_condition(),))),
            "change the conditions of QST-01",
        ),
        (AnswerChanged(item="QST-01", before=Answer(), after=Answer(note="x")), "edit the note of QST-01"),
        (AnswerChanged(item="QST-01", before=Answer(), after=Answer(because="x")), "change QST-01"),
        (FrameChanged(before=a_frame(), after=a_frame(as_of=TODAY.replace(year=2027), lead="Joan")), "change as-of, lead"),
        (FrameChanged(before=a_frame(), after=a_frame()), "change the review"),
        (EvidenceChanged(before=None, after=FILE), "attach Card"),
        (EvidenceChanged(before=FILE, after=None), "detach Card"),
        (EvidenceChanged(before=EVIDENCE, after=FILE), "describe Card"),
        (EvidenceChanged(before=None, after=None), "attach evidence"),
        (DecisionMade(before=None, after=a_decision(outcome=Outcome.APPROVE_WITH_CONDITIONS)), "decision to approve with conditions"),
        (DecisionMade(before=a_decision(), after=None), "withdraw the decision"),
        (replace(CHANGES[4], role=Role.BUSINESS_OWNER), "name Joan Clarke as business owner"),
        (replace(CHANGES[4], role=Role.BUSINESS_OWNER).inverse(), "take the name off business owner"),
    ],
)
def test_each_change_is_named_as_a_person_would(change, title):
    assert change.title == title


def test_a_resolution_and_its_withdrawal_are_named():
    settled = replace(CONTESTED, resolution=Resolution(prevails=("c1",), why="Newer", by="Ada", at=NOW))
    one = AnswerChanged(item="QST-01", before=CONTESTED, after=settled)
    assert (one.title, one.inverse().title) == ("resolve the conflict of QST-01", "withdraw the resolution of QST-01")


def test_a_file_is_attached_described_and_detached_at_its_place():
    other = an_evidence(b"other")
    one = EvidenceChanged(before=None, after=EVIDENCE).applied_to(a_review(evidence=(other,)))
    assert one.evidence == (other, EVIDENCE)
    swapped = EvidenceChanged(before=other, after=replace(other, title="Other")).applied_to(one)
    assert [file.title for file in swapped.evidence] == ["Other", EVIDENCE.title]
    assert EvidenceChanged(before=EVIDENCE, after=None).applied_to(swapped).evidence == (swapped.evidence[0],)
    assert EvidenceChanged(before=None, after=None).applied_to(one) == one


def test_what_somebody_else_changed_is_named():
    for change, name in (
        (CHANGES[1], "The review"),
        (CHANGES[3], "The decision"),
        (CHANGES[4], "The signatory"),
        (CHANGES[2], "Reading notes"),
    ):
        seen = replace(change.inverse(), op=change.op)
        with pytest.raises(StaleChange, match=f"^{name} was changed by somebody else"):
            seen.applied_to(a_review())


@pytest.mark.parametrize("parts", [{"what": " "}, {"owner": " "}, {"what": "", "owner": ""}])
def test_a_condition_says_what_and_by_whom(parts):
    with pytest.raises(Refused, match=r"^QST-01 was not changed\. A condition says what must be done and by whom\.$"):
        change_answer(a_review(), "QST-01", "Ada", conditions=(a_condition(**parts),)).applied_to(a_review())


@pytest.mark.parametrize("due", [TODAY, None])
def test_a_condition_may_be_due_today_or_on_no_day(due):
    changed = change_answer(a_review(), "QST-01", "Ada", conditions=(a_condition(due=due),)).applied_to(a_review())
    assert changed.answers["QST-01"].conditions[0].due == due


@pytest.mark.parametrize("subject", [{"vendor": " "}, {"model": " "}])
def test_a_review_keeps_its_vendor_and_its_model(subject):
    with pytest.raises(Refused, match="needs the vendor and the model"):
        FrameChanged(before=a_frame(), after=a_frame(subject=a_subject(**subject))).applied_to(a_review())


def test_an_unknown_scope_key_is_refused_with_those_there_are():
    with pytest.raises(Refused, match=r"no scope question moon\. Nothing was changed; its questions are: agents\."):
        FrameChanged(before=a_frame(), after=a_frame(scope={"moon": ScopeAnswer.YES})).applied_to(a_review())


def test_a_decision_that_cannot_be_made_says_every_reason():
    with pytest.raises(Refused, match=r"^The decision was not recorded\. "):
        DecisionMade(before=None, after=a_decision(rationale=" ")).applied_to(a_review())


def test_nobody_without_a_name_signs():
    with pytest.raises(Refused, match=r"^Nobody was named: a signatory needs a name\.$"):
        replace(CHANGES[4], after=Signatory(role=Role.SECURITY, name=" ")).applied_to(a_review())


def test_one_person_is_not_named_twice():
    review = CHANGES[4].applied_to(a_review())
    with pytest.raises(Refused, match=r"^Joan Clarke was not named\. Joan Clarke already signs as security; "):
        SignatoryNamed(role=Role.BUSINESS_OWNER, before=None, after=Signatory(role=Role.BUSINESS_OWNER, name="Joan Clarke")).applied_to(
            review
        )


def test_signatories_stand_in_the_order_of_the_roles():
    review = a_review()
    for role in (Role.CHAIR, Role.SECURITY, Role.BUSINESS_OWNER):
        review = SignatoryNamed(role=role, before=None, after=Signatory(role=role, name=f"{role} person")).applied_to(review)
    assert [one.role for one in review.signatories] == sorted((Role.CHAIR, Role.SECURITY, Role.BUSINESS_OWNER), key=list(Role).index)


def test_a_batch_keeps_its_title_when_it_is_taken_back():
    batch = Batch(changes=tuple(CHANGES[:3]), title="three steps")
    assert (batch.op, batch.inverse().title) == ("batch", "three steps") and items_touched(batch) is None
    answers = Batch(changes=(CHANGES[0], CHANGES[0].inverse()), title="there and back")
    assert items_touched(answers) == ("QST-01",)


def test_a_reviewer_is_named_once():
    review = a_review(answers={"QST-01": an_answer()})
    assert change_answer(review, "QST-01", "Ada Byron", verdict=Verdict.NOT_ACCEPTABLE).after.reviewed_by == ("Ada Byron",)
    assert change_answer(review, "QST-01", "Joan", verdict=Verdict.NOT_ACCEPTABLE).after.reviewed_by == ("Ada Byron", "Joan")


def test_a_verdict_taken_back_by_undoing_is_no_news():
    facts = AnswerChanged(item="QST-01", before=an_answer(), after=an_answer(knowledge=Knowledge.CONTESTED, verdict=Verdict.UNDECIDED))
    assert verdict_taken_back(facts) is Verdict.ACCEPTABLE and verdict_taken_back(replace(facts, op="undo")) is None
    assert verdict_taken_back(replace(facts, after=an_answer(verdict=Verdict.UNDECIDED))) is None
    assert verdict_taken_back(Batch(changes=(CHANGES[1], facts), title="both")) is Verdict.ACCEPTABLE
