"""Who leads and who signs: one row per required role, with the certificate that is pinned to it."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from readiness_app.domain.changes import FrameChanged, SignatoryNamed
from readiness_app.domain.duties import problems_of_signatory, same_person
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Review, Signatory
from readiness_app.domain.vocabulary import Role
from readiness_app.services import signing_off
from readiness_app.ui import theme
from readiness_app.ui.dialogs.files import open_path
from readiness_app.ui.dialogs.identity import CreateIdentityDialog
from readiness_app.ui.icons import set_icon
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.marks import Mark
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.fields import TextField
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import short_hash
from readiness_app.wording import word


class SignatoryRow(QWidget):
    """One role: name, pin, and a menu for the certificate. `named` carries a Signatory or None, `identity_made` a path."""

    named = Signal(object)
    identity_made = Signal(object)

    def __init__(self, role: Role, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = role
        self._jobs = jobs
        self._shown: Signatory | None = None
        self._dialog: CreateIdentityDialog | None = None
        self.name = TextField(self.tr("Who signs as {role}").format(role=word(role).lower()), self.tr("Name"))
        self.pin = Chip()
        self.error = PlainLabel("", "error")
        self.certificate = Button(self.tr("Certificate"), "key-round")
        self.certificate.setAccessibleName(self.tr("Certificate of {role}").format(role=word(role).lower()))
        self.menu = QMenu(self)
        self.actions_by_id: dict[str, QAction] = {}
        self._build()
        self.name.committed.connect(self._on_name)

    def show_signatory(self, signatory: Signatory | None, *, editable: bool) -> None:
        """Show who is named; what is being typed stays."""
        self._shown = signatory
        self.name.set_text(signatory.name if signatory else "")
        self.name.setReadOnly(not editable)
        self.certificate.setEnabled(editable)
        self.actions_by_id["unpin"].setEnabled(bool(signatory and signatory.fingerprint))
        if signatory and signatory.fingerprint:
            self.pin.show_mark(Mark(icon="fingerprint", text=short_hash(signatory.fingerprint), tone="known"))
            self.pin.setAccessibleName(self.tr("Certificate pinned: {pin}").format(pin=signatory.fingerprint))
        else:
            self.pin.show_mark(Mark(icon="triangle-alert", text=self.tr("No certificate"), tone="partly"))
        self.pin.setVisible(signatory is not None)

    def show_error(self, sentence: str = "") -> None:
        """Say what is wrong beside the field."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def _build(self) -> None:
        entries = (
            ("browse", "file-check", self.tr("Choose a certificate…")),
            ("load", "key-round", self.tr("Take it from an identity file…")),
            ("create", "plus", self.tr("Create an identity…")),
            ("unpin", "x", self.tr("Remove the certificate")),
        )
        for key, icon, text in entries:
            action = QAction(text, self)
            set_icon(action, icon, "text_2", 16)
            action.triggered.connect(self._on_action)
            self.actions_by_id[key] = action
            self.menu.addAction(action)
        self.certificate.setMenu(self.menu)
        column = QVBoxLayout(self)
        theme.spaced(column, gap=4)
        top = QHBoxLayout()
        theme.spaced(top, gap=8)
        top.addWidget(PlainLabel(word(self.role), "strong"), 1)
        top.addWidget(self.pin)
        row = QHBoxLayout()
        theme.spaced(row, gap=8)
        row.addWidget(self.name, 1)
        row.addWidget(self.certificate)
        column.addLayout(top)
        column.addLayout(row)
        column.addWidget(self.error)
        self.error.hide()

    def _on_name(self, text: str) -> None:
        name = text.strip()
        if not name:
            self.named.emit(None)
        else:
            self.named.emit(Signatory(role=self.role, name=name, fingerprint=self._shown.fingerprint if self._shown else ""))

    def _on_action(self) -> None:
        sender = self.sender()
        for key, action in self.actions_by_id.items():
            if action is sender:
                self.act(key)

    def act(self, key: str) -> None:
        """Do what the menu offers: browse, load, create or unpin."""
        if key == "unpin":
            self._pin(self.name.text().strip(), "")
        elif key == "create":
            self._dialog = CreateIdentityDialog(self._jobs, self.name.text().strip(), self)
            self._dialog.accepted.connect(self._on_created)
            self._dialog.open()
        else:
            self._choose(key)

    def _choose(self, key: str) -> None:
        if key == "browse":
            path = open_path(self, self.tr("Choose a certificate"), self.tr("Certificates (*.pem *.crt *.cer *.der);;All files (*)"))
        else:
            path = open_path(self, self.tr("Choose an identity file"), self.tr("Identities (*.p12 *.pfx);;All files (*)"))
        if path is not None:
            self.pin_file(path, identity=key == "load")

    def pin_file(self, path: Path, *, identity: bool = False) -> None:
        """Pin the certificate in this file; `identity` says that it is a key file with its certificate beside it."""
        try:
            found = signing_off.show_identity(path) if identity else signing_off.certificate(path)
        except ReadinessError as error:
            self.show_error(str(error))
            return
        typed = self.name.text().strip()
        self._pin(typed or found.name, found.fingerprint)
        if typed and not same_person(typed, found.name) and not self.error.isVisible():
            told = self.tr("The certificate names {other}. It is pinned all the same; the report will show both.")
            self.show_error(told.format(other=found.name))

    def _on_created(self) -> None:
        assert self._dialog is not None
        made = self._dialog.value
        self.identity_made.emit(made.path)
        self._pin(self.name.text().strip() or made.name, made.fingerprint)

    def _pin(self, name: str, fingerprint: str) -> None:
        if not name:
            self.show_error(self.tr("Say first who signs in this role."))
            return
        self.named.emit(Signatory(role=self.role, name=name, fingerprint=fingerprint))


class PeopleCard(Card):
    """Lead and signatories; refusals are shown beside the field, with the text kept."""

    said = Signal(str)
    identity_made = Signal(object)

    def __init__(self, title: str, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(title, "users", parent=parent)
        self._open_review, self._jobs = open_review, jobs
        self.lead = TextField(self.tr("Lead of the review"), self.tr("Name"))
        self.rows: dict[Role, SignatoryRow] = {}
        self._grid = QGridLayout()
        theme.spaced(self._grid, gap=16)
        lead = QVBoxLayout()
        theme.spaced(lead, gap=4)
        lead.addWidget(PlainLabel(self.tr("Lead"), "strong"))
        lead.addWidget(self.lead)
        self._lead = QWidget()
        self._lead.setLayout(lead)
        self.add(self._grid)
        told = self.tr(
            "Names are declared; certificates are what identifies. One person signs in one role, one certificate serves one role."
        )
        self.add(PlainLabel(told, "small"))
        self.lead.committed.connect(self._on_lead)

    def show_review(self, review: Review, *, editable: bool) -> None:
        """Show lead and required roles of the tier."""
        if tuple(self.rows) != review.required_roles:
            self._make_rows(review.required_roles)
        self.lead.set_text(review.lead)
        self.lead.setReadOnly(not editable)
        for role, row in self.rows.items():
            row.show_signatory(review.signatory(role), editable=editable)

    def commit(self) -> None:
        """Hand over what is typed."""
        self.lead.commit()
        for row in self.rows.values():
            row.name.commit()

    def _make_rows(self, roles: tuple[Role, ...]) -> None:
        for row in self.rows.values():
            row.name.commit()
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        for role in roles:
            row = SignatoryRow(role, self._jobs)
            row.named.connect(self._on_named)
            row.identity_made.connect(self.identity_made)
            self.rows[role] = row
        for number, part in enumerate([*self.rows.values(), self._lead]):
            self._grid.addWidget(part, number // 2, number % 2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def _on_named(self, signatory: Signatory | None) -> None:
        row = self.sender()
        if not isinstance(row, SignatoryRow):
            return
        review = self._open_review.review
        before = review.signatory(row.role)
        row.show_error("")
        if signatory == before:
            return
        if signatory is not None and (problems := problems_of_signatory(review, signatory)):
            row.show_error(" ".join(problems))
            return
        if self._open_review.do(SignatoryNamed(role=row.role, before=before, after=signatory)):
            if signatory is not None:
                row.name.load(signatory.name)
            self.said.emit(self.tr("{role}: {name}").format(role=word(row.role), name=signatory.name if signatory else self.tr("nobody")))

    def _on_lead(self, text: str) -> None:
        frame = self._open_review.review.frame
        if text.strip() != frame.lead and self._open_review.do(FrameChanged(before=frame, after=replace(frame, lead=text.strip()))):
            self.said.emit(self.tr("Lead changed"))
