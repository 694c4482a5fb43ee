"""What verifying a report says: every check as it finishes, the result, and who the signers are known by."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from readiness_app.services.verifying import CONFIRMED, NOT_JUDGED, Check, Signer, Verification
from readiness_app.ui import theme
from readiness_app.ui.inside import clear
from readiness_app.ui.marks import Mark
from readiness_app.ui.widgets.buttons import Button, QuietButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.toast import announce
from readiness_app.ui.widgets.visible import short_hash, shown, visible
from readiness_app.wording import word


class VerificationPanel(QScrollArea):
    """`trust_wanted` when a person wants to add a certificate they trust, `collect_wanted` to take a signed copy back.

    `passed_over` holds a sentence for each trusted certificate that could not be used; they stand with the next result.
    """

    trust_wanted = Signal()
    collect_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verification: Verification | None = None
        self.checks: list[Check] = []
        self.passed_over: tuple[str, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Verification"))
        self.heading = PlainLabel("", "subheading")
        self.result = Chip()
        self.summary = PlainLabel("", "medium", selectable=True)
        self.identity = Chip()
        self.identity_told = PlainLabel("", "small")
        self.trust = Button(self.tr("Trust a certificate…"), "shield-check")
        self.collect = Button(self.tr("Collect this signed copy"), "signature")
        self.copy = QuietButton(self.tr("Copy result"), "copy")
        self._checks, self._signers, self._passed_over = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._build()
        self.trust.clicked.connect(self.trust_wanted)
        self.collect.clicked.connect(self.collect_wanted)
        self.copy.clicked.connect(self._on_copy)

    def show_message(self, heading: str, sentence: str) -> None:
        """Show a sentence instead of a result."""
        self._begin(heading)
        self.summary.setText(sentence)
        self.summary.show()

    def begin(self, name: str) -> None:
        """A file is being verified; checks follow."""
        self._begin(self.tr("Verifying {name}").format(name=visible(name)))
        self.summary.setText(self.tr("Checks appear as they finish."))
        self.summary.show()

    def add_check(self, check: Check) -> None:
        """One more check is done."""
        self.checks.append(check)
        self._checks.addLayout(self._check_row(check, neutral=False))
        self._check_card.show()

    def show_verification(self, verification: Verification, name: str) -> None:
        """The whole result."""
        self._begin(visible(name))
        self.verification = verification
        confirmed = verification.identities == CONFIRMED
        self.result.show_mark(self._result_mark(verification))
        self.result.show()
        self.summary.setText(visible(verification.summary))
        self.summary.show()
        for check in verification.checks:
            self.checks.append(check)
            waits = verification.waiting and check.failed
            self._checks.addLayout(self._check_row(check, neutral=check.name == "signers" and not confirmed, waits=waits))
        self._check_card.setVisible(bool(verification.checks))
        if verification.signers:
            self._show_identity(verification)
        for sentence in self._not_used():
            self._passed_over.addLayout(self._warning_row(sentence))
        for signer in verification.signers:
            self._signers.addWidget(self._signer_row(signer, judged=verification.judged))
        self._signer_card.setVisible(bool(verification.signers))
        self._foot.show()
        self.trust.setVisible(bool(verification.signers) and verification.judged and not confirmed)
        self.collect.hide()
        announce(self, verification.summary)

    def text(self) -> str:
        """The result as plain text, to be pasted elsewhere."""
        found = self.verification
        if found is None:
            return self.summary.text()
        lines = [found.summary, self.identity.text() if found.signers else "", f"SHA-256 {found.digest}" if found.digest else ""]
        lines += [f"[{'ok' if check.ok else '!!' if check.failed else '??'}] {check.detail}" for check in found.checks]
        lines += [f"[??] {sentence}" for sentence in self._not_used()]
        lines += [f"{word(one.role) if one.role else '?'}: {one.name}, {one.fingerprint}, {one.detail}" for one in found.signers]
        return "\n".join(line for line in lines if line)

    def _build(self) -> None:
        ground = QWidget()
        theme.dress(ground, "page")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(ground)
        theme.spaced(column, margin=16, gap=12)
        self.result.setParent(ground)
        for part in (self.heading, self.result, self.summary, self.identity, self.identity_told):
            column.addWidget(part)
        column.addLayout(self._passed_over)
        self._check_card = Card(self.tr("Checks"), "list-checks")
        self._signer_card = Card(self.tr("Signers"), "signature")
        theme.spaced(self._checks, gap=10)
        theme.spaced(self._signers, gap=12)
        self._check_card.add(self._checks)
        self._signer_card.add(self._signers)
        column.addWidget(self._signer_card)
        column.addWidget(self._check_card)
        self._foot = QWidget()
        flow = FlowLayout(self._foot)
        theme.spaced(flow, gap=8)
        flow.addWidget(self.collect)
        flow.addWidget(self.trust)
        flow.addWidget(self.copy)
        column.addWidget(self._foot)
        column.addStretch(1)
        self.setWidget(ground)

    def _begin(self, heading: str) -> None:
        self.verification = None
        self.checks = []
        self.heading.setText(heading)
        for rows in (self._checks, self._signers, self._passed_over):
            clear(rows)
        hidden = (self.result, self.summary, self.identity, self.identity_told, self._check_card, self._signer_card, self._foot)
        for part in hidden:
            part.hide()

    def _result_mark(self, found: Verification) -> Mark:
        if found.valid and found.known_here:
            return Mark(icon="triangle-alert", text=self.tr("Valid, with a warning"), tone="partly")
        if found.valid and not found.pages_compared:
            return Mark(icon="info", text=self.tr("Valid as far as it could be checked"), tone="partly")
        if found.valid:
            return Mark(icon="circle-check", text=self.tr("Valid"), tone="known")
        if found.waiting:
            return Mark(icon="clock", text=self.tr("Intact, not everybody has signed"), tone="partly")
        if not found.is_report and not found.digest:
            return Mark(icon="circle-minus", text=self.tr("Not a Readiness report"), tone="na")
        return Mark(icon="circle-x", text=self.tr("Not valid"), tone="unknown")

    def _show_identity(self, found: Verification) -> None:
        if not found.judged:
            shown = Mark(icon="circle-minus", text=self.tr("Signers not judged"), tone="na")
            told = self.tr(NOT_JUDGED)
        elif found.identities == CONFIRMED:
            shown = Mark(icon="shield-check", text=self.tr("Signers confirmed here"), tone="known")
            told = self.tr(
                "Every signer's certificate was pinned in a workspace on this machine or is trusted in the Preferences. Whoever did that "
                "should have compared its fingerprint with the signer."
            )
        else:
            # Never a tick: that the file agrees with itself says nothing about who made it.
            shown = Mark(icon="info", text=self.tr("Signers named by the report only"), tone="partly")
            told = self.tr("Nobody here vouches for these certificates. Ask the signers for theirs, and trust it below.")
        self.identity.show_mark(shown)
        self.identity_told.setText(told)
        self.identity.show()
        self.identity_told.show()

    def _check_row(self, check: Check, *, neutral: bool, waits: bool = False) -> QHBoxLayout:
        row = QHBoxLayout()
        theme.spaced(row, gap=8)
        icon, tone = ("clock", "partly") if waits else self._look_of(check, neutral=neutral)
        row.addWidget(IconLabel(icon, tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        label = PlainLabel(visible(check.detail))
        said = self._said_of(check, waits=waits)
        label.setAccessibleName(shown(f"{said}: {check.detail}"))
        row.addWidget(label, 1)
        return row

    def _not_used(self) -> tuple[str, ...]:
        """The sentences about certificates that were passed over, each with what to do."""
        return tuple(f"{sentence} {self.tr('Take it out in the Preferences.')}" for sentence in self.passed_over)

    def _warning_row(self, sentence: str) -> QHBoxLayout:
        row = QHBoxLayout()
        theme.spaced(row, gap=8)
        row.addWidget(IconLabel("triangle-alert", "partly", 16), 0, Qt.AlignmentFlag.AlignTop)
        label = PlainLabel(visible(sentence), "small")
        label.setAccessibleName(shown(self.tr("Warning: {sentence}").format(sentence=sentence)))
        row.addWidget(label, 1)
        return row

    def _said_of(self, check: Check, *, waits: bool) -> str:
        if check.ok or waits:
            return self.tr("Waiting") if waits else self.tr("Passed")
        return self.tr("Failed") if check.failed else self.tr("Could not be checked here")

    def _look_of(self, check: Check, *, neutral: bool) -> tuple[str, str]:
        if check.warning:
            return "triangle-alert", "partly"
        if check.failed:
            return "circle-x", "unknown"
        return ("info", "text_3") if neutral else ("circle-check", "known")

    def _signer_row(self, signer: Signer, *, judged: bool) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        theme.spaced(column, gap=2)
        role = word(signer.role) if signer.role else self.tr("No planned role")
        column.addWidget(PlainLabel(f"{role}: {visible(signer.name)}", "medium"))
        column.addWidget(PlainLabel(visible(signer.detail), "small"))
        pin = PlainLabel(short_hash(signer.fingerprint), "mono")
        pin.setAccessibleName(self.tr("Certificate {pin}").format(pin=signer.fingerprint))
        row = FlowLayout()
        theme.spaced(row, gap=8)
        row.addWidget(self._signer_chip(signer, judged=judged))
        row.addWidget(pin)
        column.addLayout(row)
        return held

    def _signer_chip(self, signer: Signer, *, judged: bool) -> Chip:
        if not signer.ok:
            return Chip(self.tr("Does not hold"), "circle-x", "unknown")
        if not judged:
            return Chip(self.tr("Not judged"), "circle-minus", "na")
        if signer.confirmed:
            return Chip(self.tr("Confirmed here"), "shield-check", "known")
        return Chip(self.tr("Named by the report only"), "info", "partly")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
