"""The whole story through the real window: from nothing to a signed and verified report, by key and mouse."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from readiness_app.domain.errors import Unreadable
from readiness_app.domain.vocabulary import Knowledge, Outcome, Role, ScopeAnswer, State, Verdict
from readiness_app.services import reviewing, signing_off, verifying
from readiness_app.ui.dialogs.new_review import NewReviewDialog
from readiness_app.ui.main_window import MainWindow
from readiness_app.ui.pages.decide import DecidePage
from readiness_app.ui.pages.report import ReportPage
from tests.ui.conftest import rubbish_stays_here, theme_of_tests, themed
from tests.ui.on_screen import LONG
from tests.ui.window import empty_window, preferences, start_window

__all__ = ["empty_window", "preferences", "rubbish_stays_here", "start_window", "theme_of_tests", "themed"]
CONTROL = Qt.KeyboardModifier.ControlModifier
PEOPLE = {Role.SECURITY: "Tomas Berg", Role.BUSINESS_OWNER: "Ruth Okello"}
PASSPHRASE = "a long passphrase"


class Reviewer:
    """Somebody at keyboard and mouse."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, field: QWidget, text: str) -> None:
        field.setFocus()
        self.qtbot.keyClicks(field, text)

    def click(self, button: QWidget) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def answer(self, item: str):
        return self.window.review.review.stored_answer(item)

    @property
    def walk(self):
        return self.window.frame.walk


@pytest.fixture
def reviewer(start_window: MainWindow, qtbot: QtBot) -> Reviewer:
    return Reviewer(start_window, qtbot)


def begin(reviewer: Reviewer) -> None:
    reviewer.key(Qt.Key.Key_N, CONTROL)
    form = reviewer.window.findChild(NewReviewDialog)
    fields = {field.objectName(): field for field in form.subject.findChildren(QWidget)}
    reviewer.type(fields["vendor"], "Anthropic")
    reviewer.type(fields["model"], "Claude Mythos")
    reviewer.click(form.scope.answer("environment_reporting").button(ScopeAnswer.NO))
    reviewer.click(form.verb)
    reviewer.qtbot.waitUntil(lambda: reviewer.window.review is not None and reviewer.window.isActiveWindow(), timeout=20_000)


def answer_some(reviewer: Reviewer) -> None:
    walk = reviewer.walk
    reviewer.window.frame.show_item("MOD-06")
    walk.list.view.setFocus()
    reviewer.key(Qt.Key.Key_A)
    assert reviewer.answer("MOD-06").knowledge is Knowledge.PARTLY_KNOWN
    reviewer.click(walk.panel.head.verdict.button(Verdict.NOT_ACCEPTABLE))
    reviewer.window.frame.show_item("OPS-02")
    walk.list.view.setFocus()
    reviewer.key(Qt.Key.Key_3, CONTROL)
    form = walk.panel.head.unknown_form
    reviewer.type(form.where, "our test folder")
    reviewer.type(form.what, "test plan")
    reviewer.key(Qt.Key.Key_Return)
    assert reviewer.answer("OPS-02").knowledge is Knowledge.UNKNOWN
    reviewer.type(walk.panel.notes.text, "Ask the test team")


def attach(reviewer: Reviewer, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("Test memo of the team")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a: ([str(path)], ""))
    reviewer.window.run("attach")
    reviewer.qtbot.waitUntil(lambda: reviewer.walk.files.dialog is not None, timeout=LONG)
    reviewer.click(reviewer.walk.files.dialog.verb)
    assert len(reviewer.answer("OPS-02").evidence) == 1


def decide(reviewer: Reviewer, folder: Path) -> DecidePage:
    reviewer.window.run("page:decide")
    page = reviewer.window.frame.page
    reviewer.click(page.decision.buttons[Outcome.DEFER])
    reviewer.type(page.decision.rationale, "Too much is unknown.")
    reviewer.click(page.decision.record)
    for role, name in PEOPLE.items():
        identity = folder / f"{role.value}.p12"
        signing_off.create_identity(name, identity, PASSPHRASE, datetime.now(UTC))
        reviewer.type(page.people.rows[role].name, name)
        reviewer.key(Qt.Key.Key_Return)
        page.people.rows[role].pin_file(identity.with_suffix(".pem"))
    assert reviewer.window.review.review.decision is not None
    return page


def seal_and_sign(reviewer: Reviewer, page: DecidePage, folder: Path) -> None:
    reviewer.click(reviewer.window.frame.top.next_step)
    reviewer.click(page.dialog.verb)
    reviewer.qtbot.waitUntil(lambda: reviewer.window.review.review.state is State.SEALED, timeout=2 * LONG)
    for number, role in enumerate(PEOPLE, start=1):
        reviewer.click(reviewer.window.frame.top.next_step)
        page.dialog.place.set_path(folder / f"{role.value}.p12")
        reviewer.type(page.dialog.passphrase, PASSPHRASE)
        page.dialog.understood.setChecked(True)
        reviewer.click(page.dialog.verb)
        reviewer.qtbot.waitUntil(lambda wanted=number: len(reviewer.window.review.review.sign_offs) == wanted, timeout=2 * LONG)


@pytest.mark.slow
def test_from_nothing_to_a_signed_and_verified_report(reviewer, tmp_path, monkeypatch, qtbot):
    window = reviewer.window
    begin(reviewer)
    answer_some(reviewer)
    attach(reviewer, tmp_path / "memo.txt", monkeypatch)
    page = decide(reviewer, tmp_path)
    seal_and_sign(reviewer, page, tmp_path)
    assert window.review.review.state is State.SIGNED and reviewer.answer("OPS-02").note == "Ask the test team"
    page.export(tmp_path / "signed.pdf")
    qtbot.waitUntil((tmp_path / "signed.pdf").exists, timeout=LONG)
    window.open_file(tmp_path / "signed.pdf")
    report = window.frame.page
    assert isinstance(report, ReportPage)
    qtbot.waitUntil(lambda: report.other.panel.verification is not None, timeout=2 * LONG)
    assert report.other.panel.verification.valid
    assert [signer.name for signer in verifying.verify(tmp_path / "signed.pdf").signers] == list(PEOPLE.values())
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=LONG)


def test_an_item_is_answered_without_a_mouse(reviewer):
    begin(reviewer)
    walk = reviewer.walk
    walk.list.view.setFocus()
    reviewer.key(Qt.Key.Key_N)
    item = walk.work.item
    reviewer.key(Qt.Key.Key_J)
    reviewer.key(Qt.Key.Key_K)
    assert walk.work.item == item
    reviewer.key(Qt.Key.Key_3, CONTROL)
    assert QApplication.focusWidget() is walk.panel.head.unknown_form.reason
    reviewer.key(Qt.Key.Key_Tab)
    reviewer.qtbot.keyClicks(QApplication.focusWidget(), "trust page")
    reviewer.key(Qt.Key.Key_Tab)
    reviewer.qtbot.keyClicks(QApplication.focusWidget(), "the answer")
    reviewer.key(Qt.Key.Key_Return)
    assert reviewer.answer(item).knowledge is Knowledge.UNKNOWN
    reviewer.key(Qt.Key.Key_Z, CONTROL)
    reviewer.qtbot.waitUntil(lambda: reviewer.answer(item).knowledge is Knowledge.NOT_REVIEWED)


def test_typed_text_survives_a_failing_save(reviewer, monkeypatch, qtbot):
    begin(reviewer)
    reviewer.window.frame.show_item("OPS-02")

    def fail(*args: object, **more: object) -> None:
        raise Unreadable("The disk is full. Nothing was saved.")

    monkeypatch.setattr(reviewing, "commit", fail)
    reviewer.type(reviewer.walk.panel.notes.text, "an hour of work")
    reviewer.key(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "disk is full" in reviewer.window.banner.text(), timeout=LONG)
    assert reviewer.answer("OPS-02").note == ""
    assert "an hour of work" in reviewer.window._lost
