"""The quieter cards of an item: why it matters, the program's own answer, notes, and what happened."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from readiness_app.domain.checklist import Item
from readiness_app.domain.history import Entry
from readiness_app.ui.history_words import told
from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.widgets.buttons import QuietButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.fields import TextArea
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible

MOST_ENTRIES = 5


class WhyCard(Card):
    """Why the question is asked and what would answer it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Why it matters"), "circle-alert", parent=parent)
        self.why = PlainLabel("", "body2", selectable=True)
        self.wanted_title = PlainLabel(self.tr("What counts as evidence"), "strong")
        self.wanted = PlainLabel("", "body2", selectable=True)
        self.hint = PlainLabel("", "body2", selectable=True)
        self.crosswalk = PlainLabel("", "tiny", selectable=True)
        for part in (self.why, self.wanted_title, self.wanted, self.hint, self.crosswalk):
            self.add(part)

    def show_item(self, item: Item) -> None:
        """Show the words of this item."""
        self.why.setText(item.why)
        self.wanted.setText(item.evidence_wanted)
        self.hint.setText(self.tr("Ask inside: {text}").format(text=item.internal_prompt))
        self.hint.setVisible(bool(item.internal_prompt))
        days = self.tr("Claims count for {days} days.").format(days=item.expires_days)
        self.crosswalk.setText(" · ".join(part for part in (*item.crosswalk, *item.maps, days) if part))


class NotesCard(Card):
    """`committed` carries the note when the person moves on."""

    committed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Notes"), "pencil-line", parent=parent)
        self.text = TextArea(self.tr("Notes"), self.tr("What the next person should know"), rows=3, idle_seconds=4)
        self.add(self.text)
        self.text.committed.connect(self.committed)


class HistoryCard(Card):
    """What happened to this item, newest first; `all_wanted` for the History page."""

    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.all = QuietButton(self.tr("Whole history"), "history")
        super().__init__(self.tr("What happened here"), "history", self.all, parent=parent)
        self.rows = Rows(gap=6)
        self.add(self.rows)
        self.all.clicked.connect(self._on_all)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show the newest of these entries (oldest first)."""
        if not entries:
            self.rows.show_rows([PlainLabel(self.tr("Nothing yet."), "small")])
            return
        self.rows.show_rows(PlainLabel(self._text(entry), "small") for entry in list(reversed(entries))[:MOST_ENTRIES])

    def _text(self, entry: Entry) -> str:
        words = told(entry, self.tr)
        lines = "; ".join(words.lines) or words.what
        return f"{date_text(entry.at.astimezone().date())}, {visible(entry.actor)}: {lines}"

    def _on_all(self) -> None:
        self.all_wanted.emit()
