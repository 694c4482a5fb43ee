"""The table of contents, with page numbers that lead there."""

from collections.abc import Iterator

from readiness_app.report import style
from readiness_app.report.boxes import Box, Figure
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
    for title, place in parts:
        yield _entry(title, place, Face("Inter-Medium", 10, 16), 0)
        if place == "items":
            shown = [(key, name) for key, name, counted in facts.sections if sum(counted.values())]
            for key, name in shown:
                yield _entry(name, SECTION + key, Face("Inter", 9, 12, style.SOFT), 16)


def _entry(title: str, place: str, face: Face, indent: float) -> Box:
    line = shortened(spans(title, face), WIDTH - indent - 48)
    height = face.leading + 8 if not indent else face.leading + 4

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        base = top - height + 6
        owner = Tag("Link").under(tag) if tag is not None else None
        paper.lines(x + indent, base, [line], face.leading, owner)
        paper.later(x + WIDTH, base, lambda: str(paper.page_of(place)), Face("Inter", face.size, face.leading, style.SOFT), owner)
        paper.leads(Link(paper.page, (x + indent, base - 4, x + WIDTH, base + 10), place, "", title), owner)
        if not indent:
            paper.shape(rule(x, base - 6, WIDTH))

    return Figure(height, paint, Tag("P"), WIDTH, before=2 if not indent else 0)
