"""A document and its next revision: the fate of each quote, what goes over, what is looked at again, in plain values."""

from dataclasses import replace
from datetime import date

import pytest

from readiness_app.domain import revising
from readiness_app.domain.claim import Anchor
from readiness_app.domain.errors import Refused, ReviewSealed
from readiness_app.domain.quotes import FileText, Searchable
from readiness_app.domain.review import Answer, LookAgain
from readiness_app.domain.vocabulary import AnchorState, LookAgainReason, QuoteFate, State
from tests.builders import NOW, TODAY, a_claim, a_review, an_answer, an_evidence

OLD = an_evidence(b"one", title="System card", revision="Revision 1", published=date(2026, 2, 1))
NEW = an_evidence(b"two", title="System card", revision="Revision 2", published=date(2026, 3, 1))
STILL, MOVED = "Prompts are kept for 30 days in the region", "The model was tested by two outside laboratories"
CHANGED, GONE = "All of the weights are encrypted at rest with keys of the vendor", "Customers may audit the vendor once in every year"
BEFORE = Searchable(FileText(pages=("Introduction", f"{STILL}. {MOVED}. {CHANGED}.", f"{GONE}.")))
AFTER = Searchable(FileText(pages=("Introduction", f"{STILL}.", f"{MOVED}. {CHANGED.replace('encrypted', 'stored')}.")))
BLANK = Searchable(FileText(pages=("",), why="it is a picture"))


def a_quote(quote, page=2, **parts):
    return a_claim(**({"quote": quote, "page": page, "evidence": OLD.sha256, "dated": date(2026, 2, 1)} | parts))


def resting(*claims, **parts):
    answer = an_answer(**({"claims": claims, "evidence": (OLD.sha256,)} | parts))
    return a_review(answers={"QST-01": answer}, evidence=(OLD,))


def fate_of(claim, before=BEFORE, after=AFTER):
    (one,) = revising.follow(resting(claim), OLD, before, after, TODAY)
    return one


def taken(review, before=BEFORE, after=AFTER, new=NEW):
    found = revising.revision_of(review, OLD, new, revising.follow(review, OLD, before, after, TODAY), NOW)
    return found, found.change.applied_to(review).answers["QST-01"]


@pytest.mark.parametrize(
    ("quote", "page", "fate", "before", "now"),
    [
        (STILL, 2, QuoteFate.STILL_THERE, 2, 2),
        (STILL, None, QuoteFate.STILL_THERE, 2, 2),
        (STILL, 1, QuoteFate.STILL_THERE, 2, 2),  # the claim named a wrong page
        (MOVED, 2, QuoteFate.MOVED, 2, 3),
        (CHANGED, 2, QuoteFate.CHANGED, 2, 3),
        (GONE, 3, QuoteFate.GONE, 3, None),
        ("Nobody ever wrote this sentence anywhere", 2, QuoteFate.NEVER_FOUND, 2, None),
    ],
)
def test_each_quote_has_its_fate_and_its_places(quote, page, fate, before, now):
    one = fate_of(a_quote(quote, page))
    assert (one.item, one.claim, one.fate, one.before, one.anchor.page) == ("QST-01", a_quote(quote, page), fate, before, now)
    assert one.anchor.checked == TODAY and not one.why


def test_a_changed_quote_says_how_it_reads_now_and_how_near_that_is():
    one = fate_of(a_quote(CHANGED))
    assert one.reads == f"{CHANGED.replace('encrypted', 'stored')}." and 0.85 < one.nearness < 1


def test_without_a_quote_there_is_nothing_to_follow():
    one = fate_of(a_quote(" ", 7))
    assert (one.item, one.claim, one.fate, one.before, one.anchor) == ("QST-01", a_quote(" ", 7), QuoteFate.NO_QUOTE, 7, None)


def test_what_cannot_be_read_cannot_be_checked_and_says_why():
    one = fate_of(a_quote(STILL, 1), after=BLANK)
    assert (one.fate, one.before, one.anchor.state) == (QuoteFate.CANNOT_BE_CHECKED, 2, AnchorState.CANNOT_BE_CHECKED)
    assert one.why == BLANK.why_unsure(STILL, None) and "picture" in one.why


def test_where_the_old_bytes_are_gone_its_last_place_counts():
    anchor = Anchor(state=AnchorState.FOUND, page=2, checked=TODAY)
    assert fate_of(a_quote(MOVED, None, anchor=anchor), before=BLANK).fate is QuoteFate.MOVED
    assert fate_of(a_quote(GONE, 3, anchor=replace(anchor, state=AnchorState.NOT_FOUND)), before=BLANK).fate is QuoteFate.NEVER_FOUND
    assert fate_of(a_quote(GONE, 3), before=BLANK).fate is QuoteFate.GONE


def test_a_file_without_pages_moves_nothing():
    flat = Searchable(FileText(pages=(f"{STILL}.",), paged=False))
    assert fate_of(a_quote(STILL), after=flat).fate is QuoteFate.STILL_THERE


def test_only_claims_on_the_file_are_followed_in_the_order_of_the_checklist():
    on_it, elsewhere = a_quote(STILL), a_claim(id="c2")
    review = a_review(answers={"QST-02": an_answer(claims=(elsewhere, on_it)), "QST-01": an_answer(claims=(on_it,))}, evidence=(OLD,))
    assert list(revising.resting_on(review, OLD.sha256)) == [("QST-01", on_it), ("QST-02", on_it)]


def test_a_quote_that_stands_goes_over_with_its_page_and_its_day():
    found, answer = taken(resting(a_quote(MOVED)))
    (claim,) = answer.claims
    assert (claim.evidence, claim.page, claim.dated) == (NEW.sha256, 3, date(2026, 3, 1))
    assert (claim.anchor.state, claim.anchor.page) == (AnchorState.FOUND, 3)
    assert answer.evidence == (NEW.sha256,) and answer.look_again is None and found.reopened == ()


@pytest.mark.parametrize(
    ("claim", "published", "dated"),
    [
        (a_quote(STILL, dated=date(2025, 1, 1)), NEW.published, date(2025, 1, 1)),
        (a_quote(STILL), None, date(2026, 2, 1)),
    ],
)
def test_another_day_of_a_claim_stays(claim, published, dated):
    _, answer = taken(resting(claim), new=replace(NEW, published=published))
    assert answer.claims[0].dated == dated


def test_a_claim_without_a_page_gets_none():
    assert taken(resting(a_quote(MOVED, None)))[1].claims[0].page is None


def test_a_quote_that_changed_stays_with_the_old_file_and_reopens_the_item():
    review = resting(a_quote(STILL), a_quote(CHANGED, id="c2"))
    found, answer = taken(review)
    assert [claim.evidence for claim in answer.claims] == [NEW.sha256, OLD.sha256]
    assert answer.evidence == (OLD.sha256, NEW.sha256) and found.reopened == ("QST-01",)
    reads = f"{CHANGED.replace('encrypted', 'stored')}."
    note = f"System card, Revision 2 replaces System card, Revision 1. “{CHANGED}” (page 2) now reads “{reads}” (page 3)."
    assert answer.look_again == LookAgain(reason=LookAgainReason.SOURCE_CHANGED, since=NOW, note=note)


def test_an_answer_that_waits_keeps_its_reason_and_hears_more():
    held = LookAgain(reason=LookAgainReason.TEXT_CHANGED, since=NOW.replace(year=2025), note="The words changed.")
    _, answer = taken(resting(a_quote(GONE, 3), look_again=held))
    said = f"The words changed. System card, Revision 2 replaces System card, Revision 1. “{GONE}” (page 3) is no longer in it."
    assert answer.look_again == replace(held, note=said)


def test_what_nobody_answered_is_not_looked_at_again():
    found, answer = taken(a_review(answers={"QST-01": Answer(claims=(a_quote(GONE, 3),))}, evidence=(OLD,)))
    assert answer.look_again is None and found.reopened == ()


def test_files_that_were_not_named_by_the_answer_are_not_added():
    _, answer = taken(resting(a_quote(STILL), evidence=()))
    assert answer.evidence == ()
    _, answer = taken(resting(a_quote(GONE, 3)))
    assert answer.evidence == (OLD.sha256,)


def test_the_step_lists_the_new_file_first_and_names_both():
    found, _ = taken(resting(a_quote(STILL), a_quote(GONE, 3, id="c2")))
    assert found.change.title == "take System card as the new revision of System card"
    assert [step.op for step in found.change.changes] == ["revise", "revise"]
    assert (found.old, found.new) == (OLD, replace(NEW, replaces=OLD.sha256)) and found.change.changes[0].after == found.new
    assert (found.count(QuoteFate.GONE), found.count(QuoteFate.STILL_THERE), found.count(QuoteFate.MOVED)) == (1, 1, 0)


def test_an_answer_that_stays_as_it_is_gets_no_entry():
    found, _ = taken(resting(a_quote(" ")))
    assert len(found.change.changes) == 1 and len(found.followed) == 1 and found.followed[0].fate is QuoteFate.NO_QUOTE


def test_the_same_bytes_or_a_listed_file_are_no_revision():
    review = a_review(evidence=(OLD, NEW))
    with pytest.raises(Refused, match="This is System card itself"):
        revising.check_revision(review, OLD, OLD.sha256)
    with pytest.raises(Refused, match="here already as System card"):
        revising.check_revision(review, OLD, NEW.sha256)
    with pytest.raises(ReviewSealed):
        revising.check_revision(replace(review, state=State.SEALED), OLD, "0" * 64)
    revising.check_revision(review, OLD, "0" * 64)


@pytest.mark.parametrize(
    ("fate", "before", "now", "said"),
    [
        (QuoteFate.STILL_THERE, 2, 2, "“a b” (page 2) is still there."),
        (QuoteFate.MOVED, 2, 5, "“a b” (page 2) is on page 5 now."),
        (QuoteFate.CHANGED, 2, 5, "“a b” (page 2) now reads “a c” (page 5)."),
        (QuoteFate.CHANGED, None, None, "“a b” now reads “a c”."),
        (QuoteFate.GONE, None, None, "“a b” is no longer in it."),
        (QuoteFate.NEVER_FOUND, 2, None, "“a b” was not found in the old revision either."),
        (QuoteFate.CANNOT_BE_CHECKED, 2, None, "“a b” (page 2) cannot be looked up in it, because it is a picture."),
        (QuoteFate.NO_QUOTE, None, None, "“It is so.” has no quote to look up."),
    ],
)
def test_each_fate_is_told_in_a_sentence(fate, before, now, said):
    anchor = Anchor(state=AnchorState.FOUND, page=now, checked=TODAY)
    claim = a_quote("a \n b", statement="It is so.")
    one = revising.Followed(item="QST-01", claim=claim, fate=fate, before=before, anchor=anchor, reads="a c", why="it is a picture")
    assert revising.told(one) == said


def test_a_fate_without_place_or_reason_is_told_too():
    one = revising.Followed(item="QST-01", claim=a_quote("a"), fate=QuoteFate.CANNOT_BE_CHECKED)
    assert revising.told(one) == "“a” cannot be looked up in it, because it cannot be read."


def test_a_long_quote_is_shortened_to_240_characters():
    one = revising.Followed(item="QST-01", claim=a_quote("x" * 240), fate=QuoteFate.GONE)
    assert revising.told(one) == f"“{'x' * 240}” is no longer in it."
    assert revising.told(replace(one, claim=a_quote("x" * 241))) == f"“{'x' * 239}…” is no longer in it."


def test_a_document_is_named_with_its_revision_where_it_has_one():
    assert (revising.named(OLD), revising.named(replace(OLD, revision=""))) == ("System card, Revision 1", "System card")


def test_a_page_without_text_cannot_be_checked_and_the_claim_goes_with_it():
    after = Searchable(FileText(pages=("Introduction", "")))
    one = fate_of(a_quote(GONE, 2), before=BLANK, after=after)
    assert (one.fate, one.item, one.claim, one.before, one.why) == (
        QuoteFate.CANNOT_BE_CHECKED,
        "QST-01",
        a_quote(GONE, 2),
        2,
        "page 2 has no text, only pictures",
    )
    assert one.anchor == Anchor(state=AnchorState.CANNOT_BE_CHECKED, checked=TODAY)


def test_of_a_document_cut_off_the_reason_is_told_once():
    after = Searchable(FileText(pages=("Introduction", ""), complete=False, why="only its first pages could be read"))
    assert fate_of(a_quote(GONE, 2), after=after).why == "only its first pages could be read"


def test_other_files_of_an_answer_stay_where_they_are():
    other = an_evidence(b"other")
    review = a_review(answers={"QST-01": an_answer(claims=(a_quote(STILL),), evidence=(other.sha256, OLD.sha256))}, evidence=(OLD, other))
    assert taken(review)[1].evidence == (other.sha256, NEW.sha256)


def test_all_that_became_of_an_item_is_told():
    _, answer = taken(resting(a_quote(GONE, 3), a_quote(CHANGED, id="c2")))
    assert "is no longer in it. “All of the weights" in answer.look_again.note


def test_the_same_bytes_are_not_taken_as_a_revision():
    with pytest.raises(Refused, match="This is System card itself, byte for byte"):
        revising.revision_of(resting(a_quote(STILL)), OLD, OLD, (), NOW)


def test_where_a_quote_stands_twice_the_page_of_the_claim_counts():
    twice = Searchable(FileText(pages=("Introduction", f"{STILL}.", f"{STILL}.")))
    assert fate_of(a_quote(STILL, 3), before=twice, after=twice).before == 3
