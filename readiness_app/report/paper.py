"""Pages as lists of drawing operators, kept open until the end so that totals and page numbers need one pass."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from readiness_app.report.fonts import font
from readiness_app.report.glyphs import safe_address
from readiness_app.report.style import A4, Face, Sheet
from readiness_app.report.tags import Annotated, Marked, Tag
from readiness_app.report.typeset import Line, Piece, Span, broken

_DECORATION = "/Artifact BMC"


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle that leads to a named place (`to`) or an address (`url`), with the words it covers."""

    page: int
    rect: tuple[float, float, float, float]
    to: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Where a signature field goes: its name, a sentence for assistive technology, page and rectangle."""

    page: int
    rect: tuple[float, float, float, float]
    name: str
    tip: str


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline; `level` counts from 0."""

    title: str
    place: str
    level: int


@dataclass(slots=True)
class _Page:
    code: list[str | Callable[[], str]] = field(default_factory=list)
    marks: int = 0


class _OtherSubset(Exception):  # no LookupError, which translating takes for a character to leave alone
    """A character that does not lie in the first subset of its font."""


class _Codes(dict[int, str]):
    """What a font's first subset writes for each code point, in hexadecimal; ReportLab is asked once for each."""

    def __init__(self, loaded: Any, document: Any) -> None:
        super().__init__()
        self.font, self.document = loaded, document

    def __missing__(self, code: int) -> str:
        ((subset, data),) = self.font.splitString(chr(code), self.document)
        if subset:
            raise _OtherSubset
        shown = self[code] = data.hex()
        return str(shown)

    def name(self, subset: int) -> str:
        """How pages call a subset."""
        return str(self.font.getSubsetInternalName(subset, self.document))

    @cached_property
    def first(self) -> str:
        """How pages call the first subset."""
        return self.name(0)


class Paper:
    """Takes glyphs, shapes, links, places and fields; gives the raw PDF. The origin is the page's lower left corner, in points."""

    def __init__(self, language: str, sheet: Sheet = A4) -> None:
        font("Inter")
        self._buffer = BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=(sheet.width, sheet.height),
            initialFontName="Inter",
            initialFontSize=10,
            pageCompression=0,  # the finishing pass compresses once, with the same library everywhere
            invariant=1,
            lang=language,
        )
        self.sheet = sheet
        self.root = Tag("Document")
        self.annotations: list[Link | SignatureBox] = []
        self.places: dict[str, tuple[int, float]] = {}
        self.bookmarks: list[Bookmark] = []
        self.marked: list[list[Tag]] = []
        self._pages: list[_Page] = []
        self._open: Tag | None = None
        self._inside = False
        self._furniture = ""
        self._codes: dict[str, _Codes] = {}
        self.numbers: list[int] = []
        """The number of each page's object, once the raw PDF is made."""

    @property
    def page(self) -> int:
        """The index of the current page."""
        return len(self._pages) - 1

    def new_page(self) -> None:
        """Begin the next page."""
        self._close()
        self._pages.append(_Page())
        self.marked.append([])

    def _emit(self, operator: str) -> None:
        self._pages[-1].code.append(operator)

    def _mark(self, tag: Tag | None) -> None:
        if self._inside and tag is self._open:
            return
        self._close()
        if tag is None:
            self._emit(self._furniture or _DECORATION)
        else:
            row = self.marked[-1]
            tag.kids.append(Marked(self.page, len(row)))
            self._emit(f"/{tag.role} <</MCID {len(row)}>> BDC")
            row.append(tag)
        self._open, self._inside = tag, True

    @contextmanager
    def furniture(self, kind: str) -> Iterator[None]:
        """What is drawn without a tag in here belongs to every page: a Header, Footer or Watermark."""
        self._close()
        self._furniture = f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC"
        yield
        self._close()
        self._furniture = ""

    def _close(self) -> None:
        if self._inside:
            self._emit("EMC")
        self._open, self._inside = None, False

    def lines(self, x: float, y: float, lines: Sequence[Line], leading: float, tag: Tag | None) -> None:
        """Set lines below one another, the first with its baseline at `y`; linked pieces get their own tag and annotation."""
        for number, line in enumerate(lines):
            base = y - number * leading
            for piece in line.pieces:
                self._piece(x + piece.x, base, piece, tag, line.wrapped and piece is line.pieces[-1])

    def _piece(self, x: float, y: float, piece: Piece, tag: Tag | None, wrapped: bool) -> None:
        span = piece.span
        url = safe_address(span.url) if span.url else ""
        owner = tag
        if tag is not None and (span.to or url):
            owner = Tag("Link").under(tag)
        self._mark(owner)
        self._glyphs(x, y, piece.text + (" " if wrapped else ""), piece.font, span.face)
        if span.to or url:
            size = span.face.size
            rect = (x, y - size * 0.26, x + piece.width, y + size * 0.98)
            self.leads(Link(self.page, rect, span.to, url, span.text), owner)

    def leads(self, link: Link, tag: Tag | None) -> None:
        """Make a rectangle a link."""
        if tag is not None:
            tag.kids.append(Annotated(len(self.annotations)))
        self.annotations.append(link)

    def _glyphs(self, x: float, y: float, text: str, font_name: str, face: Face) -> None:
        self._emit(self.operators(x, y, text, font_name, face))

    def operators(self, x: float, y: float, text: str, font_name: str, face: Face) -> str:
        """The operators that show one run of glyphs, for drawings that place it under a matrix of their own."""
        codes = self._codes.get(font_name)
        if codes is None:
            codes = self._codes[font_name] = _Codes(font(font_name), self._canvas._doc)
        try:
            shown = text.translate(codes)
        except _OtherSubset:
            runs = codes.font.splitString(text, codes.document)
            shown = " ".join([f"{codes.name(subset)} {face.size:g} Tf <{data.hex()}> Tj" for subset, data in runs])
            return f"BT {fill(face.color)} 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} ET"
        return f"BT {fill(face.color)} 1 0 0 1 {x:.2f} {y:.2f} Tm {codes.first} {face.size:g} Tf <{shown}> Tj ET"

    def shape(self, operators: str, tag: Tag | None = None) -> None:
        """Draw path operators in a graphics state of their own; without a tag they are decoration."""
        self._mark(tag)
        self._emit(f"q {operators} Q")

    def figure_text(self, x: float, y: float, text: str, face: Face, tag: Tag | None = None, align: str = "left") -> None:
        """One line of text at a point, inside a figure or as decoration; `align` is left, center or right of `x`."""
        line = broken([Span(text, face)], 10_000)[0]
        shift = {"left": 0.0, "center": line.width / 2, "right": line.width}[align]
        self._mark(tag)
        for piece in line.pieces:
            self._glyphs(x - shift + piece.x, y, piece.text, piece.font, face)

    def later(self, x: float, y: float, text: Callable[[], str], face: Face, tag: Tag | None = None) -> None:
        """Text that is known only at the end (page numbers), right-aligned at `x`; digits and Latin letters only."""
        self._mark(tag)

        def operators() -> str:
            line = broken([Span(text(), face)], 10_000)[0]
            return self.operators(x - line.width, y, line.pieces[0].text, face.font, face)

        self._pages[-1].code.append(operators)

    def place(self, name: str, y: float) -> None:
        """Name this height of the page, so that links can lead here; the first one counts."""
        self.places.setdefault(name, (self.page, y))

    def page_of(self, name: str) -> int:
        """The page number, from 1, of a named place; only when all is drawn."""
        return self.places[name][0] + 1

    def bookmark(self, title: str, place: str, level: int) -> None:
        """Add a line to the outline."""
        self.bookmarks.append(Bookmark(title, place, level))

    def field(self, box: SignatureBox, tag: Tag | None) -> None:
        """Reserve a signature field."""
        if tag is not None:
            tag.kids.append(Annotated(len(self.annotations)))
        self.annotations.append(box)

    @property
    def page_count(self) -> int:
        """Pages so far."""
        return len(self._pages)

    def raw(self) -> bytes:
        """The PDF with pages and fonts, once; links, places, fields and structure are added by the finishing pass."""
        self._close()
        document, names = self._canvas._doc, []
        for page in self._pages:
            self._canvas.addLiteral("\n".join([operator if isinstance(operator, str) else operator() for operator in page.code]))
            page.code.clear()  # a large report would otherwise stand in memory twice
            names.append(document.thisPageName())
            self._canvas.showPage()
            drawn = document.Pages.pages[-1]
            drawn.stream = drawn.stream.encode("ascii")  # else ReportLab looks up each character, for most of its time
        self._canvas.save()
        self.numbers = [document.idToObjectNumberAndVersion[name][0] for name in names]
        drawn = self._buffer.getvalue()
        self._buffer.close()
        return drawn


@cache
def rgb(color: str) -> str:
    """`#RRGGBB` as three numbers from 0 to 1."""
    return " ".join(f"{int(color[start : start + 2], 16) / 255:.3g}" for start in (1, 3, 5))


def fill(color: str) -> str:
    """The operator that sets the fill colour."""
    return f"{rgb(color)} rg"


def stroke(color: str, width: float) -> str:
    """The operators that set stroke colour and width in points."""
    return f"{rgb(color)} RG {width:g} w"
