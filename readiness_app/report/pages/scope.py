"""The scope page: the questions that decide it, and every item of the checklist, in or out, and why."""

from collections.abc import Iterator

from readiness_app.domain.checklist import Item
from readiness_app.domain.scope import answer_to, deciding_keys
from readiness_app.domain.vocabulary import Knowledge
from readiness_app.report import style
from readiness_app.report.boxes import Box
from readiness_app.report.drawing import Chip, Column, Words, chips, heading, paragraph, table
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import item_link
from readiness_app.report.style import CELL, PROSE, WIDTH
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, inside
from readiness_app.wording import word

_QUESTIONS = (Column("No.", 44), Column("Question", WIDTH - 160), Column("Answer", 116))
_ITEMS = (Column("Item", 58), Column("Question", 260), Column("Scope", 52), Column("Why", WIDTH - 370))
_IN = Chip(None, "in", style.GREEN, style.GREEN_TINT)
_OUT = Chip(None, "out", style.GREY, style.GREY_TINT)


def scope_page(facts: Facts) -> Iterator[Box]:
    """Scope questions with their answers, then all items."""
    review = facts.review
    every = list(review.checklist.items())
    yield heading("Scope", 1, WIDTH, place="scope")
    words = (
        f"{len(facts.items)} of {count(len(every), 'item')} apply. Yes/no questions decide; where a question is not answered, "
        "what depends on it applies."
    )
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    answers: list[list[Box | Words]] = [
        [Span(f"Q{number}", CELL.bold()), question.question, word(answer_to(question.key, review.frame.scope))]
        for number, question in enumerate(review.checklist.scope, 1)
    ]
    if answers:
        yield table(_QUESTIONS, answers, before=12)
    yield heading("Every item, in or out", 2, WIDTH, place="scope-items", before=32)
    yield table(_ITEMS, [_row(facts, item) for item in every], before=8)


def _row(facts: Facts, item: Item) -> list[Box | Words]:
    counts = item.id in facts.answers
    name: Words = item_link(item.id, CELL.bold()) if counts else item.id
    return [name, item.question, chips([_IN if counts else _OUT], 44, raised=2), _why(facts, item)]


def _why(facts: Facts, item: Item) -> str:
    answer = facts.answers.get(item.id)
    if answer is not None and answer.knowledge is Knowledge.NOT_APPLICABLE:
        return f"Marked not applicable: {answer.because}"
    if item.when is None:
        return "Always applies"
    scope = facts.review.frame.scope
    keys = deciding_keys(item, scope)
    numbers = {question.key: f"Q{number}" for number, question in enumerate(facts.review.checklist.scope, 1)}
    if not keys:
        return "Applies"
    return f"{', '.join(numbers.get(key, key) for key in keys)}: {inside(answer_to(keys[0], scope))}"
