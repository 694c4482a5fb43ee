"""The way out where nobody is named yet: a sentence and the Preferences."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.labels import PlainLabel


class NameHint(QWidget):
    """Shown in a dialog while the preferences name nobody; it goes once they do."""

    def __init__(self, open_review: OpenReview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open_review = open_review
        self.link = LinkButton(self.tr("Preferences…"), "settings")
        row = QHBoxLayout(self)
        theme.spaced(row, gap=8)
        row.addWidget(PlainLabel(self.tr("Nobody is named yet. What is done here stands in the history under a name."), "error"), 1)
        row.addWidget(self.link)
        self.link.clicked.connect(self._on_link)

    def event(self, event: QEvent) -> bool:
        """Back from the Preferences it asks again."""
        if event.type() == QEvent.Type.WindowActivate:
            self.setVisible(not self._open_review.me.strip())
        return super().event(event)

    def _on_link(self) -> None:
        owner = self.window().parentWidget()
        action = owner.window().findChild(QAction, "preferences") if owner is not None else None
        if isinstance(action, QAction):
            action.trigger()
