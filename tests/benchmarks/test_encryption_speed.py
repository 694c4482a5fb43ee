"""What encryption costs: an encrypted workspace beside the same in plain, in one run, and how long a passphrase takes to be tried."""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from readiness_app.domain.changes import AnswerChanged, items_touched
from readiness_app.services import encryption
from readiness_app.store import history, reviews
from readiness_app.store.database import Database
from readiness_app.store.keys import Key
from tests.benchmarks.test_store_speed import side_by_side, stored
from tests.builders import NOW, big_review

WORDS = "correct horse battery staple"
pytestmark = pytest.mark.benchmark


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path, Key]:
    """The same workspace of 2,000 items in plain and encrypted, and the key."""
    plain, secret = stored(tmp_path / "plain.readiness", big_review()), stored(tmp_path / "secret.readiness", big_review())
    key = encryption.encrypt(secret, WORDS, encryption.new_recovery_code(), NOW, lambda fraction, name: None)
    return plain, secret, key


def tell(capsys: pytest.CaptureFixture[str], what: str, ours: float, theirs: float) -> None:
    with capsys.disabled():
        print(f"\n{what}: encrypted {ours:.2f} ms, plain {theirs:.2f} ms, ratio {ours / theirs:.2f} (goal 2)")


@pytest.mark.parametrize("opening", [False, True], ids=["open already", "with opening"])
def test_load_2000_items(pair: tuple[Path, Path, Key], capsys: pytest.CaptureFixture[str], opening: bool) -> None:
    plain, secret, key = pair
    held = {path: Database.open(path, key=key) for path in (plain, secret)}

    def load(path: Path) -> None:
        database = Database.open(path, key=key, read_only=True) if opening else held[path]
        with database.read() as reader:
            assert len(reviews.load(reader, "BIG").answers) == 2000
        if opening:
            database.close()

    what = f"load 2,000 items ({'with opening' if opening else 'open already'})"
    tell(capsys, what, *side_by_side(lambda: load(secret), lambda: load(plain), 25))
    for database in held.values():
        database.close()


def saver(path: Path, key: Key) -> tuple[Database, Callable[[], None]]:
    """A function that saves another note each time, with its entry in the history."""
    database = Database.open(path, key=key)
    with database.read() as reader:
        review = reviews.load(reader, "BIG")
    number = 0

    def save() -> None:
        nonlocal review, number
        number += 1
        before = review.answers["QST-50"]
        change = AnswerChanged(item="QST-50", before=before, after=replace(before, note=f"Note {number}"))
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

    return database, save


def test_save_one_answer(pair: tuple[Path, Path, Key], capsys: pytest.CaptureFixture[str]) -> None:
    plain, secret, key = pair
    (one, ours), (other, theirs) = saver(secret, key), saver(plain, key)
    tell(capsys, "save one answer of 2,000, p50", *side_by_side(ours, theirs, 400))
    one.close()
    other.close()


def test_unlock(pair: tuple[Path, Path, Key], capsys: pytest.CaptureFixture[str]) -> None:
    taken = []
    for _ in range(7):
        start = time.perf_counter()
        assert encryption.unlock(pair[1], WORDS) == pair[2]
        taken.append(time.perf_counter() - start)
    with capsys.disabled():
        print(f"\nunlock by passphrase: {statistics.median(taken):.2f} s, fastest {min(taken):.2f} s (about 0.5 s is meant)")
