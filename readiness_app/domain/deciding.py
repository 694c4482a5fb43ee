"""What a decision needs before it can be recorded (rule 5), and what sealing needs after it (rule 10)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from readiness_app.domain.claim import Claim
from readiness_app.domain.duties import problems_of_duties
from readiness_app.domain.gates import acceptances, gates, is_acceptable
from readiness_app.domain.review import Answer, Condition, Decision, Review
from readiness_app.domain.scope import answer_to
from readiness_app.domain.vocabulary import AnchorState, Confidentiality, GateReason, GateState, Knowledge, Outcome, ReplyState, ScopeAnswer

OLD_AS_OF = timedelta(days=30)
MOST_NAMED = 8
_NOT_FOR_ALL = (Confidentiality.CONFIDENTIAL, Confidentiality.UNDER_NDA)


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
    lost = [gate.item.id for gate in gates(review) if gate.state not in enough and gate.reason is GateReason.QUOTES_MISSING]
    quotes = f" Quotes were not found in their files and carry nothing: {_named(lost)}." if lost else ""
    needed = "clear" if outcome is Outcome.APPROVE else "clear or accepted"
    return [f"{len(blocking)} gates are not {needed}: {_named(blocking)}.{quotes} Defer and reject are always possible."]


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


def _named(ids: Sequence[str]) -> str:
    """The ids in words; of many only the first."""
    return ", ".join(ids[:MOST_NAMED]) + (f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else "")


def _warnings_of_work(review: Review) -> list[str]:
    """What is still open in the review itself: items nobody looked at, scope questions, conditions that are overdue, claims not weighed."""
    scoped = list(review.items_in_scope())
    people = {item.id: review.stored_answer(item.id) for item in scoped if not item.computed}
    unseen = sum(not answer.reviewed for answer in people.values())
    left = len(scoped) - len(people)
    beside = f"; the {left} that the program answers are left out" if left else ""
    scope = sum(answer_to(question.key, review.frame.scope) is ScopeAnswer.OPEN for question in review.checklist.scope)
    late = sorted({item for item, condition in conditions(review) if condition.late(review.as_of)})
    torn = [item for item, answer in people.items() if _unresolved(answer)]
    waiting = [item for item, answer in people.items() if answer.look_again is not None]
    said = (
        (torn, f"Claims speak against an answer and nobody has said which prevail: {_named(torn)}."),
        (unseen, f"{unseen} of {len(people)} items in scope have not been looked at{beside}."),
        (waiting, f"Answers wait to be looked at again and do not count: {_named(waiting)}."),
        (scope, f"{scope} scope questions are not answered; their items count as if they apply."),
        (late, f"Conditions were due before the as-of date and are not met: {_named(late)}."),
    )
    return [words for found, words in said if found] + _warnings_of_sources(review, people)


def _warnings_of_sources(review: Review, people: Mapping[str, Answer]) -> list[str]:
    """What the answers rest on: quotes that are not where they should be, bare links, replies nobody decided on, acceptances run out."""
    astray = [item for item, answer in people.items() if any(_quote_astray(claim) for claim in answer.claims)]
    bare = [item for item, answer in people.items() if answer.supporting and all(claim.bare_link for claim in answer.supporting)]
    replies = [f"{one.id} to {one.item}" if one.item else one.id for one in review.replies if one.state is ReplyState.WAITING]
    over = [item.id for item, accepted in acceptances(review) if accepted.until < review.as_of and _still_a_gap(people.get(item.id))]
    said = (
        (astray, f"Quotes were not found in their files, or stand on another page: {_named(astray)}."),
        (bare, f"These rest on bare links only; nothing of what stands there is kept: {_named(bare)}."),
        (replies, f"Replies of the vendor wait for a decision: {_named(replies)}."),
        (over, f"Risk acceptances ran out before the as-of date: {_named(over)}."),
    )
    return [words for found, words in said if found]


def _warnings_of_marking(review: Review) -> list[str]:
    """Files that stay out of the report while their words are printed in it."""
    quoted = {claim.evidence for item in review.items_in_scope() for claim in review.stored_answer(item.id).claims if claim.quote.strip()}
    names = [file.title for file in review.evidence if file.sha256 in quoted and file.confidentiality in _NOT_FOR_ALL]
    if not names:
        return []
    files = "1 file that is" if len(names) == 1 else f"{len(names)} files that are"
    return [f"The report prints quotes from {files} marked confidential or under NDA: {_named(names)}. Whoever gets the report reads them."]


def _quote_astray(claim: Claim) -> bool:
    bears = claim.supports or claim.contradicts
    return bears and claim.anchor is not None and claim.anchor.state in (AnchorState.NOT_FOUND, AnchorState.ON_ANOTHER_PAGE)


def _still_a_gap(answer: Answer | None) -> bool:
    if answer is None or answer.counted is Knowledge.NOT_APPLICABLE:
        return False
    return not (answer.counted is Knowledge.KNOWN and is_acceptable(answer))


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
    warnings += _warnings_of_work(review) + _warnings_of_marking(review)
    if today - review.as_of > OLD_AS_OF:
        warnings.append(f"The as-of date {review.as_of} is {(today - review.as_of).days} days old: the report says how things stood then.")
    if review.decision is not None and (ends := review.decision.valid_until) is not None and ends < today:
        warnings.append(f"The decision was valid until {ends}, which is past; the cover of the report says so.")
    return tuple(warnings)
