"""A vendor list of 2,000 questions out and back, beside openpyxl writing and reading the same cells; ratios, nothing fails on time."""

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from readiness_app.domain.asking import asking_step, askings
from readiness_app.domain.replying import read_back
from readiness_app.exchange import returned_sheet
from readiness_app.services import asking, replying
from tests.benchmarks.timing import side_by_side
from tests.builders import NOW, TODAY, a_checklist, a_hash, a_review

ITEMS = 2_000
pytestmark = pytest.mark.benchmark


def bare(cells: list[tuple[object, ...]]) -> bytes:
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_out_and_back_beside_bare_openpyxl(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review = a_review(checklist=a_checklist(ITEMS))
    made = asking.new_list(review, [item.id for item in review.checklist.items()], "Ada Byron", NOW)
    review = asking_step(review, made, TODAY).applied_to(review)
    sheet = asking.file_of(review, made, ".xlsx")
    book = openpyxl.load_workbook(BytesIO(sheet))
    for row in range(8, 8 + ITEMS):
        book["Questions"].cell(row, 6).value = f"The answer to question {row}."
    book.save(tmp_path / "answered.xlsx")
    answered = (tmp_path / "answered.xlsx").read_bytes()
    cells = [tuple(cell.value for cell in row) for row in openpyxl.load_workbook(BytesIO(sheet))["Questions"].iter_rows()]

    def read_bare() -> int:
        found = openpyxl.load_workbook(BytesIO(answered), read_only=True)["Questions"]
        return sum(1 for _ in found.iter_rows(values_only=True))

    out, bare_out = side_by_side(lambda: asking.file_of(review, made, ".xlsx"), lambda: bare(cells), 5)
    back, bare_back = side_by_side(lambda: returned_sheet.answer({}, answered), read_bare, 5)
    apart, _ = side_by_side(lambda: replying.read_file(tmp_path / "answered.xlsx", 10_000_000), read_bare, 3)
    rows = replying.read_file(tmp_path / "answered.xlsx", 10_000_000).rows
    match, stand = side_by_side(lambda: read_back(review, rows, file=a_hash("f"), by="Ada", at=NOW), lambda: askings(review, TODAY), 5)
    assert len(json.loads(returned_sheet.answer({}, answered)[1])) == ITEMS
    with capsys.disabled():
        print(f"\nquestion list of {ITEMS:,} out: {out:.0f} ms, openpyxl alone {bare_out:.0f} ms, ratio {out / bare_out:.2f}")
        print(
            f"and back: {back:.0f} ms, openpyxl alone {bare_back:.0f} ms, ratio {back / bare_back:.2f}; in its own process {apart:.0f} ms"
        )
        print(f"matching the rows: {match:.0f} ms; how every question stands: {stand:.0f} ms")
