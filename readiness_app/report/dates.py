"""What lapses when, as the pages show it: one entry for what has the same day, kind and person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readiness_app.domain.lapses import Lapse, lapses
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import LapseKind, LapseState


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Things of one kind that hold until the same day, and who is to turn to; `reopens` are the items whose gates are open from then on."""

    kind: LapseKind
    when: date
    over: bool
    who: str
    items: tuple[str, ...]
    number: int
    reopens: tuple[str, ...]


def dues(review: Review) -> tuple[Due, ...]:
    """Everything that lapses, earliest first, judged at the review's as-of date."""
    merged: dict[tuple[date, LapseKind, str], list[Lapse]] = {}
    for lapse in lapses(review):
        who = "" if lapse.kind is LapseKind.EVIDENCE else lapse.owner
        merged.setdefault((lapse.day, lapse.kind, who), []).append(lapse)
    return tuple(_due(who, same) for (_, _, who), same in merged.items())


def _due(who: str, same: Sequence[Lapse]) -> Due:
    first = same[0]
    return Due(
        kind=first.kind,
        when=first.day,
        over=first.state is LapseState.LAPSED,
        who=who,
        items=tuple(dict.fromkeys(one.item for one in same if one.item)),
        number=len(same),
        reopens=tuple(dict.fromkeys(one.item for one in same if one.reopens)),
    )
