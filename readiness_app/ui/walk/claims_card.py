"""The claims of an item: what was adopted and what people added."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.walk.claim_row import ClaimRow, ShownClaim
from readiness_app.ui.widgets.buttons import QuietButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.labels import PlainLabel


class ClaimsCard(Card):
    """`add_wanted`, and with a claim's id `edit_wanted` and `remove_wanted`."""

    add_wanted = Signal()
    edit_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.add_claim = QuietButton(self.tr("Add claim…"), "plus")
        super().__init__(self.tr("Claims"), "quote", self.add_claim, parent=parent)
        self.note = PlainLabel("", "small")
        self.rows = Rows()
        self._shown: tuple[object, ...] = ()
        self.add(self.note)
        self.add(self.rows)
        self.add_claim.clicked.connect(self._on_add)

    def show_claims(self, claims: list[ShownClaim], *, adopted: str, weak: bool, editable: bool) -> None:
        """Show these; `adopted` is the title of the pack they came from, if any."""
        self.add_claim.setVisible(editable)
        sentences = []
        if not claims:
            sentences.append(self.tr("No claim yet. A claim is one statement with its source."))
        if adopted:
            sentences.append(self.tr("Adopted from {pack}.").format(pack=adopted))
        if weak:
            sentences.append(self.tr("Weak sources only: press, commentary and leaked drafts can make an item partly known, never known."))
        self.note.setText(" ".join(sentences))
        self.note.setVisible(bool(sentences))
        if self._shown == (claims, editable):
            return
        self._shown = (claims, editable)
        self.rows.show_rows(self._row(claim, editable) for claim in claims)

    def _row(self, claim: ShownClaim, editable: bool) -> ClaimRow:
        row = ClaimRow(claim, editable=editable)
        row.edit_wanted.connect(self.edit_wanted)
        row.remove_wanted.connect(self.remove_wanted)
        return row

    def _on_add(self) -> None:
        self.add_wanted.emit()
