"""Quotes in the window: looked up while they are typed, kept with the claim, shown where they stand."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from readiness_app.domain.changes import change_answer
from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import AnchorState
from readiness_app.services import evidence as evidence_files
from readiness_app.services import reviewing
from readiness_app.services.evidence import Details
from readiness_app.ui import picture_child, preview
from readiness_app.ui.dialogs.claim import ClaimDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.walk import WalkPage
from readiness_app.ui.preview import PdfSource
from readiness_app.ui.widgets.file_preview import FilePreview, Passage
from tests.builders import NOW, a_claim
from tests.documents import CHANGED, FILLER, MOVED, STILL, a_pdf, system_card
from tests.ui.on_screen import LONG, idle, show

ITEM = "PRV-01"


def attached(shown: OpenReview, folder: Path, name: str = "card.pdf", data: bytes | None = None) -> Evidence:
    (folder / name).write_bytes(system_card() if data is None else data)
    details = Details(title="System card")
    after, held = evidence_files.attach(shown.workspace, shown.review, ITEM, folder / name, details, shown.me, NOW, limit=10**8)
    shown.replace(after)
    return held


@pytest.fixture
def card(open_review: OpenReview, tmp_path: Path) -> Evidence:
    return attached(open_review, tmp_path)


@pytest.fixture
def walk(open_review: OpenReview, card: Evidence, jobs: Jobs, qtbot: QtBot) -> WalkPage:
    page = WalkPage(open_review, jobs)
    show(page, qtbot)
    page.show_item(ITEM)
    return page


def write(walk: WalkPage, quote: str, page: str, file: str) -> ClaimDialog:
    walk.work.add_claim()
    dialog = walk.work.dialog
    assert isinstance(dialog, ClaimDialog)
    dialog.statement.setPlainText("It is kept for 30 days.")
    dialog.source.setText("System card")
    dialog.quote.setPlainText(quote)
    dialog.page.setText(page)
    dialog.file.set_value(file)
    dialog.file.picked.emit(file)
    return dialog


@pytest.mark.parametrize(
    ("quote", "page", "words"),
    [(CHANGED, "3", "found on page 3"), (MOVED, "9", "found on page 2, not 9"), ("Nowhere at all", "1", "not found in the file")],
)
def test_the_form_says_where_the_quote_stands(walk: WalkPage, card: Evidence, qtbot: QtBot, quote: str, page: str, words: str) -> None:
    dialog = write(walk, quote, page, card.sha256)
    qtbot.waitUntil(lambda: words in dialog.stands.text(), timeout=LONG)
    assert "System card" in dialog.where.text()


def test_what_was_found_is_saved_with_the_claim(walk: WalkPage, card: Evidence, qtbot: QtBot) -> None:
    dialog = write(walk, CHANGED, "3", card.sha256)
    qtbot.waitUntil(lambda: "found on page 3" in dialog.stands.text(), timeout=LONG)
    dialog.verb.click()
    walk.open_review.flush()
    anchor = walk.work.answer.claims[-1].anchor
    assert anchor is not None and anchor.state is AnchorState.FOUND and walk.open_review.undo_stack.count() == 1


def test_a_claim_saved_too_soon_gets_its_result_later(walk: WalkPage, card: Evidence, qtbot: QtBot) -> None:
    write(walk, CHANGED, "3", card.sha256).verb.click()
    assert walk.work.answer.claims[-1].anchor is None
    qtbot.waitUntil(lambda: walk.work.answer.claims[-1].anchor is not None, timeout=LONG)


def test_another_quote_is_not_shown_as_the_one_looked_up(walk: WalkPage, card: Evidence, qtbot: QtBot) -> None:
    dialog = write(walk, CHANGED, "3", card.sha256)
    qtbot.waitUntil(lambda: "found on page 3" in dialog.stands.text(), timeout=LONG)
    dialog.quote.setPlainText("Other words entirely")
    dialog.verb.click()
    assert walk.work.answer.claims[-1].anchor is None


def test_an_address_that_is_none_is_refused(walk: WalkPage, card: Evidence) -> None:
    dialog = write(walk, "", "", "")
    dialog.address.setText("javascript:alert(1)")
    dialog.verb.click()
    assert dialog.isVisible() and "http://" in dialog.rows["address"].error.text()


def test_the_row_shows_the_state_and_the_bare_link(walk: WalkPage, card: Evidence, qtbot: QtBot) -> None:
    found = a_claim(id="c1", quote=STILL, page=1, evidence=card.sha256)
    bare = a_claim(id="c2", quote="", page=None, address="https://example.com")
    walk.open_review.do(change_answer(walk.open_review.review, ITEM, "Imke Sanders", claims=(found, bare)))
    qtbot.waitUntil(lambda: "Quote found on page 1" in chips(walk), timeout=LONG)
    assert "Bare link: nothing kept" in chips(walk)


def chips(walk: WalkPage) -> list[str]:
    from readiness_app.ui.walk.claim_row import ClaimRow
    from readiness_app.ui.widgets.chip import Chip

    return [chip.text() for row in walk.panel.claims.findChildren(ClaimRow) for chip in row.findChildren(Chip)]


def test_the_quote_is_shown_marked_on_its_page(walk: WalkPage, card: Evidence, qtbot: QtBot) -> None:
    claim = a_claim(id="c1", quote=CHANGED, page=1, evidence=card.sha256)
    walk.open_review.do(change_answer(walk.open_review.review, ITEM, "Imke Sanders", claims=(claim,)))
    walk.open_review.flush()
    idle(qtbot, walk.jobs)
    walk.quoting.show("c1")
    dialog = walk.quoting.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: any(page.marks for page in dialog.preview.pdf.pages()), timeout=LONG)
    assert [page.number for page in dialog.preview.pdf.pages() if page.marks] == [2] and "not 1" in dialog.chip.text()
    qtbot.waitUntil(lambda: dialog.preview.pdf.current() == 3, timeout=LONG)
    dialog.accept()


def test_marks_lie_on_the_words() -> None:
    places = preview.marks(PdfSource(data=a_pdf([[FILLER, STILL]])), 1, STILL)
    assert len(places) == 1 and 740 < 842 - places[0].top < 762 and 55 < places[0].left < 65 and places[0].width > 200


def test_marks_follow_a_page_that_is_turned() -> None:
    upright, turned = (preview.marks(PdfSource(data=a_pdf([[STILL]], rotate=angle)), 1, STILL)[0] for angle in (0, 90))
    assert turned.height == pytest.approx(upright.width, abs=1) and turned.width == pytest.approx(upright.height, abs=1)


def test_a_broken_line_has_two_marks() -> None:
    assert len(picture_child.pdf_marks(system_card(), 2, CHANGED)) == 2


def test_a_quote_that_is_not_there_has_none() -> None:
    assert preview.marks(PdfSource(data=system_card()), 1, "Nowhere") == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<script>x</script><p>It is <b>kept</b> for\r\n30 days \xf0\x9f\x98\x80 here"),
        ("note.md", b"# Keeping\n\nIt is **kept** for 30 days"),
    ],
)
def test_a_quote_is_marked_in_text_too(open_review: OpenReview, jobs: Jobs, qtbot: QtBot, tmp_path: Path, name: str, data: bytes) -> None:
    held = attached(open_review, tmp_path, name, data)
    shown = FilePreview(jobs)
    show(shown, qtbot)
    shown.show_file(open_review.workspace, held, Passage(quote="kept for 30 days"))
    qtbot.waitUntil(lambda: bool(shown.text.extraSelections()), timeout=LONG)
    assert " ".join(shown.text.extraSelections()[0].cursor.selectedText().split()) == "kept for 30 days"


def test_a_result_for_a_claim_that_went_is_dropped(walk: WalkPage, card: Evidence, qtbot: QtBot) -> None:
    claim = a_claim(id="c1", quote=STILL, page=1, evidence=card.sha256)
    review = walk.open_review
    review.do(change_answer(review.review, ITEM, "Imke Sanders", claims=(claim,)))
    review.do(change_answer(review.review, ITEM, "Imke Sanders", claims=(replace(claim, statement="Reworded"),)))
    review.flush()
    idle(qtbot, walk.jobs)
    review.flush()
    there = reviewing.load_review(review.workspace, review.review.id)
    assert [held.statement for held in there.answers[ITEM].claims] == ["Reworded"]


@pytest.mark.parametrize(("quote", "words"), [(MOVED, "found on page 2, not 9"), ("Nowhere at all", "not found in the file")])
def test_a_toast_says_at_once_that_the_quote_is_not_where_it_should_be(
    walk: WalkPage, card: Evidence, qtbot: QtBot, quote: str, words: str
) -> None:
    told: list[str] = []
    walk.toast.connect(lambda text, undo: told.append(text))
    write(walk, quote, "9", card.sha256).verb.click()  # before it was looked up
    qtbot.waitUntil(lambda: bool(told) and words in told[-1], timeout=LONG)


def test_a_quote_that_is_not_there_is_said_so_once(walk: WalkPage, card: Evidence, qtbot: QtBot) -> None:
    dialog = write(walk, "Nowhere at all", "1", card.sha256)
    qtbot.waitUntil(lambda: "not found in the file" in dialog.stands.text(), timeout=LONG)
    assert dialog.where.text() == card.title
