"""Puts boxes on pages one below the other, with header, footer and the mark of a draft on every page."""

from collections.abc import Iterable
from dataclasses import dataclass

from readiness_app.report import style
from readiness_app.report.boxes import KEPT, Box, Figure
from readiness_app.report.paper import Paper
from readiness_app.report.shapes import rule
from readiness_app.report.style import BOTTOM, WIDTH, Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span, broken, shortened

_BETWEEN = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """The words around every page."""

    subject: str
    marking: str
    edition: str
    digest: str
    draft: bool
    foot: str = ""


class Flow:
    """The pages being filled, from the top of one to the bottom of the next."""

    def __init__(self, paper: Paper, furniture: Furniture) -> None:
        self.paper = paper
        self._sheet = paper.sheet
        self._furniture = furniture
        self._y = 0.0
        self._waiting: list[Box] = []
        self._section: Tag = paper.root

    @property
    def _space(self) -> float:
        return self._y - BOTTOM

    @property
    def _at_top(self) -> bool:
        return self._y >= self._sheet.top - 0.01

    def part(self, boxes: Iterable[Box], *, follows: bool = False, joins: bool = False, header: bool = True) -> None:
        """Lay out one part of the report; it begins a page and a section of the structure.

        With `follows` it goes on below the part before where half of a page is left, with `joins` also where all of it fits in less.
        """
        self._flush()
        self._section = Tag("Sect").under(self.paper.root)
        below = bool(self.paper.page_count) and (follows or joins) and self._space >= self._sheet.room / 2
        if joins and self.paper.page_count and not below:
            boxes = list(boxes)
            below = self._fits(boxes)
        if below:
            self._y -= _BETWEEN
        else:
            self._new_page(header)
        for box in boxes:
            self._add(box)
        self._flush()

    def _fits(self, boxes: Iterable[Box]) -> bool:
        return _BETWEEN + sum([box.height + box.before for box in boxes]) <= self._space

    def _add(self, box: Box) -> None:
        self._waiting.append(box)
        if not box.keep_next:
            self._flush()

    def _flush(self) -> None:
        group, self._waiting = self._waiting, []
        if not group:
            return
        needed = sum(box.height + box.before for box in group[:-1]) + group[-1].before + group[-1].lead
        whole = sum(box.height + box.before for box in group)
        if not self._at_top and (needed > self._space or (self._space < whole <= KEPT)):
            self._new_page()
        for box in group:
            self._put(box)

    def _put(self, box: Box) -> None:
        if self._at_top and isinstance(box, Figure) and box.divides:
            return
        rest: Box | None = box
        while rest is not None:
            gap = 0.0 if self._at_top else rest.before
            fits, after = rest.cut(self._space - gap)
            if fits is None and self._at_top:
                fits, after = rest, None  # taller than a page and not to be cut: better over the edge than lost
            if fits is not None:
                self._y -= gap
                fits.draw(self.paper, self._sheet.left, self._y, self._section)
                self._y -= fits.height
            if after is not None:
                self._new_page()
            rest = after

    def _new_page(self, header: bool = True) -> None:
        self.paper.new_page()
        self._y = self._sheet.top
        if self._furniture.draft:
            with self.paper.furniture("Watermark"):
                self._watermark()
        if header:
            with self.paper.furniture("Header"):
                self._header()
        with self.paper.furniture("Footer"):
            self._footer()

    def _watermark(self) -> None:
        face = Face("Inter-Bold", 132, 132, "#F1F2F5")
        line = broken((Span("DRAFT", face),), 2000)[0]
        matrix = f"0.7071 0.7071 -0.7071 0.7071 {self._sheet.width / 2:.2f} {self._sheet.height / 2:.2f} cm"
        self.paper.shape(f"{matrix} {self.paper.operators(-line.width / 2, -44, 'DRAFT', face.font, face)}")

    def _header(self) -> None:
        words, y = self._furniture, self._sheet.height - 44
        face = style.SMALL
        marking = broken((Span(words.marking, face.bold()),), 200)[0]
        subject = shortened((Span(words.subject, face),), WIDTH - marking.width - 24)
        self.paper.lines(self._sheet.left, y, [subject], 12, None)
        self.paper.figure_text(self._sheet.right, y, words.marking, face.bold(), align="right")
        self.paper.shape(rule(self._sheet.left, y - 8, WIDTH))

    def _footer(self) -> None:
        words, y = self._furniture, 36.0
        face = style.TINY
        state = "DRAFT" if words.draft else "FINAL"
        foot = words.foot or f"{state}  ·  {words.edition}  ·  digest {words.digest}"
        number = self.paper.page + 1
        self.paper.shape(rule(self._sheet.left, y + 14, WIDTH))
        self.paper.figure_text(self._sheet.left, y, foot, face)
        self.paper.later(self._sheet.right, y, lambda: f"Page {number} of {self.paper.page_count}", face)
