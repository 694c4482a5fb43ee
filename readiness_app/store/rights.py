"""Who may read the files that are made for a workspace: their owner alone, or whoever may read the workspace, where that is shared."""

import os
from pathlib import Path

ALONE = 0o600


def of(path: Path) -> int:
    """The rights of a file that is there, which what is made for it or in its place gets too; else those of its owner alone."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return ALONE


def lay(path: Path, rights: int = ALONE) -> None:
    """An empty new file with these rights from its first moment, for a database to be written into. Raises OSError where one is there."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ALONE))
    if os.name == "posix" and rights != ALONE:
        path.chmod(rights)


def of_folder(rights: int) -> int:
    """The rights of a folder whose files have these: who may read a file may list its folder; the owner may do everything."""
    return 0o700 | rights | ((rights & 0o444) >> 2)
