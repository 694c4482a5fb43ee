"""Where pages may end: never between a heading and what it heads, and what goes on says what it is."""

import re
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Pdf

from readiness_app.domain.vocabulary import Paper
from readiness_app.report.boxes import KEPT, Columns, Label, Stack, Table, Text
from readiness_app.report.drawing import labelled
from readiness_app.report.style import Face
from readiness_app.report.typeset import Span, broken
from tests.pdf_reading import pages_text
from tests.report.conftest import Made, make
from tests.report.rich import rich
from tests.report.test_report_archive import kids, with_role

FACE = Face("Inter", 10, 14)


def lines(count: int) -> Text:
    return Text(broken((Span("\n".join("x" * count), FACE),), 100), 14, 10)


@pytest.fixture(scope="module", params=["pack", "a4", "letter"])
def made(request: pytest.FixtureRequest, final: Made) -> Made:
    return final if request.param == "pack" else make(*rich(Paper(request.param)))


@pytest.mark.parametrize("level", ["H1", "H2", "H3"])
def test_a_heading_stands_on_the_page_of_what_it_heads(made: Made, level: str) -> None:
    with pikepdf.open(BytesIO(made.pdf)) as document:
        for heading in with_role(document, level):
            assert _page_after(document, heading) in (None, heading.Pg.objgen)


def _page_after(document: Pdf, heading: pikepdf.Object) -> tuple[int, int] | None:
    around = kids(heading.P)
    at = next(number for number, kid in enumerate(around) if kid.objgen == heading.objgen)
    # An item's heading is followed by a note and its states; only what comes then is what it heads.
    follows = around[at + (3 if str(heading.S) == "/H3" else 1) :][:1]
    while follows and "/Pg" not in follows[0]:
        follows = kids(follows[0])[:1]
    return follows[0].Pg.objgen if follows else None


def test_an_item_that_goes_on_says_so_at_the_top_of_the_page(final: Made) -> None:
    marks = [re.search(r"[A-Z]{3}-\d\d continued", page[:200]) for page in pages_text(final.pdf)]
    assert sum(1 for mark in marks if mark) >= 5


def test_what_is_kept_is_not_cut() -> None:
    assert Stack([lines(6)], keep=True).cut(50)[0] is None


def test_what_is_too_tall_to_be_kept_is_cut_all_the_same() -> None:
    tall = lines(40)
    assert tall.height > KEPT
    first, rest = Stack([tall], keep=True).cut(100)
    assert first is not None and rest is not None


def test_the_reminder_stands_above_every_part_but_the_first() -> None:
    again = lines(1)
    first, rest = Stack([lines(40)], again=again).cut(100)
    assert isinstance(first, Stack) and isinstance(rest, Stack)
    assert rest.children[0] is again
    assert all(child is not again for child in first.children)


def rows(*heights: int) -> Table:
    """A table whose rows have so many lines of 14 points."""
    return Table(Columns([(0, lines(1))]), [Columns([(0, lines(height))]) for height in heights])


def count(table: object) -> int:
    assert isinstance(table, Table)
    return len(table.rows)


def test_a_low_last_row_does_not_stand_on_the_next_page_alone() -> None:
    first, rest = rows(1, 1, 1, 1, 1).cut(14 * 5)
    assert (count(first), count(rest)) == (3, 2)


def test_a_tall_last_row_may_stand_alone() -> None:
    first, rest = rows(1, 1, 1, 1, 6).cut(14 * 6)
    assert (count(first), count(rest)) == (4, 1)


def test_a_table_begins_with_two_low_rows_at_least() -> None:
    assert rows(1, 1, 1).lead == 14 * 3
    assert rows(6, 1).lead == 14 * 7


def test_a_row_that_is_not_cut_counts_in_full_for_what_stands_above() -> None:
    assert rows(8).lead == 14 * 9


def test_a_short_tail_takes_company_along() -> None:
    first, rest = Stack([lines(3), lines(3), lines(3), lines(2)]).cut(14 * 9)
    assert isinstance(first, Stack) and isinstance(rest, Stack)
    assert (len(first.children), len(rest.children)) == (2, 2)


def test_a_label_stands_again_beside_what_goes_on() -> None:
    row = labelled("Background", lines(40))
    first, rest = row.cut(14 * 10)
    assert isinstance(first, Columns) and isinstance(rest, Columns)
    again = rest.cells[0][1]
    assert isinstance(again, Label) and again.tag is None
