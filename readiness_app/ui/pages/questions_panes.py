"""The frame of Gaps and questions: which list is shown at the left with which filter, and the two panels at the right."""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QSplitter, QStackedWidget, QStyledItemDelegate, QVBoxLayout, QWidget

from readiness_app.domain.vocabulary import Handling, ReplyState
from readiness_app.ui import theme
from readiness_app.ui.models.checked_rows import CheckedRowDelegate, CheckedRowModel, key_at
from readiness_app.ui.models.rows import ListRow, RowDelegate, RowModel
from readiness_app.ui.models.vendor_rows import GapFilter
from readiness_app.ui.pages.questions_ask import AskPanel
from readiness_app.ui.pages.questions_reply import ReplyPanel
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.drop_zone import DropZone
from readiness_app.ui.widgets.empty_state import EmptyState
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.segmented import Option, Segmented
from readiness_app.wording import word


class View(StrEnum):
    """What the list at the left holds."""

    GAPS = "gaps"
    REPLIES = "replies"


class QuestionsFrame(QObject):
    """`changed` when another list or filter was picked, `current_changed` when another row is current."""

    changed = Signal()
    current_changed = Signal(QModelIndex, QModelIndex)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.heading = PlainLabel(self.tr("Gaps and questions"), "heading")
        self.switch = Segmented(
            (Option(value=View.GAPS, text=self.tr("Gaps")), Option(value=View.REPLIES, text=self.tr("Replies"))), self.tr("What to show")
        )
        self.gap_pills = Segmented(self._gap_options(), self.tr("Which gaps to show"), look="pills")
        self.reply_pills = Segmented(self._reply_options(), self.tr("Which replies to show"), look="pills")
        self.gaps, self.replies = CheckedRowModel(), RowModel()
        self.gap_list = self._list(self.gaps, CheckedRowDelegate(page), self.tr("Gaps"))
        self.reply_list = self._list(self.replies, RowDelegate(page), self.tr("Replies"))
        self.nothing = EmptyState("search", self.tr("Nothing here"), " ", self.tr("Show all gaps"))
        self.drop = DropZone(self.tr("Drop the vendor's file, or"), self.tr("Spreadsheets (*.xlsx);;All files (*)"))
        self.choosing = QFrame()
        self.pick_all = LinkButton(self.tr("All shown"))
        self.pick_suggested = LinkButton(self.tr("Suggested"))
        self.pick_none = LinkButton(self.tr("None"))
        self.ask, self.reply = AskPanel(), ReplyPanel()
        self._lists, self._panels = QStackedWidget(), QStackedWidget()
        self._build(page)
        self._connect()
        self.set_view(View.GAPS)

    @property
    def view(self) -> View:
        """Which list is shown."""
        value = self.switch.value()
        return value if isinstance(value, View) else View.GAPS

    @property
    def gap_filter(self) -> GapFilter:
        """Which gaps are shown."""
        value = self.gap_pills.value()
        return value if isinstance(value, GapFilter) else GapFilter.ALL

    @property
    def reply_filter(self) -> ReplyState:
        """Which replies are shown."""
        value = self.reply_pills.value()
        return value if isinstance(value, ReplyState) else ReplyState.WAITING

    def set_view(self, view: View) -> None:
        """Show gaps or replies."""
        self.switch.set_value(view)
        gaps = view is View.GAPS
        self.gap_pills.setVisible(gaps)
        self.reply_pills.setVisible(not gaps)
        self._panels.setCurrentWidget(self.ask if gaps else self.reply)

    def show_foot(self, *, choosing: bool, taking: bool) -> None:
        """What stands below the list: ways to choose gaps, or the place for the vendor's file."""
        gaps = self.view is View.GAPS
        self.choosing.setVisible(gaps and choosing)
        self.drop.setVisible(not gaps and taking)

    def set_reply_filter(self, state: ReplyState) -> None:
        """Show replies in this state."""
        self.reply_pills.set_value(state)

    def show_counts(self, gaps: Mapping[GapFilter, int], waiting: int, replies: Mapping[ReplyState, int]) -> None:
        """Put figures on the filters."""
        self.switch.set_text(View.GAPS, f"{self.tr('Gaps')} {gaps[GapFilter.ALL]}")
        self.switch.set_text(View.REPLIES, f"{self.tr('Replies')} {waiting}" if waiting else self.tr("Replies"))
        for option in self._gap_options():
            count = gaps[GapFilter(str(option.value))]
            self.gap_pills.set_text(option.value, f"{option.text} {count}" if count else option.text)
        for state in ReplyState:
            self.reply_pills.set_text(state, f"{word(state)} {replies[state]}" if replies[state] else word(state))

    def show_gap_rows(self, rows: list[ListRow]) -> None:
        """Show these gaps; the current one stays current."""
        self._show(self.gaps, self.gap_list, rows)
        if not rows:
            self._say(self.tr("No gap is like that"), self.tr("Show all gaps to see the others."), self.tr("Show all gaps"))

    def show_reply_rows(self, rows: list[ListRow], *, any_reply: bool) -> None:
        """Show these replies; the current one stays current, or the one that follows it."""
        self._show(self.replies, self.reply_list, rows)
        if not rows and any_reply:
            self._say(self.tr("No reply is like that"), self.tr("Every reply has its place in one of the three lists above."), "")
        elif not rows:
            text = self.tr("When the vendor sends the list back, drop the file below; each answer waits here for your decision.")
            self._say(self.tr("No reply yet"), text, "")

    def current(self) -> QModelIndex:
        """The current row of the list that is shown."""
        return (self.gap_list if self.view is View.GAPS else self.reply_list).currentIndex()

    def shown_keys(self) -> list[str]:
        """The keys of the gaps that are shown."""
        return [self.gaps.row(place).key for place in range(self.gaps.rowCount())]

    def _show(self, model: RowModel, view: QListView, rows: list[ListRow]) -> None:
        before, place = key_at(view.currentIndex()), max(0, view.currentIndex().row())
        model.set_rows(rows)
        self._lists.setCurrentWidget(view if rows else self.nothing)
        index = model.index_of(before)
        if not index.isValid() and rows:
            index = model.index(min(place, len(rows) - 1))
        if index != view.currentIndex():
            view.setCurrentIndex(index)

    def _say(self, title: str, sentence: str, button: str) -> None:
        self.nothing.title.setText(title)
        self.nothing.sentence.setText(sentence)
        self.nothing.sentence.show()
        self.nothing.button.setVisible(bool(button))

    def _gap_options(self) -> list[Option]:
        words = {
            GapFilter.ALL: self.tr("All"),
            GapFilter.NOTHING: self.tr("Nothing done yet"),
            GapFilter.TO_ASK: self.tr("To ask"),
            GapFilter.OUT: self.tr("With the vendor"),
            GapFilter.OVERDUE: self.tr("Overdue"),
            GapFilter.REPLIED: self.tr("Replied"),
            GapFilter.CONDITION: word(Handling.CONDITION),
            GapFilter.ACCEPTANCE: word(Handling.ACCEPTANCE),
            GapFilter.LEFT_OPEN: word(Handling.LEFT_OPEN),
        }
        return [Option(value=chosen, text=text) for chosen, text in words.items()]

    def _reply_options(self) -> list[Option]:
        return [Option(value=state, text=word(state)) for state in ReplyState]

    def _list(self, model: QAbstractItemModel, delegate: QStyledItemDelegate, name: str) -> QListView:
        view = QListView()
        view.setModel(model)
        view.setItemDelegate(delegate)
        view.setUniformItemSizes(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName(name)
        return view

    def _build(self, page: QWidget) -> None:
        theme.dress(page, "page")
        self.gap_pills.set_value(GapFilter.ALL)
        self.reply_pills.set_value(ReplyState.WAITING)
        left = QFrame()
        theme.dress(left, "listpane")
        column = QVBoxLayout(left)
        theme.spaced(column)
        head = QVBoxLayout()
        theme.spaced(head, margin=(16, 16, 16, 10), gap=10)
        for part in (self.heading, self.switch, self.gap_pills, self.reply_pills):
            head.addWidget(part)
        for view in (self.gap_list, self.reply_list, self.nothing):
            self._lists.addWidget(view)
        column.addLayout(head)
        column.addWidget(self._lists, 1)
        column.addWidget(self._footed())
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self._panels.addWidget(self.ask)
        self._panels.addWidget(self.reply)
        self.splitter.addWidget(self._panels)
        theme.sized(left, min_width=205)
        theme.sized(self._panels, min_width=240)
        self.splitter.setSizes([theme.px(420), theme.px(640)])
        self.splitter.setStretchFactor(0, 2)  # where room is short both give way, not the right side alone
        self.splitter.setStretchFactor(1, 3)
        row = QHBoxLayout(page)
        theme.spaced(row)
        row.addWidget(self.splitter)

    def _footed(self) -> QFrame:
        foot = QFrame()
        line = QHBoxLayout(self.choosing)
        theme.spaced(line, gap=12)
        line.addWidget(PlainLabel(self.tr("Choose"), "small"))
        for button in (self.pick_suggested, self.pick_all, self.pick_none):
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(foot)
        theme.spaced(column, margin=(16, 8, 16, 14))
        column.addWidget(self.choosing)
        column.addWidget(self.drop)
        return foot

    def _connect(self) -> None:
        self.switch.picked.connect(self._on_view)
        self.gap_pills.picked.connect(self._on_picked)
        self.reply_pills.picked.connect(self._on_picked)
        self.nothing.acted.connect(self._on_show_all)
        for view in (self.gap_list, self.reply_list):
            view.selectionModel().currentChanged.connect(self.current_changed)

    def _on_view(self, value: object) -> None:
        self.set_view(self.view)
        self.changed.emit()

    def _on_picked(self, value: object) -> None:
        self.changed.emit()

    def _on_show_all(self) -> None:
        self.gap_pills.set_value(GapFilter.ALL)
        self.changed.emit()
