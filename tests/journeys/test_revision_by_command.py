"""By command line: a system card is replaced by a revision in which two quotes changed, one moved, one vanished and one stayed."""

import json
from pathlib import Path

import pypdf
import pytest

from tests.cli.conftest import Run, at_home, run
from tests.documents import CHANGED, CHANGED_TOO, GONE, MOVED, REWORDED, STILL, system_card, system_card_revised

__all__ = ["at_home", "run"]
ADA = ("--as", "Ada Byron")
FILE = "w.readiness"
ITEMS = {"MOD-01": (STILL, 1), "MOD-02": (MOVED, 2), "MOD-03": (CHANGED_TOO, 3), "PRV-01": (CHANGED, 3), "PRV-03": (GONE, 4)}
FATES = dict(zip(ITEMS, ("still_there", "moved", "changed", "changed", "gone"), strict=True))


def begin(run: Run) -> tuple[str, str]:
    """The review with the card attached and every item known by a quote of it; its id and the card's hash."""
    Path("card.pdf").write_bytes(system_card())
    Path("card-2.pdf").write_bytes(system_card_revised())
    made = ("--checklist", "frontier-deployment", "--vendor", "Anthropic", "--model", "Claude Mythos", "--tier", "internal")
    review = str(run("new", FILE, *made, "--as-of", "2026-03-29", *ADA).stdout.strip())
    sha256 = ""
    for item, (quote, page) in ITEMS.items():
        sha256 = str(run("attach", FILE, review, item, "card.pdf", "--title", "System card", *ADA).stdout.strip())
        words = ("--statement", "The card says so.", "--source-kind", "system_card", "--source", "System card")
        done = run("claim", FILE, review, item, *words, "--quote", quote, "--page", str(page), "--evidence", sha256[:12], *ADA)
        assert f"Quote found on page {page} of System card." in done.stderr
        run("answer", FILE, review, item, "--knowledge", "known", "--verdict", "acceptable", *ADA)
    return review, sha256


def items(run: Run, review: str) -> dict[str, dict[str, object]]:
    return {one["id"]: one for one in json.loads(run("items", FILE, review, "--json").stdout)}


@pytest.mark.slow
def test_the_revision_reopens_what_changed_and_nothing_else(run: Run) -> None:
    review, old = begin(run)
    order = ("revise", FILE, review, old[:8], "card-2.pdf", "--revision", "Revision 2", *ADA)
    before = run("record", FILE, review).stdout
    ahead = json.loads(run(*order, "--dry-run", "--json").stdout)
    assert {one["item"]: one["fate"] for one in ahead["quotes"]} == FATES and run("record", FILE, review).stdout == before
    length = json.loads(run("status", FILE, review, "--json").stdout)["history"]["length"]
    done = run(*order)
    assert done.stdout.strip() == ahead["sha256"] and "MOD-03, PRV-01, PRV-03" in done.stderr
    waiting = [item for item, one in items(run, review).items() if one["look_again"] == "source_changed"]
    assert waiting == ahead["look_again"] == ["MOD-03", "PRV-01", "PRV-03"]
    status = json.loads(run("status", FILE, review, "--json").stdout)
    assert (status["unconfirmed"], status["reviewed"], status["history"]["length"]) == (3, 2, length + 6)
    record = json.loads(run("record", FILE, review).stdout)
    places = {
        item: (answer["claims"][0]["evidence"] == ahead["sha256"], answer["claims"][0]["page"])
        for item, answer in record["answers"].items()
    }
    assert places == {"MOD-01": (True, 1), "MOD-02": (True, 4), "MOD-03": (False, 3), "PRV-01": (False, 3), "PRV-03": (False, 4)}
    assert [file["replaces"] for file in record["evidence"]] == ["", old]
    assert json.loads(run("check", FILE, "--json").stdout)["ok"]
    assert run("quotes", FILE, review).stdout == ""


@pytest.mark.slow
def test_what_happened_is_told_on_paper_and_confirmed_by_a_person(run: Run) -> None:
    review, old = begin(run)
    run("revise", FILE, review, old, "card-2.pdf", "--revision", "Revision 2", *ADA)
    assert f"now reads “{REWORDED}”" in run("show", FILE, review, "PRV-01").stderr
    run("draft", FILE, review, "--out", "draft.pdf", *ADA)
    paper = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader("draft.pdf").pages).split())
    for words in (
        "System card, Revision 2 replaces System card",
        "90 days and then deleted",
        "no longer in it",
        "A newer revision of E1",
        "(page 4), looked up",
    ):
        assert words in paper
    for item in ("MOD-03", "PRV-01", "PRV-03"):
        run("confirm", FILE, review, item, "--as", "Ruth Okello")
    assert json.loads(run("status", FILE, review, "--json").stdout)["unconfirmed"] == 0
