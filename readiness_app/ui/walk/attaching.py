"""Files on their way to an item: hashed away from the window, described by the person, then attached as one step."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from readiness_app.domain.changes import Batch, Change, EvidenceChanged
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.quotes import Searchable
from readiness_app.domain.review import Review
from readiness_app.services import evidence as evidence_files
from readiness_app.services.evidence import Details
from readiness_app.services.files import FoundFile, Pasted, inspect
from readiness_app.services.quotes import may_be_pointed, searchable_file, with_quotes
from readiness_app.services.workspace import Workspace
from readiness_app.settings import load_settings
from readiness_app.ui.dialogs.evidence_details import EvidenceDetailsDialog
from readiness_app.ui.dialogs.files import copy_path
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """Files for one item, why others cannot be taken, and the words of those in which quotes may stand, by hash."""

    item: str
    found: tuple[FoundFile, ...]
    refused: tuple[str, ...]
    texts: dict[str, Searchable]


class Attaching(QObject):
    """`said` what was done and whether it can be undone; `refused` why a file could not be taken."""

    said = Signal(str, bool)
    refused = Signal(str)

    def __init__(self, open_review: OpenReview, jobs: Jobs, page: QWidget) -> None:
        super().__init__(page)
        self._open_review, self._jobs, self._page = open_review, jobs, page
        self.dialog: EvidenceDetailsDialog | None = None

    def attach(self, item: str, paths: Sequence[Path | Pasted]) -> None:
        """Look at these files, ask how they are described, attach them to the item."""
        self.refused.emit("")
        job = self._jobs.create(partial(_inspect_all, tuple(paths), load_settings().evidence_limit, self._open_review.review, item))
        job.done.connect(self._on_inspected)
        self._jobs.start(job)

    def paste_text(self, item: str, text: str) -> None:
        """Attach a pasted text as a file of its own."""
        self._attach_pasted(item, self.tr("Pasted text"), "txt", text.encode())

    def paste_image(self, item: str, png: bytes) -> None:
        """Attach a pasted picture as a file of its own."""
        self._attach_pasted(item, self.tr("Pasted picture"), "png", png)

    def describe(self, sha256: str) -> None:
        """Ask for other words about a file that is listed."""
        file = self._open_review.review.evidence_file(sha256)
        self.dialog = EvidenceDetailsDialog(self._page, listed=file)
        self.dialog.setProperty("sha256", sha256)
        self.dialog.accepted.connect(self._on_described)
        self.dialog.open()

    def save(self, sha256: str) -> None:
        """Ask for a place and write a copy of the file there; it is never opened."""
        file = self._open_review.review.evidence_file(sha256)
        path = copy_path(self._page, file)
        if path is None:
            return
        job = self._jobs.create(partial(_save, self._open_review.workspace, sha256, path))
        job.done.connect(self._on_saved)
        job.failed.connect(self._on_failed)
        self._jobs.start(job)

    def _attach_pasted(self, item: str, kind: str, suffix: str, data: bytes) -> None:
        self.attach(item, (Pasted(name=f"{kind} {datetime.now():%Y-%m-%d %H.%M.%S}.{suffix}", data=data),))

    def _on_inspected(self, inspected: Inspected) -> None:
        found = inspected.found
        if inspected.refused:
            self.refused.emit(" ".join(inspected.refused))
        if not found:
            return
        names, size = tuple(one.name for one in found), sum(one.size for one in found)
        dialog = self.dialog = EvidenceDetailsDialog(self._page, names=names, sizes=size, paths=[one.path for one in found if one.path])
        # Files for another item may be dropped before these are described: each dialog knows what it asks about.
        dialog.accepted.connect(partial(self._on_accepted, dialog, inspected))
        dialog.open()

    def _on_accepted(self, dialog: EvidenceDetailsDialog, inspected: Inspected) -> None:
        details: Details = dialog.value
        item, files = inspected.item, inspected.found
        review = self._open_review.review
        changes: list[Change] = []
        pointing = 0
        try:
            for found in files:
                evidence_files.check_review_limit(review, found, load_settings().review_limit)
                step = evidence_files.attach_change(review, item, found, details, self._open_review.me, datetime.now(UTC))
                if found.sha256 in inspected.texts:
                    step, new = with_quotes(review, step, item, found, date.today(), inspected.texts[found.sha256])
                    pointing += len(new)
                review = step.applied_to(review)
                changes += step.changes
        except ReadinessError as error:
            self.refused.emit(str(error))
            return
        if not changes:
            self.refused.emit(self.tr("This file is attached to {item} already. Nothing was changed.").format(item=item))
            return
        name = visible(details.title or files[0].name)
        title = f"attach {name}" if len(files) == 1 else f"attach {len(files)} files"
        if self._open_review.do(Batch(changes=tuple(changes), title=title), files=files):
            words = self.tr("Attached {name} to {item}") if len(files) == 1 else self.tr("Attached {count} files to {item}")
            said = words.format(name=name, count=len(files), item=item)
            quoted = self.tr("1 quote of it stands there") if pointing == 1 else self.tr("{count} quotes of it stand there")
            self.said.emit(f"{said}. {quoted.format(count=pointing)}" if pointing else said, True)

    def _on_described(self) -> None:
        assert self.dialog is not None
        details: Details = self.dialog.value
        file = self._open_review.review.evidence_file(str(self.dialog.property("sha256")))
        parts = {field.name: getattr(details, field.name) for field in fields(details)}
        after = replace(file, **parts | {"title": details.title or file.name})
        if after != file and self._open_review.do(EvidenceChanged(before=file, after=after, op="describe")):
            self.said.emit(self.tr("Details saved"), True)

    def _on_saved(self, path: Path) -> None:
        self.said.emit(self.tr("Saved as {name}").format(name=visible(path.name)), False)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.refused.emit(str(error))


def _inspect_all(paths: tuple[Path | Pasted, ...], limit: int, review: Review, item: str, progress: Progress) -> Inspected:
    found: list[FoundFile] = []
    texts: dict[str, Searchable] = {}
    refused: list[str] = []
    for place, path in enumerate(paths):
        progress.step(place / len(paths), path.name)
        try:
            found.append(inspect(path, limit))
            if may_be_pointed(review, item, found[-1].sha256):
                texts[found[-1].sha256] = searchable_file(found[-1])
        except ReadinessError as error:
            refused.append(str(error))
    return Inspected(item=item, found=tuple(found), refused=tuple(refused), texts=texts)


def _save(workspace: Workspace, sha256: str, path: Path, progress: Progress) -> Path:
    evidence_files.save_as(workspace, sha256, path)
    return path
