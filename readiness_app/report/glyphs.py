"""The one door for foreign text: every character gets a glyph or a visible escape, and nothing is ever read as markup."""

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from math import fsum
from urllib.parse import urlsplit

from readiness_app.report.directions import joined
from readiness_app.report.fonts import SYMBOLS, glyph_widths

_LINKABLE = ("http", "https", "mailto")
_LONGEST_ADDRESS = 2_000  # no server takes more, and archives allow 32,767 bytes
_MOST_WORDS = 100_000
Run = tuple[str, str, float]


class _Shown(dict[int, str]):
    """What is drawn for each code point, worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = _shown(chr(code))
        return shown


_SHOWN = _Shown()


def literal(text: str) -> str:
    """The text as it may be drawn: one kind of line break, no control characters, direction marks and the like made visible."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.translate(_SHOWN)


def one_line(text: str) -> str:
    """The same on a single line, for page headers, bookmarks and metadata."""
    return " ".join(literal(text).split())


def _shown(character: str) -> str:
    if character == "\n":
        return character
    kind = unicodedata.category(character)
    if kind in ("Cf", "Cs", "Co", "Cn"):  # direction marks, joiners, lone surrogates, private and unassigned: shown, never obeyed
        return f"[U+{ord(character):04X}]"
    if kind[0] == "Z" or character == "\t":
        return " "
    return "" if kind == "Cc" else character


class _Widths(dict[str, float]):
    """The width of each word at size 1, worked out the first time it is met; negative where the font lacks a glyph for it."""

    def __init__(self, font: str) -> None:
        super().__init__()
        self._glyphs = glyph_widths(font)

    def __missing__(self, word: str) -> float:
        if len(self) >= _MOST_WORDS:
            self.clear()
        try:
            found = self[word] = wide(word, self._glyphs)
        except KeyError:
            found = self[word] = -1.0
        return found


@cache
def word_widths(font: str) -> Mapping[str, float]:
    """The widths of whole words in a font at size 1; negative for a word that one font alone cannot show."""
    return _Widths(font)


@lru_cache(maxsize=10_000)
def runs(word: str, font: str) -> tuple[Run, ...]:
    """A word as runs of (text, font, width at size 1): the wanted font, the symbol font, or `[U+1F600]` where neither has a glyph."""
    widths = glyph_widths(font)
    if (whole := word_widths(font)[word]) >= 0:
        return ((word, font, whole),)
    symbols = glyph_widths(SYMBOLS)  # a large font, not read before a character asks for it
    found: list[tuple[str, str]] = []
    for character in joined(word):
        code = ord(character)
        if code in widths:
            found.append((character, font))
        elif code in symbols:
            found.append((character, SYMBOLS))
        else:
            found.append((f"[U+{code:04X}]", font))
    return tuple(_joined(found))


def _joined(found: list[tuple[str, str]]) -> list[Run]:
    merged: list[tuple[str, str]] = []
    for text, font in found:
        if merged and merged[-1][1] == font:
            merged[-1] = (merged[-1][0] + text, font)
        else:
            merged.append((text, font))
    return [(text, font, wide(text, glyph_widths(font))) for text, font in merged]


def wide(text: str, widths: Mapping[int, float]) -> float:
    """The width of a text at size 1. Added exactly, as `sum` rounds differently from one Python to the next."""
    return fsum([widths[ord(character)] for character in text])


def safe_address(address: str) -> str:
    """The address when it may become a link (http, https, mailto; printable ASCII of a sane length), else an empty text."""
    if not (address.isascii() and address.isprintable()) or " " in address or len(address) > _LONGEST_ADDRESS:
        return ""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return address if scheme.lower() in _LINKABLE else ""
