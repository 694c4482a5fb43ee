"""The head of an item: what is asked, by whom, which gate it is, and the two pickers of its answer."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.checklist import Item
from readiness_app.domain.gates import GateStanding
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.vocabulary import Knowledge, Verdict
from readiness_app.ui import theme
from readiness_app.ui.marks import Mark, mark
from readiness_app.ui.walk.answer_forms import BecauseForm, UnknownForm
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import ElidedLabel, PlainLabel
from readiness_app.ui.widgets.pickers import KnowledgePicker, VerdictPicker
from readiness_app.ui.widgets.toast import announce
from readiness_app.wording import meaning, word


class ItemHead(QWidget):
    """`control_given` carries the name of the control; `claim_wanted` when a refusal offers to add the claim that is missing."""

    control_given = Signal(str)
    claim_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.id = PlainLabel("", "mono", selectable=True)
        self.place = ElidedLabel("", "small")
        self.gate = Chip()
        self.question = PlainLabel("", "title", selectable=True)
        self.knowledge = KnowledgePicker()
        self.because = PlainLabel("", "body2", selectable=True)
        self.unknown_form, self.because_form = UnknownForm(), BecauseForm()
        self.problem = PlainLabel("", "error")
        self.add_claim = LinkButton(self.tr("Add a claim…"))
        self.verdict_label = PlainLabel(self.tr("Is it good enough?"), "strong")
        self.verdict = VerdictPicker()
        self.control = TextField(self.tr("Control"), self.tr("the control that makes it acceptable"))
        self.control_row = FormRow(
            self.tr("Which control makes it acceptable?"),
            self.control,
            self.tr("Until it is named, the item stays a gap and its gate stays open."),
        )
        self._build()
        self.control.committed.connect(self.control_given)
        self.add_claim.clicked.connect(self._on_add_claim)

    def show_item(self, item: Item, section: str, answer: Answer, gate: GateStanding | None, review: Review, *, editable: bool) -> None:
        """Show question, gate and answer; where it is not `editable` only what was chosen stays enabled."""
        self.id.setText(item.id)
        self.place.setText(f"{section} · {word(item.answerer)}")
        self._show_gate(item, gate, review)
        self.question.setText(item.question)
        self.knowledge.set_value(answer.knowledge)
        self.verdict.set_value(answer.verdict)
        self._allow(answer, editable)
        self.because.setText(self.tr("Because: {text}").format(text=answer.because))
        self.because.setVisible(answer.knowledge is Knowledge.NOT_APPLICABLE)
        for part in (self.knowledge, self.verdict, self.verdict_label):
            part.setVisible(not item.computed)
        self.control_row.setVisible(answer.verdict is Verdict.ACCEPTABLE_WITH_CONTROL)
        self.control.setReadOnly(not editable)

    def load_control(self, text: str, *, same_item: bool) -> None:
        """The control's name as it is saved; what is being typed on the same item stays."""
        if same_item:
            self.control.set_text(text)
        else:
            self.control.load(text)

    def show_problem(self, sentence: str, *, offer_claim: bool = False) -> None:
        """Say why a pick was refused; an empty text takes it back."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.add_claim.setVisible(bool(sentence) and offer_claim)
        if sentence:
            announce(self, sentence, urgent=True)

    def close_forms(self) -> None:
        """Close what was asked and not answered."""
        self.unknown_form.hide()
        self.because_form.hide()

    def _allow(self, answer: Answer, editable: bool) -> None:
        known: Collection[object] = tuple(Knowledge) if editable else (answer.knowledge,)
        self.knowledge.set_allowed(known, self.tr("This review is sealed; reopen it to change answers."))
        verdicts: Collection[object] = tuple(Verdict) if editable and answer.answered else (answer.verdict,)
        why = self.tr("Say first what is known.") if editable else self.tr("This review is sealed; reopen it to change answers.")
        self.verdict.set_allowed(verdicts, why)

    def _show_gate(self, item: Item, gate: GateStanding | None, review: Review) -> None:
        self.gate.setVisible(item.gate is not None)
        if item.gate is None:
            return
        if gate is None:
            self.gate.show_mark(Mark(icon="shield", text=self.tr("Gate from {tier}").format(tier=word(item.gate.tier).lower()), tone="na"))
            self.gate.setToolTip("")
            return
        look = mark(gate.state)
        name = self.tr("Hard gate") if item.gate.hard else self.tr("Gate")
        self.gate.show_mark(Mark(icon=look.icon, text=f"{name}: {word(gate.reason).lower()}", tone=look.tone))
        hard = self.tr("A hard gate accepts no exception.") if item.gate.hard else ""
        words = self.tr("A gate from {tier} upward.").format(tier=word(item.gate.tier).lower())
        self.gate.setAccessibleDescription(f"{words} {meaning(gate.state)} {hard}".strip())

    def _build(self) -> None:
        first = QHBoxLayout()
        theme.spaced(first, gap=10)
        self.id.setWordWrap(False)
        first.addWidget(self.id)
        first.addWidget(self.place, 1)
        first.addWidget(self.gate, 0, Qt.AlignmentFlag.AlignVCenter)
        trouble = QHBoxLayout()
        theme.spaced(trouble, gap=6)
        trouble.addWidget(self.problem, 1)
        trouble.addWidget(self.add_claim, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        theme.spaced(column, gap=10)
        column.addLayout(first)
        column.addWidget(self.question)
        for part in (self.knowledge, self.because, self.unknown_form, self.because_form):
            column.addWidget(part)
        column.addLayout(trouble)
        column.addWidget(self.verdict_label)
        column.addWidget(self.verdict)
        column.addWidget(self.control_row)
        self.show_problem("")

    def _on_add_claim(self) -> None:
        self.claim_wanted.emit()
