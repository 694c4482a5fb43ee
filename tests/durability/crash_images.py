"""What a disk may hold after the power went: replayed from a log of strace, with what was not flushed there in part or not at all.

The model is harsher than most disks: between two flushes of a file any of its writes may be there or not, in any order and torn at
sectors of 512 bytes; a name that was made or removed lasts from the flush of its folder on, and may last before.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "openat,close,pwrite64,write,fsync,fdatasync,ftruncate,unlink"
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass
class Inode:
    """One file: what lasts, and what was done since without being flushed. A write is (offset, data), a cut (size, None)."""

    lasting: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def flush(self) -> None:
        for place, data in self.pending:
            _apply(self.lasting, place, data)
        self.pending.clear()

    def image(self, dice: random.Random, chance: float) -> bytes:
        content = bytearray(self.lasting)
        for place, data in self.pending:
            if data is None:
                if dice.random() < chance:
                    _apply(content, place, None)
                continue
            for start in range(0, len(data), SECTOR):
                if dice.random() < chance:
                    _apply(content, place + start, data[start : start + SECTOR])
        return bytes(content)


def _apply(content: bytearray, place: int, data: bytes | None) -> None:
    if data is None:
        del content[place:]
        content.extend(bytes(place - len(content)))
        return
    content.extend(bytes(max(0, place - len(content))))
    content[place : place + len(data)] = data


@dataclass(frozen=True)
class Event:
    """One call that ended well: what was done to which file."""

    what: str
    name: str
    place: int = 0
    data: bytes = b""


def events(log: Path, watched: str, acks: str) -> Iterator[Event]:
    """The calls of a log of `strace -xx` that concern the workspace `watched`, its companions, its folder, and the acknowledgements."""
    folder = str(Path(watched).parent)
    open_files: dict[tuple[str, str], str] = {}
    offsets: dict[str, int] = {}
    for line in log.read_text(errors="replace").splitlines():
        found = _LINE.match(line)
        if found is None or found[4].startswith("-"):
            continue
        process, call, arguments, result = found.groups()
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
        if call == "openat":
            name = texts[0].decode()
            open_files[process, result] = name
            if name.startswith(watched) and "O_CREAT" in arguments:
                yield Event("create", name)
            continue
        if call == "unlink":
            if texts[0].decode().startswith(watched):
                yield Event("remove", texts[0].decode())
            continue
        handle = arguments.partition(",")[0].strip()
        name = open_files.get((process, handle), "")
        if call == "close":
            open_files.pop((process, handle), None)
        elif name == acks and call == "write":
            yield Event("ack", name, int(texts[0]))
        elif name == folder and call in ("fsync", "fdatasync"):
            yield Event("flush folder", name)
        elif name.startswith(watched) and not name.endswith("-shm"):
            if call == "pwrite64":
                yield Event("write", name, int(arguments.rpartition(",")[2]), texts[0])
            elif call == "write":
                offsets[name] = offsets.get(name, 0) + len(texts[0])
                yield Event("write", name, offsets[name] - len(texts[0]), texts[0])
            elif call == "ftruncate":
                yield Event("cut", name, int(arguments.rpartition(",")[2]))
            else:
                yield Event("flush", name)


@dataclass
class Disk:
    """Names and files as the program sees them, and the names as they last."""

    seen: dict[str, Inode]
    lasting: dict[str, Inode]
    acknowledged: int = 0

    @classmethod
    def holding(cls, name: str, content: bytes) -> "Disk":
        names = {name: Inode(bytearray(content))}
        return cls(seen=names, lasting=dict(names))

    def take(self, event: Event) -> None:
        match event.what:
            case "create":
                self.seen.setdefault(event.name, Inode())
            case "remove":
                self.seen.pop(event.name, None)
            case "flush folder":
                self.lasting = dict(self.seen)
            case "ack":
                self.acknowledged = event.place
            case "flush":
                self.seen[event.name].flush()
            case "cut":
                self.seen[event.name].pending.append((event.place, None))
            case _:
                self.seen[event.name].pending.append((event.place, event.data))

    def image(self, dice: random.Random) -> dict[str, bytes]:
        """What may be found after the power went now."""
        chance = dice.choice((0.0, 0.5, 0.9, 1.0))
        names: dict[str, Inode] = {}
        for name in {*self.seen, *self.lasting}:
            now, then = self.seen.get(name), self.lasting.get(name)
            chosen = now if now is then or dice.random() < chance else then
            if chosen is not None:
                names[name] = chosen
        return {name: inode.image(dice, chance) for name, inode in names.items()}
