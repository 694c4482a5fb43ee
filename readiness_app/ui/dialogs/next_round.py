"""The next round of a sealed review: a form with everything filled in, and all that will happen before anything does."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QScrollArea, QWidget

from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.domain.pack import Pack
from readiness_app.services import library, reviewing, rounds
from readiness_app.services.rounds import KEEP, PlannedRound, RoundWanted
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.dialogs.files import open_path
from readiness_app.ui.dialogs.review_form import ScopeFields, SubjectFields, TierField
from readiness_app.ui.icons import set_icon
from readiness_app.ui.preferences import Preferences
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.choice_field import ChoiceField
from readiness_app.ui.widgets.date_field import DateField, date_text
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible

_SAME, _NONE = "same", "none"


class NextRoundDialog(Dialog):
    """The first press shows what will happen, the second makes the review; `value` is its id, and `made` tells it."""

    made = Signal(str)

    def __init__(self, workspace: Workspace, review_id: str, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Next round"), self.tr("Show what will happen"), parent, icon="eye", width=800)
        self._workspace, self._preferences = workspace, preferences
        self._before = reviewing.load_review(workspace, review_id)
        self._shown: tuple[str, ...] = ()
        self.subject, self.tier, self.scope = SubjectFields(), TierField(), ScopeFields()
        self.name, self.lead = TextField(self.tr("Your name")), TextField(self.tr("Lead"))
        self.as_of = DateField(self.tr("As-of date"), optional=False)
        self.checklist, self.pack = ChoiceField(self._checklists()), ChoiceField(self._packs())
        self.from_file = LinkButton(self.tr("Use a checklist from a file…"), "folder-open")
        self.other_subject = QCheckBox(self.tr("Use the pack even if it is about another subject; this stands in the record"))
        self.preview, self.lines = Card(self.tr("What will happen"), "eye", tone="info"), PlainLabel("", "body2", selectable=True)
        self._fill()
        self._load()
        self.checklist.picked.connect(self._on_checklist)
        self.from_file.clicked.connect(self._on_file)

    def take(self) -> str:
        """The new review's id, once what was shown is still what would happen; else show that and raise Refused."""
        planned = self._planned()
        sentences = tuple(rounds.told(planned))
        if sentences != self._shown:
            before, self._shown = self._shown, sentences
            self._show_preview(planned)
            raise Refused(self.tr("This has changed; read again what will happen.") if before else "")
        by = self.name.text().strip()
        made = rounds.make_round(self._workspace, planned, by, datetime.now(UTC))
        self._preferences.change(me=by)
        return made.id

    def accept(self) -> None:
        """Close, and tell which review was made."""
        super().accept()
        self.made.emit(self.value)

    def _planned(self) -> PlannedRound:
        as_of = self.as_of.value()
        if not self.subject.check() or as_of is None:
            raise Refused(self.tr("Look at the fields marked above. Nothing was made yet."))
        frame = replace(
            self._before.frame,
            subject=self.subject.subject(),
            tier=self.tier.tier(),
            as_of=as_of,
            lead=self.lead.text().strip(),
            scope=self.scope.scope(),
        )
        checklist, pack = str(self.checklist.value()), str(self.pack.value())
        wanted = RoundWanted(
            frame=frame,
            checklist=KEEP if checklist == _SAME else checklist,
            pack=KEEP if pack == _SAME else "" if pack == _NONE else pack,
            other_subject=self.other_subject.isChecked(),
        )
        return rounds.plan_round(self._workspace, self._before.id, wanted, self.name.text().strip(), datetime.now(UTC))

    def _show_preview(self, planned: PlannedRound) -> None:
        self.lines.setText("\n".join(f"• {visible(sentence)}" for sentence in self._shown))
        self.preview.show()
        set_icon(self.verb, "check", "on_accent", 16)
        self.verb.setText(self.tr("Begin round {number}").format(number=planned.next.review.round))
        QTimer.singleShot(0, self._bring_preview)  # it has its place only then

    def _bring_preview(self) -> None:
        area = self.findChild(QScrollArea)
        if area is not None:
            area.ensureWidgetVisible(self.preview)

    def _checklists(self) -> list[tuple[object, str]]:
        same = self._before.checklist
        others = [c for c in library.checklists() if (c.id, c.version) != (same.id, same.version)]
        words = self.tr("{title} {version}, as in round {number}")
        first = words.format(title=same.title, version=same.version, number=self._before.round)
        return [(_SAME, visible(first)), *((c.id, f"{c.title} {c.version}") for c in others)]

    def _packs(self, checklist: str = "") -> list[tuple[object, str]]:
        used = self._before.frame.pack
        found: list[tuple[object, str]] = []
        if used is not None:
            found.append((_SAME, self.tr("{title}, as before").format(title=visible(used.title))))
        packs = library.packs_for(checklist or self._before.checklist.id)
        found += [(p.id, p.title) for p in packs if used is None or p.id != used.id]
        return [*found, (_NONE, self.tr("No pack"))]

    def _newest(self) -> str:
        """The newest pack about this subject under any of its names, else the one of the round before."""
        subject, used = self._before.subject, self._before.frame.pack
        fits: list[Pack] = [p for p in library.packs_for(self._before.checklist.id) if p.subject.is_about(subject.vendor, subject.model)]
        if fits and (used is None or fits[-1].as_of > used.as_of):
            return fits[-1].id
        return _SAME if used is not None else _NONE

    def _fill(self) -> None:
        before = self._before
        words = self.tr("It carries on {review}, round {number}, as of {day}, which stays as it is.")
        self.say(words.format(review=visible(before.id), number=before.round, day=date_text(before.as_of)), "small")
        for field in (self.checklist, self.pack):
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        subject = Card(self.tr("What is to be approved"), "package")
        subject.add(self.subject)
        tier = Card(self.tr("What it will be used for"), "target")
        tier.add(self.tier)
        scope = Card(self.tr("What it concerns"), "list-filter")
        scope.add(self.scope)
        self.preview.add(self.lines)
        for card in (subject, self._basis(), tier, scope, self.preview):
            self.add(card)
        self.preview.hide()

    def _basis(self) -> Card:
        basis = Card(self.tr("What it is judged by"), "clipboard-list")
        grid = QGridLayout()
        theme.spaced(grid, gap=12)
        rows = (
            FormRow(self.tr("Checklist"), self.checklist, self.tr("Where its words have changed, you look again.")),
            FormRow(self.tr("As of"), self.as_of, self.tr("The day at which everything is judged.")),
            FormRow(self.tr("Pack"), self.pack, self.tr("It only proposes; you adopt item by item."), optional=True),
            FormRow(self.tr("Lead"), self.lead, self.tr("Who leads the review.")),
            FormRow(self.tr("Your name"), self.name, self.tr("It stands in the history beside everything you do.")),
        )
        for place, row in enumerate(rows):
            grid.addWidget(row, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place % 2, 1)
        basis.add(grid)
        basis.body.addWidget(self.from_file, 0, Qt.AlignmentFlag.AlignLeft)
        basis.add(self.other_subject)
        return basis

    def _load(self) -> None:
        frame = self._before.frame
        self.subject.load(frame.subject)
        self.tier.set_tier(frame.tier)
        self.scope.show_checklist(self._before.checklist, frame.scope)
        self.lead.load(frame.lead)
        self.name.load(self._preferences.settings.me)
        self.as_of.load(date.today())
        self.checklist.set_value(_SAME)
        self.pack.set_value(self._newest())
        self.other_subject.setChecked(bool(frame.pack and frame.pack.other_subject))

    def _on_checklist(self, name: object) -> None:
        try:
            chosen = self._before.checklist if name == _SAME else library.find_checklist(str(name))
        except ReadinessError as error:
            self.show_problem(str(error))
            return
        self.show_problem("")
        self.scope.show_checklist(chosen, self._before.frame.scope)
        self.pack.set_choices(self._packs(chosen.id))
        if self.pack.value() is None:
            self.pack.set_value(_NONE)

    def _on_file(self) -> None:
        path = open_path(self, self.tr("A checklist of your own"), self.tr("Checklists (*.json)"))
        if path is not None:
            self.use_file(path)

    def use_file(self, path: Path) -> None:
        """Choose the checklist in this file, or say why it cannot be used."""
        try:
            found = library.find_checklist(str(path))
        except ReadinessError as error:
            self.show_problem(str(error))
            return
        self.checklist.set_choices([*self._checklists(), (str(path), visible(f"{found.title} {found.version}, {path.name}"))])
        self.checklist.set_value(str(path))
        self._on_checklist(str(path))
