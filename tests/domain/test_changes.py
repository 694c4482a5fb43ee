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
from readiness_app.domain.review import Answer, LookAgain, Signatory
from readiness_app.domain.vocabulary import Knowledge, LookAgainReason, Role, ScopeAnswer, State, Verdict
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
