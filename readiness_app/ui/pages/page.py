"""What every page of the window has in common."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from readiness_app.ui.jobs import Jobs
from readiness_app.ui.open_review import OpenReview


class Page(QWidget):
    """A page over the open review. It refreshes when it is shown and something has changed since.

    item_wanted(id): show this item on Walk. page_wanted(name): show another page. toast(text, offer_undo). trouble(sentence).
    kept(fields): settings to be remembered, by their names.
    """

    item_wanted = Signal(str)
    page_wanted = Signal(str)
    toast = Signal(str, bool)
    trouble = Signal(str)
    kept = Signal(object)

    name: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    shows_refusals: ClassVar[bool] = False  # True where the page itself shows what a rule refused, beside the control

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_review = open_review
        self.jobs = jobs
        self._dirty = True
        open_review.changed.connect(self._on_changed)
        open_review.replaced.connect(self._on_replaced)

    def refresh(self) -> None:
        """Shows the review as it is now."""
        raise NotImplementedError

    def concerns(self, change: object) -> bool:
        """True when a change is worth a refresh of this page; pages narrow it down."""
        return True

    def commit_texts(self) -> None:
        """Saves whatever is typed and not yet saved; called before the page, the item or the window goes away."""

    def unrecorded(self) -> str:
        """A sentence about what is typed here and recorded by a button alone, or an empty text."""
        return ""

    def _on_changed(self, change: object) -> None:
        if self.concerns(change):
            self._refresh_soon()

    def _on_replaced(self) -> None:
        self._refresh_soon()

    def _refresh_soon(self) -> None:
        self._dirty = True
        if self.isVisible():
            self._refresh_if_dirty()

    def _refresh_if_dirty(self) -> None:
        if self._dirty:
            self._dirty = False
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Refreshes what changed while the page was hidden."""
        self._refresh_if_dirty()
        super().showEvent(event)
