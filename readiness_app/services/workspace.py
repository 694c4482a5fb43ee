"""A workspace: one `*.readiness` file that holds reviews, their evidence and their history."""

import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from readiness_app.domain.errors import ReadinessError, Refused, Unreadable
from readiness_app.settings import seals_folder
from readiness_app.store import holding
from readiness_app.store.database import FORMAT_VERSION, Database, can_write, check_header, fitting
from readiness_app.store.holding import Hold
from readiness_app.store.holding import Holder as Holder  # the window names it too
from readiness_app.store.keys import Key


class Workspace:
    """An open workspace. `database` is for the services alone; everybody else passes the workspace to them."""

    def __init__(self, database: Database, *, read_only: bool) -> None:
        self.database = database
        self.read_only = read_only
        self.held_by: Holder | None = None
        self._hold: Hold | None = None
        self._seen = database.data_version()

    @classmethod
    def create(cls, path: Path, at: datetime | None = None, seals: Path | None = None) -> Self:
        """A new, empty workspace at this path, and its seal in the folder `seals` (None: the person's own), valid from `at` (None: now).

        Raises Refused where something lies there already, Unreadable where it cannot be written.
        """
        if path.exists():
            raise Refused(f"{path.name} exists already. It was left as it is; open it, or choose another name.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unreadable(f"{path} cannot be made: {error.strerror or error}. Nothing was changed; choose another folder.") from error
        made = cls(Database.create(path), read_only=False)
        # Cryptography is loaded by the first workspace that is made, never at start.
        from readiness_app.services.seals import make_seal

        with suppress(ReadinessError):  # a profile that cannot be written keeps nobody from working; sealing says so when it matters
            make_seal(made.database, at or datetime.now(UTC), seals or seals_folder())
        return made

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, key: Key | None = None) -> Self:
        """An existing workspace, with its key where it is encrypted.

        Raises NeedsKey where that is missing, Unreadable for what is missing, foreign, damaged or newer, and leaves it untouched.
        """
        return cls(Database.open(path, read_only=read_only, key=key), read_only=read_only)

    @classmethod
    def open_or_create(cls, path: Path, key: Key | None = None) -> Self:
        """The workspace at this path, made if there is none."""
        return cls.open(path, key=key) if path.exists() else cls.create(path)

    @classmethod
    def open_for_window(cls, path: Path, name: str, *, key: Key | None = None) -> Self:
        """The workspace for a window of this person: held, so that a second window finds it to read only, with `held_by` set.

        Read-only too where file or folder are write-protected. Raises as `open` does.
        """
        if not path.exists() or not can_write(path):
            return cls.open(path, read_only=path.exists(), key=key)
        taken = holding.take(path, Holder(name=name.strip(), machine=platform.node(), since=datetime.now(UTC)))
        try:
            workspace = cls.open(path, read_only=isinstance(taken, Holder), key=key)
        except BaseException:
            if isinstance(taken, Hold):
                taken.release()
            raise
        workspace.held_by = taken if isinstance(taken, Holder) else None
        workspace._hold = taken if isinstance(taken, Hold) else None
        return workspace

    @staticmethod
    def is_older(path: Path, key: Key | None = None) -> bool:
        """True for a workspace of an earlier format that can be brought up to date here; raises NeedsKey and Unreadable as `open` does."""
        older = check_header(path) < FORMAT_VERSION and can_write(path)
        if older:
            fitting(path, key)
        return older

    @staticmethod
    def bring_up_to_date(path: Path, key: Key | None = None) -> Path | None:
        """Brings an older workspace to today's format, which may take a while; gives the checked copy that is kept. Raises Unreadable."""
        from readiness_app.store.upgrade import upgrade  # Alembic is slow to import and hardly ever needed

        return upgrade(path, fitting(path, key))

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.database.path

    @property
    def key(self) -> Key | None:
        """What opens the file and its backups; None where they are not encrypted."""
        return self.database.key

    @property
    def written(self) -> int:
        """How many writes from here were kept since it was opened."""
        return self.database.written

    def changed_elsewhere(self) -> bool:
        """True once after another process has written to the file since the last call."""
        now = self.database.data_version()
        changed, self._seen = now != self._seen, now
        return changed

    def take_notice(self) -> str:
        """Once, what the person should hear although everything is saved, such as that the disk reports errors; else an empty text."""
        notice, self.database.notice = self.database.notice, ""
        return notice

    def close(self) -> None:
        """Closes the file and lets go of it; the workspace cannot be used afterwards."""
        try:
            self.database.close()
        finally:
            hold, self._hold = self._hold, None
            if hold is not None:
                hold.release()

    def __enter__(self) -> Self:
        """The workspace itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Closes the file."""
        self.close()
