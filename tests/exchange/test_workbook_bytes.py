"""Spreadsheets are made in memory: no text of theirs lies in a temporary file, not even for a moment."""

import io
import tempfile
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from readiness_app.exchange.workbook_bytes import workbook_bytes


def a_book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active["A1"] = "what nobody else may read"
    book.create_sheet("Second")["B2"] = 7
    return book


def test_it_needs_no_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert openpyxl.load_workbook(io.BytesIO(workbook_bytes(a_book()))).active["A1"].value == "what nobody else may read"


def test_it_is_the_file_that_openpyxl_makes(tmp_path: Path) -> None:
    book, ours = a_book(), ZipFile(io.BytesIO(workbook_bytes(a_book())))
    book.save(tmp_path / "theirs.xlsx")
    with ZipFile(tmp_path / "theirs.xlsx") as theirs:
        assert ours.namelist() == theirs.namelist()
        same = [name for name in theirs.namelist() if name != "docProps/core.xml"]  # that one holds the moment it was made
        assert [ours.read(name) for name in same] == [theirs.read(name) for name in same]
