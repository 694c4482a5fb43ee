"""One line per review for the Start page and `reviews`: how it stood at its as-of date, and how it stands today."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness_app.domain.asking import VendorCounts, vendor_counts
from readiness_app.domain.lapses import Lapse, lapses, pressing
from readiness_app.domain.measures import Measures, measures
from readiness_app.domain.review import Decision, Subject
from readiness_app.domain.vocabulary import State, Tier
from readiness_app.services import reviewing
from readiness_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummary:
    """What a list shows of a review. `lapsing` is what has lapsed by today or lapses within thirty days, the earliest first.

    `vendor` counts questions to the vendor and replies.
    """

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
    lapsing: tuple[Lapse, ...]
    vendor: VendorCounts


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
        lapsing=pressing(lapses(review, today)),
        vendor=vendor_counts(review, today),
    )
