"""The key of an encrypted workspace: random, kept beside the file wrapped twice, by a passphrase and by a recovery code.

A computer that is to remember it gets a wrap of its own, whose secret lies in the keystore of its system.

Each wrap is AES-256-GCM under a key that Argon2id makes from the secret, with the second recommended choice of RFC 9106, section 4
(3 passes, 4 lanes, 64 MiB). The wrapped bytes are the database's key and salt; without either secret they open nothing.
"""

import os
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from readiness_app.domain.errors import Refused, Unreadable
from readiness_app.store import disk

FORMAT = "readiness-key"
SHORTEST_PASSPHRASE = 8  # characters
PLAIN_HEADER = 96  # bytes
_PASSES, _LANES, _MEMORY = 3, 4, 64 * 1024  # RFC 9106, section 4; memory in KiB
_MOST_PASSES, _MOST_LANES, _MOST_MEMORY = 12, 16, 256 * 1024
_KEY, _SALT, _NONCE, _TAG = 32, 16, 12, 16  # bytes
_LONGEST = 100_000  # bytes of a key file that are looked at
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread
_REMEMBERED = "keystore-"
_CODE_LENGTH, _GROUP = 32, 4  # 160 bits, in groups of four


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Key:
    """What opens the database: key and salt, both raw bytes. Never shown, not even in a traceback."""

    key: bytes
    salt: bytes

    def __repr__(self) -> str:
        """Nothing of it."""
        return "Key(...)"


def raw(key: Key | None) -> str:
    """The key as SQLCipher takes it without stretching it; empty for none. Only ever handed to the driver."""
    return "" if key is None else f"x'{key.key.hex()}{key.salt.hex()}'"


def unlock(connection: Any, key: Key | None) -> None:
    """Tells a driver's fresh connection the key, if there is one; it must be the first thing the connection hears.

    The first 96 bytes of the file stay plain, so that the file says what it is and of which format; no content stands there.
    """
    if key is not None:
        connection.execute("PRAGMA cipher_log_level=NONE")  # a wrong key is told by us, not on standard error
        connection.execute(f'PRAGMA key="{raw(key)}"')
        connection.execute(f"PRAGMA cipher_plaintext_header_size={PLAIN_HEADER}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrap:
    """One wrap: how the secret was stretched (passes, lanes, KiB, salt), and the sealed bytes with their nonce; bytes in hexadecimal."""

    passes: int
    lanes: int
    memory: int
    salt: str
    nonce: str
    sealed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """What lies beside an encrypted workspace: the same key under each of its secrets."""

    wraps: Mapping[str, Wrap]
    format: str = FORMAT
    schema_version: int = 1


def new_key() -> Key:
    """A random key and salt."""
    return Key(key=secrets.token_bytes(_KEY), salt=secrets.token_bytes(_SALT))


def new_recovery_code() -> str:
    """A random code of 160 bits to print and lock away: eight groups of four letters and digits."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
    return "-".join(code[at : at + _GROUP] for at in range(0, _CODE_LENGTH, _GROUP))


def key_file(key: Key, passphrase: str, recovery_code: str) -> KeyFile:
    """The key under both secrets. Raises Refused for a passphrase that is too short."""
    check_passphrase(passphrase)
    return KeyFile(wraps={"passphrase": _wrapped(key, _plain(passphrase)), "recovery": _wrapped(key, _code(recovery_code))})


def with_passphrase(held: KeyFile, key: Key, passphrase: str) -> KeyFile:
    """The same key under another passphrase; the recovery code stays, what keystores remember opens it no longer. Raises Refused."""
    check_passphrase(passphrase)
    left = without_remembered(held, remembered(held))
    return replace(left, wraps={**left.wraps, "passphrase": _wrapped(key, _plain(passphrase))})


def with_recovery_code(held: KeyFile, key: Key, recovery_code: str) -> KeyFile:
    """The same key under another recovery code; the passphrase stays."""
    return replace(held, wraps={**held.wraps, "recovery": _wrapped(key, _code(recovery_code))})


def with_remembered(held: KeyFile, key: Key) -> tuple[KeyFile, str, str]:
    """The same key under a random secret too, for the keystore of one computer: the key file, and the name and secret to keep there."""
    name, secret = f"{_REMEMBERED}{secrets.token_hex(8)}", secrets.token_hex(_KEY)
    return replace(held, wraps={**held.wraps, name: _wrapped(key, secret.encode(), passes=1, lanes=1, memory=8)}), name, secret


def without_remembered(held: KeyFile, names: Iterable[str]) -> KeyFile:
    """The same without what these names stand for."""
    return replace(held, wraps={name: wrap for name, wrap in held.wraps.items() if name not in set(names)})


def remembered(held: KeyFile) -> tuple[str, ...]:
    """The names under which keystores may hold a secret, newest first."""
    return tuple(name for name in reversed(list(held.wraps)) if name.startswith(_REMEMBERED))


def by_remembered(held: KeyFile, name: str, secret: str) -> Key | None:
    """The key by what a keystore held under this name; None where it does not open."""
    return _unwrapped(held.wraps.get(name), secret.encode())


def check_passphrase(passphrase: str) -> None:
    """Raises Refused for a passphrase that somebody would guess at once."""
    if len(_plain(passphrase)) < SHORTEST_PASSPHRASE:
        raise Refused(f"A passphrase has at least {SHORTEST_PASSPHRASE} characters. Nothing was changed; several words are best.")


def unlocked(held: KeyFile, passphrase: str) -> Key:
    """The key, by its passphrase; raises Refused for a wrong one."""
    if (key := _unwrapped(held.wraps.get("passphrase"), _plain(passphrase))) is None:
        raise Refused("The passphrase is not the one of this workspace. Nothing was changed; try again, or use the recovery code.")
    return key


def recovered(held: KeyFile, recovery_code: str) -> Key:
    """The key, by the recovery code in any spelling of its groups; raises Refused for a wrong one, or one of another length."""
    if (found := len(_code(recovery_code))) != _CODE_LENGTH:
        raise Refused(
            f"A recovery code has {_CODE_LENGTH} letters and digits, and {found} of these were typed. Nothing was changed; read it again "
            "from the paper. It has no I, L, O or U."
        )
    if (key := _unwrapped(held.wraps.get("recovery"), _code(recovery_code))) is None:
        raise Refused("The recovery code is not the one of this workspace. Nothing was changed; read it again from the paper.")
    return key


def path_of(workspace: Path) -> Path:
    """Where the key file of a workspace lies."""
    return workspace.with_name(f"{workspace.name}.key")


def find(workspace: Path) -> Path | None:
    """The key file that opens a workspace file: its own, else that of the workspace it is a backup or copy of, in the same folder."""
    if (own := path_of(workspace)).exists():
        return own
    found = [one for one in workspace.parent.glob("*.key") if workspace.name.startswith(Path(one.stem).stem)]
    return max(found, key=lambda one: len(one.name), default=None)


def copy(workspace: Path, target: Path) -> None:
    """Lays the key file of a workspace beside a copy of it. Raises Unreadable, and Refused where another key file lies there."""
    held, there = read(find(workspace) or path_of(workspace)), path_of(target)
    try:
        if there.exists() and read(there) != held:
            raise Refused(f"There is already another {there.name}. Nothing was copied; choose another name.")
        write(there, held)
    except OSError as error:
        why = error.strerror or error
        raise Unreadable(f"{there.name} cannot be written: {why}. Nothing was copied; choose another folder.") from error


def read(path: Path) -> KeyFile:
    """The key file at this path; raises Unreadable where there is none, it is no key file, or one of a newer version."""
    try:
        if path.exists() and not path.is_file():  # a pipe nobody writes to never begins
            raise Unreadable(f"{path.name} is not a file, so nothing opens the workspace. Nothing was changed; put it back from a copy.")
        with path.open("rb") as file:
            held = msgspec.json.decode(file.read(_LONGEST), type=KeyFile)
    except OSError as error:
        raise Unreadable(
            f"{path.name} is missing beside the encrypted workspace, so nothing opens it. Put it back from where you keep copies; "
            "a copy lies with every backup."
        ) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Unreadable(f"{path.name} is damaged. Nothing was changed; put it back from a copy, one lies with every backup.") from error
    if held.format != FORMAT:
        raise Unreadable(
            f"{path.name} is no key file of Readiness. Nothing was changed; put the right one there, a copy lies with every backup."
        )
    if held.schema_version != 1:
        raise Unreadable(f"{path.name} was written by a newer Readiness. Nothing was changed; install the newer version.")
    if not all(_is_sound(wrap) for wrap in held.wraps.values()):
        raise Unreadable(
            f"{path.name} asks for more work than a key file of Readiness does, or is damaged. Nothing was tried; put it back from a copy, "
            "one lies with every backup."
        )
    return held


def _is_sound(wrap: Wrap) -> bool:
    # The cost stands in a file that somebody else may have written: ours or somewhat more would do, a machine's whole memory would not.
    cost = 1 <= wrap.passes <= _MOST_PASSES and 1 <= wrap.lanes <= _MOST_LANES and 8 * wrap.lanes <= wrap.memory <= _MOST_MEMORY
    with suppress(ValueError):
        lengths = [len(bytes.fromhex(text)) for text in (wrap.salt, wrap.nonce, wrap.sealed)]
        return cost and lengths == [_SALT, _NONCE, _KEY + _SALT + _TAG]
    return False


def write(path: Path, held: KeyFile) -> None:
    """Writes the key file, whole or not at all, readable by its owner alone. Raises OSError; whether it lasts is then not certain."""
    part = path.with_name(f"{path.name}.part")
    try:
        with suppress(FileNotFoundError):
            part.unlink()
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123 - a path cannot be opened with a mode that nobody else may read
            file.write(msgspec.json.format(msgspec.json.encode(held), indent=1) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        disk.flush(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _plain(passphrase: str) -> bytes:
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def _code(text: str) -> bytes:
    told = unicodedata.normalize("NFKC", text).upper().translate(str.maketrans("OIL", "011"))
    return "".join(letter for letter in told if letter in _LETTERS).encode()


# Cryptography is loaded by whoever has a secret in hand, never by opening a plain workspace.


def _stretched(secret: bytes, wrap: Wrap) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    salt = bytes.fromhex(wrap.salt)
    return Argon2id(salt=salt, length=_KEY, iterations=wrap.passes, lanes=wrap.lanes, memory_cost=wrap.memory).derive(secret)


def _wrapped(key: Key, secret: bytes, *, passes: int = 0, lanes: int = _LANES, memory: int = 0) -> Wrap:
    # A random secret of 256 bits needs no stretching; one that a person chose does.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    wrap = Wrap(passes=passes or _PASSES, lanes=lanes, memory=memory or _MEMORY, salt=salt.hex(), nonce=nonce.hex(), sealed="")
    sealed = AESGCM(_stretched(secret, wrap)).encrypt(nonce, key.key + key.salt, FORMAT.encode())
    return replace(wrap, sealed=sealed.hex())


def _unwrapped(wrap: Wrap | None, secret: bytes) -> Key | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if wrap is None or not _is_sound(wrap):
        return None
    try:
        opened = AESGCM(_stretched(secret, wrap)).decrypt(bytes.fromhex(wrap.nonce), bytes.fromhex(wrap.sealed), FORMAT.encode())
    except InvalidTag:
        return None
    return Key(key=opened[:_KEY], salt=opened[_KEY:])
