"""The Compare page over two real rounds."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog

from readiness_app.domain.vocabulary import Difference, GateMove
from readiness_app.services import sealing
from readiness_app.ui.models.comparison_list import Shown
from readiness_app.ui.pages.compare import ComparePage
from tests.ui.on_screen import LONG, answers, idle, show
from tests.ui.two_rounds import PREVIEW, rounds_file, second_round

__all__ = ["rounds_file", "second_round"]
FIRST_RECORD = Path(__file__).parents[2] / "exchange" / "first_record.json"


@pytest.fixture
def page(second_round, jobs, qtbot):
    made = ComparePage(second_round, jobs)
    show(made, qtbot)
    idle(qtbot, jobs)
    return made


def compared(page, qtbot, first, second):
    page.compare(first, second)
    idle(qtbot, page.jobs)
    return page.found


def test_the_round_before_stands_beside_the_open_one(page):
    assert (page.found.before.round, page.found.after.round, page.second.value()) == (1, 2, PREVIEW)


def test_gates_that_opened_are_listed(page):
    page.show_only(Shown.GATES)
    assert page.model.rowCount() == len(page.found.of_gate(GateMove.OPENED, GateMove.CLOSED)) > 0


def test_two_packs_say_what_was_resolved(page, qtbot):
    found = compared(page, qtbot, "pack:claude-mythos-2026-03-29", f"pack:{PREVIEW}")
    page.show_only(Difference.RESOLVED)
    assert len(found.of_kind(Difference.RESOLVED)) == page.model.rowCount() == 22
    assert "System card" in page.model.row(0).facts[0].text


def test_the_chosen_item_shows_its_claims_and_leads_there(page, qtbot):
    compared(page, qtbot, "pack:claude-mythos-2026-03-29", f"pack:{PREVIEW}")
    page.list.setCurrentIndex(page.model.index(1))
    assert page.side.item.title.text() == "MOD-02"
    with qtbot.waitSignal(page.item_wanted) as heard:
        qtbot.mouseClick(page.side.item.go, Qt.MouseButton.LeftButton)
    assert heard.args == ["MOD-02"]


def test_words_narrow_the_list(page, qtbot):
    page.show_only(Shown.ALL)
    page.search.setText("MOD-0")
    qtbot.waitUntil(lambda: 0 < page.model.rowCount() < 10)


def test_a_filter_that_nothing_passes_can_be_cleared(page):
    page.show_only(Difference.NEW)
    assert page.lists.currentWidget() is page.empty
    page.empty.button.click()
    assert page.model.rowCount() == len(page.found.items)


def test_the_other_way_round(page, qtbot, jobs):
    page.swap.click()
    idle(qtbot, jobs)
    assert (page.found.before.round, page.found.after.round) == (2, 1)


def test_a_pack_beside_a_review_is_refused_and_nothing_changes(page, qtbot, jobs):
    with qtbot.waitSignal(page.trouble, timeout=LONG) as heard:
        page.compare(f"pack:{PREVIEW}", PREVIEW)
    assert "cannot stand beside" in heard.args[0] and page.found.before.round == 1


def test_a_record_of_the_first_version_from_disk(page, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answers(str(FIRST_RECORD)))
    page.first.set_value("file")
    page.first.picked.emit("file")
    idle(qtbot, page.jobs)
    assert page.first.currentText() == "first_record.json" and page.found.after.round == 2


@pytest.mark.parametrize(("name", "start"), [("c.pdf", b"%PDF"), ("c.csv", b"\xef\xbb\xbf")])
def test_export(page, qtbot, tmp_path, monkeypatch, name, start):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(str(tmp_path / name)))
    with qtbot.waitSignal(page.toast, timeout=LONG):
        page.export_button.click()
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_first_round_alone_says_what_can_be_chosen(open_review, jobs, qtbot):
    page = ComparePage(open_review, jobs)
    show(page, qtbot)
    idle(qtbot, jobs)
    assert page.found is None and "Choose another review" in page.empty.sentence.text()


def test_a_reopened_review_stands_beside_its_edition_before(signed_review, jobs, qtbot):
    from tests.ui.on_screen import AT

    signed_review.replace(sealing.reopen(signed_review.workspace, signed_review.review, "New card", "Imke Sanders", AT))
    page = ComparePage(signed_review, jobs)
    show(page, qtbot)
    idle(qtbot, jobs)
    assert (page.found.before.edition, page.found.after.edition) == (1, 2)


def test_the_model_keeps_qt_rules(page):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.show_only(Shown.ALL)
    assert page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("MOD-01, ")
