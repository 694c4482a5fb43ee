"""The frame: opening, closing, menus, search, palette, undo, trouble and what comes back after a restart."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from readiness_app.domain.changes import change_answer
from readiness_app.domain.errors import Unreadable
from readiness_app.domain.vocabulary import Verdict
from readiness_app.services import reviewing
from readiness_app.ui.actions import ACTIONS
from readiness_app.ui.dialogs.kept_text import KeptTextDialog
from readiness_app.ui.dialogs.preferences import PreferencesDialog
from readiness_app.ui.dialogs.verification import VerificationDialog
from readiness_app.ui.main_window import MainWindow
from readiness_app.ui.pages.decide import DecidePage
from readiness_app.ui.theme import Look
from tests.ui.on_screen import LONG, sample_file, signed_folder
from tests.ui.window import empty_window, preferences, start_window, window

__all__ = ["empty_window", "preferences", "sample_file", "signed_folder", "start_window", "window"]


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))


def save(window: MainWindow, text: str) -> None:
    assert window.review is not None
    window.review.do(change_answer(window.review.review, "MOD-02", "Imke Sanders", note=text))
    window.review.flush()


def test_every_action_is_handled(window):
    known = set(window._handlers) | {"edit-review", "search", "new-revision", "extract"} | {"seal", "sign", "decline", "reopen"}
    walk = {"adopt", "add-claim", "attach", "search-line", "accept-risk", "condition", "resolve", "next-open", "next-item", "previous-item"}
    walk |= {"adopt-section", "adopt-all", "ask-vendor", "confirm", "confirm-section", "take-newer"}
    rest = {spec.id for spec in ACTIONS} - known - walk
    assert all(action.startswith(("knowledge:", "verdict:", "page:")) for action in rest)


def test_sealing_is_asked_for_from_the_menu(window):
    assert window.commands["seal"].isEnabled() and not window.commands["sign"].isEnabled() and not window.commands["reopen"].isEnabled()
    window.commands["seal"].trigger()
    assert window.frame.page.name == "decide" and window.frame.page.dialog.isVisible()


def test_no_two_actions_share_a_key(window):
    keys = [key for spec in ACTIONS for key in spec.keys]
    assert len(keys) == len(set(keys)) and not any("Alt" in key for key in keys)


def test_no_key_of_the_window_is_given_twice_on_a_keyboard(window):
    # Shift and / is the key that ? is on: both together are ambiguous, and then neither does anything.
    written = {"Shift+/": "?", "Shift+=": "+"}
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts() if action.parent() is window]
    same = [next((key.replace(long, short) for long, short in written.items() if long in key), key) for key in keys]
    assert len(same) == len(set(same)) > 20


def test_a_verdict_is_given_by_key(window, qtbot):
    window.frame.show_item("PRV-06")
    window.frame.walk.list.view.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.review.review.stored_answer("PRV-06").verdict is Verdict.NOT_ACCEPTABLE


@pytest.mark.parametrize(
    ("key", "page"),
    [("F3", "evidence"), ("F4", "decide"), ("F5", "report"), ("F6", "history"), ("F7", "compare"), ("F8", "questions"), ("F2", "walk")],
)
def test_every_page_has_a_key(window, qtbot, key, page):
    qtbot.keyClick(window, getattr(Qt.Key, f"Key_{key}"))
    assert window.frame.page.name == page


def test_without_a_review_only_what_needs_none_is_possible(start_window):
    assert start_window.commands["new-review"].isEnabled()
    assert not start_window.commands["adopt"].isEnabled() and not start_window.commands["undo"].isEnabled()


def test_the_top_bar_says_how_the_review_stands(window):
    top = window.frame.top
    assert top.title.text() == "Anthropic Claude Mythos" and "ready" in top.range.text()
    assert "unknown" in top.counts.text() and "gates open" in top.counts.text()


def test_saved_is_said_when_it_is_on_disk(window):
    save(window, "seen")
    assert "Saved just now" in window.frame.top.saved.text()


def test_undo_by_key_takes_back_what_was_saved(window, qtbot):
    save(window, "seen")
    window.frame.walk.list.view.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.review.review.stored_answer("MOD-02").note == ""


def test_the_undo_action_names_what_it_takes_back(window):
    save(window, "seen")
    assert window.commands["undo"].text() == "Undo edit the note of MOD-02"


@pytest.mark.parametrize("page", ["evidence", "decide", "report", "history", "walk"])
def test_every_page_opens_from_the_navigation(window, page):
    window.frame._on_nav(f"page:{page}")
    assert window.frame.page.name == page


def test_the_palette_finds_an_item(window, qtbot):
    window.run("palette")
    qtbot.keyClicks(window.finder.edit, "PRV-02")
    qtbot.keyClick(window.finder.edit, Qt.Key.Key_Return)
    assert window.frame.walk.panel.item == "PRV-02"


def test_search_goes_to_an_item_by_enter(window, qtbot):
    window.run("search")
    qtbot.keyClicks(window.frame.top.search, "zero data retention available")
    qtbot.waitUntil(window.frame.results.isVisible)
    qtbot.keyClick(window.frame.top.search, Qt.Key.Key_Return)
    assert window.frame.walk.panel.item == "PRV-02"


def test_a_search_without_result_says_so(window, qtbot):
    window.frame.top.search.setText("quantum teapot")
    qtbot.waitUntil(window.frame.results.isVisible)
    assert window.frame.results.results() == ()


def test_page_item_and_size_come_back_after_a_restart(window, preferences, themed, qtbot):
    window.frame.show_item("SEC-03")
    window.frame.show_page("evidence")
    window.resize(1024, 700)
    window.close()
    again = MainWindow(preferences, themed, window.jobs)
    again.open_workspace(Path(preferences.settings.last_workspace))
    again.open_review(preferences.settings.last_review)
    assert again.frame.page.name == "evidence" and again.frame.walk.panel.item == "SEC-03"
    assert (again.width(), again.height()) == (1024, 700)
    again.close()
    again.deleteLater()


def test_a_foreign_file_is_refused_with_a_sentence(start_window, tmp_path):
    strange = tmp_path / "strange.readiness"
    strange.write_bytes(b"hello, this is no workspace at all" * 30)
    assert not start_window.open_file(strange)
    assert "not a workspace" in start_window.banner.text()


def test_a_dropped_workspace_opens(start_window, sample_file, tmp_path, qtbot):
    shutil.copy(sample_file, tmp_path / "dropped.readiness")
    drop(start_window, tmp_path / "dropped.readiness")
    qtbot.waitUntil(lambda: len(start_window.start.tiles()) == 1, timeout=LONG)


def test_a_dropped_text_is_told_where_it_belongs(window, tmp_path):
    (tmp_path / "memo.txt").write_text("memo")
    drop(window, tmp_path / "memo.txt")
    assert "memo.txt" in window.banner.text()


def test_a_dropped_pdf_is_verified_on_the_report_page(window, signed_folder):
    drop(window, next(signed_folder.glob("*.pdf")))
    assert window.frame.page.name == "report"


def test_a_pdf_is_verified_without_a_review(start_window, signed_folder, preferences, qtbot):
    preferences.change(trusted=("/nowhere/gone.pem",))
    drop(start_window, next(signed_folder.glob("*.pdf")))
    dialog = start_window.findChild(VerificationDialog)
    qtbot.waitUntil(lambda: dialog.panel.verification is not None, timeout=LONG)
    assert dialog.panel.verification.valid and "gone.pem" in dialog.panel.text()
    dialog.reject()


def test_what_could_not_be_saved_can_be_copied(window, monkeypatch, qtbot):
    def fail(*args: object, **more: object) -> None:
        raise Unreadable("The disk is full. Nothing was saved.")

    monkeypatch.setattr(reviewing, "commit", fail)
    save(window, "typed for an hour")
    assert window.banner.text() == "The disk is full. Nothing was saved."
    window.banner.buttons()[0].click()
    dialog = window.findChild(KeptTextDialog)
    assert "typed for an hour" in dialog.text.toPlainText()
    dialog.reject()


def test_closing_waits_once_where_nothing_can_be_saved(window, monkeypatch):
    def fail(*args: object, **more: object) -> None:
        raise Unreadable("The disk is full. Nothing was saved.")

    monkeypatch.setattr(reviewing, "commit", fail)
    window.frame.show_item("MOD-02")
    window.frame.walk.panel.notes.text.setPlainText("typed just before")
    assert not window.close() and window.isVisible()
    assert "disk is full" in window.banner.text()


def test_closing_saves_what_is_typed(window, tmp_path):
    window.frame.show_item("MOD-02")
    window.frame.walk.panel.notes.text.setPlainText("typed just before")
    review_id = window.review.review.id
    window.close()
    from readiness_app.services.workspace import Workspace

    with Workspace.open(tmp_path / "work.readiness") as workspace:
        assert reviewing.load_review(workspace, review_id).stored_answer("MOD-02").note == "typed just before"


def test_a_copy_is_written_and_opens(window, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "copy"), ""))
    window.run("save-copy")
    qtbot.waitUntil((tmp_path / "copy.readiness").exists, timeout=LONG)
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=LONG)
    assert window.open_workspace(tmp_path / "copy.readiness")


def test_a_new_workspace_is_made_and_opened(window, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "fresh.readiness"), ""))
    window.run("new-workspace")
    qtbot.waitUntil(lambda: window.workspace.path == tmp_path / "fresh.readiness", timeout=LONG)
    assert window.workspace.path == tmp_path / "fresh.readiness" and window.frame is None


def test_the_draft_is_exported(window, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "draft.pdf"), ""))
    window.run("draft-pdf")
    qtbot.waitUntil((tmp_path / "draft.pdf").exists, timeout=LONG)
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=LONG)
    assert (tmp_path / "draft.pdf").read_bytes()[:5] == b"%PDF-"


def test_without_a_name_the_window_asks_who_you_are(window):
    window.preferences.change(me="")
    window.open_review(window.review.review.id)
    assert window.banner.buttons()[0].accessibleName() == "Say who you are…"
    window.preferences.change(me="Ruth Okello")
    assert not window.banner.isVisible()


def test_preferences_are_checked_and_kept(window, preferences):
    dialog = PreferencesDialog(preferences, window)
    dialog.file_limit.setText("lots")
    dialog.verb.click()
    assert "number of MB" in dialog._file_row.error.text()
    dialog.file_limit.setText("5")
    dialog.verb.click()
    assert preferences.settings.evidence_limit == 5_000_000


def test_settings_that_a_page_asks_for_are_kept(window, preferences):
    window.frame.walk.kept.emit({"token_library": "/lib/card.so"})
    assert preferences.settings.token_library == "/lib/card.so"


def test_theme_and_zoom_are_kept(window, preferences):
    window.run("theme:dark")
    window.run("zoom-in")
    assert window.look.look is Look.DARK and preferences.settings.theme == "dark" and preferences.settings.zoom == 110


@pytest.mark.parametrize("action", ["help", "shortcuts", "about", "preferences", "edit-review", "new-review"])
def test_every_dialog_opens_and_closes(window, action):
    window.run(action)
    from readiness_app.ui.dialogs.dialog import Dialog

    dialog = window.findChild(Dialog)
    assert dialog.isVisible()
    dialog.reject()


class _Watch(QObject):
    """Notes every window that appears."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_nothing_flashes_up_as_a_window_of_its_own(window, qapp):
    watch = _Watch()
    qapp.installEventFilter(watch)
    for item in ("MOD-02", "COM-01", "DEC-01", "MOD-08"):
        window.frame.show_item(item)
    for page in ("evidence", "decide", "report", "history"):
        window.frame.show_page(page)
    qapp.removeEventFilter(watch)
    assert watch.seen == []


def test_every_control_has_a_name(window):
    nameless = [b for b in window.findChildren(QPushButton) if b.isVisible() and not b.accessibleName()]
    assert nameless == []


def test_text_of_people_is_never_markup(window):
    loose = [label.text() for label in window.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText and label.text()]
    assert loose in ([], ["or"])


def test_a_written_decision_is_not_let_go_of_in_silence(window: MainWindow) -> None:
    assert window.frame is not None
    window.frame.show_page("decide")
    page = window.frame.page
    assert isinstance(page, DecidePage)
    page.decision.rationale.set_text("Half a sentence")
    assert not window.close_review()
    assert "not recorded" in window.banner.text()
