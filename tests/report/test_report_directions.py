"""Scripts that run from right to left stand as a reader of them expects, and are found as they are written."""

import unicodedata

import pytest

from readiness_app.report.directions import directed, is_turned, joined
from readiness_app.report.style import Face
from readiness_app.report.typeset import Line, Span, broken
from tests.builders import a_sealed_review, an_answer
from tests.pdf_reading import reader, text_of
from tests.report.conftest import make

FACE = Face("Inter", 10, 14)


def seen(line: Line) -> str:
    """What stands on the line, from left to right."""
    return "".join(piece.text for piece in sorted(line.pieces, key=lambda piece: piece.x))


def set_line(text: str) -> Line:
    return broken((Span(text, FACE),), 500)[0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("שלום", "םולש"),
        ("Ada שלום עולם Byron", "Ada םלוע םולש Byron"),
        ("שלום 25 ימים.", "םימי 25 םולש."),
        ("א (ב) c", "(ב) א c"),
        ("plain words", "plain words"),
        ("בּ", "בּ"),
    ],
)
def test_a_run_stands_from_right_to_left(text: str, shown: str) -> None:
    assert seen(set_line(text)) == shown


def test_pieces_keep_the_order_of_reading() -> None:
    assert "".join(piece.text for piece in set_line("Ada שלום עולם Byron").pieces) == "Ada שלום עולם Byron"


def test_a_line_is_as_wide_as_its_pieces() -> None:
    line = set_line("Ada שלום 25 عالم Byron")
    last = max(line.pieces, key=lambda piece: piece.x)
    assert last.x + last.width == pytest.approx(line.width)


@pytest.mark.parametrize(
    ("word", "forms"),
    [("مرحبا", "ﻣﺮﺣﺒﺎ"), ("لا", "ﻻ"), ("سلام", "ﺳﻼﻡ"), ("پچ", "ﭘﭻ"), ("ء", "ﺀ"), ("Ada", "Ada"), ("مّ", "ﻡّ")],
)
def test_arabic_letters_join(word: str, forms: str) -> None:
    assert joined(word) == forms
    assert unicodedata.normalize("NFKC", joined(word)) == unicodedata.normalize("NFKC", word)


@pytest.mark.parametrize("text", ["", "abc", "שלום", "a שלום (5) b عالم 12.5% c", "[[[שלום", ")שלום(", "שְׁלוֹם"])
def test_every_character_has_one_place(text: str) -> None:
    assert sorted(place for run in directed(text) for cluster in run for place in cluster) == list(range(len(text)))


def test_words_of_both_directions_are_found_again() -> None:
    pdf = make(a_sealed_review(answers={"QST-01": an_answer(note="Name: שלום עולם, عالم.")}, evidence=()), {}).pdf
    written = unicodedata.normalize("NFKC", " ".join(page.extract_text() for page in reader(pdf).pages))
    assert "שלום עולם" in written and "عالم" in written
    assert all(word in text_of(pdf) for word in ("שלום", "עולם"))


def test_a_link_stays_one() -> None:
    line = broken((Span("see ראו 25 שלום x", FACE, url="https://example.org"),), 500)[0]
    assert seen(line) == "see םולש 25 ואר x" and len(line.pieces) < 8


def test_the_scripts_searched_for_are_all_that_run_from_right_to_left() -> None:
    letters = [chr(code) for code in range(0x110000) if unicodedata.bidirectional(chr(code)) in ("R", "AL")]
    assert [hex(ord(letter)) for letter in letters if not is_turned(letter) and unicodedata.category(letter) != "Cf"] == []
