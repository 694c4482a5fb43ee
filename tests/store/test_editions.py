from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from readiness_app.domain.errors import NotFound, Refused
from readiness_app.store import editions
from readiness_app.store.database import Database
from readiness_app.store.editions import Edition
from tests.builders import NOW, a_hash


def an_edition(number: int = 1, review_id: str = "R1") -> Edition:
    return Edition(
        review_id=review_id,
        edition=number,
        record=b'{"number":%d}' % number,
        digest=a_hash(f"record {number}"),
        report_sha256=a_hash(f"report {number}"),
        latest_sha256=a_hash(f"report {number}"),
        sealed_at=NOW,
    )


@pytest.fixture
def sealed(held: Database) -> Database:
    """R1 with editions 1 and 2."""
    with held.write() as connection:
        editions.add(connection, an_edition(1))
        editions.add(connection, an_edition(2))
    return held


def test_the_seals_of_all_editions_come_latest_first_and_once(held: Database) -> None:
    named = ['{"sealing":{"seal":"aa"}}', '{"sealing":{"seal":"bb"}}', '{"sealing":{}}', '{"sealing":{"seal":"aa"}}', "damaged"]
    with held.write() as connection:
        for number, record in enumerate(named, 1):
            at = NOW + timedelta(days=number)
            editions.add(connection, replace(an_edition(number), record=record.encode(), sealed_at=at))
    with held.read() as connection:
        assert editions.seals(connection) == ("aa", "bb")


def test_without_editions_there_is_no_latest(held: Database) -> None:
    with held.read() as connection:
        assert editions.latest(connection, "R1") is None


def test_editions_come_back_in_order(sealed: Database) -> None:
    with sealed.read() as connection:
        assert editions.all(connection, "R1") == (an_edition(1), an_edition(2))
        assert editions.latest(connection, "R1") == an_edition(2)


def test_an_edition_is_kept_once(sealed: Database) -> None:
    with pytest.raises(Refused, match="Edition 2 of R1 has been sealed already"), sealed.write() as connection:
        editions.add(connection, an_edition(2))


def test_an_edition_belongs_to_a_review(held: Database) -> None:
    with pytest.raises(IntegrityError), held.write() as connection:
        editions.add(connection, an_edition(1, "R9"))


def test_the_latest_report_moves_on(sealed: Database) -> None:
    with sealed.write() as connection:
        editions.set_latest_report(connection, "R1", 2, a_hash("signed"))
        latest = editions.latest(connection, "R1")
    assert latest is not None
    assert (latest.latest_sha256, latest.report_sha256) == (a_hash("signed"), a_hash("report 2"))


def test_a_report_of_no_edition_is_told(sealed: Database) -> None:
    with pytest.raises(NotFound, match="Edition 3"), sealed.write() as connection:
        editions.set_latest_report(connection, "R1", 3, a_hash("signed"))


FIXED = [
    *(f"UPDATE edition SET {name} = {name}" for name in ("review_id", "edition", "record", "digest", "report_sha256", "sealed_at")),
    "DELETE FROM edition",
    "INSERT OR REPLACE INTO edition SELECT * FROM edition",
]


@pytest.mark.parametrize("statement", FIXED)
def test_a_sealed_edition_stays_as_it_is(sealed: Database, statement: str) -> None:
    with pytest.raises(IntegrityError, match="stays as it is"), sealed.write() as connection:
        connection.exec_driver_sql(statement)
