"""A claim whose quote was looked up and does not stand in its file carries nothing: no answer of a person, no gate."""

from dataclasses import replace
from datetime import date

import pytest

from readiness_app.domain.answering import problems_of_missing_quotes
from readiness_app.domain.changes import AnswerChanged, change_answer
from readiness_app.domain.claim import Anchor, Claim
from readiness_app.domain.deciding import problems_of_decision, warnings_of_sealing
from readiness_app.domain.errors import Refused
from readiness_app.domain.gates import RULES, gates
from readiness_app.domain.measures import is_gap
from readiness_app.domain.next_question import next_question
from readiness_app.domain.review import Answer, LookAgain, Review
from readiness_app.domain.rounds import confirmation_of_all
from readiness_app.domain.vocabulary import AnchorState, Confidentiality, GateReason, GateState, Knowledge, Outcome, SourceKind, Stance
from readiness_app.domain.vocabulary import LookAgainReason as Reason
from tests.builders import NOW, TODAY, a_claim, a_decision, a_review, a_sealing, an_answer, an_evidence

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
