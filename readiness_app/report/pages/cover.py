"""The cover: exactly what was reviewed, for what, as of when, and what was decided."""

from collections.abc import Iterator

from readiness_app.report import style
from readiness_app.report.boxes import Box, Columns, Stack
from readiness_app.report.drawing import Chip, Words, chips, heading, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.style import WIDTH, Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span
from readiness_app.report.words import NOT_STATED, day, grouped, inside
from readiness_app.wording import meaning, word

_BRAND = Face("Inter-SemiBold", 10, 16, style.ACCENT)
_TITLE = Face("Inter-Bold", 32, 40)
_OUTCOME = Face("Inter-Bold", 22, 28)


def cover(facts: Facts) -> Iterator[Box]:
    """The boxes of the cover."""
    review = facts.review
    frame, subject = review.frame, review.subject
    state = "FINAL" if facts.final else "DRAFT"
    marking = word(frame.confidentiality)
    yield Columns([(0, paragraph("Readiness report", WIDTH / 2, _BRAND)), (WIDTH / 2, _marks(state, marking))])
    yield paragraph(subject.vendor, WIDTH, style.H2.on(style.SOFT), before=56)
    yield _title(facts)
    yield paragraph(f"{review.checklist.title}, for {inside(review.tier)}", WIDTH, Face("Inter", 13, 20, style.SOFT), before=8)
    yield _decision(facts)
    yield from _details(facts)
    yield paragraph("Digest of the record (SHA-256)", WIDTH, style.LABEL, before=24)
    half = len(facts.digest) // 2
    groups = f"{grouped(facts.digest[:half])}\n{grouped(facts.digest[half:])}"
    yield paragraph(groups, WIDTH, Face("Mono", 10, 16, style.INK))
    yield paragraph(
        "The record, the same review as data, is inside this file. Whoever signs puts their name to this digest.",
        WIDTH,
        style.SMALL,
        before=4,
    )


def _marks(state: str, marking: str) -> Box:
    color, ground = (style.GREEN, style.GREEN_TINT) if state == "FINAL" else (style.AMBER, style.AMBER_TINT)
    return chips([Chip(None, state, color, ground), Chip(None, marking, style.GREY, style.GREY_TINT)], WIDTH / 2, right=True)


def _title(facts: Facts) -> Box:
    title = heading(facts.review.subject.model, 1, WIDTH, place="cover", mark="Cover")
    set_large = paragraph(facts.review.subject.model, WIDTH, _TITLE, before=4, role="H1", place="cover")
    set_large.bookmark = title.bookmark
    return set_large


def _decision(facts: Facts) -> Box:
    decision, inner = facts.review.decision, WIDTH - 40
    if decision is None:
        words: list[Box] = [
            paragraph("No decision yet", inner, _OUTCOME.on(style.SOFT)),
            paragraph("This is how the review stands; nobody has decided on it.", inner, style.BODY.on(style.SOFT), before=4),
        ]
        return Stack(words, width=WIDTH, inset=(20, 16, 20, 16), ground=style.GREY_TINT, bar=style.STRONG, before=40)
    color, ground = style.OUTCOME_COLORS[decision.outcome]
    until = f"Valid until {day(decision.valid_until)}. " if decision.valid_until else ""
    boxes: list[Box] = [
        paragraph("The decision", inner, style.LABEL.on(color)),
        paragraph(word(decision.outcome), inner, _OUTCOME.on(color)),
        paragraph(meaning(decision.outcome), inner, style.BODY.on(color), before=2),
        paragraph(f"{until}Made by {decision.made_by} on {day(decision.made.date())}.", inner, style.BODY.on(color), before=4),
    ]
    return Stack(boxes, width=WIDTH, inset=(20, 16, 20, 16), ground=ground, bar=color, before=40)


def _details(facts: Facts) -> Iterator[Box]:
    review = facts.review
    subject, frame = review.subject, review.frame
    pack = f"{frame.pack.title}\nVersion {frame.pack.version}" if frame.pack else "none"
    if frame.pack and frame.pack.other_subject:
        pack += "\nIt is about another subject and was chosen all the same"
    pairs = [
        ("Vendor", subject.vendor),
        ("Checklist", f"{review.checklist.title}\nVersion {review.checklist.version}"),
        ("Model", subject.model),
        ("Used for", word(review.tier)),
        ("Snapshot", subject.snapshot),
        ("As of", day(review.as_of)),
        ("Hosting route", subject.route),
        ("Round and edition", f"Round {review.round}, edition {review.edition}"),
        ("Region", subject.region),
        ("Pack of facts", pack),
        ("Access", subject.access),
        ("Lead", review.lead),
    ]
    half = WIDTH / 2
    for number in range(0, len(pairs), 2):
        cells: list[tuple[float, Box | None]] = []
        for side, (label, value) in enumerate(pairs[number : number + 2]):
            cells.append((side * half, _pair(label, value, half - 16)))
        yield Columns(cells, before=24 if number == 0 else 12)


def _pair(label: str, value: str, width: float) -> Box:
    stated: Words = value if value.strip() else Span(NOT_STATED, style.BODY.on(style.FAINT))
    return Stack([paragraph(label, width, Face("Inter-Medium", 8, 12, style.FAINT)), paragraph(stated, width)], tag=Tag("Div"))
