"""Encrypted workspaces in the window: asked for, encrypted, changed, recovered, decrypted, by keyboard and without a plain trace."""

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from readiness_app import app
from readiness_app.domain.errors import Cancelled
from readiness_app.services import backups, damage, encryption, keystore
from readiness_app.services.workspace import Workspace
from readiness_app.settings import settings_path
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.dialogs.passphrase import ChangePassphraseDialog, NewPassphraseDialog, RecoveryCodeDialog, UnlockDialog
from readiness_app.ui.main_window import MainWindow
from readiness_app.ui.widgets.labels import PlainLabel
from tests.cheap_keys import cheaply
from tests.keyrings import MemoryKeyring
from tests.ui.on_screen import LONG, sample_file
from tests.ui.test_keeping import note, path_of, save
from tests.ui.window import empty_window, preferences, start_window, window

__all__ = ["empty_window", "preferences", "sample_file", "start_window", "window"]
WORDS, OTHER = "first long passphrase", "second long passphrase"


def quiet(fraction: float, name: str) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module", autouse=True)
def cheap() -> Iterator[None]:
    """Secrets are stretched hardly at all: what the window shows and does does not depend on it."""
    with pytest.MonkeyPatch.context() as patch:
        cheaply(patch)
        yield


@pytest.fixture(scope="module")
def locked_folder(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The sample, encrypted under WORDS, and its recovery code."""
    path = Path(shutil.copy(sample_file, tmp_path_factory.mktemp("locked") / "work.readiness"))
    code = encryption.new_recovery_code()
    encryption.encrypt(path, WORDS, code, datetime.now(UTC), quiet)
    return path.parent, code


@pytest.fixture
def code(locked_folder: tuple[Path, str]) -> str:
    return locked_folder[1]


@pytest.fixture
def locked(locked_folder: tuple[Path, str], tmp_path: Path) -> Path:
    return shutil.copytree(locked_folder[0], tmp_path / "locked") / "work.readiness"


def dialog_of(window: MainWindow, kind: type, qtbot: QtBot) -> QWidget:
    """The dialog of this kind that is open now, once it is."""
    found: list[QWidget] = []

    def there() -> bool:
        found[:] = [one for one in window.findChildren(kind) if one.isVisible()]
        return bool(found)

    qtbot.waitUntil(there, timeout=LONG)
    return found[-1]


def unlock(window: MainWindow, words: str, qtbot: QtBot) -> UnlockDialog:
    dialog = dialog_of(window, UnlockDialog, qtbot)
    qtbot.keyClicks(dialog.passphrase, words)
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    return dialog


def opened(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.path == path, timeout=LONG)


def gone(dialog: Dialog) -> bool:
    """True once a dialog has closed and is deleted."""
    return not isValid(dialog)


def twice(dialog: Dialog, words: str, qtbot: QtBot) -> None:
    for field in (dialog.twice.first, dialog.twice.second):
        field.clear()
        qtbot.keyClicks(field, words)


def test_it_asks_and_opens(empty_window: MainWindow, locked: Path, qtbot: QtBot) -> None:
    assert not empty_window.open_workspace(locked)
    dialog = unlock(empty_window, WORDS, qtbot)
    opened(empty_window, locked, qtbot)
    qtbot.waitUntil(lambda: gone(dialog), timeout=LONG)  # and the passphrase with it
    assert empty_window.commands["decrypt"].isEnabled() and not empty_window.commands["encrypt"].isEnabled()


def test_a_wrong_passphrase_is_told_beside_the_field(empty_window: MainWindow, locked: Path, qtbot: QtBot) -> None:
    empty_window.open_workspace(locked)
    for _ in range(2):
        dialog = unlock(empty_window, OTHER, qtbot)
        qtbot.waitUntil(lambda d=dialog: not d.busy() and "not the one" in d.passphrase_row.error.text(), timeout=LONG)
        assert dialog.isVisible() and dialog.passphrase.selectedText()
    dialog.passphrase.clear()
    unlock(empty_window, WORDS, qtbot)
    opened(empty_window, locked, qtbot)


def test_giving_up_leaves_the_window_as_it_was(empty_window: MainWindow, locked: Path, qtbot: QtBot) -> None:
    empty_window.open_workspace(locked)
    dialog_of(empty_window, UnlockDialog, qtbot).reject()
    assert empty_window.workspace is None and encryption.is_encrypted(locked)


def test_the_code_sets_a_new_passphrase(empty_window: MainWindow, locked: Path, code: str, qtbot: QtBot) -> None:
    empty_window.open_workspace(locked)
    dialog = dialog_of(empty_window, UnlockDialog, qtbot)
    dialog.other.click()
    qtbot.keyClicks(dialog.code, code.lower())
    twice(dialog, OTHER, qtbot)
    qtbot.keyClick(dialog.code, Qt.Key.Key_Return)
    opened(empty_window, locked, qtbot)
    assert encryption.unlock(locked, OTHER)


def test_the_program_starts_where_it_was_left(empty_window: MainWindow, locked: Path, qtbot: QtBot) -> None:
    empty_window.open_workspace(locked)
    unlock(empty_window, WORDS, qtbot)
    opened(empty_window, locked, qtbot)
    from readiness_app.services import reviewing

    review = reviewing.review_ids(empty_window.workspace)[0]
    empty_window.open_review(review)
    empty_window._let_go()
    assert review not in settings_path().read_text() and str(locked) in settings_path().read_text()
    app.open_first(empty_window, empty_window.preferences, None)
    unlock(empty_window, WORDS, qtbot)
    qtbot.waitUntil(lambda: empty_window.review is not None, timeout=LONG)
    assert empty_window.review.review.id == review


def test_encrypting_shows_the_code_first_and_leaves_nothing_plain(window: MainWindow, qtbot: QtBot) -> None:
    path = path_of(window)
    save(window, "marker of the note")
    window.commands["encrypt"].trigger()
    dialog = dialog_of(window, NewPassphraseDialog, qtbot)
    twice(dialog, WORDS, qtbot)
    qtbot.keyClick(dialog.twice.second, Qt.Key.Key_Return)
    shown = dialog_of(window, RecoveryCodeDialog, qtbot)
    kept = shown.code.text()
    assert not shown.verb.isEnabled() and not encryption.is_encrypted(path)
    qtbot.keyClick(shown.kept, Qt.Key.Key_Space)
    qtbot.keyClick(shown.kept, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.key is not None, timeout=LONG)
    assert encryption.unlock_by_code(path, kept) and backups.held(path)
    found = [one for one in path.parent.rglob("work*") if one.is_file() and b"marker of the note" in one.read_bytes()]
    assert found == []


def test_the_code_leaves_the_clipboard_again(window: MainWindow, qtbot: QtBot) -> None:
    shown = RecoveryCodeDialog(path_of(window), "Encrypt", window)
    shown.open()
    shown.copy.click()
    assert QGuiApplication.clipboard().text() == shown.code.text()
    assert QGuiApplication.clipboard().mimeData().data("x-kde-passwordManagerHint") == b"secret"  # programs with a history leave it out
    shown.reject()
    assert QGuiApplication.clipboard().text() == ""


def test_two_different_passphrases_are_refused(window: MainWindow, qtbot: QtBot) -> None:
    window.commands["encrypt"].trigger()
    dialog = dialog_of(window, NewPassphraseDialog, qtbot)
    qtbot.keyClicks(dialog.twice.first, WORDS)
    qtbot.keyClicks(dialog.twice.second, OTHER)
    dialog.verb.click()
    assert dialog.isVisible() and "differ" in dialog.twice.rows[1].error.text()


def test_stopping_the_encryption_opens_it_again_as_it_was(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    path, real, before = path_of(window), encryption.encrypt, window.workspace

    def stopped(path: Path, passphrase: str, code: str, at: datetime, step: encryption.Step) -> encryption.Key:
        def stop(fraction: float, name: str) -> None:
            if fraction == 1:
                raise Cancelled("Stopped.")

        return real(path, passphrase, code, at, stop)

    monkeypatch.setattr(encryption, "encrypt", stopped)
    window.locks._encrypt(path, WORDS, encryption.new_recovery_code())
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace is not before, timeout=LONG)
    assert window.workspace.key is None and not list(path.parent.glob("*.key"))


@pytest.fixture
def unlocked(empty_window: MainWindow, locked: Path) -> MainWindow:
    """A window on the encrypted sample, its review open."""
    from readiness_app.services import reviewing

    empty_window.open_workspace(locked, encryption.unlock(locked, WORDS))
    empty_window.open_review(reviewing.review_ids(empty_window.workspace)[0])
    return empty_window


def test_changing_the_passphrase(unlocked: MainWindow, qtbot: QtBot) -> None:
    unlocked.commands["passphrase"].trigger()
    dialog = dialog_of(unlocked, ChangePassphraseDialog, qtbot)
    qtbot.keyClicks(dialog.present, WORDS)
    twice(dialog, OTHER, qtbot)
    dialog.verb.click()
    qtbot.waitUntil(lambda: gone(dialog), timeout=LONG)
    assert encryption.unlock(path_of(unlocked), OTHER)


def test_a_new_recovery_code(unlocked: MainWindow, qtbot: QtBot) -> None:
    unlocked.commands["recovery-code"].trigger()
    unlock(unlocked, WORDS, qtbot)
    shown = dialog_of(unlocked, RecoveryCodeDialog, qtbot)
    code = shown.code.text()
    shown.kept.click()
    shown.verb.click()
    qtbot.waitUntil(lambda: not unlocked.jobs.busy(), timeout=LONG)
    assert encryption.unlock_by_code(path_of(unlocked), code)


def test_decrypting_asks_once_more(unlocked: MainWindow, qtbot: QtBot) -> None:
    path = path_of(unlocked)
    unlocked.commands["decrypt"].trigger()
    unlock(unlocked, WORDS, qtbot)
    qtbot.waitUntil(lambda: unlocked.workspace is not None and unlocked.workspace.key is None, timeout=LONG)
    assert not encryption.is_encrypted(path)


def test_encrypting_waits_for_the_check_in_the_background(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    path, real = path_of(window), damage.examine

    def slow(path: Path, key: encryption.Key | None) -> str:
        with Workspace.open(path, read_only=True, key=key):
            sleep(1.0)
        return real(path, key)

    monkeypatch.setattr(damage, "examine", slow)
    monkeypatch.setattr("readiness_app.store.encrypting._WAIT", 10)
    window.keeper._on_check()
    window.locks._encrypt(path, WORDS, encryption.new_recovery_code())
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace.key is not None, timeout=LONG)


def test_work_is_backed_up_under_the_key_and_comes_back(unlocked: MainWindow, qtbot: QtBot) -> None:
    path, key = path_of(unlocked), unlocked.workspace.key
    save(unlocked, "first")
    backups.back_up(path, datetime.now(UTC), key)
    save(unlocked, "second")
    unlocked.keeper.put_back(path, backups.held(path)[0])
    qtbot.waitUntil(lambda: unlocked.workspace is not None and unlocked.review is None and not unlocked.jobs.busy(), timeout=LONG)
    from readiness_app.services import reviewing

    unlocked.open_review(reviewing.review_ids(unlocked.workspace)[0])
    assert note(unlocked) == "first" and all(encryption.is_encrypted(one) for one in path.parent.rglob("*.readiness"))


def test_closing_backs_up_under_the_key(unlocked: MainWindow) -> None:
    path = path_of(unlocked)
    save(unlocked, "seen")
    assert unlocked.close() and unlocked.keeper.afterwards is not None
    unlocked.keeper.afterwards()
    assert encryption.is_encrypted(backups.held(path)[0].path)


def test_the_check_in_the_background_has_the_key(unlocked: MainWindow, qtbot: QtBot) -> None:
    unlocked.keeper._on_check()
    qtbot.waitUntil(lambda: not unlocked.jobs._apart, timeout=LONG)
    assert not unlocked.banner.isVisible() or "damaged" not in unlocked.banner.text()


def test_a_damaged_one_is_put_back_after_asking(empty_window: MainWindow, locked: Path, qtbot: QtBot) -> None:
    key = encryption.unlock(locked, WORDS)
    backups.back_up(locked, datetime.now(UTC), key)
    locked.write_bytes(b"x" * 5000)
    empty_window.open_workspace(locked)
    empty_window.keeper.put_back(locked, backups.held(locked)[0])
    unlock(empty_window, WORDS, qtbot)
    qtbot.waitUntil(lambda: empty_window.workspace is not None, timeout=LONG)
    assert empty_window.workspace.key == key


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    keyring = pytest.importorskip("keyring", reason="keyring is not installed (the extra keystore)")
    former, there = keyring.get_keyring(), MemoryKeyring()
    monkeypatch.setattr(keystore, "REAL", {MemoryKeyring.__module__})
    keyring.set_keyring(there)
    yield there
    keyring.set_keyring(former)


def test_it_is_remembered_and_forgotten_by_keyboard(empty_window: MainWindow, locked: Path, memory: MemoryKeyring, qtbot: QtBot) -> None:
    empty_window.open_workspace(locked)
    dialog = dialog_of(empty_window, UnlockDialog, qtbot)
    qtbot.keyClicks(dialog.passphrase, WORDS)
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.remember
    qtbot.keyClick(dialog.remember, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.remember, Qt.Key.Key_Return)
    opened(empty_window, locked, qtbot)
    qtbot.waitUntil(lambda: bool(memory.kept) and not empty_window.jobs._apart, timeout=LONG)
    empty_window._let_go()
    empty_window.open_workspace(locked)
    opened(empty_window, locked, qtbot)
    assert not [one for one in empty_window.findChildren(UnlockDialog) if one.isVisible()]
    empty_window.commands["forget-passphrase"].trigger()
    qtbot.waitUntil(lambda: not memory.kept and not empty_window.jobs._apart, timeout=LONG)
    qtbot.waitUntil(lambda: not empty_window.commands["forget-passphrase"].isEnabled(), timeout=LONG)


def test_nothing_is_offered_without_a_keystore(empty_window: MainWindow, locked: Path, qtbot: QtBot) -> None:
    empty_window.open_workspace(locked)
    dialog = dialog_of(empty_window, UnlockDialog, qtbot)
    assert not dialog.remember.isVisible() and not dialog.remember.isChecked()
    dialog.reject()


def test_a_keystore_that_refuses_is_told_and_the_workspace_opens(
    empty_window: MainWindow, locked: Path, memory: MemoryKeyring, qtbot: QtBot
) -> None:
    memory.full = True
    empty_window.open_workspace(locked)
    dialog_of(empty_window, UnlockDialog, qtbot).remember.click()
    unlock(empty_window, WORDS, qtbot)
    opened(empty_window, locked, qtbot)
    qtbot.waitUntil(lambda: "is not remembered" in empty_window.banner.text(), timeout=LONG)


def test_decrypting_asks_although_it_is_remembered(unlocked: MainWindow, locked: Path, memory: MemoryKeyring, qtbot: QtBot) -> None:
    keystore.remember(locked, unlocked.workspace.key)
    unlocked.commands["decrypt"].trigger()
    assert not dialog_of(unlocked, UnlockDialog, qtbot).remember.isVisible() and encryption.is_encrypted(locked)


def test_how_to_be_remembered_is_told_where_the_extra_is_missing(
    empty_window: MainWindow, locked: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    empty_window.open_workspace(locked)
    dialog = dialog_of(empty_window, UnlockDialog, qtbot)
    assert any("readiness[keystore]" in label.text() for label in dialog.findChildren(PlainLabel))
    dialog.reject()
