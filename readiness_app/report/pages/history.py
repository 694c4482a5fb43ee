"""The review's history: what its chain of hashes can and cannot promise, and what made the report."""

from collections.abc import Iterator

from readiness_app.report import style
from readiness_app.report.boxes import Box
from readiness_app.report.drawing import heading, labelled, paragraph
from readiness_app.report.facts import Facts
from readiness_app.report.style import BODY, MONO, WIDTH
from readiness_app.report.typeset import Span
from readiness_app.report.words import grouped, moment


def history_page(facts: Facts) -> Iterator[Box]:
    """What the history promises and what not, its head at sealing, and what made the report."""
    yield heading("The history", 1, WIDTH, place="history")
    words = (
        "Every change to this review was written to a history in which each entry holds the hash of the one before. "
        "The history shows any change made outside the program to what was recorded before the latest signed report, or before the latest "
        "head, that somebody else holds. It cannot stop a person who holds the workspace file from deleting it, nor from rewriting "
        "what nobody else has seen yet."
    )
    yield paragraph(words, WIDTH, before=4)
    sealing = facts.review.sealing
    if sealing is None:
        yield paragraph("The head of the history is written here when the review is sealed.", WIDTH, BODY.on(style.SOFT), before=6)
        return
    inner = WIDTH - 92
    yield labelled("Sealed", paragraph(f"{moment(sealing.at)} by {sealing.by}", inner), before=4)
    yield labelled("Entries", paragraph(str(sealing.history_length), inner), before=2)
    yield labelled("Head", paragraph(Span(grouped(sealing.history_head), MONO.on(style.INK)), inner, MONO), before=2)
    yield from _made_with(facts)


def _made_with(facts: Facts) -> Iterator[Box]:
    sealing = facts.review.sealing
    if sealing is None or not sealing.made_with:
        return
    words = ", ".join(f"{name} {version}" for name, version in sorted(sealing.made_with.items()))
    yield labelled("Made with", paragraph(words, WIDTH - 92), before=2)
