"""What each reader may see: built up from what is allowed, whatever a review may hold."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_app.domain.claim import Anchor, Claim
from readiness_app.domain.disclosing import Why, as_proposed, is_public_address
from readiness_app.domain.errors import Refused
from readiness_app.domain.extract import PARTS, Extract, Origin
from readiness_app.domain.extracting import extract
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import AnchorState, Audience, Confidentiality, ExtractPart, Role, SourceKind, State
from tests.builders import TODAY, a_claim, a_condition, a_decision, a_full_review, a_hash, a_sealed_review, an_answer, an_evidence, an_item
from tests.extract_markers import coded, everything, kinds_in, kinds_of, texts_in

ORIGIN = Origin(digest=a_hash("record"), report=a_hash("report"), signed_report=a_hash("signed"))
BOTH = {
    *(f"Subject.{name}" for name in ("vendor", "model", "snapshot", "route", "region", "access")),
    *(f"Claim.{name}" for name in ("statement", "source", "quote", "counted", "address")),
    *(f"Correction.{name}" for name in ("statement", "source", "address")),
    *(f"Evidence.{name}" for name in ("title", "publisher", "address", "revision")),
    *("Review.id", "Checklist.title", "Checklist.version", "Section.title", "Item.evidence_wanted"),
}
CONDITION = {"Condition.what", "Condition.proof"}
VENDOR = BOTH | {"Item.vendor_question", "Item.question"}
PROCUREMENT = BOTH | CONDITION | {"Item.question", "Condition.owner", "Signatory.name", "VendorReply.statement", "VendorReply.by"}
MAY = [
    (Audience.VENDOR, (), VENDOR),
    (Audience.VENDOR, (ExtractPart.DECISION,), VENDOR),
    (Audience.VENDOR, (ExtractPart.CONDITIONS,), VENDOR | CONDITION),
    (Audience.PROCUREMENT, (), PROCUREMENT),
    (Audience.PROCUREMENT, (ExtractPart.ANSWERS,), PROCUREMENT),
    (Audience.PROCUREMENT, (ExtractPart.RATIONALE,), PROCUREMENT | {"Decision.rationale"}),
]
CODED = coded(everything())


def words(found: Extract) -> str:
    return "\n".join(texts_in(found))


def test_the_coded_review_has_everything_that_a_review_can_hold() -> None:
    assert kinds_of(Review) == kinds_in(CODED.review)


@pytest.mark.parametrize(("audience", "parts", "may"), MAY)
def test_only_what_is_allowed_comes_out(audience: Audience, parts: tuple[ExtractPart, ...], may: set[str]) -> None:
    assert CODED.fields_in(words(extract(CODED.review, ORIGIN, audience, parts))) == may


@pytest.mark.parametrize(("audience", "parts", "may"), MAY)
def test_no_hash_of_a_file_that_is_not_public_comes_out(audience: Audience, parts: tuple[ExtractPart, ...], may: set[str]) -> None:
    told = words(extract(CODED.review, ORIGIN, audience, parts))
    public, *others = CODED.review.evidence
    assert public.sha256 in told and not any(file.sha256[:8] in told for file in others)


@pytest.mark.parametrize("audience", Audience)
def test_of_the_claims_only_the_public_ones_come_out(audience: Audience) -> None:
    paths = CODED.paths_in(words(extract(CODED.review, ORIGIN, audience, PARTS[audience])))
    shown = {path for path in paths if path.startswith(".answers[QST-01].claims") and path.endswith("].statement")}
    assert shown == {f".answers[QST-01].claims[{name}].statement" for name in ("f0", "p0")}


def test_answers_marked_internal_come_out_only_when_asked_for() -> None:
    for parts, shown in (((), {"R0"}), ((ExtractPart.ANSWERS,), {"R0", "R1"})):
        found = extract(CODED.review, ORIGIN, Audience.PROCUREMENT, parts)
        told = {path for path in CODED.paths_in(words(found)) if path.startswith(".replies") and path.endswith("statement")}
        assert told == {f".replies[{name}].statement" for name in shown}
        assert found.left_out.answers == 4 - len(shown)


def test_what_stays_out_is_counted() -> None:
    left = extract(everything(), ORIGIN, Audience.VENDOR).left_out
    assert left.claims == {Why.INTERNAL: 2, Why.CONFIDENTIAL: 1, Why.UNDER_NDA: 1, Why.UNPUBLISHED: 6, Why.QUOTE_MISSING: 0}
    assert left.files == {level: 1 for level in Confidentiality if level is not Confidentiality.PUBLIC} and left.purged == 1


LEVELS = st.sampled_from(list(Confidentiality))
ADDRESSES = st.sampled_from(
    ["", "https://example.com/a", "https://wiki.corp/a", "http://10.0.0.8/a", "notes", "https://me:pw@example.com/"]
)


@given(LEVELS, st.booleans(), st.sampled_from(list(SourceKind)), st.none() | st.sampled_from(list(SourceKind)), ADDRESSES)
def test_no_claim_comes_out_that_rests_on_anything_not_public(
    level: Confidentiality, on_file: bool, kind: SourceKind, relays: SourceKind | None, address: str
) -> None:
    file = an_evidence(b"x", confidentiality=level, title="The title")
    claim = a_claim(statement="MARK", evidence=file.sha256 if on_file else "", source_kind=kind, relays=relays, address=address)
    review = a_sealed_review(evidence=(file,), answers={"QST-01": an_answer(claims=(claim,))})
    told = [words(extract(review, ORIGIN, audience, PARTS[audience])) for audience in Audience]
    own = {kind, relays} & {SourceKind.CONTRACT, SourceKind.OWN_TEST, SourceKind.OWN_RECORD}
    may = level is Confidentiality.PUBLIC if on_file else not own and address == "https://example.com/a"
    assert all(("MARK" in one) == (may and kind is not SourceKind.LEAKED_DRAFT) for one in told)
    assert all(("The title" in one) == (level is Confidentiality.PUBLIC) for one in told)


def pack_claim(**parts: Any) -> Claim:
    return a_claim(id="pack:1", pack="pack", address="", caveat="Measured once", **parts)


def test_a_claim_of_a_public_pack_is_shown_with_its_caveat_until_somebody_changes_it() -> None:
    origin = replace(ORIGIN, packs=frozenset({pack_claim()}))
    for claim, shown in ((pack_claim(), True), (replace(pack_claim(), statement="We found otherwise."), False)):
        found = extract(a_sealed_review(answers={"QST-01": an_answer(claims=(claim,))}), origin, Audience.VENDOR)
        assert ("Measured once" in words(found)) is shown and as_proposed(claim, origin.packs) is shown


def test_a_pack_claim_that_was_put_on_an_internal_file_stays_out() -> None:
    file = an_evidence(b"x")
    answers = {"QST-01": an_answer(claims=(pack_claim(evidence=file.sha256),))}
    found = extract(a_sealed_review(evidence=(file,), answers=answers), replace(ORIGIN, packs=frozenset({pack_claim()})), Audience.VENDOR)
    assert found.claims == 0 and found.left_out.claims[Why.INTERNAL] == 1


def test_the_caveat_of_a_persons_claim_stays_out() -> None:
    review = a_sealed_review(answers={"QST-01": an_answer(claims=(a_claim(caveat="Our test says otherwise"),))})
    found = extract(review, ORIGIN, Audience.PROCUREMENT)
    assert found.claims == 1 and "Our test" not in words(found)


def test_the_vendor_sees_no_item_that_is_not_theirs_to_answer() -> None:
    review = a_sealed_review()
    items = (an_item(1, vendor_question=""), *review.checklist.sections[0].items[1:])
    checklist = replace(review.checklist, sections=(replace(review.checklist.sections[0], items=items),))
    claims = an_answer(claims=(a_claim(),))
    found = extract(replace(review, checklist=checklist, answers={"QST-01": claims}), ORIGIN, Audience.VENDOR)
    assert "QST-01" not in [item.id for item in found.items] and found.left_out.not_theirs == 1


def test_an_address_inside_the_house_stays_out_even_of_a_claim_on_a_public_file() -> None:
    file = an_evidence(b"x", confidentiality=Confidentiality.PUBLIC)
    claim = a_claim(evidence=file.sha256, address="https://wiki.corp/a")
    found = extract(a_sealed_review(evidence=(file,), answers={"QST-01": an_answer(claims=(claim,))}), ORIGIN, Audience.VENDOR)
    assert found.claims == 1 and "wiki.corp" not in words(found)


def test_the_vendor_sees_no_condition_on_what_is_not_theirs_to_answer() -> None:
    review = a_sealed_review(answers={"QST-01": an_answer(conditions=(a_condition(),)), "QST-02": an_answer(conditions=(a_condition(),))})
    items = (an_item(1, vendor_question=""), *review.checklist.sections[0].items[1:])
    checklist = replace(review.checklist, sections=(replace(review.checklist.sections[0], items=items),))
    found = extract(replace(review, checklist=checklist), ORIGIN, Audience.VENDOR, (ExtractPart.CONDITIONS,))
    assert [one.item for one in found.conditions] == ["QST-02"]


def test_the_vendor_is_told_the_decision_only_when_asked_for() -> None:
    bare = extract(a_sealed_review(), ORIGIN, Audience.VENDOR)
    told = extract(a_sealed_review(), replace(ORIGIN, declined=(Role.SECURITY,)), Audience.VENDOR, (ExtractPart.DECISION,))
    assert (bare.decision, bare.state, bare.declined, bare.figures, bare.gates, bare.signers) == (None, None, False, None, (), ())
    assert told.decision is not None and told.decision.rationale == "" and told.state is State.SEALED and told.declined


def test_a_decision_that_ended_before_the_sealing_says_so() -> None:
    for ends, over in ((TODAY, False), (TODAY - timedelta(days=1), True)):
        review = a_sealed_review(decision=a_decision(valid_until=ends))
        decision = extract(review, ORIGIN, Audience.PROCUREMENT).decision
        assert decision is not None and decision.over is over


def test_what_is_told_of_an_item_to_procurement_alone() -> None:
    vendor, procurement = (extract(everything(), ORIGIN, audience) for audience in Audience)
    assert {(item.knowledge, item.handling, item.asked) for item in vendor.items} == {(None, (), None)}
    assert any(item.knowledge for item in procurement.items) and any(item.handling for item in procurement.items)


def test_signed_once_every_role_has_signed() -> None:
    signed = replace(ORIGIN, signed=(Role.SECURITY, Role.BUSINESS_OWNER))
    assert extract(a_sealed_review(), ORIGIN, Audience.PROCUREMENT).state is State.SEALED
    assert extract(a_sealed_review(), signed, Audience.PROCUREMENT).state is State.SIGNED


def test_a_review_that_is_not_sealed_has_no_extract() -> None:
    with pytest.raises(Refused, match="is not sealed"):
        extract(a_full_review(), ORIGIN, Audience.VENDOR)


@pytest.mark.parametrize(("audience", "part"), [(Audience.VENDOR, ExtractPart.RATIONALE), (Audience.PROCUREMENT, ExtractPart.DECISION)])
def test_a_part_for_the_other_reader_is_refused(audience: Audience, part: ExtractPart) -> None:
    with pytest.raises(Refused, match=f"{part} cannot be added for {audience}"):
        extract(a_sealed_review(), ORIGIN, audience, (part,))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://example.com/a", True),
        ("http://93.184.216.34/a", True),
        ("https://[2606:2800:220:1::1]/", True),
        ("https://wiki/a", False),
        ("https://wiki.acme.internal/a", False),
        ("https://wiki.acme.CORP./a", False),
        ("http://192.168.1.4/a", False),
        ("http://[::1]/a", False),
        ("https://me:secret@example.com/", False),
        ("http://[bad/a", False),
        ("ftp://example.com/a", False),
        ("the binder on the shelf", False),
        ("", False),
    ],
)
def test_which_addresses_anybody_can_reach(address: str, public: bool) -> None:
    assert is_public_address(address) is public


@pytest.mark.parametrize("audience", Audience)
def test_words_that_do_not_stand_in_their_file_are_not_passed_on_as_the_vendors(audience: Audience) -> None:
    file = an_evidence(b"x", confidentiality=Confidentiality.PUBLIC)
    lost = a_claim(quote="nobody wrote this", evidence=file.sha256, anchor=Anchor(state=AnchorState.NOT_FOUND, checked=TODAY))
    found = extract(a_sealed_review(evidence=(file,), answers={"QST-01": an_answer(claims=(lost,))}), ORIGIN, audience)
    assert found.claims == 0 and found.left_out.claims[Why.QUOTE_MISSING] == 1 and "nobody wrote this" not in words(found)
