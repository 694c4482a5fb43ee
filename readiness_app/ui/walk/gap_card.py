"""What is done about a gap: ask the vendor, set a condition, accept the risk, or leave it open."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.answering import acceptable_gap
from readiness_app.domain.checklist import Item
from readiness_app.domain.review import Answer, Condition, RiskAcceptance
from readiness_app.domain.vocabulary import AskState
from readiness_app.ui import theme
from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.widgets.buttons import Button, IconButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word


class HandledRow(QWidget):
    """A condition or acceptance in words, with edit and remove, a condition also with what records it as met; all carry the row's key."""

    edit_wanted = Signal(str)
    remove_wanted = Signal(str)
    met_wanted = Signal(str)

    def __init__(self, key: str, icon: str, title: str, words: str, chip: Chip | None, *, editable: bool, met: bool | None = None) -> None:
        """`met` says of a condition whether it is; None for an acceptance."""
        super().__init__()
        self._key = key
        self.setAccessibleName(f"{title}. {words}")
        row = QHBoxLayout(self)
        theme.spaced(row, gap=8)
        row.addWidget(IconLabel(icon, "text_2", 16), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        theme.spaced(column, gap=2)
        column.addWidget(PlainLabel(title, "medium"))
        column.addWidget(PlainLabel(words, "small"))
        if chip is not None:
            column.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)  # else the chip's width would be that of the whole column
        row.addLayout(column, 1)
        self.edit = IconButton("pencil", self.tr("Edit"), size=15)
        self.remove = IconButton("trash-2", self.tr("Remove"), size=15)
        self.met = IconButton("undo-2" if met else "circle-check", self.tr("Not met after all") if met else self.tr("It was met…"), size=15)
        shown = ((self.met, self._on_met, met is not None), (self.edit, self._on_edit, not met), (self.remove, self._on_remove, True))
        for button, slot, fits in shown:
            button.clicked.connect(slot)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            button.setVisible(editable and fits)  # only now: shown without a parent it would be a window of its own for a moment

    def _on_edit(self) -> None:
        self.edit_wanted.emit(self._key)

    def _on_remove(self) -> None:
        self.remove_wanted.emit(self._key)

    def _on_met(self) -> None:
        self.met_wanted.emit(self._key)


ACCEPTANCE = "acceptance"


class GapCard(Card):
    """`asked` and `left_open` carry what was ticked; conditions are named by their id, the acceptance by ACCEPTANCE."""

    asked = Signal(bool)
    left_open = Signal(bool)
    condition_wanted = Signal()
    acceptance_wanted = Signal()
    edit_wanted = Signal(str)
    remove_wanted = Signal(str)
    met_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("This is a gap"), "triangle-alert", tone="partly", parent=parent)
        self.why = PlainLabel("", "body2")
        self.ask = QCheckBox(self.tr("Ask the vendor"))
        self.question = PlainLabel("", "small", selectable=True)
        self.leave = QCheckBox(self.tr("Leave it open, knowingly"))
        self.accept_risk = Button(self.tr("Accept risk…"), "signature")
        self.condition = Button(self.tr("Add condition…"), "list-checks")
        self.why_not = PlainLabel("", "small")
        self.rows = Rows(gap=8)
        self._quiet = False
        self._build()
        self.ask.toggled.connect(self._on_ask)
        self.leave.toggled.connect(self._on_leave)
        self.accept_risk.clicked.connect(self._on_accept)
        self.condition.clicked.connect(self._on_condition)

    def show_gap(
        self, item: Item, answer: Answer, why: str, *, lapsed: bool, editable: bool, on: date, vendor: AskState | None = None
    ) -> None:
        """Show how this gap is handled; `why` says why it is one, `lapsed` that its acceptance no longer holds, judged on the day `on`.

        `vendor` is how the question to the vendor stands, where one was sent.
        """
        self._quiet = True
        self.why.setText(why)
        self.ask.setChecked(answer.ask_vendor)
        self.leave.setChecked(answer.left_open)
        self._quiet = False
        question = item.vendor_question or item.question
        words = self.tr("The question: {text}").format(text=question)
        self.question.setText(f"{words}\n{word(vendor)}: {self._asked(answer.asked)}" if vendor else words)
        for box in (self.ask, self.leave):
            box.setEnabled(editable)
        hard = item.gate is not None and item.gate.hard
        refused = self._refused(answer, hard)
        self.accept_risk.setVisible(editable and answer.acceptance is None)
        self.accept_risk.setEnabled(not refused)
        self.condition.setVisible(editable)
        self.why_not.setText(refused)
        self.why_not.setVisible(bool(refused) and editable)
        rows = [self._acceptance(answer.acceptance, lapsed, editable)] if answer.acceptance else []
        rows += [self._condition(condition, editable, on) for condition in answer.conditions]
        self.rows.show_rows(rows)

    def _asked(self, day: date | None) -> str:
        return self.tr("asked on {day}").format(day=date_text(day)) if day else self.tr("asked")

    def _refused(self, answer: Answer, hard: bool) -> str:
        if hard:
            return self.tr("A hard gate accepts no exception: this risk cannot be accepted.")
        if not acceptable_gap(answer):
            return self.tr("A risk can be accepted once the item is partly known, unknown, contested, or known but not acceptable.")
        return ""

    def _acceptance(self, accepted: RiskAcceptance, lapsed: bool, editable: bool) -> HandledRow:
        title = self.tr("{owner} carries the risk until {date}").format(owner=visible(accepted.owner), date=date_text(accepted.until))
        words = " · ".join(
            part
            for part in (
                visible(accepted.rationale),
                self.tr("Control: {control}").format(control=visible(accepted.control)),
                visible(accepted.authority),
            )
            if part
        )
        chip = Chip(self.tr("Lapsed"), "clock", "unknown") if lapsed else Chip(self.tr("Accepted"), "shield-check", "partly")
        return self._row(HandledRow(ACCEPTANCE, "signature", title, words, chip, editable=editable))

    def _condition(self, condition: Condition, editable: bool, on: date) -> HandledRow:
        due = date_text(condition.due) if condition.due else self.tr("no date yet")
        proof = visible(condition.proof) if condition.proof else self.tr("none named yet")
        words = self.tr("{owner}, due {date}. Proof: {proof}").format(owner=visible(condition.owner), date=due, proof=proof)
        chip = Chip(self.tr("Overdue"), "clock", "unknown") if condition.late(on) else None
        if done := condition.done:
            told = self.tr("Met on {date}, as {name} says: {proof}")
            words += "\n" + told.format(date=date_text(done.on), name=visible(done.by), proof=visible(done.proof))
            chip = chip or Chip(self.tr("Met"), "circle-check", "known")
        what = visible(condition.what)
        return self._row(HandledRow(condition.id, "list-checks", what, words, chip, editable=editable, met=done is not None))

    def _row(self, row: HandledRow) -> HandledRow:
        row.edit_wanted.connect(self.edit_wanted)
        row.remove_wanted.connect(self.remove_wanted)
        row.met_wanted.connect(self.met_wanted)
        return row

    def _build(self) -> None:
        for part in (self.why, self.ask, self.question, self.leave):
            self.add(part)
        self.add(self.rows)
        buttons = FlowLayout()
        theme.spaced(buttons, gap=8)
        buttons.addWidget(self.accept_risk)
        buttons.addWidget(self.condition)
        self.add(buttons)
        self.add(self.why_not)

    def _on_ask(self, on: bool) -> None:
        if not self._quiet:
            self.asked.emit(on)

    def _on_leave(self, on: bool) -> None:
        if not self._quiet:
            self.left_open.emit(on)

    def _on_accept(self) -> None:
        self.acceptance_wanted.emit()

    def _on_condition(self) -> None:
        self.condition_wanted.emit()
