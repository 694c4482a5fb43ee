"""Matching rows to questions, how a reply bears on its item, and what adopting it does."""

from dataclasses import replace
from typing import Any

import pytest

from readiness_app.domain import replying
from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.vendor import ReturnedRow, VendorReply
from readiness_app.domain.vocabulary import Bearing, Knowledge, ReplyState, SourceKind, Stance, Verdict
from tests.builders import (
    NOW,
    TODAY,
    a_checklist,
    a_claim,
    a_full_review,
    a_hash,
    a_question_list,
    a_reply,
    a_review,
    an_answer,
    an_evidence,
    an_unknown,
)

FILE = an_evidence().sha256
ITEM = next(a_checklist().items())


def a_row(**parts: Any) -> ReturnedRow:
    values: dict[str, Any] = {
        "number": 8,
        "review": "R1",
        "list": "Q1",
        "item": ITEM.id,
        "digest": ITEM.text_digest,
        "question": ITEM.vendor_question,
        "wanted": ITEM.evidence_wanted,
        "answer": "20 days.",
        "by": "Val Vendor",
    }
    return ReturnedRow(**(values | parts))


def the_review(**parts: Any) -> Review:
    return a_review(**({"questions": (a_question_list(),), "evidence": (an_evidence(),)} | parts))


def read(*rows: ReturnedRow, review: Review | None = None) -> replying.Reading:
    return replying.read_back(review or the_review(), rows, file=FILE, by="Ada Byron", at=NOW)


def test_a_row_matches_by_id_digest_and_words() -> None:
    (reply,) = read(a_row(question=f"  {ITEM.vendor_question}\n")).replies
    assert (reply.item, reply.problem, reply.statement, reply.list) == (ITEM.id, "", "20 days.", "Q1")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"review": "", "list": ""}, "does not say which review"),
        ({"review": "other"}, "another review"),
        ({"list": "Q9"}, "no question list Q9"),
        ({"item": "QST-02"}, "did not ask QST-02"),
        ({"item": ""}, "names no item"),
        ({"digest": a_hash("x")}, "text digest"),
        ({"digest": ""}, "text digest"),
        ({"question": "Something else?"}, "words of QST-01 were changed"),
        ({"wanted": "Nothing"}, "words of QST-01 were changed"),
    ],
)
def test_what_does_not_match_is_kept_with_the_reason(wrong: dict[str, str], why: str) -> None:
    (reply,) = read(a_row(**wrong)).replies
    assert reply.item == "" and reply.statement == "20 days."
    assert reply.problem.startswith("Row 8: ") and why in reply.problem


def test_a_checklist_that_was_changed_since_matches_no_more() -> None:
    asked = a_question_list(replace(ITEM, question="Asked otherwise then?"))
    assert "have changed since" in read(a_row(), review=the_review(questions=(asked,))).replies[0].problem


def test_empty_rows_are_counted_and_missing_ones_named() -> None:
    review = the_review(questions=(a_question_list(*a_checklist().items()),))
    reading = read(a_row(answer=" "), review=review)
    assert (reading.replies, reading.empty, reading.missing) == ((), 1, ("QST-02", "QST-03"))


@pytest.mark.parametrize("answer", ["", " \n\t"])
def test_a_document_alone_is_no_answer_and_is_named(answer: str) -> None:
    reading = read(a_row(answer=answer, document="SOC 2 report"))
    assert (reading.replies, reading.documents, reading.empty) == ((), ("QST-01 (SOC 2 report)",), 1)


def test_a_question_answered_twice_in_one_file_is_told_and_differs() -> None:
    reading = read(a_row(), a_row(answer="90 days."), a_row(answer="90 days.", by="Another"))
    assert reading.second == {"R2": "R1", "R3": "R1"}
    held = the_review(replies=reading.replies)
    assert {replying.bearing(held, reply) for reply in reading.replies} == {Bearing.DIFFERS}


def test_two_replies_that_agree_still_conflict_with_what_stands() -> None:
    held = the_review(answers={"QST-01": an_answer()}, replies=(a_reply(), a_reply(id="R2")))
    assert replying.bearing(held, held.replies[1]) is Bearing.CONFLICTS


def test_a_day_that_cannot_be_read_is_kept_as_it_was_written() -> None:
    assert read(a_row(dated_text="next week")).replies[0].by == "Val Vendor; date as written: next week"


def test_the_same_row_is_not_taken_in_twice() -> None:
    first = read(a_row()).replies
    again = read(a_row(), a_row(answer="30 days."), review=the_review(replies=first))
    assert (again.read_before, [reply.id for reply in again.replies]) == (1, ["R2"])


def test_a_row_is_the_same_row_after_somebody_assigned_it() -> None:
    (stray,) = read(a_row(question="Reworded?")).replies
    held = the_review(replies=(stray,))
    assigned = replying.assigning_step(held, stray, "QST-02").applied_to(held)
    assert read(a_row(question="Reworded?"), review=assigned).replies == ()


@pytest.mark.parametrize(
    ("answer", "bearing"),
    [
        (Answer(), Bearing.APPLIES),
        (an_unknown(), Bearing.APPLIES),
        (an_answer(knowledge=Knowledge.PARTLY_KNOWN, verdict=Verdict.UNDECIDED), Bearing.DIFFERS),
        (an_unknown(claims=(a_claim(stance=Stance.DISPUTED),)), Bearing.APPLIES),
        (an_answer(verdict=Verdict.UNDECIDED), Bearing.CONFLICTS),
        (an_answer(), Bearing.CONFLICTS),
        (an_unknown(verdict=Verdict.NOT_ACCEPTABLE), Bearing.CONFLICTS),
        (Answer(knowledge=Knowledge.NOT_APPLICABLE, because="No."), Bearing.CONFLICTS),
        (an_answer(claims=(a_claim(statement="Prompts are kept\nfor 20 days."),)), Bearing.APPLIES),
    ],
)
def test_how_a_reply_bears_on_its_item(answer: Answer, bearing: Bearing) -> None:
    assert replying.bearing(the_review(answers={"QST-01": answer}), a_reply()) is bearing


def test_another_reply_that_says_something_else_differs_unless_it_was_set_aside() -> None:
    other = a_reply(id="R2", statement="90 days.")
    assert replying.bearing(the_review(replies=(a_reply(), other)), a_reply()) is Bearing.DIFFERS
    aside = replace(other, state=ReplyState.SET_ASIDE)
    assert replying.bearing(the_review(replies=(a_reply(), aside)), a_reply()) is Bearing.APPLIES


def test_a_reply_without_an_item_is_unmatched() -> None:
    assert replying.bearing(the_review(), a_reply(item="")) is Bearing.UNMATCHED


def adopted(reply: VendorReply, answer: Answer = Answer(), **how: Any) -> Review:
    review = the_review(answers={"QST-01": answer}, replies=(reply,))
    return replying.adopting_step(review, reply, by="Ada Byron", at=NOW, **how).applied_to(review)


def test_adopting_adds_the_claim_and_never_a_verdict() -> None:
    answer = adopted(a_reply(document="https://example.com/dpa"), an_unknown(ask_vendor=True)).stored_answer("QST-01")
    (claim,) = answer.claims
    assert (claim.source, claim.source_kind) == ("Vendor reply, Val Vendor, list Q1", SourceKind.VENDOR_STATEMENT)
    assert (claim.evidence, claim.dated, claim.address) == (FILE, TODAY, "https://example.com/dpa")
    assert (answer.knowledge, answer.verdict, answer.unknown_reason) == (Knowledge.PARTLY_KNOWN, Verdict.UNDECIDED, None)
    assert not answer.ask_vendor and answer.reviewed_by == ("Ada Byron", "Ada Byron")[:1]


def test_an_adopted_reply_says_by_whom_and_is_not_adopted_again() -> None:
    review = adopted(a_reply())
    (reply,) = review.replies
    assert (reply.state, reply.decided_by, reply.decided) == (ReplyState.ADOPTED, "Ada Byron", NOW)
    with pytest.raises(Refused, match="already"):
        replying.adopting_step(review, reply, by="Ada Byron", at=NOW)


def test_a_person_says_what_is_known() -> None:
    assert adopted(a_reply(), knowledge=Knowledge.KNOWN).stored_answer("QST-01").knowledge is Knowledge.KNOWN


def test_a_conflict_needs_a_word_from_a_person() -> None:
    with pytest.raises(Refused, match=r"QST-01 is known and acceptable\. Nothing was changed; say what is known now"):
        adopted(a_reply(), an_answer())
    answer = adopted(a_reply(), an_answer(), knowledge=Knowledge.CONTESTED, contradicts=True).stored_answer("QST-01")
    assert (answer.knowledge, answer.claims[-1].stance) == (Knowledge.CONTESTED, Stance.CONTRADICTS)
    assert answer.verdict is Verdict.ACCEPTABLE


def test_an_unmatched_reply_is_assigned_before_it_is_adopted() -> None:
    stray = a_reply(item="", problem="Row 9: it names no item.")
    with pytest.raises(Refused, match="assign it to an item first"):
        adopted(stray)
    review = the_review(replies=(stray,))
    assigned = replying.assigning_step(review, stray, "QST-02").applied_to(review)
    after = replying.adopting_step(assigned, assigned.replies[0], by="Ada Byron", at=NOW).applied_to(assigned)
    assert "assigned by hand. Row 9" in after.stored_answer("QST-02").claims[0].caveat


def test_a_reply_is_assigned_to_items_of_the_checklist_only() -> None:
    with pytest.raises(NotFound):
        replying.assigning_step(the_review(), a_reply(item=""), "QST-99")


def test_setting_aside_is_done_once_and_adopting_is_possible_afterwards() -> None:
    review = the_review(replies=(a_reply(),))
    aside = replying.set_aside_step(a_reply(), by="Ada Byron", at=NOW).applied_to(review)
    assert aside.replies[0].state is ReplyState.SET_ASIDE
    with pytest.raises(Refused, match="set aside already"):
        replying.set_aside_step(aside.replies[0], by="Ada Byron", at=NOW)
    step = replying.adopting_step(aside, aside.replies[0], by="Ada Byron", at=NOW)
    assert step.applied_to(aside).replies[0].state is ReplyState.ADOPTED


def test_adopting_can_be_undone() -> None:
    review = the_review(answers={"QST-01": an_unknown()}, replies=(a_reply(),))
    step = replying.adopting_step(review, a_reply(), by="Ada Byron", at=NOW)
    assert step.inverse().applied_to(step.applied_to(review)) == review


def test_a_sealed_review_takes_no_reply() -> None:
    review = the_review(replies=(a_reply(),), state=a_full_review().state)
    step = replying.adopting_step(review, a_reply(), by="Ada Byron", at=NOW)
    with pytest.raises(Refused, match="sealed"):
        step.applied_to(replace(review, state=type(review.state).SEALED))


def test_a_reply_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="no reply R9"):
        replying.reply_named(the_review(), "R9")
