"""The form of the next round: filled in, shown before anything happens, then made."""

import shutil
from pathlib import Path

import pytest
from shiboken6 import Shiboken

from readiness_app.domain.vocabulary import LookAgainReason
from readiness_app.exchange.checklist_files import encode_checklist
from readiness_app.services import library, reviewing
from readiness_app.ui.dialogs.next_round import NextRoundDialog
from tests.report.test_report_comparison import reworded
from tests.ui.on_screen import LONG, signed_folder
from tests.ui.window import empty_window, preferences

__all__ = ["empty_window", "preferences", "signed_folder"]
FIRST = "claude-mythos-2026-03-29"


@pytest.fixture
def form(empty_window, signed_folder: Path, tmp_path: Path):
    shutil.copy(signed_folder / "demo.readiness", tmp_path / "work.readiness")
    empty_window.open_workspace(tmp_path / "work.readiness")
    empty_window.next_round(FIRST)
    dialog = empty_window.findChild(NextRoundDialog)
    yield dialog
    if Shiboken.isValid(dialog):
        dialog.reject()


def test_it_is_filled_in_with_the_newest_pack(form):
    assert (form.subject.subject().model, form.pack.value()) == ("Claude Mythos", "claude-mythos-preview-2026-05-31")


def test_the_first_press_only_shows_what_will_happen(form, empty_window):
    form.verb.click()
    assert form.preview.isVisible() and form.verb.text() == "Begin round 2"
    assert "84 answers" in form.lines.text()
    assert reviewing.review_ids(empty_window.workspace) == (FIRST,)


def test_the_second_press_makes_and_opens_it(form, empty_window):
    form.verb.click()
    form.verb.click()
    review = empty_window.review.review
    assert (review.round, review.previous.review) == (2, FIRST)


def test_a_change_in_between_is_shown_again(form, empty_window):
    form.verb.click()
    form.subject.propose("Anthropic", "Claude Mythos Preview")
    form.verb.click()
    assert form.isVisible() and "read again" in form.problem.text()
    form.verb.click()
    assert empty_window.review.review.subject.model == "Claude Mythos Preview"


def test_a_pack_about_another_subject_is_refused(form):
    form.pack.set_value("claude-4-6-baseline-2026-03-29")
    form.verb.click()
    assert "does not carry over" in form.problem.text() and not form.preview.isVisible()


def test_a_checklist_from_a_file(form, empty_window, tmp_path):
    (tmp_path / "ours.json").write_bytes(encode_checklist(reworded(library.checklist("frontier-deployment"), "MOD-01")))
    form.use_file(tmp_path / "ours.json")
    form.verb.click()
    form.verb.click()
    assert empty_window.review.review.answers["MOD-01"].look_again.reason is LookAgainReason.TEXT_CHANGED
    empty_window.frame.show_item("MOD-01")
    assert empty_window.frame.walk.panel.again.then.text().startswith("Which exact model")


def test_a_file_that_is_no_checklist(form, tmp_path):
    (tmp_path / "bad.json").write_bytes(b"{}")
    form.use_file(tmp_path / "bad.json")
    assert "is not a checklist" in form.problem.text() and form.checklist.value() == "same"


def test_the_start_page_offers_it(form, empty_window, qtbot):
    from PySide6.QtWidgets import QPushButton

    form.reject()
    qtbot.waitUntil(lambda: len(empty_window.start.tiles()) == 1, timeout=LONG)
    link = next(one for one in empty_window.start.findChildren(QPushButton) if one.text() == "Next round…")
    with qtbot.waitSignal(empty_window.start.round_wanted) as heard:
        link.click()
    assert heard.args == [FIRST]
    for dialog in empty_window.findChildren(NextRoundDialog):
        dialog.reject()
