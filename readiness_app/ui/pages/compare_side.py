"""Beside the list of a comparison: both sides with their figures, and the item that is chosen."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from readiness_app.domain.claim import Claim
from readiness_app.domain.comparison import Compared, Comparison, ItemComparison, Standing
from readiness_app.domain.vocabulary import GateMove, GateState, Knowledge
from readiness_app.ui import theme
from readiness_app.ui.models.comparison_list import difference_mark, standing_words
from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.widgets.bars import range_text
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.page import ScrollPage
from readiness_app.ui.widgets.visible import short_hash, visible
from readiness_app.wording import word


class SidesCard(Card):
    """First and second beside each other: what each is, and its figures."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, "arrow-right-left", parent=parent)
        self._held = QWidget()
        self.add(self._held)

    def show_comparison(self, found: Comparison) -> None:
        """Show both sides."""
        held = QWidget()
        grid = QGridLayout(held)
        theme.spaced(grid, gap=6)
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
        for number, (name, old, new) in enumerate(self._lines(found)):
            grid.addWidget(PlainLabel(name, "small"), number, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in ((1, old), (2, new)):
                grid.addWidget(
                    PlainLabel(text, "medium" if number == 0 else "", selectable=True), number, column, Qt.AlignmentFlag.AlignTop
                )
        self.body.replaceWidget(self._held, held)
        self._held.hide()
        self._held.deleteLater()
        self._held = held

    def _lines(self, found: Comparison) -> Iterator[tuple[str, str, str]]:
        old, new = found.before, found.after
        yield "", visible(old.title), visible(new.title)
        yield self.tr("As of"), date_text(old.as_of), date_text(new.as_of)
        if old.figures is None or new.figures is None:
            yield self.tr("Version"), old.pack, new.pack
            return
        yield self.tr("Round"), self._round(old), self._round(new)
        ready = [range_text(one.range.low, one.range.high) for one in (old.figures, new.figures)]
        yield self.tr("Ready"), ready[0], ready[1]
        for knowledge in (Knowledge.KNOWN, Knowledge.PARTLY_KNOWN, Knowledge.UNKNOWN, Knowledge.NOT_REVIEWED):
            yield word(knowledge), str(old.figures.knowledge[knowledge]), str(new.figures.knowledge[knowledge])
        yield self.tr("To confirm"), str(old.figures.unconfirmed), str(new.figures.unconfirmed)
        yield self.tr("Open gates"), str(old.figures.gates[GateState.OPEN]), str(new.figures.gates[GateState.OPEN])
        yield self.tr("Decision"), self._decision(old), self._decision(new)
        yield self.tr("Digest"), short_hash(old.digest), short_hash(new.digest)

    def _round(self, side: Compared) -> str:
        state = word(side.state).lower() if side.state else ""
        return self.tr("{round}, edition {edition}, {state}").format(round=side.round, edition=side.edition, state=state)

    def _decision(self, side: Compared) -> str:
        return word(side.decision.outcome) if side.decision else self.tr("none")


class ItemCard(Card):
    """One item: how it stood and stands, what it rests on now, what went; `item_wanted` to go there."""

    item_wanted = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self.go = Button(self.tr("Go to the item"), "arrow-right")
        super().__init__(title, "clipboard-list", self.go, parent=parent)
        self._item = ""
        self.chip, self.question = Chip(), PlainLabel("", "strong", selectable=True)
        self.stands, self.gate = PlainLabel("", selectable=True), PlainLabel("", "small")
        self.rows = Rows(gap=8)
        self.body.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.question, self.stands, self.gate):
            self.add(part)
        self.add(self.rows)
        self.go.clicked.connect(self._on_go)
        self.hide()

    def show_item(self, item: ItemComparison, *, here: bool) -> None:
        """Show this item; `here` where the open review asks it."""
        self._item = item.id
        self.title.setText(item.id)
        self.go.setVisible(here)
        self.chip.show_mark(difference_mark(item.kind))
        self.question.setText(visible(item.question))
        self.stands.setText(f"{standing_words(item.before, self.tr)} → {standing_words(item.after, self.tr)}")
        self.gate.setText(self._gate(item))
        self.gate.setVisible(item.gate is not None)
        self.rows.show_rows(self._details(item))
        self.show()

    def _gate(self, item: ItemComparison) -> str:
        if item.gate is None:
            return ""
        sides = " → ".join(self._gate_side(side) for side in (item.before, item.after))
        return sides if item.gate is GateMove.SETTLED else f"{word(item.gate)}: {sides}"

    def _gate_side(self, side: Standing | None) -> str:
        return word(side.gate_reason) if side and side.gate_reason else self.tr("no gate")

    def _details(self, item: ItemComparison) -> Iterator[QWidget]:
        if item.differs:
            names = ", ".join(name.replace("_", " ") for name in item.differs)
            yield PlainLabel(self.tr("Different: {parts}").format(parts=names), "small")
        if item.added:
            yield PlainLabel(self.tr("Only in the second"), "strong")
            for claim in item.resolved_by or item.added:
                yield from _claim(claim)
        if item.gone:
            yield PlainLabel(self.tr("Only in the first"), "strong")
            for claim in item.gone:
                yield from _claim(claim)
        if item.after is not None and item.after.people:
            yield PlainLabel(self.tr("Answered by {people}").format(people=visible(", ".join(item.after.people))), "small")

    def _on_go(self) -> None:
        self.item_wanted.emit(self._item)


def _claim(claim: Claim) -> Iterator[QWidget]:
    yield PlainLabel(visible(claim.statement), "body2", selectable=True)
    dated = f", {date_text(claim.dated)}" if claim.dated else ""
    yield PlainLabel(visible(f"{word(claim.stance)} · {word(claim.source_kind)}: {claim.source}{dated}"), "small")


class CompareSide(ScrollPage):
    """The chosen item above, both sides below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("What differs"), parent=parent)
        self.item, self.sides = ItemCard(self.tr("Item")), SidesCard(self.tr("Both sides"))
        self.add(self.item)
        self.add(self.sides)
