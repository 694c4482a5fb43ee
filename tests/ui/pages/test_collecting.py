"""A signed copy let go on the Report page: checked first, and collected when the person wants it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from readiness_app.domain.changes import SignatoryNamed
from readiness_app.domain.review import Signatory
from readiness_app.domain.vocabulary import Role
from readiness_app.services import sealing, signing_off
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.report import ReportPage
from tests.ui.on_screen import AT, LONG, show

pytestmark = pytest.mark.slow
WORDS = "a long passphrase"


@pytest.fixture
def page(open_review: OpenReview, jobs: Jobs, qtbot: QtBot) -> ReportPage:
    for role, name in ((Role.SECURITY, "Tomas Berg"), (Role.BUSINESS_OWNER, "Ruth Okello")):
        open_review.do(SignatoryNamed(role=role, before=None, after=Signatory(role=role, name=name)))
    open_review.flush()
    open_review.replace(sealing.seal(open_review.workspace, open_review.review, "Imke Sanders", AT).review)
    made = ReportPage(open_review, jobs)
    show(made, qtbot)
    return made


@pytest.fixture
def copy(page: ReportPage, tmp_path: Path) -> Path:
    """The report, as it was sent to somebody."""
    shown = page.open_review
    sealing.export_report(shown.workspace, shown.review, tmp_path / "copy.pdf")
    return tmp_path / "copy.pdf"


def signed(copy: Path) -> Path:
    identity = copy.with_name("tomas.p12")
    signing_off.create_identity("Tomas Berg", identity, WORDS, AT)
    signing_off.sign_file(copy, signing_off.Signing(role=Role.SECURITY, at=AT, identity=identity, passphrase=WORDS))
    return copy


def verified(page: ReportPage, path: Path, qtbot: QtBot) -> None:
    page.verify_file(path)
    qtbot.waitUntil(lambda: page.other.panel.verification is not None, timeout=LONG)


def test_a_copy_that_nobody_signed_is_not_offered(page: ReportPage, copy: Path, qtbot: QtBot) -> None:
    verified(page, copy, qtbot)
    assert page.other.panel.collect.isHidden()


def test_a_signed_copy_is_collected_by_one_click(page: ReportPage, copy: Path, qtbot: QtBot) -> None:
    verified(page, signed(copy), qtbot)
    assert page.other.panel.collect.isVisible()
    with qtbot.waitSignal(page.toast, timeout=LONG) as told:
        qtbot.mouseClick(page.other.panel.collect, Qt.MouseButton.LeftButton)
    assert told.args[0] == "1 of 2 have signed" and [one.role for one in page.open_review.review.sign_offs] == [Role.SECURITY]
    assert page.other.panel.collect.isHidden()
