"""The comparison as a PDF: complete, tagged, the same every time, and no report."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from readiness_app.domain.checklist import Checklist
from readiness_app.domain.comparison import Comparison, compare, compare_packs
from readiness_app.report.comparison import build_comparison
from readiness_app.report.embedded import NotAReport, embedded_record
from tests.builders import a_claim, a_pack, a_review, an_answer, an_unknown, big_review

DIGESTS = ("a" * 64, "b" * 64)


def reworded(checklist: Checklist, item_id: str) -> Checklist:
    """The checklist in another version, in which one question reads otherwise."""
    sections = tuple(
        replace(s, items=tuple(replace(i, question=f"{i.question} Since when?") if i.id == item_id else i for i in s.items))
        for s in checklist.sections
    )
    return replace(checklist, version="9.0.0", sections=sections)


def resolved() -> Comparison:
    before = a_review(answers={"QST-01": an_unknown(), "QST-02": an_answer()})
    claim = a_claim(statement="Thirty days <b>.", source="System card & more")
    return compare(before, a_review(answers={"QST-01": an_answer(claims=(claim,)), "QST-02": an_unknown()}), DIGESTS)


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())


@pytest.fixture(scope="module")
def made() -> bytes:
    return build_comparison(resolved())


def test_it_says_what_was_resolved_by_what_and_from_whom(made: bytes) -> None:
    text = text_of(made)
    assert "Resolved" in text and "Thirty days <b>." in text and "Documentation: System card & more, 1 Feb 2026" in text


def test_it_says_which_gates_moved(made: bytes) -> None:
    assert "Gates: 1 closed, 1 opened, 0 still open, 0 settled in both." in text_of(made)


def test_it_names_both_digests(made: bytes) -> None:
    assert "aaaaaaaa aaaaaaaa" in text_of(made) and "bbbbbbbb bbbbbbbb" in text_of(made)


def test_it_is_the_same_every_time(made: bytes) -> None:
    assert build_comparison(resolved()) == made


def test_it_is_tagged_and_names_itself(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as pdf:
        assert "/StructTreeRoot" in pdf.Root and str(pdf.docinfo["/Title"]).startswith("Comparison: ")


def test_it_is_no_report(made: bytes) -> None:
    with pytest.raises(NotAReport):
        embedded_record(made)


def test_packs_have_no_gates() -> None:
    text = text_of(build_comparison(compare_packs(a_pack(), a_pack(id="newer", proposals=()))))
    assert "Removed" in text and "Gates" not in text


@pytest.mark.slow
def test_two_thousand_items_fit() -> None:
    before = big_review()
    changed = {item: replace(answer, note="Other words " * 40) for item, answer in before.answers.items()}
    with pypdfium2.PdfDocument(build_comparison(compare(before, replace(before, answers=changed)))) as pdf:
        assert len(pdf) > 50
