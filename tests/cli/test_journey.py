"""From nothing to a signed and verified report, by command line alone."""

import json
from pathlib import Path

import pytest

from cli.conftest import MYTHOS, Run

ADA = ("--as", "Ada Byron")
PEOPLE = {"security": "Tomas Berg", "business_owner": "Ruth Okello"}
SECRET = ("--passphrase-file", "secret.txt")


def make_review(run: Run) -> str:
    review: str = run(
        *("new", "w.readiness", "--checklist", "frontier-deployment", "--vendor", "Anthropic", "--model", "Claude Mythos"),
        *("--tier", "internal", "--scope", "health_data=no", "--scope", "agentic=yes", "--pack", MYTHOS, "--as-of", "2026-03-29", *ADA),
    ).stdout.strip()
    run("adopt", "w.readiness", review, "--all", *ADA)
    return review


def answer_items(run: Run, review: str) -> None:
    Path("memo.md").write_text("# Memo\nTwelve engineers.\n", encoding="utf-8")
    sha256 = run("attach", "w.readiness", review, "OPS-01", "memo.md", "--title", "Use-case memo", *ADA).stdout.strip()
    words = ("--statement", "Twelve engineers use it.", "--source-kind", "own_record", "--source", "Use-case memo")
    run("claim", "w.readiness", review, "OPS-01", *words, "--evidence", sha256[:12], *ADA)
    run("answer", "w.readiness", review, "OPS-01", "--knowledge", "known", "--verdict", "acceptable", *ADA)
    risk = ("--owner", "Ruth Okello", "--until", "2026-09-30", "--control", "Spending cap", "--rationale", "A capped trial.")
    run("accept-risk", "w.readiness", review, "COM-01", *risk, *ADA)
    todo = ("--what", "Obtain the system card", "--owner", "Tomas Berg", "--due", "2026-06-30", "--proof", "The card")
    run("condition", "w.readiness", review, "MOD-02", *todo, *ADA)


def seal_and_sign(run: Run, review: str) -> str:
    Path("secret.txt").write_text("correct horse\n", encoding="utf-8")
    Path("secret.txt").chmod(0o600)
    run("decide", "w.readiness", review, "--outcome", "defer", "--rationale", "Too much is unknown.", *ADA)
    for role, name in PEOPLE.items():
        run("identity", "create", name, "--out", f"{role}.p12", *SECRET)
        run("signatory", "w.readiness", review, role, name, "--certificate", f"{role}.pem", *ADA)
    digest: str = run("seal", "w.readiness", review, "--out", "report.pdf", *ADA).stdout.strip()
    assert run("status", "w.readiness", review).stdout == "sealed\n"
    for role in PEOPLE:
        run("sign", "report.pdf", "--role", role, "--identity", f"{role}.p12", *SECRET)
    assert run("collect", "w.readiness", review, "report.pdf", *ADA).stdout == "signed\n"
    return digest


@pytest.mark.slow
def test_from_nothing_to_a_verified_report(run: Run) -> None:
    review = make_review(run)
    answer_items(run, review)
    digest = seal_and_sign(run, review)
    shape = json.loads(run("verify", "report.pdf", "--json").stdout)
    assert shape["identities"] == "confirmed"  # it was sealed on this machine
    assert (shape["valid"], shape["expected_signers"], shape["digest"], shape["review"]["id"]) == (True, 2, digest, review)
    assert [(s["role"], s["name"], s["ok"]) for s in shape["signers"]] == [(role, name, True) for role, name in PEOPLE.items()]
    assert run("status", "w.readiness", review).stdout == "signed\n"


@pytest.mark.slow
def test_who_is_confirmed_and_by_what(run: Run, sealed: Path) -> None:
    sign_all(run)
    assert run("verify", "sealed.pdf").stdout.splitlines()[1].startswith("Identities: named by the report only.")
    trusted = ("--trust", "tomas.pem", "--trust", "ruth.pem")
    assert run("verify", "sealed.pdf", *trusted).stdout.splitlines()[1] == "Identities: confirmed."
    assert run("verify", "sealed.pdf", "--workspace", "sealed.readiness").stdout.splitlines()[1] == "Identities: confirmed."
    run("config", "set", "trusted", "tomas.pem", "ruth.pem")
    assert json.loads(run("verify", "sealed.pdf", "--json").stdout)["identities"] == "confirmed"


def sign_all(run: Run) -> None:
    for role, name in (("security", "tomas"), ("business_owner", "ruth")):
        run("sign", "sealed.pdf", "--role", role, "--identity", f"{name}.p12", *SECRET)


@pytest.mark.slow
def test_a_changed_byte_is_not_valid(run: Run, sealed: Path) -> None:
    sign_all(run)
    run("verify", "sealed.pdf")
    data = bytearray(Path("sealed.pdf").read_bytes())
    data[len(data) // 3] ^= 1
    Path("sealed.pdf").write_bytes(data)
    result = run("verify", "sealed.pdf", code=1)
    assert "not valid" in result.stdout
