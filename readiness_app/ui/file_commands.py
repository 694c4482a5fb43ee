"""What the window does with files: choose, make and copy workspaces, write PDFs, make the sample."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.vocabulary import State
from readiness_app.settings import WORKSPACE_SUFFIX, default_workspace
from readiness_app.ui.jobs import Jobs, Progress

if TYPE_CHECKING:
    from readiness_app.domain.review import Review
    from readiness_app.services.workspace import Workspace

# The services are imported when a command needs them: the window is painted before that.

SAMPLE_FOLDER, SAMPLE_FILE = "readiness-sample", f"demo{WORKSPACE_SUFFIX}"


class FileCommands(QObject):
    """`workspace_chosen` and `pdf_chosen` carry paths to open; `said` what was done, `trouble` what was not."""

    workspace_chosen = Signal(object)  # Path
    pdf_chosen = Signal(object)  # Path
    said = Signal(str)
    trouble = Signal(str)

    def __init__(self, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._jobs, self._window = jobs, window

    def choose_workspace(self) -> None:
        """Ask for a workspace to open."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open workspace"), str(default_workspace().parent), self._filter())
        if chosen:
            self.workspace_chosen.emit(Path(chosen))

    def new_workspace(self) -> None:
        """Ask for a place, make an empty workspace there and open it."""
        proposed = default_workspace().parent / f"workspace{WORKSPACE_SUFFIX}"
        path = self._save_name(self.tr("New workspace"), proposed, self._filter(), WORKSPACE_SUFFIX)
        if path is None:
            return

        def work(progress: Progress) -> Path:
            from readiness_app.services.workspace import Workspace

            Workspace.create(path).close()
            return path

        self._run(self.tr("Making the workspace"), work, self.workspace_chosen.emit)

    def have_own(self, then: Callable[[], object]) -> None:
        """Do `then` once the person's own workspace is there; it is made away from the window. Where that is not possible it is told."""
        path = default_workspace()
        if path.exists():
            then()
            return

        def work(progress: Progress) -> None:
            from readiness_app.services.workspace import Workspace

            if not path.exists():  # asked for twice, it is made once
                Workspace.create(path).close()

        self._run(self.tr("Making your workspace"), work, lambda nothing: then())

    def take_dropped(self, files: Sequence[Path]) -> None:
        """A PDF is to be verified, a workspace opened; anything else is told where it belongs."""
        if not files:
            self.trouble.emit(self.tr("Only files on this computer can be dropped here. Nothing changed."))
        elif is_pdf(files[0]):
            self.pdf_chosen.emit(files[0])
        elif files[0].suffix == WORKSPACE_SUFFIX:
            self.workspace_chosen.emit(files[0])
        else:
            words = self.tr(
                "Drop a PDF here to verify it, or a workspace to open it. To attach {name}, drop it on the evidence of an item."
            )
            self.trouble.emit(words.format(name=files[0].name))

    def save_copy(self, workspace: "Workspace") -> None:
        """Ask for a place and write a copy of the workspace there."""
        proposed = workspace.path.with_name(f"{workspace.path.stem}-copy{WORKSPACE_SUFFIX}")
        path = self._save_name(self.tr("Save a copy"), proposed, self._filter(), WORKSPACE_SUFFIX)
        if path is None:
            return

        def work(progress: Progress) -> Path:
            from readiness_app.services import copies

            copies.save_copy(workspace, path)
            return path

        self._run(self.tr("Saving a copy"), work, self._on_written)

    def export_pdf(self, workspace: "Workspace", review: "Review") -> None:
        """Ask for a place and write the draft of an open review, or the report of a sealed one, there."""
        is_open = review.state is State.OPEN
        name = f"{review.id}-draft.pdf" if is_open else f"{review.id}.pdf"
        title = self.tr("Export draft PDF") if is_open else self.tr("Export report PDF")
        path = self._save_name(title, workspace.path.with_name(name), self.tr("PDF files (*.pdf)"), ".pdf")
        if path is None:
            return

        def work(progress: Progress) -> Path:
            from readiness_app.services import sealing

            if is_open:
                sealing.draft(workspace, review, path, progress.step)
            else:
                sealing.export_report(workspace, review, path)
            return path

        self._run(self.tr("Making the report"), work, self._on_written)

    def choose_pdf(self) -> None:
        """Ask for a PDF to verify."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, self.tr("Verify a PDF"), "", self.tr("PDF files (*.pdf)"))
        if chosen:
            self.pdf_chosen.emit(Path(chosen))

    def make_sample(self) -> None:
        """Make the sample beside the person's own workspace and open it; an older sample is set aside, never overwritten."""
        folder = default_workspace().parent / SAMPLE_FOLDER

        def work(progress: Progress) -> Path:
            from readiness_app.services import demo

            return demo.make_demo(folder, datetime.now(UTC), progress.step).workspace

        self._run(self.tr("Making the sample"), work, self._on_sample)

    def _save_name(self, title: str, proposed: Path, name_filter: str, suffix: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(proposed), name_filter)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)

    def _run(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        from readiness_app.ui.dialogs.progress import ProgressDialog

        job = self._jobs.create(work)
        job.done.connect(done)
        job.failed.connect(self._on_failed)
        ProgressDialog(title, job, self._window)
        self._jobs.start(job)

    def _on_written(self, path: Path) -> None:
        self.said.emit(self.tr("{name} was written").format(name=path.name))

    def _on_sample(self, workspace: Path) -> None:
        self.workspace_chosen.emit(workspace)
        self.said.emit(self.tr("The sample is in {folder}").format(folder=workspace.parent))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.trouble.emit(str(error))

    def _filter(self) -> str:
        return self.tr("Readiness workspaces (*{suffix});;All files (*)").format(suffix=WORKSPACE_SUFFIX)


def is_sample(path: Path) -> bool:
    """True for the workspace that `make_sample` makes, by its place."""
    return path.name == SAMPLE_FILE and path.parent.name.startswith(SAMPLE_FOLDER)


def is_pdf(path: Path) -> bool:
    """By content, not by name; a file that cannot be read is judged by its name."""
    try:
        with path.open("rb") as source:
            return b"%PDF-" in source.read(1024)
    except OSError:
        return path.suffix.lower() == ".pdf"
