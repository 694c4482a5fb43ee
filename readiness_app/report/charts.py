"""The two charts: the readiness range and knowledge by section; shapes, patterns and figures carry them, not colour alone."""

from collections.abc import Mapping, Sequence
from datetime import date

from readiness_app.domain.measures import Range
from readiness_app.domain.vocabulary import Knowledge
from readiness_app.report import style
from readiness_app.report.boxes import Figure
from readiness_app.report.drawing import figure
from readiness_app.report.paper import Paper
from readiness_app.report.shapes import dotted, filled, hatched, outlined, rectangle, rounded
from readiness_app.report.style import Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span, broken, shortened
from readiness_app.report.words import day, percent
from readiness_app.wording import word

ORDER = (
    Knowledge.KNOWN,
    Knowledge.PARTLY_KNOWN,
    Knowledge.CONTESTED,
    Knowledge.UNKNOWN,
    Knowledge.NOT_REVIEWED,
    Knowledge.NOT_APPLICABLE,
)
_BAR = {
    Knowledge.KNOWN: ("#2F7D52", style.WHITE),
    Knowledge.PARTLY_KNOWN: ("#F2CE8A", style.AMBER),
    Knowledge.CONTESTED: ("#CDB6E6", style.VIOLET),
    Knowledge.UNKNOWN: ("#F1B3BD", style.RED),
    Knowledge.NOT_REVIEWED: (style.WHITE, style.GREY),
    Knowledge.NOT_APPLICABLE: (style.BORDER, style.GREY),
}
_NARROW = 400.0
_AXIS = Face("Inter", 7, 10, style.FAINT)
_FIGURE = Face("Inter-SemiBold", 7, 10)


def range_bar(readiness: Range, as_of: date, width: float, *, before: float = 0.0) -> Figure:
    """From what is known and acceptable on the as-of date to what it would be if every gap turned out well."""
    low, high = readiness.low, readiness.high
    alt = f"Readiness range from {percent(low)} as of {day(as_of)} to {percent(high)} on a bar from 0 to 100 %."

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        bar = top - 22
        track = rounded(x, bar, width, 12, 6)
        start, stop = x + width * low, x + width * high
        parts = [filled(track, style.GREY_TINT)]
        parts.append(f"q {track} W n {filled(rectangle(start, bar, stop - start, 12), '#C3CFF5')}")
        parts.append(hatched(start, bar, stop - start, 12, style.ACCENT, 5))
        parts.append(f"{filled(rectangle(x, bar, start - x, 12), style.ACCENT)} Q")
        paper.shape(" ".join(parts), tag)
        edge = min(max(start, x + 8), x + width - 100)
        paper.figure_text(edge, top - 8, f"{percent(low)} as of {day(as_of)}", Face("Inter-SemiBold", 8, 10, style.ACCENT), tag)
        if high - low > 0.25:
            words = f"{percent(high)} if every gap turned out well"
            paper.figure_text(max(stop, edge + 230), top - 8, words, Face("Inter-SemiBold", 8, 10, style.SOFT), tag, "right")
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            align = {0.0: "left", 1.0: "right"}.get(share, "center")
            paper.figure_text(x + width * share, bar - 10, percent(share), _AXIS, tag, align)

    return figure(34, width, alt, paint, before=before)


def legend(width: float, counts: Mapping[Knowledge, int], *, before: float = 0.0) -> Figure:
    """Which mark, tint and pattern stands for what, with the total of each; three in a row where the column is narrow."""
    alt = "Legend: " + ", ".join(f"{word(key)} {counts[key]}" for key in ORDER)
    columns = len(ORDER) if width > _NARROW else 3

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        for number, key in enumerate(ORDER):
            at, row = x + number % columns * width / columns, number // columns
            paper.shape(_segment(key, at, top - 11 - row * 13, 12, 9), tag)
            line = broken([Span(f"{word(key)} {counts[key]}", Face("Inter", 7.5, 12, style.SOFT))], 200)[0]
            line.wrapped = True
            paper.lines(at + 16, top - 9 - row * 13, [line], 12, tag)

    return figure(13 * len(ORDER) // columns + 1, width, alt, paint, before=before)


def _segment(key: Knowledge, x: float, y: float, width: float, height: float) -> str:
    ground, ink = _BAR[key]
    path = rectangle(x, y, width, height)
    parts = [filled(path, ground)]
    if key is Knowledge.UNKNOWN:
        parts.append(hatched(x, y, width, height, "#D9808F", 4))
    if key is Knowledge.PARTLY_KNOWN:
        parts.append(dotted(x, y, width, height, "#D2A24C", 4))
    if key is Knowledge.CONTESTED:
        parts.append(hatched(x, y, width, height, ink, 2.5))
    parts.append(outlined(path, style.STRONG if key is Knowledge.NOT_REVIEWED else style.WHITE, 0.5))
    return " ".join(parts)


def knowledge_chart(
    rows: Sequence[tuple[str, str, Mapping[Knowledge, int]]], width: float, row_height: float = 12.0, *, before: float = 0.0
) -> Figure:
    """One stacked bar per section; each part has its own tint, pattern and number."""
    names = 196.0 if width > _NARROW else 176.0
    widest = max((sum(counts.values()) for _, _, counts in rows), default=0) or 1
    alt = "Knowledge by section. " + " ".join(_spoken(title, counts) for _, title, counts in rows)

    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        for number, (_, title, counts) in enumerate(rows):
            y = top - (number + 1) * row_height
            line = shortened([Span(title, Face("Inter", 8, 12))], names - 8)
            paper.lines(x, y + 3, [line], 12, tag)
            at = x + names
            for key in ORDER:
                if counts[key]:
                    wide = (width - names) * counts[key] / widest
                    paper.shape(_segment(key, at, y + 1, wide, row_height - 2), tag)
                    _number(paper, at + wide / 2, y + row_height / 2, wide, counts[key], key, tag)
                    at += wide

    return figure(len(rows) * row_height, width, alt, paint, before=before)


def _number(paper: Paper, x: float, middle: float, wide: float, count: int, key: Knowledge, tag: Tag | None) -> None:
    if wide < 9:
        return
    ground, ink = _BAR[key]
    half = 2.2 * len(str(count)) + 1.8
    paper.shape(filled(rectangle(x - half, middle - 3.8, 2 * half, 7.6), ground), tag)
    paper.figure_text(x, middle - 2.5, str(count), _FIGURE.on(ink), tag, "center")


def _spoken(title: str, counts: Mapping[Knowledge, int]) -> str:
    found = ", ".join(f"{counts[key]} {word(key).lower()}" for key in ORDER if counts[key])
    return f"{title}: {found or 'nothing in scope'}."
