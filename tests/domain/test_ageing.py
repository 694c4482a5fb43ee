"""Rule 4: evidence ages."""

from datetime import timedelta

from readiness_app.domain.ageing import expires_on, only_expired
from tests.builders import TODAY, a_claim, a_review, an_answer, an_evidence, an_item, an_unknown

ITEM = an_item(expires_days=30)
LAST = TODAY + timedelta(days=30)


def test_a_claim_expires_so_many_days_after_it_was_checked():
    assert expires_on(a_claim(), ITEM, a_review()) == LAST


def test_the_evidence_s_own_expiry_goes_first():
    evidence = an_evidence(expires=TODAY)
    assert expires_on(a_claim(evidence=evidence.sha256), ITEM, a_review(evidence=(evidence,))) == TODAY


def test_evidence_without_expiry_leaves_it_to_the_item():
    evidence = an_evidence()
    assert expires_on(a_claim(evidence=evidence.sha256), ITEM, a_review(evidence=(evidence,))) == LAST


def test_the_last_day_still_counts():
    assert not only_expired(ITEM, an_answer(), a_review(), LAST)


def test_the_day_after_does_not():
    assert only_expired(ITEM, an_answer(), a_review(), LAST + timedelta(days=1))


def test_one_fresh_claim_carries_the_item():
    fresh = a_claim(id="c2", checked=LAST)
    assert not only_expired(ITEM, an_answer(claims=(a_claim(), fresh)), a_review(), LAST + timedelta(days=1))


def test_unknown_does_not_expire():
    assert not only_expired(ITEM, an_unknown(), a_review(), LAST + timedelta(days=900))
