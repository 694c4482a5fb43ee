"""The decision: four outcomes with what each needs, why, and until when."""

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from readiness_app.domain.changes import DecisionMade
from readiness_app.domain.deciding import problems_of_decision
from readiness_app.domain.review import Decision, Review
from readiness_app.domain.vocabulary import Outcome
from readiness_app.ui import theme
from readiness_app.ui.marks import mark
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.buttons import PrimaryButton, QuietButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.date_field import DateField, date_text
from readiness_app.ui.widgets.fields import TextArea
from readiness_app.ui.widgets.form import Form
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import meaning, word

_HALF_YEAR = timedelta(days=182)
_APPROVALS = (Outcome.APPROVE, Outcome.APPROVE_WITH_CONDITIONS)


class OutcomeButton(QAbstractButton):
    """One outcome as a card: what it means, and what still stands in its way."""

    def __init__(self, outcome: Outcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome = outcome
        self._tone = mark(outcome).tone
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(word(outcome))
        title = PlainLabel(word(outcome), "strong")
        self.meaning, self.blocked = PlainLabel(meaning(outcome), "small"), PlainLabel("", "error")
        column = QVBoxLayout(self)
        theme.spaced(column, margin=(14, 12, 14, 12), gap=4)
        row = QHBoxLayout()
        theme.spaced(row, gap=8)
        row.addWidget(IconLabel(mark(outcome).icon, self._tone, 18))
        row.addWidget(title, 1)
        column.addLayout(row)
        column.addWidget(self.meaning)
        column.addWidget(self.blocked)
        column.addStretch(1)
        for part in (title, self.meaning, self.blocked):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.blocked.hide()

    def show_blocked(self, why: str) -> None:
        """Say why it cannot be chosen; an empty text lets it be chosen. It stays enabled, so that the reason can be reached and read."""
        self.setCheckable(not why)
        self.setAccessibleName(self.tr("{outcome}, not possible now").format(outcome=word(self.outcome)) if why else word(self.outcome))
        self.blocked.setText(why)
        self.blocked.setVisible(bool(why))
        self.setAccessibleDescription(f"{meaning(self.outcome)} {why}".strip())
        self.setCursor(Qt.CursorShape.ArrowCursor if why else Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As large as its words need."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for two in a row."""
        return QSize(theme.px(180), super().minimumSizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """Its words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height at this width in px."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout else super().heightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses as space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isCheckable():
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow enabled and theme."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint border, tint and focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        ground = f"{self._tone}_tint" if chosen else "hover" if self.underMouse() and self.isCheckable() else "surface"
        painter.setBrush(theme.colour(ground if self.isCheckable() else "sunken"))
        edge = "focus" if self.hasFocus() else f"{self._tone}_line" if chosen else "border"
        wide = theme.px(2) if self.hasFocus() or chosen else 1
        painter.setPen(QPen(theme.colour(edge), wide))
        side = wide / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(side, side, -side, -side), theme.px(8), theme.px(8))


class DecisionCard(Card):
    """Records the decision when a person presses the button and at no other time; until then it keeps everything typed."""

    decided = Signal(str)

    def __init__(self, title: str, open_review: OpenReview, parent: QWidget | None = None) -> None:
        super().__init__(title, "gavel", parent=parent)
        self._open_review = open_review
        self.buttons = {outcome: OutcomeButton(outcome) for outcome in Outcome}
        self._group = QButtonGroup(self)
        self._seen: Decision | None = None
        self.rationale = TextArea(self.tr("Rationale"), self.tr("Why this, and not something else?"), rows=3, most_rows=12)
        self.until = DateField(self.tr("Valid until"))
        self.record = PrimaryButton(self.tr("Record decision"), "gavel")
        self.withdraw = QuietButton(self.tr("Withdraw"), "undo-2")
        self.status = PlainLabel("", "small")
        self.form = Form()
        self.summary = PlainLabel("", "body2", selectable=True)
        self._build()
        self._connect()

    def show_review(self, review: Review, *, editable: bool) -> None:
        """Show the decision as it is; what is being typed stays."""
        decision = review.decision
        if decision != self._seen or not self._touched():
            self._show_decision(decision)
        self._show_blocked(review, editable=editable)
        self.form.setVisible(editable)
        self.record.setVisible(editable)
        self.withdraw.setVisible(editable and decision is not None)
        self.summary.setVisible(not editable)
        self.summary.setText(_summary(decision, self.tr("Nothing was decided.")))
        for outcome, button in self.buttons.items():
            button.setVisible(editable or (decision is not None and outcome is decision.outcome))
        self._show_status()

    def outcome(self) -> Outcome | None:
        """The outcome chosen on screen."""
        return next((outcome for outcome, button in self.buttons.items() if button.isChecked()), None)

    def unrecorded(self) -> bool:
        """True while something is chosen or typed that is not recorded; if so, says that and puts the keyboard on the button."""
        waits = self._open_review.editable and self._touched()
        if waits:
            self._show_status()
            self.record.setFocus()
        return waits

    def _build(self) -> None:
        grid = QGridLayout()
        theme.spaced(grid, gap=10)
        for number, button in enumerate(self.buttons.values()):
            self._group.addButton(button)
            grid.addWidget(button, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.add(grid)
        self.rationale_row = self.form.add(self.tr("Rationale"), self.rationale)
        self.until_row = self.form.add(self.tr("Valid until"), self.until, self.tr("Needed for an approval; afterwards it lapses."))
        theme.sized(self.until, max_width=220)
        self.add(self.form)
        self.add(self.summary)
        foot = QHBoxLayout()
        theme.spaced(foot, gap=8)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.withdraw)
        foot.addWidget(self.record)
        self.add(foot)

    def _connect(self) -> None:
        self._group.buttonToggled.connect(self._on_toggled)
        self.until.edit.textChanged.connect(self._show_status)
        self.rationale.textChanged.connect(self._show_status)
        self.rationale.entered.connect(self._record)
        self.until.committed.connect(self._on_until)
        self.until.refused.connect(self.until_row.set_error)
        self.record.clicked.connect(self._record)
        self.withdraw.clicked.connect(self._on_withdraw)

    def _show_decision(self, decision: Decision | None) -> None:
        self._seen = decision
        self._group.blockSignals(True)
        self._group.setExclusive(False)
        for outcome, button in self.buttons.items():
            button.setChecked(decision is not None and outcome is decision.outcome)
        self._group.setExclusive(True)
        self._group.blockSignals(False)
        self.rationale.set_text(decision.rationale if decision else "")
        if decision is None:
            self.rationale.load("")
        self.until.load(decision.valid_until if decision else None)
        self._let_type()

    def _let_type(self) -> None:
        # What is typed needs an outcome to be kept with.
        chosen = self.outcome() is not None
        self.rationale.setEnabled(chosen)
        self.until.setEnabled(chosen)

    def _show_blocked(self, review: Review, *, editable: bool) -> None:
        for outcome, button in self.buttons.items():
            tried = self._decision_of(outcome, "-", self.until.value() or _suggested(review))
            problems = problems_of_decision(review, tried) if editable else ()
            button.show_blocked(" ".join(problems) if problems and not button.isChecked() else "")

    def _decision_of(self, outcome: Outcome, rationale: str, until: date | None) -> Decision:
        return Decision(
            outcome=outcome,
            rationale=rationale,
            valid_until=until,
            made_by=self._open_review.me,
            made=datetime.now(UTC),
            edition=self._open_review.review.edition,
        )

    def _touched(self) -> bool:
        """True while the screen shows another decision than the one stored."""
        chosen, seen = self.outcome(), self._seen
        if chosen is None:
            return False
        if seen is None:
            return True
        return (chosen, self.rationale.text().strip(), self.until.value()) != (seen.outcome, seen.rationale.strip(), seen.valid_until)

    def _on_toggled(self, button: QAbstractButton, on: bool) -> None:
        if not on or not isinstance(button, OutcomeButton):
            return
        self._let_type()
        if button.outcome in _APPROVALS and self.until.value() is None:
            self.until.edit.setText(date_text(_suggested(self._open_review.review)))
        if not self.rationale.text().strip():
            self.rationale.setFocus()
        self._show_status()

    def _on_until(self, day: object) -> None:
        self.until_row.set_error("")

    def _on_withdraw(self) -> None:
        if self._open_review.do(DecisionMade(before=self._open_review.review.decision, after=None)):
            self.decided.emit(self.tr("Decision withdrawn"))

    def _record(self) -> None:
        outcome = self.outcome()
        if outcome is None or not self._touched():
            self._show_status()
            return
        review = self._open_review.review
        decision = self._decision_of(outcome, self.rationale.text().strip(), self.until.value())
        problems = problems_of_decision(review, decision)
        self.rationale_row.set_error(" ".join(problems))
        if problems:
            self._show_status()
            return
        self._seen = decision  # so that the refresh that follows finds nothing typed
        if self._open_review.do(DecisionMade(before=review.decision, after=decision)):
            self.decided.emit(self.tr("Decided: {outcome}").format(outcome=word(outcome)))
        else:
            self._seen = review.decision

    def _show_status(self) -> None:
        decision = self._open_review.review.decision
        touched = self._touched()
        self.record.setEnabled(touched)
        if self.outcome() is None:
            self.status.setText(self.tr("Choose an outcome, then say why."))
        elif touched:
            self.status.setText(self.tr("Not recorded yet."))
        elif decision is not None:
            told = self.tr("Recorded by {name} on {day}.")
            self.status.setText(told.format(name=visible(decision.made_by), day=date_text(decision.made.date())))


def _suggested(review: Review) -> date:
    """Half a year from the as-of date: a proposal a person can change."""
    return review.as_of + _HALF_YEAR


def _summary(decision: Decision | None, nothing: str) -> str:
    if decision is None:
        return nothing
    until = f" ({date_text(decision.valid_until)})" if decision.valid_until else ""
    return f"{visible(decision.rationale, keep=chr(10))}{until}"
