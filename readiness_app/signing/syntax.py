"""A strict reader of PDF objects: it takes what our own writers write and nothing that two readers could read differently."""

import re
import zlib
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

DEEPEST = 60
MOST_UNPACKED = 300_000_000

_SPACE = rb"[\x00\t\n\x0c\r ]"
_TOKEN = re.compile(
    _SPACE + rb"*(?:"
    rb"(?P<ref>(?P<number>\d{1,10})[ \n\r]+(?P<generation>\d{1,5})[ \n\r]+R(?![A-Za-z0-9]))"
    rb"|(?P<real>[+-]?(?:\d+\.\d*|\.\d+))|(?P<whole>[+-]?\d+)"
    rb"|/(?P<name>[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)"
    rb"|\((?P<text>(?:[^()\\]++|\\.)*+)\)"
    rb"|(?P<open><<)|(?P<close>>>)|<(?P<hex>[0-9A-Fa-f\s]*)>|(?P<first>\[)|(?P<last>\])"
    rb"|(?P<word>true|false|null)(?![A-Za-z0-9]))",
    re.DOTALL,
)
_HEAD = re.compile(rb"(\d{1,10}) (\d{1,5}) obj(?![A-Za-z0-9])")
_STREAM = re.compile(_SPACE + rb"*stream(?:\r\n|\n)")
_END_OF_STREAM = re.compile(rb"(?:\r\n|\n|\r)?endstream")
_END = re.compile(_SPACE + rb"*endobj")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_CODED = re.compile(rb"#([0-9A-Fa-f]{2})?")
_WORDS = {b"true": True, b"false": False, b"null": None}


class Malformed(Exception):
    """The file is not built as our writers build it; the message says where and how, in words for people."""


class Ref(NamedTuple):
    """A reference to another object."""

    number: int
    generation: int


class Name(str):
    """A name, without its slash."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: its dictionary and its bytes as they stand in the file."""

    entries: "dict[str, Value]"
    raw: bytes

    def unpacked(self) -> bytes:
        """The decoded bytes; raises Malformed for any coding that our writers do not use."""
        coding = self.entries.get("Filter")
        if coding is None:
            return self.raw
        if coding not in (Name("FlateDecode"), [Name("FlateDecode")]):
            raise Malformed("a stream is coded in an unusual way")
        return _with_rows_added(_inflated(self.raw), self.entries.get("DecodeParms"))


Value = None | bool | int | float | bytes | Name | Ref | Stream | list["Value"] | dict[str, "Value"]


class Indirect(NamedTuple):
    """An object as it stands in the file: its number and generation, its value, and the offset behind it."""

    number: int
    generation: int
    value: Value
    end: int


def read_object(data: bytes, at: int) -> Indirect:
    """The indirect object that begins exactly at an offset; raises Malformed."""
    head = _HEAD.match(data, at)
    if head is None:
        raise Malformed(f"no object begins at byte {at:,}, where the file's table says so")
    number = int(head[1])
    value, end = read_value(data, head.end())
    begin = _STREAM.match(data, end)
    if begin:
        value, end = _stream(data, value, begin.end(), number)
    tail = _END.match(data, end)
    if tail is None:
        raise Malformed(f"object {number} does not end where it should")
    return Indirect(number, int(head[2]), value, tail.end())


def _stream(data: bytes, entries: Value, begin: int, number: int) -> tuple[Stream, int]:
    length = entries.get("Length") if isinstance(entries, dict) else None
    if not isinstance(entries, dict) or type(length) is not int or length < 0 or "F" in entries:
        raise Malformed(f"the stream of object {number} does not say its own length")
    tail = _END_OF_STREAM.match(data, begin + length)
    if tail is None:
        raise Malformed(f"the stream of object {number} is longer or shorter than it says")
    return Stream(entries, data[begin : begin + length]), tail.end()


def read_value(data: bytes, at: int, depth: int = 0) -> tuple[Value, int]:
    """The value at an offset and the offset behind it; raises Malformed."""
    found = _TOKEN.match(data, at)
    if found is None or depth > DEEPEST:
        raise Malformed(f"the text at byte {at:,} is no PDF object")
    kind, end = found.lastgroup, found.end()
    if kind == "first":
        return _list(data, end, depth)
    if kind == "open":
        return _dictionary(data, end, depth)
    if kind in ("close", "last"):
        raise Malformed(f"a bracket at byte {at:,} closes nothing")
    return _plain(found), end


def _plain(found: re.Match[bytes]) -> Value:
    if found["ref"]:
        return Ref(int(found["number"]), int(found["generation"]))
    if found["whole"]:
        return int(found["whole"])
    if found["real"]:
        return float(found["real"])
    if found["text"] is not None:
        return _text(found["text"])
    if found["hex"] is not None:
        digits = b"".join(found["hex"].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    if found["word"]:
        return _WORDS[found["word"]]
    return _name(found["name"])


def _list(data: bytes, at: int, depth: int) -> tuple[list[Value], int]:
    values: list[Value] = []
    while (found := _TOKEN.match(data, at)) is None or found.lastgroup != "last":
        value, at = read_value(data, at, depth + 1)
        values.append(value)
    return values, found.end()


def _dictionary(data: bytes, at: int, depth: int) -> tuple[dict[str, Value], int]:
    entries: dict[str, Value] = {}
    while (found := _TOKEN.match(data, at)) is None or found.lastgroup != "close":
        if found is None or found.lastgroup != "name":
            raise Malformed(f"a dictionary at byte {at:,} has an entry without a name")
        key = _name(found["name"])
        if key in entries:
            raise Malformed(f"a dictionary at byte {at:,} gives {key} twice")
        entries[key], at = read_value(data, found.end(), depth + 1)
    return entries, found.end()


def _name(raw: bytes) -> Name:
    def decoded(found: re.Match[bytes]) -> bytes:
        if not found[1] or found[1] == b"00":
            raise Malformed("a name holds a character that names cannot hold")
        return bytes.fromhex(found[1].decode())

    return Name((_CODED.sub(decoded, raw) if b"#" in raw else raw).decode("latin-1"))


def _text(raw: bytes) -> bytes:
    def decoded(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8) & 255]) if code[:1].isdigit() and code < b"8" else _ESCAPES.get(code, code)

    return _ESCAPE.sub(decoded, raw) if b"\\" in raw else raw


def _inflated(raw: bytes) -> bytes:
    engine = zlib.decompressobj()
    try:
        data = engine.decompress(raw, MOST_UNPACKED)
    except zlib.error as error:
        raise Malformed("a compressed part of the file is damaged") from error
    if not engine.eof or engine.unused_data:
        raise Malformed("a compressed part of the file is cut off, too large, or followed by something else")
    return data


def _with_rows_added(data: bytes, how: Value) -> bytes:
    """Undoes the PNG prediction 'up', which tables of offsets are written with."""
    if how is None:
        return data
    width = how.get("Columns", 1) if isinstance(how, dict) else 0
    if not isinstance(how, dict) or how.get("Predictor", 1) not in (10, 12) or type(width) is not int or width < 1:
        raise Malformed("a stream is coded in an unusual way")
    step = width + 1
    if len(data) % step or set(data[::step]) - {2}:
        raise Malformed("a stream is coded in an unusual way")
    out = bytearray(len(data) // step * width)
    for column in range(width):
        out[column::width] = bytes(total & 255 for total in accumulate(data[column + 1 :: step]))
    return bytes(out)


def same(one: Value, other: Value) -> bool:
    """True when two values are the same to every reader; a reference equals only a reference to the same object."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Stream) and isinstance(other, Stream):
        return same(one.entries, other.entries) and one.raw == other.raw
    numbers = (int, float)
    if type(one) in numbers and type(other) in numbers:
        return one == other
    return type(one) is type(other) and one == other


def references(value: Value) -> list[Ref]:
    """Every reference inside a value."""
    if isinstance(value, Ref):
        return [value]
    inner = value.entries if isinstance(value, Stream) else value
    parts = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ()
    return [found for part in parts for found in references(part)]
