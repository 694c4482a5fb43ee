"""Where a review comes from: the edition it supersedes, and the round it carries on."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDifference:
    """What changed between two editions of one review: items, parts of the frame, titles of added files, whether the decision moved."""

    items: tuple[str, ...]
    frame: tuple[str, ...]
    evidence_added: tuple[str, ...]
    decision_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersededEdition:
    """The sealed edition before this one: its digest, when and by whom it was sealed, who reopened it, when and why."""

    edition: int
    digest: str
    sealed_at: datetime
    sealed_by: str
    reopened_at: datetime
    reopened_by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousRound:
    """The review that this one carries on: its id, round, edition and as-of date, its checklist's version, its record's digest."""

    review: str
    round: int
    edition: int
    as_of: date
    checklist_version: str
    digest: str
