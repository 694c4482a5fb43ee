"""Answers by command line: what stays, what is cleared, what is refused."""

import hashlib
import json
from pathlib import Path
from typing import Any

from cli.conftest import REVIEW, Run

ADA = ("--as", "Ada Byron")
UNKNOWN = ("--knowledge", "unknown", "--reason", "searched_not_found", "--searched", "Trust page: retention: prompts")
ITEM = "SAC-01"


def answer_of(run: Run, path: Path, item: str = ITEM) -> dict[str, Any]:
    answers = json.loads(run("record", path, REVIEW).stdout)["answers"]
    return dict(answers[item])


def claim(run: Run, path: Path, *more: str | Path, code: int = 0) -> Any:
    base = ("--statement", "Twelve engineers use it.", "--source-kind", "own_record", "--source", "Memo")
    return run("claim", path, REVIEW, ITEM, *base, *more, *ADA, code=code)


def test_a_search_line_splits_at_the_first_colon(run: Run, small: Path) -> None:
    assert run("answer", small, REVIEW, ITEM, *UNKNOWN, *ADA).stdout == f"{ITEM}\n"
    (line,) = answer_of(run, small)["search_log"]
    assert (line["where"], line["what"], line["by"]) == ("Trust page", "retention: prompts", "Ada Byron")


def test_more_search_lines_are_added_to_the_old_ones(run: Run, small: Path) -> None:
    run("answer", small, REVIEW, ITEM, *UNKNOWN, *ADA)
    run("answer", small, REVIEW, ITEM, "--searched", "Terms: retention", "--searched", "Mail: retention", *ADA)
    assert [line["where"] for line in answer_of(run, small)["search_log"]] == ["Trust page", "Terms", "Mail"]


def test_another_knowledge_clears_the_reason_and_keeps_the_log_and_claims(run: Run, small: Path) -> None:
    run("answer", small, REVIEW, ITEM, *UNKNOWN, *ADA)
    claim(run, small)
    run("answer", small, REVIEW, ITEM, "--knowledge", "known", "--verdict", "acceptable", *ADA)
    stored = answer_of(run, small)
    assert (stored["unknown_reason"], len(stored["search_log"]), len(stored["claims"])) == (None, 1, 1)


def test_because_goes_with_not_applicable(run: Run, small: Path) -> None:
    run("answer", small, REVIEW, ITEM, "--knowledge", "not_applicable", "--because", "No such use.", *ADA)
    run("answer", small, REVIEW, ITEM, *UNKNOWN, *ADA)
    assert answer_of(run, small)["because"] == ""


def test_a_reason_needs_unknown(run: Run, small: Path) -> None:
    refused = run("answer", small, REVIEW, ITEM, "--reason", "declined", *ADA, code=1)
    assert (
        refused.stderr
        == f"--reason says why an item is unknown, and {ITEM} would be not_reviewed. Nothing was changed; add --knowledge unknown.\n"
    )


def test_handling_control_and_note_are_kept(run: Run, small: Path) -> None:
    run("answer", small, REVIEW, ITEM, "--control", "Four eyes", "--note", "<b>Seen</b>", "--ask-vendor", "--leave-open", *ADA)
    run("answer", small, REVIEW, ITEM, "--no-ask-vendor", *ADA)
    stored = answer_of(run, small)
    assert (stored["control"], stored["note"], stored["ask_vendor"], stored["left_open"]) == ("Four eyes", "<b>Seen</b>", False, True)


def test_the_same_answer_again_adds_no_entry(run: Run, small: Path) -> None:
    for _ in range(2):
        run("answer", small, REVIEW, ITEM, "--note", "Seen.", *ADA)
    assert len(run("history", small, REVIEW).stdout.split()) == 2


def test_a_claim_prints_its_id_and_remembers_who_and_when(run: Run, small: Path) -> None:
    more = ("--relays", "press", "--quote", "twelve", "--page", "4", "--dated", "2026-02-01", "--counted", "12 of 40", "--contradicts")
    printed = claim(run, small, *more, "--address", "https://example.com", "--confidence", "low").stdout.strip()
    (stored,) = answer_of(run, small)["claims"]
    assert (stored["id"], stored["added_by"], stored["stance"], stored["relays"]) == (printed, "Ada Byron", "contradicts", "press")
    assert (stored["page"], stored["dated"], stored["counted"], stored["confidence"]) == (4, "2026-02-01", "12 of 40", "low")
    assert stored["checked"]


def attached(run: Run, path: Path, content: bytes = b"notes", *more: str) -> str:
    file = path.parent / "notes.txt"
    file.write_bytes(content)
    return str(run("attach", path, REVIEW, ITEM, file, *more, *ADA).stdout.strip())


def test_attach_prints_the_hash_and_keeps_the_details(run: Run, small: Path) -> None:
    printed = attached(
        run, small, b"notes", "--title", "T", "--publisher", "P", "--published", "2026-01-02", "--confidentiality", "under_nda"
    )
    (stored,) = json.loads(run("record", small, REVIEW).stdout)["evidence"]
    assert printed == stored["sha256"] == hashlib.sha256(b"notes").hexdigest()
    assert (stored["title"], stored["published"], stored["confidentiality"]) == ("T", "2026-01-02", "under_nda")


def test_attaching_again_changes_nothing(run: Run, small: Path) -> None:
    attached(run, small)
    attached(run, small)
    assert len(run("history", small, REVIEW).stdout.split()) == 3


def test_a_claim_may_name_its_evidence_by_the_first_characters(run: Run, small: Path) -> None:
    sha256 = attached(run, small)
    claim(run, small, "--evidence", sha256[:8].upper())
    stored = answer_of(run, small)
    assert (stored["claims"][0]["evidence"], stored["evidence"]) == (sha256, [sha256])


def test_evidence_of_a_claim_must_be_attached_and_named_well(run: Run, small: Path) -> None:
    attached(run, small)
    assert "too short" in claim(run, small, "--evidence", "ab12", code=1).stderr
    assert "attach it first" in claim(run, small, "--evidence", "0" * 64, code=1).stderr


def test_evidence_of_a_claim_becomes_evidence_of_its_item(run: Run, small: Path) -> None:
    file = small.parent / "other.txt"
    file.write_bytes(b"other")
    sha256 = run("attach", small, REVIEW, "SAC-02", file, *ADA).stdout.strip()
    claim(run, small, "--evidence", sha256)
    assert answer_of(run, small)["evidence"] == [sha256]


def test_a_risk_is_accepted_on_a_gap(run: Run, small: Path) -> None:
    item = next(row["id"] for row in json.loads(run("items", small, REVIEW, "--json").stdout) if row["gate"] and not row["gate"]["hard"])
    run("answer", small, REVIEW, item, *UNKNOWN, *ADA)
    words = ("--owner", "Grace Hopper", "--until", "2026-09-30", "--control", "Cap", "--rationale", "Trial", "--authority", "Budget holder")
    row = json.loads(run("accept-risk", small, REVIEW, item, *words, *ADA, "--json").stdout)
    assert row["gate"]["state"] == "accepted"


def test_a_condition_prints_its_id(run: Run, small: Path) -> None:
    words = ("--what", "Sign it", "--owner", "Grace Hopper", "--due", "2026-06-30", "--proof", "The copy")
    printed = run("condition", small, REVIEW, ITEM, *words, *ADA).stdout.strip()
    assert [c["id"] for c in answer_of(run, small)["conditions"]] == [printed]


def test_a_control_that_is_not_named_is_asked_for(run: Run, small: Path) -> None:
    claim(run, small)
    done = run("answer", small, REVIEW, ITEM, "--knowledge", "known", "--verdict", "acceptable_with_control", *ADA)
    assert "until the control is named: use --control." in done.stderr
    assert "is named" not in run("answer", small, REVIEW, ITEM, "--control", "Four eyes", *ADA).stderr


def test_attaching_a_listed_file_says_who_may_see_it_now(run: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("what we read")
    run("attach", small, REVIEW, "SAC-01", tmp_path / "note.txt", "--title", "Note", *ADA)
    said = run("attach", small, REVIEW, "SAC-02", tmp_path / "note.txt", "--title", "Other", "--confidentiality", "under_nda", *ADA).stderr
    assert "It was listed already as “Note” and keeps its title and dates; it was marked internal, now under NDA." in " ".join(said.split())
