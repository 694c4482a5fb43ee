"""Several files beside each other that change as one: made ready in a folder beside the workspace, put in place by a plan.

Without a plan in the folder nothing has changed yet, and what is there is removed. With one the change is decided, and what is left of it
is done by whoever opens the workspace next. So a program that is killed, or a power cut, leaves all files old or all files new.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from readiness_app.domain.errors import Unreadable
from readiness_app.store import disk, holding
from readiness_app.store.holding import Holder

_PLAN = "plan.json"
_TRIES, _PAUSE = 20, 0.1  # seconds
_under_way: set[str] = set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`moves` are files in the folder and where they go, `removals` what goes away; places are relative to the workspace's folder."""

    moves: tuple[tuple[str, str], ...]
    removals: tuple[str, ...]


def folder_of(workspace: Path) -> Path:
    """Where the new files are made ready."""
    return workspace.with_name(f"{workspace.name}.converting")


@contextmanager
def prepared(workspace: Path) -> Iterator[Path]:
    """An empty folder for the new files, for a caller that holds the workspace; afterwards it is gone, unless a plan was left undone."""
    folder, name = folder_of(workspace), os.path.realpath(workspace)
    settle(workspace)
    _under_way.add(name)
    try:
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            if not (folder / _PLAN).exists():
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        _under_way.discard(name)


def flush(workspace: Path) -> None:
    """Makes all new files last, and the folder they are in; what is slow about deciding is done then. Raises OSError."""
    folder = folder_of(workspace)
    for file in folder.iterdir():
        disk.flush(file)
    disk.flush(folder)
    disk.flush(folder.parent)  # else the folder could be gone after a power cut, and some of its files already in place


def commit(workspace: Path, plan: Plan) -> None:
    """Decides the change of files that were flushed, then makes it. No file that the plan names may be open here: Windows keeps such a one.

    Raises OSError where it cannot be decided, Unreadable where it cannot be ended: the rest is done when the workspace is opened next.
    """
    folder = folder_of(workspace)
    for place in (*(target for _, target in plan.moves), *plan.removals):
        _beside(workspace, place)
    part = folder / f"{_PLAN}.part"
    part.write_bytes(msgspec.json.encode(plan))
    disk.flush(part)
    part.replace(folder / _PLAN)
    try:
        disk.flush(folder)
    except OSError:
        (folder / _PLAN).unlink()  # whether it would last is not certain, and nothing was moved yet
        raise
    try:
        _finish(workspace)
    except OSError as error:
        raise Unreadable(f"{workspace.name} is converted in part: {_why(error)}. The rest follows when it is opened next.") from error


def settle(workspace: Path) -> None:
    """Ends what a conversion that was killed left behind: finished where it was decided, else taken back.

    Raises Unreadable while a conversion is under way, and where this one cannot be ended here.
    """
    folder = folder_of(workspace)
    if not folder.is_dir():
        return
    busy = Unreadable(f"{workspace.name} is being encrypted or decrypted. Nothing was changed; wait until that is done.")
    if os.path.realpath(workspace) in _under_way:
        raise busy
    taken = holding.take(workspace, Holder(name="", machine="", since=None))
    if isinstance(taken, Holder):
        raise busy
    try:
        if (folder / _PLAN).exists():
            _finish(workspace)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    except (OSError, msgspec.DecodeError) as error:
        raise Unreadable(f"{workspace.name} was being encrypted or decrypted, and that cannot be ended: {_why(error)}.") from error
    finally:
        if taken is not None:
            taken.release()


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _finish(workspace: Path) -> None:
    folder = folder_of(workspace)
    plan = msgspec.json.decode((folder / _PLAN).read_bytes(), type=Plan)
    touched = {folder.parent}
    for part, place in plan.moves:
        target = _beside(workspace, place)
        if (made := folder / Path(part).name).exists():  # else it has been moved already
            _put(made, target)
        touched.add(target.parent)
    for place in plan.removals:
        _beside(workspace, place).unlink(missing_ok=True)
    for changed in touched:
        disk.flush(changed)
    shutil.rmtree(folder)


def _put(made: Path, target: Path) -> None:
    """Raises OSError where it cannot be put in place. On Windows whoever looks at a file for a moment is waited for: virus scanners do."""
    for _ in range(_TRIES if os.name == "nt" else 0):
        with suppress(PermissionError):
            made.replace(target)
            return
        time.sleep(_PAUSE)
    made.replace(target)


def _beside(workspace: Path, place: str) -> Path:
    """The place that a plan names: beside the workspace and called after it, or with its backups. Raises Unreadable for any other.

    The plan is a file like any other: somebody else may have written it.
    """
    path = PurePosixPath(place)
    named = len(path.parts) == 1 and path.name.startswith(workspace.stem)
    with_backups = len(path.parts) == 2 and path.parts[0] == f"{workspace.stem}.backups"
    if ".." in path.parts or "\\" in place or ":" in place or not (named or with_backups):
        raise Unreadable(f"{folder_of(workspace).name} was not made by Readiness. Nothing was changed; move it away.")
    return workspace.parent / path
