"""The Walk page: pick, judge, adopt, claim, search, attach, handle gaps; all of it by key as well."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from readiness_app.domain.changes import change_answer
from readiness_app.domain.vocabulary import Knowledge, SourceKind, Stance, UnknownReason, Verdict
from readiness_app.ui.models.review_rows import Narrowing
from readiness_app.ui.pages.walk import WalkPage
from readiness_app.ui.walk.claim_row import ClaimRow
from tests.ui.on_screen import LONG

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def walk(open_review, jobs, qtbot):
    page = WalkPage(open_review, jobs)
    page.resize(1100, 800)
    qtbot.addWidget(page)
    page.show()
    page.show_item("OPS-02")
    return page


def answer(walk, item="OPS-02"):
    return walk.open_review.review.stored_answer(item)


def clear(walk, item):
    """Take an answer of the sample back to nothing."""
    from readiness_app.domain.review import Answer

    before = answer(walk, item)
    walk.open_review.do(type(change_answer(walk.open_review.review, item, "x"))(item=item, before=before, after=Answer()))


def test_known_without_a_claim_is_refused_beside_the_picker(walk):
    walk.panel.head.knowledge.button(Knowledge.KNOWN).click()
    assert "Add at least one claim" in walk.panel.head.problem.text()
    assert walk.panel.head.add_claim.isVisible()
    assert walk.panel.head.knowledge.value() is Knowledge.NOT_REVIEWED and answer(walk).knowledge is Knowledge.NOT_REVIEWED


def test_unknown_asks_why_and_where_then_records(walk, qtbot):
    form = walk.panel.head.unknown_form
    walk.panel.head.knowledge.button(Knowledge.UNKNOWN).click()
    assert form.isVisible() and answer(walk).knowledge is Knowledge.NOT_REVIEWED
    qtbot.keyClicks(form.where, "trust page")
    qtbot.keyClicks(form.what, "test plan")
    form.record.click()
    assert answer(walk).unknown_reason is UnknownReason.SEARCHED_NOT_FOUND and answer(walk).search_log[0].where == "trust page"
    assert not form.isVisible()


def test_unknown_without_a_search_says_so_and_keeps_the_form(walk):
    walk.panel.head.knowledge.button(Knowledge.UNKNOWN).click()
    walk.panel.head.unknown_form.record.click()
    assert "Say where" in walk.panel.head.unknown_form.problem.text() and walk.panel.head.unknown_form.isVisible()


def test_declined_needs_the_date_asked(walk):
    form = walk.panel.head.unknown_form
    walk.panel.head.knowledge.button(Knowledge.UNKNOWN).click()
    form.reason.setCurrentIndex(list(UnknownReason).index(UnknownReason.DECLINED))
    form.where.setText("mail")
    form.what.setText("answer")
    form.record.click()
    assert form.asked_row.isVisible() and "date" in form.problem.text()
    form.asked.edit.setText("2026-03-01")
    form.record.click()
    assert answer(walk).asked is not None


def test_not_applicable_asks_because(walk, qtbot):
    walk.panel.head.knowledge.button(Knowledge.NOT_APPLICABLE).click()
    qtbot.keyClicks(walk.panel.head.because_form.because, "no tasks of our own")
    walk.panel.head.because_form.record.click()
    assert answer(walk).because == "no tasks of our own"


def test_a_hard_gate_cannot_be_marked_not_applicable(walk):
    walk.show_item("ACC-06")
    walk.panel.head.knowledge.button(Knowledge.NOT_APPLICABLE).click()
    walk.panel.head.because_form.because.setPlainText("we say so")
    walk.panel.head.because_form.record.click()
    assert "hard gate" in walk.panel.head.problem.text()


def test_a_verdict_waits_for_knowledge(walk):
    assert not walk.panel.head.verdict.button(Verdict.ACCEPTABLE).isEnabled()


def test_with_control_asks_which_and_saves_it(walk, qtbot):
    walk.show_item("MOD-02")
    walk.panel.head.verdict.button(Verdict.ACCEPTABLE_WITH_CONTROL).click()
    assert walk.panel.head.control_row.isVisible()
    walk.panel.head.control.setText("human review")
    walk.panel.head.control.commit()
    assert answer(walk, "MOD-02").control == "human review"


def test_adopting_takes_the_claims_over_and_hides_the_proposal(walk):
    clear(walk, "MOD-06")
    walk.show_item("MOD-06")
    assert walk.panel.proposal.isVisible()
    walk.panel.proposal.adopt.click()
    assert answer(walk, "MOD-06").adopted and not walk.panel.proposal.isVisible()


def test_adopt_all_lists_what_a_person_answered(walk, qtbot):
    clear(walk, "MOD-06")
    clear(walk, "MOD-07")
    walk.show_item("MOD-07")
    walk.work.mark_not_applicable("not ours")
    with qtbot.waitSignal(walk.toast) as told:
        walk.run("adopt-all")
    assert answer(walk, "MOD-06").adopted and not answer(walk, "MOD-07").adopted
    assert "MOD-07" in told.args[0]


def test_a_claim_is_added_edited_and_removed(walk):
    walk.panel.claims.add_claim.click()
    dialog = walk.work.dialog
    dialog.statement.setPlainText("It was tested")
    dialog.source.setText("Test report")
    dialog.kind.set_value(SourceKind.OWN_TEST)
    dialog.verb.click()
    assert answer(walk).claims[0].source_kind is SourceKind.OWN_TEST
    row = walk.panel.claims.rows.widgets()[0]
    assert isinstance(row, ClaimRow)
    row.edit.click()
    walk.work.dialog.statement.setPlainText("It was tested twice")
    walk.work.dialog.verb.click()
    assert [claim.statement for claim in answer(walk).claims] == ["It was tested twice"]
    walk.panel.claims.rows.widgets()[0].remove.click()
    assert answer(walk).claims == ()


def test_a_claim_without_source_stays_open_with_the_sentence_beside_the_field(walk):
    walk.panel.claims.add_claim.click()
    walk.work.dialog.statement.setPlainText("It was tested")
    walk.work.dialog.verb.click()
    assert walk.work.dialog.isVisible() and "Name the document" in walk.work.dialog.rows["source"].error.text()
    walk.work.dialog.reject()


def test_an_edit_that_a_rule_refuses_keeps_the_dialog_and_its_text(walk):
    walk.show_item("OPS-01")
    walk.panel.claims.rows.widgets()[0].edit.click()
    dialog = walk.work.dialog
    dialog.stance.button(Stance.BACKGROUND).click()
    dialog.statement.setPlainText("typed at length")
    dialog.verb.click()
    assert dialog.isVisible() and "Add at least one claim" in dialog.problem.text()
    assert dialog.statement.text() == "typed at length"
    dialog.reject()


def test_a_disputed_claim_asks_for_its_correction(walk):
    walk.panel.claims.add_claim.click()
    dialog = walk.work.dialog
    dialog.stance.button(Stance.DISPUTED).click()
    assert dialog.rows["corrected"].isVisible()
    dialog.reject()


def test_a_file_is_attached_with_its_details(walk, tmp_path, qtbot):
    (tmp_path / "memo.txt").write_text("what we tested")
    walk.panel.evidence.zone.dropped.emit([tmp_path / "memo.txt"])
    qtbot.waitUntil(lambda: walk.files.dialog is not None, timeout=LONG)
    walk.files.dialog.verb.click()
    assert len(answer(walk).evidence) == 1 and walk.open_review.flush()


def test_files_dropped_on_two_items_at_once_go_each_to_its_own(walk, tmp_path, qtbot):
    from readiness_app.ui.dialogs.evidence_details import EvidenceDetailsDialog

    for item in ("OPS-02", "OPS-03"):
        (tmp_path / f"{item}.txt").write_text(f"tested for {item}")
        walk.files.attach(item, [tmp_path / f"{item}.txt"])
    qtbot.waitUntil(lambda: len(walk.findChildren(EvidenceDetailsDialog)) == 2, timeout=LONG)
    for dialog in walk.findChildren(EvidenceDetailsDialog):
        dialog.verb.click()
    review = walk.open_review.review
    names = {item: [review.evidence_file(one).name for one in review.stored_answer(item).evidence] for item in ("OPS-02", "OPS-03")}
    assert names == {"OPS-02": ["OPS-02.txt"], "OPS-03": ["OPS-03.txt"]} and walk.open_review.flush()


@pytest.mark.parametrize(("data", "word"), [(b"", "empty"), (b"x" * 2_000, "limit")])
def test_a_file_that_cannot_be_taken_is_told_beside_the_zone(walk, tmp_path, qtbot, monkeypatch, data, word):
    from readiness_app.settings import Settings
    from readiness_app.ui.walk import attaching

    monkeypatch.setattr(attaching, "load_settings", lambda: Settings(evidence_limit=1_000))
    (tmp_path / "memo.txt").write_bytes(data)
    walk.files.attach("OPS-02", [tmp_path / "memo.txt"])
    qtbot.waitUntil(lambda: word in walk.panel.evidence.problem.text(), timeout=LONG)
    assert answer(walk).evidence == ()


def test_pasted_text_becomes_a_file(walk, qtbot):
    QGuiApplication.clipboard().setText("a sentence from a mail")
    qtbot.keyClick(walk.panel.evidence.zone, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: walk.files.dialog is not None, timeout=LONG)
    walk.files.dialog.verb.click()
    assert walk.open_review.review.evidence[-1].media_type == "text/plain" and walk.open_review.flush()


def test_a_copy_of_evidence_is_saved_never_opened(walk, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "out.md"), ""))
    walk.show_item("MOD-02")
    walk.files.save(answer(walk, "MOD-02").evidence[0])
    qtbot.waitUntil((tmp_path / "out.md").exists, timeout=LONG)


def test_a_gap_is_asked_about_and_left_open(walk):
    walk.panel.gap.ask.setChecked(True)
    walk.panel.gap.leave.setChecked(True)
    assert answer(walk).ask_vendor and answer(walk).left_open


def test_a_condition_is_added(walk):
    walk.panel.gap.condition.click()
    walk.work.dialog.what.setPlainText("Test it")
    walk.work.dialog.owner.setText("Tomas Berg")
    walk.work.dialog.verb.click()
    assert answer(walk).conditions[0].owner == "Tomas Berg"


def test_the_risk_of_a_hard_gate_cannot_be_accepted(walk):
    walk.show_item("ACC-06")
    assert not walk.panel.gap.accept_risk.isEnabled() and "hard gate" in walk.panel.gap.why_not.text()


def test_a_risk_is_accepted_with_owner_and_date(walk):
    walk.show_item("MOD-04")
    walk.panel.gap.accept_risk.click()
    dialog = walk.work.dialog
    dialog.verb.click()
    assert dialog.isVisible() and dialog.rows["owner"].error.text()
    dialog.owner.setText("Ruth Okello")
    dialog.rationale.setPlainText("short trial")
    dialog.control.setText("capped")
    dialog.until.edit.setText("2026-06-30")
    dialog.verb.click()
    assert answer(walk, "MOD-04").acceptance.owner == "Ruth Okello"


def test_what_is_typed_goes_to_the_item_it_was_typed_on(walk):
    walk.panel.notes.text.setPlainText("about OPS-02")
    walk.show_item("OPS-03")
    assert answer(walk).note == "about OPS-02" and answer(walk, "OPS-03").note == ""
    assert walk.panel.notes.text.text() == ""


def test_a_computed_item_shows_the_programs_answer(walk):
    walk.show_item("DEC-01")
    assert walk.panel.program.isVisible() and not walk.panel.head.knowledge.isVisible()
    assert "Not yet" in walk.panel.program_words.text()


def test_an_item_out_of_scope_says_which_answer_took_it_out(walk):
    walk.show_item("MOD-08")
    assert walk.panel.out.isVisible() and "environmental" in walk.panel.out_words.text()


def test_filters_narrow_the_list_and_nothing_is_an_empty_state(walk):
    walk.list.narrow(Narrowing.CONTESTED)
    assert walk.list.model.rowCount() == 0 and walk.list.nothing.isVisible()
    walk.list.nothing.button.click()
    assert walk.list.model.rowCount() == 108


def test_next_open_item_follows_the_order_of_questions(walk):
    first = walk.work.item
    walk.next_open.click()
    assert walk.work.item != first


def test_several_items_are_one_step(walk):
    walk.work.ask_about(["OPS-02", "OPS-03", "OPS-04"])
    walk.open_review.flush()
    assert walk.open_review.undo_stack.count() == 1 and answer(walk, "OPS-04").ask_vendor


def test_a_sealed_review_can_only_be_read(signed_review, jobs, qtbot):
    page = WalkPage(signed_review, jobs)
    qtbot.addWidget(page)
    page.show()
    page.show_item("MOD-02")
    assert not page.panel.head.knowledge.button(Knowledge.KNOWN).isEnabled()
    assert not page.panel.claims.add_claim.isVisible() and not page.panel.evidence.zone.isVisible()
    assert page.panel.notes.text.isReadOnly()


def test_ten_steps_down_ten_steps_up(walk):
    walk.show_section("all")
    walk.show_item("MOD-01")
    for _ in range(10):
        walk.run("next-item")
    for _ in range(10):
        walk.run("previous-item")
    assert walk.work.item == "MOD-01"


def test_tab_goes_through_the_item_and_is_never_trapped(walk, qtbot):
    walk.activateWindow()
    qtbot.waitUntil(walk.isActiveWindow)
    walk.list.view.setFocus()
    seen = []
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert walk.panel.notes.text in seen and walk.panel.evidence.zone in seen and seen[-1] is not seen[-2]
