"""Files on disk on their way in: read once, measured and hashed, then kept inside the transaction that needs them."""

import hashlib
import mimetypes
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from readiness_app.domain.confidentiality import PROGRAM
from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.store import vault
from readiness_app.store.database import Connection

_PIECE = 1_000_000
_PROGRAM_STARTS = (
    b"\x7fELF",
    *(bytes.fromhex(magic) for magic in ("feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe", "cafebabf", "bebafeca", "bfbafeca")),
)
_TYPES = {".md": "text/markdown", ".readiness": "application/octet-stream", ".pem": "application/x-pem-file"}


@contextmanager
def naming(name: str) -> Iterator[None]:
    """What is raised as unreadable inside says which file it was: those who read bytes know no name."""
    try:
        yield
    except Unreadable as trouble:
        words = str(trouble)
        if not words.startswith("The file "):
            raise
        raise Unreadable(f"{name} {words.removeprefix('The file ')}") from trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file that was read once: its name as data, size in bytes and hash. What was pasted has no `path`, its bytes are `pasted`."""

    path: Path | None
    name: str
    size: int
    sha256: str
    media_type: str
    pasted: bytes = b""

    def open(self) -> BinaryIO:
        """The bytes, to be read again; raises OSError."""
        return self.path.open("rb") if self.path is not None else BytesIO(self.pasted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """Something out of the clipboard, with the name it is kept under. It never lies in a file outside the workspace."""

    name: str
    data: bytes


def inspect(path: Path | Pasted, limit: int) -> FoundFile:
    """Reads the file once. Raises Refused for an empty one or one over `limit` bytes, Unreadable for what is not a readable file."""
    if isinstance(path, Pasted):
        return _pasted(path, limit)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused(f"{path.name or path} is not a file. Nothing was attached.")
        _check_name(path.name)
        if status.st_size == 0:
            raise Refused(f"{path.name} is empty (0 bytes). Nothing was attached; look whether it was saved completely.")
        _check_limit(path.name, status.st_size, limit)
        sha256, size, start = _digest(path, limit)
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {error.strerror or error}. Nothing was attached.") from error
    return FoundFile(path=path, name=path.name, size=size, sha256=sha256, media_type=_media_type(path, start))


def _check_name(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        raise Refused(f"The name of the file {name} is not text in UTF-8. Nothing was attached; rename the file and try again.") from None


def _pasted(pasted: Pasted, limit: int) -> FoundFile:
    _check_limit(pasted.name, len(pasted.data), limit)
    if not pasted.data:
        raise Refused("What was pasted is empty. Nothing was attached.")
    sha256, kind = hashlib.sha256(pasted.data).hexdigest(), _media_type(Path(pasted.name), pasted.data[:_PIECE])
    return FoundFile(path=None, name=pasted.name, size=len(pasted.data), sha256=sha256, media_type=kind, pasted=pasted.data)


def _check_limit(name: str, size: int, limit: int) -> None:
    if size > limit:
        large = megabytes(size) if megabytes(size) != megabytes(limit) else f"{size:,} bytes"
        raise Refused(f"{name} has {large}; the limit is {megabytes(limit)}. Nothing was attached; the settings hold the limit.")


def _digest(path: Path, limit: int) -> tuple[str, int, bytes]:
    """Hash, size in bytes, and how the file begins; raises Refused once it has grown over the limit while it was read."""
    digest, size, start = hashlib.sha256(), 0, b""
    with path.open("rb") as source:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            start = start or piece
            _check_limit(path.name, size, limit)
    return digest.hexdigest(), size, start


def _media_type(path: Path, start: bytes) -> str:
    if _is_program(start):
        return PROGRAM
    guessed = _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0]
    return guessed or "application/octet-stream"


def _is_program(start: bytes) -> bool:
    """True for what begins as programs do: ELF, Mach-O and Java classes, Windows and DOS, or a script that names its interpreter."""
    if start.startswith((*_PROGRAM_STARTS, b"#!")):
        return True
    return start.startswith(b"MZ") and b"\0" in start[:64]  # a text may begin with MZ; no text has a zero byte


def megabytes(size: int) -> str:
    """A size in words: MB, or bytes where it is small."""
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size:,} bytes"


def keep_files(connection: Connection, files: Sequence[FoundFile]) -> None:
    """Puts the bytes into the vault inside the caller's transaction; raises Refused when a file is no longer what it was."""
    for found in files:
        try:
            with found.open() as source:
                sha256, _ = vault.put(connection, source, limit=found.size)
        except OSError as error:
            raise Unreadable(f"{found.name} cannot be read: {error.strerror or error}. Nothing was attached.") from error
        if sha256 != found.sha256:
            raise Refused(f"{found.name} changed while it was being read. Nothing was attached; try again.")


def keep_bytes(connection: Connection, data: bytes) -> str:
    """Puts bytes that were made here into the vault, inside the caller's transaction, and returns their SHA-256."""
    return vault.put(connection, BytesIO(data), limit=len(data))[0]
