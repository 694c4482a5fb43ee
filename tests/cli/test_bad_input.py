"""Bad input: each ends with its sentence and its exit code, and nothing has changed."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import REVIEW, Run
from readiness_app import assets

ADA = ("--as", "Ada Byron")
Refused = Callable[..., str]


@pytest.fixture
def refused(run: Run, small: Path) -> Refused:
    """Runs a command on the small review that must fail, and gives the sentence; record and history are as before."""

    def attempt(command: str, *args: str | Path, code: int = 1) -> str:
        before = run("record", small, REVIEW).stdout, run("history", small, REVIEW).stdout
        result = run(command, small, REVIEW, *args, code=code)
        assert (run("record", small, REVIEW).stdout, run("history", small, REVIEW).stdout) == before
        assert result.stdout == ""
        return str(result.stderr)

    return attempt


def test_unknown_item(refused: Refused) -> None:
    sentence = refused("answer", "XXX-99", "--note", "x", *ADA)
    assert sentence.startswith("There is no item XXX-99 in the checklist")


def test_unknown_review(run: Run, small: Path) -> None:
    assert "no review none" in run("status", small, "none", code=1).stderr


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("--knowledge", "unknown"), "Say why it is unknown."),
        (("--knowledge", "unknown", "--reason", "searched_not_found"), "search log"),
        (("--knowledge", "unknown", "--reason", "declined", "--searched", "Mail: asked"), "date on which the vendor was asked"),
        (("--knowledge", "not_applicable"), "because of what it does not apply"),
        (("--knowledge", "known"), "at least one claim that supports it"),
        (("--knowledge", "contested"), "Contested needs a contradicting claim."),
        (("--verdict", "acceptable"), "A verdict needs reviewed knowledge"),
    ],
)
def test_missing_reason(refused: Refused, args: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused("answer", "SAC-01", *args, *ADA)


@pytest.mark.parametrize(
    ("command", "args"),
    [
        ("answer", ("SAC-01",)),
        ("answer", ("SAC-01", "--knowledge", "perhaps")),
        ("answer", ("SAC-01", "--asked", "20260329")),
        ("answer", ("SAC-01", "--asked", "2026-02-30")),
        ("answer", ("SAC-01", "--searched", "no separator:here")),
        ("claim", ("SAC-01", "--statement", "S", "--source", "S", "--source-kind", "rumour")),
        ("claim", ("SAC-01", "--statement", "S", "--source", "S", "--source-kind", "press", "--page", "0")),
        ("edit", ()),
        ("edit", ("--scope", "agentic=perhaps")),
        ("edit", ("--scope", "agentic=yes", "--scope", "agentic=no")),
        ("edit", ("--tier", "toy")),
        ("decide", ("--outcome", "perhaps", "--rationale", "R")),
        ("signatory", ("king", "Ada")),
    ],
)
def test_wrong_usage(refused: Refused, command: str, args: tuple[str, ...]) -> None:
    assert refused(command, *args, *ADA, code=2)


WRITING = {
    "edit": ("--region", "EU"),
    "adopt": ("--all",),
    "answer": ("SAC-01", "--note", "x"),
    "claim": ("SAC-01", "--statement", "S", "--source", "S", "--source-kind", "press"),
    "attach": ("SAC-01", "small.readiness"),
    "accept-risk": ("SAC-01", "--owner", "O", "--until", "2026-09-30", "--control", "C", "--rationale", "R"),
    "condition": ("SAC-01", "--what", "W", "--owner", "O", "--due", "2026-09-30", "--proof", "P"),
    "decide": ("--outcome", "defer", "--rationale", "R"),
    "signatory": ("security", "Tomas Berg"),
    "seal": ("--out", "report.pdf"),
    "reopen": ("--reason", "R"),
    "decline": ("security", "--reason", "R"),
    "collect": ("report.pdf",),
}


@pytest.mark.parametrize("command", WRITING)
def test_whoever_writes_says_who(refused: Refused, command: str) -> None:
    assert refused(command, *WRITING[command], code=2).startswith("Say who acts: add --as NAME")


def test_new_says_who_before_a_file_is_made(run: Run, tmp_path: Path) -> None:
    options = ("--checklist", "frontier-deployment", "--vendor", "V", "--model", "M", "--tier", "sandbox")
    run("new", tmp_path / "w.readiness", *options, code=2)
    assert not (tmp_path / "w.readiness").exists()


@pytest.mark.parametrize("name", ["", "   ", "Ada\nByron"])
def test_a_name_is_a_line_of_text(refused: Refused, name: str) -> None:
    assert refused("edit", "--region", "EU", "--as", name, code=2)


def test_approve_with_open_gates(refused: Refused) -> None:
    sentence = refused("decide", "--outcome", "approve", "--rationale", "Looks good", "--valid-until", "2026-12-31", *ADA)
    assert "gates are not clear" in sentence and "Defer and reject are always possible." in sentence


def test_accepting_the_risk_of_a_hard_gate(run: Run, small: Path, refused: Refused) -> None:
    rows = json.loads(run("items", small, REVIEW, "--json").stdout)
    hard = next(row["id"] for row in rows if row["gate"] and row["gate"]["hard"])
    run("answer", small, REVIEW, hard, "--knowledge", "unknown", "--reason", "not_knowable", "--searched", "A: B", *ADA)
    assert "hard gate" in refused("accept-risk", hard, "--owner", "O", "--until", "2026-09-30", "--control", "C", "--rationale", "R", *ADA)


def test_sealing_without_a_decision(refused: Refused, tmp_path: Path) -> None:
    assert "No decision was made" in refused("seal", "--out", tmp_path / "r.pdf", *ADA)
    assert not (tmp_path / "r.pdf").exists()


def test_an_empty_attachment(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    assert refused("attach", "SAC-01", tmp_path / "empty.pdf", *ADA).startswith("empty.pdf is empty (0 bytes). Nothing was attached")


def test_an_attachment_over_the_limit(run: Run, refused: Refused, tmp_path: Path) -> None:
    run("config", "set", "evidence_limit", "1000")
    (tmp_path / "large.bin").write_bytes(b"x" * 1001)
    assert "the limit is 1,000 bytes" in refused("attach", "SAC-01", tmp_path / "large.bin", *ADA)


def test_an_attachment_at_the_limit_is_kept(run: Run, small: Path, tmp_path: Path) -> None:
    run("config", "set", "evidence_limit", "1000")
    (tmp_path / "full.bin").write_bytes(b"x" * 1000)
    run("attach", small, REVIEW, "SAC-01", tmp_path / "full.bin", *ADA)


def test_a_review_over_its_limit(run: Run, refused: Refused, tmp_path: Path) -> None:
    run("config", "set", "review_limit", "1000")
    (tmp_path / "large.bin").write_bytes(b"x" * 1001)
    assert "Nothing was attached" in refused("attach", "SAC-01", tmp_path / "large.bin", *ADA)


def test_an_attachment_that_is_not_there(refused: Refused, tmp_path: Path) -> None:
    assert "cannot be read" in refused("attach", "SAC-01", tmp_path / "none.pdf", *ADA, code=3)


def test_a_certificate_that_is_not_there(refused: Refused) -> None:
    assert "There is no file none.pem" in refused("signatory", "security", "Tomas Berg", "--certificate", "none.pem", *ADA, code=3)


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()


@pytest.mark.parametrize(
    "make", [foreign, Path.touch, lambda path: path.write_bytes(b"no database at all " * 50)], ids=["foreign", "empty", "random"]
)
@pytest.mark.parametrize("command", ["status", "edit"])
def test_a_file_that_is_no_workspace_is_left_as_it_is(run: Run, tmp_path: Path, make: Callable[[Path], Any], command: str) -> None:
    path = tmp_path / "foreign.readiness"
    make(path)
    before = path.read_bytes()
    result = run(command, path, REVIEW, *(("--region", "EU", *ADA) if command == "edit" else ()), code=3)
    assert (result.stdout, path.read_bytes(), [p.name for p in tmp_path.glob("foreign*")]) == ("", before, ["foreign.readiness"])
    assert "left as it" in result.stderr


def test_new_does_not_write_into_a_foreign_database(run: Run, tmp_path: Path) -> None:
    foreign(tmp_path / "w.readiness")
    before = (tmp_path / "w.readiness").read_bytes()
    options = ("--checklist", "frontier-deployment", "--vendor", "V", "--model", "M", "--tier", "sandbox")
    run("new", tmp_path / "w.readiness", *options, *ADA, code=3)
    assert (tmp_path / "w.readiness").read_bytes() == before


def test_a_missing_workspace(run: Run, tmp_path: Path) -> None:
    assert run("items", tmp_path / "none.readiness", "R", code=3).stderr.startswith(
        f"There is no workspace {tmp_path / 'none.readiness'}. "
    )
    assert not list(tmp_path.glob("none*"))


def test_a_checklist_with_a_duplicate_id(run: Run, tmp_path: Path) -> None:
    document = json.loads(assets.resource_text("checklists", "staged-access-cyber.json"))
    document["sections"][0]["items"][1]["id"] = document["sections"][0]["items"][0]["id"]
    path = tmp_path / "twice.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = run("checklist", "validate", path, code=1)
    assert "SAC-01" in result.stderr and "$.sections[0].items[1].id" in result.stderr


def test_problems_of_a_checklist_as_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    shape = json.loads(run("checklist", "validate", tmp_path / "bad.json", "--json", code=1).stdout)
    assert shape["valid"] is False and shape["problems"]


@pytest.mark.parametrize("kind", ["checklist", "pack"])
def test_a_file_that_is_no_json_cannot_be_read(run: Run, tmp_path: Path, kind: str) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    assert "not valid JSON" in run(kind, "validate", tmp_path / "bad.json", code=3).stderr


def test_the_built_in_files_are_valid(run: Run) -> None:
    for name in assets.names("checklists", ".json"):
        assert run("checklist", "validate", assets.resource_path("checklists", name)).stdout == "valid\n"
    for name in assets.names("packs", ".json"):
        assert run("pack", "validate", assets.resource_path("packs", name)).stdout == "valid\n"


def test_a_fault_of_the_program_says_where_its_log_is(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from readiness_app.services import library

    def broken() -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(library, "checklists", broken)
    result = run("checklists", code=70)
    assert str(tmp_path / "log" / "readiness.log") in result.stderr and "Traceback" not in result.stderr
    log = (tmp_path / "log" / "readiness.log").read_text(encoding="utf-8")
    assert "in broken" in log and log.rstrip().endswith("builtins.RuntimeError")  # never what the error says: it may quote the review


def test_a_file_that_is_not_there_is_named_as_typed(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "none.json"
    assert run("checklist", "validate", missing, code=3).stderr.startswith(f"{missing} cannot be read: ")
