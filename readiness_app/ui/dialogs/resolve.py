"""Which side of a conflict prevails, which of its claims, why, and what is known then."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from readiness_app.domain.claim import Claim
from readiness_app.domain.conflicts import OUTCOMES, sides
from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Answer
from readiness_app.domain.vocabulary import Knowledge, Stance
from readiness_app.ui import theme
from readiness_app.ui.dialogs.trying import TryingDialog
from readiness_app.ui.widgets.fields import TextArea
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.segmented import Option, Segmented, options_of
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a person decided: ids of the claims that prevail, why, and known or partly known."""

    prevails: tuple[str, ...]
    why: str
    knowledge: Knowledge


class ResolveDialog(TryingDialog):
    """`value` is a Resolved; opens on the side with the strongest claim, or on the resolution that stands."""

    def __init__(self, item: str, answer: Answer, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Resolve the conflict of {item}").format(item=item), self.tr("Resolve"), parent, icon="scale", width=620)
        self._sides = dict(zip((Stance.SUPPORTS, Stance.CONTRADICTS), sides(answer), strict=True))
        words = {Stance.SUPPORTS: self.tr("What supports it"), Stance.CONTRADICTS: self.tr("What contradicts it")}
        icons = {Stance.SUPPORTS: "check", Stance.CONTRADICTS: "x"}
        options = [Option(value=stance, text=text, icon=icons[stance]) for stance, text in words.items()]
        self.side = Segmented(options, self.tr("What prevails"))
        self.claims: dict[str, QCheckBox] = {}
        self._lines: dict[Stance, QWidget] = {}
        self.why = TextArea(self.tr("Why"), self.tr("the contract binds, the newer revision corrects the older"), rows=2)
        self.knowledge = Segmented(options_of(OUTCOMES), self.tr("What is known then"))
        self._row = FormRow(self.tr("What prevails"), self.side, self.tr("Both sides stay; what prevails carries the item."))
        self._why = FormRow(self.tr("Why"), self.why)
        self.add(self._row)
        for stance, claims in self._sides.items():
            self._lines[stance] = self._listed(claims)
            self.add(self._lines[stance])
        self.add(self._why)
        self.add(FormRow(self.tr("What is known then"), self.knowledge))
        self._load(answer)
        self.side.focus_choice()
        self.side.picked.connect(self._on_side)

    def entered(self) -> Resolved:
        """What was decided; raises Refused where no claim is ticked or the reason is missing."""
        chosen = tuple(claim.id for claim in self._sides[self._side()] if self.claims[claim.id].isChecked())
        self._row.set_error("" if chosen else self.tr("Tick at least one claim that prevails."))
        self._why.set_error("" if self.why.text().strip() else self.tr("Say why it prevails."))
        if not chosen or not self.why.text().strip():
            raise Refused(self.tr("Look at the fields marked above. Nothing was recorded yet."))
        knowledge = self.knowledge.value()
        return Resolved(prevails=chosen, why=self.why.text().strip(), knowledge=Knowledge(str(knowledge)))

    def _side(self) -> Stance:
        return Stance(str(self.side.value()))

    def _listed(self, claims: tuple[Claim, ...]) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        theme.spaced(grid, gap=8)
        grid.setColumnStretch(1, 1)
        for number, claim in enumerate(claims):
            box = self.claims[claim.id] = QCheckBox()
            box.setAccessibleName(visible(claim.statement))
            words = PlainLabel(f"{visible(claim.statement)}\n{visible(claim.source)} · {inside(claim.effective_kind)}", "body2")
            grid.addWidget(box, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, number, 1)
        return held

    def _load(self, answer: Answer) -> None:
        won = set(answer.resolution.prevails) if answer.resolution else set()
        for stance, claims in self._sides.items():
            likely = won.intersection(claim.id for claim in claims) or {claim.id for claim in claims if not claim.weak}
            for claim in claims:
                self.claims[claim.id].setChecked(claim.id in likely or not likely)
            if won.intersection(claim.id for claim in claims):
                self.side.set_value(stance)
        if answer.resolution:
            self.why.load(answer.resolution.why)
        else:
            strongest = min((claim for claims in self._sides.values() for claim in claims), key=lambda claim: claim.effective_kind.strength)
            self.side.set_value(strongest.stance)
        self.knowledge.set_value(answer.knowledge if answer.knowledge in OUTCOMES else self._likely())
        self._on_side(self.side.value())

    def _likely(self) -> Knowledge:
        return Knowledge.PARTLY_KNOWN if all(claim.weak for claim in self._sides[self._side()]) else Knowledge.KNOWN

    def _on_side(self, stance: object) -> None:
        for side, lines in self._lines.items():
            lines.setVisible(side is stance)
