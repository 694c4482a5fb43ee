"""The key of an encrypted workspace and its two secrets."""

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.store import keys
from tests.cheap_keys import cheaply

WORDS, CODE, KEY = "correct horse battery", keys.new_recovery_code(), keys.new_key()


@pytest.fixture(scope="module")
def held() -> keys.KeyFile:
    return keys.key_file(KEY, WORDS, CODE)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> keys.KeyFile:
    """The same for the least work that Argon2id does."""
    cheaply(monkeypatch)
    return keys.key_file(KEY, WORDS, CODE)


def test_either_secret_opens_it(held: keys.KeyFile) -> None:
    assert keys.unlocked(held, WORDS) == keys.recovered(held, CODE) == KEY


def test_wrong_ones_do_not_however_often(held: keys.KeyFile) -> None:
    for _ in range(5):
        with pytest.raises(Refused, match="not the one"):
            keys.unlocked(held, WORDS + "s")
    with pytest.raises(Refused, match="not the one"):
        keys.recovered(held, keys.new_recovery_code())
    assert keys.unlocked(held, WORDS) == KEY


def test_a_code_is_read_as_people_write_it(held: keys.KeyFile) -> None:
    assert keys.recovered(held, CODE.lower().replace("-", "  ").replace("0", "o").replace("1", "l")) == KEY


def test_a_new_passphrase_leaves_the_recovery_code(held: keys.KeyFile) -> None:
    changed = keys.with_passphrase(held, KEY, "another horse entirely")
    assert keys.unlocked(changed, "another horse entirely") == keys.recovered(changed, CODE) == KEY
    with pytest.raises(Refused):
        keys.unlocked(changed, WORDS)


def test_a_passphrase_typed_on_another_machine_is_the_same() -> None:
    held = keys.key_file(KEY, "Zürich café", CODE)
    assert keys.unlocked(held, "Zu\u0308rich cafe\u0301") == KEY


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Refused, match="at least 8"):
        keys.key_file(KEY, "short", CODE)


def test_the_file_comes_back_and_nobody_else_may_read_it(held: keys.KeyFile, tmp_path: Path) -> None:
    path = keys.path_of(tmp_path / "w.readiness")
    keys.write(path, held)
    assert keys.read(path) == held
    assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("data", [b"", b"{}", b'{"format": "other", "wraps": {}}', b"\xff"])
def test_what_is_no_key_file_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(data)
    with pytest.raises(Unreadable):
        keys.read(tmp_path / "k")


def test_a_missing_one_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="with every backup"):
        keys.read(tmp_path / "k")


TAMPERED = [
    {"memory": 2**31},
    {"memory": 1024 * 1024},
    {"memory": 0},
    {"passes": 10**6},
    {"passes": 0},
    {"lanes": 10**9},
    {"lanes": -1},
    {"sealed": "00"},
    {"nonce": "zz"},
    {"salt": ""},
]


@pytest.mark.parametrize("change", TAMPERED, ids=str)
def test_a_file_that_asks_too_much_is_refused_before_anything_is_computed(
    held: keys.KeyFile, change: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tampered = replace(held, wraps={**held.wraps, "passphrase": replace(held.wraps["passphrase"], **change)})
    keys.write(tmp_path / "k", tampered)
    monkeypatch.setattr(keys, "_stretched", lambda secret, wrap: pytest.fail("it was computed"))
    with pytest.raises(Unreadable, match="asks for more work than"):
        keys.read(tmp_path / "k")
    with pytest.raises(Refused):
        keys.unlocked(tampered, WORDS)


def test_a_newer_one_is_refused_with_what_to_do(held: keys.KeyFile, tmp_path: Path) -> None:
    keys.write(tmp_path / "k", replace(held, schema_version=2))
    with pytest.raises(Unreadable, match="install the newer version"):
        keys.read(tmp_path / "k")


@pytest.mark.parametrize("cut", [0, 1, 100, -3])
def test_a_cut_one_is_damaged(held: keys.KeyFile, tmp_path: Path, cut: int) -> None:
    keys.write(tmp_path / "k", held)
    (tmp_path / "k").write_bytes((tmp_path / "k").read_bytes()[:cut])
    with pytest.raises(Unreadable, match="is damaged"):
        keys.read(tmp_path / "k")


@pytest.mark.parametrize("data", [b'{"x":' + b"[" * 90_000, b" " * 10**7, b'{"wraps": {}, "wraps": 1}'], ids=["deep", "long", "twice"])
def test_a_hostile_one_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(data)
    with pytest.raises(Unreadable):
        keys.read(tmp_path / "k")


ODD = ["", " ", "x" * 1_000_000, "\0", "\ud800", "🔑" * 1000]


@pytest.mark.parametrize("words", ODD, ids=["empty", "blank", "1 MB", "NUL", "half a pair", "emoji"])
def test_an_odd_passphrase_is_a_wrong_one(cheap: keys.KeyFile, words: str) -> None:
    with pytest.raises(Refused, match="is not the one"):
        keys.unlocked(cheap, words)


def test_fifty_wrong_ones_lose_nothing(cheap: keys.KeyFile) -> None:
    for number in range(50):
        with pytest.raises(Refused):
            keys.unlocked(cheap, f"{WORDS}{number}")
    assert keys.unlocked(cheap, WORDS) == keys.recovered(cheap, CODE) == KEY


@pytest.mark.parametrize("words", ["x" * 1_000_000, "\0 after all", "half a pair \ud800", "🔑" * 8], ids=["1 MB", "NUL", "half", "emoji"])
def test_an_odd_passphrase_opens_what_it_closed(words: str, cheap: keys.KeyFile) -> None:
    assert keys.unlocked(keys.with_passphrase(cheap, KEY, words), words) == KEY


LENGTHS = [(CODE[:-1], 31), (f"{CODE}7", 33), ("", 0), ("OIL", 3), (f"{CODE[:-1]}U", 31)]


@pytest.mark.parametrize(("typed", "length"), LENGTHS, ids=["short", "long", "none", "few", "with a U"])
def test_a_code_of_another_length_is_told_as_that(cheap: keys.KeyFile, typed: str, length: int) -> None:
    with pytest.raises(Refused, match=f"has 32 letters and digits, and {length} of these"):
        keys.recovered(cheap, typed)


def test_a_code_typed_in_wide_letters_is_read(cheap: keys.KeyFile) -> None:
    assert keys.recovered(cheap, "".join(chr(ord(one) + 0xFEE0) for one in CODE)) == KEY


def test_a_key_is_never_shown() -> None:
    assert repr(KEY) == "Key(...)" and KEY.key.hex() not in f"{KEY}"


def test_the_key_file_of_a_workspace_is_its_own_else_that_of_the_one_it_was_copied_from(tmp_path: Path, cheap: keys.KeyFile) -> None:
    workspace, copied = tmp_path / "w.readiness", tmp_path / "w-2026-03-29.readiness"
    assert keys.find(workspace) is None and keys.find(copied) is None
    for name in ("w.readiness.key", "w-2026.readiness.key", "other.readiness.key"):
        keys.write(tmp_path / name, cheap)
    assert keys.find(workspace) == tmp_path / "w.readiness.key"
    assert keys.find(copied) == tmp_path / "w-2026.readiness.key"
    (tmp_path / "w-2026.readiness.key").unlink()
    assert keys.find(copied) == tmp_path / "w.readiness.key" and keys.find(tmp_path / "x.readiness") is None


def test_the_key_file_goes_along_with_a_copy_and_never_over_another(tmp_path: Path, cheap: keys.KeyFile) -> None:
    workspace, target = tmp_path / "w.readiness", tmp_path / "there" / "c.readiness"
    keys.write(keys.path_of(workspace), cheap)
    with pytest.raises(
        Unreadable, match=r"^c\.readiness\.key cannot be written: No such .*\. Nothing was copied; choose another folder\.$"
    ):
        keys.copy(workspace, target)
    target.parent.mkdir()
    keys.copy(workspace, target)
    keys.copy(workspace, target)
    assert keys.read(keys.path_of(target)) == cheap
    keys.write(keys.path_of(target), keys.key_file(KEY, WORDS, CODE))
    with pytest.raises(Refused, match=r"^There is already another c\.readiness\.key\. Nothing was copied; choose another name\.$"):
        keys.copy(workspace, target)


def test_a_copy_of_a_backup_takes_the_key_of_the_workspace_it_was_made_of(tmp_path: Path, cheap: keys.KeyFile) -> None:
    keys.write(tmp_path / "w.readiness.key", cheap)
    keys.copy(tmp_path / "w-2026.readiness", tmp_path / "c.readiness")
    assert keys.read(tmp_path / "c.readiness.key") == cheap


def test_where_no_key_lies_the_one_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"^w\.readiness\.key is missing"):
        keys.copy(tmp_path / "w.readiness", tmp_path / "c.readiness")
