"""What the benchmarks of the store share: a stored review, saving in it, and timing two things in turns."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from readiness_app.domain.changes import AnswerChanged, items_touched
from readiness_app.domain.review import Review
from readiness_app.store import history, reviews
from readiness_app.store.database import Database
from readiness_app.store.keys import Key
from tests.builders import NOW


def stored(path: Path, review: Review) -> Path:
    database = Database.create(path)
    with database.write() as connection:
        reviews.add(connection, review)
    database.close()
    return path


def side_by_side(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median milliseconds of each; they take turns, so that whatever slows the machine slows both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, times in zip((ours, theirs), taken, strict=True):
            times.append(once(work))
    return statistics.median(taken[0]), statistics.median(taken[1])


def once(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


@contextmanager
def saving(path: Path, key: Key | None = None) -> Iterator[Callable[[], None]]:
    """A function that saves another note each time, with its entry in the history, in the stored review BIG."""
    database = Database.open(path, key=key)
    with database.read() as reader:
        review = reviews.load(reader, "BIG")
    number = 0

    def save() -> None:
        nonlocal review, number
        number += 1
        before = review.answers["QST-50"]
        change = AnswerChanged(item="QST-50", before=before, after=replace(before, note=f"Note {number}"))
        entry = {"operation": change.op, "target": change.item, "before": change.before, "after": change.after}
        with database.write() as writer:
            after = change.applied_to(review)
            reviews.write(writer, review, after, items_touched(change))
            history.append(writer, "BIG", **entry, actor="Ada Byron", at=NOW, offset=0, machine="desk")
        review = after

    yield save
    with database.read() as reader:
        assert reviews.load(reader, "BIG").answers["QST-50"].note == f"Note {number}"
    database.close()
