"""Backing a workspace up and putting a backup back, with what would be missing said before it happens."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from readiness_app.domain.errors import NotFound, Refused, Unreadable
from readiness_app.domain.history import Head
from readiness_app.services import heads
from readiness_app.store import backups, holding
from readiness_app.store.backups import Backup
from readiness_app.store.holding import Holder
from readiness_app.store.keys import Key

__all__ = ["EVERY", "Backup", "Restoration", "back_up", "back_up_if_due", "find", "held", "restoration", "restorations", "restore"]

EVERY = timedelta(minutes=30)  # at most so often while somebody works


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """What putting a backup back would mean: how many changes made since would be missing; None where the file cannot say."""

    backup: Backup
    missing: int | None
    reviews_missing: tuple[str, ...]


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
    """What would be missing after this backup was put back."""
    return _restoration(backup, backups.heads(workspace, key) if workspace.exists() else None, key)


def restorations(workspace: Path, key: Key | None = None) -> tuple[Restoration, ...]:
    """The same for every backup there is, newest first."""
    now = backups.heads(workspace, key) if workspace.exists() else None
    return tuple(_restoration(backup, now, key) for backup in held(workspace))


def _restoration(backup: Backup, now: Mapping[str, Head] | None, key: Key | None) -> Restoration:
    if now is None:
        return Restoration(backup=backup, missing=None, reviews_missing=())
    then = {review: backup.manifest.reviews.get(backups.veil(review, key) if key else review) for review in now}
    missing = sum(max(0, now[review].length - (head.length if head else 0)) for review, head in then.items())
    return Restoration(backup=backup, missing=missing, reviews_missing=tuple(review for review, head in then.items() if head is None))


def restore(workspace: Path, backup: Backup, at: datetime, key: Key | None = None) -> Path | None:
    """Puts the backup in the workspace's place; gives the file in which the former one is kept.

    Raises Refused while a window has the workspace open, Unreadable.
    """
    taken = holding.take(workspace, Holder(name="", machine=platform.node(), since=at))
    if isinstance(taken, Holder):
        raise Refused(f"{workspace.name} is open in a window: {taken.in_words()}. Nothing was changed; close it there first.")
    try:
        with heads.restoring(workspace, backup, at, key):
            return backups.put_back(backup, workspace, at, key)
    finally:
        if taken is not None:
            taken.release()
