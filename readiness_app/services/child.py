"""Runs one of our modules on a foreign file in a process of its own, with a limit on time and memory; imports nothing of the program."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Any

CHILD_ARGUMENT = "--run-child"  # a bundled program starts itself with it, see the starts of window and command line
SECONDS = 10
MEMORY = 1_000_000_000
_OURS = "readiness_app."
_TOO_MUCH = "it needs too much time or memory"
_DAMAGED = "it is damaged"
_TOLD = b"told "
_MOST_SAID = 250_000_000  # bytes: more than pixels, text or record of the largest file that is taken
_BEAT = 0.1  # seconds
_Heard = tuple[bytes, bytes | None]


class ChildFailed(Exception):
    """The work on the file ended without a result; its text says why, in words that can stand in a sentence."""


def run_in_child(
    module: str,
    order: Mapping[str, object],
    data: bytes,
    *,
    seconds: int = SECONDS,
    memory: int = MEMORY,
    on_told: Callable[[Any], None] | None = None,
    beat: Callable[[], None] | None = None,
) -> tuple[dict[str, Any], bytes]:
    """What `module.answer(order, data)` gives in a process of its own: a header that JSON can hold, and bytes.

    `module` is the full name of one of ours; its `answer` raises ValueError with words for what is wrong with the file. `seconds` limits
    the time, by the clock and of the processor; `memory` is in bytes and holds where the system has such limits. `on_told` gets what the
    module says with `tell` on the way; `beat` is called several times a second, and what it raises ends the work. Raises ChildFailed.
    """
    head = {"module": module, "order": dict(order), "seconds": seconds, "memory": memory}
    with _process() as process:
        heard: Queue[_Heard] = Queue()
        Thread(target=_feed, args=(process, json.dumps(head).encode() + b"\n", data), daemon=True).start()
        Thread(target=_hear, args=(process, heard), daemon=True).start()
        first, rest = _last_words(heard, seconds, on_told, beat)
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)
        sound = process.poll() == 0
    try:
        header = json.loads(first)
    except ValueError as error:
        raise ChildFailed(_TOO_MUCH) from error
    if not sound or not isinstance(header, dict):
        raise ChildFailed(_TOO_MUCH)
    if "error" in header:
        raise ChildFailed(str(header["error"])[:300])
    return header, rest


def tell(fact: object) -> None:
    """Said by the module while it works: one fact that JSON can hold."""
    sys.stdout.buffer.write(_TOLD + json.dumps(fact).encode() + b"\n")
    sys.stdout.buffer.flush()


@contextmanager
def _process() -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no console flashes up on Windows
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _feed(process: "subprocess.Popen[bytes]", *parts: bytes) -> None:
    assert process.stdin is not None
    with suppress(OSError), process.stdin as pipe:  # it may end before it has read everything
        for part in parts:
            pipe.write(part)


def _hear(process: "subprocess.Popen[bytes]", heard: "Queue[_Heard]") -> None:
    """Passes on what is said, told lines first; what a process says is as foreign as the file, so it has an end."""
    assert process.stdout is not None
    first, rest, left = b"", b"", _MOST_SAID
    with suppress(OSError, ValueError), process.stdout as pipe:
        while (first := pipe.readline(left)).startswith(_TOLD):
            left -= len(first)
            heard.put((first.removeprefix(_TOLD), None))
        rest = pipe.read(left)
        if pipe.read(1):
            first = b""  # more than any file of ours comes to
    heard.put((first, rest))


def _last_words(
    heard: "Queue[_Heard]", seconds: int, on_told: Callable[[Any], None] | None, beat: Callable[[], None] | None
) -> tuple[bytes, bytes]:
    """The header and the bytes; raises ChildFailed after that time, and what `beat` raises."""
    until = monotonic() + seconds
    while (left := until - monotonic()) > 0:
        if beat is not None:
            beat()
        try:
            first, rest = heard.get(timeout=min(left, _BEAT) if beat is not None else left)
        except Empty:
            continue
        if rest is not None:
            return first, rest
        if on_told is not None:
            on_told(_fact(first))
    raise ChildFailed(f"it was stopped after {seconds} seconds")


def _fact(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise ChildFailed(_DAMAGED) from error


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    return [sys.executable, "-m", __name__]


def _environment() -> dict[str, str]:
    """Just enough to start: no secrets of the person's session reach the process."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "TEMP", "TMP") if name in os.environ}
    home = str(Path(__file__).resolve().parents[2])
    own = {"PYTHONPATH": home, "PYTHONSAFEPATH": "1", "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    return kept | own


def _limit(seconds: int, memory: int) -> None:
    """Takes away what reading does not need: more memory, more time, new files. Does nothing where the system has no such limits."""
    try:
        import resource
    except ImportError:  # Windows: the time limit of the caller is what remains
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main() -> int:
    """The process itself: one line of JSON and the file from standard input; one line of JSON and bytes to standard output."""
    head = json.loads(sys.stdin.buffer.readline())
    module = str(head["module"])
    if not module.startswith(_OURS):
        return 2
    _limit(int(head["seconds"]), int(head["memory"]))
    try:
        header, rest = import_module(module).answer(head["order"], sys.stdin.buffer.read())
        first = json.dumps(header).encode()
    except ValueError as error:
        first, rest = json.dumps({"error": str(error)}).encode(), b""
    except (MemoryError, RecursionError):
        first, rest = json.dumps({"error": _TOO_MUCH}).encode(), b""
    except Exception:  # whatever a foreign file makes a reader stumble over; its words may be the file's
        first, rest = json.dumps({"error": _DAMAGED}).encode(), b""
    sys.stdout.buffer.write(first + b"\n" + rest)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
