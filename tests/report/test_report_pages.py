"""What a reader meets on the pages: figures that speak, dates that are over, what changed, and little paper for little content."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from readiness_app.domain.lineage import SupersededEdition
from readiness_app.domain.vocabulary import Paper
from readiness_app.report.style import A4, SHEETS, WIDTH
from readiness_app.report.words import fate
from tests.builders import (
    a_claim,
    a_condition,
    a_decision,
    a_full_review,
    a_review,
    a_sealed_review,
    a_search_line,
    an_acceptance,
    an_answer,
    an_unknown,
    big_review,
)
from tests.pdf_reading import pages_text, text_of
from tests.report.conftest import Made, make
from tests.report.rich import rich
from tests.report.test_report_archive import with_role


@pytest.fixture(scope="module", params=list(Paper))
def everything(request: pytest.FixtureRequest) -> Made:
    return make(*rich(request.param))


@pytest.fixture(scope="module")
def spoken(everything: Made) -> list[str]:
    with pikepdf.open(BytesIO(everything.pdf)) as document:
        return [str(figure.Alt) for figure in with_role(document, "Figure")]


def glyph_boxes(pdf: bytes) -> Iterator[tuple[float, float, float, float]]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            for number in range(text.count_chars()):
                if text.get_text_range(number, 1).strip():
                    yield text.get_charbox(number)


def test_every_page_has_the_size_of_the_paper(everything: Made) -> None:
    sheet = SHEETS[everything.review.frame.paper]
    with pypdfium2.PdfDocument(everything.pdf) as document:
        assert {tuple(round(side, 1) for side in page.get_size()) for page in document} == {(round(sheet.width, 1), round(sheet.height, 1))}


def test_no_glyph_leaves_the_column_or_the_page(everything: Made) -> None:
    sheet = SHEETS[everything.review.frame.paper]
    wrong = [box for box in glyph_boxes(everything.pdf) if box[0] < sheet.left - 2 or box[2] > sheet.right + 2 or box[1] < 30]
    assert wrong == []


def test_the_column_stands_in_the_middle() -> None:
    assert all(sheet.right - sheet.left == pytest.approx(WIDTH) and sheet.left >= 56 for sheet in SHEETS.values())


def test_cover_and_summary_take_one_page_each(everything: Made) -> None:
    pages = pages_text(everything.pdf)
    assert [word in page for word, page in zip(("Readiness report", "Summary", "Contents"), pages, strict=False)] == [True] * 3
    assert "Whoever signs puts their name to this digest" in pages[0]


def test_the_figures_say_what_they_show(spoken: list[str]) -> None:
    starts = ("Readiness range from", "Knowledge by section", "Claims by source", "Gates: ", "What is carried until when", "Why gates")
    assert all(any(alt.startswith(start) for alt in spoken) for start in starts)


def test_the_strength_of_sources_is_told_kind_by_kind(spoken: list[str]) -> None:
    alt = next(alt for alt in spoken if alt.startswith("Claims by source"))
    assert re.search(r"contract \d+, own test \d+.*Alone these make nothing known: leaked draft \d+, press \d+, commentary \d+", alt)


def test_the_timeline_tells_every_lane_and_what_is_over(spoken: list[str]) -> None:
    alt = next(alt for alt in spoken if alt.startswith("What is carried until when"))
    lanes = (
        "Decision valid until 31 Dec 2026",
        "Accepted risks until",
        "Conditions due",
        "Evidence of items until",
        "Answers of the vendor",
    )
    assert all(lane in alt for lane in lanes)
    assert "(over)" in alt


def test_each_date_stands_in_the_list_with_its_items(everything: Made) -> None:
    text = text_of(everything.pdf)
    assert "Condition is overdue" in text and "Accepted risk has run out" in text and "Evidence has expired" in text
    assert "Then its gate is open" in text


def test_what_this_edition_supersedes_stands_on_the_cover_and_in_full(everything: Made) -> None:
    pages, before = pages_text(everything.pdf), everything.review.supersedes
    assert before is not None
    assert "Supersedes edition 1, sealed 29 Mar 2026, 09:30 UTC by Ada Byron" in pages[0]
    assert "Reopened by Marta K." in pages[0]
    changed = next(page for page in pages[2:] if "What changed since edition 1" in page and "14 answers changed" in page)
    assert " ".join(before.reason.split()) in changed and "Now: approve with conditions; before: defer." in changed


def test_a_first_edition_speaks_of_no_other(final: Made) -> None:
    assert "upersedes" not in text_of(final.pdf)


def test_an_answer_to_look_at_again_says_why_it_does_not_count(everything: Made) -> None:
    text = text_of(everything.pdf)
    assert "Inherited, unconfirmed, since 29 Mar 2026. It does not count until somebody confirms it. From round 1." in text
    assert "What it answered then: Is it kept?" in text


def test_a_resolved_conflict_marks_what_prevails(everything: Made) -> None:
    text = text_of(everything.pdf)
    won = "the documentation (Platform documentation, Data retention) prevails, because: The contract binds them."
    assert f"Resolved by Ada Byron on 29 Mar 2026: {won}" in text
    assert text.count("Prevails ·") == 1 and "Against it" in text


def test_how_strong_the_sources_are_stands_above_the_claims(everything: Made) -> None:
    assert "1 claim, 1 source, strongest: documentation; 2 claims against it." in text_of(everything.pdf)


def test_a_condition_is_overdue_or_met_on_paper() -> None:
    made = make(a_sealed_review(answers={"QST-01": an_unknown(conditions=(a_condition(due=date(2026, 1, 9)),))}, evidence=()), {})
    assert "9 Jan 2026 Overdue" in text_of(made.pdf)


def test_an_acceptance_that_has_run_out_says_so() -> None:
    made = make(a_sealed_review(answers={"QST-02": an_unknown(acceptance=an_acceptance(until=date(2026, 1, 9)))}, evidence=()), {})
    assert "9 Jan 2026 Has run out as of 29 Mar 2026" in text_of(made.pdf)


def test_a_search_that_many_items_share_is_printed_once() -> None:
    shared = an_unknown(search_log=(a_search_line(where="The great archive"),))
    answers = {f"QST-{number:02d}": shared for number in range(1, 6)}
    assert text_of(make(a_full_review(answers=answers, evidence=()), {}, final=False).pdf).count("The great archive") == 1


def test_every_untouched_item_stands_there_on_few_lines() -> None:
    made = make(replace(big_review(100), answers={}), {}, final=False)
    pages = pages_text(made.pdf)
    assert all(f"What is known about point {number}?" in " ".join(pages) for number in range(1, 101))
    assert len(pages) < 22


def test_short_parts_share_a_page() -> None:
    pages = pages_text(make(a_review(), {}, final=False).pdf)
    assert any("Risk acceptances" in page and "Conditions" in page and "Scope" in page for page in pages[3:])


def test_an_edition_in_work_says_that_its_changes_come_with_the_seal() -> None:
    review = replace(rich()[0], sealing=None)
    assert "listed here when this edition is sealed" in text_of(make(review, rich()[1], final=False).pdf)


def test_what_is_out_of_scope_and_what_does_not_apply_is_listed_with_its_reason(everything: Made) -> None:
    text = text_of(everything.pdf)
    assert "Out of scope: 1" in text and "Marked not applicable: 1" in text
    assert text.count("No images are used.") == 2


def test_pages_read_in_order_id_question_states_answer(everything: Made) -> None:
    text = text_of(everything.pdf)
    items = [item for item in everything.review.items_in_scope() if item.id != "DEC-01"]
    assert [item.id for item in items if f"{item.id} {' '.join(item.question.split())}" not in text] == []
    first = items[0]
    assert re.search(rf"{first.id} {re.escape(first.question)} Hard gate .*? Known Acceptable .*? Claims", text)


def test_many_items_are_named_by_the_first_and_the_last_of_a_run() -> None:
    assert "Always QST-01, QST-02, QST-04 to QST-50" in text_of(make(big_review(50), {}, final=False).pdf)


def test_an_item_that_one_source_carries_twice_is_named(everything: Made) -> None:
    assert "on a single independent source (two citations of one source count once)" in text_of(everything.pdf)


def test_claims_of_one_source_name_it_once() -> None:
    claims = tuple(a_claim(id=f"c{number}", statement=f"Statement {number}.", source="The only page") for number in range(5))
    text = text_of(make(a_sealed_review(answers={"QST-01": an_answer(claims=claims)}, evidence=()), {}).pdf)
    assert text.count("The only page") == 1 and "5 from one source:" in text


def test_every_paper_has_its_sheet() -> None:
    assert SHEETS[Paper.A4] is A4 and set(SHEETS) == set(Paper)


def test_the_same_review_on_the_same_paper_gives_the_same_bytes(everything: Made) -> None:
    assert make(*rich(everything.review.frame.paper)).pdf == everything.pdf


def test_a_part_follows_on_a_page_that_is_half_empty() -> None:
    with_items = [page for page in pages_text(make(a_review(), {}, final=False).pdf)[3:] if "Items" in page]
    assert "Gates" in with_items[0]


def test_who_declined_and_who_signed_the_edition_before_is_told(everything: Made) -> None:
    pages = pages_text(everything.pdf)
    refused = "It was declined by Björn Ek as business owner on 29 Mar 2026, because: The price is not settled."
    signed = "It was signed by Joan Clarke as security on 29 Mar 2026."
    assert refused in pages[0] and f"{refused} {signed}" in " ".join(pages[2:6])


def test_an_edition_that_nobody_signed_says_so() -> None:
    before = replace(_rich_before(), sign_offs=(), declines=())
    assert fate(before) == "It was never signed."


def _rich_before() -> SupersededEdition:
    before = rich()[0].supersedes
    assert before is not None
    return before


def test_each_changed_answer_says_what_it_is_now(everything: Made) -> None:
    review, text = everything.review, text_of(everything.pdf)
    assert review.sealing is not None and review.sealing.changed is not None
    changed = review.sealing.changed.items[0]
    question = " ".join(next(item.question for item in review.items_in_scope() if item.id == changed).split())
    assert re.search(rf"Verdict now {changed} {re.escape(question)} Known Acceptable", text)
    assert "Added: Document 1" in text


@pytest.mark.parametrize(
    ("until", "words"), [(date(2026, 3, 28), "Ended on 28 Mar 2026, before"), (date(2026, 3, 29), "Valid until 29 Mar 2026")]
)
def test_a_decision_that_ended_before_it_was_sealed_says_so(until: date, words: str) -> None:
    review = a_sealed_review(decision=a_decision(valid_until=until), evidence=(), answers={})
    pages = pages_text(make(review, {}).pdf)
    assert words in pages[0] and words.lower() in pages[1].lower()


def test_the_readiness_stands_as_of_its_day(everything: Made, spoken: list[str]) -> None:
    assert re.search(r"range from \d+ % as of 29 Mar 2026 to", next(alt for alt in spoken if alt.startswith("Readiness range")))
    summary = pages_text(everything.pdf)[1]
    assert "% as of 29 Mar 2026" in summary and "today" not in summary.lower()


def test_the_place_of_a_signature_says_nothing_that_signing_makes_untrue(everything: Made) -> None:
    text = text_of(everything.pdf)
    assert "Not signed yet" not in text and "Not sealed yet" not in text and "Certificate" in text


def test_what_the_program_answers_is_counted_in_the_open(everything: Made) -> None:
    pages, text = pages_text(everything.pdf), text_of(everything.pdf)
    assert "Not reviewed includes 3 items that the program answers, not yet with yes: DEC-01, DEC-02, DEC-05" in pages[1]
    assert "DEC-01, DEC-02, DEC-05: computed by the program" in text
    assert text.count("so not in the list of gates; counts as not reviewed until it holds") == 3


def test_hard_gates_that_the_summary_leaves_out_are_counted(everything: Made) -> None:
    assert re.search(r"\d+ more hard gates? and \d+ others are open\.", pages_text(everything.pdf)[1])
