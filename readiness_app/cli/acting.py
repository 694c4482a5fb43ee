"""Who acts, when, and on which review: what every command that touches a workspace begins with."""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_app.cli import output, unlocking
from readiness_app.cli.trouble import Usage
from readiness_app.domain.review import Review
from readiness_app.settings import load_settings, save_settings

MOST_RECENT = 12
_DONE = {
    "adopt": "Adopted",
    "attach": "Attached",
    "change": "Changed",
    "confirm": "Confirmed",
    "describe": "Described",
    "detach": "Detached",
    "edit": "Edited",
    "judge": "Judged",
    "keep": "Kept",
    "make": "Made",
    "mark": "Marked",
    "name": "Named",
    "record": "Recorded",
    "resolve": "Resolved",
    "take": "Took",
    "withdraw": "Withdrew",
}

if TYPE_CHECKING:
    from readiness_app.domain.changes import Change
    from readiness_app.services.files import FoundFile
    from readiness_app.services.workspace import Workspace


def now() -> datetime:
    """The time, aware and in UTC; the only place of the command line that asks the clock."""
    return datetime.now(UTC)


def today() -> date:
    """The day by this machine's clock."""
    return now().astimezone().date()


def who(name: str | None) -> str:
    """The person who acts: `--as`, else the name in the preferences. Raises Usage when neither says one; never the login."""
    if not (chosen := who_or_nobody(name)):
        raise Usage("Say who acts: add --as NAME, or set it once with `readiness config set me NAME`. Nothing was changed.")
    return chosen


def who_or_nobody(name: str | None) -> str:
    """As `who`, but empty where nobody is named: what helps in an emergency asks for no name."""
    chosen = (load_settings().me if name is None else name).strip()
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in chosen):
        raise Usage("A name is one line of plain text. Nothing was changed.")
    return chosen


@contextmanager
def reading(path: Path, *, ask: bool = True) -> "Iterator[Workspace]":
    """The workspace, to look at only; without `ask` nobody is asked for the passphrase of an encrypted one, and it raises Refused."""
    from readiness_app.services.workspace import Workspace

    with Workspace.open(path, read_only=True, key=unlocking.key_for(path, ask=ask)) as workspace:
        yield workspace


@contextmanager
def writing(path: Path) -> "Iterator[Workspace]":
    """The workspace, to be changed; what this machine last saw of its histories is compared before and noted afterwards."""
    from readiness_app.services import heads
    from readiness_app.services.workspace import Workspace

    with Workspace.open(path, key=unlocking.key_for(path)) as workspace:
        look(workspace)
        try:
            yield workspace
        finally:
            heads.note(workspace, now())
        if notice := workspace.take_notice():
            output.say(f"Warning: {notice}")


def look(workspace: "Workspace") -> None:
    """Says, in one sentence, where the histories are not what this machine saw last; what follows from that is noted as seen."""
    from readiness_app.services import heads

    found = heads.look(workspace, now())
    if said := found.sentence(workspace.path.name):
        output.say(f"Warning: {said} `readiness check` says more.")


def warn_of_rows(workspace: "Workspace", review: str) -> None:
    """Says, in one sentence, where the rows of a review are not what its history says."""
    from readiness_app.services.soundness import rows_depart

    if found := rows_depart(workspace, review):
        output.say(f"Warning: {found[0]} It was changed outside the program; `readiness check {workspace.path.name}` says more.")


def remember(path: Path) -> None:
    """Puts a workspace first among the recent ones, so that `verify` believes what it pinned; failing to is said and no more."""
    settings, name = load_settings(), str(path.resolve())
    recent = (name, *(other for other in settings.recent if other != name))[:MOST_RECENT]
    try:
        if recent != settings.recent:
            save_settings(replace(settings, recent=recent))
    except OSError as error:
        output.say(f"Warning: the workspace is not remembered for `verify`: {error.strerror or error}. Name it there by --workspace.")


def load(workspace: "Workspace", review: str) -> Review:
    """The review with this id; raises NotFound."""
    from readiness_app.services.reviewing import load_review

    return load_review(workspace, review)


def done(title: str) -> str:
    """The title of a change, which completes "Undo ...", as a fact: "attach Trust page" is "Attached Trust page."."""
    verb, _, rest = title.partition(" ")
    if verb not in _DONE:
        return f"Saved: {title}."
    return f"{_DONE[verb]} {rest.replace(' and judge it ', ' and judged it ') if verb == 'mark' else rest}."


def apply(workspace: "Workspace", review: Review, change: "Change", by: str, files: "Sequence[FoundFile]" = ()) -> Review:
    """The review after the change, which is then on disk; what was done is said on standard error."""
    from readiness_app.domain.changes import verdict_taken_back
    from readiness_app.services.reviewing import apply as apply_change
    from readiness_app.wording import inside

    after = apply_change(workspace, review, change, by, now(), files)
    output.say(done(change.title))
    if (verdict := verdict_taken_back(change)) is not None:
        output.say(f"The verdict {inside(verdict)} was taken back; judge what is known now.")
    return after
