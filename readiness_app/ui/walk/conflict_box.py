"""A conflict side by side: what supports the item at the left, what contradicts it at the right, and what became of it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.review import Answer
from readiness_app.ui import theme
from readiness_app.ui.walk.card_rows import Rows
from readiness_app.ui.walk.claim_row import ClaimRow
from readiness_app.ui.widgets.buttons import Button, QuietButton
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import resolution_words

_BESIDE = 560  # px at 100 %: from this width there is room for both sides beside each other


class _Side(QFrame):
    """One side of a conflict: a title and its claims."""

    def __init__(self, title: str, icon: str, ink: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self, "card")
        self.setAccessibleName(title)
        self.rows = Rows()
        head = QHBoxLayout()
        theme.spaced(head, gap=6)
        head.addWidget(IconLabel(icon, ink, 16))
        head.addWidget(PlainLabel(title, "strong"), 1)
        column = QVBoxLayout(self)
        theme.spaced(column, margin=(12, 10, 12, 12), gap=9)
        column.addLayout(head)
        column.addLayout(self.rows)
        column.addStretch(1)


class ConflictBox(QWidget):
    """`resolve_wanted` and `withdraw_wanted`; below a width both sides stand below each other."""

    resolve_wanted = Signal()
    withdraw_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.supporting = _Side(self.tr("Supports"), "check", "known_solid")
        self.contradicting = _Side(self.tr("Contradicts"), "x", "unknown_solid")
        self.words = PlainLabel("", "medium", selectable=True)
        self.resolve = Button(self.tr("Resolve the conflict…"), "scale")
        self.again = QuietButton(self.tr("Resolve it otherwise…"), "pencil")
        self.withdraw = QuietButton(self.tr("Withdraw the resolution"), "undo-2")
        self._grid = QGridLayout()
        self._beside = True
        self._build()
        self.resolve.clicked.connect(self._on_resolve)
        self.again.clicked.connect(self._on_resolve)
        self.withdraw.clicked.connect(self._on_withdraw)

    def show_conflict(self, answer: Answer, supporting: list[ClaimRow], contradicting: list[ClaimRow], *, editable: bool) -> None:
        """Show both sides; `answer` says whether somebody resolved it."""
        self.supporting.rows.show_rows(supporting)
        self.contradicting.rows.show_rows(contradicting)
        done = answer.resolution
        day = date_text(done.at.astimezone().date()) if done else ""
        waits = self.tr("These sources disagree. Nobody has said yet which prevails.")
        self.words.setText(visible(resolution_words(answer, day), "\n") if done else waits)
        self.resolve.setVisible(editable and done is None)
        self.again.setVisible(editable and done is not None)
        self.withdraw.setVisible(editable and done is not None)

    def minimumSizeHint(self) -> QSize:
        """As wide as one side needs: beside each other they must not hold a narrow page open."""
        widest = max(side.minimumSizeHint().width() for side in (self.supporting, self.contradicting))
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow rooms stand the sides below each other."""
        super().resizeEvent(event)
        if (beside := self.width() >= theme.px(_BESIDE)) != self._beside:
            self._beside = beside
            self._place()
            self.updateGeometry()

    def _build(self) -> None:
        theme.spaced(self._grid, gap=12)
        self._place()
        buttons = QHBoxLayout()
        theme.spaced(buttons, gap=8)
        for button in (self.resolve, self.again, self.withdraw):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        theme.spaced(column, gap=10)
        column.addLayout(self._grid)
        column.addWidget(self.words)
        column.addLayout(buttons)

    def _place(self) -> None:
        for side in (self.supporting, self.contradicting):
            self._grid.removeWidget(side)
        place = (0, 1) if self._beside else (1, 0)
        self._grid.addWidget(self.supporting, 0, 0)
        self._grid.addWidget(self.contradicting, *place)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1 if self._beside or not column else 0)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _on_resolve(self) -> None:
        self.resolve_wanted.emit()

    def _on_withdraw(self) -> None:
        self.withdraw_wanted.emit()
