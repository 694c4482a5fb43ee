import io
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from readiness_app.exchange.record import digest_of, encode_record
from readiness_app.store import editions, history, vault
from readiness_app.store.database import Database
from readiness_app.store.editions import Edition
from readiness_app.store.integrity import FileReport, check_file
from tests.builders import NOW, a_sealed_review, a_sealing


@pytest.fixture
def full(held: Database) -> Database:
    """R1 with three entries, a file, and an edition sealed over the second entry."""
    with held.write() as connection:
        entries = [
            history.append(connection, "R1", operation="note", target="", before=None, after=n, actor="A", at=NOW, offset=0, machine="m")
            for n in range(3)
        ]
        vault.put(connection, io.BytesIO(b"evidence"), limit=100)
        record = encode_record(a_sealed_review(sealing=a_sealing(history_length=2, history_head=entries[1].hash)))
        digest = digest_of(record)
        editions.add(
            connection,
            Edition(review_id="R1", edition=1, record=record, digest=digest, report_sha256="", latest_sha256="", sealed_at=NOW),
        )
    return held


def after(database: Database, *statements: str) -> FileReport:
    with database.write() as connection:
        for name in connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'").scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)
    with database.read() as connection:
        return check_file(connection)


def test_an_untouched_file_is_sound(full: Database) -> None:
    report = after(full)
    assert report.sound
    assert report == FileReport(database=(), damaged_files=(), chains=report.chains, anchors=())


def test_a_damaged_file_is_named(full: Database) -> None:
    report = after(full, "UPDATE chunk SET bytes = x'00'")
    assert (len(report.damaged_files), report.sound) == (1, False)


def test_a_broken_chain_is_not_sound(full: Database) -> None:
    report = after(full, "UPDATE history SET actor = 'Mallory' WHERE sequence = 2")
    assert (report.chains["R1"].first_bad, report.sound) == (2, False)


def test_a_tail_cut_below_a_sealed_edition_is_found(full: Database) -> None:
    report = after(full, "DELETE FROM history WHERE sequence > 1")
    assert report.chains["R1"].intact
    assert report.anchors == ("Edition 1 of R1 was sealed at entry 2 of its history, which is no longer there.",)


def test_a_history_written_anew_under_a_sealed_edition_is_found(full: Database) -> None:
    after(full, "DELETE FROM history")
    with full.write() as connection:
        for _ in range(3):
            history.append(connection, "R1", operation="x", target="", before=None, after=None, actor="M", at=NOW, offset=0, machine="m")
        report = check_file(connection)
    assert report.chains["R1"].intact
    assert "over another history" in report.anchors[0]


def test_a_changed_record_is_found(full: Database) -> None:
    report = after(full, "UPDATE edition SET record = x'7b7d'")
    assert report.anchors == ("Edition 1 of R1: the stored record is not the one that was sealed.",)


def test_a_row_without_its_review_is_found(full: Database, path: Path) -> None:
    with full.read() as connection:
        assert check_file(connection).database == ()
    full.close()
    raw = driver.connect(str(path))
    raw.execute("INSERT INTO answer VALUES ('R9', 'QST-01', '{}')")
    raw.commit()
    raw.close()
    again = Database.open(path)
    with again.read() as connection:
        assert check_file(connection).database == ("A row of answer belongs to a review that is not there.",)
    again.close()
