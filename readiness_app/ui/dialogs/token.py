"""Choosing a certificate on a token or smart card: its module, what is found on the tokens that are in, and the PIN."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Signatory
from readiness_app.services import signing_off
from readiness_app.services.signing_off import Token, TokenCertificate, TokenSlot
from readiness_app.ui import theme
from readiness_app.ui.dialogs.files import PathField
from readiness_app.ui.dialogs.identity import passphrase_field
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.form import FormRow
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.toast import announce
from readiness_app.ui.widgets.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One token and the certificates on it, or the sentence that says why they cannot be shown."""

    slot: TokenSlot
    certificates: tuple[TokenCertificate, ...] = ()
    problem: str = ""


class TokenPane(QWidget):
    """`library_used` carries the module once it has answered; `chosen` when another certificate is."""

    library_used = Signal(str)
    chosen = Signal()

    def __init__(self, jobs: Jobs, signatory: Signatory | None, library: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._signatory = jobs, signatory
        self._job: Job | None = None
        self._asked: Path | None = None
        self._entries: list[tuple[TokenSlot, TokenCertificate]] = []
        self._pin_for: TokenSlot | None = None
        self.library = PathField(
            self.tr("Module of the token"),
            self.tr("Choose the module of your token"),
            self.tr("PKCS#11 modules (*.so *.dll *.dylib);;All files (*)"),
        )
        self.library.edit.setText(library)
        self.look = Button(self.tr("List certificates"), "refresh-cw")
        self.status = PlainLabel("", "small")
        self.list = QListWidget()
        self.pin = passphrase_field(self.tr("PIN"))
        self.at_reader = PlainLabel("", "body2")
        self._build()
        self.look.clicked.connect(self.start)
        self.library.chosen.connect(self._on_library)
        self.list.currentRowChanged.connect(self._on_row)
        self._show_pin()

    def start_if_known(self) -> None:
        """List at once where the module is remembered and nothing was listed yet."""
        if self._job is None and not self._entries and self.library.path() is not None:
            self.start()

    def start(self) -> None:
        """Ask the module what is there, in a thread of its own: a token may keep everybody waiting."""
        self.stop()
        self._clear()
        path = self.library.path()
        if path is None:
            self._missing_library()
            return
        self._asked = path
        self.status.setText(self.tr("Waiting for {name} to answer. Cancel stops waiting.").format(name=visible(path.name)))
        self.look.setEnabled(False)
        job = self._job = self._jobs.create(partial(_listed, path, self.pin.text()))
        job.progressed.connect(self._on_progress)
        job.done.connect(self._on_listed)
        job.failed.connect(self._on_failed)
        self._jobs.start_apart(job)

    def waiting(self) -> bool:
        """True while the module is being asked."""
        return self._job is not None

    def stop(self) -> None:
        """Wait for the module no longer."""
        if self._job is not None:
            self._job.abandon()
            self._settle(self.tr("It is no longer waited for. Nothing was signed."))

    def token(self) -> Token | tuple[FormRow, str]:
        """The token with what was typed; else the row where something is missing, and the sentence for it."""
        for row in (self.library_row, self.list_row, self.pin_row):
            row.set_error("")
        chosen = self.current()
        path = self.library.path()
        if path is None:
            return self.library_row, self._no_library()
        if chosen is None:
            return self.list_row, self.tr("List the certificates and choose yours.")
        slot, certificate = chosen
        if not certificate.certificate.valid_at(datetime.now(UTC)):
            return self.list_row, self.tr("This certificate is not valid today. Nothing was signed; choose a current one.")
        if slot.locked:
            return self.list_row, self._locked()
        pin = self.pin.text() if self._wants_pin(slot) else None
        if pin == "":
            return self.pin_row, self.tr("Type the PIN of the token.")
        return Token(library=path, slot=slot.slot, certificate_id=certificate.id, pin=pin)

    def current(self) -> tuple[TokenSlot, TokenCertificate] | None:
        """The chosen certificate and the token it is on."""
        row = self.list.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def _build(self) -> None:
        column = QVBoxLayout(self)
        theme.spaced(column, gap=14)
        self.library_row = FormRow(
            self.tr("Module of the token"),
            self.library,
            self.tr("The PKCS#11 driver that came with the token. It runs inside this program, so choose only one that you trust."),
        )
        column.addWidget(self.library_row)
        row = QHBoxLayout()
        theme.spaced(row, gap=10)
        row.addWidget(self.look)
        row.addWidget(self.status, 1)
        column.addLayout(row)
        self.list.setWordWrap(True)
        theme.sized(self.list, min_height=88, max_height=150)
        theme.dress(self.list, "framed")
        self.list_row = FormRow(self.tr("Certificate"), self.list)
        self.pin_row = FormRow(self.tr("PIN"), self.pin, self.tr("It is tried once and never kept. Too many wrong tries lock the token."))
        for part in (self.list_row, self.pin_row, self.at_reader):
            column.addWidget(part)

    def _on_library(self, text: str) -> None:
        self.library_row.set_error("")
        if self._job is not None:
            self.stop()
        self._clear()
        self._pin_for = None
        self.pin.clear()
        self.status.setText("")

    def _on_row(self, row: int) -> None:
        self.list_row.set_error("")
        self._show_pin()
        self.chosen.emit()

    def _on_progress(self, fraction: float, label: str) -> None:
        if label:
            self.status.setText(self.tr("Waiting for the token {label}. Cancel stops waiting.").format(label=visible(label)))

    def _on_listed(self, found: tuple[Found, ...]) -> None:
        self._settle("")
        self.library_used.emit(str(self._asked))
        self._entries = [(one.slot, entry) for one in found for entry in one.certificates]
        self.list.addItems([self._text(slot, entry) for slot, entry in self._entries])
        self.status.setText(self._summary(found))
        announce(self, self.status.text())
        self._show_pin(next((one.slot for one in found if not one.certificates), None))
        self.list.setCurrentRow(self._preferred())
        (self.pin if self.current() and self.pin.isVisible() else self.list).setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._settle("")
        if not isinstance(error, ReadinessError):
            raise error
        self.library_row.set_error(str(error))
        self.library.edit.setFocus()
        announce(self, str(error), urgent=True)

    def _settle(self, words: str) -> None:
        self._job = None
        self.look.setEnabled(True)
        self.status.setText(words)

    def _clear(self) -> None:
        self._entries = []
        self.list.clear()
        self.library_row.set_error("")
        self.list_row.set_error("")
        self._show_pin()

    def _missing_library(self) -> None:
        self.library_row.set_error(self._no_library())
        self.library.edit.setFocus()
        announce(self, self._no_library(), urgent=True)

    def _no_library(self) -> str:
        return self.tr("Choose the module of your token first.")

    def _locked(self) -> str:
        return self.tr("The PIN of this token is locked. Nothing was signed; whoever issued the token can unlock it.")

    def _summary(self, found: tuple[Found, ...]) -> str:
        if not found:
            return self.tr("No token is in. Put it in, then list again.")
        problems = [one.problem for one in found if one.problem]
        problems += [self._empty(one.slot) for one in found if not one.certificates and not one.problem]
        if self._entries and self._preferred() < 0:
            problems.append(self.tr("Choose yours."))
        count = self.tr("{count} found.").format(count=len(self._entries))
        return visible(" ".join([count, *problems] if self._entries else problems))

    def _empty(self, slot: TokenSlot) -> str:
        if self._wants_pin(slot) and not self.pin.text():
            words = self.tr("The token {label} shows no certificate. If it hides them, type its PIN and list again.")
        else:
            words = self.tr("The token {label} holds no certificate to sign with.")
        return words.format(label=slot.label)

    def _text(self, slot: TokenSlot, entry: TokenCertificate) -> str:
        shown = entry.certificate
        told = self.tr("{key} · valid until {day}{remark}").format(
            key=shown.key, day=date_text(shown.not_after.date()), remark=self._remark(entry)
        )
        place = self.tr("{label}, slot {slot} · id {id}").format(label=slot.label, slot=slot.slot, id=entry.id)
        return f"{visible(shown.name)}\n{visible(told)}\n{visible(place)}"

    def _remark(self, entry: TokenCertificate) -> str:
        now = datetime.now(UTC)
        if now > entry.certificate.not_after:
            return self.tr(" (expired)")
        return self.tr(" (not valid yet)") if now < entry.certificate.not_before else ""

    def _preferred(self) -> int:
        """The certificate that may sign: the pinned one, else the only one of that name; with nobody to compare, the only one there is."""
        fitting = [row for row, (_, entry) in enumerate(self._entries) if self._may_sign(entry)]
        return fitting[0] if len(fitting) == 1 else -1

    def _may_sign(self, entry: TokenCertificate) -> bool:
        who, shown = self._signatory, entry.certificate
        if who is None or not shown.valid_at(datetime.now(UTC)):
            return who is None
        return shown.fingerprint == who.fingerprint if who.fingerprint else shown.name == who.name

    def _wants_pin(self, slot: TokenSlot) -> bool:
        return slot.needs_pin and not slot.pin_pad

    def _show_pin(self, hiding: TokenSlot | None = None) -> None:
        """The field, the words about the reader's own keys, or neither; `hiding` is a token that showed nothing."""
        chosen = self.current()
        slot = chosen[0] if chosen else hiding
        self.pin_row.setVisible(slot is not None and self._wants_pin(slot))
        self.at_reader.setVisible(slot is not None and slot.needs_pin and slot.pin_pad)
        if slot is None:
            return
        if self._pin_for is not None and (slot.slot, slot.serial) != (self._pin_for.slot, self._pin_for.serial):
            self.pin.clear()  # a PIN never goes to another token than the one it was typed for
        self._pin_for = slot
        words = self.tr("Press Sign, then type the PIN on the PIN pad of the reader. It never passes through this computer's keyboard.")
        self.at_reader.setText(words)
        last = self.tr("One try is left before the PIN of this token locks. Make sure of it first.")
        self.pin_row.set_error(self._locked() if slot.locked else last if slot.last_try else "")


def _listed(library: Path, pin: str, progress: Progress) -> tuple[Found, ...]:
    """What is on every token; one that fails says so and does not keep the others away. A PIN is tried only where there is no choice."""
    slots = signing_off.tokens(library)
    found = []
    for slot in slots:
        progress.step(0.5, slot.label)
        try:
            certificates = signing_off.certificates_on(library, slot.slot)
            if not certificates and pin and len(slots) == 1 and slot.needs_pin and not slot.pin_pad and not slot.locked:
                progress.step(0.6, slot.label)
                certificates = signing_off.certificates_on(library, slot.slot, pin)
        except ReadinessError as error:
            found.append(Found(slot=slot, problem=str(error)))
        else:
            found.append(Found(slot=slot, certificates=certificates))
    return tuple(found)
