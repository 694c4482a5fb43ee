"""Walk in a second round: what came along waits to be confirmed, and a newer pack stands beside the older one."""

import pytest
from PySide6.QtWidgets import QLabel

from readiness_app.domain.vocabulary import Knowledge, Verdict
from readiness_app.ui.models.review_rows import Narrowing
from readiness_app.ui.pages.walk import WalkPage
from tests.ui.two_rounds import PREVIEW, rounds_file, second_round
from tests.ui.window import empty_window, preferences

__all__ = ["empty_window", "preferences", "rounds_file", "second_round"]


@pytest.fixture
def walk(second_round, jobs, qtbot):
    page = WalkPage(second_round, jobs)
    page.resize(1100, 800)
    qtbot.addWidget(page)
    page.show()
    page.show_item("MOD-02")
    return page


def answer(walk, item="MOD-02"):
    return walk.open_review.review.stored_answer(item)


def test_an_inherited_answer_says_so_and_can_be_confirmed(walk):
    assert walk.panel.again.title.text() == "Inherited, unconfirmed" and walk.panel.again.isVisible()
    walk.panel.again.confirm.click()
    assert answer(walk).look_again is None and "Imke Sanders" in answer(walk).reviewed_by
    assert not walk.panel.again.isVisible()


def test_it_counts_as_not_reviewed_in_the_list(walk):
    row = walk.listed["MOD-02"].row
    assert not row.reviewed and "Inherited, unconfirmed" in row.sentence()


def test_the_same_knowledge_picked_again_confirms(walk):
    walk.show_item("MOD-01")
    walk.work.mark(Knowledge.PARTLY_KNOWN)
    assert answer(walk, "MOD-01").look_again is None


def test_another_verdict_confirms_too(walk):
    walk.panel.head.verdict.button(Verdict.ACCEPTABLE).click()
    assert answer(walk).look_again is None


def test_a_section_is_confirmed_and_taken_back(walk, qtbot):
    walk.show_section("MOD")
    assert walk.list.confirm.text() == "Confirm section (7)"
    walk.list.confirm.click()
    assert not any(one.row.waits for one in walk.listed.values() if one.row.section == "MOD" and one.row.in_scope)
    assert not walk.list.confirm.isVisible()
    walk.open_review.undo()
    qtbot.waitUntil(lambda: answer(walk).look_again is not None)


def test_the_list_narrows_to_what_waits(walk):
    walk.list.narrow(Narrowing.WAITING)
    assert walk.list.model.rowCount() == sum(one.row.waits is not None and one.row.in_scope for one in walk.listed.values())


def test_a_newer_proposal_stands_beside_the_older_one(walk):
    card = walk.panel.proposal
    assert card.title.text() == "Changed since Claude Mythos, as of 29 March 2026"
    assert card.then.isVisible() and "Unknown" in card.then_words.text() and card.adopt.isVisible()


def test_the_older_pack_is_named_by_its_title(walk):
    walk.show_item("MOD-01")
    words = " ".join(label.text() for label in walk.panel.claims.findChildren(QLabel))
    assert "Adopted from Claude Mythos, as of 29 March 2026" in words


def test_adopting_it_by_hand_takes_the_older_ones_place(walk):
    walk.panel.proposal.adopt.click()
    after = answer(walk)
    assert (after.knowledge, after.adopted, after.verdict, after.look_again) == (Knowledge.KNOWN, PREVIEW, Verdict.UNDECIDED, None)


def test_adopting_all_leaves_older_proposals_alone(walk):
    walk.run("adopt-all")
    assert answer(walk).adopted == "claude-mythos-2026-03-29" and "one by one" in walk.panel.head.problem.text()
    assert "says otherwise on 69 items" in walk.panel.head.problem.text()


def test_all_newer_proposals_are_taken_as_one_step(walk, qtbot):
    count = len(walk.open_review.newer)
    assert walk.list.take_newer.text() == f"Take all newer ({count})" and count == 69
    walk.list.take_newer.click()
    assert answer(walk).adopted == PREVIEW and not walk.open_review.newer and not walk.list.take_newer.isVisible()
    walk.open_review.undo()
    qtbot.waitUntil(lambda: len(walk.open_review.newer) == count)


def test_the_list_says_and_narrows_to_what_the_newer_pack_says_otherwise(walk):
    assert walk.list.newer.text() == "The newer pack says otherwise on 69 items."
    walk.list.show_newer.click()
    assert walk.list.model.rowCount() == 69 and "The newer pack says otherwise" in walk.listed["MOD-02"].row.sentence()


def test_the_command_names_how_many_newer_proposals_there_are(second_round, empty_window):
    empty_window.use(second_round.workspace)
    empty_window.open_review(PREVIEW)
    assert "Take all newer proposals (69)" in [entry.text for entry in empty_window.commands.entries()]


def test_what_a_person_judged_in_this_round_is_not_taken_over(walk):
    walk.panel.head.verdict.button(Verdict.ACCEPTABLE).click()
    assert not walk.panel.proposal.adopt.isVisible() and "A person has answered" in walk.panel.proposal.reason.text()


def test_first_rounds_show_nothing_of_it(open_review, jobs, qtbot):
    page = WalkPage(open_review, jobs)
    qtbot.addWidget(page)
    page.show()
    page.show_item("MOD-02")
    assert not page.panel.again.isVisible() and not page.list.confirm.isVisible()
    assert not page.list.filters.button(Narrowing.WAITING).isVisible()


def test_a_round_is_confirmed_by_key(second_round, jobs, qtbot, empty_window):
    from PySide6.QtCore import Qt

    empty_window.use(second_round.workspace)
    empty_window.open_review(PREVIEW)
    empty_window.frame.show_item("MOD-02")
    empty_window.frame.walk.list.view.setFocus()
    qtbot.keyClick(empty_window, Qt.Key.Key_C)
    assert empty_window.review.review.stored_answer("MOD-02").look_again is None


def test_the_history_says_what_came_along_and_who_looked_again(walk, jobs, qtbot):
    from readiness_app.services import reviewing
    from readiness_app.ui.history_words import told

    walk.panel.again.confirm.click()
    assert walk.open_review.flush()
    entries = reviewing.history(walk.open_review.workspace, PREVIEW)
    titles = [told(entry, str).title for entry in entries]
    assert titles[1].startswith("Carries on round 1 (claude-mythos-2026-03-29): 84 answers wait to be confirmed; ")
    assert titles[-1] == "MOD-02: looked at again"
