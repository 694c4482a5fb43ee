"""A look into a file: pages of a PDF, a picture, or text. Nothing of it is ever run, and HTML and SVG are shown as text."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QStackedLayout, QTextEdit, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.quotes import FileText, Searchable
from readiness_app.domain.review import Evidence
from readiness_app.services import evidence as evidence_files
from readiness_app.services import file_text
from readiness_app.services.workspace import Workspace
from readiness_app.ui import fonts, preview, theme
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.preview import Mark as Place
from readiness_app.ui.preview import PdfSource
from readiness_app.ui.widgets.empty_state import EmptyState
from readiness_app.ui.widgets.pdf_view import PdfView
from readiness_app.ui.widgets.visible import visible

_WIDEST = 1600


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A quote to be marked, and the page (from 1) where it stands or is said to stand."""

    quote: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    """What is marked: on a page the places, in a text where it begins and ends."""

    page: int = 0
    places: tuple[Place, ...] = ()
    span: tuple[int, int] | None = None


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

    def show_file(self, workspace: Workspace, file: Evidence | None, passage: Passage | None = None) -> None:
        """Show this file, or nothing; with a passage the page it stands on, and the quote marked there."""
        sha256 = "" if file is None else f"{file.sha256}{file.purged is not None}{passage}"
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
            self._load(workspace, file, passage)

    def wait_for(self, file: Evidence) -> None:
        """A file that is on its way to disk; show it later."""
        if not self._sha256.startswith(file.sha256):
            self._sha256 = ""
            self.pdf.set_source(None)
            self._say(self.tr("Saving this file…"))

    def shown(self) -> str:
        """What is shown: "message", "pdf", "image" or "text"."""
        return ("message", "pdf", "image", "text")[self._stack.currentIndex()]

    def _load(self, workspace: Workspace, file: Evidence, passage: Passage | None) -> None:
        job = self._jobs.create(partial(_looked_into, workspace, file, passage))
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
        kind, name, shown, marked = value
        if kind == "pdf":
            self._stack.setCurrentWidget(self.pdf)
            self.pdf.forget_place()
            self.pdf.set_source(shown)
            self.pdf.mark(marked.page, marked.places)
        elif kind == "image":
            self.picture.show_image(shown, name)
            self._stack.setCurrentWidget(self.picture)
        elif kind == "text":
            self.text.setFont(fonts.mono(theme.px(12)))
            self.text.setPlainText(shown)
            self._stack.setCurrentWidget(self.text)
            self._mark_text(marked.span)
        else:
            self._say(self.tr("Files of this kind have no preview here. Save a copy to open it with a program that you trust."))

    def _mark_text(self, span: tuple[int, int] | None) -> None:
        self.text.setExtraSelections([])
        if span is None:
            return
        here = QTextCursor(self.text.document())
        here.setPosition(span[0])
        self.text.setTextCursor(here)  # scrolls there; the mark itself is no selection, so that nothing is copied by chance
        here.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        marked = QTextEdit.ExtraSelection()
        marked.cursor = here
        marked.format.setBackground(theme.colour("partly_tint"))
        marked.format.setFontUnderline(True)
        self.text.setExtraSelections([marked])
        self.text.centerCursor()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        if self.sender() is self._job:
            self._job = None
            self._say(str(error))


def _looked_into(workspace: Workspace, file: Evidence, passage: Passage | None, progress: Progress) -> tuple[str, str, object, _Marked]:
    data = evidence_files.read(workspace, file.sha256)
    progress.step(0.5)
    kind = preview.kind_of(file.media_type, data)
    if kind == "pdf":
        source = PdfSource(data=data)
        return kind, file.title, source, _marked_page(source, passage)
    if kind == "image":
        return kind, file.title, preview.image_file(data, _WIDEST), _Marked()
    if kind == "text" and passage is not None:
        text = _one_kind_of_line("\n".join(file_text.text_of(data, file.media_type).pages)[: preview.MOST_TEXT])
        if span := Searchable(FileText(pages=(text,), paged=False)).span(passage.quote, 1):
            return kind, file.title, *_shown_text(text, span)
    return kind, file.title, visible(_one_kind_of_line(preview.text_of(data)), keep="\n\t") if kind == "text" else "", _Marked()


def _marked_page(source: PdfSource, passage: Passage | None) -> _Marked:
    if passage is None or not passage.page:
        return _Marked()
    try:
        return _Marked(page=passage.page, places=preview.marks(source, passage.page, passage.quote))
    except ReadinessError:
        return _Marked(page=passage.page)  # the page itself can be shown


def _shown_text(text: str, span: tuple[int, int]) -> tuple[str, _Marked]:
    """The text as it is shown, and the place of the quote in it: what is invisible in the file takes more room there."""
    parts = [visible(part, keep="\n\t") for part in (text[: span[0]], text[span[0] : span[1]], text[span[1] :])]
    start = len(parts[0].encode("utf-16-le")) // 2  # Qt counts as UTF-16 does
    return "".join(parts), _Marked(span=(start, start + len(parts[1].encode("utf-16-le")) // 2))


def _one_kind_of_line(text: str) -> str:
    """Line ends of other systems are no hidden characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
