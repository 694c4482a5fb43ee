"""The Decide page: decision, people, sealing and signing through real files."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from readiness_app.domain.changes import DecisionMade, SignatoryNamed
from readiness_app.domain.review import Signatory
from readiness_app.domain.vocabulary import GateState, Outcome, Role, State
from readiness_app.services import sealing, signing_off
from readiness_app.services.evidence import Details, attach_change
from readiness_app.services.files import inspect
from readiness_app.settings import load_settings
from readiness_app.ui.dialogs.decline import DeclineDialog
from readiness_app.ui.dialogs.reopen import ReopenDialog
from readiness_app.ui.dialogs.seal import SealDialog
from readiness_app.ui.dialogs.sign import SignDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.decide import DecidePage
from readiness_app.ui.preferences import Preferences
from readiness_app.ui.widgets.buttons import IconButton, LinkButton
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.labels import PlainLabel
from tests.ui.on_screen import AT, LONG, answers, me, show


@pytest.fixture
def page(open_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> DecidePage:
    made = DecidePage(open_review, jobs)
    show(made, qtbot)
    return made


@pytest.fixture
def signed_page(signed_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> DecidePage:
    made = DecidePage(signed_review, jobs)
    show(made, qtbot)
    return made


def name_both(page: DecidePage) -> None:
    for role, name in ((Role.SECURITY, "Tomas Berg"), (Role.BUSINESS_OWNER, "Ruth Okello")):
        page.open_review.do(SignatoryNamed(role=role, before=None, after=Signatory(role=role, name=name)))


def sealed(page: DecidePage, qtbot: QtBot) -> None:
    name_both(page)
    page.sealing.seal.click()
    assert isinstance(page.dialog, SealDialog)
    page.dialog.verb.click()
    qtbot.waitUntil(lambda: page.open_review.review.state is State.SEALED, timeout=LONG)


def test_gates_are_counted_and_hard_ones_come_first(page: DecidePage) -> None:
    assert page.gates.filter.button(GateState.OPEN).text() == "Open 30"
    assert page.gates.model.row(0).lead.startswith("Hard gate")


def test_gate_leads_to_its_item(page: DecidePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.item_wanted) as gone:
        page.gates.list.activated.emit(page.gates.model.index(0))
    assert gone.args == ["MOD-01"]


def test_page_follows_the_arrow_keys_through_the_gates(page: DecidePage, qtbot: QtBot) -> None:
    page.gates.more.click()
    page.gates.list.setFocus()
    qtbot.wait(20)
    qtbot.keyClick(page.gates.list, Qt.Key.Key_End)
    assert page.scroller.verticalScrollBar().value() > 600


def test_approval_says_which_gates_block_it(page: DecidePage) -> None:
    approve = page.decision.buttons[Outcome.APPROVE]
    assert not approve.isCheckable() and "31 gates are not clear: MOD-01" in approve.blocked.text()


def test_blocked_approval_cannot_be_chosen(page: DecidePage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.decision.buttons[Outcome.APPROVE], Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.decision.buttons[Outcome.APPROVE], Qt.Key.Key_Return)
    assert page.decision.outcome() is Outcome.DEFER


def test_lapsed_acceptance_is_marked(page: DecidePage) -> None:
    assert "30 Jun 2026" in " ".join(label.text() for label in page.acceptances.findChildren(type(page.about)))


def test_decision_is_recorded_with_its_rationale(page: DecidePage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.decision.buttons[Outcome.REJECT], Qt.MouseButton.LeftButton)
    page.decision.rationale.setPlainText("The terms are not acceptable.")
    qtbot.mouseClick(page.decision.record, Qt.MouseButton.LeftButton)
    decision = page.open_review.review.decision
    assert decision is not None and (decision.outcome, decision.rationale) == (Outcome.REJECT, "The terms are not acceptable.")


def test_decision_changes_by_its_button_alone_and_once(page: DecidePage, qtbot: QtBot) -> None:
    before, heard = page.open_review.review.decision, []
    page.open_review.changed.connect(heard.append)
    page.decision.rationale.setFocus()
    page.decision.rationale.setPlainText("We wait for the card.")
    page.decision.until.edit.setFocus()
    page.decision.until.edit.setText("2026-12-01")
    page.decision.until.edit.commit()
    page.commit_texts()
    assert page.open_review.review.decision == before and page.decision.record.isEnabled()
    page.decision.record.click()
    after = page.open_review.review.decision
    assert after is not None and (after.rationale, str(after.valid_until)) == ("We wait for the card.", "2026-12-01")
    assert len(heard) == 1


def test_sealing_waits_for_a_decision_that_is_not_recorded(page: DecidePage, qtbot: QtBot) -> None:
    page.decision.rationale.setPlainText("We wait for the card.")
    with qtbot.waitSignal(page.trouble):
        page.seal()
    assert page.dialog is None and page.decision.rationale.text() == "We wait for the card."


def test_empty_date_does_not_look_like_one(page: DecidePage) -> None:
    assert page.decision.until.edit.placeholderText() == "no date"


def test_decision_without_rationale_is_kept_on_screen_with_a_sentence(page: DecidePage) -> None:
    page.decision.rationale.setPlainText(" ")
    page.decision.record.click()
    decision = page.open_review.review.decision
    assert "needs a rationale" in page.decision.rationale_row.error.text() and decision is not None and decision.rationale


def test_withdrawn_decision_leaves_the_form_empty(page: DecidePage) -> None:
    page.decision.withdraw.click()
    assert page.decision.outcome() is None and not page.decision.rationale.isEnabled()


def test_nothing_can_be_typed_before_an_outcome_is_chosen(page: DecidePage) -> None:
    page.open_review.do(DecisionMade(before=page.open_review.review.decision, after=None))
    page.decision.buttons[Outcome.DEFER].click()
    assert page.decision.rationale.isEnabled()


def test_name_is_taken_over_on_leaving_the_field(page: DecidePage, qtbot: QtBot) -> None:
    field = page.people.rows[Role.SECURITY].name
    qtbot.keyClicks(field, "Tomas Berg")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.open_review.review.signatory(Role.SECURITY) == Signatory(role=Role.SECURITY, name="Tomas Berg")


def test_one_person_in_two_roles_is_refused_beside_the_field_with_the_text_kept(page: DecidePage, qtbot: QtBot) -> None:
    name_both(page)
    row = page.people.rows[Role.BUSINESS_OWNER]
    row.name.setText("Tomas Berg")
    row.name.commit()
    assert "one person signs in one role" in row.error.text() and row.name.text() == "Tomas Berg"


def test_certificate_is_pinned_and_gives_its_name(page: DecidePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = signing_off.create_identity("Tomas Berg", tmp_path / "tomas.p12", "a long passphrase", AT)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answers(str(tmp_path / "tomas.pem")))
    page.people.rows[Role.SECURITY].act("browse")
    signatory = page.open_review.review.signatory(Role.SECURITY)
    assert signatory == Signatory(role=Role.SECURITY, name="Tomas Berg", fingerprint=made.fingerprint)


def test_broken_certificate_is_said_beside_the_field(page: DecidePage, tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("hello", encoding="utf-8")
    row = page.people.rows[Role.SECURITY]
    row.pin_file(tmp_path / "no.pem")
    assert row.error.text() and page.open_review.review.signatory(Role.SECURITY) is None


def test_sealing_waits_for_what_is_missing(page: DecidePage) -> None:
    assert not page.sealing.seal.isEnabled()
    name_both(page)
    assert page.sealing.seal.isEnabled()


@pytest.mark.slow
def test_sealed_review_is_read_only_and_shows_its_digest(page: DecidePage, qtbot: QtBot) -> None:
    sealed(page, qtbot)
    assert page.sealed.isVisible() and len(page.sealed.digest.text()) > 64 and not page.people.isVisible()


@pytest.mark.slow
def test_reopened_review_is_the_next_edition(page: DecidePage, qtbot: QtBot) -> None:
    sealed(page, qtbot)
    page.sealed.reopen.click()
    assert isinstance(page.dialog, ReopenDialog)
    page.dialog.field.setPlainText("The card came out")
    page.dialog.verb.click()
    qtbot.waitUntil(lambda: page.open_review.review.edition == 2, timeout=LONG)
    assert page.open_review.review.decision is None and page.decision.outcome() is None


@pytest.mark.slow
def test_refusal_to_sign_is_shown_with_its_reason(page: DecidePage, qtbot: QtBot) -> None:
    sealed(page, qtbot)
    page.sealed.rows[Role.SECURITY].decline.click()
    assert isinstance(page.dialog, DeclineDialog)
    page.dialog.field.setPlainText("The gates are open")
    page.dialog.verb.click()
    qtbot.waitUntil(lambda: bool(page.open_review.review.declines), timeout=LONG)
    assert "The gates are open" in page.sealed.rows[Role.SECURITY].detail.text()


@pytest.mark.slow
def test_signed_review_says_who_signed(signed_page: DecidePage) -> None:
    assert "Everybody has signed" in signed_page.sealed.told.text()
    assert not signed_page.sealed.collect.isVisible()


@pytest.mark.slow
def test_report_is_exported_whole(signed_page: DecidePage, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(signed_page.toast, timeout=LONG):
        signed_page.export(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.slow
def test_report_that_leaves_nothing_out_has_no_annex(signed_page: DecidePage) -> None:
    assert signed_page.sealed.export.isVisible() and not signed_page.sealed.annex.isVisible()


@pytest.mark.slow
def test_annex_is_saved_beside_the_exported_report(page: DecidePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tool.txt").write_bytes(b"#!/bin/sh")
    found = inspect(tmp_path / "tool.txt", 1_000)
    page.open_review.do(attach_change(page.open_review.review, "MOD-01", found, Details(), "Imke Sanders", AT), files=(found,))
    sealed(page, qtbot)
    with qtbot.waitSignal(page.toast, timeout=LONG):
        page.export(tmp_path / "report.pdf")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda parent, title, start: start)
    with qtbot.waitSignal(page.toast, timeout=LONG) as said:
        page.sealed.annex.click()
    assert said.args[0] == "Saved 1 file as report-annex"
    assert [path.read_bytes() for path in (tmp_path / "report-annex").glob("*-tool.txt")] == [b"#!/bin/sh"]


@pytest.mark.slow
def test_copy_that_is_not_the_report_is_not_collected(page: DecidePage, qtbot: QtBot, tmp_path: Path) -> None:
    sealed(page, qtbot)
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7 other")
    with qtbot.waitSignal(page.trouble, timeout=LONG) as said:
        page.collect(tmp_path / "other.pdf")
    assert said.args[0]


def test_half_a_year_is_proposed_for_an_approval(page: DecidePage) -> None:
    approve = page.decision.buttons[Outcome.APPROVE_WITH_CONDITIONS]
    approve.show_blocked("")
    page.decision.until.load(None)
    approve.click()
    assert page.decision.until.value() == date(2026, 9, 27)


@pytest.mark.slow
def test_identity_that_signed_is_remembered_and_offered_to_whom_it_fits(
    page: DecidePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINESS_CONFIG_DIR", str(tmp_path))
    path = tmp_path / "tomas.p12"
    signing_off.create_identity("Tomas Berg", path, "a long passphrase", AT)
    name_both(page)
    page.open_review.flush()
    page.open_review.replace(sealing.seal(page.open_review.workspace, page.open_review.review, "Imke Sanders", AT).review)
    page.kept.connect(Preferences(parent=page).keep)
    page.sign(Role.SECURITY)
    dialog = page.dialog
    assert isinstance(dialog, SignDialog) and dialog.place.path() is None
    dialog.understood.setChecked(True)
    dialog.place.set_path(path)
    dialog.passphrase.setText("a long passphrase")
    with qtbot.waitSignal(dialog.accepted, timeout=LONG):
        dialog.verb.click()
    assert load_settings().identities == (str(path),)
    assert page._fitting(Role.SECURITY, page._known()) == path and page._fitting(Role.BUSINESS_OWNER, page._known()) is None


def test_what_lapses_is_listed_with_evidence_of_one_day_on_one_line(page: DecidePage) -> None:
    review = page.open_review.review
    page.lapses.show_review(review, date(2026, 6, 1))
    lines = [label.text() for label in page.lapses.findChildren(PlainLabel) if not label.isHidden()]
    assert any(text.startswith("Evidence of 2 items: PRV-01, PRV-02") for text in lines)
    assert f"Evidence · {me()} · until 28 May 2026" in lines
    chips = [chip.text() for chip in page.lapses.findChildren(Chip)]
    assert "Lapsed by today" in chips and "Within 30 days" in chips


def test_all_that_lapses_is_shown_on_demand(page: DecidePage) -> None:
    before = len(page.lapses.findChildren(LinkButton))
    page.lapses.more.click()
    assert page.lapses.more.text() == "Show fewer" and len(page.lapses.findChildren(LinkButton)) > before


def test_a_line_leads_to_its_item(page: DecidePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.item_wanted) as gone:
        page.lapses.findChildren(LinkButton)[1].click()
    assert gone.args == ["PRV-01"]


def test_a_sealed_review_says_where_a_met_condition_is_recorded(signed_page: DecidePage) -> None:
    assert signed_page.conditions.sealed.isVisible()


def test_an_open_review_need_not(page: DecidePage) -> None:
    assert page.conditions.findChildren(LinkButton) and not page.conditions.sealed.isVisible()


def test_a_condition_is_met_and_taken_back_on_the_page(page: DecidePage, qtbot: QtBot) -> None:
    def condition():
        return page.open_review.review.stored_answer("MOD-02").conditions[0]

    page.conditions.findChildren(IconButton)[0].click()
    page.work.dialog.proof.setPlainText("The card as a file")
    page.work.dialog.on.edit.setText("2026-06-20")
    with qtbot.waitSignal(page.toast) as told:
        page.work.dialog.verb.click()
    assert condition().done.proof == "The card as a file" and told.args == ["Condition of MOD-02 recorded as met", True]
    page.conditions.findChildren(IconButton)[-1].click()
    assert condition().done is None


def test_a_sealed_review_meets_nothing(signed_page: DecidePage) -> None:
    assert signed_page.conditions.findChildren(IconButton) == []


def test_ctrl_enter_in_the_rationale_records_the_decision(page, qtbot):
    page.decision.buttons[Outcome.DEFER].click()
    page.decision.rationale.setPlainText("Too much is unknown.")
    assert page.open_review.review.decision.rationale != "Too much is unknown."
    qtbot.keyClick(page.decision.rationale, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.open_review.review.decision.rationale == "Too much is unknown."
