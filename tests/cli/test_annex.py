"""Reports of sealed editions and their annexes, by command."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import REVIEW, Run

LEVEL = ("--confidentiality", "under_nda")


@pytest.fixture
def ready(small: Path, tmp_path: Path, run: Run) -> Path:
    """A review with a file under NDA, decided, with its signatories, ready to be sealed."""
    (tmp_path / "secret.txt").write_text("under the agreement", encoding="utf-8")
    run("attach", small, REVIEW, first_item(small, run), tmp_path / "secret.txt", *LEVEL, "--as", "Ada Byron")
    run("decide", small, REVIEW, "--outcome", "defer", "--rationale", "Too much is unknown.", "--as", "Ada Byron")
    for role, name in (("security", "Tomas Berg"), ("business_owner", "Ruth Okello")):
        run("signatory", small, REVIEW, role, name, "--as", "Ada Byron")
    return small


def first_item(workspace: Path, run: Run) -> str:
    return str(json.loads(run("items", workspace, REVIEW, "--json").stdout)[0]["id"])


@pytest.fixture
def sealed_with_annex(ready: Path, tmp_path: Path, run: Run) -> Path:
    run("seal", ready, REVIEW, "--out", tmp_path / "report.pdf", "--annex", "--as", "Ada Byron")
    return ready


def test_seal_writes_the_annex_beside_the_report(ready: Path, tmp_path: Path, run: Run) -> None:
    done = run("seal", ready, REVIEW, "--out", "report.pdf", "--annex", "--as", "Ada Byron", "--json")
    assert json.loads(done.stdout)["annex"] == "report-annex" and "look before you pass it on" in done.stderr
    assert [path.name[12:] for path in sorted((tmp_path / "report-annex").glob("*.txt"))] == ["-secret.txt"]


def test_seal_without_the_option_writes_none(ready: Path, tmp_path: Path, run: Run) -> None:
    run("seal", ready, REVIEW, "--out", "report.pdf", "--as", "Ada Byron")
    assert not (tmp_path / "report-annex").exists()


def test_seal_says_when_there_is_nothing_for_an_annex(sealed: Path, run: Run) -> None:
    run("reopen", sealed / "sealed.readiness", REVIEW, "--reason", "New card", "--as", "Ada Byron")
    run("decide", sealed / "sealed.readiness", REVIEW, "--outcome", "defer", "--rationale", "Still unknown.", "--as", "Ada Byron")
    done = run("seal", sealed / "sealed.readiness", REVIEW, "--out", "second.pdf", "--annex", "--as", "Ada Byron", "--json")
    assert json.loads(done.stdout)["annex"] is None and "there is no annex" in done.stderr


def test_a_folder_in_the_way_is_found_before_sealing(ready: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "report-annex").mkdir()
    (tmp_path / "report-annex" / "mine.txt").write_text("mine")
    done = run("seal", ready, REVIEW, "--out", "report.pdf", "--annex", "--force", "--as", "Ada Byron", code=1)
    assert "mine.txt" in done.stderr and run("status", ready, REVIEW).stdout == "open\n"


def test_annex_is_written_for_a_sealed_review(sealed_with_annex: Path, tmp_path: Path, run: Run) -> None:
    done = run("annex", sealed_with_annex, REVIEW, "--out", tmp_path / "other", "--json")
    told = json.loads(done.stdout)
    assert (told["edition"], [one["name"] for one in told["files"]], told["gone"]) == (1, ["secret.txt"], [])


def test_annex_is_replaced_by_force_only(sealed_with_annex: Path, tmp_path: Path, run: Run) -> None:
    assert "already" in run("annex", sealed_with_annex, REVIEW, "--out", "report-annex", code=1).stderr
    assert run("annex", sealed_with_annex, REVIEW, "--out", "report-annex", "--force").stdout == "report-annex\n"


def test_verify_tells_of_the_annex(sealed_with_annex: Path, tmp_path: Path, run: Run) -> None:
    assert "✓ ok      annex: The annex report-annex holds 1 of the 1 files" in run("verify", tmp_path / "report.pdf", code=1).stderr
    shutil.rmtree(tmp_path / "report-annex")
    assert "annex:" not in run("verify", tmp_path / "report.pdf", code=1).stderr


def test_report_of_a_superseded_edition(sealed: Path, run: Run) -> None:
    run("reopen", sealed / "sealed.readiness", REVIEW, "--reason", "New card", "--as", "Ada Byron")
    done = run("report", sealed / "sealed.readiness", REVIEW, "--edition", "1", "--out", "first.pdf")
    assert (sealed / "first.pdf").read_bytes() == (sealed / "sealed.pdf").read_bytes()
    assert done.stdout == "first.pdf\n" and "Edition 1 is superseded" in done.stderr


def test_report_of_an_edition_that_is_not_there(sealed: Path, run: Run) -> None:
    done = run("report", sealed / "sealed.readiness", REVIEW, "--edition", "7", "--out", "x.pdf", code=1)
    assert "choose one of these: 1" in done.stderr and not (sealed / "x.pdf").exists()


def test_report_replaces_a_file_by_force_only(sealed: Path, run: Run) -> None:
    run("report", sealed / "sealed.readiness", REVIEW, "--out", "sealed.pdf", code=1)
    assert json.loads(run("report", sealed / "sealed.readiness", REVIEW, "--out", "sealed.pdf", "--force", "--json").stdout)["edition"] == 1
