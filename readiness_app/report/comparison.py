"""Makes the comparison of two reviews or packs as a PDF: what was resolved, by what and from whom, and which gates moved."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from readiness_app.domain.claim import Claim
from readiness_app.domain.comparison import Compared, Comparison, ItemComparison, Standing
from readiness_app.domain.vocabulary import Confidentiality, Difference, GateMove, GateState, Knowledge, Verdict
from readiness_app.report import style
from readiness_app.report.boxes import Box, Stack
from readiness_app.report.drawing import Column, Words, heading, paragraph, table
from readiness_app.report.finish import finished
from readiness_app.report.flow import Flow, Furniture
from readiness_app.report.glyphs import one_line
from readiness_app.report.metadata import Card
from readiness_app.report.paper import Paper
from readiness_app.report.style import CELL, PROSE, SHEETS, SMALL, WIDTH
from readiness_app.report.words import REASONS, count, day, grouped, inside, percent, subject_name
from readiness_app.wording import meaning, word

_SIDES = (Column("", 112), Column("First", (WIDTH - 112) / 2), Column("Second", (WIDTH - 112) / 2))
_ITEMS = (Column("Item", 62), Column("Question", 156), Column("Was, and is", 104), Column("By what, and from whom", WIDTH - 322))
_GATES = (Column("Item", 62), Column("Question", 196), Column("First", (WIDTH - 258) / 2), Column("Second", (WIDTH - 258) / 2))
_ORDER = (
    Difference.RESOLVED,
    Difference.PARTLY_RESOLVED,
    Difference.NEWLY_UNKNOWN,
    Difference.CHANGED,
    Difference.NEW,
    Difference.REMOVED,
)
_MOVES = (
    (GateMove.STILL_OPEN, "Gates still open", "Open in the first, and open in the second."),
    (GateMove.OPENED, "Gates opened", "They did not block in the first and block in the second."),
    (GateMove.CLOSED, "Gates closed", "They blocked in the first and no longer do."),
)
_MOST_CLAIMS = 3
_MOST_WORDS = 420  # characters of one claim: it stands whole in its review
_FOOT = "A comparison of two records; it is no report and nobody signs it"
_FOOT_PACKS = "A comparison of two packs; packs propose and judge nothing"
_STRICTEST = list(Confidentiality)


def build_comparison(found: Comparison) -> bytes:
    """The comparison as PDF bytes, tagged like a report; the same comparison gives the same bytes. It holds no record."""
    paper = Paper(found.after.language, SHEETS[found.after.paper])
    flow = Flow(paper, _furniture(found))
    flow.part(_overview(found))
    for kind in _ORDER:
        if items := found.of_kind(kind):
            flow.part(_kind(kind, items), joins=kind is not Difference.RESOLVED)
    if not found.after.is_pack:
        flow.part(_gates(found))
    flow.part(_same(found), joins=True)
    return finished(paper, _card(found), [])


def _furniture(found: Comparison) -> Furniture:
    marking = max((found.before.marking, found.after.marking), key=_STRICTEST.index)
    return Furniture(
        subject=_title(found),
        marking=word(marking),
        edition="",
        digest="",
        draft=False,
        foot=_FOOT_PACKS if found.after.is_pack else _FOOT,
    )


def _title(found: Comparison) -> str:
    return f"{_name(found.before)} and {_name(found.after)}"


def _name(side: Compared) -> str:
    return side.title if side.is_pack else f"{subject_name(side.subject)} {side.as_of}"


def _card(found: Comparison) -> Card:
    made = datetime.combine(found.after.as_of, time(), UTC)
    return Card(title=one_line(f"Comparison: {_title(found)}"), author="", language=found.after.language, made=made, digest="")


def _overview(found: Comparison) -> Iterator[Box]:
    yield heading("Comparison", 1, WIDTH, place="comparison")
    words = (
        "The second stands beside the first, item by item. Each was judged at its own as-of date; nothing is judged anew here. "
        "What was resolved says by which claims and from which sources."
    )
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    yield table(_SIDES, [[label, *values] for label, values in _sides(found)], before=12)
    if found.before.figures and found.after.figures:
        yield heading("Figures", 2, WIDTH, place="figures", before=20)
        yield table(_SIDES, [[label, *values] for label, values in _figures(found)], before=4)
    yield heading("What happened to the items", 2, WIDTH, place="counts", before=20)
    columns = (Column("", 112), Column("Items", 60, right=True), Column("", WIDTH - 172))
    rows: list[list[Box | Words]] = [[word(kind), str(found.counts[kind]), meaning(kind)] for kind in (*_ORDER, Difference.SAME)]
    yield table(columns, rows, before=4)
    if not found.after.is_pack:
        yield paragraph(_moved(found), WIDTH, style.BODY, before=12)


def _moved(found: Comparison) -> str:
    moves = found.gate_counts
    return (
        f"Gates: {moves[GateMove.CLOSED]} closed, {moves[GateMove.OPENED]} opened, {moves[GateMove.STILL_OPEN]} still open, "
        f"{moves[GateMove.SETTLED]} settled in both."
    )


def _sides(found: Comparison) -> Iterator[tuple[str, list[str]]]:
    sides = (found.before, found.after)
    yield "What", [one.title for one in sides]
    yield "Id", [one.id for one in sides]
    yield "As of", [day(one.as_of) for one in sides]
    if found.after.is_pack:
        yield "About", [subject_name(one.subject) for one in sides]
        yield "Version", [one.pack for one in sides]
        return
    yield "Snapshot", [one.subject.snapshot or "not stated" for one in sides]
    yield "Used for", [word(one.tier) if one.tier else "" for one in sides]
    yield "Round and edition", [f"Round {one.round}, edition {one.edition}, {inside(one.state) if one.state else ''}" for one in sides]
    yield "Checklist", [f"{one.checklist} {one.checklist_version}" for one in sides]
    yield "Pack of facts", [one.pack or "none" for one in sides]
    yield "Decision", [word(one.decision.outcome) if one.decision else "none" for one in sides]
    yield "Digest of the record", [grouped(one.digest) for one in sides]


def _figures(found: Comparison) -> Iterator[tuple[str, list[str]]]:
    figures = [one.figures for one in (found.before, found.after) if one.figures]
    yield "Ready", [f"{percent(one.range.low)} to {percent(one.range.high)}" for one in figures]
    yield "Looked at", [f"{one.reviewed} of {one.items_in_scope}" for one in figures]
    for knowledge in (Knowledge.KNOWN, Knowledge.PARTLY_KNOWN, Knowledge.UNKNOWN, Knowledge.CONTESTED):
        yield word(knowledge), [str(one.knowledge[knowledge]) for one in figures]
    yield word(Verdict.NOT_ACCEPTABLE), [str(one.verdict[Verdict.NOT_ACCEPTABLE]) for one in figures]
    yield "Waiting to be confirmed", [str(one.unconfirmed) for one in figures]
    for state in GateState:
        yield f"Gates: {inside(state)}", [str(one.gates[state]) for one in figures]


def _kind(kind: Difference, items: Sequence[ItemComparison]) -> Iterator[Box]:
    yield heading(word(kind), 1, WIDTH, place=f"kind-{kind.value}")
    yield paragraph(f"{count(len(items), 'item')}. {meaning(kind)}", WIDTH, PROSE.on(style.SOFT), before=4)
    yield table(_ITEMS, [[_id(item), item.question, _was_and_is(item), _why(item)] for item in items], before=12)


def _id(item: ItemComparison) -> Box:
    move = [paragraph(word(item.gate), 50, SMALL)] if item.gate and item.gate is not GateMove.SETTLED else []
    return Stack([paragraph(item.id, 50, CELL.bold()), *move])


def _was_and_is(item: ItemComparison) -> Box:
    sides = [_standing(side) for side in (item.before, item.after)]
    return Stack([paragraph(sides[0], 92, CELL.on(style.SOFT)), paragraph(sides[1], 92, CELL.bold(), before=2)])


def _standing(side: Standing | None) -> str:
    if side is None:
        return "Not asked, or nothing proposed"
    reason = f" ({inside(side.unknown_reason)})" if side.unknown_reason and side.knowledge is Knowledge.UNKNOWN else ""
    verdict = f", {inside(side.verdict)}" if side.verdict is not Verdict.UNDECIDED else ""
    return f"{word(side.knowledge)}{reason}{verdict}{', unconfirmed' if side.unconfirmed else ''}"


def _why(item: ItemComparison) -> Box:
    wide = WIDTH - 322
    boxes: list[Box] = []
    claims = item.resolved_by or item.added
    for claim in claims[:_MOST_CLAIMS]:
        boxes.append(paragraph(_cut(claim.statement), wide, CELL, before=4 if boxes else 0))
        boxes.append(paragraph(_source(claim), wide, SMALL))
    if len(claims) > _MOST_CLAIMS:
        boxes.append(paragraph(f"and {count(len(claims) - _MOST_CLAIMS, 'more claim')}", wide, SMALL, before=2))
    for words in (_differs(item), _gone(item), _people(item)):
        if words:
            boxes.append(paragraph(words, wide, SMALL, before=3 if boxes else 0))
    return Stack(boxes or [paragraph("–", wide, SMALL)])


def _source(claim: Claim) -> str:
    stance = "" if claim.supports else f"{word(claim.stance)}. "
    return f"{stance}{word(claim.source_kind)}: {claim.source}{f', {day(claim.dated)}' if claim.dated else ''}"


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_WORDS else f"{text[:_MOST_WORDS].rstrip()} …"


def _differs(item: ItemComparison) -> str:
    if item.kind is not Difference.CHANGED:
        return ""
    return f"Different: {', '.join('words of the question' if name == 'text' else name.replace('_', ' ') for name in item.differs)}"


def _gone(item: ItemComparison) -> str:
    return f"No longer there: {count(len(item.gone), 'claim')}" if item.gone else ""


def _people(item: ItemComparison) -> str:
    return f"Answered by {', '.join(item.after.people)}" if item.after and item.after.people else ""


def _gates(found: Comparison) -> Iterator[Box]:
    yield heading("Gates", 1, WIDTH, place="gates")
    yield paragraph(_moved(found), WIDTH, PROSE.on(style.SOFT), before=4)
    for move, title, sentence in _MOVES:
        if items := sorted(found.of_gate(move), key=_softness):
            yield heading(title, 2, WIDTH, place=f"move-{move.value}", before=20)
            yield paragraph(f"{count(len(items), 'gate')}. {sentence}", WIDTH, style.BODY.on(style.SOFT), before=2, keep_next=True)
            yield table(_GATES, [[paragraph(item.id, 50, CELL.bold()), item.question, *_gate_sides(item)] for item in items], before=6)


def _softness(item: ItemComparison) -> bool:
    return not any(side is not None and side.hard for side in (item.after, item.before))


def _gate_sides(item: ItemComparison) -> list[str]:
    return [_gate(side) for side in (item.before, item.after)]


def _gate(side: Standing | None) -> str:
    if side is None or side.gate is None or side.gate_reason is None:
        return "No gate here"
    return f"{word(side.gate)}{', hard' if side.hard else ''}: {REASONS[side.gate_reason]}"


def _same(found: Comparison) -> Iterator[Box]:
    items = found.of_kind(Difference.SAME)
    yield heading("Same", 1, WIDTH, place="same")
    ids = ", ".join(item.id for item in items) or "none"
    yield paragraph(f"{count(len(items), 'item')}. {meaning(Difference.SAME)}", WIDTH, PROSE.on(style.SOFT), before=4)
    yield paragraph(ids, WIDTH, style.BODY, before=8)
