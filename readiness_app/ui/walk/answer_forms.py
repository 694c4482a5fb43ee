"""What an answer needs before it can be recorded, asked beside the picker: why unknown, or because of what not applicable."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.vocabulary import UnknownReason
from readiness_app.ui import theme
from readiness_app.ui.widgets.buttons import PrimaryButton, QuietButton
from readiness_app.ui.widgets.choice_field import ChoiceField, choices_of
from readiness_app.ui.widgets.date_field import DateField
from readiness_app.ui.widgets.fields import TextArea, TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.wording import meaning

_ASKED = (UnknownReason.DECLINED, UnknownReason.UNDER_NDA)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownGiven:
    """What a person gave: the reason, the date asked, and a line of the search log ("" for both where there is one already)."""

    reason: UnknownReason
    asked: date | None
    where: str
    what: str


class _InlineForm(QFrame):
    """A box below the picker with a title, fields, a sentence of trouble, Record and Cancel."""

    cancelled = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self, "card")
        self.setAccessibleName(title)
        self.fields = QGridLayout()
        theme.spaced(self.fields, gap=12)
        self.problem = PlainLabel("", "error")
        self.problem.hide()
        self.record = PrimaryButton(self.tr("Record"), "check")
        self.cancel = QuietButton(self.tr("Cancel"))
        buttons = QHBoxLayout()
        theme.spaced(buttons, gap=8)
        buttons.addWidget(self.record)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.problem, 1)
        buttons.addStretch(0)
        column = QVBoxLayout(self)
        theme.spaced(column, margin=(16, 13, 16, 13), gap=10)
        column.addWidget(PlainLabel(title, "strong"))
        column.addLayout(self.fields)
        column.addLayout(buttons)
        self.record.clicked.connect(self.give)
        self.cancel.clicked.connect(self._on_cancel)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
        else:
            super().keyPressEvent(event)

    def give(self) -> None:
        """Hand over what was entered; subclasses say what."""
        raise NotImplementedError

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong; an empty text takes it back."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _on_cancel(self) -> None:
        self.hide()
        self.cancelled.emit()


class UnknownForm(_InlineForm):
    """`given` carries an UnknownGiven."""

    given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Unknown is an answer: say why, and where you looked"), parent)
        self.reason = ChoiceField(choices_of(UnknownReason), self.tr("Why it is unknown"))
        self.about = PlainLabel("", "small")
        self.asked = DateField(self.tr("Asked on"), optional=False)
        self.where = TextField(self.tr("Where was looked"), self.tr("trust page, system card, contract, search engine"))
        self.what = TextField(self.tr("What for"), self.tr("the words that were looked for"))
        self.asked_row = FormRow(self.tr("Vendor asked on"), self.asked)
        self._needs_line = True
        self.fields.addWidget(FormRow(self.tr("Why it is unknown"), self.reason), 0, 0)
        self.fields.addWidget(self.asked_row, 0, 1)
        self.fields.addWidget(self.about, 1, 0, 1, 2)
        self.where_row = FormRow(self.tr("Where was looked"), self.where)
        self.what_row = FormRow(self.tr("What for"), self.what)
        self.fields.addWidget(self.where_row, 2, 0)
        self.fields.addWidget(self.what_row, 2, 1)
        for column in (0, 1):
            self.fields.setColumnStretch(column, 1)
        self.reason.currentIndexChanged.connect(self._on_index)
        for field in (self.where, self.what):
            field.returnPressed.connect(self.give)

    def ask(self, reason: UnknownReason | None, asked: date | None, *, needs_line: bool) -> None:
        """Open with what is known already; with `needs_line` a line of the search log is needed too."""
        self._needs_line = needs_line
        self.show_problem("")
        self.reason.set_value(reason or UnknownReason.SEARCHED_NOT_FOUND)
        self.asked.load(asked)
        self.where.load("")
        self.what.load("")
        for row in (self.where_row, self.what_row):
            row.setVisible(needs_line)
        self._show_reason()
        self.show()
        self.reason.setFocus()

    def give(self) -> None:
        """Hand over, or say what is missing."""
        reason, asked = self._reason(), self.asked.value() if self.asked_row.isVisibleTo(self) else None
        where, what = self.where.text().strip(), self.what.text().strip()
        if self._needs_line and not (where and what):
            self.show_problem(self.tr("Say where was looked, and for what."))
            (self.what if where else self.where).setFocus()
        elif reason in _ASKED and asked is None:
            self.show_problem(self.tr("Give the date on which the vendor was asked, like 2026-03-29."))
            self.asked.setFocus()
        else:
            self.show_problem("")
            self.given.emit(UnknownGiven(reason=reason, asked=asked, where=where, what=what))

    def _reason(self) -> UnknownReason:
        value = self.reason.value()
        return value if isinstance(value, UnknownReason) else UnknownReason.SEARCHED_NOT_FOUND

    def _on_index(self, place: int) -> None:
        self._show_reason()

    def _show_reason(self) -> None:
        self.asked_row.setVisible(self._reason() in _ASKED)
        self.about.setText(meaning(self._reason()))


class BecauseForm(_InlineForm):
    """`given` carries the because."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Because of what does it not apply?"), parent)
        self.because = TextArea(self.tr("Because"), self.tr("what makes this question not concern this use"), rows=2)
        self.fields.addWidget(self.because, 0, 0)

    def ask(self, because: str) -> None:
        """Open with what was said before."""
        self.show_problem("")
        self.because.load(because)
        self.show()
        self.because.setFocus()

    def give(self) -> None:
        """Hand over, or say what is missing."""
        text = self.because.text().strip()
        if not text:
            self.show_problem(self.tr("Say because of what it does not apply."))
            self.because.setFocus()
            return
        self.show_problem("")
        self.given.emit(text)
