"""What a PDF holds, apart from how it is written down: a digest over its objects, and the part that was there before any update."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

from readiness_app.domain.errors import Unreadable

_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_TABLE = re.compile(rb"xref|\d+\s+\d+\s+obj")
_EDGE = 1024  # bytes within which every reader looks for a PDF's header and its end
_STORAGE = frozenset(("/Length", "/Filter", "/DecodeParms", "/DL"))


def revisions(pdf: bytes) -> Iterator[bytes]:
    """The file up to each place where a revision may end, the first one first; the offset there must lead to a real table."""
    for match in _END.finditer(pdf):
        if _TABLE.match(pdf[: match.end()], int(match[1])):
            yield pdf[: match.end()] + b"\n"


@contextmanager
def opened_first(pdf: bytes) -> Iterator[tuple[pikepdf.Pdf, bytes]]:
    """The file as it was before anything was appended to it, opened, and its bytes. Raises Unreadable where no revision can be opened."""
    document, prefix = None, b""
    for prefix in revisions(pdf):
        try:
            document = pikepdf.open(BytesIO(prefix), attempt_recovery=False)
            break
        except pikepdf.PasswordError:
            raise Unreadable(
                "The file is encrypted and cannot be read without its password. Nothing was changed; ask for a copy without one."
            ) from None
        except pikepdf.PdfError:
            continue
    if document is None:
        raise Unreadable(f"The file cannot be read as a PDF: {_why_unreadable(pdf)}. Nothing was changed.")
    with document:
        yield document, prefix


def _why_unreadable(pdf: bytes) -> str:
    if b"%PDF-" not in pdf[:_EDGE]:
        return "it is no PDF" if pdf else "it is empty"
    return "it is damaged" if b"%%EOF" in pdf[-_EDGE:] else "it is cut off, or damaged at its end"


def first_revision(pdf: bytes) -> bytes:
    """The bytes of the file as it was before anything was appended to it. Raises as `opened_first`."""
    with opened_first(pdf) as (_, prefix):
        return prefix


def object_digest(pdf: bytes) -> str:
    """SHA-256 (hex) over everything reachable from the file's catalog and information, streams decoded, whatever the objects' numbers.

    Two files with the same digest hold the same document, however they were compressed, ordered and numbered. Raises Unreadable.
    """
    try:
        with pikepdf.open(BytesIO(pdf), attempt_recovery=False) as document:
            return _Walk().over(document)
    except (pikepdf.PdfError, pikepdf.PasswordError, RecursionError) as trouble:
        raise Unreadable("The file cannot be read as a PDF, so its contents cannot be compared. Nothing was changed.") from trouble


class _Walk:
    """One walk over the objects, each met first through the one before it: a number is replaced by when it was met."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._met: dict[tuple[int, int], int] = {}
        self._waiting: list[Any] = []

    def over(self, document: pikepdf.Pdf) -> str:
        """The digest of the whole document."""
        for key in ("/Root", "/Info"):
            if key in document.trailer:
                self._value(document.trailer[key])
        for thing in self._waiting:  # grows while it is walked
            self._body(thing)
        return self._hash.hexdigest()

    def _put(self, kind: bytes, data: bytes) -> None:
        # Each part says its kind and length, so that no two documents can run together to the same bytes.
        self._hash.update(b"%s%d:%s" % (kind, len(data), data))

    def _value(self, thing: Any) -> None:
        if isinstance(thing, pikepdf.Object) and thing.is_indirect:
            number = self._met.get(thing.objgen)
            if number is None:
                number = self._met[thing.objgen] = len(self._met)
                self._waiting.append(thing)
            self._put(b"R", b"%d" % number)
        else:
            self._body(thing)

    def _body(self, thing: Any) -> None:
        if isinstance(thing, Stream):
            self._entries(thing, _STORAGE)
            self._put(b"S", self._decoded(thing))
        elif isinstance(thing, Dictionary):
            self._entries(thing, frozenset())
        elif isinstance(thing, Array):
            self._put(b"A", b"%d" % len(thing))
            for entry in thing:
                self._value(entry)
        elif isinstance(thing, pikepdf.Object):
            self._put(b"O", thing.unparse())
        else:
            self._put(type(thing).__name__.encode(), repr(thing).encode())

    def _entries(self, thing: Any, left_out: frozenset[str]) -> None:
        keys = sorted(key for key in thing.keys() if key not in left_out)  # noqa: SIM118 (a stream cannot be iterated)
        self._put(b"D", b"%d" % len(keys))
        for key in keys:
            self._put(b"K", key.encode("utf-8", "surrogateescape"))
            self._value(thing[key])

    @staticmethod
    def _decoded(thing: Any) -> bytes:
        try:
            return bytes(thing.read_bytes())
        except pikepdf.PdfError:  # a filter that nobody here decodes: then its bytes as they stand, and their filter
            return b"raw" + bytes(thing.read_raw_bytes()) + str(thing.get("/Filter")).encode()
