"""The table of contents, with page numbers that lead there."""

from collections.abc import Iterator

from readiness_app.report import style
from readiness_app.report.boxes import Box, Figure, Stack
from readiness_app.report.drawing import heading, spans
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import SECTION
from readiness_app.report.paper import Link, Paper
from readiness_app.report.shapes import rule
from readiness_app.report.style import WIDTH, Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import shortened


def contents(facts: Facts, parts: list[tuple[str, str]]) -> Iterator[Box]:
    """The parts of the report (title, place) and, below the items, the checklist's sections."""
    yield heading("Contents", 1, WIDTH, place="contents")
    lines: list[Box] = []
    for title, place in parts:
        own: list[Box] = [_entry(title, place, Face("Inter-Medium", 10, 16), 0)]
        shown = [(key, name) for key, name, counted in facts.sections if sum(counted.values())] if place == "items" else []
        if shown:
            face = Face("Inter", 9, 12, style.SOFT)
            own.append(Stack([Stack([_entry(name, SECTION + key, face, 16)], tag=Tag("TOCI")) for key, name in shown], tag=Tag("TOC")))
        lines.append(Stack(own, tag=Tag("TOCI"), before=2))
    yield Stack(lines, tag=Tag("TOC"), before=2)


def _entry(title: str, place: str, face: Face, indent: float) -> Box:
    line = shortened(spans(title, face), WIDTH - indent - 48)
    line.wrapped = True  # a space before the page number, for whoever listens
    height = face.leading + 8 if not indent else face.leading + 4

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        base = top - height + 6
        owner = Tag("Link").under(tag) if tag is not None else None
        paper.lines(x + indent, base, [line], face.leading, owner)
        paper.later(x + WIDTH, base, lambda: str(paper.page_of(place)), Face("Inter", face.size, face.leading, style.SOFT), owner)
        paper.leads(Link(paper.page, (x + indent, base - 4, x + WIDTH, base + 10), place, "", title), owner)
        if not indent:
            paper.shape(rule(x, base - 6, WIDTH))

    return Figure(height, paint, Tag("Reference"), WIDTH)
