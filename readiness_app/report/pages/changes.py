"""What this edition supersedes and what changed since, so that nobody reads the wrong one or hunts for the difference."""

from collections.abc import Iterator

from readiness_app.domain.checklist import Item
from readiness_app.domain.lineage import EditionDifference, SupersededEdition
from readiness_app.domain.vocabulary import Knowledge
from readiness_app.report import style
from readiness_app.report.boxes import Box
from readiness_app.report.drawing import Column, Words, bullets, heading, labelled, paragraph, table
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import item_link
from readiness_app.report.style import BODY, CELL, MONO, PROSE, WIDTH
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, fate, grouped, inside, moment
from readiness_app.wording import word

_INNER = WIDTH - 92
_COLUMNS = (Column("Item", WIDTH - 230), Column("What is known now", 110), Column("Verdict now", 120))


def changes_page(facts: Facts) -> Iterator[Box]:
    """The edition before, why it was reopened, and what differs; a review that supersedes nothing has no such page."""
    before = facts.review.supersedes
    if before is None:
        return
    yield heading(f"What changed since edition {before.edition}", 1, WIDTH, place="changes")
    words = f"This is edition {facts.review.edition}. It supersedes edition {before.edition}, whose report still verifies as what it was."
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=4)
    yield from _before(before)
    yield from _changed(facts)


def _before(before: SupersededEdition) -> Iterator[Box]:
    yield labelled("Sealed", paragraph(f"{moment(before.sealed_at)} by {before.sealed_by}", _INNER), before=12)
    yield labelled("Digest", paragraph(Span(grouped(before.digest), MONO.on(style.INK)), _INNER, MONO), before=2)
    yield labelled("Reopened", paragraph(f"{moment(before.reopened_at)} by {before.reopened_by}", _INNER), before=2)
    yield labelled("Because", paragraph(before.reason, _INNER), before=2)
    yield labelled("Signatures", paragraph(fate(before), _INNER), before=2)


def _changed(facts: Facts) -> Iterator[Box]:
    sealing = facts.review.sealing
    if sealing is None or sealing.changed is None:
        words = "What differs from it is listed here when this edition is sealed."
        yield paragraph(words, WIDTH, BODY.on(style.SOFT), before=12)
        return
    found = sealing.changed
    yield labelled("Decision", paragraph(_decision(facts, found), _INNER), before=12)
    if found.frame:
        yield labelled("Frame", paragraph(f"Changed: {', '.join(part.replace('_', ' ') for part in found.frame)}", _INNER))
    if found.evidence_added:
        yield labelled("Evidence", bullets([f"Added: {title}" for title in found.evidence_added], _INNER))
    if not found.items:
        yield labelled("Answers", paragraph("No answer changed.", _INNER))
        return
    yield paragraph(f"{count(len(found.items), 'answer')} changed", WIDTH, style.H4, before=16, keep_next=True, role="H2")
    items = {item.id: item for item in facts.items}
    rows: list[list[Box | Words]] = [_now(facts, items.get(item_id), item_id) for item_id in found.items]
    yield table(_COLUMNS, rows, before=4)


def _decision(facts: Facts, found: EditionDifference) -> str:
    """What is decided now and, where another thing was decided before, what that was."""
    decision, was = facts.review.decision, found.outcome_before
    if decision is None:
        return "No decision has been made in this edition."
    now = f"Now: {inside(decision.outcome)}"
    if not found.decision_changed:
        return f"{now}, for the same reasons and until the same day as before."
    if was is None:
        return f"{now}. It differs from the one before."
    return f"{now}; before: {inside(was)}." if was is not decision.outcome else f"{now}, as before, but its reasons or its end differ."


def _now(facts: Facts, item: Item | None, item_id: str) -> list[Box | Words]:
    """A changed answer as it is now; one on an item out of scope has no place in this report."""
    if item is None:
        return [f"{item_id} (out of scope)", "", ""]
    answer = facts.answers[item_id]
    state = word(answer.counted)
    if answer.look_again is not None:
        state = f"{word(answer.knowledge)}, not confirmed"
    verdict = word(answer.judged) if answer.reviewed and answer.counted is not Knowledge.NOT_APPLICABLE else ""
    return [[item_link(item_id, CELL.bold()), Span(f"  {item.question}", CELL.on(style.SOFT))], state, verdict]
