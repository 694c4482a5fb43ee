"""This machine's own workspaces: what they pinned and know, for commands that are given no workspace."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from readiness_app.cli import acting
from readiness_app.domain.errors import ReadinessError
from readiness_app.settings import Settings, default_workspace, load_settings

if TYPE_CHECKING:
    from readiness_app.domain.review import Review
    from readiness_app.services.workspace import Workspace

T = TypeVar("T")


def asked(named: Path | None, settings: Settings, question: "Callable[[Workspace], T]") -> Iterator[T]:
    """The answer of the workspace that was named, then of the default, the last and the recent ones, each once.

    One that cannot be read answers nothing, unless it was named: then this raises what opening it raises.
    """
    if named is not None:
        with acting.reading(named) as opened:
            yield question(opened)
    done = {named.resolve()} if named else set()
    for name in (str(default_workspace()), settings.last_workspace, *settings.recent):
        path = Path(name)
        if not name or path.resolve() in done or not path.is_file():
            continue
        done.add(path.resolve())
        try:
            with acting.reading(path, ask=False) as opened:
                answer = question(opened)
        except (ReadinessError, OSError):
            continue
        yield answer


def known(named: Path | None, recorded: "Review", digest: str) -> list[str]:
    """What they know about a sealed edition that its file cannot know: declined, superseded, or over another history."""
    from readiness_app.services.known_here import known_here

    answers = asked(named, load_settings(), lambda opened: known_here(opened, recorded, digest))
    return list(dict.fromkeys(sentence for answer in answers for sentence in answer))


def known_of_file(path: Path) -> list[str]:
    """The same about a report on disk."""
    from readiness_app.services.known_here import report_on_disk

    found = report_on_disk(path)
    return known(None, *found) if found is not None else []
