"""Making what was written last: files and names that are still there after a power cut."""

import os
from pathlib import Path


def flush(path: Path) -> None:
    """Returns once a file's content, or the names in a folder, are on the disk. Raises OSError. Windows keeps names by itself."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
