"""The parts of an extract after its first page: questions, figures, people, conditions, gates, gaps, public claims and files."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from readiness_app.domain.extract import Extract, ExtractAnswer, ExtractCondition, ExtractFile, ExtractItem, ExtractSigner, PublicClaim
from readiness_app.domain.vocabulary import Audience, GateState, Knowledge, Stance
from readiness_app.report import drawing, style
from readiness_app.report.boxes import Box, Columns, Stack, Text
from readiness_app.report.drawing import Column, Words, heading, paragraph, table
from readiness_app.report.glyphs import safe_address
from readiness_app.report.style import BODY, CELL, MONO_SMALL, PROSE, SMALL, TINY, WIDTH
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span, broken
from readiness_app.report.words import REASONS, count, day, grouped, inside, listed, percent
from readiness_app.wording import word

_QUESTIONS = (Column("Id", 64), Column("Question", 236), Column("What counts as evidence", WIDTH - 300))
_GAPS = (Column("Item", 58), Column("Question", 233), Column("Known?", 80), Column("What is done about it", WIDTH - 371))
_FIGURES = (Column("", 180), Column("", WIDTH - 180))
_SIGNERS = (Column("Role", 150), Column("Name", 170), Column("Signature", WIDTH - 320))
_CONDITIONS = (
    Column("Item", 54),
    Column("What must be done", WIDTH - 306),
    Column("Who", 84),
    Column("By", 70),
    Column("Proof wanted", 98),
)
_FOR_VENDOR = (Column("Item", 58), Column("What must be done", WIDTH - 248), Column("By", 80), Column("Proof wanted", 110))
_GATES = (Column("Item", 58), Column("Question", 243), Column("How it stands", 82), Column("Why", WIDTH - 383))
_ANSWERS = (Column("Item", 58), Column("What the vendor wrote", WIDTH - 258), Column("From", 116), Column("Became", 84))
_POINT, _LABELLED = 10.0, 64.0
_STATES = {GateState.CLEAR: "clear", GateState.ACCEPTED: "risk accepted", GateState.OPEN: "open"}
_LABELS = {Stance.SUPPORTS: "Says", Stance.CONTRADICTS: "Against it", Stance.DISPUTED: "Disputed", Stance.BACKGROUND: "Background"}


def questions_part(found: Extract) -> Iterator[Box]:
    """What is open, as questions to the vendor, by section."""
    yield heading("Open questions", 1, WIDTH, place="questions")
    if not found.gaps:
        yield paragraph("No question that is yours to answer is open.", WIDTH, PROSE.on(style.SOFT), before=4)
        return
    words = (
        f"{count(len(found.gaps), 'question')}. A document that says it, or the place where it is published, is the best answer. "
        "Above each question stands, smaller, what the reviewers ask themselves."
    )
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    for place, (section, items) in enumerate(groupby(found.gaps, lambda item: item.section)):
        rows: list[list[Box | Words]] = [
            [paragraph(i.id, 52, CELL.bold()), drawing.question_to(i.about, i.question), paragraph(i.wanted, WIDTH - 312, SMALL)]
            for i in items
        ]
        yield heading(section, 2, WIDTH, place=f"asked-{place}", before=22)
        yield table(_QUESTIONS, rows, before=4)


def standing_part(found: Extract) -> Iterator[Box]:
    """Figures, signatories and, where somebody asked for it, why it was decided."""
    yield heading("How it stands", 1, WIDTH, place="standing")
    figures = found.figures
    if figures is not None:
        yield paragraph(f"Judged as of {day(found.as_of)}.", WIDTH, PROSE.on(style.SOFT), before=4)
        known = listed([f"{figures.knowledge[one]} {inside(one)}" for one in Knowledge if figures.knowledge[one]])
        gates = listed([f"{figures.gates[one]} {said}" for one, said in _STATES.items()])
        rows: list[list[Box | Words]] = [
            ["Ready", f"{percent(figures.range.low)} to {percent(figures.range.high)}"],
            ["Looked at", f"{figures.reviewed} of {count(figures.items_in_scope, 'item')} in scope"],
            ["What is known", known or "no item is in scope"],
            ["Gates", gates if sum(figures.gates.values()) else "none at this tier"],
        ]
        yield _plain(rows)
    yield heading("Who is to sign", 2, WIDTH, place="signers", before=22)
    yield table(_SIGNERS, [[word(one.role), one.name or "nobody named", _signed(one)] for one in found.signers], before=4)
    words = "As far as the workspace knew when this was made. The signatures themselves stand in the report."
    yield paragraph(words, WIDTH, SMALL, before=6)
    if found.decision is not None and found.decision.rationale:
        yield heading("Why it was decided", 2, WIDTH, place="rationale", before=22)
        yield paragraph(found.decision.rationale, WIDTH, PROSE, before=4)


def _plain(rows: Sequence[Sequence[Box | Words]]) -> Box:
    return table((Column("Figure", 130), Column("Value", WIDTH - 130)), rows, before=8)


def _signed(one: ExtractSigner) -> Words:
    if one.declined:
        return Span("Declined", CELL.bold().on(style.RED))
    return Span("Signed", CELL.bold().on(style.GREEN)) if one.signed else "Not yet"


def decided_part(found: Extract) -> Iterator[Box]:
    """Conditions, and for procurement the gates that are not clear."""
    yield heading("Conditions", 1, WIDTH, place="conditions")
    if found.conditions:
        vendor = found.audience is Audience.VENDOR
        words = "What must be done, by when, and what will prove it."
        yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
        rows = [_condition(one, vendor=vendor) for one in found.conditions]
        yield table(_FOR_VENDOR if vendor else _CONDITIONS, rows, before=10)
    else:
        yield paragraph("The review sets no conditions.", WIDTH, PROSE.on(style.SOFT), before=4)
    if found.audience is Audience.PROCUREMENT:
        yield from _gates(found)


def _condition(one: ExtractCondition, *, vendor: bool) -> list[Box | Words]:
    due: Words = day(one.due)
    if one.met:
        due = [Span(f"{day(one.due)}\n", CELL), Span(f"Met on {day(one.met)}", CELL.bold().on(style.GREEN))]
    who: list[Box | Words] = [] if vendor else [one.owner or "not named"]
    return [paragraph(one.item, 44, CELL.bold()), one.what, *who, due, one.proof or "not stated"]


def _gates(found: Extract) -> Iterator[Box]:
    yield heading("Gates that are not clear", 1, WIDTH, place="gates", before=28)
    if not found.gates:
        yield paragraph("Every gate of this tier is clear.", WIDTH, PROSE.on(style.SOFT), before=4)
        return
    yield paragraph("Hard gates accept no exception.", WIDTH, PROSE.on(style.SOFT), before=4)
    rows: list[list[Box | Words]] = [
        [
            paragraph(one.item, 46, CELL.bold()),
            one.question,
            Span(f"{word(one.state)}{', hard' if one.hard else ''}", CELL.bold().on(style.GATE_COLORS[one.state][0])),
            REASONS[one.reason],
        ]
        for one in sorted(found.gates, key=lambda gate: not gate.hard)
    ]
    yield table(_GATES, rows, before=8)


def gaps_part(found: Extract) -> Iterator[Box]:
    """What is open and what is done about it; then what the vendor answered."""
    yield heading("Open gaps", 1, WIDTH, place="gaps")
    if found.gaps:
        yield paragraph(f"{count(len(found.gaps), 'item is', 'items are')} not settled.", WIDTH, PROSE.on(style.SOFT), before=4)
        rows: list[list[Box | Words]] = [
            [paragraph(item.id, 46, CELL.bold()), item.question, word(item.knowledge) if item.knowledge else "", _handled(item)]
            for item in found.gaps
        ]
        yield table(_GAPS, rows, before=8)
    else:
        yield paragraph("Every item in scope is settled.", WIDTH, PROSE.on(style.SOFT), before=4)
    yield heading("The vendor's answers", 1, WIDTH, place="answers", before=28)
    if found.answers:
        yield table(_ANSWERS, [_answer(one) for one in found.answers], before=8)
    else:
        out = found.left_out.answers
        words = f"{count(out, 'answer stays', 'answers stay')} out of this extract." if out else "The vendor has answered no question."
        yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)


def _answer(one: ExtractAnswer) -> list[Box | Words]:
    dated = f", {day(one.dated)}" if one.dated else ""
    return [paragraph(one.item, 46, CELL.bold()), one.statement, f"{one.by or 'nobody named'}{dated}", word(one.state)]


def _handled(item: ExtractItem) -> str:
    words = [word(way) for way in item.handling]
    if item.asked:
        words.append(f"asked on {day(item.asked)}" + (f", answer wanted by {day(item.due)}" if item.due else ""))
    return "; ".join(words) or "Nothing yet"


def claims_part(found: Extract) -> Iterator[Box]:
    """The claims that rest on public sources, item by item."""
    yield heading("What public sources say", 1, WIDTH, place="claims")
    if not found.claims:
        yield paragraph("No claim of the review rests on a public source.", WIDTH, PROSE.on(style.SOFT), before=4)
        return
    words = (
        f"{count(found.claims, 'claim')}, each as the review states it, with its source. They are not checked again here, and what the "
        "reviewers made of them is not part of this extract."
    )
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    carried = [item for item in found.items if item.claims]
    for place, (section, items) in enumerate(groupby(carried, lambda item: item.section)):
        yield heading(section, 2, WIDTH, place=f"said-{place}", before=22)
        for item in items:
            yield from _item(item)


def _item(item: ExtractItem) -> Iterator[Box]:
    words = [Span(f"{item.id}  ", style.H4.on(style.ACCENT)), Span(item.about or item.question, style.H4)]
    yield paragraph(words, WIDTH, style.H4, before=12, keep_next=True, role="H3")
    for stance, alike in groupby(item.claims, lambda claim: claim.stance):
        label = _LABELS[stance]
        for _, same in groupby(alike, _cited):
            yield _group(list(same), label, WIDTH - _LABELLED)
            label = ""


def _cited(claim: PublicClaim) -> tuple[object, ...]:
    return claim.source, claim.source_kind, claim.relays, claim.address, claim.dated


def _group(claims: Sequence[PublicClaim], label: str, width: float) -> Box:
    """Claims of one source: its line once, then what it says, point by point; the stance stands beside the first."""
    boxes: list[Box] = [paragraph(_source(claims[0]), width, TINY, keep_next=True)]
    rows: list[Box] = []
    for claim in claims:
        mark = Text(broken((Span("•", TINY.on(style.STRONG)),), 12), BODY.leading, TINY.size, Tag("Lbl"))
        rows.append(Columns([(0, mark), (_POINT, Stack(_said(claim, width - _POINT), tag=Tag("LBody")))], tag=Tag("LI"), before=2))
    boxes.append(Stack(rows, tag=Tag("L"), before=2))
    name = paragraph(label, _LABELLED - 4, style.LABEL) if label else None
    return Columns([(0, name), (_LABELLED, Stack(boxes))], tag=Tag("Div"), before=5)


def _source(claim: PublicClaim) -> list[Span]:
    source = TINY.on(style.SOFT)
    kind = inside(claim.source_kind) + (f" passing on {inside(claim.relays)}" if claim.relays else "")
    url = claim.address if safe_address(claim.address) else ""
    words = [Span(claim.source, source, url=url) if url else Span(claim.source, source)]
    words.append(Span(f"  ·  {kind}" + (f"  ·  dated {day(claim.dated)}" if claim.dated else ""), TINY))
    if claim.address:
        words += [Span("  ·  ", TINY), drawing.address(claim.address, TINY)]
    return words


def _said(claim: PublicClaim, width: float) -> list[Box]:
    boxes: list[Box] = [paragraph(claim.statement, width)]
    if claim.quote:
        page = f" (page {claim.page})" if claim.page else ""
        boxes.append(paragraph(f"“{claim.quote}”{page}", width, BODY.on(style.SOFT), before=1))
    if claim.counted:
        boxes.append(paragraph(f"Counted: {claim.counted}", width, SMALL, before=1))
    if claim.caveat:
        boxes.append(paragraph(f"Caveat: {claim.caveat}", width, SMALL.on(style.AMBER), before=1))
    if (better := claim.correction) is not None:
        dated = f", {day(better.dated)}" if better.dated else ""
        words = [Span("Corrected: ", SMALL.bold()), Span(f"{better.statement} ", SMALL.on(style.INK))]
        boxes.append(paragraph([*words, Span(f"{better.source}{dated}", SMALL, url=better.address)], width, SMALL, before=1))
    return boxes


def files_part(found: Extract) -> Iterator[Box]:
    """The files that are marked public; none of them is inside."""
    yield heading("Public files", 1, WIDTH, place="files")
    if not found.files:
        yield paragraph("No file of the review is marked public.", WIDTH, PROSE.on(style.SOFT), before=4)
        return
    words = f"{count(len(found.files), 'file of the review is', 'files of the review are')} marked public. None is inside this PDF."
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    for one in found.files:
        yield drawing.divider(WIDTH, before=10, keep_next=True)
        yield _file(one)


def _file(one: ExtractFile) -> Box:
    parts = [one.publisher and f"published by {one.publisher}", one.revision and f"revision {one.revision}"]
    parts += [f"published {day(one.published)}", f"retrieved {day(one.retrieved)}"]
    boxes: list[Box] = [
        paragraph(one.title, WIDTH, style.H4, keep_next=True, role="H2"),
        paragraph("  ·  ".join(part for part in parts if part), WIDTH, SMALL),
    ]
    if one.address:
        boxes.append(paragraph(drawing.address(one.address, SMALL), WIDTH, SMALL))
    boxes.append(paragraph([Span("SHA-256  ", SMALL), Span(grouped(one.sha256), MONO_SMALL)], WIDTH, SMALL, before=2))
    return Stack(boxes, tag=Tag("Div"), before=8)
