"""Text of people and of files is drawn literally, whatever it says and however long it is."""

from dataclasses import replace

import pytest

from readiness_app.domain.checklist import When
from readiness_app.domain.vocabulary import ScopeAnswer
from readiness_app.report.fonts import SYMBOLS, glyph_widths
from readiness_app.report.glyphs import literal, one_line, runs, safe_address
from readiness_app.report.style import Face
from readiness_app.report.typeset import Span, broken, shortened
from tests.builders import a_checklist, a_claim, a_decision, a_frame, a_sealed_review, a_subject, an_answer, an_item
from tests.pdf_reading import reader, text_of
from tests.report.conftest import make

MARKUP = '<img src="file:///etc/passwd"> <b>x</b> [[[...]]] <onDraw name="x"/> <a href="javascript:x">y</a>'
FACE = Face("Inter", 10, 14)


@pytest.mark.parametrize("extra", ["", " 😀 漢字 שלום", " \u202egnp.exe", " \x00\x07"])
def test_markup_is_printed_as_it_stands(extra: str) -> None:
    text = MARKUP + extra
    answer = an_answer(note=text, claims=(a_claim(statement=text, source=text, quote=text, address="javascript:alert(1)"),))
    subject = a_subject(model=text, vendor=text)
    review = a_sealed_review(frame=a_frame(subject=subject), answers={"QST-01": answer}, evidence=(), decision=a_decision(rationale=text))
    found = text_of(make(review, {}).pdf)
    assert found.count('<img src="file:///etc/passwd">') >= 5
    assert '<onDraw name="x"/>' in found


def test_a_dangerous_address_becomes_no_link() -> None:
    claim = a_claim(address="javascript:alert(1)")
    pdf = make(a_sealed_review(answers={"QST-01": an_answer(claims=(claim,))}, evidence=()), {}).pdf
    links = [a.get_object() for page in reader(pdf).pages for a in page.get("/Annots", [])]
    assert not [link for link in links if "/A" in link]


@pytest.mark.parametrize(
    "address", ["javascript:x", "file:///etc/passwd", "data:text/html,x", "\\\\host\\share", "https://a b", "http://[", ""]
)
def test_only_plain_web_and_mail_addresses_are_safe(address: str) -> None:
    assert safe_address(address) == ""


def test_an_address_of_2000_characters_is_the_longest() -> None:
    assert [len(safe_address("https://a/".ljust(size, "x"))) for size in (2000, 2001)] == [2000, 0]
    assert not safe_address("https://a/\x7f") and not safe_address("https://\xe4")


def test_web_and_mail_addresses_stay() -> None:
    assert safe_address("https://example.org/a?b=c#d") and safe_address("mailto:a@example.org")


def test_a_character_without_a_glyph_is_shown_by_its_number() -> None:
    assert [text for text, _, _ in runs("漢a", "Inter")] == ["[U+6F22]a"]


def test_a_symbol_comes_from_the_symbol_font() -> None:
    assert runs("◐", "Inter")[0][1] == "Symbols"


@pytest.mark.parametrize(("text", "shown"), [("a\u202eb", "a[U+202E]b"), ("a\x00b", "ab"), ("a\r\nb", "a\nb"), ("\ud800", "[U+D800]")])
def test_controls_go_and_direction_marks_are_shown(text: str, shown: str) -> None:
    assert literal(text) == shown


@pytest.mark.parametrize("word", ["W" * 3000, "https://example.org/" + "segment/" * 200, "漢" * 500])
def test_a_long_word_is_cut_and_nothing_of_it_lost(word: str) -> None:
    lines = broken((Span(word, FACE),), 200)
    assert all(line.width <= 200.1 for line in lines)
    drawn = "".join(piece.text for line in lines for piece in line.pieces)
    assert drawn == "".join(text for text, _, _ in runs(word, "Inter"))


def test_a_note_of_many_pages_is_printed_to_its_end() -> None:
    note = "A sentence of the note. " * 900 + "The last words."
    review = a_sealed_review(answers={"QST-01": an_answer(note=note)}, evidence=())
    assert "The last words." in text_of(make(review, {}).pdf)


def test_a_table_row_taller_than_a_page_is_split() -> None:
    checklist = a_checklist(1)
    item = replace(an_item(1), question="Why? " * 3000, when=When(all=("agents",)))
    checklist = replace(checklist, sections=(replace(checklist.sections[0], items=(item,)),))
    frame = a_frame(scope={"agents": ScopeAnswer.NO})
    found = text_of(make(a_sealed_review(checklist=checklist, frame=frame, answers={}, evidence=()), {}).pdf)
    assert found.count("Why?") == 3000  # in the table of what is out of scope


def test_a_million_letters_in_one_word_end_in_seconds() -> None:
    assert len(broken((Span("x" * 1_000_000, FACE),), 400)) > 10_000


def test_a_shortened_line_says_that_it_goes_on() -> None:
    line = shortened((Span("word " * 50, FACE),), 100)
    assert line.pieces[-1].text.endswith("…")
    assert line.width <= 100


def test_a_word_is_drawn_in_runs_of_one_font_each_as_wide_as_its_letters() -> None:
    inter, symbols = glyph_widths("Inter"), glyph_widths(SYMBOLS)
    found = runs("ab◐◐c漢", "Inter")
    assert [(text, font) for text, font, _ in found] == [("ab", "Inter"), ("◐◐", SYMBOLS), ("c[U+6F22]", "Inter")]
    widths = [inter[97] + inter[98], 2 * symbols[ord("◐")], sum(inter[ord(letter)] for letter in "c[U+6F22]")]
    assert [wide for _, _, wide in found] == pytest.approx(widths)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u200d", "[U+200D]"),  # a joiner
        ("\ue000", "[U+E000]"),  # private
        ("\U000e0001", "[U+E0001]"),  # a tag
        ("\u0378", "[U+0378]"),  # not assigned
        ("\xa0", " "),
        ("\u3000", " "),
        ("\u2028", " "),
        ("\u2029", " "),
        ("\t", " "),
        ("\x1b", ""),
        ("\x85", ""),
        ("\r", "\n"),
        ("e\u0301", "\xe9"),
        ("\xe9漢", "\xe9漢"),
    ],
)
def test_every_kind_of_character_is_drawn_shown_or_left_out(text: str, shown: str) -> None:
    assert literal(f"a{text}b") == f"a{shown}b"


def test_a_text_on_one_line_has_one_space_for_every_gap() -> None:
    assert one_line(" a \n\t b\u2028c ") == "a b c"
