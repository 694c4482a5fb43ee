"""What verifying says to a person: who signed, what was looked at, and everything that is wrong."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from cli.conftest import REVIEW, Run
from readiness_app.settings import Settings, load_settings, save_settings

ADA = ("--as", "Ada Byron")
SECRET = ("--passphrase-file", "secret.txt")


def sign(run: Run) -> None:
    for role, name in (("security", "tomas"), ("business_owner", "ruth")):
        run("sign", "sealed.pdf", "--role", role, "--identity", f"{name}.p12", *SECRET)


def details(run: Run, name: str) -> dict[str, str]:
    found = json.loads(run("verify", name, "--json", code=1).stdout)
    return {check["name"]: check["detail"] for check in found["checks"]}


def foreign(name: str = "letter.pdf") -> str:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(name)
    return name


def test_every_signer_is_told_with_the_whole_fingerprint(run: Run, sealed: Path) -> None:
    sign(run)
    told = run("verify", "sealed.pdf").stderr
    assert "Signer: Business owner: Ruth Okello" in told and "by the signer's own clock; named by the report only" in told
    assert f"Fingerprint: {run('identity', 'show', 'ruth.pem').stdout.strip()}" in told


def test_a_signer_who_is_not_in_order_is_told_with_the_reason() -> None:
    from readiness_app.cli.checking import _told_of
    from readiness_app.services.verification import Signer

    at = datetime(2026, 3, 29, 10, tzinfo=UTC)
    signer = Signer(
        role=None, name="Eve", fingerprint="0" * 64, time=at, stamped=False, ok=False, confirmed=False, detail="another certificate"
    )
    told = "2026-03-29 10:00 UTC, by the signer's own clock; named by the report only; not in order: another certificate"
    assert _told_of(signer) == told


def test_the_verdict_names_every_reason(run: Run, sealed: Path) -> None:
    run("reopen", "sealed.readiness", REVIEW, "--reason", "Again.", *ADA)
    run("draft", "sealed.readiness", REVIEW, "--out", "draft.pdf")
    summary = run("verify", "draft.pdf", code=1).stdout.splitlines()[0]
    assert "This is a draft" in summary and "; 0 of 2 required roles have signed" in summary


def test_an_unsigned_report_claims_nothing_about_signatures(run: Run, sealed: Path) -> None:
    said = details(run, "sealed.pdf")
    assert said["nothing_changed"] == "Nobody has signed yet, so there is no signature after which anything could change."
    assert said["separate_persons"] == "Nobody has signed yet."


def test_a_draft_is_not_called_sealed(run: Run, small: Path) -> None:
    run("draft", small, REVIEW, "--out", "draft.pdf")
    assert "sealed" not in details(run, "draft.pdf")["pages"]


def test_a_foreign_file_without_signatures_has_no_line_about_identities(run: Run) -> None:
    result = run("verify", foreign(), code=1)
    assert len(result.stdout.splitlines()) == 1 and "Every byte" not in result.stderr


@pytest.mark.parametrize("command", ["seal", "collect"])
def test_a_workspace_that_was_used_confirms_its_signers(run: Run, sealed: Path, command: str) -> None:
    if command == "seal":
        run("reopen", "sealed.readiness", REVIEW, "--reason", "Again.", *ADA)
        run("decide", "sealed.readiness", REVIEW, "--outcome", "reject", "--rationale", "No.", *ADA)
        run("seal", "sealed.readiness", REVIEW, "--out", "sealed.pdf", "--force", *ADA)
    sign(run)
    if command == "collect":
        assert "named by the report only" in run("verify", "sealed.pdf").stdout
        run("collect", "sealed.readiness", REVIEW, "sealed.pdf", *ADA)
    assert run("verify", "sealed.pdf").stdout.splitlines()[1] == "Identities: confirmed."


def test_the_newest_workspace_stands_first_among_twelve(run: Run, sealed: Path) -> None:
    save_settings(replace(Settings(me="Ada Byron"), recent=tuple(f"/w/{number}" for number in range(12))))
    run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", *SECRET)
    run("collect", "sealed.readiness", REVIEW, "sealed.pdf", *ADA)
    found = load_settings()
    assert (found.me, found.recent[0], len(found.recent)) == ("Ada Byron", str(Path("sealed.readiness").resolve()), 12)


def test_a_broken_or_vanished_file_of_the_settings_is_passed_over_and_told(run: Run, sealed: Path) -> None:
    save_settings(Settings(trusted=(str(sealed / "gone.pem"), str(sealed / "secret.txt"), str(sealed / "tomas.pem"))))
    said = run("verify", "sealed.pdf", code=1).stderr
    assert "gone.pem, which your settings trust, is no longer there" in said and "secret.txt, which your settings trust, cannot be" in said
    assert f"readiness config set trusted {sealed / 'tomas.pem'}" in said
    assert "which your settings" not in run("verify", "sealed.pdf", "--trust", "secret.txt", code=3).stderr.splitlines()[-1]


def test_trust_is_given_once_for_each(run: Run, sealed: Path) -> None:
    assert "Give --trust once for each" in run("verify", "sealed.pdf", "--trust", "tomas.pem", "ruth.pem", code=2).stderr
