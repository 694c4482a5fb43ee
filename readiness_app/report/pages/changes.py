"""What this edition supersedes and what changed since, so that nobody reads the wrong one or hunts for the difference."""

from collections.abc import Iterator

from readiness_app.domain.lineage import SupersededEdition
from readiness_app.report import style
from readiness_app.report.boxes import Box
from readiness_app.report.drawing import bullets, heading, labelled, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.pages.shared import item_ranges
from readiness_app.report.style import BODY, MONO, PROSE, WIDTH
from readiness_app.report.typeset import Span
from readiness_app.report.words import count, grouped, moment

_INNER = WIDTH - 92


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


def _changed(facts: Facts) -> Iterator[Box]:
    sealing = facts.review.sealing
    if sealing is None or sealing.changed is None:
        words = "What differs from it is listed here when this edition is sealed."
        yield paragraph(words, WIDTH, BODY.on(style.SOFT), before=12)
        return
    found = sealing.changed
    if found.items:
        words = f"{count(len(found.items), 'answer')} changed"
        yield labelled("Answers", paragraph([Span(f"{words}: ", BODY), *item_ranges(found.items, BODY, facts)], _INNER), before=12)
    if found.frame:
        yield labelled("Frame", paragraph(f"Changed: {', '.join(part.replace('_', ' ') for part in found.frame)}", _INNER))
    if found.evidence_added:
        yield labelled("Evidence", bullets(list(found.evidence_added), _INNER))
    moved = "The decision differs from the one before." if found.decision_changed else "The decision is the same as before."
    yield labelled("Decision", paragraph(moved, _INNER))
