"""What is being done, how far it is, and Cancel."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.jobs import Job
from readiness_app.ui.widgets.buttons import Button
from readiness_app.ui.widgets.labels import PlainLabel
from readiness_app.ui.widgets.visible import shown, window_title

_QUIET_MS = 500  # nothing is shown before that


class ProgressDialog(QDialog):
    """Follows a job that is not started yet; appears after half a second and goes when the job has finished."""

    def __init__(self, title: str, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(window_title(title))
        self.setAccessibleName(shown(title))
        self._job = job
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.doing = PlainLabel(self.tr("One moment…"), "body2")
        self.cancel = Button(self.tr("Cancel"))
        self._build(title)
        self._late = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._late.timeout.connect(self.open)
        self._late.start()
        job.progressed.connect(self._on_progress)
        job.finished.connect(self._on_finished)
        self.cancel.clicked.connect(self.reject)

    def reject(self) -> None:
        """Ask the work to stop; the dialog goes once it has."""
        self.cancel.setEnabled(False)
        self.doing.setText(self.tr("Stopping…"))
        self._job.cancel()

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        theme.spaced(column, margin=22, gap=12)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        column.addWidget(PlainLabel(title, "heading"))
        column.addWidget(self.bar)
        column.addWidget(self.doing)
        column.addLayout(row)
        theme.sized(self, min_width=440)

    def _on_progress(self, fraction: float, text: str) -> None:
        self.bar.setValue(round(fraction * 1000))
        if text:
            self.doing.setText(text)

    def _on_finished(self) -> None:
        self._late.stop()
        self.done(QDialog.DialogCode.Accepted)
        self.deleteLater()
