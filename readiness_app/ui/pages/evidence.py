"""The Evidence page: every file of the review, who may see it, what it carries, and a look into it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from readiness_app.domain.changes import AnswerChanged, Batch, EvidenceChanged, steps
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.services import evidence as evidence_files
from readiness_app.services.evidence import Details
from readiness_app.services.files import FoundFile, Pasted, inspect
from readiness_app.services.workspace import Workspace
from readiness_app.settings import load_settings
from readiness_app.ui import theme
from readiness_app.ui.dialogs.choose_item import ChooseItemDialog
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.dialogs.evidence_details import EvidenceDetailsDialog
from readiness_app.ui.dialogs.files import copy_path, open_path
from readiness_app.ui.dialogs.newer_file import NewerFileDialog
from readiness_app.ui.dialogs.purge import PurgeDialog
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.models.evidence_list import UNUSED, confidentiality_mark, evidence_rows
from readiness_app.ui.models.rows import RowDelegate, RowModel
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.evidence_panel import EvidencePanel
from readiness_app.ui.pages.evidence_revising import Revising, called_alike
from readiness_app.ui.pages.page import Page
from readiness_app.ui.widgets.drop_zone import DropZone
from readiness_app.ui.widgets.empty_state import EmptyState
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.segmented import Option, Segmented
from readiness_app.ui.widgets.visible import visible

_ALL = "all"


class EvidencePage(Page):
    """List at the left, the chosen file at the right."""

    name: ClassVar[str] = "evidence"
    icon: ClassVar[str] = "folder-check"

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(open_review, jobs, parent)
        self.dialog: Dialog | None = None
        self.heading = PlainLabel(self.tr("Evidence"), "heading")
        self.count = PlainLabel("", "small")
        self.filter = Segmented(self._options(), self.tr("Which files to show"), look="pills")
        self.model = RowModel(parent=self)
        self.list = QListView()
        self.empty = EmptyState("folder-check", "", button=self.tr("Add a file…"))
        self.lists = QStackedWidget()
        self.drop = DropZone(self.tr("Drop files, or"))
        self.panel = EvidencePanel(jobs)
        self.revising = Revising(open_review, jobs, self)
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Shows the files as they are now; the chosen one stays chosen."""
        review = self.open_review.review
        chosen = self.filter.value()
        before = self._key(self.list.currentIndex())
        rows = evidence_rows(review, None if chosen == _ALL else chosen, self.tr)
        self.model.set_rows(rows)
        self._show_counts()
        self._show_empty(bool(review.evidence), bool(rows))
        self.drop.setVisible(self.open_review.editable)
        index = self.model.index_of(before)
        self.list.setCurrentIndex(index if index.isValid() else self.model.index(0))
        self._show_chosen()

    def choose(self, sha256: str) -> None:
        """Show this file at the right, whatever the filter."""
        self.filter.set_value(_ALL)
        self.refresh()
        self.list.setCurrentIndex(self.model.index_of(sha256))

    def add_files(self, paths: Sequence[Path | Pasted]) -> None:
        """Ask how these files are described, then attach them."""
        if not self.open_review.editable:
            self.trouble.emit(self.tr("This review is sealed and cannot take files. Nothing was added; reopen it first."))
            return
        one = paths[0] if len(paths) == 1 else None
        held = called_alike(self.open_review.review, one) if isinstance(one, Path) else None
        if held is None or not isinstance(one, Path):
            self._describe(paths)
            return
        dialog = NewerFileDialog(held, one.name, self)
        dialog.accepted.connect(partial(self._on_said_whether, dialog, held, one))
        self._open(dialog)

    def revise(self) -> None:
        """Ask for the new revision of the file at the right."""
        if self.panel.file is None or self.panel.file.purged is not None:
            self.trouble.emit(self.tr("Choose the file first of which you have a new revision. Nothing was changed."))
        elif self.open_review.editable:
            self._on_revise()

    def _on_said_whether(self, dialog: NewerFileDialog, held: Evidence, path: Path) -> None:
        if dialog.value:
            self.choose(held.sha256)
            self.revising.begin(held, path)
        else:
            self._describe((path,))

    def _describe(self, paths: Sequence[Path | Pasted]) -> None:
        files = [path for path in paths if isinstance(path, Path)]
        size = sum(path.stat().st_size for path in files if path.is_file())
        size += sum(len(path.data) for path in paths if isinstance(path, Pasted))
        dialog = EvidenceDetailsDialog(self, names=tuple(path.name for path in paths), sizes=size, paths=files)
        dialog.accepted.connect(partial(self._on_described, dialog, tuple(paths)))
        self._open(dialog)

    def chosen(self) -> Evidence | None:
        """The file shown at the right."""
        return self.panel.file

    def _options(self) -> list[Option]:
        options = [Option(value=_ALL, text=self.tr("All"))]
        options += [Option(value=level, text=confidentiality_mark(level).text) for level in Confidentiality]
        return [*options, Option(value=UNUSED, text=self.tr("Unused"))]

    def _build(self) -> None:
        theme.dress(self, "page")
        self.filter.set_value(_ALL)
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list, lines=1))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Files"))
        left = QFrame()
        theme.dress(left, "listpane")
        column = QVBoxLayout(left)
        theme.spaced(column)
        head = QVBoxLayout()
        theme.spaced(head, margin=(16, 16, 16, 10), gap=10)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.count)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.addLayout(top)
        head.addWidget(self.filter)
        foot = QVBoxLayout()
        theme.spaced(foot, margin=(16, 8, 16, 14))
        foot.addWidget(self.drop)
        self.lists.addWidget(self.list)
        self.lists.addWidget(self.empty)
        column.addLayout(head)
        column.addWidget(self.lists, 1)
        column.addLayout(foot)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        theme.sized(left, min_width=205)
        theme.sized(self.panel, min_width=240)
        self.splitter.setSizes([theme.px(430), theme.px(620)])
        self.splitter.setStretchFactor(1, 1)
        row = QHBoxLayout(self)
        theme.spaced(row)
        row.addWidget(self.splitter)

    def _connect(self) -> None:
        self.open_review.saved.connect(self._show_chosen)  # the bytes of a new file are there only now
        self.filter.picked.connect(self._on_filter)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.drop.dropped.connect(self.add_files)
        self.drop.pasted_text.connect(self._on_pasted_text)
        self.drop.pasted_image.connect(self._on_pasted_image)
        self.drop.refused.connect(self.trouble)
        self.empty.acted.connect(self._on_empty)
        self.panel.item_wanted.connect(self.item_wanted)
        self.panel.acted.connect(self._on_action)
        self.panel.copied.connect(self._on_copied)
        self.panel.quotes.again_wanted.connect(self._on_look_up)
        self.panel.quotes.revision_wanted.connect(self._on_revise)
        self.panel.quotes.dropped.connect(self._on_revision)
        self.panel.quotes.refused.connect(self.trouble)
        self.revising.said.connect(self.toast)
        self.revising.refused.connect(self.trouble)
        self.revising.taken.connect(self.choose)

    def _show_counts(self) -> None:
        review = self.open_review.review
        number = len(review.evidence)
        self.count.setText(self.tr("1 file") if number == 1 else self.tr("{count} files").format(count=number))
        unused = sum(not review.uses_of(file.sha256) for file in review.evidence)
        for level in Confidentiality:
            held = sum(file.confidentiality is level for file in review.evidence)
            self.filter.set_text(level, f"{confidentiality_mark(level).text} {held}" if held else confidentiality_mark(level).text)
        self.filter.set_text(UNUSED, f"{self.tr('Unused')} {unused}" if unused else self.tr("Unused"))

    def _show_empty(self, any_file: bool, any_row: bool) -> None:
        if any_file:
            self.empty.title.setText(self.tr("No file matches"))
            self.empty.sentence.setText(self.tr("Show all files to see the others."))
            self.empty.button.setText(self.tr("Show all"))
        else:
            self.empty.title.setText(self.tr("No evidence yet"))
            self.empty.sentence.setText(
                self.tr("Add the vendor's documents, your own tests and pages you saved; each is kept by its hash.")
            )
            self.empty.button.setText(self.tr("Add a file…"))
        self.empty.sentence.show()
        self.empty.button.setVisible(any_file or self.open_review.editable)
        self.lists.setCurrentWidget(self.list if any_row else self.empty)

    def _key(self, index: QModelIndex) -> str:
        return self.model.row(index.row()).key if index.isValid() and index.row() < self.model.rowCount() else ""

    def _show_chosen(self) -> None:
        key = self._key(self.list.currentIndex())
        review = self.open_review.review
        file = next((one for one in review.evidence if one.sha256 == key), None)
        stored = self.open_review.all_saved
        self.panel.show_file(self.open_review.workspace, review, file, editable=self.open_review.editable, stored=stored)

    # what a person does

    def _on_filter(self, value: object) -> None:
        self.refresh()

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        self._show_chosen()

    def _on_empty(self) -> None:
        if self.open_review.review.evidence:
            self.filter.set_value(_ALL)
            self.refresh()
        else:
            self.drop.browse()

    def _on_copied(self, text: str) -> None:
        self.toast.emit(text, False)

    def _on_pasted_text(self, text: str) -> None:
        self._add_pasted(self.tr("Pasted text"), "txt", text.encode())

    def _on_pasted_image(self, png: bytes) -> None:
        self._add_pasted(self.tr("Pasted picture"), "png", png)

    def _add_pasted(self, kind: str, suffix: str, data: bytes) -> None:
        self.add_files((Pasted(name=f"{kind} {datetime.now():%Y-%m-%d %H.%M.%S}.{suffix}", data=data),))

    def _open(self, dialog: Dialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _on_described(self, dialog: Dialog, paths: tuple[Path | Pasted, ...]) -> None:
        job = self.jobs.create(partial(_inspect_all, paths, load_settings().evidence_limit, dialog.value))
        job.done.connect(self._on_inspected)
        self.jobs.start(job)

    def _on_inspected(self, value: Any) -> None:
        found, refused, details = value
        added = [one for one in found if self._attach(one, details)]
        if len(added) == 1:
            self.toast.emit(self.tr("Added {name}").format(name=visible(details.title or added[0].name)), True)
        elif added:
            self.toast.emit(self.tr("Added {count} files").format(count=len(added)), False)
        if added:
            self.choose(added[-1].sha256)
        if refused:
            self.trouble.emit(" ".join(refused))

    def _attach(self, found: FoundFile, details: Details) -> bool:
        review = self.open_review.review
        if any(file.sha256 == found.sha256 for file in review.evidence):
            self.trouble.emit(self.tr("{name} is here already. Nothing was added.").format(name=visible(found.name)))
            return False
        try:
            evidence_files.check_review_limit(review, found, load_settings().review_limit)
        except ReadinessError as error:
            self.trouble.emit(str(error))
            return False
        change = evidence_files.attach_change(review, None, found, details, self.open_review.me, datetime.now(UTC))
        return self.open_review.do(change, files=(found,))

    def _on_action(self, action: str) -> None:
        file = self.panel.file
        if file is None:
            return
        match action:
            case "edit":
                dialog: Dialog = EvidenceDetailsDialog(self, listed=file)
                dialog.accepted.connect(self._on_edited)
                self._open(dialog)
            case "attach":
                uses = self.open_review.review.uses_of(file.sha256)
                title = self.tr("Attach {name} to an item").format(name=visible(file.title))
                dialog = ChooseItemDialog(self.open_review.review, title, self.tr("Attach"), self, without=uses)
                dialog.accepted.connect(self._on_item_chosen)
                self._open(dialog)
            case "revise":
                self.revise()
            case "purge":
                dialog = PurgeDialog(self.open_review, self.jobs, file, self)
                dialog.accepted.connect(self._on_purged)
                self._open(dialog)
            case "remove":
                if self.open_review.do(EvidenceChanged(before=file, after=None, op="detach")):
                    self.toast.emit(self.tr("Taken off the list: {name}").format(name=visible(file.title)), True)
            case _:
                self._save(file)

    def _on_look_up(self) -> None:
        if self.panel.file is not None:
            self.revising.look_up(self.panel.file)

    def _on_revise(self) -> None:
        path = open_path(self, self.tr("The new revision"), self.tr("All files (*)"))
        if path is not None:
            self._on_revision([path])

    def _on_revision(self, paths: list[Path]) -> None:
        if len(paths) != 1:
            self.trouble.emit(self.tr("A new revision is one file. Nothing was changed; drop it alone."))
        elif self.panel.file is not None:
            self.revising.begin(self.panel.file, paths[0])

    def _on_edited(self) -> None:
        file = self.panel.file
        if file is None or self.dialog is None:
            return
        details: Details = self.dialog.value
        parts = {name: getattr(details, name) for name in Details.__dataclass_fields__}
        after = replace(file, **{**parts, "title": details.title or file.name})
        if after != file and self.open_review.do(EvidenceChanged(before=file, after=after, op="describe")):
            self.toast.emit(self.tr("Details saved"), True)

    def _on_item_chosen(self) -> None:
        file = self.panel.file
        if file is None or self.dialog is None:
            return
        item = str(self.dialog.value)
        before = self.open_review.review.stored_answer(item)
        after = replace(before, evidence=(*before.evidence, file.sha256))
        if self.open_review.do(AnswerChanged(item=item, before=before, after=after, op="attach")):
            self.toast.emit(self.tr("Attached to {item}").format(item=item), True)

    def _on_purged(self) -> None:
        assert self.dialog is not None
        self.open_review.replace(self.dialog.value)
        self.toast.emit(self.tr("Purged"), False)

    def _save(self, file: Evidence) -> None:
        path = copy_path(self, file)
        if path is None:
            return
        job = self.jobs.create(partial(_save_copy, self.open_review.workspace, file.sha256, path))
        job.done.connect(self._on_saved)
        job.failed.connect(self._on_failed)
        self.jobs.start(job)

    def _on_saved(self, path: object) -> None:
        self.toast.emit(self.tr("Saved as {name}").format(name=visible(Path(str(path)).name)), False)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.trouble.emit(str(error))

    def concerns(self, change: object) -> bool:
        """Files, and answers that point to them."""
        parts = steps(change) if isinstance(change, Batch) else (change,)
        return any(isinstance(part, EvidenceChanged | AnswerChanged) for part in parts)


def _inspect_all(
    paths: Sequence[Path | Pasted], limit: int, details: Details, progress: Progress
) -> tuple[tuple[FoundFile, ...], tuple[str, ...], Details]:
    found, refused = [], []
    for number, path in enumerate(paths):
        progress.step(number / len(paths), path.name)
        try:
            found.append(inspect(path, limit))
        except ReadinessError as error:
            refused.append(str(error))
    return tuple(found), tuple(refused), details


def _save_copy(workspace: Workspace, sha256: str, path: Path, progress: Progress) -> Path:
    evidence_files.save_as(workspace, sha256, path)
    return path
