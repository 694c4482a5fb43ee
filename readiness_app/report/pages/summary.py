"""One page that a board member can decide from."""

from collections.abc import Callable, Iterator, Sequence

from readiness_app.domain.vocabulary import GateState, Knowledge, Verdict
from readiness_app.report import drawing, style
from readiness_app.report.boxes import Box, Columns, Figure, Stack, Text
from readiness_app.report.charts import knowledge_chart, legend, range_bar
from readiness_app.report.drawing import Chip, chips, heading, link, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import item_link
from readiness_app.report.paper import Paper
from readiness_app.report.shapes import gate_mark, rule
from readiness_app.report.style import WIDTH, Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span, shortened
from readiness_app.report.words import REASONS, count, day, inside, percent
from readiness_app.wording import word

_SMALL = Face("Inter", 8, 12)
_NUMBER = Face("Inter-SemiBold", 15, 20)


def summary(facts: Facts) -> Iterator[Box]:
    """The boxes of the summary; lists are shortened, with a link to the whole, until all of it fits on one page."""
    room = facts.sheet.room
    boxes: list[Box] = []
    for limit in (6, 5, 4, 3, 2, 1):
        boxes = _boxes(facts, limit)
        if sum(box.height + box.before for box in boxes) <= room:
            break
    return iter(boxes)


def _boxes(facts: Facts, limit: int) -> list[Box]:
    return [
        heading("Summary", 1, WIDTH, place="summary"),
        _decision(facts, limit + 1),
        *_range(facts),
        _figures(facts),
        *_chart(facts, limit),
        *_gates(facts, limit),
        *_carried(facts, limit),
        *_loose_ends(facts),
    ]


def _decision(facts: Facts, rows: int) -> Box:
    decision, inner = facts.review.decision, WIDTH - 32
    if decision is None:
        return drawing.panel([paragraph("No decision has been made in this edition.", inner)], WIDTH)
    color, ground = style.OUTCOME_COLORS[decision.outcome]
    until = f" valid until {day(decision.valid_until)}" if decision.valid_until else ""
    title = [Span(word(decision.outcome), Face("Inter-Bold", 13, 18, color)), Span(until, _SMALL.on(color))]
    rationale = paragraph(decision.rationale, inner, Face("Inter", 9, 13), before=2)
    boxes: list[Box] = [paragraph(title, inner), rationale]
    if len(rationale.lines) > rows:
        rationale.lines = rationale.lines[: rows - 1]
        boxes.append(paragraph(link("The rationale goes on: read it in full", _SMALL, "decision"), inner))
    return Stack(boxes, width=WIDTH, inset=(16, 8, 16, 9), ground=ground, bar=color, before=4)


def _range(facts: Facts) -> Iterator[Box]:
    found = facts.measures.range
    yield _title("Readiness")
    yield range_bar(found, WIDTH, before=2)
    sentence = (
        f"How to read it: today {percent(found.low)} of the items that apply are known and acceptable; at most {percent(found.high)} "
        "would be, if every gap turned out well. The space between is what is still to be found out and judged."
    )
    yield paragraph(sentence, WIDTH, _SMALL.on(style.SOFT), before=3)


def _title(text: str) -> Box:
    return paragraph(text, WIDTH, style.H4, before=9, keep_next=True, role="H2")


def _figures(facts: Facts) -> Box:
    found = facts.measures
    acceptable = found.verdict[Verdict.ACCEPTABLE] + found.verdict[Verdict.ACCEPTABLE_WITH_CONTROL]
    controlled = found.verdict[Verdict.ACCEPTABLE_WITH_CONTROL]
    return _row_of_figures(
        [
            (f"{found.reviewed} of {found.items_in_scope}", "items looked at: the progress"),
            (str(found.knowledge[Knowledge.KNOWN]), "items known"),
            (str(acceptable), f"judged acceptable, {controlled} with a control"),
            (str(found.verdict[Verdict.NOT_ACCEPTABLE]), "judged not acceptable"),
        ]
    )


def _row_of_figures(figures: Sequence[tuple[str, str]]) -> Box:
    wide = WIDTH / len(figures)
    cells: list[tuple[float, Box | None]] = []
    for number, (figure, words) in enumerate(figures):
        pair: list[Box] = [paragraph(figure, wide - 12, _NUMBER), paragraph(words, wide - 12, style.TINY)]
        cells.append((number * wide, Stack(pair, tag=Tag("Div"))))
    return Columns(cells, before=8)


def _chart(facts: Facts, limit: int) -> Iterator[Box]:
    rows = [row for row in facts.sections if sum(row[2].values())]
    shown = rows[: 12 + limit]
    yield _title("What is known, by section")
    yield legend(WIDTH, facts.measures.knowledge, before=3)
    yield knowledge_chart(shown, WIDTH, before=3)
    if len(rows) > len(shown):
        more = count(len(rows) - len(shown), "more section")
        yield paragraph([Span(f"and {more}: ", _SMALL.on(style.SOFT)), link("all items", _SMALL, "items")], WIDTH)


def _gates(facts: Facts, limit: int) -> Iterator[Box]:
    counts = facts.measures.gates
    yield _title(f"Gates for {inside(facts.review.tier)}")
    marks = [
        Chip(_mark(GateState.CLEAR), f"{counts[GateState.CLEAR]} clear", *style.GATE_COLORS[GateState.CLEAR]),
        Chip(_mark(GateState.ACCEPTED), f"{counts[GateState.ACCEPTED]} risk accepted", *style.GATE_COLORS[GateState.ACCEPTED]),
        Chip(_mark(GateState.OPEN), f"{counts[GateState.OPEN]} open", *style.GATE_COLORS[GateState.OPEN]),
    ]
    yield chips(marks, WIDTH, before=4)
    standing = facts.open_gates()
    for gate in standing[:limit]:
        hard = "hard gate, " if gate.item.gate and gate.item.gate.hard else ""
        words = [item_link(gate.item.id, _SMALL.bold()), Span(f"  {hard}{REASONS[gate.reason].lower()}: ", _SMALL)]
        yield _one_line([*words, Span(gate.item.question, _SMALL.on(style.SOFT))], before=3 if gate is standing[0] else 0)
    hard_left = sum(1 for gate in standing[limit:] if gate.item.gate and gate.item.gate.hard)
    left = len(standing) - limit
    more = f"{count(left, 'more open gate')}, {hard_left} of them hard. " if left > 0 else ""
    yield paragraph([Span(more, _SMALL.on(style.SOFT)), link("All gates with their reasons", _SMALL, "gates")], WIDTH)


def _mark(state: GateState) -> Callable[[float, float, float, str], str]:
    return lambda x, y, r, color: gate_mark(state, x, y, r, color)


def _one_line(words: Sequence[Span], *, before: float = 0.0) -> Box:
    """The words on one line, cut with a sign that they go on."""
    return Text([shortened(words, WIDTH)], _SMALL.leading, _SMALL.size, before=before)


def _carried(facts: Facts, limit: int) -> Iterator[Box]:
    yield _title("Carried, and conditions")
    if not facts.acceptances and not facts.conditions:
        yield paragraph("Nobody carries an open risk, and there are no conditions.", WIDTH, _SMALL.on(style.SOFT))
        return
    for item, accepted in facts.acceptances[:limit]:
        words = f"  {accepted.owner} carries this until {day(accepted.until)}; control: {accepted.control}"
        yield _one_line([item_link(item.id, _SMALL.bold()), Span(words, _SMALL)])
    for item_id, condition in facts.conditions[:limit]:
        words = f"  {condition.owner or 'nobody yet'}, by {day(condition.due)}: {condition.what}"
        yield _one_line([item_link(item_id, _SMALL.bold()), Span(words, _SMALL)])
    ends = [Span(f"{count(len(facts.acceptances), 'risk acceptance')} in all, ", _SMALL.on(style.SOFT)), link("all", _SMALL, "acceptances")]
    ends += [Span(f"; {count(len(facts.conditions), 'condition')}, ", _SMALL.on(style.SOFT)), link("all", _SMALL, "conditions")]
    yield paragraph(ends, WIDTH)


def _loose_ends(facts: Facts) -> Iterator[Box]:
    found = facts.measures
    words = [
        f"{count(found.weak_sources_only, 'item rests', 'items rest')} on weak sources only",
        f"{count(found.expired, 'item rests', 'items rest')} on expired evidence",
        _scope_words(len(facts.open_scope)),
    ]
    yield _rule()
    yield paragraph(". ".join(words) + ".", WIDTH, _SMALL.on(style.SOFT), before=4)


def _scope_words(left: int) -> str:
    if not left:
        return "Every scope question is answered"
    number = count(left, "scope question is", "scope questions are")
    return f"{number} not answered yet, so what depends on {'it' if left == 1 else 'them'} applies"


def _rule() -> Figure:
    def paint(paper: Paper, x: float, top: float, tag: Tag | None) -> None:
        paper.shape(rule(x, top, WIDTH))

    return Figure(1, paint, before=8)
