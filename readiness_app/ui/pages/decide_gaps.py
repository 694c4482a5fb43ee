"""Who carries which gap, and what must still be done: two cards of the Decide page."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from readiness_app.domain.deciding import conditions
from readiness_app.domain.gates import acceptance_holds, acceptances
from readiness_app.domain.review import Condition, Review
from readiness_app.domain.vocabulary import State
from readiness_app.ui import theme
from readiness_app.ui.widgets.buttons import IconButton, LinkButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible


class ListCard(Card):
    """Lines of item, words and chip; rebuilt when they differ."""

    item_wanted = Signal(str)

    def __init__(self, title: str, icon: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(title, icon, parent=parent)
        self._nothing = nothing
        self._shown: object = None
        self._held = QWidget()
        self.add(self._held)

    def _show_lines(self, lines: list[tuple[str, str, str, Chip | None]], key: object, buttons: Sequence[QWidget] = ()) -> None:
        """`lines` are (item or "", text, quiet text, chip), each with its button if there are any."""
        if key == self._shown:
            return
        self._shown = key
        held = QWidget()
        grid = QGridLayout(held)
        theme.spaced(grid, gap=10)
        grid.setColumnStretch(1, 1)
        for number, (item, text, quiet, chip) in enumerate(lines):
            self._add_line(grid, number, item, text, quiet, chip)
            if buttons:
                grid.addWidget(buttons[number], number, 3, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        if not lines:
            grid.addWidget(PlainLabel(self._nothing, "body2"), 0, 0, 1, 3)
        self.body.replaceWidget(self._held, held)
        self._held.hide()
        self._held.deleteLater()
        self._held = held

    def _add_line(self, grid: QGridLayout, number: int, item: str, text: str, quiet: str, chip: Chip | None) -> None:
        words = QVBoxLayout()
        theme.spaced(words, gap=1)
        words.addWidget(PlainLabel(text, "medium"))
        words.addWidget(PlainLabel(quiet, "small"))
        if item:
            link = LinkButton(item)
            link.setAccessibleName(self.tr("Go to {item}").format(item=item))
            link.clicked.connect(self._on_link)
            grid.addWidget(link, number, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        grid.addLayout(words, number, 1)
        if chip is not None:
            grid.addWidget(chip, number, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)

    def _on_link(self) -> None:
        link = self.sender()
        if isinstance(link, LinkButton):
            self.item_wanted.emit(link.text())


class AcceptancesCard(ListCard):
    """Risk acceptances with owner, end and control; lapsed ones are marked."""

    def show_review(self, review: Review, today: date) -> None:
        """Show the acceptances of items in scope."""
        found = acceptances(review)
        lines = []
        for item, accepted in found:
            holds = acceptance_holds(item, review.stored_answer(item.id), review.as_of)
            text = self.tr("{owner}, until {day}").format(owner=visible(accepted.owner), day=date_text(accepted.until))
            chip = None
            if accepted.until < review.as_of:
                chip = Chip(self.tr("Lapsed"), "clock", "unknown")
            elif not holds:
                chip = Chip(self.tr("Does not count"), "circle-alert", "partly")
            elif accepted.until < today:
                chip = Chip(self.tr("Lapsed by today"), "clock", "partly")
            lines.append((item.id, text, self.tr("Control: {control}").format(control=visible(accepted.control)), chip))
        self._show_lines(lines, (found, review.as_of, today, [line[3] is None for line in lines]))


class ConditionsCard(ListCard):
    """Conditions with owner, due date and the proof wanted, or the proof given; overdue and incomplete ones are marked.

    `met_wanted` carries the item and the condition's id, to record that it was met or to take that back.
    """

    met_wanted = Signal(str, str)

    def __init__(self, title: str, icon: str, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(title, icon, nothing, parent)
        words = self.tr("This edition is sealed: that a condition was met is recorded in the next edition or the next round.")
        self.sealed = PlainLabel(words, "small")
        self.add(self.sealed)

    def show_review(self, review: Review, today: date, *, editable: bool) -> None:
        """Show the conditions on items in scope."""
        found = conditions(review)
        lines = [(item, visible(one.what), self._who(one), self._chip(one, review.as_of, today)) for item, one in found]
        buttons = [self._button(item, one) for item, one in found] if editable else []
        self._show_lines(lines, (found, review.as_of, today, editable), buttons)
        self.sealed.setVisible(review.state is not State.OPEN and any(one.done is None for _, one in found))

    def _button(self, item: str, one: Condition) -> IconButton:
        words = self.tr("Not met after all: {what}") if one.done else self.tr("It was met: {what}")
        button = IconButton("undo-2" if one.done else "circle-check", words.format(what=visible(one.what)), size=15)
        button.setProperty("condition", (item, one.id))
        button.clicked.connect(self._on_met)
        return button

    def _on_met(self) -> None:
        button = self.sender()
        if isinstance(button, IconButton):
            self.met_wanted.emit(*button.property("condition"))

    def _who(self, one: Condition) -> str:
        due = date_text(one.due) or self.tr("no date")
        proof = visible(one.proof) or self.tr("no proof named")
        words = self.tr("{owner} · due {due} · proof: {proof}").format(owner=visible(one.owner), due=due, proof=proof)
        if one.done is None:
            return words
        met = self.tr("Met on {day}, as {name} says: {proof}")
        return f"{words}\n{met.format(day=date_text(one.done.on), name=visible(one.done.by), proof=visible(one.done.proof))}"

    def _chip(self, one: Condition, as_of: date, today: date) -> Chip | None:
        if one.late(as_of):
            return Chip(self.tr("Overdue"), "clock", "unknown")
        if one.done is not None:
            return Chip(self.tr("Met"), "circle-check", "known")
        if not (one.due and one.proof.strip() and one.owner.strip()):
            return Chip(self.tr("Incomplete"), "circle-alert", "partly")
        return Chip(self.tr("Overdue by today"), "clock", "unknown") if one.late(today) else None
