"""The first page: begin a review, open one, or try the sample."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.vocabulary import GateState, LapseKind, State
from readiness_app.ui import theme
from readiness_app.ui.inside import clear
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.preferences import Preferences
from readiness_app.ui.widgets.bars import RangeBar, range_text
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import StatusChip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel
from readiness_app.ui.widgets.page import ScrollPage
from readiness_app.ui.widgets.tile import ActionTile, Tile
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import lapse_lines, word

_MOST_LAPSING = 5

if TYPE_CHECKING:
    from readiness_app.domain.measures import Measures
    from readiness_app.services.summaries import ReviewSummary
    from readiness_app.services.workspace import Workspace

Listing = tuple["Workspace", "tuple[ReviewSummary, ...]"]


class ReviewTile(Tile):
    """One review: what it is about at the left, how it stood and stands today at the right, what lapses below."""

    def __init__(self, summary: "ReviewSummary", parent: QWidget | None = None) -> None:
        self.review_id = summary.id
        name = visible(f"{summary.subject.vendor} {summary.subject.model}")
        then, today = figures_text(summary.measures), figures_text(summary.today)
        super().__init__(f"{name}, {word(summary.tier)}, {word(summary.state)}. {then}", parent)
        column = QVBoxLayout()
        theme.spaced(column, margin=(16, 12, 16, 12), gap=6)
        row = QHBoxLayout()
        theme.spaced(row, gap=12)
        row.addWidget(IconLabel("file-text", "text_2", 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._subject(summary, name), 1)
        row.addLayout(self._standing(summary, then, today))
        column.addLayout(row)
        if words := self._vendor(summary):
            column.addLayout(_line("send", "text_3", words))
        carried = sorted(summary.lapsing, key=lambda one: one.kind is LapseKind.EVIDENCE)  # what a named person carries comes first
        sentences = [visible(sentence) for sentence in lapse_lines(carried, date_text)]
        for sentence in sentences[:_MOST_LAPSING]:
            column.addLayout(_warning(sentence))
        if len(sentences) > _MOST_LAPSING:
            column.addLayout(_warning(self.tr("and {count} more").format(count=len(sentences) - _MOST_LAPSING)))
        self.fill(column)

    def _subject(self, summary: "ReviewSummary", name: str) -> QVBoxLayout:
        column, first = QVBoxLayout(), QHBoxLayout()
        theme.spaced(column, gap=2)
        theme.spaced(first, gap=8)
        first.addWidget(ElidedLabel(name, "strong"))
        first.addWidget(StatusChip(summary.state))
        first.addStretch(1)
        parts = [word(summary.tier), self.tr("as of {date}").format(date=date_text(summary.as_of))]
        parts += [self.tr("round {number}").format(number=summary.round)] if summary.round > 1 else []
        parts += [self.tr("edition {number}").format(number=summary.edition)] if summary.edition > 1 else []
        parts += [word(summary.decision.outcome)] if summary.decision else []
        column.addLayout(first)
        column.addWidget(ElidedLabel(" · ".join(parts), "small"))
        column.addStretch(1)
        return column

    def _vendor(self, summary: "ReviewSummary") -> str:
        counts = summary.vendor
        asked = self.tr("1 question is with the vendor") if counts.asked == 1 else self.tr("{count} questions are with the vendor")
        out = asked.format(count=counts.asked) if counts.asked else ""
        late = self.tr("{count} of them overdue").format(count=counts.overdue) if counts.overdue else ""
        waits = self.tr("1 reply waits for a decision") if counts.waiting == 1 else self.tr("{count} replies wait for a decision")
        back = waits.format(count=counts.waiting) if counts.waiting else ""
        return " · ".join(part for part in (out, late, back) if part)

    def _standing(self, summary: "ReviewSummary", then: str, today: str) -> QVBoxLayout:
        column = QVBoxLayout()
        theme.spaced(column, gap=3)
        changed = date_text(summary.changed.astimezone().date())
        bar = RangeBar(summary.measures.range.low, summary.measures.range.high, labelled=False)
        theme.sized(bar, width=170)
        lines = [PlainLabel(then, "strong")]
        if today != then:
            lines.append(PlainLabel(self.tr("Today: {figures}").format(figures=today), "small"))
        lines.append(PlainLabel(self.tr("Changed {date}").format(date=changed), "small"))
        for line in lines:
            line.setWordWrap(False)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addWidget(line, 0, Qt.AlignmentFlag.AlignRight)
        column.insertWidget(1, bar, 0, Qt.AlignmentFlag.AlignRight)
        return column


def figures_text(figures: "Measures") -> str:
    """The range and the open gates in words."""
    gates = figures.gates[GateState.OPEN]
    return f"{range_text(figures.range.low, figures.range.high)} ready · {gates} {'gate' if gates == 1 else 'gates'} open"


def _warning(sentence: str) -> QHBoxLayout:
    return _line("clock", "partly", sentence)


def _line(icon: str, role: str, sentence: str) -> QHBoxLayout:
    row = QHBoxLayout()
    theme.spaced(row, margin=(32, 0, 0, 0), gap=6)
    row.addWidget(IconLabel(icon, role, 14))
    row.addWidget(PlainLabel(sentence, "small"), 1)
    return row


class StartPage(ScrollPage):
    """Over a workspace, not over a review; `trouble` carries the sentence where the reviews cannot be listed."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    review_wanted = Signal(str)
    workspace_wanted = Signal(object)  # Path
    round_wanted = Signal(str)
    trouble = Signal(str)

    def __init__(self, preferences: Preferences, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Start"), max_width=800, parent=parent)
        self._preferences, self._jobs = preferences, jobs
        self._workspace: Workspace | None = None
        self.new = ActionTile("plus", self.tr("New review"), self.tr("Say what is to be approved, then walk through every question"))
        self.open = ActionTile("folder-open", self.tr("Open"), self.tr("Continue in a workspace saved on this computer"))
        self.sample = ActionTile(
            "flask-conical", self.tr("Try the sample"), self.tr("A finished review of Claude Mythos, signed and sealed")
        )
        self.heading = PlainLabel("", "overline")
        self.list = QVBoxLayout()
        self.others = Card()
        self._build()
        self.new.clicked.connect(self._on_new)
        self.open.clicked.connect(self._on_open)
        self.sample.clicked.connect(self._on_sample)
        self._show_rows(())

    def show_workspace(self, workspace: "Workspace") -> None:
        """List the reviews of this workspace from now on."""
        self._workspace = workspace
        self.refresh()
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Put the keyboard on the first thing to do here."""
        (self.new if self.new.isEnabled() else self.open).setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the reviews anew, away from the window."""
        workspace = self._workspace
        self.new.setEnabled(workspace is not None and not workspace.read_only)
        self._show_others()
        if workspace is None:
            return

        def work(progress: Progress) -> Listing:
            from readiness_app.services.summaries import (
                summaries,  # here, in the worker: the window is painted before SQLAlchemy is imported
            )

            return workspace, summaries(workspace, date.today())

        job = self._jobs.create(work)
        job.done.connect(self._on_listed)
        job.failed.connect(self._on_failed)
        self._jobs.start(job)

    def tiles(self) -> list[ReviewTile]:
        """The reviews that are listed, in order."""
        return [tile for tile in self.findChildren(ReviewTile) if not tile.isHidden()]

    def _build(self) -> None:
        self.column.insertSpacing(0, 70)
        self.add(PlainLabel(self.tr("Is this model ready to deploy?"), "display"))
        self.add(PlainLabel(self.tr("Work through what is known and what is not, attach the evidence, and sign the result."), "lead"))
        row = QHBoxLayout()
        theme.spaced(row, margin=(0, 8, 0, 8), gap=14)
        for tile in (self.new, self.open, self.sample):
            row.addWidget(tile, 1)
        self.add(row)
        self.add(self.heading)
        theme.spaced(self.list, gap=8)
        self.add(self.list)
        self.add(self.others)

    def _show_rows(self, rows: "tuple[ReviewSummary, ...]") -> None:
        clear(self.list)
        name = self._workspace.path.name if self._workspace else ""
        self.heading.setText(self.tr("Reviews in {name}").format(name=visible(name)) if rows else "")
        self.heading.setVisible(bool(rows))
        for summary in rows:
            tile = ReviewTile(summary)
            tile.clicked.connect(self._on_tile)
            self.list.addWidget(tile)
            if summary.state is not State.OPEN and self._workspace is not None and not self._workspace.read_only:
                self.list.addLayout(self._next_round(summary.id, tile.accessibleName()))

    def _next_round(self, review_id: str, name: str) -> QHBoxLayout:
        link = LinkButton(self.tr("Next round…"), "history", tip=self.tr("Carry its answers over into a new review"))
        link.setProperty("review", review_id)
        link.setAccessibleDescription(name)
        link.clicked.connect(self._on_next_round)
        row = QHBoxLayout()
        theme.spaced(row, margin=(48, 0, 0, 6))
        row.addWidget(link)
        row.addStretch(1)
        return row

    def _show_others(self) -> None:
        clear(self.others.body)
        here = str(self._workspace.path) if self._workspace else ""
        names = [name for name in self._preferences.settings.recent if name != here and Path(name).exists()][:5]
        self.others.setVisible(bool(names))
        if names:
            self.others.add(PlainLabel(self.tr("Other workspaces"), "overline"))
        for name in names:
            link = LinkButton(visible(name), "folder")
            link.setProperty("place", name)
            link.clicked.connect(self._on_other)
            row = QHBoxLayout()
            row.addWidget(link)
            row.addStretch(1)
            self.others.add(row)

    def _on_listed(self, listing: Listing) -> None:
        workspace, rows = listing
        if workspace is self._workspace:  # else another one was opened meanwhile
            self._show_rows(rows)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.trouble.emit(str(error))

    def _on_new(self) -> None:
        self.new_wanted.emit()

    def _on_open(self) -> None:
        self.open_wanted.emit()

    def _on_sample(self) -> None:
        self.sample_wanted.emit()

    def _on_tile(self) -> None:
        tile = self.sender()
        if isinstance(tile, ReviewTile):
            self.review_wanted.emit(tile.review_id)

    def _on_next_round(self) -> None:
        link = self.sender()
        if link is not None:
            self.round_wanted.emit(str(link.property("review")))

    def _on_other(self) -> None:
        link = self.sender()
        if link is not None:
            self.workspace_wanted.emit(Path(str(link.property("place"))))
