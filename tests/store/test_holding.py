"""The lock of a window: it keeps out a second one, names its holder and ends with its process."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from readiness_app.store import holding
from readiness_app.store.holding import Hold, Holder
from tests.builders import NOW

ADA = Holder(name="Ada Byron", machine="engine", since=NOW)
LEAVES = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody take a locked file away")
HOLDING = """
import sys, time
from datetime import datetime, UTC
from pathlib import Path
from readiness_app.store.holding import Hold, Holder, take
me = Holder(name=sys.argv[2], machine="engine", since=datetime(2026, 3, 29, tzinfo=UTC))
print(isinstance(take(Path(sys.argv[1]), me), Hold), flush=True)
time.sleep(60)
"""


@contextmanager
def held_elsewhere(path: Path, name: str = "Ada Byron") -> Iterator[subprocess.Popen[str]]:
    root = Path(__file__).parents[2]
    process = subprocess.Popen([sys.executable, "-c", HOLDING, str(path), name], cwd=root, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "True\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_is_taken_and_let_go_of_without_a_trace(path: Path) -> None:
    hold = holding.take(path, ADA)
    assert isinstance(hold, Hold) and holding.holder_of(path) == ADA
    hold.release()
    assert holding.holder_of(path) is None and not holding.lock_of(path).exists()


def test_a_second_process_learns_who_has_it(path: Path) -> None:
    with held_elsewhere(path):
        found = holding.take(path, ADA)
        assert isinstance(found, Holder) and found.in_words().startswith("Ada Byron on engine since 2026-03-2")
        assert holding.holder_of(path) == found


@pytest.mark.skipif(os.name == "nt", reason="no kill -9 there")
def test_it_ends_with_its_process(path: Path) -> None:
    with held_elsewhere(path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert holding.lock_of(path).exists() and holding.holder_of(path) is None
        hold = holding.take(path, ADA)
        assert isinstance(hold, Hold)
        hold.release()


def test_one_process_shares_it_until_the_last_lets_go(path: Path) -> None:
    first, second = holding.take(path, ADA), holding.take(path, ADA)
    assert isinstance(first, Hold) and first is second
    first.release()
    assert holding.holder_of(path) == ADA
    first.release()
    assert holding.holder_of(path) is None


@pytest.mark.parametrize("said", ["", "[]", '{"name": 1, "since": "yesterday"}', "x" * 20_000, '"text"', "[" * 9_000])
def test_whatever_a_lock_file_says_it_is_only_words(path: Path, said: str) -> None:
    holding.lock_of(path).write_text(said)
    assert holding.holder_in(holding.lock_of(path)) == Holder(name="", machine="", since=None)
    assert holding.holder_of(path) is None


def test_a_name_is_one_line_of_plain_text(path: Path) -> None:
    with held_elsewhere(path, "Ada\n\u202e\x1b[1mByron"):
        found = holding.holder_of(path)
        assert found is not None and found.name == "Ada [1mByron"


def test_where_no_lock_can_be_made_nobody_is_kept_out(tmp_path: Path) -> None:
    assert holding.take(tmp_path / "no" / "work.readiness", ADA) is None


def test_a_holder_is_told_in_words_whatever_is_known_of_them() -> None:
    assert Holder(name="Ada", machine="engine", since=None).in_words() == "Ada on engine"
    assert Holder(name="", machine="", since=None).in_words() == "somebody on another machine"


def test_a_lock_file_says_who_holds_it_in_plain_letters(tmp_path: Path) -> None:
    taken = holding.take(tmp_path / "w.readiness", Holder(name="Zo\u00eb", machine="engine", since=None))
    assert isinstance(taken, Hold)
    said = json.loads((tmp_path / "w.readiness.lock").read_bytes())
    assert "Zo\u00eb".encode() in (tmp_path / "w.readiness.lock").read_bytes()
    assert said == {"name": "Zo\u00eb", "machine": "engine", "since": "", "process": os.getpid()}
    taken.release()
    assert not (tmp_path / "w.readiness.lock").exists()


@LEAVES
def test_a_lock_that_somebody_took_away_is_let_go_of_all_the_same(path: Path) -> None:
    hold = holding.take(path, ADA)
    assert isinstance(hold, Hold)
    holding.lock_of(path).unlink()
    hold.release()
    assert holding.holder_of(path) is None


@LEAVES
def test_a_folder_that_gets_another_name_meanwhile_keeps_nobody_out(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "name").symlink_to(tmp_path / "real", target_is_directory=True)
    hold = holding.take(tmp_path / "name" / "w.readiness", ADA)
    assert isinstance(hold, Hold)
    (tmp_path / "name").unlink()
    hold.release()
    assert not list((tmp_path / "real").iterdir()) and holding.holder_of(tmp_path / "real" / "w.readiness") is None


@LEAVES
def test_a_lock_that_vanished_while_it_was_taken_is_made_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked, vanishing = holding._lock, [holding.lock_of(path)]

    def once(handle: int) -> None:
        locked(handle)
        if vanishing:
            vanishing.pop().unlink()

    monkeypatch.setattr(holding, "_lock", once)
    hold = holding.take(path, ADA)
    assert isinstance(hold, Hold) and holding.lock_of(path).exists() and not vanishing
    hold.release()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_only_its_owner_writes_to_a_lock_and_nobody_runs_it(path: Path) -> None:
    before = os.umask(0)
    try:
        hold = holding.take(path, ADA)
    finally:
        os.umask(before)
    assert isinstance(hold, Hold) and stat.S_IMODE(holding.lock_of(path).stat().st_mode) == 0o644
    hold.release()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux lists the files of a process")
def test_a_lock_that_somebody_else_has_is_not_kept_open(path: Path) -> None:
    with held_elsewhere(path):
        before = len(list(Path("/proc/self/fd").iterdir()))
        assert isinstance(holding.take(path, ADA), Holder) and len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_system_without_locks_keeps_nobody_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(handle: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(holding, "_lock", none)
    assert holding.take(path, ADA) is None and holding.holder_of(path) is None


def test_on_a_full_disk_it_is_locked_without_a_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    hold = holding.take(path, ADA)
    monkeypatch.undo()
    assert isinstance(hold, Hold) and holding.holder_of(path) == Holder(name="", machine="", since=None)
    hold.release()


def test_a_holder_whose_time_is_not_known_is_still_named(path: Path) -> None:
    ada = Holder(name="Ada", machine="engine", since=None)
    hold = holding.take(path, ada)
    assert isinstance(hold, Hold) and holding.holder_of(path) == ada
    hold.release()
    assert holding.holder_in(holding.lock_of(path)) == Holder(name="", machine="", since=None)
