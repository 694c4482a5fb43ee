"""Opening a PDF for signing and inspection."""

import io
import logging

from pyhanko.pdf_utils.reader import PdfFileReader

from readiness_app.domain.errors import Unreadable

# What pyHanko has to say is said in our own words; without a handler Python would print it on the command line.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).addHandler(logging.NullHandler())


def opened(data: bytes, name: str, *, lenient: bool = False) -> PdfFileReader:
    """A reader of the whole file; raises Unreadable with the sentence for the person."""
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=not lenient)
        encrypted = reader.encrypted
        if not encrypted:
            _ = reader.root["/Pages"]["/Kids"]
    except Exception as trouble:  # a broken file breaks a parser in any way it likes, and each of them means the same to the reader
        raise Unreadable(f"{name} cannot be read as a PDF. It was left as it is; ask for an undamaged copy.") from trouble
    if encrypted:
        raise Unreadable(f"{name} cannot be read as a PDF without its password. It was left as it is; ask for a copy without one.")
    return reader
