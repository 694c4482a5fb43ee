"""Rules 2 and 3: figures that are never mixed, and a range that is one."""

from dataclasses import replace
from datetime import date

import pytest

from readiness_app.domain.computed import answer_to
from readiness_app.domain.measures import is_gap, knowledge_by_section, measures, readiness
from readiness_app.domain.review import Answer
from readiness_app.domain.vocabulary import GateState, Knowledge, ScopeAnswer, SourceKind, State, Verdict
from tests.builders import a_checklist, a_claim, a_frame, a_full_review, a_review, an_acceptance, an_answer, an_item, an_unknown

N_A = Answer(knowledge=Knowledge.NOT_APPLICABLE, because="no")
PARTLY = an_answer(knowledge=Knowledge.PARTLY_KNOWN)


@pytest.mark.parametrize(
    ("answers", "low", "high"),
    [
        ({}, 0, 1),
        ({"QST-01": an_answer()}, 1 / 3, 1),
        ({"QST-01": an_answer(verdict=Verdict.NOT_ACCEPTABLE)}, 0, 2 / 3),
        ({"QST-01": PARTLY, "QST-02": an_unknown()}, 0, 1),
        ({"QST-01": an_answer(), "QST-02": N_A}, 1 / 2, 1),
        ({"QST-01": N_A, "QST-02": N_A, "QST-03": N_A}, 0, 0),
        ({"QST-01": an_answer(claims=(a_claim(checked=a_claim().dated.replace(year=2020)),))}, 0, 1),
    ],
)
def test_the_range_over_three_items(answers, low, high):
    found = readiness(a_review(answers=answers))
    assert (found.low, found.high) == pytest.approx((low, high))


def test_knowledge_counts_add_up_to_the_items_in_scope():
    found = measures(a_full_review())
    assert sum(found.knowledge.values()) == found.items_in_scope == 5


def test_items_out_of_scope_do_not_count():
    assert measures(a_review(frame=a_frame(scope={"agents": ScopeAnswer.NO}))).items_in_scope == 2


def test_progress_says_nothing_about_goodness():
    answers = {item.id: an_unknown() for item in a_checklist().items()}
    found = measures(a_review(answers=answers))
    assert (found.reviewed, found.range.low) == (3, 0)


def test_gate_states_are_counted():
    assert measures(a_review(answers={"QST-01": an_answer()})).gates == {GateState.CLEAR: 1, GateState.ACCEPTED: 0, GateState.OPEN: 1}


def test_knowledge_by_section_follows_the_checklist():
    assert knowledge_by_section(a_review(answers={"QST-01": an_answer()}))[0][2][Knowledge.KNOWN] == 1


def a_review_with_computed(item_id, **parts):
    checklist = a_checklist()
    section = replace(checklist.sections[0], items=(*checklist.sections[0].items, an_item(9, id=item_id, computed=True)))
    return a_review(checklist=replace(checklist, sections=(section,)), **parts)


@pytest.mark.parametrize("item_id", ["DEC-01", "DEC-02"])
def test_computed_items_hold_once_no_gate_is_open(item_id):
    clear = {"QST-01": an_answer(), "QST-02": an_answer()}
    for answers, knowledge in (({}, Knowledge.NOT_REVIEWED), (clear, Knowledge.KNOWN)):
        review = a_review_with_computed(item_id, answers=answers)
        assert answer_to(review.checklist.item(item_id), review).knowledge is knowledge


@pytest.mark.parametrize("state", list(State))
def test_signing_moves_no_figure(state):
    signed, sealed = (measures(a_review_with_computed("DEC-05", state=at)) for at in (state, State.SEALED))
    assert signed == sealed


def test_the_figures_of_another_day_are_those_of_that_day():
    answers = {"QST-01": an_answer(), "QST-02": an_unknown(acceptance=an_acceptance())}
    review, later = a_review_with_computed("DEC-02", answers=answers), date(2027, 3, 1)
    now, then = measures(review), measures(review, later)
    assert (now.range.low, then.range.low, readiness(review).low, readiness(review, later).low) == (2 / 4, 0, 2 / 4, 0)
    assert (now.expired, then.expired) == (0, 1)
    assert (now.gates[GateState.OPEN], then.gates[GateState.OPEN]) == (0, 2)
    assert (now.knowledge[Knowledge.KNOWN], then.knowledge[Knowledge.KNOWN]) == (2, 1)


def test_a_gap_is_what_is_not_settled_on_that_day():
    review = a_review_with_computed("DEC-02", answers={"QST-01": an_answer(), "QST-02": an_answer(), "QST-03": N_A})
    item, given, none = (review.checklist.item(name) for name in ("DEC-02", "QST-01", "QST-03"))
    assert [is_gap(one, review) for one in (item, given, none)] == [False, False, False]
    assert [is_gap(one, review, date(2027, 3, 1)) for one in (item, given, none)] == [True, True, False]


def test_verdicts_and_weak_sources_are_counted():
    press = an_answer(verdict=Verdict.NOT_ACCEPTABLE, claims=(a_claim(source_kind=SourceKind.PRESS),))
    found = measures(a_review(answers={"QST-01": press, "QST-02": an_answer()}))
    assert found.verdict == dict.fromkeys(Verdict, 0) | {Verdict.NOT_ACCEPTABLE: 1, Verdict.ACCEPTABLE: 1, Verdict.UNDECIDED: 1}
    assert found.weak_sources_only == 1
