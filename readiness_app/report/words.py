"""How dates, figures, hashes and reasons read on paper."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from readiness_app.domain.checklist import Gate
from readiness_app.domain.lineage import SupersededEdition
from readiness_app.domain.review import Review, Subject
from readiness_app.domain.vocabulary import GateReason
from readiness_app.wording import inside as inside
from readiness_app.wording import percent as whole_percent

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
NOT_STATED = "not stated"

REASONS = {
    GateReason.KNOWN_AND_ACCEPTABLE: "Known and acceptable",
    GateReason.MARKED_NOT_APPLICABLE: "Marked not applicable",
    GateReason.RISK_ACCEPTED: "A named person carries the risk",
    GateReason.NOT_REVIEWED: "Nobody has looked yet",
    GateReason.PARTLY_KNOWN: "Only partly known",
    GateReason.UNKNOWN: "Unknown",
    GateReason.CONTESTED: "Sources contradict each other",
    GateReason.EXPIRED: "The evidence has expired",
    GateReason.QUOTES_MISSING: "The quotes that carry it do not stand in their files",
    GateReason.NO_VERDICT: "Known, but nobody has judged it",
    GateReason.CONTROL_NOT_NAMED: "Acceptable with a control that is not named",
    GateReason.NOT_ACCEPTABLE: "Judged not acceptable",
    GateReason.ACCEPTANCE_LAPSED: "The risk acceptance has run out",
    GateReason.CONDITION_LAPSED: "A condition of the acceptance was not met in time",
    GateReason.UNCONFIRMED: "Carried over or changed; nobody has confirmed it yet",
}


def day(value: date | None, otherwise: str = NOT_STATED) -> str:
    """A date as `29 Mar 2026`; month names are ours, so that no locale changes a page."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else otherwise


def month(value: date) -> str:
    """A month as `Mar 2026`."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """A time in UTC, to the minute."""
    utc = value.astimezone(UTC) if value.tzinfo else value
    return f"{day(utc)}, {utc:%H:%M} UTC"


def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent, as it stands on screen too."""
    return f"{whole_percent(share)} %"


def grouped(digest: str, size: int = 8) -> str:
    """A hash in groups that an eye can follow."""
    return " ".join(digest[start : start + size] for start in range(0, len(digest), size))


def short(digest: str) -> str:
    """The beginning of a hash, for page footers and lists."""
    return f"{digest[:8]} {digest[8:16]}"


def size(count: int) -> str:
    """Bytes as a person reads them, with the exact figure."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.1f} kB"
    return f"{count / 1_000_000:.1f} MB"


def count(number: int, one: str, many: str = "") -> str:
    """`1 item`, `2 items`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def validity(review: Review) -> str:
    """`Valid until 29 Mar 2027`, or `Ended on` that day where it lay before the sealing; empty without an end. The sealing's day is UTC."""
    until = review.decision.valid_until if review.decision else None
    if until is None:
        return ""
    over = review.sealing is not None and until < review.sealing.at.astimezone(UTC).date()
    return f"Ended on {day(until)}, before this report was sealed" if over else f"Valid until {day(until)}"


def fate(before: SupersededEdition) -> str:
    """Who signed a superseded edition and who declined to, as it was when it was reopened; each a sentence that starts with `It`."""
    signed = [f"{one.name} as {inside(one.role)}" + (f" on {day(one.time.date())}" if one.time else "") for one in before.sign_offs]
    told = [
        f"It was declined by {one.by} as {inside(one.role)} on {day(one.at.date())}, because: {ended(one.reason)}"
        for one in before.declines
    ]
    if signed:
        told.append(f"It was signed by {listed(signed)}.")
    return " ".join(told) or "It was never signed."


def ended(text: str) -> str:
    """The text with a full stop at its end, unless it has one or another mark there."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def subject_name(subject: Subject) -> str:
    """Vendor and model; the vendor only once."""
    return subject.model if subject.model.casefold().startswith(subject.vendor.casefold()) else f"{subject.vendor} {subject.model}"


def gate_words(gate: Gate | None) -> str:
    """From which tier upward an item blocks, and whether exceptions are possible."""
    if gate is None:
        return "Advisory"
    return f"{'Hard gate' if gate.hard else 'Gate'} from {inside(gate.tier)}"
