"""The dialog that makes extracts, on the sample signed and on the sample while it is open."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from readiness_app.domain.vocabulary import Audience, ExtractPart
from readiness_app.services import sealing
from readiness_app.ui.dialogs.extract import ExtractDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.open_review import OpenReview
from tests.pdf_reading import pages_text
from tests.ui.on_screen import LONG, answers, idle, jobs, open_review, sample_file, signed_folder, signed_review

__all__ = ["jobs", "open_review", "sample_file", "signed_folder", "signed_review"]
pytestmark = pytest.mark.slow


@pytest.fixture
def dialog(signed_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> ExtractDialog:
    return counted(ExtractDialog(signed_review, jobs), jobs, qtbot)


def counted(dialog: ExtractDialog, jobs: Jobs, qtbot: QtBot) -> ExtractDialog:
    qtbot.addWidget(dialog)
    dialog.open()
    idle(qtbot, jobs)
    return dialog


def test_it_tells_in_figures_what_it_shows_and_leaves_out(dialog: ExtractDialog) -> None:
    assert dialog.shown.lines.text().startswith("91 open questions\n131 claims")
    assert "2 files marked internal" in dialog.left_out.lines.text() and dialog.verb.isEnabled()


def test_another_reader_may_have_other_parts_and_is_counted_anew(dialog: ExtractDialog, jobs: Jobs, qtbot: QtBot) -> None:
    dialog.parts[ExtractPart.DECISION].setChecked(True)
    dialog.audience.button(Audience.PROCUREMENT).click()
    idle(qtbot, jobs)
    assert dialog.chosen() == () and not dialog.parts[ExtractPart.DECISION].isVisibleTo(dialog)
    assert "98 open gaps" in dialog.shown.lines.text() and dialog.parts[ExtractPart.RATIONALE].isVisibleTo(dialog)


def test_by_the_keyboard_alone(dialog: ExtractDialog, jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(str(tmp_path / "out.pdf")))
    press = lambda *keys: [qtbot.keyClick(dialog.focusWidget(), key) for key in keys]  # noqa: E731
    press(Qt.Key.Key_Right, Qt.Key.Key_Space)
    idle(qtbot, jobs)
    press(Qt.Key.Key_Tab, Qt.Key.Key_Space)
    idle(qtbot, jobs)
    assert dialog.found is not None and (dialog.found.audience, dialog.found.parts) == (Audience.PROCUREMENT, (ExtractPart.RATIONALE,))
    with qtbot.waitSignal(dialog.accepted, timeout=LONG):
        press(Qt.Key.Key_Return)
    assert "We wait for the documents" in " ".join(pages_text((tmp_path / "out.pdf").read_bytes()))


def test_nothing_is_written_where_no_place_is_chosen(dialog: ExtractDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(""))
    dialog.verb.click()
    assert dialog.isVisible() and dialog.problem.isHidden()


def test_a_file_that_nobody_chose_to_replace_is_kept(dialog: ExtractDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out.pdf").write_bytes(b"mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(str(tmp_path / "out")))
    dialog.verb.click()
    assert "out.pdf exists already" in dialog.problem.text() and (tmp_path / "out.pdf").read_bytes() == b"mine"


def test_an_open_review_is_told_what_to_do(open_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> None:
    dialog = counted(ExtractDialog(open_review, jobs), jobs, qtbot)
    assert "decide and seal the review first" in dialog.problem.text() and not dialog.verb.isEnabled()


def test_a_reopened_review_is_told_that_the_edition_is_superseded(signed_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> None:
    at = signed_review.review.created
    signed_review.replace(sealing.reopen(signed_review.workspace, signed_review.review, "New card", "Imke Sanders", at))
    dialog = counted(ExtractDialog(signed_review, jobs), jobs, qtbot)
    assert "Edition 1 is superseded" in dialog.superseded.text() and dialog.verb.isEnabled()
    dialog.audience.button(Audience.PROCUREMENT).click()
    idle(qtbot, jobs)
    assert dialog.found is not None and [one.signed for one in dialog.found.signers] == [True, True]
