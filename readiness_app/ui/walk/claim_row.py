"""One claim as a row: how it bears on the item, what it says, from where, and what may be done with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.ageing import expires_on, is_expired
from readiness_app.domain.checklist import Item
from readiness_app.domain.claim import Claim
from readiness_app.domain.review import Review
from readiness_app.domain.strength import ordered, repeats
from readiness_app.domain.vocabulary import Stance
from readiness_app.ui import theme
from readiness_app.ui.dialogs.leaving import LeavingDialog
from readiness_app.ui.models.quote_words import anchor_mark
from readiness_app.ui.widgets.buttons import IconButton
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

_LOOKS = {
    Stance.SUPPORTS: ("check", "known_solid"),
    Stance.CONTRADICTS: ("x", "unknown_solid"),
    Stance.DISPUTED: ("ban", "text_3"),
    Stance.BACKGROUND: ("info", "text_3"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClaim:
    """A claim with what its row needs to know: when it expires, whether it has, the title of its file.

    `repeats` says that a claim above it cites the same source, `prevails` is None where no conflict is resolved.
    """

    claim: Claim
    expires: date | None
    expired: bool
    file: str
    repeats: bool = False
    prevails: bool | None = None


def shown_claims(claims: tuple[Claim, ...], item: Item, review: Review, prevails: Collection[str] = ()) -> list[ShownClaim]:
    """Claims as rows, by stance, the strongest source first, judged at the as-of date; `prevails` are the ids of those that do."""
    titles = {evidence.sha256: evidence.title for evidence in review.evidence}
    read = ordered(claims, item, review)
    again = repeats(read, review)
    return [
        ShownClaim(
            claim=claim,
            expires=expires_on(claim, item, review),
            expired=is_expired(claim, item, review, review.as_of),
            file=titles.get(claim.evidence, ""),
            repeats=claim.id in again,
            prevails=claim.id in prevails if prevails and (claim.supports or claim.contradicts) else None,
        )
        for claim in read
    ]


class ClaimRow(QWidget):
    """`edit_wanted`, `remove_wanted` and, to see the quote in its file, `quote_wanted` carry the claim's id."""

    quote_wanted = Signal(str)

    edit_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, shown: ShownClaim, *, editable: bool, titled: bool = False, parent: QWidget | None = None) -> None:
        """`titled` for a row under a title that says its stance."""
        super().__init__(parent)
        self._id, self._titled = shown.claim.id, titled
        self._quoted = bool(shown.file and shown.claim.quote)
        self._address = shown.claim.address.strip()
        claim = shown.claim
        self.setAccessibleName(f"{word(claim.stance)}: {visible(claim.statement)}")
        icon, ink = _LOOKS[claim.stance]
        row = QHBoxLayout(self)
        theme.spaced(row, gap=8)
        words = self._words(shown)
        if titled:  # one of two sides: icon and buttons would take the width that the words need
            words.addLayout(self._buttons(editable), 0)
        else:
            row.addWidget(IconLabel(icon, ink, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if not titled:
            buttons = QVBoxLayout()
            theme.spaced(buttons)
            buttons.addLayout(self._buttons(editable))
            buttons.addStretch(1)
            row.addLayout(buttons)

    def _words(self, shown: ShownClaim) -> QVBoxLayout:
        claim = shown.claim
        column = QVBoxLayout()
        theme.spaced(column, gap=3)
        column.addWidget(PlainLabel(visible(claim.statement, "\n"), "medium", selectable=True))
        column.addWidget(PlainLabel(self._origin(shown), "small", selectable=True))
        if claim.quote:
            column.addWidget(PlainLabel(f"“{visible(claim.quote, chr(10))}”", "body2", selectable=True))
        for sentence in self._asides(shown):
            column.addWidget(PlainLabel(sentence, "small", selectable=True))
        if claim.correction is not None:
            column.addLayout(self._correction(claim))
        if chips := self._chips(shown):
            flow = FlowLayout()
            theme.spaced(flow, gap=6)
            for chip in chips:
                flow.addWidget(chip)
            column.addLayout(flow)
        return column

    def _origin(self, shown: ShownClaim) -> str:
        claim = shown.claim
        kind = word(claim.source_kind)
        if claim.relays is not None:
            kind = self.tr("{kind}, passing on: {relayed}").format(kind=kind, relayed=word(claim.relays).lower())
        parts = [visible(claim.source), kind, date_text(claim.dated)]
        parts.append(self.tr("p. {page}").format(page=claim.page) if claim.page else "")
        parts.append(self.tr("confidence {level}").format(level=word(claim.confidence).lower()))
        return " · ".join(part for part in parts if part)

    def _asides(self, shown: ShownClaim) -> list[str]:
        claim = shown.claim
        found = []
        if claim.counted:
            found.append(self.tr("Counted: {what}").format(what=visible(claim.counted)))
        if claim.caveat:
            found.append(self.tr("Caveat: {what}").format(what=visible(claim.caveat)))
        if shown.file:
            found.append(self.tr("File: {name}").format(name=visible(shown.file)))
        if claim.address:
            found.append(visible(claim.address))
        return found

    def _correction(self, claim: Claim) -> QVBoxLayout:
        column = QVBoxLayout()
        theme.spaced(column, margin=(0, 3, 0, 3), gap=2)
        correction = claim.correction
        assert correction is not None
        words = self.tr("Corrected: {statement}").format(statement=visible(correction.statement))
        column.addWidget(PlainLabel(words, "medium", selectable=True))
        origin = " · ".join(part for part in (visible(correction.source), date_text(correction.dated), visible(correction.address)) if part)
        column.addWidget(PlainLabel(origin, "small", selectable=True))
        return column

    def _chips(self, shown: ShownClaim) -> list[Chip]:
        claim, found = shown.claim, []
        if shown.prevails is not None:
            found.append(Chip(self.tr("Prevails"), "scale", "known") if shown.prevails else Chip(self.tr("Does not prevail"), "", "na"))
        if claim.stance is not Stance.SUPPORTS and not self._titled:
            tone = "unknown" if claim.stance is Stance.CONTRADICTS else "na"
            found.append(Chip(word(claim.stance), "", tone))
        if shown.expired:
            found.append(Chip(self.tr("Expired {date}").format(date=date_text(shown.expires)), "clock", "partly"))
        if look := anchor_mark(claim, self.tr):
            found.append(Chip(look.text, look.icon, look.tone))
        if claim.bare_link:
            found.append(Chip(self.tr("Bare link: nothing kept"), "link", "partly"))
        if claim.weak and claim.supports:
            found.append(Chip(self.tr("Weak source"), "triangle-alert", "partly"))
        if shown.repeats:
            found.append(Chip(self.tr("Same source as above"), "link", "na"))
        return found

    def _buttons(self, editable: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        theme.spaced(line, gap=0)
        if self._quoted:
            line.addWidget(self._show_button())
        if self._address:
            self.open_address = IconButton("globe", self.tr("Open the address of this claim"), size=15)
            self.open_address.clicked.connect(self._on_address)
            line.addWidget(self.open_address)
        if editable:
            self.edit = IconButton("pencil", self.tr("Edit this claim"), size=15)
            self.remove = IconButton("trash-2", self.tr("Remove this claim"), size=15)
            self.edit.clicked.connect(self._on_edit)
            self.remove.clicked.connect(self._on_remove)
            line.addWidget(self.edit)
            line.addWidget(self.remove)
        line.addStretch(1)
        return line

    def _show_button(self) -> IconButton:
        self.show_quote = IconButton("eye", self.tr("Show the quote in its file"), size=15)
        self.show_quote.clicked.connect(self._on_quote)
        return self.show_quote

    def _on_address(self) -> None:
        self.leaving = LeavingDialog(self._address, self.window())  # the row itself goes when the review changes
        self.leaving.open()

    def _on_quote(self) -> None:
        self.quote_wanted.emit(self._id)

    def _on_edit(self) -> None:
        self.edit_wanted.emit(self._id)

    def _on_remove(self) -> None:
        self.remove_wanted.emit(self._id)
