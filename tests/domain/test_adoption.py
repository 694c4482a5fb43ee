"""Rules 8 and 9: a pack only proposes."""

from dataclasses import replace

import pytest

from readiness_app.domain.adoption import adoption, differences, newer, use_of
from readiness_app.domain.changes import Batch
from readiness_app.domain.claim import Anchor
from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.pack import PackSubject, Proposal
from readiness_app.domain.review import Answer, LookAgain, PackUse
from readiness_app.domain.vocabulary import AnchorState, Knowledge, LookAgainReason, Verdict
from tests.builders import NOW, TODAY, a_claim, a_pack, a_review, a_subject, an_answer


def adopted(review, items=None):
    changes = adoption(review, a_pack(), "Ada Byron", items).changes
    return Batch(changes=changes, title="adopt").applied_to(review)


def test_adopting_takes_over_knowledge_and_claims():
    answer = adopted(a_review()).answers["QST-01"]
    assert (answer.knowledge, len(answer.claims), answer.adopted) == (Knowledge.PARTLY_KNOWN, 1, "test-pack")


def test_adopting_never_sets_a_verdict():
    assert adopted(a_review()).answers["QST-01"].verdict is Verdict.UNDECIDED


def test_an_adopted_unknown_carries_the_pack_s_own_search():
    assert adopted(a_review()).answers["QST-02"].search_log[0].by == "pack test-pack"


def test_each_item_is_a_change_of_its_own():
    assert [change.op for change in adoption(a_review(), a_pack(), "Ada").changes] == ["adopt", "adopt"]


def test_the_second_time_nothing_happens():
    again = adoption(adopted(a_review()), a_pack(), "Ada Byron")
    assert (again.changes, again.already) == ((), ("QST-01", "QST-02"))


def test_what_a_person_answered_is_skipped_and_listed():
    found = adoption(a_review(answers={"QST-01": an_answer()}), a_pack(), "Ada")
    assert (found.skipped, [c.item for c in found.changes]) == (("QST-01",), ["QST-02"])


def test_a_note_is_no_answer_and_stays():
    assert adopted(a_review(answers={"QST-01": Answer(note="look")})).answers["QST-01"].note == "look"


def test_one_item_alone():
    assert list(adopted(a_review(), ["QST-02"]).answers) == ["QST-02"]


def test_an_item_the_pack_is_silent_about_is_listed():
    assert adoption(a_review(), a_pack(), "Ada", ["QST-03"]).silent == ("QST-03",)


def test_an_unknown_item_is_refused():
    with pytest.raises(NotFound, match="QST-77"):
        adoption(a_review(), a_pack(), "Ada", ["QST-77"])


def test_adopting_makes_the_adopter_a_reviewer():
    assert adopted(a_review()).answers["QST-01"].reviewed_by == ("Ada Byron",)


def test_another_subject_is_refused():
    with pytest.raises(Refused, match="does not carry over"):
        use_of(a_pack(), "test-checklist", a_subject(model="Model Two"))


def test_another_subject_on_purpose_is_recorded():
    assert use_of(a_pack(), "test-checklist", a_subject(model="Model Two"), other_subject=True).other_subject


@pytest.mark.parametrize("model", ["Model One", "MODEL  one ", "one"])
def test_a_subject_is_known_by_all_its_names(model):
    assert not use_of(a_pack(), "test-checklist", a_subject(model=model)).other_subject


def test_a_pack_for_another_checklist_is_refused():
    with pytest.raises(Refused, match="checklist"):
        use_of(a_pack(), "other", a_subject())


def test_snapshot_route_and_region_only_warn():
    pack = a_pack(subject=replace(a_pack().subject, snapshot="2026-01-01"))
    assert "snapshot" in differences(pack, a_subject())[0]


def test_own_claims_stay_beside_adopted_ones():
    own = Answer(claims=(a_claim(id="own"),))
    assert [c.id for c in adopted(a_review(answers={"QST-01": own})).answers["QST-01"].claims] == ["own", "c1"]


NEWER = a_pack(id="newer", proposals=(Proposal(item="QST-01", knowledge=Knowledge.KNOWN, claims=(a_claim(id="n1", pack="newer"),)),))


def renewed(answer=None, *, renew=True):
    before = adopted(a_review(), ["QST-01"])
    if answer is not None:
        before = replace(before, answers={"QST-01": replace(before.answers["QST-01"], **answer)})
    return adoption(before, NEWER, "Joan Clarke", ["QST-01"], [a_pack()], renew=renew)


def test_a_newer_proposal_takes_the_place_of_an_untouched_older_one():
    found = renewed()
    after = found.changes[0].after
    assert (found.renewed, after.knowledge, [c.id for c in after.claims], after.adopted) == (("QST-01",), Knowledge.KNOWN, ["n1"], "newer")


def test_it_does_so_only_where_the_item_is_named():
    assert (renewed(renew=False).changes, renewed(renew=False).earlier) == ((), ("QST-01",))


@pytest.mark.parametrize(
    "answer",
    [
        {"verdict": Verdict.ACCEPTABLE},
        {"knowledge": Knowledge.UNKNOWN},
        {"claims": (a_claim(pack="test-pack", added_by=""), a_claim(id="own"))},
        {"adopted": ""},
    ],
)
def test_what_a_person_changed_since_is_skipped(answer):
    assert renewed(answer).skipped == ("QST-01",)


def test_a_verdict_of_the_round_before_falls_with_its_facts():
    waiting = LookAgain(reason=LookAgainReason.INHERITED, since=NOW)
    after = renewed({"verdict": Verdict.ACCEPTABLE, "look_again": waiting}).changes[0].after
    assert (after.verdict, after.look_again, "Joan Clarke" in after.reviewed_by) == (Verdict.UNDECIDED, None, True)


def test_every_adoption_is_named_so_in_the_history():
    assert [change.op for change in adoption(a_review(), a_pack(), "Ada").changes] == ["adopt", "adopt"]
    assert [(change.op, change.item, change.before.adopted) for change in renewed().changes] == [("adopt", "QST-01", "test-pack")]


def test_where_no_items_are_named_a_proposal_that_says_the_same_is_left_alone():
    before = adopted(a_review(), ["QST-01"])
    same = replace(a_pack(id="same"), proposals=a_pack().proposals[:1])
    assert adoption(before, same, "Joan", None, [a_pack()], renew=True).same == ("QST-01",)
    assert adoption(before, same, "Joan", ["QST-01"], [a_pack()], renew=True).renewed == ("QST-01",)
    assert adoption(before, NEWER, "Joan", None, [a_pack()], renew=True).renewed == ("QST-01",)


def test_newer_proposals_are_found_and_not_taken():
    before = adopted(a_review(), ["QST-01"])
    assert newer(before, NEWER, [a_pack()]) == frozenset({"QST-01"})
    assert newer(before, None, [a_pack()]) == newer(before, NEWER, []) == frozenset()


def test_a_claim_that_was_looked_up_is_still_the_proposed_one():
    claim = replace(a_pack().proposals[0].claims[0], anchor=Anchor(state=AnchorState.FOUND, checked=TODAY))
    assert renewed({"claims": (claim,)}).renewed == ("QST-01",)


def test_how_a_review_refers_to_its_pack():
    pack = a_pack()
    found = use_of(pack, "test-checklist", a_subject())
    assert found == PackUse(id=pack.id, version=pack.version, title=pack.title, as_of=pack.as_of)


def test_each_part_of_the_subject_that_differs_is_named():
    theirs = PackSubject(vendor="Example Labs", model="Model One", snapshot="2026-03-01", route="API", region="EU")
    pack = a_pack(subject=theirs)
    said = differences(pack, a_subject(snapshot="2026-02-01", route="Cloud", region=""))
    assert said == (
        "The pack's snapshot is 2026-03-01, this review's is 2026-02-01.",
        "The pack's route is API, this review's is Cloud.",
        "The pack's region is EU, this review's is not stated.",
    )
    assert differences(pack, a_subject(snapshot="2026-03-01", route=" api ", region="eu")) == ()
    assert differences(a_pack(), a_subject()) == ()
