"""What goes where: one JSON document or a script's value to standard output, everything for people to standard error."""

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from readiness_app.domain.shortening import one_line

Progress = Callable[[float, str], None]
# A terminal obeys control characters, and those that turn the direction of text around can make a name look like another one.
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
_SET_IN = " " * 8
_JOINERS = "\u200c\u200d"  # wanted in Persian, Indic scripts and emoji; they hide nothing


def literal(text: str) -> str:
    """The text as one line of a terminal may show it: what a terminal would obey (line breaks, control, direction) is shown instead."""
    return "".join(character if _harmless(character) else _shown(character) for character in text)


def _harmless(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _HIDDEN


def _shown(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def say(*lines: str) -> None:
    """Sentences for people on standard error, each on one line: a line break in a name or a title begins none that could pass for ours."""
    for line in lines:
        print(literal(line), file=sys.stderr)


def say_at_length(text: str) -> None:
    """A sentence with text of people in it that may have several lines; all but the first are set in further than any of ours."""
    first, *others = text.replace("\r\n", "\n").split("\n")
    say(first, *(f"{_SET_IN}{line}" for line in others))


def short(text: str, most: int = 60) -> str:
    """The text on one line, cut where it is long."""
    return one_line(text, most)


def result(document: object, plain: str | Sequence[str] = (), *, as_json: bool) -> None:
    """What the command gives back: the document as JSON, or without `--json` the plain values, one a line.

    A script gets every value exactly; where a person sees it, what hides in it is written out.
    """
    if as_json:
        text = json.dumps(document, ensure_ascii=False, indent=2, default=_encoded)
        print(text if text.isprintable() else "".join([one if one == "\n" or _harmless(one) else json.dumps(one)[1:-1] for one in text]))
        return
    for line in (plain,) if isinstance(plain, str) else plain:
        print(literal(line) if sys.stdout.isatty() else line)


def _encoded(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def raw(data: bytes) -> None:
    """Bytes on standard output exactly as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def listing(
    documents: Sequence[dict[str, Any]], ids: Sequence[str], columns: Sequence[str], rows: Sequence[Sequence[str]], *, as_json: bool
) -> None:
    """A list: with `--json` the documents, else a table for people and the ids for a script; on one terminal only the table."""
    if not as_json:
        table(columns, rows)
    if as_json or not sys.stdout.isatty():
        result(documents, ids, as_json=as_json)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard error; every cell is literal text."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, title in enumerate(columns):
        words = " ".join((title, *(row[number] for row in rows))).split()
        longest = min(10, max(len(literal(word)) for word in words))
        drawn.add_column(title, no_wrap=number == 0, overflow="fold", min_width=longest)  # nothing is ever cut away
    for row in rows:
        drawn.add_row(*(Text(literal(cell)) for cell in row))
    Console(stderr=True, highlight=False).print(drawn)


@contextmanager
def progress() -> Iterator[Progress]:
    """Gives a function that takes a fraction 0 to 1 and what is being done; shown only where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    words = TextColumn("{task.description}", markup=False)
    with Bar(BarColumn(), words, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def step(fraction: float, text: str) -> None:
            bar.update(task, completed=fraction, description=Text(literal(text)).plain)

        yield step


def _silent(fraction: float, text: str) -> None:
    """Nobody is watching."""
