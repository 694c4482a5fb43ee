"""What a long run is watched for: errors nobody caught, remarks of Qt, events that take too long, memory and objects that grow."""

import ctypes
import gc
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import TracebackType

from PySide6.QtCore import QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken

from readiness_app.domain.errors import ReadinessError

SLOW_S = 30.0  # an event that takes longer is a hang, also on a machine that others use
_QUIET = ("This plugin does not support ", "Unimplemented code.")  # of the screen that is not there


class Watch:
    """Collects trouble; `at` says during which event. Known trouble goes to `told`, as in the program."""

    def __init__(self, told: Callable[[ReadinessError], object]) -> None:
        self.trouble: list[str] = []
        self.at = ""
        self.doing: Callable[[], str] = str
        self.slowest: list[tuple[float, str]] = []
        self._told, self._begun, self._reported = told, 0.0, False
        self._main = threading.get_ident()
        self._over = threading.Event()
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(self._on_message)
        threading.Thread(target=self._look, daemon=True).start()

    def note(self, words: str) -> None:
        self.trouble.append(f"[{self.at} {self.doing()}] {words}")
        print(self.trouble[-1], file=sys.stderr, flush=True)

    def begin(self, at: str) -> None:
        self.at, self._begun, self._reported = at, monotonic(), False

    def since(self) -> float:
        """How long the event has taken that is being done, in seconds; 0 between events."""
        return monotonic() - self._begun if self._begun else 0.0

    def end(self) -> None:
        self.slowest.append((round(monotonic() - self._begun, 2), f"{self.at} {self.doing()}"))
        self.slowest = sorted(self.slowest, reverse=True)[:8]
        self._begun = 0.0

    def stop(self) -> None:
        self._over.set()

    def _on_exception(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, ReadinessError):
            self._told(error)
        else:
            self.note("".join(traceback.format_exception(kind, error, trace)))

    def _on_message(self, kind: QtMsgType, context: object, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not text.startswith(_QUIET):
            self.note(f"Qt: {text}\n" + "".join(traceback.format_stack(limit=8)))

    def _look(self) -> None:
        while not self._over.wait(0.5):
            begun = self._begun
            if begun and not self._reported and monotonic() - begun > SLOW_S:
                self._reported = True
                frame = sys._current_frames()[self._main]
                self.note(f"took more than {SLOW_S:g} s\n" + "".join(traceback.format_stack(frame)))


def settle() -> None:
    """Let everything go that nobody holds."""
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
        gc.collect()


def memory() -> float:
    """What this process holds in MB, once what is free was given back."""
    settle()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


class _Allocated(ctypes.Structure):
    """What glibc tells of its memory, in bytes (mallinfo2)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")
    )


def held() -> dict[str, float]:
    """What is in use, in MB by malloc and in thousands of blocks by Python, and what malloc holds free; a leak shows in the first two."""
    tell = ctypes.CDLL("libc.so.6").mallinfo2
    tell.restype = _Allocated
    now = tell()
    return {
        "in use": round((now.uordblks + now.hblkhd) / 1e6, 1),
        "free": round(now.fordblks / 1e6, 1),
        "blocks": round(sys.getallocatedblocks() / 1000),
    }


def objects() -> Counter[str]:
    """How many of each kind there are: Python's objects, and those of Qt that Python knows."""
    kinds = Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())
    kinds["Qt objects"] = sum(isinstance(one, QObject) for one in Shiboken.getAllValidWrappers())
    kinds["widgets"] = len(QApplication.allWidgets())
    kinds["top-level widgets"] = len(QApplication.topLevelWidgets())
    kinds["threads"] = threading.active_count()
    kinds["files"] = len(list(Path("/proc/self/fd").iterdir()))
    return kinds


def grown(before: Counter[str], after: Counter[str], least: int = 20) -> dict[str, int]:
    """What there is more of, by kind."""
    return {kind: more for kind in sorted(after) if (more := after[kind] - before[kind]) >= least}
