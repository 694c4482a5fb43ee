"""What every dialog has in common: words, fields, a sentence of trouble, Cancel and one button named by the verb."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.ui import theme
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.widgets.buttons import Button, DangerButton, PrimaryButton
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.page import line
from readiness_app.ui.widgets.reading_order import bring_into_view, step, stops
from readiness_app.ui.widgets.toast import announce
from readiness_app.ui.widgets.visible import shown, window_title

Work = Callable[[Progress], Any]
_QUIET_MS = 500  # nothing is shown before that


class Dialog(QDialog):
    """A window-modal dialog that returns `value`; subclasses fill it with `add` and override `take`.

    `take()` is called by the verb's button and returns the value, or raises ReadinessError with the sentence to show.
    """

    def __init__(
        self, title: str, verb: str, parent: QWidget | None = None, *, icon: str = "", danger: bool = False, width: int = 540
    ) -> None:
        super().__init__(parent)
        self.value: Any = None
        self.setModal(True)
        self.setWindowTitle(window_title(title))
        self.setAccessibleName(shown(title))
        self._width = width
        self.verb = DangerButton(verb, icon) if danger else PrimaryButton(verb, icon)
        self.cancel = Button(self.tr("Cancel"))
        self.problem = PlainLabel("", "error", selectable=True)
        self.problem.hide()
        self.body = QVBoxLayout()
        theme.spaced(self.body, gap=12)
        self._ground = QWidget()
        self.foot = QHBoxLayout()
        self._frame(title)
        self.verb.setDefault(True)
        self.verb.clicked.connect(self._on_verb)
        self.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # from any field, also one in which Enter alone means something else
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self.verb.click)

    def add(self, part: QWidget | QLayout) -> None:
        """Add a widget or layout below what is there."""
        if isinstance(part, QWidget):
            self.body.addWidget(part)
        else:
            self.body.addLayout(part)

    def say(self, text: str, look: str = "body2") -> PlainLabel:
        """Add a paragraph and return it."""
        label = PlainLabel(text, look)
        self.body.addWidget(label)
        return label

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong; an empty text takes it back."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence, urgent=True)

    def beside(self, row: FormRow, sentence: str) -> Refused:
        """Say it beside a field instead of below everything; raise what comes back."""
        row.set_error(sentence)
        row.field.setFocus()
        announce(self, sentence, urgent=True)
        return Refused("")

    def take(self) -> Any:
        """The value; raises ReadinessError where something is missing."""
        raise NotImplementedError

    def sized_for(self, screen_height: int) -> None:
        """Open as high as the content needs, at most as high as the screen lets it."""
        wide = theme.px(self._width)
        self.setMinimumWidth(min(wide, theme.px(420)))
        layout = self._ground.layout()
        wanted = layout.totalHeightForWidth(wide) if layout is not None else 0
        wanted = max(wanted, self._ground.sizeHint().height()) + theme.px(72)
        self.resize(wide + theme.px(2), min(wanted, round(screen_height * 0.9)))

    def open(self) -> None:
        """Show it over its window; the first field has the focus unless the dialog chose another."""
        self.sized_for(self._room())
        chosen = self.focusWidget()
        super().open()
        if (first := chosen or next(iter(stops(self._ground)), None)) is not None:
            first.setFocus()

    def done(self, result: int) -> None:
        """Close for good: each dialog is made anew and goes once whoever waits for it has its value; its parent would keep them all."""
        super().done(result)
        if self.parent() is not None:
            self.deleteLater()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the fields as they are read, and then to the buttons."""
        return step(self, forward=forward) or super().focusNextPrevChild(forward)

    def to_first_wrong(self) -> None:
        """Put the keyboard into the first field that is marked, where one is."""
        wrong = [row for row in self._ground.findChildren(FormRow) if row.error.isVisibleTo(self._ground)]
        if wrong:
            first = min(wrong, key=self._place)
            first.field.setFocus()
            bring_into_view(first)

    def _place(self, widget: QWidget) -> tuple[int, int]:
        at = widget.mapTo(self._ground, QPoint(0, 0))
        return at.y(), at.x()

    def _room(self) -> int:
        owner = self.parentWidget()
        window = owner.window() if owner is not None else None
        screen = self.screen().availableGeometry().height()
        return max(window.height(), theme.px(480)) if window is not None and window.height() < screen else screen

    def _frame(self, title: str) -> None:
        inner = QVBoxLayout(self._ground)
        theme.spaced(inner, margin=(22, 18, 22, 14), gap=12)
        heading = PlainLabel(title, "heading")
        inner.addWidget(heading)
        inner.addLayout(self.body)
        inner.addStretch(1)
        theme.dress(self._ground, "page")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._ground)
        theme.spaced(self.foot, margin=(22, 10, 22, 12), gap=10)
        self.foot.addWidget(self.problem, 1)
        self.foot.addStretch(0)
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.verb)
        column = QVBoxLayout(self)
        theme.spaced(column)
        column.addWidget(area, 1)
        column.addWidget(line())
        column.addLayout(self.foot)

    def _on_verb(self) -> None:
        self.show_problem("")
        try:
            self.value = self.take()
        except ReadinessError as error:
            self.show_problem(str(error))
            self.to_first_wrong()
            return
        self.accept()


class WorkDialog(Dialog):
    """A dialog whose verb is a job: `take` returns the work, its result becomes `value`. Trouble is said inside, everything typed stays."""

    def __init__(
        self, title: str, verb: str, jobs: Jobs, parent: QWidget | None = None, *, icon: str = "", danger: bool = False, width: int = 540
    ) -> None:
        super().__init__(title, verb, parent, icon=icon, danger=danger, width=width)
        self._jobs = jobs
        self._job: Job | None = None
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.doing = PlainLabel("", "small")
        self.bar.hide()
        self.doing.hide()
        place = self.layout()
        assert isinstance(place, QVBoxLayout)
        row = QVBoxLayout()
        theme.spaced(row, margin=(22, 0, 22, 0), gap=4)
        row.addWidget(self.bar)
        row.addWidget(self.doing)
        place.insertLayout(1, row)
        self._late = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._late.timeout.connect(self._show_progress)

    def take(self) -> Work:
        """The work to do; raises ReadinessError where something is missing."""
        raise NotImplementedError

    def busy(self) -> bool:
        """True while the work runs."""
        return self._job is not None

    def reject(self) -> None:
        """Cancel: stops the work first if it runs."""
        if self._job is not None:
            self._job.cancel()
            return
        super().reject()

    def trouble(self, error: ReadinessError) -> None:
        """Show known trouble of the work; subclasses may put it beside a field."""
        self.show_problem(str(error))

    def _on_verb(self) -> None:
        self.show_problem("")
        try:
            work = self.take()
        except ReadinessError as error:
            self.show_problem(str(error))
            self.to_first_wrong()
            return
        job = self._jobs.create(work)
        job.progressed.connect(self._on_progress)
        job.done.connect(self._on_done)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._settle)
        self._job = job
        self._ground.setEnabled(False)
        self.verb.setEnabled(False)
        self._late.start()
        self._launch(job)

    def _launch(self, job: Job) -> None:
        self._jobs.start(job)

    def _show_progress(self) -> None:
        self.bar.show()
        self.doing.show()

    def _on_progress(self, fraction: float, text: str) -> None:
        self.bar.setValue(round(fraction * 1000))
        if text:
            self.doing.setText(text)

    def _settle(self) -> None:
        self._job = None
        self._late.stop()
        self.bar.hide()
        self.doing.hide()
        self._ground.setEnabled(True)
        self.verb.setEnabled(True)

    def _on_done(self, value: object) -> None:
        self._settle()
        self.value = value
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        self._settle()
        if not isinstance(error, ReadinessError):
            raise error
        self.trouble(error)
