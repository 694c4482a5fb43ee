"""Long work away from the window: one worker, with progress and Cancel."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication, QMetaMethod, QObject, QThreadPool, Signal

from readiness_app.domain.errors import Cancelled

_OFTEN = 0.03  # seconds between two reports; more would flood the window


class Progress:
    """Handed to the work; `step` reports and is where the work stops when it was cancelled."""

    def __init__(self, report: Callable[[float, str], None]) -> None:
        self._report = report
        self._stop = Event()
        self._last = 0.0

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

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
    ended = Signal(str, object)


class Job(QObject):
    """One piece of work. Connect first, then give it to Jobs.start; all signals come in the window's thread, `finished` last of all."""

    progressed = Signal(float, str)
    done = Signal(object)
    failed = Signal(object)  # Exception
    cancelled = Signal()
    finished = Signal()

    def __init__(self, work: Callable[[Progress], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._relay = _Relay(self)
        self._relay.progressed.connect(self.progressed)
        self._relay.ended.connect(self._on_ended)
        self._progress = Progress(self._relay.progressed.emit)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._progress.stop()

    def run(self) -> None:
        """Do the work in the thread that calls; used by Jobs."""
        try:
            self._progress.step(0.0)
            value = self._work(self._progress)
        except Cancelled as stopped:
            self._relay.ended.emit("cancelled", stopped)
        except BaseException as trouble:
            # whatever it is belongs to the window, which tells known trouble from bugs
            self._relay.ended.emit("failed", trouble)
        else:
            self._relay.ended.emit("done", value)

    def _on_ended(self, how: str, value: object) -> None:
        try:
            if how == "done":
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
    """One worker that takes jobs in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting: list[Job] = []

    def create(self, work: Callable[[Progress], Any]) -> Job:
        """A job for `work(progress) -> value`; connect to it, then `start` it."""
        return Job(work, self)

    def start(self, job: Job) -> None:
        """Put the job in line."""
        self._waiting.append(job)
        job.finished.connect(self._on_finished)
        self._pool.start(job.run)

    def busy(self) -> bool:
        """True while a job runs or waits."""
        return bool(self._waiting)

    def shutdown(self) -> None:
        """Cancel what runs and waits, and come back when the worker is idle."""
        for job in self._waiting:
            job.cancel()
        self._pool.waitForDone()

    def _on_finished(self) -> None:
        job = self.sender()
        if isinstance(job, Job) and job in self._waiting:
            self._waiting.remove(job)
            job.deleteLater()
