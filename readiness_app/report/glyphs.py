"""The one door for foreign text: every character gets a glyph or a visible escape, and nothing is ever read as markup."""

import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

from readiness_app.report.fonts import SYMBOLS, glyph_widths

_LINKABLE = ("http", "https", "mailto")
_LONGEST_ADDRESS = 2_000  # no server takes more, and archives allow 32,767 bytes
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


@lru_cache(maxsize=100_000)
def runs(word: str, font: str) -> tuple[Run, ...]:
    """A word as runs of (text, font, width at size 1): the wanted font, the symbol font, or `[U+1F600]` where neither has a glyph."""
    widths, symbols = glyph_widths(font), glyph_widths(SYMBOLS)
    if all(ord(character) in widths for character in word):
        return ((word, font, sum(widths[ord(character)] for character in word)),)
    found: list[tuple[str, str]] = []
    for character in word:
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
    return [(text, font, sum(glyph_widths(font)[ord(c)] for c in text)) for text, font in merged]


def safe_address(address: str) -> str:
    """The address when it may become a link (http, https, mailto; printable ASCII of a sane length), else an empty text."""
    if not (address.isascii() and address.isprintable()) or " " in address or len(address) > _LONGEST_ADDRESS:
        return ""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return address if scheme.lower() in _LINKABLE else ""
