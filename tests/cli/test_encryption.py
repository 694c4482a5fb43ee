"""A workspace under a passphrase, by command: nothing is said that should not be, and nothing is lost."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from readiness_app.services.encryption import Key
from readiness_app.store.keys import path_of
from tests.cheap_keys import cheaply
from tests.cli.conftest import REVIEW, Run, own_places, run_command
from tests.keyrings import MemoryKeyring
from tests.store.test_holding import held_elsewhere

FIRST, SECOND = "first long passphrase", "second long passphrase"
MARKER = "marker of what nobody else may read"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return secret(tmp_path / "first.txt", FIRST)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return secret(tmp_path / "second.txt", SECOND)


def secret(path: Path, text: str) -> Path:
    path.write_text(text + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def locked(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with the small review encrypted under FIRST, a backup and the marker in it, copied for each test; and the recovery code."""
    folder = tmp_path_factory.mktemp("locked")
    path = Path(shutil.copy(templates / "small.readiness", folder))
    with pytest.MonkeyPatch.context() as patch:
        own_places(patch, tmp_path_factory.mktemp("profile"))
        cheaply(patch)
        run_command("answer", path, REVIEW, "SAC-01", "--note", MARKER, "--as", "Ada Byron")
        run_command("backup", path)
        words = secret(tmp_path_factory.mktemp("words") / "first.txt", FIRST)
        return folder, str(run_command("encrypt", path, "--passphrase-file", words).stdout.strip())


@pytest.fixture
def code(small: Path, locked: tuple[Path, str]) -> str:
    """The recovery code of `small`, which is now what `locked` says."""
    shutil.copytree(locked[0], small.parent, dirs_exist_ok=True)
    return locked[1]


@pytest.fixture(autouse=True)
def cheap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "at_full_cost" not in request.node.name:
        cheaply(monkeypatch)


def test_at_full_cost_the_passphrase_opens_it(run: Run, small: Path, first: Path) -> None:
    run("encrypt", small, "--passphrase-file", first)
    assert run("--unlock", first, "status", small, REVIEW).stdout == "open\n"
    assert json.loads(path_of(small).read_text())["wraps"]["passphrase"]["memory"] == 64 * 1024


def note(run: Run, small: Path, unlock: Path) -> str:
    return str(json.loads(run("--unlock", unlock, "record", small, REVIEW).stdout)["answers"]["SAC-01"]["note"])


def test_the_recovery_code_alone_is_printed(run: Run, small: Path, first: Path) -> None:
    found = run("encrypt", small, "--passphrase-file", first)
    assert len(found.stdout.strip().split("-")) == 8 and "lock it away" in found.stderr
    assert found.stdout.strip() not in found.stderr and FIRST not in found.stderr


def test_the_code_in_json(run: Run, small: Path, first: Path) -> None:
    assert set(json.loads(run("encrypt", small, "--passphrase-file", first, "--json").stdout)) == {
        "workspace",
        "recovery_code",
        "plain_copies",
    }


def test_the_code_is_printed_too_where_the_rest_follows_later(
    run: Run, small: Path, first: Path, second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_part(workspace: Path) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("readiness_app.store.conversion._finish", in_part)
        patch.setattr("readiness_app.services.encryption.is_encrypted", lambda path: (path.parent / f"{path.name}.converting").exists())
        found = run("encrypt", small, "--passphrase-file", first, code=3)
    assert "The rest follows when it is opened next" in found.stderr
    run("recover", small, "--code-file", secret(tmp_path / "code.txt", found.stdout.strip()), "--passphrase-file", second)
    assert run("--unlock", second, "status", small, REVIEW).stdout == "open\n"


def test_a_copy_that_somebody_made_is_named(run: Run, small: Path, first: Path) -> None:
    small.with_name("mine.readiness").write_bytes(small.read_bytes())
    assert "still plain: mine.readiness." in run("encrypt", small, "--passphrase-file", first).stderr


def test_copies_under_any_name_and_parts_of_one_are_named(run: Run, small: Path, first: Path) -> None:
    data = small.read_bytes()
    for name, content in (("a.bak", data), ("small.readiness~", data), ("s.zipx", data), ("tr.readiness", data[:5000]), ("t", data[:50])):
        small.with_name(name).write_bytes(content)
    small.with_name("other.db").write_bytes(b"SQLite format 3\x00" + bytes(200))
    run("backup", small)
    (small.parent / "small.backups" / "mine.bak").write_bytes(data)
    plain = json.loads(run("encrypt", small, "--passphrase-file", first, "--json").stdout)["plain_copies"]
    assert plain == ["a.bak", "s.zipx", "small.readiness~", "t", "tr.readiness", "small.backups/mine.bak"]


def test_nothing_readable_lies_about(run: Run, small: Path, code: str, first: Path) -> None:
    run("--unlock", first, "answer", small, REVIEW, "SAC-02", "--note", MARKER, "--as", "Ada Byron")
    run("--unlock", first, "backup", small)
    kept = [path for path in small.parent.rglob("*") if path.is_file() and path != first]
    assert [path.name for path in kept if MARKER.encode() in path.read_bytes() or FIRST.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("way", ["option", "variable", "prompt"])
def test_a_command_opens_it(run: Run, small: Path, code: str, first: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINESS_UNLOCK", str(first) if way == "variable" else "")
    before = ("--unlock", first) if way == "option" else ()
    found = run(*before, "status", small, REVIEW, typed=f"{FIRST}\n" if way == "prompt" else "")
    assert found.stdout.endswith("open\n") and FIRST not in found.output


def test_without_a_passphrase_it_says_how(run: Run, small: Path, code: str) -> None:
    assert "readiness --unlock FILE" in run("status", small, REVIEW, code=2, typed="").stderr


def test_five_wrong_passphrases_lose_nothing(run: Run, small: Path, code: str, first: Path, second: Path) -> None:
    before = {path: path.read_bytes() for path in small.parent.rglob("*") if path.is_file()}
    for _ in range(5):
        assert "is not the one of this workspace" in run("--unlock", second, "status", small, REVIEW, code=1).stderr
    assert {path: path.read_bytes() for path in before} == before and note(run, small, first) == MARKER


def test_a_changed_passphrase_opens_it_and_the_old_one_does_not(run: Run, small: Path, code: str, first: Path, second: Path) -> None:
    run("--unlock", first, "passphrase", small, "--passphrase-file", second)
    assert note(run, small, second) == MARKER
    run("--unlock", first, "status", small, REVIEW, code=1)
    assert (small.parent / "small.backups" / "small.readiness.key").read_bytes() == small.with_name("small.readiness.key").read_bytes()


def test_the_code_gives_a_new_passphrase(run: Run, small: Path, code: str, second: Path, tmp_path: Path) -> None:
    run("recover", small, "--code-file", secret(tmp_path / "code.txt", code.lower()), "--passphrase-file", second)
    assert note(run, small, second) == MARKER
    run("recover", small, "--code-file", secret(tmp_path / "code.txt", code.replace("-", "")), "--passphrase-file", second)


def test_a_wrong_code_changes_nothing(run: Run, small: Path, code: str, first: Path, second: Path, tmp_path: Path) -> None:
    wrong = secret(tmp_path / "wrong.txt", code[:-1] + ("2" if code[-1] == "3" else "3"))
    assert "recovery code is not" in run("recover", small, "--code-file", wrong, "--passphrase-file", second, code=1).stderr
    assert "32 letters and digits, and" in run("recover", small, "--code-file", second, "--passphrase-file", second, code=1).stderr
    assert note(run, small, first) == MARKER


def test_a_new_code_takes_the_place_of_the_old_one(run: Run, small: Path, code: str, first: Path, second: Path, tmp_path: Path) -> None:
    new = run("--unlock", first, "passphrase", small, "--new-code").stdout.strip()
    run("recover", small, "--code-file", secret(tmp_path / "old.txt", code), "--passphrase-file", second, code=1)
    run("recover", small, "--code-file", secret(tmp_path / "new.txt", new), "--passphrase-file", second)


def test_decrypting_it_needs_no_passphrase_afterwards(run: Run, small: Path, code: str, first: Path) -> None:
    run("--unlock", first, "decrypt", small)
    assert run("status", small, REVIEW).stdout == "open\n"
    run("restore", small)


def test_a_backup_comes_back_although_file_and_key_are_gone(run: Run, small: Path, code: str, first: Path) -> None:
    small.unlink()
    small.with_name("small.readiness.key").unlink()
    run("--unlock", first, "restore", small)
    assert note(run, small, first) == MARKER


def test_a_damaged_one_is_restored(run: Run, small: Path, code: str, first: Path) -> None:
    small.write_bytes(small.read_bytes()[:100] + b"x" * 5000)
    run("--unlock", first, "restore", small)
    assert note(run, small, first) == MARKER


def test_verify_asks_for_nothing(run: Run, small: Path, code: str, sealed: Path) -> None:
    run("config", "set", "me", "Ada Byron")
    run("verify", sealed / "sealed.pdf", code=1, typed="")


@pytest.mark.parametrize("command", ["encrypt", "decrypt"])
def test_an_open_window_keeps_it_as_it_is(run: Run, small: Path, first: Path, command: str) -> None:
    if command == "decrypt":
        run("encrypt", small, "--passphrase-file", first)
    before = small.read_bytes()
    with held_elsewhere(small):
        said = run("--unlock", first, command, small, *(("--passphrase-file", first) if command == "encrypt" else ()), code=1).stderr
    assert "is open in a window" in said and small.read_bytes() == before


@pytest.mark.parametrize("command", [("decrypt",), ("passphrase",), ("passphrase", "--new-code"), ("recover",)])
def test_a_plain_one_is_told_as_that(run: Run, small: Path, command: tuple[str, ...]) -> None:
    assert "is not encrypted" in run(command[0], small, *command[1:], code=1).stderr


def test_an_encrypted_one_is_not_encrypted_again(run: Run, small: Path, code: str, first: Path) -> None:
    assert "encrypted already" in run("encrypt", small, "--passphrase-file", first, code=1).stderr


def test_a_fault_of_the_program_tells_no_secret(
    run: Run, small: Path, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def fault(source: Any, part: Path, key: Key) -> None:
        seen.extend((FIRST, key.key.hex(), key.salt.hex(), repr(key.key)))
        raise RuntimeError(f"a bug with {key} in hand")

    monkeypatch.setattr("readiness_app.store.encrypting._export", fault)
    said = run("encrypt", small, "--passphrase-file", first, code=70).output
    said += next((tmp_path / "log").iterdir()).read_text(encoding="utf-8")
    assert "RuntimeError" in said and "a bug with Key" not in said and [secret for secret in seen if secret in said] == []


def test_a_short_passphrase_is_refused(run: Run, small: Path, tmp_path: Path) -> None:
    assert "at least 8" in run("encrypt", small, "--passphrase-file", secret(tmp_path / "s.txt", "short"), code=1).stderr
    assert run("status", small, REVIEW).stdout == "open\n"


def test_a_missing_key_file_is_told_with_what_to_do(run: Run, small: Path, code: str, first: Path) -> None:
    (small.parent / "small.backups" / "small.readiness.key").unlink()
    small.with_name("small.readiness.key").unlink()
    assert "Put it back" in run("--unlock", first, "status", small, REVIEW, code=3).stderr


def test_a_missing_workspace_is_told_as_before(run: Run, tmp_path: Path, first: Path) -> None:
    for command in ("encrypt", "decrypt", "passphrase", "recover"):
        assert (
            f"no workspace {tmp_path / 'none.readiness'}. "
            in run(command, tmp_path / "none.readiness", code=3, typed=f"{FIRST}\n{FIRST}\n").stderr
        )


def test_this_computer_remembers_it_until_it_is_told_to_forget(
    run: Run, small: Path, code: str, first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = pytest.importorskip("keyring", reason="keyring is not installed (the extra keystore)")
    former, memory = keyring.get_keyring(), MemoryKeyring()
    monkeypatch.setattr("readiness_app.services.keystore.REAL", {MemoryKeyring.__module__})
    keyring.set_keyring(memory)
    try:
        run("--unlock", first, "passphrase", small, "--remember")
        assert run("status", small, REVIEW, typed="").stdout.endswith("open\n")
        assert "is encrypted and no passphrase was given" in run("decrypt", small, code=2, typed="").stderr
        assert json.loads(run("passphrase", small, "--forget", "--json").stdout)["remembered"] is False
        run("status", small, REVIEW, typed="", code=2)
    finally:
        keyring.set_keyring(former)


def test_without_a_keystore_nothing_is_remembered(run: Run, small: Path, code: str, first: Path) -> None:
    assert "no keystore that can be used" in run("--unlock", first, "passphrase", small, "--remember", code=1).stderr
    run("passphrase", small, "--remember", "--new-code", code=2)


@pytest.mark.skipif(sys.platform == "win32", reason="a console is found there without a terminal too")
def test_without_a_terminal_a_passphrase_file_is_asked_for(small: Path) -> None:
    command = [sys.executable, "-m", "readiness_app.cli", "encrypt", str(small)]
    found = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, start_new_session=True)
    assert (found.returncode, "getpass" in found.stderr.lower(), "--passphrase-file" in found.stderr) == (2, False, True)
