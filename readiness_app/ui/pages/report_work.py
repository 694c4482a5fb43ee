"""What the Report page has done in a job: making, reading, verifying and saving reports."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import State
from readiness_app.services import sealing, signing_off, verifying
from readiness_app.services.known_here import known_here
from readiness_app.services.verifying import Verification
from readiness_app.services.workspace import Workspace
from readiness_app.ui.jobs import Progress
from readiness_app.ui.preview import PdfSource

_LARGEST = 500_000_000  # bytes: a report holds its evidence too


def made(workspace: Workspace, review: Review, progress: Progress) -> tuple[Review, bytes]:
    """The review and its report: a draft while it is open, else the report with every signature collected."""
    if review.state is State.OPEN:
        return review, sealing.draft_report(workspace, review, progress.step)
    return review, sealing.report(workspace, review)


def source(review: Review, data: bytes) -> PdfSource:
    """What is shown: a draft was just made here, a sealed report came out of the workspace, whose maker may have put anything there."""
    return PdfSource(data=data, foreign=review.state is not State.OPEN, most=_LARGEST)


def verified_own(workspace: Workspace, data: bytes, name: str, trust: Sequence[Path], progress: Progress) -> tuple[str, Verification]:
    """The name, and what verifying the report that the workspace keeps says; checks are told as they finish. Raises Unreadable."""
    trusted = [signing_off.certificate(one) for one in trust]
    pinned, known, beat = signing_off.pinned_fingerprints(workspace), partial(known_here, workspace), partial(progress.step, 0.2)
    return name, verifying.verify_bytes(data, name, trusted, pinned, progress.tell, known=known, beat=beat)


def verified(workspace: Workspace, path: Path, trust: tuple[Path, ...], progress: Progress) -> tuple[Verification, bytes]:
    """What verifying a file says, and its bytes. Raises Unreadable."""
    pinned = signing_off.pinned_fingerprints(workspace)
    progress.step(0.1)
    found = verifying.verify(path, trust, pinned, progress.tell, partial(known_here, workspace), partial(progress.step, 0.2))
    return found, path.read_bytes()


def is_signed_copy(review: Review, found: Verification) -> bool:
    """True for a copy of the sealed edition on screen with a signature that was not collected yet; collecting judges it."""
    there = found.review
    if there is None or review.state is not State.SEALED or (there.id, there.edition) != (review.id, review.edition):
        return False
    return bool({signer.role for signer in found.signers} - {sign_off.role for sign_off in review.sign_offs})


def collected(workspace: Workspace, review: Review, path: Path, by: str, progress: Progress) -> Review:
    """The review with the signatures of a copy that was signed elsewhere. Raises Refused, Unreadable."""
    return signing_off.collect(workspace, review, path, by, datetime.now(UTC))


def saved(path: Path, data: bytes, progress: Progress) -> Path:
    """Writes a copy, whole or not at all."""
    sealing.write_whole(path, data)
    return path
