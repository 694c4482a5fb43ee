"""The history: append-only entries, each holding the hash of the one before (rule 12). Order is by sequence, never by the clock."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change: who, when (UTC, with the local offset in minutes), on which machine, what before and after, as JSON text."""

    review: str
    sequence: int
    at: datetime
    offset: int
    actor: str
    machine: str
    operation: str
    target: str
    before: str
    after: str
    previous: str
    hash: str = ""


def hash_of(entry: Entry) -> str:
    """SHA-256 over every field but the hash, each as its UTF-8 length, a colon and the text, so that no two entries run together."""
    digest = hashlib.sha256()
    for text in _texts(entry):
        data = text.encode()
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


def parts_of(text: str) -> dict[str, Any]:
    """What an entry holds as before or after, as parts by name; empty for what is no JSON object: anybody may change a file."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _texts(entry: Entry) -> tuple[str, ...]:
    return (
        entry.review,
        str(entry.sequence),
        entry.at.isoformat(),
        str(entry.offset),
        entry.actor,
        entry.machine,
        entry.operation,
        entry.target,
        entry.before,
        entry.after,
        entry.previous,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How long a review's history was at some time, and the hash of its last entry."""

    length: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """The outcome of checking a chain: its length, its head, and the first bad entry with the reason (0 and "" when intact)."""

    length: int
    head: str
    first_bad: int = 0
    problem: str = ""

    @property
    def intact(self) -> bool:
        """True when every link holds."""
        return not self.problem


def check_chain(entries: Iterable[Entry]) -> ChainReport:
    """Checks sequence, links and hashes of one review's entries, given in order."""
    previous, length = GENESIS, 0
    for entry in entries:
        problem = _problem(entry, length + 1, previous)
        if problem:
            return ChainReport(length=length, head=previous, first_bad=length + 1, problem=problem)
        previous, length = entry.hash, length + 1
    return ChainReport(length=length, head=previous)


def check_tail(entries: Iterable[Entry]) -> ChainReport:
    """Checks the last entries of a review, given in order; what the first of them follows from is not known and taken as said."""
    given = tuple(entries)
    if not given:
        return ChainReport(length=0, head=GENESIS)
    previous, number = given[0].previous, given[0].sequence
    for entry in given:
        if problem := _problem(entry, number, previous):
            return ChainReport(length=number - 1, head=previous, first_bad=number, problem=problem)
        previous, number = entry.hash, number + 1
    return ChainReport(length=number - 1, head=previous)


def set_back(entries: Iterable[Entry]) -> tuple[int, ...]:
    """The numbers of the entries whose time is before that of the entry they follow: a clock was set back, or two clocks differ.

    Order is by number, so this is no damage; it is noted, because those times cannot be taken at their word.
    """
    found, before = [], None
    for entry in entries:
        if before is not None and entry.at < before:
            found.append(entry.sequence)
        before = entry.at
    return tuple(found)


def _problem(entry: Entry, expected: int, previous: str) -> str:
    if entry.sequence != expected:
        return f"Entry {expected} is missing: the next one found is number {entry.sequence}."
    if entry.previous != previous:
        return f"Entry {entry.sequence} does not follow from the entry before it."
    if hash_of(entry) != entry.hash:
        return f"Entry {entry.sequence} was changed after it was written."
    return ""
