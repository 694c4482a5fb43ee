"""An answer that came along and waits: why, which words it answered, and the button by which a person vouches for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from readiness_app.domain.checklist import Item
from readiness_app.domain.review import Answer
from readiness_app.domain.rounds import asked_words
from readiness_app.domain.vocabulary import LookAgainReason
from readiness_app.ui.widgets.buttons import PrimaryButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word


class LookAgainCard(Card):
    """Hidden where nothing waits; `confirm_wanted` when a person vouches for the answer as it stands."""

    confirm_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.confirm = PrimaryButton(self.tr("Confirm"), "check", tip=self.tr("It stands as it is, and you vouch for it (C)"))
        super().__init__(word(LookAgainReason.INHERITED), "history", self.confirm, tone="partly", parent=parent)
        self.words = PlainLabel("", "body2", selectable=True)
        self.then_title, self.then = PlainLabel(self.tr("The words it answered"), "strong"), PlainLabel("", "body2", selectable=True)
        self.now_title, self.now = PlainLabel(self.tr("The words now"), "strong"), PlainLabel("", "body2", selectable=True)
        for part in (self.words, self.then_title, self.then, self.now_title, self.now):
            self.add(part)
        self.confirm.clicked.connect(self._on_confirm)

    def show_answer(self, item: Item, answer: Answer, *, editable: bool) -> None:
        """Show why the answer waits, or nothing."""
        waiting = answer.look_again
        self.setVisible(waiting is not None)
        if waiting is None:
            return
        self.title.setText(word(waiting.reason))
        self.setAccessibleName(word(waiting.reason))
        self.confirm.setVisible(editable)
        self.words.setText(f"{self._why(waiting.reason)} {visible(waiting.note)}".strip())
        for part in (self.then_title, self.then, self.now_title, self.now):
            part.setVisible(bool(waiting.former_text))
        self.then.setText(visible(waiting.former_text, keep="\n"))
        self.now.setText(asked_words(item))

    def _why(self, reason: LookAgainReason) -> str:
        return {
            LookAgainReason.INHERITED: self.tr("It came along and counts as not reviewed until somebody confirms it or answers anew."),
            LookAgainReason.TEXT_CHANGED: self.tr("The question has changed since. Read both, then confirm the answer or give another."),
            LookAgainReason.SOURCE_CHANGED: self.tr("What it rests on has changed since. Look at it, then confirm it or answer anew."),
        }[reason]

    def _on_confirm(self) -> None:
        self.confirm_wanted.emit()
