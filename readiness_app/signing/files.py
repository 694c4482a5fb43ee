"""Files that appear whole or not at all."""

import contextlib
import os
import stat
from pathlib import Path

from readiness_app.domain.errors import NotFound, Unreadable


def read_whole(path: Path, limit: int) -> bytes:
    """The file's bytes; raises NotFound, or Unreadable where it cannot be read or is over `limit` bytes."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a device never ends, and a pipe nobody writes to never begins
            raise Unreadable(f"{path.name} is not a file. Nothing was read; choose a file.")
        with path.open("rb") as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise Unreadable(f"{path.name} is larger than {limit // 1_000_000} MB and was not read. Choose another file.")
        return data
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}. Nothing was changed; check the name.") from None
    except OSError as trouble:
        raise Unreadable(f"{path.name} cannot be read ({trouble.strerror}). Nothing was changed.") from trouble


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Writes a file whole or not at all, with the rights in `mode` or those that new files get; raises OSError, keeping what was there."""
    part = write_part(path, data, mode)
    try:
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_part(path: Path, data: bytes, mode: int | None = None) -> Path:
    """Writes `data` to `name.part` beside `path`, safe on disk, and returns it; raises OSError and leaves nothing.

    `mode` are its rights, whatever the person's mask says; None for those that new files get.
    """
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        # The mode is set as the file is made: a private key must not be readable by others even for a moment.
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666 if mode is None else mode), "wb"
        ) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            part.chmod(mode)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def sync_folder(folder: Path) -> None:
    """Makes new names in a folder survive a power cut, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
