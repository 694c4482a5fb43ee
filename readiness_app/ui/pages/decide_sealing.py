"""The end of the Decide page: what still prevents sealing, and once sealed, who has signed."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from readiness_app.domain.confidentiality import left_out
from readiness_app.domain.deciding import problems_of_sealing, warnings_of_sealing
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role, State
from readiness_app.ui import theme
from readiness_app.ui.marks import Mark, mark
from readiness_app.ui.widgets.buttons import Button, IconButton, PrimaryButton, QuietButton
from readiness_app.ui.widgets.card import Card
from readiness_app.ui.widgets.chip import Chip
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.drop_zone import DropZone
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import IconLabel, PlainLabel
from readiness_app.ui.widgets.page import line
from readiness_app.ui.widgets.visible import short_hash, visible
from readiness_app.wording import word


class SealingCard(Card):
    """What still prevents sealing, what to know before, and the button."""

    seal_wanted = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, "lock", parent=parent)
        self._shown: object = None
        self._points = QWidget()
        self.seal = PrimaryButton(self.tr("Seal…"), "lock")
        self.add(self._points)
        foot = QHBoxLayout()
        theme.spaced(foot, gap=10)
        foot.addWidget(PlainLabel(self.tr("Sealing freezes this edition and makes the report that is signed."), "small"), 1)
        foot.addWidget(self.seal)
        self.add(foot)
        self.seal.clicked.connect(self.seal_wanted)

    def show_review(self, review: Review, today: date, *, editable: bool) -> None:
        """Show the list as it is now."""
        problems, warnings = problems_of_sealing(review), warnings_of_sealing(review, today)
        self.seal.setEnabled(editable and not problems)
        if (problems, warnings) == self._shown:
            return
        self._shown = (problems, warnings)
        points = [("circle-x", "unknown", text) for text in problems] + [("triangle-alert", "partly", text) for text in warnings]
        if not problems:
            points.insert(0, ("circle-check", "known", self.tr("Everything that sealing needs is there.")))
        held = QWidget()
        column = QVBoxLayout(held)
        theme.spaced(column, gap=8)
        for icon, tone, text in points:
            row = QHBoxLayout()
            theme.spaced(row, gap=8)
            row.addWidget(IconLabel(icon, tone, 16))
            row.addWidget(PlainLabel(visible(text)), 1)
            column.addLayout(row)
        self.body.replaceWidget(self._points, held)
        self._points.hide()
        self._points.deleteLater()
        self._points = held


class _RoleRow(QWidget):
    """One required role after sealing."""

    wanted = Signal(str, object)

    def __init__(self, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = role
        self.who, self.detail = PlainLabel("", "medium"), PlainLabel("", "small")
        self.chip = Chip()
        self.sign = Button(self.tr("Sign…"), "signature")
        self.decline = QuietButton(self.tr("Decline…"))
        self.sign.setAccessibleName(self.tr("Sign as {role}").format(role=word(role).lower()))
        self.decline.setAccessibleName(self.tr("Decline to sign as {role}").format(role=word(role).lower()))
        words = QVBoxLayout()
        theme.spaced(words, gap=1)
        words.addWidget(self.who)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        theme.spaced(row, gap=8)
        row.addLayout(words, 1)
        for part in (self.chip, self.decline, self.sign):
            row.addWidget(part)
        self.sign.clicked.connect(self._on_sign)
        self.decline.clicked.connect(self._on_decline)

    def show_review(self, review: Review, *, editable: bool) -> None:
        """Show how this role stands."""
        signatory = review.signatory(self.role)
        named = visible(signatory.name) if signatory else self.tr("nobody named")
        self.who.setText(f"{word(self.role)}: {named}")
        signed = next((one for one in review.sign_offs if one.role is self.role), None)
        declined = next((one for one in review.declines if one.role is self.role), None)
        if signed is not None:
            when = (
                f"{signed.time.astimezone():%H:%M}, {date_text(signed.time.astimezone().date())}"
                if signed.time
                else self.tr("no time given")
            )
            self.chip.show_mark(Mark(icon="signature", text=self.tr("Signed"), tone="known"))
            self.detail.setText(self.tr("{when} · certificate {pin}").format(when=when, pin=short_hash(signed.fingerprint)))
        elif declined is not None:
            self.chip.show_mark(Mark(icon="hand", text=self.tr("Declined"), tone="unknown"))
            self.detail.setText(f"{visible(declined.by)}: {visible(declined.reason)}")
        else:
            self.chip.show_mark(Mark(icon="clock", text=self.tr("Waiting"), tone="partly"))
            pin = signatory.fingerprint if signatory else ""
            self.detail.setText(self.tr("certificate {pin}").format(pin=short_hash(pin)) if pin else self.tr("no certificate pinned"))
        waiting = signed is None and declined is None
        self.sign.setVisible(waiting)
        self.decline.setVisible(waiting)
        self.sign.setEnabled(editable)
        self.decline.setEnabled(editable)

    def _on_sign(self) -> None:
        self.wanted.emit("sign", self.role)

    def _on_decline(self) -> None:
        self.wanted.emit("decline", self.role)


class SealedCard(Card):
    """A sealed or signed edition: digest, signatures, what can be done.

    `wanted` carries sign, decline, collect, export, annex or reopen.
    """

    wanted = Signal(str, object)
    files_dropped = Signal(list)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._digest = ""
        self.heading, self.told = PlainLabel("", "subheading"), PlainLabel("", "body2")
        self.chip = Chip()
        self.digest = PlainLabel("", "mono", selectable=True)
        self.copy = IconButton("copy", self.tr("Copy the digest"), size=16)
        self.rows: dict[Role, _RoleRow] = {}
        self._rows = QVBoxLayout()
        theme.spaced(self._rows, gap=10)
        self.collect = Button(self.tr("Collect a signed copy…"), "file-check")
        self.export = PrimaryButton(self.tr("Export report…"), "download")
        tip = self.tr("The files that the report lists by hash alone, in a folder of their own.")
        self.annex = Button(self.tr("Save the annex…"), "folder-open", tip=tip)
        self.reopen = Button(self.tr("Reopen…"), "lock-open")
        self.drop = DropZone(self.tr("Drop a signed copy here, or"), self.tr("Reports (*.pdf)"))
        self._build()
        self._connect()

    def show_review(self, review: Review, digest: str, *, editable: bool) -> None:
        """Show the edition as it stands; `digest` is that of its record."""
        self._digest = digest
        self.chip.show_mark(mark(review.state))
        self.heading.setText(self.tr("Edition {number} is {state}").format(number=review.edition, state=word(review.state).lower()))
        self.told.setText(self._sentence(review))
        self.digest.setText(self.tr("Digest {digest}").format(digest=digest) if digest else "")
        if tuple(self.rows) != review.required_roles:
            self._make_rows(review.required_roles)
        for row in self.rows.values():
            row.show_review(review, editable=editable)
        waiting = editable and review.state is State.SEALED
        self.collect.setVisible(waiting)
        self.drop.setVisible(waiting)
        self.reopen.setEnabled(editable)
        self.annex.setVisible(bool(left_out(review)))

    def focus_next(self) -> None:
        """Put the keyboard on the next signature that waits, or on the export where none does."""
        waiting = [row.sign for row in self.rows.values() if not row.sign.isHidden() and row.sign.isEnabled()]
        (waiting[0] if waiting else self.export).setFocus()

    def _sentence(self, review: Review) -> str:
        sealing = review.sealing
        if sealing is None:
            return ""
        told = self.tr("Sealed by {name} on {day}.").format(name=visible(sealing.by), day=date_text(sealing.at.astimezone().date()))
        if review.declines:
            return f"{told} {self.tr('A signatory declined, so this edition cannot become signed. Reopen it to go on.')}"
        missing = len(review.required_roles) - len(review.sign_offs)
        many = self.tr("1 signature is missing.") if missing == 1 else self.tr("{count} signatures are missing.").format(count=missing)
        if review.state is State.SIGNED:
            return f"{told} {self.tr('Everybody has signed. The report can be filed.')}"
        return f"{told} {many}"

    def _build(self) -> None:
        top = QHBoxLayout()
        theme.spaced(top, gap=8)
        top.addWidget(self.heading, 1)
        top.addWidget(self.chip)
        self.add(top)
        self.add(self.told)
        row = QHBoxLayout()
        theme.spaced(row, gap=4)
        row.addWidget(self.digest, 1)
        row.addWidget(self.copy)
        self.add(row)
        self.add(line())
        self.add(self._rows)
        self.add(self.drop)
        held = QWidget()
        flow = FlowLayout(held)
        theme.spaced(flow, gap=8)
        for button in (self.export, self.annex, self.collect, self.reopen):
            flow.addWidget(button)
        self.add(held)

    def _connect(self) -> None:
        self.copy.clicked.connect(self._on_copy)
        self.collect.clicked.connect(self._on_button)
        self.export.clicked.connect(self._on_button)
        self.annex.clicked.connect(self._on_button)
        self.reopen.clicked.connect(self._on_button)
        self.drop.dropped.connect(self.files_dropped)

    def _make_rows(self, roles: tuple[Role, ...]) -> None:
        for row in self.rows.values():
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {role: _RoleRow(role) for role in roles}
        for row in self.rows.values():
            row.wanted.connect(self.wanted)
            self._rows.addWidget(row)

    def _on_button(self) -> None:
        names = {self.collect: "collect", self.export: "export", self.annex: "annex", self.reopen: "reopen"}
        button = self.sender()
        if isinstance(button, Button):
            self.wanted.emit(names[button], None)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._digest)
        self.copied.emit(self.tr("Digest copied"))
