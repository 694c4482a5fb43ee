"""What the Report page has done in a job: making, reading, verifying and saving reports."""

from collections.abc import Callable, Sequence
from pathlib import Path

from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import State
from readiness_app.services import sealing, signing_off, verifying
from readiness_app.services.verifying import Check, Verification
from readiness_app.services.workspace import Workspace
from readiness_app.ui.jobs import Progress


def made(workspace: Workspace, review: Review, progress: Progress) -> tuple[Review, bytes]:
    """The review and its report: a draft while it is open, else the report with every signature collected."""
    if review.state is State.OPEN:
        return review, sealing.draft_report(workspace, review, progress.step)
    return review, sealing.report(workspace, review)


def verified_own(
    workspace: Workspace, data: bytes, name: str, trust: Sequence[Path], tell: Callable[[Check], None], progress: Progress
) -> tuple[str, Verification]:
    """The name and what verifying our own report says; checks are told as they finish. Raises Unreadable for a damaged certificate file."""
    trusted = [signing_off.certificate(one) for one in trust]
    return name, verifying.verify_bytes(data, name, trusted, signing_off.pinned_fingerprints(workspace), tell)


def verified(
    workspace: Workspace, path: Path, trust: tuple[Path, ...], tell: Callable[[Check], None], progress: Progress
) -> tuple[Verification, bytes]:
    """What verifying a file says, and its bytes. Raises Unreadable."""
    pinned = signing_off.pinned_fingerprints(workspace)
    progress.step(0.1)
    found = verifying.verify(path, trust, pinned, tell)
    return found, path.read_bytes()


def saved(path: Path, data: bytes, progress: Progress) -> Path:
    """Writes a copy, whole or not at all."""
    sealing.write_whole(path, data)
    return path
