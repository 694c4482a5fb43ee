"""A session in the real window, played in a process of its own: `python -m tests.hostile.window_session FOLDER [crash]`.

Somebody unlocks an encrypted workspace, works with confidential evidence, seals, signs, exports, meets a bug, copies and closes. What was
in the clipboard, when and by whose doing, goes into notes/clipboard.json; the words typed are those in notes/secrets.json.
"""

import json
import os
import resource
import sys
import traceback
from collections.abc import Callable, Generator, Sequence
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from readiness_app import app
from readiness_app.domain.vocabulary import Audience, Confidentiality, Outcome, Role, ScopeAnswer, State
from readiness_app.exchange.workbook_bytes import workbook_bytes
from readiness_app.ui.dialogs.evidence_details import EvidenceDetailsDialog
from readiness_app.ui.dialogs.identity import CreateIdentityDialog
from readiness_app.ui.dialogs.new_review import NewReviewDialog
from readiness_app.ui.dialogs.next_round import NextRoundDialog
from readiness_app.ui.dialogs.passphrase import ChangePassphraseDialog, RecoveryCodeDialog, UnlockDialog
from readiness_app.ui.dialogs.sign import TOKEN
from readiness_app.ui.failures import FailureDialog
from readiness_app.ui.main_window import MainWindow

Until = Callable[[], Any]
Step = Generator[Until, None, None]
CONTROL, KEY = Qt.KeyboardModifier.ControlModifier, Qt.Key
ITEM, ASKED = "OPS-02", "MOD-06"
WAIT = 240  # seconds; everything is slower while every call is watched


class Person:
    """Who sits at the window; `secrets` are the words they type, `doing` is what they are at."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.exports = folder, folder / "exports"
        self.secrets: dict[str, str] = json.loads((folder / "notes" / "secrets.json").read_text())
        self.doing, self.copied = "", []
        self.window: MainWindow = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
        QGuiApplication.clipboard().dataChanged.connect(self._on_copied)
        QGuiApplication.clipboard().selectionChanged.connect(self._on_selected)

    def _on_copied(self) -> None:
        self.copied.append((self.doing, QGuiApplication.clipboard().text()))

    def _on_selected(self) -> None:
        """Where a system has a second clipboard, for what is selected."""
        self.copied.append((f"{self.doing}, selected", QGuiApplication.clipboard().text(QClipboard.Mode.Selection)))

    def note(self, name: str, what: object) -> None:
        (self.folder / "notes" / name).write_text(json.dumps(what))

    def idle(self) -> bool:
        return not self.window.jobs.busy()

    def dialog(self, kind: type[QWidget]) -> Generator[Until, None, Any]:
        yield lambda: self.shown(kind)
        return self.shown(kind)[0]

    def shown(self, kind: type[QWidget]) -> list[Any]:
        return [one for one in QApplication.allWidgets() if isinstance(one, kind) and one.isVisible()]

    def type(self, field: Any, text: str) -> None:
        field.setFocus()
        QTest.keyClicks(field, text)

    def copies_in_vain(self, field: QLineEdit) -> None:
        """What is typed in secret can neither be copied nor cut; to try it takes it out of the field, so it is put back."""
        typed = field.text()
        for key in (KEY.Key_A, KEY.Key_C, KEY.Key_X):
            QTest.keyClick(field, key, CONTROL)
        field.setText(typed)

    def saves_as(self, name: str) -> None:
        """What the next dialogs for files answer."""
        path = self.exports / name
        for ask in ("getSaveFileName", "getOpenFileName"):
            setattr(QFileDialog, ask, staticmethod(lambda *a, **k: (str(path), "")))
        QFileDialog.getExistingDirectory = staticmethod(lambda *a, **k: str(path))

    @property
    def frame(self) -> Any:
        return self.window.frame

    @property
    def review(self) -> Any:
        return self.window.review.review


def unlocks(me: Person) -> Step:
    for words in ("wrong passphrase", "passphrase"):
        dialog = yield from me.dialog(UnlockDialog)
        dialog.passphrase.clear()
        me.type(dialog.passphrase, me.secrets[words])
        me.copies_in_vain(dialog.passphrase)
        QTest.keyClick(dialog.passphrase, KEY.Key_Return)
        yield lambda d=dialog: me.window.workspace is not None or (not d.busy() and d.passphrase_row.error.text())
    yield lambda: me.window.workspace is not None


def begins(me: Person) -> Step:
    me.window.run("new-review")
    form = yield from me.dialog(NewReviewDialog)
    fields = {field.objectName(): field for field in form.subject.findChildren(QWidget)}
    me.type(fields["vendor"], me.secrets["vendor"])
    me.type(fields["model"], me.secrets["model"])
    form.scope.answer("environment_reporting").button(ScopeAnswer.NO).click()
    form.verb.click()
    yield lambda: me.window.review is not None


def attaches(me: Person) -> Step:
    me.frame.show_item(ITEM)
    names = [str(me.folder / "given" / name) for name in ("plan.pdf", "plan.txt")]
    for name in (*names, ""):
        before = len(me.review.evidence)
        if name:
            QFileDialog.getOpenFileNames = staticmethod(lambda *a, chosen=name, **k: ([chosen], ""))
            me.window.run("attach")
        else:
            pastes(me)
        dialog = yield from me.dialog(EvidenceDetailsDialog)
        me.type(dialog.publisher, me.secrets["publisher"])
        dialog.level.button(Confidentiality.CONFIDENTIAL).click()
        dialog.verb.click()
        yield lambda b=before: len(me.review.evidence) == b + 1
        me.window.review.flush()


def pastes(me: Person) -> None:
    me.doing = "copied elsewhere"
    QGuiApplication.clipboard().setText(me.secrets["pasted text"])
    me.doing = "pastes"
    QTest.keyClick(me.frame.walk.panel.evidence.zone, KEY.Key_V, CONTROL)


def notes(me: Person) -> Step:
    me.type(me.frame.walk.panel.notes.text, me.secrets["note"])
    QTest.keyClick(me.frame.walk.panel.notes.text, KEY.Key_Return, CONTROL)
    yield lambda: me.review.stored_answer(ITEM).note == me.secrets["note"]
    me.frame.walk.work.add_claim()
    dialog, file = me.frame.walk.work.dialog, me.review.evidence[0].sha256
    me.type(dialog.statement, me.secrets["claim"])
    me.type(dialog.source, "Plan")
    me.type(dialog.quote, me.secrets["text in a PDF"])
    me.type(dialog.page, "1")
    dialog.file.set_value(file)
    dialog.file.picked.emit(file)
    yield lambda: "found" in dialog.stands.text()
    dialog.verb.click()
    yield lambda: me.review.stored_answer(ITEM).claims


def looks(me: Person) -> Step:
    me.window.run("page:evidence")
    page = me.frame.page
    for file, kind in zip(me.review.evidence, ("pdf", "text", "text"), strict=True):
        page.choose(file.sha256)
        yield lambda k=kind: page.panel.preview.shown() == k
    yield lambda: me.secrets["pasted text"] in page.panel.preview.text.toPlainText()
    page.choose(me.review.evidence[0].sha256)
    yield lambda: any(one.image is not None for one in page.panel.preview.pdf.pages())
    me.saves_as("copy.txt")
    page.choose(me.review.evidence[1].sha256)
    page.panel.buttons["save"].click()
    yield (me.exports / "copy.txt").exists


def asks(me: Person) -> Step:
    import openpyxl

    me.window.run("page:questions")
    page = me.frame.page
    me.saves_as("questions.xlsx")
    page.panes.ask.make.also_pdf.setChecked(True)
    page.panes.ask.make.make.click()
    yield lambda: me.review.questions and (me.exports / "questions.pdf").exists()
    book = openpyxl.load_workbook(me.exports / "questions.xlsx")
    book["Questions"]["F8"], book["Questions"]["G8"] = me.secrets["reply"], "Val"
    filled = me.folder / "given" / "filled.xlsx"
    filled.write_bytes(workbook_bytes(book))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(filled))])
    page.panes.drop.take(data)
    yield lambda: me.review.replies


def exports(me: Person) -> Step:
    me.window.run("page:history")
    me.saves_as("history.jsonl")
    me.frame.page.export_button.click()
    yield (me.exports / "history.jsonl").exists
    me.window.run("page:report")
    yield lambda: any(one.image is not None for one in me.frame.page.view().pages())
    me.saves_as("draft.pdf")
    me.window.run("draft-pdf")
    yield (me.exports / "draft.pdf").exists


def decides(me: Person) -> Step:
    me.window.run("page:decide")
    page = me.frame.page
    page.decision.buttons[Outcome.DEFER].click()
    me.type(page.decision.rationale, me.secrets["rationale"])
    page.decision.record.click()
    for role, name in ((Role.SECURITY, "Tomas Berg"), (Role.BUSINESS_OWNER, "Ruth Okello")):
        me.type(page.people.rows[role].name, name)
        QTest.keyClick(page.people.rows[role].name, KEY.Key_Return)
    page.people.rows[Role.BUSINESS_OWNER].act("create")
    dialog = yield from me.dialog(CreateIdentityDialog)
    dialog.place.set_path(me.exports / "ruth.p12")
    for field in (dialog.first, dialog.second):
        me.type(field, me.secrets["passphrase of an identity"])
        me.copies_in_vain(field)
    dialog.verb.click()
    yield lambda: me.review.signatory(Role.BUSINESS_OWNER).fingerprint


def seals_and_signs(me: Person) -> Step:
    page = me.frame.page
    me.window.run("seal")
    yield lambda: page.dialog is not None and page.dialog.isVisible()
    page.dialog.verb.click()
    yield lambda: me.review.state is State.SEALED
    for words in ("wrong passphrase", "passphrase of an identity"):
        if words == "wrong passphrase":
            page.sign(Role.BUSINESS_OWNER)
            page.dialog.place.set_path(me.exports / "ruth.p12")
            page.dialog.understood.setChecked(True)
        page.dialog.passphrase.clear()
        me.type(page.dialog.passphrase, me.secrets[words])
        me.copies_in_vain(page.dialog.passphrase)
        page.dialog.verb.click()
        yield lambda: len(me.review.sign_offs) == 1 or (not page.dialog.busy() and page.dialog.pass_row.error.text())
    yield lambda: len(me.review.sign_offs) == 1
    if me.window.preferences.settings.token_library:
        yield from signs_by_token(me, page)


def signs_by_token(me: Person, page: Any) -> Step:
    page.sign(Role.SECURITY)
    page.dialog.understood.setChecked(True)
    page.dialog.source.button(TOKEN).click()
    yield lambda: not page.dialog.pane.waiting()
    me.type(page.dialog.pane.pin, me.secrets["PIN"])
    me.copies_in_vain(page.dialog.pane.pin)
    page.dialog.verb.click()
    yield lambda: len(me.review.sign_offs) == 2


def hands_out(me: Person) -> Step:
    page = me.frame.page
    me.saves_as("report.pdf")
    page.export(me.exports / "report.pdf")
    yield (me.exports / "report.pdf").exists
    page.save_annex(me.exports / "report-annex")
    yield me.idle
    me.saves_as("extract.pdf")
    me.window.run("extract")
    dialog = me.frame.page.dialog
    yield lambda: dialog.found is not None and dialog.found.audience is Audience.VENDOR
    dialog.verb.click()
    yield (me.exports / "extract.pdf").exists
    me.window.run("page:report")
    yield lambda: me.frame.page.own.panel.verification is not None
    me.frame.page.own.panel.copy.click()
    me.window.verify_file(me.exports / "report.pdf")
    yield lambda: me.frame.page.other.panel.verification is not None
    yield me.idle


def goes_on(me: Person) -> Step:
    before = me.review.id
    me.window.run("next-round")
    dialog = yield from me.dialog(NextRoundDialog)
    dialog.as_of.edit.setText(f"{date.today() + timedelta(days=30)}")
    dialog.verb.click()  # first it says what will come along
    dialog.verb.click()
    yield lambda: me.window.review is not None and me.review.id != before
    me.window.run("page:compare")
    page = me.frame.page
    yield lambda: page.found is not None
    for name in ("comparison.csv", "comparison.pdf"):
        me.saves_as(name)
        page.export_button.click()
        yield (me.exports / name).exists
    yield me.idle


def changes_secrets(me: Person) -> Step:
    me.window.run("passphrase")
    dialog = yield from me.dialog(ChangePassphraseDialog)
    for field, words in ((dialog.present, "passphrase"), (dialog.twice.first, "next passphrase"), (dialog.twice.second, "next passphrase")):
        me.type(field, me.secrets[words])
        me.copies_in_vain(field)
    dialog.verb.click()
    yield lambda: not me.shown(ChangePassphraseDialog)
    me.window.run("recovery-code")
    dialog = yield from me.dialog(UnlockDialog)
    me.type(dialog.passphrase, me.secrets["next passphrase"])
    QTest.keyClick(dialog.passphrase, KEY.Key_Return)
    shown = yield from me.dialog(RecoveryCodeDialog)
    me.secrets["recovery code"] = shown.code.text()
    me.saves_as("code.txt")
    shown.save.click()
    shown.copy.click()
    QTest.keyClick(shown.code, KEY.Key_A, CONTROL)
    shown.kept.click()
    shown.verb.click()
    yield me.idle


def meets_a_bug(me: Person) -> Step:
    def broken() -> None:
        held = me.secrets["text in a file"]
        try:
            raise KeyError(held)
        except KeyError as cause:
            raise RuntimeError(held) from cause

    QTimer.singleShot(0, broken)
    dialog = yield from me.dialog(FailureDialog)
    dialog.copy_button.click()
    me.doing = "asks for the words of a bug"
    dialog.words.click()
    dialog.copy_button.click()
    dialog.reject()


def crashes(me: Person) -> Step:
    print("largest dump:", resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)
    os.abort()
    yield bool


WHOLE = (unlocks, begins, attaches, notes, looks, asks, exports, decides, seals_and_signs, hands_out, goes_on, changes_secrets, meets_a_bug)
CUT_SHORT = (unlocks, begins, attaches, notes, looks, crashes)


def played(me: Person, steps: Sequence[Callable[[Person], Step]]) -> Step:
    for step in steps:
        me.doing = step.__name__
        yield from step(me)
        print(f"{step.__name__}: done", flush=True)
    me.doing = "closes"
    me.note("secrets.json", me.secrets)
    assert me.window.close()
    me.note("clipboard.json", [*me.copied, ("at the end", QGuiApplication.clipboard().text()), selected_at_the_end()])


def selected_at_the_end() -> tuple[str, str]:
    return "at the end, selected", QGuiApplication.clipboard().text(QClipboard.Mode.Selection)


class Play(QObject):
    """Goes on whenever what is waited for has come about, between the window's own events; ends the process where it does not come."""

    def __init__(self, folder: Path, steps: Sequence[Callable[[Person], Step]]) -> None:
        super().__init__()
        self._begun, self._folder, self._steps = monotonic(), folder, steps
        self._step: Step | None = None
        self._true: Until = lambda: True
        self._timer = QTimer(self, interval=10)
        self._timer.timeout.connect(self._on_time)
        self._timer.start()

    def _on_time(self) -> None:
        try:
            if self._step is None:
                self._step = played(Person(self._folder), self._steps)
            if self._true():
                self._begun, self._true = monotonic(), next(self._step)
            elif monotonic() > self._begun + WAIT:
                raise TimeoutError
        except StopIteration:
            self._timer.stop()
        except BaseException:
            traceback.print_exc()
            sys.stdout.flush()
            os._exit(3)


def main() -> int:
    """Starts the program as its own start does, with the person already waiting for its window."""
    folder = Path(sys.argv[1])
    steps = CUT_SHORT if sys.argv[2:] == ["crash"] else WHOLE
    application = QApplication(["readiness-app"])
    play = Play(folder, steps)
    play.setParent(application)
    return app.run(folder / "work" / "w.readiness")


if __name__ == "__main__":
    sys.exit(main())
