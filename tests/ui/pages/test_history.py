"""The History page over real histories."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from readiness_app.domain.changes import change_answer
from readiness_app.domain.vocabulary import Verdict
from readiness_app.services import sealing
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.history import HistoryPage
from tests.ui.on_screen import AT, LONG, answers, idle, show


@pytest.fixture
def page(open_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> HistoryPage:
    made = HistoryPage(open_review, jobs)
    show(made, qtbot)
    idle(qtbot, jobs)
    return made


def titles(page: HistoryPage) -> list[str]:
    return [page.model.row(place).title for place in range(page.model.rowCount())]


def test_newest_entry_comes_first_in_words(page: HistoryPage) -> None:
    assert titles(page)[0] == "Decision: Defer; valid until 30 Jun 2026"


def test_change_shows_up_with_what_was_before(page: HistoryPage, qtbot: QtBot) -> None:
    change = change_answer(page.open_review.review, "ACC-01", "Imke Sanders", verdict=Verdict.NOT_ACCEPTABLE, note="<b>no</b>")
    page.open_review.do(change)
    qtbot.waitUntil(lambda: titles(page)[0] == "ACC-01: Acceptable → Not acceptable; note: “<b>no</b>”", timeout=LONG)


def test_adopted_item_says_what_became_known(page: HistoryPage) -> None:
    page.search.searched.emit("")
    assert any(title.startswith("MOD-01: Not reviewed → Partly known; ") for title in titles(page))


def test_search_narrows_to_an_item(page: HistoryPage, qtbot: QtBot) -> None:
    page.show_item("COM-01")
    qtbot.waitUntil(lambda: 0 < page.model.rowCount() < 10)
    assert all("COM-01" in title for title in titles(page))


def test_filter_by_person(page: HistoryPage) -> None:
    page.person.set_value("Tomas Berg")
    page.person.picked.emit("Tomas Berg")
    assert {page.model.row(place).lead.split(" · ")[0] for place in range(page.model.rowCount())} == {"Tomas Berg"}


def test_filter_that_nothing_passes_can_be_cleared(page: HistoryPage, qtbot: QtBot) -> None:
    page.show_item("no such words")
    qtbot.waitUntil(lambda: page.lists.currentWidget() is page.empty)
    page.empty.button.click()
    assert page.model.rowCount() == len(page.entries)


def test_chain_is_told(page: HistoryPage) -> None:
    assert page.side.chain.told.text() == f"{len(page.entries)} entries, unbroken"


def test_check_of_everything(page: HistoryPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.side.chain.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "sound" in page.side.chain.checked.text(), timeout=LONG)


def test_export_has_one_line_per_entry(page: HistoryPage, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.toast, timeout=LONG):
        page.export(tmp_path / "history.jsonl")
    lines = (tmp_path / "history.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["hash"] for line in lines] == [entry.hash for entry in page.entries]


def test_export_waits_for_nothing_to_be_shown(open_review: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    page = HistoryPage(open_review, jobs)
    with qtbot.waitSignal(page.toast, timeout=LONG):
        page.export(tmp_path / "history.jsonl")
    assert len((tmp_path / "history.jsonl").read_text(encoding="utf-8").splitlines()) > 50


def test_sealed_edition_is_listed(signed_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> None:
    page = HistoryPage(signed_review, jobs)
    show(page, qtbot)
    idle(qtbot, jobs)
    assert titles(page)[0] == "Signatures: Security, Business owner"


def test_report_of_a_superseded_edition_is_saved(
    signed_review: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = sealing.report(signed_review.workspace, signed_review.review)
    signed_review.replace(sealing.reopen(signed_review.workspace, signed_review.review, "New card", "Imke Sanders", AT))
    page = HistoryPage(signed_review, jobs)
    show(page, qtbot)
    idle(qtbot, jobs)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(str(tmp_path / "first.pdf")))
    with qtbot.waitSignal(page.toast, timeout=LONG):
        qtbot.mouseClick(page.side.editions.rows[-1].save, Qt.MouseButton.LeftButton)
    assert (tmp_path / "first.pdf").read_bytes() == held


def test_rows_speak_whole_sentences(page: HistoryPage) -> None:
    spoken = page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Decided. Decision: Defer") and "Imke Sanders" in spoken


def test_model_keeps_qt_rules(page: HistoryPage, qtbot: QtBot) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.person.picked.emit("")
    assert page.model.rowCount() == len(page.entries)
