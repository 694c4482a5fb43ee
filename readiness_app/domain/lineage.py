"""Where a review comes from: the edition it supersedes, and the round it carries on."""

from dataclasses import dataclass
from datetime import date, datetime

from readiness_app.domain.vocabulary import Outcome, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionDifference:
    """What changed between two editions of one review: items, parts of the frame, titles of added files, whether the decision moved.

    `outcome_before` is what the older edition decided; None where it says nothing of it.
    """

    items: tuple[str, ...]
    frame: tuple[str, ...]
    evidence_added: tuple[str, ...]
    decision_changed: bool
    outcome_before: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersededSignOff:
    """Who had signed a superseded edition: the role, the certificate's name and the time the signature claims."""

    role: Role
    name: str
    time: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersededDecline:
    """Who would not sign a superseded edition, as what, why and when."""

    role: Role
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersededEdition:
    """The sealed edition before this one: its digest, when and by whom it was sealed, who reopened it, when and why.

    `sign_offs` and `declines` are those there were when it was reopened.
    """

    edition: int
    digest: str
    sealed_at: datetime
    sealed_by: str
    reopened_at: datetime
    reopened_by: str
    reason: str
    sign_offs: tuple[SupersededSignOff, ...] = ()
    declines: tuple[SupersededDecline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousRound:
    """The review that this one carries on: its id, round, edition and as-of date, its checklist's version, its record's digest."""

    review: str
    round: int
    edition: int
    as_of: date
    checklist_version: str
    digest: str
