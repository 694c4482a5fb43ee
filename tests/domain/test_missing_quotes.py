"""A claim whose quote was looked up and does not stand in its file carries nothing: no answer of a person, no gate."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from readiness_app.domain.answering import problems_of_missing_quotes, rests_on_missing_quotes
from readiness_app.domain.changes import AnswerChanged, change_answer
from readiness_app.domain.claim import Anchor, Claim
from readiness_app.domain.deciding import problems_of_decision, warnings_of_sealing
from readiness_app.domain.errors import Refused
from readiness_app.domain.gates import RULES, gates, without_their_quotes
from readiness_app.domain.measures import is_gap
from readiness_app.domain.next_question import next_question
from readiness_app.domain.review import Answer, LookAgain, Review
from readiness_app.domain.rounds import confirmation_of_all
from readiness_app.domain.vocabulary import (
    AnchorState,
    Confidentiality,
    GateReason,
    GateState,
    Knowledge,
    Outcome,
    ScopeAnswer,
    SourceKind,
    Stance,
    UnknownReason,
)
from readiness_app.domain.vocabulary import LookAgainReason as Reason
from tests.builders import (
    NOW,
    TODAY,
    a_checklist,
    a_claim,
    a_decision,
    a_frame,
    a_review,
    a_sealing,
    a_search_line,
    a_section,
    an_answer,
    an_evidence,
    an_item,
    an_unknown,
)

FILE = an_evidence()
HELD = (AnchorState.FOUND, AnchorState.ON_ANOTHER_PAGE, AnchorState.CANNOT_BE_CHECKED, None)


def looked_up(state: AnchorState | None, **parts: object) -> Claim:
    anchor = None if state is None else Anchor(state=state, checked=TODAY)
    return a_claim(evidence=FILE.sha256, anchor=anchor, **parts)


LOST = looked_up(AnchorState.NOT_FOUND)
KNOWN = an_answer(claims=(LOST,))


def of(answer: Answer, **parts: object) -> Review:
    return a_review(evidence=(FILE,), answers={"QST-01": answer, "QST-02": an_answer()}, **parts)


@pytest.mark.parametrize("knowledge", [Knowledge.KNOWN, Knowledge.PARTLY_KNOWN])
def test_nobody_marks_an_item_known_by_it(knowledge: Knowledge) -> None:
    review = of(Answer(claims=(LOST,)))
    with pytest.raises(Refused, match=r"not found in their files.*c1.*Correct the quote"):
        change_answer(review, "QST-01", "Ada Byron", knowledge=knowledge).applied_to(review)


@pytest.mark.parametrize("state", HELD)
def test_a_quote_that_may_stand_there_is_no_reason_to_refuse(state: AnchorState | None) -> None:
    assert not problems_of_missing_quotes(Answer(), an_answer(claims=(looked_up(state),)))
    assert gates(of(an_answer(claims=(looked_up(state),))))[0].state is GateState.CLEAR


def test_another_claim_carries_the_item_unless_it_is_too_weak() -> None:
    assert not problems_of_missing_quotes(Answer(), an_answer(claims=(LOST, a_claim(id="c2"))))
    assert problems_of_missing_quotes(Answer(), an_answer(claims=(LOST, a_claim(id="c2", source_kind=SourceKind.PRESS))))


def test_a_contradiction_that_is_not_in_its_file_contests_nothing() -> None:
    against = replace(LOST, id="c2", stance=Stance.CONTRADICTS)
    assert problems_of_missing_quotes(Answer(), an_answer(knowledge=Knowledge.CONTESTED, claims=(a_claim(), against)))
    assert not problems_of_missing_quotes(Answer(), an_answer(knowledge=Knowledge.KNOWN, claims=(a_claim(), against)))


def test_what_a_look_up_finds_later_is_kept_and_opens_the_gate() -> None:
    before = of(an_answer(claims=(looked_up(None),)))
    found = AnswerChanged(item="QST-01", before=before.stored_answer("QST-01"), after=KNOWN, op="quotes").applied_to(before)
    assert gates(before)[0].state is GateState.CLEAR
    assert (gates(found)[0].state, gates(found)[0].reason) == (GateState.OPEN, GateReason.QUOTES_MISSING)
    assert is_gap(next_question(found), found) and next_question(found).id == "QST-01"


def test_such_an_item_can_be_judged_not_acceptable_noted_and_undone_but_not_acceptable() -> None:
    review = of(replace(KNOWN, verdict=KNOWN.verdict.UNDECIDED))
    for edits in ({"verdict": KNOWN.verdict.NOT_ACCEPTABLE}, {"note": "Seen"}):
        change = change_answer(review, "QST-01", "Ada Byron", **edits)
        change.inverse().applied_to(change.applied_to(review))
    with pytest.raises(Refused, match="not found in their files"):
        change_answer(review, "QST-01", "Ada Byron", verdict=KNOWN.verdict).applied_to(review)


def test_an_inherited_answer_on_it_is_not_confirmed_with_the_others() -> None:
    review = of(replace(KNOWN, look_again=LookAgain(reason=Reason.INHERITED, since=NOW)))
    assert confirmation_of_all(review, "Ada Byron").left == ("QST-01",)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_it_is_not_approved_but_may_be_deferred_and_rejected(outcome: Outcome) -> None:
    said = " ".join(problems_of_decision(of(KNOWN), a_decision(outcome=outcome, valid_until=date(2026, 12, 31))))
    assert ("Quotes were not found in their files and carry nothing: QST-01." in said) == (outcome not in (Outcome.DEFER, Outcome.REJECT))


def test_a_report_sealed_before_this_was_a_rule_keeps_its_gates() -> None:
    standing = [gates(of(KNOWN, sealing=a_sealing(made_with=made)))[0].state for made in ({"renderer": "2"}, {"rules": RULES})]
    assert standing == [GateState.CLEAR, GateState.OPEN]


@pytest.mark.parametrize("level", list(Confidentiality))
def test_sealing_warns_of_quotes_that_the_report_prints_from_files_that_stay_out(level: Confidentiality) -> None:
    file = replace(FILE, title="Annex B", confidentiality=level)
    review = replace(of(an_answer(claims=(looked_up(None),))), evidence=(file,))
    said = [text for text in warnings_of_sealing(review, NOW.date()) if "Annex B" in text]
    out = level in (Confidentiality.CONFIDENTIAL, Confidentiality.UNDER_NDA)
    words = "The report prints quotes from 1 file that is marked confidential or under NDA: Annex B. Whoever gets the report reads them."
    assert said == [words] * out


PRESS = a_claim(id="c2", source_kind=SourceKind.PRESS)
OLDER = a_claim(id="c2", evidence=FILE.sha256, checked=TODAY - timedelta(days=170))  # counts for 180 days


def test_what_is_left_carries_the_item_until_it_expires() -> None:
    review, days = of(an_answer(claims=(LOST, OLDER))), [TODAY + timedelta(days=number) for number in (10, 11)]
    assert [gates(review, day)[0].reason for day in days] == [GateReason.KNOWN_AND_ACCEPTABLE, GateReason.QUOTES_MISSING]
    assert [[item.id for item in without_their_quotes(review, day)] for day in days] == [[], ["QST-01"]]


def test_what_is_left_must_be_enough() -> None:
    assert gates(of(an_answer(claims=(LOST, PRESS))))[0].reason is GateReason.QUOTES_MISSING


def test_items_that_people_answered_by_missing_quotes_are_named_in_order() -> None:
    unknown, expired = an_unknown(claims=(LOST,)), an_answer(claims=(a_claim(checked=date(2020, 1, 1)),))
    items = (*a_checklist(5).items(), an_item(9, id="DEC-02", computed=True))
    answers = {"QST-03": KNOWN, "QST-01": KNOWN, "QST-02": unknown, "QST-04": expired, "DEC-02": KNOWN}
    review = a_review(checklist=a_checklist(sections=(a_section(*items),)), evidence=(FILE,), answers=answers)
    assert [item.id for item in without_their_quotes(review)] == ["QST-01", "QST-03"]
    out = replace(review, frame=a_frame(scope={"agents": ScopeAnswer.NO}))
    assert [item.id for item in without_their_quotes(out)] == ["QST-01"]


def test_only_what_would_fall_without_them_rests_on_missing_quotes() -> None:
    both = (a_claim(), a_claim(id="c2", stance=Stance.CONTRADICTS), replace(LOST, id="c3"))
    aside = an_answer(claims=(PRESS, replace(LOST, id="c3", stance=Stance.BACKGROUND)))
    for answer in (an_unknown(claims=(LOST,)), an_answer(knowledge=Knowledge.CONTESTED, claims=both), aside):
        assert not rests_on_missing_quotes(answer)


def test_confirming_is_a_new_word_and_all_missing_quotes_are_named() -> None:
    two = an_answer(claims=(LOST, replace(LOST, id="c2")))
    waiting = replace(two, look_again=LookAgain(reason=Reason.INHERITED, since=NOW))
    assert "no source: c1, c2. " in problems_of_missing_quotes(waiting, two)[0]
    assert not problems_of_missing_quotes(waiting, replace(waiting, note="Seen"))
    assert not problems_of_missing_quotes(two, waiting)


def test_an_answer_that_fell_can_be_put_back_by_undoing() -> None:
    review = of(KNOWN)
    edits = {"knowledge": Knowledge.UNKNOWN, "unknown_reason": UnknownReason.SEARCHED_NOT_FOUND, "search_log": (a_search_line(),)}
    change = change_answer(review, "QST-01", "Ada Byron", **edits)
    assert change.inverse().applied_to(change.applied_to(review)) == review


def test_two_files_that_stay_out_are_counted() -> None:
    files = [an_evidence(one, title=one.decode(), confidentiality=Confidentiality.CONFIDENTIAL) for one in (b"A", b"B")]
    claims = tuple(a_claim(id=file.title, evidence=file.sha256) for file in files)
    said = " ".join(warnings_of_sealing(replace(of(an_answer(claims=claims)), evidence=tuple(files)), NOW.date()))
    assert "prints quotes from 2 files that are marked confidential or under NDA: A, B." in said
