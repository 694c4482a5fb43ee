"""Quotes are found however the lines were broken, and nothing that changes their meaning is folded away."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_app.domain.quotes import MOST_PLACES, FileText, Searchable, fold, folded_quote
from readiness_app.domain.vocabulary import AnchorState

DAY = date(2026, 3, 29)


def text(*pages: str, **parts: object) -> Searchable:
    return Searchable(FileText(pages=pages, **parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("kept for\r\n  30\tdays", "kept for 30 days"),
        ("the informa-\ntion kept", "information kept"),
        ("the informa\ufffetion kept", "information kept"),
        ("a well-\nknown risk", "a well-known risk"),
        ("a well-known risk", "a well- \n known risk"),
        ("the informa-\ntion kept", "informa- tion kept"),
        ("before pre- and post-training", "pre- and post-training"),
        ("e\ufb03cient \ufb02ows", "efficient flows"),
        ("for cus\u00adtomers", "for customers"),
        ("\u201cnever\u201d \u2013 we said \u2018no\u2019", "\"never\" - we said 'no'"),
        ("Zoe\u0308 wrote", "Zo\u00eb wrote"),
        ("S e c r e t  plans", "Secret plans"),
        ("runs GPT-\n4 today", "runs GPT-4 today"),
        ("kept for 30\u00a0days", "kept for 30 days"),
        ("and so on\u2026 it ends", "and so on... it ends"),
        ("kept for 30 days", "\u201ckept for 30 days\u201d"),
        ("runs GPT\ufffe4 today", "runs GPT-4 today"),
        ("an x\uffferay image", "an x-ray image"),
        ("the plan\ufffeb is", "the plan-b is"),
        ("保存期間は三十日です", "三十日"),
    ],
)
def test_it_is_found(page: str, quote: str) -> None:
    assert text(page).anchor(quote, None, DAY).state is AnchorState.FOUND


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("kept for 130 days", "30 days"),
        ("130 days", "30 days"),
        ("every day xy", "every day x"),
        ("kept for 30 days", "Kept for 30 days"),
        ("10\u2076 tokens", "106 tokens"),
        ("from 10-15 days", "from 1015 days"),
        ("a start", "art"),
        ("kept for 30 days", "kept for 30 days."),
    ],
)
def test_it_is_not_found(page: str, quote: str) -> None:
    assert text(page).anchor(quote, None, DAY).state is AnchorState.NOT_FOUND


def test_the_page_it_is_said_to_be_on_counts_first() -> None:
    found = text("30 days here", "nothing", "30 days there").anchor("30 days", 3, DAY)
    assert (found.state, found.page) == (AnchorState.FOUND, 3)


def test_another_page_is_named() -> None:
    found = text("30 days here", "nothing", "x").anchor("30 days", 3, DAY)
    assert (found.state, found.page) == (AnchorState.ON_ANOTHER_PAGE, 1)


@pytest.mark.parametrize("page", [1, 2])
def test_a_quote_may_go_over_the_page(page: int) -> None:
    assert text("it is kept for", "30 days and more").anchor("kept for 30 days", page, DAY).page == page


def test_a_file_without_pages_has_no_other_page() -> None:
    found = text("30 days", paged=False).anchor("30 days", 7, DAY)
    assert (found.state, found.page) == (AnchorState.FOUND, None)


def test_what_was_not_read_whole_proves_no_absence() -> None:
    searched = text("the first page", complete=False, why="only the first 1 of its 9 pages could be read in time")
    assert searched.anchor("absent words", 1, DAY).state is AnchorState.CANNOT_BE_CHECKED
    assert searched.anchor("first page", 1, DAY).state is AnchorState.FOUND


def test_a_page_that_is_a_picture_proves_no_absence() -> None:
    searched = text("words", "")
    assert searched.anchor("absent", 2, DAY).state is AnchorState.CANNOT_BE_CHECKED and "page 2" in searched.why_unsure("absent", 2)


def test_the_place_of_a_quote_is_that_in_the_original() -> None:
    page = "All e\ufb03cient sys-\r\ntems are  kept."
    start, end = text(page).span("efficient systems are", 1) or (0, 0)
    assert page[start:end] == "e\ufb03cient sys-\r\ntems are"


def test_the_nearest_words_are_those_of_the_file() -> None:
    near = text("Filler at first.", "We keep prompts for 90\r\ndays, then they are de-\r\nleted.").near("keep prompts for 30 days, then")
    assert near is not None and (near.page, near.words) == (2, "keep prompts for 90 days, then")


def test_nothing_near_is_nothing() -> None:
    assert text("Entirely different matters are told here.").near("keep prompts for 30 days") is None


@given(st.text(max_size=80))
def test_every_place_leads_back_into_the_text(given_text: str) -> None:
    folded = fold(given_text)
    places = [folded.original(place) for place in range(len(folded.text) + 1)]
    assert places == sorted(places) and all(0 <= place <= len(given_text) for place in places)


@given(st.text(alphabet="ab c1-\n\u00ad\ufb01.", min_size=1, max_size=60), st.data())
def test_what_is_cut_out_at_words_is_found(page: str, data: st.DataObject) -> None:
    words = page.split()
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    quote = " ".join(words[first:last])
    # A hyphen before white space may be a word broken at a line's end or a hanging one; which of them, the page alone does not say.
    if fold(quote).text.strip() and not any(word.endswith(("-", "\xad")) for word in words[max(first - 1, 0) : last]):
        assert text(page).anchor(quote, 1, DAY).state is AnchorState.FOUND


@pytest.mark.parametrize(
    ("page", "quote", "cut"),
    [
        ("It is kept for 30 days there.", "kept for 30 days", "kept for 30 days"),
        ("The S e c r e t  p l a n s are kept", "Secret plans", "S e c r e t  p l a n s"),
        ("It waskeptfor30days there", "was kept for 30 days", "waskeptfor30days"),
        ("the informa-\ntion kept", "informa- tion kept", "informa-\ntion kept"),
    ],
)
def test_a_quote_is_cut_out_where_it_stands(page: str, quote: str, cut: str) -> None:
    searched = text("Another page", page)
    start, end = searched.span(quote, 2) or (0, 0)
    assert page[start:end] == cut and searched.span(quote, 1) is None


def test_the_nearest_words_may_go_over_pages_and_say_where_they_begin() -> None:
    searched = text("First.", "All prompts are kept for", "ninety days and more", "Last.")
    near = searched.near("prompts are kept for thirty days and more")
    assert near is not None and (near.page, near.words) == (2, "prompts are kept for ninety days and more")
    assert near.ratio == pytest.approx(14 / 16)
    flat = text("All prompts are kept for ninety days and more", paged=False).near("prompts are kept for thirty days and more")
    assert flat is not None and flat.page is None


def test_the_nearest_words_are_told_without_hidden_characters() -> None:
    near = text("All pro\u00admpts are kept\u200b for ninety days").near("prompts are kept for thirty days")
    assert near is not None and near.words == "prompts are kept for ninety days"


@pytest.mark.parametrize(
    ("pages", "quote", "page", "places"),
    [
        (("30 days 30 days", "x", "30 days"), "30 days", None, ((1, 1),)),
        (("30 days 30 days", "x", "30 days"), "30 days", 2, ((1, 1), (1, 1), (3, 3))),
        (("30 days", "30 days"), "30 days", 1, ((1, 1),)),
        (("30 days", "30 days"), "30 days", 2, ((2, 2),)),
        (("30 days", "30days", "x"), "30 days", 3, ((1, 1),)),  # only where it stands nowhere as it is written do spaces not count
        (("30 days", "x"), "x", None, ((2, 2),)),
        (("S e c r e t", "x"), "Secret", None, ((1, 1),)),
        (("S e c r e", "t"), "Secret", None, ((1, 2),)),
        (("x x x", "y"), "xx", 2, ((1, 1), (1, 1))),
        (("...", "y"), "..", 2, ((1, 1), (1, 1))),
        (("30 days",), "absent", 1, ()),
    ],
)
def test_every_place_is_told_by_its_pages(
    pages: tuple[str, ...], quote: str, page: int | None, places: tuple[tuple[int, int], ...]
) -> None:
    assert text(*pages).pages_of(quote, page) == places


@pytest.mark.parametrize(("page", "quote"), [("30 days ", "30 days"), ("S e c ", "Sec")])
def test_places_are_counted_up_to_a_thousand(page: str, quote: str) -> None:
    assert len(text(page * (MOST_PLACES + 1), "y").pages_of(quote, 2)) == MOST_PLACES


def test_the_page_it_is_said_to_be_on_counts_first_behind_thousands_of_places() -> None:
    assert text("30 days " * (MOST_PLACES + 1), "30 days").anchor("30 days", 2, DAY).page == 2


@pytest.mark.parametrize(("pages", "page", "found"), [(("x", "30 days"), 1, 2), (("130 days", "30 days"), 1, 2), (("x", "30 days"), 0, 2)])
def test_a_page_that_it_is_not_on_is_not_said(pages: tuple[str, ...], page: int, found: int) -> None:
    anchor = text(*pages).anchor("30 days", page, DAY)
    assert (anchor.state, anchor.page) == (AnchorState.ON_ANOTHER_PAGE, found)


def test_of_other_pages_the_nearest_is_named() -> None:
    assert text("30 days", "x", "x", "30 days", "x").anchor("30 days", 5, DAY).page == 4


@pytest.mark.parametrize(
    ("quote", "looked_for"),
    [
        ('"a b"', "a b"),
        ('"a"', "a"),
        ('""', '""'),
        ('"', '"'),
        ('"a" and "b"', '"a" and "b"'),
        ('""a"', '""a"'),
        ('"a""', '"a""'),
        ('"a b', '"a b'),
    ],
)
def test_marks_around_a_quote_are_left_out(quote: str, looked_for: str) -> None:
    assert folded_quote(quote) == looked_for


@pytest.mark.parametrize(
    ("page", "quote", "cut"),
    [
        ("and so on\u2026 it ends", "and so on..", "and so on\u2026"),
        ("waskept and was kept", "was kept", "was kept"),
        ("  S e c r e t plans", "Secret", "S e c r e t"),
    ],
)
def test_no_more_is_cut_out_than_the_quote(page: str, quote: str, cut: str) -> None:
    start, end = text(page).span(quote, 1) or (0, 0)
    assert page[start:end] == cut


def test_a_letter_keeps_an_accent_that_has_no_letter_of_its_own() -> None:
    assert fold("X\u0302 x").text == "X\u0302 x"


def test_the_nearest_words_end_with_their_last_letter() -> None:
    near = text("All prompts are kept for ninety days and", "x more").near("prompts are kept for thirty days and x")
    assert near is not None and near.words == "prompts are kept for ninety days and x"
