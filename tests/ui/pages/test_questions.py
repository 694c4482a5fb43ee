"""The page Gaps and questions, over a real workspace with real files."""

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from readiness_app.domain.replying import assigning_step
from readiness_app.domain.vocabulary import Knowledge, ReplyState
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.models.checked_rows import key_at
from readiness_app.ui.models.vendor_rows import GapFilter
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.questions import QuestionsPage
from readiness_app.ui.pages.questions_panes import View
from readiness_app.ui.widgets.labels import PlainLabel
from tests.ui.on_screen import LONG, answers, idle, sample_file, show
from tests.ui.window import empty_window, preferences, window

__all__ = ["empty_window", "preferences", "sample_file", "window"]

CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def page(open_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> QuestionsPage:
    made = QuestionsPage(open_review, jobs)
    show(made, qtbot)
    return made


def tick(page: QuestionsPage, *items: str) -> None:
    page.panes.pick_none.click()
    for item in items:
        page.panes.gaps.setData(page.panes.gaps.index_of(item), Qt.CheckState.Checked, CHECK)


def made_list(page: QuestionsPage, path: Path, patch: pytest.MonkeyPatch, qtbot: QtBot, *items: str) -> Path:
    tick(page, *items)
    patch.setattr(QFileDialog, "getSaveFileName", answers(str(path)))
    page.panes.ask.make.make.click()
    idle(qtbot, page.jobs)
    page.open_review.flush()
    return path


def filled(path: Path, **cells: str) -> Path:
    book = openpyxl.load_workbook(path)
    for name, value in cells.items():
        book["Questions"][name] = value
    book.save(path)
    return path


def drop(page: QuestionsPage, path: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page.panes.drop.take(data)
    idle(qtbot, page.jobs)
    page.open_review.flush()


@pytest.fixture
def replied(page: QuestionsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> QuestionsPage:
    """PRV-02 and PRV-03 were asked; PRV-02 was answered, PRV-03 in other words."""
    path = made_list(page, tmp_path / "q.xlsx", monkeypatch, qtbot, "PRV-02", "PRV-03")
    drop(page, filled(path, F8="Zero retention.", G8="Val", F9="Yes.", D9="Other words?"), qtbot)
    return page


def chosen(page: QuestionsPage) -> str:
    return key_at(page.panes.current())


def test_every_gap_is_listed_with_what_is_done(page: QuestionsPage) -> None:
    assert page.panes.gaps.rowCount() > 90
    assert "Gaps " in page.panes.switch.button(View.GAPS).text()


def test_what_is_marked_to_be_asked_is_chosen_first(page: QuestionsPage) -> None:
    review = page.open_review.review
    assert page.panes.gaps.chosen() == {item for item, answer in review.answers.items() if answer.ask_vendor}
    page.panes.pick_all.click()
    assert len(page.panes.gaps.chosen()) > 80
    page.panes.pick_suggested.click()
    assert len(page.panes.gaps.chosen()) == 12


def test_own_items_have_no_box(page: QuestionsPage) -> None:
    own = next(item.id for item in page.open_review.review.checklist.items() if item.internal_prompt)
    assert page.panes.gaps.index_of(own).data(CHECK) is None
    assert not page.panes.gaps.setData(page.panes.gaps.index_of(own), Qt.CheckState.Checked, CHECK)


def test_space_and_a_click_on_the_box_tick(page: QuestionsPage, qtbot: QtBot) -> None:
    page.panes.pick_none.click()
    view = page.panes.gap_list
    index = page.panes.gaps.index_of("PRV-02")
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert page.panes.gaps.chosen() == {"PRV-02"}
    view.scrollTo(index)
    box = view.visualRect(index).topLeft() + QPoint(22, 20)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert page.panes.gaps.chosen() == frozenset()


def test_a_row_says_whether_it_is_chosen(page: QuestionsPage) -> None:
    tick(page, "PRV-02")
    said = page.panes.gaps.index_of("PRV-02").data(Qt.ItemDataRole.AccessibleTextRole)
    assert (said.startswith("Chosen. PRV-02, ") and "Nothing done yet" in said) or "Ask the vendor" in said


def test_a_list_is_made_with_its_files_and_can_be_undone(page, tmp_path, monkeypatch, qtbot) -> None:
    page.panes.ask.make.due.load(date.today() + timedelta(days=30))
    path = made_list(page, tmp_path / "q.xlsx", monkeypatch, qtbot, "PRV-02", "PRV-03")
    (made,) = page.open_review.review.questions
    assert [one.item for one in made.items] == ["PRV-02", "PRV-03"] and made.due == date.today() + timedelta(days=30)
    assert path.exists() and path.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    page.open_review.undo()
    page.open_review.flush()
    assert page.open_review.review.questions == ()


def test_what_was_asked_is_shown_and_not_offered_again(page, tmp_path, monkeypatch, qtbot) -> None:
    made_list(page, tmp_path / "q.xlsx", monkeypatch, qtbot, "PRV-02")
    assert page.panes.gaps.index_of("PRV-02").data(CHECK) is None
    page.panes.gap_pills.button(GapFilter.OUT).click()
    assert [page.panes.gaps.row(0).key, page.panes.gaps.rowCount()] == ["PRV-02", 1]
    assert page.panes.ask.rows.widgets()[0].accessibleName().startswith("Q1: 1 question.")


def test_a_list_is_saved_again(page, tmp_path, monkeypatch, qtbot) -> None:
    made_list(page, tmp_path / "q.xlsx", monkeypatch, qtbot, "PRV-02")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(str(tmp_path / "again.pdf")))
    page.panes.ask.rows.widgets()[0].save.click()
    idle(qtbot, page.jobs)
    assert (tmp_path / "again.pdf").exists() and len(page.open_review.review.questions) == 1


def test_a_pdf_that_is_there_is_not_overwritten(page, tmp_path, monkeypatch, qtbot) -> None:
    (tmp_path / "q.pdf").write_bytes(b"mine")
    with qtbot.waitSignal(page.trouble) as told:
        made_list(page, tmp_path / "q.xlsx", monkeypatch, qtbot, "PRV-02")
    assert "q.pdf exists already" in told.args[0] and page.open_review.review.questions == ()


def test_a_wrong_day_is_said_beside_the_field(page, qtbot) -> None:
    page.panes.ask.make.due.edit.setText("soon")
    page.panes.ask.make.make.click()
    assert "not a date" in page.panes.ask.make.row.error.text() and page.open_review.review.questions == ()


def test_answers_come_back_as_proposals(replied: QuestionsPage) -> None:
    assert replied.panes.view is View.REPLIES and chosen(replied) == "R1"
    assert [replied.panes.replies.row(place).chips[0].text for place in range(2)] == ["Differs", "Not matched"]
    assert replied.panes.reply.statement.text() == "Zero retention."


def test_adopting_adds_the_claim_and_goes_on(replied: QuestionsPage) -> None:
    replied.panes.reply.adopt.click()
    replied.open_review.flush()
    answer = replied.open_review.review.stored_answer("PRV-02")
    assert (answer.claims[-1].statement, answer.knowledge) == ("Zero retention.", Knowledge.PARTLY_KNOWN)
    assert chosen(replied) == "R2"


def test_a_person_chooses_what_is_known(replied: QuestionsPage) -> None:
    replied.panes.reply.choice.button(Knowledge.KNOWN).click()
    replied.panes.reply.adopt.click()
    assert replied.open_review.review.stored_answer("PRV-02").knowledge is Knowledge.KNOWN


def test_a_conflict_asks_first(replied: QuestionsPage) -> None:
    replied.panes.reply.choice.button(Knowledge.KNOWN).click()
    replied.panes.reply.adopt.click()
    replied.open_review.flush()
    stray = replied.open_review.review.replies[1]
    replied.open_review.do(assigning_step(replied.open_review.review, stray, "PRV-02"))
    assert replied.panes.reply.bears.text() == "Conflicts"
    assert not replied.panes.reply.adopt.isEnabled()
    replied.panes.reply.choice.button(Knowledge.CONTESTED).click()
    assert replied.panes.reply.adopt.isEnabled()


def test_an_unmatched_reply_is_assigned_then_adopted(replied: QuestionsPage, qtbot: QtBot) -> None:
    replied.panes.reply_list.setCurrentIndex(replied.panes.replies.index_of("R2"))
    assert not replied.panes.reply.adopt.isVisible() and "words of PRV-03 were changed" in replied.panes.reply.problem.text()
    replied.panes.reply.assign.click()
    replied.dialog.search.setText("PRV-03")
    replied.dialog._on_searched("PRV-03")
    replied.dialog.verb.click()
    assert replied.panes.reply.adopt.isVisible()
    assert replied.open_review.review.replies[1].item == "PRV-03"


def test_setting_aside_empties_the_list(replied: QuestionsPage) -> None:
    for _ in range(2):
        replied.panes.reply.aside.click()
        replied.open_review.flush()
    assert replied.panes.replies.rowCount() == 0 and replied.panes.nothing.isVisible()
    replied.panes.reply_pills.button(ReplyState.SET_ASIDE).click()
    assert replied.panes.replies.rowCount() == 2


def test_the_same_file_again_says_so(replied: QuestionsPage, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(replied.toast) as told:
        drop(replied, tmp_path / "q.xlsx", qtbot)
    assert told.args[0] == "This file was read before. Nothing was changed." and len(replied.open_review.review.replies) == 2


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"No.,Answer\n", b""])
def test_a_file_that_is_no_list_is_a_sentence(page: QuestionsPage, tmp_path: Path, qtbot: QtBot, data: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(data)
    with qtbot.waitSignal(page.trouble, timeout=15_000) as told:
        drop(page, tmp_path / "x.xlsx", qtbot)
    assert "Nothing was" in told.args[0] and page.open_review.review.replies == ()


def test_hostile_words_are_shown_literally(page, tmp_path, monkeypatch, qtbot) -> None:
    path = made_list(page, tmp_path / "q.xlsx", monkeypatch, qtbot, "PRV-02")
    drop(page, filled(path, F8="<b>x</b> <img src='file:///etc/passwd'> \u202egnp"), qtbot)
    assert page.panes.reply.statement.text() == "<b>x</b> <img src='file:///etc/passwd'> ‹U+202E›gnp"


def test_a_signed_review_shows_and_changes_nothing(signed_review: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    page = QuestionsPage(signed_review, jobs)
    show(page, qtbot)
    assert not page.panes.ask.make.make.isVisible() and page.panes.gaps.chosen() == frozenset()
    with qtbot.waitSignal(page.trouble) as told:
        page.take_in([tmp_path / "x.xlsx"])
    assert "sealed" in told.args[0]


def test_the_start_page_and_the_item_say_what_is_out(window, tmp_path, monkeypatch, qtbot) -> None:
    window.run("page:questions")
    made_list(window.frame.page, tmp_path / "q.xlsx", monkeypatch, qtbot, "PRV-02", "PRV-03")
    window.frame.show_item("PRV-02")
    assert "With the vendor: asked on " in window.frame.walk.panel.gap.question.text()
    assert "Vendor: With the vendor" in window.frame.walk.listed["PRV-02"].row.sentence()
    window.close_review()
    words = "2 questions are with the vendor"
    qtbot.waitUntil(lambda: any(one.text() == words for one in window.start.findChildren(PlainLabel)), timeout=LONG)
