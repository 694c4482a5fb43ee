"""How a person describes a file: title, publisher, address, three dates, expiry and who may see it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from readiness_app.domain.capturing import is_web_address
from readiness_app.domain.confidentiality import EMBEDDED_LIMIT
from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.services.evidence import Details
from readiness_app.services.saved_pages import SavedPage, saved_page
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.models.evidence_list import confidentiality_mark, size_text
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.date_field import DateField
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.segmented import Option, Segmented
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import meaning

_LARGE = 50_000_000  # bytes from which a person is told
_TIME = "%Y-%m-%d %H:%M"
_DATES = ("published", "retrieved", "expires")


class EvidenceDetailsDialog(Dialog):
    """`value` is a Details. For a new file give its names, for a listed one the evidence."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        names: tuple[str, ...] = (),
        sizes: int = 0,
        listed: Evidence | None = None,
        paths: Sequence[Path] = (),
    ) -> None:
        """`paths` are where the new files lie: a single saved page is asked for its address, and when it was last written is offered."""
        title = self.tr("Describe {name}").format(name=visible(listed.title)) if listed else self.tr("Add evidence")
        super().__init__(title, self.tr("Save") if listed else self.tr("Add"), parent, icon="paperclip", width=600)
        self._many = len(names) > 1
        start = _start(listed, names, saved_page(paths[0]) if len(paths) == 1 else SavedPage())
        self.say(self._which(names, sizes, listed), "small")
        if sizes > _LARGE:
            self.say(self.tr("This is large. The workspace grows by as much, and every copy of it."), "small")
        self.title_field, self.publisher = TextField(self.tr("Title")), TextField(self.tr("Publisher"))
        self.address, self.revision = TextField(self.tr("Address"), "https://"), TextField(self.tr("Revision"))
        self.dates = {name: DateField(label) for name, label in zip(_DATES, self._labels(), strict=True)}
        self.level = Segmented(_levels(), self.tr("Who may see it"))
        self.meaning = PlainLabel("", "small")
        self.captured = CapturedField(written_at(paths))
        self._listed = listed
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
        captured = self._source()
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
            captured=captured,
        )

    def _source(self) -> datetime | None:
        """When the page was captured; raises Refused where address or time cannot be true. An address that stands there already is left."""
        address, captured = self.address.text().strip(), self.captured.value()
        self.rows["address"].set_error("")
        self.rows["captured"].set_error("")
        if address and not is_web_address(address) and (self._listed is None or address != self._listed.address):
            raise self.beside(self.rows["address"], self.tr("An address begins with http:// or https:// and has no spaces."))
        if self.captured.is_wrong():
            raise self.beside(self.rows["captured"], self.tr("Write day and time like 2026-03-29 14:05."))
        if captured and not address:
            raise self.beside(self.rows["address"], self.tr("A captured page says at which address it stood."))
        if captured and captured > datetime.now(UTC) + timedelta(hours=24):
            raise self.beside(self.rows["captured"], self.tr("This is still to come."))
        return captured

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
        self._put("address", self.tr("Address"), self.address, (2, 0, 1, 2), self.tr("Where it was found; never opened by itself."))
        self._put("captured", self.tr("Captured"), self.captured, (2, 2, 1, 1), self.tr("When this page was saved there."))
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
        self.captured.load(start.captured)
        for name, field in self.dates.items():
            field.load(getattr(start, name))
        self.level.set_value(start.confidentiality)
        self._on_level(start.confidentiality)

    def _on_level(self, level: object) -> None:
        if isinstance(level, Confidentiality):
            limit = self.tr("Programs and scripts never are. Embedded files may have {size} in all.").format(size=size_text(EMBEDDED_LIMIT))
            embedded = level in (Confidentiality.PUBLIC, Confidentiality.INTERNAL)
            self.meaning.setText(f"{meaning(level)} {limit}" if embedded else meaning(level))


class CapturedField(QWidget):
    """A day and time by this machine's clock, or none; one click takes the file's own time, which nothing takes by itself."""

    def __init__(self, written: datetime | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._written = written
        self._loaded: datetime | None = None
        self.edit = TextField(self.tr("Captured"), "2026-03-29 14:05")
        self.take_written = LinkButton(self.tr("Use the file's time"))
        self.setFocusProxy(self.edit)
        column = QVBoxLayout(self)
        theme.spaced(column, gap=2)
        column.addWidget(self.edit)
        column.addWidget(self.take_written, 0, Qt.AlignmentFlag.AlignLeft)
        self.take_written.setVisible(written is not None)
        self.take_written.clicked.connect(self._on_written)

    def load(self, moment: datetime | None) -> None:
        """Show this time."""
        self._loaded = moment
        self.edit.load(_written_out(moment))

    def value(self) -> datetime | None:
        """The time, aware; None where the field is empty or wrong."""
        text = self.edit.text().strip()
        if self._loaded is not None and text == _written_out(self._loaded):
            return self._loaded  # with its seconds
        try:
            return datetime.strptime(text, _TIME).astimezone(UTC) if text else None
        except (ValueError, OverflowError):
            return None

    def is_wrong(self) -> bool:
        """True where something stands there that is no time."""
        return bool(self.edit.text().strip()) and self.value() is None

    def _on_written(self) -> None:
        self.edit.setText(_written_out(self._written))


def _written_out(moment: datetime | None) -> str:
    return moment.astimezone().strftime(_TIME) if moment else ""


def written_at(paths: Sequence[Path]) -> datetime | None:
    """When the file was last written, where there is one alone that can be asked."""
    if len(paths) != 1:
        return None
    try:
        return datetime.fromtimestamp(paths[0].stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):
        return None


def _levels() -> list[Option]:
    looks = [(level, confidentiality_mark(level)) for level in Confidentiality]
    return [Option(value=level, text=look.text, icon=look.icon, tone=look.tone, tip=meaning(level)) for level, look in looks]


def _start(listed: Evidence | None, names: tuple[str, ...], page: SavedPage) -> Details:
    if listed is None:
        title = names[0] if len(names) == 1 else ""
        return Details(title=title, retrieved=date.today(), address=page.address, captured=page.captured)
    return Details(
        title=listed.title,
        publisher=listed.publisher,
        address=listed.address,
        revision=listed.revision,
        published=listed.published,
        retrieved=listed.retrieved,
        expires=listed.expires,
        confidentiality=listed.confidentiality,
        captured=listed.captured,
    )
