"""Verifying a PDF while no review is open."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.services import signing_off, verifying
from readiness_app.services.known_here import known_here
from readiness_app.services.verifying import Check, Verification
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.dialogs.files import open_path
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.preferences import trusted_here
from readiness_app.ui.widgets.verification_panel import VerificationPanel


class VerificationDialog(Dialog):
    """Shows the checks as they finish; certificates pinned in `workspace`, if one is open, confirm who signed."""

    def __init__(self, path: Path, jobs: Jobs, workspace: Workspace | None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Verify a PDF"), self.tr("Close"), parent, width=560)
        self.cancel.hide()
        self._path, self._jobs, self._workspace = path, jobs, workspace
        self._job: Job | None = None
        self.panel = VerificationPanel()
        self._trust, self.panel.passed_over = trusted_here()
        theme.sized(self.panel, min_height=420)
        self.add(self.panel)
        self.panel.trust_wanted.connect(self._on_trust)
        self._verify()

    def take(self) -> None:
        """Nothing to return."""

    def done(self, result: int) -> None:
        """Closing stops a verification that still runs."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def _verify(self) -> None:
        self.panel.begin(self._path.name)
        job = self._jobs.create(partial(_verified, self._path, tuple(self._trust), self._workspace))
        job.told.connect(self._on_check)
        job.done.connect(self._on_done)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)
        self._job = job
        self._jobs.start(job)

    def _on_check(self, check: Check) -> None:
        self.panel.add_check(check)

    def _on_done(self, verification: Verification) -> None:
        self.panel.show_verification(verification, self._path.name)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.panel.show_message(self.tr("Not verified"), str(error))

    def _on_finished(self) -> None:
        self._job = None

    def _on_trust(self) -> None:
        chosen = open_path(self, self.tr("Trust a certificate"), self.tr("Certificates (*.pem *.crt *.cer *.der)"))
        if chosen is not None:
            self._trust.append(chosen)
            self._verify()


def _verified(path: Path, trust: tuple[Path, ...], workspace: Workspace | None, progress: Progress) -> Verification:
    pinned = signing_off.pinned_fingerprints(workspace) if workspace is not None else frozenset[str]()
    progress.step(0.1)
    known = partial(known_here, workspace) if workspace is not None else None
    return verifying.verify(path, trust, pinned, progress.tell, known, partial(progress.step, 0.2))
