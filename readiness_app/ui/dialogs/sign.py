"""Signing in one role: what the signature means, with which identity file or token, and what is kept beside it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QScrollArea, QWidget

from readiness_app.domain.deciding import warnings_of_sealing
from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role
from readiness_app.services import signing_off
from readiness_app.services.workspace import Workspace
from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Work, WorkDialog
from readiness_app.ui.dialogs.files import PathField
from readiness_app.ui.dialogs.identity import CreateIdentityDialog, passphrase_field
from readiness_app.ui.dialogs.level import LevelField
from readiness_app.ui.dialogs.name_hint import NameHint
from readiness_app.ui.dialogs.token import TokenPane
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.widgets.buttons import LinkButton, literal
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.form import Form, FormRow
from readiness_app.ui.widgets.labels import PlainLabel, tooltip
from readiness_app.ui.widgets.segmented import Option, Segmented
from readiness_app.ui.widgets.visible import short_hash, visible
from readiness_app.wording import word

FILE, TOKEN = "file", "token"
_SETTLED_MS = 30  # by then rows that appeared have their places


class SignDialog(WorkDialog):
    """`value` is the review with the new signature collected; `kept` carries settings to be remembered, by their names."""

    kept = Signal(object)

    def __init__(
        self,
        open_review: OpenReview,
        jobs: Jobs,
        role: Role,
        parent: QWidget | None = None,
        *,
        identity: Path | None = None,
        recent: Sequence[Path] = (),
        timestamp_url: str = "",
        token_library: str = "",
    ) -> None:
        """`identity` is filled in, `recent` are offered; the levels above B-B need `timestamp_url`."""
        super().__init__(
            self.tr("Sign as {role}").format(role=word(role).lower()), self.tr("Sign"), jobs, parent, icon="signature", width=560
        )
        self._open_review, self._role = open_review, role
        self._signatory = open_review.review.signatory(role)
        if not open_review.me.strip():
            self.add(NameHint(open_review))
        card = Card(self.tr("What you put your signature under"), "quote", tone="info")
        self.meaning = PlainLabel(signing_off.MEANING[role], "lead")
        card.add(self.meaning)
        self.add(card)
        for sentence in warnings_of_sealing(open_review.review, date.today()):
            self.say(visible(sentence), "small")
        self.understood = QCheckBox(self.tr("I have read this and the report, which the page Report shows."))
        self.add(self.understood)
        self.say(self._who(), "small")
        options = [Option(value=FILE, text=self.tr("File")), Option(value=TOKEN, text=self.tr("Token or smart card"))]
        self.source = Segmented(options, self.tr("Where your key is"))
        self.source.set_value(FILE)
        self.add(FormRow(self.tr("Where your key is"), self.source))
        self._build_form(identity, recent)
        self.pane = TokenPane(jobs, self._signatory, token_library)
        self.pane.hide()
        self.add(self.pane)
        self.level = LevelField(timestamp_url)
        self.add(FormRow(self.tr("What is kept beside the signature"), self.level))
        self.bar.setRange(0, 0)  # nobody can say how long a reader or an authority takes
        self.understood.toggled.connect(self._on_understood)
        self.source.picked.connect(self._on_source)
        self.pane.library_used.connect(self._on_library_used)
        self.pane.chosen.connect(self._bring_soon)
        self._soon = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._soon.timeout.connect(self._bring)
        self.verb.setEnabled(False)
        self.understood.setFocus()

    def identity(self) -> Path | None:
        """The identity file chosen; None where a token signs."""
        return self.place.path() if self.source.value() == FILE else None

    def take(self) -> Work:
        """Signs the workspace's copy of the report and collects it."""
        token, identity = self._token() if self.source.value() == TOKEN else None, self._file()
        self._open_review.flush()
        shown = self._open_review
        signing = signing_off.Signing(
            role=self._role,
            at=datetime.now(UTC),
            identity=identity,
            passphrase=self.passphrase.text() if identity else "",
            token=token,
            timestamp_url=self.level.address(),
            level=self.level.level(),
        )
        return partial(_sign, shown.workspace, shown.review, signing, shown.me)

    def trouble(self, error: ReadinessError) -> None:
        """A wrong passphrase or PIN is said beside its field, which is then typed anew: nothing is tried twice by itself."""
        words = str(error)
        row = self.pass_row if self.source.value() == FILE else self.pane.pin_row
        beside = ("passphrase" in words.lower() if row is self.pass_row else "PIN" in words) and row.isVisible()
        row.set_error(words if beside else "")
        self.show_problem("" if beside else words)
        if beside:
            field = self.passphrase if row is self.pass_row else self.pane.pin
            field.selectAll()
            field.setFocus()
            self._bring_soon()

    def reject(self) -> None:
        """Cancel: first whatever is waited for is waited for no longer, then the dialog closes."""
        if self._job is not None:
            if self._job.abandon():
                self._settle()
                self.show_problem(self.tr("It is no longer waited for. Nothing was signed."))
            return
        if self.pane.waiting():
            self.pane.stop()
            self.pane.look.setFocus()
            return
        super().reject()

    def done(self, result: int) -> None:
        """Passphrase and PIN leave with the dialog."""
        self.pane.stop()
        self.passphrase.clear()
        self.pane.pin.clear()
        super().done(result)

    def _launch(self, job: Job) -> None:
        self.doing.setText(self._waited_for())
        self._jobs.start_apart(job)

    def _settle(self) -> None:
        super()._settle()
        self.verb.setEnabled(self.understood.isChecked())

    def _waited_for(self) -> str:
        address, chosen = visible(self.level.address()), self.pane.current() if self.source.value() == TOKEN else None
        if chosen is None:
            return self.tr("Waiting for {address}. Cancel stops waiting.").format(address=address) if address else self.tr("Signing.")
        label, pad = visible(chosen[0].label), chosen[0].pin_pad
        words = (
            self.tr("Type the PIN on the reader of {label}. Cancel stops waiting.")
            if pad
            else self.tr("Waiting for the token {label}. Cancel stops waiting.")
        )
        stamp = " " + self.tr("{address} is asked as well.").format(address=address) if address else ""
        return words.format(label=label) + stamp

    def _file(self) -> Path | None:
        self.place_row.set_error("")
        self.pass_row.set_error("")
        path = self.identity()
        if path is None and self.source.value() == FILE:
            raise self.beside(self.place_row, self.tr("Choose the file of your identity, or create one."))
        return path

    def _token(self) -> signing_off.Token:
        if self.pane.waiting():
            raise Refused(self.tr("The token has not answered yet. Wait for it, or press Cancel to stop waiting."))
        chosen = self.pane.token()
        if isinstance(chosen, tuple):
            refused = self.beside(*chosen)
            self._bring_soon()
            raise refused
        return chosen

    def _who(self) -> str:
        if self._signatory is None:
            return ""
        name, pin = visible(self._signatory.name), self._signatory.fingerprint
        if pin:
            return self.tr("To be signed by {name} with the certificate {pin}.").format(name=name, pin=short_hash(pin))
        return self.tr("To be signed by {name}; no certificate is pinned, so the name in it must be the same.").format(name=name)

    def _build_form(self, identity: Path | None, recent: Sequence[Path]) -> None:
        self.place = PathField(
            self.tr("Identity file"), self.tr("Choose your identity"), self.tr("Identities (*.p12 *.pfx);;All files (*)")
        )
        self.passphrase = passphrase_field(self.tr("Passphrase"))
        form = self._form = Form()
        self.place_row = form.add(self.tr("Identity file"), self.place)
        links = QHBoxLayout()
        theme.spaced(links, gap=10)
        self.create_button = LinkButton(self.tr("Create an identity…"), "key-round")
        self.create_button.clicked.connect(self._on_create)
        links.addWidget(self.create_button)
        self.used_button = LinkButton(self.tr("Used before"), "history")
        self._used = QMenu(self.used_button)
        for path in recent:
            action = self._used.addAction(literal(str(path)))
            action.setData(str(path))
            action.setToolTip(tooltip(str(path)))  # else Qt takes the text for it, and may read that as markup
        self.used_button.setMenu(self._used)
        self.used_button.setVisible(bool(recent))
        self._used.triggered.connect(self._on_used)
        links.addWidget(self.used_button)
        links.addStretch(1)
        form.column.addLayout(links)
        self.pass_row = form.add(self.tr("Passphrase"), self.passphrase)
        self.add(form)
        self.place.set_path(identity)

    def _on_understood(self, on: bool) -> None:
        self.verb.setEnabled(on and not self.busy())

    def _on_source(self, value: object) -> None:
        self._form.setVisible(value == FILE)
        self.pane.setVisible(value == TOKEN)
        self.show_problem("")
        self.sized_for(self._room())
        if value == TOKEN:
            self.pane.start_if_known()
        else:
            self.pane.stop()

    def _bring_soon(self) -> None:
        self._soon.start()

    def _bring(self) -> None:
        """Scroll to what comes next."""
        rows = (self.pane.library_row, self.pane.list_row, self.pass_row, self.pane.pin_row, self.pane.at_reader)
        wrong = [row for row in rows if isinstance(row, FormRow) and row.isVisible() and not row.error.isHidden()]
        area, shown = self.findChild(QScrollArea), [row for row in rows[-2:] if row.isVisible()]
        if area is not None and (wrong or shown):
            area.ensureWidgetVisible((wrong or shown)[0])

    def _on_used(self, action: QAction) -> None:
        self.place.set_path(Path(str(action.data())))
        self.passphrase.setFocus()

    def _on_library_used(self, library: str) -> None:
        self.kept.emit({"token_library": library})

    def _on_create(self) -> None:
        name = self._signatory.name if self._signatory else self._open_review.me
        self._creating = CreateIdentityDialog(self._jobs, name, self)
        self._creating.accepted.connect(self._on_created)
        self._creating.open()

    def _on_created(self) -> None:
        self.place.set_path(self._creating.value.path)
        self.passphrase.setFocus()


def _sign(workspace: Workspace, review: Review, signing: signing_off.Signing, by: str, progress: Progress) -> Review:
    return signing_off.sign_and_collect(workspace, review, signing, by, before_keeping=progress.keep)
