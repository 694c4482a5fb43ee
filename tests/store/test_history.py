import time
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError

from readiness_app.domain.history import GENESIS, Entry
from readiness_app.store import history, reviews
from readiness_app.store.database import Connection, Database
from tests.builders import NOW, a_full_review, an_answer


def append(connection: Connection, number: int = 0, *, review: str = "R1", **parts: object) -> Entry:
    values: dict[str, object] = {
        "operation": "answer",
        "target": f"QST-{number:02d}",
        "before": None,
        "after": an_answer(),
        "actor": "Ada Byron",
        "at": NOW,
        "offset": 60,
        "machine": "desk",
    }
    return history.append(connection, review, **(values | parts))  # type: ignore[arg-type]


@pytest.fixture
def grown(held: Database) -> Database:
    """With five entries in the history of R1."""
    with held.write() as connection:
        for number in range(1, 6):
            append(connection, number)
    return held


def tampered(database: Database, statement: str) -> str:
    """What the check says after somebody took the triggers away and changed the table by hand."""
    with database.write() as connection:
        for action in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER history_no_{action}")
        connection.exec_driver_sql(statement)
    with database.read() as connection:
        return history.check(connection)["R1"].problem


def test_an_empty_history_has_the_first_head(held: Database) -> None:
    with held.read() as connection:
        assert history.head(connection, "R1") == (0, GENESIS)


def test_entries_link_and_come_back_as_they_were_given(held: Database) -> None:
    with held.write() as connection:
        added = [append(connection, number) for number in (1, 2)]
        assert list(history.entries(connection, "R1")) == added
    assert added[1].previous == added[0].hash


def test_the_head_is_the_last_entry(grown: Database) -> None:
    with grown.read() as connection:
        *_, last = history.entries(connection, "R1")
        assert history.head(connection, "R1") == (5, last.hash)


def test_entries_of_one_item(grown: Database) -> None:
    with grown.read() as connection:
        assert [entry.sequence for entry in history.entries(connection, "R1", "QST-03")] == [3]


def test_an_untouched_history_is_intact(grown: Database) -> None:
    with grown.read() as connection:
        report = history.check(connection)["R1"]
        assert (report.intact, report.length, report.head) == (True, *history.head(connection, "R1"))


def test_times_are_kept_in_utc_with_the_local_offset(held: Database) -> None:
    with held.write() as connection:
        append(connection, at=datetime(2026, 3, 29, 11, 30, tzinfo=timezone(timedelta(hours=2))), offset=120)
        (entry,) = history.entries(connection, "R1")
    assert (entry.at, entry.offset) == (NOW, 120)


def test_a_time_without_a_zone_is_a_bug(held: Database) -> None:
    with pytest.raises(ValueError, match="zone"), held.write() as connection:
        append(connection, at=NOW.replace(tzinfo=None))


def test_order_is_by_sequence_when_the_clock_goes_back(held: Database) -> None:
    with held.write() as connection:
        append(connection, 1)
        append(connection, 2, at=NOW - timedelta(days=1))
        assert [entry.target for entry in history.entries(connection, "R1")] == ["QST-01", "QST-02"]


@pytest.mark.parametrize("text", ["<b>\x00\u202e", "line\nline", '","', "Ä" * 1000, ""])
def test_any_text_is_kept_as_it_is(held: Database, text: str) -> None:
    with held.write() as connection:
        append(connection, actor=text, target=text, machine=text)
        (entry,) = history.entries(connection, "R1")
        assert (entry.actor, entry.target, entry.machine) == (text, text, text)
        assert history.check(connection)["R1"].intact


APPENDED_ONLY = [
    "UPDATE history SET actor = 'Mallory' WHERE sequence = 2",
    "DELETE FROM history WHERE sequence = 5",
    "INSERT OR REPLACE INTO history SELECT review_id, sequence, at, \"offset\", 'Mallory', machine, operation, target, "
    '"before", "after", previous, hash FROM history WHERE sequence = 2',
    "UPDATE OR REPLACE history SET sequence = 1 WHERE sequence = 2",
]


@pytest.mark.parametrize("statement", APPENDED_ONLY, ids=lambda text: " ".join(text.split()[:3]))
def test_the_history_only_grows(grown: Database, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), grown.write() as connection:
        connection.exec_driver_sql(statement)
    with grown.read() as connection:
        assert history.check(connection)["R1"].intact


@pytest.mark.parametrize("column", ["at", "offset", "actor", "machine", "operation", "target", "before", "after", "hash"])
def test_a_changed_entry_is_named_by_its_number(grown: Database, column: str) -> None:
    value = "2026-03-30T09:30:00+00:00" if column == "at" else "61"
    assert tampered(grown, f"UPDATE history SET \"{column}\" = '{value}' WHERE sequence = 3") == "Entry 3 was changed after it was written."


def test_a_missing_entry_is_named_by_its_number(grown: Database) -> None:
    assert tampered(grown, "DELETE FROM history WHERE sequence = 3").startswith("Entry 3 is missing")


def test_exchanged_entries_are_found(grown: Database) -> None:
    exchange = "UPDATE history SET sequence = CASE sequence WHEN 2 THEN -3 ELSE -2 END WHERE sequence IN (2, 3)"
    assert tampered(grown, exchange)


def test_every_review_has_its_own_chain(grown: Database) -> None:
    with grown.read() as connection:
        assert list(history.check(connection)) == ["R1"]


def test_the_last_entries_are_checked_alone(grown: Database) -> None:
    with grown.read() as connection:
        assert history.check_tails(connection, most=2)["R1"].length == 5
    with grown.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER history_no_update")
        connection.exec_driver_sql("UPDATE history SET actor = 'Nobody' WHERE sequence IN (1, 5)")
    with grown.read() as connection:
        assert history.check_tails(connection, most=2)["R1"].first_bad == 5


def test_heads_are_length_and_last_hash(grown: Database) -> None:
    with grown.read() as connection:
        assert history.heads(connection) == {"R1": history.head(connection, "R1")}


def test_a_review_without_entries_has_the_first_head_and_no_other_review_s(grown: Database) -> None:
    with grown.write() as connection:
        for name in ("R2", "R3"):
            reviews.add(connection, a_full_review(id=name))
        append(connection, review="R2")
        assert history.heads(connection) == {one: history.head(connection, one) for one in ("R1", "R2", "R3")}
        assert history.heads(connection)["R3"] == (0, GENESIS)


def test_the_newest_entry(grown: Database) -> None:
    with grown.read() as connection:
        *_, newest = history.entries(connection, "R1")
        assert history.last(connection, "R1") == newest and history.last(connection, "R2") is None


def test_an_entry_keeps_what_was_before_and_after(held: Database) -> None:
    with held.write() as connection:
        entry = append(connection, before=an_answer(note="first"), after=an_answer(note="second"))
        assert connection.info[history.LATEST] == ("R1", 1, entry.hash)
    assert '"first"' in entry.before and '"second"' in entry.after and "first" not in entry.after


def test_a_review_without_its_history_and_a_history_without_its_review_are_checked(held: Database) -> None:
    with held.write() as connection:
        append(connection)
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        before = history.heads(connection)
        assert set(history.check(connection)) == set(history.check_tails(connection)) == set(before)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of this system cannot be set for one test")
def test_a_time_is_kept_in_utc_wherever_the_machine_stands(held: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        with held.write() as connection:
            assert append(connection).at.isoformat() == "2026-03-29T09:30:00+00:00"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_first_hash_of_each_history_and_the_hash_at_a_number(grown: Database) -> None:
    with grown.read() as connection:
        hashes = [entry.hash for entry in history.entries(connection, "R1")]
        assert dict(history.first_hashes(connection)) == {"R1": hashes[0]}
        assert [history.hash_at(connection, "R1", number) for number in (0, 1, 3)] == [GENESIS, hashes[0], hashes[2]]
        assert not history.hash_at(connection, "R1", 6) and not history.hash_at(connection, "R2", 1)
