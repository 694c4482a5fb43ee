"""The evidence index: every file by its number, with its hash, its dates and where it is used."""

from collections.abc import Iterator, Sequence

from readiness_app.domain.confidentiality import is_program, may_be_embedded
from readiness_app.domain.review import Evidence
from readiness_app.report import drawing, style
from readiness_app.report.bars import sources_bars
from readiness_app.report.boxes import Box, Columns, Stack
from readiness_app.report.drawing import heading, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import EVIDENCE, item_links, item_ranges, weak_words
from readiness_app.report.style import BODY, H4, MONO_SMALL, PROSE, SMALL, WIDTH
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, day, ended, grouped, moment, size
from readiness_app.wording import word

_NUMBER = 40.0


def evidence_page(facts: Facts) -> Iterator[Box]:
    """One entry per file, in the order in which they were added."""
    yield heading("Evidence", 1, WIDTH, place="evidence")
    yield from _sources(facts)
    files = facts.review.evidence
    if not files:
        yield paragraph("No file is attached to this review.", WIDTH, PROSE.on(style.SOFT), before=12)
        return
    yield heading("Files", 2, WIDTH, place="files", before=28)
    words = (
        f"{count(len(files), 'file')}, {len(facts.embedded)} of them inside this PDF. Confidential files, those under NDA, programs and "
        "scripts are listed by their hash only: whoever holds such a file can show that it is the one meant here."
    )
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    for evidence in files:
        yield drawing.divider(WIDTH, before=12, keep_next=True)
        yield _entry(facts, evidence)


def _sources(facts: Facts) -> Iterator[Box]:
    """How strong the sources are that carry items, and which items rest on weak ones alone."""
    if not sum(row.claims for row in facts.sources):
        return
    words = (
        "A claim counts as the weaker of the document that was read and what it passes on. The bars count claims that carry an item; "
        "at the right stands of how many items this kind is the strongest source."
    )
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    yield sources_bars(facts.sources, WIDTH, step=13, items=True, before=12)
    weak = [item.id for item in facts.items if facts.answers[item.id].weak_sources_only]
    yield _which(weak_words(facts), weak, facts)
    single = facts.on_one_source
    words = f"{count(len(single), 'item rests', 'items rest')} on a single independent source (two citations of one source count once)"
    if single:
        yield _which(words, single, facts)


def _which(words: str, ids: Sequence[str], facts: Facts) -> Box:
    ends = [Span(": ", BODY), *item_ranges(ids, BODY, facts)] if ids else []
    return paragraph([Span(words, BODY.bold()), *ends, Span(".", BODY)], WIDTH, BODY, before=6)


def _entry(facts: Facts, evidence: Evidence) -> Box:
    number, inner = facts.numbers[evidence.sha256], WIDTH - _NUMBER
    title = paragraph(evidence.title or evidence.name, inner, H4, keep_next=True)
    boxes: list[Box] = [title, paragraph(_origin(evidence), inner, SMALL), paragraph(_dates(evidence), inner, SMALL)]
    if evidence.replaces:
        former = facts.numbers.get(evidence.replaces)
        boxes.append(paragraph(f"A newer revision of {f'E{former}' if former else grouped(evidence.replaces)}", inner, SMALL))
    if evidence.address:
        boxes.append(paragraph(drawing.address(evidence.address, SMALL), inner, SMALL))
    boxes.append(paragraph([Span("SHA-256  ", SMALL), Span(grouped(evidence.sha256), MONO_SMALL)], inner, SMALL, before=2))
    boxes.append(paragraph(_whereabouts(facts, evidence), inner, SMALL, before=2))
    used = facts.uses[evidence.sha256]
    users = [Span("Used by ", SMALL), *item_links(used, SMALL, facts)] if used else [Span("Used by no item", SMALL)]
    boxes.append(paragraph(users, inner, SMALL))
    name = paragraph(f"E{number}", _NUMBER, H4.on(style.ACCENT), place=f"{EVIDENCE}{number}")
    return Columns([(0, name), (_NUMBER, Stack(boxes))], tag=Tag("Div"), before=10)


def _origin(evidence: Evidence) -> str:
    parts = [evidence.name, size(evidence.size), evidence.media_type]
    if evidence.publisher:
        parts.append(f"published by {evidence.publisher}")
    if evidence.revision:
        parts.append(f"revision {evidence.revision}")
    return "  ·  ".join(parts)


def _dates(evidence: Evidence) -> str:
    parts = [f"Published {day(evidence.published)}", f"retrieved {day(evidence.retrieved)}"]
    if evidence.captured:
        parts.append(f"saved as it stood {moment(evidence.captured)}")
    parts.append(f"added {moment(evidence.added)} by {evidence.added_by}")
    if evidence.expires:
        parts.append(f"counts until {day(evidence.expires)}")
    return "  ·  ".join(parts)


def _whereabouts(facts: Facts, evidence: Evidence) -> list[Span]:
    level = [Span(word(evidence.confidentiality), SMALL.bold())]
    if purged := evidence.purged:
        taken = f"taken out by {purged.by} on {moment(purged.at)}, because: {ended(purged.why)}"
        words = f": the bytes were {taken} Reports sent before are out of reach."
    elif evidence.sha256 in facts.embedded:
        words = ": inside this PDF as an attached file."
    elif may_be_embedded(evidence):
        words = ": listed only, because the files inside this PDF would pass 25 MB in all."
    elif is_program(evidence):
        words = ": listed only, because it is a program or a script."
    else:
        words = ": listed only, never inside this PDF."
    return [*level, Span(words, SMALL)]
