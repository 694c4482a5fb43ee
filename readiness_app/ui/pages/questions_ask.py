"""The right side of Gaps and questions while gaps are shown: the list to be made, the chosen gap, and the lists made before."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.asking import Asking, counts_of, handling, vendor_can_answer
from readiness_app.domain.checklist import Item
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.vendor import QuestionList
from readiness_app.ui import theme
from readiness_app.ui.models.vendor_rows import asked_words
from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import DateField, date_text
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.page import ScrollPage
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word


class MakeListCard(Card):
    """`wanted` when the list is to be made; which gaps it holds is chosen in the list at the left."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Ask the vendor"), "send", parent=parent)
        self.words = PlainLabel("", "body2")
        self.due = DateField(self.tr("Answers wanted by"))
        self.row = FormRow(self.tr("Wanted by"), self.due, optional=True)
        self.also_pdf = QCheckBox(self.tr("Also as a PDF"))
        self.also_pdf.setChecked(True)
        self.make = PrimaryButton(self.tr("Make question list…"))
        for part in (self.words, self.row, self.also_pdf):
            self.add(part)
        line = QHBoxLayout()
        line.addWidget(self.make)
        line.addStretch(1)
        self.add(line)
        self.due.committed.connect(self._on_due)
        self.due.refused.connect(self.row.set_error)
        self.make.clicked.connect(self._on_make)

    def show_choice(self, chosen: int, possible: int, *, editable: bool) -> None:
        """Say how many gaps are chosen of those that can be asked."""
        if not possible:
            text = self.tr("No gap is left that a vendor can answer and that is not with the vendor already.")
        elif chosen:
            text = self.tr("{chosen} of {possible} questions are chosen. They go out in the vendor's words of the checklist.")
        else:
            text = self.tr("Tick the gaps to ask about: {possible} are a vendor's to answer and not asked yet.")
        self.words.setText(text.format(chosen=chosen, possible=possible))
        self.make.setEnabled(editable and chosen > 0)
        for part in (self.row, self.also_pdf, self.make):
            part.setVisible(editable)

    def due_day(self) -> date | None:
        """Until when an answer is wanted."""
        return self.due.value()

    def _on_due(self, day: object) -> None:
        self.row.set_error()

    def _on_make(self) -> None:
        if self.due.is_wrong():
            self.row.set_error(self.tr("This is not a date. Correct it, or leave it empty."))
            self.due.setFocus()
            return
        self.row.set_error()
        self.wanted.emit()


class GapDetails(Card):
    """The gap that is current at the left: what the vendor is asked, and what is done about it."""

    item_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("The gap"), "triangle-alert", parent=parent)
        self.go = LinkButton("")
        self._item = ""
        self.question = PlainLabel("", "medium")
        self.asks = PlainLabel("", "body2", selectable=True)
        self.wanted = PlainLabel("", "small")
        self.done = PlainLabel("", "small")
        for part in (self.question, self.asks, self.wanted, self.done):
            self.add(part)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch(1)
        self.add(row)
        self.go.clicked.connect(self._on_go)

    def show_gap(self, item: Item, answer: Answer, asking: Asking | None) -> None:
        """Show this gap."""
        self._item = item.id
        self.go.setText(self.tr("Go to {item}").format(item=item.id))
        self.question.setText(item.question)
        asks = self.tr("The vendor is asked: {text}").format(text=visible(item.vendor_question))
        self.asks.setText(asks if vendor_can_answer(item) else self.tr("About your own house: no vendor can answer it."))
        self.wanted.setText(self.tr("What counts as evidence: {text}").format(text=visible(item.evidence_wanted)))
        ways = [word(way) for way in handling(answer)] or [self.tr("nothing yet")]
        said = self.tr("Done about it: {ways}.").format(ways=", ".join(ways))
        self.done.setText(f"{said} {asked_words(asking, self.tr)}." if asking else said)

    def _on_go(self) -> None:
        self.item_wanted.emit(self._item)


class ListRowWidget(QWidget):
    """One list that was made, in words, with a button that writes it again."""

    again_wanted = Signal(str)

    def __init__(self, asked: QuestionList, title: str, words: str, chip: Chip | None) -> None:
        super().__init__()
        self._id = asked.id
        self.setAccessibleName(f"{title}. {words}")
        row = QHBoxLayout(self)
        theme.spaced(row, gap=10)
        column = QVBoxLayout()
        theme.spaced(column, gap=2)
        column.addWidget(PlainLabel(title, "medium"))
        column.addWidget(PlainLabel(words, "small"))
        row.addLayout(column, 1)
        if chip is not None:
            row.addWidget(chip)
        self.save = Button(self.tr("Save as…"))
        self.save.setAccessibleName(self.tr("Save list {list} as a file").format(list=asked.id))
        self.save.setProperty("compact", "yes")
        self.save.clicked.connect(self._on_save)
        row.addWidget(self.save)

    def _on_save(self) -> None:
        self.again_wanted.emit(self._id)


class AskPanel(ScrollPage):
    """`make_wanted`, `again_wanted(list)`, `item_wanted(item)`."""

    make_wanted = Signal()
    again_wanted = Signal(str)
    item_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Ask the vendor"), parent=parent)
        self.make = MakeListCard()
        self.gap = GapDetails()
        self.lists = Card(self.tr("Question lists"), "clipboard-list")
        self.rows = Rows(gap=12)
        self.none = PlainLabel(self.tr("No list has been made yet."), "body2")
        self.lists.add(self.none)
        self.lists.add(self.rows)
        for card in (self.make, self.gap, self.lists):
            self.add(card)
        self.make.wanted.connect(self.make_wanted)
        self.gap.item_wanted.connect(self.item_wanted)

    def show_lists(self, review: Review, today: date) -> None:
        """Show every list with what became of it."""
        self.none.setVisible(not review.questions)
        self.rows.show_rows([self._row(review, asked, today) for asked in reversed(review.questions)])

    def _row(self, review: Review, asked: QuestionList, today: date) -> ListRowWidget:
        counts = counts_of(review, asked, today)
        words = self.tr("{list}: 1 question") if counts.asked == 1 else self.tr("{list}: {count} questions")
        title = words.format(list=asked.id, count=counts.asked)
        made = self.tr("Made on {day} by {name}.").format(day=date_text(asked.made.astimezone().date()), name=visible(asked.made_by))
        due = self.tr("Wanted by {day}.").format(day=date_text(asked.due)) if asked.due else ""
        back = self.tr("{count} answered.").format(count=counts.replied)
        chip = None
        if counts.overdue:
            chip = Chip(self.tr("{count} overdue").format(count=counts.overdue), "clock", "unknown")
        elif counts.waiting:
            chip = Chip(self.tr("{count} to decide").format(count=counts.waiting), "circle-dot", "partly")
        row = ListRowWidget(asked, title, " ".join(part for part in (made, due, back) if part), chip)
        row.again_wanted.connect(self.again_wanted)
        return row
