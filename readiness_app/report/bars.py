"""Bars that count: gates by state, why gates are open, claims by the strength of their source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness_app.domain.vocabulary import GateState
from readiness_app.report import style
from readiness_app.report.boxes import Figure
from readiness_app.report.drawing import figure
from readiness_app.report.paper import Paper
from readiness_app.report.shapes import dotted, filled, gate_mark, hatched, outlined, rectangle, rule
from readiness_app.report.strengths import KindOfSource
from readiness_app.report.style import Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Line, Span, broken, shortened
from readiness_app.report.words import count
from readiness_app.wording import word

_NAME = Face("Inter", 8, 12)
_COUNT = Face("Inter-SemiBold", 8, 12)
_WORDS = {GateState.CLEAR: "clear", GateState.ACCEPTED: "risk accepted", GateState.OPEN: "open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCounts:
    """How many gates are clear, accepted and open, and how many of the open ones are hard."""

    states: Mapping[GateState, int]
    hard: int

    @property
    def words(self) -> str:
        """`1 clear, 1 risk accepted, 30 open (7 of them hard)`."""
        found = ", ".join(f"{self.states[state]} {_WORDS[state]}" for state in _WORDS)
        return f"{found} ({self.hard} of them hard)" if self.hard else found


def gates_bar(counts: GateCounts, width: float, *, before: float = 0.0) -> Figure:
    """All gates as one bar: what is clear, what somebody carries, what is open; open hard gates are the solid part."""
    total = sum(counts.states.values()) or 1
    open_ones = counts.states[GateState.OPEN]
    parts = [
        (counts.states[GateState.CLEAR], "#2F7D52", ""),
        (counts.states[GateState.ACCEPTED], "#F2CE8A", "dots"),
        (open_ones - counts.hard, "#F1B3BD", "lines"),
        (counts.hard, style.RED, ""),
    ]

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        at = x
        for state, (color, _) in style.GATE_COLORS.items():
            hard = f" ({counts.hard} of them hard)" if state is GateState.OPEN and counts.hard else ""
            line = broken([Span(f"{counts.states[state]} {_WORDS[state]}{hard}", _COUNT.on(color))], 300)[0]
            line.wrapped = True
            paper.shape(gate_mark(state, at + 5, top - 6, 3.6, color), tag)
            paper.lines(at + 13, top - 9, [line], 12, tag)
            at += line.width + 28
        at = x
        for number, color, pattern in parts:
            wide = width * number / total
            if number:
                paper.shape(_part(at, top - 27, wide, 11, color, pattern), tag)
            at += wide

    return figure(27, width, f"Gates: {counts.words}.", paint, before=before)


def _part(x: float, y: float, width: float, height: float, color: str, pattern: str) -> str:
    path = rectangle(x, y, width, height)
    shapes = [filled(path, color)]
    if pattern == "dots":
        shapes.append(dotted(x, y, width, height, "#D2A24C", 4))
    if pattern == "lines":
        shapes.append(hatched(x, y, width, height, "#D9808F", 4))
    return " ".join([*shapes, outlined(path, style.WHITE, 0.5)])


def reasons_bars(title: str, rows: Sequence[tuple[str, int]], width: float, *, before: float = 0.0) -> Figure:
    """One bar per reason, the longest first as given; the number stands behind each."""
    names, step = 230.0, 13.0
    widest = max((number for _, number in rows), default=0) or 1
    alt = f"{title}: " + "; ".join(f"{name.lower()} {number}" for name, number in rows) + "."

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        for row, (name, number) in enumerate(rows):
            base = top - row * step - 9
            paper.lines(x, base, [_named(name, names - 12)], step, tag)
            wide = (width - names - 30) * number / widest
            paper.shape(_part(x + names, base - 2, wide, 9, "#F1B3BD", "lines"), tag)
            paper.figure_text(x + names + wide + 6, base, str(number), _COUNT, tag)

    return figure(len(rows) * step, width, alt, paint, before=before)


def _named(name: str, width: float, face: Face = _NAME) -> Line:
    line = shortened([Span(name, face)], width)
    line.wrapped = True
    return line


def sources_bars(rows: Sequence[KindOfSource], width: float, *, step: float = 11.0, items: bool = False, before: float = 0.0) -> Figure:
    """Claims by kind of source, the strongest first; below the line stand the kinds that alone make nothing known.

    With `items` a last column says of how many items the kind is the strongest source.
    """
    names, tail = 98.0, 74.0 if items else 18.0
    widest = max((row.claims for row in rows), default=0) or 1

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        drop = 0.0
        for number, row in enumerate(rows):
            if row.kind.weak and not (number and rows[number - 1].kind.weak):
                drop = 14.0
                edge = top - number * step - 2
                paper.shape(rule(x, edge, width))
                words = "Alone these make nothing known"
                paper.figure_text(x, edge - 8.5, words, Face("Inter", 7, 10, style.AMBER), tag)
            base = top - drop - number * step - 8.5
            face = _NAME if row.claims else _NAME.on(style.FAINT)
            paper.lines(x, base, [_named(word(row.kind), names - 6, face)], step, tag)
            wide = (width - names - tail) * row.claims / widest
            color, pattern = ("#F2CE8A", "dots") if row.kind.weak else (style.ACCENT, "")
            if row.claims:
                paper.shape(_part(x + names, base - 1.5, wide, 8, color, pattern), tag)
            paper.figure_text(x + names + wide + (5 if row.claims else 0), base, str(row.claims), _COUNT.on(face.color), tag)
            if items and row.items:
                paper.figure_text(x + width, base, count(row.items, "item"), _NAME.on(style.SOFT), tag, "right")

    return figure(len(rows) * step + 14, width, _spoken(rows), paint, before=before)


def _spoken(rows: Sequence[KindOfSource]) -> str:
    def said(weak: bool) -> str:
        return ", ".join(f"{word(row.kind).lower()} {row.claims}" for row in rows if row.kind.weak is weak)

    return f"Claims by source, the strongest first: {said(False)}. Alone these make nothing known: {said(True)}."
