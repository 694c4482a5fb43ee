"""A comparison as CSV: complete, the same every time, and harmless in a spreadsheet."""

import csv
from io import StringIO

import pytest

from readiness_app.domain.comparison import compare
from readiness_app.exchange.comparison_csv import COLUMNS, csv_of, plain
from tests.builders import a_claim, a_review, an_answer, an_unknown


def rows(after):
    data = csv_of(compare(a_review(answers={"QST-01": an_unknown()}), a_review(answers={"QST-01": after})))
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_one_row_an_item_under_the_same_columns():
    found = rows(an_answer())
    assert [row["Item"] for row in found] == ["QST-01", "QST-02", "QST-03"] and tuple(found[0]) == COLUMNS


def test_a_resolved_item_says_by_what_and_from_whom():
    row = rows(an_answer())[0]
    assert (row["What happened"], row["Knowledge before"], row["Knowledge after"]) == ("Resolved", "Unknown", "Known")
    assert (row["Answered now by"], row["From whom"]) == (
        "Prompts are kept for 30 days.",
        "Platform documentation, Data retention (Documentation, 2026-02-01)",
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\uff1d1"])
def test_no_cell_is_a_formula(text):
    assert plain(text) == f"'{text}"


def test_other_text_stays_as_it_is():
    assert plain("30 days = a month") == "30 days = a month"


def test_a_formula_in_a_claim_is_harmless_in_the_file():
    assert rows(an_answer(claims=(a_claim(statement='=HYPERLINK("x")'),)))[0]["Answered now by"] == '\'=HYPERLINK("x")'


def test_the_same_comparison_gives_the_same_bytes():
    found = compare(a_review(), a_review(answers={"QST-01": an_answer()}))
    assert csv_of(found) == csv_of(found)
