"""The window looks after its workspace: who holds it, whether it is whole, its backups and the way back."""

import os
import shutil
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from readiness_app.domain.changes import change_answer
from readiness_app.domain.errors import Unreadable
from readiness_app.services import backups, encryption, heads, reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.settings import heads_folder
from readiness_app.store import seen
from readiness_app.store.seen import SeenHead
from readiness_app.ui.dialogs.acknowledge import AcknowledgeDialog
from readiness_app.ui.dialogs.backups import BackupsDialog
from readiness_app.ui.main_window import MainWindow
from tests.builders import NOW
from tests.durability.acts import make_old
from tests.store.test_holding import held_elsewhere
from tests.ui.on_screen import LONG, sample_file
from tests.ui.window import empty_window, preferences, start_window, window

__all__ = ["empty_window", "preferences", "sample_file", "start_window", "window"]


PASSPHRASE = "correct horse battery"


def path_of(window: MainWindow) -> Path:
    assert window.workspace is not None
    return window.workspace.path


def save(window: MainWindow, text: str) -> None:
    assert window.review is not None
    window.review.do(change_answer(window.review.review, "MOD-02", "Imke Sanders", note=text))
    window.review.flush()


def note(window: MainWindow) -> str:
    assert window.review is not None
    return window.review.review.stored_answer("MOD-02").note


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 20_000] = os.urandom(20_000)
    path.write_bytes(data)


def tamper(path: Path, review: str) -> None:
    connection = driver.connect(str(path))
    connection.execute("DROP TRIGGER history_no_update")
    connection.execute("UPDATE history SET actor = 'Nobody' WHERE sequence = (SELECT max(sequence) FROM history)")
    connection.commit()
    connection.close()


def test_a_second_window_reads_and_names_the_holder(empty_window: MainWindow, sample_file: Path) -> None:
    with held_elsewhere(sample_file):
        assert empty_window.open_workspace(sample_file)
        assert "open in another window: Ada Byron on engine since" in empty_window.banner.text()
        assert path_of(empty_window) == sample_file and empty_window.workspace.read_only
    empty_window.banner.buttons()[0].click()  # try again
    assert not empty_window.workspace.read_only and not empty_window.banner.isVisible()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_write_protected_folder_opens_with_a_word(empty_window: MainWindow, sample_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "w.readiness").write_bytes(sample_file.read_bytes())
    folder.chmod(0o500)
    assert empty_window.open_workspace(folder / "w.readiness") and "write-protected" in empty_window.banner.text()
    folder.chmod(0o700)


def test_a_write_protected_file_opens_with_a_word(empty_window: MainWindow, sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_app.services.workspace.can_write", lambda path: False)
    assert empty_window.open_workspace(sample_file) and "It is open read-only; save a copy to work in." in empty_window.banner.text()


def test_closing_after_a_change_leaves_a_backup_to_be_made(window: MainWindow) -> None:
    path = path_of(window)
    save(window, "seen")
    assert window.close() and window.keeper.afterwards is not None
    window.keeper.afterwards()
    assert len(backups.held(path)) == 1


def test_closing_without_a_change_makes_none(window: MainWindow) -> None:
    assert window.close() and window.keeper.afterwards is None


def test_another_workspace_closes_this_one_and_backs_it_up(window: MainWindow, tmp_path: Path) -> None:
    path = path_of(window)
    save(window, "seen")
    assert window.close_review()
    window.use(Workspace.create(tmp_path / "other.readiness"))
    assert window.keeper._closing is not None
    window.keeper._closing.join()
    assert len(backups.held(path)) == 1 and not path.with_name(f"{path.name}-wal").exists()


def test_after_half_an_hour_of_changes_there_is_a_backup(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    save(window, "seen")
    window.keeper._on_look()
    assert not backups.held(path_of(window))
    monkeypatch.setattr("readiness_app.ui.keeping.BACK_UP_EVERY_S", 0)
    window.keeper._on_look()
    qtbot.waitUntil(lambda: len(backups.held(path_of(window))) == 1, timeout=LONG)
    window.keeper._on_look()  # nothing was changed since
    assert len(backups.held(path_of(window))) == 1


def test_a_backup_that_fails_is_told_once(window: MainWindow, qtbot: QtBot) -> None:
    backups_folder = path_of(window).with_name("work.backups")
    backups_folder.write_text("in the way")
    window.keeper._on_check()
    qtbot.waitUntil(lambda: "No backup of work.readiness was made" in window.banner.text(), timeout=LONG)
    window.banner.hide()
    window.keeper._on_no_backup(Unreadable("No backup again."))
    assert not window.banner.isVisible()


def test_a_history_whose_end_does_not_hold_is_told_at_once(window: MainWindow) -> None:
    path = path_of(window)
    assert window.review is not None and window._let_go()
    window.keeper._closing.join()
    tamper(path, "")
    window.open_workspace(path)
    assert "the history of" in window.banner.text() and "was changed after it was written" in window.banner.text()


def test_damage_is_named_with_what_it_concerns_and_what_can_be_put_back(window: MainWindow, qtbot: QtBot) -> None:
    path = path_of(window)
    made = backups.back_up(path, backups_time())
    save(window, "after the backup")
    connection = driver.connect(str(path))
    connection.execute("UPDATE chunk SET bytes = zeroblob(length(bytes)) WHERE rowid = (SELECT min(rowid) FROM chunk)")
    connection.commit()
    connection.close()
    window.keeper._on_check()
    qtbot.waitUntil(lambda: "is damaged: the evidence “" in window.banner.text(), timeout=LONG)
    assert f"The backup of {made.made.astimezone():%Y-%m-%d %H:%M} is sound and can be put back; 1 change was" in window.banner.text()


def backups_time():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_a_damaged_workspace_is_refused_and_its_backup_put_back(window: MainWindow, qtbot: QtBot) -> None:
    path = path_of(window)
    review = window.review.review.id
    save(window, "kept")
    backups.back_up(path, backups_time())
    assert window._let_go()
    window.keeper._closing.join()
    path.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert not window.open_workspace(path) and window.banner.buttons()[0].accessibleName() == "Backups…"
    window.banner.buttons()[0].click()
    dialog = window.findChild(BackupsDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1, timeout=LONG)
    assert "the file is damaged or gone" in dialog.model.row(0).facts[0].text
    dialog.verb.click()
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=LONG)
    assert window.open_review(review) and note(window) == "kept"
    assert len(list(path.parent.glob("work.before-restore-*"))) == 1


def test_a_backup_is_put_back_while_its_review_is_open(window: MainWindow, qtbot: QtBot) -> None:
    save(window, "first")
    path, review = path_of(window), window.review.review.id
    backups.back_up(path, backups_time())
    save(window, "second")
    window.run("backups")
    dialog = window.findChild(BackupsDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1, timeout=LONG)
    assert dialog.model.row(0).facts[0].text == "1 change would be missing."
    dialog.verb.click()
    qtbot.waitUntil(lambda: "is as it was on" in window.toast.text(), timeout=LONG)
    assert window.open_review(review) and note(window) == "first"


def test_a_file_that_goes_while_it_is_open_is_told_and_the_text_kept(window: MainWindow) -> None:
    path_of(window).unlink()
    save(window, "typed for an hour")
    assert "was deleted or moved away while it was open" in window.banner.text()
    assert "typed for an hour" in window._lost


def test_trouble_with_the_disk_is_told_although_all_is_saved(window: MainWindow) -> None:
    window.workspace.database.notice = "The disk reported an error. The change is saved."
    save(window, "seen")
    assert window.banner.text() == "The disk reported an error. The change is saved."


def test_trouble_with_the_disk_while_sealing_is_told_too(window: MainWindow) -> None:
    window.workspace.database.notice = "The disk reported an error. The change is saved."
    window.keeper._on_look()
    assert window.banner.text() == "The disk reported an error. The change is saved."


def test_an_older_workspace_is_brought_up_to_date_without_holding_the_window_up(
    empty_window: MainWindow, sample_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    make_old(tmp_path / "old.readiness", sample_file)
    assert not empty_window.open_workspace(tmp_path / "old.readiness")
    qtbot.waitUntil(lambda: empty_window.workspace is not None, timeout=LONG)
    assert path_of(empty_window).name == "old.readiness" and "The old one is kept as old.format-1.readiness" in empty_window.toast.text()


def test_an_encrypted_workspace_is_checked_and_backed_up_with_its_key(
    empty_window: MainWindow, sample_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = Path(shutil.copy(sample_file, tmp_path / "own.readiness"))
    encryption.encrypt(path, PASSPHRASE, encryption.new_recovery_code(), backups_time(), lambda *a: None)
    key = encryption.unlock(path, PASSPHRASE)
    empty_window.use(Workspace.open_for_window(path, "Ruth", key=key))
    empty_window.keeper._on_check()
    qtbot.waitUntil(lambda: len(backups.held(path)) == 1, timeout=LONG)
    assert not empty_window.banner.isVisible()
    empty_window.open_review(reviewing.review_ids(empty_window.workspace)[0])
    save(empty_window, "seen")
    assert empty_window.close() and empty_window.keeper.afterwards is not None
    empty_window.keeper.afterwards()
    assert len(backups.held(path)) == 2


def test_reading_only_makes_no_backup(empty_window: MainWindow, sample_file: Path, qtbot: QtBot) -> None:
    with held_elsewhere(sample_file):
        empty_window.open_workspace(sample_file)
        empty_window.keeper._on_check()
        qtbot.wait(300)
        assert not backups.held(sample_file) and reviewing.review_ids(empty_window.workspace)


def roll_back(window: MainWindow, qtbot: QtBot) -> Path:
    """The workspace closed after changes, an older copy put in its place by hand, and opened again."""
    path = path_of(window)
    window.keeper._on_check()
    save(window, "one")
    window.workspace.database.fold_log()  # type: ignore[union-attr]
    older = shutil.copy(path, path.with_name("older"))
    save(window, "two")
    assert window.close_review()
    window._close_workspace()
    window.keeper._closing.join()  # type: ignore[union-attr]
    shutil.rmtree(path.with_name("work.backups"), ignore_errors=True)
    shutil.copy(older, path)
    assert window.open_workspace(path)
    window.keeper._on_check()
    qtbot.waitUntil(lambda: "put back to an older state" in window.banner.text(), timeout=LONG)
    return path


def test_an_older_copy_in_its_place_is_told_with_two_ways_on(window: MainWindow, qtbot: QtBot) -> None:
    roll_back(window, qtbot)
    assert [button.accessibleName() for button in window.banner.buttons()] == ["Backups…", "It was on purpose"]
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in window.banner.buttons())
    window.banner.buttons()[0].click()
    dialog = window.findChild(BackupsDialog)
    assert dialog is not None
    dialog.reject()


def test_once_it_is_said_to_be_meant_it_is_not_told_again(window: MainWindow, qtbot: QtBot) -> None:
    path = roll_back(window, qtbot)
    window.banner.buttons()[1].click()
    dialog = window.findChild(AcknowledgeDialog)
    dialog.reason.setPlainText("An old copy on purpose")
    dialog.verb.click()
    qtbot.waitUntil(lambda: not window.banner.isVisible(), timeout=LONG)
    assert "compared with how they are now" in window.toast.text()
    with Workspace.open(path, read_only=True) as workspace:
        assert [one.by for one in heads.acknowledged(workspace)] == ["Imke Sanders"]
        assert not heads.compare(workspace).departures


def test_a_backup_put_back_in_the_window_is_no_alarm(window: MainWindow, qtbot: QtBot) -> None:
    path = path_of(window)
    made = backups.back_up(path, NOW)
    save(window, "seen")
    window.keeper.put_back(path, made)
    qtbot.waitUntil(lambda: "is as it was on" in window.toast.text(), timeout=LONG)
    assert window.workspace is not None and not heads.compare(window.workspace).departures


def test_changes_are_noted_as_seen_while_the_window_is_open(window: MainWindow, qtbot: QtBot) -> None:
    assert window.workspace is not None and window.review is not None
    save(window, "seen")
    window.keeper.heads._on_often()
    length = reviewing.history_head(window.workspace, window.review.review.id)[0]
    qtbot.waitUntil(lambda: length in [one.length for one in seen_lengths(path_of(window))], timeout=LONG)


def seen_lengths(path: Path) -> list[SeenHead]:
    found = seen.load(heads_folder(), path)
    return list(found.reviews.values()) if found else []
