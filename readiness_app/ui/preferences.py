"""The settings as the window holds them: one value, written at once when something changes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from readiness_app.settings import Settings, load_settings, save_settings, stored_settings
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
        self._waiting: dict[str, Any] = {}  # what this window changed and could not write yet

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self._settings

    def me(self) -> str:
        """The name under which changes stand in the history."""
        return self._settings.me

    def change(self, **edits: Any) -> None:
        """Set these fields and write those that differ; what was changed elsewhere since, as on the command line, is taken over."""
        before = self._settings
        self._waiting |= {name: value for name, value in edits.items() if value != getattr(before, name)}
        stored = stored_settings(self._path)
        after = self._settings = replace(stored or before, **self._waiting)
        if self._waiting:
            self._write(after)
        if after != before:
            self.changed.emit()

    def read_again(self) -> None:
        """Take over what was changed elsewhere since."""
        self.change()

    def _write(self, after: Settings) -> None:
        try:
            save_settings(after, self._path)
        except OSError as error:
            self.not_kept.emit(f"The settings cannot be written: {error.strerror or error}. They hold until the window closes.")
        else:
            self._waiting = {}

    def keep(self, edits: object) -> None:
        """The same for fields by their names, as a page hands them up."""
        if isinstance(edits, dict):
            self.change(**edits)

    def remember(self, workspace: Path) -> None:
        """Put a workspace first among the recent ones."""
        self.read_again()  # another window may have put its own first since
        name = str(workspace)
        others = tuple(other for other in self._settings.recent if other != name)
        self.change(recent=(name, *others)[:MOST_RECENT], last_workspace=name)


def trusted_here() -> tuple[list[Path], tuple[str, ...]]:
    """The files of the certificates that the settings trust, and a sentence for each that is gone or holds none: it is passed over."""
    if not (trusted := load_settings().trusted):
        return [], ()
    from readiness_app.services import signing_off  # slow to import

    found, problems = signing_off.usable(trusted)
    return list(found), problems


def look_of(name: str) -> Look:
    """The look with this name; that of the system for any other."""
    return Look(name) if name in {look.value for look in Look} else Look.SYSTEM
