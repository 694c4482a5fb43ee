"""The file that is chosen on the Evidence page: what it is, what carries it, and a look into it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from readiness_app.domain.claim import Claim
from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.revising import named
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.leaving import LeavingDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.models.evidence_list import confidentiality_mark, is_past, moment_text, size_text
from readiness_app.ui.pages.evidence_quotes import QuotesPane
from readiness_app.ui.widgets.buttons import Button, IconButton, LinkButton
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.file_preview import FilePreview, Passage
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.page import line
from readiness_app.ui.widgets.segmented import Option, Segmented
from readiness_app.ui.widgets.visible import short_hash, visible

ACTIONS = (("edit", "pencil"), ("save", "download"), ("attach", "link"), ("revise", "file-plus"), ("remove", "x"), ("purge", "trash-2"))


class EvidencePanel(QFrame):
    """`acted` carries what is wanted of the file: edit, save, attach, revise, remove or purge; `copied` a sentence."""

    acted = Signal(str)
    item_wanted = Signal(str)
    copied = Signal(str)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: Evidence | None = None
        theme.dress(self, "listpane")
        self.title = PlainLabel("", "subheading")
        self.name = PlainLabel("", "mono", selectable=True)
        self.chip = Chip()
        self.buttons = {key: Button(self._words(key), icon) for key, icon in ACTIONS}
        self.view = Segmented(
            [
                Option(value="preview", text=self.tr("Preview")),
                Option(value="quotes", text=self.tr("Quotes")),
                Option(value="details", text=self.tr("Details")),
            ],
            self.tr("What to show of the file"),
            look="pills",
        )
        self.preview = FilePreview(jobs)
        self.quotes = QuotesPane()
        self._workspace: Workspace | None = None
        self.details = QScrollArea()
        self.stack = QStackedWidget()
        self._build()
        self._connect()

    def show_file(self, workspace: Workspace, review: Review, file: Evidence | None, *, editable: bool, stored: bool = True) -> None:
        """Show this file, or that none is chosen; a look into it waits until it is `stored`."""
        self.file, self._workspace = file, workspace
        self._head.setVisible(file is not None)
        if file is None:
            self.preview.show_file(workspace, None)
            self.stack.setCurrentWidget(self.preview)
            return
        self.title.setText(visible(file.title))
        self.name.setText(visible(file.name))
        self.chip.show_mark(confidentiality_mark(file.confidentiality))
        uses = review.uses_of(file.sha256)
        allowed = {
            "edit": editable,
            "save": file.purged is None,
            "attach": editable and file.purged is None,
            "revise": editable and file.purged is None,
            "remove": editable and not uses,
            "purge": editable and file.purged is None,
        }
        for key, button in self.buttons.items():
            button.setEnabled(allowed[key])
            button.setVisible(key != "remove" or allowed[key])
        self._fill(file, uses, review)
        number = self.quotes.show_quotes(review, file, editable=editable and file.purged is None)
        self.view.set_text("quotes", f"{self.tr('Quotes')} {number}" if number else self.tr("Quotes"))
        self._on_view(self.view.value())
        if stored:
            self.preview.show_file(workspace, file)
        else:
            self.preview.wait_for(file)

    def _words(self, key: str) -> str:
        return {
            "edit": self.tr("Edit details…"),
            "save": self.tr("Save a copy…"),
            "attach": self.tr("Attach to an item…"),
            "revise": self.tr("New revision…"),
            "remove": self.tr("Take off the list"),
            "purge": self.tr("Purge…"),
        }[key]

    def _build(self) -> None:
        self.view.set_value("preview")
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        theme.spaced(head, margin=(20, 16, 20, 10), gap=8)
        top = QHBoxLayout()
        theme.spaced(top, gap=8)
        top.addWidget(self.title, 1)
        top.addWidget(self.chip)
        actions = QWidget()
        flow = FlowLayout(actions)
        theme.spaced(flow, gap=6)
        for button in self.buttons.values():
            flow.addWidget(button)
        head.addLayout(top)
        head.addWidget(self.name)
        head.addWidget(actions)
        head.addWidget(self.view)
        self.details.setWidgetResizable(True)
        self.details.setFrameShape(QFrame.Shape.NoFrame)
        self.details.setAccessibleName(self.tr("Details of the file"))
        self.stack.addWidget(self.preview)
        self.stack.addWidget(self.quotes)
        self.stack.addWidget(self.details)
        column = QVBoxLayout(self)
        theme.spaced(column)
        column.addWidget(self._head)
        column.addWidget(line())
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.view.picked.connect(self._on_view)
        self.quotes.picked.connect(self._on_quote)
        for button in self.buttons.values():
            button.clicked.connect(self._on_action)

    def _on_view(self, value: object) -> None:
        shown: dict[object, QWidget] = {"details": self.details, "quotes": self.quotes}
        self.stack.setCurrentWidget(shown.get(value, self.preview))

    def _on_quote(self, claim: Claim) -> None:
        if self.file is None or self._workspace is None:
            return
        page = claim.anchor.page if claim.anchor else None
        passage = Passage(quote=claim.quote, page=page or claim.page) if claim.quote.strip() else None
        self.view.set_value("preview")
        self._on_view("preview")
        self.preview.show_file(self._workspace, self.file, passage)

    def _on_action(self) -> None:
        pressed = self.sender()
        for key, button in self.buttons.items():
            if button is pressed:
                self.acted.emit(key)

    def _fill(self, file: Evidence, uses: tuple[str, ...], review: Review) -> None:
        ground = QWidget()
        grid = QGridLayout(ground)
        theme.spaced(grid, margin=(20, 14, 20, 14), gap=8)
        grid.setColumnStretch(1, 1)
        for number, (label, value) in enumerate(self._facts(file, review)):
            grid.addWidget(PlainLabel(label, "small"), number, 0)
            grid.addWidget(PlainLabel(value, selectable=True), number, 1)
        row = grid.rowCount()
        if file.address:
            self.open_address = Button(self.tr("Open the address…"), "globe")
            self.open_address.clicked.connect(self._on_address)
            grid.addWidget(self.open_address, row, 1, Qt.AlignmentFlag.AlignLeft)
            row += 1
        grid.addWidget(PlainLabel(self.tr("SHA-256"), "small"), row, 0)
        grid.addLayout(self._hash_row(file), row, 1)
        grid.addWidget(PlainLabel(self.tr("Used by"), "small"), row + 1, 0)
        grid.addWidget(self._uses_row(uses), row + 1, 1)
        grid.setRowStretch(row + 2, 1)
        self.details.setWidget(ground)

    def _facts(self, file: Evidence, review: Review) -> list[tuple[str, str]]:
        expires = date_text(file.expires)
        if is_past(file, review.as_of):
            expires = self.tr("{day}, expired").format(day=expires)
        added = self.tr("{day} by {name}").format(day=date_text(file.added.date()), name=visible(file.added_by))
        pairs = [
            (self.tr("Size"), size_text(file.size)),
            (self.tr("Published"), date_text(file.published)),
            (self.tr("Retrieved"), date_text(file.retrieved)),
            (self.tr("Added"), added),
            (self.tr("Expires"), expires),
            (self.tr("Publisher"), visible(file.publisher)),
            (self.tr("Revision"), visible(file.revision)),
            (self.tr("Address"), visible(file.address)),
            (self.tr("Captured"), moment_text(file.captured) if file.captured else ""),
            *self._revisions(file, review),
            (self.tr("Kind"), visible(file.media_type)),
        ]
        if file.purged is not None:
            told = self.tr("{day} by {name}: {why}")
            day, name, why = date_text(file.purged.at.date()), visible(file.purged.by), visible(file.purged.why)
            pairs.insert(0, (self.tr("Purged"), told.format(day=day, name=name, why=why)))
        return [(label, value or "–") for label, value in pairs]

    def _revisions(self, file: Evidence, review: Review) -> list[tuple[str, str]]:
        older = [one for one in review.evidence if one.sha256 == file.replaces]
        newer = [one for one in review.evidence if one.replaces == file.sha256]
        pairs = [(self.tr("Replaces"), one) for one in older] + [(self.tr("Replaced by"), one) for one in newer]
        return [(label, f"{visible(named(one))} ({short_hash(one.sha256)})") for label, one in pairs]

    def _hash_row(self, file: Evidence) -> QHBoxLayout:
        row = QHBoxLayout()
        theme.spaced(row, gap=4)
        short = PlainLabel(short_hash(file.sha256), "mono")
        copy = IconButton("copy", self.tr("Copy the whole hash"), size=16)
        copy.clicked.connect(self._on_copy)
        row.addWidget(short)
        row.addWidget(copy)
        row.addStretch(1)
        return row

    def _uses_row(self, uses: tuple[str, ...]) -> QWidget:
        held = QWidget()
        flow = FlowLayout(held)
        theme.spaced(flow, gap=4)
        for item in uses:
            link = LinkButton(item)
            link.setAccessibleName(self.tr("Go to {item}").format(item=item))
            link.clicked.connect(self._on_item)
            flow.addWidget(link)
        if not uses:
            flow.addWidget(PlainLabel(self.tr("No item yet"), "body2"))
        return held

    def _on_address(self) -> None:
        if self.file is not None:
            self.leaving = LeavingDialog(self.file.address, self)
            self.leaving.open()

    def _on_copy(self) -> None:
        if self.file is not None:
            QGuiApplication.clipboard().setText(self.file.sha256)
            self.copied.emit(self.tr("Hash copied"))

    def _on_item(self) -> None:
        link = self.sender()
        if isinstance(link, LinkButton):
            self.item_wanted.emit(link.text())
