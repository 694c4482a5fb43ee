"""Backups of a workspace file: checked copies in a folder beside it, each with a manifest that names the head of every history."""

import hashlib
import hmac
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import msgspec

from readiness_app.domain.errors import ReadinessError, Refused, Unreadable
from readiness_app.domain.history import Head
from readiness_app.domain.retention import kept
from readiness_app.store import copies, disk, history, keys, rights
from readiness_app.store.database import Connection, Database
from readiness_app.store.header import is_encrypted
from readiness_app.store.identity import workspace_id
from readiness_app.store.integrity import check_file
from readiness_app.store.keys import Key

FORMAT = "readiness-backup"
_LARGEST_MANIFEST = 10_000_000  # bytes
_BLOCK = 1024 * 1024  # bytes
_DAY = 24 * 60 * 60  # seconds
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What stands beside a backup: the file's name, size in bytes and SHA-256, when it was made, and every history's head.

    `reviews` are ids, of an encrypted workspace `veiled`. `id` is that of the workspace: another one may have lain under
    the same name before. Manifests of earlier versions have none.
    """

    workspace: str
    made: datetime
    file: str
    size: int
    sha256: str
    reviews: Mapping[str, Head]
    format: str = FORMAT
    schema_version: int = 1
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup on disk."""

    path: Path
    manifest: Manifest

    @property
    def made(self) -> datetime:
        """When it was made."""
        return self.manifest.made


def folder_of(workspace: Path) -> Path:
    """Where the backups of a workspace lie: beside it, so that whoever finds the one finds the other."""
    return workspace.with_name(f"{workspace.stem}.backups")


def make(workspace: Path, at: datetime, key: Key | None = None) -> Backup:
    """A new backup. The copy is checked whole (pages, evidence, every chain) before it takes its name; earlier ones are never written over.

    An encrypted workspace is backed up with its `key`, under the same one; a copy of its key file lies with the backups.

    Raises Unreadable where the workspace is damaged or the backup cannot be written; the backups there are stay as they are.
    """
    folder = folder_of(workspace)
    part = folder / f"{workspace.stem}-{uuid4().hex}{workspace.suffix}.checking"  # several may be made at once
    try:
        folder.mkdir(mode=rights.of_folder(rights.of(workspace)), exist_ok=True)
        _sweep(folder)
        keep_key_file(workspace)
        copies.copy_to(workspace, part, key)
        own, reviews = checked(part, workspace.name, key)
        size, sha256 = digest(part)
        path = _claimed(folder, f"{workspace.stem}-{at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}", workspace.suffix)
        told = veiled(reviews, key)
        manifest = Manifest(workspace=workspace.name, made=at, file=path.name, size=size, sha256=sha256, reviews=told, id=own)
        # The manifest first: a file without one would not be found, a manifest without its file is passed over.
        _write(manifest_of(path), msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        if is_encrypted(part) is not is_encrypted(workspace):
            raise Unreadable(f"{workspace.name} was encrypted or decrypted meanwhile. No backup was made; earlier ones stay as they are.")
        part.replace(path)
        disk.flush(folder)
    except OSError as error:
        raise Unreadable(f"No backup of {workspace.name} was made: {error.strerror or error}. Earlier backups stay as they are.") from error
    finally:
        _remove(part)
    return Backup(path=path, manifest=manifest)


def due(workspace: Path, at: datetime, wait: timedelta, key: Key | None = None) -> bool:
    """True where the last backup is at least `wait` old and holds another history than the workspace; never for one without changes.

    A backup made after `at` counts as old: a clock that was set back must not put backups off. Raises Unreadable.
    """
    database = Database.open(workspace, read_only=True, key=key)
    try:
        with database.read() as connection:
            now = history.heads(connection)
    finally:
        database.close()
    newest = next(iter(held(workspace)), None)
    if newest is None:
        return any(length for length, _ in now.values())
    if timedelta(0) <= at - newest.made < wait:
        return False
    return veiled(now, key) != {review: (head.length, head.head) for review, head in newest.manifest.reviews.items()}


def held(workspace: Path) -> tuple[Backup, ...]:
    """The backups of a workspace, newest first; what has no manifest that can be read is none."""
    found = []
    folder = folder_of(workspace)
    for path in sorted(folder.glob(f"*{workspace.suffix}")) if folder.is_dir() else ():
        with suppress(OSError, msgspec.DecodeError, UnicodeError, RecursionError):
            manifest = msgspec.json.decode(_manifest_bytes(path), type=Manifest)
            ours = (manifest.format, manifest.file, manifest.workspace) == (FORMAT, path.name, workspace.name)
            if ours and manifest.made.tzinfo is not None:  # a time without a zone cannot be told before or after another
                found.append(Backup(path=path, manifest=manifest))
    return tuple(sorted(found, key=lambda backup: (backup.made, backup.path.name), reverse=True))


def thin(workspace: Path, now: datetime) -> tuple[Backup, ...]:
    """Removes the backups that need not be kept any longer and gives those that stay; the newest always does."""
    there = held(workspace)
    stay = kept((backup.made for backup in there), now)
    for backup in there:
        if backup.made not in stay:
            with suppress(OSError):  # one that cannot be removed now can be next time
                backup.path.unlink()
                manifest_of(backup.path).unlink(missing_ok=True)
    return tuple(backup for backup in there if backup.made in stay)


def check(backup: Backup, key: Key | None = None) -> None:
    """Raises Unreadable unless the backup is, byte for byte, what was made, and sound. An encrypted one opens with its `key`."""
    try:
        size, sha256 = digest(backup.path)
    except OSError as error:
        raise Unreadable(f"{backup.path.name} cannot be read: {error.strerror}. Nothing was changed; choose another backup.") from error
    if (size, sha256) != (backup.manifest.size, backup.manifest.sha256):
        raise Unreadable(f"{backup.path.name} is not what was backed up. Nothing was changed; choose another backup.")
    checked(backup.path, backup.path.name, key)


def put_back(backup: Backup, workspace: Path, at: datetime, key: Key | None = None) -> Path | None:
    """Puts a checked backup in the workspace's place; gives the name under which the former file is kept, or None where there was none.

    Raises Unreadable where backup or folder refuse, Refused for a plain backup of what is encrypted; the workspace is then as it was.
    """
    check(backup, key)
    if key is not None and not is_encrypted(backup.path):
        raise Refused(f"{backup.path.name} is not encrypted, {workspace.name} is. Nothing was changed; choose another backup.")
    part = workspace.with_name(f"{workspace.name}.part")
    aside = _free(workspace.parent, f"{workspace.stem}.before-restore-{at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}", workspace.suffix)
    try:
        _key_file_back(workspace)
        copies.copy_to(backup.path, part, key, like=workspace)
        _fold(workspace, key)
        former = _set_aside(workspace, aside)
        part.replace(workspace)
        disk.flush(workspace.parent)
    except OSError as error:
        raise Unreadable(f"{workspace.name} was not restored: {error.strerror}. It is as it was, or is called {aside.name}.") from error
    finally:
        _remove(part)
    return former


def _fold(workspace: Path, key: Key | None) -> None:
    """Brings what stands in the log into a file that is not damaged, so that the file alone is whole whenever this is interrupted."""
    with suppress(ReadinessError, OSError):
        if workspace.with_name(f"{workspace.name}-wal").exists():
            database = Database.open(workspace, key=key)
            try:
                database.fold_log()
            finally:
                database.close()


def heads(workspace: Path, key: Key | None = None) -> Mapping[str, Head] | None:
    """The head of every history in a workspace, or None where the file is too damaged to say, or encrypted and the `key` not known."""
    try:
        database = Database.open(workspace, read_only=True, key=key)
    except (ReadinessError, OSError):
        return None
    try:
        with database.read() as connection:
            return _heads(connection)
    except ReadinessError:
        return None
    finally:
        database.close()


def manifest_of(backup: Path) -> Path:
    """Where the manifest of a backup lies."""
    return backup.with_suffix(".json")


def _manifest_bytes(backup: Path) -> bytes:
    """The whole manifest, where it is a file of a size that ours have; raises OSError."""
    path = manifest_of(backup)
    if not path.is_file():
        raise FileNotFoundError(path)
    with path.open("rb") as file:
        return file.read(_LARGEST_MANIFEST)


def keep_key_file(workspace: Path) -> None:
    """Lays a copy of an encrypted workspace's key file with its backups; does nothing for a plain one. Raises OSError."""
    folder = folder_of(workspace)
    if folder.is_dir() and is_encrypted(workspace) and (held_key := keys.find(workspace)) is not None:
        keys.write(folder / keys.path_of(workspace).name, keys.read(held_key))


def _key_file_back(workspace: Path) -> None:
    """The copy of the key file back beside a workspace that lost its own."""
    there, copy = keys.path_of(workspace), folder_of(workspace) / keys.path_of(workspace).name
    if copy.exists() and not there.exists():
        keys.write(there, keys.read(copy))


def checked(path: Path, name: str, key: Key | None = None) -> tuple[str, Mapping[str, Head]]:
    """The id and the heads of a workspace file whose pages, evidence and chains are all sound; raises Unreadable."""
    database = Database.open(path, read_only=True, key=key)
    try:
        with database.read() as connection:
            if not check_file(connection).sound:
                raise Unreadable(f"{name} is damaged. Earlier backups stay as they are; look at it with `readiness check`.")
            return workspace_id(connection), _heads(connection)
    finally:
        database.close()


def veiled(reviews: Mapping[str, _Told], key: Key | None) -> dict[str, _Told]:
    """The same, as a manifest that everybody can read may name the reviews of an encrypted workspace: an id is made of the model's name."""
    return dict(reviews) if key is None else {veil(review, key): told for review, told in reviews.items()}


def veil(review: str, key: Key) -> str:
    """What stands for a review's id outside an encrypted workspace: the same each time, and nothing to whoever has not the key."""
    return hmac.new(key.key, b"readiness-review\0" + review.encode(), "sha256").hexdigest()[:32]


def _heads(connection: Connection) -> Mapping[str, Head]:
    return {review: Head(length=chain.length, head=chain.head) for review, chain in history.check(connection).items()}


def digest(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a file. Raises OSError."""
    hashed, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            hashed.update(block)
            size += len(block)
    return size, hashed.hexdigest()


def _free(folder: Path, stem: str, suffix: str) -> Path:
    number, path = 1, folder / f"{stem}{suffix}"
    while path.exists() or manifest_of(path).exists():
        number += 1
        path = folder / f"{stem}-{number}{suffix}"
    return path


def _claimed(folder: Path, stem: str, suffix: str) -> Path:
    """A name for a backup that nobody else has or gets: its manifest is there from now on, empty at first."""
    while True:
        path = _free(folder, stem, suffix)
        with suppress(FileExistsError), manifest_of(path).open("xb"):
            return path


def _set_aside(workspace: Path, aside: Path) -> Path | None:
    """The former file under another name, its log with it: what is damaged may still be read by somebody one day.

    It gets the second name before it loses the first, so that there is a workspace at every moment.
    """
    logs = [(workspace.with_name(workspace.name + end), aside.with_name(aside.name + end)) for end in ("-wal", "-shm")]
    there = workspace.exists()
    if there:
        _second_name(workspace, aside)
    for log, log_aside in logs:
        if log.exists():
            log.replace(log_aside)  # what is put back must not find it
    return aside if there else None


def _second_name(path: Path, other: Path) -> None:
    try:
        other.hardlink_to(path)
    except OSError:
        path.replace(other)  # where files can have one name only


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sweep(folder: Path) -> None:
    """Removes what a backup that was killed left behind, a day later: until then it may be another program's, still at work."""
    for part in folder.glob("*.checking*"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _DAY:
                part.unlink()


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            part.with_name(part.name + ending).unlink(missing_ok=True)
