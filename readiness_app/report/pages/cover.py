"""The cover: exactly what was reviewed, for what, as of when, and what was decided."""

from collections.abc import Iterator

from readiness_app.report import style
from readiness_app.report.boxes import Box, Columns, Stack
from readiness_app.report.drawing import Chip, Words, chips, heading, link, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.style import WIDTH, Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span, shortened
from readiness_app.report.words import NOT_STATED, day, fate, grouped, inside, moment, short, validity
from readiness_app.wording import meaning, word

_BRAND = Face("Inter-SemiBold", 10, 16, style.ACCENT)
_TITLE = Face("Inter-Bold", 32, 40)
_OUTCOME = Face("Inter-Bold", 22, 28)


def cover(facts: Facts) -> Iterator[Box]:
    """The boxes of the cover, closer together until they fit on one page."""
    boxes: list[Box] = []
    for air, columns, rows in ((1.0, 2, 3), (0.7, 2, 3), (0.5, 2, 3), (0.7, 3, 3), (0.5, 3, 3), (0.2, 3, 3), (0.2, 3, 2), (0.1, 3, 1)):
        boxes = list(_boxes(facts, air, columns, rows))
        if sum(box.height + box.before for box in boxes) <= facts.sheet.room:
            break
    return iter(boxes)


def _boxes(facts: Facts, air: float, columns: int, rows: int) -> Iterator[Box]:
    """All of it with so much of the usual air between, what pins the subject in so many columns, reasons in so many rows."""
    review = facts.review
    state = "FINAL" if facts.final else "DRAFT"
    marking = word(review.frame.confidentiality)
    yield Columns([(0, paragraph("Readiness report", WIDTH / 2, _BRAND)), (WIDTH / 2, _marks(state, marking))])
    yield paragraph(review.subject.vendor, WIDTH, style.H2.on(style.SOFT), before=56 * air)
    yield _title(facts)
    yield paragraph(f"{review.checklist.title}, for {inside(review.tier)}", WIDTH, Face("Inter", 13, 20, style.SOFT), before=8 * air)
    yield _decision(facts, 40 * air)
    yield from _superseded(facts, rows)
    yield from _details(facts, air, columns)
    yield paragraph("Digest of the record (SHA-256)", WIDTH, style.LABEL, before=24 * air)
    half = len(facts.digest) // 2
    groups = f"{grouped(facts.digest[:half])}\n{grouped(facts.digest[half:])}"
    yield paragraph(groups, WIDTH, Face("Mono", 10, 16, style.INK))
    words = "The record, the same review as data, is inside this file. Whoever signs puts their name to this digest."
    yield paragraph(words, WIDTH, style.SMALL, before=4 * air)


def _marks(state: str, marking: str) -> Box:
    color, ground = (style.GREEN, style.GREEN_TINT) if state == "FINAL" else (style.AMBER, style.AMBER_TINT)
    return chips([Chip(None, state, color, ground), Chip(None, marking, style.GREY, style.GREY_TINT)], WIDTH / 2, right=True)


def _title(facts: Facts) -> Box:
    title = heading(facts.review.subject.model, 1, WIDTH, place="cover", mark="Cover")
    set_large = paragraph(facts.review.subject.model, WIDTH, _TITLE, before=4, role="H1", place="cover")
    set_large.bookmark = title.bookmark
    return set_large


def _decision(facts: Facts, before: float) -> Box:
    decision, inner = facts.review.decision, WIDTH - 40
    if decision is None:
        words: list[Box] = [
            paragraph("No decision yet", inner, _OUTCOME.on(style.SOFT)),
            paragraph("This is how the review stands; nobody has decided on it.", inner, style.BODY.on(style.SOFT), before=4),
        ]
        return Stack(words, width=WIDTH, inset=(20, 16, 20, 16), ground=style.GREY_TINT, bar=style.STRONG, before=before)
    color, ground = style.OUTCOME_COLORS[decision.outcome]
    until = f"{validity(facts.review)}. " if decision.valid_until else ""
    boxes: list[Box] = [
        paragraph("The decision", inner, style.LABEL.on(color)),
        paragraph(word(decision.outcome), inner, _OUTCOME.on(color)),
        paragraph(meaning(decision.outcome), inner, style.BODY.on(color), before=2),
        paragraph(f"{until}Made by {decision.made_by} on {day(decision.made.date())}.", inner, style.BODY.on(color), before=4),
    ]
    return Stack(boxes, width=WIDTH, inset=(20, 16, 20, 16), ground=ground, bar=color, before=before)


def _superseded(facts: Facts, rows: int) -> Iterator[Box]:
    before = facts.review.supersedes
    if before is None:
        return
    inner = WIDTH - 40
    words = f"Supersedes edition {before.edition}, sealed {moment(before.sealed_at)} by {before.sealed_by}"
    boxes: list[Box] = [
        paragraph(words, inner, style.BODY.bold()),
        _first_lines(fate(before), inner, max(rows, 2)),
        paragraph([Span("Digest ", style.SMALL), Span(grouped(before.digest), style.MONO_SMALL)], inner, style.SMALL, before=2),
        _first_lines(f"Reopened by {before.reopened_by} on {day(before.reopened_at.date())}, because: {before.reason}", inner, rows),
        paragraph(link("What changed", style.SMALL, "changes"), inner, style.SMALL, before=2),
    ]
    yield Stack(boxes, width=WIDTH, inset=(20, 10, 20, 10), frame=style.STRONG, before=12)


def _first_lines(words: str, width: float, most: int) -> Box:
    """At most so many lines; the whole text stands where the changes are listed."""
    whole = paragraph(words, width, before=2)
    if len(whole.lines) > most:
        rest = " ".join("".join(piece.text for piece in line.pieces) for line in whole.lines[most - 1 :])
        whole.lines = [*whole.lines[: most - 1], shortened([Span(rest, style.BODY)], width)]
    return whole


def _details(facts: Facts, air: float, columns: int) -> Iterator[Box]:
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
    if (before := review.previous) is not None:
        words = f"Round {before.round}, edition {before.edition}, as of {day(before.as_of)}"
        pairs.append(("Carries on", f"{words}\nChecklist {before.checklist_version}, digest {short(before.digest)}"))
        found = facts.measures
        pairs.append(
            ("Confirmed in this round", f"{found.reviewed} of {found.items_in_scope} items\n{found.unconfirmed} came along unconfirmed")
        )
    if columns > 2:
        pairs = pairs[::2] + pairs[1::2]  # read row by row, the subject comes first
    wide = WIDTH / columns
    for number in range(0, len(pairs), columns):
        cells: list[tuple[float, Box | None]] = []
        for side, (label, value) in enumerate(pairs[number : number + columns]):
            cells.append((side * wide, _pair(label, value, wide - 16)))
        yield Columns(cells, before=24 * air if number == 0 else 4 + 8 * air)


def _pair(label: str, value: str, width: float) -> Box:
    stated: Words = value if value.strip() else Span(NOT_STATED, style.BODY.on(style.FAINT))
    return Stack([paragraph(label, width, Face("Inter-Medium", 8, 12, style.FAINT)), paragraph(stated, width)], tag=Tag("Div"))
