"""Rule 7: the next best question."""

from datetime import timedelta

from readiness_app.domain.checklist import Gate
from readiness_app.domain.next_question import next_question, open_questions, question_after
from readiness_app.domain.vocabulary import Tier
from tests.builders import TODAY, a_checklist, a_review, a_section, an_acceptance, an_answer, an_item, an_unknown


def order(**parts):
    return [item.id for item in open_questions(a_review(checklist=a_checklist(5), **parts))]


def test_hard_gates_then_gates_then_checklist_order():
    assert order() == ["QST-01", "QST-02", "QST-03", "QST-04", "QST-05"]


def test_what_waits_for_the_vendor_comes_last():
    assert order(answers={"QST-01": an_unknown(ask_vendor=True)})[-1] == "QST-01"


def test_what_is_settled_or_carried_is_no_question():
    assert order(answers={"QST-01": an_answer(), "QST-02": an_unknown(acceptance=an_acceptance())}) == ["QST-03", "QST-04", "QST-05"]


def test_the_question_after_goes_round():
    assert question_after(a_review(), "QST-03").id == "QST-01"


def test_nothing_open_gives_none():
    answers = {item.id: an_answer() for item in a_checklist().items()}
    assert next_question(a_review(answers=answers)) is None


def ranked(*items, **parts):
    review = a_review(checklist=a_checklist(sections=(a_section(*items),)), **parts)
    return [item.id for item in open_questions(review)]


def test_hard_gates_come_before_gates_and_gates_before_the_rest_wherever_they_stand():
    soft, hard, late = Gate(tier=Tier.INTERNAL), Gate(tier=Tier.SANDBOX, hard=True), Gate(tier=Tier.HIGH_RISK, hard=True)
    items = (an_item(1), an_item(2, gate=soft), an_item(3, gate=hard), an_item(4, gate=late), an_item(5, gate=soft))
    assert ranked(*items) == ["QST-03", "QST-02", "QST-05", "QST-01", "QST-04"]


def test_the_question_after_one_that_is_settled_is_the_first():
    review = a_review(answers={"QST-02": an_answer()})
    assert [question_after(review, one).id for one in ("QST-01", "QST-02", "QST-03")] == ["QST-03", "QST-01", "QST-01"]
    only = a_review(answers={"QST-02": an_answer(), "QST-03": an_answer()})
    assert question_after(only, "QST-01") is None and question_after(only, "QST-02").id == "QST-01"


def test_what_expired_meanwhile_is_a_question_again():
    review = a_review(answers={item.id: an_answer() for item in a_checklist().items()})
    later = TODAY + timedelta(days=4000)
    assert next_question(review) is None and next_question(review, later).id == "QST-01"
