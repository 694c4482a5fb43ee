"""Trouble with disk and file in words, whether the driver gives SQLite's code or only its words."""

from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from readiness_app.domain.errors import Unreadable
from readiness_app.store import copies
from readiness_app.store.database import Database
from readiness_app.store.trouble import code_of, told


@pytest.mark.parametrize(("said", "code"), [("database or disk is full", 13), ("disk I/O error", 10), ("no such table: x", 0)])
def test_an_error_without_a_code_is_known_by_its_words(said: str, code: int) -> None:
    assert code_of(driver.OperationalError(said)) == code


def test_an_error_of_a_function_is_known_by_its_words() -> None:
    error = driver.OperationalError("disk I/O error")
    error.sqlite_errorcode = 1
    assert code_of(error) == 10


def test_the_same_words_from_elsewhere_are_a_bug() -> None:
    with pytest.raises(ValueError), told("x", "Nothing was saved"):
        raise ValueError("disk I/O error")


def test_a_copy_of_a_damaged_file_is_told(workspace: Database, path: Path) -> None:
    workspace.close()
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"x" * (len(data) - 4096))
    with pytest.raises(Unreadable, match="is damaged"):
        copies.copy_to(path, path.with_name("copy.readiness"))
