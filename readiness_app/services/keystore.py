"""Remembering an encrypted workspace on this computer: a random secret in the system's keystore, which opens the key file beside it.

Neither opens anything without the other, and both passphrase and recovery code stay valid. Where there is no keystore nothing is offered.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from readiness_app.domain.errors import ReadinessError, Refused, Unreadable
from readiness_app.services import encryption
from readiness_app.store import keys
from readiness_app.store.keys import Key

SERVICE = "readiness"
# Keystores that the system itself guards; never one that writes a plain file or none at all, whatever else is installed.
REAL = frozenset(f"keyring.backends.{name}" for name in ("SecretService", "libsecret", "kwallet", "macOS", "Windows"))
_WAIT = 60  # seconds: the keystore may ask the person for its own passphrase
_MOST = 20  # computers that are asked for; more do not share one workspace
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """The `key`, if this computer remembered it; else `why` not, in a sentence (empty: nothing was remembered); `there` is a keystore.

    `extra_missing` where none can be asked because the extra `keystore` is not installed.
    """

    key: Key | None = None
    why: str = ""
    there: bool = False
    extra_missing: bool = False


def is_there() -> bool:
    """True where this computer has a keystore that can be used. Slow the first time; never raises."""
    with suppress(_NoAnswer):
        return _asked(_backend) is not None
    return False


def recall(path: Path) -> Recalled:
    """What this computer remembers of an encrypted workspace. Never raises: without an answer the passphrase is asked for."""
    with suppress(ReadinessError):
        return _recall(path)
    return Recalled()


def _recall(path: Path) -> Recalled:
    held = encryption.key_file(path)
    names = keys.remembered(held)[:_MOST]
    try:
        if _asked(_backend) is None:
            return Recalled(extra_missing=not _installed())
        for name in names:
            if secret := _secret(name):
                if (key := keys.by_remembered(held, name, secret)) is not None:
                    return Recalled(key=key, there=True)
                return Recalled(there=True, why="What this computer remembered no longer opens the workspace; type the passphrase.")
    except _NoAnswer:
        return Recalled(there=True, why="The keystore of this computer gave no answer; type the passphrase." if names else "")
    return Recalled(there=True)


def may_remember(path: Path) -> bool:
    """True where a computer, this one or another, remembers the workspace: what its key file says, without asking a keystore."""
    with suppress(ReadinessError):
        return bool(keys.remembered(encryption.key_file(path)))
    return False


def remember(path: Path, key: Key) -> None:
    """Lets this computer open the workspace without asking, until `forget` or another passphrase.

    Raises Refused where there is no keystore, Unreadable where keystore or key file take nothing.
    """
    if not is_there():
        raise Refused(
            "This computer has no keystore that can be used, or the extra `keystore` is not installed. Nothing was changed; the passphrase "
            "is asked for each time."
        )
    forget(path)
    held, name, secret = keys.with_remembered(encryption.key_file(path), key)
    try:
        _asked(lambda: _backend().set_password(SERVICE, name, secret))
        if _secret(name) != secret:
            raise _NoAnswer
    except _NoAnswer as error:
        raise Unreadable(
            f"The keystore of this computer did not take it, so {path.name} is not remembered. Nothing was changed; type the passphrase as "
            "before."
        ) from error
    try:
        encryption.write_key_file(path, held)
    except ReadinessError:
        drop([name])
        raise


def forget(path: Path) -> bool:
    """This computer asks for the passphrase again; False where it remembered nothing.

    Raises Unreadable where the keystore gives no answer or the key file cannot be written.
    """
    held = encryption.key_file(path)
    try:
        mine = _taken_out(keys.remembered(held)[:_MOST])
    except _NoAnswer as error:
        raise Unreadable(
            f"The keystore of this computer gave no answer, so it may still remember {path.name}. Nothing was changed; change the "
            "passphrase, and no computer remembers it."
        ) from error
    if mine:
        encryption.write_key_file(path, keys.without_remembered(held, mine))
    return bool(mine)


def drop(names: Iterable[str]) -> None:
    """Takes these out of the keystore, as far as it answers; never raises."""
    with suppress(_NoAnswer):
        _taken_out(names)


def _taken_out(names: Iterable[str]) -> list[str]:
    found = []
    for name in names:
        if _asked(_backend) is not None and _secret(name):
            _asked(partial(_delete, name))
            found.append(name)
    return found


def _secret(name: str) -> str:
    return str(_asked(partial(_get, name)) or "")


def _get(name: str) -> object:
    return _backend().get_password(SERVICE, name)


def _delete(name: str) -> None:
    _backend().delete_password(SERVICE, name)


class _NoAnswer(Exception):
    """The keystore refused, failed or did not answer in time."""


def _backend() -> Any:
    """The keystore to be used; None where there is none."""
    try:
        import keyring
    except ImportError:
        return None
    chosen = keyring.get_keyring()
    return next((one for one in getattr(chosen, "backends", (chosen,)) if type(one).__module__ in REAL), None)


def _installed() -> bool:
    try:
        import keyring  # noqa: F401
    except ImportError:
        return False
    return True


def _asked(what: Callable[[], _Found]) -> _Found:
    """The keystore's answer; raises _NoAnswer for anything else, also after a minute: it may be waiting for somebody who is not there."""
    answer: list[_Found] = []

    def ask() -> None:
        with suppress(Exception):  # a keystore raises what it likes, and its words may hold what it was given
            answer.append(what())

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_WAIT)
    if not answer:
        raise _NoAnswer
    return answer[0]
