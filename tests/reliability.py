"""The tables in docs/reliability.md: tests write the rows of what they have just seen, between two markers and nowhere else."""

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
Table = Literal["durability", "history", "confidential", "hostile", "endurance"]
_HEAD = "| case | how it is provoked | what must happen | what happened | times | measured |\n|---|---|---|---|---|---|\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case: what was done to the program, what has to come of it, what came of it, how often it was done, and on which day."""

    case: str
    how: str
    must: str
    happened: str
    times: int
    day: str

    def line(self) -> str:
        """As it stands in the page."""
        return f"| {self.case} | {self.how} | {self.must} | {self.happened} | {self.times:,} | {self.day} |"


def markers(table: Table) -> tuple[str, str]:
    """What stands before and after a table."""
    return f"<!-- {table}: begin, written by the tests -->\n", f"<!-- {table}: end -->"


def rows_in(text: str, table: Table) -> dict[str, str]:
    """The lines of a table by their case."""
    begin, end = markers(table)
    lines = [
        line for line in text.split(begin, 1)[1].split(end, 1)[0].splitlines() if line.startswith("| ") and not line.startswith("| case ")
    ]
    return {line.split("|")[1].strip(): line for line in lines}


def put(row: Row, table: Table, page: Path = PAGE) -> None:
    """Writes one row in the place of the one of the same case, or behind the others; rows of cases that were not run stay."""
    begin, end = markers(table)
    with _turn(page):
        text = page.read_text(encoding="utf-8")
        rows = rows_in(text, table) | {row.case: row.line()}
        before, after = text.split(begin, 1)[0], text.split(begin, 1)[1].split(end, 1)[1]
        lines = _HEAD + "".join(f"{line}\n" for line in rows.values())
        part = page.with_name(f"{page.name}.part")
        part.write_text(f"{before}{begin}{lines}{end}{after}", encoding="utf-8")
        part.replace(page)


@contextmanager
def _turn(page: Path):
    """One process at a time: tests run on every core."""
    import fcntl  # not on Windows, where nothing writes the page

    handle = os.open(page.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
