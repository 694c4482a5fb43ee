"""Conditions that are met, and what lapses when, by command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import REVIEW, Run, last_words

ADA = ("--as", "Ada Byron")
RISK = ("--owner", "Grace Hopper", "--until", "2026-09-30", "--control", "Cap", "--rationale", "Trial")
UNKNOWN = ("--knowledge", "unknown", "--reason", "searched_not_found", "--searched", "Trust page: retention")


@pytest.fixture
def gate(run: Run, small: Path) -> str:
    """A gate that is no hard one, unknown, its risk accepted until 2026-09-30 and a condition due on 2026-06-30."""
    rows = json.loads(run("items", small, REVIEW, "--json").stdout)
    item = str(next(row["id"] for row in rows if row["gate"] and not row["gate"]["hard"] and row["gate"]["state"]))
    run("answer", small, REVIEW, item, *UNKNOWN, *ADA)
    run("accept-risk", small, REVIEW, item, *RISK, *ADA)
    run("condition", small, REVIEW, item, "--what", "Sign it", "--owner", "Joan", "--due", "2026-06-30", "--proof", "The copy", *ADA)
    return item


def shown(run: Run, path: Path, item: str) -> Any:
    return json.loads(run("show", path, REVIEW, item, "--json").stdout)


def condition(run: Run, path: Path, item: str) -> str:
    return str(shown(run, path, item)["conditions"][0]["id"])


def as_of(run: Run, path: Path, day: str, item: str) -> str:
    run("edit", path, REVIEW, "--as-of", day, *ADA)
    return str(shown(run, path, item)["gate"]["state"])


def test_a_gate_opens_the_day_after_a_condition_or_its_acceptance_lapses(run: Run, small: Path, gate: str) -> None:
    assert [as_of(run, small, day, gate) for day in ("2026-06-30", "2026-07-01")] == ["accepted", "open"]
    run("condition-done", small, REVIEW, gate, condition(run, small, gate), "--proof", "Signed", "--on", "2026-06-20", *ADA)
    assert [as_of(run, small, day, gate) for day in ("2026-07-01", "2026-09-30", "2026-10-01")] == ["accepted", "accepted", "open"]


def test_a_condition_is_met_with_a_file(run: Run, small: Path, gate: str) -> None:
    Path("copy.txt").write_text("signed", encoding="utf-8")
    name = condition(run, small, gate)
    words = ("--proof", "The copy", "--file", "copy.txt", "--on", "2026-06-20")
    assert run("condition-done", small, REVIEW, gate, name[:6], *words, *ADA).stdout == f"{name}\n"
    done, (file,) = shown(run, small, gate)["conditions"][0]["done"], shown(run, small, gate)["evidence"]
    assert (done["proof"], done["by"], done["on"], done["evidence"]) == ("The copy", "Ada Byron", "2026-06-20", file["sha256"])
    told = run("show", small, REVIEW, gate).stderr
    assert "Met on 2026-06-20, as Ada Byron says: The copy; file: " in told


def test_a_file_that_is_attached_may_be_the_proof(run: Run, small: Path, gate: str) -> None:
    Path("copy.txt").write_text("signed", encoding="utf-8")
    sha256 = run("attach", small, REVIEW, gate, "copy.txt", *ADA).stdout.strip()
    name = condition(run, small, gate)
    run("condition-done", small, REVIEW, gate, name, "--proof", "It", "--evidence", sha256[:8], *ADA)
    assert shown(run, small, gate)["conditions"][0]["done"]["evidence"] == sha256
    run("condition-done", small, REVIEW, gate, name, "--remove", *ADA)
    assert shown(run, small, gate)["conditions"][0]["done"] is None


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "--proof is missing"),
        (("--proof", " "), 1, "Say what proves"),
        (("--proof", "x", "--on", "2999-01-01"), 1, "still to come"),
        (("--proof", "x", "--file", "none.txt"), 3, "no file none.txt"),
        (("--proof", "x", "--evidence", "0" * 64), 1, "attach it first"),
        (("--proof", "x", "--evidence", "0" * 64, "--file", "a"), 2, "give one of them"),
        (("--remove",), 1, "is not met"),
        (("--remove", "--proof", "x"), 2, "stands without"),
    ],
)
def test_bad_input_is_said_and_changes_nothing(run: Run, small: Path, gate: str, words: tuple[str, ...], code: int, said: str) -> None:
    name = condition(run, small, gate)
    assert said in run("condition-done", small, REVIEW, gate, name, *words, *ADA, code=code).stderr
    assert shown(run, small, gate)["conditions"][0]["done"] is None


def test_an_unknown_condition_is_not_found(run: Run, small: Path, gate: str) -> None:
    assert "has no condition k-zzzz" in run("condition-done", small, REVIEW, gate, "k-zzzz", "--proof", "x", *ADA, code=1).stderr


def test_a_sealed_review_says_where_it_is_recorded(run: Run, sealed: Path) -> None:
    refused = run("condition-done", sealed / "sealed.readiness", REVIEW, "SAC-01", "k-1234", "--proof", "x", *ADA, code=1)
    assert "recorded in the next edition" in refused.stderr


def test_status_says_what_lapses(run: Run, small: Path, gate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from readiness_app.cli import acting

    monkeypatch.setattr(acting, "today", lambda: date(2026, 7, 1))
    told = run("status", small, REVIEW)
    assert f"Was due on 2026-06-30: Sign it (condition on {gate}, Joan)." in told.stderr
    assert "Later: 1 more, the first after 2026-09-30." in told.stderr
    found = json.loads(run("status", small, REVIEW, "--json").stdout)
    assert [(one["kind"], one["item"], one["date"], one["state"]) for one in found["lapses"]] == [
        ("condition", gate, "2026-06-30", "lapsed"),
        ("acceptance", gate, "2026-09-30", "later"),
    ]


def test_the_list_of_reviews_warns_too(run: Run, small: Path, gate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from readiness_app.cli import acting

    monkeypatch.setattr(acting, "today", lambda: date(2026, 9, 1))
    (row,) = json.loads(run("reviews", small, "--json").stdout)
    assert row["lapsing"][1] == f"Ends on 2026-09-30: the risk acceptance of {gate} (Grace Hopper)"


def test_the_history_names_the_condition_and_its_proof(run: Run, small: Path, gate: str) -> None:
    run("condition-done", small, REVIEW, gate, condition(run, small, gate), "--proof", "The copy", *ADA)
    assert last_words(small) == "condition met: Sign it; proof: The copy"


def test_show_says_that_an_acceptance_has_lapsed(run: Run, small: Path, gate: str) -> None:
    assert "(lapsed)" not in run("show", small, REVIEW, gate).stderr
    as_of(run, small, "2026-10-01", gate)
    assert "until 2026-09-30 (lapsed): Trial" in run("show", small, REVIEW, gate).stderr
