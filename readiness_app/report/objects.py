"""PDF objects written as text and appended to a drawn PDF: a tenth of the work of making each through a library."""

import re
from collections.abc import Sequence
from itertools import accumulate
from struct import pack

from pikepdf import String

_TRAILER = re.compile(rb"trailer\s*<<(.*)/Size (\d+)\s*>>\s*startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL)
_PLAIN = re.compile(r"[ -'*-\[\]-~]*")  # nothing that a string in parentheses would have to escape


class Objects:
    """New objects for a PDF that ends with an ordinary table of contents and trailer.

    An object's text says what stands between `obj` and `endobj`; it refers to another one, drawn or new, as `12 0 R`.
    """

    def __init__(self, drawn: bytes) -> None:
        found = _TRAILER.search(drawn, max(drawn.rfind(b"trailer"), 0))
        if found is None:
            raise ValueError("the drawn PDF ends without a trailer")
        self._drawn = drawn
        self._entries, self._first, self._previous = found[1], int(found[2]), int(found[3])
        self._texts: list[str] = []
        self._streams: list[int] = []

    def add(self, text: str = "") -> int:
        """The number of a new object; without a text yet, it only reserves the number."""
        self._texts.append(text)
        return self._first + len(self._texts) - 1

    def add_empty_stream(self, entries: str) -> int:
        """The number of a new stream that holds nothing, with these entries in its dictionary."""
        number = self.add(f"<<{entries}/Length 0>>\nstream\n\nendstream")
        self._streams.append(number)
        return number

    def put(self, number: int, text: str) -> None:
        """Give the text of a reserved number."""
        self._texts[number - self._first] = text

    def appended(self) -> bytes:
        """The drawn PDF with all new objects behind it.

        All that may lie in one object stream does, which a reader takes into memory at once instead of in thousands of small reads.
        """
        parts, at, table = [self._drawn], len(self._drawn), {}
        holder = self._first + len(self._texts)
        alone = {number: self._texts[number - self._first] for number in self._streams}
        inside = [number for number in range(self._first, holder) if number not in alone]
        for number, text in [*alone.items(), (holder, self._together(inside))]:
            parts.append(f"{number} 0 obj\n{text}\nendobj\n".encode("ascii"))
            table[number] = pack(">BII", 1, at, 0)
            at += len(parts[-1])
        table[holder + 1] = pack(">BII", 1, at, 0)
        table.update((number, pack(">BII", 2, holder, index)) for index, number in enumerate(inside))
        rows = b"".join([table[number] for number in range(self._first, holder + 2)])
        about = b"/Type/XRef/W[1 4 4]/Index[%d %d]/Length %d" % (self._first, len(table), len(rows))
        about += b"/Prev %d/Size %d%s" % (self._previous, holder + 2, self._entries)
        parts.append(b"%d 0 obj\n<<%s>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (holder + 1, about, rows, at))
        return b"".join(parts)

    def _together(self, numbers: Sequence[int]) -> str:
        texts = [self._texts[number - self._first] for number in numbers]
        places = accumulate([len(text) + 1 for text in texts], initial=0)
        head = " ".join([f"{number} {place}" for number, place in zip(numbers, places, strict=False)])
        body = "\n".join([head, *texts])
        return f"<</Type/ObjStm/N {len(texts)}/First {len(head) + 1}/Length {len(body)}>>\nstream\n{body}\nendstream"


def text_string(text: str) -> str:
    """A string for people, as PDF writes it."""
    return f"({text})" if _PLAIN.fullmatch(text) else f"<{bytes(String(text)).hex()}>"


def decimal(value: float) -> str:
    """A length in points, to two decimals and no more digits than it needs."""
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".") if text[-1] == "0" else text


def box(corners: tuple[float, float, float, float]) -> str:
    """A rectangle."""
    return f"[{' '.join([decimal(value) for value in corners])}]"
