"""Matching rows to questions, how a reply bears on its item, and what adopting it does."""

from dataclasses import replace
from typing import Any

import pytest

from readiness_app.domain import replying
from readiness_app.domain.claim import Claim
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
    a_section,
    an_answer,
    an_evidence,
    an_item,
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


def test_a_reply_keeps_who_when_and_what_was_written() -> None:
    (reply,) = read(a_row(document=" DPA.pdf ", dated=TODAY, dated_text="x", answer=" 20 days. ", by=" Val ")).replies
    assert reply == a_reply(statement="20 days.", by="Val", document="DPA.pdf", dated=TODAY, question=ITEM.vendor_question)
    (bare,) = read(a_row(question=" ", dated_text="soon", by="")).replies
    assert (bare.question, bare.by, bare.dated) == (ITEM.id, "date as written: soon", None)
    (plain,) = read(a_row(question=f" {ITEM.vendor_question} ")).replies
    assert (plain.question, plain.by) == (ITEM.vendor_question, "Val Vendor")


def test_the_list_is_kept_only_where_it_is_one_of_this_review() -> None:
    rows = (a_row(list="Q9", answer="1"), a_row(review="R9", answer="2"), a_row(review="", list="", answer="3"))
    assert [reply.list for reply in read(*rows).replies] == ["", "", ""]


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"review": "", "list": ""}, "it does not say which review and list it belongs to."),
        ({"review": ""}, "it belongs to another review (unnamed)."),
        ({"review": "R9"}, "it belongs to another review (R9)."),
        ({"list": ""}, "this review has no question list without a name."),
        ({"list": "Q9"}, "this review has no question list Q9."),
        ({"item": ""}, "it names no item."),
        ({"item": "QST-02"}, "list Q1 did not ask QST-02."),
        ({"digest": "0" * 64}, "its text digest is not that of QST-01 as it was asked."),
        ({"question": "Reworded?"}, "the words of QST-01 were changed in the file."),
        ({"wanted": "Anything"}, "the words of QST-01 were changed in the file."),
    ],
)
def test_why_a_row_matches_nothing_is_said_with_its_number(parts: dict[str, str], why: str) -> None:
    (reply,) = read(a_row(**parts)).replies
    assert (reply.item, reply.problem) == ("", f"Row 8: {why}")


def test_rows_are_counted_each_in_its_way() -> None:
    taken = the_review(replies=(a_reply(id="R7"), a_reply(id="old"), a_reply(id="R3")))
    empty, nothing = a_row(answer="", by=""), a_row(answer="", by="", item="", document=" ")
    bare = a_row(answer="", by="", document=" DPA.pdf ", number=9)
    found = read(empty, nothing, bare, replace(bare, item=""), a_row(), a_row(), a_row(), a_row(answer="x"), review=taken)
    assert [reply.id for reply in found.replies] == ["R8", "R9"] and found.read_before == 2
    assert found.empty == 2 and found.documents == (f"{ITEM.id} (DPA.pdf)", "row 9 (DPA.pdf)")
    assert found.second == {"R8": "R7", "R9": "R7"} and found.unmatched == 0
    assert read(a_row(item=""), a_row()).unmatched == 1


def test_an_answer_in_another_file_is_no_second_one() -> None:
    other = a_reply(id="R1", file=a_hash("other"), statement="x")
    assert read(a_row(), review=the_review(replies=(other,))).second == {}
    assert read(a_row(), review=the_review(replies=(replace(other, file=FILE),))).second == {"R2": "R1"}


def test_a_reply_is_found_by_its_id() -> None:
    review = the_review(replies=(a_reply(), a_reply(id="R2")))
    assert [replying.reply_named(review, one).id for one in ("R1", "R2")] == ["R1", "R2"]


def test_the_claim_of_a_reply_says_where_it_comes_from() -> None:
    review = the_review()

    def claim(**parts: Any) -> Claim:
        return replying.claim_of(review, a_reply(**parts), Stance.SUPPORTS, "Ada Byron", TODAY)

    plain = claim()
    assert (plain.id, plain.checked, plain.added_by, plain.caveat, plain.address) == ("v-r1", TODAY, "Ada Byron", "", "")
    assert claim(list="", by="").source == f"Vendor reply, {review.subject.vendor}"
    named = claim(document="DPA.pdf")
    assert (named.source, named.address) == ("Vendor reply, Val Vendor, list Q1, which names DPA.pdf", "")
    for link in ("http://example.com", "HTTPS://example.com"):
        assert (claim(document=link).address, claim(document=link).source) == (link, "Vendor reply, Val Vendor, list Q1")


def test_adopting_is_named_in_the_history() -> None:
    step = replying.adopting_step(the_review(), a_reply(), by="Ada Byron", at=NOW)
    assert step.title == "adopt reply R1 for QST-01" and {change.op for change in step.changes} == {"adopt-reply"}
    after = step.applied_to(the_review(replies=(a_reply(),))).stored_answer("QST-01")
    assert (after.claims[0].checked, after.claims[0].added_by, after.claims[0].stance) == (TODAY, "Ada Byron", Stance.SUPPORTS)


@pytest.mark.parametrize(
    ("answer", "contradicts", "knowledge"),
    [
        (Answer(), False, Knowledge.PARTLY_KNOWN),
        (an_unknown(), False, Knowledge.PARTLY_KNOWN),
        (an_unknown(), True, Knowledge.UNKNOWN),
        (an_answer(knowledge=Knowledge.PARTLY_KNOWN, verdict=Verdict.UNDECIDED), False, Knowledge.PARTLY_KNOWN),
    ],
)
def test_what_is_known_with_a_reply(answer: Answer, contradicts: bool, knowledge: Knowledge) -> None:
    after = adopted(a_reply(), answer, contradicts=contradicts).stored_answer("QST-01")
    assert after.knowledge is knowledge and (after.unknown_reason is None) == (knowledge is not Knowledge.UNKNOWN)


def test_a_reason_that_no_longer_fits_goes() -> None:
    reply, answer = a_reply(item="QST-02"), Answer(knowledge=Knowledge.NOT_APPLICABLE, because="No images.")
    review = the_review(answers={"QST-02": answer}, replies=(reply,))
    for knowledge, because in ((Knowledge.KNOWN, ""), (Knowledge.NOT_APPLICABLE, "No images.")):
        step = replying.adopting_step(review, reply, by="Ada Byron", at=NOW, knowledge=knowledge)
        assert step.applied_to(review).stored_answer("QST-02").because == because


def test_what_stands_against_a_reply_is_named_without_what_nobody_judged() -> None:
    with pytest.raises(Refused, match=r"QST-01 is not applicable\. Nothing"):
        adopted(a_reply(), Answer(knowledge=Knowledge.NOT_APPLICABLE, because="No."))


def test_setting_aside_says_who_and_when_and_assigning_what_it_was_matched_to() -> None:
    aside = replying.set_aside_step(a_reply(), by="Ada Byron", at=NOW)
    assert (aside.op, aside.after.decided_by, aside.after.decided) == ("set-aside", "Ada Byron", NOW)
    moved = replying.assigning_step(the_review(), a_reply(), "QST-02")
    assert (moved.op, moved.after.item, moved.after.problem) == ("assign", "QST-02", "It was matched to QST-01.")
    for reply in (a_reply(item="", problem="Row 9: x"), a_reply(problem="Row 9: x")):
        assert replying.assigning_step(the_review(), reply, "QST-02").after.problem == "Row 9: x"
    assert replying.assigning_step(the_review(), a_reply(item=""), "QST-02").after.problem == ""
    with pytest.raises(Refused, match="R1 has been adopted for QST-01"):
        replying.assigning_step(the_review(), a_reply(state=ReplyState.ADOPTED), "QST-02")


def test_what_the_program_answers_takes_no_reply() -> None:
    section = a_section(an_item(1, computed=True))
    with pytest.raises(Refused, match="QST-01 is answered by the program"):
        replying.assigning_step(a_review(checklist=a_checklist(sections=(section,))), a_reply(item=""), "QST-01")


def test_a_reply_that_nobody_signed_is_the_vendor_s_and_asked_no_more() -> None:
    answer = adopted(a_reply(by=""), an_unknown(ask_vendor=True)).stored_answer("QST-01")
    assert (answer.claims[0].source, answer.ask_vendor) == ("Vendor reply, Example Labs, list Q1", False)
