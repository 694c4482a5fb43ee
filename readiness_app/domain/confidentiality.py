"""What goes into the report (rule 15): public and internal files up to 25 MB in all; the others are listed by hash."""

from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.vocabulary import Confidentiality

EMBEDDED_LIMIT = 25_000_000
_EMBEDDED = (Confidentiality.PUBLIC, Confidentiality.INTERNAL)


def may_be_embedded(evidence: Evidence) -> bool:
    """True for a public or internal file whose bytes are still there."""
    return evidence.confidentiality in _EMBEDDED and evidence.purged is None


def embedded(review: Review) -> tuple[Evidence, ...]:
    """The files that go into the report, in the order they were added; one that would pass the limit in bytes is left out."""
    chosen: list[Evidence] = []
    total = 0
    for evidence in review.evidence:
        if may_be_embedded(evidence) and total + evidence.size <= EMBEDDED_LIMIT:
            chosen.append(evidence)
            total += evidence.size
    return tuple(chosen)
