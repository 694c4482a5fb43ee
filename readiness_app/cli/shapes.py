"""The JSON shapes of reviews that scripts rely on, made from domain values."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from readiness_app.domain.ageing import only_expired
from readiness_app.domain.asking import vendor_counts
from readiness_app.domain.checklist import Item
from readiness_app.domain.computed import answer_to
from readiness_app.domain.gates import blocks_at, standing, without_their_quotes
from readiness_app.domain.lapses import Lapse, lapses
from readiness_app.domain.measures import Measures, measures
from readiness_app.domain.next_question import next_question
from readiness_app.domain.review import Decision, Review, Subject, evidence_of
from readiness_app.domain.scope import applies
from readiness_app.domain.vocabulary import Role, State


def subject(value: Subject) -> dict[str, str]:
    """Exactly what is being approved."""
    return {
        "vendor": value.vendor,
        "model": value.model,
        "snapshot": value.snapshot,
        "route": value.route,
        "region": value.region,
        "access": value.access,
    }


def standing_figures(figures: Measures) -> dict[str, Any]:
    """Range (0 to 1) and gates."""
    return {"range": {"low": figures.range.low, "high": figures.range.high}, "gates": counts(figures.gates)}


def counts(figures: Mapping[Any, int]) -> dict[str, int]:
    """Counts by the value of a closed list's member."""
    return {member.value: count for member, count in figures.items()}


def decision(made: Decision | None) -> dict[str, Any] | None:
    """The decision, or None."""
    if made is None:
        return None
    return {
        "outcome": made.outcome,
        "rationale": made.rationale,
        "valid_until": made.valid_until,
        "made_by": made.made_by,
        "made": made.made,
        "edition": made.edition,
    }


def status(review: Review, today: date, length: int, head: str) -> dict[str, Any]:
    """Where a review stands: at its as-of date, and in brief today; `length` and `head` are those of its history."""
    figures = measures(review)
    following = next_question(review) if review.state is State.OPEN else None
    return {
        "review": review.id,
        "state": review.state,
        "edition": review.edition,
        "subject": subject(review.subject),
        "tier": review.tier,
        "as_of": review.as_of,
        "items_in_scope": figures.items_in_scope,
        "reviewed": figures.reviewed,
        "knowledge": counts(figures.knowledge),
        "verdict": counts(figures.verdict),
        **standing_figures(figures),
        "next": following.id if following else None,
        "decision": decision(review.decision),
        "history": {"length": length, "head": head},
        "today": standing_figures(measures(review, today)),
        "round": review.round,
        "lead": review.lead,
        "unconfirmed": figures.unconfirmed,
        "carries_on": carries_on(review),
        "lapses": [lapse(one) for one in lapses(review, today)],
        "questions": asdict(vendor_counts(review, today)),
        "signatures": [signature(role, review) for role in review.required_roles],
        "quotes_missing": [one.id for one in without_their_quotes(review)],
    }


def signature(role: Role, review: Review) -> dict[str, Any]:
    """How one required role stands: who is named for it, and whether they signed, declined (why) or still wait."""
    named = review.signatory(role)
    signed = next((one for one in review.sign_offs if one.role is role), None)
    declined = next((one for one in review.declines if one.role is role), None)
    return {
        "role": role,
        "name": signed.name if signed else named.name if named else None,
        "state": "signed" if signed else "declined" if declined else "waiting",
        "time": signed.time if signed else declined.at if declined else None,
        "reason": declined.reason if declined else None,
        "declined_by": declined.by if declined else None,
    }


def lapse(one: Lapse) -> dict[str, Any]:
    """One thing that lapses: `date` is its last day, `state` lapsed, soon (within thirty days) or later."""
    return {
        "kind": one.kind,
        "item": one.item or None,
        "id": one.id or None,
        "what": one.what,
        "owner": one.owner,
        "date": one.day,
        "state": one.state,
        "reopens": one.reopens,
    }


def carries_on(review: Review) -> dict[str, Any] | None:
    """The round before, by id, edition and the digest of its record; None for a first round."""
    before = review.previous
    return {"review": before.review, "round": before.round, "edition": before.edition, "digest": before.digest} if before else None


def item(one: Item, review: Review) -> dict[str, Any]:
    """How one item stands, in scope or not."""
    answer = answer_to(one, review)
    return {
        "id": one.id,
        "section": review.checklist.section_of(one.id).id,
        "question": one.question,
        "in_scope": applies(one, review.frame.scope),
        "gate": _gate(one, review),
        "knowledge": answer.knowledge,
        "unknown_reason": answer.unknown_reason,
        "verdict": answer.verdict,
        "note": answer.note,
        "claims": len(answer.claims),
        "evidence": len(evidence_of(answer)),
        "expired": only_expired(one, answer, review, review.as_of),
        "look_again": answer.look_again.reason if answer.look_again else None,
    }


def _gate(one: Item, review: Review) -> dict[str, Any] | None:
    if one.gate is None:
        return None
    counts_here = blocks_at(one, review) and applies(one, review.frame.scope)
    state = standing(one, review, review.as_of).state if counts_here else None
    return {"from": one.gate.tier, "hard": one.gate.hard, "state": state}


def recorded(review: Review) -> dict[str, Any]:
    """What a report is about, as its record says."""
    return {
        "id": review.id,
        "checklist": {"id": review.checklist.id, "version": review.checklist.version},
        "subject": subject(review.subject),
        "tier": review.tier,
        "as_of": review.as_of,
        "round": review.round,
        "edition": review.edition,
        "lead": review.lead,
        "decision": decision(review.decision),
        **standing_figures(measures(review)),
    }
