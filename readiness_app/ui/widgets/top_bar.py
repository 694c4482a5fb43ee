"""The bar above a review: what it is about, how it stands, search, and the two things to do with the whole of it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from readiness_app.domain.vocabulary import State
from readiness_app.ui import theme
from readiness_app.ui.widgets.bars import RangeBar, range_text
from readiness_app.ui.widgets.buttons import Button, IconButton, PrimaryButton
from readiness_app.ui.widgets.chip import StatusChip
from readiness_app.ui.widgets.fields import SearchField
from readiness_app.ui.widgets.labels import ElidedLabel, PlainLabel, tooltip

_BAR, _FIELD, _FIGURES, _DRAFT = 1180, 1000, 760, 620  # px at 100 %: below these widths bar, search field, figures and draft make room


class TopBar(QFrame):
    """Takes values; emits what a person wants: `start_wanted`, `draft_wanted` and `next_step_wanted` (seal or sign)."""

    start_wanted = Signal()
    draft_wanted = Signal()
    next_step_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self, "topbar")
        theme.sized(self, min_height=66)
        self.home = IconButton("house", self.tr("All reviews"))
        self.title = ElidedLabel("", "heading")
        self.state = StatusChip(State.OPEN)
        self.about = ElidedLabel("", "small")
        self.dated = PlainLabel("", "small")
        self.saved = PlainLabel("", "small")
        self._about = self._dated = ""
        self.search = SearchField(self.tr("Search this review"), self.tr("Search questions, notes, evidence"))
        self.find_button = IconButton("search", self.tr("Search this review"))
        self._searching = False
        self.bar = RangeBar(labelled=False)
        self.range = PlainLabel("", "strong")
        self.counts = PlainLabel("", "small")
        self.draft = Button(self.tr("Draft PDF"), "download")
        self.next_step = PrimaryButton(self.tr("Seal…"), "signature")
        self._build()
        self.home.clicked.connect(self._on_home)
        self.find_button.clicked.connect(self.focus_search)
        self.search.installEventFilter(self)
        self.draft.clicked.connect(self._on_draft)
        self.next_step.clicked.connect(self._on_next_step)

    def show_subject(self, title: str, state: State, about: str, dated: str) -> None:
        """Vendor and model, the state of the review, and one quiet line: what it is judged by, cut where room is short, and when."""
        self.title.setText(title)
        self.state.show_member(state)
        self._about, self._dated = about, dated
        self.draft.setText(self.tr("Draft PDF") if state is State.OPEN else self.tr("Report PDF"))
        words = {State.OPEN: self.tr("Seal…"), State.SEALED: self.tr("Sign…"), State.SIGNED: self.tr("Signatures")}
        self.next_step.setText(words[state])
        self._fit()

    def allow_next_step(self, missing: str) -> None:
        """The next step can be taken where nothing is `missing`; else its tooltip says what."""
        self.next_step.setEnabled(not missing)
        self.next_step.setToolTip(tooltip(missing))
        self.next_step.setAccessibleDescription(missing)

    def show_figures(self, low: float, high: float, unknown: int, open_gates: int) -> None:
        """The readiness range (both ends 0 to 1) and, apart from it, how much is unknown and how many gates are open."""
        self.bar.set_range(low, high)
        self.range.setText(self.tr("{range} ready").format(range=range_text(low, high)))
        gates = self.tr("{count} gates open") if open_gates != 1 else self.tr("{count} gate open")
        self.counts.setText(f"{self.tr('{count} unknown').format(count=unknown)} · {gates.format(count=open_gates)}")

    def show_saved(self, text: str) -> None:
        """Whether everything is on disk."""
        self.saved.setText(text)

    def focus_search(self) -> None:
        """Put the keyboard into the search field, with what stands there selected; where it is a button, the field takes the room."""
        self._searching = True
        self._fit()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field goes back to a button when the keyboard leaves it."""
        if watched is self.search and event.type() == QEvent.Type.FocusOut and self._searching:
            self._searching = False
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what the rest says too, where room is short."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """A larger zoom leaves less room in the same window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "words"):
            self._fit()

    def _fit(self) -> None:
        wide = self.width()
        field = wide >= theme.px(_FIELD)
        self.bar.setVisible(wide >= theme.px(_BAR))
        self.search.setVisible(field or self._searching)
        self.find_button.setVisible(not field and not self._searching)
        self.words.setVisible(field or not self._searching)
        self.figures.setVisible(wide >= theme.px(_FIGURES) and (field or not self._searching))
        self.draft.setVisible(wide >= theme.px(_DRAFT))
        apart = wide >= theme.px(_FIGURES)
        self.dated.setVisible(apart)
        self.dated.setText(f"· {self._dated}")
        self.about.setText(self._about if apart else f"{self._about} · {self._dated}")

    def _build(self) -> None:
        row = QHBoxLayout(self)
        theme.spaced(row, margin=(12, 8, 20, 8), gap=12)
        row.addWidget(self.home)
        self.words, self.figures = QWidget(), QWidget()
        self._fill_words(self.words)
        self._fill_figures(self.figures)
        row.addWidget(self.words, 5)
        theme.sized(self.search, min_width=150, max_width=300)
        row.addWidget(self.search, 2)
        row.addWidget(self.find_button)
        row.addSpacing(4)
        theme.sized(self.bar, width=84)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.figures)
        row.addSpacing(4)
        row.addWidget(self.draft)
        row.addWidget(self.next_step)

    def _fill_words(self, held: QWidget) -> None:
        column, first, second = QVBoxLayout(held), QHBoxLayout(), QHBoxLayout()
        for line, gap in ((first, 10), (second, 4)):
            theme.spaced(line, gap=gap)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.about.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        first.addWidget(self.title)
        first.addWidget(self.state)
        first.addStretch(1)
        second.addWidget(self.about)
        for label in (self.dated, self.saved):
            label.setWordWrap(False)
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)  # what is at the left gives way
            second.addWidget(label)
        second.addStretch(1)
        theme.spaced(column, gap=2)
        column.addStretch(1)
        column.addLayout(first)
        column.addLayout(second)
        column.addStretch(1)

    def _fill_figures(self, held: QWidget) -> None:
        column = QVBoxLayout(held)
        theme.spaced(column, gap=1)
        for label in (self.range, self.counts):
            label.setWordWrap(False)
            column.addWidget(label)

    def _on_home(self) -> None:
        self.start_wanted.emit()

    def _on_draft(self) -> None:
        self.draft_wanted.emit()

    def _on_next_step(self) -> None:
        self.next_step_wanted.emit()
