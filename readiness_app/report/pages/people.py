"""People and duties: the decision in full, who led, who reviewed, who is to sign with which certificate."""

from collections import Counter
from collections.abc import Iterator

from readiness_app.report import style
from readiness_app.report.boxes import Box, Stack
from readiness_app.report.drawing import Column, Words, heading, paragraph, table
from readiness_app.report.facts import Facts
from readiness_app.report.style import BODY, CELL, MONO_SMALL, PROSE, WIDTH
from readiness_app.report.typeset import Span
from readiness_app.report.words import ended, grouped, moment, validity
from readiness_app.wording import word

_REVIEWERS = (Column("Name", 240), Column("Items answered in this edition", 140, right=True))
_SIGNATORIES = (Column("Role", 108), Column("Name", 120), Column("Certificate pinned before sealing (SHA-256)", WIDTH - 228))


def people_page(facts: Facts) -> Iterator[Box]:
    """The decision, then the people."""
    review = facts.review
    yield heading("Decision and people", 1, WIDTH, place="people")
    yield from _decision(facts)
    yield heading("Lead and reviewers", 2, WIDTH, place="reviewers", before=32)
    created = f"Led by {ended(review.lead)} Created by {review.created_by} on {moment(review.created)}."
    yield paragraph(created, WIDTH, before=4)
    counted = Counter(name for answer in review.answers.values() for name in answer.reviewed_by)
    if counted:
        rows: list[list[Box | Words]] = [[name, str(number)] for name, number in sorted(counted.items())]
        yield table(_REVIEWERS, rows, before=8)
    else:
        yield paragraph("In this edition nobody changed what is known of an item or its verdict.", WIDTH, BODY.on(style.SOFT), before=4)
    yield heading("Who is to sign", 2, WIDTH, place="signatories", before=32)
    yield table(_SIGNATORIES, [_signatory(facts, number) for number in range(len(review.required_roles))], before=8)
    words = (
        "Names are declared, not authenticated: whoever works in this review types them. What identifies a person is the certificate they "
        "sign with. Compare the fingerprint above with one that the person, or your own records, gave you."
    )
    yield paragraph(words, WIDTH, PROSE.on(style.SOFT), before=12)


def _decision(facts: Facts) -> Iterator[Box]:
    decision = facts.review.decision
    yield heading("The decision", 2, WIDTH, place="decision", before=16)
    if decision is None:
        yield paragraph("No decision has been made in this edition.", WIDTH, before=4)
        return
    color, _ = style.OUTCOME_COLORS[decision.outcome]
    until = f"{validity(facts.review)}." if decision.valid_until else "It has no end date."
    made = f"Made by {decision.made_by} on {moment(decision.made)}, in edition {decision.edition}. {until}"
    yield paragraph([Span(word(decision.outcome), BODY.bold().on(color)), Span(f"  {made}", BODY)], WIDTH, before=4)
    yield paragraph(decision.rationale, WIDTH, PROSE, before=6)


def _signatory(facts: Facts, number: int) -> list[Box | Words]:
    role = facts.review.required_roles[number]
    signatory = facts.review.signatory(role)
    name = signatory.name if signatory else "nobody named yet"
    if signatory is None or not signatory.fingerprint:
        return [word(role), name, Span("none: a signature here would be shown by its name only", CELL.on(style.SOFT))]
    return [word(role), name, Stack([paragraph(grouped(signatory.fingerprint), WIDTH - 240, MONO_SMALL)])]
