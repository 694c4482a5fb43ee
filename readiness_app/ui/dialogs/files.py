"""Asking for files and places, and a field that holds one."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.ui import theme
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

_last: list[str] = []  # the folder a person chose last, as long as the program runs


def last_folder() -> str:
    """Where the person chose a file last, as long as that is there; else their home."""
    return _last[-1] if _last and Path(_last[-1]).is_dir() else str(Path.home())


def chosen_at(chosen: str) -> Path | None:
    """The chosen place, whose folder the next dialog opens in; None where nothing was chosen."""
    if not chosen:
        return None
    _last[:] = [str(Path(chosen).parent)]
    return Path(chosen)


def open_path(parent: QWidget, title: str, name_filter: str, start: str = "") -> Path | None:
    """The file a person chose, or None."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, start or last_folder(), name_filter)
    return chosen_at(chosen)


def save_path(parent: QWidget, title: str, name: str, name_filter: str) -> Path | None:
    """Where a person wants to save, or None; Qt has asked about overwriting."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(last_folder()) / safe_name(name)), name_filter)
    return chosen_at(chosen)


def copy_path(parent: QWidget, file: Evidence) -> Path | None:
    """Where a person wants a copy of this evidence, or None; the dialog says so where not everybody may see what it writes in plain."""
    title = QCoreApplication.translate("files", "Save a copy of the file")
    if file.confidentiality in (Confidentiality.CONFIDENTIAL, Confidentiality.UNDER_NDA):
        words = QCoreApplication.translate("files", "This file is {marked}, and the copy is not encrypted: whoever has it can read it.")
        title = words.format(marked=word(file.confidentiality).lower().replace("nda", "NDA"))
    return save_path(parent, title, file.name, QCoreApplication.translate("files", "All files (*)"))


def folder_path(parent: QWidget, title: str, start: Path) -> Path | None:
    """The folder a person chose, or None."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start))
    return Path(chosen) if chosen else None


def safe_name(name: str) -> str:
    """A file name made of a name that came from somewhere else: no folders, no characters that hide or redirect."""
    plain = "".join(one if one not in '/\\:*?"<>|' else "_" for one in visible(name)).strip(" .")
    return plain[-150:] or "file"


class PathField(QWidget):
    """A file's place, typed or browsed for. `chosen` when it changes."""

    chosen = Signal(str)

    def __init__(self, name: str, title: str, name_filter: str, *, saving: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._filter, self._saving = title, name_filter, saving
        self.edit = TextField(name)
        self.button = Button(self.tr("Browse…"), "folder-open")
        self.setFocusProxy(self.edit)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        theme.spaced(row, gap=6)
        row.addWidget(self.edit, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self._on_browse)
        self.edit.textChanged.connect(self.chosen)

    def path(self) -> Path | None:
        """The place, or None where the field is empty."""
        text = self.edit.text().strip()
        return Path(text).expanduser() if text else None

    def set_path(self, path: Path | None) -> None:
        """Show this place."""
        self.edit.setText(str(path) if path else "")

    def _on_browse(self) -> None:
        start = self.edit.text().strip() or last_folder()
        if self._saving:
            chosen, _ = QFileDialog.getSaveFileName(self, self._title, start, self._filter)
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, self._title, start, self._filter)
        if path := chosen_at(chosen):
            self.set_path(path)
