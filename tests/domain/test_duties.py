"""Rule 11: separation of duties."""

import pytest

from readiness_app.domain.duties import problem_of_certificate, problems_of_owners, problems_of_signatory, same_person
from readiness_app.domain.review import Signatory
from readiness_app.domain.vocabulary import Role, Tier
from tests.builders import SIGNATORIES, a_frame, a_review, an_acceptance, an_answer, an_unknown

BOARD = [Role.CHAIR, Role.EXECUTIVE_RISK_OWNER]


@pytest.mark.parametrize("other", [" ada  byron ", "ADA BYRON", "Ada Byron"])
def test_names_compare_trimmed_and_folded(other):
    assert same_person("Ada Byron", other)


def test_names_compare_composed():
    assert same_person("J\u00e4ger", "Ja\u0308ger")


def test_one_person_signs_in_one_role():
    review = a_review(signatories=SIGNATORIES)
    assert problems_of_signatory(review, Signatory(role=Role.CHAIR, name="joan clarke"))


def test_one_certificate_serves_one_role():
    review = a_review(signatories=SIGNATORIES)
    assert problems_of_signatory(review, Signatory(role=Role.CHAIR, name="Someone", fingerprint=SIGNATORIES[0].fingerprint))


def test_naming_the_same_role_anew_is_fine():
    assert not problems_of_signatory(a_review(signatories=SIGNATORIES), SIGNATORIES[0])


def board_problems(role, tier, name):
    review = a_review(frame=a_frame(tier=tier, lead="Lead Person"), answers={"QST-01": an_answer(reviewed_by=("Ada Byron",))})
    return problems_of_signatory(review, Signatory(role=role, name=name))


@pytest.mark.parametrize("role", BOARD)
@pytest.mark.parametrize("name", ["Ada Byron", "lead person"])
def test_from_customer_facing_up_the_board_answered_nothing_and_does_not_lead(role, name):
    assert board_problems(role, Tier.CUSTOMER_FACING, name)
    assert board_problems(role, Tier.HIGH_RISK, name)


@pytest.mark.parametrize("role", BOARD)
def test_below_customer_facing_they_may(role):
    assert not board_problems(role, Tier.INTERNAL, "Ada Byron")


def test_who_accepts_a_risk_is_not_its_only_reviewer():
    alone = an_unknown(acceptance=an_acceptance(owner="ada byron"), reviewed_by=("Ada Byron",))
    assert problems_of_owners(a_review(answers={"QST-02": alone}))


def test_with_a_second_reviewer_they_may():
    shared = an_unknown(acceptance=an_acceptance(owner="Ada Byron"), reviewed_by=("Ada Byron", "Joan Clarke"))
    assert not problems_of_owners(a_review(answers={"QST-02": shared}))


def test_a_certificate_that_signed_elsewhere_is_refused():
    assert problem_of_certificate({Role.SECURITY: "ab"}, Role.CHAIR, "ab")
    assert not problem_of_certificate({Role.SECURITY: "ab"}, Role.SECURITY, "ab")


def test_every_reason_against_a_signatory_is_said_also_behind_their_own_role():
    people = (Signatory(role=Role.CHAIR, name="Ada Byron"), *SIGNATORIES)
    both = Signatory(role=Role.CHAIR, name="Grace Hopper", fingerprint=SIGNATORIES[0].fingerprint)
    assert problems_of_signatory(a_review(signatories=people), both) == (
        "This certificate is already pinned to security; one certificate serves one role.",
        "Grace Hopper already signs as business owner; one person signs in one role.",
    )


def test_the_board_hears_in_words_why_not():
    review = a_review(frame=a_frame(tier=Tier.HIGH_RISK, lead="Ada Byron"), answers={"QST-01": an_answer(reviewed_by=("Ada Byron",))})
    assert problems_of_signatory(review, Signatory(role=Role.EXECUTIVE_RISK_OWNER, name="Ada Byron")) == (
        "Ada Byron answered 1 items in this edition; from customer-facing up the executive risk owner answers none.",
        "Ada Byron leads this review; from customer-facing up the executive risk owner does not.",
    )
