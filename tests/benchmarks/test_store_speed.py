"""How fast the store is beside the same driver doing the least that the same work needs; ratios are printed, nothing fails on time."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlcipher3.dbapi2 as driver

from readiness_app.domain.changes import AnswerChanged, items_touched
from readiness_app.domain.checklist import Checklist
from readiness_app.domain.review import Answer, Evidence, Review
from readiness_app.store import history, reviews
from readiness_app.store.connecting import _SETTINGS, prepare
from readiness_app.store.database import Database
from tests.builders import NOW, big_review

ROUNDS = 400
pytestmark = pytest.mark.benchmark


@pytest.fixture
def big(tmp_path: Path) -> Path:
    return stored(tmp_path / "big.readiness", big_review())


def stored(path: Path, review: Review) -> Path:
    database = Database.create(path)
    with database.write() as connection:
        reviews.add(connection, review)
    database.close()
    return path


def raw(path: Path) -> Any:
    connection = driver.connect(str(path), isolation_level=None)
    prepare(connection, path.name, _SETTINGS, journal=True)
    return connection


def side_by_side(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median milliseconds of each; they take turns, so that whatever slows the machine slows both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, times in zip((ours, theirs), taken, strict=True):
            start = time.perf_counter()
            work()
            times.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])


def tell(capsys: pytest.CaptureFixture[str], what: str, ours: float, theirs: float) -> None:
    with capsys.disabled():
        print(f"\n{what}: {ours:.2f} ms, at least {theirs:.2f} ms, ratio {ours / theirs:.2f} (goal 2)")


@pytest.mark.parametrize("warm", [False, True], ids=["first time", "checklist known"])
def test_load_2000_items(big: Path, capsys: pytest.CaptureFixture[str], warm: bool) -> None:
    database, connection = Database.open(big), raw(big)
    answer, evidence, checklist = (msgspec.json.Decoder(kind) for kind in (Answer, Evidence, Checklist))

    def ours() -> None:
        if not warm:
            reviews._checklist.cache_clear()
        with database.read() as reader:
            assert len(reviews.load(reader, "BIG").answers) == 2000

    def theirs() -> None:
        connection.execute("BEGIN")
        row = connection.execute(
            "SELECT r.body, c.body FROM review r JOIN checklist c ON c.id = r.checklist_id AND c.version = r.checklist_version "
            "WHERE r.id = 'BIG'"
        ).fetchone()
        msgspec.json.decode(row[0])
        checklist.decode(row[1])
        rows = connection.execute("SELECT item_id, body FROM answer WHERE review_id = 'BIG' ORDER BY item_id").fetchall()
        assert len({item: answer.decode(body) for item, body in rows}) == 2000
        [evidence.decode(body) for (body,) in connection.execute("SELECT body FROM evidence WHERE review_id = 'BIG' ORDER BY position")]
        connection.execute("COMMIT")

    tell(capsys, f"load 2,000 items ({'checklist known' if warm else 'first time'})", *side_by_side(ours, theirs, 25))
    connection.close()
    database.close()


@pytest.mark.parametrize("items", [108, 2000])
def test_save_one_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str], items: int) -> None:
    path, other = stored(tmp_path / "ours.readiness", big_review(items)), stored(tmp_path / "other.readiness", big_review(items))
    database, connection = Database.open(path), raw(other)
    with database.read() as reader:
        review = reviews.load(reader, "BIG")
    body = connection.execute("SELECT body FROM answer WHERE item_id = 'QST-50'").fetchone()[0]
    number = 0
    notes = [replace(review.answers["QST-50"], note=f"Note {n}") for n in range(ROUNDS)]
    changes = [AnswerChanged(item="QST-50", before=seen, after=wanted) for seen, wanted in pairwise((review.answers["QST-50"], *notes))]

    def ours() -> None:
        nonlocal review, number
        change = changes[number]
        number += 1
        with database.write() as writer:
            after = change.applied_to(review)
            reviews.write(writer, review, after, items_touched(change))
            history.append(
                writer,
                "BIG",
                operation=change.op,
                target=change.item,
                before=change.before,
                after=change.after,
                actor="Ada Byron",
                at=NOW,
                offset=0,
                machine="desk",
            )
        review = after

    def theirs() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE answer SET body = ? WHERE review_id = 'BIG' AND item_id = 'QST-50'", (body,))
        row = ("BIG", number, NOW.isoformat(), 0, "Ada Byron", "desk", "answer", "QST-50", body, body, "0" * 64, "0" * 64)
        connection.execute(f"INSERT INTO history VALUES ({', '.join('?' * len(row))})", row)
        connection.execute("COMMIT")

    tell(capsys, f"save one answer of {items:,}, p50", *side_by_side(ours, theirs, ROUNDS))
    assert replace(review, answers={}) == replace(big_review(items), answers={})
    connection.close()
    database.close()
