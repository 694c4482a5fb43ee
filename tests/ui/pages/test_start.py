"""The Start page and the form of a new review."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from readiness_app.domain.vocabulary import ScopeAnswer, State, Tier
from readiness_app.services import reviewing
from readiness_app.settings import default_workspace
from readiness_app.ui.dialogs.new_review import NewReviewDialog
from tests.ui.on_screen import LONG, sample_file
from tests.ui.window import empty_window, preferences, start_window, window

__all__ = ["empty_window", "preferences", "sample_file", "start_window", "window"]


@pytest.fixture
def form(start_window):
    start_window.run("new-review")
    dialog = start_window.findChild(NewReviewDialog)
    yield dialog
    if Shiboken.isValid(dialog):
        dialog.reject()


def start(form: NewReviewDialog, qtbot: QtBot) -> None:
    form.verb.click()
    qtbot.waitUntil(lambda: not form.busy(), timeout=LONG)


def about(form: NewReviewDialog, vendor: str, model: str) -> None:
    form.subject.propose(vendor, model)
    form.subject.edited.emit()


def test_reviews_are_listed_with_range_gates_and_what_lapses(window, qtbot):
    window.close_review()
    qtbot.waitUntil(lambda: len(window.start.tiles()) == 1, timeout=LONG)
    assert "gates open" in window.start.tiles()[0].accessibleName()


def test_a_tile_opens_its_review(window, qtbot):
    window.close_review()
    qtbot.waitUntil(lambda: len(window.start.tiles()) == 1, timeout=LONG)
    window.start.tiles()[0].click()
    assert window.review.review.subject.model == "Claude Mythos"


def test_other_workspaces_are_offered(window, tmp_path):
    from readiness_app.services.workspace import Workspace

    window.close_review()
    window.use(Workspace.create(tmp_path / "other.readiness"))
    assert window.start.others.isVisible()


def test_empty_fields_are_told_beside_them(form, qtbot):
    form.name.setText("")
    start(form, qtbot)
    assert form.isVisible() and form.name_row.error.isVisible()
    assert not form.subject.check()


def test_the_matching_pack_is_preselected(form):
    about(form, "Anthropic", "Claude Mythos")
    assert "mythos" in str(form.pack.value())


def test_a_pack_about_another_subject_needs_a_tick(form, start_window, qtbot):
    about(form, "Other Lab", "Other Model")
    form.pack.set_value("claude-mythos-2026-03-29")
    form.pack.picked.emit("claude-mythos-2026-03-29")
    start(form, qtbot)
    assert form.other_subject.isVisible() and form.pack_row.error.isVisible()
    form.other_subject.setChecked(True)
    start(form, qtbot)
    assert start_window.review.review.frame.pack.other_subject


def test_a_wrong_date_is_told_beside_it(form, qtbot):
    about(form, "Anthropic", "Claude Mythos")
    form.as_of.edit.setText("soon")
    start(form, qtbot)
    assert form.as_of_row.error.isVisible()


def test_choosing_a_pack_first_fills_in_its_subject(form):
    form.pack.set_value("claude-mythos-2026-03-29")
    form.pack.picked.emit("claude-mythos-2026-03-29")
    assert form.subject.subject().model


def test_a_review_is_made_as_chosen_and_opened(form, start_window, qtbot):
    about(form, "Anthropic", "Claude Mythos")
    form.tier.set_tier(Tier.SANDBOX)
    form.scope.answer("eu_market").button(ScopeAnswer.NO).click()
    start(form, qtbot)
    review = start_window.review.review
    assert review.tier is Tier.SANDBOX and review.frame.scope["eu_market"] is ScopeAnswer.NO and review.state is State.OPEN
    assert review.as_of == date.today() and review.lead == "Imke Sanders"


def test_another_checklist_asks_its_own_questions(form):
    form.checklist.set_value("data-processing-terms")
    form.checklist.picked.emit("data-processing-terms")
    assert "customer_held_storage" in form.scope._answers


def test_the_name_is_kept_for_the_next_time(form, start_window, qtbot):
    about(form, "Anthropic", "Claude Mythos")
    form.name.setText("Ruth Okello")
    start(form, qtbot)
    assert start_window.preferences.settings.me == "Ruth Okello"
    assert reviewing.history(start_window.workspace, start_window.review.review.id)[0].actor == "Ruth Okello"


def test_the_sample_is_made_beside_the_own_file_and_opened(start_window, qtbot):
    start_window.start.sample.click()
    qtbot.waitUntil(lambda: start_window.workspace.path.name == "demo.readiness", timeout=4 * LONG)
    qtbot.waitUntil(lambda: len(start_window.start.tiles()) == 1, timeout=LONG)
    assert "Signed" in start_window.start.tiles()[0].accessibleName()
    assert start_window.workspace.path.parent == default_workspace().parent / "readiness-sample"
    start_window.run("new-review")
    qtbot.waitUntil(lambda: start_window.workspace.path == default_workspace(), timeout=LONG)
    assert "Your own file" in start_window.banner.text()
    dialog = start_window.findChild(NewReviewDialog)
    assert "reviews.readiness" in dialog.findChild(QLabel, "kept-in").text()
    dialog.reject()


def test_the_pack_of_exactly_this_model_is_proposed(form):
    about(form, "Anthropic", "claude mythos")
    assert form.pack.value() == "claude-mythos-2026-03-29"
    assert form.pack.currentText().count("2026") == 1


def test_a_checklist_of_ones_own_comes_from_a_file(form, start_window, tmp_path, qtbot):
    from readiness_app.exchange.checklist_files import encode_checklist
    from readiness_app.services import library
    from tests.report.test_report_comparison import reworded

    (tmp_path / "ours.json").write_bytes(encode_checklist(reworded(library.checklist("frontier-deployment"), "MOD-01")))
    form.use_file(tmp_path / "ours.json")
    about(form, "Anthropic", "Claude Mythos")
    start(form, qtbot)
    assert start_window.review.review.checklist.version == "9.0.0" and start_window.review.review.frame.pack is not None


def test_a_file_that_is_no_checklist_is_told(form, tmp_path):
    (tmp_path / "bad.json").write_bytes(b"{}")
    form.use_file(tmp_path / "bad.json")
    assert "is not a checklist" in form.problem.text() and form.checklist.value() == "frontier-deployment"
