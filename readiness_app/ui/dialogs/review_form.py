"""Fields of what is reviewed: subject, tier and scope; used for a new review and for changing an open one."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from readiness_app.domain.checklist import Checklist
from readiness_app.domain.review import Subject
from readiness_app.domain.vocabulary import ScopeAnswer, Tier
from readiness_app.ui import theme
from readiness_app.ui.inside import clear
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.segmented import Option, Segmented
from readiness_app.wording import meaning, word


class SubjectFields(QWidget):
    """Exactly what is being approved; `edited` while vendor or model are typed."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        theme.spaced(grid, gap=12)
        self._rows: dict[str, FormRow] = {}
        for place, (name, label, example) in enumerate(self._parts()):
            field = TextField(label, example)
            field.setObjectName(name)
            row = FormRow(label, field, optional=name not in ("vendor", "model"))
            self._rows[name] = row
            grid.addWidget(row, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
            if name in ("vendor", "model"):
                field.textEdited.connect(self._on_edited)

    def load(self, subject: Subject) -> None:
        """Show this subject."""
        for name, row in self._rows.items():
            _field(row).load(getattr(subject, name))

    def propose(self, vendor: str, model: str) -> None:
        """Fill in vendor and model as if they had been typed."""
        for name, text in (("vendor", vendor), ("model", model)):
            _field(self._rows[name]).setText(text)

    def subject(self) -> Subject:
        """What is typed, trimmed."""
        return Subject(**{name: _field(row).text().strip() for name, row in self._rows.items()})

    def check(self) -> bool:
        """Mark what is missing; True when nothing is."""
        sentences = {"vendor": self.tr("Name the company that offers the model."), "model": self.tr("Name the model.")}
        found = True
        for name, sentence in sentences.items():
            missing = not _field(self._rows[name]).text().strip()
            self._rows[name].set_error(sentence if missing else "")
            found = found and not missing
        return found

    def _parts(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("vendor", self.tr("Vendor"), self.tr("Anthropic")),
            ("model", self.tr("Model"), self.tr("Claude Mythos")),
            ("snapshot", self.tr("Identifier or snapshot"), self.tr("the exact version that will be called")),
            ("route", self.tr("Hosting route"), self.tr("direct, or the cloud it is reached through")),
            ("region", self.tr("Region"), self.tr("where requests are processed")),
            ("access", self.tr("Access"), self.tr("general, early access, research preview")),
        )

    def _on_edited(self, text: str) -> None:
        self.edited.emit()


def _field(row: FormRow) -> TextField:
    assert isinstance(row.field, TextField)
    return row.field


class TierField(QWidget):
    """What the subject will be used for, each with the sentence that says what it means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Tier"))
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        theme.spaced(grid, gap=6)
        grid.setColumnStretch(1, 1)
        for number, tier in enumerate(Tier):
            button = QRadioButton(word(tier))
            button.setObjectName(f"tier:{tier.value}")
            button.setAccessibleDescription(meaning(tier))
            self._group.addButton(button, number)
            grid.addWidget(button, number, 0)
            grid.addWidget(PlainLabel(meaning(tier), "body2"), number, 1)
        self.set_tier(Tier.INTERNAL)

    def tier(self) -> Tier:
        """The chosen tier."""
        return list(Tier)[self._group.checkedId()]

    def set_tier(self, tier: Tier) -> None:
        """Show this tier as chosen."""
        self._group.button(tier.rank).setChecked(True)


class ScopeFields(QWidget):
    """One yes/no question per condition of a checklist; not answered means that its items apply."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        theme.spaced(self._column, gap=6)
        self._answers: dict[str, Segmented] = {}

    def show_checklist(self, checklist: Checklist, scope: Mapping[str, ScopeAnswer]) -> None:
        """Ask the questions of this checklist; answers to questions both checklists have stay."""
        kept = self.scope() | dict(scope)
        clear(self._column)
        self._answers.clear()
        for question in checklist.scope:
            self._column.addWidget(self._question(question.key, question.question, kept.get(question.key, ScopeAnswer.OPEN)))
        if not checklist.scope:
            self._column.addWidget(PlainLabel(self.tr("This checklist has no conditions: every item applies."), "body2"))

    def scope(self) -> dict[str, ScopeAnswer]:
        """The answers given; what is not answered yet is left out."""
        found = {key: answer.value() for key, answer in self._answers.items()}
        return {key: value for key, value in found.items() if isinstance(value, ScopeAnswer) and value is not ScopeAnswer.OPEN}

    def answer(self, key: str) -> Segmented:
        """The control of one question; KeyError for any other key."""
        return self._answers[key]

    def _question(self, key: str, text: str, answer: ScopeAnswer) -> QWidget:
        row = QWidget()
        line = QGridLayout(row)
        theme.spaced(line, gap=10)
        line.setColumnStretch(0, 1)
        options = [
            Option(value=ScopeAnswer.YES, text=word(ScopeAnswer.YES)),
            Option(value=ScopeAnswer.NO, text=word(ScopeAnswer.NO)),
            Option(value=ScopeAnswer.OPEN, text=self.tr("Not yet"), tone="pending"),
        ]
        picker = Segmented(options, text)
        picker.setObjectName(f"scope:{key}")
        picker.set_value(answer)
        self._answers[key] = picker
        line.addWidget(PlainLabel(text), 0, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(picker, 0, 1, Qt.AlignmentFlag.AlignVCenter)
        return row
