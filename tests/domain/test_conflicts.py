"""A conflict is resolved in favour of claims of the item; the others stay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from readiness_app.domain.ageing import only_expired
from readiness_app.domain.answering import problems_of_answer
from readiness_app.domain.changes import change_answer
from readiness_app.domain.conflicts import in_conflict, prevailing, resolve, sides, withdraw
from readiness_app.domain.errors import NotFound, Refused, ReviewSealed
from readiness_app.domain.review import LookAgain, Resolution
from readiness_app.domain.vocabulary import Knowledge, LookAgainReason, SourceKind, Stance, State, Verdict
from tests.builders import NOW, TODAY, a_claim, a_review, an_answer, an_item, an_unknown

FOR, AGAINST = a_claim(id="c1"), a_claim(id="c2", stance=Stance.CONTRADICTS, source_kind=SourceKind.CONTRACT)
WON = Resolution(prevails=("c2",), why="The contract binds.", by="Ada Byron", at=NOW)


def problems(**parts):
    answer = an_answer(**{"knowledge": Knowledge.KNOWN, "claims": (FOR, AGAINST), "resolution": WON} | parts)
    return problems_of_answer(an_item(1), answer, in_scope=True)


def test_the_prevailing_claim_carries_the_item():
    assert problems() == ()
    assert problems(claims=(FOR, a_claim(id="c2", stance=Stance.CONTRADICTS, source_kind=SourceKind.PRESS)))


@pytest.mark.parametrize("parts", [{"prevails": ()}, {"prevails": ("c9",)}, {"why": " "}])
def test_a_resolution_names_its_claims_and_its_reason(parts):
    values = {"prevails": WON.prevails, "why": WON.why, "by": WON.by, "at": WON.at} | parts
    assert problems(resolution=Resolution(**values))


def test_what_is_resolved_is_not_contested():
    assert problems(knowledge=Knowledge.CONTESTED)


def test_only_the_prevailing_claim_has_to_be_fresh():
    old = a_claim(id="c1", checked=TODAY - timedelta(days=4000))
    answer = an_answer(knowledge=Knowledge.KNOWN, claims=(old, AGAINST), resolution=WON)
    assert not only_expired(an_item(1), answer, a_review(), TODAY)


def contested(**parts):
    answer = an_answer(**{"knowledge": Knowledge.CONTESTED, "claims": (FOR, AGAINST), "reviewed_by": ()} | parts)
    return a_review(answers={"QST-02": answer})


def resolved(review=None, prevails=("c2",), why="The contract binds.", knowledge=Knowledge.KNOWN):
    change = resolve(review or contested(), "QST-02", prevails, why, knowledge, "Ada Byron", NOW)
    return change, change.applied_to(review or contested())


def test_both_sides_are_told_apart():
    answer = contested().stored_answer("QST-02")
    assert in_conflict(answer) and sides(answer) == ((FOR,), (AGAINST,))
    assert not in_conflict(an_answer(claims=(FOR, a_claim(id="c3", stance=Stance.BACKGROUND))))


def test_resolving_says_which_prevail_why_and_by_whom_and_keeps_both():
    change, after = resolved()
    answer = after.stored_answer("QST-02")
    assert (answer.resolution, answer.claims, answer.knowledge) == (WON, (FOR, AGAINST), Knowledge.KNOWN)
    assert (prevailing(answer), answer.reviewed_by, change.title) == ((AGAINST,), ("Ada Byron",), "resolve the conflict of QST-02")


def test_whoever_resolves_has_reviewed_the_item_also_where_the_knowledge_stays():
    before = contested(knowledge=Knowledge.KNOWN)
    assert resolved(before, prevails=("c1",))[1].stored_answer("QST-02").reviewed_by == ("Ada Byron",)


def test_it_is_undone_whole():
    change, after = resolved()
    assert change.inverse().applied_to(after) == contested()


def test_a_claim_the_item_does_not_have_cannot_prevail():
    with pytest.raises(NotFound, match="no claim c9"):
        resolved(prevails=("c9",))


def test_a_claim_that_bears_on_nothing_cannot_prevail():
    idle = a_claim(id="c3", stance=Stance.DISPUTED)
    with pytest.raises(Refused, match="c3 neither supports nor contradicts"):
        resolved(contested(claims=(FOR, AGAINST, idle)), prevails=("c3",))


@pytest.mark.parametrize("knowledge", [Knowledge.CONTESTED, Knowledge.UNKNOWN, Knowledge.NOT_REVIEWED])
def test_a_conflict_is_resolved_as_known_or_partly_known(knowledge):
    with pytest.raises(Refused, match="known or partly known"):
        resolved(knowledge=knowledge)


def test_one_side_alone_is_no_conflict():
    with pytest.raises(Refused, match="no conflict"):
        resolved(contested(claims=(FOR,), knowledge=Knowledge.KNOWN), prevails=("c1",))


@pytest.mark.parametrize(
    ("parts", "words"), [({"prevails": ("c1", "c2")}, "one side"), ({"prevails": ()}, "in favour"), ({"why": " "}, "Say why")]
)
def test_what_the_rules_hold_against_a_resolution(parts, words):
    with pytest.raises(Refused, match=words):
        resolved(**parts)


def test_a_weak_source_that_prevails_makes_nothing_known():
    weak = contested(claims=(FOR, a_claim(id="c2", stance=Stance.CONTRADICTS, source_kind=SourceKind.PRESS)))
    with pytest.raises(Refused, match="alone cannot make an item known"):
        resolved(weak)
    assert resolved(weak, knowledge=Knowledge.PARTLY_KNOWN)[1].stored_answer("QST-02").weak_sources_only


def test_withdrawing_makes_the_item_contested_again():
    after = withdraw(resolved()[1], "QST-02", "Joan Clarke").applied_to(resolved()[1])
    answer = after.stored_answer("QST-02")
    assert (answer.resolution, answer.knowledge, answer.reviewed_by) == (None, Knowledge.CONTESTED, ("Ada Byron", "Joan Clarke"))


def test_what_is_not_resolved_cannot_be_withdrawn():
    with pytest.raises(Refused, match="is resolved"):
        withdraw(contested(), "QST-02", "Ada Byron")


@pytest.mark.parametrize("claims", [(AGAINST,), (FOR, AGAINST, a_claim(id="c3"))])
def test_claims_that_were_weighed_stay_until_the_resolution_is_withdrawn(claims):
    review = resolved()[1]
    with pytest.raises(Refused, match="withdraw the resolution"):
        change_answer(review, "QST-02", "Ada Byron", claims=claims).applied_to(review)


@pytest.mark.parametrize("claims", [(FOR, AGAINST, a_claim(id="c3", stance=Stance.BACKGROUND)), (replace(FOR, page=5), AGAINST)])
def test_background_and_another_wording_may_come_later(claims):
    review = resolved()[1]
    assert change_answer(review, "QST-02", "Ada Byron", claims=claims).applied_to(review).stored_answer("QST-02").claims == claims


def test_a_resolved_item_is_not_marked_otherwise():
    review = resolved()[1]
    with pytest.raises(Refused, match="withdraw the resolution"):
        change_answer(review, "QST-02", "Ada Byron", knowledge=Knowledge.NOT_REVIEWED, verdict=Verdict.UNDECIDED).applied_to(review)


def test_a_sealed_review_resolves_nothing():
    with pytest.raises(ReviewSealed):
        resolved(replace(contested(), state=State.SEALED))


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTABLE_WITH_CONTROL, Verdict.NOT_ACCEPTABLE])
def test_resolving_and_withdrawing_take_the_verdict_back(verdict):
    judged = contested(verdict=verdict, control="Egress blocked")
    after = resolved(judged)[1].stored_answer("QST-02")
    assert (after.verdict, after.control) == (Verdict.UNDECIDED, "")
    review = a_review(answers={"QST-02": replace(after, verdict=verdict)})
    assert withdraw(review, "QST-02", "Ada Byron").after.verdict is Verdict.UNDECIDED


def test_weighing_again_makes_a_reviewer_who_has_looked_and_clears_what_no_longer_fits():
    claims = (a_claim(), a_claim(id="c2", stance=Stance.CONTRADICTS, source="Another"))
    waiting = LookAgain(reason=LookAgainReason.SOURCE_CHANGED, since=NOW)
    answer = an_unknown(claims=claims, asked=TODAY, because="x", look_again=waiting, reviewed_by=("Ada",))
    after = resolve(a_review(answers={"QST-01": answer}), "QST-01", ["c1"], "Newer", Knowledge.KNOWN, "Joan", NOW).after
    assert (after.unknown_reason, after.asked, after.because, after.look_again, after.reviewed_by) == (
        None,
        None,
        "",
        None,
        ("Ada", "Joan"),
    )
    same = replace(answer, knowledge=Knowledge.KNOWN, unknown_reason=None)
    again = resolve(a_review(answers={"QST-01": same}), "QST-01", ["c1"], "Newer", Knowledge.KNOWN, "Joan", NOW).after
    assert (again.look_again, again.reviewed_by) == (None, ("Ada", "Joan"))


def test_several_that_cannot_prevail_are_named():
    claims = (a_claim(), a_claim(id="c2", stance=Stance.CONTRADICTS), *(a_claim(id=one, stance=Stance.DISPUTED) for one in ("d1", "d2")))
    with pytest.raises(Refused, match=r"^d1, d2 neither supports"):
        resolve(a_review(answers={"QST-01": an_answer(claims=claims)}), "QST-01", ["c1", "d1", "d2"], "x", Knowledge.KNOWN, "Joan", NOW)


def test_nothing_prevails_while_nothing_is_resolved():
    assert prevailing(an_answer()) == ()
