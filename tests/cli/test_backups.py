"""Backing up and going back, as a person does it."""

import json
from pathlib import Path

from readiness_app.cli.history_words import short
from tests.cli.conftest import REVIEW, Run, last_words
from tests.store.test_holding import held_elsewhere


def note(run: Run, path: Path, text: str) -> None:
    run("answer", path, REVIEW, "SAC-01", "--note", text, "--as", "Ada Byron")


def note_of(run: Run, path: Path) -> str:
    return str(json.loads(run("record", path, REVIEW).stdout)["answers"]["SAC-01"]["note"])


def test_there_and_back(run: Run, small: Path) -> None:
    note(run, small, "first")
    made = Path(run("backup", small).stdout.strip())
    note(run, small, "second")
    found = run("restore", small)
    assert "1 change made after it are missing" not in found.stderr and "1 change made after it is missing" in found.stderr
    assert made.parent.name == "small.backups" and note_of(run, small) == "first"
    assert note_of(run, Path(found.stdout.strip())) == "second"


def test_the_history_says_that_a_backup_was_put_back(run: Run, small: Path) -> None:
    made = Path(run("backup", small).stdout.strip())
    note(run, small, "second")
    run("restore", small, "--as", "Grace Hopper")
    assert last_words(small).startswith(f"missing: 1; backup: {short(made.name)}; former: small.before-restore-")


def test_the_list_says_what_would_be_missing_and_does_nothing(run: Run, small: Path) -> None:
    note(run, small, "first")
    run("backup", small)
    note(run, small, "second")
    (listed,) = json.loads(run("restore", small, "--list", "--json").stdout)
    assert (listed["missing"], listed["reviews_missing"], note_of(run, small)) == (1, [], "second")


def test_a_damaged_file_is_restored(run: Run, small: Path) -> None:
    note(run, small, "first")
    run("backup", small)
    small.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert "cannot be said" in run("restore", small).stderr
    assert note_of(run, small) == "first"


def test_the_list_names_a_backup_whose_bytes_were_altered(run: Run, small: Path) -> None:
    made = Path(run("backup", small).stdout.strip())
    data = bytearray(made.read_bytes())
    data[-1] ^= 1
    made.write_bytes(data)
    assert "Damaged: its bytes are not what was backed up" in run("restore", small, "--list").stderr
    assert json.loads(run("restore", small, "--list", "--json").stdout)[0]["damaged"] is True


def test_a_sealed_edition_that_is_not_in_the_backup_is_named_before(run: Run, small: Path) -> None:
    run("backup", small)
    run("decide", small, REVIEW, "--outcome", "defer", "--rationale", "Too much is unknown.", "--as", "Ada Byron")
    run("signatory", small, REVIEW, "security", "Ruth Okello", "--as", "Ada Byron")
    run("signatory", small, REVIEW, "business_owner", "Tomas Berg", "--as", "Ada Byron")
    run("seal", small, REVIEW, "--out", small.with_name("r.pdf"), "--as", "Ada Byron")
    (listed,) = json.loads(run("restore", small, "--list", "--json").stdout)
    assert listed["editions_missing"][0].startswith(f"edition 1 of {REVIEW}, sealed on ")
    said = run("restore", small).stderr
    assert said.startswith(f"Warning: Edition 1 of {REVIEW}, sealed on ") and "is not in it." in said.splitlines()[0]


def test_a_purge_that_a_backup_would_undo_is_named_before(run: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("names of customers")
    sha256 = run("attach", small, REVIEW, "SAC-01", tmp_path / "note.txt", "--as", "Ada Byron").stdout.strip()
    run("backup", small)
    run("purge", small, REVIEW, sha256, "--why", "customer names", "--as", "Ada Byron")
    (listed,) = json.loads(run("restore", small, "--list", "--json").stdout)
    assert listed["editions_missing"][0].endswith("is not in it: its bytes would be there again.")
    assert run("restore", small).stderr.startswith("Warning: The purge of “note.txt”")


def test_a_named_backup_is_found_by_its_name(run: Run, small: Path) -> None:
    name = Path(run("backup", small).stdout.strip()).stem
    run("restore", small, "--backup", name)
    assert "There is no backup lost" in run("restore", small, "--backup", "lost", code=1).stderr


def test_without_a_backup_nothing_happens(run: Run, small: Path) -> None:
    before = small.read_bytes()
    assert "There is no backup" in run("restore", small, code=1).stderr
    assert small.read_bytes() == before


def test_an_unsound_newest_backup_is_passed_over(run: Run, small: Path) -> None:
    note(run, small, "first")
    run("backup", small)
    note(run, small, "second")
    newest = Path(run("backup", small).stdout.strip())
    newest.write_bytes(newest.read_bytes()[:-1])
    run("restore", small)
    assert note_of(run, small) == "first"


def test_an_open_window_keeps_its_file(run: Run, small: Path) -> None:
    run("backup", small)
    before = small.read_bytes()
    with held_elsewhere(small):
        said = run("restore", small, code=1).stderr
    assert "small.readiness is open in a window: Ada Byron on engine since" in said and small.read_bytes() == before
