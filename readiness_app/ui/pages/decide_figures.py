"""The upper cards of the Decide page: the figures, each axis apart, and the gates of the tier."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QListView, QWidget

from readiness_app.domain.gates import without_their_quotes
from readiness_app.domain.measures import Measures, measures
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import GateState, Knowledge, Verdict
from readiness_app.ui import theme
from readiness_app.ui.marks import mark
from readiness_app.ui.models.gate_list import gate_mark, gate_rows
from readiness_app.ui.models.rows import RowDelegate, RowModel
from readiness_app.ui.widgets.bars import Part, RangeBar, StackedBar
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.pickers import KNOWLEDGE_ORDER
from readiness_app.ui.widgets.segmented import Option, Segmented

_FEW = 5
_ALL = "all"


class FiguresCard(Card):
    """Readiness as a range; progress, knowledge and verdict beside it and never mixed into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.range = RangeBar()
        self.progress, self.knowledge, self.verdict = StackedBar(legend=True), StackedBar(legend=True), StackedBar(legend=True)
        self.expired = PlainLabel("", "small")
        grid = QGridLayout()
        theme.spaced(grid, gap=12)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Readiness"), self.range),
            (self.tr("Looked at"), self.progress),
            (self.tr("Knowledge"), self.knowledge),
            (self.tr("Verdict"), self.verdict),
        )
        for number, (label, bar) in enumerate(rows):
            name = PlainLabel(label, "strong")
            name.setWordWrap(False)
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(bar, number, 1)
        self.add(grid)
        why = self.tr("From what is known and acceptable today to what could be if every gap turned out well.")
        self.add(PlainLabel(why, "small"))
        self.add(self.expired)

    def show_review(self, review: Review) -> None:
        """Show the figures at the as-of date."""
        figures = measures(review)
        self.range.set_range(figures.range.low, figures.range.high)
        waiting = figures.items_in_scope - figures.reviewed
        self.progress.set_parts(
            [
                Part(tone="info", text=self.tr("Reviewed"), amount=figures.reviewed),
                Part(tone="pending", text=self.tr("Not yet"), amount=waiting),
            ]
        )
        self.knowledge.set_parts([_part(member, figures.knowledge[member]) for member in KNOWLEDGE_ORDER])
        self.verdict.set_parts([_part(member, figures.verdict[member]) for member in _verdicts()])
        self._show_remarks(figures, len(without_their_quotes(review)))

    def _show_remarks(self, figures: Measures, lost: int) -> None:
        number = QLocale().toString
        remarks = []
        if figures.expired:
            remarks.append(self.tr("{count} carried by expired evidence only").format(count=number(figures.expired)))
        if lost:
            remarks.append(self.tr("{count} by quotes that were not found in their files").format(count=number(lost)))
        if figures.weak_sources_only:
            remarks.append(self.tr("{count} by weak sources only").format(count=number(figures.weak_sources_only)))
        self.expired.setText(" · ".join(remarks))
        self.expired.setVisible(bool(remarks))


def _verdicts() -> tuple[Verdict, ...]:
    return (Verdict.ACCEPTABLE, Verdict.ACCEPTABLE_WITH_CONTROL, Verdict.NOT_ACCEPTABLE, Verdict.UNDECIDED)


def _part(member: Knowledge | Verdict, amount: int) -> Part:
    shown = mark(member)
    return Part(tone=shown.tone, text=shown.text, amount=amount)


class GatesCard(Card):
    """The gates of the tier, hard ones first; `item_wanted` when a person goes to one."""

    item_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("GatesCard", "Gates"), "shield-alert", parent=parent)
        states = (GateState.OPEN, GateState.ACCEPTED, GateState.CLEAR)
        options = [Option(value=state, text=gate_mark(state, self.tr).text) for state in states]
        options.append(Option(value=_ALL, text=self.tr("All")))
        self.filter = Segmented(options, self.tr("Which gates to show"), look="pills")
        self._review: Review | None = None
        self._whole = False
        self._touched = False
        self.model = RowModel(parent=self)
        self.list = QListView()
        self.none = PlainLabel("", "body2")
        self.more = LinkButton("")
        self._delegate = RowDelegate(self.list, lines=1, facts=False, margin=4)
        self._build()
        self.filter.picked.connect(self._on_filter)
        self.more.clicked.connect(self._on_more)
        self.list.activated.connect(self._on_chosen)
        self.list.clicked.connect(self._on_chosen)

    def show_review(self, review: Review) -> None:
        """Show how the gates stand; first the open ones."""
        self._review = review
        counts = measures(review).gates
        for state, count in counts.items():
            self.filter.set_text(state, f"{gate_mark(state, self.tr).text} {QLocale().toString(count)}")
        self.filter.set_text(_ALL, f"{self.tr('All')} {QLocale().toString(sum(counts.values()))}")
        if not self._touched:
            first = next((state for state in (GateState.OPEN, GateState.ACCEPTED) if counts[state]), _ALL)
            self.filter.set_value(first)
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_delegate"):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow rooms give questions a second line."""
        super().resizeEvent(event)
        if self._delegate.set_lines(1 if self.width() >= theme.px(640) else 2):
            self.list.scheduleDelayedItemsLayout()
            self._fit()

    def _build(self) -> None:
        self.filter.set_value(GateState.OPEN)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Gates of this tier"))
        self.add(self.filter)
        self.add(self.none)
        self.add(self.list)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def _on_filter(self, value: object) -> None:
        self._touched = True
        self._fill()

    def _on_more(self) -> None:
        self._whole = not self._whole
        self._fill()

    def _on_chosen(self, index: QModelIndex) -> None:
        self.item_wanted.emit(self.model.row(index.row()).key)

    def _fill(self) -> None:
        if self._review is None:
            return
        chosen: Any = self.filter.value()
        rows = gate_rows(self._review, None if chosen == _ALL else chosen, self.tr)
        self.none.setText(self.tr("No gate is in this state.") if chosen != _ALL else self.tr("This tier has no gates."))
        self.none.setVisible(not rows)
        self.more.setVisible(len(rows) > _FEW)
        self.more.setText(self.tr("Show fewer") if self._whole else self.tr("Show all {count}").format(count=len(rows)))
        self.model.set_rows(rows if self._whole else rows[:_FEW])
        self._fit()

    def _fit(self) -> None:
        # The page scrolls, not the list in it.
        self.list.setFixedHeight(self._delegate.row_height() * self.model.rowCount() + 2)
        self.list.setVisible(self.model.rowCount() > 0)
