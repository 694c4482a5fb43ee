"""The Evidence page, with real files in a real workspace."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from readiness_app.domain.changes import EvidenceChanged
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.services import evidence as evidence_files
from readiness_app.ui.dialogs.choose_item import ChooseItemDialog
from readiness_app.ui.dialogs.evidence_details import EvidenceDetailsDialog
from readiness_app.ui.dialogs.purge import PurgeDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.models.evidence_list import UNUSED
from readiness_app.ui.models.rows import ROW
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.evidence import EvidencePage
from tests.ui.on_screen import LONG, answers, idle, show


@pytest.fixture
def page(open_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> EvidencePage:
    made = EvidencePage(open_review, jobs)
    show(made, qtbot)
    return made


def add(page: EvidencePage, path: Path, qtbot: QtBot) -> None:
    page.add_files([path])
    assert isinstance(page.dialog, EvidenceDetailsDialog)
    qtbot.mouseClick(page.dialog.verb, Qt.MouseButton.LeftButton)
    idle(qtbot, page.jobs)
    page.open_review.flush()


def a_file(folder: Path, name: str = "terms.txt", content: bytes = b"Prompts are kept for 30 days.") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_all_files_are_listed(page: EvidencePage) -> None:
    assert page.model.rowCount() == 2 and page.count.text() == "2 files"


def test_filter_shows_what_no_item_uses(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    add(page, a_file(tmp_path), qtbot)
    qtbot.mouseClick(page.filter.button(UNUSED), Qt.MouseButton.LeftButton)
    assert [page.model.row(place).title for place in range(page.model.rowCount())] == ["terms.txt"]


def test_dropped_file_is_kept_with_its_bytes(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(a_file(tmp_path)))])
    page.drop.take(data)
    page.dialog.verb.click()
    idle(qtbot, page.jobs)
    page.open_review.flush()
    added = page.open_review.review.evidence[-1]
    assert evidence_files.read(page.open_review.workspace, added.sha256) == b"Prompts are kept for 30 days."


def test_pasted_text_becomes_a_file(page: EvidencePage, qtbot: QtBot) -> None:
    page.drop.pasted_text.emit("From the vendor's mail")
    page.dialog.verb.click()
    idle(qtbot, page.jobs)
    assert page.open_review.review.evidence[-1].media_type == "text/plain"


def test_adding_can_be_undone(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    add(page, a_file(tmp_path), qtbot)
    page.open_review.undo_stack.undo()
    assert page.model.rowCount() == 2


def test_empty_file_is_refused_with_a_sentence(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.trouble, timeout=LONG) as said:
        add(page, a_file(tmp_path, content=b""), qtbot)
    assert "is empty" in said.args[0]


def test_file_that_is_here_already_is_not_added_twice(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    add(page, a_file(tmp_path), qtbot)
    with qtbot.waitSignal(page.trouble, timeout=LONG):
        add(page, a_file(tmp_path, "other.txt"), qtbot)


def test_hidden_characters_of_a_name_are_shown(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    add(page, a_file(tmp_path, "invoice\u202efdp.exe"), qtbot)
    assert "‹U+202E›" in page.panel.name.text()


def test_expired_file_is_marked(page: EvidencePage) -> None:
    file = page.open_review.review.evidence[0]
    page.open_review.do(EvidenceChanged(before=file, after=replace(file, expires=date(2026, 1, 1)), op="describe"))
    row = page.model.index_of(file.sha256).data(ROW)
    assert any("Expired" in fact.text for fact in row.facts)


def test_text_file_is_shown_as_text(page: EvidencePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.panel.preview.shown() == "text", timeout=LONG)


def test_html_is_shown_as_text_only(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    add(page, a_file(tmp_path, "page.html", b"<img src='file:///etc/hostname'><b>bold</b>"), qtbot)
    qtbot.waitUntil(lambda: "<b>bold</b>" in page.panel.preview.text.toPlainText(), timeout=LONG)


def test_pages_of_a_pdf_are_shown(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.drawString(100, 700, "Hello")
    canvas.save()
    add(page, a_file(tmp_path, "card.pdf", made.getvalue()), qtbot)
    qtbot.waitUntil(lambda: any(one.image is not None for one in page.panel.preview.pdf.pages()), timeout=LONG)


def test_broken_pdf_says_so(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    add(page, a_file(tmp_path, "card.pdf", b"%PDF-1.7 broken"), qtbot)
    qtbot.waitUntil(lambda: "no preview of this file" in page.panel.preview.message.sentence.text(), timeout=LONG)


def test_copy_has_the_same_bytes(page: EvidencePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(str(tmp_path / "copy.md")))
    with qtbot.waitSignal(page.toast, timeout=LONG):
        page.panel.buttons["save"].click()
    chosen = page.chosen()
    assert chosen is not None and (tmp_path / "copy.md").stat().st_size == chosen.size


def test_file_can_be_attached_to_an_item(page: EvidencePage) -> None:
    page.panel.buttons["attach"].click()
    assert isinstance(page.dialog, ChooseItemDialog)
    page.dialog.search.setText("COM-01")
    page.dialog.search.searched.emit("COM-01")
    page.dialog.verb.click()
    chosen = page.chosen()
    assert chosen is not None and chosen.sha256 in page.open_review.review.stored_answer("COM-01").evidence


def test_details_can_be_edited(page: EvidencePage) -> None:
    page.panel.buttons["edit"].click()
    assert isinstance(page.dialog, EvidenceDetailsDialog)
    page.dialog.level.button(Confidentiality.UNDER_NDA).click()
    page.dialog.verb.click()
    chosen = page.chosen()
    assert chosen is not None and chosen.confidentiality is Confidentiality.UNDER_NDA


def test_purge_needs_a_reason_and_takes_the_bytes(page: EvidencePage, qtbot: QtBot) -> None:
    page.panel.buttons["purge"].click()
    dialog = page.dialog
    assert isinstance(dialog, PurgeDialog)
    dialog.verb.click()
    assert "needs a reason" in dialog.row.error.text()
    dialog.field.setPlainText("Attached by mistake")
    dialog.verb.click()
    qtbot.waitUntil(lambda: any(file.purged for file in page.open_review.review.evidence), timeout=LONG)


def test_item_that_uses_a_file_is_one_click_away(page: EvidencePage, qtbot: QtBot) -> None:
    page.panel.view.button("details").click()
    with qtbot.waitSignal(page.item_wanted) as gone:
        page.panel.item_wanted.emit("CYB-02")
    assert gone.args == ["CYB-02"]


def test_signed_review_takes_no_files(signed_review: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    page = EvidencePage(signed_review, jobs)
    show(page, qtbot)
    with qtbot.waitSignal(page.trouble):
        page.add_files([a_file(tmp_path)])
    assert not page.panel.buttons["purge"].isEnabled()
