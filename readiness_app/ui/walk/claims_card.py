"""The claims of an item: what was adopted and what people added."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from readiness_app.domain.conflicts import in_conflict
from readiness_app.domain.review import Answer
from readiness_app.domain.strength import Strength
from readiness_app.domain.vocabulary import Stance
from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.walk.claim_row import ClaimRow, ShownClaim
from readiness_app.ui.walk.conflict_box import ConflictBox
from readiness_app.ui.widgets.buttons import QuietButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.labels import PlainLabel, tooltip
from readiness_app.wording import strength_words


class ClaimsCard(Card):
    """`add_wanted`; with a claim's id `edit_wanted`, `remove_wanted`, `quote_wanted`; in a conflict `resolve_wanted`, `withdraw_wanted`."""

    add_wanted = Signal()
    resolve_wanted = Signal()
    withdraw_wanted = Signal()
    quote_wanted = Signal(str)
    edit_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.add_claim = QuietButton(self.tr("Add claim…"), "plus")
        super().__init__(self.tr("Claims"), "quote", self.add_claim, parent=parent)
        self.note = PlainLabel("", "small")
        self.strength = PlainLabel("", "medium", selectable=True)
        told = self.tr(
            "Two citations of one source count once: the same file or a revision of it, the same address, the same name. "
            "What only passes something on counts with what it passes on."
        )
        self.strength.setToolTip(tooltip(told))
        self.conflict = ConflictBox()
        self.rows = Rows()
        self._shown: tuple[object, ...] = ()
        for part in (self.strength, self.note, self.conflict):
            self.add(part)
        self.add(self.rows)
        self.conflict.resolve_wanted.connect(self.resolve_wanted)
        self.conflict.withdraw_wanted.connect(self.withdraw_wanted)
        self.add_claim.clicked.connect(self._on_add)

    def show_claims(self, claims: list[ShownClaim], answer: Answer, strength: Strength, *, adopted: str, editable: bool) -> None:
        """Show these, in their order; `adopted` is the title of the pack they came from, if any."""
        self.add_claim.setVisible(editable)
        sentences = []
        if not claims:
            sentences.append(self.tr("No claim yet. A claim is one statement with its source."))
        if adopted:
            sentences.append(self.tr("Adopted from {pack}.").format(pack=adopted))
        if answer.weak_sources_only:
            sentences.append(self.tr("Weak sources only: press, commentary and leaked drafts can make an item partly known, never known."))
        self.note.setText(" ".join(sentences))
        self.note.setVisible(bool(sentences))
        words = strength_words(strength)
        self.strength.setText(words[:1].upper() + words[1:])
        self.strength.setVisible(bool(words))
        shown = (claims, answer.resolution, editable)
        if self._shown != shown:
            self._shown = shown
            self._show_rows(claims, answer, editable)

    def _show_rows(self, claims: list[ShownClaim], answer: Answer, editable: bool) -> None:
        torn = in_conflict(answer)
        self.conflict.setVisible(torn)
        sides: dict[Stance, list[ClaimRow]] = {Stance.SUPPORTS: [], Stance.CONTRADICTS: []}
        others: list[ClaimRow] = []
        for claim in claims:
            side = sides.get(claim.claim.stance) if torn else None
            row = self._row(claim, editable, titled=side is not None)
            (others if side is None else side).append(row)
        if torn:
            self.conflict.show_conflict(answer, sides[Stance.SUPPORTS], sides[Stance.CONTRADICTS], editable=editable)
        self.rows.show_rows(others)

    def _row(self, claim: ShownClaim, editable: bool, *, titled: bool) -> ClaimRow:
        row = ClaimRow(claim, editable=editable, titled=titled)
        row.quote_wanted.connect(self.quote_wanted)
        row.edit_wanted.connect(self.edit_wanted)
        row.remove_wanted.connect(self.remove_wanted)
        return row

    def _on_add(self) -> None:
        self.add_wanted.emit()
