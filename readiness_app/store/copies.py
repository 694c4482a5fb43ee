"""A checked copy of a workspace file, taken while it is open."""

from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.store import rights
from readiness_app.store.keys import Key, unlock
from readiness_app.store.trouble import told


def copy_to(path: Path, target: Path, key: Key | None = None, *, like: Path | None = None) -> None:
    """Writes a copy of the workspace at `path` to `target`, whole or not at all; what lies there already is replaced.

    An encrypted workspace is copied with its `key`, and the copy opens with the same. The copy has the rights of `path`, or of a file
    `like` that is there.

    Raises Refused for a copy onto itself, Unreadable where it cannot be read or written.
    """
    if target.exists() and target.samefile(path):
        raise Refused(f"{target.name} is the workspace itself. Nothing was copied; choose another name.")
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        rights.lay(part, rights.of(like if like is not None and like.exists() else path))
        with (
            told(path.name, "Nothing was copied"),
            closing(driver.connect(str(path))) as source,
            closing(driver.connect(str(part))) as copy,
        ):
            unlock(source, key)
            unlock(copy, key)
            source.backup(copy)
            problems = copy.execute("PRAGMA integrity_check").fetchall()
        if problems != [("ok",)]:
            raise Unreadable(f"{path.name} is damaged. Nothing was copied; go back to a backup.")
        part.replace(target)
    except OSError as error:
        raise Unreadable(
            f"{target.name} cannot be written: {error.strerror or error}. Nothing was copied; choose another folder."
        ) from error
    finally:
        part.unlink(missing_ok=True)
