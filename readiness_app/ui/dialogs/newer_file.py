"""A file that is called like one the review holds: is it a new revision of that one, or another file?"""

from PySide6.QtWidgets import QWidget

from readiness_app.domain.review import Evidence
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.visible import visible


class NewerFileDialog(Dialog):
    """`value` is True for a new revision, False for another file."""

    def __init__(self, held: Evidence, name: str, parent: QWidget | None = None) -> None:
        """`name` is that of the new file."""
        super().__init__(self.tr("Is it a new revision?"), self.tr("New revision"), parent, icon="file-plus")
        words = self.tr("{name} is called like {title}, which this review holds.")
        self.say(words.format(name=visible(name), title=visible(held.title)))
        self.say(
            self.tr(
                "As a new revision its quotes are looked up there, and items whose quotes changed wait for you. Nothing is lost either way."
            )
        )
        self.other = Button(self.tr("Another file"))
        self.foot.insertWidget(self.foot.indexOf(self.verb), self.other)
        self.other.clicked.connect(self._on_other)

    def take(self) -> bool:
        """A new revision."""
        return True

    def _on_other(self) -> None:
        self.value = False
        self.accept()
