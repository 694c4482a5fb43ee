"""A workspace under a passphrase: encrypt it, open it, change the passphrase, come back in by the recovery code, decrypt it."""

import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

from readiness_app.domain.errors import ReadinessError, Refused, Unreadable
from readiness_app.services import heads
from readiness_app.services.workspace import Workspace
from readiness_app.store import backups, conversion, encrypting, header, holding, keys
from readiness_app.store.holding import Holder
from readiness_app.store.identity import workspace_id
from readiness_app.store.keys import SHORTEST_PASSPHRASE, Key, KeyFile, check_passphrase, new_recovery_code

__all__ = [
    "SHORTEST_PASSPHRASE",
    "Key",
    "change_passphrase",
    "check_passphrase",
    "decrypt",
    "encrypt",
    "is_encrypted",
    "key_file",
    "new_recovery_code",
    "plain_copies",
    "recover",
    "replace_recovery_code",
    "save_recovery_code",
    "unlock",
    "unlock_by_code",
    "write_key_file",
]

_PAPER = (
    "It opens the workspace without its passphrase, together with the key file that lies beside the workspace and with its backups.\n"
    "Print it, lock the paper away, and delete this file."
)
_MOST_LOOKED_AT = 10_000  # files of a folder
Step = Callable[[float, str], None]


def is_encrypted(path: Path) -> bool:
    """True for a workspace that only opens with its key; False for a plain one and for what cannot be read at all.

    Where the file itself is gone or too damaged to say, its newest backup says it. What a killed program left is ended first.
    """
    with suppress(ReadinessError):
        conversion.settle(path)
    try:
        return header.is_encrypted(path)
    except Unreadable:
        newest = next(iter(backups.held(path)), None)
    try:
        return newest is not None and header.is_encrypted(newest.path)
    except Unreadable:
        return False


def unlock(path: Path, passphrase: str) -> Key:
    """The key of a workspace; takes about half a second. Raises Refused for a wrong passphrase, Unreadable without a key file."""
    return _opened(path, keys.unlocked, passphrase)


def unlock_by_code(path: Path, recovery_code: str) -> Key:
    """The key of a workspace by its recovery code. Raises as `unlock` does."""
    return _opened(path, keys.recovered, recovery_code)


def encrypt(path: Path, passphrase: str, recovery_code: str, at: datetime, step: Step) -> Key:
    """Encrypts a workspace with its backups and copies, all or nothing, and gives its key.

    `step` hears a fraction 0 to 1 and a name, and may raise to stop.

    Raises Refused where it is encrypted already, open in a window, or files that belong to it are damaged, and Unreadable.
    """
    if header.is_encrypted(path):
        raise Refused(f"{path.name} is encrypted already. Nothing was changed.")
    with _held(path, at):
        key = keys.new_key()
        encrypting.encrypt(path, key, keys.key_file(key, passphrase, recovery_code), step)
    with suppress(ReadinessError), Workspace.open(path, read_only=True, key=key) as workspace:
        heads.note(workspace, at)  # the note of what was seen no longer names what is in it
    return key


def plain_copies(path: Path, key: Key) -> tuple[str, ...]:
    """The names of other files in the folder and among the backups that hold the same workspace in plain, or may: a person's own copies.

    They are known by their first bytes, whatever they are called. One that does not open is named, as nobody can say whose it is.
    """
    with Workspace.open(path, read_only=True, key=key) as workspace:
        own = _id(workspace)
    found = []
    for folder in (path.parent, backups.folder_of(path)):
        with suppress(OSError):
            near = sorted(islice(folder.iterdir(), _MOST_LOOKED_AT))
            found += [one for one in near if one != path and header.looks_plain(one) and _may_be(one, own)]
    return tuple(one.relative_to(path.parent).as_posix() for one in found)


def _may_be(path: Path, own: str) -> bool:
    try:
        with Workspace.open(path, read_only=True) as workspace:
            return _id(workspace) == own
    except (ReadinessError, OSError):
        return True


def _id(workspace: Workspace) -> str:
    with workspace.database.read() as connection:
        return workspace_id(connection)


def decrypt(path: Path, key: Key, at: datetime, step: Step) -> None:
    """Makes a workspace with its backups and copies plain again, all or nothing. Raises as `encrypt` does."""
    if not header.is_encrypted(path):
        raise Refused(f"{path.name} is not encrypted. Nothing was changed.")
    held = None
    with suppress(ReadinessError):
        held = key_file(path)
    with _held(path, at):
        encrypting.decrypt(path, key, step)
    _forgotten(held)


def change_passphrase(path: Path, key: Key, passphrase: str) -> None:
    """Another passphrase for the same key; the recovery code stays. Raises Refused for one that is too short, Unreadable."""
    held = key_file(path)
    write_key_file(path, keys.with_passphrase(held, key, passphrase))
    _forgotten(held)


def replace_recovery_code(path: Path, key: Key, recovery_code: str) -> None:
    """Another recovery code for the same key; the passphrase stays. Raises Unreadable."""
    write_key_file(path, keys.with_recovery_code(key_file(path), key, recovery_code))


def save_recovery_code(target: Path, workspace: Path, recovery_code: str, at: datetime) -> None:
    """Writes a page to be printed; nobody else on the machine may read it. Raises Unreadable."""
    lines = (f"Recovery code of {workspace.name}, made on {at:%Y-%m-%d}", "", f"    {recovery_code}", "", _PAPER)
    try:
        target.touch(mode=0o600)
        target.chmod(0o600)
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise Unreadable(f"{target.name} cannot be written: {error.strerror or error}. Choose another place.") from error


def recover(path: Path, recovery_code: str, passphrase: str) -> Key:
    """A new passphrase by the recovery code, which stays; gives the key. Raises Refused for a wrong code or a short passphrase."""
    check_passphrase(passphrase)
    key = unlock_by_code(path, recovery_code)
    change_passphrase(path, key, passphrase)
    return key


def _opened(path: Path, way: Callable[[KeyFile, str], Key], secret: str) -> Key:
    """The key by one of its secrets; where the key file does not open, but its copy with the backups does, that is said."""
    held = key_file(path)
    try:
        return way(held, secret)
    except Refused as error:
        copy = backups.folder_of(path) / keys.path_of(path).name
        if _opens(copy, held, way, secret):
            raise Refused(
                f"{copy.name} beside {path.name} does not open by this, but its copy in {copy.parent.name} does: one of them was changed "
                "or put back. Nothing was changed; if the copy is the right one, lay it beside the workspace and try again."
            ) from error
        raise


def _opens(copy: Path, held: KeyFile, way: Callable[[KeyFile, str], Key], secret: str) -> bool:
    with suppress(ReadinessError):
        other = keys.read(copy)
        return other != held and bool(way(other, secret))
    return False


def key_file(path: Path) -> KeyFile:
    """The key file of an encrypted workspace: the one beside it, else the copy with its backups. Raises Refused, Unreadable."""
    conversion.settle(path)  # the key file may be what a killed program had still to put in place
    if not is_encrypted(path):
        raise Refused(f"{path.name} is not encrypted. Nothing was changed.")
    with_backups = backups.folder_of(path) / keys.path_of(path).name
    return keys.read(keys.find(path) or (with_backups if with_backups.exists() else keys.path_of(path)))


def write_key_file(path: Path, held: KeyFile) -> None:
    """Puts a key file beside a workspace and with its backups. Raises Unreadable, with what became of it."""
    place, folder = keys.find(path) or keys.path_of(path), backups.folder_of(path)
    try:
        keys.write(place, held)
    except OSError as error:
        raise Unreadable(f"{place.name} cannot be written: {error.strerror or error}. {_so_far(place, held)}") from error
    try:
        backups.keep_key_file(path)
    except OSError as error:
        raise Unreadable(
            f"{place.name} was changed, but its copy in {folder.name} could not be: {error.strerror or error}. "
            "That copy may still open by the secret before; the next backup brings it up to date."
        ) from error


def _forgotten(held: KeyFile | None) -> None:
    """What this computer remembered opens nothing any more, and leaves its keystore, as far as that answers."""
    if held is not None and (names := keys.remembered(held)):
        from readiness_app.services import keystore  # which stands on this

        keystore.drop(names)


def _so_far(place: Path, held: KeyFile) -> str:
    """What is true of the key file after a write that failed."""
    with suppress(ReadinessError):
        if keys.read(place) == held:
            return "The change is in it, but may not survive a power cut; copy it to another disk now."
    return "Nothing was changed."


@contextmanager
def _held(path: Path, at: datetime) -> Iterator[None]:
    taken = holding.take(path, Holder(name="", machine=platform.node(), since=at))
    if isinstance(taken, Holder):
        raise Refused(f"{path.name} is open in a window: {taken.in_words()}. Nothing was changed; close it there first.")
    if taken is None:
        raise Unreadable(f"Nothing can be written beside {path.name}. Nothing was changed; copy it to a folder of your own first.")
    try:
        yield
    finally:
        taken.release()
