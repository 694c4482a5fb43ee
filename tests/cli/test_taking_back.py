"""Taking back a mistake: claims, conditions, acceptances and files, and the ids that `show` names."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import REVIEW, Run

ADA = ("--as", "Ada Byron")
CLAIM = ("--statement", "It logs.", "--source-kind", "contract", "--source", "Annex B")


def shown(run: Run, path: Path, item: str = "SAC-01") -> Any:
    return json.loads(run("show", path, REVIEW, item, "--json").stdout)


def test_a_claim_is_taken_back(run: Run, small: Path) -> None:
    name = run("claim", small, REVIEW, "SAC-01", *CLAIM, *ADA).stdout.strip()
    assert [claim["id"] for claim in shown(run, small)["claims"]] == [name]
    run("claim", small, REVIEW, "SAC-01", "--remove", name, *ADA)
    assert shown(run, small)["claims"] == []


def test_a_claim_that_carries_the_answer_stays(run: Run, small: Path) -> None:
    name = run("claim", small, REVIEW, "SAC-01", *CLAIM, *ADA).stdout.strip()
    run("answer", small, REVIEW, "SAC-01", "--knowledge", "known", *ADA)
    assert "at least one claim" in run("claim", small, REVIEW, "SAC-01", "--remove", name, *ADA, code=1).stderr


def test_a_claim_takes_every_particular(run: Run, small: Path) -> None:
    more = ("--disputed", "--correction", "It does not.", "--correction-source", "Annex C", "--caveat", "Draft.", "--checked", "2026-03-01")
    run("claim", small, REVIEW, "SAC-01", *CLAIM, *more, *ADA)
    (claim,) = shown(run, small)["claims"]
    assert (claim["stance"], claim["caveat"], claim["checked"]) == ("disputed", "Draft.", "2026-03-01")
    assert claim["correction"]["source"] == "Annex C"


@pytest.mark.parametrize("more", [("--disputed",), ("--correction", "x"), ("--background", "--contradicts")])
def test_particulars_that_do_not_fit(run: Run, small: Path, more: tuple[str, ...]) -> None:
    assert "Nothing was changed" in run("claim", small, REVIEW, "SAC-01", *CLAIM, *more, *ADA, code=2).stderr


@pytest.mark.parametrize("command", ["claim", "condition", "accept-risk"])
def test_adding_needs_its_options(run: Run, small: Path, command: str) -> None:
    assert "are missing. Nothing was changed" in run(command, small, REVIEW, "SAC-01", *ADA, code=2).stderr


@pytest.mark.parametrize("line", [("claim", "--remove", "c-0", "--source", "x"), ("accept-risk", "--remove", "--owner", "x")])
def test_taking_back_and_adding_are_two_steps(run: Run, small: Path, line: tuple[str, ...]) -> None:
    assert "take back first" in run(line[0], small, REVIEW, "SAC-01", *line[1:], *ADA, code=2).stderr


@pytest.mark.parametrize("line", [("claim", "--remove", "c-0"), ("condition", "--remove", "k-0"), ("accept-risk", "--remove")])
def test_what_is_not_there_cannot_be_taken_back(run: Run, small: Path, line: tuple[str, ...]) -> None:
    assert "Nothing was changed" in run(line[0], small, REVIEW, "SAC-01", *line[1:], *ADA, code=1).stderr


def test_a_condition_is_taken_back(run: Run, small: Path) -> None:
    parts = ("--what", "W", "--owner", "Tomas Berg", "--due", "2026-12-31", "--proof", "P")
    name = run("condition", small, REVIEW, "SAC-01", *parts, *ADA).stdout.strip()
    assert f"Condition {name}: W" in run("show", small, REVIEW, "SAC-01").stderr
    run("condition", small, REVIEW, "SAC-01", "--remove", name, *ADA)
    assert shown(run, small)["conditions"] == []


def soft_item(run: Run, path: Path) -> str:
    rows = json.loads(run("items", path, REVIEW, "--json").stdout)
    return str(next(row["id"] for row in rows if not (row["gate"] and row["gate"]["hard"]) and row["in_scope"]))


def test_an_acceptance_is_taken_back(run: Run, small: Path) -> None:
    item = soft_item(run, small)
    run("answer", small, REVIEW, item, "--knowledge", "unknown", "--reason", "searched_not_found", "--searched", "Site: it", *ADA)
    parts = ("--owner", "Ruth Okello", "--until", "2026-12-31", "--control", "C", "--rationale", "R")
    run("accept-risk", small, REVIEW, item, *parts, *ADA)
    assert shown(run, small, item)["acceptance"]["owner"] == "Ruth Okello"
    run("accept-risk", small, REVIEW, item, "--remove", *ADA)
    assert shown(run, small, item)["acceptance"] is None


def attach(run: Run, path: Path) -> str:
    Path("memo.txt").write_text("A memo.", encoding="utf-8")
    return str(run("attach", path, REVIEW, "SAC-01", "memo.txt", *ADA).stdout.strip())


def test_a_file_is_detached_and_stays_listed(run: Run, small: Path) -> None:
    sha256 = attach(run, small)
    run("detach", small, REVIEW, "SAC-01", sha256[:8], *ADA)
    assert shown(run, small)["evidence"] == []
    assert "does not carry" in run("detach", small, REVIEW, "SAC-01", sha256, *ADA, code=1).stderr


def test_a_file_under_a_claim_is_not_detached(run: Run, small: Path) -> None:
    sha256 = attach(run, small)
    run("claim", small, REVIEW, "SAC-01", *CLAIM, "--evidence", sha256, *ADA)
    assert "rests on this file" in run("detach", small, REVIEW, "SAC-01", sha256, *ADA, code=1).stderr


def test_a_purged_file_keeps_its_hash_and_why(run: Run, small: Path) -> None:
    sha256 = attach(run, small)
    assert run("purge", small, REVIEW, sha256, "--why", "Not ours.", *ADA).stdout == f"{sha256}\n"
    assert shown(run, small)["evidence"][0]["purged"]["why"] == "Not ours."


def test_a_sealed_review_refuses_a_file_it_has_already(run: Run, small: Path) -> None:
    attach(run, small)
    run("decide", small, REVIEW, "--outcome", "defer", "--rationale", "R", *ADA)
    for role, name in (("security", "Tomas Berg"), ("business_owner", "Ruth Okello")):
        run("signatory", small, REVIEW, role, name, *ADA)
    run("seal", small, REVIEW, "--out", "r.pdf", *ADA)
    assert "reopen the review" in run("attach", small, REVIEW, "SAC-01", "memo.txt", *ADA, code=1).stderr
    told = run("status", small, REVIEW).stderr
    assert "Next question" not in told and json.loads(run("status", small, REVIEW, "--json").stdout)["next"] is None


def test_a_checklist_shows_its_scope_questions(run: Run) -> None:
    shape = json.loads(run("checklist", "show", "frontier-deployment", "--json").stdout)
    assert {"key", "question"} == set(shape["scope"][0]) and sum(len(section["items"]) for section in shape["sections"]) == 108
    assert shape["scope"][0]["key"] in run("checklist", "show", "frontier-deployment").stderr
