"""The quotes that rest on a file: where each stands, one click from being shown, and what takes a newer revision."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from readiness_app.domain.claim import Claim
from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.revising import resting_on
from readiness_app.ui import theme
from readiness_app.ui.models.quote_words import anchor_mark
from readiness_app.ui.models.rows import Fact, ListRow, RowDelegate, RowModel
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.drop_zone import DropZone
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible

Words = Callable[[str], str]


def quote_rows(resting: Sequence[tuple[str, Claim]], tr: Words) -> list[ListRow]:
    """One row per claim on a file: its quote, or its statement where it has none."""
    return [_row(item, claim, tr) for item, claim in resting]


def _row(item: str, claim: Claim, tr: Words) -> ListRow:
    words = f"“{visible(claim.quote)}”" if claim.quote.strip() else visible(claim.statement)
    mark = anchor_mark(claim, tr)
    told = mark.text if mark else tr("Claim without a quote")
    return ListRow(
        key=f"{item} {claim.id}",
        title=words,
        mono=item,
        chips=(mark,) if mark else (),
        facts=(Fact(icon="quote", text=visible(claim.statement) if claim.quote.strip() else told),),
        sentence=f"{item}. {words}. {told}",
        tip=words,
    )


class QuotesPane(QWidget):
    """`picked` carries a claim to be shown in the preview; `again_wanted`, `revision_wanted`, and `dropped` the file of a new revision."""

    picked = Signal(object)
    again_wanted = Signal()
    revision_wanted = Signal()
    dropped = Signal(list)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._claims: tuple[tuple[str, Claim], ...] = ()
        self.model = RowModel(parent=self)
        self.list = QListView()
        self.none = PlainLabel(self.tr("No claim rests on this file yet. A claim names its file; its quote is looked up there."), "body2")
        self.again = Button(self.tr("Look all up again"), "search")
        self.revise = Button(self.tr("New revision…"), "file-plus")
        self.zone = DropZone(self.tr("Drop a newer revision of this file here, or"))
        self.lists = QStackedWidget()
        self._build()
        self.list.clicked.connect(self._on_row)
        self.list.activated.connect(self._on_row)
        self.again.clicked.connect(self.again_wanted)
        self.revise.clicked.connect(self.revision_wanted)
        self.zone.dropped.connect(self.dropped)
        self.zone.refused.connect(self.refused)
        self.zone.pasted_text.connect(self._on_pasted)
        self.zone.pasted_image.connect(self._on_pasted)

    def show_quotes(self, review: Review, file: Evidence, *, editable: bool) -> int:
        """Show the claims that rest on this file and return how many there are."""
        self._claims = tuple(resting_on(review, file.sha256))
        self.model.set_rows(quote_rows(self._claims, self.tr))
        self.lists.setCurrentWidget(self.list if self._claims else self._empty)
        self.again.setEnabled(editable and any(claim.quote.strip() for _, claim in self._claims))
        self.revise.setEnabled(editable)
        self.zone.setVisible(editable)
        return len(self._claims)

    def _build(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list, lines=2))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Quotes that rest on this file; Enter shows one in the preview"))
        self._empty = QWidget()
        words = QVBoxLayout(self._empty)
        theme.spaced(words, margin=(20, 16, 20, 16))
        words.addWidget(self.none)
        words.addStretch(1)
        self.lists.addWidget(self.list)
        self.lists.addWidget(self._empty)
        foot = QVBoxLayout()
        theme.spaced(foot, margin=(16, 8, 16, 14), gap=8)
        row = QHBoxLayout()
        theme.spaced(row, gap=6)
        row.addWidget(self.again)
        row.addWidget(self.revise)
        row.addStretch(1)
        foot.addLayout(row)
        foot.addWidget(self.zone)
        column = QVBoxLayout(self)
        theme.spaced(column)
        column.addWidget(self.lists, 1)
        column.addLayout(foot)

    def _on_row(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self._claims):
            self.picked.emit(self._claims[index.row()][1])

    def _on_pasted(self, what: object) -> None:
        self.refused.emit(self.tr("A new revision is a file. Copy the file itself, or browse for it. Nothing was changed."))
