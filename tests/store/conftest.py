"""A fresh workspace file for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness_app.store import reviews
from readiness_app.store.database import Database
from tests.builders import a_full_review


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work.readiness"


@pytest.fixture
def workspace(path: Path) -> Iterator[Database]:
    """Open for writing and empty."""
    database = Database.create(path)
    yield database
    database.close()


@pytest.fixture
def held(workspace: Database) -> Database:
    """Open for writing, with the review R1 in it."""
    with workspace.write() as connection:
        reviews.add(connection, a_full_review())
    return workspace
