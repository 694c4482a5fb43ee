"""Encrypting, decrypting and another passphrase, on a workspace with all that belongs to one; and what must be true afterwards."""

import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from readiness_app.domain.changes import change_answer
from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Subject
from readiness_app.domain.vocabulary import Tier
from readiness_app.services import backups, encryption, evidence, reviewing
from readiness_app.services.evidence import Details
from readiness_app.services.reviewing import NewReview
from readiness_app.services.workspace import Workspace
from readiness_app.store import conversion, keys
from readiness_app.store.backups import check
from readiness_app.store.header import is_encrypted
from readiness_app.store.keys import Key
from tests.builders import NOW, TODAY
from tests.durability.acts import BY, ITEM, Act, length

OLD, NEW = "the first long passphrase", "the second long passphrase"
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"
MARKER = "marker of what nobody else may read"
COPIES = ("work.before-restore-2026-01-01T00-00-00Z.readiness", "work.rescued-1.readiness")


def cheap() -> None:
    """Secrets are stretched hardly at all from now on: what is tried here is the disk, thousands of times."""
    keys._PASSES, keys._MEMORY = 1, 64


def make_families(folder: Path) -> None:
    """`plain` is a workspace with backups, copies and rubbish of a killed program, `locked` the same encrypted under OLD and CODE."""
    path = folder / "plain" / "work.readiness"
    with Workspace.create(path) as workspace:
        new = NewReview(checklist="staged-access-cyber", subject=Subject(vendor=MARKER, model=MARKER), tier=Tier.INTERNAL, as_of=TODAY)
        review = reviewing.create_review(workspace, new, BY, NOW)
        memo = folder / f"{MARKER}.txt"
        memo.write_text(f"{MARKER} " * 300)
        review, _ = evidence.attach(workspace, review, ITEM, memo, Details(title=MARKER), BY, NOW, limit=10**7)
    backups.back_up(path, NOW)
    with Workspace.open(path) as workspace:
        reviewing.apply(workspace, review, change_answer(review, ITEM, BY, note=MARKER), BY, NOW)
    backups.back_up(path, NOW + timedelta(hours=1))
    for name in COPIES:
        shutil.copy(path, path.with_name(name))
    shutil.copytree(folder / "plain", folder / "locked")
    encryption.encrypt(folder / "locked" / "work.readiness", OLD, CODE, NOW, _quiet)
    shutil.copy(path, path.with_name("work.readiness.part"))
    shutil.copy(path, path.parent / "work.backups" / "work.readiness.7.checking")


def _quiet(fraction: float, name: str) -> None:
    """Nobody listens."""


def _encrypt(folder: Path) -> None:
    encryption.encrypt(folder / "work.readiness", OLD, CODE, NOW, _quiet)


def _decrypt(folder: Path) -> None:
    path = folder / "work.readiness"
    encryption.decrypt(path, encryption.unlock(path, OLD), NOW, _quiet)


def _change(folder: Path) -> None:
    path = folder / "work.readiness"
    encryption.change_passphrase(path, encryption.unlock(path, OLD), NEW)


def _recover(folder: Path) -> None:
    encryption.recover(folder / "work.readiness", CODE, NEW)


SECRET_ACTS = {
    act.name: act
    for act in (
        Act(name="encrypt", family="plain", run_on=_encrypt),
        Act(name="decrypt", family="locked", run_on=_decrypt),
        Act(name="passphrase", family="locked", run_on=_change),
        Act(name="recover", family="locked", run_on=_recover),
    )
}
BEFORE = {"encrypt": "plain", "decrypt": "old", "passphrase": "old", "recover": "old"}
AFTER = {"encrypt": "old", "decrypt": "plain", "passphrase": "new", "recover": "new"}


def opened_next(path: Path, entries: int) -> str:
    """What opens the workspace now: "plain", the "old" passphrase or the "new" one. Fails unless everything that belongs to it is whole.

    It does what a person does: try the one, then the other.
    """
    state, key = _unlocked(path)
    assert length(path, key) == entries
    assert not conversion.folder_of(path).exists()
    assert {is_encrypted(one) for one in path.parent.rglob("*.readiness")} == {state != "plain"}, "plain and encrypted files together"
    held = backups.held(path)
    assert len(held) == 2 and len(list(path.parent.glob("work.*-*.readiness"))) == len(COPIES)
    for backup in held:
        check(backup, key)
    if state == "plain":
        assert not list(path.parent.rglob("*.key")), "a key file without anything that it opens"
    else:
        _check_locked(path, key)
    return state


def _unlocked(path: Path) -> tuple[str, Key | None]:
    if not encryption.is_encrypted(path):
        return "plain", None
    for state, words in (("old", OLD), ("new", NEW)):
        with suppress(Refused):
            return state, encryption.unlock(path, words)
    raise AssertionError("neither passphrase opens it")


def _check_locked(path: Path, key: Key | None) -> None:
    assert encryption.unlock_by_code(path, CODE) == key
    assert keys.path_of(path).exists()
    copy = keys.read(path.parent / "work.backups" / keys.path_of(path).name)
    assert keys.recovered(copy, CODE) == key
    assert with_marker(path.parent) == []


def with_marker(folder: Path, *markers: str) -> list[str]:
    """The files, whatever they are called, in whose content or name one of these stands (none: MARKER and what is made of it)."""
    wanted = [one.encode() for one in markers or (MARKER, MARKER.replace(" ", "-"))]
    return sorted(
        str(one.relative_to(folder))
        for one in folder.rglob("*")
        if one.is_file() and any(text in one.read_bytes() or text in one.name.encode() for text in wanted)
    )
