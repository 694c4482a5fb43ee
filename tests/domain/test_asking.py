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
    a_claim,
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


def test_the_newest_list_says_when_and_until_when() -> None:
    review = asked(asked(a_review(), "QST-01", due=LATER), "QST-02")
    found = asking.askings(review, TODAY)
    assert [(one.item, one.list, one.asked, one.due) for one in found.values()] == [
        ("QST-01", "Q1", TODAY, LATER),
        ("QST-02", "Q2", TODAY, None),
    ]


def test_a_list_says_who_made_it_of_what() -> None:
    review = a_review()
    made = asking.question_list(review, ["QST-02", "QST-01"], by="Ada Byron", at=NOW, on=TODAY, due=LATER, digest="d")
    items = [(one.number, one.item, one.text_digest == review.checklist.item(one.item).text_digest) for one in made.items]
    assert items == [(1, "QST-01", True), (2, "QST-02", True)]
    assert (made.id, made.made, made.made_by, made.due, made.digest) == ("Q1", NOW, "Ada Byron", LATER, "d")


def test_an_answer_can_be_wanted_by_today() -> None:
    assert asking.question_list(a_review(), ["QST-01"], by="A", at=NOW, on=TODAY, due=TODAY, digest="").due == TODAY


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        ({"list": "Q1", "received": NOW - timedelta(days=1)}, AskState.REPLIED),
        ({"list": "Q0", "received": NOW}, AskState.REPLIED),
        ({"list": "Q0", "received": NOW - timedelta(seconds=1)}, AskState.ASKED),
        ({"list": "Q1", "state": ReplyState.SET_ASIDE}, AskState.ANSWERED),
        ({"list": "Q1", "item": "QST-02"}, AskState.ASKED),
    ],
)
def test_which_replies_count_for_a_list(parts: dict[str, object], state: AskState) -> None:
    review = replace(asked(a_review(), "QST-01"), replies=(a_reply(**parts),))
    assert asking.askings(review, TODAY)["QST-01"].state is state


def test_a_question_is_overdue_from_the_day_after() -> None:
    review = asked(a_review(), "QST-01", due=LATER)
    states = [asking.askings(review, day)["QST-01"].state for day in (LATER, LATER + timedelta(days=1))]
    assert states == [AskState.ASKED, AskState.OVERDUE]


def test_why_there_is_nothing_to_ask_counts_what_is_out() -> None:
    review = asked(asked(a_review(), "QST-01", due=TODAY), "QST-02")
    for day in (TODAY, LATER):
        with pytest.raises(Refused, match=r"^There is nothing to ask: 2 questions are with the vendor already \(Q1, Q2\)\. "):
            asking.question_list(review, [], by="A", at=NOW, on=day, due=None, digest="")


def test_asking_is_one_named_step() -> None:
    review = a_review()
    made = asking.question_list(review, ["QST-01"], by="A", at=NOW, on=TODAY, due=None, digest="")
    step = asking.asking_step(review, made, TODAY)
    assert step.title == "make question list Q1" and [change.op for change in step.changes] == ["ask", "ask"]


def test_a_list_is_found_by_its_id_or_those_there_are_named() -> None:
    review = asked(asked(a_review(), "QST-01"), "QST-02")
    assert asking.list_named(review, "Q2").id == "Q2"
    with pytest.raises(NotFound, match=r"its lists are: Q1, Q2\."):
        asking.list_named(review, "Q3")
    with pytest.raises(NotFound, match=r"its lists are: none\."):
        asking.list_named(a_review(), "Q3")


def test_the_figures_of_the_whole_review() -> None:
    review = asked(asked(asked(a_review(), "QST-01"), "QST-02", due=TODAY), "QST-03")
    replies = (a_reply(list="Q3", item="QST-03"), a_reply(id="R2", item=""), a_reply(id="R3", item="", state=ReplyState.SET_ASIDE))
    found = asking.vendor_counts(replace(review, replies=replies), LATER)
    assert (found.lists, found.asked, found.overdue, found.waiting, found.unmatched) == (3, 2, 1, 2, 1)


def test_what_expires_meanwhile_is_a_gap_on_that_day() -> None:
    old = an_answer(claims=(a_claim(dated=TODAY),))
    review = a_review(answers={"QST-01": old, "QST-02": old, "QST-03": old})
    later = TODAY + timedelta(days=400)
    assert (ids(asking.gaps(review)), ids(asking.gaps(review, later))) == ([], ["QST-01", "QST-02", "QST-03"])


def test_what_is_overdue_is_still_with_the_vendor() -> None:
    review = asked(a_review(answers={"QST-03": Answer(ask_vendor=True)}), "QST-03", due=TODAY)
    assert asking.suggested(review, LATER) == ()
    assert ids(asking.can_be_asked(review, LATER)) == ["QST-01", "QST-02"]
