"""A conflict on the Walk page: both sides beside each other, resolved in a form, withdrawn, undone; and the order of claims."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent

from readiness_app.domain.changes import change_answer
from readiness_app.domain.claim import Anchor
from readiness_app.domain.vocabulary import AnchorState, Knowledge, SourceKind, Stance, State
from readiness_app.ui.pages.walk import WalkPage
from readiness_app.ui.widgets.chip import Chip
from tests.builders import a_claim
from tests.ui.on_screen import me

ITEM = "OPS-02"
FOR = a_claim(id="c1", statement="Kept for 30 days.", checked=date(2026, 3, 29))
AGAINST = a_claim(
    id="c2",
    statement="Kept for 90 days.",
    source="Master agreement",
    address="",
    source_kind=SourceKind.CONTRACT,
    stance=Stance.CONTRADICTS,
    checked=date(2026, 3, 29),
)


@pytest.fixture
def walk(open_review, jobs, qtbot):
    page = WalkPage(open_review, jobs)
    page.resize(1300, 900)
    qtbot.addWidget(page)
    page.show()
    page.show_item(ITEM)
    give(page, FOR, AGAINST)
    return page


def give(walk, *claims, knowledge=Knowledge.CONTESTED):
    review = walk.open_review
    assert review.do(change_answer(review.review, ITEM, me(), claims=claims, knowledge=knowledge))


def answer(walk):
    return walk.open_review.review.stored_answer(ITEM)


def box(walk):
    return walk.panel.claims.conflict


def chips(row):
    return [chip.text() for chip in row.findChildren(Chip)]


def resolve(walk, why="The contract binds."):
    box(walk).resolve.click()
    dialog = walk.work.dialog
    dialog.why.setPlainText(why)
    dialog.verb.click()
    return dialog


def test_both_sides_stand_beside_each_other(walk):
    left, right = box(walk).supporting, box(walk).contradicting
    assert [len(side.rows.widgets()) for side in (left, right)] == [1, 1]
    assert left.mapTo(walk, QPoint()).y() == right.mapTo(walk, QPoint()).y()
    assert walk.panel.claims.rows.widgets() == [] and "disagree" in box(walk).words.text()


def test_in_a_narrow_room_below_each_other(walk):
    shown = box(walk)
    shown.resize(300, shown.height())
    shown.resizeEvent(QResizeEvent(shown.size(), shown.size()))
    assert shown._grid.getItemPosition(shown._grid.indexOf(shown.contradicting))[:2] == (1, 0)


def test_a_conflict_is_resolved_with_a_reason_and_both_sides_stay(walk):
    resolve(walk)
    assert (answer(walk).resolution.prevails, answer(walk).resolution.by, answer(walk).knowledge) == (("c2",), me(), Knowledge.KNOWN)
    assert [chips(side.rows.widgets()[0])[0] for side in (box(walk).supporting, box(walk).contradicting)] == [
        "Does not prevail",
        "Prevails",
    ]
    assert "the contract (Master agreement) prevails, because: The contract binds." in box(walk).words.text()


def test_the_form_opens_on_the_strongest_side_and_asks_why(walk):
    box(walk).resolve.click()
    dialog = walk.work.dialog
    assert dialog.side.value() is Stance.CONTRADICTS and dialog.claims["c2"].isChecked()
    dialog.verb.click()
    assert dialog.isVisible() and "Say why" in dialog._why.error.text()
    dialog.reject()


def test_nothing_ticked_is_said(walk):
    box(walk).resolve.click()
    dialog = walk.work.dialog
    dialog.side.button(Stance.SUPPORTS).click()
    dialog.claims["c1"].setChecked(False)
    dialog.why.setPlainText("x")
    dialog.verb.click()
    assert dialog.isVisible() and "Tick at least one" in dialog._row.error.text()
    dialog.reject()


def test_what_a_rule_refuses_keeps_the_form_and_its_text(walk):
    give(walk, FOR, replace(AGAINST, source_kind=SourceKind.PRESS))
    box(walk).resolve.click()
    dialog = walk.work.dialog
    dialog.side.button(Stance.CONTRADICTS).click()
    dialog.why.setPlainText("It is newer.")
    dialog.knowledge.button(Knowledge.KNOWN).click()
    dialog.verb.click()
    assert dialog.isVisible() and "cannot make an item known" in dialog.problem.text() and dialog.why.text() == "It is newer."
    dialog.knowledge.button(Knowledge.PARTLY_KNOWN).click()
    dialog.verb.click()
    assert answer(walk).knowledge is Knowledge.PARTLY_KNOWN


def test_resolving_is_one_step_to_undo(walk, qtbot):
    resolve(walk)
    walk.open_review.flush()
    walk.open_review.undo_stack.undo()
    qtbot.waitUntil(lambda: answer(walk).resolution is None)
    assert answer(walk).knowledge is Knowledge.CONTESTED


def test_a_resolution_is_changed_and_withdrawn(walk):
    resolve(walk)
    box(walk).again.click()
    dialog = walk.work.dialog
    assert (dialog.side.value(), dialog.why.text()) == (Stance.CONTRADICTS, "The contract binds.")
    dialog.side.button(Stance.SUPPORTS).click()
    dialog.verb.click()
    assert answer(walk).resolution.prevails == ("c1",)
    box(walk).withdraw.click()
    assert (answer(walk).resolution, answer(walk).knowledge) == (None, Knowledge.CONTESTED)
    assert box(walk).resolve.isVisible() and not box(walk).withdraw.isVisible()


def test_marking_it_contested_again_withdraws_too(walk):
    resolve(walk)
    walk.panel.head.knowledge.button(Knowledge.CONTESTED).click()
    assert (answer(walk).resolution, answer(walk).knowledge) == (None, Knowledge.CONTESTED)


def test_a_claim_that_was_weighed_cannot_be_removed(walk):
    resolve(walk)
    box(walk).supporting.rows.widgets()[0].remove.click()
    assert len(answer(walk).claims) == 2 and "withdraw the resolution" in walk.panel.head.problem.text()


def test_a_sealed_review_shows_both_sides_and_no_button(walk):
    review = walk.open_review
    review.flush()
    review.replace(replace(review.review, state=State.SEALED))
    walk.refresh()
    assert box(walk).isVisible() and not box(walk).resolve.isVisible()


def test_claims_stand_strongest_first_with_one_source_once(walk):
    again = replace(FOR, id="c3", statement="Said again.")
    give(walk, FOR, again, replace(AGAINST, stance=Stance.SUPPORTS), knowledge=Knowledge.KNOWN)
    rows = walk.panel.claims.rows.widgets()
    assert [row._id for row in rows] == ["c2", "c1", "c3"]
    assert "Same source as above" in chips(rows[2]) and not box(walk).isVisible()
    assert walk.panel.claims.strength.text() == "3 claims, 2 independent sources, strongest: contract"


def test_an_expired_claim_says_since_when(walk):
    give(walk, replace(FOR, checked=date(2020, 1, 1)), knowledge=Knowledge.KNOWN)
    assert any(text.startswith("Expired ") and text.endswith("2020") for text in chips(walk.panel.claims.rows.widgets()[0]))
    assert walk.panel.claims.strength.text() == "1 claim, expired"


def test_it_is_resolved_by_menu_and_palette_too(walk):
    walk.run("resolve")
    assert walk.work.dialog.isVisible()
    walk.work.dialog.reject()


def test_without_a_conflict_the_command_says_so(walk):
    give(walk, FOR, knowledge=Knowledge.KNOWN)
    walk.run("resolve")
    assert "Nothing contradicts here" in walk.panel.head.problem.text()


def test_a_long_chip_has_the_width_it_needs_on_its_side(walk, qtbot):
    sha = walk.open_review.review.evidence[0].sha256
    found = Anchor(state=AnchorState.ON_ANOTHER_PAGE, checked=date(2026, 3, 29), page=1)
    give(walk, replace(FOR, evidence=sha, quote="For 30 days.", page=2, anchor=found), AGAINST)
    chip = next(chip for chip in box(walk).findChildren(Chip) if chip.text() == "Quote found on page 1, not 2")
    qtbot.waitUntil(lambda: chip.isVisible() and chip.width() >= chip.sizeHint().width())
