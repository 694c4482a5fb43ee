"""How a person describes a file: title, publisher, address, three dates, expiry and who may see it."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from readiness_app.domain.confidentiality import EMBEDDED_LIMIT
from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.services.evidence import Details
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.models.evidence_list import confidentiality_mark, size_text
from readiness_app.ui.widgets.date_field import DateField
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.segmented import Option, Segmented
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import meaning

_LARGE = 50_000_000  # bytes from which a person is told
_DATES = ("published", "retrieved", "expires")


class EvidenceDetailsDialog(Dialog):
    """`value` is a Details. For a new file give its names, for a listed one the evidence."""

    def __init__(
        self, parent: QWidget | None = None, *, names: tuple[str, ...] = (), sizes: int = 0, listed: Evidence | None = None
    ) -> None:
        title = self.tr("Describe {name}").format(name=visible(listed.title)) if listed else self.tr("Add evidence")
        super().__init__(title, self.tr("Save") if listed else self.tr("Add"), parent, icon="paperclip", width=600)
        self._many = len(names) > 1
        start = _start(listed, names)
        self.say(self._which(names, sizes, listed), "small")
        if sizes > _LARGE:
            self.say(self.tr("This is large. The workspace grows by as much, and every copy of it."), "small")
        self.title_field, self.publisher = TextField(self.tr("Title")), TextField(self.tr("Publisher"))
        self.address, self.revision = TextField(self.tr("Address"), "https://"), TextField(self.tr("Revision"))
        self.dates = {name: DateField(label) for name, label in zip(_DATES, self._labels(), strict=True)}
        self.level = Segmented(_levels(), self.tr("Who may see it"))
        self.meaning = PlainLabel("", "small")
        self.rows: dict[str, FormRow] = {}
        self._build()
        self._load(start)
        self.level.picked.connect(self._on_level)
        (self.publisher if self._many else self.title_field).setFocus()

    def take(self) -> Any:
        """The details; raises Refused where a date is none."""
        for name, field in self.dates.items():
            self.rows[name].set_error("")
            if field.is_wrong():
                raise self.beside(self.rows[name], self.tr("This is not a date. Write it like 29 Mar 2026."))
        days = {name: field.value() for name, field in self.dates.items()}
        if days["published"] and days["expires"] and days["expires"] < days["published"]:
            raise self.beside(self.rows["expires"], self.tr("It would expire before it was published."))
        level = self.level.value()
        assert isinstance(level, Confidentiality)
        return Details(
            title="" if self._many else self.title_field.text().strip(),
            publisher=self.publisher.text().strip(),
            address=self.address.text().strip(),
            revision=self.revision.text().strip(),
            confidentiality=level,
            published=days["published"],
            retrieved=days["retrieved"],
            expires=days["expires"],
        )

    def _which(self, names: tuple[str, ...], size: int, listed: Evidence | None) -> str:
        if listed is not None:
            return f"{visible(listed.name)} · {size_text(listed.size)}"
        if self._many:
            shown = ", ".join(visible(name) for name in names[:3]) + ("…" if len(names) > 3 else "")
            return self.tr("{count} files, {size}: {names}. Each keeps its own name as title.").format(
                count=len(names), size=size_text(size), names=shown
            )
        return f"{visible(names[0])} · {size_text(size)}" if names else ""

    def _labels(self) -> tuple[str, str, str]:
        return self.tr("Published"), self.tr("Retrieved"), self.tr("Expires")

    def _build(self) -> None:
        self._grid = QGridLayout()
        theme.spaced(self._grid, gap=12)
        for column in range(3):
            self._grid.setColumnStretch(column, 1)
        if not self._many:
            self._put("title", self.tr("Title"), self.title_field, (0, 0, 1, 3))
        self._put("publisher", self.tr("Publisher"), self.publisher, (1, 0, 1, 2))
        self._put("revision", self.tr("Revision"), self.revision, (1, 2, 1, 1))
        self._put("address", self.tr("Address"), self.address, (2, 0, 1, 3), self.tr("Where it was found; never opened by itself."))
        for column, (name, label) in enumerate(zip(_DATES, self._labels(), strict=True)):
            self._put(name, label, self.dates[name], (3, column, 1, 1))
        self._put("level", self.tr("Who may see it"), self.level, (4, 0, 1, 3))
        self._grid.addWidget(self.meaning, 5, 0, 1, 3)
        self.add(self._grid)

    def _put(self, name: str, label: str, field: QWidget, place: tuple[int, int, int, int], hint: str = "") -> None:
        row = FormRow(label, field, hint)
        self.rows[name] = row
        self._grid.addWidget(row, *place, Qt.AlignmentFlag.AlignTop)

    def _load(self, start: Details) -> None:
        self.title_field.load(start.title)
        self.publisher.load(start.publisher)
        self.address.load(start.address)
        self.revision.load(start.revision)
        for name, field in self.dates.items():
            field.load(getattr(start, name))
        self.level.set_value(start.confidentiality)
        self._on_level(start.confidentiality)

    def _on_level(self, level: object) -> None:
        if isinstance(level, Confidentiality):
            limit = self.tr("Programs and scripts never are. Embedded files may have {size} in all.").format(size=size_text(EMBEDDED_LIMIT))
            embedded = level in (Confidentiality.PUBLIC, Confidentiality.INTERNAL)
            self.meaning.setText(f"{meaning(level)} {limit}" if embedded else meaning(level))


def _levels() -> list[Option]:
    looks = [(level, confidentiality_mark(level)) for level in Confidentiality]
    return [Option(value=level, text=look.text, icon=look.icon, tone=look.tone, tip=meaning(level)) for level, look in looks]


def _start(listed: Evidence | None, names: tuple[str, ...]) -> Details:
    if listed is None:
        return Details(title=names[0] if len(names) == 1 else "", retrieved=date.today())
    return Details(
        title=listed.title,
        publisher=listed.publisher,
        address=listed.address,
        revision=listed.revision,
        published=listed.published,
        retrieved=listed.retrieved,
        expires=listed.expires,
        confidentiality=listed.confidentiality,
    )
