"""The Decide page: figures and gates, who carries what, the decision, who signs, sealing and signing."""

import hashlib
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from readiness_app.domain.duties import same_person
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Review, Signatory
from readiness_app.domain.vocabulary import Role, State
from readiness_app.services import annex, sealing, signing_off
from readiness_app.services.annex import Annex
from readiness_app.services.workspace import Workspace
from readiness_app.settings import load_settings
from readiness_app.ui import theme
from readiness_app.ui.dialogs.decline import DeclineDialog
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.dialogs.files import folder_path, open_path, safe_name, save_path
from readiness_app.ui.dialogs.reopen import ReopenDialog
from readiness_app.ui.dialogs.seal import SealDialog
from readiness_app.ui.dialogs.sign import SignDialog
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.open_review import OpenReview
from readiness_app.ui.pages.decide_figures import FiguresCard, GatesCard
from readiness_app.ui.pages.decide_form import DecisionCard
from readiness_app.ui.pages.decide_gaps import AcceptancesCard, ConditionsCard
from readiness_app.ui.pages.decide_lapses import LapsesCard
from readiness_app.ui.pages.decide_people import PeopleCard
from readiness_app.ui.pages.decide_sealing import SealedCard, SealingCard
from readiness_app.ui.pages.page import Page
from readiness_app.ui.walk.item_work import ItemWork
from readiness_app.ui.widgets.date_field import date_text
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.page import ScrollPage
from readiness_app.ui.widgets.toast import CLEAR
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

MOST_IDENTITIES = 8


class DecidePage(Page):
    """One column of cards. `seal()`, `sign(role)` and `reopen()` open the same dialogs as the buttons."""

    name: ClassVar[str] = "decide"
    icon: ClassVar[str] = "gavel"
    shows_refusals: ClassVar[bool] = False

    def __init__(self, open_review: OpenReview, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(open_review, jobs, parent)
        self.dialog: Dialog | None = None
        self._exported: Path | None = None  # the annex goes beside it unless a person chooses otherwise
        self._identities: list[Path] = []  # made in this window
        self.about = PlainLabel("", "body2")
        self.sealed = SealedCard()
        self.figures, self.gates = FiguresCard(), GatesCard()
        self.acceptances = AcceptancesCard(
            self.tr("Risk acceptances"), "shield-check", self.tr("Nobody carries a risk. A gap is accepted on the item itself.")
        )
        self.conditions = ConditionsCard(
            self.tr("Conditions"), "list-checks", self.tr("There are no conditions. They are added on the item itself.")
        )
        self.lapses = LapsesCard()
        self.work = ItemWork(open_review, self)
        self.decision = DecisionCard(self.tr("Decision"), open_review)
        self.people = PeopleCard(self.tr("Who signs"), open_review, jobs)
        self.sealing = SealingCard(self.tr("Before sealing"))
        self.sealing.setProperty(CLEAR, True)
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Shows every card as the review is now."""
        review, editable, today = self.open_review.review, self.open_review.editable, date.today()
        is_open = review.state is State.OPEN
        told = self.tr("{tier} · as of {day} · edition {number}")
        self.about.setText(told.format(tier=word(review.tier), day=date_text(review.as_of), number=review.edition))
        self.sealed.setVisible(not is_open)
        if not is_open:
            self.sealed.show_review(review, self._digest(), editable=not self.open_review.workspace.read_only)
        self.figures.show_review(review)
        self.gates.show_review(review)
        self.acceptances.show_review(review, today)
        self.conditions.show_review(review, today, editable=editable)
        self.lapses.show_review(review, today)
        self.decision.show_review(review, editable=editable)
        self.people.show_review(review, editable=editable)
        self.people.setVisible(is_open)
        self.sealing.setVisible(is_open)
        if is_open:
            self.sealing.show_review(review, today, editable=editable)

    def _digest(self) -> str:
        """The digest of what was sealed, which is the SHA-256 of its record; none where that is not what was sealed."""
        try:
            return hashlib.sha256(sealing.record(self.open_review.workspace, self.open_review.review)).hexdigest()
        except ReadinessError as error:
            self.trouble.emit(str(error))
            return ""

    def commit_texts(self) -> None:
        """Hands over names; a decision is recorded by its button alone."""
        self.people.commit()

    def unrecorded(self) -> str:
        """Says so while the decision on this page is not recorded."""
        return self.tr("The decision on the page Decide is not recorded yet. Record it first.") if self.decision.unrecorded() else ""

    def seal(self) -> None:
        """Ask whether to seal."""
        self.commit_texts()
        if words := self.unrecorded():
            self.trouble.emit(words)
            return
        self._open(SealDialog(self.open_review, self.jobs, date.today(), self), self._on_sealed)

    def sign(self, role: Role) -> None:
        """Ask for an identity and sign."""
        kept, known = load_settings(), self._known()
        dialog = SignDialog(
            self.open_review,
            self.jobs,
            role,
            self,
            identity=self._fitting(role, known),
            recent=known,
            timestamp_url=kept.timestamp_url,
            token_library=kept.token_library,
        )
        dialog.kept.connect(self.kept)
        self._open(dialog, self._on_signed)

    def sign_next(self) -> None:
        """Sign in the role that waits for the person who works here, else in the first that waits."""
        if role := self._waiting():
            self.sign(role)

    def decline_next(self) -> None:
        """Decline in that role; the dialog names it."""
        if role := self._waiting():
            self._on_wanted("decline", role)

    def _waiting(self) -> Role | None:
        review, me = self.open_review.review, self.open_review.me
        mine = (role for role in review.waiting_roles if (s := review.signatory(role)) and same_person(s.name, me))
        return next(iter((*mine, *review.waiting_roles)), None)

    def reopen(self) -> None:
        """Ask for the reason and reopen."""
        self._open(ReopenDialog(self.open_review, self.jobs, self), self._on_reopened)

    def collect(self, path: Path) -> None:
        """Take back a copy that was signed elsewhere."""
        self.open_review.flush()
        review, me = self.open_review.review, self.open_review.me
        job = self.jobs.create(partial(_collect, self.open_review.workspace, review, path, me))
        job.done.connect(self._on_collected)
        job.failed.connect(self._on_failed)
        self.jobs.start(job)

    def export(self, path: Path) -> None:
        """Write the latest report to a file."""
        job = self.jobs.create(partial(_export, self.open_review.workspace, self.open_review.review, path))
        job.done.connect(self._on_exported)
        job.failed.connect(self._on_failed)
        self.jobs.start(job)

    def save_annex(self, folder: Path) -> None:
        """Write what the report lists by hash alone into a new folder."""
        job = self.jobs.create(partial(_save_annex, self.open_review.workspace, self.open_review.review, folder))
        job.done.connect(self._on_annex_saved)
        job.failed.connect(self._on_failed)
        self.jobs.start(job)

    def _build(self) -> None:
        theme.dress(self, "page")
        self.scroller = ScrollPage(self.tr("Decide"))
        head = QVBoxLayout()
        theme.spaced(head, gap=2)
        head.addWidget(PlainLabel(self.tr("Decide"), "title"))
        head.addWidget(self.about)
        self.scroller.add(head)
        for card in (
            self.sealed,
            self.figures,
            self.gates,
            self.acceptances,
            self.conditions,
            self.lapses,
            self.decision,
            self.people,
            self.sealing,
        ):
            self.scroller.add(card)
        column = QVBoxLayout(self)
        theme.spaced(column)
        column.addWidget(self.scroller)

    def _connect(self) -> None:
        for card in (self.gates, self.acceptances, self.conditions, self.lapses):
            card.item_wanted.connect(self.item_wanted)
        self.conditions.met_wanted.connect(self._on_met)
        self.work.said.connect(self.toast)
        self.gates.list.selectionModel().currentChanged.connect(self._on_gate)
        self.decision.decided.connect(self._on_done)
        self.people.said.connect(self._on_done)
        self.people.identity_made.connect(self._on_identity)
        self.sealing.seal_wanted.connect(self.seal)
        self.sealed.wanted.connect(self._on_wanted)
        self.sealed.files_dropped.connect(self._on_dropped)
        self.sealed.copied.connect(self._on_copied)

    def _open(self, dialog: Dialog, accepted: object) -> None:
        self.dialog = dialog
        dialog.accepted.connect(accepted)
        dialog.open()

    def _known(self) -> list[Path]:
        """Identity files made in this window or used before, the latest first, as far as they are there."""
        every = [*reversed(self._identities), *(Path(place) for place in load_settings().identities)]
        return [path for path in dict.fromkeys(every) if path.is_file()]

    def _fitting(self, role: Role, known: list[Path]) -> Path | None:
        """The first of them that may sign in this role: by the pinned certificate, or else by its name."""
        signatory = self.open_review.review.signatory(role)
        return next((path for path in known if signatory and _fits(path, signatory)), None)

    def _on_met(self, item: str, condition: str) -> None:
        self.work.item = item
        self.work.meet(condition)

    def _on_gate(self, now: QModelIndex, before: QModelIndex) -> None:
        ground = self.scroller.widget()
        if ground is not None and now.isValid() and self.gates.list.hasFocus():  # the list never scrolls: the page follows the arrow keys
            middle = self.gates.list.visualRect(now).center()
            place = self.gates.list.viewport().mapTo(ground, middle)
            self.scroller.ensureVisible(place.x(), place.y(), 0, theme.px(60))

    def _on_wanted(self, what: str, role: object) -> None:
        match what:
            case "sign" if isinstance(role, Role):
                self.sign(role)
            case "decline" if isinstance(role, Role):
                self._open(DeclineDialog(self.open_review, self.jobs, role, self), self._on_declined)
            case "reopen":
                self.reopen()
            case "collect":
                path = open_path(self, self.tr("Collect a signed copy"), self.tr("Reports (*.pdf)"))
                if path is not None:
                    self.collect(path)
            case "export":
                name = f"{self.open_review.review.id}.pdf"
                path = save_path(self, self.tr("Export the report"), name, self.tr("Reports (*.pdf)"))
                if path is not None:
                    self.export(path)
            case "annex":
                report = self._exported or Path.home() / f"{safe_name(self.open_review.review.id)}.pdf"
                place = folder_path(self, self.tr("Where to put the annex"), report.parent)
                if place is not None:
                    self.save_annex(annex.folder_beside(place / report.name))

    def _on_dropped(self, paths: list[Path]) -> None:
        for path in paths:
            self.collect(path)

    def _on_identity(self, path: Path) -> None:
        self._identities.append(path)

    def _on_done(self, text: str) -> None:
        self.toast.emit(visible(text), True)

    def _on_copied(self, text: str) -> None:
        self.toast.emit(text, False)

    def _take(self, review: Review, text: str) -> None:
        self.open_review.replace(review)
        self.toast.emit(text, False)

    def _on_sealed(self) -> None:
        assert self.dialog is not None
        self._take(self.dialog.value, self.tr("Edition {number} is sealed").format(number=self.dialog.value.edition))
        self.scroller.verticalScrollBar().setValue(0)

    def _on_signed(self) -> None:
        assert isinstance(self.dialog, SignDialog)
        identity = self.dialog.identity()
        if identity is not None:
            latest = str(identity.absolute())
            others = (place for place in load_settings().identities if place != latest)
            self.kept.emit({"identities": (latest, *others)[:MOST_IDENTITIES]})
        self._on_collected(self.dialog.value)
        QTimer.singleShot(0, self.sealed, self.sealed.focus_next)  # once the closed dialog has given the keyboard back

    def _on_declined(self) -> None:
        assert self.dialog is not None
        self._take(self.dialog.value, self.tr("The refusal is recorded"))

    def _on_reopened(self) -> None:
        assert self.dialog is not None
        self._take(self.dialog.value, self.tr("Edition {number} is open").format(number=self.dialog.value.edition))

    def _on_collected(self, review: object) -> None:
        assert isinstance(review, Review)
        signed, wanted = len(review.sign_offs), len(review.required_roles)
        done = self.tr("Signed by everybody: the report is complete")
        some = self.tr("{signed} of {wanted} have signed").format(signed=signed, wanted=wanted)
        self._take(review, done if review.state is State.SIGNED else some)

    def _on_annex_saved(self, written: object) -> None:
        assert isinstance(written, Annex)
        count, name = len(written.files), visible(written.folder.name)
        told = self.tr("Saved 1 file as {name}") if count == 1 else self.tr("Saved {count} files as {name}")
        gone = f" · {self.tr('{count} purged')}".format(count=len(written.gone)) if written.gone else ""
        self.toast.emit(told.format(count=count, name=name) + gone, False)

    def _on_exported(self, path: object) -> None:
        self._exported = Path(str(path))
        self.toast.emit(self.tr("Saved as {name}").format(name=visible(Path(str(path)).name)), False)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self.trouble.emit(str(error))


def _fits(path: Path, signatory: Signatory) -> bool:
    try:
        shown = signing_off.show_identity(path)
    except ReadinessError:
        return False
    return shown.fingerprint == signatory.fingerprint if signatory.fingerprint else shown.name == signatory.name


def _collect(workspace: Workspace, review: Review, path: Path, by: str, progress: Progress) -> Review:
    return signing_off.collect(workspace, review, path, by, datetime.now(UTC))


def _export(workspace: Workspace, review: Review, path: Path, progress: Progress) -> Path:
    sealing.export_report(workspace, review, path)
    return path


def _save_annex(workspace: Workspace, review: Review, folder: Path, progress: Progress) -> Annex:
    return annex.write_annex(workspace, review.id, folder, review.edition)
