"""Looks after the open workspace: who else has it, whether it is whole, its backups, and the way back to one."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from readiness_app.domain.errors import NeedsKey, ReadinessError
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.noticing import HeadWatch

if TYPE_CHECKING:
    from readiness_app.services.backups import Backup
    from readiness_app.services.encryption import Key
    from readiness_app.services.workspace import Workspace

OpenAgain = Callable[[Path, "Key | None"], bool]

# The services are imported when they are needed: the window is painted before that.

CHECK_AFTER_MS = 3_000  # the window and its reviews come first
LOOK_EVERY_MS = 60_000
BACK_UP_EVERY_S = 30 * 60


class Keeper(QObject):
    """`told` carries a banner: kind, sentence and the words of its buttons; `said` a sentence for a moment.

    `let_go` closes the open workspace, if the review in it can be closed; `open_again` opens one; `acts` gives the person's name.
    """

    told = Signal(str, str, object)  # tuple[str, ...]
    said = Signal(str)
    _left_without = Signal(str)

    def __init__(
        self, jobs: Jobs, window: QWidget, let_go: Callable[[], bool], open_again: OpenAgain, acts: Callable[[], str] = str
    ) -> None:
        super().__init__(window)
        self.heads = HeadWatch(jobs, acts, self)
        self._acts = acts
        self.heads.told.connect(self.told)
        self.heads.said.connect(self.said)
        self.heads.reason_wanted.connect(self._on_reason_wanted)
        self._jobs, self._window, self._let_go, self._open_again = jobs, window, let_go, open_again
        self._workspace: Workspace | None = None
        self._path: Path | None = None  # what "Backups" and "Try again" are about
        self._key: Key | None = None  # of that workspace, where it is encrypted and was opened
        self._written = 0
        self._last = monotonic()
        self._failed = False
        self._closing: Thread | None = None
        self._file = Lock()  # who reads or replaces the whole file away from the window
        self.afterwards: Callable[[], None] | None = None
        self.ask_key: Callable[[Path, Callable[[Key], object]], object] | None = None
        self.once_unlocked: Callable[[], object] | None = None
        self._backup_words, self._again_words = self.tr("Backups…"), self.tr("Try again")
        self._look = QTimer(self, interval=LOOK_EVERY_MS)
        self._check = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._look.timeout.connect(self._on_look)
        self._check.timeout.connect(self._on_check)
        self._left_without.connect(self._on_left_without)

    def opened(self, path: Path, name: str, key: "Key | None" = None) -> "Workspace | None":
        """The workspace, held for this person; None where it cannot be opened, which is told.

        None too where it has to be brought up to date first, or asks for its key; then it is opened after that.
        """
        from readiness_app.services.workspace import Workspace

        try:
            if not Workspace.is_older(path, key):
                return Workspace.open_for_window(path, name, key=key)
        except ReadinessError as error:
            self.tell_not_opened(path, error, key)
            return None
        self._bring_up_to_date(path, key)
        return None

    def _bring_up_to_date(self, path: Path, key: "Key | None") -> None:
        def work(progress: Progress) -> Path | None:
            from readiness_app.services.workspace import Workspace

            return Workspace.bring_up_to_date(path, key)

        from readiness_app.ui.dialogs.progress import ProgressDialog

        job = self._jobs.create(work)
        job.done.connect(partial(self._on_up_to_date, path, key))
        job.failed.connect(partial(self._on_not_up_to_date, path))
        ProgressDialog(self.tr("Bringing the workspace up to date"), job, self._window)
        self._jobs.start(job)

    def _on_up_to_date(self, path: Path, key: "Key | None", copy: Path | None) -> None:
        if self._open_again(path, key) and copy is not None:
            self.said.emit(self.tr("{name} is up to date. The old one is kept as {copy}.").format(name=path.name, copy=copy.name))

    def _on_not_up_to_date(self, path: Path, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.tell_not_opened(path, error)

    def watch(self, workspace: "Workspace") -> None:
        """Look after this workspace from now on; what can be said about it at once is told."""
        self._workspace, self._path, self._key = workspace, workspace.path, workspace.key
        self._written, self._last, self._failed = workspace.written, monotonic(), False
        self.once_unlocked = None
        self._tell_read_only(workspace)
        self._tell_tails(workspace)
        self.heads.watch(workspace)
        self._check.start()
        self._look.start()

    def leave(self, workspace: "Workspace") -> None:
        """Close a workspace that the window lets go of, away from it; a backup follows where something was changed."""
        path, key, changed = workspace.path, workspace.key, self._forget(workspace)

        def close() -> None:
            _closed(workspace)
            if changed and (problem := _backed_up(path, key)):
                with suppress(RuntimeError):  # the window went meanwhile; the next start tries again and tells
                    self._left_without.emit(problem)

        self._closing = Thread(target=close)  # no daemon: the program ends only after it
        self._closing.start()

    def end(self, workspace: "Workspace") -> None:
        """Close the workspace with the window; `afterwards` is then what remains to be done before the program ends."""
        path, key, changed = workspace.path, workspace.key, self._forget(workspace)
        _closed(workspace)
        if changed:
            self.afterwards = partial(_back_up_at_last, path, key)

    def _forget(self, workspace: "Workspace") -> bool:
        """Look after it no longer; True where something was written that is in no backup."""
        self._workspace = None
        self.heads.leave()
        self._look.stop()
        self._check.stop()
        return not workspace.read_only and workspace.written != self._written

    def tell_not_opened(self, path: Path, error: ReadinessError, key: "Key | None" = None) -> None:
        """A workspace could not be opened: an encrypted one asks for its key; where there are backups of any other, they are offered."""
        from readiness_app.services import backups

        if path != self._path or key is not None:
            self._path, self._key = path, key
        if isinstance(error, NeedsKey) and self.ask_key is not None:
            self.ask_key(path, partial(self._on_key, path))
            return
        offered = (self._backup_words,) if not _is_newer(error) and backups.held(path) else ()
        self.told.emit("error" if offered else "warning", str(error), offered)

    def act(self, words: str) -> bool:
        """Do what a button of a banner says; False where it is none of ours."""
        if words == self._backup_words:
            self.show_backups()
        elif words == self._again_words and self._path is not None:
            self._open_again(self._path, self._key)
        else:
            return self.heads.act(words)
        return True

    def _on_reason_wanted(self) -> None:
        from readiness_app.ui.dialogs.acknowledge import AcknowledgeDialog

        dialog = AcknowledgeDialog(self._window)
        dialog.accepted.connect(lambda: self.heads.acknowledge(dialog.value))
        dialog.open()

    @property
    def path(self) -> Path | None:
        """Where the open workspace lies; None while none is open."""
        return self._workspace.path if self._workspace is not None else None

    def show_backups(self) -> None:
        """List the backups of the workspace, to put one back."""
        path = self._workspace.path if self._workspace is not None else self._path
        if path is None:
            return
        from readiness_app.ui.dialogs.backups import BackupsDialog

        self._path = path
        dialog = BackupsDialog(path, self._jobs, self._window, key=self._key)
        dialog.accepted.connect(lambda: self.put_back(path, dialog.value))
        dialog.open()

    def put_back(self, path: Path, backup: "Backup") -> None:
        """Close the workspace, put a backup in its place and open that; an encrypted one asks for its key where that is not known."""
        from readiness_app.services import encryption
        from readiness_app.ui.dialogs.backups import local_text

        key = self._key
        if key is None and self.ask_key is not None and encryption.is_encrypted(path):
            self.ask_key(path, partial(self._on_key_to_put_back, path, backup))
            return
        if self._workspace is not None and self._workspace.path == path:
            self._written = self._workspace.written  # the file that goes is kept as it is; it needs no backup

        by = self._acts()

        def work(progress: Progress) -> Path | None:
            from readiness_app.services import backups

            return backups.restore(path, backup, datetime.now(UTC), by, key)

        done = partial(self._on_put_back, path, key, local_text(backup.made))
        self.work_on_closed(self.tr("Putting the backup back"), path, key, work, done)

    def work_on_closed(
        self, title: str, path: Path, key: "Key | None", work: Callable[[Progress], Any], done: Callable[[Any], object]
    ) -> None:
        """Close the workspace and do `work` on its file away from the window, then `done`; where it fails or is stopped, open it again."""
        if self._workspace is not None and self._workspace.path == path and not self._let_go():
            return
        closing = self._closing

        def after_closing(progress: Progress) -> Any:
            if closing is not None:
                closing.join()
            with self._file:  # a check or a backup in the background is let finish: it has the file open
                return work(progress)

        from readiness_app.ui.dialogs.progress import ProgressDialog

        job = self._jobs.create(after_closing)
        job.done.connect(done)
        job.failed.connect(partial(self._on_not_done, path, key))
        job.cancelled.connect(lambda: self._open_again(path, key))
        ProgressDialog(title, job, self._window)
        self._jobs.start(job)

    def _tell_read_only(self, workspace: "Workspace") -> None:
        name = workspace.path.name
        if workspace.held_by is not None:
            words = self.tr("{name} is open in another window: {holder}. Here it is read-only; changes made there are shown.")
            self.told.emit("info", words.format(name=name, holder=workspace.held_by.in_words()), (self._again_words,))
        elif workspace.read_only:
            words = self.tr("{name} or its folder is write-protected. It is open read-only; save a copy to work in.")
            self.told.emit("info", words.format(name=name), ())

    def _tell_tails(self, workspace: "Workspace") -> None:
        from readiness_app.services import damage, reviewing

        try:
            if bad := reviewing.check_start(workspace):
                self.told.emit("error", damage.tails_in_words(workspace.path, bad), (self._backup_words,))
        except ReadinessError as error:
            self.told.emit("error", str(error), (self._backup_words,))

    def _on_check(self) -> None:
        if self._workspace is None:
            return
        path, key, writable = self._workspace.path, self._key, not self._workspace.read_only

        def work(progress: Progress) -> str:
            from readiness_app.services import backups, damage

            with self._file:
                if self._path != path or self._workspace is None:
                    return ""  # it was closed meanwhile, and may be another by now
                found = damage.examine(path, key)
                if not found and writable:
                    backups.back_up_if_due(path, datetime.now(UTC), key=key)
                return found

        job = self._jobs.create(work)
        job.done.connect(lambda found: self._on_checked(path, found))
        job.failed.connect(self._on_no_backup)
        self._jobs.start_apart(job)

    def _on_checked(self, path: Path, found: str) -> None:
        if self._workspace is None or self._workspace.path != path:
            return
        if found:
            self.told.emit("error", found, (self._backup_words,))
        else:
            self.heads.compare()

    def _on_look(self) -> None:
        workspace = self._workspace
        if workspace is None or workspace.read_only:
            return
        if notice := workspace.take_notice():  # of sealing and signing, which no review reports
            self.told.emit("warning", notice, ())
        if workspace.written != self._written and monotonic() - self._last >= BACK_UP_EVERY_S:
            self._written, self._last = workspace.written, monotonic()
            self._back_up(workspace.path, timedelta(minutes=1))

    def _back_up(self, path: Path, wait: timedelta) -> None:
        key = self._key

        def work(progress: Progress) -> None:
            from readiness_app.services import backups

            with self._file:
                if self._path == path and self._workspace is not None:
                    backups.back_up_if_due(path, datetime.now(UTC), wait, key)

        job = self._jobs.create(work)
        job.failed.connect(self._on_no_backup)
        self._jobs.start_apart(job)

    def _on_no_backup(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        if not self._failed:
            self._failed = True  # told once: the next one is tried all the same
            self.told.emit("warning", str(error), ())

    def _on_left_without(self, problem: str) -> None:
        self.told.emit("warning", problem, ())

    def _on_put_back(self, path: Path, key: "Key | None", when: str, former: Path | None) -> None:
        if self._open_again(path, key):
            kept = self.tr(" The file that was there is kept as {name}.").format(name=former.name) if former else ""
            self.said.emit(self.tr("{name} is as it was on {when}.").format(name=path.name, when=when) + kept)

    def _on_not_done(self, path: Path, key: "Key | None", error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        if path.exists():
            self._open_again(path, key)
        self.told.emit("error", str(error), ())

    def _on_key(self, path: Path, key: "Key") -> None:
        after, self.once_unlocked = self.once_unlocked, None
        if self._open_again(path, key) and after is not None:
            after()

    def _on_key_to_put_back(self, path: Path, backup: "Backup", key: "Key") -> None:
        self._path, self._key = path, key
        self.put_back(path, backup)


def _is_newer(error: ReadinessError) -> bool:
    return "newer Readiness" in str(error)


def _closed(workspace: "Workspace") -> None:
    """Close it, with its heads noted as they were left."""
    from readiness_app.services import heads

    heads.note(workspace, datetime.now(UTC))
    workspace.close()


def _backed_up(path: Path, key: "Key | None") -> str:
    """Makes the backup on closing; gives why there is none, or an empty text."""
    from readiness_app.services import backups

    try:
        backups.back_up_if_due(path, datetime.now(UTC), timedelta(0), key)
    except (ReadinessError, OSError) as error:
        return str(error)
    return ""


def _back_up_at_last(path: Path, key: "Key | None") -> None:
    """The backup once the window has gone; where it fails the person is asked, but nobody who is not there is waited for."""
    if problem := _backed_up(path, key):
        from readiness_app.ui.dialogs.not_backed_up import NotBackedUpDialog

        waiting = QEventLoop()
        dialog = NotBackedUpDialog(path, problem, key)
        dialog.finished.connect(waiting.quit)
        dialog.open()
        waiting.exec()
