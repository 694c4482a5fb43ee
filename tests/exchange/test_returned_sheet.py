"""Spreadsheets that come back: edited, broken and hostile ones."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from readiness_app.exchange import returned_sheet
from readiness_app.exchange.question_sheet import written
from tests.exchange.test_question_sheet import FIRST, a_sheet_list

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SHEET = "xl/worksheets/sheet1.xml"


def edited(edit: Callable[[Any], object]) -> bytes:
    """The list of two questions after somebody has worked in it."""
    book = openpyxl.load_workbook(io.BytesIO(written(a_sheet_list("One?", "Two?"))))
    edit(book["Questions"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(data: bytes) -> list[dict[str, Any]]:
    return list(json.loads(returned_sheet.answer({}, data)[1]))


def cell(name: str, value: object) -> bytes:
    return edited(lambda sheet: sheet.__setitem__(name, value))


def rezipped(change: Callable[[str, bytes], bytes | None], *more: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written(a_sheet_list("One?")))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
        for name, data in more:
            new.writestr(name, data)
    return out.getvalue()


def same(name: str, data: bytes) -> bytes:
    return data


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Yes.", "Yes."),
        ("=1+1", "=1+1"),
        ('=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")'),
        (ArrayFormula("F8", "=SUM(A1:A2)"), "=SUM(A1:A2)"),
        (30, "30"),
        (2.5, "2.5"),
        (True, "TRUE"),
        (datetime(2026, 4, 1), "2026-04-01"),
    ],
)
def test_what_stands_in_a_cell_is_read_as_text(value: object, text: str) -> None:
    assert rows(cell("F8", value))[0]["answer"] == text


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2026, 4, 1), "2026-04-01"),
        ("2026-04-01", "2026-04-01"),
        ("1.4.2026", "2026-04-01"),
        ("1 Apr 2026", "2026-04-01"),
        ("April 1, 2026", "2026-04-01"),
        ("04/01/2026", ""),
        ("2026-02-30", ""),
        ("soon", ""),
        (46113, "2026-04-01"),
    ],
)
def test_a_day_is_read_only_where_it_reads_one_way(value: object, day: str) -> None:
    row = rows(cell("H8", value))[0]
    assert row["dated"] == day and bool(row["dated_text"]) is not bool(day)


def test_rows_may_come_in_any_order() -> None:
    def swap(sheet: Any) -> None:
        for column in range(1, 14):
            one, two = sheet.cell(FIRST, column), sheet.cell(FIRST + 1, column)
            one.value, two.value = two.value, one.value

    assert [row["item"] for row in rows(edited(swap))] == ["QST-02", "QST-01"]


def test_columns_may_come_in_any_order() -> None:
    assert rows(edited(lambda sheet: sheet.insert_cols(2, 3)))[0]["item"] == "QST-01"


def test_an_id_that_was_typed_over_takes_its_digest_away() -> None:
    row = rows(cell("B8", "QST-77"))[0]
    assert (row["item"], row["digest"]) == ("QST-77", "")


def test_a_row_that_was_added_is_read() -> None:
    def add(sheet: Any) -> None:
        sheet["D30"], sheet["F30"] = "And this?", "Also this."

    row = rows(edited(add))[-1]
    assert (row["number"], row["question"], row["answer"], row["item"]) == (30, "And this?", "Also this.", "")


def test_merged_answers_are_told() -> None:
    notes = returned_sheet.answer({}, edited(lambda sheet: sheet.merge_cells("F8:F9")))[0]["notes"]
    assert notes == ["The answers of rows 8 to 9 are merged into one cell; it was taken for row 8 alone."]


def test_the_list_may_stand_on_another_sheet() -> None:
    def move(sheet: Any) -> None:
        sheet.parent.create_sheet("Cover", 0)["A1"] = "Hello"
        sheet.title = "Renamed"

    assert len(rows(edited(move))) == 2


def test_a_cell_of_forty_thousand_characters_is_read_whole() -> None:
    long = b"x" * 40_000
    data = rezipped(lambda name, part: part.replace(b"One?", long) if name == SHEET else part)
    assert rows(data)[0]["question"] == long.decode()


def test_a_row_far_down_does_not_take_long() -> None:
    assert rows(cell("F1048576", "Last"))[-1]["number"] == 1_048_576


def refused(data: bytes) -> str:
    with pytest.raises(ValueError) as caught:
        returned_sheet.answer({}, data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a spreadsheet"),
        (b"No.,Id,Answer\n1,QST-01,yes\n", "not a spreadsheet"),
        (OLE + b"\0" * 600, "old .xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"PK\x03\x04 broken", "damaged or cut off"),
        (written(a_sheet_list())[:3000], "damaged or cut off"),
    ],
)
def test_what_is_no_spreadsheet(data: bytes, why: str) -> None:
    assert why in refused(data)


def test_a_zip_that_is_something_else() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "OpenDocument" in refused(out.getvalue())
    assert "not a spreadsheet" in refused(rezipped(lambda name, part: None if name == "[Content_Types].xml" else part))


def test_macros_are_refused() -> None:
    assert "macros" in refused(rezipped(same, ("xl/vbaProject.bin", b"x")))
    kinds = rezipped(lambda name, part: part.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml") if "Types" in name else part)
    assert "macros" in refused(kinds)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "docProps/core.xml"])
def test_entities_are_refused(part: str) -> None:
    laugh = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert "entities" in refused(rezipped(lambda name, data: laugh + data.partition(b"?>")[2] if name == part else data))


def test_too_many_parts_are_refused() -> None:
    assert "parts" in refused(rezipped(same, *((f"x/{n}", b"") for n in range(2_001))))


def test_too_much_to_unpack_is_refused() -> None:
    assert "times its size" in refused(rezipped(same, ("xl/media/x.bin", b"\0" * 90_000_000)))
    assert "MB; the limit is 100" in refused(rezipped(same, ("xl/media/x.bin", b"\0" * 101_000_000)))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(rezipped(same, ("xl/z.xml", b"<a>" + b" " * 900_000 + b"</a>")))
    place = data.rindex(b"xl/z.xml") - 46 + 24  # the size in the central directory
    data[place : place + 4] = (100).to_bytes(4, "little")
    assert "damaged" in refused(bytes(data))


def test_a_sheet_without_answers_is_refused() -> None:
    assert "no sheet of it has a column named Answer" in refused(cell("F7", "Notes"))


def test_xml_that_is_cut_off_is_refused() -> None:
    assert "damaged" in refused(rezipped(lambda name, data: data[: len(data) // 2] if name == SHEET else data))


def test_a_part_that_is_missing_is_refused() -> None:
    assert "damaged or not a spreadsheet" in refused(rezipped(lambda name, data: None if name == "xl/workbook.xml" else data))


def test_too_much_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned_sheet, "MOST_TEXT", 100)
    assert "characters" in refused(written(a_sheet_list("One?")))


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned_sheet, "MOST_ROWS", 1)
    assert "more than 1 rows" in refused(written(a_sheet_list("One?", "Two?")))
