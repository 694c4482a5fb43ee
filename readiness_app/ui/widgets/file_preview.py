"""A look into a file: pages of a PDF, a picture, or text. Nothing of it is ever run, and HTML and SVG are shown as text."""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QStackedLayout, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Evidence
from readiness_app.services import evidence as evidence_files
from readiness_app.services.workspace import Workspace
from readiness_app.ui import fonts, preview, theme
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.preview import PdfSource
from readiness_app.ui.widgets.empty_state import EmptyState
from readiness_app.ui.widgets.pdf_view import PdfView
from readiness_app.ui.widgets.visible import visible

_WIDEST = 1600


class Picture(QWidget):
    """A picture, scaled down to the room there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()

    def show_image(self, image: QImage, name: str) -> None:
        """Show another picture."""
        self._image = image
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in the middle, never larger than it is."""
        if self._image.isNull():
            return
        room, dpr = self.rect().adjusted(12, 12, -12, -12), self.devicePixelRatioF()
        size = QSize(round(self._image.width() / dpr), round(self._image.height() / dpr))
        if size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(QPoint(0, 0), size)
        place.moveCenter(room.center())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)


class FilePreview(QWidget):
    """`show_file` loads in a job; what comes after another file was chosen is dropped."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._sha256 = ""
        self.message = EmptyState("eye", self.tr("No preview"))
        self.pdf = PdfView(jobs, self.tr("Pages of the file"))
        self.picture = Picture()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Text of the file"))
        self._stack = QStackedLayout(self)
        for part in (self.message, self.pdf, self.picture, self.text):
            self._stack.addWidget(part)
        self.pdf.failed.connect(self._say)

    def show_file(self, workspace: Workspace, file: Evidence | None) -> None:
        """Show this file, or nothing."""
        sha256 = "" if file is None else f"{file.sha256}{file.purged is not None}"
        if sha256 == self._sha256:
            return
        self._sha256 = sha256
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.pdf.set_source(None)
        if file is None:
            self._say(self.tr("Choose a file to look into it."))
        elif file.purged is not None:
            self._say(self.tr("The bytes of this file were purged. Its hash and name stay."))
        elif file.size > preview.MOST_FOREIGN:
            self._say(self.tr("This file is too large for a preview. Save a copy to look at it."))
        else:
            self._load(workspace, file)

    def wait_for(self, file: Evidence) -> None:
        """A file that is on its way to disk; show it later."""
        if not self._sha256.startswith(file.sha256):
            self._sha256 = ""
            self.pdf.set_source(None)
            self._say(self.tr("Saving this file…"))

    def shown(self) -> str:
        """What is shown: "message", "pdf", "image" or "text"."""
        return ("message", "pdf", "image", "text")[self._stack.currentIndex()]

    def _load(self, workspace: Workspace, file: Evidence) -> None:
        job = self._jobs.create(partial(_looked_into, workspace, file))
        job.done.connect(self._on_loaded)
        job.failed.connect(self._on_failed)
        self._job = job
        self._jobs.start(job)

    def _say(self, sentence: str) -> None:
        self.message.sentence.setText(sentence)
        self.message.sentence.show()
        self._stack.setCurrentWidget(self.message)

    def _on_loaded(self, value: Any) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        kind, name, shown = value
        if kind == "pdf":
            self._stack.setCurrentWidget(self.pdf)
            self.pdf.set_source(shown)
            self.pdf.forget_place()
        elif kind == "image":
            self.picture.show_image(shown, name)
            self._stack.setCurrentWidget(self.picture)
        elif kind == "text":
            self.text.setFont(fonts.mono(theme.px(12)))
            self.text.setPlainText(shown)
            self._stack.setCurrentWidget(self.text)
        else:
            self._say(self.tr("Files of this kind have no preview here. Save a copy to open it with a program that you trust."))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        if self.sender() is self._job:
            self._job = None
            self._say(str(error))


def _looked_into(workspace: Workspace, file: Evidence, progress: Progress) -> tuple[str, str, object]:
    data = evidence_files.read(workspace, file.sha256)
    progress.step(0.5)
    kind = preview.kind_of(file.media_type, data)
    if kind == "pdf":
        return kind, file.title, PdfSource(data=data)
    if kind == "image":
        return kind, file.title, preview.image_file(data, _WIDEST)
    return kind, file.title, visible(preview.text_of(data), keep="\n\t") if kind == "text" else ""
