"""Reads the record and the evidence back out of a report, from the revision that was written before anybody signed."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from readiness_app.domain.errors import InvalidFile, Unreadable
from readiness_app.report.canon import revisions
from readiness_app.report.finish import RECORD_NAME
from readiness_app.report.metadata import NAMESPACE

_STATED = re.compile(r"<readiness:recordSha256>([0-9a-f]{64})</readiness:recordSha256>")
_MOST = 200_000_000


class NotAReport(InvalidFile):
    """A PDF, but not one of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """The record's bytes, and the digest that the PDF states for them; whether they agree is for the caller to check."""

    record: bytes
    digest: str


def embedded_record(pdf: bytes) -> Embedded:
    """The record inside a report. Raises NotAReport for another PDF, Unreadable for what is no PDF or is damaged."""
    with _first_revision(pdf) as document:
        stated = _stated(document)
        for name, data in _files(document):
            if name == RECORD_NAME:
                return Embedded(record=data, digest=stated)
    raise _not_ours()


def embedded_files(pdf: bytes) -> dict[str, tuple[str, bytes]]:
    """The evidence inside a report: SHA-256 of the bytes to name and bytes. Raises as `embedded_record`."""
    with _first_revision(pdf) as document:
        _stated(document)
        found = [(name, data) for name, data in _files(document) if name != RECORD_NAME]
    return {hashlib.sha256(data).hexdigest(): (name, data) for name, data in found}


@contextmanager
def _first_revision(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    document = None
    for prefix in revisions(pdf):
        try:
            document = pikepdf.open(BytesIO(prefix), attempt_recovery=False)
            break
        except pikepdf.PdfError:
            continue
        except pikepdf.PasswordError:
            break
    if document is None:
        raise Unreadable("The file cannot be read as a PDF: it is damaged, cut off, locked or something else. Nothing was changed.")
    with document:
        try:
            yield document
        except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            raise Unreadable("The file is a PDF, but a part of it that holds the record cannot be read. Nothing was changed.") from error


def _stated(document: pikepdf.Pdf) -> str:
    metadata = document.Root.get("/Metadata")
    text = bytes(metadata.read_bytes()).decode("utf-8", "replace") if isinstance(metadata, pikepdf.Stream) else ""
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
