"""Backups of a workspace, and the way back to one."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readiness_app.cli import acting, output, unlocking
from readiness_app.cli.options import As, Json, WorkspaceFile
from readiness_app.domain.errors import Refused

if TYPE_CHECKING:
    from readiness_app.services.backups import Backup, Restoration

PANEL = "Backups"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (backup, restore):
        app.command(rich_help_panel=PANEL)(command)


def backup(workspace: WorkspaceFile, as_name: As = None, as_json: Json = False) -> None:
    """Make a checked backup beside the workspace and thin out the old ones. Prints its path."""
    from readiness_app.services import backups

    made = backups.back_up(workspace, acting.now(), unlocking.key_for(workspace))
    output.result(_shape(made), str(made.path), as_json=as_json)
    entries = sum(head.length for head in made.manifest.reviews.values())
    reviews = _count(len(made.manifest.reviews), "review")
    output.say(f"Checked and kept: {reviews}, {_count(entries, 'change')}, {made.manifest.size:,} bytes.")


def _count(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"


def restore(
    workspace: Annotated[Path, typer.Argument(metavar="WORKSPACE", help="A *.readiness file; it may be damaged or gone.")],
    which: Annotated[
        str, typer.Option("--backup", metavar="NAME", help="Which backup; without it the newest that is sound.", show_default=False)
    ] = "",
    listing: Annotated[bool, typer.Option("--list", help="Only list the backups and what would be missing after each.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, even where sealed editions would be missing.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Put a backup back. The file that is there now is kept under another name, which is printed. Close the window on it first."""
    from readiness_app.services import backups

    key = unlocking.key_for(workspace)
    if listing:
        _list(list(backups.restorations(workspace, key)), as_json=as_json)
        return
    chosen = backups.find(workspace, which, key)
    meant = backups.restoration(workspace, chosen, key)
    _warn(meant, yes=yes)
    former = backups.restore(workspace, chosen, acting.now(), acting.who_or_nobody(as_name), key)
    shape = {**_shape(chosen), **_missing(meant), "former": str(former) if former else None}
    output.result(shape, str(former or workspace), as_json=as_json)
    output.say(f"{workspace.name} is as it was on {_when(chosen)}. {_words(replace(meant, editions_missing=()))}")
    if former:
        output.say(f"The file that was there is kept as {former.name}.")


def _warn(meant: "Restoration", *, yes: bool) -> None:
    """Names what was sealed or signed and is not in the backup; asks whoever sits at a terminal. Without one, restoring goes on."""
    for sentence in meant.editions_missing:
        output.say(f"Warning: {_sentence(sentence)}")
    asks = bool(meant.editions_missing) and not yes and sys.stdin.isatty()
    if asks and not typer.confirm("Put the backup back all the same?", err=True):
        raise Refused("Nothing was changed.")


def _list(found: "list[Restoration]", *, as_json: bool) -> None:
    output.listing(
        [{**_shape(one.backup), **_missing(one)} for one in found],
        [one.backup.path.name for one in found],
        ("Backup", "Made", "Reviews", "What would be missing"),
        [(one.backup.path.name, _when(one.backup), str(len(one.backup.manifest.reviews)), _words(one)) for one in found],
        as_json=as_json,
    )
    for one in found:
        if one.damaged:
            output.say(f"{one.backup.path.name}: {_words(one)}")


def _shape(made: "Backup") -> dict[str, Any]:
    kept = made.manifest
    return {
        "file": str(made.path),
        "made": kept.made,
        "size": kept.size,
        "sha256": kept.sha256,
        "reviews": {review: {"length": head.length, "head": head.head} for review, head in kept.reviews.items()},
    }


def _missing(meant: "Restoration") -> dict[str, Any]:
    return {
        "missing": meant.missing,
        "reviews_missing": list(meant.reviews_missing),
        "brings_back": meant.brings_back,
        "editions_missing": list(meant.editions_missing),
        "damaged": meant.damaged,
    }


def _when(made: "Backup") -> str:
    return f"{made.made.astimezone():%Y-%m-%d %H:%M}"


def _words(meant: "Restoration") -> str:
    if meant.damaged:
        return "Damaged: its bytes are not what was backed up, so it cannot be put back."
    if meant.missing is None:
        return "How many changes were made after it cannot be said: the file is damaged or gone."
    back = f"It brings back {_changes(meant.brings_back)} that the file no longer has. " if meant.brings_back else ""
    if not meant.missing:
        return f"{back}Nothing is missing."
    changes = f"{_changes(meant.missing)} made after it {'is' if meant.missing == 1 else 'are'}"
    named = f", among them the whole of {', '.join(meant.reviews_missing)}" if meant.reviews_missing else ""
    sealed = "".join(f" {_sentence(one)}" for one in meant.editions_missing)
    return f"{back}{changes} missing{named}.{sealed}"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _changes(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"
