"""The settings as the window holds them: one value, written at once when something changes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from readiness_app.settings import Settings, load_settings, save_settings
from readiness_app.ui.theme import Look

MOST_RECENT = 10


class Preferences(QObject):
    """`changed` after every change; `not_kept` carries a sentence when they could not be written (they hold until the window closes)."""

    changed = Signal()
    not_kept = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        """`path` is the settings file; None means the person's own."""
        super().__init__(parent)
        self._path = path
        self._settings = load_settings(path)

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._settings

    def me(self) -> str:
        """The name under which changes stand in the history."""
        return self._settings.me

    def change(self, **edits: Any) -> None:
        """Set these fields and write the file."""
        after = replace(self._settings, **edits)
        if after == self._settings:
            return
        self._settings = after
        try:
            save_settings(after, self._path)
        except OSError as error:
            self.not_kept.emit(f"The settings cannot be written: {error.strerror or error}. They hold until the window closes.")
        self.changed.emit()

    def keep(self, edits: object) -> None:
        """The same for fields by their names, as a page hands them up."""
        if isinstance(edits, dict):
            self.change(**edits)

    def remember(self, workspace: Path) -> None:
        """Put a workspace first among the recent ones."""
        name = str(workspace)
        others = tuple(other for other in self._settings.recent if other != name)
        self.change(recent=(name, *others)[:MOST_RECENT], last_workspace=name)


def trusted_files() -> list[Path]:
    """The files of the certificates that the settings trust, as far as they are there."""
    return [Path(place) for place in load_settings().trusted if Path(place).is_file()]


def look_of(name: str) -> Look:
    """The look with this name; that of the system for any other."""
    return Look(name) if name in {look.value for look in Look} else Look.SYSTEM
