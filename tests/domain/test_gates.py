"""Rule 5: gates are clear, accepted or open."""

from dataclasses import replace
from datetime import date

import pytest

from readiness_app.domain.gates import gates, open_gates
from readiness_app.domain.review import Answer, Fulfilment
from readiness_app.domain.vocabulary import GateReason, GateState, Knowledge, ScopeAnswer, Tier, Verdict
from tests.builders import TODAY, a_checklist, a_claim, a_condition, a_frame, a_review, an_acceptance, an_answer, an_item, an_unknown

LATE = a_condition(due=date(2026, 3, 28))
DONE = Fulfilment(proof="Signed", by="Grace Hopper", on=date(2026, 3, 20))


def standing_of(item, answer):
    """How QST-01 (hard, sandbox) or QST-02 (internal) stands at tier internal with this answer."""
    return next(gate for gate in gates(a_review(answers={item: answer})) if gate.item.id == item)


def test_only_gates_up_to_the_tier_count():
    assert [g.item.id for g in gates(a_review(frame=a_frame(tier=Tier.SANDBOX)))] == ["QST-01"]
    assert [g.item.id for g in gates(a_review())] == ["QST-01", "QST-02"]


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (Answer(), GateState.OPEN, GateReason.NOT_REVIEWED),
        (an_answer(), GateState.CLEAR, GateReason.KNOWN_AND_ACCEPTABLE),
        (an_answer(verdict=Verdict.UNDECIDED), GateState.OPEN, GateReason.NO_VERDICT),
        (an_answer(verdict=Verdict.NOT_ACCEPTABLE), GateState.OPEN, GateReason.NOT_ACCEPTABLE),
        (an_answer(verdict=Verdict.ACCEPTABLE_WITH_CONTROL), GateState.OPEN, GateReason.CONTROL_NOT_NAMED),
        (an_answer(verdict=Verdict.ACCEPTABLE_WITH_CONTROL, control="Cap"), GateState.CLEAR, GateReason.KNOWN_AND_ACCEPTABLE),
        (an_answer(knowledge=Knowledge.PARTLY_KNOWN), GateState.OPEN, GateReason.PARTLY_KNOWN),
        (an_unknown(), GateState.OPEN, GateReason.UNKNOWN),
        (an_unknown(verdict=Verdict.ACCEPTABLE), GateState.OPEN, GateReason.UNKNOWN),
        (an_answer(knowledge=Knowledge.CONTESTED), GateState.OPEN, GateReason.CONTESTED),
        (Answer(knowledge=Knowledge.NOT_APPLICABLE, because="x"), GateState.CLEAR, GateReason.MARKED_NOT_APPLICABLE),
        (an_unknown(acceptance=an_acceptance()), GateState.ACCEPTED, GateReason.RISK_ACCEPTED),
        (an_unknown(acceptance=an_acceptance(until=date(2026, 3, 28))), GateState.OPEN, GateReason.ACCEPTANCE_LAPSED),
        (an_unknown(acceptance=an_acceptance(), conditions=(LATE,)), GateState.OPEN, GateReason.CONDITION_LAPSED),
        (an_unknown(acceptance=an_acceptance(), conditions=(replace(LATE, done=DONE),)), GateState.ACCEPTED, GateReason.RISK_ACCEPTED),
        (an_answer(conditions=(LATE,)), GateState.CLEAR, GateReason.KNOWN_AND_ACCEPTABLE),
        (Answer(acceptance=an_acceptance()), GateState.OPEN, GateReason.NOT_REVIEWED),
        (an_answer(verdict=Verdict.NOT_ACCEPTABLE, acceptance=an_acceptance()), GateState.ACCEPTED, GateReason.RISK_ACCEPTED),
        (an_answer(claims=(a_claim(checked=date(2020, 1, 1)),)), GateState.OPEN, GateReason.EXPIRED),
        (an_unknown(conditions=(a_condition(),)), GateState.OPEN, GateReason.UNKNOWN),
    ],
)
def test_how_a_gate_stands(answer, state, reason):
    found = standing_of("QST-02", answer)
    assert (found.state, found.reason) == (state, reason)


def test_a_hard_gate_is_never_accepted():
    assert standing_of("QST-01", an_unknown(acceptance=an_acceptance())).state is GateState.OPEN


def test_an_acceptance_holds_through_its_last_day():
    assert standing_of("QST-02", an_unknown(acceptance=an_acceptance(until=TODAY))).state is GateState.ACCEPTED


def test_gates_out_of_scope_do_not_block():
    checklist = a_checklist()
    only = replace(checklist.sections[0], items=(replace(checklist.item("QST-03"), gate=checklist.item("QST-01").gate),))
    review = a_review(checklist=replace(checklist, sections=(only,)))
    assert open_gates(review)
    assert not open_gates(replace(review, frame=a_frame(scope={"agents": ScopeAnswer.NO})))


def test_computed_items_are_no_gates():
    checklist = a_checklist()
    computed = an_item(9, id="DEC-01", gate=checklist.item("QST-01").gate, computed=True)
    section = replace(checklist.sections[0], items=(computed,))
    assert not gates(a_review(checklist=replace(checklist, sections=(section,))))


def test_on_the_last_day_of_an_acceptance_a_late_condition_is_the_reason():
    answer = an_unknown(acceptance=an_acceptance(until=TODAY), conditions=(LATE,))
    assert standing_of("QST-02", answer).reason is GateReason.CONDITION_LAPSED
