"""What the pack proposes for an item, until somebody adopts it."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.comparison import ItemComparison
from readiness_app.domain.pack import Pack, Proposal
from readiness_app.domain.vocabulary import Difference, Knowledge
from readiness_app.ui import theme
from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.walk.claim_row import ClaimRow, ShownClaim
from readiness_app.ui.widgets.buttons import PrimaryButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import StatusChip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What the pack that was adopted proposed, and what the newer one changed; `untouched` where no person has changed the answer since,
    `judged` where a verdict stands on it."""

    pack: Pack
    change: ItemComparison
    untouched: bool
    judged: bool


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
        self.then = QWidget()
        self.then_words, self.then_rows = PlainLabel("", "strong"), Rows()
        below = QVBoxLayout(self.then)
        theme.spaced(below, gap=8)
        below.addWidget(self.then_words)
        below.addLayout(self.then_rows)
        self.add(self.then)
        self.then.hide()
        self.adopt.clicked.connect(self._on_adopt)

    def show_proposal(self, proposal: Proposal | None, pack: Pack, claims: list[ShownClaim], *, answered: bool, editable: bool) -> None:
        """Show what the pack proposes; where a person has `answered` already, only to compare. None: it no longer says anything."""
        self.title.setText(self.tr("Proposal"))
        self.then.hide()
        self.adopt.setVisible(editable and not answered and proposal is not None)
        self.chip.setVisible(proposal is not None)
        self.from_pack.setText(visible(pack.title))  # it names its date
        sentences = []
        if proposal is not None:
            self.chip.show_member(proposal.knowledge)
            sentences = self._sentences(proposal, answered)
        self._say(sentences)
        if self._shown != claims:
            self._shown = claims
            self.rows.show_rows(ClaimRow(claim, editable=False) for claim in claims)

    def show_since(self, since: Since, gone: list[ShownClaim], *, editable: bool) -> None:
        """Say beside it what an older pack proposed, which was adopted; adopting takes its place where nobody has changed it since."""
        kind, then = since.change.kind, since.change.before
        named = {"pack": _dated(since.pack)}
        titles = {
            Difference.SAME: self.tr("Unchanged since {pack}"),
            Difference.REMOVED: self.tr("No longer proposed since {pack}"),
        }
        self.title.setText(titles.get(kind, self.tr("Changed since {pack}")).format(**named))
        self.adopt.setVisible(editable and since.untouched and since.change.after is not None)
        sentences = []
        if since.change.after is None:
            sentences.append(self.tr("The newer pack proposes nothing here. Your answer stays as it is."))
        elif not since.untouched:
            sentences.append(self.tr("A person has answered since; adopting would not change it. To adopt, mark it not reviewed first."))
        elif since.judged:
            sentences.append(self.tr("Adopting takes the verdict back: it was given on the older facts."))
        self._say(sentences)
        self.then.show()
        known = word(then.knowledge) if then else ""
        self.then_words.setText(self.tr("{pack}: {knowledge}").format(knowledge=known, **named))
        self.then_rows.show_rows(ClaimRow(claim, editable=False) for claim in gone)

    def _sentences(self, proposal: Proposal, answered: bool) -> list[str]:
        sentences = []
        if answered:
            sentences.append(self.tr("You have answered this item; adopting would not change it. To adopt, mark it not reviewed first."))
        if proposal.unknown_reason is not None:
            sentences.append(self.tr("Reason: {reason}.").format(reason=word(proposal.unknown_reason)))
        looked = self.tr("Looked: {where}, for “{what}”.")
        return sentences + [looked.format(where=visible(line.where), what=visible(line.what)) for line in proposal.search_log]

    def _say(self, sentences: list[str]) -> None:
        self.reason.setText("\n".join(sentences))
        self.reason.setVisible(bool(sentences))

    def _on_adopt(self) -> None:
        self.adopt_wanted.emit()


def _dated(pack: Pack) -> str:
    """The pack's title with its day, which most titles name already."""
    return visible(pack.title if str(pack.as_of.year) in pack.title else f"{pack.title}, {date_text(pack.as_of)}")
