"""Quotes, captured pages and new revisions on the Evidence page, with real files in a real workspace."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from readiness_app.domain.changes import change_answer
from readiness_app.domain.vocabulary import AnchorState, Knowledge, Verdict
from readiness_app.services import evidence as evidence_files
from readiness_app.services.evidence import Details
from readiness_app.ui.dialogs.evidence_details import EvidenceDetailsDialog
from readiness_app.ui.dialogs.newer_file import NewerFileDialog
from readiness_app.ui.dialogs.revision import RevisionDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.models.rows import ROW
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.evidence import EvidencePage
from readiness_app.ui.pages.walk import WalkPage
from readiness_app.ui.widgets.labels import PlainLabel
from tests.builders import NOW, a_claim
from tests.documents import CHANGED, GONE, MOVED, REWORDED, a_pdf, system_card, system_card_revised
from tests.ui.on_screen import LONG, answers, idle, show

ITEMS = {"PRV-01": (CHANGED, 3), "MOD-02": (MOVED, 2), "PRV-03": (GONE, 4)}


@pytest.fixture
def page(open_review: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> EvidencePage:
    """The page with the system card chosen, on which three items rest."""
    (tmp_path / "card.pdf").write_bytes(system_card())
    (tmp_path / "card-2.pdf").write_bytes(system_card_revised())
    after, held = evidence_files.attach(
        open_review.workspace, open_review.review, "PRV-01", tmp_path / "card.pdf", Details(title="Card"), "Imke", NOW, limit=10**8
    )
    open_review.replace(after)
    for item, (quote, number) in ITEMS.items():
        claim = a_claim(id="c1", quote=quote, page=number, evidence=held.sha256)
        edits = {"claims": (claim,), "knowledge": Knowledge.KNOWN, "verdict": Verdict.ACCEPTABLE}
        assert open_review.do(change_answer(open_review.review, item, "Imke", **edits))
    open_review.flush()
    made = EvidencePage(open_review, jobs)
    show(made, qtbot)
    made.choose(held.sha256)
    return made


def begin(page: EvidencePage, path: Path, qtbot: QtBot) -> RevisionDialog:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page.panel.quotes.zone.take(data)
    qtbot.waitUntil(lambda: page.revising.dialog is not None, timeout=LONG)
    assert page.revising.dialog is not None
    return page.revising.dialog


def words(dialog: RevisionDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(PlainLabel))


def test_the_quotes_of_a_file_are_listed_and_looked_up(page: EvidencePage, qtbot: QtBot) -> None:
    page.panel.view.button("quotes").click()
    assert page.panel.quotes.model.rowCount() == 3
    page.panel.quotes.again.click()
    qtbot.waitUntil(lambda: "page 3" in chip(page, "PRV-01"), timeout=LONG)
    assert page.open_review.review.answers["PRV-01"].claims[0].anchor.state is AnchorState.FOUND  # type: ignore[union-attr]


def chip(page: EvidencePage, item: str) -> str:
    rows = [page.panel.quotes.model.index(number).data(ROW) for number in range(3)]
    return str(next(row.chips[0].text for row in rows if row.mono == item))


def test_a_chosen_quote_is_marked_in_the_preview(page: EvidencePage, qtbot: QtBot) -> None:
    page.panel.view.button("quotes").click()
    place = page.panel.quotes.model.index(page.panel.quotes.model.rowCount() - 1)
    page.panel.quotes.list.clicked.emit(place)
    qtbot.waitUntil(lambda: any(one.marks for one in page.panel.preview.pdf.pages()), timeout=LONG)
    assert page.panel.view.value() == "preview"


def test_a_dropped_revision_is_told_before_it_happens(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    before = page.open_review.review
    dialog = begin(page, tmp_path / "card-2.pdf", qtbot)
    assert "1 of 3 claims go over" in dialog.summary.text() and "PRV-01" in dialog.summary.text()
    assert f"Was: “{CHANGED}”" in words(dialog) and f"Reads now: “{REWORDED}”" in words(dialog) and "page 2 → page 4" in words(dialog)
    dialog.reject()
    assert page.open_review.review == before


def test_taking_it_moves_and_reopens_as_one_step(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    before, steps = page.open_review.review, page.open_review.undo_stack.count()
    dialog = begin(page, tmp_path / "card-2.pdf", qtbot)
    dialog.label.setText("Revision 2")
    dialog.verb.click()
    page.open_review.flush()
    after = page.open_review.review
    waiting = [item for item, answer in after.answers.items() if answer.look_again]
    assert sorted(waiting) == ["PRV-01", "PRV-03"] and page.open_review.undo_stack.count() == steps + 1
    assert after.answers["MOD-02"].claims[0].evidence == after.evidence[-1].sha256 and after.evidence[-1].revision == "Revision 2"
    page.open_review.undo()
    assert page.open_review.review == before


def test_old_and_new_are_marked_in_the_list(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    begin(page, tmp_path / "card-2.pdf", qtbot).verb.click()
    texts = [fact.text for place in range(2) for fact in page.model.row(place).facts]
    assert "New revision" in texts and "A newer revision is here" in texts


def test_a_new_revision_can_be_browsed_for(page: EvidencePage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", answers(str(tmp_path / "card-2.pdf")))
    page.panel.quotes.revise.click()
    qtbot.waitUntil(lambda: page.revising.dialog is not None, timeout=LONG)


@pytest.mark.parametrize(("name", "data", "sentence"), [("card.pdf", None, "byte for byte"), ("empty.pdf", b"", "is empty")])
def test_what_is_no_revision_is_refused(page: EvidencePage, qtbot: QtBot, tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with qtbot.waitSignal(page.trouble, timeout=LONG) as said:
        page.revising.begin(page.chosen(), tmp_path / name)  # type: ignore[arg-type]
    assert sentence in said.args[0]


def test_a_scan_as_revision_says_why_nothing_goes_over(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(a_pdf([[]]))
    dialog = begin(page, tmp_path / "scan.pdf", qtbot)
    assert "0 of 3 claims" in dialog.summary.text() and "only pictures" in words(dialog)


def test_words_of_a_file_are_shown_literally(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "odd.pdf").write_bytes(a_pdf([[REWORDED.replace("deleted", "<b>deleted</b>")]]))
    assert "<b>deleted</b>" in words(begin(page, tmp_path / "odd.pdf", qtbot))


def test_a_captured_page_is_described_with_address_and_time(page: EvidencePage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(b"<p>words")
    os.utime(file, (1_774_000_000, 1_774_000_000))
    page.add_files([file])
    dialog = page.dialog
    assert isinstance(dialog, EvidenceDetailsDialog)
    dialog.captured.take_written.click()
    dialog.verb.click()
    assert "at which address" in dialog.rows["address"].error.text()
    dialog.address.setText("https://example.com/retention")
    dialog.verb.click()
    idle(qtbot, page.jobs)
    added = page.open_review.review.evidence[-1]
    assert added.captured == datetime(2026, 3, 20, 9, 46, tzinfo=UTC) and added.address == "https://example.com/retention"


@pytest.mark.parametrize(
    ("address", "time", "row"),
    [("ftp://x", "", "address"), ("https://x", "yesterday", "captured"), ("https://x", "2999-01-01 10:00", "captured")],
)
def test_a_source_that_cannot_be_true_stays_in_the_form(page: EvidencePage, address: str, time: str, row: str) -> None:
    page.panel.buttons["edit"].click()
    dialog = page.dialog
    assert isinstance(dialog, EvidenceDetailsDialog)
    dialog.address.setText(address)
    dialog.captured.edit.setText(time)
    dialog.verb.click()
    assert dialog.isVisible() and dialog.rows[row].error.text()


def test_attaching_to_an_item_points_its_quotes_there(open_review: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path) -> None:
    walk = WalkPage(open_review, jobs)
    show(walk, qtbot)
    walk.show_item("PRV-02")
    claim = a_claim(id="c1", quote=GONE, page=4)
    open_review.do(change_answer(open_review.review, "PRV-02", "Imke", claims=(claim,)))
    (tmp_path / "card.pdf").write_bytes(system_card())
    walk.files.attach("PRV-02", [tmp_path / "card.pdf"])
    qtbot.waitUntil(lambda: walk.files.dialog is not None, timeout=LONG)
    with qtbot.waitSignal(walk.files.said, timeout=LONG) as said:
        walk.files.dialog.verb.click()  # type: ignore[union-attr]
    held = open_review.review.answers["PRV-02"].claims[0]
    assert held.anchor is not None and held.anchor.page == 4 and "1 quote of it stands there" in said.args[0]


def test_a_saved_page_fills_in_its_address(page: EvidencePage, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"<!-- saved from url=(0023)https://example.com/page --><p>words")
    page.add_files([tmp_path / "page.html"])
    dialog = page.dialog
    assert isinstance(dialog, EvidenceDetailsDialog)
    assert dialog.address.text() == "https://example.com/page" and dialog.captured.value() is None


def test_a_file_called_like_one_held_is_asked_about(page: EvidencePage, tmp_path: Path, qtbot: QtBot) -> None:
    again = tmp_path / "new" / "card.pdf"
    again.parent.mkdir()
    again.write_bytes(system_card_revised())
    page.add_files((again,))
    assert isinstance(page.dialog, NewerFileDialog)
    page.dialog.verb.click()
    qtbot.waitUntil(lambda: page.revising.dialog is not None, timeout=LONG)


def test_it_can_be_another_file_all_the_same(page: EvidencePage, tmp_path: Path) -> None:
    page.add_files((tmp_path / "card.pdf",))
    assert isinstance(page.dialog, NewerFileDialog)
    page.dialog.other.click()
    assert isinstance(page.dialog, EvidenceDetailsDialog)
