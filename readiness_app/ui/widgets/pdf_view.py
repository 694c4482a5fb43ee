"""The pages of a PDF below each other; pictures are made in a job, and only for pages that are in sight."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.ui import fonts, preview, theme
from readiness_app.ui.jobs import Job, Jobs, Progress
from readiness_app.ui.picture_child import Outline
from readiness_app.ui.preview import Mark, PdfSource
from readiness_app.ui.widgets.visible import shown

ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_FIT_MOST = 1.6  # pixels to the point: wider than this, a page is tiring to read
_KEEP = 2  # pages on either side whose pictures stay in memory


class PagePicture(QWidget):
    """One page: its picture, or a placeholder until there is one."""

    def __init__(self, number: int, pages: int, size: tuple[float, float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.points = size
        self.image: QImage | None = None
        self.drawn_at = 0.0
        self.trouble = ""
        self.marks: tuple[Mark, ...] = ()
        self.setAccessibleName(self.tr("Page {number} of {pages}").format(number=number + 1, pages=pages))

    def show_at(self, scale: float) -> None:
        """Take the size of `scale` pixels to the point; the picture follows later."""
        self.setFixedSize(max(1, round(self.points[0] * scale)), max(1, round(self.points[1] * scale)))

    def show_image(self, image: QImage, scale: float, words: str) -> None:
        """Show the picture, drawn at this scale; `words` are for screen readers."""
        self.image, self.drawn_at, self.trouble = image, scale, ""
        if words:
            self.setAccessibleDescription(shown(words))
        self.update()

    def show_trouble(self, sentence: str) -> None:
        """Say why there is no picture."""
        self.image, self.trouble = None, sentence
        self.setAccessibleDescription(shown(sentence))
        self.update()

    def forget(self) -> None:
        """Give the memory back."""
        self.image, self.drawn_at = None, 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet with its border."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.colour("surface" if self.image is None else "toast"))
        if self.image is not None:
            painter.drawImage(QRectF(self.rect()), self.image)
        else:
            painter.setFont(fonts.sans(theme.px(13)))
            painter.setPen(theme.colour("text_3"))
            words = self.trouble or self.accessibleName()
            painter.drawText(self.rect().adjusted(20, 20, -20, -20), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)
        self._paint_marks(painter)
        painter.setPen(theme.colour("border"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_marks(self, painter: QPainter) -> None:
        scale = self.width() / self.points[0]
        tint, line = theme.colour("partly_solid"), theme.colour("accent")
        tint.setAlpha(70)
        painter.setPen(line)
        for one in self.marks:
            place = QRectF(one.left * scale, one.top * scale, one.width * scale, one.height * scale).adjusted(-2, -2, 2, 2)
            painter.fillRect(place, tint)
            painter.drawLine(place.bottomLeft(), place.bottomRight())  # a line as well as a tint: never colour alone


class PdfView(QScrollArea):
    """Shows a PdfSource. `page_changed(number, pages)` counts from 1; `opened(pages)` when it can be shown, else `failed(sentence)`.

    `settled` when every page in sight has its picture.
    """

    page_changed = Signal(int, int)
    opened = Signal(int)
    failed = Signal(str)
    settled = Signal()

    def __init__(self, jobs: Jobs, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._source: PdfSource | None = None
        self._job: Job | None = None
        self._pages: list[PagePicture] = []
        self._zoom = 0.0  # 0 fits the width
        self._current = 0
        self._keep_place = 0.0
        self._marked: tuple[int, tuple[Mark, ...]] = (0, ())
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        theme.spaced(self._column, margin=(16, 14, 16, 14), gap=12)
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._sheet)
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._on_range)

    def pages(self) -> Sequence[PagePicture]:
        """The pages shown."""
        return self._pages

    def current(self) -> int:
        """The page in sight, from 1; 0 where there is none."""
        return self._current

    def set_source(self, source: PdfSource | None) -> None:
        """Show another document, at the same place where it is a newer state of the one before; None shows none."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        bar = self.verticalScrollBar()
        self._keep_place = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._source = source
        self._marked = (0, ())
        if source is None:
            self._show_pages((), 0)
            return
        self._start(partial(_outline, source), self._on_outline)

    def forget_place(self) -> None:
        """Begin at the first page with the next document."""
        self.verticalScrollBar().setValue(0)

    def mark(self, number: int, marks: Sequence[Mark]) -> None:
        """Go to a page (from 1) of the document that is being opened and mark these places on it; 0 marks nothing."""
        self._marked = (number, tuple(marks))
        self._show_marks()

    def _show_marks(self) -> None:
        number, marks = self._marked
        for page in self._pages:
            page.marks = marks if page.number == number - 1 else ()
            page.update()
        if 0 < number <= len(self._pages) and self.verticalScrollBar().maximum():
            page = self._pages[number - 1]
            down = min((one.top for one in marks), default=0.0) * page.width() / page.points[0]
            room = self.viewport().height() // 3 if marks else theme.px(8)
            self.verticalScrollBar().setValue(max(0, page.y() + round(down) - room))

    def zoom_text(self) -> str:
        """The zoom in words."""
        return self.tr("Fit width") if not self._zoom else f"{round(self._zoom * 100)} %"

    def zoom_by(self, step: int) -> None:
        """One step larger (1) or smaller (-1)."""
        here = self._scale()
        larger = [zoom for zoom in ZOOMS if zoom > here * 1.02]
        smaller = [zoom for zoom in ZOOMS if zoom < here * 0.98]
        self._zoom = (larger[0] if larger else ZOOMS[-1]) if step > 0 else (smaller[-1] if smaller else ZOOMS[0])
        self._resize_pages()

    def fit_width(self) -> None:
        """As wide as there is room."""
        self._zoom = 0.0
        self._resize_pages()

    def go_to(self, number: int) -> None:
        """Bring a page (from 1) to the top; numbers outside go to the first or last."""
        if self._pages:
            page = self._pages[min(max(number, 1), len(self._pages)) - 1]
            self.verticalScrollBar().setValue(page.y() - theme.px(8))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the ends; the rest as in any scrolling view."""
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            bar.setValue(bar.value() + round(self.viewport().height() * 0.9))
        elif event.key() == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - round(self.viewport().height() * 0.9))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self._resize_pages()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what is in sight now."""
        super().showEvent(event)
        self._resize_pages()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom of the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_soon"):
            self._soon.start()

    def minimumSizeHint(self) -> QSize:
        """Room for a page to be recognised."""
        return QSize(theme.px(200), theme.px(160))

    def _scale(self) -> float:
        if self._zoom:
            return self._zoom
        widest = max((page.points[0] for page in self._pages), default=595.0)
        room = self.viewport().width() - theme.px(34)
        return max(0.2, min(room / widest, _FIT_MOST))

    def _on_outline(self, outline: object) -> None:
        if self.sender() is not self._job or not isinstance(outline, Outline):
            return  # of a document that is no longer wanted
        self._show_pages(outline.sizes, outline.pages)
        self._show_marks()
        self.opened.emit(outline.pages)

    def _show_pages(self, sizes: Sequence[tuple[float, float]], pages: int) -> None:
        same = [page.points for page in self._pages] == list(sizes)
        if same:
            for page in self._pages:
                page.drawn_at = 0.0  # the old picture stays until the new one is there
        else:
            for page in self._pages:
                self._column.removeWidget(page)
                page.hide()
                page.deleteLater()
            self._pages = [PagePicture(number, pages, size, self._sheet) for number, size in enumerate(sizes)]
            for page in self._pages:
                self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._current = 0
        self._resize_pages()

    def _resize_pages(self) -> None:
        scale = self._scale()
        for page in self._pages:
            page.show_at(scale)
        self._column.activate()  # hidden widgets are not laid out: the sheet would keep the height it had
        QCoreApplication.postEvent(self._sheet, QEvent(QEvent.Type.LayoutRequest))
        self._soon.start()

    def _on_range(self, low: int, high: int) -> None:
        if self._marked[0]:
            self._keep_place = 0.0
            self._show_marks()
        if self._keep_place and high:
            self.verticalScrollBar().setValue(round(self._keep_place * high))
            self._keep_place = 0.0

    def _on_scrolled(self, value: int) -> None:
        self._tell_page()
        self._soon.start()

    def _tell_page(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        above = [page for page in self._pages if page.y() <= middle]
        current = above[-1].number + 1 if above else min(1, len(self._pages))
        if current != self._current:
            self._current = current
            self.page_changed.emit(current, len(self._pages))

    def _in_sight(self, beyond: int = 0) -> list[PagePicture]:
        top = self.verticalScrollBar().value() - beyond
        bottom = self.verticalScrollBar().value() + self.viewport().height() + beyond
        return [page for page in self._pages if page.y() < bottom and page.y() + page.height() > top]

    def _want(self) -> None:
        self._tell_page()
        if self._source is None or self._job is not None or not self.isVisible():
            return
        scale = self._scale() * self.devicePixelRatioF()
        seen = self._in_sight()
        for page in [*seen, *self._in_sight(self.viewport().height() // 2)]:
            if abs(page.drawn_at - scale) > 0.01 and not page.trouble:
                self._start(partial(_picture, self._source, page.number, scale), self._on_picture)
                return
        self._forget_far(seen)
        if seen:
            self.settled.emit()

    def _forget_far(self, seen: Sequence[PagePicture]) -> None:
        if seen:
            for page in self._pages:
                if page.number < seen[0].number - _KEEP or page.number > seen[-1].number + _KEEP:
                    page.forget()

    def _start(self, work: Callable[[Progress], Any], done: Callable[..., None]) -> None:
        job = self._jobs.create(work)
        job.done.connect(done)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)
        self._job = job
        self._jobs.start(job)

    def _on_picture(self, value: Any) -> None:
        source, number, scale, image, words = value
        if source is self._source and number < len(self._pages):
            self._pages[number].show_image(image, scale, words)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        if self.sender() is not self._job:
            return
        if not self._pages:
            self._source = None
            self.failed.emit(str(error))
            return
        broken = next((page for page in self._in_sight(self.viewport().height()) if page.image is None and not page.trouble), None)
        if broken is not None:
            broken.show_trouble(str(error))

    def _on_finished(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._soon.start()


def _outline(source: PdfSource, progress: Progress) -> Outline:
    return preview.outline(source)


def _picture(source: PdfSource, number: int, scale: float, progress: Progress) -> tuple[PdfSource, int, float, QImage, str]:
    return source, number, scale, *preview.picture(source, number, scale)
