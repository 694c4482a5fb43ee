"""What a decision needs before it can be recorded (rule 5), and what sealing needs after it (rule 10)."""

from datetime import date, timedelta

from readiness_app.domain.duties import problems_of_duties
from readiness_app.domain.gates import gates
from readiness_app.domain.review import Answer, Condition, Decision, Review
from readiness_app.domain.scope import answer_to
from readiness_app.domain.vocabulary import GateState, Knowledge, Outcome, ScopeAnswer

OLD_AS_OF = timedelta(days=30)


def conditions(review: Review) -> tuple[tuple[str, Condition], ...]:
    """Every condition on an item in scope with its item's id, in the checklist's order."""
    return tuple((item.id, condition) for item in review.items_in_scope() for condition in review.stored_answer(item.id).conditions)


def problems_of_decision(review: Review, decision: Decision) -> tuple[str, ...]:
    """Why this decision cannot be made on the review as it is; empty when it can."""
    problems = [] if decision.rationale.strip() else ["A decision needs a rationale."]
    if decision.valid_until is not None and decision.valid_until < review.as_of:
        problems.append(f"The decision would end on {decision.valid_until}, before the review's as-of date {review.as_of}.")
    if decision.outcome in (Outcome.DEFER, Outcome.REJECT):
        return tuple(problems)
    if decision.valid_until is None:
        problems.append("An approval needs a date until which it is valid.")
    problems += _problems_of_gates(review, decision.outcome)
    if decision.outcome is Outcome.APPROVE_WITH_CONDITIONS:
        problems += _problems_of_conditions(review)
    return tuple(problems)


def _problems_of_gates(review: Review, outcome: Outcome) -> list[str]:
    enough = (GateState.CLEAR,) if outcome is Outcome.APPROVE else (GateState.CLEAR, GateState.ACCEPTED)
    blocking = [gate.item.id for gate in gates(review) if gate.state not in enough]
    if not blocking:
        return []
    needed = "clear" if outcome is Outcome.APPROVE else "clear or accepted"
    named = ", ".join(blocking[:8]) + (f" and {len(blocking) - 8} more" if len(blocking) > 8 else "")
    return [f"{len(blocking)} gates are not {needed}: {named}. Defer and reject are always possible."]


def _problems_of_conditions(review: Review) -> list[str]:
    incomplete = sorted({item for item, c in conditions(review) if not (c.what.strip() and c.owner.strip() and c.due and c.proof.strip())})
    return [f"Every condition needs an owner, a date and the proof wanted; look at {', '.join(incomplete)}."] if incomplete else []


def problems_of_sealing(review: Review) -> tuple[str, ...]:
    """Why the review cannot be sealed now; empty when it can."""
    problems = []
    decision = review.decision
    if decision is None or decision.edition != review.edition:
        problems.append("No decision was made in this edition.")
    else:
        problems += problems_of_decision(review, decision)
    missing = [role.value.replace("_", " ") for role in review.required_roles if review.signatory(role) is None]
    if missing:
        problems.append(f"Nobody is named to sign as {', '.join(missing)}.")
    if not review.lead.strip():
        problems.append("The review has no lead.")
    return (*problems, *problems_of_duties(review))


def _warnings_of_work(review: Review) -> list[str]:
    """What is still open in the review itself: items nobody looked at, scope questions, conditions that are overdue."""
    people = [item for item in review.items_in_scope() if not item.computed]
    unseen = sum(not review.stored_answer(item.id).reviewed for item in people)
    scope = sum(answer_to(question.key, review.frame.scope) is ScopeAnswer.OPEN for question in review.checklist.scope)
    late = sorted({item for item, condition in conditions(review) if condition.late(review.as_of)})
    torn = [item.id for item in people if _unresolved(review.stored_answer(item.id))]
    said = (
        (torn, f"Claims speak against an answer and nobody has said which prevail: {', '.join(torn)}."),
        (unseen, f"{unseen} of {len(people)} items in scope have not been looked at."),
        (scope, f"{scope} scope questions are not answered; their items count as if they apply."),
        (late, f"Conditions were due before the as-of date and are not met: {', '.join(late)}."),
    )
    return [words for found, words in said if found]


def _unresolved(answer: Answer) -> bool:
    """True for an answer that counts as settled although some claims support and others contradict it, and nobody weighed them."""
    if answer.resolution is not None or answer.counted not in (Knowledge.KNOWN, Knowledge.PARTLY_KNOWN):
        return False
    return any(claim.supports for claim in answer.claims) and any(claim.contradicts for claim in answer.claims)


def warnings_of_sealing(review: Review, today: date) -> tuple[str, ...]:
    """What the person should know before sealing; none of it forbids it."""
    warnings = [
        f"No certificate is pinned to {s.role.value.replace('_', ' ')} ({s.name}): a signature there is shown by its name only."
        for s in review.signatories
        if s.role in review.required_roles and not s.fingerprint
    ]
    warnings += _warnings_of_work(review)
    if today - review.as_of > OLD_AS_OF:
        warnings.append(f"The as-of date {review.as_of} is {(today - review.as_of).days} days old: the report says how things stood then.")
    return tuple(warnings)
