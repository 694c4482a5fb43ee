"""Looking a quote up in the text of a file: the same letters, figures and punctuation, however the lines were broken.

Folded away on both sides: kinds and amount of whitespace, line breaks, hyphens between letters (a word broken at a line's end has one),
soft hyphens, characters without width, ligatures, kinds of quotation marks and dashes, and accents written as characters of their own.
Not folded: capital letters, figures, superscripts and every other sign, because they can change what a sentence says.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate, islice

from readiness_app.domain.claim import Anchor
from readiness_app.domain.nearness import Passages
from readiness_app.domain.vocabulary import AnchorState

MOST_PLACES = 1_000  # of one quote; more are not counted
_LETTER = r"[^\W\d_]"
_BREAK = r"(?:[ \u200b]*\n[\n \u200b]*)?"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "..."}
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
        **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
        **dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
        **dict.fromkeys("\u200c\u200d\u2060\ufeff", "\u200b"),
        "\ufffe": "\x02",  # how PDFium writes a hyphen together with the line break behind it
    }
)
# Every alternative begins with a plain character, so that the search can skip all others.
_PLAIN = "|".join(
    (
        rf"-(?<={_LETTER}-){_BREAK}(?={_LETTER})",
        "\x02",
        rf"\xad{_BREAK}",
        r" [\n \u200b]+",
        r"\n[\n \u200b]*",
        "\u200b",
        *_LIGATURES,
    )
)
_REWRITTEN = re.compile(_PLAIN)
_BROKEN = re.compile(rf"(?<={_LETTER})- (?={_LETTER})")
_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_ACCENTED = re.compile(f"[{_ACCENTS}]")
_REWRITTEN_WITH_ACCENTS = re.compile(rf"{_PLAIN}|\w[{_ACCENTS}]+")
_HIDDEN = str.maketrans(dict.fromkeys("\x02\ufffe\xad\u200b\u200c\u200d\u2060\ufeff"))
_SPACELESS = 0x0E00  # from Thai on, words are not parted by spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """The text of a file, page by page; `paged` is False where a file has no pages, and then there is one.

    `complete` is False where not all of it could be read; `why` says so, or why there is no text at all, to be read after "because".
    """

    pages: tuple[str, ...] = ()
    paged: bool = True
    complete: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A folded text; `at` and `source` are where it and the text it was made from go on after each rewriting."""

    text: str
    at: tuple[int, ...]
    source: tuple[int, ...]

    def original(self, place: int) -> int:
        """The place in the text it was made from."""
        number = bisect_right(self.at, place) - 1
        exact = self.source[number] + place - self.at[number]
        return min(exact, self.source[number + 1]) if number + 1 < len(self.source) else exact


def fold(text: str) -> Folded:
    """The text with everything folded away that does not change what it says."""
    plain = text.translate(_SAME_LENGTH)
    pattern = _REWRITTEN_WITH_ACCENTS if _ACCENTED.search(plain) else _REWRITTEN
    parts: list[str] = []
    at, source, here, length = [0], [0], 0, 0
    for found in pattern.finditer(plain):
        new = _rewritten(found.group(), plain, found)
        kept = plain[here : found.start()]
        parts += (kept, new)
        length += len(kept) + len(new)
        here = found.end()
        at.append(length)
        source.append(here)
    parts.append(plain[here:])
    return Folded(text="".join(parts), at=tuple(at), source=tuple(source))


def _rewritten(found: str, text: str, match: re.Match[str]) -> str:
    first = found[0]
    if first in " \n":
        return " "
    if first in "-\xad\u200b":
        return ""
    if first == "\x02":
        inside = text[match.start() - 1 : match.start()].isalpha() and text[match.end() : match.end() + 1].isalpha()
        return "" if inside else "-"
    return _LIGATURES.get(found) or unicodedata.normalize("NFC", found)


def folded_quote(quote: str) -> str:
    """A quote as it is looked for, without the quotation marks a person may have put around it."""
    plain = fold(quote).text.strip()
    return plain[1:-1].strip() if len(plain) > 2 and plain[0] == plain[-1] == '"' and '"' not in plain[1:-1] else plain


def _variants(quote: str) -> tuple[str, ...]:
    """The quote as it is looked for; second, one that was copied with a word broken by a hyphen and a space put together again."""
    plain = folded_quote(quote)
    whole = _BROKEN.sub("", plain)
    return tuple(dict.fromkeys(one for one in (plain, whole) if one))


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The passage that comes nearest to a quote that is not there: its page (None without pages), its words, and how near, 0 to 1."""

    page: int | None
    words: str
    ratio: float


class Searchable:
    """A file's text, folded once, in which quotes are looked up."""

    def __init__(self, text: FileText) -> None:
        self.text = text
        self._pages = tuple(fold(page) for page in text.pages)
        self._whole = " ".join(page.text for page in self._pages)
        self._starts = tuple(accumulate((len(page.text) + 1 for page in self._pages), initial=0))[: len(self._pages)]

    def anchor(self, quote: str, page: int | None, on: date) -> Anchor:
        """Where the quote stands: `page`, if given, is where it is said to be, counted from 1."""
        places = self.pages_of(quote, page)
        if places:
            here = page if page is not None and any(first <= page <= last for first, last in places) else None
            nearest = here or min((first for first, _ in places), key=lambda first: abs(first - (page or 1)))
            moved = self.text.paged and page is not None and nearest != page
            state = AnchorState.ON_ANOTHER_PAGE if moved else AnchorState.FOUND
            return Anchor(state=state, checked=on, page=nearest if self.text.paged else None)
        state = AnchorState.CANNOT_BE_CHECKED if self.why_unsure(quote, page) else AnchorState.NOT_FOUND
        return Anchor(state=state, checked=on)

    def why_unsure(self, quote: str, page: int | None) -> str:
        """Why not finding this quote proves nothing, to be read after "because"; empty where it does."""
        if not folded_quote(quote):
            return "the quote has no words"
        if self.text.why or not self.text.complete:
            return self.text.why
        if page is not None and self.text.paged and page <= len(self._pages) and not self._pages[page - 1].text.strip():
            return f"page {page} has no text, only pictures"
        return ""

    def pages_of(self, quote: str, page: int | None = None) -> tuple[tuple[int, int], ...]:
        """First and last page of every place where the quote stands: only `page` where it stands there, without a page the first place."""
        return next((found for wanted in _variants(quote) if (found := self._pages_of(wanted, page))), ())

    def _pages_of(self, wanted: str, page: int | None) -> tuple[tuple[int, int], ...]:
        if page is not None and 0 < page <= len(self._pages):
            start = self._starts[page - 1]
            if next(_places(self._whole, wanted, start, start + len(self._pages[page - 1].text)), None) is not None:
                return ((page, page),)
        places = _places(self._whole, wanted)
        found = tuple(places) if page is not None else tuple(islice(places, 1))
        if found:
            return tuple((self._page(at), self._page(at + len(wanted) - 1)) for at in found)
        return self._without_spaces(wanted.replace(" ", ""))

    def span(self, quote: str, page: int) -> tuple[int, int] | None:
        """Where on this page (from 1) the quote begins and ends, as places in the page's text; None where it does not stand there whole."""
        return next((found for wanted in _variants(quote) if (found := self._span(wanted, page))), None)

    def _span(self, wanted: str, page: int) -> tuple[int, int] | None:
        folded = self._pages[page - 1]
        at = next(_places(folded.text, wanted), None)
        if at is not None:
            return folded.original(at), folded.original(at + len(wanted))
        tight = _Tight(folded.text)
        where = next(tight.places(wanted.replace(" ", "")), None)
        return (folded.original(where[0]), folded.original(where[1])) if where else None

    def near(self, quote: str, least: float = 0.6) -> Near | None:
        """The passage nearest to the quote, word by word without case and punctuation; None where none reaches `least`.

        The ratio is that of difflib: twice the words in common, in order, by the words of both.
        """
        found = self._passages.nearest(folded_quote(quote).split(" "), least)
        if found is None:
            return None
        start, end, ratio = found
        first, last = self._offsets[start], self._offsets[end - 1] + len(self._words[end - 1])
        return Near(page=self._page(first) if self.text.paged else None, words=self._passage(first, last), ratio=ratio)

    @cached_property
    def _words(self) -> list[str]:
        return self._whole.split(" ")

    @cached_property
    def _passages(self) -> Passages:
        return Passages(self._words)

    @cached_property
    def _offsets(self) -> list[int]:
        return [start + number for number, start in enumerate(accumulate(map(len, self._words), initial=0))]

    @cached_property
    def _tight(self) -> "_Tight":
        return _Tight(self._whole)

    def _without_spaces(self, wanted: str) -> tuple[tuple[int, int], ...]:
        """Letters that are set apart, or words that were drawn without spaces between them."""
        return tuple((self._page(start), self._page(end - 1)) for start, end in self._tight.places(wanted))

    def _page(self, place: int) -> int:
        return bisect_right(self._starts, place)

    def _passage(self, start: int, end: int) -> str:
        parts = []
        for number in range(self._page(start), self._page(end - 1) + 1):
            folded, begin = self._pages[number - 1], self._starts[number - 1]
            first, last = max(start - begin, 0), min(end - begin, len(folded.text))
            parts.append(self.text.pages[number - 1][folded.original(first) : folded.original(last)])
        return " ".join(" ".join(parts).translate(_HIDDEN).split())


class _Tight:
    """A folded text without its spaces, and the way back."""

    def __init__(self, text: str) -> None:
        words = text.split(" ")
        self._spaced, self._text = text, "".join(words)
        self._starts = list(accumulate(map(len, words), initial=0))

    def places(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Where `wanted` begins and ends in the text with spaces, whole words only."""
        at, count = self._text.find(wanted), 0
        while at >= 0 and count < MOST_PLACES:
            start, end = self._back(at), self._back(at + len(wanted) - 1) + 1
            if _whole_words(self._spaced, start, end):
                count += 1
                yield start, end
            at = self._text.find(wanted, at + 1)

    def _back(self, place: int) -> int:
        return place + bisect_right(self._starts, place) - 1  # one space before every word but the first


def _places(text: str, wanted: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where `wanted` stands as whole words."""
    at, count = text.find(wanted, start, end), 0
    while at >= 0 and count < MOST_PLACES:
        if _whole_words(text, at, at + len(wanted)):
            count += 1
            yield at
        at = text.find(wanted, at + 1, end)


def _whole_words(text: str, start: int, end: int) -> bool:
    """False where the place begins or ends within a word or a figure: "30 days" does not stand in "130 days"."""
    return not ((start > 0 and _joined(text[start - 1], text[start])) or (end < len(text) and _joined(text[end - 1], text[end])))


def _joined(one: str, other: str) -> bool:
    return one.isalnum() and other.isalnum() and ord(one) < _SPACELESS and ord(other) < _SPACELESS
