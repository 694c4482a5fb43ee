"""What changes are refused for, told whole; what may be done all the same; and titles of several words."""

import re
from dataclasses import replace

import pytest

from readiness_app.domain.changes import (
    AnswerChanged,
    DecisionMade,
    EvidenceChanged,
    FrameChanged,
    SignatoryNamed,
    change_answer,
)
from readiness_app.domain.checklist import Gate, ScopeQuestion, When
from readiness_app.domain.errors import Refused, StaleChange
from readiness_app.domain.review import Answer, Fulfilment, Signatory
from readiness_app.domain.vocabulary import Knowledge, Outcome, Role, ScopeAnswer, Tier, UnknownReason, Verdict
from tests.builders import (
    TODAY,
    a_checklist,
    a_condition,
    a_decision,
    a_frame,
    a_review,
    a_search_line,
    a_section,
    an_acceptance,
    an_answer,
    an_evidence,
    an_item,
    an_unknown,
)

EVIDENCE, AGENTS = an_evidence(), When(all=("agents",))
MET = a_condition(done=Fulfilment(on=TODAY, by="Ada", proof="Signed."))


def test_a_hard_gate_in_scope_is_not_marked_away():
    review = a_review(checklist=a_checklist(sections=(a_section(an_item(1, gate=Gate(tier=Tier.SANDBOX, hard=True), when=AGENTS)),)))
    edits = {"knowledge": Knowledge.NOT_APPLICABLE, "because": "We say so."}
    with pytest.raises(Refused, match="cannot be marked not applicable"):
        change_answer(review, "QST-01", "Ada", **edits).applied_to(review)
    out = replace(review, frame=a_frame(scope={"agents": ScopeAnswer.NO}))
    assert change_answer(out, "QST-01", "Ada", **edits).applied_to(out).answers["QST-01"].answered


def test_what_is_against_an_acceptance_is_told_with_what_is_against_the_answer():
    edits = {"knowledge": Knowledge.UNKNOWN, "acceptance": an_acceptance(owner=" ")}
    with pytest.raises(Refused, match=r"^QST-02 was not changed\. Say why it is unknown\. .* A risk acceptance needs an owner\.$"):
        change_answer(a_review(), "QST-02", "Ada", **edits).applied_to(a_review())


def test_that_a_condition_was_met_can_be_taken_back_after_its_day():
    met = Answer(conditions=(replace(MET, due=TODAY.replace(year=2020)),))
    review = a_review(answers={"QST-01": met})
    change = change_answer(review, "QST-01", "Ada", conditions=(replace(met.conditions[0], done=None),))
    assert change.inverse().applied_to(change.applied_to(review)) == review


def test_a_vendor_that_declined_on_a_day_is_a_reason():
    edits = {"knowledge": Knowledge.UNKNOWN, "unknown_reason": UnknownReason.DECLINED, "search_log": (a_search_line(),)}
    assert change_answer(a_review(), "QST-01", "Ada", asked=TODAY, **edits).applied_to(a_review()).answers["QST-01"].asked == TODAY
    with pytest.raises(Refused, match="date on which the vendor was asked"):
        change_answer(a_review(), "QST-01", "Ada", **edits).applied_to(a_review())


def test_an_item_that_somebody_else_changed_is_named():
    with pytest.raises(StaleChange, match=r"^QST-01 was changed by somebody else"):
        AnswerChanged(item="QST-01", before=an_unknown(), after=an_answer()).applied_to(a_review())


def test_an_approval_past_an_open_gate_is_not_recorded():
    made = a_decision(outcome=Outcome.APPROVE, rationale=" ", valid_until=TODAY.replace(year=2027))
    with pytest.raises(Refused, match=r"^The decision was not recorded\. .*QST-01") as refusal:
        DecisionMade(before=None, after=made).applied_to(a_review())
    assert len(re.findall(r"\. [A-Z]", str(refusal.value))) > 1


def test_all_that_a_refusal_lists_is_parted_by_commas():
    used = {name: Answer(evidence=(EVIDENCE.sha256,)) for name in ("QST-01", "QST-02")}
    with pytest.raises(Refused, match="still carries QST-01, QST-02"):
        EvidenceChanged(before=EVIDENCE, after=None).applied_to(a_review(evidence=(EVIDENCE,), answers=used))
    scope = tuple(ScopeQuestion(key=key, question="Will it?") for key in ("images", "agents"))
    with pytest.raises(Refused, match="its questions are: agents, images"):
        FrameChanged(before=a_frame(), after=a_frame(scope={"moon": ScopeAnswer.YES})).applied_to(
            a_review(checklist=a_checklist(scope=scope))
        )


def test_verdicts_of_several_words_are_named_in_words():
    judged = AnswerChanged(item="QST-01", before=an_answer(), after=an_answer(verdict=Verdict.ACCEPTABLE_WITH_CONTROL))
    assert judged.title == "judge QST-01 acceptable with control"
    both = AnswerChanged(item="QST-01", before=Answer(), after=judged.after)
    assert both.title == "mark QST-01 known and judge it acceptable with control"


def test_all_that_is_against_a_signatory_is_told():
    taken = Signatory(role=Role.SECURITY, name="Joan Clarke", fingerprint="ab" * 32)
    change = SignatoryNamed(role=Role.BUSINESS_OWNER, before=None, after=replace(taken, role=Role.BUSINESS_OWNER))
    with pytest.raises(Refused, match=r"one person signs in one role\. This certificate is already pinned"):
        change.applied_to(a_review(signatories=(taken,)))
