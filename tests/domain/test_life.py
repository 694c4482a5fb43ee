"""Rule 10: open, sealed, signed, and the next edition."""

from dataclasses import replace

import pytest

from readiness_app.domain import life
from readiness_app.domain.errors import Refused, ReviewSealed
from readiness_app.domain.review import Purge, SignOff
from readiness_app.domain.vocabulary import Role, State
from tests.builders import NOW, SIGNATORIES, a_full_review, a_hash, a_review, a_sealed_review, a_sealing, a_signed_review, an_answer

SIGNED = a_signed_review().sign_offs
DIGEST = a_hash("record")
PURGE = Purge(by="Ada Byron", at=NOW, why="Attached by mistake")


def test_sealing_makes_it_sealed():
    assert life.sealed(a_full_review(), a_sealing()) == a_sealed_review()


def test_sealing_twice_is_refused():
    with pytest.raises(ReviewSealed):
        life.sealed(a_sealed_review(), a_sealing())


def test_an_unfinished_review_is_not_sealed():
    with pytest.raises(Refused, match="No decision"):
        life.sealed(a_review(), a_sealing())


def test_reopening_keeps_answers_and_clears_the_decision():
    after = life.reopened(a_signed_review(), "The card was revised", "Ada Byron", NOW, DIGEST)
    assert (after.state, after.edition, after.decision, after.sealing, after.sign_offs) == (State.OPEN, 2, None, None, ())
    assert after.answers["QST-02"].acceptance == a_full_review().answers["QST-02"].acceptance


def test_the_next_edition_names_the_one_it_supersedes_and_why():
    found = life.reopened(a_sealed_review(), " The card was revised ", "Ada Byron", NOW, DIGEST).supersedes
    assert found is not None and (found.edition, found.digest, found.reason) == (1, DIGEST, "The card was revised")


def test_in_the_next_edition_nobody_has_reviewed_yet():
    assert all(not answer.reviewed_by for answer in life.reopened(a_sealed_review(), "x", "Ada Byron", NOW, DIGEST).answers.values())


@pytest.mark.parametrize(("review", "reason"), [(a_review(), "x"), (a_sealed_review(), " ")])
def test_reopening_needs_a_sealed_review_and_a_reason(review, reason):
    with pytest.raises(Refused):
        life.reopened(review, reason, "Ada Byron", NOW, DIGEST)


def test_signed_once_every_required_role_signed():
    assert life.collected(a_sealed_review(), SIGNED[:1]).state is State.SEALED
    assert life.collected(a_sealed_review(), SIGNED).state is State.SIGNED


def test_after_a_refusal_it_cannot_become_signed():
    review = life.declined(a_sealed_review(), Role.SECURITY, "I disagree", "Joan Clarke", NOW)
    with pytest.raises(Refused, match="I disagree"):
        life.collected(review, SIGNED)


def test_another_certificate_than_the_pinned_one_is_refused():
    wrong = replace(SIGNED[0], fingerprint=a_hash("somebody"))
    with pytest.raises(Refused, match="pinned"):
        life.collected(a_sealed_review(), (wrong,))


def test_another_name_than_the_planned_one_is_refused():
    wrong = replace(SIGNED[1], name="Somebody")
    with pytest.raises(Refused, match="Somebody"):
        life.collected(a_sealed_review(), (wrong,))


def test_a_role_nobody_was_named_for_is_refused():
    with pytest.raises(Refused, match="chair"):
        life.collected(a_sealed_review(), (SignOff(role=Role.CHAIR, name="X", fingerprint="y", time=None),))


@pytest.mark.parametrize(
    ("review", "role", "reason"),
    [
        (a_full_review(), Role.SECURITY, "x"),
        (a_sealed_review(), Role.CHAIR, "x"),
        (a_sealed_review(), Role.SECURITY, ""),
        (a_sealed_review(sign_offs=SIGNED), Role.SECURITY, "x"),
    ],
)
def test_declining_is_refused_where_it_makes_no_sense(review, role, reason):
    with pytest.raises(Refused):
        life.declined(review, role, reason, "Joan", NOW)


def test_purging_keeps_hash_name_who_and_why():
    review = a_full_review()
    sha256 = review.evidence[0].sha256
    purged = life.purged(review, sha256, PURGE).evidence_file(sha256)
    assert (purged.name, purged.purged) == (review.evidence[0].name, PURGE)


def test_a_sealed_review_purges_nothing():
    with pytest.raises(ReviewSealed):
        life.purged(a_sealed_review(), a_sealed_review().evidence[0].sha256, PURGE)


def test_the_difference_of_editions_names_items_frame_and_files():
    new = a_full_review(answers=a_full_review().answers | {"QST-01": an_answer(note="new")}, evidence=())
    found = life.difference(a_full_review(), replace(new, signatories=SIGNATORIES))
    assert (found.items, found.decision_changed) == (("QST-01",), False)


def test_who_reviewed_is_no_difference():
    assert life.difference(a_full_review(), life.reopened(a_sealed_review(), "x", "Ada Byron", NOW, DIGEST)).items == ()


def test_the_next_edition_knows_who_signed_and_who_declined_the_one_before():
    review = life.declined(a_sealed_review(), Role.SECURITY, "The price is not settled", "Joan Clarke", NOW)
    signed = replace(review, sign_offs=(SignOff(role=Role.REVIEWER, name="Ada Byron", fingerprint="", time=NOW),))
    found = life.reopened(signed, "Ask again", "Ada Byron", NOW, DIGEST).supersedes
    assert [(one.role, one.by, one.reason) for one in found.declines] == [(Role.SECURITY, "Joan Clarke", "The price is not settled")]
    assert [(one.role, one.name, one.time) for one in found.sign_offs] == [(Role.REVIEWER, "Ada Byron", NOW)]


def test_the_difference_names_what_was_decided_before():
    review = a_sealed_review()
    assert life.difference(review, replace(review, decision=None)).outcome_before is review.decision.outcome
