"""The first 100 bytes of a workspace file, read before SQLite may touch it: what is not ours stays byte-identical."""

import os
from pathlib import Path

from readiness_app.domain.errors import Unreadable

APPLICATION_ID = 0x52444E53  # "RDNS" in ASCII, at byte 68 of the file
ENCRYPTED_ID = 0x52444E45  # "RDNE": the same, encrypted from byte 96 on
FORMAT_VERSION = 3  # SQLite's user_version, at byte 60; one more for every migration

_MAGIC = b"SQLite format 3\x00"
_LENGTH = 100


def is_encrypted(path: Path) -> bool:
    """True for a workspace that only opens with a key. Raises Unreadable for what is no workspace."""
    return _read_header(path)[1] == ENCRYPTED_ID


def check_header(path: Path) -> int:
    """The format version of a workspace file; raises Unreadable with the reason for anything else."""
    return _read_header(path)[0]


def _read_header(path: Path) -> tuple[int, int]:
    """Format version and application id."""
    name = path.name
    try:
        if not path.exists():
            raise Unreadable(f"There is no workspace {path}. Nothing was changed; check the name, or create it first.")
        if not path.is_file():
            raise Unreadable(f"{path} is not a file. Nothing was changed; choose a workspace file.")
        with path.open("rb") as file:
            head = file.read(_LENGTH)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}. Nothing was changed; check where it lies.") from error
    if not head:
        raise Unreadable(f"{name} is empty (0 bytes). It was left as it is; go back to a backup, or create a workspace under another name.")
    if len(head) < _LENGTH or not head.startswith(_MAGIC):
        raise Unreadable(f"{name} is not a workspace, or its beginning is damaged. It was left as it is; choose another file or a backup.")
    version, application_id = int.from_bytes(head[60:64], "big"), int.from_bytes(head[68:72], "big")
    check_numbers(name, application_id, version)
    return version, application_id


def check_numbers(name: str, application_id: int, version: int) -> None:
    """Raises Unreadable unless these two numbers are those of a workspace that this program can read."""
    if application_id not in (APPLICATION_ID, ENCRYPTED_ID):
        raise Unreadable(f"{name} is a database of another program. It was left as it is; choose a workspace file.")
    if version > FORMAT_VERSION:
        raise Unreadable(
            f"{name} was written by a newer Readiness (format {version}, this one knows {FORMAT_VERSION}). "
            "It was left as it is; install the newer version."
        )


def looks_plain(path: Path) -> bool:
    """True for a file that begins as a workspace in plain does, whatever it is called; also where it was cut short after that."""
    try:
        if not path.is_file():  # a pipe nobody writes to never begins
            return False
        with path.open("rb") as file:
            head = file.read(_LENGTH)
    except OSError:
        return False
    return head.startswith(_MAGIC) and (len(head) < _LENGTH or int.from_bytes(head[68:72], "big") == APPLICATION_ID)


def can_write(path: Path) -> bool:
    """False where the file or its folder is write-protected: then the workspace can only be opened to read."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)
