"""Rule 1: what an answer must carry."""

from datetime import date

import pytest

from readiness_app.domain.answering import problems_of_acceptance, problems_of_answer, problems_of_knowledge, problems_of_twins
from readiness_app.domain.checklist import Gate
from readiness_app.domain.review import Answer
from readiness_app.domain.vocabulary import Knowledge, SourceKind, Stance, Tier, UnknownReason, Verdict
from tests.builders import TODAY, a_claim, a_search_line, an_acceptance, an_answer, an_item, an_unknown

WEAK = (SourceKind.PRESS, SourceKind.COMMENTARY, SourceKind.LEAKED_DRAFT)
AGAINST = a_claim(id="c2", stance=Stance.CONTRADICTS)


@pytest.mark.parametrize("knowledge", [Knowledge.KNOWN, Knowledge.PARTLY_KNOWN])
def test_known_needs_a_supporting_claim(knowledge):
    assert problems_of_knowledge(knowledge, claims=[a_claim(stance=Stance.BACKGROUND), AGAINST])


@pytest.mark.parametrize("kind", WEAK)
def test_weak_sources_alone_never_make_known(kind):
    assert problems_of_knowledge(Knowledge.KNOWN, claims=[a_claim(source_kind=kind)])


@pytest.mark.parametrize("kind", WEAK)
def test_weak_sources_can_make_partly_known(kind):
    assert not problems_of_knowledge(Knowledge.PARTLY_KNOWN, claims=[a_claim(source_kind=kind)])


@pytest.mark.parametrize("kind", sorted(set(SourceKind) - set(WEAK)))
def test_any_other_source_can_make_known(kind):
    assert not problems_of_knowledge(Knowledge.KNOWN, claims=[a_claim(source_kind=kind)])


def test_of_what_is_read_and_what_it_relays_the_weaker_counts():
    relayed = a_claim(source_kind=SourceKind.COMMENTARY, relays=SourceKind.SYSTEM_CARD)
    assert problems_of_knowledge(Knowledge.KNOWN, claims=[relayed])


def test_one_strong_claim_beside_weak_ones_is_enough():
    assert not problems_of_knowledge(Knowledge.KNOWN, claims=[a_claim(source_kind=SourceKind.PRESS), a_claim()])


def test_disputed_claims_support_nothing():
    assert problems_of_knowledge(Knowledge.KNOWN, claims=[a_claim(stance=Stance.DISPUTED)])


def test_contested_needs_both_sides():
    assert len(problems_of_knowledge(Knowledge.CONTESTED)) == 2


def test_contested_with_both_sides_is_complete():
    assert not problems_of_knowledge(Knowledge.CONTESTED, claims=[a_claim(), AGAINST])


def test_unknown_needs_a_reason_and_a_search():
    assert len(problems_of_knowledge(Knowledge.UNKNOWN)) == 2


@pytest.mark.parametrize("reason", [UnknownReason.DECLINED, UnknownReason.UNDER_NDA])
def test_a_refusal_needs_the_date_asked(reason):
    assert problems_of_knowledge(Knowledge.UNKNOWN, unknown_reason=reason, search_log=[a_search_line()])
    assert not problems_of_knowledge(Knowledge.UNKNOWN, unknown_reason=reason, search_log=[a_search_line()], asked=TODAY)


def test_not_applicable_needs_a_because():
    assert problems_of_knowledge(Knowledge.NOT_APPLICABLE, because="  ")


def test_not_reviewed_needs_nothing():
    assert not problems_of_knowledge(Knowledge.NOT_REVIEWED)


def test_a_verdict_needs_reviewed_knowledge():
    assert problems_of_answer(an_item(), Answer(verdict=Verdict.ACCEPTABLE), in_scope=True)


HARD = an_item(gate=Gate(tier=Tier.HIGH_RISK, hard=True))
DOES_NOT_APPLY = Answer(knowledge=Knowledge.NOT_APPLICABLE, because="No such use")


def test_a_hard_gate_in_scope_cannot_be_marked_not_applicable():
    assert problems_of_answer(HARD, DOES_NOT_APPLY, in_scope=True)


def test_a_hard_gate_out_of_scope_can():
    assert not problems_of_answer(HARD, DOES_NOT_APPLY, in_scope=False)


def test_a_soft_gate_can_be_marked_not_applicable():
    assert not problems_of_answer(an_item(gate=Gate(tier=Tier.SANDBOX)), DOES_NOT_APPLY, in_scope=True)


def test_only_weak_sources_are_marked():
    assert an_answer(claims=(a_claim(source_kind=SourceKind.PRESS),)).weak_sources_only
    assert not an_answer().weak_sources_only
    assert not an_unknown().weak_sources_only


@pytest.mark.parametrize("answer", [Answer(), an_answer(), an_answer(verdict=Verdict.UNDECIDED)])
def test_no_risk_is_accepted_on_what_is_not_reviewed_or_known_and_good(answer):
    assert problems_of_acceptance(an_item(), answer, an_acceptance(), as_of=TODAY)


@pytest.mark.parametrize("answer", [an_unknown(), an_answer(verdict=Verdict.NOT_ACCEPTABLE)])
def test_a_risk_is_accepted_on_a_gap(answer):
    assert not problems_of_acceptance(an_item(), answer, an_acceptance(), as_of=TODAY)


def test_a_hard_gate_accepts_no_exception():
    assert problems_of_acceptance(HARD, an_unknown(), an_acceptance(), as_of=TODAY)


@pytest.mark.parametrize("gone", [{"owner": " "}, {"rationale": ""}, {"control": ""}, {"until": date(2026, 3, 28)}])
def test_an_acceptance_is_complete_and_ahead(gone):
    assert problems_of_acceptance(an_item(), an_unknown(), an_acceptance(**gone), as_of=TODAY)


def test_a_bare_link_makes_nothing_known():
    bare = a_claim(quote="", evidence="", source="https://example.com/retention")
    assert problems_of_knowledge(Knowledge.KNOWN, claims=[bare]) and not problems_of_knowledge(Knowledge.PARTLY_KNOWN, claims=[bare])


@pytest.mark.parametrize("kept", [{"quote": "30 days"}, {"evidence": "ab" * 32}, {"pack": "p1"}, {"address": "", "source": "The contract"}])
def test_a_link_with_something_kept_is_not_bare(kept):
    assert not problems_of_knowledge(Knowledge.KNOWN, claims=[a_claim(**{"quote": ""} | kept)])


def test_a_claim_says_what_and_from_where_on_which_page():
    bare = a_claim(statement=" ", source=" ", page=0)
    said = ("A claim needs a statement.", "A claim needs a source.", "A page number starts at 1.")
    assert problems_of_answer(an_item(), an_answer(claims=(bare,)), in_scope=True) == said
    assert not problems_of_answer(an_item(), an_answer(claims=(a_claim(page=1),)), in_scope=True)


def test_an_acceptance_may_end_on_the_as_of_date():
    assert not problems_of_acceptance(an_item(), an_unknown(), an_acceptance(until=TODAY), as_of=TODAY)


def test_every_part_of_an_acceptance_that_is_missing_is_named():
    found = problems_of_acceptance(an_item(), an_unknown(), an_acceptance(owner=" ", rationale="", control=" "), as_of=TODAY)
    assert found == tuple(f"A risk acceptance needs {part}." for part in ("an owner", "a rationale", "a compensating control"))


def test_a_claim_told_with_other_spaces_and_capitals_is_the_same():
    twin = a_claim(id="c2", statement="prompts  are KEPT\nfor 30 days.")
    assert len(problems_of_twins(Answer(claims=(a_claim(),)), Answer(claims=(a_claim(), twin)))) == 1
    apart = a_claim(id="c2", statement="Promptsarekeptfor 30 days.")
    assert not problems_of_twins(Answer(claims=(a_claim(),)), Answer(claims=(a_claim(), apart)))


def test_not_applicable_without_a_word_lacks_its_because():
    assert problems_of_knowledge(Knowledge.NOT_APPLICABLE)
