"""Children that read foreign files, forked from one process that has imported what they need: the same limits, without the start.

A fresh process spends a second on imports, hundreds of times in a run of all tests. What a fresh one does is for test_child, test_apart,
test_file_text and the hostile files to say; they start their own.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from threading import Lock
from typing import IO, Any

from readiness_app.services import child

_NEEDED = (
    "readiness_app.services.apart",
    "readiness_app.services.verifying",
    "readiness_app.services.text_child",
    "readiness_app.report.embedded",
    "readiness_app.signing.read",
    "readiness_app.signing.identities",
    "readiness_app.exchange.returned_sheet",
)
_NUMBER = 4  # bytes of a process's number
FRESH = ("test_child", "test_apart", "test_file_text", "test_preview", "test_doors", "test_secrets")


class Forked:
    """As much of `subprocess.Popen` as the caller of a child uses."""

    def __init__(self, number: int, stdin: IO[bytes], stdout: IO[bytes], status: IO[bytes]) -> None:
        self.stdin, self.stdout, self._status, self._number = stdin, stdout, status, number
        self._code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Waits for its last byte, which is how it ended; there is none where it was killed."""
        if self._code is None:
            said = self._status.read(1)
            self._code = said[0] if said else -signal.SIGKILL
        return self._code

    def poll(self) -> int:
        return self.wait()

    def kill(self) -> None:
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGKILL)


def serve(line: socket.socket) -> None:
    """The process that is forked from, until nobody listens any more."""
    for name in _NEEDED:
        import_module(name)
    while True:
        _, handles, _, _ = socket.recv_fds(line, 1, 3)
        with suppress(ChildProcessError):  # those that have ended
            while os.waitpid(-1, os.WNOHANG if handles else 0)[0]:
                pass
        if not handles:
            return
        number = os.fork()
        if number == 0:
            _work(*handles)
        for handle in handles:
            os.close(handle)
        line.sendall(number.to_bytes(_NUMBER, "big"))


def _work(given: int, said: int, status: int) -> None:
    code = 70
    try:
        os.dup2(given, 0)
        os.dup2(said, 1)
        code = child.main()
    finally:
        with suppress(OSError):
            os.write(status, bytes([code]))
        os._exit(code)


class Warm:
    """Takes the place of `child._process`; the process to fork from starts with the first child."""

    def __init__(self) -> None:
        self._real, self._command, self._lock = child._process, child._command, Lock()
        self._line: socket.socket | None = None
        self.fresh = sys.platform != "linux"

    def __call__(self) -> AbstractContextManager[Any]:
        if self.fresh or child._command is not self._command:
            return self._real()
        return self._forked()

    @contextmanager
    def _forked(self) -> Iterator[Forked]:
        (given, feed), (hear, said), (ended, status) = os.pipe(), os.pipe(), os.pipe()
        with self._lock:
            line = self._line = self._line or self._started()
            socket.send_fds(line, [b"x"], [given, said, status])
            number = int.from_bytes(line.recv(_NUMBER, socket.MSG_WAITALL), "big")
        for handle in (given, said, status):
            os.close(handle)
        with os.fdopen(ended, "rb") as last:
            made = Forked(number, os.fdopen(feed, "wb"), os.fdopen(hear, "rb"), last)
            try:
                yield made
            finally:
                made.kill()
                made.wait()

    def _started(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", __name__, str(theirs.fileno())]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._server = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=child._environment(), **quiet)
        theirs.close()
        return ours

    def stop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._server.wait()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
