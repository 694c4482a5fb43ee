"""A condition and a risk acceptance that lapse between two dates: through the window, and by command line."""

import json
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from readiness_app.domain.vocabulary import GateReason, GateState
from readiness_app.services.summaries import summaries
from readiness_app.ui.dialogs.edit_review import EditReviewDialog
from readiness_app.ui.main_window import MainWindow
from readiness_app.ui.widgets.chip import Chip
from tests.cli.conftest import run_command
from tests.ui.conftest import rubbish_stays_here, theme_of_tests, themed
from tests.ui.on_screen import sample_file
from tests.ui.window import empty_window, preferences, window

__all__ = ["empty_window", "preferences", "rubbish_stays_here", "sample_file", "theme_of_tests", "themed", "window"]
ITEM = "MOD-04"
ADA = ("--as", "Ada Byron")
REVIEW = "claude-mythos-2026-03-29"


def accept_and_require(window: MainWindow) -> None:
    """The risk of the item is carried until 2026-09-30, on condition of something due on 2026-06-30."""
    window.frame.show_item(ITEM)
    walk = window.frame.walk
    walk.panel.gap.accept_risk.click()
    dialog = walk.work.dialog
    dialog.owner.setText("Ruth Okello")
    dialog.rationale.setPlainText("A capped trial.")
    dialog.control.setText("Spending cap")
    dialog.until.edit.setText("2026-09-30")
    dialog.verb.click()
    walk.panel.gap.condition.click()
    dialog = walk.work.dialog
    dialog.what.setPlainText("Test it")
    dialog.owner.setText("Tomas Berg")
    dialog.due.edit.setText("2026-06-30")
    dialog.verb.click()


def move_to(window: MainWindow, day: str) -> None:
    window.run("edit-review")
    dialog = window.findChildren(EditReviewDialog)[-1]
    dialog.as_of.edit.setText(day)
    dialog.verb.click()
    assert window.review.review.as_of == date.fromisoformat(day)


def told(card: QWidget) -> set[str]:
    return {chip.text() for chip in card.findChildren(Chip) if not chip.isHidden()}


def standing(window: MainWindow) -> tuple[GateState, GateReason]:
    listed = window.frame.walk.listed[ITEM].gate
    return listed.state, listed.reason


def stands_at(window: MainWindow, day: str) -> tuple[GateState, GateReason]:
    move_to(window, day)
    window.run("page:decide")
    page = window.frame.page
    row = next(page.gates.model.row(n) for n in range(page.gates.model.rowCount()) if page.gates.model.row(n).key == ITEM)
    assert row is not None
    return standing(window)


@pytest.fixture
def all_gates(window: MainWindow) -> MainWindow:
    accept_and_require(window)
    window.run("page:decide")
    page = window.frame.page
    page.gates.filter.button("all").click()
    page.gates.more.click()
    return window


ACCEPTED = (GateState.ACCEPTED, GateReason.RISK_ACCEPTED)


def test_in_the_window_the_gate_opens_the_day_after(all_gates: MainWindow) -> None:
    window = all_gates
    assert stands_at(window, "2026-06-30") == ACCEPTED
    assert stands_at(window, "2026-07-01") == (GateState.OPEN, GateReason.CONDITION_LAPSED)
    assert "Overdue" in told(window.frame.page.conditions) and "Lapsed" in told(window.frame.page.lapses)
    window.frame.show_item(ITEM)
    window.frame.walk.panel.gap.rows.widgets()[1].met.click()
    dialog = window.frame.walk.work.dialog
    dialog.proof.setPlainText("Test report")
    dialog.on.edit.setText("2026-06-30")
    dialog.verb.click()
    assert stands_at(window, "2026-07-01") == ACCEPTED and "Met" in told(window.frame.page.conditions)
    assert stands_at(window, "2026-09-30") == ACCEPTED
    assert stands_at(window, "2026-10-01") == (GateState.OPEN, GateReason.ACCEPTANCE_LAPSED)
    assert "Lapsed" in told(window.frame.page.acceptances)


def test_the_start_page_warns_thirty_days_ahead(all_gates: MainWindow, qtbot: QtBot) -> None:
    from readiness_app.ui.pages.start import ReviewTile
    from readiness_app.ui.widgets.labels import PlainLabel

    all_gates.review.flush()
    seen = []
    for day in (date(2026, 5, 30), date(2026, 5, 31), date(2026, 7, 1)):
        tile = ReviewTile(summaries(all_gates.workspace, day)[0])
        qtbot.addWidget(tile)
        seen.append([label.text() for label in tile.findChildren(PlainLabel) if "Test it" in label.text()])
    words = "30 Jun 2026: Test it (condition on MOD-04, Tomas Berg)"
    assert seen == [[], [f"Due on {words}; its gate opens again"], [f"Was due on {words}"]]


@pytest.fixture
def reviewed(tmp_path: Path, sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CONFIG", "DATA", "LOG"):
        monkeypatch.setenv(f"READINESS_{name}_DIR", str(tmp_path / name.lower()))
    path = tmp_path / "work.readiness"
    path.write_bytes(sample_file.read_bytes())
    risk = ("--owner", "Ruth Okello", "--until", "2026-09-30", "--control", "Cap", "--rationale", "A capped trial.")
    run_command("accept-risk", path, REVIEW, ITEM, *risk, *ADA)
    todo = ("--what", "Test it", "--owner", "Tomas Berg", "--due", "2026-06-30", "--proof", "The report")
    run_command("condition", path, REVIEW, ITEM, *todo, *ADA)
    return path


def gate_at(path: Path, day: str) -> tuple[str, int]:
    """How the item's gate stands at this as-of date, and how many gates are open by `status`."""
    run_command("edit", path, REVIEW, "--as-of", day, *ADA)
    rows = json.loads(run_command("items", path, REVIEW, "--json").stdout)
    opened = json.loads(run_command("status", path, REVIEW, "--json").stdout)["gates"]["open"]
    return next(row["gate"]["state"] for row in rows if row["id"] == ITEM), opened


def test_by_command_line_the_gate_opens_the_day_after(reviewed: Path) -> None:
    (state, before), (late, after) = gate_at(reviewed, "2026-06-30"), gate_at(reviewed, "2026-07-01")
    assert (state, late) == ("accepted", "open") and after > before
    (condition,) = json.loads(run_command("show", reviewed, REVIEW, ITEM, "--json").stdout)["conditions"]
    run_command("condition-done", reviewed, REVIEW, ITEM, condition["id"], "--proof", "Test report", "--on", "2026-06-30", *ADA)
    assert [gate_at(reviewed, day)[0] for day in ("2026-07-01", "2026-09-30", "2026-10-01")] == ["accepted", "accepted", "open"]


def test_by_command_line_status_says_what_lapses(reviewed: Path) -> None:
    found = json.loads(run_command("status", reviewed, REVIEW, "--json").stdout)["lapses"]
    mine = [(one["kind"], one["date"], one["reopens"]) for one in found if one["item"] == ITEM]
    assert mine == [("condition", "2026-06-30", True), ("acceptance", "2026-09-30", False)]
