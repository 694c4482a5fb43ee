"""A condition is met with proof, by somebody, on a day; until then it can be late and open its gate."""

from dataclasses import replace
from datetime import date

import pytest

from readiness_app.domain.changes import Batch, EvidenceChanged
from readiness_app.domain.errors import NotFound, Refused, ReviewSealed
from readiness_app.domain.fulfilling import meet, unmeet
from readiness_app.domain.gates import standing
from readiness_app.domain.lapses import lapses
from readiness_app.domain.review import Fulfilment
from readiness_app.domain.vocabulary import GateReason, GateState, LapseKind, State
from tests.builders import TODAY, a_condition, a_review, an_acceptance, an_evidence, an_unknown

DUE, DONE_ON = date(2026, 4, 10), date(2026, 4, 20)
NOW_DUE = an_unknown(acceptance=an_acceptance(), conditions=(a_condition(due=DUE),))
OPEN = a_review(answers={"QST-02": NOW_DUE})


def done(**parts):
    return Fulfilment(**{"proof": "Countersigned.", "by": "Ada Byron", "on": DONE_ON} | parts)


def met(review=OPEN, condition="k1", today=DONE_ON, **parts):
    return meet(review, "QST-02", condition, done(**parts), today, "Ada Byron")


def gate_on(review, day):
    found = standing(review.checklist.item("QST-02"), review, day)
    return found.state, found.reason


def test_the_proof_stands_on_the_condition():
    change = met(proof=" Countersigned. ")
    assert change.applied_to(OPEN).stored_answer("QST-02").conditions[0].done == done()
    assert change.title == "record a condition of QST-02 as met"


def test_it_is_undone_whole():
    assert met().inverse().applied_to(met().applied_to(OPEN)) == OPEN


def test_and_taken_back_by_hand():
    after = met().applied_to(OPEN)
    assert unmeet(after, "QST-02", "k1", "Ada Byron").applied_to(after) == OPEN
    with pytest.raises(Refused, match="is not met"):
        unmeet(OPEN, "QST-02", "k1", "Ada Byron")


@pytest.mark.parametrize(("parts", "words"), [({"proof": " "}, "proves"), ({"today": date(2026, 4, 19)}, "still to come")])
def test_what_is_missing_is_said(parts, words):
    with pytest.raises(Refused, match=words):
        met(**parts)


def test_it_is_met_once():
    with pytest.raises(Refused, match="was met on 2026-04-20"):
        met(met().applied_to(OPEN))


def test_an_unknown_condition_is_not_found():
    with pytest.raises(NotFound, match="no condition k9"):
        met(condition="k9")


def test_a_sealed_review_says_where_it_is_recorded_instead():
    with pytest.raises(ReviewSealed, match="next edition"):
        met(replace(OPEN, state=State.SEALED))


def test_a_file_can_be_the_proof():
    file = an_evidence(b"the countersigned agreement")
    with pytest.raises(NotFound):
        met(evidence=file.sha256).applied_to(OPEN)
    step = Batch(changes=(EvidenceChanged(before=None, after=file), met(evidence=file.sha256)), title="x")
    assert step.applied_to(OPEN).uses_of(file.sha256) == ("QST-02",)


@pytest.mark.parametrize(
    ("day", "state", "reason"),
    [
        (DUE, GateState.ACCEPTED, GateReason.RISK_ACCEPTED),
        (date(2026, 4, 11), GateState.OPEN, GateReason.CONDITION_LAPSED),
        (date(2026, 4, 19), GateState.OPEN, GateReason.CONDITION_LAPSED),
        (DONE_ON, GateState.ACCEPTED, GateReason.RISK_ACCEPTED),
        (date(2026, 9, 30), GateState.ACCEPTED, GateReason.RISK_ACCEPTED),
        (date(2026, 10, 1), GateState.OPEN, GateReason.ACCEPTANCE_LAPSED),
    ],
)
def test_met_late_opens_the_gate_only_for_the_days_between(day, state, reason):
    assert gate_on(met().applied_to(OPEN), day) == (state, reason)


def test_what_is_met_by_then_no_longer_lapses():
    after = met().applied_to(OPEN)
    assert [one.kind for one in lapses(after, TODAY)] == [LapseKind.CONDITION, LapseKind.ACCEPTANCE]
    assert [one.kind for one in lapses(after, DONE_ON)] == [LapseKind.ACCEPTANCE]


def test_one_of_two_conditions_is_met_and_the_other_stays():
    two = replace(NOW_DUE, conditions=(a_condition(id="k0", due=DUE), a_condition(due=DUE)))
    review = a_review(answers={"QST-02": two})
    after = met(review).applied_to(review)
    assert [one.done for one in after.stored_answer("QST-02").conditions] == [None, done()]
    assert unmeet(after, "QST-02", "k1", "Ada").applied_to(after) == review
