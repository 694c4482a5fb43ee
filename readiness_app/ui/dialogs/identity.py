"""Making an identity to sign with: a key in a file under a passphrase, and its certificate beside it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.services import signing_off
from readiness_app.ui.dialogs.dialog import Work, WorkDialog
from readiness_app.ui.dialogs.files import PathField, safe_name
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.form import Form

LEAST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeIdentity:
    """A new identity: its file, its certificate's file, the name in it and the certificate's SHA-256."""

    path: Path
    certificate: Path
    name: str
    fingerprint: str


def passphrase_field(name: str) -> QLineEdit:
    """A field that hides what is typed; the text is never kept by the window."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


class CreateIdentityDialog(WorkDialog):
    """`value` is a MadeIdentity."""

    def __init__(self, jobs: Jobs, name: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Create an identity"), self.tr("Create identity"), jobs, parent, icon="key-round")
        self.say(
            self.tr(
                "An identity is a key that only you can use. Its certificate, which carries your name, can be given to anybody. Keep the "
                "file and its passphrase: nobody can restore them."
            )
        )
        self.name_field = TextField(self.tr("Your name"))
        self.name_field.load(name)
        self.place = PathField(self.tr("Identity file"), self.tr("Save the identity"), self.tr("Identities (*.p12)"), saving=True)
        self.first = passphrase_field(self.tr("Passphrase"))
        self.second = passphrase_field(self.tr("Passphrase again"))
        form = Form()
        self.name_row = form.add(self.tr("Your name"), self.name_field, self.tr("As it is to stand in the report."))
        self.place_row = form.add(self.tr("Identity file"), self.place, self.tr("The certificate is saved beside it, ending in .pem."))
        self.first_row = form.add(
            self.tr("Passphrase"), self.first, self.tr("At least {count} characters; a sentence is best.").format(count=LEAST)
        )
        self.second_row = form.add(self.tr("Passphrase again"), self.second)
        self.add(form)
        self.place.set_path(Path.home() / f"{safe_name(name or 'identity')}.p12")
        (self.name_field if not name else self.first).setFocus()

    def take(self) -> Work:
        """Makes key and certificate and writes both files."""
        rows = (self.name_row, self.place_row, self.first_row, self.second_row)
        for row in rows:
            row.set_error("")
        name, path = self.name_field.text().strip(), self.place.path()
        passphrase = self.first.text()
        problems = (
            "" if name else self.tr("An identity carries a name."),
            "" if path else self.tr("Say where the identity is to be saved."),
            "" if len(passphrase) >= LEAST else self.tr("Use at least {count} characters.").format(count=LEAST),
            "" if passphrase == self.second.text() else self.tr("The two passphrases differ."),
        )
        for row, problem in reversed(list(zip(rows, problems, strict=True))):
            if problem:
                refused = self.beside(row, problem)
        if any(problems) or path is None:
            raise refused
        if path.suffix.lower() not in (".p12", ".pfx"):
            path = path.with_name(path.name + ".p12")
        return partial(_create, name, path, passphrase)

    def trouble(self, error: ReadinessError) -> None:
        """What the disk or the rules refuse, below everything."""
        self.show_problem(str(error))


def _create(name: str, path: Path, passphrase: str, progress: Progress) -> MadeIdentity:
    made = signing_off.create_identity(name, path, passphrase, datetime.now(UTC))
    return MadeIdentity(path=path, certificate=path.with_suffix(".pem"), name=made.name, fingerprint=made.fingerprint)
