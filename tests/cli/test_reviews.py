"""Reviews by command line: new, edit, adopt, and the shapes that scripts rely on."""

import json
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from cli.conftest import MYTHOS, REVIEW, Run

NEW = (
    "--checklist",
    "frontier-deployment",
    "--vendor",
    "Anthropic",
    "--model",
    "Claude Mythos",
    "--tier",
    "internal",
    "--as-of",
    "2026-03-29",
)


def told(run: Run, *args: str | Path) -> Any:
    return json.loads(run(*args, "--json").stdout)


def test_new_prints_the_id_alone_and_makes_the_workspace(run: Run, tmp_path: Path) -> None:
    result = run("new", tmp_path / "w.readiness", *NEW, "--as", "Ada Byron")
    assert result.stdout == f"{MYTHOS}\n"
    assert run("reviews", tmp_path / "w.readiness").stdout == f"{MYTHOS}\n"


def test_a_refused_new_leaves_no_workspace(run: Run, tmp_path: Path) -> None:
    other = [word if word != "Claude Mythos" else "Other" for word in NEW]
    run("new", tmp_path / "a" / "b" / "w.readiness", *other, "--pack", MYTHOS, "--as", "Ada Byron", code=1)
    assert list(tmp_path.iterdir()) == []


def test_a_refused_new_keeps_the_workspace_that_was_there(run: Run, small: Path) -> None:
    run("new", small, *NEW, "--scope", "no_such_key=yes", "--as", "Ada Byron", code=1)
    assert run("reviews", small).stdout == f"{REVIEW}\n"


def test_a_pack_about_another_subject_needs_insisting(run: Run, small: Path) -> None:
    other = [word if word != "Claude Mythos" else "Other" for word in NEW]
    assert "other-2026-03-29" in run("new", small, *other, "--pack", MYTHOS, "--other-subject", "--as", "Ada Byron").stdout


def test_the_preferences_say_who_acts(run: Run, small: Path) -> None:
    run("config", "set", "me", "Joan Clarke")
    run("edit", small, REVIEW, "--region", "EU")
    assert told(run, "history", small, REVIEW)[-1]["actor"] == "Joan Clarke"


def test_as_goes_before_the_preferences(run: Run, small: Path) -> None:
    run("config", "set", "me", "Joan Clarke")
    run("edit", small, REVIEW, "--region", "EU", "--as", "Ada Byron")
    assert told(run, "history", small, REVIEW)[-1]["actor"] == "Ada Byron"


def test_edit_changes_what_is_named_and_keeps_the_rest(run: Run, small: Path) -> None:
    run(
        "edit",
        small,
        REVIEW,
        "--tier",
        "high-risk",
        "--snapshot",
        "s-2",
        "--as-of",
        "2026-04-15",
        "--lead",
        "Joan Clarke",
        "--as",
        "Ada Byron",
    )
    shape = told(run, "status", small, REVIEW)
    assert (shape["tier"], shape["as_of"], shape["lead"]) == ("high-risk", "2026-04-15", "Joan Clarke")
    assert (shape["subject"]["snapshot"], shape["subject"]["model"]) == ("s-2", "Model One")


def test_scope_takes_items_out_and_open_brings_them_back(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "w.readiness"
    run("new", path, *NEW, "--scope", "agentic=no", "--as", "Ada Byron")
    fewer = told(run, "status", path, MYTHOS)["items_in_scope"]
    run("edit", path, MYTHOS, "--scope", "agentic=open", "--as", "Ada Byron")
    assert (fewer < 108, told(run, "status", path, MYTHOS)["items_in_scope"]) == (True, 108)


def test_another_model_with_the_old_pack_needs_insisting(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "w.readiness"
    run("new", path, *NEW, "--pack", MYTHOS, "--as", "Ada Byron")
    assert "Evidence about one model" in run("edit", path, MYTHOS, "--model", "Other", "--as", "Ada Byron", code=1).stderr
    run("edit", path, MYTHOS, "--model", "Other", "--other-subject", "--as", "Ada Byron")


def test_an_empty_pack_takes_the_pack_away(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "w.readiness"
    run("new", path, *NEW, "--pack", MYTHOS, "--as", "Ada Byron")
    run("edit", path, MYTHOS, "--pack", "", "--as", "Ada Byron")
    assert "has no pack" in run("adopt", path, MYTHOS, "--all", "--as", "Ada Byron", code=1).stderr


def test_the_same_edit_again_adds_no_entry(run: Run, small: Path) -> None:
    for _ in range(2):
        run("edit", small, REVIEW, "--region", "EU", "--as", "Ada Byron")
    assert told(run, "status", small, REVIEW)["history"]["length"] == 2


def test_adopting_all_prints_the_ids_and_does_nothing_the_second_time(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "w.readiness"
    run("new", path, *NEW, "--pack", MYTHOS, "--as", "Ada Byron")
    first = run("adopt", path, MYTHOS, "--all", "--as", "Ada Byron")
    second = told(run, "adopt", path, MYTHOS, "--all", "--as", "Ada Byron")
    assert (len(first.stdout.split()), second["adopted"], len(second["already"])) == (83, [], 83)
    assert told(run, "status", path, MYTHOS)["knowledge"]["unknown"] == 62


def test_adopting_skips_and_names_what_a_person_answered(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "w.readiness"
    run("new", path, *NEW, "--pack", MYTHOS, "--as", "Ada Byron")
    run("answer", path, MYTHOS, "PRV-02", "--knowledge", "not_applicable", "--because", "No data is sent.", "--as", "Ada Byron")
    assert told(run, "adopt", path, MYTHOS, "PRV-02", "PRV-01", "--as", "Ada Byron")["skipped"] == ["PRV-02"]


@pytest.mark.parametrize("extra", [(), ("PRV-01", "--all")])
def test_adopt_wants_items_or_all(run: Run, small: Path, extra: tuple[str, ...]) -> None:
    run("adopt", small, REVIEW, *extra, "--as", "Ada Byron", code=2)


STATUS = [
    "review",
    "state",
    "edition",
    "subject",
    "tier",
    "as_of",
    "items_in_scope",
    "reviewed",
    "knowledge",
    "verdict",
    "range",
    "gates",
    "next",
    "decision",
    "history",
    "today",
]


def test_status_has_the_promised_shape(run: Run, small: Path) -> None:
    shape = told(run, "status", small, REVIEW)
    assert list(shape)[: len(STATUS)] == STATUS
    assert (shape["range"], set(shape["gates"])) == ({"low": 0.0, "high": 1.0}, {"clear", "accepted", "open"})
    assert (shape["decision"], set(shape["today"]), len(shape["history"]["head"])) == (None, {"range", "gates"}, 64)


def test_a_decision_stands_in_the_status(run: Run, small: Path) -> None:
    run("decide", small, REVIEW, "--outcome", "reject", "--rationale", "No.", "--valid-until", "2026-12-31", "--as", "Ada Byron")
    made = told(run, "status", small, REVIEW)["decision"]
    assert (made["outcome"], made["valid_until"], made["edition"], made["made"][-1]) == ("reject", "2026-12-31", 1, "Z")


ITEM = [
    "id",
    "section",
    "question",
    "in_scope",
    "gate",
    "knowledge",
    "unknown_reason",
    "verdict",
    "note",
    "claims",
    "evidence",
    "expired",
    "look_again",
    "vendor",
]


def test_items_have_the_promised_shape(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "w.readiness", *NEW, "--scope", "health_data=no", "--as", "Ada Byron")
    rows = {row["id"]: row for row in told(run, "items", tmp_path / "w.readiness", MYTHOS)}
    assert (len(rows), list(rows["MOD-01"])) == (108, ITEM)
    assert rows["MOD-01"]["gate"] == {"from": "sandbox", "hard": True, "state": "open"}
    assert rows["PRV-13"] | {"in_scope": False} == rows["PRV-13"] and rows["PRV-13"]["gate"]["state"] is None
    assert rows["DEC-01"]["gate"]["state"] is None


def test_gaps_leave_out_what_is_not_in_scope(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "w.readiness", *NEW, "--scope", "health_data=no", "--as", "Ada Byron")
    gaps = run("items", tmp_path / "w.readiness", MYTHOS, "--gaps").stdout.split()
    assert "PRV-13" not in gaps and "MOD-01" in gaps


def test_reviews_have_the_promised_shape(run: Run, small: Path) -> None:
    (row,) = told(run, "reviews", small)
    assert list(row)[:8] == ["id", "subject", "tier", "round", "edition", "state", "range", "gates"]


def test_checklists_and_packs_have_the_promised_shape(run: Run) -> None:
    assert told(run, "checklists")[0] == {
        "id": "frontier-deployment",
        "version": "1.0.0",
        "title": "Frontier model deployment readiness",
        "items": 108,
    }
    pack = next(row for row in told(run, "packs") if row["id"] == MYTHOS)
    assert (pack["subject"]["model"], pack["as_of"]) == ("Claude Mythos", "2026-03-29") and pack["claims"] > 0


def test_the_report_is_set_on_the_paper_that_was_chosen(run: Run, small: Path) -> None:
    run("edit", small, REVIEW, "--paper", "letter", "--as", "Ada Byron")
    run("draft", small, REVIEW, "--out", "draft.pdf")
    with PdfDocument(Path("draft.pdf")) as document:
        assert document[0].get_size() == (612, 792)
