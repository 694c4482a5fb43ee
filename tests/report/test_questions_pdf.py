"""A question list as a PDF: every question in the vendor's words, the same bytes each time, and no report."""

import io
from datetime import date

import pypdf
import pytest

from readiness_app.report.embedded import NotAReport, embedded_record
from readiness_app.report.questions import build_questions
from tests.builders import a_checklist, a_frame, a_hash, a_question_list, a_review, a_section, an_item

HOSTILE = '<b>bold</b> <img src="x"> [[[x]]] =1+1'


def a_list(questions: int = 3, due: date | None = date(2026, 4, 20), **item: str) -> bytes:
    items = tuple(an_item(number, **item) for number in range(1, questions + 1))
    review = a_review(checklist=a_checklist(1, sections=(a_section(*items),)), frame=a_frame())
    return build_questions(review, a_question_list(*items, due=due))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def test_it_holds_every_question_and_where_it_comes_from() -> None:
    told = words(a_list())
    wanted = ("Questions to Example Labs", "Section 1", "Please state point 3.", "QST-03", "A document that states point 3.")
    assert all(text in told for text in (*wanted, "Please answer by 20 Apr 2026.", "Review R1, list Q1", "Ada Byron"))


def test_the_same_list_gives_the_same_bytes() -> None:
    assert a_list() == a_list()


def test_its_properties_name_review_list_and_digest() -> None:
    reader = pypdf.PdfReader(io.BytesIO(a_list()))
    assert reader.metadata is not None and "(review R1, list Q1)" in str(reader.metadata.title)
    assert a_hash("record").encode() in reader.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]


def test_it_is_not_taken_for_a_report() -> None:
    with pytest.raises(NotAReport):
        embedded_record(a_list())


def test_text_of_a_checklist_is_literal() -> None:
    assert HOSTILE in words(a_list(1, vendor_question=HOSTILE))


def test_a_long_list_goes_on_over_pages_and_loses_nothing() -> None:
    told = words(a_list(120, None))
    assert "No day is set" in told and all(f"QST-{number:02d}" in told for number in range(1, 121))


def test_a_question_longer_than_a_page_is_whole() -> None:
    told = words(a_list(1, vendor_question=" ".join(f"w{n}" for n in range(4_000))))
    assert "w0 w1" in told and "w3999" in told


def test_above_each_question_stands_what_it_is_about() -> None:
    told = words(a_list(1, question="Does a clause forbid training?", vendor_question="Cite the clause."))
    assert "Does a clause forbid training? Cite the clause." in told
