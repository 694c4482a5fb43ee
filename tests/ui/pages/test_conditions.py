"""Conditions that are met, on the Walk page."""

from datetime import date

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.services.evidence import Details, attach_change
from readiness_app.services.files import inspect
from readiness_app.ui.pages.walk import WalkPage
from tests.builders import a_condition
from tests.ui.on_screen import AT, me

ITEM = "OPS-02"


@pytest.fixture
def walk(open_review, jobs, qtbot):
    page = WalkPage(open_review, jobs)
    page.resize(1300, 900)
    qtbot.addWidget(page)
    page.show()
    page.show_item(ITEM)
    assert open_review.do(change_answer(open_review.review, ITEM, me(), conditions=(a_condition(),)))
    return page


def condition(walk):
    return walk.open_review.review.stored_answer(ITEM).conditions[0]


def row(walk):
    return walk.panel.gap.rows.widgets()[0]


def meet(walk, proof="The countersigned copy", day="2026-03-20"):
    row(walk).met.click()
    dialog = walk.work.dialog
    dialog.proof.setPlainText(proof)
    dialog.on.edit.setText(day)
    dialog.verb.click()
    return dialog


def test_a_condition_is_met_with_its_proof(walk):
    meet(walk)
    done = condition(walk).done
    assert (done.proof, done.by, done.on) == ("The countersigned copy", me(), date(2026, 3, 20))
    assert "as Imke Sanders says: The countersigned copy" in row(walk).accessibleName()


def test_the_form_asks_for_proof_and_day(walk):
    dialog = meet(walk, proof=" ", day="no day")
    assert dialog.isVisible() and dialog._proof.error.text() and dialog._on.error.text()
    dialog.reject()


def test_a_day_to_come_is_refused_inside(walk):
    dialog = meet(walk, day="2999-01-01")
    assert dialog.isVisible() and "still to come" in dialog.problem.text() and condition(walk).done is None
    dialog.reject()


def test_an_attached_file_is_the_proof(walk, tmp_path):
    (tmp_path / "copy.txt").write_text("signed")
    found, review = inspect(tmp_path / "copy.txt", 1_000), walk.open_review
    review.do(attach_change(review.review, ITEM, found, Details(), me(), AT), files=(found,))
    row(walk).met.click()
    dialog = walk.work.dialog
    dialog.proof.setPlainText("The copy")
    dialog.file.set_value(found.sha256)
    dialog.verb.click()
    assert condition(walk).done.evidence == found.sha256


def test_a_met_condition_is_not_edited_but_taken_back(walk):
    meet(walk)
    assert row(walk).edit.isHidden() and not row(walk).remove.isHidden()
    row(walk).met.click()
    assert condition(walk).done is None and not row(walk).edit.isHidden()


def test_meeting_it_is_undone(walk, qtbot):
    meet(walk)
    walk.open_review.flush()
    walk.open_review.undo_stack.undo()
    qtbot.waitUntil(lambda: condition(walk).done is None)


def test_editing_a_condition_keeps_its_proof(walk):
    from readiness_app.ui.dialogs.condition import ConditionDialog

    meet(walk)
    assert ConditionDialog(ITEM, condition(walk)).entered().done == condition(walk).done


def test_a_sealed_review_offers_nothing(signed_review, jobs, qtbot):
    page = WalkPage(signed_review, jobs)
    qtbot.addWidget(page)
    page.show()
    page.show_item("MOD-02")
    assert not any(row.met.isVisible() for row in page.panel.gap.rows.widgets())
