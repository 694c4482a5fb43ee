"""How fast the store is beside the same driver doing the least that the same work needs; ratios are printed, nothing fails on time."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlcipher3.dbapi2 as driver

from readiness_app.domain.checklist import Checklist
from readiness_app.domain.review import Answer, Evidence
from readiness_app.store import reviews
from readiness_app.store.connecting import _SETTINGS, prepare
from readiness_app.store.database import Database
from tests.benchmarks.timing import saving, side_by_side, stored
from tests.builders import NOW, big_review

ROUNDS = 400
pytestmark = pytest.mark.benchmark


@pytest.fixture
def big(tmp_path: Path) -> Path:
    return stored(tmp_path / "big.readiness", big_review())


def raw(path: Path) -> Any:
    connection = driver.connect(str(path), isolation_level=None)
    prepare(connection, path.name, _SETTINGS, journal=True)
    return connection


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
    connection = raw(other)
    body = connection.execute("SELECT body FROM answer WHERE item_id = 'QST-50'").fetchone()[0]
    number = 0

    def theirs() -> None:
        nonlocal number
        number += 1
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE answer SET body = ? WHERE review_id = 'BIG' AND item_id = 'QST-50'", (body,))
        row = ("BIG", number, NOW.isoformat(), 0, "Ada Byron", "desk", "answer", "QST-50", body, body, "0" * 64, "0" * 64)
        connection.execute(f"INSERT INTO history VALUES ({', '.join('?' * len(row))})", row)
        connection.execute("COMMIT")

    with saving(path) as ours:
        tell(capsys, f"save one answer of {items:,}, p50", *side_by_side(ours, theirs, ROUNDS))
    connection.close()
