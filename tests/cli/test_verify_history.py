"""The verifier of one file that needs nothing of ours: what the program exports holds, what was tampered with does not."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness_app.cli import acting
from readiness_app.ui.pages.history import _exported
from tests.cli.conftest import REVIEW, Run

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_history.py"
Entries = list[dict[str, Any]]


@pytest.fixture
def exported(run: Run, small: Path) -> Entries:
    run("answer", small, REVIEW, "SAC-01", "--note", "naïve ⚖ \U0001f600", "--as", "Ada Byron")
    run("answer", small, REVIEW, "SAC-01", "--note", "second", "--as", "Ada Byron")
    return list(json.loads(run("history", small, REVIEW, "--json").stdout))


def verify(entries: object, *more: str, lines: bool = False) -> tuple[int, str]:
    texts = [json.dumps(one, ensure_ascii=False) for one in entries] if lines else [json.dumps(entries, ensure_ascii=False)]  # type: ignore[attr-defined]
    Path("history.json").write_text("\n".join(texts), encoding="utf-8")
    found = subprocess.run([sys.executable, "-I", "-S", SCRIPT, "history.json", *more], capture_output=True, text=True, check=False)
    return found.returncode, found.stdout


def test_what_is_exported_holds(exported: Entries) -> None:
    code, said = verify(exported, "--head", exported[-1]["hash"])
    assert (code, said) == (0, f"{len(exported)} entries, every link holds. Head: {exported[-1]['hash']}\n")


def test_without_a_head_the_end_is_said_to_be_unchecked(exported: Entries) -> None:
    code, said = verify(exported)
    assert code == 0 and "The end was not checked" in said and "--head SHA256" in said


def test_no_entries_are_nothing_to_verify(exported: Entries) -> None:
    code, said = verify([])
    assert code == 2 and "nothing to verify" in said
    assert verify([], "--head", exported[-1]["hash"])[0] == 1


def test_what_is_no_text_is_not_printed() -> None:
    Path("r.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 99)
    found = subprocess.run([sys.executable, "-I", "-S", SCRIPT, "r.pdf"], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (2, "'r.pdf' is no exported history, or the head is not whole: it is not text in UTF-8.\n")


def test_what_the_window_exports_holds_too(small: Path, exported: Entries) -> None:
    with acting.reading(small) as opened:
        _exported(opened, REVIEW, Path("window.jsonl"), None)  # type: ignore[arg-type]
    lines = [json.loads(line) for line in Path("window.jsonl").read_text(encoding="utf-8").splitlines()]
    assert verify(lines, lines=True) == verify(exported)
    lines[1]["actor"] = "Somebody"
    assert "Entry 2 was changed" in verify(lines, lines=True)[1]


def test_fields_of_a_later_version_are_passed_over(exported: Entries) -> None:
    assert verify([{**entry, "later": 1} for entry in exported])[0] == 0


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (lambda entries: entries[1].update(actor="Somebody"), "Entry 2 was changed"),
        (lambda entries: entries[-1].update(after="null"), "was changed"),
        (lambda entries: entries.pop(1), "Entry 2 is missing"),
        (lambda entries: entries.reverse(), "Entry 1 is missing"),
        (lambda entries: entries[1].update(previous="0" * 64), "does not follow"),
    ],
)
def test_tampering_is_named_by_entry(exported: Entries, tamper: Callable[[Entries], object], words: str) -> None:
    tamper(exported)
    code, said = verify(exported)
    assert code == 1 and words in said


def test_a_cut_tail_shows_against_a_head_that_somebody_holds(exported: Entries) -> None:
    head = exported[-1]["hash"]
    assert verify(exported, "--head", head, "--length", str(len(exported)))[0] == 0
    assert verify(exported[:-1])[0] == 0  # in itself a shorter history is whole
    code, said = verify(exported[:-1], "--head", head)
    assert code == 1 and "cut or written anew" in said


def test_a_head_is_taken_as_the_report_prints_it(exported: Entries) -> None:
    head = exported[-1]["hash"].upper()
    assert verify(exported, "--head", " ".join(head[at : at + 8] for at in range(0, 64, 8)))[0] == 0


def test_a_part_of_a_head_is_no_alarm(exported: Entries) -> None:
    code, said = verify(exported, "--head", exported[-1]["hash"][:16] + "…")
    assert code == 2 and "not whole" in said


@pytest.mark.parametrize("entries", [{}, [1], [{"sequence": 1}], "x"])
def test_what_is_no_history_is_said(entries: object) -> None:
    code, said = verify(entries)
    assert (code, "no exported history" in said) == (2, True)
