"""Conflicts by command line: see both sides, say which prevails, withdraw it."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import REVIEW, Run, last_words

ADA = ("--as", "Ada Byron")
ITEM = "SAC-01"
FOR = ("--statement", "Kept for 30 days.", "--source-kind", "documentation", "--source", "Documentation")
AGAINST = ("--statement", "Kept for 90 days.", "--source-kind", "contract", "--source", "Master agreement", "--contradicts")
WHY = ("--why", "The contract binds.", "--knowledge", "known")


@pytest.fixture
def claims(run: Run, small: Path) -> list[str]:
    """The ids of a supporting and of a contradicting claim on an item that is contested."""
    made = [run("claim", small, REVIEW, ITEM, *words, *ADA).stdout.strip() for words in (FOR, AGAINST)]
    run("answer", small, REVIEW, ITEM, "--knowledge", "contested", *ADA)
    return made


def shown(run: Run, path: Path) -> Any:
    return json.loads(run("show", path, REVIEW, ITEM, "--json").stdout)


def test_a_conflict_is_resolved_and_both_sides_stay(run: Run, small: Path, claims: list[str]) -> None:
    assert run("resolve", small, REVIEW, ITEM, "--prevails", claims[1], *WHY, *ADA).stdout == f"{ITEM}\n"
    stored = shown(run, small)
    assert (stored["knowledge"], [claim["prevails"] for claim in stored["claims"]]) == ("known", [False, True])
    assert (stored["resolution"]["why"], stored["resolution"]["by"]) == ("The contract binds.", "Ada Byron")


def test_show_tells_both_sides_and_the_resolution(run: Run, small: Path, claims: list[str]) -> None:
    assert "In conflict" in run("show", small, REVIEW, ITEM).stderr
    run("resolve", small, REVIEW, ITEM, "--prevails", claims[1], *WHY, *ADA)
    told = run("show", small, REVIEW, ITEM).stderr
    assert "the contract (Master agreement) prevails, because: The contract binds." in told
    assert "Supports, does not prevail; Documentation" in told and "Contradicts, prevails; Contract" in told


def test_a_claim_may_be_named_by_its_beginning(run: Run, small: Path, claims: list[str]) -> None:
    run("resolve", small, REVIEW, ITEM, "--prevails", claims[1][:6], *WHY, *ADA)
    assert shown(run, small)["resolution"]["prevails"] == [claims[1]]


@pytest.mark.parametrize(("name", "words"), [("c-", "too short"), ("c-zzzz", "has no claim c-zzzz"), ("", "too short")])
def test_a_claim_that_is_not_named_well_is_said(run: Run, small: Path, claims: list[str], name: str, words: str) -> None:
    assert words in run("resolve", small, REVIEW, ITEM, "--prevails", name, *WHY, *ADA, code=1).stderr


def test_what_is_missing_is_wrong_usage(run: Run, small: Path, claims: list[str]) -> None:
    assert "--why" in run("resolve", small, REVIEW, ITEM, "--prevails", claims[1], *ADA, code=2).stderr


def test_a_resolution_is_withdrawn(run: Run, small: Path, claims: list[str]) -> None:
    run("resolve", small, REVIEW, ITEM, "--prevails", claims[1], *WHY, *ADA)
    run("resolve", small, REVIEW, ITEM, "--remove", *ADA)
    assert (shown(run, small)["knowledge"], shown(run, small)["resolution"]) == ("contested", None)
    assert "is resolved" in run("resolve", small, REVIEW, ITEM, "--remove", *ADA, code=1).stderr


def test_the_history_says_why(run: Run, small: Path, claims: list[str]) -> None:
    run("resolve", small, REVIEW, ITEM, "--prevails", claims[1], *WHY, *ADA)
    assert "conflict resolved: The contract binds." in last_words(small)


def test_a_claim_of_a_resolved_conflict_is_not_taken_away(run: Run, small: Path, claims: list[str]) -> None:
    run("resolve", small, REVIEW, ITEM, "--prevails", claims[1], *WHY, *ADA)
    assert "withdraw the resolution" in run("claim", small, REVIEW, ITEM, "--remove", claims[0], *ADA, code=1).stderr


def test_claims_are_listed_strongest_first_and_one_source_once(run: Run, small: Path) -> None:
    for words in (FOR, ("--statement", "Then deleted.", *FOR[2:]), AGAINST[:-1]):
        run("claim", small, REVIEW, ITEM, *words, *ADA)
    found = shown(run, small)
    assert [claim["source_kind"] for claim in found["claims"]] == ["contract", "documentation", "documentation"]
    assert found["claims"][2]["same_source_as"] == found["claims"][1]["id"]
    told = run("show", small, REVIEW, ITEM).stderr
    assert "Strength: 3 claims, 2 independent sources, strongest: contract." in told and "One source, counted once:" in told


def test_an_expired_claim_says_so(run: Run, small: Path) -> None:
    run("claim", small, REVIEW, ITEM, *FOR, "--checked", "2020-01-01", *ADA)
    assert "; expired on 20" in run("show", small, REVIEW, ITEM).stderr
    assert shown(run, small)["claims"][0]["expired"] is True


def test_resolving_says_that_the_verdict_was_taken_back(run: Run, small: Path, claims: list[str]) -> None:
    run("answer", small, REVIEW, ITEM, "--verdict", "acceptable", *ADA)
    told = run("resolve", small, REVIEW, ITEM, "--prevails", claims[1], *WHY, *ADA).stderr
    assert "The verdict acceptable was taken back; judge what is known now." in told
    assert shown(run, small)["verdict"] == "undecided"


def test_the_same_claim_twice_is_refused(run: Run, small: Path, claims: list[str]) -> None:
    assert claims[0] in run("claim", small, REVIEW, ITEM, *FOR, *ADA, code=1).stderr
    assert len(shown(run, small)["claims"]) == 2
