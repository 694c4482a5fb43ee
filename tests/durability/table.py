"""The table in docs/reliability.md: tests write the rows of what they have just seen, between two markers and nowhere else."""

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- durability: begin, written by tests/durability -->", "<!-- durability: end -->"
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


def rows_in(text: str) -> dict[str, str]:
    """The lines of the table by their case."""
    table = text.split(BEGIN, 1)[1].split(END, 1)[0]
    lines = [line for line in table.splitlines() if line.startswith("| ") and not line.startswith("| case ")]
    return {line.split("|")[1].strip(): line for line in lines}


def put(row: Row, page: Path = PAGE) -> None:
    """Writes one row in the place of the one of the same case, or behind the others; rows of cases that were not run stay."""
    with _turn(page):
        text = page.read_text(encoding="utf-8")
        rows = rows_in(text) | {row.case: row.line()}
        before, after = text.split(BEGIN, 1)[0], text.split(END, 1)[1]
        table = _HEAD + "".join(f"{line}\n" for line in rows.values())
        part = page.with_name(f"{page.name}.part")
        part.write_text(f"{before}{BEGIN}\n{table}{END}{after}", encoding="utf-8")
        part.replace(page)


@contextmanager
def _turn(page: Path):
    """One process at a time: tests run on every core."""
    import fcntl

    handle = os.open(page.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
