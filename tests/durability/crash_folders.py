"""What whole folders may hold after the power went: names come, go and change, and each of that may last or not until it was flushed.

Contents are as harsh as in `crash_images`. A rename lasts whole or not at all, as on every file system with a journal; what was done to
names that nobody flushed lasts in any selection.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.durability.crash_images import Inode

CALLS = "openat,close,pwrite64,write,fsync,fdatasync,ftruncate,lseek,unlink,unlinkat,rename,mkdir,rmdir"
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Event:
    """One call that ended well; `name` is a path, `other` where a rename goes."""

    what: str
    name: str
    other: str = ""
    place: int = 0
    data: bytes = b""


def events(log: Path, folder: str) -> Iterator[Event]:
    """The calls of a log of `strace -xx` of one process that concern files below `folder`."""
    names: dict[str, str] = {}
    offsets: dict[str, int] = {}
    for line in log.read_text(errors="replace").splitlines():
        found = _LINE.match(line)
        if found is None or found[4].startswith("-"):
            continue
        _, call, arguments, result = found.groups()
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
        handle = arguments.partition(",")[0].strip()
        if call == "openat":
            base = "" if handle == "AT_FDCWD" else names.get(handle, "")
            names[result], offsets[result] = str(PurePosixPath(base) / texts[0].decode()), 0
            if "O_CREAT" in arguments and names[result].startswith(folder):
                yield Event("create", names[result])
            if "O_TRUNC" in arguments and names[result].startswith(folder):
                yield Event("cut", names[result])
        elif call == "close":
            names.pop(handle, None)
        elif call == "lseek":
            offsets[handle] = int(result)
        elif call in ("unlink", "mkdir", "rmdir", "rename", "unlinkat"):
            base = names.get(handle, "") if call == "unlinkat" and handle != "AT_FDCWD" else ""
            first = str(PurePosixPath(base) / texts[0].decode())
            if first.startswith(folder):
                what = "rmdir" if "AT_REMOVEDIR" in arguments else call.removesuffix("at")
                yield Event(what, first, texts[1].decode() if call == "rename" else "")
        elif (name := names.get(handle, "")).startswith(folder) and not name.endswith(("-shm", ".lock")):
            if call == "pwrite64":
                yield Event("write", name, place=int(arguments.rpartition(",")[2]), data=texts[0])
            elif call == "write":
                yield Event("write", name, place=offsets[handle], data=texts[0])
                offsets[handle] += len(texts[0])
            elif call == "ftruncate":
                yield Event("cut", name, place=int(arguments.rpartition(",")[2]))
            else:
                yield Event("flush", name)


@dataclass
class Disk:
    """Folders and files as the program sees them, as they last, and what was done to names since."""

    files: dict[str, Inode]
    folders: set[str]
    lasting: dict[str, Inode] = field(default_factory=dict)
    lasting_folders: set[str] = field(default_factory=set)
    pending: list[tuple[Event, Inode | None]] = field(default_factory=list)

    @classmethod
    def holding(cls, folder: Path) -> "Disk":
        files = {str(one): Inode(bytearray(one.read_bytes())) for one in folder.rglob("*") if one.is_file()}
        folders = {str(one) for one in (folder, *folder.rglob("*")) if one.is_dir()}
        return cls(files=files, folders=folders, lasting=dict(files), lasting_folders=set(folders))

    def take(self, event: Event) -> None:
        match event.what:
            case "write":
                self.files[event.name].pending.append((event.place, event.data))
            case "cut":
                self.files[event.name].pending.append((event.place, None))
            case "flush" if event.name in self.folders:
                self._last(event.name)
            case "flush":
                self.files[event.name].flush()
            case "create" if event.name in self.files:
                pass
            case _:
                inode = Inode() if event.what == "create" else self.files.get(event.name)
                self.pending.append((event, inode))
                _done(event, inode, self.files, self.folders)

    def _last(self, folder: str) -> None:
        """Everything that was done to names in this folder lasts from now on."""
        left = []
        for event, inode in self.pending:
            if folder in (str(PurePosixPath(event.name).parent), str(PurePosixPath(event.other).parent)):
                _done(event, inode, self.lasting, self.lasting_folders)
            else:
                left.append((event, inode))
        self.pending = left

    def image(self, dice: random.Random) -> dict[str, bytes]:
        """What may be found after the power went now: path and content of every file."""
        chance = dice.choice((0.0, 0.5, 0.9, 1.0))
        files, folders = dict(self.lasting), set(self.lasting_folders)
        for event, inode in self.pending:
            if dice.random() < chance:
                _done(event, inode, files, folders)
        return {name: inode.image(dice, chance) for name, inode in files.items() if str(PurePosixPath(name).parent) in folders}


def _done(event: Event, inode: Inode | None, files: dict[str, Inode], folders: set[str]) -> None:
    match event.what:
        case "create" if inode is not None:
            files[event.name] = inode
        case "unlink":
            files.pop(event.name, None)
        case "rename" if inode is not None:
            if files.get(event.name) is inode:
                del files[event.name]
            files[event.other] = inode
        case "mkdir":
            folders.add(event.name)
        case "rmdir":
            folders.discard(event.name)
