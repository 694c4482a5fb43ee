"""The register of unknowns: what nobody could find out, why, and where was searched."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import SearchLine
from readiness_app.domain.review import Answer
from readiness_app.domain.vocabulary import UnknownReason
from readiness_app.report import drawing, style
from readiness_app.report.boxes import Box, Columns, Stack
from readiness_app.report.drawing import heading, link, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import UNKNOWN, item_link, reason_words, search_words
from readiness_app.report.style import BODY, PROSE, SMALL, WIDTH, Face
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, day
from readiness_app.wording import meaning, word

_ID, _REFERENCE = 64.0, 48.0
_SHARED = 3
"""A search that so many items name is printed once and called by its number."""
_SEARCH = "search-"

Search = tuple[str, date, str]
Numbers = Mapping[Search, int]


def unknowns_page(facts: Facts) -> Iterator[Box]:
    """The searches that many items share, then the unknown items in scope, reason by reason."""
    yield heading("Unknowns", 1, WIDTH, place="unknowns")
    found = facts.unknowns
    if not found:
        yield paragraph("No item in scope is marked unknown.", WIDTH, PROSE.on(style.SOFT), before=4)
        return
    words = f"{count(len(found), 'item was', 'items were')} searched for and not found out. Each has a reason and says where was searched."
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    numbers = _shared_searches([facts.answers[item.id] for item in found])
    yield from _searches(numbers)
    for reason in (*UnknownReason, None):
        items = [item for item in found if facts.answers[item.id].unknown_reason is reason]
        if items:
            yield from _group(facts, reason, items, numbers)


def _shared_searches(answers: list[Answer]) -> Numbers:
    counted = Counter(_search(line) for answer in answers for line in answer.search_log)
    shared = [search for search, times in counted.items() if times >= _SHARED]
    return {search: number for number, search in enumerate(shared, 1)}


def _search(line: SearchLine) -> Search:
    return line.where, line.when, line.by


def _searches(numbers: Numbers) -> Iterator[Box]:
    if not numbers:
        return
    words = "Searches that several items name, each for the answer to the item's question unless it says what else:"
    yield paragraph(words, WIDTH, SMALL, before=12, keep_next=True)
    for (where, when, by), number in numbers.items():
        name = paragraph(f"S{number}", _ID - 8, BODY.bold(), place=f"{_SEARCH}{number}")
        text = paragraph(f"{day(when)}: {where}, by {by}.", WIDTH - _ID, SMALL)
        yield Columns([(0, name), (_ID, text)], tag=Tag("Div"), before=6)


def _group(facts: Facts, reason: UnknownReason | None, items: list[Item], numbers: Numbers) -> Iterator[Box]:
    place = f"reason-{reason.value if reason else 'none'}"
    yield heading(f"{reason_words(reason)}: {len(items)}", 2, WIDTH, place=place, before=24)
    if reason is not None:
        yield paragraph(meaning(reason), WIDTH, BODY.on(style.SOFT), before=2, keep_next=True)
    for item in items:
        yield drawing.divider(WIDTH, before=6, keep_next=True)
        yield _entry(facts, item, numbers)


def _entry(facts: Facts, item: Item, numbers: Numbers) -> Box:
    answer, inner = facts.answers[item.id], WIDTH - _ID - _REFERENCE
    references: list[Span] = []
    own: list[drawing.Words] = []
    for line in answer.search_log:
        if (number := numbers.get(_search(line))) is None:
            own.append(search_words(line, item))
        elif line.what.strip() == item.question.strip():
            references += [Span(" ", SMALL), link(f"S{number}", SMALL, f"{_SEARCH}{number}")]
        else:
            own.append([link(f"S{number}", SMALL, f"{_SEARCH}{number}"), Span(f" for “{line.what}”", SMALL)])
    boxes: list[Box] = [paragraph(item.question, inner, BODY, keep_next=bool(answer.asked or own))]
    if answer.look_again is not None:
        boxes.append(paragraph(word(answer.look_again.reason), inner, SMALL.bold().on(style.AMBER), before=2))
    if answer.asked:
        boxes.append(paragraph(f"Asked on {day(answer.asked)}.", inner, SMALL.bold(), before=2))
    boxes += [paragraph(words, inner, SMALL, before=2) for words in own]
    name = paragraph(item_link(item.id, BODY.bold()), _ID - 8, BODY, place=UNKNOWN + item.id)
    cells: list[tuple[float, Box | None]] = [(0, name), (_ID, Stack(boxes))]
    if references:
        cells.append((WIDTH - _REFERENCE + 8, paragraph(references[1:], _REFERENCE - 8, Face("Inter", 8, 14))))
    return Columns(cells, tag=Tag("Div"), before=5)
