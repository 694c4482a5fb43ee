import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness_app.store import reviews
from readiness_app.store.database import Database
from tests.builders import a_full_review

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of folders are set another way on Windows")

# Rights do not bind root, so the work is done by somebody else; everything is imported before, because modules may lie in root's home.
SCRIPT = """
import os, sys
from pathlib import Path
from readiness_app.domain.errors import ReadinessError
from readiness_app.store import reviews
from readiness_app.store.database import Database, can_write
path = Path(sys.argv[1])
Database.open(path, read_only=True).close()
{prepare}
if os.getuid() == 0:
    os.setuid(65534)
assert not can_write(path)
try:
    Database.open(path)
except ReadinessError as error:
    print(error)
database = Database.open(path, read_only=True)
with database.read() as connection:
    print(len(reviews.load(connection, "R1").answers))
database.close()
"""


@pytest.fixture
def protected() -> Iterator[Path]:
    """A workspace in a folder that everybody may look into and nobody may change."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "work.readiness"
        database = Database.create(path)
        with database.write() as connection:
            reviews.add(connection, a_full_review())
        database.close()
        path.chmod(0o444)
        folder.chmod(0o555)
        yield path
        folder.chmod(0o755)


def run(path: Path, prepare: str = "") -> list[str]:
    command = [sys.executable, "-c", SCRIPT.format(prepare=prepare), str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    return result.stdout.splitlines()


def test_a_protected_workspace_is_read_and_left_alone(protected: Path) -> None:
    before = protected.read_bytes()
    refusal, answers = run(protected)
    assert refusal.startswith("work.readiness is write-protected. Nothing was changed")
    assert (answers, protected.read_bytes(), list(protected.parent.iterdir())) == ("4", before, [protected])


def test_a_protected_file_in_an_open_folder_is_read(protected: Path) -> None:
    protected.parent.chmod(0o777)
    assert run(protected)[1] == "4"
