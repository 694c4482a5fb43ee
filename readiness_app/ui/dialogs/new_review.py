"""Everything a review begins with, on one page with sensible defaults."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from readiness_app.domain.adoption import differences
from readiness_app.domain.checklist import Checklist
from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.domain.pack import Pack, folded
from readiness_app.services import library, reviewing
from readiness_app.services.reviewing import NewReview
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Work, WorkDialog
from readiness_app.ui.dialogs.files import open_path
from readiness_app.ui.dialogs.review_form import ScopeFields, SubjectFields, TierField
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.preferences import Preferences
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.choice_field import ChoiceField
from readiness_app.ui.widgets.date_field import DateField
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible

NO_PACK = ""


class NewReviewDialog(WorkDialog):
    """Makes the review in the workspace; `value` is its id, and `made` tells it."""

    made = Signal(str)

    def __init__(self, workspace: Workspace, preferences: Preferences, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("New review"), self.tr("Start the review"), jobs, parent, icon="plus", width=800)
        self._workspace, self._preferences = workspace, preferences
        self._chose_pack = False
        self._checklists: dict[str, Checklist] = {c.id: c for c in library.checklists()}  # files by their path
        self.subject = SubjectFields()
        self.tier = TierField()
        self.scope = ScopeFields()
        self.name = TextField(self.tr("Your name"))
        self.lead = TextField(self.tr("Lead"))
        self.as_of = DateField(self.tr("As-of date"), optional=False)
        self.checklist = ChoiceField(self._choices())
        self.from_file = LinkButton(self.tr("Use a checklist from a file…"), "folder-open")
        self.pack = ChoiceField([])
        self.about_checklist = PlainLabel("", "small")
        self.about_pack = PlainLabel("", "small")
        self.other_subject = QCheckBox(self.tr("Use it all the same; this stands in the record"))
        self.name_row = FormRow(self.tr("Your name"), self.name, self.tr("It stands in the history beside everything you do."))
        self.lead_row = FormRow(self.tr("Lead"), self.lead, self.tr("Who leads the review; you, if left empty."), optional=True)
        self.as_of_row = FormRow(self.tr("As of"), self.as_of, self.tr("The day at which everything is judged."))
        self.pack_row = FormRow(self.tr("Pack"), self.pack, self.tr("A dated set of claims. It only proposes; you adopt."), optional=True)
        self._fill()
        self._load()
        self.checklist.picked.connect(self._on_checklist)
        self.from_file.clicked.connect(self._on_file)
        self.pack.picked.connect(self._on_pack)
        self.subject.edited.connect(self._on_subject)

    def take(self) -> Work:
        """The work of making the review, whose id it gives; raises Refused with the sentence, each error also stands beside its field."""
        return partial(_made, self._workspace, self._checked(), self.name.text().strip())

    def trouble(self, error: ReadinessError) -> None:
        """Said inside; what concerns the pack also stands beside it."""
        self.pack_row.set_error(str(error) if isinstance(error, Refused) and self._pack() is not None else "")
        super().trouble(error)

    def accept(self) -> None:
        """Close, and tell which review was made."""
        self._preferences.change(me=self.name.text().strip())
        super().accept()
        if (owner := self.parentWidget()) is not None:
            owner.activateWindow()  # this came from a job, not from a click: the keyboard goes back to the review
        self.made.emit(self.value)

    def _checked(self) -> NewReview:
        good = self.subject.check()
        self.name_row.set_error("" if self.name.text().strip() else self.tr("Say who you are."))
        self.as_of_row.set_error(
            self.tr("This is not a date. Write it like {example}.").format(example="2026-03-29") if self.as_of.is_wrong() else ""
        )
        pack = self._pack()
        strange = pack is not None and good and not self._fits(pack) and not self.other_subject.isChecked()
        self.pack_row.set_error(self.tr("Choose another pack, or tick that you want this one all the same.") if strange else "")
        as_of = self.as_of.value()
        if not good or not self.name.text().strip() or as_of is None or strange:
            raise Refused(self.tr("Look at the fields marked above. Nothing was made yet."))
        return NewReview(
            checklist=str(self.checklist.value()),
            subject=self.subject.subject(),
            tier=self.tier.tier(),
            as_of=as_of,
            lead=self.lead.text().strip(),
            scope=self.scope.scope(),
            pack=pack.id if pack else NO_PACK,
            other_subject=self.other_subject.isChecked() and pack is not None and not self._fits(pack),
        )

    def _fill(self) -> None:
        kept = self.say(self.tr("It will be kept in {file}").format(file=visible(str(self._workspace.path))), "small")
        kept.setObjectName("kept-in")
        self.checklist.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pack.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        subject = Card(self.tr("What is to be approved"), "package")
        subject.add(self.subject)
        self.add(subject)
        basis = Card(self.tr("What it is judged by"), "clipboard-list")
        grid = QGridLayout()
        theme.spaced(grid, gap=12)
        checklist_row = FormRow(self.tr("Checklist"), self.checklist)
        for place, row in enumerate((checklist_row, self.as_of_row, self.pack_row, self.lead_row, self.name_row)):
            grid.addWidget(row, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place % 2, 1)
        basis.add(self.about_checklist)
        basis.add(grid)
        basis.body.addWidget(self.from_file, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.about_pack, self.other_subject):
            basis.add(part)
        self.add(basis)
        tier = Card(self.tr("What it will be used for"), "target")
        tier.add(self.tier)
        self.add(tier)
        scope = Card(self.tr("What it concerns"), "list-filter")
        scope.add(
            PlainLabel(
                self.tr("Your answers decide which items apply. What is not answered yet applies; you can answer it later."), "small"
            )
        )
        scope.add(self.scope)
        self.add(scope)

    def _load(self) -> None:
        self.name.load(self._preferences.settings.me)
        self.as_of.load(date.today())
        first = next(iter(self._checklists))
        self.checklist.set_value(first)
        self._on_checklist(first)

    def _choices(self) -> list[tuple[object, str]]:
        return [(name, visible(f"{c.title} {c.version}")) for name, c in self._checklists.items()]

    def _checklist_id(self) -> str:
        return self._checklists[str(self.checklist.value())].id

    def _pack(self) -> Pack | None:
        chosen = self.pack.value()
        return library.pack(str(chosen)) if chosen else None

    def _fits(self, pack: Pack) -> bool:
        subject = self.subject.subject()
        return pack.subject.is_about(subject.vendor, subject.model)

    def _on_checklist(self, checklist_id: object) -> None:
        checklist = self._checklists[str(checklist_id)]
        self.about_checklist.setText(checklist.summary)
        self.scope.show_checklist(checklist, {})
        packs = library.packs_for(checklist.id)
        self.pack.set_choices([(NO_PACK, self.tr("No pack")), *((p.id, p.title) for p in packs)])
        if self.pack.value() is None:
            self.pack.set_value(NO_PACK)
        self._on_subject()

    def use_file(self, path: Path) -> None:
        """Choose the checklist in this file, or say why it cannot be used."""
        try:
            found = library.find_checklist(str(path))
        except ReadinessError as error:
            self.show_problem(str(error))
            return
        self.show_problem("")
        self._checklists[str(path)] = found
        self.checklist.set_choices(self._choices())
        self.checklist.set_value(str(path))
        self._on_checklist(str(path))

    def _on_file(self) -> None:
        path = open_path(self, self.tr("A checklist of your own"), self.tr("Checklists (*.json)"))
        if path is not None:
            self.use_file(path)

    def _on_subject(self) -> None:
        if not self._chose_pack:
            fitting = [p for p in library.packs_for(self._checklist_id()) if self._fits(p)]
            named = folded(self.subject.subject().model)
            same = [p for p in fitting if folded(p.subject.model) == named]  # before those that know it by another name
            self.pack.set_value((same or fitting)[-1].id if fitting else NO_PACK)
        self._tell_of_pack()

    def _on_pack(self, pack_id: object) -> None:
        self._chose_pack = True
        pack, subject = self._pack(), self.subject.subject()
        if pack is not None and not subject.vendor and not subject.model:
            self.subject.propose(pack.subject.vendor, pack.subject.model)
        self._tell_of_pack()

    def _tell_of_pack(self) -> None:
        pack, subject = self._pack(), self.subject.subject()
        named = bool(subject.vendor and subject.model)
        strange = pack is not None and named and not self._fits(pack)
        self.other_subject.setVisible(strange)
        self.pack_row.set_error("")
        sentences: list[str] = []
        if pack is not None:
            sentences.append(pack.summary)
            if strange:
                words = self.tr(
                    "This pack is about {theirs}, your review about {ours}. Evidence about one model does not carry over to another."
                )
                theirs, ours = f"{pack.subject.vendor} {pack.subject.model}", f"{subject.vendor} {subject.model}"
                sentences.insert(0, words.format(theirs=theirs, ours=ours))
            elif named:
                sentences += differences(pack, subject)
        self.about_pack.setText(" ".join(sentences))
        self.about_pack.setVisible(bool(sentences))


def _made(workspace: Workspace, new: NewReview, by: str, progress: Progress) -> str:
    return reviewing.create_review(workspace, new, by, datetime.now(UTC)).id
