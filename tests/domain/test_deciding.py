"""Rules 5 and 10: what a decision and a seal need."""

from dataclasses import replace
from datetime import date

import pytest

from readiness_app.domain import deciding
from readiness_app.domain.claim import Anchor
from readiness_app.domain.deciding import problems_of_decision, problems_of_sealing, warnings_of_sealing
from readiness_app.domain.review import Answer, Fulfilment, LookAgain, Resolution, Signatory
from readiness_app.domain.vocabulary import AnchorState, Knowledge, LookAgainReason, Outcome, Role, Stance, Verdict
from tests.builders import (
    NOW,
    SIGNATORIES,
    TODAY,
    a_checklist,
    a_claim,
    a_condition,
    a_decision,
    a_frame,
    a_full_review,
    a_reply,
    a_review,
    a_section,
    an_acceptance,
    an_answer,
    an_item,
    an_unknown,
)

CLEAR = {"QST-01": an_answer(), "QST-02": an_answer()}
ACCEPTED = {"QST-01": an_answer(), "QST-02": an_unknown(acceptance=an_acceptance())}
LATER = date(2026, 12, 31)


def problems(answers, outcome, **parts):
    return problems_of_decision(a_review(answers=answers), a_decision(outcome=outcome, **({"valid_until": LATER} | parts)))


@pytest.mark.parametrize("outcome", [Outcome.DEFER, Outcome.REJECT])
def test_defer_and_reject_are_always_possible(outcome):
    assert not problems({}, outcome, valid_until=None)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_decision_needs_a_rationale(outcome):
    assert problems(CLEAR, outcome, rationale=" ")


def test_approve_needs_every_gate_clear():
    assert not problems(CLEAR, Outcome.APPROVE)
    assert "QST-02" in problems(ACCEPTED, Outcome.APPROVE)[0]


def test_approve_with_conditions_needs_every_gate_clear_or_accepted():
    assert not problems(ACCEPTED, Outcome.APPROVE_WITH_CONDITIONS)
    assert problems({}, Outcome.APPROVE_WITH_CONDITIONS)


@pytest.mark.parametrize("gone", [{"due": None}, {"proof": ""}])
def test_every_condition_is_complete(gone):
    answers = CLEAR | {"QST-01": an_answer(conditions=(a_condition(**gone),))}
    assert "QST-01" in problems(answers, Outcome.APPROVE_WITH_CONDITIONS)[0]


def test_an_approval_needs_a_date():
    assert problems(CLEAR, Outcome.APPROVE, valid_until=None)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_no_decision_ends_before_it_is_made(outcome):
    assert problems(CLEAR, outcome, valid_until=date(2026, 3, 28))


def test_a_complete_review_can_be_sealed():
    assert not problems_of_sealing(a_full_review())


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"decision": None}, "No decision"),
        ({"decision": a_decision(edition=7)}, "No decision"),
        ({"signatories": SIGNATORIES[:1]}, "business owner"),
        ({"frame": a_frame(lead=" "), "created_by": " "}, "no lead"),
    ],
)
def test_what_sealing_misses_is_named(parts, words):
    assert any(words in problem for problem in problems_of_sealing(a_full_review(**parts)))


def test_a_gate_that_opened_since_the_decision_stops_the_seal():
    review = replace(a_review(answers=CLEAR, signatories=SIGNATORIES), decision=a_decision(outcome=Outcome.APPROVE, valid_until=LATER))
    assert not problems_of_sealing(review)
    assert problems_of_sealing(replace(review, answers={}))


def test_a_role_without_certificate_is_a_warning():
    assert any("Grace Hopper" in warning for warning in warnings_of_sealing(a_full_review(), TODAY))


def test_an_old_as_of_date_is_a_warning():
    assert any("as-of" in warning for warning in warnings_of_sealing(a_full_review(), date(2026, 4, 29)))
    assert not any("as-of" in warning for warning in warnings_of_sealing(a_full_review(), date(2026, 4, 28)))


def test_a_decision_that_has_ended_already_is_a_warning():
    ends = date(2026, 6, 30)
    review = replace(a_full_review(), decision=a_decision(valid_until=ends))
    assert any("valid until 2026-06-30" in warning for warning in warnings_of_sealing(review, date(2026, 7, 1)))
    assert not any("valid until" in warning for warning in warnings_of_sealing(review, ends))


def test_what_nobody_looked_at_is_a_warning():
    assert any("1 of 5 items" in warning for warning in warnings_of_sealing(a_full_review(), TODAY))


def test_open_scope_questions_are_a_warning():
    review = a_full_review(frame=a_frame(scope={}))
    assert any("scope questions" in warning for warning in warnings_of_sealing(review, TODAY))


def test_overdue_conditions_are_a_warning():
    answers = a_full_review().answers | {"QST-01": an_answer(conditions=(a_condition(due=date(2026, 3, 1)),))}
    assert any("QST-01" in warning for warning in warnings_of_sealing(a_full_review(answers=answers), TODAY))


def test_a_condition_that_was_met_is_no_warning():
    met = replace(a_condition(due=date(2026, 3, 1)), done=Fulfilment(proof="Signed", by="Ada Byron", on=date(2026, 3, 20)))
    answers = a_full_review().answers | {"QST-01": an_answer(conditions=(met,))}
    assert not any("QST-01" in warning for warning in warnings_of_sealing(a_full_review(answers=answers), TODAY))


@pytest.mark.parametrize(
    ("knowledge", "resolution", "warned"),
    [
        (Knowledge.KNOWN, None, True),
        (Knowledge.CONTESTED, None, False),
        (Knowledge.KNOWN, Resolution(prevails=("c1",), why="It binds.", by="Ada Byron", at=NOW), False),
    ],
)
def test_an_answer_that_claims_speak_against_unresolved_is_a_warning(knowledge, resolution, warned):
    claims = (a_claim(), a_claim(id="c2", stance=Stance.CONTRADICTS))
    answers = {"QST-01": an_answer(knowledge=knowledge, claims=claims, resolution=resolution)}
    told = warnings_of_sealing(a_full_review(answers=answers), TODAY)
    assert any("speak against an answer" in warning and "QST-01" in warning for warning in told) is warned


def astray(state):
    return an_answer(claims=(a_claim(anchor=Anchor(state=state, checked=TODAY)),))


BARE = {"address": "https://example.com/a", "evidence": "", "quote": ""}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (astray(AnchorState.NOT_FOUND), "Quotes were not found in their files, or stand on another page: QST-01."),
        (astray(AnchorState.ON_ANOTHER_PAGE), "stand on another page: QST-01."),
        (an_answer(knowledge=Knowledge.PARTLY_KNOWN, claims=(a_claim(**BARE),)), "nothing of what stands there is kept: QST-01."),
        (
            an_answer(look_again=LookAgain(reason=LookAgainReason.INHERITED, since=NOW)),
            "wait to be looked at again and do not count: QST-01.",
        ),
        (an_unknown(acceptance=an_acceptance(until=date(2026, 3, 1))), "ran out before the as-of date: QST-01."),
    ],
)
def test_what_an_answer_rests_on_is_a_warning(answer, words):
    told = " ".join(warnings_of_sealing(a_full_review(answers={"QST-01": answer}), TODAY))
    assert words in told
    assert words not in " ".join(warnings_of_sealing(a_full_review(answers={"QST-01": an_answer()}), TODAY))


def test_replies_nobody_decided_on_are_a_warning():
    assert any("R1 to QST-01" in told for told in warnings_of_sealing(a_full_review(replies=(a_reply(),)), TODAY))


def test_of_many_items_the_first_are_named():
    replies = tuple(a_reply(id=f"R{number}", item="") for number in range(1, 11))
    assert any("R8 and 2 more." in told for told in warnings_of_sealing(a_full_review(replies=replies), TODAY))


@pytest.mark.parametrize(
    ("outcome", "parts", "said"),
    [
        (Outcome.DEFER, {"rationale": " "}, ("A decision needs a rationale.",)),
        (Outcome.DEFER, {"valid_until": TODAY}, ()),
        (
            Outcome.REJECT,
            {"valid_until": date(2026, 3, 28)},
            (f"The decision would end on 2026-03-28, before the review's as-of date {TODAY}.",),
        ),
        (Outcome.APPROVE, {"valid_until": None}, ("An approval needs a date until which it is valid.",)),
    ],
)
def test_each_problem_of_a_decision_is_said(outcome, parts, said):
    assert problems(CLEAR, outcome, **parts) == said


def test_gates_that_are_in_the_way_are_counted_and_named():
    assert problems({}, Outcome.APPROVE)[0] == "2 gates are not clear: QST-01, QST-02. Defer and reject are always possible."
    found = problems({}, Outcome.APPROVE_WITH_CONDITIONS)[0]
    assert found == "2 gates are not clear or accepted: QST-01, QST-02. Defer and reject are always possible."
    assert problems(ACCEPTED, Outcome.APPROVE)[0].startswith("1 gates are not clear: QST-02.")


def test_incomplete_conditions_are_named_each_once():
    bare = (a_condition(due=None), a_condition(id="k2", proof=" "))
    answers = {"QST-01": an_answer(conditions=bare), "QST-02": an_answer(conditions=(a_condition(owner=" "),))}
    assert problems(answers, Outcome.APPROVE_WITH_CONDITIONS)[-1].endswith("look at QST-01, QST-02.")


def test_a_seal_says_all_that_is_missing():
    review = a_review(frame=a_frame(lead=" "))
    said = ("No decision was made in this edition.", "Nobody is named to sign as security, business owner.", "The review has no lead.")
    assert problems_of_sealing(review) == said


@pytest.mark.parametrize(("count", "named"), [(8, "k8"), (9, "k8 and 1 more")])
def test_of_many_only_the_first_are_named(count, named):
    ids = [f"k{number}" for number in range(1, count + 1)]
    assert deciding._named(ids).endswith(named)
    assert deciding._named(ids[:2]) == "k1, k2"


def test_the_work_that_is_left_is_counted():
    said = " ".join(warnings_of_sealing(a_review(answers={"QST-01": an_answer()}), TODAY))
    assert "2 of 3 items in scope have not been looked at." in said and "scope questions" not in said
    section = a_section(an_item(1), an_item(2, computed=True), an_item(3, computed=True))
    open_scope = a_review(checklist=a_checklist(sections=(section,)), frame=a_frame(scope={}))
    said = " ".join(warnings_of_sealing(open_scope, TODAY))
    assert "1 of 1 items in scope have not been looked at; the 2 that the program answers are left out." in said
    assert "1 scope questions are not answered" in said


@pytest.mark.parametrize(
    ("answer", "until", "warned"),
    [
        (an_unknown(), date(2026, 3, 28), True),
        (an_unknown(), TODAY, False),
        (an_answer(), date(2026, 3, 28), False),
        (an_answer(verdict=Verdict.NOT_ACCEPTABLE), date(2026, 3, 28), True),
        (an_answer(knowledge=Knowledge.PARTLY_KNOWN), date(2026, 3, 28), True),
        (Answer(knowledge=Knowledge.NOT_APPLICABLE, because="x"), date(2026, 3, 28), False),
    ],
)
def test_an_acceptance_that_ran_out_matters_while_there_is_a_gap(answer, until, warned):
    review = a_review(answers={"QST-02": replace(answer, acceptance=an_acceptance(until=until))})
    assert any("Risk acceptances ran out" in text for text in warnings_of_sealing(review, TODAY)) is warned


def test_only_required_roles_without_a_certificate_are_named_in_words():
    people = (*SIGNATORIES, Signatory(role=Role.CHAIR, name="Eve"))
    said = [text for text in warnings_of_sealing(a_review(signatories=people), TODAY) if text.startswith("No certificate")]
    assert said == ["No certificate is pinned to business owner (Grace Hopper): a signature there is shown by its name only."]
