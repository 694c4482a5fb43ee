"""Question lists as spreadsheets: what stands in them, and that every text stays a text."""

import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from readiness_app.domain.errors import Refused
from readiness_app.exchange import returned_sheet
from readiness_app.exchange.question_sheet import COLUMNS, LONGEST_CELL, SheetList, SheetQuestion, unescaped, written
from tests.builders import NOW, a_hash

HEAD, FIRST = 7, 8


def a_sheet_list(*questions: str, **parts: Any) -> SheetList:
    made = tuple(
        SheetQuestion(
            number=n,
            item=f"QST-{n:02d}",
            section="Section 1",
            about="Is it so?",
            question=text,
            wanted="A document.",
            digest=a_hash(str(n)),
        )
        for n, text in enumerate(questions or ("Please state point 1.",), 1)
    )
    values: dict[str, Any] = {
        "review": "model-one-2026-03-29",
        "list": "Q1",
        "vendor": "Example Labs",
        "model": "Model One",
        "made": NOW,
        "made_by": "Ada Byron",
        "due": date(2026, 4, 20),
        "digest": a_hash("record"),
        "questions": made,
    }
    return SheetList(**(values | parts))


def opened(asked: SheetList) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(asked)))


def test_the_columns_stand_in_their_order() -> None:
    sheet = opened(a_sheet_list())["Questions"]
    assert [cell.value for cell in sheet[HEAD]][: len(COLUMNS)] == [title for title, _ in COLUMNS]
    assert [cell.value for cell in sheet[FIRST]][:5] == [1, "QST-01", "Section 1\nIs it so?", "Please state point 1.", "A document."]


def test_only_what_the_vendor_writes_can_be_changed() -> None:
    sheet = opened(a_sheet_list())["Questions"]
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[FIRST]] == [True] * 5 + [False] * 4 + [True] * 4


def test_what_matches_the_answers_is_hidden_and_in_every_row() -> None:
    sheet = opened(a_sheet_list("One?", "Two?"))["Questions"]
    assert all(sheet.column_dimensions[letter].hidden for letter in "JKLM")
    assert [cell.value for cell in sheet[FIRST + 1]][9:] == ["model-one-2026-03-29", "Q1", "QST-02", a_hash("2")]


def test_the_list_says_where_it_comes_from() -> None:
    book = opened(a_sheet_list())
    seen = " ".join(str(row[0].value) for row in book["Questions"].iter_rows(max_row=5))
    told = {prop.name: prop.value for prop in book.custom_doc_props.props}
    assert all(text in seen for text in ("Example Labs", "2026-04-20", "Ada Byron", "list Q1", a_hash("record")))
    assert told == {
        "ReadinessReview": "model-one-2026-03-29",
        "ReadinessList": "Q1",
        "ReadinessRecordSha256": a_hash("record"),
    }
    assert book["Readiness"].sheet_state == "hidden"


def test_it_can_be_printed_and_scrolled() -> None:
    sheet = opened(a_sheet_list())["Questions"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("C8", "$7:$7", "landscape")
    assert sheet.page_setup.fitToHeight == 0 and sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tTab", "\rReturn", "＝1", "＋1", "－1", "＠x", "#N/A", "=cmd|' /C'!A0"])
def test_every_text_stays_a_text(text: str) -> None:
    cell = opened(a_sheet_list(text))["Questions"].cell(FIRST, 4)
    assert cell.data_type == "s" and unescaped(cell.value) == text


@pytest.mark.parametrize("text", ["bell \x07", "nul \0", "_x0041_", "_x005F_", "\x1b[31m", "\ufffe", "Ä ß 漢字 🙂", "a\nb"])
def test_no_character_is_lost_on_the_way(text: str) -> None:
    _, data = returned_sheet.answer({}, written(a_sheet_list(text)))
    assert json.loads(data)[0]["question"] == text


def test_what_no_cell_can_hold_is_refused_and_never_cut() -> None:
    with pytest.raises(Refused, match="holds 32,767"):
        written(a_sheet_list("x" * (LONGEST_CELL + 1)))
    assert len(opened(a_sheet_list("x" * LONGEST_CELL))["Questions"].cell(FIRST, 4).value) == LONGEST_CELL


def test_a_row_grows_with_a_long_answer() -> None:
    sheet = opened(a_sheet_list("word " * 60))["Questions"]
    assert sheet.row_dimensions[FIRST].height > 90
    assert b"customHeight" not in written(a_sheet_list())


def test_a_list_without_a_day_says_so() -> None:
    assert "No day is set" in opened(replace(a_sheet_list(), due=None))["Questions"]["A2"].value


@pytest.mark.parametrize(
    ("told", "read"),
    [("_x0041_", "A"), ("_xD7FF_", "\ud7ff"), ("_xE000_", "\ue000"), ("_xD800_", "_xD800_"), ("_xDFFF_", "_xDFFF_"), ("_x41_", "_x41_")],
)
def test_what_is_escaped_is_read_back_but_half_characters(told: str, read: str) -> None:
    assert unescaped(told) == read
