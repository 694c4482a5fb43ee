"""How long 500 quotes take to be looked up in a PDF of 250 pages, beside one plain extraction of its text; ratios are printed."""

import random
import statistics
from time import perf_counter

import pypdfium2
import pytest

from readiness_app.domain.quotes import Searchable
from readiness_app.domain.vocabulary import AnchorState
from readiness_app.services.file_text import text_of
from tests.builders import TODAY
from tests.documents import a_pdf

PAGES, QUOTES, ROUNDS = 250, 500, 5
_TEXT = "model system training evaluation data safety retention customer prompt output policy review access region filter test risk"
_WORDS = _TEXT.split()
pytestmark = pytest.mark.benchmark


def document() -> list[list[str]]:
    """Lines of words and figures, 45 to the page, no two alike."""
    chance = random.Random(1)
    return [[" ".join(f"{chance.choice(_WORDS)} {chance.randint(0, 9_999)}" for _ in range(7)) for _ in range(45)] for _ in range(PAGES)]


def quotes(pages: list[list[str]]) -> list[tuple[str, int | None]]:
    """Two lines each. Of ten, seven stand on the page that is cited, one on another, one is cited without a page, one stands nowhere."""
    chance, made = random.Random(2), []
    for number in range(QUOTES):
        page, line = chance.randrange(PAGES), chance.randrange(44)
        words = " ".join(pages[page][line : line + 2]) + (" and more" if number % 10 == 0 else "")
        made.append((words, {1: (page + 100) % PAGES + 1, 2: None}.get(number % 10, page + 1)))
    return made


def plain(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def test_500_quotes_in_250_pages(capsys: pytest.CaptureFixture[str]) -> None:
    pages = document()
    data, wanted = a_pdf(pages), quotes(pages)
    times: tuple[list[float], list[float], list[float]] = ([], [], [])
    for _ in range(ROUNDS):
        start = perf_counter()
        text = text_of(data, "application/pdf")
        read = perf_counter()
        searched = Searchable(text)
        found = [searched.anchor(quote, page, TODAY).state for quote, page in wanted]
        end = perf_counter()
        plain(data)
        for kept, taken in zip(times, (end - start, read - start, perf_counter() - end), strict=True):
            kept.append(taken * 1000)
        assert found.count(AnchorState.NOT_FOUND) == QUOTES // 10
    ours, reading, theirs = (statistics.median(kept) for kept in times)
    with capsys.disabled():
        print(
            f"\n{QUOTES} quotes in {PAGES} pages: {ours:.0f} ms, of which {reading:.0f} ms to read the file in a process of its own; "
            f"one plain extraction: {theirs:.0f} ms; ratio {ours / theirs:.2f} (goal 1), beside reading alone {ours / reading:.2f}"
        )
