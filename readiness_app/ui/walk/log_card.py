"""Where was looked, for what, when and by whom; and why the item is unknown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from readiness_app.domain.claim import SearchLine
from readiness_app.domain.review import Answer
from readiness_app.domain.vocabulary import Knowledge
from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.widgets.buttons import QuietButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import meaning, word


class LogCard(Card):
    """`add_wanted` for another line, `reason_wanted` to change why it is unknown."""

    add_wanted = Signal()
    reason_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.add_line = QuietButton(self.tr("Add line…"), "plus")
        super().__init__(self.tr("Search log"), "search", self.add_line, parent=parent)
        self.reason = PlainLabel("", "medium")
        self.about = PlainLabel("", "small")
        self.change = QuietButton(self.tr("Change the reason"), "pencil")
        self.rows = Rows(gap=8)
        self._shown: object = None
        for part in (self.reason, self.about):
            self.add(part)
        self.add(self.rows)
        self.body.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_line.clicked.connect(self._on_add)
        self.change.clicked.connect(self._on_change)

    def show_log(self, answer: Answer, *, editable: bool) -> None:
        """Show reason and lines of this answer."""
        unknown = answer.knowledge is Knowledge.UNKNOWN and answer.unknown_reason is not None
        self.reason.setVisible(unknown)
        self.about.setVisible(unknown)
        self.change.setVisible(unknown and editable)
        self.add_line.setVisible(editable)
        if unknown and answer.unknown_reason is not None:
            asked = self.tr(", asked on {date}").format(date=date_text(answer.asked)) if answer.asked else ""
            self.reason.setText(word(answer.unknown_reason) + asked)
            self.about.setText(meaning(answer.unknown_reason))
        if self._shown != answer.search_log:
            self._shown = answer.search_log
            self.rows.show_rows(PlainLabel(self._text(line), "body2", selectable=True) for line in answer.search_log)

    def _text(self, line: SearchLine) -> str:
        words = self.tr("{where}: {what} ({date}, {name})")
        return words.format(where=visible(line.where), what=visible(line.what), date=date_text(line.when), name=visible(line.by))

    def _on_add(self) -> None:
        self.add_wanted.emit()

    def _on_change(self) -> None:
        self.reason_wanted.emit()
