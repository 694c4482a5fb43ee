"""Which backups hold a history that a person has left on purpose, noted beside them."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import msgspec

from readiness_app.store.backups import folder_of

FORMAT = "readiness-set-aside"
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Backups made from `since` to `until` may hold what the workspace no longer holds: one was put back, or a person said so."""

    since: datetime
    until: datetime
    by: str
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Notes:
    notes: tuple[SetAside, ...] = ()
    format: str = FORMAT
    schema_version: int = 1


def noted(workspace: Path) -> tuple[SetAside, ...]:
    """What was noted beside the backups of a workspace, oldest first; nothing where it cannot be read."""
    try:
        found = msgspec.json.decode(_place(workspace).read_bytes(), type=_Notes)
    except (OSError, msgspec.DecodeError):
        return ()
    return found.notes if found.format == FORMAT else ()


def note(workspace: Path, one: SetAside) -> None:
    """Notes one more, whole or not at all; nothing where there are no backups. Raises OSError."""
    if folder_of(workspace).is_dir():
        _write(workspace, (*noted(workspace), one))


def take_back(workspace: Path, one: SetAside) -> None:
    """Takes a note back, as what it was about did not happen. Raises OSError."""
    if one in (there := noted(workspace)):
        _write(workspace, tuple(other for other in there if other != one))


def covers(notes: tuple[SetAside, ...], made: datetime) -> bool:
    """True for a backup made at a time that one of the notes is about."""
    return any(one.since <= made <= one.until for one in notes)


def _place(workspace: Path) -> Path:
    return folder_of(workspace) / "set-aside.json"


def _write(workspace: Path, notes: tuple[SetAside, ...]) -> None:
    target = _place(workspace)
    part = target.with_name(f"{target.name}.{uuid4().hex}.checking")  # swept with the rest when this is killed
    try:
        part.write_bytes(msgspec.json.format(msgspec.json.encode(_Notes(notes=notes[-_MOST:])), indent=1))
        part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
