"""Rule 13: the next round carries answers over, and nobody vouches for them until they are confirmed."""

from dataclasses import replace

import pytest

from readiness_app.domain.checklist import Gate
from readiness_app.domain.errors import NotFound, Refused, ReviewSealed
from readiness_app.domain.measures import measures
from readiness_app.domain.review import Answer, Fulfilment, LookAgain, Purge
from readiness_app.domain.rounds import confirmation, confirmation_of_all, next_round
from readiness_app.domain.vocabulary import Knowledge, LookAgainReason, ScopeAnswer, State, Tier
from tests.builders import (
    NOW,
    TODAY,
    a_checklist,
    a_condition,
    a_full_review,
    a_hash,
    a_review,
    a_sealed_review,
    a_signed_review,
    an_acceptance,
    an_answer,
    an_item,
    an_unknown,
)


def changed(checklist, *items, without=(), **parts):
    """The checklist in a second version: these items in place of those with their ids, or at its end; some left out."""
    new = {item.id: item for item in items}
    kept = [new.pop(item.id, item) for item in checklist.items() if item.id not in without]
    section = replace(checklist.sections[0], items=(*kept, *new.values()))
    return replace(checklist, version="2.0.0", sections=(section,), **parts)


def following(before=None, checklist=None, **frame):
    before = before or a_sealed_review()
    checklist = checklist or before.checklist
    made = replace(before.frame, **frame)
    return next_round(before, review_id="R2", checklist=checklist, frame=made, digest=a_hash("record"), by="Joan Clarke", at=NOW)


def test_it_is_the_round_after_and_names_what_it_carries_on():
    made = following().review
    assert (made.round, made.edition, made.previous.review, made.previous.digest) == (2, 1, "R1", a_hash("record"))


def test_every_answer_comes_back_inherited_and_unconfirmed():
    made = following()
    assert {a.look_again.reason for a in made.review.answers.values()} == {LookAgainReason.INHERITED}
    assert made.inherited == ("QST-01", "QST-02", "QST-03", "QST-04")


def test_nothing_of_it_counts_as_reviewed():
    found = measures(following().review)
    assert (found.reviewed, found.unconfirmed, found.range.low) == (0, 4, 0.0)


def test_signatures_decision_and_people_stay_behind():
    made = following(a_signed_review()).review
    assert (made.decision, made.signatories, made.sign_offs, made.sealing, made.state) == (None, (), (), None, State.OPEN)


def test_nobody_of_the_round_before_is_a_reviewer():
    assert all(answer.reviewed_by == () for answer in following().review.answers.values())


def test_risk_acceptances_stay_behind_and_are_told():
    made = following()
    assert (made.acceptances, made.review.answers["QST-02"].acceptance) == (("QST-02",), None)


def test_questions_and_replies_stay_behind():
    made = following(a_sealed_review(questions=("a list",), replies=("a reply",)))
    assert (made.questions, made.replies, made.review.questions, made.review.replies) == (1, 1, (), ())


def test_conditions_come_along_as_they_are():
    done = a_condition(id="k2", done=Fulfilment(proof="Signed", by="Ada Byron", on=TODAY))
    before = a_sealed_review(answers={"QST-01": an_answer(conditions=(a_condition(), done))})
    made = following(before)
    assert made.review.answers["QST-01"].conditions == (a_condition(), done)
    assert made.open_conditions == ("QST-01",)


def test_evidence_comes_along_and_what_was_purged_stays_purged():
    before = a_sealed_review()
    gone = replace(before.evidence[0], purged=Purge(by="Ada", at=NOW, why="by mistake"))
    made = following(replace(before, evidence=(gone, before.evidence[1]))).review
    assert made.evidence == (gone, before.evidence[1])


def test_an_open_review_has_no_record_to_carry_on():
    with pytest.raises(Refused, match="still open"):
        following(a_full_review())


def test_changed_words_come_back_with_the_old_ones_beside_them():
    new = an_item(1, question="What else is known about point 1?", gate=Gate(tier=Tier.SANDBOX, hard=True))
    made = following(checklist=changed(a_checklist(5), new))
    waiting = made.review.answers["QST-01"].look_again
    assert (made.look_again, waiting.reason) == (("QST-01",), LookAgainReason.TEXT_CHANGED)
    assert waiting.former_text == "What is known about point 1?\nA document that states point 1."


def test_other_parts_of_an_item_may_change():
    made = following(checklist=changed(a_checklist(5), an_item(4, why="Another reason.")))
    assert (made.look_again, made.inherited[-1]) == ((), "QST-04")


def test_words_that_changed_twice_keep_those_that_were_answered():
    old = LookAgain(reason=LookAgainReason.TEXT_CHANGED, since=NOW, former_text="The very first words")
    before = a_sealed_review(answers={"QST-01": an_answer(look_again=old)})
    made = following(before, changed(a_checklist(5), an_item(1, question="A third wording?")))
    assert made.review.answers["QST-01"].look_again.former_text == "The very first words"


def test_what_waited_for_another_reason_is_not_waved_through():
    old = LookAgain(reason=LookAgainReason.SOURCE_CHANGED, since=NOW, note="Revision 2")
    made = following(a_sealed_review(answers={"QST-01": an_answer(look_again=old)}))
    assert (made.look_again, made.review.answers["QST-01"].look_again) == (("QST-01",), old)


def test_new_and_retired_items_are_told():
    made = following(checklist=changed(a_checklist(5), an_item(9), without=("QST-03", "QST-05")))
    assert made.new == ("QST-09",)
    assert [(item.id, item.answered) for item in made.retired] == [("QST-03", True), ("QST-05", False)]


def test_open_conditions_on_retired_items_are_told():
    made = following(checklist=changed(a_checklist(5), without=("QST-03",)))
    assert [(item.id, item.open_conditions) for item in made.retired] == [("QST-03", 1)]


def test_what_the_program_answers_now_is_no_longer_asked_of_people():
    made = following(checklist=changed(a_checklist(5), an_item(1, computed=True)))
    assert ("QST-01" in made.review.answers, [item.id for item in made.retired]) == (False, ["QST-01"])


def test_scope_questions_that_are_no_longer_asked_stay_behind():
    assert following(checklist=changed(a_checklist(5), scope=())).review.frame.scope == {}


def test_a_note_without_an_answer_waits_for_nobody():
    made = following(a_sealed_review(answers={"QST-01": Answer(note="look")}))
    assert (made.inherited, made.review.answers["QST-01"]) == ((), Answer(note="look"))


def test_confirming_makes_the_person_a_reviewer_and_counts_again():
    made = following().review
    after = confirmation(made, "Joan Clarke", ["QST-01"]).step.applied_to(made)
    assert (after.answers["QST-01"].look_again, after.answers["QST-01"].reviewed_by) == (None, ("Joan Clarke",))
    assert measures(after).reviewed == 1


def test_confirming_can_be_undone():
    made = following().review
    step = confirmation_of_all(made, "Joan Clarke").step
    assert step.inverse().applied_to(step.applied_to(made)).answers == made.answers


def test_a_section_is_confirmed_as_one_step():
    found = confirmation_of_all(following().review, "Joan Clarke", "S1")
    assert ([change.item for change in found.changes], found.step.title) == (
        ["QST-01", "QST-02", "QST-03", "QST-04"],
        "confirm 4 answers",
    )


def test_changed_words_are_left_for_a_look_of_their_own():
    made = following(checklist=changed(a_checklist(5), an_item(2, question="Another?"))).review
    found = confirmation_of_all(made, "Joan Clarke")
    assert (found.left, len(found.changes)) == (("QST-02",), 3)


def test_changed_words_are_confirmed_only_alone():
    made = following(checklist=changed(a_checklist(5), an_item(2, question="Another?"))).review
    with pytest.raises(Refused, match="QST-02"):
        confirmation(made, "Joan Clarke", ["QST-01", "QST-02"])
    assert len(confirmation(made, "Joan Clarke", ["QST-02"]).changes) == 1


def test_an_answer_that_a_rule_no_longer_allows_is_left():
    hard = an_item(4, gate=Gate(tier=Tier.SANDBOX, hard=True))
    found = confirmation_of_all(following(checklist=changed(a_checklist(5), hard)).review, "Joan Clarke")
    assert found.left == ("QST-04",)


def test_what_is_out_of_scope_is_not_confirmed_by_section():
    before = a_sealed_review(answers={"QST-03": an_answer()}, frame=replace(a_full_review().frame, scope={"agents": ScopeAnswer.NO}))
    assert confirmation_of_all(following(before).review, "Joan Clarke").changes == ()


def test_what_does_not_wait_cannot_be_confirmed():
    with pytest.raises(Refused, match="does not wait"):
        confirmation(a_review(answers={"QST-01": an_unknown()}), "Joan Clarke", ["QST-01"])


@pytest.mark.parametrize(("name", "kind"), [("QST-77", NotFound), ("", NotFound)])
def test_an_item_that_is_not_there(name, kind):
    with pytest.raises(kind):
        confirmation(following().review, "Joan Clarke", [name])


def test_a_section_that_is_not_there():
    with pytest.raises(Refused, match="there are S1"):
        confirmation_of_all(following().review, "Joan Clarke", "Z9")


def test_a_sealed_round_is_not_confirmed():
    with pytest.raises(ReviewSealed):
        confirmation_of_all(replace(following().review, state=State.SEALED), "Joan Clarke")


def test_an_acceptance_can_be_given_anew_once_it_is_confirmed():
    made = following().review
    confirmed = confirmation(made, "Joan Clarke", ["QST-02"]).step.applied_to(made)
    after = replace(confirmed.answers["QST-02"], acceptance=an_acceptance())
    assert after.counted is Knowledge.UNKNOWN


def test_the_round_says_what_it_carries_on_who_made_it_and_when():
    before = a_sealed_review(edition=3, round=4)
    made = next_round(before, review_id="R2", checklist=before.checklist, frame=before.frame, digest="d", by="Joan", at=NOW).review
    assert (made.id, made.created, made.created_by, made.round) == ("R2", NOW, "Joan", 5)
    held = made.previous
    assert (held.review, held.round, held.edition, held.as_of, held.checklist_version, held.digest) == ("R1", 4, 3, TODAY, "1.0.5", "d")


def test_what_was_inherited_says_from_which_round():
    waiting = following().review.answers["QST-01"].look_again
    assert waiting == LookAgain(reason=LookAgainReason.INHERITED, since=NOW, note=f"Round 1, as of {TODAY}")


def test_changed_words_say_from_which_round_and_what_they_were():
    before = a_sealed_review()
    item = before.checklist.item("QST-01")
    made = following(before, changed(before.checklist, replace(item, question="Reworded?")))
    waiting = made.review.answers["QST-01"].look_again
    former = f"{item.question}\n{item.evidence_wanted}"
    assert waiting == LookAgain(reason=LookAgainReason.TEXT_CHANGED, since=NOW, note=f"Round 1, as of {TODAY}", former_text=former)


def test_what_the_round_before_held_is_counted():
    before = a_signed_review()
    made = following(before)
    assert (made.decision, made.sign_offs, made.questions, made.replies) == (True, len(before.sign_offs), 0, 0)
    assert following(replace(before, decision=None, sign_offs=())).decision is False
    assert following(replace(before, decision=None, sign_offs=())).sign_offs == 0


def test_conditions_that_come_along_are_named_while_they_are_open():
    assert following().open_conditions == ("QST-03",)
    answer = a_sealed_review().answers["QST-03"]
    met = replace(answer, conditions=(a_condition(done=Fulfilment(proof="x", by="Ada", on=TODAY)),))
    assert following(a_sealed_review(answers={"QST-03": met})).open_conditions == ()


def test_a_retired_item_is_named_by_its_question():
    before = a_sealed_review()
    (gone,) = following(before, changed(before.checklist, without=("QST-04",))).retired
    assert (gone.id, gone.question, gone.answered) == ("QST-04", before.checklist.item("QST-04").question, True)


def test_one_confirmation_is_one_change_and_several_are_one_step():
    review = following().review
    one = confirmation(review, "Joan Clarke", ["QST-01"])
    assert one.step is one.changes[0] and one.step.op == "confirm" and one.left == ()
    two = confirmation(review, "Joan Clarke", ["QST-01", "QST-03"])
    assert two.step.title == "confirm 2 answers" and [change.op for change in two.step.changes] == ["confirm", "confirm"]


def test_everybody_who_confirms_becomes_a_reviewer_of_what_was_answered():
    review = following().review
    every = confirmation_of_all(review, "Joan Clarke").step.applied_to(review)
    assert {answer.reviewed_by for answer in every.answers.values() if answer.look_again is None} == {("Joan Clarke",)}
    empty = a_review(answers={"QST-02": Answer(note="x", look_again=LookAgain(reason=LookAgainReason.TEXT_CHANGED, since=NOW))})
    after = confirmation(empty, "Joan Clarke", ["QST-02"]).step.applied_to(empty).answers["QST-02"]
    assert (after.look_again, after.reviewed_by) == (None, ())


def test_several_that_changed_are_named_with_a_comma():
    again = LookAgain(reason=LookAgainReason.TEXT_CHANGED, since=NOW)
    review = a_review(answers={one: an_answer(look_again=again) for one in ("QST-01", "QST-02")})
    with pytest.raises(Refused, match=r"changed in QST-01, QST-02: confirm each"):
        confirmation(review, "Ada", ["QST-01", "QST-02"])


def test_an_unknown_section_is_refused_with_those_there_are():
    with pytest.raises(Refused, match=r"there are S1, S2\."):
        confirmation_of_all(a_review(checklist=a_checklist(60)), "Ada", "Z9")
