"""A quote in its file: the page with the quote marked, and in words where it stands."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from readiness_app.domain.claim import Claim
from readiness_app.domain.review import Evidence
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.models.quote_words import anchor_look, beside_chip
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.file_preview import FilePreview, Passage
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible


class QuoteDialog(Dialog):
    """Shows; `again_wanted` asks to look the quote up once more, `show_claim` shows what that gave."""

    again_wanted = Signal()

    def __init__(self, workspace: Workspace, claim: Claim, file: Evidence, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Quote in {name}").format(name=visible(file.title)), self.tr("Close"), parent, width=900)
        self._workspace, self._file = workspace, file
        self.cancel.hide()
        self.chip = Chip()
        self.sentence = PlainLabel("", "small", selectable=True)
        self.quote = PlainLabel("", "body2", selectable=True)
        self.again = Button(self.tr("Look it up again"), "search")
        self.preview = FilePreview(jobs)
        row = QHBoxLayout()
        theme.spaced(row, gap=8)
        row.addWidget(self.chip)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.again)
        self.add(self.quote)
        self.add(row)
        self.add(self.preview)
        theme.sized(self.preview, min_height=460)
        self.again.clicked.connect(self.again_wanted)
        self.show_claim(claim)

    def show_claim(self, claim: Claim, why: str = "") -> None:
        """Show this claim's quote where its anchor says it stands; `why` where it cannot be checked."""
        self.quote.setText(f"“{visible(claim.quote, chr(10))}”")
        self.chip.show_mark(anchor_look(claim.anchor, claim.page, self.tr))
        self.sentence.setText(beside_chip(visible(self._file.title), why) if claim.anchor is not None else "")
        page = claim.anchor.page if claim.anchor else None
        self.preview.show_file(self._workspace, self._file, Passage(quote=claim.quote, page=page or claim.page))

    def take(self) -> None:
        """Nothing: the dialog only shows."""
