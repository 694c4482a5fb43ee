#!/usr/bin/env python3
"""Verifies the exported history of one review with nothing but Python's standard library.

    readiness history WORKSPACE REVIEW --json > history.json
    python3 verify_history.py history.json [--head SHA256 [--length N]]

The file is a list, as this command writes it, or one entry a line, as the window exports it (History, Export).
Every entry holds the hash of the one before it and a hash of its own: SHA-256 over its fields in the order of FIELDS, each written as
the length of its UTF-8 bytes in decimal, a colon, and the bytes. `--head` is the head that a signed report, a backup or somebody else
holds: it must be among the entries, or the history was cut or written anew since. Without it nothing says whether the end is still there:
entries that were cut off at the end leave no trace. Ends with 0 when everything holds, 1 when not, 2 when there is nothing to verify or the
file cannot be read.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

FIELDS = ("review", "sequence", "at", "offset", "actor", "machine", "operation", "target", "before", "after", "previous")
GENESIS = "0" * 64
LONGEST = 200  # characters of what is said of an error


def entries_in(text: str) -> list[dict[str, Any]]:
    """The entries of an export, a list or one a line; raises ValueError for anything else."""
    found = json.loads(text) if text.lstrip().startswith("[") else [json.loads(line) for line in text.splitlines() if line.strip()]
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise ValueError("a list of entries was expected")
    return found


def hash_of(entry: dict[str, Any]) -> str:
    """The hash that an entry must carry."""
    digest = hashlib.sha256()
    for field in FIELDS:
        text = datetime.fromisoformat(entry[field].replace("Z", "+00:00")).isoformat() if field == "at" else str(entry[field])
        data = text.encode()
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()


def problem_of(entries: Sequence[dict[str, Any]]) -> str:
    """What is wrong with the first entry that does not hold; empty where all do."""
    previous = GENESIS
    for number, entry in enumerate(entries, 1):
        if entry["sequence"] != number:
            return f"Entry {number} is missing: the next one found is number {entry['sequence']}."
        if entry["previous"] != previous:
            return f"Entry {number} does not follow from the entry before it."
        if entry["review"] != entries[0]["review"]:
            return f"Entry {number} belongs to another review."
        if hash_of(entry) != entry["hash"]:
            return f"Entry {number} was changed after it was written."
        previous = entry["hash"]
    return ""


def problem_of_head(entries: Sequence[dict[str, Any]], told: str, length: int | None) -> str:
    """Why the history is not the one that somebody else holds the head of, in whatever groups it is printed; empty where it is."""
    head = "".join(told.split()).lower()
    if len(head) != len(GENESIS) or set(head) - set("0123456789abcdef"):
        raise ValueError(f"{told} is not a whole head, which has 64 digits")
    found = [entry["sequence"] for entry in entries if entry["hash"] == head]
    if not found:
        return "The head you hold is not among the entries: the history was cut or written anew since."
    if length is not None and found != [length]:
        return f"The head you hold is entry {found[0]}, not entry {length}."
    return ""


def why(error: Exception) -> str:
    """What is wrong with a file or a head, in words that never repeat the file."""
    if isinstance(error, OSError):
        return f"it cannot be read: {error.strerror or type(error).__name__}"
    if isinstance(error, UnicodeError):
        return "it is not text in UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON (line {error.lineno}, column {error.colno})"
    if isinstance(error, KeyError):
        return f"an entry has no {error.args[0]!r}"
    return str(error)[:LONGEST] if type(error) is ValueError else "an entry is not written as it should be"


def main() -> int:
    """Reads the file and says what holds."""
    parser = argparse.ArgumentParser(description="Verify the exported history of one review.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--head", help="the head that a signed report, a backup or somebody else holds")
    parser.add_argument("--length", type=int, help="the length that goes with it")
    given = parser.parse_args()
    try:
        entries = entries_in(given.file.read_text(encoding="utf-8"))
        problem = problem_of(entries)
        if not problem and given.head:
            problem = problem_of_head(entries, given.head, given.length)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        print(f"{str(given.file)!r} is no exported history, or the head is not whole: {why(error)}.")
        return 2
    if problem or not entries:
        print(ascii(problem)[1:-1] if problem else f"{str(given.file)!r} holds no entry: there is nothing to verify.")
        return 1 if problem else 2
    print(f"{len(entries)} entries, every link holds. Head: {entries[-1]['hash']}")
    if not given.head:
        print("The end was not checked: entries cut off there leave no trace. Compare with a head that somebody else holds: --head SHA256")
    return 0


if __name__ == "__main__":
    sys.exit(main())
