"""Walks through the whole window: every page in every state, every choice on it, every dialog, every kind of message."""

import importlib
import pkgutil
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from readiness_app.domain.claim import Claim
from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Evidence
from readiness_app.domain.vocabulary import Role
from readiness_app.services import backups, revisions
from readiness_app.services.evidence import Details
from readiness_app.services.files import inspect
from readiness_app.ui import dialogs, failures
from readiness_app.ui.dialogs.dialog import Dialog, WorkDialog
from readiness_app.ui.dialogs.reason import ReasonDialog
from readiness_app.ui.dialogs.trying import TryingDialog
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.main_window import MainWindow
from readiness_app.ui.preferences import Preferences
from readiness_app.ui.theme import Theme
from readiness_app.ui.widgets.segmented import Segmented
from tests.builders import NOW, TODAY
from tests.literal.hostile import Texts
from tests.literal.review import CONTENT, IDS, States
from tests.literal.screens import Findings

PAGES = ("walk", "evidence", "questions", "decide", "report", "history", "compare")
# Bases that only others are made from.
BASES = (Dialog, WorkDialog, TryingDialog, ReasonDialog)
MESSAGE, FILE, FOLDER = "a message", "a file's name", "a folder's name"


def dialog_kinds() -> dict[str, type[QDialog]]:
    """Every dialog of the window, by its name."""
    modules = [importlib.import_module(f"{dialogs.__name__}.{one.name}") for one in pkgutil.iter_modules(dialogs.__path__)]
    everything = [(name, kind) for module in (*modules, failures) for name, kind in vars(module).items() if kind not in BASES]
    return {name: kind for name, kind in everything if isinstance(kind, type) and issubclass(kind, QDialog) and _ours(kind)}


def _ours(kind: type) -> bool:
    return kind.__module__.startswith("readiness_app.")


@dataclass
class Tour:
    """A window over hostile workspaces, with everything that a dialog may need."""

    states: States
    window: MainWindow
    findings: Findings
    folder: Path
    qtbot: QtBot
    thorough: bool = False

    @property
    def texts(self) -> Texts:
        return self.states.made.texts

    @property
    def frame(self) -> object:
        frame = self.window.frame
        assert frame is not None
        return frame

    def open(self, state: str) -> None:
        """Open the review in this state, in a workspace whose name and folder are markers."""
        folder = self.folder / self.texts.of(FOLDER, file_name=True)
        folder.mkdir(exist_ok=True)
        path = folder / f"{self.texts.of(FILE, file_name=True)}-{state}.readiness"
        shutil.copy(getattr(self.states, state), path)
        assert self.window.open_workspace(path) or self.window.open_workspace(path)  # what still waits for its button is told of once
        self.settle()
        self.findings.look_at(f"start, {state}", self.window)
        assert self.window.open_review("R1")

    def settle(self) -> None:
        """Wait until nothing is worked on, and what was worked out is shown."""
        QApplication.processEvents()
        while self.window.jobs.busy():
            self.qtbot.waitUntil(lambda: not self.window.jobs.busy(), timeout=20_000)
            QApplication.processEvents()

    def page(self, name: str, state: str) -> None:
        """Show a page with each of its views, and with each row of its lists chosen."""
        self.window.run(f"page:{name}")
        self.settle()
        self.findings.look_at(f"{name}, {state}", self.window)
        page = self.frame.page
        known = self._rows(page, name, state, set())
        for row in page.findChildren(Segmented):
            for button in (
                row.findChildren(QPushButton) if row.isVisible() and (row.property("look") == "pills" or name == "questions") else ()
            ):
                if button.isVisible() and button.isEnabled() and not button.isChecked():
                    button.click()
                    self.settle()
                    self.findings.look_at(f"{name}, {state}", page)
                    known = self._rows(page, name, state, set() if self.thorough else known)

    def _rows(self, page: object, name: str, state: str, known: set[int]) -> set[int]:
        """Choose each row of the lists in sight that are not `known`; gives those that are known now."""
        found = [view for view in page.findChildren(QAbstractItemView) if view.isVisible() and id(view) not in known]
        for view in found:
            for row in range(min(view.model().rowCount(), 9) if view.model() else 0):
                view.setCurrentIndex(view.model().index(row, 0))
                QApplication.processEvents()
                self.settle()
                self.findings.look_at(f"{name}, {state}", page)
        return known | {id(view) for view in found}

    def dialog(self, name: str) -> None:
        """Show one dialog, also with a sentence of trouble in it."""
        dialog = RECIPES[name](self)
        dialog.resize(1500, 1300)
        dialog.show()
        self.settle()
        self.findings.look_at(name, dialog)
        if isinstance(dialog, Dialog):
            dialog.show_problem(str(Refused(self.texts.of(MESSAGE))))
            QApplication.processEvents()
            self.findings.look_at(name, dialog)
        dialog.close()
        dialog.deleteLater()

    def messages(self) -> None:
        """A banner with each kind of message, a toast, what undo says, the palette and the search."""
        window, said = self.window, self.texts.of(MESSAGE)
        for kind in ("info", "success", "warning", "error"):
            window.banner.show_text(kind, said, (said,))
            self.settle()
            self.findings.look_at("banner", window.banner)
        window.show_trouble(Refused(said))
        window.toast.show_text(said, said)
        self.findings.look_at("toast", window.toast)
        window.run("palette")
        window.finder.edit.setText("LIT")
        self.settle()
        self.findings.look_at("palette", window.finder)
        window.finder.hide()
        self.frame._on_searched("Q0")
        self.findings.look_at("search", self.frame.results)
        self.frame.results.hide()


@contextmanager
def tour(states: States, theme: Theme, folder: Path, qtbot: QtBot, findings: Findings) -> Iterator[Tour]:
    """A window for the length of a `with`."""
    preferences = Preferences()
    texts = states.made.texts
    preferences.change(theme="light", **settings_of(texts, folder))
    window = MainWindow(preferences, theme, Jobs())
    window.resize(2400, 2000)
    window.show()
    window.setUpdatesEnabled(False)  # what is drawn is asked for, widget by widget; painting the screen too would take most of the time
    try:
        yield Tour(states, window, findings, folder, qtbot)
    finally:
        window._warned = True
        window.close()
        window.jobs.shutdown()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settings_of(texts: Texts, folder: Path) -> Mapping[str, object]:
    """Every preference that a person types or that is the name of a file; the files are there."""

    def file(path: str) -> str:
        made = folder / texts.of(path, file_name=True)
        made.write_bytes(b"x")
        return str(made)

    return {
        "me": texts.of("Settings.me"),
        "timestamp_url": texts.of("Settings.timestamp_url"),
        "trusted": (file("Settings.trusted"),),
        "identities": (file("Settings.identities"),),
        "recent": (file("Settings.recent"),),
        "token_library": file("Settings.token_library"),
    }


def _file(tour: Tour) -> Path:
    path = tour.folder / f"{tour.texts.of(FILE, file_name=True)}.txt"
    path.write_text(tour.texts.of(CONTENT), encoding="utf-8", errors="replace")
    return path


def _review(tour: Tour):  # type: ignore[no-untyped-def]
    return tour.frame.open_review.review


def _first_file(tour: Tour) -> Evidence:
    return _review(tour).evidence[0]


def _first_claim(tour: Tour) -> Claim:
    return _review(tour).stored_answer(IDS[0]).claims[0]


def _revision(tour: Tour):  # type: ignore[no-untyped-def]
    found = inspect(_file(tour), 10**9)
    return revisions.look_ahead(
        tour.window.workspace, _review(tour), _first_file(tour).sha256, found, Details(), tour.texts.of("Settings.me"), NOW, on=TODAY
    )


def _made(name: str, *args: Callable[[Tour], object], **named: Callable[[Tour], object]) -> Callable[[Tour], QDialog]:
    def make(tour: Tour) -> QDialog:
        return dialog_kinds()[name](*(one(tour) for one in args), **{key: one(tour) for key, one in named.items()})

    return make


def _open(tour: Tour) -> object:
    return tour.frame.open_review


def _jobs(tour: Tour) -> Jobs:
    return tour.window.jobs


def _workspace(tour: Tour) -> object:
    return tour.window.workspace


def _answer(item: str) -> Callable[[Tour], object]:
    return lambda tour: _review(tour).stored_answer(item)


def _item(item: str) -> Callable[[Tour], object]:
    return lambda tour: _review(tour).checklist.item(item)


def _condition(place: int) -> Callable[[Tour], object]:
    return lambda tour: _review(tour).stored_answer(IDS[0]).conditions[place]


def _said(tour: Tour) -> str:
    return tour.texts.of(MESSAGE)


def _me(tour: Tour) -> str:
    return tour.texts.of("Settings.me")


def _path(tour: Tour) -> Path:
    return tour.window.workspace.path


def _preferences(tour: Tour) -> Preferences:
    return tour.window.preferences


def _backed_up(tour: Tour) -> Path:
    backups.back_up(_path(tour), NOW)
    return _path(tour)


def _failure(tour: Tour) -> QDialog:
    made = failures.FailureDialog(ValueError(tour.texts.of(MESSAGE)), _path(tour))
    made.words.setChecked(True)
    return made


def _files(tour: Tour) -> object:
    return _review(tour).evidence


def _day(tour: Tour) -> object:
    return TODAY


def _role(tour: Tour) -> Role:
    return Role.SECURITY


def _id(tour: Tour) -> str:
    return IDS[0]


RECIPES: dict[str, Callable[[Tour], QDialog]] = {
    "AboutDialog": _made("AboutDialog"),
    "AcknowledgeDialog": _made("AcknowledgeDialog"),
    "BackupsDialog": _made("BackupsDialog", _backed_up, _jobs),
    "ChangePassphraseDialog": _made("ChangePassphraseDialog", _path, _jobs),
    "ChooseItemDialog": _made("ChooseItemDialog", _review, _said, _said),
    "ClaimDialog": _made("ClaimDialog", _id, _me, _day, _files, _first_claim),
    "ConditionDialog": _made("ConditionDialog", _id, _condition(0)),
    "ConditionMetDialog": _made("ConditionMetDialog", _id, _condition(0), _files, _day),
    "CreateIdentityDialog": _made("CreateIdentityDialog", _jobs, _me),
    "DeclineDialog": _made("DeclineDialog", _open, _jobs, _role),
    "EditReviewDialog": _made("EditReviewDialog", _open),
    "EvidenceDetailsDialog": _made("EvidenceDetailsDialog", listed=_first_file),
    "ExtractDialog": _made("ExtractDialog", _open, _jobs),
    "FailureDialog": _failure,
    "HelpDialog": _made("HelpDialog"),
    "KeptTextDialog": _made("KeptTextDialog", _said),
    "LeavingDialog": _made("LeavingDialog", lambda tour: _first_claim(tour).address),
    "NewPassphraseDialog": _made("NewPassphraseDialog", _path),
    "NewReviewDialog": _made("NewReviewDialog", _workspace, _preferences, _jobs),
    "NewerFileDialog": _made("NewerFileDialog", _first_file, lambda tour: _file(tour).name),
    "NextRoundDialog": _made("NextRoundDialog", _workspace, lambda tour: "R1", _preferences),
    "NotApplicableDialog": _made("NotApplicableDialog", lambda tour: IDS),
    "NotBackedUpDialog": _made("NotBackedUpDialog", _path, _said, lambda tour: None),
    "PreferencesDialog": _made("PreferencesDialog", _preferences),
    "ProgressDialog": _made("ProgressDialog", _said, lambda tour: tour.window.jobs.create(lambda progress: None)),
    "PurgeDialog": _made("PurgeDialog", _open, _jobs, _first_file),
    "QuoteDialog": _made("QuoteDialog", _workspace, _first_claim, _first_file, _jobs),
    "RecoveryCodeDialog": _made("RecoveryCodeDialog", _path, _said),
    "ReopenDialog": _made("ReopenDialog", _open, _jobs),
    "ResolveDialog": _made("ResolveDialog", _id, _answer(IDS[1])),
    "RevisionDialog": _made("RevisionDialog", _revision),
    "RiskAcceptanceDialog": _made("RiskAcceptanceDialog", _item(IDS[2]), _answer(IDS[2]), _day, lambda tour: (tour.texts.of(MESSAGE),)),
    "SealDialog": _made("SealDialog", _open, _jobs, _day),
    "SearchLineDialog": _made("SearchLineDialog", _id, _me, _day),
    "ShortcutsDialog": _made("ShortcutsDialog"),
    "SignDialog": _made(
        "SignDialog",
        _open,
        _jobs,
        _role,
        identity=lambda tour: Path(tour.window.preferences.settings.identities[0]),
        recent=lambda tour: [_file(tour)],
        timestamp_url=lambda tour: tour.texts.of("Settings.timestamp_url"),
        token_library=lambda tour: tour.window.preferences.settings.token_library,
    ),
    "UnlockDialog": _made("UnlockDialog", _path, _jobs),
    "VerificationDialog": _made("VerificationDialog", lambda tour: tour.states.report, _jobs, _workspace),
}
SEALED_ONLY = {"DeclineDialog", "ExtractDialog", "ReopenDialog", "SignDialog"}
