"""Describing a file, and choosing an item for it."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.ui.dialogs.choose_item import ChooseItemDialog
from readiness_app.ui.dialogs.evidence_details import EvidenceDetailsDialog
from readiness_app.ui.open_review import OpenReview


@pytest.fixture
def dialog(qtbot: QtBot) -> EvidenceDetailsDialog:
    made = EvidenceDetailsDialog(names=("terms.pdf",), sizes=1200)
    qtbot.addWidget(made)
    made.open()
    return made


def test_sensible_beginning(dialog: EvidenceDetailsDialog) -> None:
    dialog.verb.click()
    assert (dialog.value.title, dialog.value.confidentiality) == ("terms.pdf", Confidentiality.INTERNAL)


def test_three_dates_are_three_dates(dialog: EvidenceDetailsDialog) -> None:
    for name, text in (("published", "2026-01-02"), ("retrieved", "2026-02-03"), ("expires", "2027-01-02")):
        dialog.dates[name].edit.setText(text)
    dialog.verb.click()
    found = dialog.value
    assert (found.published, found.retrieved, found.expires) == (date(2026, 1, 2), date(2026, 2, 3), date(2027, 1, 2))


def test_text_that_is_no_date_stays_and_is_said(dialog: EvidenceDetailsDialog) -> None:
    dialog.dates["expires"].edit.setText("some day")
    dialog.verb.click()
    assert dialog.isVisible() and dialog.dates["expires"].edit.text() == "some day" and dialog.rows["expires"].error.isVisible()


def test_expiry_before_publication_is_refused(dialog: EvidenceDetailsDialog) -> None:
    dialog.dates["published"].edit.setText("2026-03-01")
    dialog.dates["expires"].edit.setText("2026-02-01")
    dialog.verb.click()
    assert dialog.value is None and dialog.isVisible()


def test_level_says_whether_the_report_holds_the_file(dialog: EvidenceDetailsDialog) -> None:
    dialog.level.button(Confidentiality.UNDER_NDA).click()
    assert "not embedded" in dialog.meaning.text()


def test_several_files_keep_their_own_names(qtbot: QtBot) -> None:
    dialog = EvidenceDetailsDialog(names=("a.txt", "b.txt"), sizes=20)
    qtbot.addWidget(dialog)
    assert dialog.take().title == ""


def test_item_is_found_by_its_words(open_review: OpenReview, qtbot: QtBot) -> None:
    dialog = ChooseItemDialog(open_review.review, "Attach", "Attach")
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.keyClicks(dialog.search, "com-01")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.take() == "COM-01"
