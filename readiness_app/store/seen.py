"""The heads that this machine saw last: one small file in the person's profile for each place where a workspace lay."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import msgspec

FORMAT = "readiness-heads"
_MOST_FILES = 300
_MOST_ACKNOWLEDGED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenHead:
    """A history as it was seen: its length, the hash of its last and of its first entry, and when that was."""

    length: int
    head: str
    first: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """That a person took it as it is that a history is no longer the one seen (`length`, `head`): who, when, by which act and why."""

    review: str
    length: int
    head: str
    by: str
    at: datetime
    act: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen at one place: the workspace's id and the head of each of its histories, by the id of the review."""

    workspace: str
    path: str
    reviews: Mapping[str, SeenHead] = field(default_factory=dict)
    acknowledged: tuple[Acknowledgement, ...] = ()
    format: str = FORMAT
    schema_version: int = 1


def place_of(path: Path) -> str:
    """A workspace's place as it is noted: absolute, without links, and without case where the system knows none."""
    name = os.fsencode(os.path.normcase(path.resolve()))
    return name.decode("utf-8", "backslashreplace")  # a name need not be text


def load(folder: Path, path: Path) -> Seen | None:
    """What was seen at this place; None where nothing was, or where the note cannot be read: it must never keep anybody out."""
    place = place_of(path)
    found = _read(_file_of(folder, place))
    return found if found is not None and found.path == place else None


def save(folder: Path, seen: Seen) -> None:
    """Notes it, whole or not at all; several programs may do so at once. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = _file_of(folder, seen.path)
    part = target.with_name(f"{target.stem}-{uuid4().hex}.part")
    kept = Seen(workspace=seen.workspace, path=seen.path, reviews=seen.reviews, acknowledged=seen.acknowledged[-_MOST_ACKNOWLEDGED:])
    try:
        part.touch(mode=0o600)
        part.write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=1))
        new = not target.exists()
        part.replace(target)
        if new:
            _thin(folder)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def elsewhere(folder: Path, workspace: str, path: Path) -> Iterator[Seen]:
    """What was seen of the same workspace at other places: copies, or where it lay before it was moved."""
    place = place_of(path)
    for one in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        found = _read(one)
        if found is not None and found.workspace == workspace and found.path != place:
            yield found


def _file_of(folder: Path, place: str) -> Path:
    return folder / f"{hashlib.sha256(place.encode()).hexdigest()[:32]}.json"


def _read(path: Path) -> Seen | None:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Seen)
    except (OSError, msgspec.DecodeError, UnicodeError):
        return None
    return found if found.format == FORMAT else None


def _thin(folder: Path) -> None:
    """Forgets the places that nobody came back to the longest."""
    with suppress(OSError):
        notes = sorted(folder.glob("*.json"), key=lambda note: note.stat().st_mtime)
        for note in notes[: max(0, len(notes) - _MOST_FILES)]:
            note.unlink(missing_ok=True)
