"""Does one act again and again in children of its own, each stopped or failed by strace at another call; run by test_every_call.

strace does something to the call number LAST of each kind. A child that shall be hit at its call number n makes LAST - n harmless calls of
that kind first. So one strace is enough for all of them, and what is slow to import or to draw is done once.
"""

import json
import mmap
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from readiness_app.domain.errors import ReadinessError
from readiness_app.services.workspace import Workspace
from tests.durability.acts import ACTS, FILES, Act
from tests.durability.secret_acts import SECRET_ACTS, cheap

ALL = ACTS | SECRET_ACTS
_NOWHERE = Path("/no/such/folder/file")
_CLOSED = 1_000_000  # no file is open under this number
HARMLESS: dict[str, Callable[[], object]] = {
    "pwrite64": lambda: os.pwrite(-1, b"", 0),
    "write": lambda: os.write(-1, b""),
    "fsync": lambda: os.fsync(_CLOSED),
    "fdatasync": lambda: os.fdatasync(_CLOSED),
    "ftruncate": lambda: os.ftruncate(-1, 0),
    "unlink": lambda: _NOWHERE.unlink(),
    "rename": lambda: _NOWHERE.rename(_NOWHERE),
    "link": lambda: _NOWHERE.hardlink_to(_NOWHERE),
    "mkdir": lambda: _NOWHERE.mkdir(),
    "rmdir": lambda: _NOWHERE.rmdir(),
    "unlinkat": lambda: os.unlink("file", dir_fd=_CLOSED),  # how a whole folder is removed
}
_ROOM = 4096


class Stop(BaseException):
    """Ends the act in the parent once every child was made."""


class Slate:
    """A few bytes that a child leaves for its parent without a call that could be hit: what came of the act, and in which words."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _ROOM)

    def wipe(self) -> None:
        self._memory[:] = bytes(_ROOM)

    def leave(self, what: str, words: str = "") -> None:
        data = json.dumps([what, words[:600]]).encode()
        self._memory[: len(data)] = data

    def read(self) -> list[str]:
        text = bytes(self._memory).rstrip(b"\0").decode()
        return json.loads(text) if text else ["nothing", ""]


class Runs:
    """Makes the children and writes down what became of each."""

    def __init__(self, act: Act, source: Path, target: Path, last: int, wanted: dict[str, int], stride: int) -> None:
        self._act, self._source, self._target = act, source, target
        self._last, self._wanted, self._stride = last, wanted, stride
        self._slate = Slate()
        self.done: list[dict[str, Any]] = []
        self.folder = target
        self.child = False

    def make_all(self) -> bool:
        """True in a child, which goes on with the act; the parent comes back when there is nothing left to try."""
        for call in HARMLESS:
            most = self._wanted.get(call, self._last if not self._wanted else 0)
            for number in range(1, most + 1, self._stride if call == "pwrite64" else 1):
                if self._make(call, number):
                    return True
                if not self._wanted and self.done[-1]["end"] != "killed":
                    break  # it ran to its end: there is no such call
        return False

    def _make(self, call: str, number: int) -> bool:
        self.folder = self._target / f"{self._act.name}-{call}-{number}"
        self._slate.wipe()
        child = os.fork()
        if child == 0:
            self.child = True
            copy_all(self._source, self.folder, self._act.family)
            for _ in range(self._last - number):
                with suppress(OSError):
                    HARMLESS[call]()
            return True
        _, status = os.waitpid(child, 0)
        end = "killed" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"
        said, words = self._slate.read()
        self.done.append({"folder": self.folder.name, "call": call, "number": number, "end": end, "said": said, "words": words})
        return False

    def leave(self, what: str, words: str = "") -> None:
        self._slate.leave(what, words)


def copy_all(source: Path, target: Path, family: str = "") -> None:
    if family:
        shutil.copytree(source / family, target, copy_function=shutil.copyfile)
        return
    target.mkdir()
    for name in FILES:
        shutil.copyfile(source / name, target / name)
    for name in ("work.backups", "seals"):
        shutil.copytree(source / name, target / name, copy_function=shutil.copyfile)


class Forking:
    """A database that reads in the parent; each write goes on in a child, on a copy of its own."""

    def __init__(self, real: Any, runs: Runs, file: str) -> None:
        self._real, self._runs, self._file = real, runs, file
        self.own: Workspace | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    @contextmanager
    def write(self) -> Iterator[Any]:
        if not self._runs.make_all():
            raise Stop
        self.own = Workspace.open(self._runs.folder / self._file)
        with self.own.database.write() as connection:
            yield connection


def run_transaction(act: Act, runs: Runs, source: Path, scratch: Path) -> None:
    assert act.run is not None
    copy_all(source, scratch)
    workspace = Workspace.open(scratch / act.file)
    forking = Forking(workspace.database, runs, act.file)
    workspace.database = forking  # type: ignore[assignment]
    try:
        act.run(workspace)
        notice = forking.own.take_notice() if forking.own else ""
        runs.leave("acknowledged", notice)
        if forking.own:
            forking.own.close()
    except Stop:
        pass
    except ReadinessError as error:
        runs.leave("told", str(error))
        _go_on(act, runs)
    except BaseException as error:
        runs.leave("surprise", repr(error))


def _go_on(act: Act, runs: Runs) -> None:
    """After a failed save the program goes on: the next one must work, on a disk that is well again."""
    if act.name == "save" and "--persistent" not in sys.argv:
        with Workspace.open(runs.folder / act.file) as again:
            from tests.durability.acts import the_review

            the_review(again)


def run_files(act: Act, runs: Runs) -> None:
    assert act.run_on is not None
    if not runs.make_all():
        return
    try:
        act.run_on(runs.folder)
        runs.leave("acknowledged")
    except ReadinessError as error:
        runs.leave("told", str(error))
    except BaseException as error:
        runs.leave("surprise", repr(error))


def main() -> None:
    """`python -m tests.durability.server ACT SOURCE TARGET LAST STRIDE COUNTS`; writes TARGET/ACT.json."""
    name, source, target, last, stride, counts = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), *map(int, sys.argv[4:6]), sys.argv[6]
    act = ALL[name]
    if act.family:
        cheap()
    runs = Runs(act, source, target, last, json.loads(counts), stride)
    try:
        if act.run is not None:
            run_transaction(act, runs, source, target / f"{name}-scratch")
        else:
            run_files(act, runs)
    finally:
        if runs.child:
            os._exit(0)
    (target / f"{name}.json").write_text(json.dumps(runs.done))


if __name__ == "__main__":
    main()
