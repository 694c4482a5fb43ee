"""Runs one of our modules on a foreign file in a process of its own, with a limit on time and memory; imports nothing of the program."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

CHILD_ARGUMENT = "--run-child"  # a bundled program starts itself with it, see the starts of window and command line
SECONDS = 10
MEMORY = 1_000_000_000
_OURS = "readiness_app."
_TOO_MUCH = "it needs too much time or memory"
_DAMAGED = "it is damaged"


class ChildFailed(Exception):
    """The work on the file ended without a result; its text says why, in words that can stand in a sentence."""


def run_in_child(
    module: str, order: Mapping[str, object], data: bytes, *, seconds: int = SECONDS, memory: int = MEMORY
) -> tuple[dict[str, Any], bytes]:
    """What `module.answer(order, data)` gives in a process of its own: a header that JSON can hold, and bytes.

    `module` is the full name of one of ours; its `answer` raises ValueError with words for what is wrong with the file. `seconds` limits
    the time, by the clock and of the processor; `memory` is in bytes and holds where the system has such limits. Raises ChildFailed.
    """
    head = {"module": module, "order": dict(order), "seconds": seconds, "memory": memory}
    try:
        done = subprocess.run(
            _command(),
            input=json.dumps(head).encode() + b"\n" + data,
            capture_output=True,
            timeout=seconds,
            env=_environment(),
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no console flashes up on Windows
        )
    except subprocess.TimeoutExpired as error:
        raise ChildFailed(f"it was stopped after {seconds} seconds") from error
    first, _, rest = done.stdout.partition(b"\n")
    try:
        header = json.loads(first)
    except ValueError as error:
        raise ChildFailed(_TOO_MUCH) from error
    if done.returncode != 0 or not isinstance(header, dict):
        raise ChildFailed(_TOO_MUCH)
    if "error" in header:
        raise ChildFailed(str(header["error"])[:300])
    return header, rest


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
