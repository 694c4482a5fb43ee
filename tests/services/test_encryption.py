"""What is said and kept when the key file beside an encrypted workspace is not what it was."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness_app.domain.errors import ReadinessError, Refused, Unreadable
from readiness_app.services import backups, encryption
from readiness_app.services.workspace import Workspace
from readiness_app.store import keys
from tests.builders import NOW
from tests.cheap_keys import cheaply

WORDS, OTHER, CODE = "first long passphrase", "second long passphrase", encryption.new_recovery_code()


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An encrypted workspace with a backup, whose secrets are stretched hardly at all."""
    cheaply(monkeypatch)
    return made(tmp_path / "work.readiness", WORDS)


def made(path: Path, words: str) -> Path:
    Workspace.create(path).close()
    backups.back_up(path, NOW)
    encryption.encrypt(path, words, CODE, NOW, lambda fraction, name: None)
    return path


def key_file(path: Path) -> Path:
    return keys.path_of(path)


def files(path: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in path.parent.rglob("*") if one.is_file()}


def foreign(path: Path) -> None:
    (path.parent / "elsewhere").mkdir()
    shutil.copy(key_file(made(path.parent / "elsewhere" / "other.readiness", OTHER)), key_file(path))


def both_foreign(path: Path) -> None:
    foreign(path)
    shutil.copy(key_file(path), path.parent / "work.backups" / key_file(path).name)


def edited(path: Path) -> None:
    """One bit of what is wrapped."""
    data = key_file(path).read_text()
    at = data.index('"sealed": "') + 12
    key_file(path).write_text(f"{data[:at]}{'0' if data[at] != '0' else '1'}{data[at + 1 :]}")


def truncated(path: Path) -> None:
    key_file(path).write_bytes(key_file(path).read_bytes()[:200])


def missing(path: Path) -> None:
    key_file(path).unlink()
    (path.parent / "work.backups" / key_file(path).name).unlink()


CASES: list[tuple[Callable[[Path], None], str]] = [
    (foreign, "but its copy in work.backups does"),
    (both_foreign, "is not the one of this workspace"),
    (edited, "but its copy in work.backups does"),
    (truncated, "is damaged. Nothing was changed; put it back from a copy"),
    (missing, "Put it back from where you keep copies"),
]


@pytest.mark.parametrize(("harm", "said"), CASES, ids=lambda value: getattr(value, "__name__", ""))
def test_each_ends_in_a_sentence_and_changes_nothing(path: Path, harm: Callable[[Path], None], said: str) -> None:
    harm(path)
    before = files(path)
    for _ in range(5):
        with pytest.raises(ReadinessError, match=said):
            encryption.unlock(path, WORDS)
    assert files(path) == before


def test_the_passphrase_of_a_foreign_key_file_opens_nothing(path: Path) -> None:
    foreign(path)
    before = files(path)
    with pytest.raises(Unreadable, match="does not open with the key in"):
        Workspace.open(path, key=encryption.unlock(path, OTHER))
    assert files(path) == before


def test_with_the_key_file_alone_gone_the_copy_opens_it(path: Path) -> None:
    key_file(path).unlink()
    Workspace.open(path, key=encryption.unlock(path, WORDS)).close()


def test_wrong_secrets_change_no_byte(path: Path) -> None:
    before = files(path)
    for number in range(50):
        with pytest.raises(Refused, match="is not the one"):
            encryption.unlock(path, OTHER + "x" * number)
        with pytest.raises(Refused, match="is not the one"):
            encryption.recover(path, encryption.new_recovery_code(), OTHER)
    assert files(path) == before and encryption.unlock(path, WORDS) == encryption.unlock_by_code(path, CODE)


@pytest.mark.parametrize("where", ["beside", "with the backups"])
def test_a_key_file_that_cannot_be_written_is_told_truly(path: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key, place = encryption.unlock(path, WORDS), path.parent if where == "beside" else path.parent / "work.backups"
    real = keys.write

    def full(target: Path, held: keys.KeyFile) -> None:
        if target.parent == place:
            raise OSError(28, "No space left on device")
        real(target, held)

    monkeypatch.setattr(keys, "write", full)
    with pytest.raises(Unreadable, match="Nothing was changed" if where == "beside" else "the next backup brings it up to date"):
        encryption.change_passphrase(path, key, OTHER)
    assert encryption.unlock(path, WORDS if where == "beside" else OTHER) == key


def test_a_backup_names_no_review_to_whoever_has_not_the_key(path: Path) -> None:
    from readiness_app.store import backups as stored

    assert stored.veil("claude-mythos-2026-03-29", encryption.unlock(path, WORDS)) != stored.veil(
        "claude-mythos-2026-03-29", keys.new_key()
    )
