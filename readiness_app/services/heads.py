"""Histories against the heads that others noted: this machine when it saw them last, the backups, a report that somebody holds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from readiness_app.domain.errors import ReadinessError, Unreadable
from readiness_app.domain.history import Head
from readiness_app.services.workspace import Workspace
from readiness_app.settings import heads_folder
from readiness_app.store import backups, history, seen, set_aside
from readiness_app.store.backups import Backup
from readiness_app.store.database import Connection, Database
from readiness_app.store.identity import workspace_id
from readiness_app.store.keys import Key
from readiness_app.store.seen import Acknowledgement, Seen, SeenHead
from readiness_app.store.set_aside import SetAside

__all__ = ["HERE", "IN_A_BACKUP", "Departure", "Heads", "acknowledge", "acknowledged", "compare", "look", "note", "restoring"]

HERE, IN_A_BACKUP, ELSEWHERE = "here", "backup", "elsewhere"
_RESTORED, _SAID = "restored a backup", "said so"


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A history that does not hold a head which somebody noted.

    `source` is HERE, IN_A_BACKUP or ELSEWHERE and `where` names it; `at` is when the head was noted; `length` is how long the history is
    now, None where the review is gone.
    """

    review: str
    known: Head
    source: str
    where: str
    at: datetime
    length: int | None

    @property
    def missing(self) -> int | None:
        """How many entries there are fewer; None where as many or more are there, but others."""
        fewer = self.known.length - (self.length or 0)
        return fewer if fewer > 0 else None

    @property
    def sentence(self) -> str:
        """What is the matter, for the person."""
        return _sentence(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """What a comparison found: histories that departed from what is known of this file, and how a copy elsewhere is further on."""

    departures: tuple[Departure, ...] = ()
    elsewhere: tuple[Departure, ...] = ()

    def sentence(self, name: str) -> str:
        """What the person should hear of it all, one sentence a review at most; empty where all is well."""
        if not self.departures:
            return ""
        told = {one.review: one.sentence for one in reversed(self.departures)}  # what was seen here goes before backups
        parts = [told[review] for review in dict.fromkeys(one.review for one in self.departures)]
        more = f" And {len(parts) - 3} more reviews." if len(parts) > 3 else ""
        return f"{name} was put back to an older state, or its history was written anew. {' '.join(parts[:3])}{more}"


def compare(workspace: Workspace, folder: Path | None = None) -> Heads:
    """Compares every history with what this machine saw last, and with the heads in the backups beside the file. Raises Unreadable."""
    with workspace.database.read() as connection:
        found = _seen_here(connection, workspace.path, folder or heads_folder())
        beside = tuple(_in_backups(connection, workspace.path))
    return Heads(departures=(*found.departures, *beside), elsewhere=found.elsewhere)


def look(workspace: Workspace, at: datetime, folder: Path | None = None) -> Heads:
    """What this machine saw last against what is there, which is noted as seen where it follows from that. Raises Unreadable."""
    folder = folder or heads_folder()
    with workspace.database.read() as connection:
        found = _seen_here(connection, workspace.path, folder)
        _note(connection, workspace.path, at, folder, kept={one.review for one in found.departures})
    return found


def note(workspace: Workspace, at: datetime, folder: Path | None = None) -> None:
    """Notes the heads as they stand, once changes were kept; what departed from what was seen stays noted as it was.

    A profile that cannot be written is passed over: this must never keep anybody from working.
    """
    with suppress(ReadinessError):
        look(workspace, at, folder)


def acknowledge(workspace: Workspace, at: datetime, by: str, folder: Path | None = None) -> tuple[Departure, ...]:
    """Takes the histories as they are for what was seen, as a person's act; gives what had departed. Raises Unreadable."""
    folder = folder or heads_folder()
    with workspace.database.read() as connection:
        found = _seen_here(connection, workspace.path, folder).departures
        beside = tuple(_in_backups(connection, workspace.path))
        now = _as_seen(connection, at)
        own = workspace_id(connection)
    before = seen.load(folder, workspace.path)
    told = tuple(_acknowledgement(one, by, at, _SAID) for one in found)
    kept = (*before.acknowledged, *told) if before else told
    try:
        seen.save(folder, Seen(workspace=own, path=seen.place_of(workspace.path), reviews=now, acknowledged=kept))
        if beside:
            times = [one.at for one in beside]
            set_aside.note(workspace.path, SetAside(since=min(times), until=max(at, *times), by=by, act=_SAID))
    except OSError as error:
        raise Unreadable(f"It could not be noted ({error.strerror or error}). Nothing was changed; try again.") from error
    return (*found, *beside)


def acknowledged(workspace: Workspace, folder: Path | None = None) -> tuple[Acknowledgement, ...]:
    """What was acknowledged on this machine about this workspace, oldest first."""
    found = seen.load(folder or heads_folder(), workspace.path)
    return found.acknowledged if found else ()


@contextmanager
def restoring(path: Path, backup: Backup, at: datetime, key: Key | None, folder: Path | None = None) -> Iterator[None]:
    """A block that puts a backup in a workspace's place: whoever does so knows that the history is an older one.

    Noted before it happens, so that a program killed within gives no false alarm, and taken back where the block raises.
    """
    folder = folder or heads_folder()
    before = seen.load(folder, path)
    mark = SetAside(since=backup.made, until=at, by="", act=_RESTORED)
    with suppress(ReadinessError, OSError):
        seen.save(folder, _of_backup(path, backup, at, key, before))
        set_aside.note(path, mark)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            set_aside.take_back(path, mark)
            if before is not None:
                seen.save(folder, before)
        raise


def _of_backup(path: Path, backup: Backup, at: datetime, key: Key | None, before: Seen | None) -> Seen:
    database = Database.open(backup.path, read_only=True, key=key)
    try:
        with database.read() as connection:
            own, now = workspace_id(connection), _as_seen(connection, at)
    finally:
        database.close()
    earlier = before.reviews if before else {}
    told = tuple(
        Acknowledgement(review=review, length=one.length, head=one.head, by="", at=at, act=_RESTORED)
        for review, one in earlier.items()
        if one.length > (now[review].length if review in now else 0)
    )
    kept = (*before.acknowledged, *told) if before else told
    return Seen(workspace=own, path=seen.place_of(path), reviews=now, acknowledged=kept)


def _seen_here(connection: Connection, path: Path, folder: Path) -> Heads:
    own, there = workspace_id(connection), seen.load(folder, path)
    if there is not None and there.workspace == own:
        return Heads(departures=tuple(_departures(connection, there.reviews, HERE, "", gone=True)))
    if there is not None and (same := _of_same_first(connection, there)):
        # Another id over the same histories: an older format brought up to date again, or somebody who gave the file another id.
        return Heads(departures=tuple(_departures(connection, same, HERE, "", gone=False)))
    further = [
        one
        for other in seen.elsewhere(folder, own, path)
        for one in _departures(connection, other.reviews, ELSEWHERE, other.path, gone=True)
    ]
    return Heads(elsewhere=tuple(further))


def _of_same_first(connection: Connection, there: Seen) -> dict[str, SeenHead]:
    return {review: one for review, one in there.reviews.items() if one.first and history.first_hash(connection, review) == one.first}


def _departures(connection: Connection, known: Mapping[str, SeenHead], source: str, where: str, *, gone: bool) -> Iterator[Departure]:
    for review, one in known.items():
        if history.hash_at(connection, review, one.length) == one.head:
            continue
        length, _ = history.head(connection, review)
        if length or gone:
            head = Head(length=one.length, head=one.head)
            yield Departure(review=review, known=head, source=source, where=where, at=one.at, length=length or None)


def _in_backups(connection: Connection, path: Path) -> Iterator[Departure]:
    """The longest history of each review that a backup of this workspace names and the file does not hold, unless that was meant."""
    own, meant, told = workspace_id(connection), set_aside.noted(path), set[str]()
    for backup in backups.held(path):
        if backup.manifest.id != own or set_aside.covers(meant, backup.made):
            continue
        for review, known in backup.manifest.reviews.items():
            if review in told or history.hash_at(connection, review, known.length) == known.head:
                continue
            told.add(review)
            length, _ = history.head(connection, review)
            yield Departure(review=review, known=known, source=IN_A_BACKUP, where=backup.path.name, at=backup.made, length=length or None)


def _as_seen(connection: Connection, at: datetime) -> dict[str, SeenHead]:
    return {
        review: SeenHead(length=length, head=head, first=history.first_hash(connection, review), at=at)
        for review, (length, head) in history.heads(connection).items()
        if length
    }


def _note(connection: Connection, path: Path, at: datetime, folder: Path, kept: set[str]) -> None:
    own, there = workspace_id(connection), seen.load(folder, path)
    if there is not None and there.workspace != own:
        if kept:
            return  # until a person has acknowledged it, what was seen stands
        there = None
    before = there.reviews if there else {}
    now = dict(_as_seen(connection, at)) | {review: before[review] for review in kept}
    if there is None or _heads_of(before) != _heads_of(now):
        with suppress(OSError):
            told = there.acknowledged if there else ()
            seen.save(folder, Seen(workspace=own, path=seen.place_of(path), reviews=now, acknowledged=told))


def _heads_of(reviews: Mapping[str, SeenHead]) -> dict[str, tuple[int, str]]:
    return {review: (one.length, one.head) for review, one in reviews.items()}


def _acknowledgement(one: Departure, by: str, at: datetime, act: str) -> Acknowledgement:
    return Acknowledgement(review=one.review, length=one.known.length, head=one.known.head, by=by, at=at, act=act)


def _sentence(one: Departure) -> str:
    when = f"{one.at.astimezone():%Y-%m-%d %H:%M}"
    noted = {
        HERE: f"this machine saw it on {when}",
        IN_A_BACKUP: f"the backup {one.where} was made",
        ELSEWHERE: f"this machine saw it as {Path(one.where).name} on {when}",
    }[one.source]
    had = _entries(one.known.length)
    if one.length is None:
        return f"{one.review} is not there; it had {had} when {noted}."
    if one.missing:
        last = "the last one is" if one.missing == 1 else f"the last {one.missing} are"
        return f"{one.review} had {had} when {noted}, and has {one.length} now: {last} missing."
    return f"{one.review} had {had} when {noted}; entry {one.known.length} is another one now."


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
