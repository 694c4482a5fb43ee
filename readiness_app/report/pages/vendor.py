"""Questions that went to the vendor, and what came back; a reply is a claim only once a person has adopted it."""

from collections.abc import Iterator

from readiness_app.domain.asking import counts_of
from readiness_app.domain.vendor import QuestionList, VendorReply
from readiness_app.domain.vocabulary import ReplyState
from readiness_app.report import style
from readiness_app.report.boxes import Box, Stack
from readiness_app.report.drawing import Column, Words, heading, paragraph, table
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import evidence_link, item_links
from readiness_app.report.style import BODY, CELL, PROSE, SMALL, WIDTH
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, day, moment, short
from readiness_app.wording import word

_COLUMNS = (Column("Item", 58), Column("What the vendor wrote", WIDTH - 262), Column("From", 116), Column("Became", 88))
_COLORS = {ReplyState.WAITING: style.AMBER, ReplyState.ADOPTED: style.GREEN, ReplyState.SET_ASIDE: style.SOFT}


def vendor_page(facts: Facts) -> Iterator[Box]:
    """Each list of questions with its replies, then replies that belong to no list of this review."""
    review = facts.review
    yield heading("Questions to the vendor", 1, WIDTH, place="vendor")
    words = "What was asked and what came back. A reply proposes; it counts only where a person adopted it, and then it stands as a claim."
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    known = {asked.id for asked in review.questions}
    for asked in review.questions:
        yield from _list(facts, asked)
        yield from _replies(facts, [reply for reply in review.replies if reply.list == asked.id], "No reply has come back to this list.")
    strays = [reply for reply in review.replies if reply.list not in known]
    if strays:
        yield heading("Replies to no list of this review", 2, WIDTH, place="vendor-strays", before=24)
        yield from _replies(facts, strays, "")


def _list(facts: Facts, asked: QuestionList) -> Iterator[Box]:
    review = facts.review
    yield heading(f"List {asked.id}, asked on {day(asked.made.date())}", 2, WIDTH, place=f"list-{asked.id}", before=24)
    due = f" An answer is wanted by {day(asked.due)}." if asked.due else ""
    counts = counts_of(review, asked, review.as_of)
    late = f" and {counts.overdue} {'is' if counts.overdue == 1 else 'are'} overdue as of {day(review.as_of)}" if counts.overdue else ""
    stands = f" {counts.replied} of {counts.asked} answered{late}."
    made = f"{count(len(asked.items), 'question')}, by {asked.made_by}, {moment(asked.made)}.{due}{stands} Digest of the record then: "
    ids = [one.item for one in asked.items]
    words = [Span(f"{made}{short(asked.digest)}. ", BODY), Span("Items: ", BODY), *item_links(ids, BODY, facts)]
    yield paragraph(words, WIDTH, BODY, before=4)


def _replies(facts: Facts, replies: list[VendorReply], none: str) -> Iterator[Box]:
    if replies:
        yield table(_COLUMNS, [_row(facts, reply) for reply in replies], before=8)
    else:
        yield paragraph(none, WIDTH, BODY.on(style.SOFT), before=4)


def _row(facts: Facts, reply: VendorReply) -> list[Box | Words]:
    inner = _COLUMNS[1].width - 12
    said: list[Box] = [paragraph(reply.statement, inner, CELL)]
    if not reply.item:
        said.insert(0, paragraph(reply.question, inner, CELL.on(style.SOFT)))
    if reply.problem:
        said.append(paragraph(reply.problem, inner, SMALL.on(style.AMBER), before=2))
    dated = f", {day(reply.dated)}" if reply.dated else ""
    origin = [Span(f"{reply.by or 'nobody named'}{dated}; received {day(reply.received.date())} by {reply.received_by}", CELL)]
    if (number := facts.numbers.get(reply.file)) is not None:
        origin += [Span(" ", CELL), evidence_link(number, CELL)]
    by = f" by {reply.decided_by}" if reply.decided_by else ""
    on = f", {day(reply.decided.date())}" if reply.decided else ""
    became = [Span(word(reply.state), CELL.bold().on(_COLORS[reply.state])), Span(f"{by}{on}", CELL)]
    item: Words = item_links([reply.item], CELL.bold(), facts) if reply.item else "none"
    return [item, Stack(said), origin, became]
