"""What is damaged in a workspace, whom it concerns and what can be put back, in sentences for the person."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from readiness_app.domain.errors import NotFound, ReadinessError
from readiness_app.domain.history import ChainReport
from readiness_app.services import backups, reviewing
from readiness_app.services.reviewing import WorkspaceCheck
from readiness_app.services.workspace import Workspace
from readiness_app.store import reviews
from readiness_app.store.keys import Key

_MOST = 3


def examine(path: Path, key: Key | None = None) -> str:
    """Checks a whole workspace beside whoever works in it; gives an empty text, or what is damaged and what can be put back."""
    try:
        with Workspace.open(path, read_only=True, key=key) as workspace:
            found = reviewing.check(workspace)
            if found.ok:
                return ""
            affected = list(_affected(workspace, found))
    except NotFound:
        raise
    except ReadinessError as error:
        return f"{error} {what_can_be_restored(path, key)}"
    return f"{path.name} is damaged: {_some(affected)}. Everything else is whole. {what_can_be_restored(path, key)}"


def tails_in_words(path: Path, bad: Mapping[str, ChainReport]) -> str:
    """The histories whose last entries do not hold."""
    affected = _some(_history(review, chain) for review, chain in bad.items())
    return f"{path.name} is damaged: {affected}. The whole file is being checked now."


def what_can_be_restored(path: Path, key: Key | None = None) -> str:
    """The newest sound backup, and how much was changed after it."""
    try:
        backup = backups.find(path, key=key)
    except ReadinessError:
        return "There is no sound backup of it; keep the file as it is."
    missing = backups.restoration(path, backup, key).missing
    counted = "1 change was made after it" if missing == 1 else f"{missing} changes were made after it"
    after = "what was changed after it cannot be counted" if missing is None else counted
    return f"The backup of {backup.made.astimezone():%Y-%m-%d %H:%M} is sound and can be put back; {after}."


def way_back(path: Path, key: Key | None = None) -> str:
    """How to go back to a copy that is whole, by a command: the newest sound backup; or that there is none."""
    try:
        backup = backups.find(path, key=key)
    except ReadinessError:
        return what_can_be_restored(path, key)
    return f"{what_can_be_restored(path, key)} To do so: readiness restore {path.name} --backup {backup.path.stem}"


def _affected(workspace: Workspace, found: WorkspaceCheck) -> Iterator[str]:
    for review, chain in found.chains.items():
        if not chain.intact:
            yield _history(review, chain)
    for sha256 in found.damaged:
        yield f"the evidence {_title(workspace, sha256)}"
    yield from (sentence.rstrip(".") for sentence in found.anchors)
    for review, sentences in found.rows.items():
        yield f"{review} ({sentences[0].rstrip('.')})"
    if found.file_problems:
        yield f"the database itself ({found.file_problems[0].splitlines()[0][:120]})"


def _history(review: str, chain: ChainReport) -> str:
    return f"the history of {review} from entry {chain.first_bad} on ({chain.problem.rstrip('.')})"


def _title(workspace: Workspace, sha256: str) -> str:
    with workspace.database.read() as connection:
        for review_id in reviews.holding(connection, sha256):
            for evidence in reviews.load(connection, review_id).evidence:
                if evidence.sha256 == sha256:
                    return f"“{evidence.title}” of {review_id}"
    return sha256[:12]


def _some(parts: Iterable[str]) -> str:
    named = list(parts)
    more = f"; and {len(named) - _MOST} more" if len(named) > _MOST else ""
    return "; ".join(named[:_MOST]) + more
