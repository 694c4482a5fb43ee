"""The scope page: the questions that decide it, and every item of the checklist, in or out, and why."""

from collections.abc import Iterator

from readiness_app.domain.checklist import Item
from readiness_app.domain.scope import answer_to, deciding_keys
from readiness_app.domain.vocabulary import Knowledge
from readiness_app.report import style
from readiness_app.report.boxes import Box
from readiness_app.report.drawing import Column, Words, heading, paragraph, table
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import item_link, item_ranges
from readiness_app.report.style import CELL, PROSE, WIDTH
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, inside
from readiness_app.wording import word

_QUESTIONS = (Column("No.", 44), Column("Question", WIDTH - 160), Column("Answer", 116))
_LEFT_OUT = (Column("Item", 58), Column("Question", 250), Column("Why", WIDTH - 308))
_IN = (Column("Why", 108), Column("Items that apply", WIDTH - 108))


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
    yield from _left_out(facts)
    yield heading("What applies, and why", 2, WIDTH, place="scope-items", before=32)
    rows: list[list[Box | Words]] = [[why, item_ranges(ids, CELL, facts)] for why, ids in _applying(facts).items()]
    if rows:
        yield table(_IN, rows, before=8)
    else:
        yield paragraph("No item applies.", WIDTH, PROSE.on(style.SOFT), before=4)


def _left_out(facts: Facts) -> Iterator[Box]:
    """What does not count, in full: items that a scope question takes out, then those that a person marked as not applicable."""
    out = [item for item in facts.review.checklist.items() if item.id not in facts.answers]
    marked = [item for item in facts.items if facts.answers[item.id].knowledge is Knowledge.NOT_APPLICABLE]
    yield heading(f"Out of scope: {len(out)}", 2, WIDTH, place="scope-out", before=32)
    if out:
        yield table(_LEFT_OUT, [[item.id, item.question, _deciding(facts, item)] for item in out], before=8)
    else:
        yield paragraph("No scope question takes an item out.", WIDTH, PROSE.on(style.SOFT), before=4)
    if marked:
        yield heading(f"Marked not applicable: {len(marked)}", 2, WIDTH, place="scope-marked", before=32)
        rows: list[list[Box | Words]] = [
            [item_link(item.id, CELL.bold()), item.question, facts.answers[item.id].because or "no reason given"] for item in marked
        ]
        yield table(_LEFT_OUT, rows, before=8)


def _applying(facts: Facts) -> dict[str, list[str]]:
    """The ids of the items that apply, by why they do, in the order of the questions; first what always applies."""
    found: dict[str, list[str]] = {"Always": []}
    for item in facts.items:
        why = _deciding(facts, item) if item.when is not None else "Always"
        found.setdefault(why, []).append(item.id)
    return {why: found[why] for why in sorted(found, key=_number) if found[why]}


def _number(why: str) -> tuple[int, str]:
    first = why.removeprefix("Q").split(",")[0].split(":")[0]
    return (int(first) if first.isdigit() else 0), why


def _deciding(facts: Facts, item: Item) -> str:
    scope = facts.review.frame.scope
    keys = deciding_keys(item, scope)
    numbers = {question.key: f"Q{number}" for number, question in enumerate(facts.review.checklist.scope, 1)}
    if not keys:
        return "Applies"
    return f"{', '.join(numbers.get(key, key) for key in keys)}: {inside(answer_to(keys[0], scope))}"
