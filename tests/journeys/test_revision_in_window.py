"""In the window: a system card is replaced by a revision in which two quotes changed, one moved, one vanished and one stayed."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from readiness_app.domain.vocabulary import AnchorState, Knowledge, LookAgainReason, SourceKind, Verdict
from readiness_app.services import reviewing
from readiness_app.ui.dialogs.claim import ClaimDialog
from tests.documents import CHANGED, CHANGED_TOO, GONE, MOVED, REWORDED, REWORDED_TOO, STILL, system_card, system_card_revised
from tests.journeys.test_window import Reviewer, begin
from tests.ui.conftest import rubbish_stays_here, theme_of_tests, themed
from tests.ui.on_screen import LONG
from tests.ui.window import empty_window, preferences, start_window

__all__ = ["empty_window", "preferences", "rubbish_stays_here", "start_window", "theme_of_tests", "themed"]
ITEMS = {"MOD-01": (STILL, 1), "MOD-02": (MOVED, 2), "MOD-03": (CHANGED_TOO, 3), "PRV-01": (CHANGED, 3), "PRV-03": (GONE, 4)}


@pytest.fixture
def reviewer(start_window, qtbot):
    made = Reviewer(start_window, qtbot)
    begin(made)
    return made


def dropped(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def settled(reviewer: Reviewer) -> None:
    reviewer.window.review.flush()
    reviewer.qtbot.waitUntil(lambda: not reviewer.window.jobs.busy() and reviewer.window.review.all_saved, timeout=LONG)


def attach_card(reviewer: Reviewer, card: Path) -> str:
    reviewer.window.run("page:evidence")
    page = reviewer.window.frame.page
    page.drop.take(dropped(card))
    reviewer.type(page.dialog.title_field, "")
    page.dialog.title_field.setText("System card")
    reviewer.click(page.dialog.verb)
    settled(reviewer)
    return str(reviewer.window.review.review.evidence[-1].sha256)


def claim(reviewer: Reviewer, item: str, quote: str, page: int, card: str) -> None:
    walk = reviewer.walk
    reviewer.window.frame.show_item(item)
    reviewer.click(walk.panel.claims.add_claim)
    form = walk.work.dialog
    assert isinstance(form, ClaimDialog)
    reviewer.type(form.statement, "The card says so.")
    reviewer.type(form.source, "System card")
    form.kind.set_value(SourceKind.SYSTEM_CARD)
    form.quote.setPlainText(quote)
    reviewer.type(form.page, str(page))
    form.file.set_value(card)
    form.file.picked.emit(card)
    reviewer.qtbot.waitUntil(lambda: form.stands.text() == f"Quote found on page {page}", timeout=LONG)
    reviewer.click(form.verb)
    reviewer.click(walk.panel.head.knowledge.button(Knowledge.KNOWN))
    reviewer.click(walk.panel.head.verdict.button(Verdict.ACCEPTABLE))
    settled(reviewer)
    assert reviewer.answer(item).knowledge is Knowledge.KNOWN and reviewer.answer(item).claims[-1].anchor.state is AnchorState.FOUND


@pytest.mark.slow
def test_a_dropped_revision_reopens_what_changed_and_nothing_else(reviewer, tmp_path):
    (tmp_path / "card.pdf").write_bytes(system_card())
    (tmp_path / "card-2.pdf").write_bytes(system_card_revised())
    card = attach_card(reviewer, tmp_path / "card.pdf")
    for item, (quote, number) in ITEMS.items():
        claim(reviewer, item, quote, number, card)
    before = reviewer.window.review.review
    reviewer.window.run("page:evidence")
    page = reviewer.window.frame.page
    page.choose(card)
    reviewer.click(page.panel.view.button("quotes"))
    page.panel.quotes.zone.take(dropped(tmp_path / "card-2.pdf"))
    reviewer.qtbot.waitUntil(lambda: page.revising.dialog is not None, timeout=LONG)
    form = page.revising.dialog
    told = "\n".join(label.text() for label in form.findChildren(type(form.summary)))
    assert "2 of 5 claims go over" in told and all(words in told for words in (REWORDED, REWORDED_TOO, GONE, "page 2 → page 4"))
    reviewer.type(form.label, "Revision 2")
    reviewer.click(form.verb)
    settled(reviewer)
    after = reviewer.window.review.review
    assert sorted(item for item, answer in after.answers.items() if answer.look_again) == ["MOD-03", "PRV-01", "PRV-03"]
    assert [file.replaces for file in after.evidence] == ["", card]
    assert {item: (after.answers[item].claims[0].evidence == card) for item in ITEMS} == {
        "MOD-01": False,
        "MOD-02": False,
        "MOD-03": True,
        "PRV-01": True,
        "PRV-03": True,
    }
    reviewer.window.frame.show_item("PRV-01")
    again = reviewer.walk.panel.again
    assert again.isVisible() and REWORDED in again.words.text()
    assert after.answers["PRV-01"].look_again.reason is LookAgainReason.SOURCE_CHANGED
    reviewer.click(again.confirm)
    assert reviewer.answer("PRV-01").look_again is None
    settled(reviewer)
    for _ in range(2):
        reviewer.window.run("undo")
        settled(reviewer)
    assert reviewer.window.review.review == before == reviewing.load_review(reviewer.window.workspace, before.id)
