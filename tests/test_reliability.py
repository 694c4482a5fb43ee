"""The tables in the documentation are written row by row and keep what they do not know."""

import shutil
from pathlib import Path
from typing import get_args

import pytest

from tests.reliability import PAGE, Row, Table, markers, put, rows_in

ROW = Row(case="a case", how="so", must="this", happened="that", times=1000, day="2026-03-29")


def test_rows_replace_their_own_and_leave_the_rest(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("".join(("before\n", *markers("history"), "\n", *markers("durability"), "\n## Speed\nafter\n")))
    put(ROW, "durability", page)
    put(Row(case="another", how="", must="", happened="", times=1, day=""), "durability", page)
    put(Row(case="a case", how="so", must="this", happened="otherwise", times=2, day="2026-03-30"), "durability", page)
    text = page.read_text()
    assert list(rows_in(text, "durability")) == ["a case", "another"] and "otherwise" in text and "that" not in text
    assert text.startswith("before\n") and text.endswith("## Speed\nafter\n") and not rows_in(text, "history")


@pytest.mark.parametrize("table", get_args(Table))
def test_the_page_has_its_place_for_the_table(table: Table, tmp_path: Path) -> None:
    page = Path(shutil.copy(PAGE, tmp_path))
    put(ROW, table, page)
    assert "| 1,000 |" in page.read_text()
