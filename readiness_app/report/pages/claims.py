"""Claims of an item: what supports it, what speaks against it, what is disputed, and quietly the background."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from readiness_app.domain.ageing import expires_on, is_expired
from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim
from readiness_app.domain.review import Answer
from readiness_app.domain.strength import ordered
from readiness_app.domain.vocabulary import Stance
from readiness_app.report import drawing, style
from readiness_app.report.boxes import Box, Columns, Stack, Text
from readiness_app.report.drawing import labelled, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.glyphs import safe_address
from readiness_app.report.pages.shared import evidence_link
from readiness_app.report.style import BODY, SMALL, TINY, Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span, broken
from readiness_app.report.words import day, inside

_POINT = 10.0
_TIED = 5  # a statement of up to so many lines stays with its source
_LABELS = {
    Stance.SUPPORTS: "Claims",
    Stance.CONTRADICTS: "Against it",
    Stance.DISPUTED: "Disputed",
    Stance.BACKGROUND: "Background",
}


def claim_groups(facts: Facts, item: Item, answer: Answer, width: float) -> Iterator[Columns]:
    """One labelled group per stance that occurs, the strongest source first, citations of one source together."""
    prevailing = answer.resolution.prevails if answer.resolution else ()
    read = ordered(answer.claims, item, facts.review)
    for stance, label in _LABELS.items():
        found = [claim for claim in read if claim.stance is stance]
        if found:
            yield labelled(label, _group(facts, item, found, stance, prevailing, width))


def _group(facts: Facts, item: Item, claims: Sequence[Claim], stance: Stance, prevailing: Collection[str], width: float) -> Box:
    bar = {Stance.CONTRADICTS: style.RED, Stance.DISPUTED: style.AMBER}.get(stance, "")
    inner = width - 12 if bar else width
    boxes: list[Box] = []
    for source, same in groupby(claims, lambda claim: _source(facts, item, claim, prevails=claim.id in prevailing)):
        said = list(same)
        before = 8.0 if boxes else 0.0
        boxes.append(_from_one(facts, source, said, inner, before) if len(said) > 1 else _claim(facts, source, said[0], inner, before))
    return Stack(boxes, width=width, inset=(12 if bar else 0, 0, 0, 0), bar=bar)


def _claim(facts: Facts, source: Sequence[Span], claim: Claim, width: float, before: float) -> Box:
    statement, *rest = _said(facts, claim, width)
    below = paragraph(source, width, TINY, before=2)
    return Stack([statement, *rest[: bool(claim.quote)], below, *rest[bool(claim.quote) :]], tag=Tag("Div"), before=before, keep=True)


def _from_one(facts: Facts, source: Sequence[Span], claims: Sequence[Claim], width: float, before: float) -> Box:
    """Several claims that share source, kind, dates and confidence: the source once, then what it says, point by point."""
    words = [Span(f"{len(claims)} from one source: ", TINY.on(style.SOFT)), *source]
    rows: list[Box] = []
    for claim in claims:
        mark = Text(broken((Span("•", TINY.on(style.STRONG)),), 12), _face(claim).leading, TINY.size, Tag("Lbl"))
        body = Stack(_said(facts, claim, width - _POINT), tag=Tag("LBody"), keep=True)
        rows.append(Columns([(0, mark), (_POINT, body)], tag=Tag("LI"), before=4))
    points = Stack(rows, tag=Tag("L"), before=4)
    return Stack([paragraph(words, width, TINY, keep_next=True), points], tag=Tag("Div"), before=before)


def _face(claim: Claim) -> Face:
    return SMALL if claim.stance is Stance.BACKGROUND else BODY


def _said(facts: Facts, claim: Claim, width: float) -> list[Box]:
    face = _face(claim)
    statement = paragraph(claim.statement, width, face)
    statement.keep_next = len(statement.lines) <= _TIED
    boxes: list[Box] = [statement]
    if claim.quote:
        page = f" (page {claim.page})" if claim.page else ""
        boxes.append(paragraph(f"“{claim.quote}”{page}", width, face.on(style.SOFT), before=2))
    if claim.counted:
        boxes.append(paragraph(f"Counted: {claim.counted}", width, SMALL, before=1))
    if claim.caveat:
        boxes.append(paragraph(f"Caveat: {claim.caveat}", width, SMALL.on(style.AMBER), before=1))
    if claim.correction:
        boxes.append(_correction(facts, claim, width))
    return boxes


def _source(facts: Facts, item: Item, claim: Claim, *, prevails: bool) -> list[Span]:
    kind = inside(claim.source_kind)
    if claim.relays:
        kind += f" passing on {inside(claim.relays)}"
    face = TINY
    source = face.on(style.SOFT)
    words = [Span(claim.source, source, url=claim.address) if safe_address(claim.address) else Span(claim.source, source)]
    facts_of_it = [kind, *_dates(facts, item, claim), *_marks(claim)]
    if prevails:
        words.insert(0, Span("Prevails  ·  ", face.bold().on(style.GREEN)))
    words.append(Span("  ·  " + "  ·  ".join(facts_of_it), face))
    if (number := facts.number(claim)) is not None:
        words += [Span("  ·  ", face), evidence_link(number, face)]
    if claim.address:
        words += [Span("  ·  ", face), drawing.address(claim.address, face)]
    return words


def _dates(facts: Facts, item: Item, claim: Claim) -> Iterator[str]:
    yield f"confidence {inside(claim.confidence)}"
    if claim.dated:
        yield f"dated {day(claim.dated)}"
    if claim.checked:
        yield f"checked {day(claim.checked)}"
    if last := expires_on(claim, item, facts.review):
        over = is_expired(claim, item, facts.review, facts.review.as_of)
        yield f"{'expired' if over else 'counts until'} {day(last)}"


def _marks(claim: Claim) -> Iterator[str]:
    if claim.added_by and not claim.pack:
        yield f"added by {claim.added_by}"
    if claim.page and not claim.quote:
        yield f"page {claim.page}"
    if anchor := claim.anchor:
        where = f" (page {anchor.page})" if anchor.page else ""
        yield f"quote {inside(anchor.state)}{where}, looked up {day(anchor.checked)}"
    if claim.bare_link:
        yield "an address alone, no page was kept"


def _correction(facts: Facts, claim: Claim, width: float) -> Box:
    correction = claim.correction
    assert correction is not None
    later = correction.dated is not None and correction.dated > facts.review.as_of
    dated = f", {day(correction.dated)}" if correction.dated else ""
    after = f" (after the as-of date, {day(facts.review.as_of)})" if later else ""
    words = [Span("Corrected: ", SMALL.bold()), Span(f"{correction.statement} ", SMALL.on(style.INK))]
    words.append(Span(f"{correction.source}{dated}{after}", SMALL, url=correction.address))
    return paragraph(words, width, SMALL, before=2)
