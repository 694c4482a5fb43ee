"""What is said when something cannot be done: what happened, what was kept, what to do."""

from pathlib import Path

import pikepdf
import pytest

from cli.conftest import REVIEW, Run

ADA = ("--as", "Ada Byron")
SECRET = ("--passphrase-file", "secret.txt")


def again(run: Run) -> None:
    run("reopen", "sealed.readiness", REVIEW, "--reason", "Again.", *ADA)
    run("decide", "sealed.readiness", REVIEW, "--outcome", "reject", "--rationale", "No.", *ADA)
    run("seal", "sealed.readiness", REVIEW, "--out", "second.pdf", *ADA)


def test_a_wrong_choice_is_told_plainly(run: Run, small: Path) -> None:
    told = run("answer", small, REVIEW, "SAC-01", "--knowledge", "maybe", *ADA, code=2).stderr
    assert "Value error" not in told and "'known'" in told and "Nothing was changed." in told


def test_the_wrong_person_signs_nothing(run: Run, sealed: Path) -> None:
    told = run("sign", "sealed.pdf", "--role", "security", "--identity", "ruth.p12", *SECRET, code=1).stderr
    assert "Nothing was signed." in told and "collected" not in told


@pytest.mark.parametrize(("role", "identity"), [("security", "ruth.p12"), ("chair", "tomas.p12")])
def test_nothing_is_declared_where_nothing_is_signed(run: Run, sealed: Path, role: str, identity: str) -> None:
    from readiness_app.services.signing_off import MEANING

    Path("secret.txt").chmod(0o644)
    told = run("sign", "sealed.pdf", "--role", role, "--identity", identity, *SECRET, code=1).stderr
    assert "chmod" not in told and not any(words in told for words in MEANING.values())


def test_whoever_signs_is_told_what_it_declares(run: Run, sealed: Path) -> None:
    from readiness_app.services.signing_off import MEANING

    Path("secret.txt").chmod(0o644)
    told = run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", *SECRET).stderr
    assert "chmod 600" in told and "\n".join(MEANING.values()).count(told.splitlines()[0]) > 0


def test_a_role_signed_already_is_refused_before_a_secret_is_asked(run: Run, sealed: Path) -> None:
    run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", *SECRET)
    told = run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", code=1).stderr
    assert told == "This report has already been signed as security. Nothing was signed.\n"


def test_collecting_a_letter(run: Run, sealed: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save("letter.pdf")
    assert "not a Readiness report" in run("collect", "sealed.readiness", REVIEW, "letter.pdf", *ADA, code=1).stderr


def test_collecting_an_older_edition(run: Run, sealed: Path) -> None:
    again(run)
    told = run("collect", "sealed.readiness", REVIEW, "sealed.pdf", *ADA, code=1).stderr
    assert told.startswith("This is the report of edition 1; the review is at edition 2. Nothing was collected;")


def test_collecting_after_somebody_declined(run: Run, sealed: Path) -> None:
    for role, name in (("security", "tomas"), ("business_owner", "ruth")):
        run("sign", "sealed.pdf", "--role", role, "--identity", f"{name}.p12", *SECRET)
    run("decline", "sealed.readiness", REVIEW, "security", "--reason", "Too early", *ADA)
    told = run("collect", "sealed.readiness", REVIEW, "sealed.pdf", *ADA, code=1)
    assert "was declined as security (Too early)" in told.stderr and "Every required role" not in told.stderr
    assert told.stdout == ""
