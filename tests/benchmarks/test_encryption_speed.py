"""What encryption costs: an encrypted workspace beside the same in plain, in one run, and how long a passphrase takes to be tried."""

from collections.abc import Callable
from pathlib import Path

import pytest

from readiness_app.services import encryption
from readiness_app.store import reviews
from readiness_app.store.database import Database
from readiness_app.store.keys import Key
from tests.benchmarks.timing import once, saving, side_by_side, stored
from tests.builders import NOW, big_review

Told = Callable[..., None]
WORDS = "correct horse battery staple"
pytestmark = pytest.mark.benchmark


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path, Key]:
    """The same workspace of 2,000 items in plain and encrypted, and the key."""
    plain, secret = stored(tmp_path / "plain.readiness", big_review()), stored(tmp_path / "secret.readiness", big_review())
    key = encryption.encrypt(secret, WORDS, encryption.new_recovery_code(), NOW, lambda fraction, name: None)
    return plain, secret, key


def tell(capsys: pytest.CaptureFixture[str], told: Told, what: str, ours: float, theirs: float, *, times: int) -> None:
    with capsys.disabled():
        told(
            "confidential",
            case=what,
            how="an encrypted workspace of 2,000 items and the same in plain, in turns",
            must="at most twice as long; never failed on",
            happened=f"{ours / theirs:.2f} times as long (encrypted {ours:.2f} ms, plain {theirs:.2f} ms)",
            times=times,
        )


@pytest.mark.parametrize("opening", [False, True], ids=["open already", "with opening"])
def test_load_2000_items(pair: tuple[Path, Path, Key], capsys: pytest.CaptureFixture[str], told: Told, opening: bool) -> None:
    plain, secret, key = pair
    held = {path: Database.open(path, key=key) for path in (plain, secret)}

    def load(path: Path) -> None:
        database = Database.open(path, key=key, read_only=True) if opening else held[path]
        with database.read() as reader:
            assert len(reviews.load(reader, "BIG").answers) == 2000
        if opening:
            database.close()

    what = f"load 2,000 items ({'with opening' if opening else 'open already'})"
    tell(capsys, told, what, *side_by_side(lambda: load(secret), lambda: load(plain), 25), times=25)
    for database in held.values():
        database.close()


def test_save_one_answer(pair: tuple[Path, Path, Key], capsys: pytest.CaptureFixture[str], told: Told) -> None:
    plain, secret, key = pair
    with saving(secret, key) as ours, saving(plain) as theirs:
        tell(capsys, told, "save one answer of 2,000, p50", *side_by_side(ours, theirs, 400), times=400)


def test_unlock(pair: tuple[Path, Path, Key], capsys: pytest.CaptureFixture[str], told: Told) -> None:
    taken = sorted(once(lambda: encryption.unlock(pair[1], WORDS)) / 1000 for _ in range(7))
    with capsys.disabled():
        told(
            "confidential",
            case="unlock by passphrase",
            how="Argon2id with 3 passes, 4 lanes and 64 MiB",
            must="about 0.5 s, so that guessing is slow and waiting is not",
            happened=f"median {taken[3]:.2f} s, fastest {taken[0]:.2f} s",
            times=len(taken),
        )
