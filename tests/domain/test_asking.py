"""Which gaps are a vendor's to answer, what a list holds, and how each question stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness_app.domain import asking
from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.vocabulary import AskState, Handling, ReplyState, ScopeAnswer
from tests.builders import (
    NOW,
    TODAY,
    a_checklist,
    a_condition,
    a_frame,
    a_question_list,
    a_reply,
    a_review,
    a_section,
    an_acceptance,
    an_answer,
    an_evidence,
    an_item,
    an_unknown,
)

LATER = TODAY + timedelta(days=10)


def ids(items: object) -> list[str]:
    return [item.id for item in items]  # type: ignore[attr-defined]


def asked(review: Review, *items: str, due: date | None = None) -> Review:
    made = asking.question_list(review, items, by="Ada Byron", at=NOW, on=TODAY, due=due, digest="0" * 64)
    return asking.asking_step(review, made, TODAY).applied_to(review)


def test_every_gap_is_suggested_while_none_is_marked() -> None:
    review = a_review(answers={"QST-01": an_answer(), "QST-02": an_unknown()})
    assert ids(asking.suggested(review, TODAY)) == ["QST-02", "QST-03"]


def test_marked_gaps_go_first() -> None:
    assert ids(asking.suggested(a_review(answers={"QST-03": Answer(ask_vendor=True)}), TODAY)) == ["QST-03"]


def test_the_buyers_own_items_are_never_asked() -> None:
    review = a_review(checklist=a_checklist(1, sections=(a_section(an_item(1, vendor_question=""), an_item(2)),)))
    assert ids(asking.suggested(review, TODAY)) == ["QST-02"]
    with pytest.raises(Refused, match="not a vendor's to answer"):
        asked(review, "QST-01")


def test_what_is_out_of_scope_is_not_asked() -> None:
    review = a_review(frame=a_frame(scope={"agents": ScopeAnswer.NO}))
    assert "QST-03" not in ids(asking.suggested(review, TODAY))
    with pytest.raises(Refused, match="out of scope"):
        asked(review, "QST-03")


def test_nothing_is_asked_twice_while_it_is_out() -> None:
    review = asked(a_review(answers={"QST-03": Answer(ask_vendor=True)}), "QST-03")
    assert asking.suggested(review, TODAY) == ()
    assert ids(asking.can_be_asked(review, TODAY)) == ["QST-01", "QST-02"]


def test_a_list_is_numbered_in_the_checklists_order() -> None:
    made = asked(a_review(), "QST-03", "QST-01").questions[0]
    assert [(one.number, one.item) for one in made.items] == [(1, "QST-01"), (2, "QST-03")]
    assert made.id == "Q1"


def test_the_next_list_has_the_next_number() -> None:
    assert [one.id for one in asked(asked(a_review(), "QST-01"), "QST-02").questions] == ["Q1", "Q2"]


def test_asking_says_so_on_each_item_and_keeps_an_earlier_day() -> None:
    review = asked(a_review(answers={"QST-01": Answer(asked=date(2026, 1, 2))}), "QST-01", "QST-02")
    assert [review.stored_answer(item).asked for item in ("QST-01", "QST-02")] == [date(2026, 1, 2), TODAY]
    assert review.stored_answer("QST-02").ask_vendor


def test_a_list_can_be_taken_back() -> None:
    review = a_review()
    made = asking.question_list(review, ["QST-01"], by="Ada Byron", at=NOW, on=TODAY, due=None, digest="0" * 64)
    step = asking.asking_step(review, made, TODAY)
    back = step.inverse().applied_to(step.applied_to(review))
    assert (back.questions, back.stored_answer("QST-01")) == ((), Answer())


def test_a_list_with_replies_stays() -> None:
    review = a_review(questions=(a_question_list(),), replies=(a_reply(),))
    step = asking.asking_step(replace(review, questions=(), replies=()), review.questions[0], TODAY)
    with pytest.raises(Refused, match="have come back"):
        step.changes[0].inverse().applied_to(review)


@pytest.mark.parametrize(("items", "error"), [([], Refused), (["QST-99"], NotFound)])
def test_a_list_of_nothing_or_of_strangers_is_refused(items: list[str], error: type[Exception]) -> None:
    with pytest.raises(error):
        asked(a_review(), *items)


def test_why_there_is_nothing_to_ask() -> None:
    with pytest.raises(Refused, match=r"1 questions are with the vendor already \(Q1\)"):
        asked(asked(a_review(), "QST-01"))


def test_a_day_that_is_past_is_refused() -> None:
    with pytest.raises(Refused, match="that day is past"):
        asked(a_review(), "QST-01", due=TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("due", "on", "state"), [(None, LATER, AskState.ASKED), (TODAY, TODAY, AskState.ASKED), (TODAY, LATER, AskState.OVERDUE)]
)
def test_a_question_is_out_until_its_day_has_passed(due: date | None, on: date, state: AskState) -> None:
    assert asking.askings(asked(a_review(), "QST-01", due=due), on)["QST-01"].state is state


@pytest.mark.parametrize(("reply", "state"), [(ReplyState.WAITING, AskState.REPLIED), (ReplyState.SET_ASIDE, AskState.ANSWERED)])
def test_a_reply_ends_the_waiting(reply: ReplyState, state: AskState) -> None:
    review = a_review(questions=(a_question_list(due=TODAY),), replies=(a_reply(state=reply),), evidence=(an_evidence(),))
    assert asking.askings(review, LATER)["QST-01"].state is state


def test_counts_of_a_list() -> None:
    checklist = a_checklist()
    made = a_question_list(*checklist.items(), due=TODAY)
    counts = asking.counts_of(a_review(questions=(made,), replies=(a_reply(),)), made, LATER)
    assert (counts.asked, counts.replied, counts.waiting, counts.overdue) == (3, 1, 1, 2)


def test_handling_names_all_that_is_done() -> None:
    answer = an_unknown(ask_vendor=True, acceptance=an_acceptance(), conditions=(a_condition(),), left_open=True)
    assert asking.handling(answer) == tuple(Handling)
    assert asking.handling(Answer()) == ()


def test_a_list_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="its lists are: Q1"):
        asking.list_named(a_review(questions=(a_question_list(),)), "Q7")
