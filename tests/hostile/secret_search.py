"""Looks for secrets in all that processes did: what they wrote and where to, whom they started and how, and what was left behind."""

import base64
import fcntl
import os
import re
import shutil
import subprocess
import termios
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import Any

STRACE = shutil.which("strace")
OURS = {"HOME": "home", "TMPDIR": "tmp", "READINESS_LOG_DIR": "log", "READINESS_CONFIG_DIR": "config", "READINESS_DATA_DIR": "data"}
_WRITES = ("write", "pwrite64", "writev", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg")
_COPIES = ("sendfile", "copy_file_range", "splice")  # what goes through these is not seen, only where to
_NAMES = ("openat", "open", "creat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat")
_CALLS = ",".join(("execve", "mmap", "memfd_create", *_WRITES, *_COPIES, *_NAMES))
_LINE = re.compile(r"^\d+ +(\w+)\((.*)", re.DOTALL)
_OTHER = re.compile(r"^\d+ +(<\.\.\. |\+\+\+ |--- |\?\?\?\?)")  # the end of a call that began above, of a process; a signal
_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")
_HANDLE = re.compile(r"<((?:\\x[0-9a-f]{2})+)>")
_TAIL = 400  # bytes of the write before: a secret may begin there


@dataclass(frozen=True)
class Call:
    """One call of the system: its name, the place it concerns (a path, or what a handle is), and its arguments as bytes."""

    name: str
    place: str
    held: bytes


class Places:
    """Folders of one person: the workspace's (`work`), what they were `given`, what they `export`; and a profile of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.work, self.given, self.exports = (folder / name for name in ("work", "given", "exports"))
        for name in ("work", "given", "exports", "notes", *OURS.values()):
            (folder / name).mkdir(parents=True)
        self.traces: list[Path] = []
        self.around: tuple[str, ...] = ()  # what commands are run by, not watched: a bus with a keystore

    @property
    def environment(self) -> dict[str, str]:
        """What processes of this person get; nothing of it is anybody else's profile or desktop."""
        foreign = ("DBUS_", "XDG_", "WAYLAND_", "DISPLAY", "PYTEST_", "PYTHON_KEYRING")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        return kept | {name: str(self.folder / place) for name, place in OURS.items()}

    def run(self, *command: str | Path, code: int = 0, label: str = "program", typed: Sequence[str] = (), **more: str) -> str:
        """Runs a command with every call watched, what it says in a file; gives that file's text.

        `label` stands in the file's name; `typed` are the lines typed at a terminal that is asked on, `more` goes into the environment.
        """
        assert STRACE is not None
        trace = self.folder / "notes" / f"trace-{len(self.traces) + 1}"
        said = self.folder / "notes" / f"said-{label}-{len(self.traces) + 1}"
        self.traces.append(trace)
        watch = [STRACE, "-f", "-y", "-xx", "--seccomp-bpf", "-s", "100000000", "-v", "-e", f"trace={_CALLS}", "-o", str(trace)]
        watched = [*self.around, *watch, *map(str, command)]
        with said.open("wb") as out, _terminal(typed, said.with_name(f"{said.name}-terminal")) as asking:
            done = subprocess.run(
                watched, stdout=out, stderr=subprocess.STDOUT, env=self.environment | more, cwd=self.work, check=False, **asking
            )
        words = said.read_text(errors="replace")
        assert done.returncode == code, (command, words[-3000:])
        return words

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """Every call that was watched; asked once all has run."""
        return tuple(call for trace in self.traces for call in _typed_first(read(trace)))

    def short(self, place: str) -> str:
        """A place as tests name it: below the folder of this person, "pipe" or "socket"; a number in it becomes N."""
        if not place.startswith("/"):
            return re.split(r"[:\[(]", place)[0].lower() or "nothing"
        return re.sub(r"\d+", "N", place.removeprefix(f"{self.folder}/"))

    def found(self, secrets: Mapping[str, bytes]) -> set[tuple[str, str]]:
        """Which secret stands where: in what was written, in a file's name, in a command line or environment, or in a file at the end."""
        wanted = [(name, spelled) for name, secret in secrets.items() for spelled in spellings(secret)]
        there = set()
        for place, held in (*self._told(), *self._left()):
            there |= {(name, self.short(place)) for name, spelled in wanted if spelled in held}
        return there

    def _told(self) -> Iterator[tuple[str, bytes]]:
        before: dict[str, bytes] = {}
        for call in self.calls:
            if call.place.startswith(f"{self.folder}/notes/") and not call.place.startswith(f"{self.folder}/notes/said-"):
                continue  # what the test keeps for itself
            if call.name in _WRITES:
                held = before.get(call.place, b"") + call.held
                before[call.place] = call.held[-_TAIL:]
                yield call.place, held
            elif call.name in ("execve", "typed"):
                yield f"{call.name}:", call.held
            elif call.name in _NAMES:
                yield "name:", call.held

    def _left(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted(self.folder.rglob("*")):
            own = path.is_relative_to(self.folder / "notes") and not path.name.startswith("said-")
            if path.is_file() and not own and not path.is_relative_to(self.given):
                yield str(path), path.read_bytes()

    def written(self) -> Counter[str]:
        """Every file that anything was written into, or that was mapped to be written, with how often; pipes and sockets are none."""
        shared = b"PROT_WRITE", b"MAP_SHARED"
        return Counter(
            call.place
            for call in self.calls
            if call.place.startswith("/")
            and not call.place.startswith("/memfd:")  # pictures handed to the screen, in memory
            and b', "blat", 4)' not in call.held  # by which Python tries a folder for temporary files
            and (call.name in (*_WRITES, *_COPIES) or (call.name == "mmap" and all(word in call.held for word in shared)))
        )

    def outside(self, *folders: Path) -> set[str]:
        """The files of `written` that lie in none of these folders."""
        kept = (*folders, self.folder / "notes")
        return {self.short(place) for place in self.written() if not any(Path(place).is_relative_to(folder) for folder in kept)}


@contextmanager
def _terminal(typed: Sequence[str], shown: Path) -> Iterator[dict[str, Any]]:
    """A terminal of its own for a command, where each line is typed once something was asked; what it showed is written down."""
    if not typed:
        yield {"stdin": subprocess.DEVNULL}
        return
    ours, theirs = os.openpty()

    def sit() -> None:
        with suppress(OSError), shown.open("wb", buffering=0) as out:  # the other side is gone
            for line in (*typed, ""):
                said = b""
                while not said.endswith(b" ") or not line:  # a hidden prompt ends so, and by then nothing is shown
                    said += (new := os.read(ours, 1000))
                    out.write(new)
                os.write(ours, f"{line}\n".encode())

    sitting = Thread(target=sit, daemon=True)
    sitting.start()
    yield {"stdin": theirs, "preexec_fn": lambda: (os.setsid(), fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)), "pass_fds": (theirs,)}
    os.close(theirs)
    sitting.join(10)
    os.close(ours)


def _typed_first(calls: Iterable[Call]) -> Iterator[Call]:
    """The same, with the command that the person gave told from those that the program gives."""
    first = True
    for call in calls:
        if call.name == "execve" and first:
            call, first = replace(call, name="typed"), False
        yield call


def read(trace: Path) -> Iterator[Call]:
    """The calls in a trace, with their arguments as they were, not as strace spells them."""
    with trace.open(encoding="latin-1") as lines:
        for line in lines:
            if (found := _LINE.match(line)) is None:
                assert _OTHER.match(line), line[:200]
                continue
            name, arguments = found.groups()
            handles = [bytes.fromhex(one.replace("\\x", "")).decode(errors="replace") for one in _HANDLE.findall(arguments)]
            place = handles[0] if handles and name not in _NAMES else ""
            if name in ("copy_file_range", "splice"):
                place = handles[-1]
            held = _HEX.sub(lambda part: bytes.fromhex(part[0].replace("\\x", "")).decode("latin-1"), arguments)
            yield Call(name, place or f"{name}:", held.encode("latin-1"))


def spellings(secret: bytes) -> Iterator[bytes]:
    """How it may stand in what was written: as it is, in UTF-16, in hex, and in base64 at any offset."""
    yield secret
    if secret.isascii():
        yield secret.decode().encode("utf-16-le")
        yield secret.decode().encode("utf-16-be")
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for before in range(3):
        whole = base64.b64encode(b" " * before + secret)
        yield whole[4 : len(whole) // 4 * 4 - 4]


def counted(places: Iterable[str], kinds: Sequence[tuple[str, str]]) -> str:
    """How many places are of each kind, by what they contain; in words."""
    left, words = list(places), []
    for kind, part in kinds:
        of_kind = [place for place in left if part in place]
        left = [place for place in left if part not in place]
        words.append(f"{len(of_kind)} {kind}")
    return ", ".join([*words, f"{len(left)} elsewhere"])
