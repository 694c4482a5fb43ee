"""What stands on a page: text, stacks, columns, tables and figures that know their height and can be cut at a page's end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from readiness_app.report.paper import Paper
from readiness_app.report.shapes import filled, outlined, rectangle, rounded, rule
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Line

Cut = tuple["Box | None", "Box | None"]
KEPT = 210.0
"""What is lower than this, in points, may be asked to stay in one piece."""


_LOST = 48.0  # what is lower than this looks lost when it stands on a page alone
_TALL = 150.0  # a row of a table is cut only when it is taller


class Box(Protocol):
    """Something with a height in points; `before` is the space above it, `keep_next` ties it to what follows."""

    @property
    def height(self) -> float:
        """The whole height."""

    @property
    def lead(self) -> float:
        """The height that must stay together at the start."""

    @property
    def before(self) -> float:
        """Space above, dropped at the top of a page."""

    @property
    def keep_next(self) -> bool:
        """True when a page must not end right after it."""

    def cut(self, space: float) -> Cut:
        """What fits in this height, and the rest; either may be None."""

    def draw(self, paper: Paper, x: float, top: float, parent: Tag | None) -> None:
        """Draw from the top edge down; without a parent it is decoration."""


def _is_short(boxes: Sequence[Box]) -> bool:
    """True for what would look lost."""
    total = 0.0
    for box in boxes:
        total += box.height + box.before
        if total > _LOST:
            return False
    return True


def _repeat(box: Box, paper: Paper, x: float, top: float) -> None:
    """Draw for the eye what the ear has heard on an earlier page."""
    with paper.furniture("Header"):
        box.draw(paper, x, top, None)


@dataclass(slots=True)
class Text:
    """Set lines of one paragraph, heading or cell; `place` and `bookmark` (title, level) name where it starts."""

    lines: Sequence[Line]
    leading: float
    size: float
    tag: Tag | None = field(default_factory=lambda: Tag("P"))
    before: float = 0.0
    keep_next: bool = False
    place: str = ""
    bookmark: tuple[str, int] | None = None
    align_right: float = 0.0

    @property
    def height(self) -> float:
        """All lines."""
        return len(self.lines) * self.leading

    @property
    def lead(self) -> float:
        """At least two lines stay together."""
        return min(len(self.lines), 2) * self.leading

    def cut(self, space: float) -> Cut:
        """The lines that fit and the rest; no single line is left alone on either side."""
        count = min(int((space + 0.01) // self.leading), len(self.lines))
        if count == len(self.lines):
            return self, None
        count = min(count, len(self.lines) - 2)
        if count < 2:
            return None, self
        first = replace(self, lines=self.lines[:count])
        return first, replace(self, lines=self.lines[count:], before=0.0, place="", bookmark=None)

    def draw(self, paper: Paper, x: float, top: float, parent: Tag | None) -> None:
        """Draw from the top edge down."""
        if self.place:
            paper.place(self.place, top + self.leading * 0.5)
        if self.bookmark:
            paper.bookmark(self.bookmark[0], self.place, self.bookmark[1])
        tag = self.tag.under(parent) if self.tag is not None and parent is not None else None
        base = top - (self.leading - self.size) / 2 - self.size * 0.86
        shift = self.align_right - self.lines[0].width if self.align_right and self.lines else 0.0
        paper.lines(x + shift, base, self.lines, self.leading, tag)


@dataclass(slots=True)
class Label(Text):
    """A short text beside what it names; where that goes on to another page, it stands there again as decoration."""

    def cut(self, space: float) -> Cut:
        """Whole, and once more for the rest."""
        return (self, replace(self, tag=None)) if space >= self.height - 0.01 else (None, self)


@dataclass(slots=True)
class Figure:
    """A drawing of fixed size that `paint(paper, x, top, tag)` draws; with `divides` it is dropped at the top of a page."""

    height: float
    paint: Callable[[Paper, float, float, Tag | None], None]
    tag: Tag | None = None
    width: float = 0.0
    before: float = 0.0
    keep_next: bool = False
    divides: bool = False

    @property
    def lead(self) -> float:
        """It is never cut."""
        return self.height

    def cut(self, space: float) -> Cut:
        """Whole or not at all."""
        return (self, None) if space >= self.height - 0.01 else (None, self)

    def draw(self, paper: Paper, x: float, top: float, parent: Tag | None) -> None:
        """Draw from the top edge down."""
        tag = self.tag.under(parent) if self.tag is not None and parent is not None else None
        if tag is not None and tag.role == "Figure":
            tag.bbox = (x, top - self.height, x + self.width, top)
        self.paint(paper, x, top, tag)


@dataclass(slots=True)
class Stack:
    """Boxes below one another, on a panel if `ground`, `frame` or `bar` (colours) are given; `inset` is left, top, right, bottom.

    With `keep` it is not cut unless it is tall; `again` stands, as decoration, above what goes on to the next page.
    """

    children: Sequence[Box]
    width: float = 0.0
    inset: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    ground: str = ""
    frame: str = ""
    bar: str = ""
    tag: Tag | None = None
    before: float = 0.0
    keep_next: bool = False
    keep: bool = False
    again: Box | None = None
    _known: float = field(default=-1.0, init=False)  # asked for often, and children do not change once they are in here

    @property
    def height(self) -> float:
        """Children, the spaces between them, and the inset."""
        if self._known < 0:
            inner = sum([box.height + box.before for box in self.children])
            self._known = inner - (self.children[0].before if self.children else 0.0) + self.inset[1] + self.inset[3]
        return self._known

    @property
    def lead(self) -> float:
        """What must stay together at the start: everything tied to the next, and the start of what follows."""
        if self.keep and self.height <= KEPT:
            return self.height
        total = self.inset[1]
        for number, box in enumerate(self.children):
            total += box.before if number else 0.0
            if not box.keep_next:
                return total + box.lead
            total += box.height
        return total

    def cut(self, space: float) -> Cut:
        """The children that fit, one of them cut if need be, and the rest."""
        if self.height <= space + 0.01:
            return self, None
        if self.keep and self.height <= KEPT:
            return None, self
        left = space - self.inset[1] - self.inset[3]
        done: list[Box] = []
        for number, box in enumerate(self.children):
            gap = box.before if number else 0.0
            if box.height + gap <= left + 0.01:
                done.append(box)
                left -= box.height + gap
                continue
            following = list(self.children[number + 1 :])
            first, rest = self._cut_child(box, left - gap, following)
            if first is not None:
                done.append(first)
            after = ([rest] if rest is not None else []) + following
            if first is None:
                if len(done) > 2 and not done[-2].keep_next and _is_short(after):
                    after.insert(0, done.pop())
                while done and done[-1].keep_next:
                    after.insert(0, done.pop())
            if not done:
                return None, self
            if self.again is not None:
                after.insert(0, self.again)
            return replace(self, children=done), replace(self, children=after, before=0.0)
        return self, None

    @staticmethod
    def _cut_child(box: Box, space: float, following: Sequence[Box]) -> Cut:
        first, rest = box.cut(space)
        if first is not None and rest is not None and _is_short([rest, *following]):
            sooner = box.cut(space - _LOST)
            return sooner if sooner[0] is not None else (first, rest)
        return first, rest

    def draw(self, paper: Paper, x: float, top: float, parent: Tag | None) -> None:
        """Draw the panel, then the children."""
        height = self.height
        if self.ground:
            paper.shape(filled(rounded(x, top - height, self.width, height, 6), self.ground))
        if self.frame:
            paper.shape(outlined(rounded(x, top - height, self.width, height, 6), self.frame, 0.6))
        if self.bar:
            paper.shape(filled(rectangle(x, top - height, 2, height), self.bar))
        owner = self.tag.under(parent) if self.tag is not None and parent is not None else parent
        at = top - self.inset[1]
        for number, box in enumerate(self.children):
            at -= box.before if number else 0.0
            if box is self.again:
                _repeat(box, paper, x + self.inset[0], at)
            else:
                box.draw(paper, x + self.inset[0], at, owner)
            at -= box.height


@dataclass(slots=True)
class Columns:
    """Boxes beside one another at their `x`; as the row of a table with `pad` above and below and a rule under it."""

    cells: Sequence[tuple[float, Box | None]]
    tag: Tag | None = None
    pad: float = 0.0
    ruled: float = 0.0
    ground: str = ""
    before: float = 0.0
    keep_next: bool = False
    _known: float = field(default=-1.0, init=False)

    @property
    def height(self) -> float:
        """The tallest cell and the padding."""
        if self._known < 0:
            self._known = max((box.height for _, box in self.cells if box is not None), default=0.0) + 2 * self.pad
        return self._known

    @property
    def lead(self) -> float:
        """The tallest start of a cell."""
        return max((box.lead for _, box in self.cells if box is not None), default=0.0) + 2 * self.pad

    def cut(self, space: float) -> Cut:
        """Each cell cut at the same height; nothing fits unless every cell can begin."""
        if self.height <= space + 0.01:
            return self, None
        pairs = [(x, box.cut(space - 2 * self.pad) if box is not None else (None, None)) for x, box in self.cells]
        if any(first is None and rest is not None for _, (first, rest) in pairs):
            return None, self
        first_row = replace(self, cells=[(x, first) for x, (first, _) in pairs], ruled=0.0)
        return first_row, replace(self, cells=[(x, rest) for x, (_, rest) in pairs], before=0.0)

    def draw(self, paper: Paper, x: float, top: float, parent: Tag | None) -> None:
        """Draw the cells side by side."""
        if self.ground:
            paper.shape(filled(rectangle(x, top - self.height, self.ruled, self.height), self.ground))
        owner = self.tag.under(parent) if self.tag is not None and parent is not None else parent
        for offset, box in self.cells:
            if box is not None:
                box.draw(paper, x + offset, top - self.pad, owner)
        if self.ruled:
            paper.shape(rule(x, top - self.height, self.ruled))


@dataclass(slots=True)
class Table:
    """Rows under a header that is repeated, as decoration, on every page it goes on to."""

    header: Columns
    rows: Sequence[Columns]
    tag: Tag = field(default_factory=lambda: Tag("Table"))
    head: Tag = field(default_factory=lambda: Tag("THead"))
    body: Tag = field(default_factory=lambda: Tag("TBody"))
    before: float = 0.0
    keep_next: bool = False
    repeated: bool = False

    @property
    def height(self) -> float:
        """Header and rows."""
        return self.header.height + sum(row.height for row in self.rows)

    @property
    def lead(self) -> float:
        """The header and the start of the first row; a low row is not left there alone."""
        first = self.rows[:2] if self.rows and self.rows[0].height <= _LOST else self.rows[:1]
        return self.header.height + sum([row.lead if row.height > _TALL else row.height for row in first])

    def cut(self, space: float) -> Cut:
        """The rows that fit, the one across the edge cut only when it is tall, and the rest under the header again."""
        left = space - self.header.height
        for number, row in enumerate(self.rows):
            if row.height <= left + 0.01:
                left -= row.height
                continue
            first, rest = row.cut(left) if row.height > _TALL else (None, row)
            done = list(self.rows[:number])
            after = list(self.rows[number + 1 :])
            if isinstance(first, Columns):
                done.append(first)
            if isinstance(rest, Columns):
                after.insert(0, rest)
            if first is None and len(done) > 2 and _is_short(after):
                after.insert(0, done.pop())
            if not done:
                return None, self
            return replace(self, rows=done), replace(self, rows=after, before=0.0, repeated=True)
        return self, None

    def draw(self, paper: Paper, x: float, top: float, parent: Tag | None) -> None:
        """Draw header and rows."""
        owner = self.tag.under(parent) if parent is not None else None
        if self.repeated:
            _repeat(self.header, paper, x, top)
        else:
            self.header.draw(paper, x, top, self.head.under(owner) if owner is not None else None)
        at = top - self.header.height
        body = self.body.under(owner) if owner is not None else None
        for row in self.rows:
            row.draw(paper, x, at, body)
            at -= row.height
