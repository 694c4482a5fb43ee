"""Asking for files: the next dialog opens where the person was."""

from PySide6.QtWidgets import QFileDialog

from readiness_app.ui.dialogs.files import open_path, save_path


def test_the_next_dialog_opens_where_a_file_was_chosen_last(qtbot, monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a: (str(tmp_path / "a.pdf"), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda parent, title, start, kinds: (asked.append(start) or "", ""))
    open_path(None, "Open", "")
    save_path(None, "Save", "b.pdf", "")
    assert asked == [str(tmp_path / "b.pdf")]
