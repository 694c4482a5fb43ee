"""What a person chooses for this computer."""

from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QListWidget, QListWidgetItem, QWidget

from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.preferences import Preferences
from readiness_app.ui.theme import ZOOMS, Look
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.choice_field import ChoiceField
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.visible import visible

_MB = 1_000_000


class PreferencesDialog(Dialog):
    """Writes the preferences when they are saved; `value` is None."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Preferences"), self.tr("Save"), parent, width=600)
        self._preferences = preferences
        preferences.read_again()
        kept = preferences.settings
        self.name = TextField(self.tr("Your name"))
        self.name.load(kept.me)
        self.look = ChoiceField(self._looks())
        self.look.set_value(kept.theme)
        self.zoom = ChoiceField([(zoom, f"{zoom} %") for zoom in ZOOMS])
        self.zoom.set_value(kept.zoom)
        self.file_limit = self._megabytes(self.tr("Largest file"), kept.evidence_limit)
        self.review_limit = self._megabytes(self.tr("Most evidence in one review"), kept.review_limit)
        self._file_row = FormRow(self.tr("Largest file, in MB"), self.file_limit, self.tr("A larger one is not attached as evidence."))
        self._review_row = FormRow(
            self.tr("Most evidence in one review, in MB"), self.review_limit, self.tr("Beyond that nothing more is attached.")
        )
        self.timestamp = TextField(self.tr("Time stamp authority"), "https://")
        self.timestamp.load(kept.timestamp_url)
        self.trusted = QListWidget()
        self.trusted.setAccessibleName(self.tr("Trusted certificates"))
        theme.sized(self.trusted, max_height=110)
        theme.dress(self.trusted, "framed")
        for place in kept.trusted:
            self._list(place)
        self.add_trusted, self.remove_trusted = Button(self.tr("Add a certificate…"), "plus"), Button(self.tr("Remove"), "minus")
        self._timestamp_row = FormRow(
            self.tr("Time stamp authority"),
            self.timestamp,
            self.tr(
                "The address that confirms when a report was signed. It is asked only for a signature that wants it, and gets a checksum, "
                "never the report. Without an address signing asks nobody."
            ),
            optional=True,
        )
        self._fill()
        self.add_trusted.clicked.connect(self._on_add)
        self.remove_trusted.clicked.connect(self._on_remove)
        self.trusted.itemSelectionChanged.connect(self._on_selected)
        self._on_selected()

    def take(self) -> None:
        """Save; raises Refused for an address that is none."""
        address = self.timestamp.text().strip()
        wrong = address and not _is_address(address)
        words = self.tr("Write an address that begins with https:// or http://, without name and password, or leave it empty.")
        self._timestamp_row.set_error(words if wrong else "")
        limits = [self._limit(row) for row in (self._file_row, self._review_row)]
        if wrong or not all(limits):
            raise Refused(self.tr("Look at the field marked above. Nothing was saved."))
        zoom = self.zoom.value()
        self._preferences.change(
            me=self.name.text().strip(),
            theme=str(self.look.value()),
            zoom=zoom if isinstance(zoom, int) else 100,
            evidence_limit=limits[0],
            review_limit=limits[1],
            timestamp_url=address,
            trusted=tuple(self._places()),
        )

    def _looks(self) -> list[tuple[object, str]]:
        return [
            (Look.SYSTEM.value, self.tr("As the system")),
            (Look.LIGHT.value, self.tr("Light")),
            (Look.DARK.value, self.tr("Dark")),
            (Look.HIGH_CONTRAST.value, self.tr("High contrast")),
        ]

    def _megabytes(self, name: str, size: int) -> TextField:
        field = TextField(name, self.tr("MB"))
        field.load(str(size // _MB))
        return field

    def _limit(self, row: FormRow) -> int:
        field = row.field
        assert isinstance(field, TextField)
        text = field.text().strip()
        good = text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0
        row.set_error("" if good else self.tr("Write a number of MB, from 1 to 999999."))
        return int(text) * _MB if good else 0

    def _fill(self) -> None:
        self.add(FormRow(self.tr("Your name"), self.name, self.tr("It stands in the history beside everything you do.")))
        grid = QGridLayout()
        theme.spaced(grid, gap=12)
        rows = (
            FormRow(self.tr("Colours"), self.look),
            FormRow(self.tr("Size"), self.zoom),
            self._file_row,
            self._review_row,
        )
        for place, row in enumerate(rows):
            grid.addWidget(row, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place % 2, 1)
        self.add(grid)
        self.add(self._timestamp_row)
        self.add(
            FormRow(
                self.tr("Trusted certificates"),
                self.trusted,
                self.tr(
                    "Verifying a report confirms a signer whose own certificate, or whose issuer's, is listed here, and one that a "
                    "workspace on this machine pinned to a signatory. Anybody else is shown as unconfirmed. Removing one deletes no file."
                ),
            )
        )
        buttons = QGridLayout()
        theme.spaced(buttons, gap=8)
        buttons.addWidget(self.add_trusted, 0, 0)
        buttons.addWidget(self.remove_trusted, 0, 1)
        buttons.setColumnStretch(2, 1)
        self.add(buttons)

    def _list(self, place: str) -> None:
        item = QListWidgetItem(self._in_words(place).format(name=visible(place)))
        item.setData(Qt.ItemDataRole.UserRole, place)
        self.trusted.addItem(item)

    def _in_words(self, place: str) -> str:
        from readiness_app.services import signing_off  # slow to import, and hardly ever needed here

        if not Path(place).is_file():
            return self.tr("{name} (the file is missing)")
        return "{name}" if signing_off.usable([place])[0] else self.tr("{name} (this is no certificate; remove it)")

    def _places(self) -> list[str]:
        return [str(self.trusted.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.trusted.count())]

    def _on_selected(self) -> None:
        self.remove_trusted.setEnabled(bool(self.trusted.selectedItems()))

    def _on_add(self) -> None:
        self.show_problem("")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Trust a certificate"), "", self.tr("Certificates (*.pem *.crt *.cer *.der)"))
        if not chosen or chosen in self._places():
            return
        from readiness_app.services import signing_off  # slow to import, and hardly ever needed here

        try:
            signing_off.certificate(Path(chosen))
        except ReadinessError as error:
            self.show_problem(str(error))
            return
        self._list(chosen)

    def _on_remove(self) -> None:
        for item in self.trusted.selectedItems():
            self.trusted.takeItem(self.trusted.row(item))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False
    return whole and parts.scheme in ("http", "https") and not any(map(str.isspace, text))
