"""Vendor questions out and replies back by command line."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import REVIEW, Run

AS = ("--as", "Ada Byron")


def fill(path: Path, **cells: str) -> Path:
    book = openpyxl.load_workbook(path)
    for name, value in cells.items():
        book["Questions"][name] = value
    book.save(path)
    return path


@pytest.fixture
def asked(small: Path, run: Run) -> Path:
    run("questions", small, REVIEW, "--item", "SAC-02", "--item", "SAC-03", "--due", "2099-01-31", "--out", "q.xlsx", *AS)
    return small


def told(run: Run, *command: object) -> object:
    return json.loads(run(*command, "--json").stdout)


def test_a_list_is_made_in_both_forms(small: Path, run: Run) -> None:
    result = run("questions", small, REVIEW, "--out", "q.xlsx", "--out", "q.pdf", *AS)
    assert result.stdout == "Q1\n" and Path("q.pdf").read_bytes().startswith(b"%PDF-")
    assert "asks 23 questions" in result.stderr


def test_the_lists_are_shown_with_what_is_out(asked: Path, run: Run) -> None:
    (shape,) = told(run, "questions", asked, REVIEW)  # type: ignore[misc]
    assert {key: shape[key] for key in ("list", "due", "questions", "replied", "waiting", "overdue")} == {
        "list": "Q1",
        "due": "2099-01-31",
        "questions": 2,
        "replied": 0,
        "waiting": 0,
        "overdue": 0,
    }


def test_marked_items_go_first_and_are_not_asked_twice(small: Path, run: Run) -> None:
    run("answer", small, REVIEW, "SAC-05", "--ask-vendor", *AS)
    assert told(run, "questions", small, REVIEW, "--out", "a.xlsx", *AS)["items"] == ["SAC-05"]  # type: ignore[index,call-overload]
    assert "with the vendor already (Q1)" in run("questions", small, REVIEW, "--out", "b.xlsx", *AS, code=1).stderr
    assert not Path("b.xlsx").exists()
    assert "asks 22 questions" in run("questions", small, REVIEW, "--all", "--out", "b.xlsx", *AS).stderr


def test_a_list_is_written_again(asked: Path, run: Run) -> None:
    assert run("questions", asked, REVIEW, "--list", "Q1", "--out", "again.pdf").stdout == "Q1\n"
    assert "its lists are: Q1" in run("questions", asked, REVIEW, "--list", "Q4", "--out", "x.pdf", code=1).stderr


@pytest.mark.parametrize(
    ("more", "code", "why"),
    [
        (["--item", "SAC-04", "--due", "2026-01-01", "--out", "x.xlsx"], 1, "that day is past"),
        (["--out", "x.docx"], 1, "should end in .xlsx"),
        (["--item", "SAC-99", "--out", "x.xlsx"], 1, "no item SAC-99"),
        (["--all"], 2, "add --out"),
        (["--all", "--item", "SAC-01", "--out", "x.xlsx"], 2, "use one of them"),
        (["--list", "Q1", "--all", "--out", "x.xlsx"], 2, "stands without"),
        (["--out", "q.xlsx"], 1, "exists already"),
    ],
)
def test_what_cannot_be_asked(asked: Path, run: Run, more: list[str], code: int, why: str) -> None:
    assert why in run("questions", asked, REVIEW, *more, *AS, code=code).stderr
    assert not Path("x.xlsx").exists()


def test_replies_are_taken_in_shown_and_adopted(asked: Path, run: Run) -> None:
    fill(Path("q.xlsx"), F8="Two people.", G8="Val", F9="Daily.")
    found = told(run, "replies", asked, REVIEW, "q.xlsx", *AS)
    assert isinstance(found, dict) and found["new"] == 2
    assert [(one["reply"], one["item"], one["bearing"]) for one in found["replies"]] == [
        ("R1", "SAC-02", "applies"),
        ("R2", "SAC-03", "applies"),
    ]
    assert run("replies", asked, REVIEW, "--adopt", "R1", *AS).stdout == "R1\n"
    run("replies", asked, REVIEW, "--set-aside", "R2", *AS)
    assert [one["state"] for one in told(run, "replies", asked, REVIEW)] == ["adopted", "set_aside"]  # type: ignore[attr-defined]
    shown = told(run, "show", asked, REVIEW, "SAC-02")
    assert isinstance(shown, dict) and shown["knowledge"] == "partly_known"
    assert [claim["source"] for claim in shown["claims"]] == ["Vendor reply, Val, list Q1"]


def test_the_same_file_does_nothing_the_second_time(asked: Path, run: Run) -> None:
    fill(Path("q.xlsx"), F8="Two people.")
    run("replies", asked, REVIEW, "q.xlsx", *AS)
    again = run("replies", asked, REVIEW, "q.xlsx", *AS)
    assert again.stdout == "" and "This file was read before. Nothing was changed." in again.stderr


def test_a_reworded_row_is_assigned_by_hand(asked: Path, run: Run) -> None:
    fill(Path("q.xlsx"), F8="Two people.", D8="Who may do what?")
    assert "R1: not matched. Row 8: the words of SAC-02 were changed" in run("replies", asked, REVIEW, "q.xlsx", *AS).stderr
    assert "assign it to an item first" in run("replies", asked, REVIEW, "--adopt", "R1", *AS, code=1).stderr
    run("replies", asked, REVIEW, "--assign", "R1=SAC-02", "--adopt", "R1", "--knowledge", "known", *AS)
    assert told(run, "show", asked, REVIEW, "SAC-02")["knowledge"] == "known"  # type: ignore[index,call-overload]


def test_a_conflict_needs_a_word(asked: Path, run: Run) -> None:
    run("claim", asked, REVIEW, "SAC-02", "--statement", "Nobody.", "--source-kind", "contract", "--source", "Contract", *AS)
    run("answer", asked, REVIEW, "SAC-02", "--knowledge", "known", *AS)
    fill(Path("q.xlsx"), F8="Two people.")
    assert "R1 to SAC-02: conflicts." in run("replies", asked, REVIEW, "q.xlsx", *AS).stderr
    assert "say what is known now" in run("replies", asked, REVIEW, "--adopt", "R1", *AS, code=1).stderr
    run("replies", asked, REVIEW, "--adopt", "R1", "--contradicts", "--knowledge", "contested", *AS)


@pytest.mark.parametrize(
    ("more", "code", "why"),
    [
        (["--adopt", "R9"], 1, "no reply R9"),
        (["--assign", "R1"], 2, "REPLY=ITEM"),
        (["--knowledge", "known"], 2, "belong to --adopt"),
        (["missing.xlsx"], 3, "no file missing.xlsx"),
        (["broken.xlsx"], 1, "was not read as a list of answers"),
    ],
)
def test_what_cannot_be_taken_in(asked: Path, run: Run, more: list[str], code: int, why: str) -> None:
    Path("broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert why in run("replies", asked, REVIEW, *more, *AS, code=code).stderr


def test_overdue_stands_in_the_status(small: Path, run: Run) -> None:
    run("questions", small, REVIEW, "--item", "SAC-02", "--out", "q.xlsx", *AS)
    status = told(run, "status", small, REVIEW)
    assert isinstance(status, dict)
    assert status["questions"] == {"lists": 1, "asked": 1, "overdue": 0, "waiting": 0, "unmatched": 0}
    (item,) = (one for one in told(run, "items", small, REVIEW) if one["id"] == "SAC-02")  # type: ignore[attr-defined]
    assert item["vendor"] == "asked"
