"""Changes about questions to the vendor: applied, inverted, refused."""

import pytest

from readiness_app.domain.errors import NotFound, Refused, ReviewSealed, StaleChange
from readiness_app.domain.vendor_changes import QuestionsListed, ReplyChanged
from readiness_app.domain.vocabulary import ReplyState
from tests.builders import a_question_list, a_reply, a_review, a_sealed_review, an_evidence

EVIDENCE = an_evidence()


@pytest.mark.parametrize(
    ("change", "title"),
    [
        (QuestionsListed(before=None, after=a_question_list()), "make question list Q1"),
        (QuestionsListed(before=a_question_list(), after=None), "take back question list Q1"),
        (QuestionsListed(before=None, after=None), "take back question list"),
        (ReplyChanged(before=None, after=a_reply()), "take in reply R1"),
        (ReplyChanged(before=a_reply(), after=None), "take back reply R1"),
        (ReplyChanged(before=None, after=None), "take back reply"),
        (ReplyChanged(before=a_reply(), after=a_reply(state=ReplyState.ADOPTED)), "adopt reply R1"),
        (ReplyChanged(before=a_reply(), after=a_reply(state=ReplyState.SET_ASIDE)), "set aside reply R1"),
        (ReplyChanged(before=a_reply(state=ReplyState.ADOPTED), after=a_reply()), "put back reply R1"),
        (ReplyChanged(before=a_reply(), after=a_reply(item="QST-02")), "assign reply R1"),
        (ReplyChanged(before=a_reply(), after=a_reply(by="Joan")), "change reply R1"),
    ],
)
def test_each_change_is_named_as_a_person_would(change, title):
    assert change.title == title


def test_a_list_that_was_answered_stays_and_the_others_keep_their_place():
    first, second = a_question_list(), a_question_list(id="Q2")
    review = QuestionsListed(before=None, after=second).applied_to(a_review(questions=(first,), replies=(a_reply(list="Q2"),)))
    assert [one.id for one in review.questions] == ["Q1", "Q2"]
    with pytest.raises(Refused, match=r"^Replies to question list Q2 have come back"):
        QuestionsListed(before=second, after=None).applied_to(review)
    assert [one.id for one in QuestionsListed(before=first, after=None).applied_to(review).questions] == ["Q2"]
    with pytest.raises(StaleChange, match=r"^Question list Q1 was changed"):
        QuestionsListed(before=None, after=first).applied_to(review)
    assert QuestionsListed(before=None, after=None).applied_to(review) == review


def test_a_reply_is_taken_in_changed_in_its_place_and_taken_back():
    review = a_review(evidence=(EVIDENCE,), replies=(a_reply(id="R2"),))
    taken = ReplyChanged(before=None, after=a_reply()).applied_to(review)
    assert [one.id for one in taken.replies] == ["R2", "R1"]
    moved = ReplyChanged(before=a_reply(id="R2"), after=a_reply(id="R2", item="QST-02")).applied_to(taken)
    assert [(one.id, one.item) for one in moved.replies] == [("R2", "QST-02"), ("R1", "QST-01")]
    assert ReplyChanged(before=a_reply(), after=None).applied_to(taken).replies == review.replies
    assert ReplyChanged(before=None, after=None).applied_to(review) == review
    with pytest.raises(StaleChange, match=r"^Reply R1 was changed"):
        ReplyChanged(before=a_reply(), after=None).applied_to(review)


def test_a_reply_rests_on_a_file_and_an_item_of_the_review():
    with pytest.raises(NotFound):
        ReplyChanged(before=None, after=a_reply()).applied_to(a_review())
    review = a_review(evidence=(EVIDENCE,))
    with pytest.raises(NotFound, match="QST-99"):
        ReplyChanged(before=None, after=a_reply(item="QST-99")).applied_to(review)
    assert ReplyChanged(before=None, after=a_reply(item="")).applied_to(review).replies[0].item == ""


def test_a_reply_knows_its_item():
    assert [ReplyChanged(before=a_reply(), after=None).item, ReplyChanged(before=None, after=None).item] == ["QST-01", ""]


@pytest.mark.parametrize("change", [QuestionsListed(before=None, after=a_question_list()), ReplyChanged(before=None, after=a_reply())])
def test_questions_and_replies_are_taken_back_and_sealed_too(change):
    review = a_review(evidence=(EVIDENCE,))
    back = change.inverse()
    assert back.inverse().applied_to(review) == change.applied_to(review)
    assert back.op == "undo" and back.applied_to(change.applied_to(review)) == review
    with pytest.raises(ReviewSealed):
        change.applied_to(a_sealed_review())
