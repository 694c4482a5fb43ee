"""One line per review for the Start page and `reviews`: how it stood at its as-of date, and how it stands today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from readiness_app.domain.deciding import conditions
from readiness_app.domain.gates import acceptances
from readiness_app.domain.measures import Measures, measures
from readiness_app.domain.review import Decision, Review, Subject
from readiness_app.domain.vocabulary import State, Tier
from readiness_app.services import reviewing
from readiness_app.services.workspace import Workspace

AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummary:
    """What a list shows of a review. `lapsing` are sentences about what ends within thirty days of today or has ended."""

    id: str
    subject: Subject
    tier: Tier
    round: int
    edition: int
    state: State
    as_of: date
    measures: Measures
    today: Measures
    decision: Decision | None
    changed: datetime
    lapsing: tuple[str, ...]


def summaries(workspace: Workspace, today: date) -> tuple[ReviewSummary, ...]:
    """Every review of the workspace, the one changed last first."""
    rows = [_summary(workspace, review_id, today) for review_id in reviewing.review_ids(workspace)]
    return tuple(sorted(rows, key=lambda row: row.changed, reverse=True))


def _summary(workspace: Workspace, review_id: str, today: date) -> ReviewSummary:
    review = reviewing.load_review(workspace, review_id)
    return ReviewSummary(
        id=review.id,
        subject=review.subject,
        tier=review.tier,
        round=review.round,
        edition=review.edition,
        state=review.state,
        as_of=review.as_of,
        measures=measures(review),
        today=measures(review, today),
        decision=review.decision,
        changed=reviewing.last_change(workspace, review_id),
        lapsing=lapsing(review, today),
    )


def lapsing(review: Review, today: date) -> tuple[str, ...]:
    """What of the review has ended or ends within thirty days: acceptances, conditions, the decision."""
    ends = [(acceptance.until, f"the risk acceptance of {item.id}") for item, acceptance in acceptances(review)]
    ends += [(condition.due, f"the condition on {item}") for item, condition in conditions(review) if condition.due]
    if review.decision and review.decision.valid_until:
        ends.append((review.decision.valid_until, "the decision"))
    near = sorted((day, what) for day, what in ends if day <= today + AHEAD)
    return tuple(f"{'Ended' if day < today else 'Ends'} on {day}: {what}" for day, what in near)
