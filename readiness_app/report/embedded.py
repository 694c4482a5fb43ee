"""Reads the record and the evidence back out of a report, from the revision that was written before anybody signed."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import pikepdf

from readiness_app.domain.errors import InvalidFile, Unreadable
from readiness_app.report.canon import opened_first
from readiness_app.report.finish import RECORD_NAME
from readiness_app.report.metadata import NAMESPACE

_STATED = re.compile(r"<readiness:recordSha256>([0-9a-f]{64})</readiness:recordSha256>")
_EXTRACT = re.compile(r"<readinessExtract:ofRecordSha256>([0-9a-f]{64})</readinessExtract:ofRecordSha256>")
_MOST = 200_000_000
Evidence = dict[str, tuple[str, bytes]]
T = TypeVar("T")


class NotAReport(InvalidFile):
    """A PDF, but not one of ours."""


class AnExtract(NotAReport):
    """An extract, which holds no record. `digest` is what it says of itself: nothing in it proves that."""

    def __init__(self, digest: str) -> None:
        super().__init__(
            "This PDF is an extract, not the report. It says that it was taken from the record with the digest "
            f"{digest}, which it does not hold."
        )
        self.digest = digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """The record's bytes, and the digest that the PDF states for them; whether they agree is for the caller to check."""

    record: bytes
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside(Embedded):
    """All that a report holds. What cannot be read has a reason: `damage` that of the record, `files` in place of the evidence."""

    damage: str
    files: Evidence | str
    first: bytes
    """The bytes of the revision that all of it stands in."""


def embedded_record(pdf: bytes) -> Embedded:
    """The record inside a report. Raises NotAReport for another PDF, Unreadable for what is no PDF or is damaged."""
    with opened_first(pdf) as (document, _), _readable():
        return Embedded(digest=_stated(document), record=_record(document))


def embedded_files(pdf: bytes) -> Evidence:
    """The evidence inside a report: SHA-256 of the bytes to name and bytes. Raises as `embedded_record`."""
    with opened_first(pdf) as (document, _), _readable():
        _stated(document)
        return _evidence(document)


def read_inside(pdf: bytes) -> Inside:
    """Everything inside a report, which is opened once for it. Raises NotAReport for another PDF, Unreadable for what is no PDF."""
    with opened_first(pdf) as (document, first):
        with _readable():
            digest = _stated(document)
        record, damage = _or_why_not(_record, document, b"")
        nothing: Evidence = {}
        files, why_not = _or_why_not(_evidence, document, nothing)
        return Inside(digest=digest, record=record, damage=damage, files=why_not or files, first=first)


def _or_why_not(read: Callable[[pikepdf.Pdf], T], document: pikepdf.Pdf, nothing: T) -> tuple[T, str]:
    try:
        with _readable():
            return read(document), ""
    except Unreadable as trouble:
        return nothing, str(trouble)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise Unreadable("The file is a PDF, but a part of it that holds the record cannot be read. Nothing was changed.") from error


def _record(document: pikepdf.Pdf) -> bytes:
    for name, data in _files(document):
        if name == RECORD_NAME:
            return data
    raise _not_ours()


def _evidence(document: pikepdf.Pdf) -> Evidence:
    found = [(name, data) for name, data in _files(document) if name != RECORD_NAME]
    return {hashlib.sha256(data).hexdigest(): (name, data) for name, data in found}


def _stated(document: pikepdf.Pdf) -> str:
    metadata = document.Root.get("/Metadata")
    text = bytes(metadata.read_bytes()).decode("utf-8", "replace") if isinstance(metadata, pikepdf.Stream) else ""
    if (extract := _EXTRACT.search(text)) is not None:
        raise AnExtract(extract[1])
    match = _STATED.search(text)
    if match is None or NAMESPACE not in text:
        raise _not_ours()
    return match[1]


def _files(document: pikepdf.Pdf) -> Iterator[tuple[str, bytes]]:
    left = _MOST
    for spec in document.Root.get("/AF", pikepdf.Array()):
        stream = spec.EF.F
        if int(stream.Params.Size) > left:
            raise Unreadable("The files inside this PDF unpack to more than 200 MB; they were not read.")
        data = bytes(stream.read_bytes())
        left -= len(data)
        yield str(spec.UF), data


def _not_ours() -> NotAReport:
    return NotAReport("This PDF is not a Readiness report: it holds no record of a review. Nothing was changed.")
