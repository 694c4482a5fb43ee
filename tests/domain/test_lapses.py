"""What lapses when, and what that does to the gates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness_app.domain.gates import open_gates
from readiness_app.domain.lapses import lapses, pressing
from readiness_app.domain.review import Answer, Fulfilment
from readiness_app.domain.vendor import AskedItem, QuestionList, VendorReply
from readiness_app.domain.vocabulary import Knowledge, LapseKind, LapseState, ScopeAnswer, Verdict
from tests.builders import (
    NOW,
    TODAY,
    a_checklist,
    a_claim,
    a_condition,
    a_decision,
    a_frame,
    a_hash,
    a_review,
    an_acceptance,
    an_answer,
    an_evidence,
    an_unknown,
)

MET = Fulfilment(proof="Signed", by="Ada Byron", on=TODAY)
FRESH = TODAY + timedelta(days=180)


def found(*answers, on=None, **parts):
    """What lapses of a review whose items QST-01, QST-02 ... have these answers."""
    numbered = {f"QST-{number:02d}": answer for number, answer in enumerate(answers, 1)}
    return lapses(a_review(answers=numbered, **parts), on)


def carried(until=date(2026, 6, 1), **parts):
    return an_unknown(acceptance=an_acceptance(until=until), **parts)


@pytest.mark.parametrize(("days", "state"), [(-1, LapseState.LAPSED), (0, LapseState.SOON), (30, LapseState.SOON), (31, LapseState.LATER)])
def test_it_has_lapsed_lapses_soon_or_later(days, state):
    assert [one.state for one in found(Answer(), carried(TODAY + timedelta(days=days)))] == [state]


def test_it_is_judged_on_the_day_that_is_asked():
    assert found(Answer(), carried(), on=date(2026, 6, 2))[0].state is LapseState.LAPSED


def test_each_kind_says_whose_it_is_and_which_item():
    asked = QuestionList(
        id="q1",
        made=NOW,
        made_by="Joan",
        due=date(2026, 4, 5),
        digest=a_hash("x"),
        items=(AskedItem(number=1, item="QST-03", text_digest=a_hash("t")),),
    )
    lapsing = found(
        an_answer(), carried(conditions=(a_condition(),)), questions=(asked,), decision=a_decision(valid_until=date(2027, 1, 1))
    )
    assert [(one.kind, one.item, one.owner, one.day) for one in lapsing] == [
        (LapseKind.QUESTIONS, "", "Joan", date(2026, 4, 5)),
        (LapseKind.ACCEPTANCE, "QST-02", "Grace Hopper", date(2026, 6, 1)),
        (LapseKind.CONDITION, "QST-02", "Grace Hopper", date(2026, 6, 30)),
        (LapseKind.EVIDENCE, "QST-01", "Ada Byron", FRESH),
        (LapseKind.DECISION, "", "Ada Byron", date(2027, 1, 1)),
    ]


def test_what_was_met_lapses_no_more():
    assert not found(an_unknown(conditions=(replace(a_condition(), done=MET),)))


def test_a_condition_without_a_date_never_lapses():
    assert not found(an_unknown(conditions=(a_condition(due=None),)))


@pytest.mark.parametrize("answer", [an_answer(claims=(a_claim(checked=None),)), Answer(knowledge=Knowledge.NOT_APPLICABLE, because="No.")])
def test_an_acceptance_that_carries_nothing_is_left_out(answer):
    assert not found(Answer(), replace(answer, acceptance=an_acceptance()))


def test_evidence_counts_until_the_last_of_it_expires():
    late = a_claim(id="c2", checked=TODAY + timedelta(days=5), source="The later one")
    only = found(an_answer(claims=(a_claim(), late)))
    assert [(one.day, one.what, one.id) for one in only] == [(FRESH + timedelta(days=5), "The later one", "c2")]


def test_one_claim_without_end_carries_its_item_for_good():
    assert not found(an_answer(claims=(a_claim(), a_claim(id="c2", checked=None))))


def test_a_file_s_own_expiry_goes_first():
    file = an_evidence(expires=date(2026, 4, 1))
    assert found(an_answer(claims=(a_claim(evidence=file.sha256),)), evidence=(file,))[0].day == date(2026, 4, 1)


def test_items_out_of_scope_lapse_nothing():
    answers = {"QST-03": an_answer()}
    assert not lapses(a_review(answers=answers, frame=a_frame(scope={"agents": ScopeAnswer.NO})))


def a_list(id="q1", due=TODAY, made=NOW):
    asked = AskedItem(number=1, item="QST-01", text_digest="")
    return QuestionList(id=id, made=made, made_by="Joan", due=due, digest="", items=(asked,))


def a_reply(**parts):
    values = {"id": "r", "list": "q1", "item": "QST-01", "question": "", "statement": "30 days.", "by": "Vendor", "dated": None, "file": ""}
    return VendorReply(**(values | {"received": NOW, "received_by": "Joan"} | parts))


def test_a_list_waits_until_it_was_answered_in_full():
    assert [one.what for one in found(questions=(a_list(),))] == ["1 of 1 questions to the vendor wait for an answer."]
    assert not found(questions=(a_list(),), replies=(a_reply(),))


def test_a_question_that_was_asked_again_waits_once():
    again = a_list("q2", due=date(2026, 5, 1), made=NOW + timedelta(days=3))
    assert [(one.id, one.day) for one in found(questions=(a_list(), again))] == [("q2", date(2026, 5, 1))]


@pytest.mark.parametrize(
    ("answer", "reopens"),
    [
        (carried(), [True]),
        (carried(conditions=(a_condition(due=date(2026, 5, 1)),)), [True, False]),
        (carried(conditions=(a_condition(due=date(2026, 7, 1)),)), [True, False]),
        (an_answer(), [True]),
        (an_answer(verdict=Verdict.UNDECIDED), [False]),
        (an_answer(knowledge=Knowledge.PARTLY_KNOWN), [False]),
    ],
)
def test_it_says_which_lapse_opens_the_gate(answer, reopens):
    assert [one.reopens for one in found(Answer(), answer)] == reopens


def test_the_gate_is_open_from_the_day_after():
    review = a_review(answers={"QST-02": carried()})
    [lapse] = lapses(review)
    states = ["QST-02" in {gate.item.id for gate in open_gates(review, day)} for day in (lapse.day, lapse.day + timedelta(days=1))]
    assert (lapse.reopens, states) == (True, [False, True])


def test_an_item_that_is_no_gate_of_the_tier_reopens_nothing():
    assert not lapses(a_review(checklist=a_checklist(4), answers={"QST-04": carried()}))[0].reopens


def test_only_what_presses_is_shown_first():
    assert [one.kind for one in pressing(found(Answer(), carried(date(2026, 4, 1)), an_answer()))] == [LapseKind.ACCEPTANCE]


def test_a_review_judged_at_the_end_of_time_still_tells():
    assert found(Answer(), carried(date.max), on=date.max)[0].state is LapseState.SOON


def test_of_one_day_the_order_is_that_of_kinds_then_of_the_checklist():
    day = date(2026, 6, 1)
    decision = a_decision(valid_until=day)
    answers = (carried(day), carried(day, conditions=(a_condition(id="k2", due=day), a_condition(id="k1", due=day))))
    found_ = found(*answers, decision=decision)
    kinds = list(LapseKind)
    assert [(one.kind, one.item, one.id) for one in found_] == sorted(
        ((one.kind, one.item, one.id) for one in found_), key=lambda one: (kinds.index(one[0]), one[1], one[2])
    )


def test_the_evidence_that_lasts_longest_carries():
    early, late = a_claim(checked=TODAY - timedelta(days=9), dated=None), a_claim(id="c2", checked=TODAY, dated=None)
    for claims in ((early, late), (late, early)):
        (one,) = found(an_answer(claims=claims))
        assert (one.id, one.kind) == ("c2", LapseKind.EVIDENCE)


def test_what_lapses_without_an_item_names_none():
    (one,) = found(decision=a_decision(valid_until=date(2026, 6, 1)))
    assert (one.item, one.id) == ("", "")
    (one,) = found(carried())
    assert (one.item, one.id) == ("QST-01", "")


@pytest.mark.parametrize(("verdict", "lapsing"), [(Verdict.ACCEPTABLE, 0), (Verdict.NOT_ACCEPTABLE, 1)])
def test_an_acceptance_no_longer_matters_where_the_item_is_known_and_acceptable(verdict, lapsing):
    answer = an_answer(verdict=verdict, acceptance=an_acceptance())
    assert sum(one.kind is LapseKind.ACCEPTANCE for one in found(answer)) == lapsing
    partly = an_answer(knowledge=Knowledge.PARTLY_KNOWN, acceptance=an_acceptance())
    assert any(one.kind is LapseKind.ACCEPTANCE for one in found(partly))


def test_of_one_day_conditions_stand_in_the_order_of_their_items():
    day = date(2026, 6, 1)
    first, second = (an_unknown(conditions=(a_condition(id=name, due=day),)) for name in ("k2", "k1"))
    assert [(one.item, one.id) for one in found(first, second)] == [("QST-01", "k2"), ("QST-02", "k1")]


def test_of_two_claims_that_end_on_one_day_the_first_is_named():
    claims = (a_claim(id="c2", source="The first"), a_claim(source="The second"))
    assert [(one.id, one.what) for one in found(an_answer(claims=claims))] == [("c2", "The first")]
