"""What stands on the pages, read back by another library."""

from dataclasses import replace
from datetime import date

import pytest

from readiness_app.domain.deciding import conditions
from readiness_app.domain.lineage import PreviousRound
from readiness_app.domain.measures import measures
from readiness_app.domain.review import Answer, Fulfilment, LookAgain, RiskAcceptance
from readiness_app.domain.vocabulary import GateState, Knowledge, LookAgainReason
from readiness_app.report.words import grouped
from tests.builders import NOW, a_condition, a_full_review, a_sealed_review, an_answer
from tests.pdf_reading import pages_text, text_of
from tests.report.conftest import Made, make, mythos


def test_cover_pins_the_subject_and_says_what_is_not_stated(final: Made) -> None:
    cover = pages_text(final.pdf)[0]
    for words in ("Anthropic", "Claude Mythos", "Direct API", "not stated", "29 Mar 2026", "FINAL", "Internal", "Defer", "Ingrid Solberg"):
        assert words in cover
    assert grouped(final.digest[:32]) in cover


def test_summary_is_one_page_with_the_figures_of_the_domain(final: Made) -> None:
    pages, found = pages_text(final.pdf), measures(final.review)
    assert "Contents" in pages[2]
    assert f"{found.reviewed} of {found.items_in_scope}" in pages[1]
    assert f"{found.gates[GateState.OPEN]} open" in pages[1]
    assert f"Unknown {found.knowledge[Knowledge.UNKNOWN]}" in pages[1]


def test_every_item_in_scope_is_there_with_its_question(final: Made) -> None:
    text = text_of(final.pdf)
    missing = [item.id for item in final.review.items_in_scope() if " ".join(item.question.split()) not in text]
    assert not missing


def test_every_claim_and_search_line_of_the_pack_is_printed(final: Made) -> None:
    text = text_of(final.pdf)
    answers = [final.review.stored_answer(item.id) for item in final.review.items_in_scope()]
    statements = [claim.statement for answer in answers for claim in answer.claims]
    assert [s for s in statements if " ".join(s.split()) not in text] == []
    assert all(line.where.split(",")[0] in text for answer in answers for line in answer.search_log)


def test_out_of_scope_items_stand_only_on_the_scope_page(final: Made) -> None:
    pages = [page for page in pages_text(final.pdf) if "PRV-13" in page]
    assert len(pages) == 1
    assert "Q4: no" in pages[0]


def test_a_correction_after_the_as_of_date_says_so(final: Made) -> None:
    assert "after the as-of date, 29 Mar 2026" in text_of(final.pdf)


def test_evidence_index_prints_hashes_in_full_and_where_the_bytes_are(final: Made) -> None:
    text = text_of(final.pdf)
    for file in final.review.evidence:
        assert grouped(file.sha256) in text
    assert "listed only, never inside this PDF" in text
    assert "inside this PDF as an attached file" in text


def test_a_carried_risk_and_a_condition_stand_in_summary_and_registers() -> None:
    review, files = mythos()
    accepted = RiskAcceptance(owner="Marta K.", rationale="Made-up data only.", control="Egress blocked", until=date(2026, 9, 30))
    answers = dict(review.answers)
    answers["MOD-02"] = replace(answers["MOD-02"], acceptance=accepted, conditions=(a_condition(what="Ask again"),))
    made = make(replace(review, answers=answers), files)
    pages = pages_text(made.pdf)
    assert "Marta K. carries this until 30 Sep 2026" in pages[1]
    assert "Ask again" in pages[1]
    assert "Made-up data only." in " ".join(pages[30:])
    assert conditions(made.review)


def test_the_summary_tells_what_ran_out_and_what_was_met() -> None:
    review, files = mythos()
    over = RiskAcceptance(owner="Marta K.", rationale="Made-up data only.", control="Egress blocked", until=date(2026, 3, 1))
    done = Fulfilment(proof="Signed", by="Ada Byron", on=date(2026, 3, 20))
    answers = dict(review.answers)
    answers["MOD-02"] = replace(answers["MOD-02"], acceptance=over, conditions=(replace(a_condition(what="Ask again"), done=done),))
    summary = pages_text(make(replace(review, answers=answers), files).pdf)[1]
    assert "ran out on 1 Mar 2026, carried by Marta K." in summary and "carries this until" not in summary
    assert "met on 20 Mar 2026: Ask again" in summary
    assert "0 accepted risks and 0 conditions in all, 1 acceptance ran out, 1 condition met." in summary


def test_every_page_has_its_number_state_and_digest(final: Made) -> None:
    pages = pages_text(final.pdf)
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert f"FINAL · Round 1, edition 1 · digest {final.digest[:8]}" in page


def test_a_draft_says_so_on_every_page(draft: Made) -> None:
    assert all("DRAFT" in page and "FINAL" not in page for page in pages_text(draft.pdf))


def test_a_draft_says_what_signing_will_mean_and_has_no_fields(draft: Made) -> None:
    last = pages_text(draft.pdf)[-1]
    assert "By signing I say" in last
    assert "it has no place for signatures" in last


def test_computed_items_are_answered_in_words(final: Made) -> None:
    text = text_of(final.pdf)
    assert "that nobody has looked at or confirmed, or whose evidence has expired: " in text
    assert "so its pages cannot say" in text


def test_history_head_and_its_limits_are_printed(final: Made) -> None:
    text = text_of(final.pdf)
    assert grouped("ab" * 32) in text
    assert "It cannot stop a person who holds the workspace file" in text


@pytest.mark.parametrize("answers", [{}, {"QST-01": Answer(knowledge=Knowledge.NOT_APPLICABLE, because="No images.")}])
def test_a_review_with_hardly_any_answer_has_a_report(answers: dict[str, Answer]) -> None:
    review = a_sealed_review(answers=answers, evidence=())
    assert len(pages_text(make(review, {}).pdf)) > 7


def test_a_later_round_says_what_it_carries_on_and_what_is_confirmed() -> None:
    carried = PreviousRound(review="R0", round=1, edition=2, as_of=date(2026, 1, 2), checklist_version="1.0.0", digest="ab" * 32)
    waiting = LookAgain(reason=LookAgainReason.INHERITED, since=NOW)
    review = a_full_review(round=2, previous=carried, answers={"QST-01": an_answer(look_again=waiting), "QST-02": an_answer()})
    data = {file.sha256: b"the retention page" for file in review.evidence}
    text = pages_text(make(review, data, final=False).pdf)[0]
    assert "Round 1, edition 2, as of 2 Jan 2026" in text and "digest abababab abababab" in text
    assert "1 of 5 items" in text and "1 came along unconfirmed" in text
