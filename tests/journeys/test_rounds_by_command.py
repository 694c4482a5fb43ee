"""Two rounds of the sample by command line: the second with the newer pack, compared with the first, sealed; both verify."""

import csv
import json
from pathlib import Path

import pytest

from readiness_app.services import library
from tests.cli.conftest import Run, at_home, run

__all__ = ["at_home", "run"]
IMKE, RUTH = ("--as", "Imke Sanders"), ("--as", "Ruth Okello")
FILE, FIRST, SECOND = "demo/demo.readiness", "claude-mythos-2026-03-29", "claude-mythos-preview-2026-05-31"
PEOPLE = {"security": "tomas-berg", "business_owner": "ruth-okello"}


def begin_second(run: Run) -> dict[str, object]:
    wanted = ("--model", "Claude Mythos Preview", "--pack", SECOND, "--as-of", "2026-05-31", *IMKE)
    shown = json.loads(run("next-round", FILE, FIRST, *wanted, "--preview", "--json").stdout)
    assert run("reviews", FILE).stdout.split() == [FIRST]
    assert run("next-round", FILE, FIRST, *wanted).stdout == f"{SECOND}\n"
    return dict(shown)


def work_through(run: Run) -> None:
    proposed = [proposal.item for proposal in library.pack(SECOND).proposals]
    adopted = json.loads(run("adopt", FILE, SECOND, *proposed, "--json", *IMKE).stdout)
    assert len(adopted["renewed"]) == len(proposed) == 83
    left = run("confirm", FILE, SECOND, "--all", *RUTH).stdout.split()
    assert left == ["OPS-01"]  # the buyer's own answer is all that no pack speaks of


def seal_signed(run: Run, out: str) -> None:
    run("decide", FILE, SECOND, "--outcome", "defer", "--rationale", "Gates are still open.", *IMKE)
    for role, identity in PEOPLE.items():
        name = identity.replace("-", " ").title()
        run("identity", "create", name, "--out", f"{role}.p12", "--passphrase-file", "secret.txt")
        run("signatory", FILE, SECOND, role, name, "--certificate", f"{role}.pem", *IMKE)
    run("seal", FILE, SECOND, "--out", out, *IMKE)
    for role in PEOPLE:
        run("sign", out, "--role", role, "--identity", f"{role}.p12", "--passphrase-file", "secret.txt")
    assert run("collect", FILE, SECOND, out, *IMKE).stdout == "signed\n"


@pytest.mark.slow
def test_two_rounds_of_mythos_compared_and_both_verified(run: Run) -> None:
    Path("secret.txt").write_text("correct horse\n", encoding="utf-8")
    Path("secret.txt").chmod(0o600)
    run("demo", "--out", "demo", "--no-window")
    shown = begin_second(run)
    assert (len(shown["inherited"]), shown["left_behind"]["acceptances"], shown["pack"]["resolved"]) == (84, ["COM-01"], 22)
    work_through(run)
    seal_signed(run, "two.pdf")
    for report, round_ in ((f"demo/{FIRST}.pdf", 1), ("two.pdf", 2)):
        verified = json.loads(run("verify", report, "--json").stdout)
        assert (verified["valid"], verified["review"]["round"]) == (True, round_)
    found = json.loads(run("compare", FILE, FIRST, "two.pdf", "--only", "resolved", "--json").stdout)
    card = next(item for item in found["items"] if item["id"] == "MOD-02")
    assert card["before"]["knowledge"] == "unknown" and card["resolved_by"][0]["source"] == "Claude Mythos Preview system card"
    assert card["after"]["answered_by"] == ["Imke Sanders"] and len(found["gates"]["still_open"]) == 30
    run("compare", FILE, FIRST, SECOND, "--out", "rounds.pdf")
    run("compare", FILE, FIRST, SECOND, "--out", "rounds.csv")
    rows = list(csv.DictReader(Path("rounds.csv").read_text("utf-8-sig").splitlines()))
    assert sum(row["What happened"] == "Resolved" for row in rows) == found["counts"]["resolved"] == 21
