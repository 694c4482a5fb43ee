"""One claim: what it says, from where, how strong, and how it bears on the item."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from readiness_app.domain.capturing import is_web_address
from readiness_app.domain.claim import Claim, Correction
from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import Confidence, SourceKind, Stance
from readiness_app.services.quotes import kept_anchor
from readiness_app.ui import theme
from readiness_app.ui.dialogs.trying import TryingDialog
from readiness_app.ui.models.quote_words import anchor_look, beside_chip
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.choice_field import ChoiceField, choices_of
from readiness_app.ui.widgets.date_field import DateField
from readiness_app.ui.widgets.fields import TextArea, TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.segmented import Segmented, options_of
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import meaning

_TYPING_MS = 400  # nobody types on after that


class ClaimDialog(TryingDialog):
    """`value` is the Claim: a new one, or `claim` as it was edited. `files` are the review's evidence it may rest on.

    `lookup_wanted` carries the claim whose quote is to be looked up in its file; `show_anchor` shows what that gave, and it is kept.
    """

    lookup_wanted = Signal(object)

    def __init__(
        self, item: str, by: str, today: date, files: Sequence[Evidence], claim: Claim | None = None, parent: QWidget | None = None
    ) -> None:
        title = self.tr("Edit the claim on {item}") if claim else self.tr("Add a claim to {item}")
        super().__init__(title.format(item=item), self.tr("Save the claim") if claim else self.tr("Add the claim"), parent, width=680)
        self._claim = claim or Claim(
            id=f"c-{secrets.token_hex(4)}", statement="", source="", source_kind=SourceKind.DOCUMENTATION, checked=today, added_by=by
        )
        self.stance = Segmented(options_of(Stance), self.tr("How it bears on the item"))
        self.about_stance = PlainLabel("", "small")
        self.statement = TextArea(self.tr("Statement"), self.tr("One statement, in your own words"), rows=2)
        self.source = TextField(self.tr("Source"), self.tr("Title of the document that was read"))
        self.kind = ChoiceField(choices_of(SourceKind))
        self.relays = ChoiceField([(None, self.tr("Nothing: it speaks for itself")), *choices_of(SourceKind)])
        self.dated, self.checked = DateField(self.tr("Date of the source")), DateField(self.tr("Checked on"))
        self.page = TextField(self.tr("Page"), self.tr("number, from 1"))
        self.confidence = ChoiceField(choices_of(Confidence))
        self.quote = TextArea(self.tr("Quote"), self.tr("The shortest passage that carries it, word for word"), rows=2)
        self.counted = TextField(self.tr("What was counted"), self.tr("for a figure: out of how many, of what"))
        self.caveat = TextField(self.tr("Caveat"))
        self.address = TextField(self.tr("Address"))
        self.file = ChoiceField([("", self.tr("No file")), *((f.sha256, visible(f.title)) for f in files)])
        self.corrected = TextArea(self.tr("What the better source says"), rows=2)
        self.corrected_by = TextField(self.tr("The better source"))
        self.corrected_on = DateField(self.tr("Its date"))
        self.stands = Chip()
        self.where = PlainLabel("", "small")
        self._looked_up: Claim | None = claim
        self._addresses = {f.sha256: f.address for f in files}
        self._titles = {f.sha256: visible(f.title) for f in files}
        self._soon = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self.rows: dict[str, FormRow] = {}
        self._fill()
        self._load(self._claim)
        self.stance.picked.connect(self._on_stance)
        self.file.picked.connect(self._take_address)
        self.statement.setFocus()

    def follow_quote(self) -> None:
        """Ask from now on for the quote to be looked up whenever quote, page or file were changed."""
        self._soon.timeout.connect(self._on_soon)
        self.quote.textChanged.connect(self._soon.start)
        self.page.textChanged.connect(self._soon.start)
        self.file.picked.connect(self._on_file)
        self._on_soon()

    def show_anchor(self, claim: Claim, why: str = "") -> None:
        """Show where the quote stands, unless it was changed since; `why` where it cannot be checked."""
        now = self._quoted()
        if now is None or _place(now) != _place(claim) or claim.anchor is None:
            return
        self._looked_up = claim
        self.stands.show_mark(anchor_look(claim.anchor, claim.page, self.tr))
        self.where.setText(beside_chip(self._titles.get(claim.evidence, ""), why))
        self.stands.show()

    def _quoted(self) -> Claim | None:
        """The claim with quote, page and file as they stand in the fields; None where there is nothing to look up."""
        quote, file = self.quote.text().strip(), str(self.file.value() or "")
        if not quote or not file or self._wrong_page():
            return None
        page = self.page.text().strip()
        return replace(self._claim, quote=quote, evidence=file, page=int(page) if page else None, anchor=None)

    def _on_file(self, file: object) -> None:
        self._soon.start()

    def _take_address(self, file: object) -> None:
        if self.address.text().strip() in ("", *self._addresses.values()):  # an address that a person typed stays
            self.address.setText(self._addresses.get(str(file or ""), ""))

    def _on_soon(self) -> None:
        wanted = self._quoted()
        self.stands.setVisible(wanted is not None)
        self.where.setText("" if wanted is None else self.tr("Looking it up…"))
        if wanted is None:
            return
        self.stands.show_mark(anchor_look(None, wanted.page, self.tr))
        if self._looked_up is not None and self._looked_up.anchor is not None and _place(self._looked_up) == _place(wanted):
            self.show_anchor(self._looked_up)
        else:
            self.lookup_wanted.emit(wanted)

    def entered(self) -> Claim:
        """The claim; raises Refused where statement, source, a date or the correction is missing."""
        disputed = self.stance.value() is Stance.DISPUTED
        wrong = {
            "statement": "" if self.statement.text().strip() else self.tr("Say what the source states."),
            "address": self._wrong_address(),
            "source": "" if self.source.text().strip() else self.tr("Name the document that was read."),
            "page": self._wrong_page(),
            "dated": self._wrong_date(self.dated),
            "checked": self._wrong_date(self.checked),
            "corrected": self.tr("Say what the better source says.") if disputed and not self.corrected.text().strip() else "",
            "corrected_by": self.tr("Name the better source.") if disputed and not self.corrected_by.text().strip() else "",
            "corrected_on": self._wrong_date(self.corrected_on) if disputed else "",
        }
        for name, sentence in wrong.items():
            self.rows[name].set_error(sentence)
        if any(wrong.values()):
            raise Refused(self.tr("Look at the fields marked above. Nothing was saved yet."))
        return self._edited(disputed)

    def _edited(self, disputed: bool) -> Claim:
        relays = self.relays.value()
        return kept_anchor(self._looked_up, self._as_typed(relays, disputed))

    def _as_typed(self, relays: object, disputed: bool) -> Claim:
        return replace(
            self._claim,
            statement=self.statement.text().strip(),
            source=self.source.text().strip(),
            source_kind=SourceKind(str(self.kind.value())),
            stance=Stance(str(self.stance.value())),
            relays=relays if isinstance(relays, SourceKind) else None,
            confidence=Confidence(str(self.confidence.value())),
            address=self.address.text().strip(),
            dated=self.dated.value(),
            checked=self.checked.value(),
            quote=self.quote.text().strip(),
            page=int(self.page.text()) if self.page.text().strip() else None,
            counted=self.counted.text().strip(),
            caveat=self.caveat.text().strip(),
            evidence=str(self.file.value() or ""),
            correction=self._correction() if disputed else None,
        )

    def _correction(self) -> Correction:
        old = self._claim.correction
        return Correction(
            statement=self.corrected.text().strip(),
            source=self.corrected_by.text().strip(),
            dated=self.corrected_on.value(),
            address=old.address if old else "",
        )

    def _fill(self) -> None:
        self._row("stance", self.tr("How it bears on the item"), self.stance)
        self.add(self.about_stance)
        self._row("statement", self.tr("Statement"), self.statement)
        self._pair(("source", self.tr("Source"), self.source, False), ("kind", self.tr("Kind of source"), self.kind, False))
        self._pair(
            ("relays", self.tr("What it passes on"), self.relays, False), ("confidence", self.tr("Confidence"), self.confidence, False)
        )
        self._row("quote", self.tr("Exact quote"), self.quote, optional=True)
        self._pair(("page", self.tr("Page"), self.page, True), ("file", self.tr("Evidence file"), self.file, True))
        self.add(self._standing())
        self._pair(("checked", self.tr("Checked on"), self.checked, False), ("dated", self.tr("Date of the source"), self.dated, True))
        self._pair(("counted", self.tr("What was counted"), self.counted, True), ("caveat", self.tr("Caveat"), self.caveat, True))
        self._row("address", self.tr("Address"), self.address, optional=True)
        self._row("corrected", self.tr("What the better source says"), self.corrected)
        self._pair(
            ("corrected_by", self.tr("The better source"), self.corrected_by, False),
            ("corrected_on", self.tr("Its date"), self.corrected_on, True),
        )

    def _standing(self) -> QHBoxLayout:
        row = QHBoxLayout()
        theme.spaced(row, gap=8)
        row.addWidget(self.stands)
        row.addWidget(self.where, 1)
        self.stands.hide()
        return row

    def _row(self, name: str, label: str, field: QWidget, *, optional: bool = False) -> None:
        self.rows[name] = FormRow(label, field, optional=optional)
        self.add(self.rows[name])

    def _pair(self, *parts: tuple[str, str, QWidget, bool]) -> None:
        grid = QGridLayout()
        theme.spaced(grid, gap=12)
        for place, (name, label, field, optional) in enumerate(parts):
            self.rows[name] = FormRow(label, field, optional=optional)
            grid.addWidget(self.rows[name], 0, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
        self.add(grid)

    def _load(self, claim: Claim) -> None:
        self.stance.set_value(claim.stance)
        for field, text in (
            (self.statement, claim.statement),
            (self.source, claim.source),
            (self.quote, claim.quote),
            (self.counted, claim.counted),
            (self.caveat, claim.caveat),
            (self.address, claim.address),
        ):
            field.load(text)
        self.kind.set_value(claim.source_kind)
        self.relays.set_value(claim.relays)
        self.confidence.set_value(claim.confidence)
        self.dated.load(claim.dated)
        self.checked.load(claim.checked)
        self.page.load(str(claim.page) if claim.page else "")
        self.file.set_value(claim.evidence)
        if claim.correction is not None:
            self.corrected.load(claim.correction.statement)
            self.corrected_by.load(claim.correction.source)
            self.corrected_on.load(claim.correction.dated)
        self._on_stance(claim.stance)

    def _on_stance(self, stance: object) -> None:
        assert isinstance(stance, Stance)
        self.about_stance.setText(meaning(stance))
        for name in ("corrected", "corrected_by", "corrected_on"):
            self.rows[name].setVisible(stance is Stance.DISPUTED)

    def _wrong_page(self) -> str:
        text = self.page.text().strip()
        good = not text or (text.isascii() and text.isdigit() and len(text) < 8 and int(text) > 0)
        return "" if good else self.tr("A page number starts at 1.")

    def _wrong_address(self) -> str:
        text = self.address.text().strip()
        same = text == self._claim.address.strip()  # one that stands there already is left alone
        good = not text or same or is_web_address(text)
        return "" if good else self.tr("An address begins with http:// or https:// and has no spaces.")

    def _wrong_date(self, field: DateField) -> str:
        return self.tr("This is not a date. Write it like 2026-03-29.") if field.is_wrong() else ""


def _place(claim: Claim) -> tuple[str, int | None, str]:
    return claim.quote, claim.page, claim.evidence
