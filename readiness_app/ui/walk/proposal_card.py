"""What the pack proposes for an item, until somebody adopts it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from readiness_app.domain.pack import Pack, Proposal
from readiness_app.domain.vocabulary import Knowledge
from readiness_app.ui import theme
from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.walk.claim_row import ClaimRow, ShownClaim
from readiness_app.ui.widgets.buttons import PrimaryButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import StatusChip
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word


class ProposalCard(Card):
    """`adopt_wanted` when a person wants what is shown."""

    adopt_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.adopt = PrimaryButton(
            self.tr("Adopt"), "check", tip=self.tr("Take over the claims and the knowledge; the verdict stays yours (A)")
        )
        super().__init__(self.tr("Proposal"), "lightbulb", self.adopt, tone="info", parent=parent)
        self.chip = StatusChip(Knowledge.KNOWN)
        self.from_pack = PlainLabel("", "small")
        self.reason = PlainLabel("", "body2")
        self.rows = Rows()
        self._shown: object = None
        line = QHBoxLayout()
        theme.spaced(line, gap=8)
        line.addWidget(self.chip)
        line.addWidget(self.from_pack, 1)
        self.add(line)
        self.add(self.reason)
        self.add(self.rows)
        self.adopt.clicked.connect(self._on_adopt)

    def show_proposal(self, proposal: Proposal, pack: Pack, claims: list[ShownClaim], *, answered: bool, editable: bool) -> None:
        """Show what the pack proposes; where a person has `answered` already, only to compare."""
        self.adopt.setVisible(editable and not answered)
        self.chip.show_member(proposal.knowledge)
        self.from_pack.setText(visible(pack.title))  # it names its date
        sentences = []
        if answered:
            sentences.append(self.tr("You have answered this item; adopting would not change it. To adopt, mark it not reviewed first."))
        if proposal.unknown_reason is not None:
            sentences.append(self.tr("Reason: {reason}.").format(reason=word(proposal.unknown_reason)))
        looked = self.tr("Looked: {where}, for {what}.")
        sentences += [looked.format(where=visible(line.where), what=visible(line.what)) for line in proposal.search_log]
        self.reason.setText("\n".join(sentences))
        self.reason.setVisible(bool(sentences))
        if self._shown != claims:
            self._shown = claims
            self.rows.show_rows(ClaimRow(claim, editable=False) for claim in claims)

    def _on_adopt(self) -> None:
        self.adopt_wanted.emit()
