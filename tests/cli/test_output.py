"""What goes to standard output and what does not."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import REVIEW, Run
from readiness_app.cli import acting, output
from readiness_app.domain.errors import Refused
from readiness_app.services.files import inspect

ADA = ("--as", "Ada Byron")
JSON_COMMANDS: dict[str, tuple[str | Path, ...]] = {
    "config set": ("config", "set", "me", "Ada Byron"),
    "config show": ("config", "show"),
    "checklists": ("checklists",),
    "packs": ("packs",),
    "reviews": ("reviews", "small.readiness"),
    "status": ("status", "small.readiness", REVIEW),
    "items": ("items", "small.readiness", REVIEW),
    "record": ("record", "small.readiness", REVIEW),
    "history": ("history", "small.readiness", REVIEW),
    "check": ("check", "small.readiness"),
    "edit": ("edit", "small.readiness", REVIEW, "--region", "EU"),
    "answer": ("answer", "small.readiness", REVIEW, "SAC-01", "--note", "x"),
    "claim": ("claim", "small.readiness", REVIEW, "SAC-01", "--statement", "S", "--source", "S", "--source-kind", "press"),
    "condition": ("condition", "small.readiness", REVIEW, "SAC-01", "--what", "W", "--owner", "O", "--due", "2026-09-30", "--proof", "P"),
    "attach": ("attach", "small.readiness", REVIEW, "SAC-01", "small.readiness"),
    "decide": ("decide", "small.readiness", REVIEW, "--outcome", "defer", "--rationale", "R"),
    "signatory": ("signatory", "small.readiness", REVIEW, "security", "Tomas Berg"),
    "draft": ("draft", "small.readiness", REVIEW, "--out", "d.pdf"),
}


@pytest.mark.parametrize("name", JSON_COMMANDS)
def test_json_is_one_document_and_nothing_else(run: Run, small: Path, name: str) -> None:
    json.loads(run(*JSON_COMMANDS[name], *ADA, "--json").stdout)


@pytest.mark.parametrize("name", JSON_COMMANDS)
def test_without_json_nothing_on_standard_output_is_more_than_a_value(run: Run, small: Path, name: str) -> None:
    lines = run(*JSON_COMMANDS[name], *ADA).stdout.splitlines()
    assert name in ("config show", "record") or all(" " not in line for line in lines)


def test_a_refusal_in_json_leaves_standard_output_empty(run: Run, small: Path) -> None:
    result = run("answer", small, REVIEW, "XXX-99", "--note", "x", *ADA, "--json", code=1)
    assert (result.stdout, result.stderr.count("\n")) == ("", 1)


def test_text_of_people_is_literal_in_tables(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # wide enough that no cell is folded
    run("config", "set", "me", "[bold]Ada[/bold] [link=file:///etc]x")
    run("edit", small, REVIEW, "--region", "EU")
    assert "[bold]Ada[/bold]" in " ".join(run("history", small, REVIEW).stderr.split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\rb", "a\\x0db"),
        ("\x9b", "\\x9b"),
        ("a\nb\tc", "a\\x0ab\\x09c"),
        ("Zoë ✓", "Zoë ✓"),
    ],
)
def test_control_characters_are_shown_not_obeyed(text: str, shown: str) -> None:
    assert output.literal(text) == shown


def test_escape_sequences_of_a_file_do_not_reach_the_terminal(run: Run, small: Path) -> None:
    (small.parent / "x\x1b]0;owned\x07.txt").write_bytes(b"x")
    result = run("attach", small, REVIEW, "SAC-01", small.parent / "x\x1b]0;owned\x07.txt", *ADA)
    assert "\x1b" not in result.stderr


def test_a_line_break_in_a_name_begins_no_line(run: Run, small: Path) -> None:
    forged = small.parent / "ev\nSaved: everything is fine.txt"
    forged.write_bytes(b"x")
    assert "Saved: everything is fine.txt." not in run("attach", small, REVIEW, "SAC-01", forged, *ADA).stderr.splitlines()
    (small.parent / "r\nIdentities: confirmed..pdf").write_bytes(b"%PDF-1.7")
    said = run("verify", "r\nIdentities: confirmed..pdf", code=3).output
    assert not [line for line in said.splitlines() if line.startswith("Identities: confirmed.")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_name_that_is_no_text_is_to_be_renamed(small: Path) -> None:
    file = small.parent / "caf\udce9.txt"
    file.write_bytes(b"x")
    with pytest.raises(Refused, match="rename the file"):
        inspect(file, 1000)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("attach Trust page", "Attached Trust page."),
        ("change the claims of DPT-12", "Changed the claims of DPT-12."),
        ("mark DPT-12 known and judge it good", "Marked DPT-12 known and judged it good."),
        ("decision to defer", "Saved: decision to defer."),
    ],
)
def test_what_was_done_is_said_as_a_fact(title: str, said: str) -> None:
    assert acting.done(title) == said


def test_lines_of_a_note_are_set_in(run: Run, small: Path) -> None:
    run("answer", small, REVIEW, "SAC-01", "--note", "one\nGate: passed.", *ADA)
    assert run("show", small, REVIEW, "SAC-01").stderr.splitlines().count(" " * 8 + "Gate: passed.") == 1


def test_days_and_paths_have_a_form_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    output.result({"day": date(2026, 3, 29), "path": Path("a")}, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"day": "2026-03-29", "path": "a"}


def test_on_one_terminal_a_list_is_shown_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    output.listing([{"id": "A"}], ["A"], ("Id",), [("A",)], as_json=False)
    shown: Any = capsys.readouterr()
    assert (shown.out, "A" in shown.err) == ("", True)


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with output.progress() as step:
        step(0.5, "Halfway")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with output.progress() as step:
        step(0.5, "Half [bold]way[/bold]")
    shown = capsys.readouterr()
    assert (shown.out, "[bold]way[/bold]" in shown.err) == ("", True)


def test_tables_of_packs_fit_eighty_columns_uncut(run: Run) -> None:
    shown = run("packs").stderr
    assert max(map(len, shown.splitlines())) <= 80
    assert all(str(pack["claims"]) in shown and pack["id"] in shown for pack in json.loads(run("packs", "--json").stdout))


def test_a_long_word_in_a_table_is_folded_and_a_row_is_shown_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    output.table(("Name", "What"), [("a", "w" * 60), ("b\x1b", "[red]y[/red]")])
    shown = capsys.readouterr().err
    assert shown.count("w") == 60 and "b\\x1b" in shown and "[red]y[/red]" in shown and "…" not in shown


def test_what_is_said_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    output.say("a\x1bb")
    assert capsys.readouterr() == ("", "a\\x1bb\n")


@pytest.mark.parametrize(("code", "shown"), [(0x9F, "\\x9f"), (0x200E, "\\u200e"), (0xE0001, "\\U000e0001")])
def test_a_character_is_shown_by_the_shortest_number_that_tells_it(code: int, shown: str) -> None:
    assert output.literal(chr(code)) == shown


def test_a_table_as_it_looks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    output.table(("Name", "Whatever is meant"), [("a 1", "w" * 12 + " twelve"), ("b", "")])
    shown = [line.rstrip() for line in capsys.readouterr().err.splitlines()]
    lines = ["        Whatever is", " Name   meant", " " + "─" * 22, " a 1    wwwwwwwwwwww", "        twelve", " b"]
    assert shown == ["", *lines, ""]


def test_a_text_of_several_lines_is_set_in_behind_its_first(capsys: pytest.CaptureFixture[str]) -> None:
    output.say_at_length("first\r\nsecond\nthird\rstill")
    assert capsys.readouterr().err == f"first\n{' ' * 8}second\n{' ' * 8}third\\x0dstill\n"
