"""The register of unknowns: what nobody could find out, why, and where was searched."""

from collections.abc import Iterator

from readiness_app.domain.checklist import Item
from readiness_app.report import drawing, style
from readiness_app.report.boxes import Box, Columns, Stack
from readiness_app.report.drawing import heading, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import UNKNOWN, item_link, reason_words, search_words
from readiness_app.report.style import BODY, PROSE, SMALL, WIDTH
from readiness_app.report.tags import Tag
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, day
from readiness_app.wording import meaning

_ID = 64.0


def unknowns_page(facts: Facts) -> Iterator[Box]:
    """One entry per unknown item in scope."""
    yield heading("Unknowns", 1, WIDTH, place="unknowns")
    found = facts.unknowns
    if not found:
        yield paragraph("No item in scope is marked unknown.", WIDTH, PROSE.on(style.SOFT), before=4)
        return
    words = f"{count(len(found), 'item was', 'items were')} searched for and not found out. Each has a reason and says where was searched."
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    for item in found:
        yield drawing.divider(WIDTH, before=10, keep_next=True)
        yield _entry(facts, item)


def _entry(facts: Facts, item: Item) -> Box:
    answer, inner = facts.answers[item.id], WIDTH - _ID
    asked = f" Asked on {day(answer.asked)}." if answer.asked else ""
    why = meaning(answer.unknown_reason) if answer.unknown_reason else ""
    reason = [Span(f"{reason_words(answer.unknown_reason)}.{asked} ", SMALL.bold().on(style.RED)), Span(why, SMALL)]
    boxes: list[Box] = [paragraph(item.question, inner, BODY, keep_next=True), paragraph(reason, inner, SMALL, before=2)]
    boxes += [paragraph(search_words(line, item), inner, SMALL, before=2) for line in answer.search_log]
    name = paragraph(item_link(item.id, BODY.bold()), _ID - 8, BODY, place=UNKNOWN + item.id)
    return Columns([(0, name), (_ID, Stack(boxes))], tag=Tag("Div"), before=8)
