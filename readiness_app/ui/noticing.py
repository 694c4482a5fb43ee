"""Notices in the window when a history is not what this machine saw last, and notes what it sees."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from readiness_app.domain.errors import ReadinessError
from readiness_app.ui.jobs import Jobs, Progress

if TYPE_CHECKING:
    from readiness_app.services.encryption import Key
    from readiness_app.services.heads import Heads
    from readiness_app.services.workspace import Workspace

# The services are imported when they are needed: the window is painted before that.

NOTE_EVERY_MS = 5_000


class HeadWatch(QObject):
    """`told` carries a banner: kind, sentence and the words of its buttons; `said` a sentence for a moment.

    `acts` is asked for the name of the person at the moment they act.
    """

    told = Signal(str, str, object)  # tuple[str, ...]
    said = Signal(str)
    reason_wanted = Signal()
    settled = Signal()  # what was told is dealt with

    def __init__(self, jobs: Jobs, acts: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._acts = jobs, acts
        self._workspace: Workspace | None = None
        self._written = 0
        self._backup_words, self._meant_words = self.tr("Backups…"), self.tr("It was on purpose")
        self._often = QTimer(self, interval=NOTE_EVERY_MS)
        self._often.timeout.connect(self._on_often)

    def watch(self, workspace: "Workspace") -> None:
        """Note what is seen of this workspace from now on, a few seconds after each change."""
        self._workspace, self._written = workspace, workspace.written
        self._often.start()

    def leave(self) -> None:
        """Watch it no longer."""
        self._workspace = None
        self._often.stop()

    def compare(self) -> None:
        """Compare its histories with what was seen before, away from the window, and tell what is not as it was."""
        if (workspace := self._workspace) is not None:
            job = self._jobs.create(partial(_compared, workspace.path, workspace.key))
            job.done.connect(partial(self._on_compared, workspace.path))
            job.failed.connect(_passed_over)
            self._jobs.start_apart(job)

    def act(self, words: str) -> bool:
        """Do what a button of a banner says; False where it is none of ours."""
        if words == self._meant_words and self._workspace is not None:
            self.reason_wanted.emit()
        return words == self._meant_words

    def acknowledge(self, reason: str) -> None:
        """Take the histories as they are, for this reason."""
        if (workspace := self._workspace) is None:
            return
        job = self._jobs.create(partial(_acknowledged, workspace.path, workspace.key, self._acts(), reason, workspace.read_only))
        job.done.connect(self._on_acknowledged)
        job.failed.connect(self._on_not_acknowledged)
        self._jobs.start_apart(job)

    def _on_often(self) -> None:
        workspace = self._workspace
        if workspace is not None and workspace.written != self._written:
            self._written = workspace.written
            job = self._jobs.create(partial(_noted, workspace.path, workspace.key))
            job.failed.connect(_passed_over)
            self._jobs.start_apart(job)

    def _on_compared(self, path: Path, found: "Heads") -> None:
        if self._workspace is None or self._workspace.path != path:
            return
        if said := found.sentence(path.name):
            words = self.tr("If this was on purpose, say so; if not, look at the backups.")
            self.told.emit("warning", f"{said} {words}", (self._backup_words, self._meant_words))
        elif found.elsewhere:
            words = self.tr("This is another copy than the one this machine saw, which is no fault.")
            self.told.emit("info", f"{words} {found.elsewhere[0].sentence}", ())

    def _on_acknowledged(self, nothing: object) -> None:
        self.settled.emit()
        self.said.emit(self.tr("Noted. From now on the histories are compared with how they are now."))

    def _on_not_acknowledged(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.told.emit("error", str(error), ())


def _passed_over(error: Exception) -> None:
    """What cannot be read is told by whoever reads it for the person."""
    if not isinstance(error, ReadinessError):
        raise error


def _compared(path: Path, key: "Key | None", progress: Progress) -> "Heads":
    from readiness_app.services import heads
    from readiness_app.services.workspace import Workspace

    with Workspace.open(path, read_only=True, key=key) as workspace:
        found = heads.compare(workspace)
        heads.note(workspace, datetime.now(UTC))
    return found


def _noted(path: Path, key: "Key | None", progress: Progress) -> None:
    from readiness_app.services import heads
    from readiness_app.services.workspace import Workspace

    with Workspace.open(path, read_only=True, key=key) as workspace:
        heads.note(workspace, datetime.now(UTC))


def _acknowledged(path: Path, key: "Key | None", by: str, reason: str, read_only: bool, progress: Progress) -> None:
    from readiness_app.services import heads
    from readiness_app.services.workspace import Workspace

    with Workspace.open(path, read_only=read_only, key=key) as workspace:
        heads.acknowledge(workspace, datetime.now(UTC), by, reason)
