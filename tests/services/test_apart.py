"""PDFs of others are taken apart in a process of their own; what comes back is what this process would have found."""

import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness_app.domain.errors import Unreadable
from readiness_app.services import apart, verifying
from readiness_app.services.child import ChildFailed
from tests.hostile.files import bomb_of_metadata, bomb_of_record
from tests.verified_here import verified_here


def test_the_process_finds_what_this_one_finds(report: Path) -> None:
    here, told = [], []
    inside = verified_here(report.read_bytes(), report.name, on_check=here.append)
    assert verifying.verify(report, on_check=told.append) == inside and told == here


@pytest.mark.slow
def test_a_bomb_costs_this_process_nothing(tmp_path: Path) -> None:
    (tmp_path / "small.pdf").write_bytes(bomb_of_metadata())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable, match=r"small\.pdf .*Nothing was changed"):
        verifying.verify(tmp_path / "small.pdf")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


@pytest.mark.slow
@pytest.mark.parametrize("bomb", [bomb_of_metadata, bomb_of_record])
def test_what_breaks_off_for_want_of_memory_is_not_tried_again_here(bomb: Callable[[], bytes]) -> None:
    with pytest.raises(Unreadable, match=r"x\.pdf "):
        apart.check_within_limits(bomb(), "x.pdf")


def test_stopping_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    real = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **parts: started.append(real(*args, **parts)) or started[-1])

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        apart.judged(b"%PDF-1.7", "x.pdf", (), (), None, stop)
    assert started[0].poll() is not None


@pytest.mark.parametrize("header", [{}, {"checks": 1}, {"checks": [], "signers": [{"name": 1}]}])
def test_what_the_process_says_is_not_believed(header: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "run_in_child", lambda *args, **parts: (header, b""))
    with pytest.raises(Unreadable, match="it is damaged"):
        apart.judged(b"", "x.pdf", (), (), None, None)


def test_a_file_that_needs_too_much_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(*args: object, **parts: object) -> None:
        raise ChildFailed("it needs too much time or memory")

    monkeypatch.setattr(apart, "run_in_child", too_much)
    with pytest.raises(Unreadable, match=r"x\.pdf cannot be read as a PDF: it needs too much time or memory\. Nothing was changed"):
        apart.check_within_limits(b"unseen", "x.pdf")
