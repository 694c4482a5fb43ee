"""Remembering an encrypted workspace on this computer: a convenience, never the only way in, and never in a plain file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

keyring = pytest.importorskip("keyring", reason="keyring is not installed (the extra keystore)")

from keyring.backends import fail, null  # noqa: E402

from readiness_app.domain.errors import Refused, Unreadable  # noqa: E402
from readiness_app.services import encryption, keystore  # noqa: E402
from readiness_app.services.workspace import Workspace  # noqa: E402
from readiness_app.store import keys  # noqa: E402
from tests.builders import NOW  # noqa: E402
from tests.cheap_keys import cheaply  # noqa: E402
from tests.keyrings import MemoryKeyring  # noqa: E402

WORDS, OTHER, CODE = "first long passphrase", "second long passphrase", encryption.new_recovery_code()


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    former, there = keyring.get_keyring(), MemoryKeyring()
    monkeypatch.setattr(keystore, "REAL", {MemoryKeyring.__module__})
    keyring.set_keyring(there)
    yield there
    keyring.set_keyring(former)


@pytest.fixture
def path(tmp_path: Path, memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> Path:
    cheaply(monkeypatch)
    path = tmp_path / "work.readiness"
    Workspace.create(path).close()
    encryption.encrypt(path, WORDS, CODE, NOW, lambda fraction, name: None)
    return path


def remember(path: Path) -> keys.Key:
    key = encryption.unlock(path, WORDS)
    keystore.remember(path, key)
    return key


def test_it_opens_without_asking_until_it_forgets(path: Path, memory: MemoryKeyring) -> None:
    assert keystore.recall(path) == keystore.Recalled(there=True)
    key = remember(path)
    assert keystore.recall(path).key == key
    assert keystore.forget(path) and not keystore.forget(path)
    assert keystore.recall(path) == keystore.Recalled(there=True) and memory.kept == {}


def test_passphrase_and_code_stay(path: Path) -> None:
    assert remember(path) == encryption.unlock(path, WORDS) == encryption.unlock_by_code(path, CODE)


def test_what_the_keystore_holds_opens_nothing_alone(path: Path, memory: MemoryKeyring) -> None:
    key = remember(path)
    (secret,) = memory.kept.values()
    assert key.key.hex() not in secret and WORDS not in secret
    keys.path_of(path).unlink()
    assert keystore.recall(path).key is None


def test_the_secret_stands_in_no_file(path: Path, memory: MemoryKeyring) -> None:
    remember(path)
    (secret,) = memory.kept.values()
    assert not [one for one in path.parent.rglob("*") if one.is_file() and secret.encode() in one.read_bytes()]


@pytest.mark.parametrize("change", ["passphrase", "recover", "decrypt"])
def test_another_passphrase_ends_it_everywhere(path: Path, memory: MemoryKeyring, change: str) -> None:
    key, before = remember(path), keys.path_of(path).read_bytes()
    if change == "passphrase":
        encryption.change_passphrase(path, key, OTHER)
    elif change == "recover":
        encryption.recover(path, CODE, OTHER)
    else:
        encryption.decrypt(path, key, NOW, lambda fraction, name: None)
    assert memory.kept == {} and keystore.recall(path).key is None
    assert change == "decrypt" or keys.remembered(keys.read(keys.path_of(path))) == () != before


def test_another_computer_keeps_its_own(path: Path, memory: MemoryKeyring) -> None:
    key = remember(path)
    there, memory.kept = memory.kept, {}
    remember(path)
    assert len(keys.remembered(keys.read(keys.path_of(path)))) == 2 and keystore.forget(path)
    memory.kept = there
    assert keystore.recall(path).key == key


def test_a_key_file_of_before_is_asked_for(path: Path, memory: MemoryKeyring) -> None:
    """Stale: the name is there, what it stands for has changed."""
    remember(path)
    memory.kept = dict.fromkeys(memory.kept, "0" * 64)
    found = keystore.recall(path)
    assert found.key is None and "no longer opens" in found.why
    assert encryption.unlock(path, WORDS)


def test_a_keystore_without_an_answer_is_told_and_the_passphrase_opens_it(path: Path, memory: MemoryKeyring) -> None:
    remember(path)
    memory.locked = True
    assert "gave no answer; type the passphrase" in keystore.recall(path).why and encryption.unlock(path, WORDS)
    with pytest.raises(Unreadable, match="may still remember"):
        keystore.forget(path)
    encryption.change_passphrase(path, encryption.unlock(path, WORDS), OTHER)
    memory.locked = False
    assert keystore.recall(path).key is None


def test_a_keystore_that_hangs_is_not_waited_for_for_ever(path: Path, memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    from time import sleep

    remember(path)
    monkeypatch.setattr(keystore, "_WAIT", 0.1)
    monkeypatch.setattr(memory, "get_password", lambda service, name: sleep(0.5))
    assert "gave no answer" in keystore.recall(path).why


def test_one_that_takes_nothing_changes_nothing(path: Path, memory: MemoryKeyring) -> None:
    memory.full, before = True, keys.path_of(path).read_bytes()
    with pytest.raises(Unreadable, match="is not remembered. Nothing was changed") as caught:  # noqa: RUF043
        remember(path)
    assert keys.path_of(path).read_bytes() == before and "does not take" not in str(caught.value)


def test_where_the_key_file_cannot_be_written_nothing_is_left_behind(
    path: Path, memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(target: Path, held: keys.KeyFile) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys, "write", full)
    with pytest.raises(Unreadable, match="Nothing was changed"):
        remember(path)
    assert memory.kept == {}


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, MemoryKeyring], ids=["fail", "null", "foreign"])
def test_what_no_system_guards_is_no_keystore(path: Path, monkeypatch: pytest.MonkeyPatch, backend: type) -> None:
    """Neither none at all nor one that anybody may have written, such as a plain file."""
    monkeypatch.undo()
    key = encryption.unlock(path, WORDS)
    keyring.set_keyring(backend())
    assert not keystore.is_there()
    with pytest.raises(Refused, match="has no keystore"):
        keystore.remember(path, key)


def test_a_plain_workspace_is_not_remembered(tmp_path: Path, memory: MemoryKeyring) -> None:
    path = tmp_path / "plain.readiness"
    Workspace.create(path).close()
    assert keystore.recall(path) == keystore.Recalled()
    with pytest.raises(Refused, match="is not encrypted"):
        keystore.forget(path)


def test_a_copy_of_the_folder_opens_as_the_first_one_does(path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    key = remember(path)
    copy = shutil.copytree(path.parent, tmp_path_factory.mktemp("copy") / "there") / path.name
    assert keystore.recall(copy).key == key
