import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from readiness_app.domain.errors import Unreadable
from readiness_app.store.database import APPLICATION_ID, FORMAT_VERSION, Database, check_header
from readiness_app.store.schema import metadata
from readiness_app.store.upgrade import upgrade


def old_file(path: Path) -> Path:
    """Format 0: ours, and before the first table."""
    connection = driver.connect(str(path))
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.close()
    return path


def laws(path: Path) -> list[tuple[str, ...]]:
    """Every statement that the file is built by, and what it is stamped with."""
    connection = driver.connect(str(path))
    found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
    found += connection.execute("SELECT version_num FROM alembic_version").fetchall()
    found += connection.execute("PRAGMA user_version").fetchall()
    connection.close()
    return found


def test_an_upgraded_file_is_built_like_a_new_one(tmp_path: Path) -> None:
    Database.create(tmp_path / "new.readiness").close()
    Database.open(old_file(tmp_path / "old.readiness")).close()
    assert laws(tmp_path / "old.readiness") == laws(tmp_path / "new.readiness")


def test_the_steps_lead_to_the_tables_of_the_code(tmp_path: Path) -> None:
    database = Database.open(old_file(tmp_path / "old.readiness"))
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_there_is_one_step_for_each_format() -> None:
    steps = [p.name for p in (files("readiness_app.store") / "migrations" / "versions").iterdir() if p.name[0].isdigit()]
    assert sorted(name[:4] for name in steps) == [f"{number:04d}" for number in range(1, FORMAT_VERSION + 1)]


def test_all_tables_are_strict(path: Path, workspace: Database) -> None:
    with workspace.read() as connection:
        loose = connection.exec_driver_sql("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0").scalars()
        assert set(loose) == {"alembic_version", "sqlite_schema"}


def test_the_old_file_is_kept_as_a_copy(path: Path) -> None:
    copy = upgrade(old_file(path))
    assert copy == path.with_name("work.format-0.readiness")
    assert check_header(copy) == 0


def test_a_copy_never_takes_the_place_of_another(path: Path) -> None:
    path.with_name("work.format-0.readiness").write_bytes(b"kept")
    upgrade(old_file(path))
    assert path.with_name("work.format-0.readiness").read_bytes() == b"kept"
    assert path.with_name("work.format-0-2.readiness").exists()


def test_an_up_to_date_file_is_left_alone(workspace: Database, path: Path) -> None:
    assert upgrade(path) is None
    assert not list(path.parent.glob("*format*"))


def test_an_old_file_is_not_upgraded_by_reading(path: Path) -> None:
    before = old_file(path).read_bytes()
    with pytest.raises(Unreadable, match="written by an older Readiness"):
        Database.open(path, read_only=True)
    assert path.read_bytes() == before


KILLED = """
import os, sys
from pathlib import Path
from readiness_app.store import upgrade
upgrade._check_references = lambda connection, name: os._exit(9)
upgrade.upgrade(Path(sys.argv[1]))
"""


def test_killed_in_the_middle_the_file_is_old_and_whole_and_upgrades_next_time(path: Path) -> None:
    old_file(path)
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, cwd=Path(__file__).parents[2]).returncode == 9
    connection = driver.connect(str(path))
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    connection.close()
    Database.open(path).close()
