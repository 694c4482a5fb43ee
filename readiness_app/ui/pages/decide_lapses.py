"""What lapses when, the earliest first: a card of the Decide page."""

from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from readiness_app.domain.lapses import Lapse, lapses
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import LapseKind, LapseState
from readiness_app.ui.pages.decide_gaps import ListCard
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

_FEW = 6


class LapsesCard(ListCard):
    """Acceptances, conditions, evidence, the decision and questions to the vendor, each with its last day and whom to turn to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("LapsesCard", "What lapses when")
        super().__init__(title, "clock", QCoreApplication.translate("LapsesCard", "Nothing in this review lapses."), parent)
        self._review: Review | None = None
        self._today = date.min
        self._whole = False
        self.more = LinkButton("")
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self._on_more)

    def show_review(self, review: Review, today: date) -> None:
        """Show it at the as-of date, and what has lapsed since."""
        self._review, self._today = review, today
        self._fill()

    def _fill(self) -> None:
        if self._review is None:
            return
        now = {_key(one): one.state for one in lapses(self._review, self._today)}
        groups = _groups(lapses(self._review))
        shown = groups if self._whole else groups[:_FEW]
        lines = [(group[0].item, self._what(group), self._quiet(group), self._chip(group[0], now.get(_key(group[0])))) for group in shown]
        self._show_lines(lines, (shown, self._today))
        self.more.setVisible(len(groups) > _FEW)
        self.more.setText(self.tr("Show fewer") if self._whole else self.tr("Show all {count}").format(count=len(groups)))

    def _what(self, group: tuple[Lapse, ...]) -> str:
        lapse = group[0]
        if len(group) > 1:
            return self.tr("Evidence of {count} items: {items}").format(count=len(group), items=", ".join(one.item for one in group))
        made = self._review.decision if self._review is not None else None
        return word(made.outcome) if lapse.kind is LapseKind.DECISION and made is not None else visible(lapse.what)

    def _quiet(self, group: tuple[Lapse, ...]) -> str:
        lapse = group[0]
        due = lapse.kind in (LapseKind.CONDITION, LapseKind.QUESTIONS)
        until = (self.tr("due {day}") if due else self.tr("until {day}")).format(day=date_text(lapse.day))
        parts = [word(lapse.kind), visible(lapse.owner), until]
        if opening := [one.item for one in group if one.reopens]:
            one = self.tr("its gate opens after that day") if len(group) == 1 else self.tr("the gate of {items} opens after that day")
            told = one if len(opening) == 1 else self.tr("the gates of {items} open after that day")
            parts.append(told.format(items=", ".join(opening)))
        return " · ".join(part for part in parts if part)

    def _chip(self, lapse: Lapse, now: LapseState | None) -> Chip | None:
        if lapse.state is LapseState.LAPSED:
            late = now is None  # met since then
            return Chip(self.tr("Met since") if late else self.tr("Lapsed"), "clock", "na" if late else "unknown")
        if now is None:
            return Chip(self.tr("Met since"), "circle-check", "na")
        if now is LapseState.LAPSED:
            return Chip(self.tr("Lapsed by today"), "clock", "partly")
        return Chip(word(LapseState.SOON), "clock", "partly") if LapseState.SOON in (now, lapse.state) else None

    def _on_more(self) -> None:
        self._whole = not self._whole
        self._fill()


def _key(lapse: Lapse) -> tuple[LapseKind, str, str]:
    return lapse.kind, lapse.item, lapse.id


def _groups(found: tuple[Lapse, ...]) -> list[tuple[Lapse, ...]]:
    """Evidence that ends on one day is one line; everything else stands alone."""
    groups: list[tuple[Lapse, ...]] = []
    for lapse in found:
        last = groups[-1][-1] if groups else None
        if last is not None and lapse.kind is LapseKind.EVIDENCE and (last.kind, last.day) == (lapse.kind, lapse.day):
            groups[-1] = (*groups[-1], lapse)
        else:
            groups.append((lapse,))
    return groups
