"""Signing in one role: what the signature means, with which identity, and its passphrase."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role
from readiness_app.services import signing_off
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Work, WorkDialog
from readiness_app.ui.dialogs.files import PathField
from readiness_app.ui.dialogs.identity import CreateIdentityDialog, passphrase_field
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.form import Form
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import short_hash, visible
from readiness_app.wording import word


class SignDialog(WorkDialog):
    """`value` is the review with the new signature collected."""

    def __init__(
        self,
        open_review: OpenReview,
        jobs: Jobs,
        role: Role,
        parent: QWidget | None = None,
        *,
        recent: Sequence[Path] = (),
        timestamp_url: str = "",
    ) -> None:
        super().__init__(
            self.tr("Sign as {role}").format(role=word(role).lower()), self.tr("Sign"), jobs, parent, icon="signature", width=560
        )
        self._open_review, self._role, self._timestamp_url = open_review, role, timestamp_url
        self._signatory = open_review.review.signatory(role)
        card = Card(self.tr("What you put your signature under"), "quote", tone="info")
        self.meaning = PlainLabel(signing_off.MEANING[role], "lead")
        card.add(self.meaning)
        self.add(card)
        self.understood = QCheckBox(self.tr("I have read this and the report."))
        self.add(self.understood)
        self.say(self._who(), "small")
        self._build_form(recent)
        if timestamp_url:
            self.say(self.tr("A time stamp is asked of {address}.").format(address=visible(timestamp_url)), "small")
        self.understood.toggled.connect(self._on_understood)
        self.verb.setEnabled(False)
        self.understood.setFocus()

    def identity(self) -> Path | None:
        """The identity file chosen."""
        return self.place.path()

    def take(self) -> Work:
        """Signs the workspace's copy of the report and collects it."""
        self.place_row.set_error("")
        self.pass_row.set_error("")
        path = self.place.path()
        if path is None:
            raise self.beside(self.place_row, self.tr("Choose the file of your identity, or create one."))
        self._open_review.flush()
        review, me = self._open_review.review, self._open_review.me
        return partial(_sign, self._open_review.workspace, review, self._role, path, self.passphrase.text(), me, self._timestamp_url)

    def trouble(self, error: ReadinessError) -> None:
        """A wrong passphrase is said beside its field."""
        beside = "passphrase" in str(error).lower()
        self.pass_row.set_error(str(error) if beside else "")
        self.show_problem("" if beside else str(error))
        if beside:
            self.passphrase.selectAll()
            self.passphrase.setFocus()

    def done(self, result: int) -> None:
        """The passphrase leaves with the dialog."""
        self.passphrase.clear()
        super().done(result)

    def _who(self) -> str:
        if self._signatory is None:
            return ""
        name, pin = visible(self._signatory.name), self._signatory.fingerprint
        if pin:
            return self.tr("To be signed by {name} with the certificate {pin}.").format(name=name, pin=short_hash(pin))
        return self.tr("To be signed by {name}; no certificate is pinned, so the name in it must be the same.").format(name=name)

    def _build_form(self, recent: Sequence[Path]) -> None:
        self.place = PathField(
            self.tr("Identity file"), self.tr("Choose your identity"), self.tr("Identities (*.p12 *.pfx);;All files (*)")
        )
        self.passphrase = passphrase_field(self.tr("Passphrase"))
        form = Form()
        self.place_row = form.add(self.tr("Identity file"), self.place)
        links = QHBoxLayout()
        theme.spaced(links, gap=10)
        self.create_button = LinkButton(self.tr("Create an identity…"), "key-round")
        self.create_button.clicked.connect(self._on_create)
        links.addWidget(self.create_button)
        links.addStretch(1)
        form.column.addLayout(links)
        self.pass_row = form.add(self.tr("Passphrase"), self.passphrase)
        self.add(form)
        if recent:
            self.place.set_path(recent[0])

    def _on_understood(self, on: bool) -> None:
        self.verb.setEnabled(on and not self.busy())

    def _on_create(self) -> None:
        name = self._signatory.name if self._signatory else self._open_review.me
        self._creating = CreateIdentityDialog(self._jobs, name, self)
        self._creating.accepted.connect(self._on_created)
        self._creating.open()

    def _on_created(self) -> None:
        self.place.set_path(self._creating.value.path)
        self.passphrase.setFocus()


def _sign(
    workspace: Workspace, review: Review, role: Role, identity: Path, passphrase: str, by: str, timestamp_url: str, progress: Progress
) -> Review:
    return signing_off.sign_and_collect(workspace, review, role, identity, passphrase, by, datetime.now(UTC), timestamp_url)
