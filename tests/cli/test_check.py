"""`readiness check` and the heads it compares with, and what other commands say about them."""

import json
import shutil
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from tests.cli.conftest import REVIEW, Run

ANSWER = ("answer", "small.readiness", REVIEW, "SAC-01", "--as", "Ada Byron", "--note")


@pytest.fixture
def older(run: Run, small: Path) -> Path:
    """The workspace put back by hand to before its last change."""
    run(*ANSWER, "first")
    kept = shutil.copy(small, small.with_name("kept"))
    run(*ANSWER, "second")
    shutil.copy(kept, small)
    return small


def test_an_untouched_workspace_is_ok(run: Run, small: Path) -> None:
    run(*ANSWER, "first")
    told = json.loads(run("check", small, "--json").stdout)
    assert told["ok"] and (told["departures"], told["rows"], told["editions"], told["reports"]) == ([], {}, [], [])


def test_a_workspace_put_back_is_named_with_what_to_do(run: Run, older: Path) -> None:
    told = run("check", older, code=1)
    assert told.stdout == "not ok\n"
    assert "the last one is missing" in told.stderr and "--acknowledge" in told.stderr and "restore small.readiness --list" in told.stderr


def test_the_json_says_which_head_is_missing(run: Run, older: Path) -> None:
    (one,) = json.loads(run("check", older, "--json", code=1).stdout)["departures"]
    assert (one["review"], one["source"], one["missing"], one["known"]["length"] - one["length"]) == (REVIEW, "here", 1, 1)


def test_once_acknowledged_it_is_ok_and_who_did_so_is_kept(run: Run, older: Path) -> None:
    assert "Acknowledged: " in run("check", older, "--acknowledge", "--reason", "Meant", "--as", "Ada Byron").stderr
    told = json.loads(run("check", older, "--json").stdout)
    assert told["ok"] and [(one["review"], one["by"]) for one in told["acknowledged"]] == [(REVIEW, "Ada Byron")]


def test_acknowledging_needs_a_reason(run: Run, older: Path) -> None:
    assert "--reason TEXT" in run("check", older, "--acknowledge", "--as", "Ada Byron", code=2).stderr


def test_acknowledging_needs_a_name(run: Run, older: Path) -> None:
    assert "Say who acts" in run("check", older, "--acknowledge", code=2).stderr
    run("check", older, code=1)


@pytest.mark.parametrize("command", [("status", "small.readiness", REVIEW), (*ANSWER, "third")])
def test_status_and_commands_that_write_say_it_in_one_sentence(run: Run, older: Path, command: tuple[str, ...]) -> None:
    assert "Warning: small.readiness was put back to an older state" in run(*command).stderr
    run("check", older, code=1)  # and it stays until somebody acknowledges it


def test_our_own_restore_gives_no_alarm(run: Run, small: Path) -> None:
    run("backup", small)
    run(*ANSWER, "first")
    run("restore", small)
    assert "Warning" not in run(*ANSWER, "again").stderr
    run("check", small)


def test_the_head_in_a_report_is_compared(run: Run, sealed: Path) -> None:
    told = json.loads(run("check", "sealed.readiness", "--report", "sealed.pdf", "--json").stdout)
    assert [(one["review"], one["holds"]) for one in told["reports"]] == [(REVIEW, True)]


def test_a_report_that_was_sealed_later_shows_an_older_copy(run: Run, sealed: Path, small: Path) -> None:
    told = run("check", small, "--report", "sealed.pdf", code=1)
    assert "was sealed over" in told.stderr and "It is an older or another copy" in told.stderr
    warned = run("verify", "sealed.pdf", "--workspace", small, code=1).stderr
    assert "known_here" in warned and "in small.readiness there are" in warned


def test_a_draft_names_no_head(run: Run, small: Path) -> None:
    run("draft", small, REVIEW, "--out", "draft.pdf")
    assert "is a draft and names no head" in run("check", small, "--report", "draft.pdf", code=1).stderr


def test_the_way_back_is_named_as_a_command(run: Run, small: Path) -> None:
    run(*ANSWER, "first")
    name = Path(run("backup", small).stdout.strip()).stem
    with driver.connect(str(small)) as connection:
        connection.execute("UPDATE answer SET body = replace(body, 'first', 'forged')")
    assert f"readiness restore small.readiness --backup {name}" in run("check", small, code=1).stderr


def test_a_row_that_does_not_follow_from_its_history_is_named(run: Run, small: Path) -> None:
    run(*ANSWER, "first")
    connection = driver.connect(str(small))
    connection.execute("UPDATE answer SET body = replace(body, 'first', 'forged')")
    connection.commit()
    connection.close()
    told = run("check", small, code=1)
    assert f"{REVIEW}: The answer to SAC-01 is not what the history says." in told.stderr and "is damaged" in told.stderr


@pytest.mark.parametrize("command", [("status",), ("decide", "--outcome", "defer", "--rationale", "Fine.", "--as", "Ada Byron")])
def test_such_a_row_is_named_before_anybody_relies_on_it(run: Run, small: Path, command: tuple[str, ...]) -> None:
    run(*ANSWER, "first")
    with driver.connect(str(small)) as connection:
        connection.execute("UPDATE answer SET body = replace(body, 'first', 'quite another')")
    name, *rest = command
    assert "Warning: The answer to SAC-01 is not what the history says." in run(name, small, REVIEW, *rest).stderr


def test_what_was_sealed_and_is_not_there_is_named(run: Run, sealed: Path) -> None:
    connection = driver.connect("sealed.readiness")
    connection.execute("DROP TRIGGER edition_no_delete")
    connection.execute("DELETE FROM edition")
    connection.commit()
    connection.close()
    told = run("check", "sealed.readiness", code=1).stderr
    assert "What is kept of edition 1 is not what the history says was sealed" in told and "edition_no_delete" in told
