"""The Compare page: two rounds, subjects, editions, files or packs beside each other, item by item."""

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QListView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from readiness_app.domain.comparison import Comparison
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.vocabulary import Difference
from readiness_app.services import comparing
from readiness_app.services.comparing import Choice
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.files import open_path, save_path
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.models.comparison_list import Shown, comparison_rows, fits
from readiness_app.ui.models.rows import RowDelegate, RowModel
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.compare_side import CompareSide
from readiness_app.ui.pages.page import Page
from readiness_app.ui.widgets.buttons import QuietButton
from readiness_app.ui.widgets.choice_field import ChoiceField
from readiness_app.ui.widgets.empty_state import EmptyState
from readiness_app.ui.widgets.fields import SearchField
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.narrow import stack_when_narrow
from readiness_app.ui.widgets.segmented import Option, Segmented
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

_FILE = "file"
_LEAST = 880  # px at 100 %: below it, list and details stand below each other
Found = tuple[tuple[Choice, ...], Comparison | None, str, str]


class ComparePage(Page):
    """What differs at the left, the chosen item and both sides at the right; `found` is None while there is nothing to compare."""

    name: ClassVar[str] = "compare"
    icon: ClassVar[str] = "arrow-right-left"

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(open_review, jobs, parent)
        self.found: Comparison | None = None
        self._files: list[tuple[object, str]] = []
        self._working: Job | None = None
        self._names = ("", "")
        self.first, self.second = ChoiceField([], self.tr("First")), ChoiceField([], self.tr("Second"))
        self._grid = QGridLayout()
        self._sides = ((PlainLabel(self.tr("First"), "small"), self.first), (PlainLabel(self.tr("Second"), "small"), self.second))
        self.count = PlainLabel("", "small")
        self.search = SearchField(self.tr("Find in the comparison"), self.tr("Item, source or words"))
        self.kinds = Segmented(self._options(), self.tr("Show only"), look="pills")
        self.model, self.list = RowModel(parent=self), QListView()
        self.empty = EmptyState("arrow-right-left", "", "", self.tr("Show everything"))
        self.lists, self.side = QStackedWidget(), CompareSide()
        self.export_button = QuietButton(self.tr("Export…"), "download")
        self.swap = QuietButton(self.tr("Swap"), "arrow-right-left", tip=self.tr("Compare the other way round"))
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Compares again, once everything is on disk."""
        if self.open_review.all_saved:  # else `saved` brings us back
            self.compare(*self._names)

    def compare(self, first: str, second: str) -> None:
        """Compare these two; an empty name means what is nearest: the round or edition before, and the open review."""
        if self._working is not None:
            self._working.cancel()
        work = partial(_compared, self.open_review.workspace, self.open_review.review.id, first, second)
        job = self._working = self.jobs.create(work)
        job.done.connect(self._on_compared)
        job.failed.connect(self._on_failed)
        self.jobs.start(job)

    def show_only(self, chosen: Difference | Shown) -> None:
        """Narrow the list."""
        self.kinds.set_value(chosen)
        self._fill()

    def export(self, path: Path) -> None:
        """Write the comparison as what the file's name says, PDF or CSV."""
        if self.found is not None:
            job = self.jobs.create(partial(_exported, self.found, path))
            job.done.connect(self._on_exported)
            job.failed.connect(self._on_failed)
            self.jobs.start(job)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows put list and details below each other."""
        super().resizeEvent(event)
        stack_when_narrow(self.splitter, self.width(), least=_LEAST, shares=(3, 2))
        self._place_sides(beside=self.width() < theme.px(_LEAST))

    def _place_sides(self, *, beside: bool) -> None:
        """First and second below each other, or beside where list and details stand below each other and height is short."""
        for number, (label, field) in enumerate(self._sides):
            row, column = (0, 2 * number) if beside else (number, 0)
            self._grid.addWidget(label, row, column)
            self._grid.addWidget(field, row, column + 1)
        self._grid.setColumnStretch(3, 1 if beside else 0)

    def _options(self) -> list[Option]:
        kinds = [kind for kind in Difference if kind is not Difference.SAME]
        return [
            Option(value=Shown.DIFFERENT, text=self.tr("Different")),
            *(Option(value=kind, text=word(kind)) for kind in kinds),
            Option(value=Shown.GATES, text=self.tr("Gates moved")),
            Option(value=Shown.OPEN_GATES, text=self.tr("Gates open")),
            Option(value=Shown.ALL, text=self.tr("All")),
        ]

    def _build(self) -> None:
        self.setFocusProxy(self.list)
        theme.dress(self, "page")
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Items that differ"))
        self.kinds.set_value(Shown.DIFFERENT)
        left = QFrame()
        theme.dress(left, "listpane")
        theme.sized(left, min_width=300)
        self.lists.addWidget(self.list)
        self.lists.addWidget(self.empty)
        column = QVBoxLayout(left)
        theme.spaced(column)
        column.addLayout(self._head())
        column.addWidget(self.lists, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("compare")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.side)
        theme.sized(self.side, min_width=300)
        self.splitter.setSizes([theme.px(620), theme.px(560)])
        row = QHBoxLayout(self)
        theme.spaced(row)
        row.addWidget(self.splitter)

    def _head(self) -> QVBoxLayout:
        head, top, sides = QVBoxLayout(), QHBoxLayout(), self._grid
        theme.spaced(head, margin=(16, 14, 16, 10), gap=8)
        theme.spaced(top, gap=8)
        theme.spaced(sides, gap=6)
        top.addWidget(PlainLabel(self.tr("Compare"), "heading"))
        top.addWidget(self.count, 1)
        for button in (self.swap, self.export_button):
            top.addWidget(button)
        for _, field in self._sides:
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        sides.setColumnStretch(1, 1)
        self._place_sides(beside=False)
        head.addLayout(top)
        head.addLayout(sides)
        head.addWidget(self.search)
        head.addWidget(self.kinds)
        return head

    def _connect(self) -> None:
        self.open_review.saved.connect(self._refresh_soon)
        self.first.picked.connect(self._on_picked)
        self.second.picked.connect(self._on_picked)
        self.search.searched.connect(self._on_filter)
        self.kinds.picked.connect(self._on_filter)
        self.empty.acted.connect(self._on_show_all)
        self.list.activated.connect(self._on_activated)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.side.item.item_wanted.connect(self.item_wanted)
        self.export_button.clicked.connect(self._on_export)
        self.swap.clicked.connect(self._on_swap)

    def _on_compared(self, value: Any) -> None:
        if self.sender() is not self._working:
            return
        self._working = None
        choices, self.found, *names = value
        self._names = (names[0], names[1])
        for field, name in ((self.first, names[0]), (self.second, names[1])):
            file = (_FILE, self.tr("A record or report on disk…"))
            field.set_choices([*((one.name, visible(one.title)) for one in choices), *self._files, file])
            field.set_value(name)
        self._fill()

    def _fill(self) -> None:
        found, chosen = self.found, self.kinds.value()
        rows = comparison_rows(found, chosen, self.search.text().strip(), self.tr) if found is not None else []  # type: ignore[arg-type]
        before = self.list.currentIndex()
        key = self.model.row(before.row()).key if before.isValid() else ""
        self.model.set_rows(rows)
        self.count.setText(self.tr("{count} items").format(count=len(rows)) if len(rows) != 1 else self.tr("1 item"))
        self._count_kinds()
        for button in (self.export_button, self.swap):
            button.setEnabled(found is not None)
        self._show_empty()
        self.lists.setCurrentWidget(self.list if rows else self.empty)
        self.side.sides.setVisible(found is not None)
        self.side.item.setVisible(bool(rows))
        if found is not None:
            self.side.sides.show_comparison(found)
        index = self.model.index_of(key)
        if rows:
            self.list.setCurrentIndex(index if index.isValid() else self.model.index(0))
            self._on_current(self.list.currentIndex(), QModelIndex())

    def _show_empty(self) -> None:
        nothing = self.found is None
        self.empty.title.setText(self.tr("Nothing to compare yet") if nothing else self.tr("No items fit"))
        sentence = self.tr("Choose another review, an edition, a pack, or a record or report on disk.")
        self.empty.sentence.setText(sentence if nothing else self.tr("Nothing is like that between these two."))
        self.empty.sentence.show()
        self.empty.button.setVisible(not nothing)

    def _count_kinds(self) -> None:
        for option in self._options():
            number = sum(fits(item, option.value) for item in self.found.items) if self.found else 0  # type: ignore[arg-type]
            button = self.kinds.button(option.value)
            button.setAccessibleDescription(self.tr("{count} items").format(count=number))
            button.setText(f"{option.text} {number}")

    def _on_picked(self, value: object) -> None:
        if value == _FILE:
            field = self.sender()
            path = open_path(self, self.tr("A record or report"), self.tr("Records and reports (*.json *.pdf)"))
            chosen = str(path) if path else ""
            if path and chosen not in dict(self._files):
                self._files.append((chosen, visible(path.name)))
            names = (chosen or self._names[0], self._names[1]) if field is self.first else (self._names[0], chosen or self._names[1])
            self.compare(*names)
            return
        self.compare(str(self.first.value() or ""), str(self.second.value() or ""))

    def _on_swap(self) -> None:
        self.compare(*reversed(self._names))

    def _on_filter(self, value: object) -> None:
        self._fill()

    def _on_show_all(self) -> None:
        self.search.clear()
        self.show_only(Shown.ALL)
        self.list.setFocus()

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        if not now.isValid() or self.found is None:
            return
        key = self.model.row(now.row()).key
        item = next((one for one in self.found.items if f"{one.id} {one.kind}" == key), None)
        if item is not None:
            asked = {one.id for one in self.open_review.review.checklist.items()}
            self.side.item.show_item(item, here=item.id in asked)

    def _on_activated(self, index: QModelIndex) -> None:
        item = self.model.row(index.row()).mono
        if any(one.id == item for one in self.open_review.review.checklist.items()):
            self.item_wanted.emit(item)

    def _on_export(self) -> None:
        name = f"{self.open_review.review.id}-comparison.pdf"
        path = save_path(self, self.tr("Export the comparison"), name, self.tr("Comparisons (*.pdf *.csv)"))
        if path is not None:
            self.export(path)

    def _on_exported(self, path: object) -> None:
        self.toast.emit(self.tr("Saved as {name}").format(name=visible(Path(str(path)).name)), False)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self._working = None
        self.first.set_value(self._names[0])
        self.second.set_value(self._names[1])
        self.trouble.emit(str(error))


def _compared(workspace: Workspace, review_id: str, first: str, second: str, progress: Progress) -> Found:
    choices = comparing.choices(workspace)
    if not first:
        first, second = comparing.nearest_two(workspace, review_id)
    return choices, comparing.compare_named(workspace, first, second) if first else None, first, second


def _exported(found: Comparison, path: Path, progress: Progress) -> Path:
    comparing.write(found, path)
    return path
