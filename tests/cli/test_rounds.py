"""The next round, confirming and comparing by command line."""

import csv
import json
from pathlib import Path

import pytest

from cli.conftest import REVIEW, Run
from readiness_app.exchange.checklist_files import encode_checklist
from readiness_app.services import library
from tests.report.test_report_comparison import reworded

ADA = ("--as", "Ada Byron")
NEXT = "model-one-2026-05-31"
MYTHOS, PREVIEW = "claude-mythos-2026-03-29", "claude-mythos-preview-2026-05-31"


@pytest.fixture
def second(sealed: Path, run: Run) -> Path:
    """`sealed.readiness` with a second round of the sealed review, which has one answer."""
    run("reopen", "sealed.readiness", REVIEW, "--reason", "One answer", *ADA)
    run("answer", "sealed.readiness", REVIEW, "SAC-01", "--knowledge", "unknown", "--reason", "declined", "--asked", "2026-03-01",
        "--searched", "Vendor: asked", *ADA)  # fmt: skip
    run("decide", "sealed.readiness", REVIEW, "--outcome", "defer", "--rationale", "Too much is unknown.", *ADA)
    run("seal", "sealed.readiness", REVIEW, "--out", "one.pdf", *ADA)
    assert run("next-round", "sealed.readiness", REVIEW, "--as-of", "2026-05-31", *ADA).stdout == f"{NEXT}\n"
    return sealed


def test_a_preview_says_everything_and_makes_nothing(sealed: Path, run: Run) -> None:
    shown = run("next-round", "sealed.readiness", REVIEW, "--as-of", "2026-05-31", "--preview", "--json", *ADA)
    shape = json.loads(shown.stdout)
    assert (shape["made"], shape["round"], shape["left_behind"]["decision"]) == (False, 2, True)
    assert run("reviews", "sealed.readiness").stdout == f"{REVIEW}\n"


def test_dry_run_is_the_same(sealed: Path, run: Run) -> None:
    assert "nothing was made" in run("next-round", "sealed.readiness", REVIEW, "--dry-run", *ADA).stderr


def test_an_open_review_has_no_next_round(small: Path, run: Run) -> None:
    assert "still open" in run("next-round", small, REVIEW, *ADA, code=1).stderr


def test_the_new_round_waits_to_be_confirmed(second: Path, run: Run) -> None:
    shape = json.loads(run("status", "sealed.readiness", NEXT, "--json").stdout)
    assert (shape["round"], shape["unconfirmed"], shape["reviewed"], shape["carries_on"]["edition"]) == (2, 1, 0, 2)


def test_reviews_show_the_round(second: Path, run: Run) -> None:
    assert {row["id"]: row["round"] for row in json.loads(run("reviews", "sealed.readiness", "--json").stdout)} == {REVIEW: 1, NEXT: 2}


@pytest.mark.parametrize("which", [("SAC-01",), ("--section", "CAP"), ("--all",)])
def test_confirming(second: Path, run: Run, which: tuple[str, ...]) -> None:
    assert run("confirm", "sealed.readiness", NEXT, *which, *ADA).stdout == "SAC-01\n"
    shown = json.loads(run("show", "sealed.readiness", NEXT, "SAC-01", "--json").stdout)
    assert (shown["look_again"], shown["reviewed_by"]) == (None, ["Ada Byron"])


@pytest.mark.parametrize(
    ("which", "code"), [((), 2), (("SAC-01", "--all"), 2), (("SAC-02",), 1), (("XX-99",), 1), (("--section", "XX"), 1)]
)
def test_confirming_what_cannot_be(second: Path, run: Run, which: tuple[str, ...], code: int) -> None:
    assert "Nothing was changed" in run("confirm", "sealed.readiness", NEXT, *which, *ADA, code=code).stderr


def test_a_newer_checklist_from_a_file_shows_the_old_words(second: Path, run: Run) -> None:
    Path("newer.json").write_bytes(encode_checklist(reworded(library.checklist("staged-access-cyber"), "SAC-01")))
    run("next-round", "sealed.readiness", REVIEW, "--checklist", "newer.json", "--as-of", "2026-06-30", *ADA)
    told = run("show", "sealed.readiness", "model-one-2026-06-30", "SAC-01").stderr
    assert "Text changed, look again" in told and "The words it answered" in told


@pytest.mark.parametrize("name", ["no-such-list", "gone.json"])
def test_a_checklist_that_is_not_there(sealed: Path, run: Run, name: str) -> None:
    assert run("next-round", "sealed.readiness", REVIEW, "--checklist", name, *ADA, code=1 if name.startswith("no") else 3).stdout == ""


def test_comparing_the_two_rounds(second: Path, run: Run) -> None:
    run("confirm", "sealed.readiness", NEXT, "--all", *ADA)
    assert run("compare", "sealed.readiness", f"{REVIEW}@1", NEXT).stdout == "SAC-01\n"
    shape = json.loads(run("compare", "sealed.readiness", f"{REVIEW}@1", NEXT, "--json").stdout)
    assert (shape["counts"]["newly_unknown"], shape["after"]["round"], shape["items"][0]["kind"]) == (1, 2, "newly_unknown")


def test_a_report_and_a_record_can_be_compared(second: Path, run: Run) -> None:
    Path("r.json").write_bytes(run("record", "sealed.readiness", NEXT).stdout_bytes)
    shape = json.loads(run("compare", "sealed.readiness", "one.pdf", "r.json", "--only", "same", "--json").stdout)
    assert shape["counts"]["same"] == len(shape["items"])


def test_a_comparison_is_written_into_every_file_named_or_into_none(second: Path, run: Run) -> None:
    run("compare", "sealed.readiness", REVIEW, NEXT, "--out", "a.pdf", "--out", "b.txt", code=1)
    assert not Path("a.pdf").exists()
    run("compare", "sealed.readiness", REVIEW, NEXT, "--out", "a.pdf", "--out", "b.csv")
    assert Path("a.pdf").read_bytes().startswith(b"%PDF") and Path("b.csv").exists()


def test_comparisons_are_written_once(second: Path, run: Run) -> None:
    run("compare", "sealed.readiness", REVIEW, NEXT, "--out", "c.csv")
    assert len(list(csv.reader(Path("c.csv").read_text("utf-8-sig").splitlines()))) == 27
    assert "exists already" in run("compare", "sealed.readiness", REVIEW, NEXT, "--out", "c.csv", code=1).stderr
    run("compare", "sealed.readiness", REVIEW, NEXT, "--out", "c.pdf")
    assert Path("c.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("other", "code"), [("nobody", 1), (f"{REVIEW}@9", 1), ("gone.pdf", 1), ("sealed.readiness.json", 1)])
def test_comparing_what_is_not_there(sealed: Path, run: Run, other: str, code: int) -> None:
    assert run("compare", "sealed.readiness", REVIEW, other, code=code).stdout == ""


def test_two_packs(run: Run) -> None:
    shape = json.loads(run("pack", "compare", MYTHOS, PREVIEW, "--json").stdout)
    assert (shape["counts"]["resolved"], shape["items"][0]["id"]) == (22, "MOD-01")


def test_a_newer_pack_is_adopted_by_name(run: Run) -> None:
    made = run("new", "w.readiness", "--checklist", "frontier-deployment", "--vendor", "Anthropic", "--model", "Claude Mythos",
               "--tier", "internal", "--pack", MYTHOS, "--as-of", "2026-03-29", *ADA).stdout.strip()  # fmt: skip
    run("adopt", "w.readiness", made, "--all", *ADA)
    run("edit", "w.readiness", made, "--pack", PREVIEW, *ADA)
    left = json.loads(run("adopt", "w.readiness", made, "--all", "--json", *ADA).stdout)
    assert left["adopted"] == []
    assert json.loads(run("adopt", "w.readiness", made, "MOD-02", "--json", *ADA).stdout)["renewed"] == ["MOD-02"]
    others = [item for item in left["earlier"] if item != "MOD-02"]
    assert json.loads(run("adopt", "w.readiness", made, "--all", "--newer", "--json", *ADA).stdout)["renewed"] == others
    run("adopt", "w.readiness", made, "MOD-02", "--newer", *ADA, code=2)
