"""kill -9 at any moment of somebody's work: what was acknowledged is there, whatever was under way."""

import os
import random
import shutil
import signal
import struct
from pathlib import Path
from time import sleep

import pytest

from readiness_app.domain.changes import change_answer
from readiness_app.services import reviewing
from readiness_app.services.workspace import Workspace
from tests.builders import NOW
from tests.durability.acts import BY, ITEM, length, the_review
from tests.durability.conftest import Record

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
_NUMBER = struct.Struct("<Q")


def edit_for_ever(path: Path, said: int, first: int) -> None:
    """Types one number after the other into a note, and says each once it is saved; now and then with a file of its own."""
    with Workspace.open(path) as workspace:
        review = the_review(workspace)
        number = first
        while True:
            number += 1
            review = reviewing.apply(workspace, review, change_answer(review, ITEM, BY, note=f"{number}"), BY, NOW)
            os.write(said, _NUMBER.pack(number))


def killed_after(path: Path, seconds: float, first: int) -> int:
    """The last number that was acknowledged before the process was killed."""
    there, said = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            edit_for_ever(path, said, first)
        finally:
            os._exit(1)
    os.close(said)
    begun = os.read(there, _NUMBER.size)  # the first one: from here on it is at work
    sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    data = begun
    while more := os.read(there, 65536):
        data += more
    os.close(there)
    assert os.WIFSIGNALED(status)
    return _NUMBER.unpack(data[len(data) - len(data) % _NUMBER.size - _NUMBER.size :][: _NUMBER.size])[0]


def found_in(path: Path) -> int:
    with Workspace.open(path) as workspace:
        return int(the_review(workspace).stored_answer(ITEM).note)


def kill_often(path: Path, times: int, seed: int) -> int:
    """How many edits were acknowledged in all; each must be there after its kill."""
    dice, last, entries = random.Random(seed), 0, length(path)
    for turn in range(times):
        acknowledged = killed_after(path, dice.uniform(0, 0.02), last)
        last = found_in(path)
        assert last in (acknowledged, acknowledged + 1), f"kill {turn}: {acknowledged} was acknowledged, {last} is there"
        if turn % 20 == 19 or turn == times - 1:
            assert length(path) == entries + last  # pages, evidence and every link, and one entry for each edit
    return last


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing(templates: Path, tmp_path: Path, record: Record) -> None:
    path = Path(shutil.copy(templates / "work.readiness", tmp_path / "work.readiness"))
    assert kill_often(path, 100, seed=1) > 100


@pytest.mark.long
def test_a_thousand_kills_lose_nothing(templates: Path, tmp_path: Path, record: Record) -> None:
    path = Path(shutil.copy(templates / "work.readiness", tmp_path / "work.readiness"))
    edits = kill_often(path, 1000, seed=2)
    record(
        case="kill -9 during edits",
        how="SIGKILL after a random time of saving one edit after the other",
        must="every acknowledged edit is there, the file is whole",
        happened=f"0 of {edits:,} acknowledged edits lost, 0 files corrupt",
        times=1000,
    )
