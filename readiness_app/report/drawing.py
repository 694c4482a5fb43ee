"""The thin layer every page is drawn through: heading, paragraph, list, table, labelled row, chips, panel, figure, signature box."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from readiness_app.report import style
from readiness_app.report.boxes import Box, Columns, Figure, Label, Stack, Table, Text
from readiness_app.report.glyphs import one_line
from readiness_app.report.paper import Paper, SignatureBox
from readiness_app.report.shapes import filled, outlined, rounded, rule
from readiness_app.report.style import Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span, broken

Words = str | Span | Sequence[Span]
Mark = Callable[[float, float, float, str], str]
LABEL_WIDTH = 92.0


def spans(words: Words, face: Face) -> Sequence[Span]:
    """Words in a face; spans keep the face they have."""
    if isinstance(words, str):
        return (Span(words, face),)
    return (words,) if isinstance(words, Span) else words


def link(text: str, face: Face, to: str) -> Span:
    """Words that lead to a place in this report."""
    return Span(text, face.on(style.ACCENT), to=to)


def address(text: str, face: Face) -> Span:
    """An address outside; it becomes a link only where that is safe."""
    return Span(text, face.on(style.ACCENT), url=text)


def paragraph(
    words: Words, width: float, face: Face = style.BODY, *, before: float = 0.0, keep_next: bool = False, place: str = "", role: str = "P"
) -> Text:
    """A paragraph of the given width in points."""
    return Text(broken(spans(words, face), width), face.leading, face.size, Tag(role), before=before, keep_next=keep_next, place=place)


def heading(text: str, level: int, width: float, *, place: str, mark: str = "", before: float = 0.0, outline: int | None = None) -> Text:
    """A heading of level 1 to 4 that names its place and, unless `outline` is negative, stands in the outline."""
    face = (style.H1, style.H2, style.H3, style.H4)[level - 1]
    depth = level - 1 if outline is None else outline
    lines = broken((Span(text, face),), width)
    bookmark = (one_line(mark or text), depth) if depth >= 0 else None
    tag = Tag(f"H{level}")
    return Text(lines, face.leading, face.size, tag, before=before, keep_next=True, place=place, bookmark=bookmark)


def right_text(words: Words, width: float, face: Face) -> Text:
    """A one-line text that ends at the right edge of its column."""
    box = paragraph(words, width, face)
    box.align_right = width
    return box


def bullets(entries: Sequence[Words], width: float, face: Face = style.BODY, *, before: float = 0.0) -> Stack:
    """A list with round marks."""
    rows: list[Box] = []
    for entry in entries:
        label = Text(broken((Span("•", face.on(style.STRONG)),), 12), face.leading, face.size, Tag("Lbl"))
        body = Stack([paragraph(entry, width - 14, face)], tag=Tag("LBody"))
        rows.append(Columns([(2, label), (14, body)], tag=Tag("LI"), before=2))
    return Stack(rows, tag=Tag("L"), before=before)


def labelled(label: str, body: Box, *, before: float = 8.0, keep_next: bool = False) -> Columns:
    """A quiet label at the left and its content beside it; where the content goes on, the label stands there again for the eye."""
    face = style.LABEL
    name = Label(broken(spans(label, face), LABEL_WIDTH - 12), face.leading, face.size)
    return Columns([(0, name), (LABEL_WIDTH, body)], before=before, keep_next=keep_next)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title and width in points; figures stand at the right."""

    title: str
    width: float
    right: bool = False


def question_to(about: str, question: str) -> list[Span]:
    """A cell with the question to the vendor; above it, smaller, the checklist's own, which says what it is about."""
    above = [Span(f"{about}\n", style.SMALL)] if about.strip() and about != question else []
    return [*above, Span(question, style.CELL)]


def table(columns: Sequence[Column], rows: Sequence[Sequence[Box | Words]], *, face: Face = style.CELL, before: float = 0.0) -> Table:
    """A table without a grid: small header, a line under each row; cells are words or boxes, in wide tables the first names its row."""
    gap = 12.0
    offsets = [sum(column.width for column in columns[:number]) for number in range(len(columns))]
    full = sum(column.width for column in columns)
    named = len(columns) > 3 and len(rows) > 3  # in a small table a row needs no header of its own

    def cell(content: Box | Words, column: Column, look: Face, scope: str) -> Box:
        make = right_text if column.right else paragraph
        words = isinstance(content, str | Span | list | tuple)
        room = column.width if column.right and column is columns[-1] else column.width - gap
        box = make(cast(Words, content), room, look) if words else cast(Box, content)
        return Stack([box], tag=Tag("TH" if scope else "TD", scope=scope))

    header = Columns(
        [(x, cell(column.title, column, style.HEAD, "Column")) for x, column in zip(offsets, columns, strict=True)],
        tag=Tag("TR"),
        pad=4,
        ruled=full,
    )
    scopes = ["Row" if named and not x else "" for x in offsets]
    body = [
        Columns(
            [(x, cell(content, column, face, scope)) for x, column, content, scope in zip(offsets, columns, row, scopes, strict=True)],
            tag=Tag("TR"),
            pad=5,
            ruled=full,
        )
        for row in rows
    ]
    return Table(header, body, before=before)


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as shape, word and tint."""

    mark: Mark | None
    words: str
    color: str
    ground: str


def chips(
    entries: Sequence[Chip], width: float, *, before: float = 0.0, keep_next: bool = False, right: bool = False, raised: float = 0.0
) -> Figure:
    """Chips in a row, going on to the next row where they do not fit; `raised` sets them level with text beside them.

    Where one row is enough, the figure is as wide as its chips.
    """
    face = Face("Inter-Medium", 8, 12)
    places, rows = [], 0
    x = 0.0
    for chip in entries:
        line = broken((Span(chip.words, face.on(chip.color)),), width - 30)[0]
        line.wrapped = True  # a space before the next chip, for whoever listens
        wide = line.width + 12 + (12 if chip.mark else 0)
        if x and x + wide > width:
            x, rows = 0.0, rows + 1
        places.append((x, rows, wide, line, chip))
        x += wide + 6

    shift = width - x + 6 if right else 0.0

    def paint(paper: Paper, left: float, top: float, tag: Tag | None) -> None:
        left += shift
        for x, row, wide, line, chip in places:
            bottom = top + raised - row * 20 - 16
            path = rounded(left + x, bottom, wide, 16, 8)
            edge = style.BORDER if chip.ground == style.WHITE else chip.ground
            paper.shape(f"{filled(path, chip.ground)} {outlined(path, edge, 0.6)}")
            inset = 6.0
            if chip.mark:
                paper.shape(chip.mark(left + x + 10, bottom + 8, 3.6, chip.color))
                inset = 18.0
            paper.lines(left + x + inset, bottom + 5.2, [line], 12, tag)

    return Figure((rows + 1) * 20 - 4 - raised, paint, Tag("P"), width if rows else x - 6, before=before, keep_next=keep_next)


def figure(
    height: float, width: float, alt: str, paint: Callable[[Paper, float, float, Tag | None], None], *, before: float = 0.0
) -> Figure:
    """A drawing whose words stand in `alt`."""
    return Figure(height, paint, Tag("Figure", alt=alt), width, before=before)


def panel(
    children: Sequence[Box], width: float, *, ground: str = style.GROUND, frame: str = "", bar: str = "", before: float = 0.0
) -> Stack:
    """Boxes on a quiet tinted panel; their own width must be 32 points less."""
    return Stack(children, width=width, inset=(16, 12, 16, 12), ground=ground, frame=frame, bar=bar, before=before)


def divider(width: float, *, before: float = 0.0, keep_next: bool = False) -> Figure:
    """A hair line between two things on one page."""

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        paper.shape(rule(x, top - 0.5, width))

    return Figure(1, paint, None, width, before=before, keep_next=keep_next, divides=True)


def signature_box(name: str, tip: str, size: tuple[float, float]) -> Figure:
    """The framed place of a signature field. It holds no words: what stands on the page stays there under the signature's own."""
    width, height = size

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        bottom = top - height
        path = rounded(x, bottom, width, height, 6)
        paper.shape(f"{filled(path, style.GROUND)} {outlined(path, style.STRONG, 0.6)}")
        rect = (x + 1, bottom + 1, x + width - 1, bottom + height - 1)
        paper.field(SignatureBox(paper.page, rect, name, tip), tag)

    return Figure(height, paint, Tag("Form"), width)
