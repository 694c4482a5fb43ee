"""How long comparing two reviews of 2,000 items takes beside loading them; ratios are printed, nothing fails on time."""

from dataclasses import replace
from pathlib import Path

import pytest

from readiness_app.domain.comparison import compare
from readiness_app.domain.vocabulary import Difference
from readiness_app.store import reviews
from readiness_app.store.database import Database
from tests.benchmarks.timing import side_by_side
from tests.builders import a_claim, an_answer, big_review

pytestmark = pytest.mark.benchmark


def test_comparing_beside_loading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = big_review()
    known = {item: an_answer(claims=(a_claim(id=item, statement=f"Found for {item}."),)) for item in list(before.answers)[::5]}
    after = replace(big_review(), id="BIG2", answers={**before.answers, **known})
    database = Database.create(tmp_path / "two.readiness")
    with database.write() as connection:
        for review in (before, after):
            reviews.add(connection, review)

    def load() -> object:
        with database.read() as connection:
            return reviews.load(connection, "BIG"), reviews.load(connection, "BIG2")

    ours, loading = side_by_side(lambda: compare(before, after), load, 15)
    fewer = big_review(500), big_review(500)
    quarter, _ = side_by_side(lambda: compare(*fewer), load, 15)
    database.close()
    assert compare(before, after).counts[Difference.CHANGED] > 0
    with capsys.disabled():
        print(f"\ncompare two reviews of 2,000 items: {ours:.1f} ms, loading both {loading:.1f} ms, ratio {ours / loading:.2f}")
        print(f"four times the items take {ours / quarter:.1f} times as long")
