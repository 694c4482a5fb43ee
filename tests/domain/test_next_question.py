"""Rule 7: the next best question."""

from readiness_app.domain.next_question import next_question, open_questions, question_after
from tests.builders import a_checklist, a_review, an_acceptance, an_answer, an_unknown


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
