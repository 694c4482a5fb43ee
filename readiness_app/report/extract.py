"""Makes an extract as a PDF: unsigned, which every page says, without record and evidence, tagged and archived like a report."""

from collections.abc import Iterator, Sequence

from readiness_app.domain.disclosing import Why
from readiness_app.domain.extract import Extract
from readiness_app.domain.vocabulary import Audience, Confidentiality, State
from readiness_app.report import style
from readiness_app.report.boxes import Box, Columns, Stack
from readiness_app.report.drawing import Chip, chips, heading, panel, paragraph
from readiness_app.report.extract_parts import claims_part, decided_part, files_part, gaps_part, questions_part, standing_part
from readiness_app.report.finish import finished
from readiness_app.report.flow import Flow, Furniture
from readiness_app.report.glyphs import one_line
from readiness_app.report.metadata import Card
from readiness_app.report.paper import Paper
from readiness_app.report.style import BODY, LABEL, PROSE, SMALL, WIDTH, Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span
from readiness_app.report.words import NOT_STATED, count, day, ended, grouped, inside, listed, moment, short, subject_name
from readiness_app.wording import meaning, word

_BRAND = Face("Inter-SemiBold", 10, 16, style.ACCENT)
_TITLE = Face("Inter-Bold", 28, 36)
_OUTCOME = Face("Inter-Bold", 18, 24)
_INNER = WIDTH - 32
_MARKED = tuple(level.value for level in Confidentiality)
_OTHERWISE = {Why.UNPUBLISHED: "on sources that are not public", Why.QUOTE_MISSING: "with quotes that were not found in their files"}
_NAMES = {Audience.VENDOR: "Extract for the vendor", Audience.PROCUREMENT: "Extract for procurement"}


def build_extract(found: Extract) -> bytes:
    """The extract as PDF bytes; the same extract gives the same bytes. Nothing is drawn that the extract does not hold."""
    paper = Paper(found.language, style.SHEETS[found.paper])
    flow = Flow(paper, _furniture(found))
    flow.part(_front(found))
    if found.audience is Audience.VENDOR:
        flow.part(questions_part(found))
        if found.conditions:
            flow.part(decided_part(found), joins=True)
    else:
        flow.part(standing_part(found))
        flow.part(decided_part(found), joins=True)
        flow.part(gaps_part(found), joins=True)
    flow.part(claims_part(found), joins=True)
    flow.part(files_part(found), joins=True)
    return finished(paper, _card(found), [])


def _furniture(found: Extract) -> Furniture:
    name = _NAMES[found.audience]
    edition = f"edition {found.edition}{', superseded' if found.superseded else ''}"
    return Furniture(
        subject=f"{subject_name(found.subject)}, {inside(found.tier)}",
        marking=f"{name}, unsigned",
        edition=edition,
        digest=short(found.digest),
        draft=False,
        foot=f"{name}  ·  unsigned  ·  not the report  ·  taken from {edition}, digest {short(found.digest)} …",
    )


def _card(found: Extract) -> Card:
    title = f"{_NAMES[found.audience]}: {subject_name(found.subject)}, {inside(found.tier)} (unsigned)"
    return Card(title=one_line(title), author="", language=found.language, made=found.sealed, digest="", extract_of=found.digest)


def _front(found: Extract) -> Iterator[Box]:
    unsigned = chips([Chip(None, "UNSIGNED", style.AMBER, style.AMBER_TINT)], WIDTH / 2, right=True)
    yield Columns([(0, paragraph(_NAMES[found.audience], WIDTH / 2, _BRAND)), (WIDTH / 2, unsigned)])
    yield paragraph(found.subject.vendor, WIDTH, style.H2.on(style.SOFT), before=20)
    title = paragraph(found.subject.model, WIDTH, _TITLE, before=2, role="H1", place="front")
    title.bookmark = (one_line(_NAMES[found.audience]), 0)
    yield title
    yield paragraph(f"{found.checklist}, for {inside(found.tier)}, as of {day(found.as_of)}", WIDTH, PROSE.on(style.SOFT), before=4)
    yield _warning(found)
    if found.decision is not None or found.state is not None:
        yield _decision(found)
    yield from _details(found)
    yield from _left_out(found)
    yield from _origin(found)


def _warning(found: Extract) -> Box:
    purpose = {
        Audience.VENDOR: "It shows what is open, as questions to you, and what public sources say. Please answer and correct what you can.",
        Audience.PROCUREMENT: "It shows the decision and its conditions, how the review stands, what is open, and what public sources say.",
    }
    words = "This is an extract, not the report. Nobody has signed it, and it proves nothing by itself."
    lines: list[Box] = [paragraph(words, _INNER, PROSE.bold()), paragraph(purpose[found.audience], _INNER, BODY, before=2)]
    if found.superseded:
        later = f"Edition {found.edition} is superseded: the review was reopened after it was sealed. Ask for the current one."
        lines.append(paragraph(later, _INNER, BODY.bold().on(style.RED), before=4))
    return panel(lines, WIDTH, ground=style.AMBER_TINT, bar=style.AMBER, before=14)


def _decision(found: Extract) -> Box:
    made, inner = found.decision, WIDTH - 40
    if made is None:
        return panel([paragraph("No decision stands in the record.", _INNER)], WIDTH, before=12)
    color, ground = style.OUTCOME_COLORS[made.outcome]
    until = f"Valid until {day(made.valid_until)}. " if made.valid_until else ""
    if made.over:
        until = f"Ended on {day(made.valid_until)}, before the report was sealed. "
    boxes: list[Box] = [
        paragraph("The decision", inner, LABEL.on(color)),
        paragraph(word(made.outcome), inner, _OUTCOME.on(color)),
        paragraph(f"{meaning(made.outcome)} {until}Made on {day(made.made)}. {_standing(found)}", inner, BODY.on(color), before=2),
    ]
    return Stack(boxes, width=WIDTH, inset=(20, 12, 20, 12), ground=ground, bar=color, before=12)


def _standing(found: Extract) -> str:
    if found.declined:
        return "A signatory has declined to sign it, so it is not in force."
    if found.state is State.SIGNED:
        return "Every required role has signed the report."
    return "Not every required role has signed the report yet."


def _details(found: Extract) -> Iterator[Box]:
    subject = found.subject
    pairs = [
        ("Snapshot", subject.snapshot),
        ("Hosting route", subject.route),
        ("Region", subject.region),
        ("Access", subject.access),
        ("Used for", word(found.tier)),
        ("Review", f"{found.review}, round {found.round}, edition {found.edition}"),
    ]
    wide = WIDTH / 3
    for number in range(0, len(pairs), 3):
        cells: list[tuple[float, Box | None]] = [
            (side * wide, _pair(label, value, wide - 16)) for side, (label, value) in enumerate(pairs[number : number + 3])
        ]
        yield Columns(cells, before=16 if number == 0 else 8)


def _pair(label: str, value: str, width: float) -> Box:
    stated = paragraph(value, width) if value.strip() else paragraph(NOT_STATED, width, BODY.on(style.FAINT))
    return Stack([paragraph(label, width, Face("Inter-Medium", 8, 12, style.FAINT)), stated], tag=Tag("Div"))


def _left_out(found: Extract) -> Iterator[Box]:
    yield heading("What is left out", 2, WIDTH, place="left-out", before=18)
    out = found.left_out
    if not out.all_claims and not out.all_files and not out.answers:
        yield paragraph("No claim and no file is left out.", WIDTH, BODY, before=2)
    else:
        yield paragraph(ended(_counts(found)), WIDTH, BODY, before=2)
    never = {
        Audience.VENDOR: "What reviewers wrote and think of the answers stays out of every extract for a vendor.",
        Audience.PROCUREMENT: (
            "Of every review also stay out: notes, the reasoning behind answers, verdicts, searches, accepted risks and who reviewed what."
        ),
    }
    yield paragraph(never[found.audience], WIDTH, BODY.on(style.SOFT), before=2)


_WHO_CHECKS = {
    Audience.VENDOR: "Whoever holds the report can show that this was taken from it:",
    Audience.PROCUREMENT: "To check it, ask for the full report, which carries signatures, record and evidence inside.",
}


def _counts(found: Extract) -> str:
    """How much stays out; a vendor is not told how much is held back, nor by which marking."""
    out = found.left_out
    if found.audience is Audience.VENDOR:
        return "This is a part: what is not public and what is no question to you stays out"
    claims = [f"{number} on files marked {inside(Confidentiality(why))}" for why, number in out.claims.items() if number and why in _MARKED]
    claims += [f"{number} {_OTHERWISE[why]}" for why, number in out.claims.items() if number and why in _OTHERWISE]
    files = [f"{number} marked {inside(level)}" for level, number in out.files.items() if number]
    files += [f"{out.purged} no longer held"] if out.purged else []
    told = [_of(count(out.all_claims, "claim"), claims), _of(count(out.all_files, "file"), files)]
    told += [count(out.answers, "answer of the vendor", "answers of the vendor")] if out.answers else []
    return f"These stay out: {'; '.join(told)}"


def _of(total: str, parts: Sequence[str]) -> str:
    """`3 files (2 marked internal and 1 marked confidential)`; of one kind alone without its number again."""
    if len(parts) == 1:
        return f"{total}, {parts[0].partition(' ')[2]}"
    return f"{total} ({listed(parts)})" if parts else total


def _origin(found: Extract) -> Iterator[Box]:
    yield heading("Where it was taken from", 2, WIDTH, place="origin", before=18)
    words = f"From the report that was sealed on {moment(found.sealed)}. This file holds neither its record nor any evidence."
    yield paragraph(words, WIDTH, BODY, before=2)
    yield _digest("Digest of the record (SHA-256)", found.digest)
    if found.signed_report == found.report:
        yield _digest("The report as a file (SHA-256); nobody had signed it when this was made", found.report)
    else:
        yield _digest("The report as a file (SHA-256), with the signatures collected when this was made", found.signed_report)
        yield _digest("The report as a file (SHA-256), as it was sealed", found.report)
    how = [
        Span(f"{_WHO_CHECKS[found.audience]} ", BODY),
        Span("readiness verify report.pdf", Face("Mono", 8, 14)),
        Span(" prints the digest of its record, which must be the one above.", BODY),
    ]
    yield paragraph(how, WIDTH, BODY, before=6)


def _digest(label: str, digest: str) -> Box:
    lines: list[Box] = [
        paragraph(label, WIDTH, SMALL, keep_next=True),
        paragraph(grouped(digest), WIDTH, Face("Mono", 8, 13, style.INK)),
    ]
    return Stack(lines, tag=Tag("Div"), before=5, keep=True)
