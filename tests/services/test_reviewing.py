"""Creating a review and changing it, on a real file."""

import pytest

from readiness_app.domain.changes import Batch, change_answer
from readiness_app.domain.errors import NotFound, Refused, StaleChange
from readiness_app.domain.review import Subject
from readiness_app.domain.vocabulary import Knowledge, ScopeAnswer, Tier
from readiness_app.services import reviewing
from readiness_app.services.reviewing import NewReview
from tests.builders import NOW, TODAY
from tests.services.conftest import BY


def a_new(**parts):
    values = {"checklist": "frontier-deployment", "subject": Subject(vendor="V", model="M 1"), "tier": Tier.SANDBOX, "as_of": TODAY}
    return NewReview(**(values | parts))


def test_a_new_review_is_on_disk(workspace, review):
    assert reviewing.load_review(workspace, review.id) == review


def test_ids_hold_no_spaces_and_are_never_taken_twice(workspace):
    ids = [reviewing.create_review(workspace, a_new(), BY, NOW).id for _ in range(3)]
    assert ids == ["m-1-2026-03-29", "m-1-2026-03-29-2", "m-1-2026-03-29-3"]


def test_who_creates_leads_unless_somebody_else_is_named(workspace):
    assert reviewing.create_review(workspace, a_new(), BY, NOW).lead == BY


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"subject": Subject(vendor=" ", model="M")}, "vendor"),
        ({"scope": {"moon": ScopeAnswer.YES}}, "moon"),
        ({"pack": "claude-mythos-2026-03-29"}, "carry over"),
        ({"pack": "no-pack"}, "no-pack"),
        ({"checklist": "no-list"}, "no-list"),
    ],
)
def test_a_bad_start_is_refused_and_leaves_nothing(workspace, parts, words):
    with pytest.raises(Refused, match=words):
        reviewing.create_review(workspace, a_new(**parts), BY, NOW)
    assert reviewing.review_ids(workspace) == ()


def test_a_pack_for_another_subject_on_purpose_stands_in_the_frame(workspace):
    new = a_new(pack="claude-mythos-2026-03-29", other_subject=True)
    assert reviewing.create_review(workspace, new, BY, NOW).frame.pack.other_subject


def test_nobody_acts_without_a_name(workspace):
    with pytest.raises(Refused, match="who acts"):
        reviewing.create_review(workspace, a_new(), " ", NOW)


def test_a_change_is_on_disk_with_one_entry(workspace, review):
    change = change_answer(review, "MOD-02", BY, note="look at the revision")
    after = reviewing.apply(workspace, review, change, BY, NOW)
    newest = reviewing.history(workspace, review.id, "MOD-02")[-1]
    assert (reviewing.load_review(workspace, review.id), newest.operation, newest.actor) == (after, "answer", BY)


def test_a_step_of_several_changes_has_an_entry_each(workspace, review):
    changes = tuple(change_answer(review, item, BY, note="x") for item in ("MOD-01", "MOD-02", "MOD-03"))
    reviewing.apply(workspace, review, Batch(changes=changes, title="three"), BY, NOW)
    assert len(reviewing.history(workspace, review.id)) == 4


def test_a_refused_change_leaves_no_trace(workspace, review):
    with pytest.raises(Refused):
        reviewing.apply(workspace, review, change_answer(review, "MOD-02", BY, knowledge=Knowledge.KNOWN), BY, NOW)
    assert (reviewing.load_review(workspace, review.id), len(reviewing.history(workspace, review.id))) == (review, 1)


def test_two_people_on_one_answer_the_second_is_told(workspace, review):
    reviewing.apply(workspace, review, change_answer(review, "MOD-02", BY, note="mine"), BY, NOW)
    with pytest.raises(StaleChange):
        reviewing.apply(workspace, review, change_answer(review, "MOD-02", "Joan", note="hers"), "Joan", NOW)
    assert reviewing.load_review(workspace, review.id).answers["MOD-02"].note == "mine"


def test_two_people_on_two_answers_both_are_kept(workspace, review):
    reviewing.apply(workspace, review, change_answer(review, "MOD-02", BY, note="mine"), BY, NOW)
    reviewing.apply(workspace, review, change_answer(review, "MOD-03", "Joan", note="hers"), "Joan", NOW)
    assert set(reviewing.load_review(workspace, review.id).answers) == {"MOD-02", "MOD-03"}


def test_adopting_all_has_one_entry_per_item(workspace, review):
    after, found = reviewing.adopt(workspace, review, BY, NOW)
    entries = [entry for entry in reviewing.history(workspace, after.id) if entry.operation == "adopt"]
    assert len(found.changes) == len(entries) == 83


def test_adopting_again_writes_nothing(workspace, review):
    after, _ = reviewing.adopt(workspace, review, BY, NOW)
    again, found = reviewing.adopt(workspace, after, BY, NOW)
    assert (again, len(found.already), len(reviewing.history(workspace, review.id))) == (after, 83, 84)


def test_the_buyer_s_own_items_have_no_proposal(workspace, review):
    with pytest.raises(Refused, match="proposes nothing for OPS-01"):
        reviewing.adopt(workspace, review, BY, NOW, ["OPS-01"])


def test_a_review_without_pack_has_nothing_to_adopt(workspace):
    with pytest.raises(Refused, match="no pack"):
        reviewing.adopt(workspace, reviewing.create_review(workspace, a_new(), BY, NOW), BY, NOW)


def test_the_pack_can_be_taken_away(workspace, review):
    after = reviewing.apply(workspace, review, reviewing.change_pack(workspace, review, ""), BY, NOW)
    assert reviewing.pack_of(workspace, after) is None


def test_the_history_of_an_unknown_review_is_refused(workspace):
    with pytest.raises(NotFound, match="nobody"):
        reviewing.history(workspace, "nobody")


def test_an_untouched_workspace_checks_out(workspace, review):
    assert reviewing.check(workspace).ok
