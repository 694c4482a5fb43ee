"""Two reviews, and two packs, beside each other."""

from dataclasses import replace
from datetime import date

import pytest

from readiness_app.domain.comparison import compare, compare_packs, compare_proposals
from readiness_app.domain.gates import gates
from readiness_app.domain.pack import PackSubject, Proposal
from readiness_app.domain.review import LookAgain
from readiness_app.domain.vocabulary import (
    Confidentiality,
    Difference,
    GateMove,
    GateState,
    Knowledge,
    LookAgainReason,
    Paper,
    ScopeAnswer,
    SourceKind,
    UnknownReason,
    Verdict,
)
from tests.builders import (
    NOW,
    a_checklist,
    a_claim,
    a_frame,
    a_full_review,
    a_pack,
    a_review,
    an_acceptance,
    an_answer,
    an_item,
    an_unknown,
)

WAITING = LookAgain(reason=LookAgainReason.INHERITED, since=NOW)
PARTLY = an_answer(knowledge=Knowledge.PARTLY_KNOWN, verdict=Verdict.UNDECIDED)


def one(before, after):
    """What became of QST-01 between two answers to it; None is no answer."""
    sides = [a_review(answers={"QST-01": answer} if answer else {}) for answer in (before, after)]
    return compare(*sides).items[0]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (an_unknown(), an_answer(), Difference.RESOLVED),
        (PARTLY, an_answer(), Difference.RESOLVED),
        (None, an_answer(), Difference.RESOLVED),
        (an_unknown(), PARTLY, Difference.PARTLY_RESOLVED),
        (an_answer(), an_unknown(), Difference.NEWLY_UNKNOWN),
        (an_answer(), PARTLY, Difference.CHANGED),
        (an_answer(), an_answer(verdict=Verdict.NOT_ACCEPTABLE), Difference.CHANGED),
        (an_answer(), an_answer(note="another note"), Difference.CHANGED),
        (an_answer(), an_answer(reviewed_by=("Joan Clarke",)), Difference.SAME),
        (an_answer(), an_answer(look_again=WAITING), Difference.SAME),
        (an_unknown(), an_answer(look_again=WAITING), Difference.CHANGED),
        (None, None, Difference.SAME),
    ],
)
def test_what_became_of_an_item(before, after, kind):
    assert one(before, after).kind is kind


def test_a_resolved_item_says_by_what_and_from_whom():
    card = a_claim(id="card", statement="Thirty days.", source="System card", source_kind=SourceKind.SYSTEM_CARD)
    weak = a_claim(id="weak", statement="A month.", source="A blog", source_kind=SourceKind.COMMENTARY)
    found = one(an_unknown(claims=(a_claim(),)), an_answer(claims=(weak, a_claim(), card)))
    assert [claim.source for claim in found.resolved_by] == ["System card", "A blog"]
    assert found.after.people == ("Ada Byron",)


def test_the_same_claim_from_another_pack_is_the_same():
    found = one(an_answer(claims=(a_claim(id="old:1", pack="old"),)), an_answer(claims=(a_claim(id="new:9", pack="new", checked=None),)))
    assert (found.kind, found.added, found.gone) == (Difference.SAME, (), ())


def test_a_claim_that_went_is_told():
    found = one(an_answer(claims=(a_claim(), a_claim(id="c2", statement="More."))), an_answer())
    assert ([claim.id for claim in found.gone], found.differs) == (["c2"], ("claims",))


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (an_unknown(), an_answer(), GateMove.CLOSED),
        (an_answer(), an_unknown(), GateMove.OPENED),
        (an_unknown(), PARTLY, GateMove.STILL_OPEN),
        (an_answer(), an_answer(), GateMove.SETTLED),
        (an_answer(), an_answer(look_again=WAITING), GateMove.OPENED),
    ],
)
def test_a_gate_moves(before, after, move):
    assert one(before, after).gate is move


def test_a_carried_risk_closes_a_gate():
    sides = [a_review(answers={"QST-02": an_unknown(acceptance=accepted)}) for accepted in (None, an_acceptance())]
    found = compare(*sides).items[1]
    assert (found.gate, found.after.gate) == (GateMove.CLOSED, GateState.ACCEPTED)


def test_evidence_that_ran_out_is_a_difference():
    later = a_review(answers={"QST-01": an_answer()}, frame=a_frame(as_of=date(2027, 3, 1)))
    found = compare(a_review(answers={"QST-01": an_answer()}), later).items[0]
    assert (found.differs, found.kind, found.gate) == (("expiry",), Difference.CHANGED, GateMove.OPENED)


def test_changed_words_are_a_difference():
    checklist = a_checklist()
    section = replace(checklist.sections[0], items=(an_item(1, question="Another?"), *checklist.sections[0].items[1:]))
    found = compare(a_review(), a_review(checklist=replace(checklist, version="2", sections=(section,)))).items[0]
    assert (found.kind, found.differs) == (Difference.CHANGED, ("text",))


def test_new_and_removed_items():
    found = compare(a_review(checklist=a_checklist(4)), a_review(checklist=a_checklist(5)))
    assert [item.id for item in found.of_kind(Difference.NEW)] == ["QST-05"]
    back = compare(a_review(checklist=a_checklist(5)), a_review(checklist=a_checklist(4)))
    assert [item.id for item in back.of_kind(Difference.REMOVED)] == ["QST-05"]


def test_an_item_that_left_the_scope_is_removed():
    out = a_review(frame=a_frame(scope={"agents": ScopeAnswer.NO}))
    assert [item.id for item in compare(a_review(), out).of_kind(Difference.REMOVED)] == ["QST-03"]


def test_other_checklists_share_an_item_only_where_its_words_are_the_same():
    other = a_checklist(3, id="other")
    section = replace(other.sections[0], items=(an_item(1, question="Something else?"), *other.sections[0].items[1:]))
    found = compare(a_review(), a_review(checklist=replace(other, sections=(section,))))
    assert [(item.id, item.kind) for item in found.items if item.kind is not Difference.SAME] == [
        ("QST-01", Difference.NEW),
        ("QST-01", Difference.REMOVED),
    ]


def test_both_sides_carry_their_figures_and_digests():
    found = compare(a_review(), a_review(answers={"QST-01": an_answer()}), ("a" * 64, "b" * 64))
    assert (found.before.figures.reviewed, found.after.figures.reviewed, found.after.digest) == (0, 1, "b" * 64)


def test_a_review_beside_itself_is_the_same():
    counts = compare(a_review(), a_review()).counts
    assert counts[Difference.SAME] == sum(counts.values()) == 3


def newer(*proposals):
    return a_pack(id="newer", proposals=proposals)


def test_packs_stand_beside_each_other_item_by_item():
    known = Proposal(item="QST-02", knowledge=Knowledge.KNOWN, claims=(a_claim(id="n1", pack="newer"),))
    added = Proposal(item="QST-03", knowledge=Knowledge.PARTLY_KNOWN, claims=(a_claim(id="n2"),))
    found = compare_packs(a_pack(), newer(known, added), a_checklist())
    assert [(item.id, item.kind) for item in found.items] == [
        ("QST-01", Difference.REMOVED),
        ("QST-02", Difference.RESOLVED),
        ("QST-03", Difference.NEW),
    ]


def test_a_proposal_checked_again_is_the_same():
    same = replace(a_pack().proposals[0], claims=(a_claim(id="n1", pack="newer", checked=date(2026, 5, 1), added_by=""),))
    assert compare_packs(a_pack(), newer(same)).items[0].kind is Difference.SAME


def test_a_proposal_with_another_claim_has_changed():
    other = replace(a_pack().proposals[0], claims=(a_claim(id="n1", statement="Sixty days."),))
    found = compare_packs(a_pack(), newer(other)).items[0]
    assert (found.kind, found.differs, len(found.added), len(found.gone)) == (Difference.CHANGED, ("claims",), 1, 1)


def test_the_other_way_round_turns_new_into_removed_and_opened_into_closed():
    some = a_review(checklist=a_checklist(4), answers={"QST-01": an_unknown(), "QST-02": an_answer()})
    others = a_review(checklist=a_checklist(5), answers={"QST-01": an_answer(), "QST-02": an_unknown()})
    there, back = compare(some, others), compare(others, some)
    pairs = [(there.counts[Difference.NEW], back.counts[Difference.REMOVED])]
    pairs += [(there.gate_counts[one], back.gate_counts[other]) for one, other in ((GateMove.OPENED, GateMove.CLOSED),)]
    assert pairs == [(1, 1), (1, 1)]


def test_two_packs_say_what_they_are_and_about_whom():
    found = compare_packs(a_pack(), a_pack(id="newer", title="Newer", version="2.0.0", as_of=date(2026, 5, 1)))
    before, after = found.before, found.after
    assert (before.id, before.title, before.as_of, before.pack) == ("test-pack", "Test pack", a_pack().as_of, "1.0.0")
    assert (after.id, after.title, after.as_of, after.pack) == ("newer", "Newer", date(2026, 5, 1), "2.0.0")
    assert (before.checklist, before.checklist_version, before.is_pack) == ("test-checklist", "", True)
    about = PackSubject(vendor="V", model="M", snapshot="S", route="R", region="EU")
    subject = compare_packs(a_pack(subject=about), a_pack()).before.subject
    assert (subject.vendor, subject.model, subject.snapshot, subject.route, subject.region) == ("V", "M", "S", "R", "EU")
    assert not compare(a_review(), a_review()).before.is_pack


def test_a_proposal_stands_with_what_it_says():
    unknown = a_pack().proposals[1]
    found = compare_packs(a_pack(), newer(unknown), a_checklist())
    same = found.items[1]
    assert (same.id, same.section, same.question) == ("QST-02", "Section 1", a_checklist().item("QST-02").question)
    assert (same.before, same.after) == (same.after, same.before) and same.after.unknown_reason is unknown.unknown_reason
    gone = found.items[0]
    assert (gone.before.claims, gone.after, gone.gone) == (a_pack().proposals[0].claims, None, a_pack().proposals[0].claims)


def test_without_the_checklist_there_are_no_words_and_the_newer_pack_gives_the_order():
    found = compare_packs(a_pack(), newer(a_pack().proposals[1]))
    assert [(item.id, item.section, item.question) for item in found.items] == [("QST-02", "", ""), ("QST-01", "", "")]


def test_a_claim_only_added_or_only_gone_is_a_difference_of_the_claims():
    first = a_pack().proposals[0]
    more = replace(first, claims=(*first.claims, a_claim(id="n1", statement="Sixty days.")))
    for one, other in ((first, more), (more, first)):
        found = compare_proposals("QST-01", one, other)
        assert (found.kind, found.differs) == (Difference.CHANGED, ("claims",))
    assert compare_proposals("QST-01", None, first).differs == ()
    assert (compare_proposals("QST-01", None, first).section, compare_proposals("QST-01", None, first).question) == ("", "")


def test_a_side_says_what_it_is_and_a_standing_all_of_it():
    unlike = replace(a_full_review().frame, language="de", paper=Paper.LETTER, confidentiality=Confidentiality.CONFIDENTIAL)
    before = a_full_review(frame=unlike, answers={"QST-01": an_unknown(verdict=Verdict.NOT_ACCEPTABLE)})
    side = compare(before, before, ("d1", "d2")).before
    frame = before.frame
    assert (side.id, side.title, side.subject, side.as_of, side.digest) == (
        "R1",
        "Example Labs Model One",
        before.subject,
        before.as_of,
        "d1",
    )
    assert (side.checklist, side.checklist_version, side.pack) == ("Test checklist", "1.0.5", frame.pack.title)
    assert (side.round, side.edition, side.tier, side.state, side.decision) == (1, 1, before.tier, before.state, before.decision)
    assert (side.marking, side.language, side.paper) == (frame.confidentiality, frame.language, frame.paper)
    assert compare(a_review(), a_review(edition=2, round=3)).after.pack == ""
    item = compare(before, before).items[0]
    stands = item.before
    assert (item.section, item.question) == ("Section 1", before.checklist.item("QST-01").question)
    assert (stands.unknown_reason, stands.verdict, stands.hard) == (UnknownReason.SEARCHED_NOT_FOUND, Verdict.NOT_ACCEPTABLE, True)
    assert (stands.gate, stands.gate_reason) == (GateState.OPEN, gates(before)[0].reason)


def test_an_item_of_one_side_keeps_its_words_and_differs_in_nothing():
    out = a_review(answers={"QST-03": an_answer()}, frame=a_frame(scope={"agents": ScopeAnswer.NO}))
    assert [item.differs for item in compare(a_review(), out).of_kind(Difference.REMOVED)] == [()]
    (gone,) = compare(a_review(checklist=a_checklist(4)), a_review()).of_kind(Difference.REMOVED)
    assert (gone.id, gone.section, gone.question) == ("QST-04", "Section 1", "What is known about point 4?")


def test_what_no_pack_speaks_of_is_not_compared():
    second = a_pack().proposals[1]
    assert [item.id for item in compare_packs(newer(second), newer(second), a_checklist()).items] == ["QST-02"]
