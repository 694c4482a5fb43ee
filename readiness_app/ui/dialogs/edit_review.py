"""Changing what is reviewed while it is open: subject, tier, as-of date, lead, scope, pack, marking and paper."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from readiness_app.domain.changes import FrameChanged
from readiness_app.domain.comparison import compare_packs
from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Frame, PackUse
from readiness_app.domain.vocabulary import Confidentiality, Difference, Paper
from readiness_app.services import library, reviewing
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.dialogs.review_form import ScopeFields, SubjectFields, TierField
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.choice_field import ChoiceField, choices_of
from readiness_app.ui.widgets.date_field import DateField, date_text
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

_NO_PACK = ""


class EditReviewDialog(Dialog):
    """Does the change on the open review itself; it can be undone like any other."""

    def __init__(self, open_review: OpenReview, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Subject, tier and scope"), self.tr("Change the review"), parent, icon="check", width=800)
        self._open_review = open_review
        self._seen = open_review.review.frame
        self._refusal = ""
        self.subject, self.tier, self.scope = SubjectFields(), TierField(), ScopeFields()
        self.lead = TextField(self.tr("Lead"))
        self.as_of = DateField(self.tr("As-of date"), optional=False)
        self.marking = ChoiceField(choices_of(Confidentiality))
        self.paper = ChoiceField(choices_of(Paper))
        self.pack = ChoiceField([(_NO_PACK, self.tr("No pack")), *self._packs()])
        self.other_subject = QCheckBox(self.tr("Use the pack even if it is about another subject; this stands in the record"))
        self.about_pack = PlainLabel("", "small")
        self._fill()
        self._load(self._seen)
        self.pack.picked.connect(self._on_pack)
        open_review.refused.connect(self._on_refused)

    def take(self) -> Frame:
        """Change the review and return its new frame; raises Refused with the sentence."""
        as_of = self.as_of.value()
        if not self.subject.check() or as_of is None:
            raise Refused(self.tr("Look at the fields marked above. Nothing was changed."))
        frame = replace(
            self._seen,
            subject=self.subject.subject(),
            tier=self.tier.tier(),
            as_of=as_of,
            lead=self.lead.text().strip(),
            scope=self.scope.scope(),
            confidentiality=Confidentiality(str(self.marking.value())),
            paper=Paper(str(self.paper.value())),
        )
        frame = replace(frame, pack=self._pack_use(frame))
        if frame != self._seen and not self._open_review.do(FrameChanged(before=self._seen, after=frame)):
            raise Refused(self._refusal)
        return frame

    def _pack_use(self, frame: Frame) -> PackUse | None:
        chosen, used = self.pack.value(), self._seen.pack
        if used is not None and chosen == used.id:
            return used
        review = replace(self._open_review.review, frame=frame)
        change = reviewing.change_pack(
            self._open_review.workspace, review, str(chosen or _NO_PACK), other_subject=self.other_subject.isChecked()
        )
        return change.after.pack

    def _packs(self) -> list[tuple[object, str]]:
        """The built-in packs for this checklist, and the one that is shown where it came from a file."""
        packs = library.packs_for(self._open_review.review.checklist.id)
        used = self._seen.pack
        own = [(used.id, visible(f"{used.title}, {date_text(used.as_of)}"))] if used and used.id not in {p.id for p in packs} else []
        return [*own, *((p.id, f"{p.title}, {date_text(p.as_of)}") for p in packs)]

    def _fill(self) -> None:
        self.pack.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        subject = Card(self.tr("What is to be approved"), "package")
        subject.add(self.subject)
        basis = Card(self.tr("What it is judged by"), "clipboard-list")
        grid = QGridLayout()
        theme.spaced(grid, gap=12)
        rows = (
            FormRow(self.tr("As of"), self.as_of, self.tr("The day at which everything is judged.")),
            FormRow(self.tr("Lead"), self.lead, self.tr("Who leads the review.")),
            FormRow(self.tr("Pack"), self.pack, optional=True),
            FormRow(self.tr("Marking of the report"), self.marking),
            FormRow(self.tr("Paper of the report"), self.paper),
        )
        for place, row in enumerate(rows):
            grid.addWidget(row, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place % 2, 1)
        basis.add(grid)
        basis.add(self.about_pack)
        basis.add(self.other_subject)
        self.about_pack.hide()
        tier = Card(self.tr("What it will be used for"), "target")
        tier.add(self.tier)
        scope = Card(self.tr("What it concerns"), "list-filter")
        scope.add(self.scope)
        for card in (subject, basis, tier, scope):
            self.add(card)

    def _load(self, frame: Frame) -> None:
        self.subject.load(frame.subject)
        self.tier.set_tier(frame.tier)
        self.scope.show_checklist(self._open_review.review.checklist, frame.scope)
        self.lead.load(frame.lead)
        self.as_of.load(frame.as_of)
        self.marking.set_value(frame.confidentiality)
        self.paper.set_value(frame.paper)
        self.pack.set_value(frame.pack.id if frame.pack else _NO_PACK)
        self.other_subject.setChecked(bool(frame.pack and frame.pack.other_subject))

    def _on_pack(self, pack_id: object) -> None:
        """Say what the chosen pack changed since the one that is shown now."""
        shown, chosen = self._open_review.pack, str(pack_id or _NO_PACK)
        told = ""
        if shown is not None and chosen and chosen != shown.id:
            counts = compare_packs(shown, library.pack(chosen), self._open_review.review.checklist).counts
            parts = ", ".join(f"{word(kind).lower()} {counts[kind]}" for kind in Difference if counts[kind])
            words = self.tr("Since {pack}: {counts}. It only proposes: what you have answered stays, and each item shows both.")
            told = words.format(pack=visible(shown.title), counts=parts)
        self.about_pack.setText(told)
        self.about_pack.setVisible(bool(told))

    def _on_refused(self, sentence: str) -> None:
        self._refusal = sentence
