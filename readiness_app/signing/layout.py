"""How a report is laid out: its revisions, each made of objects that lie side by side with nothing between and nothing left over."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from readiness_app.signing.syntax import Indirect, Malformed, Name, Ref, Stream, Value, read_object, read_value

_HEADER = re.compile(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}\n")
_END_OF_LINE = rb"(?:\r\n|\n|\r)"
# Between a table and its address some tools write their name, as a comment: a word and a version, never room for a sentence.
_TOOL = rb"(?:%[A-Za-z][\w.-]{0,30}" + _END_OF_LINE + rb")?"
_TAIL = re.compile(
    _END_OF_LINE + rb"{0,2}" + _TOOL + rb"startxref" + _END_OF_LINE + rb"(\d{1,12})" + _END_OF_LINE + rb"%%EOF" + _END_OF_LINE + rb"?"
)
_GAP = re.compile(_END_OF_LINE + rb"{0,2}")
_LONGEST_TAIL = 100
_PACK_KEYS = {"Type", "N", "First", "Length", "Filter", "DecodeParms"}
_TABLE_KEYS = {"Type", "Length", "Filter", "DecodeParms", "W", "Index", "Info", "Root", "Size", "ID", "Prev"}


class Packed(NamedTuple):
    """Where an object lies inside an object stream."""

    stream: int
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision: the bytes from `start` to `end`, its table at `table_at`, and the objects it gives, by number."""

    start: int
    end: int
    table_at: int
    trailer: dict[str, Value]
    direct: dict[int, int]
    packed: dict[int, Packed]

    @property
    def size(self) -> int:
        """One more than the highest object number that this revision knows."""
        size = self.trailer["Size"]
        return size if isinstance(size, int) else 0


@dataclass(slots=True, kw_only=True)
class Layout:
    """A report's bytes and its revisions, oldest first."""

    data: bytes
    revisions: tuple[Revision, ...]
    _unpacked: dict[tuple[int, int], tuple[bytes, list[int], int]] = field(default_factory=dict)

    @property
    def first(self) -> bytes:
        """The bytes of the first revision: the report as it was sealed."""
        return self.data[: self.revisions[0].end]

    def value(self, number: int, revision: int) -> Value:
        """An object as of a revision, None where there is none; raises Malformed."""
        for known in reversed(self.revisions[: revision + 1]):
            if number in known.direct:
                return read_object(self.data, known.direct[number]).value
            if number in known.packed:
                return self._from_pack(known, known.packed[number])
        return None

    def follow(self, value: Value, revision: int) -> Value:
        """The value itself, or what it refers to."""
        return self.value(value.number, revision) if isinstance(value, Ref) else value

    def has(self, number: int, revision: int) -> bool:
        """True when a revision or one before it gives this object."""
        return any(number in known.direct or number in known.packed for known in self.revisions[: revision + 1])

    def objects(self, revision: int) -> dict[int, Value]:
        """The objects that a revision gives, by number, without its table and the streams that only hold other objects."""
        known = self.revisions[revision]
        packs = {place.stream for place in known.packed.values()}
        numbers = [number for number, at in known.direct.items() if at != known.table_at and number not in packs]
        return {number: self.value(number, revision) for number in (*numbers, *known.packed)}

    def packs(self) -> Iterator[bytes]:
        """The unpacked object streams of the first revision."""
        for number in {place.stream for place in self.revisions[0].packed.values()}:
            yield self._pack(self.revisions[0], number)[0]

    def _from_pack(self, known: Revision, place: Packed) -> Value:
        content, offsets, first = self._pack(known, place.stream)
        return read_value(content, first + offsets[place.place])[0]

    def _pack(self, known: Revision, number: int) -> tuple[bytes, list[int], int]:
        key = (known.start, number)
        if key not in self._unpacked:
            found = read_object(self.data, known.direct[number]).value if number in known.direct else None
            self._unpacked[key] = _opened_pack(found, number, known)
        return self._unpacked[key]


def read_layout(data: bytes) -> Layout:
    """The layout of a whole file; raises Malformed with the reason where it is not built as our writers build it."""
    header = _HEADER.match(data)
    if header is None:
        raise Malformed("the file does not begin as a report begins")
    tables = _tables(data)
    revisions: list[Revision] = []
    start = 0
    for table in tables:
        revisions.append(_revision(data, start, table))
        start = revisions[-1].end
    if start != len(data):
        raise Malformed(f"{len(data) - start:,} bytes follow the end of the report")
    layout = Layout(data=data, revisions=tuple(revisions))
    for number, revision in enumerate(revisions):
        _check_tiles(data, revision, header.end() if number == 0 else revision.start)
    _check_packs(layout)
    return layout


def _tables(data: bytes) -> list[Indirect]:
    """The tables of all revisions, oldest first."""
    tail = re.compile(_TAIL.pattern + rb"\Z").search(data, max(0, len(data) - _LONGEST_TAIL))
    if tail is None:
        raise Malformed("the file does not end as a report ends")
    at: Value = int(tail[1])
    tables: list[Indirect] = []
    while at is not None:
        if type(at) is not int or not 0 < at < (_at(tables[-1]) if tables else len(data)):
            raise Malformed("the file's tables do not follow each other")
        table = read_object(data, at)
        value = table.value
        if not isinstance(value, Stream) or value.entries.get("Type") != Name("XRef"):
            raise Malformed("a table of the file is not of the kind that reports have")
        if extra := set(value.entries) - _TABLE_KEYS:
            raise Malformed(f"a table of the file says more than it should: {', '.join(sorted(extra))}")
        tables.append(table._replace(generation=at))  # a table's generation is always 0; its offset is what is needed from here on
        at = value.entries.get("Prev")
    return tables[::-1]


def _at(table: Indirect) -> int:
    return table.generation


def _revision(data: bytes, start: int, table: Indirect) -> Revision:
    assert isinstance(table.value, Stream)
    at = _at(table)
    tail = _TAIL.match(data, table.end)
    if tail is None or int(tail[1]) != at or at < start:
        raise Malformed("a revision of the file does not end as it should")
    direct, packed = _entries(table.value, table.number)
    if direct.get(table.number) not in (at, None):
        raise Malformed("a table of the file does not say where it lies itself")
    direct[table.number] = at
    trailer = {key: value for key, value in table.value.entries.items() if key in ("Root", "Info", "ID", "Size")}
    if type(trailer.get("Size")) is not int or not isinstance(trailer.get("Root"), Ref):
        raise Malformed("a table of the file lacks its size or its root")
    return Revision(start=start, end=tail.end(), table_at=at, trailer=trailer, direct=direct, packed=packed)


def _entries(table: Stream, own: int) -> tuple[dict[int, int], dict[int, Packed]]:
    widths, ranges = _wholes(table.entries.get("W")), _wholes(table.entries.get("Index", [0, table.entries.get("Size")]))
    rows, width = table.unpacked(), sum(widths)
    if len(widths) != 3 or not width or len(ranges) % 2:
        raise Malformed("a table of the file cannot be read")
    pairs = list(zip(ranges[::2], ranges[1::2], strict=True))
    if len(rows) != width * sum(count for _, count in pairs):
        raise Malformed("a table of the file is longer or shorter than it says")
    numbers = [number for first, count in pairs for number in range(first, first + count)]
    if len(set(numbers)) != len(numbers):
        raise Malformed("a table of the file lists an object twice")
    direct: dict[int, int] = {}
    packed: dict[int, Packed] = {}
    one, two = widths[0], widths[0] + widths[1]
    for place, number in enumerate(numbers):
        row = rows[place * width : place * width + width]
        kind, second, third = int.from_bytes(row[:one]) if one else 1, int.from_bytes(row[one:two]), int.from_bytes(row[two:])
        if kind == 2:
            packed[number] = Packed(second, third)
        elif kind == 1 and third == 0:
            direct[number] = second
        elif kind or number not in (0, own):  # some tools forget the table itself, which is found by its address
            raise Malformed(f"object {number} is removed, or replaces a removed one")
    return direct, packed


def _wholes(value: Value) -> list[int]:
    whole = [part for part in value if type(part) is int and part >= 0] if isinstance(value, list) else []
    if not isinstance(value, list) or len(whole) != len(value):
        raise Malformed("a table of the file cannot be read")
    return whole


def _check_tiles(data: bytes, revision: Revision, start: int) -> None:
    """Every byte of a revision belongs to exactly one object that its table lists, and the table comes last."""
    at = start
    for number, offset in sorted(revision.direct.items(), key=lambda pair: pair[1]):
        gap = _GAP.match(data, at)
        if gap is None or not at <= offset <= gap.end():
            raise Malformed(f"between byte {at:,} and object {number} lies something that belongs to no object")
        found = read_object(data, offset)
        if found.number != number or found.generation:
            raise Malformed(f"at the place of object {number} lies object {found.number}")
        if offset != revision.table_at and isinstance(found.value, Stream) and found.value.entries.get("Type") == Name("XRef"):
            raise Malformed(f"object {number} is a second table")
        at = found.end
    if max(revision.direct.values()) != revision.table_at:
        raise Malformed("something stands behind a table of the file")


def _check_packs(layout: Layout) -> None:
    for place, revision in enumerate(layout.revisions):
        _check_packs_of(layout, place, revision)


def _check_packs_of(layout: Layout, place: int, revision: Revision) -> None:
    """Every compressed stream of a revision is new, and holds what the revision's table says of it and nothing else."""
    if twice := revision.direct.keys() & revision.packed.keys():
        raise Malformed(f"object {min(twice)} is given twice")
    counts = Counter(one.stream for one in revision.packed.values())
    held: dict[int, dict[int, int]] = {number: {} for number in counts}
    for number, one in revision.packed.items():
        held[one.stream][one.place] = number
    for stream, count in counts.items():
        content, offsets, first = layout._pack(revision, stream)
        numbers = [int(word) for word in content[:first].split()[::2]]
        if len(offsets) != count or [held[stream].get(at) for at in range(count)] != numbers:
            raise Malformed(f"the compressed stream {stream} holds other objects than the table says")
        if place and layout.has(stream, place - 1):
            raise Malformed(f"the compressed stream {stream} was put in place of an earlier object")
        if place and _has_gaps(content, offsets, first):
            raise Malformed(f"in the compressed stream {stream} lies something that belongs to no object")
    for number in revision.direct:
        if number not in counts and _is_pack(read_object(layout.data, revision.direct[number]).value):
            raise Malformed(f"object {number} is a compressed stream that no table mentions")


def _has_gaps(content: bytes, offsets: list[int], first: int) -> bool:
    """True where anything but space stands between the objects of a compressed stream."""
    ends = [read_value(content, first + at)[1] for at in offsets]
    begins = [*(first + at for at in offsets[1:]), len(content)]
    return any(content[end:begin].strip(b"\x00\t\n\x0c\r ") for end, begin in zip(ends, begins, strict=True))


def _is_pack(value: Value) -> bool:
    return isinstance(value, Stream) and value.entries.get("Type") == Name("ObjStm")


def _opened_pack(value: Value, number: int, known: Revision) -> tuple[bytes, list[int], int]:
    if not isinstance(value, Stream) or not _is_pack(value) or value.entries.keys() - _PACK_KEYS:
        raise Malformed(f"object {number} is not the compressed stream that the table says")
    first, count = value.entries.get("First"), value.entries.get("N")
    content = value.unpacked()
    words = content[:first].split() if type(first) is int else []
    if type(first) is not int or type(count) is not int or len(words) != 2 * count or not all(word.isdigit() for word in words):
        raise Malformed(f"the compressed stream {number} cannot be read")
    offsets = [int(word) for word in words[1::2]]
    if any(later <= earlier for earlier, later in pairwise(offsets)) or (offsets and offsets[0]):
        raise Malformed(f"the objects in the compressed stream {number} overlap")
    return content, offsets, first
