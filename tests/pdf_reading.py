"""Reads a PDF with other people's libraries."""

from io import BytesIO

import pypdf
import pypdfium2


def pages_text(pdf: bytes) -> list[str]:
    """The text of each page, on one line."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().replace("\ufffe", "").split()) for page in document]


def text_of(pdf: bytes) -> str:
    return " ".join(pages_text(pdf))


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(pdf))
