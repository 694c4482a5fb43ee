"""Conditions recorded as met, with the file that proves it kept in the same step."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness_app.domain.changes import Batch, Change
from readiness_app.domain.fulfilling import condition_of, meet, require_open
from readiness_app.domain.review import Fulfilment, Review
from readiness_app.services.evidence import Details, attach_change
from readiness_app.services.files import FoundFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What a person says when a condition was met: the proof in words, on which day, and the file (SHA-256) that shows it, if any."""

    proof: str
    on: date
    evidence: str = ""


def meet_change(
    review: Review,
    item: str,
    condition: str,
    met: Met,
    by: str,
    at: datetime,
    *,
    file: FoundFile | None = None,
    details: Details | None = None,
) -> Change:
    """The step after which the condition is met; `file` is a proof that is not attached yet, and is listed with `details` in that step.

    Raises ReviewSealed, NotFound, or Refused without a proof in words or for a day after `at`.
    """
    require_open(review)
    condition_of(review, item, condition)
    today = at.astimezone().date()
    done = Fulfilment(proof=met.proof, by=by, on=met.on, evidence=file.sha256 if file else met.evidence)
    if file is None:
        return meet(review, item, condition, done, today, by)
    attached = attach_change(review, None, file, details or Details(), by, at)
    change = meet(attached.applied_to(review), item, condition, done, today, by)
    return Batch(changes=(*attached.changes, change), title=change.title)
