"""The figure of what is carried until when: one lane per kind of thing, a mark per date, what is over in red and crossed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness_app.domain.vocabulary import LapseKind
from readiness_app.report import style
from readiness_app.report.boxes import Figure
from readiness_app.report.dates import Due
from readiness_app.report.drawing import figure
from readiness_app.report.paper import Paper, stroke
from readiness_app.report.shapes import circle, filled, outlined, rounded, rule
from readiness_app.report.style import Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span, broken
from readiness_app.report.words import day, month

_LANES = {
    LapseKind.DECISION: "Decision valid until",
    LapseKind.ACCEPTANCE: "Accepted risks until",
    LapseKind.CONDITION: "Conditions due",
    LapseKind.EVIDENCE: "Evidence of items until",
    LapseKind.QUESTIONS: "Answers of the vendor due",
}
_NAMES = 114.0
_LANE = 14.0
_BEHIND, _AHEAD = 120, 730
"""So many days before the as-of date and after it are drawn to scale; what lies further off stands at the edge."""
_APART = 15.0
_MANY = 8
_AXIS = Face("Inter", 7, 10, style.FAINT)
_NAME = Face("Inter", 8, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    first: date
    last: date
    x: float
    width: float

    def at(self, when: date) -> float:
        """Where a day stands, kept inside the figure."""
        days = (self.last - self.first).days
        share = min(max((when - self.first).days / days, 0.0), 1.0)
        return self.x + self.width * share


def timeline(found: Sequence[Due], as_of: date, width: float, *, before: float = 0.0) -> Figure:
    """A lane for each kind that occurs; marks that would touch are one mark with their number."""
    lanes = [kind for kind in _LANES if any(due.kind is kind for due in found)]
    dates = [due.when for due in found]
    first = max(min([*dates, as_of]), as_of - timedelta(days=_BEHIND))
    last = min(max([*dates, as_of + timedelta(days=90)]), as_of + timedelta(days=_AHEAD))
    height = len(lanes) * _LANE + 22

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        scale = _Scale(first=first, last=last, x=x + _NAMES + 8, width=width - _NAMES - 20)
        bottom = top - height + 10
        _axis(paper, scale, as_of, top, bottom, tag)
        for row, kind in enumerate(lanes):
            middle = top - 10 - row * _LANE - _LANE / 2
            name = broken([Span(_LANES[kind], _NAME)], _NAMES)[0]
            name.wrapped = True
            paper.lines(x, middle - 3, [name], 12, tag)
            paper.shape(rule(scale.x - 8, middle, scale.width + 20))
            for at, number, over in _marks([due for due in found if due.kind is kind], scale):
                _mark(paper, at, middle, number, over, tag)

    return figure(height, width, spoken(found, as_of), paint, before=before)


def _axis(paper: Paper, scale: _Scale, as_of: date, top: float, bottom: float, tag: Tag | None) -> None:
    now = scale.at(as_of)
    taken = [now]
    paper.shape(f"{stroke(style.ACCENT, 0.8)} {now:.2f} {top - 10:.2f} m {now:.2f} {bottom + 2:.2f} l S", tag)
    align = "left" if now - scale.x < 40 else "center"
    paper.figure_text(
        now - (3 if align == "left" else 0), top - 7, f"as of {day(as_of)}", Face("Inter-Medium", 7, 10, style.ACCENT), tag, align
    )
    for tick in _ticks(scale):
        at = scale.at(tick)
        if all(abs(at - other) > 44 for other in taken[1:]):
            taken.append(at)
            paper.shape(f"{stroke(style.BORDER, 0.5)} {at:.2f} {bottom + 2:.2f} m {at:.2f} {bottom - 1:.2f} l S", tag)
            paper.figure_text(at, bottom - 8, month(tick), _AXIS, tag, "center")


def _ticks(scale: _Scale) -> Iterator[date]:
    """The first days of the months, of the quarters where there are many."""
    step = 1 if (scale.last - scale.first).days < 240 else 3
    year, number = scale.first.year, 1
    while (tick := date(year, number, 1)) <= scale.last:
        if tick >= scale.first:
            yield tick
        number += step
        year, number = (year + 1, number - 12) if number > 12 else (year, number)


def _marks(found: Sequence[Due], scale: _Scale) -> list[tuple[float, int, bool]]:
    """Place, number and whether it is over; neighbours that would touch are joined, but never what is over with what is not."""
    joined: list[tuple[float, int, bool]] = []
    for due in found:
        at = scale.at(due.when)
        if joined and joined[-1][2] is due.over and at - joined[-1][0] < _APART:
            joined[-1] = (joined[-1][0], joined[-1][1] + due.number, due.over)
            continue
        if joined and joined[-1][2] and at - joined[-1][0] < _APART:
            joined[-1] = (at - _APART, *joined[-1][1:])
        joined.append((at, due.number, due.over))
    return joined


def _mark(paper: Paper, x: float, y: float, number: int, over: bool, tag: Tag | None) -> None:
    color = style.RED if over else style.ACCENT
    if number == 1:
        paper.shape(f"{filled(circle(x, y, 3.4), style.WHITE if over else color)} {outlined(circle(x, y, 3.4), color, 0.9)}", tag)
        if over:
            paper.shape(_cross(x, y, 1.8, color), tag)
        return
    wide = 5.0 + 2.3 * len(str(number))
    path = rounded(x - wide, y - 5.5, 2 * wide, 11, 5.5)
    paper.shape(f"{filled(path, style.WHITE if over else color)} {outlined(path, color, 0.9)}", tag)
    paper.figure_text(x, y - 2.6, str(number), Face("Inter-SemiBold", 7, 10, color if over else style.WHITE), tag, "center")


def _cross(x: float, y: float, r: float, color: str) -> str:
    lines = f"{x - r:.2f} {y - r:.2f} m {x + r:.2f} {y + r:.2f} l {x - r:.2f} {y + r:.2f} m {x + r:.2f} {y - r:.2f} l"
    return f"{stroke(color, 0.9)} {lines} S"


def spoken(found: Sequence[Due], as_of: date) -> str:
    """The figure in words: lane by lane the dates with their numbers; by month where there are many."""
    lanes = [(title, [due for due in found if due.kind is kind]) for kind, title in _LANES.items()]
    said = [f"{title} {_dates(of_it)}." for title, of_it in lanes if of_it]
    return " ".join([f"What is carried until when, as of {day(as_of)}.", *said])


def _dates(found: Sequence[Due]) -> str:
    name = day if len({due.when for due in found}) <= _MANY else month
    counted: dict[str, int] = {}
    for due in found:
        key = name(due.when) + (" (over)" if due.over else "")
        counted[key] = counted.get(key, 0) + due.number
    return ", ".join(f"{when}: {number}" if number > 1 else when for when, number in counted.items())
