"""The table in the documentation is written row by row and keeps what it does not know."""

import shutil
from pathlib import Path

from tests.durability.table import BEGIN, END, PAGE, Row, put, rows_in

ROW = Row(case="a case", how="so", must="this", happened="that", times=1000, day="2026-03-29")


def test_rows_replace_their_own_and_leave_the_rest(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\n{END}\n## Speed\nafter\n")
    put(ROW, page)
    put(Row(case="another", how="", must="", happened="", times=1, day=""), page)
    put(Row(case="a case", how="so", must="this", happened="otherwise", times=2, day="2026-03-30"), page)
    text = page.read_text()
    assert list(rows_in(text)) == ["a case", "another"] and "otherwise" in text and "that" not in text
    assert text.startswith("before\n") and text.endswith("## Speed\nafter\n")


def test_the_page_has_its_place_for_the_table(tmp_path: Path) -> None:
    page = Path(shutil.copy(PAGE, tmp_path))
    put(ROW, page)
    assert "| 1,000 |" in page.read_text()
