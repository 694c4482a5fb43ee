"""The key of an encrypted workspace and its two secrets."""

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.store import keys

WORDS, CODE, KEY = "correct horse battery", keys.new_recovery_code(), keys.new_key()


@pytest.fixture(scope="module")
def held() -> keys.KeyFile:
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


@pytest.mark.parametrize("change", [{"memory": 2**31}, {"passes": 10**6}, {"sealed": "00"}, {"nonce": "zz"}, {"salt": ""}])
def test_a_tampered_wrap_opens_nothing_and_costs_nothing(held: keys.KeyFile, change: dict[str, object]) -> None:
    tampered = replace(held, wraps={"passphrase": replace(held.wraps["passphrase"], **change)})
    with pytest.raises(Refused):
        keys.unlocked(tampered, WORDS)


def test_a_key_is_never_shown() -> None:
    assert repr(KEY) == "Key(...)" and KEY.key.hex() not in f"{KEY}"
