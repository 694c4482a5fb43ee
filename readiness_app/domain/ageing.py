"""Evidence ages (rule 4): when a claim expires, and which items are carried only by expired claims."""

from datetime import date, timedelta

from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.vocabulary import Knowledge

CARRIED_BY_CLAIMS = (Knowledge.KNOWN, Knowledge.PARTLY_KNOWN, Knowledge.CONTESTED)


def expires_on(claim: Claim, item: Item, review: Review) -> date | None:
    """The last day on which the claim counts: its evidence's expiry, else the day it was checked plus the item's days."""
    if claim.evidence:
        evidence = next((e for e in review.evidence if e.sha256 == claim.evidence), None)
        if evidence is not None and evidence.expires is not None:
            return evidence.expires
    return claim.checked + timedelta(days=item.expires_days) if claim.checked else None


def is_expired(claim: Claim, item: Item, review: Review, on: date) -> bool:
    """True from the day after the claim's last day."""
    last = expires_on(claim, item, review)
    return last is not None and on > last


def only_expired(item: Item, answer: Answer, review: Review, on: date) -> bool:
    """True when the item is carried by claims and every one of them has expired: then it is a gap, shown as expired."""
    if answer.counted not in CARRIED_BY_CLAIMS:
        return False
    carrying = answer.supporting
    for claim in carrying:
        if not is_expired(claim, item, review, on):
            return False
    return bool(carrying)
