"""The dialogs about passphrases: opening a workspace, choosing and changing a passphrase, the recovery code, decrypting."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.services import encryption
from readiness_app.services.encryption import SHORTEST_PASSPHRASE, Key
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog, Work, WorkDialog
from readiness_app.ui.dialogs.files import save_path
from readiness_app.ui.dialogs.identity import passphrase_field
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.form import Form, FormRow
from readiness_app.ui.widgets.visible import visible

_GROUP = 4  # characters of a recovery code that stand together


class _Twice(Form):
    """A new passphrase and the same again."""

    def __init__(self) -> None:
        super().__init__()
        self.first = passphrase_field(self.tr("New passphrase"))
        self.second = passphrase_field(self.tr("New passphrase again"))
        hint = self.tr("At least {count} characters; several words are best.").format(count=SHORTEST_PASSPHRASE)
        self.rows = (self.add(self.tr("New passphrase"), self.first, hint), self.add(self.tr("New passphrase again"), self.second))

    def forget(self) -> None:
        """Empty both fields."""
        self.first.clear()
        self.second.clear()

    def wrong(self) -> tuple[FormRow, str] | None:
        """The row where something is wrong and the sentence for it; None where nothing is."""
        for row in self.rows:
            row.set_error("")
        if len(self.first.text()) < SHORTEST_PASSPHRASE:
            return self.rows[0], self.tr("Use at least {count} characters.").format(count=SHORTEST_PASSPHRASE)
        return None if self.first.text() == self.second.text() else (self.rows[1], self.tr("The two passphrases differ."))


class UnlockDialog(WorkDialog):
    """`value` is the key; a recovery code sets a new passphrase on the way. `title`, `verb` and `words` say what the key is for.

    With `offer` the person may let this computer remember it; then `remember` is checked. `extra_missing` says how to get that.
    """

    def __init__(
        self,
        path: Path,
        jobs: Jobs,
        parent: QWidget | None = None,
        *,
        title: str = "",
        verb: str = "",
        words: str = "",
        offer: bool = False,
        extra_missing: bool = False,
    ) -> None:
        wanted = title or self.tr("{name} is encrypted")
        super().__init__(wanted.format(name=visible(path.name)), verb or self.tr("Open"), jobs, parent, icon="lock-open")
        self._path = path
        if words:
            self.say(words)
        self.passphrase = passphrase_field(self.tr("Passphrase"))
        self.code = QLineEdit()
        self.twice = _Twice()
        self.remember = QCheckBox(self.tr("Remember on this computer"))
        self.other = Button(self.tr("Use recovery code"), "key-round")
        self._by_code = False
        self._fill(offer=offer)
        if extra_missing:
            self.say(
                self.tr("This computer can open it without asking once the extra is installed: pip install 'readiness[keystore]'"), "small"
            )
        self.other.clicked.connect(self._on_other)
        self._show_way()
        self.passphrase.setFocus()
        self.finished.connect(self._forget)

    def _fill(self, *, offer: bool) -> None:
        form = Form()
        self.passphrase_row = form.add(self.tr("Passphrase"), self.passphrase)
        hint = self.tr("Eight groups of four letters and digits; small letters and spaces will do.")
        self.code_row = form.add(self.tr("Recovery code"), self.code, hint)
        self.add(form)
        self.add(self.twice)
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        if offer:
            self.add(self.remember)
            self.say(
                self.tr("The keystore of your account then opens it without asking; passphrase and recovery code stay valid."), "small"
            )
        self.add(row)

    def take(self) -> Work:
        """Opens it by the passphrase, or by the code with a new passphrase."""
        self.passphrase_row.set_error("")
        self.code_row.set_error("")
        if not self._by_code:
            if not self.passphrase.text():
                raise self.beside(self.passphrase_row, self.tr("Type the passphrase."))
            return partial(_unlocked, self._path, self.passphrase.text())
        if not self.code.text().strip():
            raise self.beside(self.code_row, self.tr("Type the recovery code."))
        if wrong := self.twice.wrong():
            raise self.beside(*wrong)
        return partial(_recovered, self._path, self.code.text(), self.twice.first.text())

    def trouble(self, error: ReadinessError) -> None:
        """A wrong secret is told beside its field, which keeps what was typed; anything else below everything."""
        if isinstance(error, Refused):
            row, field = (self.code_row, self.code) if self._by_code else (self.passphrase_row, self.passphrase)
            self.beside(row, str(error))
            self.sized_for(self._room())
            field.selectAll()
        else:
            self.show_problem(str(error))

    def _forget(self, result: int) -> None:
        self.passphrase.clear()
        self.code.clear()
        self.twice.forget()

    def _on_other(self) -> None:
        self._by_code = not self._by_code
        self.show_problem("")
        self._show_way()
        (self.code if self._by_code else self.passphrase).setFocus()
        self.sized_for(self._room())

    def _show_way(self) -> None:
        self.passphrase_row.setVisible(not self._by_code)
        self.code_row.setVisible(self._by_code)
        self.twice.setVisible(self._by_code)
        self.other.setText(self.tr("Use the passphrase") if self._by_code else self.tr("Use recovery code"))


class NewPassphraseDialog(Dialog):
    """`value` is the passphrase under which a workspace is to be encrypted; nothing has happened yet."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Encrypt {name}").format(name=visible(path.name)), self.tr("Next"), parent, icon="arrow-right", width=560)
        self.say(
            self.tr(
                "The workspace, its backups and the copies beside it become unreadable without this passphrase. It is asked for each time "
                "and kept nowhere. What you exported or copied elsewhere stays as it is."
            )
        )
        self.twice = _Twice()
        self.add(self.twice)
        self.finished.connect(self.twice.forget)

    def take(self) -> str:
        """The passphrase, typed twice."""
        if wrong := self.twice.wrong():
            raise self.beside(*wrong)
        return self.twice.first.text()


class RecoveryCodeDialog(Dialog):
    """Shows a new recovery code this once; `value` is the code, once the person has said that they kept it."""

    def __init__(self, path: Path, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Recovery code"), verb, parent, icon="lock", width=600)
        self._path = path
        self.say(
            self.tr(
                "Who forgets the passphrase gets back in by this code, and by nothing else. It is shown this once: print it or write it "
                "down, and lock it away."
            )
        )
        self.code = QLineEdit(encryption.new_recovery_code())
        self.code.setReadOnly(True)
        self.code.setAccessibleName(self.tr("Recovery code"))
        self.copy = Button(self.tr("Copy"), "copy")
        self.save = Button(self.tr("Save a page to print…"), "save")
        self.kept = QCheckBox(self.tr("I have kept it"))
        self._build()
        self.copy.clicked.connect(self._on_copy)
        self.save.clicked.connect(self._on_save)
        self.kept.toggled.connect(self.verb.setEnabled)
        self.finished.connect(self._forget)

    def take(self) -> str:
        """The code; raises Refused before it was kept."""
        if not self.kept.isChecked():
            raise Refused(self.tr("Keep the code first, then say so. Nothing was changed."))
        return self.code.text()

    def _build(self) -> None:
        form = Form()
        form.add(self.tr("Recovery code"), self.code, self.tr("A copy in the clipboard is removed when this closes."))
        self.add(form)
        row = QHBoxLayout()
        theme.spaced(row, gap=10)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        row.addStretch(1)
        self.add(row)
        self.add(self.kept)
        self.verb.setEnabled(False)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setMimeData(_secret(self.code.text()))

    def _on_save(self) -> None:
        name = f"{self._path.stem}-recovery-code.txt"
        path = save_path(self, self.tr("Save a page to print"), name, self.tr("Text files (*.txt)"))
        if path is None:
            return
        try:
            encryption.save_recovery_code(path, self._path, self.code.text(), datetime.now(UTC))
        except ReadinessError as error:
            self.show_problem(str(error))

    def _forget(self, result: int) -> None:
        board = QGuiApplication.clipboard()
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
            held = board.text(mode)
            if len(held) >= _GROUP and held in self.code.text():  # what was selected goes into the second where a system has it
                board.clear(mode)


class ChangePassphraseDialog(WorkDialog):
    """`value` is the key; the passphrase is changed when it closes."""

    def __init__(self, path: Path, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Change the passphrase of {name}").format(name=visible(path.name)),
            self.tr("Change passphrase"),
            jobs,
            parent,
            icon="key-round",
        )
        self._path = path
        self.present = passphrase_field(self.tr("Present passphrase"))
        self.twice = _Twice()
        form = Form()
        self.present_row = form.add(self.tr("Present passphrase"), self.present)
        self.add(form)
        self.add(self.twice)
        self.say(self.tr("The recovery code stays as it is. Copies of the key file made before still open by the old passphrase."), "small")
        self.finished.connect(self.twice.forget)
        self.finished.connect(self.present.clear)

    def take(self) -> Work:
        """Opens the key by the present passphrase and wraps it by the new one."""
        self.present_row.set_error("")
        if not self.present.text():
            raise self.beside(self.present_row, self.tr("Type the present passphrase."))
        if wrong := self.twice.wrong():
            raise self.beside(*wrong)
        return partial(_changed, self._path, self.present.text(), self.twice.first.text())

    def trouble(self, error: ReadinessError) -> None:
        """A wrong passphrase is told beside its field."""
        if isinstance(error, Refused):
            self.beside(self.present_row, str(error))
            self.present.selectAll()
        else:
            self.show_problem(str(error))


def _secret(text: str) -> QMimeData:
    """For the clipboard, with the marks by which programs that keep a history of it know what to leave out."""
    data = QMimeData()
    data.setText(text)
    data.setData("x-kde-passwordManagerHint", b"secret")
    data.setData('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"1")
    return data


def _unlocked(path: Path, passphrase: str, progress: Progress) -> Key:
    return encryption.unlock(path, passphrase)


def _recovered(path: Path, code: str, passphrase: str, progress: Progress) -> Key:
    return encryption.recover(path, code, passphrase)


def _changed(path: Path, present: str, passphrase: str, progress: Progress) -> Key:
    key = encryption.unlock(path, present)
    encryption.change_passphrase(path, key, passphrase)
    return key
