"""The lock of a window: it keeps out a second one, names its holder and ends with its process."""

import json
import os
import signal
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


@pytest.mark.parametrize("said", ["", "[]", '{"name": 1, "since": "yesterday"}', "x" * 20_000, '"text"'])
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
