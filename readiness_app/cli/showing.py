"""Showing one item: its question, the answer, and the ids by which parts of it are taken back."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import typer

from readiness_app.cli import acting, output, shapes
from readiness_app.cli.options import As, ItemId, Json, ReviewId, WorkspaceFile
from readiness_app.domain.ageing import expires_on, is_expired
from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim
from readiness_app.domain.computed import answer_to
from readiness_app.domain.conflicts import in_conflict, prevailing
from readiness_app.domain.review import Answer, Evidence, Review, evidence_of
from readiness_app.domain.strength import ordered, repeats, strength
from readiness_app.wording import quote_words, resolution_words, strength_words, word

PANEL = "Answers"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(rich_help_panel=PANEL)(show)


def show(workspace: WorkspaceFile, review: ReviewId, item: ItemId, as_name: As = None, as_json: Json = False) -> None:
    """Show everything about one item, with the ids of its claims and conditions. Prints the item's id."""
    with acting.reading(workspace) as opened:
        found = acting.load(opened, review)
    one = found.checklist.item(item)
    answer = answer_to(one, found)
    if not as_json:
        for line in (*_asked(one, found), *_said(answer), *_handled(answer, found), *_carried(one, answer, found)):
            output.say_at_length(line)
    files = [asdict(found.evidence_file(sha256)) for sha256 in evidence_of(answer)]
    more = {"evidence": files, "why": one.why, "evidence_wanted": one.evidence_wanted}
    document = shapes.item(one, found) | asdict(answer) | more | {"claims": _claims(one, answer, found)}
    document["strength"] = asdict(strength(one, answer, found))
    output.result(document, item, as_json=as_json)


def _asked(one: Item, review: Review) -> Iterator[str]:
    shape = shapes.item(one, review)
    yield f"{one.id}: {one.question}"
    yield f"Counts as evidence: {one.evidence_wanted}"
    if not shape["in_scope"]:
        yield "Not in scope: an answer to the scope questions takes it out."
    if (gate := shape["gate"]) and gate["state"] is not None:
        yield f"Gate: {gate['state']}{', hard' if gate['hard'] else ''}."


def _said(answer: Answer) -> Iterator[str]:
    reason = f" ({word(answer.unknown_reason)})" if answer.unknown_reason else ""
    yield f"Knowledge: {word(answer.knowledge)}{reason}. Verdict: {word(answer.verdict)}."
    if waiting := answer.look_again:
        yield f"{word(waiting.reason)}{f' ({waiting.note})' if waiting.note else ''}; `confirm` it, or answer it anew."
        if waiting.former_text:
            yield f"The words it answered: {' / '.join(waiting.former_text.split(chr(10)))}"
    for label, text in (
        ("Because", answer.because),
        ("Control", answer.control),
        ("Note", answer.note),
        ("Asked on", answer.asked),
        ("Reviewed by", ", ".join(answer.reviewed_by)),
        ("Adopted from", answer.adopted),
    ):
        if text:
            yield f"{label}: {text}"
    for line in answer.search_log:
        yield f"Searched: {line.where}: {line.what} ({line.when}, {line.by})"


def _handled(answer: Answer, review: Review) -> Iterator[str]:
    if answer.ask_vendor:
        yield "The vendor is to be asked."
    if answer.left_open:
        yield "Left open on purpose."
    if accepted := answer.acceptance:
        lapsed = " (lapsed)" if accepted.until < review.as_of else ""
        yield f"Risk accepted by {accepted.owner} until {accepted.until}{lapsed}: {accepted.rationale} Control: {accepted.control}"
    for one in answer.conditions:
        yield f"Condition {one.id}: {one.what} ({one.owner}, by {one.due}; proof: {one.proof})"
        if one.done:
            yield f"  Met on {one.done.on}, as {one.done.by} says: {one.done.proof}{_file(one.done.evidence)}"


def _file(sha256: str) -> str:
    return f"; file: {sha256[:12]}" if sha256 else ""


def _claims(one: Item, answer: Answer, review: Review) -> list[dict[str, Any]]:
    """The claims, strongest first, each with its last day, whether that is over, and the claim that cites the same source before it."""
    claims = ordered(answer.claims, one, review)
    again, won = repeats(claims, review), {claim.id for claim in prevailing(answer)}
    return [
        asdict(claim)
        | {
            "expires": expires_on(claim, one, review),
            "expired": is_expired(claim, one, review, review.as_of),
            "same_source_as": again.get(claim.id),
            "prevails": claim.id in won if won else None,
        }
        for claim in claims
    ]


def _carried(one: Item, answer: Answer, review: Review) -> Iterator[str]:
    if words := strength_words(strength(one, answer, review)):
        yield f"Strength: {words}."
    if answer.resolution:
        yield resolution_words(answer, answer.resolution.at.astimezone().date().isoformat())
    elif in_conflict(answer):
        yield "In conflict: some claims support it and others contradict it; `resolve` says which prevail."
    for claim in ordered(answer.claims, one, review):
        yield f"Claim {claim.id}: {claim.statement}"
        yield f"  {_standing(claim, answer)}; {word(claim.source_kind)}: {claim.source}{_particulars(claim)}{_age(claim, one, review)}"
        if claim.bare_link:
            yield "  Bare link: nothing of what stands there is kept."
        if claim.anchor is not None:
            yield f"  {quote_words(claim.anchor, review.evidence_file(claim.evidence).title, claim.page)}"
    for again, first in repeats(ordered(answer.claims, one, review), review).items():
        yield f"One source, counted once: {again} and {first}"
    for sha256 in evidence_of(answer):
        file = review.evidence_file(sha256)
        yield f"File {file.sha256}: {file.title} ({word(file.confidentiality)}{', purged' if file.purged else ''}){_history(file, review)}"


def _history(file: Evidence, review: Review) -> str:
    captured = f"; captured {file.captured:%Y-%m-%d %H:%M} UTC from {file.address}" if file.captured else ""
    older = f"; replaces {file.replaces[:12]}" if file.replaces else ""
    newer = "".join(f"; replaced by {other.sha256[:12]}" for other in review.evidence if other.replaces == file.sha256)
    return captured + older + newer


def _standing(claim: Claim, answer: Answer) -> str:
    won = {held.id for held in prevailing(answer)}
    if not won or not (claim.supports or claim.contradicts):
        return word(claim.stance)
    return f"{word(claim.stance)}, {'prevails' if claim.id in won else 'does not prevail'}"


def _age(claim: Claim, one: Item, review: Review) -> str:
    last = expires_on(claim, one, review)
    if last is None:
        return ""
    return f"; expired on {last}" if is_expired(claim, one, review, review.as_of) else f"; counts until {last}"


def _particulars(claim: Claim) -> str:
    correction = f"{claim.correction.statement} ({claim.correction.source})" if claim.correction else ""
    parts = (
        ("passes on", word(claim.relays) if claim.relays else ""),
        ("page", claim.page),
        ("dated", claim.dated),
        ("quote", claim.quote),
        ("counted", claim.counted),
        ("caveat", claim.caveat),
        ("corrected", correction),
        ("file", claim.evidence[:12]),
    )
    return "".join(f"; {label}: {text}" for label, text in parts if text)
