"""Long work away from the window: one worker, with progress and Cancel, and threads apart for what may hang in other people's code."""

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QMetaMethod, QObject, QThreadPool, Signal

from readiness_app.domain.errors import Cancelled

_OFTEN = 0.03  # seconds between two reports; more would flood the window
_PATIENCE_MS = 20


class Progress:
    """Handed to the work; `step` reports and is where the work stops when it was cancelled. `tell` hands over what is known on the way."""

    def __init__(self, report: Callable[[float, str], None], tell: Callable[[object], None]) -> None:
        self._report, self.tell = report, tell
        self._stop = Event()
        self._turn = Lock()
        self._keeping = False
        self._last = 0.0

    def stop(self) -> bool:
        """Ask the work to stop at its next step; False where it has begun to keep its result."""
        with self._turn:
            self._stop.set()
            return not self._keeping

    def keep(self) -> None:
        """Called by work that may be abandoned before it changes anything: raises Cancelled, or from here on nobody abandons it."""
        with self._turn:
            if self._stop.is_set():
                raise Cancelled(QCoreApplication.translate("Jobs", "Stopped. Nothing of it was kept."))
            self._keeping = True

    def step(self, fraction: float, text: str = "") -> None:
        """Report how far (0 to 1) and with what; raises Cancelled when the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled(QCoreApplication.translate("Jobs", "Stopped. Nothing of it was kept."))
        now = monotonic()
        if fraction >= 1 or now - self._last >= _OFTEN:
            self._last = now
            self._report(fraction, text)


class _Relay(QObject):
    """Carries facts from the worker's thread into that of the window."""

    progressed = Signal(float, str)
    told = Signal(object)
    ended = Signal(str, object)


class Job(QObject):
    """One piece of work. Connect first, then give it to Jobs.start; all signals come in the window's thread, `finished` last of all.

    `told` carries what the work hands over on its way. The job outlives whoever asked for it, so the work never holds a widget's signal.
    """

    progressed = Signal(float, str)
    told = Signal(object)
    done = Signal(object)
    failed = Signal(object)  # Exception
    cancelled = Signal()
    finished = Signal()

    def __init__(self, work: Callable[[Progress], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._relay = _Relay(self)
        self._relay.progressed.connect(self.progressed)
        self._relay.told.connect(self.told)
        self._relay.ended.connect(self._on_ended)
        self._progress = Progress(self._relay.progressed.emit, self._relay.told.emit)
        self._abandoned = False

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._progress.stop()

    def abandon(self) -> bool:
        """Wait for it no longer: of its signals only `finished` still comes. False, and no change, where it keeps its result already."""
        if self._abandoned:
            return True
        if not self._progress.stop():
            return False
        self._abandoned = True
        self._relay.progressed.disconnect(self.progressed)
        self._relay.told.disconnect(self.told)
        return True

    def run(self) -> None:
        """Do the work in the thread that calls; used by Jobs."""
        work, self._work = self._work, _over  # what it was made of may be large, and goes with it
        try:
            self._progress.step(0.0)
            value = work(self._progress)
        except Cancelled as stopped:
            self._relay.ended.emit("cancelled", stopped)
        except BaseException as trouble:
            # whatever it is belongs to the window, which tells known trouble from bugs
            self._relay.ended.emit("failed", trouble)
        else:
            self._relay.ended.emit("done", value)

    def _on_ended(self, how: str, value: object) -> None:
        try:
            if self._abandoned:
                pass  # nobody waits for it, whatever it came to
            elif how == "done":
                self.done.emit(value)
            elif how == "cancelled":
                self.cancelled.emit()
            elif self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
                self.failed.emit(value)
            elif isinstance(value, BaseException):
                raise value  # nobody listens: the failure dialog does
        finally:
            self.finished.emit()


class Jobs(QObject):
    """One worker that takes jobs in order; `start_apart` gives a job a thread of its own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting: list[Job] = []
        self._apart: dict[Job, Thread] = {}

    def create(self, work: Callable[[Progress], Any]) -> Job:
        """A job for `work(progress) -> value`; connect to it, then `start` it."""
        return Job(work, self)

    def start(self, job: Job) -> None:
        """Put the job in line."""
        self._waiting.append(job)
        job.finished.connect(self._on_finished)
        self._pool.start(job.run)

    def start_apart(self, job: Job) -> None:
        """Start a job that may hang for minutes, such as at a card reader; neither other jobs nor `shutdown` wait for it.

        Its work calls `Progress.keep` before it changes anything.
        """
        thread = self._apart[job] = Thread(target=_run_apart, args=(job,), daemon=True)
        job.finished.connect(self._on_finished)
        thread.start()

    def busy(self) -> bool:
        """True while a job runs or waits in line."""
        return bool(self._waiting)

    def settle(self, timeout_ms: int = 15_000) -> bool:
        """Waits until no job runs or waits in line and each has told what it came to; False when that took longer.

        The window goes on painting meanwhile; what is typed and clicked waits.
        """
        until = monotonic() + timeout_ms / 1000
        while self._waiting and monotonic() < until:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, _PATIENCE_MS)
        return not self._waiting

    def shutdown(self) -> None:
        """Cancel what runs and waits, and come back when the worker is idle; what hangs apart is abandoned, unless it keeps its result."""
        for job in self._waiting:
            job.cancel()
        self._pool.waitForDone()
        for job, thread in self._apart.items():
            if not job.abandon():
                thread.join()

    def _on_finished(self) -> None:
        job = self.sender()
        if not isinstance(job, Job):
            return
        if job in self._waiting:
            self._waiting.remove(job)
            job.deleteLater()
        elif self._apart.pop(job, None) is not None:
            job.deleteLater()


def _over(progress: Progress) -> None:
    """In the place of work that was done."""


def _run_apart(job: Job) -> None:
    with suppress(RuntimeError):  # the window went while this hung: nobody is there to be told
        job.run()
