"""What each reader may see: built up from what is allowed, whatever a review may hold."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_app.domain.claim import Anchor, Claim, Correction
from readiness_app.domain.disclosing import Why, as_proposed, is_public_address
from readiness_app.domain.errors import Refused
from readiness_app.domain.extract import (
    PARTS,
    Extract,
    ExtractAnswer,
    ExtractCondition,
    ExtractDecision,
    ExtractFile,
    ExtractGate,
    ExtractItem,
    ExtractSigner,
    LeftOut,
    Origin,
    PublicClaim,
    PublicCorrection,
)
from readiness_app.domain.extracting import extract
from readiness_app.domain.measures import measures
from readiness_app.domain.review import Fulfilment, Purge, Review
from readiness_app.domain.vocabulary import (
    AnchorState,
    Audience,
    Confidentiality,
    ExtractPart,
    GateReason,
    GateState,
    Handling,
    Knowledge,
    Role,
    SourceKind,
    State,
)
from tests.builders import (
    NOW,
    TODAY,
    a_checklist,
    a_claim,
    a_condition,
    a_decision,
    a_full_review,
    a_hash,
    a_question_list,
    a_reply,
    a_sealed_review,
    a_sealing,
    an_acceptance,
    an_answer,
    an_evidence,
    an_item,
    an_unknown,
)
from tests.extract_markers import coded, everything, kinds_in, kinds_of, texts_in

SECRET, PURGE = Confidentiality.CONFIDENTIAL, Purge(by="Ada", at=NOW, why="By mistake")
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
    items = (an_item(1, vendor_question=""), an_item(2, vendor_question=""), *review.checklist.sections[0].items[2:])
    checklist = replace(review.checklist, sections=(replace(review.checklist.sections[0], items=items),))
    claims = an_answer(claims=(a_claim(),))
    found = extract(replace(review, checklist=checklist, answers={"QST-01": claims, "QST-02": claims}), ORIGIN, Audience.VENDOR)
    assert not {"QST-01", "QST-02"} & {item.id for item in found.items} and found.left_out.not_theirs == 2


def test_an_address_inside_the_house_stays_out_even_of_a_claim_on_a_public_file() -> None:
    file = an_evidence(b"x", confidentiality=Confidentiality.PUBLIC)
    claim = a_claim(evidence=file.sha256, address="https://wiki.corp/a")
    found = extract(a_sealed_review(evidence=(file,), answers={"QST-01": an_answer(claims=(claim,))}), ORIGIN, Audience.VENDOR)
    assert [claim.address for item in found.items for claim in item.claims] == [""]


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


def test_an_extract_says_which_edition_it_comes_from() -> None:
    review = everything()
    found = extract(review, replace(ORIGIN, superseded=True), Audience.VENDOR)
    frame, sealing = review.frame, review.sealing
    assert sealing is not None
    assert (found.audience, found.parts, found.review, found.subject) == (Audience.VENDOR, (), review.id, review.subject)
    assert (found.tier, found.as_of, found.round, found.edition) == (review.tier, review.as_of, review.round, review.edition)
    assert found.checklist == f"{review.checklist.title} {review.checklist.version}"
    assert (found.sealed, found.language, found.paper) == (sealing.at, frame.language, frame.paper)
    assert (found.digest, found.report, found.signed_report) == (ORIGIN.digest, ORIGIN.report, ORIGIN.signed_report)
    assert found.superseded and not extract(review, ORIGIN, Audience.VENDOR).superseded


def test_an_item_carries_the_vendors_words_to_the_vendor_and_the_reviewers_to_procurement() -> None:
    asked = a_question_list(due=TODAY)
    review = a_sealed_review(answers={"QST-01": an_unknown(left_open=True)}, questions=(asked,))
    item = review.checklist.item("QST-01")
    theirs, ours = (extract(review, ORIGIN, audience).gaps[0] for audience in Audience)
    same = {"id": "QST-01", "section": "Section 1", "wanted": item.evidence_wanted, "gap": True, "claims": ()}
    assert theirs == ExtractItem(**same, question=item.vendor_question, about=item.question)
    handled = {"knowledge": Knowledge.UNKNOWN, "handling": (Handling.LEFT_OPEN,), "asked": asked.made.date(), "due": TODAY}
    assert ours == ExtractItem(**same, question=item.question, **handled)


def test_only_gaps_and_items_with_something_to_show_are_told() -> None:
    answers = {"QST-01": an_answer(claims=(a_claim(address=""),)), "QST-02": an_answer()}
    found = extract(a_sealed_review(checklist=a_checklist(3), answers=answers), ORIGIN, Audience.VENDOR)
    assert [(item.id, item.gap, len(item.claims)) for item in found.items] == [("QST-02", False, 1), ("QST-03", True, 0)]
    assert ([item.id for item in found.gaps], found.claims) == (["QST-03"], 1)


def test_a_claim_is_told_with_all_that_is_public_about_it() -> None:
    better = Correction(statement="No", source="Card", dated=TODAY, address="https://example.com/card")
    claim = a_claim(counted="Prompts", relays=SourceKind.SYSTEM_CARD, caveat="Ours", correction=better)
    for held, corrected in ((claim, True), (replace(claim, correction=replace(better, address="https://wiki.corp/")), False)):
        shown = extract(a_sealed_review(answers={"QST-01": an_answer(claims=(held,))}), ORIGIN, Audience.VENDOR).items[0].claims[0]
        correction = PublicCorrection(statement="No", source="Card", dated=TODAY, address="https://example.com/card")
        same = {name: getattr(claim, name) for name in ("statement", "stance", "source", "source_kind", "relays", "address", "dated")}
        same |= {name: getattr(claim, name) for name in ("quote", "page", "counted")}
        assert shown == PublicClaim(**same, caveat="", correction=correction if corrected else None)


def test_a_packs_own_correction_is_shown_wherever_it_stands() -> None:
    claim = pack_claim(correction=Correction(statement="No", source="Card", dated=None, address=""))
    origin = replace(ORIGIN, packs=frozenset({claim}))
    item = extract(a_sealed_review(answers={"QST-01": an_answer(claims=(claim,))}), origin, Audience.VENDOR).items[0]
    assert item.claims[0].correction == PublicCorrection(statement="No", source="Card", dated=None, address="")


def test_a_condition_is_told_with_its_owner_to_procurement_alone_and_as_met_once_it_was() -> None:
    done = Fulfilment(proof="Seen", by="Ada", on=TODAY)
    later = replace(done, on=TODAY + timedelta(days=1))
    held = tuple(a_condition(id=f"k{number}", done=one) for number, one in enumerate((None, done, later)))
    review = a_sealed_review(answers={"QST-01": an_answer(conditions=held)})
    for audience, owner in ((Audience.VENDOR, ""), (Audience.PROCUREMENT, held[0].owner)):
        parts = (ExtractPart.CONDITIONS,) if audience is Audience.VENDOR else ()
        told = ExtractCondition(item="QST-01", what=held[0].what, owner=owner, due=held[0].due, proof=held[0].proof, met=None)
        assert extract(review, ORIGIN, audience, parts).conditions == (told, replace(told, met=TODAY), told)
    assert extract(review, ORIGIN, Audience.VENDOR).conditions == ()


def test_the_decision_is_told_with_its_day_and_its_rationale_only_when_asked_for() -> None:
    made = a_decision(valid_until=TODAY)
    told = ExtractDecision(outcome=made.outcome, made=made.made.date(), valid_until=TODAY, over=False)
    review = a_sealed_review(decision=made)
    assert extract(review, ORIGIN, Audience.PROCUREMENT).decision == told
    assert extract(review, ORIGIN, Audience.PROCUREMENT, (ExtractPart.RATIONALE,)).decision == replace(told, rationale=made.rationale)
    assert extract(replace(review, decision=None), ORIGIN, Audience.PROCUREMENT).decision is None
    assert extract(replace(review, decision=replace(made, valid_until=None)), ORIGIN, Audience.PROCUREMENT).decision == replace(
        told, valid_until=None
    )


def test_gates_that_are_not_clear_figures_and_signers_are_told_to_procurement() -> None:
    review = a_sealed_review(answers={"QST-02": an_unknown(acceptance=an_acceptance()), "QST-03": an_answer()})
    origin = replace(ORIGIN, signed=(Role.SECURITY,), declined=(Role.BUSINESS_OWNER,))
    found = extract(review, origin, Audience.PROCUREMENT)
    first, second = (review.checklist.item(name).question for name in ("QST-01", "QST-02"))
    assert found.gates == (
        ExtractGate(item="QST-01", question=first, state=GateState.OPEN, reason=GateReason.NOT_REVIEWED, hard=True),
        ExtractGate(item="QST-02", question=second, state=GateState.ACCEPTED, reason=GateReason.RISK_ACCEPTED, hard=False),
    )
    assert found.figures == measures(review) and found.declined and found.state is State.SEALED
    assert found.signers == (
        ExtractSigner(role=Role.SECURITY, name="Joan Clarke", signed=True, declined=False),
        ExtractSigner(role=Role.BUSINESS_OWNER, name="Grace Hopper", signed=False, declined=True),
    )
    unnamed = extract(replace(review, signatories=review.signatories[1:]), ORIGIN, Audience.PROCUREMENT)
    assert [one.name for one in unnamed.signers] == ["", "Grace Hopper"] and not unnamed.declined


def test_a_public_file_is_told_without_its_name_and_what_was_purged_only_counted() -> None:
    day = {"published": TODAY, "retrieved": TODAY - timedelta(days=1)}
    about = {"title": "Card", "publisher": "Example", "address": "https://example.com/card", "revision": "2"}
    file = an_evidence(b"x", confidentiality=Confidentiality.PUBLIC, **about, **day)
    gone = [an_evidence(one, confidentiality=level, purged=PURGE) for one, level in ((b"1", Confidentiality.PUBLIC), (b"2", SECRET))]
    for audience in Audience:
        found = extract(a_sealed_review(evidence=(file, *gone, an_evidence(b"3", confidentiality=SECRET))), ORIGIN, audience)
        assert found.files == (ExtractFile(sha256=file.sha256, **about, **day),)
        assert (found.left_out.files[SECRET], found.left_out.purged, found.left_out.all_files) == (1, 2, 3)


def test_answers_of_the_vendor_are_told_as_written_and_the_others_counted() -> None:
    public, secret, gone = (
        an_evidence(b"1", confidentiality=Confidentiality.PUBLIC),
        an_evidence(b"2", confidentiality=SECRET),
        an_evidence(b"3", confidentiality=Confidentiality.PUBLIC, purged=PURGE),
    )
    replies = tuple(a_reply(id=f"R{place}", file=file.sha256) for place, file in enumerate((public, secret, gone), 1))
    review = a_sealed_review(evidence=(public, secret, gone), replies=(*replies, a_reply(id="R4", item="", file=public.sha256)))
    found, one = extract(review, ORIGIN, Audience.PROCUREMENT), replies[0]
    assert found.answers == (ExtractAnswer(item=one.item, statement=one.statement, by=one.by, dated=one.dated, state=one.state),)
    assert found.left_out.answers == 2
    theirs = extract(review, ORIGIN, Audience.VENDOR)
    assert (theirs.answers, theirs.left_out.answers) == ((), 0)


def test_all_that_stays_out_is_summed_up() -> None:
    claims = {Why.INTERNAL: 2, Why.UNPUBLISHED: 3}
    left = LeftOut(claims=claims, not_theirs=4, files={SECRET: 5, Confidentiality.INTERNAL: 6}, purged=7, answers=8)
    assert (left.all_claims, left.all_files) == (9, 18)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of this system cannot be set for one test")
def test_whether_a_decision_had_ended_does_not_depend_on_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        review = a_sealed_review(decision=a_decision(valid_until=TODAY), sealing=a_sealing(at=NOW.replace(hour=23)))
        decision = extract(review, ORIGIN, Audience.PROCUREMENT).decision
        assert decision is not None and not decision.over
    finally:
        monkeypatch.undo()
        time.tzset()
