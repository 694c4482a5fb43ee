"""The review on screen: the one door from a gesture to work that is on disk, with undo of what was saved."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QRunnable, QThreadPool, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from readiness_app.domain.changes import Change
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.pack import Pack
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import State
from readiness_app.services import reviewing
from readiness_app.services.files import FoundFile
from readiness_app.services.workspace import Workspace

LOOK_EVERY_MS = 2_000
_PATIENCE_MS = 20


class _Save:
    """One commit on its way to disk: what to write, and what became of it."""

    def __init__(self, number: int, before: Review, after: Review, change: Change, files: Sequence[FoundFile], undoable: bool) -> None:
        self.number = number
        self.before = before
        self.after = after
        self.change = change
        self.files = files
        self.undoable = undoable
        self.error: Exception | None = None
        self.notice = ""


class _Reports(QObject):
    """Carries the outcome of a save from the writer's thread to the window's."""

    finished = Signal(object)


class _Writing(QRunnable):
    """Runs one save in the writer's thread; holds values and a workspace, never a widget."""

    def __init__(self, workspace: Workspace, save: _Save, by: str, reports: _Reports, may_write: Callable[[int], bool]) -> None:
        super().__init__()
        self._workspace, self._save, self._by, self._reports, self._may_write = workspace, save, by, reports, may_write

    def run(self) -> None:
        """Commits, and reports back whatever happened."""
        save = self._save
        try:
            if not self._may_write(save.number):
                raise ReadinessError("An earlier change could not be saved, so this one was not tried.")
            reviewing.commit(self._workspace, save.before, save.after, save.change, self._by, datetime.now(UTC), save.files)
            save.notice = self._workspace.take_notice()
        except Exception as error:  # every failure must reach the person; the window's thread sorts known trouble from bugs
            save.error = error
        self._reports.finished.emit(save)


class OpenReview(QObject):
    """Holds the review as the window shows it. Changes are decided at once in pure code and saved in order by one writer thread.

    changed(change): shown on screen from now on. saved(): everything so far is on disk. refused(text): a rule said no, nothing happened.
    not_saved(text, changes): the disk said no; the screen is back at what is on disk and the changes are handed over with their texts.
    replaced(): a whole new review is shown (sealed, reopened, collected, or changed by somebody else; then changed_by_others() follows).
    failed(error): the file is in trouble, or a bug stood in the way of a save. noticed(text): saved, but the disk reports errors.
    """

    changed = Signal(object)
    saving = Signal()
    saved = Signal()
    refused = Signal(str)
    not_saved = Signal(str, object)
    failed = Signal(object)
    noticed = Signal(str)
    replaced = Signal()
    changed_by_others = Signal()
    closed = Signal()

    def __init__(self, workspace: Workspace, review: Review, me: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.undo_stack = QUndoStack(self)
        self._me = me
        self._review = review
        self._pack: Pack | None = reviewing.pack_of(workspace, review)
        self._older: tuple[frozenset[str], tuple[Pack, ...]] | None = None
        self._number = 0
        self._pending = 0
        self._failed_at: int | None = None
        self._lost: list[Change] = []
        self._first_error: Exception | None = None
        self._wanted: list[Callable[[], bool]] = []
        self._reports = _Reports()
        self._reports.finished.connect(self._on_finished)
        self._pool = QThreadPool()  # private, so that closing it waits for our saves only
        self._pool.setMaxThreadCount(1)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look_for_others)
        self._looking.start()

    @property
    def review(self) -> Review:
        """The review as it is shown."""
        return self._review

    @property
    def pack(self) -> Pack | None:
        """The pack whose proposals are shown, as pinned in the workspace."""
        return self._pack

    @property
    def older_packs(self) -> tuple[Pack, ...]:
        """The packs, but for the one that is shown, that answers of this review were adopted from; as pinned in the workspace."""
        current = self._pack.id if self._pack else ""
        wanted = frozenset({answer.adopted for answer in self._review.answers.values()} - {"", current})
        if self._older is None or self._older[0] != wanted:
            self._older = wanted, reviewing.older_packs(self.workspace, self._review)
        return self._older[1]

    @property
    def newer(self) -> frozenset[str]:
        """The items on which the pack says otherwise than the older one they were adopted from, and which no person has changed since."""
        older = self.older_packs
        return reviewing.newer_items(self._review, self._pack, older) if older else frozenset()

    @property
    def me(self) -> str:
        """Who acts."""
        return self._me()

    @property
    def editable(self) -> bool:
        """True while answers may change here."""
        return self._review.state is State.OPEN and not self.workspace.read_only

    @property
    def all_saved(self) -> bool:
        """True when nothing waits for the disk."""
        return self._pending == 0

    def do(self, change: Change, files: Sequence[FoundFile] = ()) -> bool:
        """Shows the change at once and saves it; False when a rule refused it, and then `refused` has said why."""
        return self._do(change, files, undoable=True)

    def undo(self) -> bool:
        """Takes the last saved change back, once everything is on disk; False when there is none or a rule refused it."""
        return self._step(self.undo)

    def redo(self) -> bool:
        """Does again what was taken back; False when there is nothing or a rule refused it."""
        return self._step(self.redo)

    def _step(self, wanted: Callable[[], bool]) -> bool:
        if self._pending:
            self._wanted.append(wanted)  # what is on its way to disk is no step yet; it will be when the save is done
            return True
        backward = wanted == self.undo
        place = self.undo_stack.index() - (1 if backward else 0)
        command = self.undo_stack.command(place) if 0 <= place < self.undo_stack.count() else None
        if not isinstance(command, _Step):
            return False
        try:
            command.next_change().applied_to(self._review)  # a stack that was told to undo moves on even when the change is refused
        except ReadinessError as error:
            self.refused.emit(str(error))
            return False
        if backward:
            self.undo_stack.undo()
        else:
            self.undo_stack.redo()
        return True

    def _do(self, change: Change, files: Sequence[FoundFile], *, undoable: bool) -> bool:
        try:
            if self.workspace.read_only:
                raise ReadinessError("This file is open read-only. Nothing was changed; save a copy to work in.")
            reviewing.require_name(self.me)
            after = change.applied_to(self._review)
        except ReadinessError as error:
            self.refused.emit(str(error))
            return False
        before, self._review = self._review, after
        self._number += 1
        self._pending += 1
        self.saving.emit()
        self._pool.start(
            _Writing(self.workspace, _Save(self._number, before, after, change, files, undoable), self.me, self._reports, self._may_write)
        )
        self._follow_pack()
        self.changed.emit(change)
        return True

    def _may_write(self, number: int) -> bool:
        return self._failed_at is None or number < self._failed_at

    def _follow_pack(self) -> None:
        use = self._review.frame.pack
        if (use and (use.id, use.version)) != (self._pack and (self._pack.id, self._pack.version)):
            self._pack = reviewing.pack_of(self.workspace, self._review)

    def _on_finished(self, save: _Save) -> None:
        self._pending -= 1
        if save.error is not None:
            self._failed_at = self._failed_at or save.number
            self._lost.append(save.change)
            if len(self._lost) == 1:
                self._first_error = save.error
        elif save.undoable:
            self.undo_stack.push(_Step(self, save.change))  # write first, push after: a step exists only for what is on disk
        if save.notice:
            self.noticed.emit(save.notice)
        if self._pending == 0:
            self._settle()

    def _settle(self) -> None:
        wanted, self._wanted = self._wanted, []
        if self._failed_at is None:
            self.saved.emit()
            for step in wanted:
                step()
            return
        lost, self._lost, self._failed_at = tuple(self._lost), [], None
        error = self._first_error
        self._show_what_is_on_disk()
        if isinstance(error, ReadinessError):
            self.not_saved.emit(str(error), lost)
        else:
            self.not_saved.emit("The change could not be saved. What is on disk is shown; your text is kept here.", lost)
            self.failed.emit(error)

    def _show_what_is_on_disk(self) -> None:
        try:
            there = reviewing.load_review(self.workspace, self._review.id)
        except ReadinessError as error:
            self.failed.emit(error)  # the disk cannot even be read: what is on screen is all there is
            return
        self.replace(there)

    def replace(self, review: Review) -> None:
        """Shows another state of this review; what was done before can no longer be undone."""
        self._review = review
        self.undo_stack.clear()
        self._pack = reviewing.pack_of(self.workspace, review)
        self.replaced.emit()

    def _look_for_others(self) -> None:
        if self._pending:
            return
        try:
            if not self.workspace.changed_elsewhere():
                return
            there = reviewing.load_review(self.workspace, self._review.id)
        except ReadinessError as error:
            self._looking.stop()  # one sentence is enough; the next save tries the file again
            self.failed.emit(error)
            return
        if there != self._review:
            self.replace(there)
            self.changed_by_others.emit()

    def flush(self, timeout_ms: int = 10_000) -> bool:
        """Waits until everything is on disk; False when that took longer. Outcomes are reported before it returns.

        On a slow disk the window goes on painting meanwhile; what is typed and clicked waits.
        """
        until = monotonic() + timeout_ms / 1000
        while not (done := self._pool.waitForDone(_PATIENCE_MS)) and monotonic() < until:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, _PATIENCE_MS)
        QCoreApplication.sendPostedEvents(self)  # the outcomes wait here as queued calls
        return done

    def close(self) -> None:
        """Waits for the last save and lets the file go."""
        self._looking.stop()
        self._pool.waitForDone(10_000)
        self.closed.emit()


class _Step(QUndoCommand):
    """One saved change on the undo stack; its first redo is skipped, because it has been done already."""

    def __init__(self, owner: OpenReview, change: Change) -> None:
        super().__init__(change.title)
        self._owner, self._change, self._done, self._undone = owner, change, True, False

    def next_change(self) -> Change:
        """What the next undo, or after one the next redo, would do to the review."""
        return self._change if self._undone else self._change.inverse()

    def redo(self) -> None:
        """Does it again, as a new entry in the history."""
        self._undone = False
        if self._done:
            self._done = False
            return
        self._owner._do(self._change, (), undoable=False)

    def undo(self) -> None:
        """Writes the inverse as a new entry in the history."""
        self._undone = True
        self._owner._do(self._change.inverse(), (), undoable=False)
