"""Hostile texts, the marker of each field, and how to tell whether what is shown is what was written."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

COMMON = "<b>x</b>&amp;&y{0}%s[red][*]"  # in every marker: HTML, entity, mnemonic, both ways to format, rich's markup, Qt's window title
# Before the marker: what a spreadsheet would calculate.
PREFIXES = ("", "=", "+", "-", "@", "\t=", "\r=", "\uff1d", "\uff0b", "\uff0d", "\uff20", "=HYPERLINK(0)", "+1", "-1")
SPECIALS = (
    "<img src=x>",
    '<a href="file:///etc/passwd">l</a>',
    "<u>u</u><br>",
    "[[[x]]]",
    '<onDraw name="x"/>',
    '<seq id="s"/>',
    "&lt;i&gt;",
    "{name}{0.__class__}{",
    "%(x)s%d%",
    "\\n\\x1b[31m",
    "[bold]b[/bold][link=file:///x]",
    "javascript:alert(1)",
    "data:text/html,x",
    "\\\\host\\share",
    "\u202egnp.exe",
    "\u2066\u061c\u200f",
    "\x00\x07\x7f",
    "\x1b[31m\x1b]8;;http://x\x07y",
    "\x9b31m\x85",
    "one\ntwo\r\nthree",
    "a\u2028b\u2029c",
    "\u200b\ufeff\xad\u2060",
    "😀\u0301\u0302\u0303\u0323e\u0301",
    "漢字\U000e0041\ue000",
)
LONG_WORD = "W" * 1_000_000
MARK = re.compile(r"Q(\d{3})(?:x(\d))?q")


@dataclass
class Texts:
    """Gives every field its own marker; `turn` chooses which hostile strings it is mixed with, `every` gives all fields the same one."""

    turn: int = 0
    every: str | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)  # by the marker's beginning

    def of(self, path: str, nth: int = 0, *, file_name: bool = False, plain: bool = False) -> str:
        """The text for a field; `nth` tells several people or titles of one field apart, `plain` ones are a line without what hides."""
        number = self.numbers.setdefault(path, len(self.numbers) + 1)
        start = f"Q{number:03d}x{nth}q" if nth else f"Q{number:03d}q"
        special = self.every if self.every is not None else SPECIALS[(number + self.turn) % len(SPECIALS)]
        prefix = PREFIXES[(number + self.turn) % len(PREFIXES)]
        text = f"{start}{COMMON}" if plain else f"{prefix}{start}{COMMON}{special}z{number:03d}Z"
        if file_name:
            text = re.sub(r"[/\x00\\]", "", text)
        self.written[start] = text
        return text

    def path_of(self, number: int) -> str:
        return next(path for path, one in self.numbers.items() if one == number)


_BREAK = "\u200b"  # where a label of ours may break a long word


def hides(one: str) -> bool:
    """True for what must never reach a screen, a page or a terminal as it is: control, direction and other invisible characters."""
    return unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and one not in "\n\t\u200b\u200c\u200d"


# Each medium writes out what hides in its own way; all of them are read as one.
_WRITTEN_OUT = re.compile(
    r"\\[nrt]|\\(?=\")|‹U\+([0-9A-F]{4,6})›|\[U\+([0-9A-F]{4,6})\]|\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})"
)


# The end of what is shown, within something written out.
_CUT = re.compile(r"(?:[‹\[](?:U(?:\+[0-9A-F]*)?)?|\\(?:x[0-9a-f]?|u[0-9a-f]{0,3}|U[0-9a-f]{0,7})?)?(?:…|$)")


def read(text: str) -> str:
    """The text as every medium may show it: without white space and places to break, and what hides written out in one way."""
    plain = _CUT.sub(_end, "".join(unicodedata.normalize("NFC", text.replace(_BREAK, "")).split()))
    plain = unicodedata.normalize("NFC", _WRITTEN_OUT.sub(_code, plain))
    return "".join([_squeezed(one) for one in plain])


def _end(found: re.Match[str]) -> str:
    return "…" if found[0].endswith("…") else ""


def _code(found: re.Match[str]) -> str:
    if found.lastindex is None:
        return ""  # the end of a line, a tab, and what stands before a quotation mark, as Python and JSON write them
    return _squeezed(chr(int(next(part for part in found.groups() if part), 16)))


def _squeezed(one: str) -> str:
    if one.isspace() or one == _BREAK:
        return ""
    return f"‹{ord(one):04X}›" if hides(one) else one


@dataclass(frozen=True)
class Seen:
    """One marker as it was shown: the field's number, whether all of it was there, and what is wrong ("" for nothing)."""

    number: int
    whole: bool
    problem: str


def seen(shown: str, texts: Texts, *, draws_less: bool = False, cut: str = "…") -> Iterator[Seen]:
    """Every marker in a text. It must go on as it was written, to its end, to an ellipsis or to the end of what is shown.

    `draws_less` is for what draws nothing in the place of a control character, and paper, which leaves it out.
    """
    flat = _less(read(shown)) if draws_less else read(shown)
    for found in MARK.finditer(flat):
        start = found[0]
        text = texts.written.get(start)
        if text is None:
            yield Seen(int(found[1]), False, f"{start} was never written")
            continue
        wanted = read(text[text.index(start) :])
        wanted = _less(wanted) if draws_less else wanted
        there = flat[found.start() :][: len(wanted)]
        same = next((place for place, (a, b) in enumerate(zip(wanted, there, strict=False)) if a != b), min(len(wanted), len(there)))
        whole = same == len(wanted)
        stopped = whole or same == len(there) or there[same] in cut
        yield Seen(int(found[1]), whole, "" if stopped else f"{there!r} instead of {wanted!r}, from {wanted[same : same + 12]!r}")


def _less(text: str) -> str:
    return re.sub(r"‹[0-9A-F]{4,6}›", "", text)


def raw(shown: str) -> str:
    """The hiding characters that stand in a text as they are; empty where all were written out."""
    return "".join(sorted({one for one in shown if hides(one)}))
