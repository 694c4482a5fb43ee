"""How strong the sources are that carry the items of a review: by kind, and which items one source alone carries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness_app.domain.checklist import Item
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.strength import strength
from readiness_app.domain.vocabulary import SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfSource:
    """How many claims that carry an item are of a kind, and of how many items it is the strongest."""

    kind: SourceKind
    claims: int
    items: int


def kinds_of_source(answers: Mapping[str, Answer]) -> tuple[KindOfSource, ...]:
    """All kinds, the strongest first, over these answers; a claim counts as the weaker of what was read and what it passes on."""
    carrying = [[claim.effective_kind for claim in answer.supporting] for answer in answers.values()]
    claims = Counter(kind for kinds in carrying for kind in kinds)
    best = Counter(min(kinds, key=lambda kind: kind.strength) for kinds in carrying if kinds)
    return tuple(KindOfSource(kind=kind, claims=claims[kind], items=best[kind]) for kind in SourceKind)


def on_one_source(items: Sequence[Item], answers: Mapping[str, Answer], review: Review) -> tuple[str, ...]:
    """The items that a single independent source carries: two citations of one source count once."""
    carried = [item for item in items if answers[item.id].supporting]
    return tuple(item.id for item in carried if strength(item, answers[item.id], review).independent == 1)
