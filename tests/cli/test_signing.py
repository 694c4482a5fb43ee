"""Sealing, signing and verifying by command line."""

import hashlib
import json
from pathlib import Path

import pytest

from cli.conftest import PASSPHRASE, REVIEW, Run

ADA = ("--as", "Ada Byron")
SECRET = ("--passphrase-file", "secret.txt")


def test_the_record_is_printed_byte_for_byte(run: Run, sealed: Path) -> None:
    digest = json.loads(run("verify", "sealed.pdf", "--json", code=1).stdout)["digest"]
    assert hashlib.sha256(run("record", "sealed.readiness", REVIEW).stdout_bytes).hexdigest() == digest


def test_sign_prints_the_fingerprint_of_the_identity(run: Run, sealed: Path) -> None:
    signed = run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", *SECRET)
    assert signed.stdout == run("identity", "show", "tomas.pem").stdout
    assert "Tomas Berg signed sealed.pdf as security." in signed.stderr


def test_the_passphrase_may_be_typed_and_is_not_shown(run: Run, sealed: Path) -> None:
    signed = run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", typed=f"{PASSPHRASE}\n")
    assert PASSPHRASE not in signed.stdout + signed.stderr


def test_without_a_passphrase_nothing_is_signed(run: Run, sealed: Path) -> None:
    assert "No passphrase was given." in run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", code=2).stderr


def test_wrong_passphrase(run: Run, sealed: Path) -> None:
    before = Path("sealed.pdf").read_bytes()
    result = run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", typed="wrong horse\n", code=1)
    assert "passphrase does not open" in result.stderr
    assert Path("sealed.pdf").read_bytes() == before


def test_signing_a_role_twice(run: Run, sealed: Path) -> None:
    run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", *SECRET)
    before = Path("sealed.pdf").read_bytes()
    assert "already" in run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", *SECRET, code=1).stderr
    assert Path("sealed.pdf").read_bytes() == before


def test_signing_for_somebody_else(run: Run, sealed: Path) -> None:
    before = Path("sealed.pdf").read_bytes()
    assert "Tomas Berg" in run("sign", "sealed.pdf", "--role", "security", "--identity", "ruth.p12", *SECRET, code=1).stderr
    assert Path("sealed.pdf").read_bytes() == before


@pytest.mark.parametrize("name", ["truncated.pdf", "empty.pdf", "random.pdf", "none.pdf"])
@pytest.mark.parametrize("command", ["verify", "sign"])
def test_a_file_that_is_no_pdf(run: Run, sealed: Path, name: str, command: str) -> None:
    data = Path("sealed.pdf").read_bytes()
    contents = {"truncated.pdf": data[: len(data) // 2], "empty.pdf": b"", "random.pdf": bytes(range(256)) * 40}
    if name in contents:
        Path(name).write_bytes(contents[name])
    more = ("--role", "security", "--identity", "tomas.p12", *SECRET) if command == "sign" else ()
    result = run(command, name, *more, code=3)
    assert (result.stdout, len(result.stderr.splitlines()) < 4) == ("", True)
    assert name not in contents or Path(name).read_bytes() == contents[name]


def test_collecting_a_truncated_report_changes_nothing(run: Run, sealed: Path) -> None:
    before = run("history", "sealed.readiness", REVIEW).stdout
    Path("half.pdf").write_bytes(Path("sealed.pdf").read_bytes()[:20_000])
    assert "half.pdf cannot be read as a PDF: it is cut off" in run("collect", "sealed.readiness", REVIEW, "half.pdf", *ADA, code=3).stderr
    assert run("history", "sealed.readiness", REVIEW).stdout == before


def test_an_unsigned_report_is_not_valid(run: Run, sealed: Path) -> None:
    result = run("verify", "sealed.pdf", code=1)
    assert result.stdout.splitlines()[0].startswith("sealed.pdf is intact; 0 of 2 required signatures, missing: ")
    assert "✓ ok" in result.stderr and "✗ not ok" in result.stderr


def test_a_sealed_review_refuses_answers(run: Run, sealed: Path) -> None:
    before = run("record", "sealed.readiness", REVIEW).stdout_bytes
    assert "reopen the review" in run("answer", "sealed.readiness", REVIEW, "SAC-01", "--note", "x", *ADA, code=1).stderr
    assert run("record", "sealed.readiness", REVIEW).stdout_bytes == before


def test_decline_then_reopen(run: Run, sealed: Path) -> None:
    assert run("decline", "sealed.readiness", REVIEW, "security", "--reason", "No.", *ADA).stdout == "security\n"
    assert run("reopen", "sealed.readiness", REVIEW, "--reason", "Again.", *ADA).stdout == "2\n"
    shape = json.loads(run("status", "sealed.readiness", REVIEW, "--json").stdout)
    assert (shape["state"], shape["edition"], shape["decision"]) == ("open", 2, None)


def test_sealing_does_not_overwrite_a_file_unless_forced(run: Run, sealed: Path) -> None:
    run("reopen", "sealed.readiness", REVIEW, "--reason", "Again.", *ADA)
    run("decide", "sealed.readiness", REVIEW, "--outcome", "reject", "--rationale", "No.", *ADA)
    before = Path("sealed.pdf").read_bytes()
    assert "exists already" in run("seal", "sealed.readiness", REVIEW, "--out", "sealed.pdf", *ADA, code=1).stderr
    assert Path("sealed.pdf").read_bytes() == before
    assert len(run("seal", "sealed.readiness", REVIEW, "--out", "sealed.pdf", "--force", *ADA).stdout.strip()) == 64


def test_sealing_into_a_folder_that_is_not_there(run: Run, small: Path) -> None:
    assert "There is no folder" in run("seal", small, REVIEW, "--out", "none/r.pdf", *ADA, code=1).stderr


def test_a_missing_pin_is_a_warning(run: Run, small: Path) -> None:
    run("decide", small, REVIEW, "--outcome", "defer", "--rationale", "R", *ADA)
    assert "No certificate is pinned" in run("signatory", small, REVIEW, "security", "Tomas Berg", *ADA).stderr
    assert run("signatory", small, REVIEW, "business_owner", "Ruth Okello", *ADA).stdout == ""
    shape = json.loads(run("seal", small, REVIEW, "--out", "r.pdf", *ADA, "--json").stdout)
    assert len(shape["warnings"]) >= 2


def test_one_person_signs_in_one_role(run: Run, small: Path) -> None:
    run("signatory", small, REVIEW, "security", "Tomas Berg", *ADA)
    assert "one person signs in one role" in run("signatory", small, REVIEW, "business_owner", "tomas  berg", *ADA, code=1).stderr


def test_a_draft_prints_its_path_and_needs_no_name(run: Run, small: Path) -> None:
    assert run("draft", small, REVIEW, "--out", "draft.pdf").stdout == "draft.pdf\n"
    assert Path("draft.pdf").read_bytes().startswith(b"%PDF-")
    assert "not valid" in run("verify", "draft.pdf", code=1).stdout


def test_an_identity_is_made_from_a_typed_passphrase(run: Run) -> None:
    made = run("identity", "create", "Ada Byron", "--out", "ada.p12", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n", code=0)
    assert made.stdout.split()[-1] == run("identity", "show", "ada.p12").stdout.strip()
    assert Path("ada.pem").exists()


def test_an_identity_is_not_overwritten(run: Run, sealed: Path) -> None:
    before = Path("tomas.p12").read_bytes()
    run("identity", "create", "Tomas Berg", "--out", "tomas.p12", *SECRET, code=1)
    assert Path("tomas.p12").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\nsecond line", b"\xff\xfe\xff"])
def test_a_passphrase_file_without_a_passphrase(run: Run, content: bytes) -> None:
    Path("bad.txt").write_bytes(content)
    run("identity", "create", "Ada Byron", "--out", "ada.p12", "--passphrase-file", "bad.txt", code=1)
    assert not Path("ada.p12").exists()


def test_a_passphrase_file_that_others_may_read_is_warned_of(run: Run) -> None:
    Path("open.txt").write_text("correct horse battery\n", encoding="utf-8")
    Path("open.txt").chmod(0o644)
    made = run("identity", "create", "Ada Byron", "--out", "ada.p12", "--passphrase-file", "open.txt")
    assert "chmod 600" in made.stderr


def test_a_passphrase_file_that_is_not_there(run: Run) -> None:
    run("identity", "create", "Ada Byron", "--out", "ada.p12", "--passphrase-file", "none.txt", code=3)


def test_check_finds_nothing_wrong(run: Run, sealed: Path) -> None:
    shape = json.loads(run("check", "sealed.readiness", "--json").stdout)
    assert (shape["ok"], shape["damaged"], shape["chains"][REVIEW]["first_bad"]) == (True, [], 0)


def test_collecting_what_is_no_pdf(run: Run, sealed: Path) -> None:
    said = run("collect", "sealed.readiness", REVIEW, "secret.txt", *ADA, code=3).stderr
    assert "secret.txt cannot be read as a PDF: it is no PDF." in said


def test_collecting_an_older_copy(run: Run, sealed: Path) -> None:
    older = Path("older.pdf")
    older.write_bytes(Path("sealed.pdf").read_bytes())
    run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", *SECRET)
    run("collect", "sealed.readiness", REVIEW, "sealed.pdf", *ADA)
    assert "holds no new signature" in run("collect", "sealed.readiness", REVIEW, older, *ADA, code=1).stderr


def test_signing_says_that_collecting_comes_next(run: Run, sealed: Path) -> None:
    signed = run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", *SECRET)
    assert "`readiness collect WORKSPACE REVIEW sealed.pdf`" in signed.stderr


def test_status_names_who_signed_and_who_has_not(run: Run, sealed: Path) -> None:
    run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", *SECRET)
    run("collect", "sealed.readiness", REVIEW, "sealed.pdf", *ADA)
    told = run("status", "sealed.readiness", REVIEW).stderr
    assert "Security: Tomas Berg, signed 2" in told and "Business owner: Ruth Okello, has not signed yet." in told
    shape = json.loads(run("status", "sealed.readiness", REVIEW, "--json").stdout)
    assert [one["state"] for one in shape["signatures"]] == ["signed", "waiting"]


def test_a_declined_edition_is_told_where_this_machine_knows_it(run: Run, sealed: Path) -> None:
    run("decline", "sealed.readiness", REVIEW, "security", "--reason", "Not now.", *ADA)
    said = "Warning: In sealed.readiness edition 1 was declined as security by Ada Byron, because: Not now."
    assert said in run("sign", "sealed.pdf", "--role", "security", "--identity", "tomas.p12", *SECRET).stderr
    run("sign", "sealed.pdf", "--role", "business_owner", "--identity", "ruth.p12", *SECRET)
    verdict = run("verify", "sealed.pdf").stdout
    assert "is valid: 2 of 2" in verdict and "edition 1 was declined as security by Ada Byron" in verdict


def test_a_superseded_edition_is_told(run: Run, sealed: Path) -> None:
    run("reopen", "sealed.readiness", REVIEW, "--reason", "Again.", *ADA)
    told = run("verify", "sealed.pdf", "--workspace", "sealed.readiness", code=1)
    assert "! not sure known_here: In sealed.readiness edition 1 is superseded by edition 2, which is not sealed yet." in told.stderr


def test_declining_twice(run: Run, sealed: Path) -> None:
    run("decline", "sealed.readiness", REVIEW, "security", "--reason", "Not now.", *ADA)
    again = run("decline", "sealed.readiness", REVIEW, "security", "--reason", "Never.", *ADA, code=1)
    assert "Edition 1 has already been declined as security." in again.stderr
