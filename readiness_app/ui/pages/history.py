"""The History page: who changed what and when, and whether the chain of entries holds."""

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.history import ChainReport, Entry, check_chain
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import State
from readiness_app.services import heads, reviewing, sealing
from readiness_app.services.reviewing import WorkspaceCheck
from readiness_app.services.sealing import EditionInfo
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.files import save_path
from readiness_app.ui.history_words import operation_look
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.models.history_list import HistoryFilter, history_rows
from readiness_app.ui.models.rows import RowDelegate, RowModel
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.history_side import HistorySide
from readiness_app.ui.pages.page import Page
from readiness_app.ui.widgets.buttons import QuietButton
from readiness_app.ui.widgets.choice_field import ChoiceField
from readiness_app.ui.widgets.empty_state import EmptyState
from readiness_app.ui.widgets.fields import SearchField
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.narrow import stack_when_narrow
from readiness_app.ui.widgets.visible import visible


class HistoryPage(Page):
    """Entries at the left, newest first; chain, editions and promises at the right."""

    name: ClassVar[str] = "history"
    icon: ClassVar[str] = "history"

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(open_review, jobs, parent)
        self.entries: tuple[Entry, ...] = ()
        self._reading: Job | None = None
        self.count = PlainLabel("", "small")
        self.search = SearchField(self.tr("Find in the history"), self.tr("Item or words"))
        self.person = ChoiceField([("", self.tr("Everybody"))], self.tr("Whose changes to show"))
        self.operation = ChoiceField([("", self.tr("Everything"))], self.tr("Which changes to show"))
        self.model = RowModel(parent=self)
        self.list = QListView()
        self.empty = EmptyState("history", self.tr("Nothing matches"), self.tr("No entry fits this filter."), self.tr("Show all"))
        self.lists = QStackedWidget()
        self._delegate = RowDelegate(self.list, lines=1, facts=False)
        self.export_button = QuietButton(self.tr("Export…"), "download")
        self.side = HistorySide()
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Reads the history again, once everything is on disk."""
        if not self.open_review.all_saved:
            return  # `saved` brings us back
        if self._reading is not None:
            self._reading.cancel()
        job = self.jobs.create(partial(_read, self.open_review.workspace, self.open_review.review))
        job.done.connect(self._on_read)
        job.failed.connect(self._on_failed)
        self._reading = job
        self.jobs.start(job)

    def show_item(self, item: str) -> None:
        """Show the entries about one item."""
        self.search.setText(item)

    def check(self) -> None:
        """Check the file, its evidence and every history."""
        self.side.chain.show_checking()
        job = self.jobs.create(partial(_check, self.open_review.workspace))
        job.done.connect(self._on_checked)
        job.failed.connect(self._on_not_checked)
        self.jobs.start(job)

    def export(self, path: Path) -> None:
        """Write every entry that is on disk as a line of JSON, whatever is shown by now."""
        self.open_review.flush()
        job = self.jobs.create(partial(_exported, self.open_review.workspace, self.open_review.review.id, path))
        job.done.connect(self._on_exported)
        job.failed.connect(self._on_failed)
        self.jobs.start(job)

    def save_report(self, edition: int, path: Path) -> None:
        """Write the report of a sealed edition, superseded or not."""
        job = self.jobs.create(partial(_saved_report, self.open_review.workspace, self.open_review.review.id, edition, path))
        job.done.connect(self._on_exported)
        job.failed.connect(self._on_failed)
        self.jobs.start(job)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow lists give entries a second line."""
        super().resizeEvent(event)
        stack_when_narrow(self.splitter, self.width(), least=880, shares=(3, 2))
        QTimer.singleShot(0, self._fit_lines)  # the list has its width only then

    def _fit_lines(self) -> None:
        if self._delegate.set_lines(1 if self.list.width() >= theme.px(640) else 2):
            self.list.scheduleDelayedItemsLayout()

    def _build(self) -> None:
        self.setFocusProxy(self.list)
        theme.dress(self, "page")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Entries, newest first"))
        left = QFrame()
        theme.dress(left, "listpane")
        theme.sized(left, min_width=270)
        self.lists.addWidget(self.list)
        self.lists.addWidget(self.empty)
        column = QVBoxLayout(left)
        theme.spaced(column)
        column.addLayout(self._head())
        column.addWidget(self.lists, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.side)
        theme.sized(self.side, min_width=290)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([theme.px(760), theme.px(380)])
        row = QHBoxLayout(self)
        theme.spaced(row)
        row.addWidget(self.splitter)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        theme.spaced(head, margin=(16, 14, 16, 10), gap=8)
        top = QHBoxLayout()
        theme.spaced(top, gap=8)
        top.addWidget(PlainLabel(self.tr("History"), "heading"))
        top.addWidget(self.count, 1)
        top.addWidget(self.export_button)
        filters = QWidget()
        flow = FlowLayout(filters)
        theme.spaced(flow, gap=8)
        theme.sized(self.search, min_width=150)
        for part in (self.search, self.person, self.operation):
            flow.addWidget(part)
        head.addLayout(top)
        head.addWidget(filters)
        return head

    def _connect(self) -> None:
        self.open_review.saved.connect(self._refresh_soon)
        self.splitter.splitterMoved.connect(self._fit_lines)
        self.search.searched.connect(self._on_filter)
        self.person.picked.connect(self._on_filter)
        self.operation.picked.connect(self._on_filter)
        self.empty.acted.connect(self._on_show_all)
        self.list.activated.connect(self._on_activated)
        self.export_button.clicked.connect(self._on_export)
        self.side.chain.check_wanted.connect(self.check)
        self.side.chain.copied.connect(self._on_copied)
        self.side.editions.save_wanted.connect(self._on_save_report)

    def _on_read(self, value: Any) -> None:
        if self.sender() is not self._reading:
            return
        self._reading = None
        self.entries, chain, editions, trouble = value
        self.side.chain.show_chain(chain)
        if trouble:
            self.side.chain.show_trouble(trouble)
        self.side.editions.show_editions(editions)
        people = sorted({entry.actor for entry in self.entries})
        operations = list(dict.fromkeys(entry.operation for entry in self.entries))
        self.person.set_choices([("", self.tr("Everybody")), *((one, visible(one)) for one in people)])
        self.operation.set_choices([("", self.tr("Everything")), *((one, operation_look(one, self.tr)[1]) for one in operations)])
        for field in (self.person, self.operation):
            if field.value() is None:
                field.set_value("")
        self._fill()

    def _fill(self) -> None:
        person, operation = str(self.person.value() or ""), str(self.operation.value() or "")
        chosen = HistoryFilter(person=person, operation=operation, words=self.search.text().strip())
        rows = history_rows(self.entries, chosen, self.tr)
        self.model.set_rows(rows)
        whole = len(rows) == len(self.entries)
        told = self.tr("{count} entries") if whole else self.tr("{count} of {all} entries")
        self.count.setText(told.format(count=len(rows), all=len(self.entries)))
        self.lists.setCurrentWidget(self.list if rows else self.empty)

    def _on_filter(self, value: object) -> None:
        self._fill()

    def _on_show_all(self) -> None:
        self.search.clear()
        self.person.set_value("")
        self.operation.set_value("")
        self._fill()

    def _on_activated(self, index: QModelIndex) -> None:
        entry = next(one for one in self.entries if str(one.sequence) == self.model.row(index.row()).key)
        if any(item.id == entry.target for item in self.open_review.review.checklist.items()):
            self.item_wanted.emit(entry.target)

    def _on_checked(self, value: tuple[WorkspaceCheck, str]) -> None:
        found, departed = value
        self.side.chain.show_check(found, departed)
        chain = found.chains.get(self.open_review.review.id)
        if chain is not None:
            self.side.chain.show_chain(chain)

    def _on_not_checked(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.side.chain.show_trouble(str(error))

    def _on_export(self) -> None:
        name = f"{self.open_review.review.id}-history.jsonl"
        path = save_path(self, self.tr("Export the history"), name, self.tr("JSON lines (*.jsonl)"))
        if path is not None:
            self.export(path)

    def _on_save_report(self, edition: int) -> None:
        name = f"{self.open_review.review.id}-edition-{edition}.pdf"
        title = self.tr("Save the report of edition {number}").format(number=edition)
        path = save_path(self, title, name, self.tr("Reports (*.pdf)"))
        if path is not None:
            self.save_report(edition, path)

    def _on_exported(self, path: object) -> None:
        self.toast.emit(self.tr("Saved as {name}").format(name=visible(Path(str(path)).name)), False)

    def _on_copied(self, text: str) -> None:
        self.toast.emit(text, False)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.trouble.emit(str(error))


def _read(workspace: Workspace, review: Review, progress: Progress) -> tuple[tuple[Entry, ...], ChainReport, tuple[EditionInfo, ...], str]:
    """The history is shown also where a sealed edition is not what was sealed; then the last is why no edition is."""
    entries = reviewing.history(workspace, review.id)
    progress.step(0.5)
    sealed_before = review.edition > 1 or review.state is not State.OPEN
    try:
        return entries, check_chain(entries), sealing.editions(workspace, review.id) if sealed_before else (), ""
    except ReadinessError as error:
        return entries, check_chain(entries), (), str(error)


def _check(workspace: Workspace, progress: Progress) -> tuple[WorkspaceCheck, str]:
    found = reviewing.check(workspace)
    progress.step(0.8)
    return found, heads.compare(workspace).sentence(workspace.path.name)


def _exported(workspace: Workspace, review_id: str, path: Path, progress: Progress) -> Path:
    entries = reviewing.history(workspace, review_id)
    lines = (json.dumps({**asdict(entry), "at": entry.at.isoformat()}, ensure_ascii=False, sort_keys=True) for entry in entries)
    sealing.write_whole(path, "".join(f"{line}\n" for line in lines).encode())
    return path


def _saved_report(workspace: Workspace, review_id: str, edition: int, path: Path, progress: Progress) -> Path:
    sealing.export_edition(workspace, review_id, path, edition)
    return path
