"""The passphrase of an encrypted workspace: from the file that `--unlock` names, the keystore, or a prompt; once for each command."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_app.cli import output
from readiness_app.cli.options import passphrase
from readiness_app.cli.trouble import Usage
from readiness_app.domain.errors import Refused

if TYPE_CHECKING:
    from readiness_app.services.encryption import Key


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unlocking:
    file: Path | None = None
    keys: "dict[Path, Key]" = field(default_factory=dict)


_now: ContextVar[_Unlocking] = ContextVar("unlocking")


def begin(file: Path | None) -> None:
    """A command begins; this file's first line opens what is encrypted, without one a prompt asks."""
    _now.set(_Unlocking(file=file))


def key_for(path: Path, *, ask: bool = True, said: bool = False) -> "Key | None":
    """The key of an encrypted workspace, None for any other. What this computer remembers does, unless it has to be `said`.

    Raises Refused for a wrong passphrase, and without `ask` where no file was named; Usage where nobody types one.
    """
    from readiness_app.services import encryption, keystore

    if not encryption.is_encrypted(path):
        return None
    now, name = _now.get(_Unlocking()), path.absolute()
    if name not in now.keys:
        if not (ask or now.file):
            raise Refused(f"{path.name} is encrypted, and its passphrase was not asked for.")
        recalled = keystore.Recalled() if now.file or said else keystore.recall(path)
        if recalled.why:
            output.say(recalled.why)
        now.keys[name] = recalled.key or encryption.unlock(path, _said(now.file, path, warn=ask))
    return now.keys[name]


def _said(file: Path | None, path: Path, *, warn: bool) -> str:
    try:
        return passphrase(file, f"Passphrase of {path.name}", warn=warn)
    except Usage:
        raise Usage(
            f"{path.name} is encrypted and no passphrase was given. Nothing was done; type it at the prompt of a terminal, or name a file "
            "before the command: readiness --unlock FILE ..., or by READINESS_UNLOCK."
        ) from None
