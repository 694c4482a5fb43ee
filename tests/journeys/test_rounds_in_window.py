"""Two rounds of the sample through the real window: begin the second, confirm, adopt what is newer, compare, seal and sign; both verify."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from readiness_app.domain.vocabulary import Difference, State
from readiness_app.services import reviewing, verifying
from readiness_app.ui.dialogs.next_round import NextRoundDialog
from tests.journeys.test_window import Reviewer, decide, seal_and_sign
from tests.ui.conftest import rubbish_stays_here, theme_of_tests, themed
from tests.ui.on_screen import LONG, answers, signed_folder
from tests.ui.window import empty_window, preferences

__all__ = ["empty_window", "preferences", "rubbish_stays_here", "signed_folder", "theme_of_tests", "themed"]
FIRST, SECOND = "claude-mythos-2026-03-29", "claude-mythos-preview-2026-05-31"


@pytest.fixture
def reviewer(empty_window, signed_folder, tmp_path, qtbot):
    shutil.copy(signed_folder / "demo.readiness", tmp_path / "work.readiness")
    empty_window.open_workspace(tmp_path / "work.readiness")
    empty_window.open_review(FIRST)
    return Reviewer(empty_window, qtbot)


def begin_second(reviewer: Reviewer) -> None:
    reviewer.window.run("next-round")
    form = reviewer.window.findChild(NextRoundDialog)
    form.subject.propose("Anthropic", "Claude Mythos Preview")
    form.as_of.edit.setText("2026-05-31")
    reviewer.click(form.verb)
    assert "84 answers" in form.lines.text() and reviewing.review_ids(reviewer.window.workspace) == (FIRST,)
    reviewer.click(form.verb)
    reviewer.qtbot.waitUntil(lambda: reviewer.window.review.review.id == SECOND, timeout=LONG)


def work_through(reviewer: Reviewer) -> None:
    walk = reviewer.walk
    reviewer.window.frame.show_item("MOD-02")
    reviewer.click(walk.panel.proposal.adopt)
    assert reviewer.answer("MOD-02").adopted == SECOND
    walk.show_section("all")
    walk.list.view.selectAll()
    walk.run("many:adopt")
    reviewer.window.frame.show_item("OPS-01")
    reviewer.click(walk.panel.again.confirm)
    assert all(answer.look_again is None for answer in reviewer.window.review.review.answers.values() if answer.answered)


def compare(reviewer: Reviewer, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewer.window.run("page:compare")
    page = reviewer.window.frame.page
    reviewer.qtbot.waitUntil(lambda: page.found is not None and not reviewer.window.jobs.busy(), timeout=LONG)
    page.show_only(Difference.RESOLVED)
    assert page.model.rowCount() == 21 and page.found.before.id == FIRST
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(str(out)))
    with reviewer.qtbot.waitSignal(page.toast, timeout=LONG):
        reviewer.click(page.export_button)
    reviewer.click(page.side.item.go)
    assert reviewer.window.frame.page is reviewer.walk and reviewer.walk.work.item == page.side.item.title.text()


@pytest.mark.slow
def test_two_rounds_compared_and_both_verified(reviewer, signed_folder, tmp_path, monkeypatch, qtbot):
    begin_second(reviewer)
    work_through(reviewer)
    compare(reviewer, tmp_path / "rounds.pdf", monkeypatch)
    assert (tmp_path / "rounds.pdf").read_bytes().startswith(b"%PDF")
    page = decide(reviewer, tmp_path)
    seal_and_sign(reviewer, page, tmp_path)
    review = reviewer.window.review.review
    assert (review.state, review.round, review.previous.review) == (State.SIGNED, 2, FIRST)
    page.export(tmp_path / "two.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "two.pdf").exists() and not reviewer.window.jobs.busy(), timeout=LONG)
    for report in (tmp_path / "two.pdf", signed_folder / f"{FIRST}.pdf"):
        assert verifying.verify(report).valid
    assert datetime.now(UTC) > review.created
