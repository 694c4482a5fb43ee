"""The Report page: pages of real reports, and the verification of any PDF."""

import io
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from readiness_app.domain.changes import DecisionMade
from readiness_app.services import signing_off
from readiness_app.settings import Settings, save_settings
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.report import ReportPage
from tests.ui.on_screen import LONG, answers, show

pytestmark = pytest.mark.slow


@pytest.fixture
def page(open_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> ReportPage:
    made = ReportPage(open_review, jobs)
    show(made, qtbot)
    qtbot.waitUntil(lambda: drawn(made) > 0, timeout=LONG)
    return made


def drawn(page: ReportPage) -> int:
    return sum(one.image is not None for one in page.view().pages())


def verified(page: ReportPage, path: Path, qtbot: QtBot) -> None:
    page.verify_file(path)
    qtbot.waitUntil(lambda: page.other.panel.verification is not None, timeout=LONG)


def a_report(folder: Path) -> Path:
    return next(folder.glob("*.pdf"))


def a_foreign_pdf(folder: Path) -> Path:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.drawString(100, 700, "Hello")
    canvas.save()
    path = folder / "other.pdf"
    path.write_bytes(made.getvalue())
    return path


def test_draft_is_shown_page_by_page(page: ReportPage) -> None:
    assert page.of.text() == f"of {len(page.view().pages())}" and "draft" in page.own.panel.summary.text()


def test_only_pages_near_the_view_are_drawn(page: ReportPage, qtbot: QtBot) -> None:
    qtbot.wait(300)
    assert 0 < drawn(page) < 6 < len(page.view().pages())


def test_keys_go_through_the_pages(page: ReportPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.view(), Qt.Key.Key_End)
    assert page.view().current() == len(page.view().pages())
    qtbot.keyClick(page.view(), Qt.Key.Key_Home)
    assert page.view().current() == 1


def test_page_number_typed_brings_that_page(page: ReportPage, qtbot: QtBot) -> None:
    page.pages.setText("7")
    qtbot.keyClick(page.pages, Qt.Key.Key_Return)
    assert page.view().current() == 7


def test_zoom_makes_pages_larger(page: ReportPage) -> None:
    before = page.view().pages()[0].width()
    page.larger.click()
    assert page.view().pages()[0].width() > before


def test_pages_have_names_and_words_for_screen_readers(page: ReportPage, qtbot: QtBot) -> None:
    first = page.view().pages()[0]
    qtbot.waitUntil(lambda: first.image is not None, timeout=LONG)
    assert first.accessibleName().startswith("Page 1 of ") and "Claude Mythos" in first.accessibleDescription()


def test_draft_follows_a_change(page: ReportPage, qtbot: QtBot) -> None:
    before = page.own.view._source
    page.open_review.do(DecisionMade(before=page.open_review.review.decision, after=None))
    qtbot.waitUntil(lambda: page.own.view._source is not before, timeout=LONG)


def test_copy_is_saved(page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", answers(str(tmp_path / "draft.pdf")))
    with qtbot.waitSignal(page.toast, timeout=LONG):
        page.save.click()
    assert (tmp_path / "draft.pdf").read_bytes().startswith(b"%PDF-")


def test_own_signed_report_is_verified_and_its_signers_are_known(signed_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> None:
    page = ReportPage(signed_review, jobs)
    show(page, qtbot)
    qtbot.waitUntil(lambda: page.own.panel.verification is not None, timeout=LONG)
    assert page.own.panel.identity.text() == "Signers confirmed here"


def test_report_of_another_workspace_is_valid_but_only_named_by_itself(page: ReportPage, signed_folder: Path, qtbot: QtBot) -> None:
    verified(page, a_report(signed_folder), qtbot)
    panel = page.other.panel
    assert panel.result.text() == "Valid" and panel.identity.text() == "Signers named by the report only"


def test_trusted_certificates_confirm_the_signers(
    page: ReportPage, signed_folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified(page, a_report(signed_folder), qtbot)
    for certificate in sorted((signed_folder / "identities").glob("*.pem")):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", answers(str(certificate)))
        page.other.panel.trust.click()
        qtbot.waitUntil(lambda: page.other.panel.verification is not None, timeout=LONG)
    assert page.other.panel.identity.text() == "Signers confirmed here"


def test_certificates_of_the_settings_confirm_the_signers(
    page: ReportPage, signed_folder: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINESS_CONFIG_DIR", str(tmp_path))
    known = tuple(str(path) for path in sorted((signed_folder / "identities").glob("*.pem")))
    save_settings(Settings(trusted=(*known, str(tmp_path / "gone.pem"))))
    verified(page, a_report(signed_folder), qtbot)
    assert page.other.panel.identity.text() == "Signers confirmed here" and "gone.pem" in page.other.panel.text()


def test_own_report_is_verified_with_the_certificates_of_the_settings(
    signed_review: OpenReview, signed_folder: Path, jobs: Jobs, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINESS_CONFIG_DIR", str(tmp_path))
    monkeypatch.setattr(signing_off, "pinned_fingerprints", lambda workspace: frozenset())
    known = tuple(str(path) for path in (signed_folder / "identities").glob("*.pem"))
    save_settings(Settings(trusted=(*known, str(tmp_path / "gone.pem"))))
    page = ReportPage(signed_review, jobs)
    show(page, qtbot)
    qtbot.waitUntil(lambda: page.own.panel.verification is not None, timeout=LONG)
    assert page.own.panel.identity.text() == "Signers confirmed here" and "gone.pem" in page.own.panel.text()


def test_sealed_report_that_waits_for_signatures_is_intact_and_not_red(
    page: ReportPage, signed_folder: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    data = a_report(signed_folder).read_bytes()
    path = tmp_path / "sealed.pdf"
    path.write_bytes(data[: data.index(b"%%EOF", data.index(b"/Contents <")) + 6])
    verified(page, path, qtbot)
    assert page.other.panel.result.text() == "Intact, not everybody has signed"


def test_changed_report_is_not_valid(page: ReportPage, signed_folder: Path, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "changed.pdf"
    path.write_bytes(a_report(signed_folder).read_bytes() + b"\n%more")
    verified(page, path, qtbot)
    assert page.other.panel.result.text() == "Not valid"


def test_foreign_pdf_is_no_report_but_is_shown(page: ReportPage, qtbot: QtBot, tmp_path: Path) -> None:
    verified(page, a_foreign_pdf(tmp_path), qtbot)
    assert page.other.panel.result.text() == "Not a Readiness report"
    qtbot.waitUntil(lambda: drawn(page) == 1, timeout=LONG)


def test_file_that_is_no_pdf_is_said_in_a_sentence(page: ReportPage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "no.pdf").write_bytes(b"hello")
    page.verify_file(tmp_path / "no.pdf")
    qtbot.waitUntil(lambda: page.other.panel.heading.text() == "Not verified", timeout=LONG)


def test_result_can_be_pasted_elsewhere(page: ReportPage, signed_folder: Path, qtbot: QtBot) -> None:
    verified(page, a_report(signed_folder), qtbot)
    assert "Tomas Berg" in page.other.panel.text() and "[ok]" in page.other.panel.text()
