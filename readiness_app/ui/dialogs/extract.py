"""An extract for the vendor or procurement: for whom, what is added, how much is shown and left out, and where it goes."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.domain.extract import PARTS, Extract
from readiness_app.domain.vocabulary import Audience, ExtractPart
from readiness_app.services import extracts
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Work, WorkDialog
from readiness_app.ui.dialogs.files import save_path
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.segmented import Segmented, options_of
from readiness_app.ui.widgets.toast import announce
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import meaning, word

_PDF = "PDF (*.pdf)"


class ExtractDialog(WorkDialog):
    """`value` is the Path of the extract that was written; what is written is what was counted."""

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Extract of the report"), self.tr("Save…"), jobs, parent, icon="download", width=580)
        self._open_review = open_review
        self._counting: Job | None = None
        self.found: Extract | None = None
        self.say(
            self.tr(
                "An unsigned PDF with what one reader may see of the sealed report. Every page says that it is not the report, and names "
                "the edition and its digest. All that rests on files marked internal or stricter stays out."
            )
        )
        self.audience = Segmented(options_of(Audience), self.tr("For"))
        self.audience.set_value(Audience.VENDOR)
        self._row = FormRow(self.tr("For"), self.audience, " ")
        self.add(self._row)
        self.parts = {part: QCheckBox(word(part)) for part in ExtractPart}
        self._choices = QWidget()
        self._add_choices()
        self.shown = _Figures(self.tr("It shows"), "eye")
        self.left_out = _Figures(self.tr("It leaves out"), "lock")
        self.add(self.shown)
        self.add(self.left_out)
        self.superseded = PlainLabel("", "small")
        self.superseded.hide()
        self.add(self.superseded)
        self.audience.picked.connect(self._on_audience)
        for box in self.parts.values():
            box.toggled.connect(self._on_part)
        self._show_choices()
        self.audience.focus_choice()
        self._count()

    def take(self) -> Work:
        """Asks where to put it, then writes what was counted."""
        if self.found is None:
            raise Refused(self.tr("It is still being counted. Nothing was written; try again in a moment."))
        path = save_path(self, self.tr("Save the extract"), extracts.file_name(self.found), _PDF)
        if path is None:
            raise Refused("")
        if not path.suffix:
            path = path.with_suffix(".pdf")
            if path.exists():  # nobody was asked about replacing a file of that name
                told = self.tr("{name} exists already. Nothing was written; choose it to replace it, or another name.")
                raise Refused(told.format(name=visible(path.name)))
        return partial(_written, self.found, path)

    def chosen(self) -> tuple[ExtractPart, ...]:
        """The parts that are ticked, of those that this reader may have."""
        return tuple(part for part in PARTS[self._reader()] if self.parts[part].isChecked())

    def _reader(self) -> Audience:
        return Audience(str(self.audience.value()))

    def _add_choices(self) -> None:
        column = QVBoxLayout(self._choices)
        theme.spaced(column, gap=8)
        label = PlainLabel(self.tr("You may add"), "strong")
        column.addWidget(label)
        for part, box in self.parts.items():
            told = PlainLabel(meaning(part), "small")
            told.setObjectName(f"about-{part.value}")
            box.setAccessibleDescription(meaning(part))
            indented = QHBoxLayout()
            theme.spaced(indented, margin=(26, 0, 0, 0))
            indented.addWidget(told, 1)
            column.addWidget(box)
            column.addLayout(indented)
        self.add(self._choices)

    def _show_choices(self) -> None:
        reader = self._reader()
        self._row.hint.setText(meaning(reader))
        for part, box in self.parts.items():
            there = part in PARTS[reader]
            box.setVisible(there)
            about = self._choices.findChild(PlainLabel, f"about-{part.value}")
            if isinstance(about, PlainLabel):
                about.setVisible(there)

    def _on_audience(self, value: object) -> None:
        self._show_choices()
        self._count()

    def _on_part(self, on: bool) -> None:
        self._count()

    def _count(self) -> None:
        self.found = None
        self.verb.setEnabled(False)
        if self._counting is not None:
            self._counting.cancel()
        shown = self._open_review
        work = partial(_previewed, shown.workspace, shown.review.id, self._reader(), self.chosen())
        self._counting = self._jobs.create(work)
        self._counting.done.connect(self._on_counted)
        self._counting.failed.connect(self._on_not_counted)
        self._jobs.start(self._counting)

    def _on_counted(self, found: Extract) -> None:
        if self.sender() is not self._counting:
            return
        self._counting = None
        self.found = found
        nothing = self.tr("No claim and no file.")
        self.shown.show_lines(extracts.shows(found) or (nothing,))
        self.left_out.show_lines(extracts.leaves_out(found) or (nothing,))
        old = self.tr("Edition {number} is superseded: the review was reopened. Every page will say so.")
        self.superseded.setText(old.format(number=found.edition) if found.superseded else "")
        self.superseded.setVisible(found.superseded)
        self.verb.setEnabled(True)
        announce(self, f"{self.shown.spoken()} {self.left_out.spoken()}")
        self.sized_for(self._room())

    def _on_not_counted(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        if self.sender() is self._counting:
            self._counting = None
            for part in (self._row, self._choices, self.shown, self.left_out):
                part.hide()
            self.show_problem(str(error))
            self.cancel.setFocus()

    def _settle(self) -> None:
        super()._settle()
        self.verb.setEnabled(self.found is not None)


class _Figures(QWidget):
    """A heading and lines of figures below it."""

    def __init__(self, title: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        head = QHBoxLayout()
        theme.spaced(head, gap=8)
        head.addWidget(IconLabel(icon, "text_2", 16))
        head.addWidget(PlainLabel(title, "strong"), 1)
        self.lines = PlainLabel(self.tr("Counting…"), "body2")
        inner = QHBoxLayout()
        theme.spaced(inner, margin=(26, 0, 0, 0))
        inner.addWidget(self.lines, 1)
        column = QVBoxLayout(self)
        theme.spaced(column, gap=4)
        column.addLayout(head)
        column.addLayout(inner)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show one line per figure."""
        self.lines.setText("\n".join(lines))
        self.setAccessibleName(self.spoken())

    def spoken(self) -> str:
        """Heading and lines as one sentence."""
        return f"{self._title}: {'; '.join(self.lines.text().splitlines())}."


def _previewed(workspace: Workspace, review_id: str, audience: Audience, parts: tuple[ExtractPart, ...], progress: Progress) -> Extract:
    return extracts.preview(workspace, review_id, audience, parts)


def _written(found: Extract, path: Path, progress: Progress) -> Path:
    extracts.write(found, path)
    return path
