"""Rule 10: open, sealed, signed, and the next edition."""

from dataclasses import replace

import pytest

from readiness_app.domain import life
from readiness_app.domain.errors import Refused, ReviewSealed
from readiness_app.domain.review import Answer, Decline, Purge, Signatory, SignOff
from readiness_app.domain.vocabulary import Role, State
from tests.builders import (
    NOW,
    SIGNATORIES,
    a_full_review,
    a_hash,
    a_review,
    a_sealed_review,
    a_sealing,
    a_signed_review,
    an_answer,
    an_evidence,
)

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


def test_the_superseded_edition_says_who_sealed_and_who_reopened_it_and_when():
    later = NOW.replace(hour=12)
    found = life.reopened(life.declined(a_sealed_review(), Role.SECURITY, "No", "Joan", NOW), "x", "Alan", later, DIGEST)
    held = found.supersedes
    sealing = a_sealed_review().sealing
    assert (held.sealed_at, held.sealed_by, held.reopened_at, held.reopened_by) == (sealing.at, sealing.by, later, "Alan")
    assert held.declines[0].at == NOW and (found.sign_offs, found.declines) == ((), ())


def test_sealing_begins_without_signatures_and_refusals():
    held = a_sealed_review(sign_offs=SIGNED, declines=life.declined(a_sealed_review(), Role.SECURITY, "No", "Joan", NOW).declines)
    again = life.sealed(replace(held, state=State.OPEN), a_sealing())
    assert (again.sign_offs, again.declines) == ((), ())


def test_a_review_that_says_sealed_without_a_seal_is_not_reopened():
    with pytest.raises(Refused, match="open already"):
        life.reopened(a_sealed_review(sealing=None), "x", "Ada Byron", NOW, DIGEST)


def test_each_role_declines_for_itself_once():
    once = life.declined(a_sealed_review(sign_offs=SIGNED[:1]), Role.BUSINESS_OWNER, " Too dear ", "Grace", NOW)
    assert [(one.role, one.by, one.reason, one.at) for one in once.declines] == [(Role.BUSINESS_OWNER, "Grace", "Too dear", NOW)]
    with pytest.raises(Refused, match=r"^Edition 1 has already been declined as business owner\. "):
        life.declined(once, Role.BUSINESS_OWNER, "x", "Grace", NOW)
    both = life.declined(replace(once, sign_offs=()), Role.SECURITY, "x", "Joan", NOW)
    assert [one.role for one in both.declines] == [Role.BUSINESS_OWNER, Role.SECURITY]


@pytest.mark.parametrize(
    ("review", "role", "reason", "said"),
    [
        (a_review(), Role.SECURITY, "x", "Only a sealed review can be declined; this one is open."),
        (a_signed_review(), Role.SECURITY, "x", "Only a sealed review can be declined; this one is signed."),
        (a_sealed_review(), Role.EXECUTIVE_RISK_OWNER, "x", "Nobody signs this review as executive risk owner."),
        (a_sealed_review(), Role.SECURITY, " ", "Declining needs a reason;"),
        (a_sealed_review(sign_offs=SIGNED[1:]), Role.BUSINESS_OWNER, "x", "The business owner has already signed."),
    ],
)
def test_why_somebody_cannot_decline_is_said(review, role, reason, said):
    with pytest.raises(Refused) as caught:
        life.declined(review, role, reason, "Joan", NOW)
    assert str(caught.value).startswith(said)


def test_collected_signatures_are_kept_also_the_half_of_them():
    assert life.collected(a_sealed_review(), SIGNED[:1]).sign_offs == SIGNED[:1]
    with pytest.raises(Refused, match="this one is open"):
        life.collected(a_full_review(), SIGNED)


def test_a_role_is_named_in_words_where_a_signature_is_refused():
    owner = SignOff(role=Role.BUSINESS_OWNER, name="Eve", fingerprint="f", time=NOW)
    chair = replace(owner, role=Role.EXECUTIVE_RISK_OWNER)
    for sign_off, said in (
        (owner, "to be signed as business owner by Grace Hopper; the certificate"),
        (chair, "sign as executive risk owner, yet Eve did"),
    ):
        with pytest.raises(Refused, match=said):
            life.check_pin(a_sealed_review(), sign_off)
    pinned = a_sealed_review(signatories=(Signatory(role=Role.BUSINESS_OWNER, name="Grace Hopper", fingerprint="pinned"),))
    with pytest.raises(Refused, match="as business owner by Grace Hopper with the pinned certificate; Eve signed"):
        life.check_pin(pinned, owner)


def test_purging_one_file_leaves_the_other():
    review = a_full_review()
    first, second = review.evidence
    assert [one.purged for one in life.purged(review, second.sha256, PURGE).evidence] == [None, PURGE]
    with pytest.raises(Refused, match=r"^Purging needs a reason"):
        life.purged(review, first.sha256, replace(PURGE, why=" "))
    with pytest.raises(Refused, match="Retention page has been purged already"):
        life.purged(life.purged(review, first.sha256, PURGE), first.sha256, PURGE)


def test_the_difference_names_each_part_of_the_frame_the_new_files_and_new_items():
    old = a_full_review()
    new = replace(
        old,
        frame=replace(old.frame, lead="Joan Clarke"),
        evidence=(*old.evidence, an_evidence(b"third", title="Third")),
        answers={**old.answers, "QST-05": an_answer()},
    )
    found = life.difference(old, new)
    assert (found.items, found.frame, found.evidence_added) == (("QST-05",), ("lead",), ("Third",))
    assert (found.decision_changed, found.outcome_before) == (False, old.decision.outcome)


def test_a_decision_that_says_something_else_is_a_difference_and_a_new_date_alone_is_none():
    old = a_full_review()
    said = replace(old.decision, rationale="Enough is known now.")
    assert life.difference(old, replace(old, decision=said)).decision_changed
    assert not life.difference(old, replace(old, decision=replace(old.decision, made_by="Joan", edition=2))).decision_changed
    assert life.difference(replace(old, decision=None), old) == life.difference(replace(old, decision=None), old)
    assert life.difference(replace(old, decision=None), old).decision_changed
    assert life.difference(replace(old, decision=None), old).outcome_before is None


def test_an_empty_answer_is_no_difference_to_none():
    old = a_full_review()
    assert life.difference(old, replace(old, answers={**old.answers, "QST-05": Answer(reviewed_by=("Ada",))})).items == ()


def test_the_next_edition_begins_without_signatures_refusals_and_reviewers():
    refused = Decline(role=Role.SECURITY, by="Joan", reason="x", at=NOW)
    after = life.reopened(a_signed_review(declines=(refused,)), "More is known", "Ada", NOW, DIGEST)
    assert (after.sign_offs, after.declines, after.sealing) == ((), (), None)
    assert {answer.reviewed_by for answer in after.answers.values()} == {()}
