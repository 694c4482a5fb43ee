"""One page that a board member can decide from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness_app.domain.gates import GateStanding
from readiness_app.domain.vocabulary import Knowledge, Verdict
from readiness_app.report import drawing, style
from readiness_app.report.bars import gates_bar, sources_bars
from readiness_app.report.boxes import Box, Columns, Stack, Text
from readiness_app.report.charts import knowledge_chart, legend, range_bar
from readiness_app.report.drawing import heading, link, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import gate_counts, item_link, item_links, weak_words
from readiness_app.report.style import WIDTH, Face
from readiness_app.report.tags import Tag
from readiness_app.report.timeline import timeline
from readiness_app.report.typeset import Span, shortened
from readiness_app.report.words import REASONS, count, day, inside, percent, validity
from readiness_app.wording import word

_SMALL = Face("Inter", 8, 12)
_NUMBER = Face("Inter-SemiBold", 15, 20)
_MAIN, _SIDE = 306.0, 158.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """How much of each list is shown, and the height of a bar in points; the page is tried with less until it fits."""

    gates: int
    carried: int
    sections: int
    rationale: int
    bar: float


_ROOMS = [
    *(_Room(gates=gates, carried=gates // 2, sections=18, rationale=gates + 1, bar=10.5) for gates in (6, 5, 4, 3)),
    *(_Room(gates=gates, carried=1, sections=16, rationale=gates + 1, bar=9.5) for gates in (3, 2, 1)),
    *(_Room(gates=1, carried=0, sections=sections, rationale=2, bar=9.5) for sections in (16, 14, 12, 10, 8)),
]


def summary(facts: Facts) -> Iterator[Box]:
    """The boxes of the summary; lists are shortened, with a link to the whole, until all of it fits on one page."""
    boxes: list[Box] = []
    for room in _ROOMS:
        boxes = _boxes(facts, room)
        if sum(box.height + box.before for box in boxes) <= facts.sheet.room:
            break
    return iter(boxes)


def _boxes(facts: Facts, room: _Room) -> list[Box]:
    return [
        heading("Summary", 1, WIDTH, place="summary"),
        _decision(facts, room.rationale),
        *_range(facts),
        _figures(facts),
        _known_and_from_whom(facts, room),
        *_gates(facts, room.gates),
        *_until(facts, room.carried),
        *_loose_ends(facts),
    ]


def _decision(facts: Facts, rows: int) -> Box:
    decision, inner = facts.review.decision, WIDTH - 32
    if decision is None:
        return drawing.panel([paragraph("No decision has been made in this edition.", inner)], WIDTH)
    color, ground = style.OUTCOME_COLORS[decision.outcome]
    validity_words = validity(facts.review)
    until = f"  {validity_words[:1].lower()}{validity_words[1:]}" if decision.valid_until else ""
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
    yield range_bar(found, facts.review.as_of, WIDTH, before=2)
    sentence = (
        f"As of {day(facts.review.as_of)}, {percent(found.low)} of the items that apply are known and acceptable; {percent(found.high)} "
        "would be, if every gap turned out well."
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
            (f"{found.reviewed} of {found.items_in_scope}", "items reviewed so far"),
            (str(found.knowledge[Knowledge.KNOWN]), "items known"),
            (str(acceptable), f"acceptable, {controlled} with a control"),
            (str(found.verdict[Verdict.NOT_ACCEPTABLE]), "not acceptable"),
        ]
    )


def _row_of_figures(figures: Sequence[tuple[str, str]]) -> Box:
    wide = WIDTH / len(figures)
    cells: list[tuple[float, Box | None]] = []
    for number, (figure, words) in enumerate(figures):
        pair: list[Box] = [paragraph(figure, wide - 12, _NUMBER), paragraph(words, wide - 12, style.TINY)]
        cells.append((number * wide, Stack(pair, tag=Tag("Div"))))
    return Columns(cells, before=8)


def _known_and_from_whom(facts: Facts, room: _Room) -> Box:
    said: list[Box] = [
        paragraph("Who says so: claims by source", _SIDE, style.H4, role="H2"),
        sources_bars(facts.sources, _SIDE, step=room.bar, before=4),
        paragraph(_sources_words(facts), _SIDE, _SMALL.on(style.SOFT), before=2),
    ]
    return Columns([(0, Stack(list(_chart(facts, room)))), (WIDTH - _SIDE, Stack(said))], before=9)


def _sources_words(facts: Facts) -> str:
    single = f"; {len(facts.on_one_source)} on a single source" if facts.on_one_source else ""
    return f"{weak_words(facts)}{single}."


def _chart(facts: Facts, room: _Room) -> Iterator[Box]:
    rows = [row for row in facts.sections if sum(row[2].values())]
    shown = rows[: room.sections]
    yield paragraph("What is known, by section", _MAIN, style.H4, role="H2")
    yield legend(_MAIN, facts.measures.knowledge, before=3)
    yield knowledge_chart(shown, _MAIN, room.bar, before=3)
    if waiting := facts.computed_waiting:
        what = f"{count(len(waiting), 'item')} that the program answers, not yet with yes: "
        yield paragraph([Span(f"Not reviewed includes {what}", style.TINY), *item_links(waiting, style.TINY, facts)], _MAIN, style.TINY)
    if len(rows) > len(shown):
        more = count(len(rows) - len(shown), "more section")
        yield paragraph([Span(f"and {more}: ", _SMALL.on(style.SOFT)), link("all items", _SMALL, "items")], _MAIN)


def _gates(facts: Facts, limit: int) -> Iterator[Box]:
    yield _title(f"Gates for {inside(facts.review.tier)}")
    yield gates_bar(gate_counts(facts), WIDTH, before=3)
    standing = facts.open_gates()
    for gate in standing[:limit]:
        hard = "hard gate, " if gate.item.gate and gate.item.gate.hard else ""
        words = [item_link(gate.item.id, _SMALL.bold()), Span(f"  {hard}{REASONS[gate.reason].lower()}: ", _SMALL)]
        yield _one_line([*words, Span(gate.item.question, _SMALL.on(style.SOFT))], before=3 if gate is standing[0] else 0)
    more = _more_gates(standing[limit:])
    yield paragraph([Span(more, _SMALL.on(style.SOFT)), link("All gates with their reasons", _SMALL, "gates")], WIDTH, _SMALL)


def _more_gates(left: Sequence[GateStanding]) -> str:
    """How many open gates are not shown, hard ones first: nobody must take the list for all of the hard ones."""
    hard = sum(1 for gate in left if gate.item.gate and gate.item.gate.hard)
    if not left:
        return ""
    if not hard:
        return f"{count(len(left), 'more open gate')}, {'none' if len(left) > 1 else 'not'} hard. "
    rest = f" and {count(len(left) - hard, 'other')}" if len(left) > hard else ""
    return f"{count(hard, 'more hard gate')}{rest} {'is' if len(left) == 1 else 'are'} open. "


def _one_line(words: Sequence[Span], *, before: float = 0.0) -> Box:
    """The words on one line, cut with a sign that they go on."""
    return Text([shortened(words, WIDTH)], _SMALL.leading, _SMALL.size, before=before)


def _until(facts: Facts, limit: int) -> Iterator[Box]:
    yield _title("What is carried until when")
    if not facts.dues:
        yield paragraph("Nothing here has an end: no decision, accepted risk, condition or evidence.", WIDTH, _SMALL.on(style.SOFT))
        return
    yield timeline(facts.dues, facts.review.as_of, WIDTH, before=2)
    for line in [*_carried(facts)][:limit]:
        yield _one_line(line)
    for line in [*_due(facts)][:limit]:
        yield _one_line(line)
    yield paragraph([Span(f"{_in_all(facts)} ", _SMALL.on(style.SOFT)), link("Every date with its items", _SMALL, "until")], WIDTH, _SMALL)


def _carried(facts: Facts) -> Iterator[list[Span]]:
    """A line for each risk that is carried, then for each acceptance that has run out."""
    as_of = facts.review.as_of
    for item, accepted in sorted(facts.acceptances, key=lambda pair: pair[1].until < as_of):
        until = day(accepted.until)
        said = (
            f"ran out on {until}, carried by {accepted.owner}" if accepted.until < as_of else f"{accepted.owner} carries this until {until}"
        )
        yield [item_link(item.id, _SMALL.bold()), Span(f"  {said}; control: {accepted.control}", _SMALL)]


def _due(facts: Facts) -> Iterator[list[Span]]:
    """A line for each condition that is to be met, then for each that was."""
    as_of = facts.review.as_of
    for item_id, condition in sorted(facts.conditions, key=lambda pair: pair[1].met(as_of)):
        owner = condition.owner or "nobody yet"
        met = condition.done is not None and condition.met(as_of)
        said = f"met on {day(condition.done.on)}" if condition.done and met else f"{owner}, by {day(condition.due)}"
        yield [item_link(item_id, _SMALL.bold()), Span(f"  {said}: {condition.what}", _SMALL)]


def _in_all(facts: Facts) -> str:
    as_of = facts.review.as_of
    over = sum(accepted.until < as_of for _, accepted in facts.acceptances)
    met = sum(condition.met(as_of) for _, condition in facts.conditions)
    risks, open_ = count(len(facts.acceptances) - over, "accepted risk"), count(len(facts.conditions) - met, "condition")
    over_words = f", {count(over, 'acceptance')} ran out" if over else ""
    met_words = f", {count(met, 'condition')} met" if met else ""
    return f"{risks} and {open_} in all{over_words}{met_words}."


def _loose_ends(facts: Facts) -> Iterator[Box]:
    found, words = facts.measures, []
    if found.expired:
        words.append(f"{count(found.expired, 'item rests', 'items rest')} on expired evidence.")
    if found.unconfirmed:
        words.append(f"{count(found.unconfirmed, 'answer waits', 'answers wait')} to be confirmed and {_count_as(found.unconfirmed)} yet.")
    if left := len(facts.open_scope):
        number = count(left, "scope question is", "scope questions are")
        words.append(f"{number} not answered, so what depends on {'it' if left == 1 else 'them'} applies.")
    if words:
        yield paragraph(" ".join(words), WIDTH, _SMALL.bold().on(style.AMBER), before=5)


def _count_as(number: int) -> str:
    return "does not count" if number == 1 else "do not count"
