"""The history as a person reads it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.conftest import REVIEW, Run

ADA = ("--as", "Ada Byron")


def table(run: Run, path: Path) -> str:
    return " ".join(run("history", path, REVIEW).stderr.split())


def words(run: Run, path: Path) -> list[str]:
    from readiness_app.cli import acting
    from readiness_app.cli.history_words import what
    from readiness_app.services.reviewing import history

    with acting.reading(path) as opened:
        return [what(entry) for entry in history(opened, REVIEW)]


def test_an_answer_says_before_and_after(run: Run, small: Path) -> None:
    run("answer", small, REVIEW, "SAC-01", "--knowledge", "unknown", "--reason", "searched_not_found", "--searched", "Site: it", *ADA)
    assert words(run, small)[-1] == "knowledge: not reviewed → unknown; unknown reason: none → searched not found; search log: 0 → 1"


def test_a_frame_says_which_part(run: Run, small: Path) -> None:
    run("edit", small, REVIEW, "--region", "EU", *ADA)
    assert words(run, small)[0].startswith("vendor: Example Labs; model: Model One; tier: internal")
    assert words(run, small)[-1] == "region: none → EU"


def test_a_decision_says_what_was_decided(run: Run, small: Path) -> None:
    run("decide", small, REVIEW, "--outcome", "defer", "--rationale", "R", *ADA)
    assert words(run, small)[-1].startswith("outcome: defer")


def test_hashes_are_short_in_the_table(run: Run, small: Path) -> None:
    Path("memo.txt").write_text("A memo.", encoding="utf-8")
    sha256 = run("attach", small, REVIEW, "SAC-01", "memo.txt", *ADA).stdout.strip()
    seen = table(run, small)
    assert sha256 not in seen and words(run, small)[-1] == "evidence: 0 → 1"


def test_a_clock_that_was_set_back_is_told(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from readiness_app.cli import acting

    monkeypatch.setattr(acting, "now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    run("edit", small, REVIEW, "--region", "EU", *ADA)
    assert "before those of the entries they follow: 2. A clock was set back" in run("history", small, REVIEW).stderr
