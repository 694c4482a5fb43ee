"""Whether an open workspace file still lies where it was opened, and what is saved of it where it does not."""

from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver

from readiness_app.domain.errors import Unreadable
from readiness_app.settings import default_workspace
from readiness_app.store import rights
from readiness_app.store.header import is_encrypted
from readiness_app.store.keys import Key, unlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file by what the system knows it by: path, device and inode (on Windows volume and file index)."""

    path: Path
    device: int
    inode: int
    rights: int = rights.ALONE

    @classmethod
    def of(cls, path: Path) -> "Place":
        """The place of an existing file; raises Unreadable where there is none."""
        try:
            status = path.stat()
        except OSError as error:
            raise Unreadable(f"{path.name} cannot be opened: {error.strerror}. Nothing was changed; check where it lies.") from error
        return cls(path=path, device=status.st_dev, inode=status.st_ino, rights=status.st_mode & 0o777)

    def still_there(self) -> bool:
        """True while the same file is found under the same name. What cannot be found out for other reasons is left to the database."""
        try:
            status = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True
        return (status.st_dev, status.st_ino) == (self.device, self.inode)


def lost_in_words(place: Place, connection: Any, *, read_only: bool, key: Key | None = None) -> str:
    """What became of the file, said after what was saved in it was made safe. `connection` is an open driver's connection to it.

    A file that only has another name gets everything from its log. One that has no name any more is written out under a new name,
    with the `key` of the one it was.
    """
    name, found = place.path.name, _name_now(place)
    if found is not None:
        folded = read_only or fold(connection)
        saved = "everything saved before is in it" if folded else f"some of what was saved before is still in {name}-wal, keep that"
        return f"{name} was renamed or moved while it was open and is now {found}. Nothing more was saved; {saved}. Open it there."
    if key is None and _encrypted_now(place.path):  # everything saved went along, and no plain copy may appear beside it
        return f"{name} was encrypted while it was open. Nothing more was saved; everything saved before is in it. Open it again."
    what = "was replaced by another file" if place.path.exists() else "was deleted or moved away"
    kept = None if read_only else _written_out(place.path.parent, place, connection, key)
    if kept is None and not read_only and key is None:  # the whole folder went; the key file of an encrypted one went along
        kept = _written_out(default_workspace().parent, place, connection, key)
    if not read_only:
        fold(connection)  # its log lies under the old name: what has that name now must not find it
    if kept is None:
        return f"{name} {what} while it was open. Nothing more was saved, and nothing was written into another file."
    where = f"beside it as {kept.name}" if kept.parent == place.path.parent else f"as {kept}"
    return f"{name} {what} while it was open. Nothing more was saved; everything saved before is kept {where}, open that."


def fold(connection: Any) -> bool:
    """Brings the log into the file it belongs to, wherever that is called now; False where that was not possible."""
    with suppress(driver.Error):
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return bool(busy == 0)
    return False


def _name_now(place: Place) -> Path | None:
    """The file's present name, where the system tells it (Linux) or it still lies in the same folder."""
    for candidate in (*_open_here(), *_neighbours(place.path)):
        with suppress(OSError):
            status = candidate.stat()
            if (status.st_dev, status.st_ino) == (place.device, place.inode):
                return candidate
    return None


def _open_here() -> list[Path]:
    folder, found = Path("/proc/self/fd"), []
    with suppress(OSError):
        for handle in folder.iterdir():
            with suppress(OSError):
                found.append(handle.readlink())
    return found


def _neighbours(path: Path) -> list[Path]:
    with suppress(OSError):
        return [one for one in path.absolute().parent.iterdir() if one.is_file()]
    return []


def _encrypted_now(path: Path) -> bool:
    try:
        return is_encrypted(path)
    except Unreadable:
        return False


def _written_out(folder: Path, place: Place, connection: Any, key: Key | None) -> Path | None:
    """A copy in `folder` of what the connection still sees; None where it cannot be written."""
    stem = f"{place.path.stem}.rescued-{datetime.now(UTC):%Y-%m-%dT%H-%M-%SZ}"
    path, number = folder / f"{stem}{place.path.suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{place.path.suffix}"
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        rights.lay(part, place.rights)
        with closing(driver.connect(str(part))) as target:
            unlock(target, key)
            connection.backup(target)
            if target.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return None
        part.replace(path)
    except (OSError, driver.Error):
        return None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return path
