"""Pictures of pages and files: drafts are drawn here, everything that comes out of a file in a process of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtGui import QImage

from readiness_app.domain.errors import Unreadable
from readiness_app.services.child import MEMORY, ChildFailed, run_in_child
from readiness_app.ui import picture_child
from readiness_app.ui.picture_child import Outline

MOST_TEXT = 200_000
MOST_FOREIGN = 100_000_000
_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp")
_TEXTS = ("application/json", "application/xml", "application/x-pem-file", "image/svg+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfSource:
    """A PDF as bytes; `foreign` unless this program has just made it. `most` is how many bytes are still shown."""

    data: bytes
    foreign: bool = True
    most: int = MOST_FOREIGN


class Mark(NamedTuple):
    """A place on a page, in points from the upper left corner of the page as it is shown."""

    left: float
    top: float
    width: float
    height: float


def kind_of(media_type: str, data: bytes) -> str:
    """How a file is previewed: "pdf", "image", "text" or "none". HTML and SVG are text only; the first bytes count more than the name."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if media_type in _IMAGES:
        return "image"
    if media_type.startswith("text/") or media_type in _TEXTS:
        return "text"
    return "none" if b"\0" in data[:4096] or not _is_text(data[:4096]) else "text"


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start > len(data) - 4  # only the last character may be cut
    return True


def text_of(data: bytes) -> str:
    """The beginning of a text file, with what is no UTF-8 marked."""
    text = data[:MOST_TEXT].decode(errors="replace")
    rest = len(data) - MOST_TEXT
    return f"{text}\n… ({rest:,} more bytes; save a copy to read on)" if rest > 0 else text


def outline(source: PdfSource) -> Outline:
    """How many pages of what size; raises Unreadable."""
    if source.foreign:
        header, _ = _ordered({"kind": "outline"}, source.data, source.most)
        sizes = tuple((float(width), float(height)) for width, height in header["sizes"])
        return Outline(sizes=sizes, pages=int(str(header["pages"])))
    try:
        return picture_child.pdf_outline(source.data)
    except ValueError as error:
        raise Unreadable(f"The report cannot be shown: {error}. It is stored unchanged; save a copy of it.") from error


def picture(source: PdfSource, page: int, scale: float) -> tuple[QImage, str]:
    """One page (from 0), `scale` pixels to the point, and its words for screen readers; raises Unreadable."""
    if source.foreign:
        header, pixels = _ordered({"kind": "page", "number": page, "scale": scale}, source.data, source.most)
        return _image(header, pixels), str(header.get("words", ""))[: picture_child.MOST_WORDS]
    try:
        drawn = picture_child.draw_pdf(source.data, page, scale)
    except (ValueError, IndexError) as error:
        raise Unreadable(f"Page {page + 1} cannot be shown: {error}. The report is stored unchanged.") from error
    made = QImage(drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
    return made.copy(), drawn.words  # the bytes above go away


def marks(source: PdfSource, page: int, quote: str) -> tuple[Mark, ...]:
    """Where the quote stands on a page (from 1), in points from its upper left corner; empty where it does not. Raises Unreadable."""
    header, _ = _ordered({"kind": "marks", "number": page - 1, "quote": quote}, source.data)
    return tuple(Mark(*(float(part) for part in one)) for one in header["marks"])


def image_file(data: bytes, widest: int) -> QImage:
    """A foreign picture file, at most `widest` pixels a side; raises Unreadable."""
    return _image(*_ordered({"kind": "image", "widest": widest}, data))


def _ordered(order: Mapping[str, object], data: bytes, most: int = MOST_FOREIGN) -> tuple[dict[str, Any], bytes]:
    if len(data) > most:
        raise Unreadable("This file is too large for a preview. It is stored unchanged; save a copy to look at it.")
    try:
        return run_in_child(picture_child.__name__, order, data, memory=MEMORY + 3 * max(0, len(data) - MOST_FOREIGN))
    except ChildFailed as error:
        raise Unreadable(f"There is no preview of this file: {error}. It is stored unchanged; save a copy to look at it.") from error


def _image(header: Mapping[str, object], pixels: bytes) -> QImage:
    width, height, stride = (int(str(header[name])) for name in ("width", "height", "stride"))
    fits = 0 < width <= 30_000 and 0 < height <= 30_000 and stride >= width * 4 and len(pixels) >= stride * height
    if not fits:  # what the process says is as foreign as the file
        raise Unreadable("There is no preview of this file. It is stored unchanged; save a copy to look at it.")
    return QImage(pixels, width, height, stride, QImage.Format.Format_RGB32).copy()
