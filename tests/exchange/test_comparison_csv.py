"""A comparison as CSV: complete, the same every time, and harmless in a spreadsheet."""

import csv
from dataclasses import replace
from io import StringIO

import pytest

from readiness_app.domain.comparison import Standing, compare
from readiness_app.domain.review import LookAgain
from readiness_app.domain.vocabulary import GateState, Knowledge, LookAgainReason, UnknownReason
from readiness_app.exchange.comparison_csv import COLUMNS, csv_of, plain
from tests.builders import NOW, a_checklist, a_claim, a_review, an_answer, an_unknown


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


def test_every_column_of_an_item_that_changed():
    waiting = LookAgain(reason=LookAgainReason.INHERITED, since=NOW)
    before = a_review(answers={"QST-01": an_answer()})
    after = a_review(
        answers={"QST-01": an_unknown(look_again=waiting, unknown_reason=UnknownReason.UNDER_NDA, reviewed_by=("Ada", "Joan"))}
    )
    row = next(csv.DictReader(StringIO(csv_of(compare(before, after)).decode("utf-8-sig"), newline="")))
    assert (row["Verdict before"], row["Verdict after"], row["Unconfirmed after"]) == ("Acceptable", "Undecided", "yes")
    assert (row["Gate before"], row["Gate after"]) == ("Clear (hard): Known and acceptable", "Open gate (hard): Waits to be confirmed")
    assert (row["Gate moved"], row["Answered by"]) == ("Gate opened", "Ada, Joan")
    assert row["What differs"].startswith("knowledge, ") and "unknown reason" in row["What differs"]
    assert row["No longer claimed"] == "Prompts are kept for 30 days."


def test_an_item_on_one_side_only_leaves_the_other_empty():
    more = compare(a_review(), a_review(checklist=a_checklist(4)))
    row = list(csv.DictReader(StringIO(csv_of(more).decode("utf-8-sig"), newline="")))[3]
    assert [row[name] for name in ("Knowledge before", "Verdict before", "Gate before", "Gate after", "Gate moved", "Answered by")] == [
        ""
    ] * 6
    assert (row["Knowledge after"], row["Unconfirmed after"]) == ("Not reviewed", "")


def test_every_cell_is_quoted_and_every_row_ends_as_spreadsheets_end_it():
    data = csv_of(compare(a_review(), a_review(answers={"QST-01": an_unknown(note="\ud800", reviewed_by=("\ud800",))})))
    assert data.startswith(b'\xef\xbb\xbf"Item","Section"') and data.endswith(b'"\r\n') and data.count(b"\r\n") == 4
    assert b'"?"' in data


def test_a_claim_without_a_day_and_several_claims_each_on_its_line():
    claims = (a_claim(dated=None), a_claim(id="c2", statement="Deleted then.", source="Contract"))
    row = rows(an_answer(claims=claims))[0]
    assert row["Answered now by"] == "Prompts are kept for 30 days.\nDeleted then."
    assert row["From whom"].split("\n")[0] == "Platform documentation, Data retention (Documentation)"
    assert plain("\xa0=1") == "\xa0=1"


def test_a_gate_that_is_not_hard_and_an_item_that_went_say_so():
    old = a_review(checklist=a_checklist(4), answers={"QST-02": an_answer()})
    found = csv_of(compare(old, a_review(answers={"QST-02": an_answer()}))).decode("utf-8-sig")
    second, gone = list(csv.DictReader(StringIO(found, newline="")))[1::2]
    assert (second["Gate before"], second["Unconfirmed after"], second["Gate moved"]) == ("Clear: Known and acceptable", "", "Gate settled")
    assert [gone[name] for name in ("Item", "Knowledge after", "Gate after", "Gate moved", "Unconfirmed after", "Answered by")] == [
        "QST-04"
    ] + [""] * 5
    assert plain("X=1") == "X=1"


def test_a_gate_without_a_reason_is_told_by_its_state():
    found = compare(a_review(), a_review())
    bare = replace(found.items[0], before=Standing(knowledge=Knowledge.KNOWN, gate=GateState.OPEN))
    row = next(csv.DictReader(StringIO(csv_of(replace(found, items=(bare,))).decode("utf-8-sig"), newline="")))
    assert row["Gate before"] == "Open gate"
