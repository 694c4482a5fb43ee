"""Encrypting a workspace with everything that belongs to it, and the way back: each file is exported into a new one and checked whole."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as driver

from readiness_app.domain.errors import ReadinessError, Refused, Unreadable
from readiness_app.store import backups, conversion, keys
from readiness_app.store.backups import Backup, Manifest
from readiness_app.store.conversion import Plan
from readiness_app.store.database import Database
from readiness_app.store.header import APPLICATION_ID, ENCRYPTED_ID, check_header, is_encrypted
from readiness_app.store.keys import PLAIN_HEADER, Key, KeyFile, unlock
from readiness_app.store.trouble import told

Step = Callable[[float, str], None]
_KEPT = "Nothing was changed"
_KINDS = ("format", "before-restore", "rescued")  # copies that the program itself lays beside a workspace
_WAIT = 10_000  # milliseconds that another program has to let go


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """From which key to which; None is plain. `key_file` lies beside the workspace afterwards."""

    workspace: Path
    old: Key | None
    new: Key | None
    key_file: KeyFile | None
    step: Step


def encrypt(workspace: Path, key: Key, key_file: KeyFile, step: Step) -> None:
    """Encrypts the workspace, its backups and its copies. `step` hears how far it is and may raise to stop it.

    Raises Refused, naming them, where files that belong to it are damaged, Unreadable where disk or file refuse; all files are then as they
    were. The caller holds the workspace.
    """
    if keys.path_of(workspace).exists():
        raise Refused(f"There is already a {keys.path_of(workspace).name}, which may open something else. {_KEPT}; move it away first.")
    _convert(_Change(workspace=workspace, old=None, new=key, key_file=key_file, step=step))


def decrypt(workspace: Path, key: Key, step: Step) -> None:
    """Makes the workspace, its backups and its copies plain again, and removes their key file. Raises as `encrypt` does."""
    _convert(_Change(workspace=workspace, old=key, new=None, key_file=None, step=step))


def _convert(change: _Change) -> None:
    workspace = change.workspace
    Database.open(workspace, key=change.old).close()  # brings an older one up to date, and a log that a killed program left into the file
    try:
        with told(workspace.name, _KEPT), conversion.prepared(workspace) as folder:
            with _alone(workspace, change.old) as source:
                plan = _made_ready(folder, source, change)
                conversion.flush(workspace)
                as_exported = _state(workspace)
            # Closed, because Windows replaces no open file. Whoever comes now is turned away by the folder; what does not look is noticed.
            if _state(workspace) != as_exported:
                raise Refused(f"{workspace.name} was written by another program meanwhile. {_KEPT}; try again.")
            conversion.commit(workspace, plan)
    except OSError as error:
        raise Unreadable(f"{workspace.name} cannot be converted: {error.strerror or error}. {_KEPT}; make room there.") from error


def _made_ready(folder: Path, source: Any, change: _Change) -> Plan:
    """All new files in the folder, each checked, and the plan that puts them in place."""
    workspace = change.workspace
    held, loose = backups.held(workspace), _loose(workspace, encrypted=change.old is not None)
    _refuse_linked(workspace, held, loose)
    _refuse_damaged(workspace, held, loose, change)
    moves = [*_key_files(folder, change), *_main(folder, source, change)]
    for number, backup in enumerate(held, start=1):
        change.step(number / (len(held) + len(loose) + 1), backup.path.name)
        moves += _backup(folder, number, backup, change)
    for number, path in enumerate(loose, start=len(held) + 1):
        change.step(number / (len(held) + len(loose) + 1), path.name)
        moves += _copy(folder, number, path, change)
    change.step(1.0, workspace.name)
    if (held, loose) != (backups.held(workspace), _loose(workspace, encrypted=change.old is not None)):
        raise Refused(f"A backup of {workspace.name} was made meanwhile. {_KEPT}; try again.")
    return Plan(moves=tuple(moves), removals=tuple(_removals(change, loose)))


def _state(workspace: Path) -> tuple[int, int]:
    """What a write to the file changes. It is never opened for that: closing it again would end the lock of this process on it."""
    status = workspace.stat()
    return status.st_size, status.st_mtime_ns


@contextmanager
def _alone(workspace: Path, key: Key | None) -> Iterator[Any]:
    """A connection that keeps every other program out of the file, whose log is folded in."""
    with closing(driver.connect(str(workspace), isolation_level=None)) as source:
        unlock(source, key)
        source.execute(f"PRAGMA busy_timeout={_WAIT}")
        if source.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
            raise Refused(f"{workspace.name} is open in another program. {_KEPT}; close it there first.")
        source.execute("PRAGMA locking_mode=EXCLUSIVE")
        source.execute("BEGIN EXCLUSIVE")
        source.execute("COMMIT")  # the lock stays until the connection is closed
        yield source


def _loose(workspace: Path, *, encrypted: bool) -> tuple[Path, ...]:
    """Other copies of the workspace that lie about: of an older format, set aside, rescued, and backups of it under another name."""
    stem, suffix = workspace.stem, workspace.suffix
    beside = [path for kind in _KINDS for path in workspace.parent.glob(f"{stem}.{kind}-*{suffix}")]
    folder, known = backups.folder_of(workspace), {backup.path for backup in backups.held(workspace)}
    inside = [path for path in folder.glob(f"*{suffix}") if path not in known]
    found = [path for path in (*beside, *inside) if path.is_file()]
    return tuple(sorted(path for path in found if not _is_other_kind(path, encrypted=encrypted)))


def _is_other_kind(path: Path, *, encrypted: bool) -> bool:
    """True for what is already as it is to be; a damaged file counts as what has to be looked at."""
    try:
        return is_encrypted(path) is not encrypted
    except Unreadable:
        return False


def _refuse_linked(workspace: Path, held: tuple[Backup, ...], loose: tuple[Path, ...]) -> None:
    """A file with a second name would stay as it is under that; one on another disk cannot be put in place at once."""
    files = (workspace, *(backup.path for backup in held), *loose)
    if linked := [path.name for path in files if path.is_symlink() or path.stat().st_nlink > 1]:
        raise Refused(f"{', '.join(linked)}: a link, or a file with a second name. {_KEPT}; do it where the file lies, under one name.")
    folder = backups.folder_of(workspace)
    if folder.exists() and (folder.is_symlink() or folder.stat().st_dev != workspace.parent.stat().st_dev):
        raise Refused(f"{folder.name} lies elsewhere. {_KEPT}; put it beside {workspace.name} itself first.")


def _refuse_damaged(workspace: Path, held: tuple[Backup, ...], loose: tuple[Path, ...], change: _Change) -> None:
    bad = []
    for backup in held:
        try:
            backups.check(backup, change.old)
        except ReadinessError:
            bad.append(str(backup.path.relative_to(workspace.parent)))
    for path in loose:
        try:
            check_header(path)
            with closing(_source(path, change.old)) as source:
                sound = source.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except (Unreadable, driver.Error):
            sound = False
        if not sound:
            bad.append(str(path.relative_to(workspace.parent)))
    if bad:
        raise Refused(f"These files belong to {workspace.name} and are damaged: {', '.join(bad)}. {_KEPT}; move or delete them first.")


def _key_files(folder: Path, change: _Change) -> list[tuple[str, str]]:
    if change.key_file is None:
        return []
    places = [keys.path_of(change.workspace).name]
    if backups.folder_of(change.workspace).is_dir():
        places.append(f"{backups.folder_of(change.workspace).name}/{places[0]}")
    for number, _ in enumerate(places):
        keys.write(folder / f"key-{number}", change.key_file)
    return [(f"key-{number}", place) for number, place in enumerate(places)]


def _removals(change: _Change, loose: tuple[Path, ...]) -> Iterator[str]:
    workspace, folder = change.workspace, backups.folder_of(change.workspace)
    for path in _unfinished(workspace):
        yield path.relative_to(workspace.parent).as_posix()
    for path in loose:
        for ending in ("-wal", "-shm", "-journal"):
            log = path.with_name(path.name + ending)
            if log.exists():
                yield log.relative_to(workspace.parent).as_posix()
    if change.new is None:
        name = keys.path_of(workspace).name
        yield name
        yield f"{folder.name}/{name}"


def _unfinished(workspace: Path) -> Iterator[Path]:
    """What a killed program left of a copy or a backup."""
    stem, suffix, folder = workspace.stem, workspace.suffix, backups.folder_of(workspace)
    for ending in (".part", ".part-journal", ".part-wal", ".part-shm", ".key.part"):
        yield from workspace.parent.glob(f"{workspace.name}{ending}")
        for kind in _KINDS:
            yield from workspace.parent.glob(f"{stem}.{kind}-*{suffix}{ending}")
    yield from folder.glob(f"*{suffix}*.checking*")
    yield from folder.glob(f"*{suffix}.part*")


def _main(folder: Path, source: Any, change: _Change) -> list[tuple[str, str]]:
    part = folder / "workspace"
    change.step(0.0, change.workspace.name)
    _export(source, part, change.new)
    shutil.copymode(change.workspace, part)
    backups.checked(part, change.workspace.name, change.new)
    return [(part.name, change.workspace.name)]


def _backup(folder: Path, number: int, backup: Backup, change: _Change) -> list[tuple[str, str]]:
    part = folder / f"backup-{number}"
    with closing(_source(backup.path, change.old)) as source:
        _export(source, part, change.new)
    shutil.copymode(backup.path, part)
    _, heads = backups.checked(part, backup.path.name, change.new)
    if backups.veiled(heads, change.old) != backup.manifest.reviews:
        raise Unreadable(f"{backup.path.name} does not come out as it went in. {_KEPT}; move it away first.")
    where = backups.folder_of(change.workspace).name
    return [(part.name, f"{where}/{backup.path.name}"), *_described(part, backup.path, where, change)]


def _described(part: Path, backup: Path, where: str, change: _Change) -> list[tuple[str, str]]:
    """The manifest of a backup, with what is true of its new file."""
    place, described = backups.manifest_of(backup), part.with_name(f"{part.name}.manifest")
    with suppress(msgspec.DecodeError, FileNotFoundError):
        manifest = msgspec.json.decode(place.read_bytes(), type=Manifest)
        size, sha256 = backups.digest(part)
        heads = backups.veiled(backups.checked(part, backup.name, change.new)[1], change.new)
        manifest = replace(manifest, size=size, sha256=sha256, reviews=heads)
        described.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        return [(described.name, f"{where}/{place.name}")]
    return []


def _copy(folder: Path, number: int, path: Path, change: _Change) -> list[tuple[str, str]]:
    part = folder / f"copy-{number}"
    with closing(_source(path, change.old)) as source:
        _export(source, part, change.new)
    shutil.copymode(path, part)
    place, where = path.relative_to(change.workspace.parent).as_posix(), backups.folder_of(change.workspace).name
    return [(part.name, place), *(_described(part, path, where, change) if path.parent != change.workspace.parent else ())]


def _source(path: Path, key: Key | None) -> Any:
    """A connection to read from; where there is no log the file is all there is, and nothing is laid beside it."""
    mode = "mode=rw" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
    connection = driver.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
    unlock(connection, key)
    return connection


def _export(source: Any, part: Path, key: Key | None) -> None:
    """Everything in `source` in a new file under another key, without what was deleted; raises Unreadable unless it is sound.

    It is flushed as a whole before it is put in place, so it needs no journal of its own.
    """
    source.execute("ATTACH ? AS made KEY ?", (str(part), keys.raw(key)))
    try:
        source.execute("PRAGMA made.journal_mode=OFF")
        source.execute("PRAGMA made.synchronous=OFF")
        if key is not None:
            source.execute(f"PRAGMA made.cipher_plaintext_header_size={PLAIN_HEADER}")
        source.execute("SELECT sqlcipher_export('made')").fetchall()
        source.execute(f"PRAGMA made.application_id={APPLICATION_ID if key is None else ENCRYPTED_ID}")
        version = source.execute("PRAGMA main.user_version").fetchone()[0]
        source.execute(f"PRAGMA made.user_version={version}")
        problems = source.execute("PRAGMA made.integrity_check").fetchall()
    finally:
        source.execute("DETACH made")
    if problems != [("ok",)]:
        raise Unreadable(f"{part.name} did not come out whole. {_KEPT}; check the disk.")
