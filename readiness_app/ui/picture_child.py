"""Draws one page of a foreign file, in a process of its own with a limit on time and memory; knows nothing of the window."""

import math
from dataclasses import dataclass
from typing import Any

from readiness_app.domain.quotes import FileText, Searchable

MOST_PIXELS = 16_000_000
MOST_PAGES = 1_000
MOST_MARKS = 200  # rectangles of one quote
MOST_WORDS = 20_000  # characters of one page
MOST_SIDE = 14_400.0  # points: the largest page that PDF readers agree on


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One picture as rows of blue, green, red, unused bytes; of a page of a PDF, its words too."""

    width: int
    height: int
    stride: int
    pixels: bytes
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Width and height of every page in points (of an image: in pixels); `pages` counts also those left out beyond the limit."""

    sizes: tuple[tuple[float, float], ...]
    pages: int


def kept_scale(width: float, height: float, scale: float) -> float:
    """The scale, or less where the picture would have more pixels than are drawn."""
    pixels = width * height * scale * scale
    return scale if pixels <= MOST_PIXELS else scale * math.sqrt(MOST_PIXELS / pixels)


def pdf_outline(data: bytes) -> Outline:
    """The pages of a PDF; raises ValueError where it is none or cannot be opened."""
    with _opened(data) as document:
        pages = len(document)
        sizes = tuple(_kept_size(document.get_page_size(number)) for number in range(min(pages, MOST_PAGES)))
    return Outline(sizes=sizes, pages=pages)


def draw_pdf(data: bytes, page: int, scale: float) -> Drawn:
    """One page, `scale` pixels to the point, on white, and its words; raises ValueError where it cannot be drawn."""
    with _opened(data) as document:
        one = document[page]
        width, height = one.get_size()
        if width > MOST_SIDE or height > MOST_SIDE:
            raise ValueError("the page is larger than any paper")
        bitmap = one.render(scale=kept_scale(width, height, scale), rev_byteorder=False, prefer_bgrx=True, may_draw_forms=True)
        size = {"width": bitmap.width, "height": bitmap.height, "stride": bitmap.stride}
        drawn = Drawn(**size, pixels=bytes(bitmap.buffer), words=_words(one))
        bitmap.close()
        one.close()
    return drawn


def _words(page: Any) -> str:
    """The words of one page in reading order, at most 20,000 characters; empty where there are none, or where they cannot be read."""
    import pypdfium2

    try:
        words = page.get_textpage()
        return str(words.get_text_range(0, min(words.count_chars(), MOST_WORDS))) if words.count_chars() else ""
    except pypdfium2.PdfiumError:
        return ""


def pdf_marks(data: bytes, page: int, quote: str) -> tuple[tuple[float, float, float, float], ...]:
    """Left, top, width and height of every line of the quote on a page (from 0), in points of the page as it is shown."""
    with _opened(data) as document:
        one = document[page]
        words = one.get_textpage()
        text = str(words.get_text_range()) if words.count_chars() else ""
        span = Searchable(FileText(pages=(text,))).span(quote, 1)
        return _rectangles(one, words, *span) if span else ()


def _rectangles(page: Any, words: Any, start: int, end: int) -> tuple[tuple[float, float, float, float], ...]:
    import pypdfium2.raw as pdfium

    first = pdfium.FPDFText_GetCharIndexFromTextIndex(words, start)
    last = pdfium.FPDFText_GetCharIndexFromTextIndex(words, end - 1)
    if first < 0 or last < first:
        return ()
    found = []
    for number in range(min(words.count_rects(first, last - first + 1), MOST_MARKS)):
        left, bottom, right, top = words.get_rect(number)
        (x1, y1), (x2, y2) = _shown_at(page, left, top), _shown_at(page, right, bottom)
        found.append((min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)))
    return tuple(found)


def _shown_at(page: Any, x: float, y: float) -> tuple[float, float]:
    """A place of the page's own coordinates, as it is shown: rotated, and without what its crop box cuts away."""
    from ctypes import byref, c_int

    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    fine = 100  # PDFium counts in whole units of the picture
    across, down = c_int(), c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, round(width * fine), round(height * fine), 0, x, y, byref(across), byref(down))
    return across.value / fine, down.value / fine


class _opened:  # noqa: N801  # used as a word in `with`
    """A parsed PDF that is closed again."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __enter__(self) -> Any:
        import pypdfium2

        try:
            self._document = pypdfium2.PdfDocument(self._data)
        except pypdfium2.PdfiumError as error:
            raise ValueError(str(error)) from error
        self._document.init_forms()
        return self._document

    def __exit__(self, *trouble: object) -> None:
        self._document.close()


def _kept_size(size: tuple[float, float]) -> tuple[float, float]:
    return max(1.0, min(size[0], MOST_SIDE)), max(1.0, min(size[1], MOST_SIDE))


def draw_image(data: bytes, widest: int) -> Drawn:
    """A picture file, scaled down to `widest` pixels a side; raises ValueError for what Qt does not read or what is over 40 megapixels."""
    from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
    from PySide6.QtGui import QImage, QImageReader

    QImageReader.setAllocationLimit(256)
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if bytes(reader.format().data()) in (b"svg", b"svgz", b"pdf") or not size.isValid():
        raise ValueError("it is no picture that can be shown")
    if size.width() * size.height() > 40_000_000:
        raise ValueError("it has over 40 megapixels")
    reader.setAutoTransform(True)
    if max(size.width(), size.height()) > widest:
        reader.setScaledSize(size.scaled(QSize(widest, widest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise ValueError(reader.errorString())
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    _lay(image, flat)
    return Drawn(width=flat.width(), height=flat.height(), stride=flat.bytesPerLine(), pixels=bytes(flat.constBits()))


def _lay(image: Any, on: Any) -> None:
    from PySide6.QtGui import QPainter

    painter = QPainter(on)
    painter.drawImage(0, 0, image)
    painter.end()


def answer(order: dict[str, object], data: bytes) -> tuple[dict[str, object], bytes]:
    """What an order comes to: a header and pixels.

    Raises ValueError with what is wrong with the file.
    Orders are "outline", "page" (number, scale), "marks" (number, quote) and "image" (widest).
    """
    match order["kind"]:
        case "outline":
            outline = pdf_outline(data)
            return {"sizes": outline.sizes, "pages": outline.pages}, b""
        case "marks":
            return {"marks": pdf_marks(data, int(str(order["number"])), str(order["quote"]))}, b""
        case "page":
            drawn = draw_pdf(data, int(str(order["number"])), float(str(order["scale"])))
        case _:
            drawn = draw_image(data, int(str(order["widest"])))
    return {"width": drawn.width, "height": drawn.height, "stride": drawn.stride, "words": drawn.words}, drawn.pixels
