"""The backup on closing failed: try again, save a copy elsewhere, or close anyway; nobody there to answer holds nothing up."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from readiness_app.domain.errors import ReadinessError, Refused
from readiness_app.services import backups, copies
from readiness_app.services.encryption import Key
from readiness_app.services.workspace import Workspace
from readiness_app.settings import WORKSPACE_SUFFIX
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.dialogs.files import save_path
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.visible import visible

WAIT_S = 60  # a machine that is shut down must not wait for an answer


class NotBackedUpDialog(Dialog):
    """Accepted once there is a backup or a copy. Closes by itself after a minute in which nobody touched it."""

    def __init__(self, path: Path, problem: str, key: Key | None, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("The backup failed"), self.tr("Try again"), parent, icon="history", width=560)
        self._path, self._key, self._left = path, key, WAIT_S
        self.say(self.tr("Everything you did is saved in {name}. Only its backup could not be made.").format(name=visible(path.name)))
        self.cancel.setText(self.tr("Close anyway"))
        self.elsewhere = Button(self.tr("Save elsewhere…"), "save")
        self.foot.insertWidget(self.foot.count() - 1, self.elsewhere)
        self.remaining = self.say("", "small")
        self.elsewhere.clicked.connect(self._on_elsewhere)
        self._countdown = QTimer(self, interval=1_000)
        self._countdown.timeout.connect(self._on_second)
        self._countdown.start()
        self._show_remaining()
        self.show_problem(problem)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one while a dialog is shown

    def take(self) -> Path:
        """The backup that was made now; raises Refused where it failed again."""
        try:
            return backups.back_up(self._path, datetime.now(UTC), self._key).path
        except (ReadinessError, OSError) as error:
            raise Refused(str(error)) from error

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there: nothing closes by itself any more."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress):
            self._countdown.stop()
            self.remaining.hide()
        return False

    def _on_second(self) -> None:
        self._left -= 1
        self._show_remaining()
        if self._left <= 0:
            self.reject()

    def _show_remaining(self) -> None:
        closing = self.tr("Closes by itself in {count} seconds; the backup is then tried again at the next start.")
        self.remaining.setText(closing.format(count=self._left))

    def _on_elsewhere(self) -> None:
        name = f"{self._path.stem}-copy{WORKSPACE_SUFFIX}"
        target = save_path(self, self.tr("Save a copy"), name, self.tr("Readiness workspaces (*{suffix})").format(suffix=WORKSPACE_SUFFIX))
        if target is None:
            return
        self.show_problem("")
        try:
            with Workspace.open(self._path, read_only=True, key=self._key) as workspace:
                copies.save_copy(workspace, target)
        except (ReadinessError, OSError) as error:
            self.show_problem(str(error))
            return
        self.value = target
        self.accept()
