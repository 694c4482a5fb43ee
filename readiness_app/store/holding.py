"""Who has a workspace open in a window: a lock of the operating system on a small file beside it, which ends with its process."""

import errno
import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import RLock

# Far behind what the file holds, so that Windows, where a lock keeps readers out, still lets everybody read who holds it.
_BYTE = 1 << 30
_LONGEST = 10_000  # bytes of a lock file that are looked at
_TAKEN = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a workspace: the name in their preferences (may be empty), the machine, and since when."""

    name: str
    machine: str
    since: datetime | None

    def in_words(self) -> str:
        """As it stands in a sentence: "Ada Byron on laptop since 2026-03-29 09:30"."""
        since = f" since {self.since.astimezone():%Y-%m-%d %H:%M}" if self.since else ""
        return f"{self.name or 'somebody'} on {self.machine or 'another machine'}{since}"


class Hold:
    """A lock that this process holds until `release` or its end. Taking the same workspace again in one process gives the same lock."""

    def __init__(self, key: str, handle: int) -> None:
        self._key, self.path = key, Path(key)  # where it lies, whatever becomes of the name it was taken by
        self._handle = handle
        self._users = 1

    def release(self) -> None:
        """Lets go; the last one removes the file."""
        with _turn:
            self._users -= 1
            if self._users:
                return
            del _held[self._key]
            self._let_go()

    def _let_go(self) -> None:
        if sys.platform == "win32":
            os.close(self._handle)
            with suppress(OSError):
                self.path.unlink()
        else:
            with suppress(OSError):
                self.path.unlink()  # while it is still locked: whoever waits for it sees that it is gone and makes a new one
            os.close(self._handle)

    def again(self) -> "Hold":
        """The same lock for one more user in this process."""
        self._users += 1
        return self


_held: dict[str, Hold] = {}
_turn = RLock()  # a window closes one workspace in a thread while it opens the next


def lock_of(workspace: Path) -> Path:
    """Where the lock of a workspace lies."""
    return workspace.with_name(f"{workspace.name}.lock")


def take(workspace: Path, holder: Holder) -> Hold | Holder | None:
    """The lock; who has it where somebody else does; None where no lock can be made there, which keeps nobody from working."""
    with _turn:
        return _take(lock_of(workspace), holder)


def _take(path: Path, holder: Holder) -> Hold | Holder | None:
    if (mine := _held.get(_key(path))) is not None:
        return mine.again()
    for _ in range(5):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        except OSError:
            return None
        found = _try(path, handle, holder)
        if found is not _GONE:
            return found if isinstance(found, Hold | Holder) else None
    return None


_GONE = object()


def _try(path: Path, handle: int, holder: Holder) -> object:
    kept = False
    try:
        _lock(handle)
        if not _still_it(path, handle):
            return _GONE  # the holder before has just removed it
        _write(handle, holder)
        kept = True
    except OSError as error:
        return holder_in(path) if error.errno in _TAKEN else None
    finally:
        if not kept:
            os.close(handle)
    key = _key(path)
    hold = _held[key] = Hold(key, handle)
    return hold


def holder_of(workspace: Path) -> Holder | None:
    """Who has the workspace open in a window now; None where nobody does. What a dead process left behind counts for nothing."""
    path = lock_of(workspace)
    if _key(path) in _held:
        return holder_in(path)
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        _lock(handle)
    except OSError as error:
        return holder_in(path) if error.errno in _TAKEN else None
    finally:
        os.close(handle)  # which lets go of it
    return None


def holder_in(path: Path) -> Holder:
    """What a lock file says; nothing but its being locked is believed."""
    with suppress(OSError, ValueError, AttributeError, RecursionError):
        with path.open("rb") as file:
            said = json.loads(file.read(_LONGEST))
        since = datetime.fromisoformat(str(said["since"])) if said.get("since") else None
        return Holder(name=_plain(said.get("name")), machine=_plain(said.get("machine")), since=since)
    return Holder(name="", machine="", since=None)


def _plain(text: object) -> str:
    line = "".join(one if one.isprintable() else " " for one in str(text or ""))
    return " ".join(line.split())[:80]


def _write(handle: int, holder: Holder) -> None:
    since = holder.since.isoformat() if holder.since else ""
    text = json.dumps({"name": holder.name, "machine": holder.machine, "since": since, "process": os.getpid()}, ensure_ascii=False)
    with suppress(OSError):  # a full disk: it is locked all the same
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, text.encode())


def _still_it(path: Path, handle: int) -> bool:
    try:
        there, mine = path.stat(), os.fstat(handle)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)


def _key(path: Path) -> str:
    return os.path.realpath(path)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        # Not fcntl's own locks: those end when any other handle on the file is closed.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
