"""What happens to errors nobody caught: known trouble goes to a banner, a bug to a dialog with everything to report it."""

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.services.secrecy import described
from readiness_app.ui import theme

log = logging.getLogger("readiness")


def default_log_path() -> Path:
    """Where the log lies on this system."""
    return platformdirs.user_log_path("Readiness", appauthor=False) / "readiness.log"


class FailureDialog(QDialog):
    """Says that this is a bug, that the review is safe, and offers the details to copy; the error's own words only when asked for."""

    def __init__(self, trouble: BaseException, log_path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._without, self._with = described(trouble), described(trouble, words=True)
        self.setWindowTitle(self.tr("Something went wrong in Readiness"))
        self.details = QPlainTextEdit(self._without)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(self.tr("Details of the error"))
        self.words = QCheckBox(self.tr("Show what the error says too. It may quote your review: read it before you send it on."))
        self.words.toggled.connect(self._on_words)
        self.copy_button = QPushButton(self.tr("Copy details"))
        self.copy_button.clicked.connect(self.copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        theme.spaced(column, margin=20, gap=12)
        column.addWidget(self._words(self.tr("This is a mistake in the program, not yours."), "heading"))
        column.addWidget(self._words(self.tr("Your review is safe on disk: everything shown as saved is kept. You can go on working."), ""))
        column.addWidget(self.details)
        column.addWidget(self.words)
        place = str(log_path) if str(log_path).isprintable() else ascii(str(log_path))  # what hides in it is written out
        column.addWidget(self._words(self.tr("The log has the same, without what the error says: {}").format(place), "small"))
        column.addWidget(buttons)
        theme.sized(self, min_width=640, min_height=420)

    def copy(self) -> None:
        """Put the details into the clipboard."""
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_button.setText(self.tr("Copied"))

    def _on_words(self, wanted: bool) -> None:
        self.details.setPlainText(self._with if wanted else self._without)
        self.copy_button.setText(self.tr("Copy details"))

    def _words(self, text: str, look: str) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setText(text)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        theme.dress(label, look)
        return label


class Failures(QObject):
    """`refused` carries known trouble (a ReadinessError) for a banner; anything else opens the dialog, one at a time."""

    refused = Signal(object)
    _caught = Signal(object)

    def __init__(self, window_getter: Callable[[], QWidget | None], log_path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window_getter = window_getter
        self._log_path = log_path
        self.dialog: FailureDialog | None = None
        self._caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def report(self, trouble: BaseException) -> None:
        """Deal with an error, from whatever thread; returns at once."""
        self._caught.emit(trouble)

    def on_exception(self, kind: type[BaseException], trouble: BaseException, trace: TracebackType | None) -> None:
        """The hook for errors that reach the top of the window's thread."""
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        self.report(trouble)

    def on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        """The hook for errors that reach the top of another thread."""
        if args.exc_value is not None:
            self.report(args.exc_value)

    def _on_caught(self, trouble: BaseException) -> None:
        if isinstance(trouble, ReadinessError):
            self.refused.emit(trouble)
            return
        log.error("%s", described(trouble))
        if self.dialog is not None:
            return  # one dialog is enough; a failing paint would open hundreds. The log has them all.
        self.dialog = FailureDialog(trouble, self._log_path, self._window_getter())
        self.dialog.finished.connect(self._on_closed)
        self.dialog.open()

    def _on_closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()


def install(window_getter: Callable[[], QWidget | None], log_path: Path | None = None) -> Failures:
    """Write the log to `log_path` and take over uncaught errors of all threads; keep what is returned and connect `refused`."""
    path = log_path or default_log_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    failures = Failures(window_getter, path)
    sys.excepthook = failures.on_exception
    threading.excepthook = failures.on_thread_exception
    return failures
