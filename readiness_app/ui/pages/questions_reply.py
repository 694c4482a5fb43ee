"""The right side of Gaps and questions while replies are shown: what the vendor wrote, what stands, and the decision."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from readiness_app.domain.claim import Claim
from readiness_app.domain.replying import bearing
from readiness_app.domain.review import Review
from readiness_app.domain.vendor import VendorReply
from readiness_app.domain.vocabulary import Bearing, Knowledge, ReplyState
from readiness_app.ui import theme
from readiness_app.ui.marks import mark
from readiness_app.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip, StatusChip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.page import ScrollPage
from readiness_app.ui.widgets.segmented import Segmented, options_of
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import meaning, word

_CHOICES = (Knowledge.PARTLY_KNOWN, Knowledge.KNOWN, Knowledge.CONTESTED, Knowledge.UNKNOWN)
_MOST_CLAIMS = 6


class ReplyPanel(ScrollPage):
    """`adopted`, `set_aside` and `assign_wanted` are about the reply that is shown; what was chosen stands in `knowledge` and `against`."""

    adopted = Signal()
    set_aside = Signal()
    assign_wanted = Signal()
    item_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("The reply"), parent=parent)
        self.reply: VendorReply | None = None
        self._asked: tuple[str, str, Bearing] | None = None
        self.bears = Chip()
        self.wrote = Card(self.tr("What the vendor wrote"), "quote", self.bears)
        self.statement = PlainLabel("", "", selectable=True)
        self.origin = PlainLabel("", "small", selectable=True)
        self.problem = PlainLabel("", "error", selectable=True)
        self.go = LinkButton("")
        self.stands = Card(self.tr("What stands"), "clipboard-list", self.go)
        self.question = PlainLabel("", "medium")
        self.known = StatusChip(Knowledge.NOT_REVIEWED)
        self.claims = PlainLabel("", "small", selectable=True)
        self.decide = Card(self.tr("Your decision"), "gavel")
        self.why = PlainLabel("", "body2")
        self.choice_words = PlainLabel(self.tr("With it, the item is"), "strong")
        self.choice = Segmented(options_of(_CHOICES), self.tr("What is known with this reply"))
        self.opposes = QCheckBox(self.tr("It speaks against what stands"))
        self.adopt = PrimaryButton(self.tr("Adopt"), "check")
        self.aside = Button(self.tr("Set aside"), "circle-minus")
        self.assign = Button(self.tr("Assign to an item…"), "clipboard-list")
        self._build()
        self._connect()

    @property
    def knowledge(self) -> Knowledge | None:
        """What the person says is known now, or None where nobody said."""
        value = self.choice.value()
        return value if isinstance(value, Knowledge) else None

    @property
    def against(self) -> bool:
        """True where the reply speaks against what stands."""
        return self.opposes.isChecked()

    def show_reply(self, review: Review, reply: VendorReply | None, *, editable: bool) -> None:
        """Show this reply; None leaves the panel empty."""
        self.reply = reply
        for card in (self.wrote, self.stands, self.decide):
            card.setVisible(reply is not None)
        if reply is None:
            return
        bears = bearing(review, reply)
        waiting = reply.state is ReplyState.WAITING
        self.bears.show_mark(mark(bears) if waiting else mark(reply.state))
        self._show_wrote(review, reply)
        self._show_stands(review, reply)
        self.decide.setVisible(editable and reply.state is not ReplyState.ADOPTED)
        self.why.setText(f"{word(bears)}: {meaning(bears)}")
        # What a person has picked stays picked while the same question is before them.
        asked = (reply.id, reply.item, bears)
        self._show_choice(review, reply, bears, keep=asked == self._asked)
        self._asked = asked
        self.adopt.setVisible(bool(reply.item))
        self.aside.setVisible(waiting)
        self.assign.setText(self.tr("Assign to another item…") if reply.item else self.tr("Assign to an item…"))

    def _show_choice(self, review: Review, reply: VendorReply, bears: Bearing, *, keep: bool) -> None:
        for part in (self.choice_words, self.choice, self.opposes):
            part.setVisible(bool(reply.item))
        if not keep:
            # Where it conflicts nothing is chosen beforehand: a person says what is known now.
            answer = review.stored_answer(reply.item) if reply.item else None
            plain = answer is None or answer.knowledge in (Knowledge.NOT_REVIEWED, Knowledge.UNKNOWN)
            proposed = Knowledge.PARTLY_KNOWN if plain or answer is None else answer.knowledge
            self.choice.set_value(None if bears is Bearing.CONFLICTS or proposed not in _CHOICES else proposed)
            self.opposes.setChecked(False)
        self._enable()

    def _enable(self) -> None:
        self.adopt.setEnabled(self.knowledge is not None)

    def _show_wrote(self, review: Review, reply: VendorReply) -> None:
        self.statement.setText(visible(reply.statement, keep="\n\t"))
        dated = date_text(reply.dated) or self.tr("no day given")
        file = next((one.title for one in review.evidence if one.sha256 == reply.file), "")
        parts = [
            f"{visible(reply.by) or self.tr('nobody named')}, {dated}",
            self.tr("List {list}").format(list=reply.list) if reply.list else self.tr("of no list of this review"),
            self.tr("Document: {text}").format(text=visible(reply.document)) if reply.document else "",
            self.tr("From the file {title}, read on {day} by {name}").format(
                title=visible(file), day=date_text(reply.received.astimezone().date()), name=visible(reply.received_by)
            ),
            self.tr("Question in the file: {text}").format(text=visible(reply.question, keep="\n")) if reply.problem else "",
        ]
        self.origin.setText("\n".join(part for part in parts if part))
        self.problem.setText(visible(reply.problem))
        self.problem.setVisible(bool(reply.problem))

    def _show_stands(self, review: Review, reply: VendorReply) -> None:
        self.stands.setVisible(bool(reply.item))
        if not reply.item:
            return
        item, answer = review.checklist.item(reply.item), review.stored_answer(reply.item)
        self.go.setText(self.tr("Go to {item}").format(item=item.id))
        self.question.setText(item.question)
        self.known.show_member(answer.knowledge)
        lines = [self._told(claim) for claim in answer.claims[:_MOST_CLAIMS]]
        more = len(answer.claims) - _MOST_CLAIMS
        lines += [self.tr("and {count} more claims").format(count=more)] if more > 0 else []
        self.claims.setText("\n".join(lines) or self.tr("Nothing is said about it yet."))

    def _told(self, claim: Claim) -> str:
        return f"• {visible(claim.statement)} ({word(claim.stance)}; {word(claim.source_kind)}: {visible(claim.source)})"

    def _build(self) -> None:
        for part in (self.statement, self.origin, self.problem):
            self.wrote.add(part)
        for held in (self.question, self.claims):
            self.stands.add(held)
        self.stands.body.insertWidget(1, self.known)
        for one in (self.why, self.choice_words, self.choice, self.opposes):
            self.decide.add(one)
        buttons = FlowLayout()
        theme.spaced(buttons, gap=8)
        for button in (self.adopt, self.aside, self.assign):
            buttons.addWidget(button)
        self.decide.add(buttons)
        for card in (self.wrote, self.stands, self.decide):
            self.add(card)

    def _connect(self) -> None:
        self.choice.picked.connect(self._on_picked)
        self.adopt.clicked.connect(self._on_adopt)
        self.aside.clicked.connect(self._on_aside)
        self.assign.clicked.connect(self._on_assign)
        self.go.clicked.connect(self._on_go)

    def _on_picked(self, value: object) -> None:
        self._enable()

    def _on_adopt(self) -> None:
        self.adopted.emit()

    def _on_aside(self) -> None:
        self.set_aside.emit()

    def _on_assign(self) -> None:
        self.assign_wanted.emit()

    def _on_go(self) -> None:
        if self.reply is not None:
            self.item_wanted.emit(self.reply.item)
