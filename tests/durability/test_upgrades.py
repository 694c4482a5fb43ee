"""An upgrade that is killed at every statement: the file is old or new, and the next start brings it up to date."""

import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from readiness_app.services import evidence
from readiness_app.services.evidence import Details
from readiness_app.services.workspace import Workspace
from readiness_app.store.header import FORMAT_VERSION, check_header
from readiness_app.store.upgrade import upgrade
from tests.builders import NOW
from tests.durability.acts import BY, ITEM, length, make_old, the_review
from tests.durability.conftest import Record

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def kill_at(statement: int) -> None:
    """From now on this process ends when it begins its statement of this number, on whatever connection."""
    begun, connect = 0, driver.connect

    def count(text: str) -> None:
        nonlocal begun
        begun += 1
        if begun == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(*args: Any, **more: Any) -> Any:
        connection = connect(*args, **more)
        connection.set_trace_callback(count)
        return connection

    driver.connect = watched


def upgraded_until(path: Path, statement: int) -> bool:
    """True when the upgrade was killed there, False when it came to its end first."""
    child = os.fork()
    if child == 0:
        try:
            kill_at(statement)
            upgrade(path)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return os.WIFSIGNALED(status)


def kill_each(old: Path, folder: Path) -> tuple[int, int]:
    """How many statements the upgrade was killed at, and how many of the files were still of the old format then."""
    path, statement, still_old, entries = folder / "w.readiness", 0, 0, length_of_old(old, folder)
    while True:
        statement += 1
        for left in folder.glob("w.*"):
            left.unlink()
        shutil.copyfile(old, path)
        killed = upgraded_until(path, statement)
        still_old += check_header(path) < FORMAT_VERSION
        Workspace.open(path).close()  # the next start
        assert check_header(path) == FORMAT_VERSION and length(path) == entries, f"killed at statement {statement}"
        if not killed:
            return statement - 1, still_old


def length_of_old(old: Path, folder: Path) -> int:
    path = Path(shutil.copyfile(old, folder / "known.readiness"))
    entries = length(path)
    for left in folder.glob("known.*"):
        left.unlink()
    return entries


@pytest.mark.slow
def test_a_small_file_killed_at_every_statement(templates: Path, tmp_path: Path, record: Record) -> None:
    statements, still_old = kill_each(templates / "old.readiness", tmp_path)
    assert statements > 20 and still_old > 0
    record(
        case="upgrade of a small file, killed",
        how="SIGKILL at every statement of copy and upgrade",
        must="old or new; the next start brings it up to date",
        happened=f"all came up to date; {still_old} were still old when killed",
        times=statements,
    )


@pytest.mark.long
def test_a_file_of_200_mb_killed_at_every_statement(templates: Path, tmp_path: Path, record: Record) -> None:
    today = Path(shutil.copy(templates / "work.readiness", tmp_path / "large.readiness"))
    with Workspace.open(today) as workspace:
        review = the_review(workspace)
        for number in range(4):
            path = tmp_path / f"{number}.bin"
            path.write_bytes(os.urandom(50_000_000))
            review, _ = evidence.attach(workspace, review, ITEM, path, Details(title=f"{number}"), BY, NOW, limit=10**9)
            path.unlink()
    make_old(tmp_path / "old.readiness", today)
    assert (tmp_path / "old.readiness").stat().st_size > 200_000_000
    (tmp_path / "run").mkdir()
    statements, still_old = kill_each(tmp_path / "old.readiness", tmp_path / "run")
    record(
        case="upgrade of a 200 MB file, killed",
        how="SIGKILL at every statement of copy and upgrade",
        must="old or new; the next start brings it up to date",
        happened=f"all came up to date; {still_old} were still old when killed",
        times=statements,
    )
