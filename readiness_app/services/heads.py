"""Histories against the heads that others noted: this machine when it saw them last, the backups, a report that somebody holds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from readiness_app.domain.errors import ReadinessError, Refused, Unreadable
from readiness_app.domain.history import Head
from readiness_app.services import reviewing
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
_UNNAMED = "A review"  # only the encrypted file that held it knows its name
_RESTORED, _SAID = "restored a backup", "said so"


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A history that does not hold a head which somebody noted.

    `source` is HERE, IN_A_BACKUP or ELSEWHERE and `where` names it; `at` is when the head was noted; `length` is how long the history is
    now, None where the review is gone. `noted_as` is how the note calls the review.
    """

    review: str
    known: Head
    source: str
    where: str
    at: datetime
    length: int | None
    noted_as: str = ""

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
        names = _Names.of(connection, workspace.key)
        found = _seen_here(connection, workspace.path, folder or heads_folder(), names)
        beside = tuple(_in_backups(connection, workspace.path, names))
    return Heads(departures=(*found.departures, *beside), elsewhere=found.elsewhere)


def look(workspace: Workspace, at: datetime, folder: Path | None = None) -> Heads:
    """What this machine saw last against what is there, which is noted as seen where it follows from that. Raises Unreadable."""
    folder = folder or heads_folder()
    with workspace.database.read() as connection:
        names = _Names.of(connection, workspace.key)
        found = _seen_here(connection, workspace.path, folder, names)
        _note(connection, workspace.path, at, folder, names, departed={one.noted_as for one in found.departures})
    return found


def note(workspace: Workspace, at: datetime, folder: Path | None = None) -> None:
    """Notes the heads as they stand, once changes were kept; what departed from what was seen stays noted as it was.

    A profile that cannot be written is passed over: this must never keep anybody from working.
    """
    with suppress(ReadinessError):
        look(workspace, at, folder)


def acknowledge(workspace: Workspace, at: datetime, by: str, reason: str, folder: Path | None = None) -> tuple[Departure, ...]:
    """Takes the histories as they are for what was seen, as a person's act; gives what had departed.

    Each history that departed and is still there gets an entry that says what was missing and why that is right; a workspace that is
    open read-only only has it noted on this machine. Raises Refused without a name or a reason, Unreadable.
    """
    reviewing.require_name(by)
    if not (reason := " ".join(reason.split())):
        raise Refused("Say why the histories are taken as they are. Nothing was changed.")
    folder = folder or heads_folder()
    with workspace.database.read() as connection:
        names = _Names.of(connection, workspace.key)
        found = _seen_here(connection, workspace.path, folder, names).departures
        beside = tuple(_in_backups(connection, workspace.path, names))
    if not workspace.read_only:
        _write_acknowledged(workspace, (*beside, *found), at, by, reason)
    with workspace.database.read() as connection:
        names = _Names.of(connection, workspace.key)
        now = _as_seen(at, names)
        own = workspace_id(connection)
    before = seen.load(folder, workspace.path)
    told = tuple(_acknowledgement(names.veiled(one.noted_as), one.known, by, at, _SAID, names.reason(reason)) for one in found)
    kept = (*names.veiled_all(before), *told)
    try:
        seen.save(folder, Seen(workspace=own, path=seen.place_of(workspace.path), reviews=now, acknowledged=kept))
        if beside:
            times = [one.at for one in beside]
            set_aside.note(workspace.path, SetAside(since=min(times), until=max(at, *times), by=by, act=_SAID))
    except OSError as error:
        raise Unreadable(f"It could not be noted ({error.strerror or error}). Nothing was changed; try again.") from error
    return (*found, *beside)


def _write_acknowledged(workspace: Workspace, departed: tuple[Departure, ...], at: datetime, by: str, reason: str) -> None:
    """One entry in each of these histories that is there, all of them or none."""
    there = {one.review: one for one in departed if one.length is not None}
    if not there:
        return
    with workspace.database.write() as connection:
        for review, one in there.items():
            told = {"reason": reason, "missing": one.missing, "known_length": one.known.length, "known_head": one.known.head}
            reviewing.write_entry(connection, review, operation="acknowledge", target="history", before=None, after=told, by=by, at=at)


def acknowledged(workspace: Workspace, folder: Path | None = None) -> tuple[Acknowledgement, ...]:
    """What was acknowledged on this machine about this workspace, oldest first."""
    found = seen.load(folder or heads_folder(), workspace.path)
    with workspace.database.read() as connection:
        names = _Names.of(connection, workspace.key)
    return tuple(_told(one, names) for one in found.acknowledged) if found else ()


def _told(one: Acknowledgement, names: "_Names") -> Acknowledgement:
    """With the review's id, or what the note calls one that only another file names, and who or what did it."""
    gone = f"a review no longer here, noted as {one.review[:12]}" if names.key else one.review
    return replace(one, review=names.by_noted.get(one.review, gone), by=one.by or "the program, as a backup was put back")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What a review is called in notes outside the file: by its id, or veiled where the file is encrypted, as an id tells of its subject.

    `by_noted` gives the id for both, `by_first` for the hash of a first entry: a note may be older than the encryption.
    """

    key: Key | None
    heads: Mapping[str, tuple[int, str]]
    firsts: Mapping[str, str]
    by_noted: Mapping[str, str]
    by_first: Mapping[str, str]

    @classmethod
    def of(cls, connection: Connection, key: Key | None) -> "_Names":
        """The names of the reviews in this file."""
        ids, firsts = history.heads(connection), history.first_hashes(connection)
        by_noted = {one: one for one in ids} | {name: one for one in ids for name in backups.veiled({one: one}, key)}
        return cls(key=key, heads=ids, firsts=firsts, by_noted=by_noted, by_first={first: one for one, first in firsts.items()})

    def length(self, review: str | None) -> int | None:
        """How long its history is now; None where there is none."""
        return self.heads[review][0] or None if review is not None and review in self.heads else None

    def hold(self, connection: Connection, review: str | None, known: Head) -> bool:
        """True where the history of this review holds that head, as its last entry or as an earlier one."""
        if review is None:
            return False
        same = self.heads.get(review) == (known.length, known.head)
        return same or history.hash_at(connection, review, known.length) == known.head

    def veiled(self, noted: str) -> str:
        """How a note calls it from now on; `noted` is an id, or how an earlier note called it."""
        review = self.by_noted.get(noted)
        return next(iter(backups.veiled({review: 0}, self.key))) if review else noted

    def veiled_all(self, note: Seen | None) -> tuple[Acknowledgement, ...]:
        """The acknowledgements of an earlier note, called as they are from now on, and with as much of the reason."""
        if note is None:
            return ()
        return tuple(replace(one, review=self.veiled(one.review), reason=self.reason(one.reason)) for one in note.acknowledged)

    def reason(self, given: str) -> str:
        """What a note keeps of a reason that a person gave: of an encrypted file nothing, as the history in it holds all."""
        return given if self.key is None else ""


def _of_backup(path: Path, backup: Backup, at: datetime, key: Key | None, before: Seen | None) -> Seen:
    database = Database.open(backup.path, read_only=True, key=key)
    try:
        with database.read() as connection:
            names = _Names.of(connection, database.key)
            own, now = workspace_id(connection), _as_seen(at, names)
    finally:
        database.close()
    told = tuple(
        _acknowledgement(review, Head(length=one.length, head=one.head), "", at, _RESTORED)
        for review, one in (before.reviews if before else {}).items()
        if one.length > (now[review].length if review in now else 0)
    )
    return Seen(workspace=own, path=seen.place_of(path), reviews=now, acknowledged=(*names.veiled_all(before), *told))


def _seen_here(connection: Connection, path: Path, folder: Path, names: _Names) -> Heads:
    own, there = workspace_id(connection), seen.load(folder, path)
    if there is not None and there.workspace == own:
        return Heads(departures=tuple(_departures(connection, there, HERE, names)))
    if there is not None and any(one.first in names.by_first for one in there.reviews.values()):
        # Another id over the same histories: an older format brought up to date again, or somebody who gave the file another id.
        same = {review: one for review, one in there.reviews.items() if one.first in names.by_first}
        return Heads(departures=tuple(_departures(connection, replace(there, reviews=same), HERE, names)))
    others = seen.elsewhere(folder, own, path)
    return Heads(elsewhere=tuple(one for other in others for one in _departures(connection, other, ELSEWHERE, names)))


def _departures(connection: Connection, there: Seen, source: str, names: _Names) -> Iterator[Departure]:
    for noted, one in there.reviews.items():
        review = names.by_noted.get(noted) or names.by_first.get(one.first)
        if names.hold(connection, review, known := Head(length=one.length, head=one.head)):
            continue
        yield Departure(
            review=review or (noted if names.key is None else _UNNAMED),
            known=known,
            source=source,
            where=there.path if source == ELSEWHERE else "",
            at=one.at,
            length=names.length(review),
            noted_as=noted,
        )


def _in_backups(connection: Connection, path: Path, names: _Names) -> Iterator[Departure]:
    """The longest history of each review that a backup of this workspace names and the file does not hold, unless that was meant."""
    own, meant, told = workspace_id(connection), set_aside.noted(path), set[str]()
    for backup in backups.held(path):
        if backup.manifest.id != own or set_aside.covers(meant, backup.made):
            continue
        for noted, known in backup.manifest.reviews.items():
            review = names.by_noted.get(noted)
            if noted in told or names.hold(connection, review, known):
                continue
            told.add(noted)
            yield Departure(
                review=review or (noted if names.key is None else _UNNAMED),
                known=known,
                source=IN_A_BACKUP,
                where=backup.path.name,
                at=backup.made,
                length=names.length(review),
                noted_as=noted,
            )


def _as_seen(at: datetime, names: _Names) -> dict[str, SeenHead]:
    return {
        names.veiled(review): SeenHead(length=length, head=head, first=names.firsts.get(review, ""), at=at)
        for review, (length, head) in names.heads.items()
        if length
    }


def _note(connection: Connection, path: Path, at: datetime, folder: Path, names: _Names, departed: set[str]) -> None:
    own, there = workspace_id(connection), seen.load(folder, path)
    if there is not None and there.workspace != own:
        if departed:
            return  # until a person has acknowledged it, what was seen stands
        there = None
    before = there.reviews if there else {}
    now = _as_seen(at, names) | {names.veiled(noted): before[noted] for noted in departed}
    if there is None or _heads_of(before) != _heads_of(now):
        with suppress(OSError):
            seen.save(folder, Seen(workspace=own, path=seen.place_of(path), reviews=now, acknowledged=names.veiled_all(there)))


def _heads_of(reviews: Mapping[str, SeenHead]) -> dict[str, tuple[int, str]]:
    return {review: (one.length, one.head) for review, one in reviews.items()}


def _acknowledgement(noted: str, known: Head, by: str, at: datetime, act: str, reason: str = "") -> Acknowledgement:
    return Acknowledgement(review=noted, length=known.length, head=known.head, by=by, at=at, act=act, reason=reason)


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
