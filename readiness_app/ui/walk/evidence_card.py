"""The files that carry an item: attach, save a copy, detach."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.services.files import megabytes
from readiness_app.ui import theme
from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.widgets.buttons import IconButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.drop_zone import DropZone
from readiness_app.ui.widgets.labels import ElidedLabel, IconLabel, PlainLabel
from readiness_app.ui.widgets.visible import short_hash, visible
from readiness_app.wording import word


class EvidenceRow(QWidget):
    """`save_wanted`, `detach_wanted` and `details_wanted` carry the hash."""

    save_wanted = Signal(str)
    detach_wanted = Signal(str)
    details_wanted = Signal(str)

    def __init__(self, evidence: Evidence, *, own: bool, editable: bool, parent: QWidget | None = None) -> None:
        """`own` is False for a file that only a claim of the item points to; it is detached there."""
        super().__init__(parent)
        self._sha256 = evidence.sha256
        self.setAccessibleName(visible(evidence.title))
        row = QHBoxLayout(self)
        theme.spaced(row, gap=10)
        row.addWidget(IconLabel("file-text", "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words(evidence), 1)
        if evidence.confidentiality is not Confidentiality.PUBLIC:
            row.addWidget(Chip(word(evidence.confidentiality), "lock", "na"), 0, Qt.AlignmentFlag.AlignTop)
        self.details = IconButton("pencil", self.tr("Describe this file"), size=16)
        self.save = IconButton("download", self.tr("Save a copy of this file"), size=16)
        self.detach = IconButton("x", self.tr("Detach this file from the item"), size=16)
        for button, slot in ((self.details, self._on_details), (self.save, self._on_save), (self.detach, self._on_detach)):
            button.clicked.connect(slot)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.details.setVisible(editable)  # only now: shown without a parent it would be a window of its own for a moment
        self.save.setVisible(evidence.purged is None)
        self.detach.setVisible(editable and own)

    def _words(self, evidence: Evidence) -> QVBoxLayout:
        column = QVBoxLayout()
        theme.spaced(column, gap=2)
        column.addWidget(ElidedLabel(visible(evidence.title), "medium"))
        added = date_text(evidence.added.astimezone().date())
        parts = [
            visible(evidence.name) if evidence.name != evidence.title else "",
            megabytes(evidence.size),
            f"SHA-256 {short_hash(evidence.sha256)}",
            self.tr("attached by {name}, {date}").format(name=visible(evidence.added_by), date=added),
        ]
        if evidence.expires:
            parts.append(self.tr("expires {date}").format(date=date_text(evidence.expires)))
        column.addWidget(PlainLabel(" · ".join(part for part in parts if part), "small"))
        if evidence.purged is not None:
            words = self.tr("Purged by {name}: {why}. The bytes are gone, the hash stays.")
            column.addWidget(PlainLabel(words.format(name=visible(evidence.purged.by), why=visible(evidence.purged.why)), "small"))
        return column

    def _on_details(self) -> None:
        self.details_wanted.emit(self._sha256)

    def _on_save(self) -> None:
        self.save_wanted.emit(self._sha256)

    def _on_detach(self) -> None:
        self.detach_wanted.emit(self._sha256)


class EvidenceCard(Card):
    """Hands on what is dropped, pasted or browsed for, and what is wanted with a file."""

    save_wanted = Signal(str)
    detach_wanted = Signal(str)
    details_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.count = PlainLabel("", "small")
        self.count.setWordWrap(False)
        super().__init__(self.tr("Evidence"), "paperclip", self.count, parent=parent)
        self.rows = Rows()
        self.zone = DropZone(self.tr("Drop files here, or"))
        self.zone.setObjectName("attach-zone")
        self.problem = PlainLabel("", "error")
        self.problem.hide()
        self._shown: object = None
        self.add(self.rows)
        self.add(self.zone)
        self.add(self.problem)

    def show_files(self, files: list[Evidence], own: tuple[str, ...], *, editable: bool) -> None:
        """Show these files; those in `own` are attached to the item itself."""
        self.count.setText(self.tr("{count} files").format(count=len(files)) if len(files) != 1 else self.tr("1 file"))
        self.zone.setVisible(editable)
        if self._shown == (files, own, editable):
            return
        self._shown = (files, own, editable)
        self.rows.show_rows(self._row(evidence, evidence.sha256 in own, editable) for evidence in files)

    def show_problem(self, sentence: str) -> None:
        """Say what could not be attached; an empty text takes it back."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _row(self, evidence: Evidence, own: bool, editable: bool) -> EvidenceRow:
        row = EvidenceRow(evidence, own=own, editable=editable)
        row.save_wanted.connect(self.save_wanted)
        row.detach_wanted.connect(self.detach_wanted)
        row.details_wanted.connect(self.details_wanted)
        return row
