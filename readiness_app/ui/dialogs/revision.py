"""What taking a new revision of a document would do, quote by quote, before it is done."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.revising import Followed, Revision
from readiness_app.domain.vocabulary import QuoteFate
from readiness_app.services.evidence import Details
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.models.quote_words import fate_mark
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import DateField
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.page import line
from readiness_app.ui.widgets.visible import visible

MOST_SHOWN = 200
_ORDER = (
    QuoteFate.CHANGED,
    QuoteFate.GONE,
    QuoteFate.CANNOT_BE_CHECKED,
    QuoteFate.MOVED,
    QuoteFate.NEVER_FOUND,
    QuoteFate.NO_QUOTE,
    QuoteFate.STILL_THERE,
)


class RevisionDialog(Dialog):
    """`value` is a Details about the new file; nothing has happened yet."""

    def __init__(self, revision: Revision, parent: QWidget | None = None) -> None:
        title = self.tr("New revision of {name}").format(name=visible(revision.old.title))
        super().__init__(title, self.tr("Take the new revision"), parent, icon="file-plus", width=760)
        self._revision = revision
        self.title_field, self.label = TextField(self.tr("Title")), TextField(self.tr("Revision"))
        self.published = DateField(self.tr("Published"))
        self.rows: dict[str, FormRow] = {}
        self.say(self._which(), "small")
        self.add(self._fields_of_file())
        self.summary = self.say(self._summary(), "medium")
        self.add(self._counts())
        self.told = Card(self.tr("What becomes of the quotes"), "quote")
        self._fill()
        self.add(self.told)
        self.label.setFocus()

    def sized_for(self, screen_height: int) -> None:
        """Open high enough to read some of the quotes."""
        super().sized_for(screen_height)
        if self._revision.followed:
            self.resize(self.width(), min(max(self.height(), theme.px(680)), round(screen_height * 0.9)))

    def take(self) -> Any:
        """The details; raises Refused where the date is none."""
        self.rows["published"].set_error("")
        if self.published.is_wrong():
            raise self.beside(self.rows["published"], self.tr("This is not a date. Write it like 29 Mar 2026."))
        new = self._revision.new
        return Details(
            title=self.title_field.text().strip(),
            publisher=new.publisher,
            address=new.address,
            revision=self.label.text().strip(),
            published=self.published.value(),
            retrieved=new.retrieved,
            expires=new.expires,
            confidentiality=new.confidentiality,
            captured=new.captured,
        )

    def _which(self) -> str:
        told = self.tr("{name} is kept beside {old}, which stays listed and readable.")
        return told.format(name=visible(self._revision.new.name), old=visible(self._revision.old.name))

    def _fields_of_file(self) -> QGridLayout:
        grid = QGridLayout()
        theme.spaced(grid, gap=12)
        places = (("title", self.tr("Title"), self.title_field), ("revision", self.tr("Revision"), self.label))
        for column, (name, label, field) in enumerate((*places, ("published", self.tr("Published"), self.published))):
            self.rows[name] = FormRow(label, field)
            grid.addWidget(self.rows[name], 0, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 2 if name == "title" else 1)
        self.title_field.load(self._revision.new.title)
        return grid

    def _summary(self) -> str:
        if not self._revision.followed:
            return self.tr("No claim rests on the old revision, so nothing else changes.")
        over = sum(one.fate.goes_over for one in self._revision.followed)
        words = self.tr("{over} of {count} claims go over to the new file.").format(over=over, count=len(self._revision.followed))
        again = self._revision.reopened
        if not again:
            return f"{words} {self.tr('No item has to be looked at again.')}"
        shown = ", ".join(again[:12]) + ("…" if len(again) > 12 else "")
        return f"{words} {self.tr('To be looked at again: {items}.').format(items=shown)}"

    def _counts(self) -> QWidget:
        held = QWidget()
        flow = FlowLayout(held)
        theme.spaced(flow, gap=6)
        for fate in _ORDER:
            if count := self._revision.count(fate):
                look = fate_mark(fate)
                flow.addWidget(Chip(f"{look.text} {count}", look.icon, look.tone))
        return held

    def _fill(self) -> None:
        followed = sorted(self._revision.followed, key=lambda one: _ORDER.index(one.fate))
        self.told.setVisible(bool(followed))
        for number, one in enumerate(followed[:MOST_SHOWN]):
            if number:
                self.told.add(line())
            self.told.add(self._row_of(one))
        if len(followed) > MOST_SHOWN:
            self.told.add(PlainLabel(self.tr("And {count} more.").format(count=len(followed) - MOST_SHOWN), "small"))

    def _row_of(self, one: Followed) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        theme.spaced(column, gap=4)
        top = QHBoxLayout()
        theme.spaced(top, gap=8)
        look = fate_mark(one.fate)
        top.addWidget(PlainLabel(one.item, "mono"))
        top.addStretch(1)
        top.addWidget(PlainLabel(self._pages(one), "small"))
        top.addWidget(Chip(look.text, look.icon, look.tone))
        column.addLayout(top)
        for words, role in self._words(one):
            column.addWidget(PlainLabel(words, role, selectable=True))
        held.setAccessibleName(f"{one.item}. {look.text}. {' '.join(words for words, _ in self._words(one))}")
        return held

    def _pages(self, one: Followed) -> str:
        now = one.anchor.page if one.anchor else None
        if one.before and now and one.before != now:
            return self.tr("page {before} → page {now}").format(before=one.before, now=now)
        page = now or one.before
        return self.tr("page {page}").format(page=page) if page else ""

    def _words(self, one: Followed) -> list[tuple[str, str]]:
        claim = one.claim
        if not claim.quote.strip():
            return [(visible(claim.statement), "body2")]
        if one.fate is QuoteFate.CHANGED:
            near = self.tr("{share} % of the words are the same").format(share=int(one.nearness * 100))
            old, new = self.tr("Was: “{words}”"), self.tr("Reads now: “{words}”")
            return [(old.format(words=visible(claim.quote)), "body2"), (new.format(words=visible(one.reads)), "medium"), (near, "small")]
        said = [(f"“{visible(claim.quote)}”", "body2")]
        if one.why:
            said.append((self.tr("It cannot be looked up, because {why}.").format(why=visible(one.why)), "small"))
        return said
