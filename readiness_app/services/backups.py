"""Backing a workspace up and putting a backup back, with what would be missing said before it happens."""

import platform
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from readiness_app.domain.errors import NotFound, ReadinessError, Refused, Unreadable
from readiness_app.services import heads, reviewing
from readiness_app.services.kept_reports import KeptEdition, KeptPurge, kept_editions, kept_purges
from readiness_app.services.workspace import Workspace
from readiness_app.settings import heads_folder
from readiness_app.store import backups, history, holding, seen
from readiness_app.store.backups import Backup
from readiness_app.store.holding import Holder
from readiness_app.store.keys import Key

__all__ = ["EVERY", "Backup", "Restoration", "back_up", "back_up_if_due", "find", "held", "restoration", "restorations", "restore"]

NOBODY = "no name given"  # who put a backup back without having a name in the preferences
EVERY = timedelta(minutes=30)  # at most so often while somebody works


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """What putting a backup back would mean.

    `missing` changes are known, from the file or from what this machine saw of it last, and are not in the backup; None where the file
    cannot say. `brings_back` changes are in the backup and no longer in the file. `editions_missing` are sentences, one for each sealed
    edition, or signed copy of one, that is not in it, and for each purge that it would undo. `damaged` is True where its bytes are not
    those that were backed up.
    """

    backup: Backup
    missing: int | None
    reviews_missing: tuple[str, ...]
    brings_back: int = 0
    editions_missing: tuple[str, ...] = ()
    damaged: bool = False


def back_up(workspace: Path, at: datetime, key: Key | None = None) -> Backup:
    """A new, checked backup; older ones that need not be kept any longer are removed after it. Raises Unreadable."""
    made = backups.make(workspace, at, key)
    backups.thin(workspace, at)
    return made


def back_up_if_due(workspace: Path, at: datetime, wait: timedelta = EVERY, key: Key | None = None) -> Backup | None:
    """A new backup where something changed and the last one is at least `wait` old; None where none is due. Raises Unreadable."""
    return back_up(workspace, at, key) if backups.due(workspace, at, wait, key) else None


def held(workspace: Path) -> tuple[Backup, ...]:
    """The backups of a workspace, newest first."""
    return backups.held(workspace)


def find(workspace: Path, name: str = "", key: Key | None = None) -> Backup:
    """The backup with this file name; without one the newest that is sound. Raises NotFound."""
    there = held(workspace)
    if not there:
        raise NotFound(f"There is no backup of {workspace.name} in {backups.folder_of(workspace).name}. Nothing was changed.")
    if not name:
        return _newest_sound(there, workspace, key)
    for backup in there:
        if name in (backup.path.name, backup.path.stem):
            return backup
    raise NotFound(f"There is no backup {name}. Nothing was changed; the newest is {there[0].path.name}.")


def _newest_sound(there: tuple[Backup, ...], workspace: Path, key: Key | None) -> Backup:
    for backup in there:
        try:
            backups.check(backup, key)
        except Unreadable:
            continue
        return backup
    raise NotFound(f"None of the {len(there)} backups of {workspace.name} is sound. Nothing was changed.")


def restoration(workspace: Path, backup: Backup, key: Key | None = None) -> Restoration:
    """What would be missing after this backup was put back, and what it would bring back."""
    return _in_full(_restoration(backup, *_lengths(workspace, key)), _sealed(workspace, key), key)


def restorations(workspace: Path, key: Key | None = None) -> tuple[Restoration, ...]:
    """The same for every backup there is, newest first."""
    lengths, sealed = _lengths(workspace, key), _sealed(workspace, key)
    return tuple(_in_full(_restoration(backup, *lengths), sealed, key) for backup in held(workspace))


def _sealed(workspace: Path, key: Key | None) -> tuple[KeptEdition | KeptPurge, ...]:
    """The sealed editions of the workspace as it is, and what was purged in it; none where it cannot be read."""
    if workspace.exists():
        with suppress(ReadinessError), Workspace.open(workspace, read_only=True, key=key) as opened, opened.database.read() as connection:
            return *kept_editions(connection), *kept_purges(connection)
    return ()


def _in_full(found: Restoration, sealed: Iterable[KeptEdition | KeptPurge], key: Key | None) -> Restoration:
    """With the sealed editions and the purges that are not in it, and whether its bytes are those that were backed up."""
    manifest = found.backup.manifest
    named = ((one, manifest.reviews.get(backups.veil(one.review, key) if key else one.review)) for one in sealed)
    told = (one.missing_after(head.length if head else 0) for one, head in named)
    try:
        damaged = backups.digest(found.backup.path) != (manifest.size, manifest.sha256)
    except OSError:
        damaged = True
    return replace(found, editions_missing=tuple(one for one in told if one), damaged=damaged)


def _lengths(workspace: Path, key: Key | None) -> tuple[dict[str, int] | None, dict[str, int], dict[str, str]]:
    """How long each history is in the file and how long it was when this machine saw it last, named as in a manifest; and the plain ids."""
    there = backups.heads(workspace, key) if workspace.exists() else None
    if there is None:
        return None, {}, {}
    names = {backups.veil(review, key) if key else review: review for review in there}
    noted = seen.load(heads_folder(), workspace)
    before = {name: one.length for name, one in noted.reviews.items()} if noted else {}
    plain = {} if key else {name: name for name in before}
    return {name: there[review].length for name, review in names.items()}, before, plain | names


def _restoration(backup: Backup, now: dict[str, int] | None, before: dict[str, int], ids: dict[str, str]) -> Restoration:
    if now is None:
        return Restoration(backup=backup, missing=None, reviews_missing=())
    then = {name: head.length for name, head in backup.manifest.reviews.items()}
    known = {name: max(now.get(name, 0), before.get(name, 0)) for name in (*now, *before)}
    return Restoration(
        backup=backup,
        missing=sum(max(0, length - then.get(name, 0)) for name, length in known.items()),
        reviews_missing=tuple(ids[name] for name in known if name not in then and name in ids),
        brings_back=sum(max(0, length - now.get(name, 0)) for name, length in then.items()),
    )


def restore(workspace: Path, backup: Backup, at: datetime, by: str, key: Key | None = None) -> Path | None:
    """Puts the backup in the workspace's place; gives the file in which the former one is kept.

    The history of each review in it then says so in one more entry: who did it (`by`; nobody need be named in an emergency), which backup,
    where the former file is and how many entries are missing. Raises Refused while a window has the workspace open, Unreadable.
    """
    taken = holding.take(workspace, Holder(name="", machine=platform.node(), since=at))
    if isinstance(taken, Holder):
        raise Refused(f"{workspace.name} is open in a window: {taken.in_words()}. Nothing was changed; close it there first.")
    try:
        now, before, _ = _lengths(workspace, key)
        with heads.restoring(workspace, backup, at, key):
            former = backups.put_back(backup, workspace, at, key)
    finally:
        if taken is not None:
            taken.release()
    known = {name: max((now or {}).get(name, 0), before.get(name, 0)) for name in (*(now or {}), *before)}
    with suppress(ReadinessError, OSError):  # the backup is back all the same, and this machine has noted it outside the file
        _write_restored(workspace, backup, former, known, by, at, key)
    return former


def _write_restored(
    workspace: Path, backup: Backup, former: Path | None, known: Mapping[str, int], by: str, at: datetime, key: Key | None
) -> None:
    """One entry in each history of what was put back; `known` are lengths before, named as in a manifest."""
    told = {"backup": backup.path.name, "made": backup.made, "former": former.name if former else None}
    with Workspace.open(workspace, key=key) as opened, opened.database.write() as connection:
        for review, (length, _) in history.heads(connection).items():
            longest = known.get(backups.veil(review, key) if key else review, 0)
            after = {**told, "missing": max(0, longest - length) if longest else None}
            reviewing.write_entry(
                connection, review, operation="restore", target="history", before=None, after=after, by=by.strip() or NOBODY, at=at
            )
