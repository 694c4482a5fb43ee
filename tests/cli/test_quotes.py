"""Quotes, captured pages and revisions by command line, with bad input too."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import REVIEW, Run
from tests.documents import CHANGED, GONE, MOVED, STILL, a_pdf, system_card

ADA = ("--as", "Ada Byron")
ITEM = "SAC-01"


def write(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def claim(run: Run, path: Path, *more: str | int, item: str = ITEM, code: int = 0) -> Any:
    base = ("--statement", "It is kept for 30 days.", "--source-kind", "system_card", "--source", "System card")
    return run("claim", path, REVIEW, item, *base, *map(str, more), *ADA, code=code)


@pytest.fixture
def card(run: Run, small: Path, tmp_path: Path) -> str:
    """The system card attached to an item; its hash."""
    file = write(tmp_path, "card.pdf", system_card())
    return str(run("attach", small, REVIEW, ITEM, file, "--title", "Card", *ADA).stdout.strip())


@pytest.mark.parametrize(
    ("quote", "page", "words"),
    [
        (CHANGED, 3, "Quote found on page 3 of Card."),
        (MOVED, 4, "Quote found on page 2 of Card, not on page 4."),
        ("Nobody wrote this.", 1, "Quote not found in Card."),
    ],
)
def test_a_claim_says_at_once_where_its_quote_stands(run: Run, small: Path, card: str, quote: str, page: int, words: str) -> None:
    done = claim(run, small, "--quote", quote, "--page", page, "--evidence", card)
    assert words in done.stderr and words in run("show", small, REVIEW, ITEM).stderr


def test_a_picture_cannot_be_checked(run: Run, small: Path, tmp_path: Path) -> None:
    held = run("attach", small, REVIEW, ITEM, write(tmp_path, "scan.png", b"\x89PNG\r\n"), *ADA).stdout.strip()
    assert "because it is a picture" in claim(run, small, "--quote", STILL, "--evidence", held).stderr


def test_the_json_of_a_claim_holds_the_result(run: Run, small: Path, card: str) -> None:
    shape = json.loads(claim(run, small, "--quote", STILL, "--page", 1, "--evidence", card, "--json").stdout)
    assert (shape["anchor"]["state"], shape["anchor"]["page"], shape["bare_link"]) == ("found", 1, False)


def test_quotes_lists_every_one_and_prints_the_wrong_ones(run: Run, small: Path, card: str) -> None:
    claim(run, small, "--quote", STILL, "--page", 1, "--evidence", card)
    wrong = claim(run, small, "--quote", MOVED, "--page", 4, "--evidence", card).stdout
    done = run("quotes", small, REVIEW)
    assert done.stdout == wrong and "1 of 2 quotes stand" in done.stderr
    assert [one["state"] for one in json.loads(run("quotes", small, REVIEW, "--json").stdout)] == ["found", "on_another_page"]


def test_quotes_changes_nothing_unless_told(run: Run, small: Path, card: str) -> None:
    claim(run, small, "--quote", STILL, "--page", 1, "--evidence", card)
    before = run("record", small, REVIEW).stdout
    run("quotes", small, REVIEW)
    run("quotes", small, REVIEW, "--keep", *ADA)
    assert run("record", small, REVIEW).stdout == before


def test_an_item_that_is_none_is_refused(run: Run, small: Path) -> None:
    assert "There is no item" in run("quotes", small, REVIEW, "--item", "NO-1", code=1).stderr


def test_a_bare_link_is_marked_and_makes_nothing_known(run: Run, small: Path) -> None:
    done = claim(run, small, "--address", "https://example.com/retention")
    assert "bare link" in done.stderr and "Bare link" in run("show", small, REVIEW, ITEM).stderr
    assert "Bare links" in run("quotes", small, REVIEW).stderr
    assert "bare link" in run("answer", small, REVIEW, ITEM, "--knowledge", "known", *ADA, code=1).stderr


@pytest.mark.parametrize(
    "address", ["ftp://example.com/x", "javascript:alert(1)", "example.com", "file:///etc/passwd", "https://a b", "http://"]
)
def test_only_web_addresses_are_taken(run: Run, small: Path, tmp_path: Path, address: str) -> None:
    assert "is no web address" in claim(run, small, "--address", address, code=1).stderr
    page = write(tmp_path, "page.html", b"<p>words")
    assert "is no web address" in run("attach", small, REVIEW, ITEM, page, "--address", address, *ADA, code=1).stderr


PAGE = b"<!doctype html><title>Retention</title><script>kept for 90 days</script><p>Prompts are <b>kept</b> for 30&nbsp;days.</p>"


def test_a_captured_page_keeps_address_and_time(run: Run, small: Path, tmp_path: Path) -> None:
    page = write(tmp_path, "page.html", PAGE)
    more = ("--address", "https://example.com/retention", "--captured", "2026-03-29T14:05+02:00")
    held = run("attach", small, REVIEW, ITEM, page, *more, *ADA).stdout.strip()
    assert "captured 2026-03-29 12:05 UTC from https://example.com/retention" in run("show", small, REVIEW, ITEM).stderr
    assert "Quote found in" in claim(run, small, "--quote", "kept for 30 days", "--evidence", held).stderr
    assert "Quote not found in" in claim(run, small, "--quote", "kept for 90 days", "--evidence", held).stderr


def test_the_files_own_time_is_taken_only_when_asked(run: Run, small: Path, tmp_path: Path) -> None:
    page = write(tmp_path, "page.html", PAGE)
    os.utime(page, (1_774_000_000, 1_774_000_000))
    more = ("--address", "https://example.com/retention")
    plain = run("attach", small, REVIEW, ITEM, write(tmp_path, "other.html", PAGE + b"."), *more, "--json", *ADA)
    taken = run("attach", small, REVIEW, ITEM, page, *more, "--captured", "file", "--json", *ADA)
    assert json.loads(plain.stdout)["captured"] is None and json.loads(taken.stdout)["captured"] == "2026-03-20T09:46:40Z"


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("--captured", "2026-03-29T14:05"), 1, "give the address too"),
        (("--captured", "yesterday", "--address", "https://example.com"), 2, "is not a time like"),
        (("--captured", "2026-02-30T14:05", "--address", "https://example.com"), 2, "no time of the calendar"),
        (("--captured", "2999-01-01T00:00Z", "--address", "https://example.com"), 1, "still to come"),
    ],
)
def test_a_capture_that_cannot_be_true(run: Run, small: Path, tmp_path: Path, more: tuple[str, ...], code: int, words: str) -> None:
    done = run("attach", small, REVIEW, ITEM, write(tmp_path, "page.html", PAGE), *more, *ADA, code=code)
    assert words in " ".join(done.stderr.split())


def test_attaching_points_the_quotes_of_the_item_to_the_file(run: Run, small: Path, tmp_path: Path) -> None:
    held = claim(run, small, "--quote", GONE, "--page", 4).stdout.strip()
    done = run("attach", small, REVIEW, ITEM, write(tmp_path, "card.pdf", system_card()), "--json", *ADA)
    assert json.loads(done.stdout)["quotes"] == [held] and f"{held}: Quote found on page 4" in done.stderr


def test_the_same_bytes_are_no_revision(run: Run, small: Path, card: str, tmp_path: Path) -> None:
    again = write(tmp_path, "again.pdf", system_card())
    assert "byte for byte" in run("revise", small, REVIEW, card[:8], again, *ADA, code=1).stderr


@pytest.mark.parametrize("data", [a_pdf([[]]), a_pdf([["x"]], password="p"), system_card()[:700], b"\x89PNG\r\n"])
def test_a_revision_without_text_moves_nothing_and_says_why(run: Run, small: Path, card: str, tmp_path: Path, data: bytes) -> None:
    claim(run, small, "--quote", STILL, "--page", 1, "--evidence", card)
    run("answer", small, REVIEW, ITEM, "--knowledge", "known", *ADA)
    shape = json.loads(run("revise", small, REVIEW, card, write(tmp_path, "new", data), "--json", *ADA).stdout)
    assert [one["fate"] for one in shape["quotes"]] == ["cannot_be_checked"] and shape["look_again"] == [ITEM]


def test_a_dry_run_says_why_nothing_is_to_be_looked_at_again(run: Run, small: Path, card: str, tmp_path: Path) -> None:
    claim(run, small, "--quote", STILL, "--page", 1, "--evidence", card)
    told = run("revise", small, REVIEW, card, write(tmp_path, "new", a_pdf([["x"]])), "--dry-run", *ADA).stderr
    assert f"Nobody has answered {ITEM} yet" in told and "To be looked at again: none." in told


@pytest.mark.parametrize(("name", "code"), [("none.pdf", 3), ("empty.pdf", 1), ("folder", 1)])
def test_a_revision_that_is_no_file_changes_nothing(run: Run, small: Path, card: str, tmp_path: Path, name: str, code: int) -> None:
    write(tmp_path, "empty.pdf", b"")
    (tmp_path / "folder").mkdir()
    before = run("record", small, REVIEW).stdout
    run("revise", small, REVIEW, card, tmp_path / name, *ADA, code=code)
    assert run("record", small, REVIEW).stdout == before


def test_a_page_may_say_itself_from_where_and_when(run: Run, small: Path, tmp_path: Path) -> None:
    said = b"<!--\n Page saved with SingleFile \n url: https://example.com/x \n saved date: Sun Mar 29 2026 14:05:09 GMT+0200\n--><p>words"
    done = run("attach", small, REVIEW, ITEM, write(tmp_path, "page.html", said), "--captured", "page", "--json", *ADA)
    assert (
        json.loads(done.stdout)["captured"] == "2026-03-29T12:05:09Z" and "https://example.com/x" in run("show", small, REVIEW, ITEM).stderr
    )
    silent = write(tmp_path, "silent.html", PAGE)
    assert "does not say from where" in run("attach", small, REVIEW, ITEM, silent, "--captured", "page", *ADA, code=1).stderr


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("run.sh", b"#!/bin/sh\n", "is a program or script: it is kept here, but never goes into a report"),
        ("broken.pdf", b"%PDF-1.7\nbroken", "The text of broken.pdf cannot be read: "),
    ],
)
def test_attaching_says_what_the_file_is_no_good_for(run: Run, small: Path, tmp_path: Path, name: str, data: bytes, words: str) -> None:
    assert words in run("attach", small, REVIEW, ITEM, write(tmp_path, name, data), *ADA).stderr
    assert "cannot be read" not in run("attach", small, REVIEW, ITEM, write(tmp_path, "good.pdf", a_pdf([["Words"]])), *ADA).stderr


def test_a_quote_that_is_not_in_its_file_makes_nothing_known(run: Run, small: Path, card: str) -> None:
    claim(run, small, "--quote", "Nobody wrote this.", "--page", 1, "--evidence", card)
    refused = run("answer", small, REVIEW, ITEM, "--knowledge", "known", "--verdict", "acceptable", *ADA, code=1)
    assert "was not changed" in refused.stderr and "take the claim away" in refused.stderr


def test_status_names_what_rests_on_a_quote_that_was_not_found(run: Run, small: Path, card: str) -> None:
    good = claim(run, small, "--quote", STILL, "--page", 1, "--evidence", card).stdout.strip()
    run("answer", small, REVIEW, ITEM, "--knowledge", "known", "--verdict", "acceptable", *ADA)
    claim(run, small, "--quote", "Nobody wrote this.", "--page", 1, "--evidence", card)
    assert "so these are gaps" not in run("status", small, REVIEW).stderr
    run("claim", small, REVIEW, ITEM, "--remove", good, *ADA)
    assert f"so these are gaps: {ITEM}." in run("status", small, REVIEW).stderr
