"""Where files are dropped, pasted or chosen."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QSizePolicy, QWidget

from readiness_app.ui import theme
from readiness_app.ui.widgets.buttons import LinkButton
from readiness_app.ui.widgets.labels import IconLabel


def local_files(data: QMimeData) -> tuple[list[Path], int]:
    """Files of this computer in what was dropped or pasted, and how many things were something else."""
    places = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    files = [place for place in places if place.is_file()]
    return files, len(data.urls()) - len(files)


class DropZone(QWidget):
    """Files dropped, pasted or browsed for come out as `dropped`, other things pasted as `pasted_text` or `pasted_image`.

    `refused` carries a sentence when what came is no file of this computer.
    """

    dropped = Signal(list)  # list[Path]
    pasted_text = Signal(str)
    pasted_image = Signal(bytes)  # PNG
    refused = Signal(str)

    def __init__(self, text: str = "", name_filter: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = name_filter or self.tr("All files (*)")
        self._hot = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Attach files"))
        self.setAccessibleDescription(self.tr("Drop files here, press Enter to browse, or Ctrl+V to paste."))
        self.browse_button = LinkButton(self.tr("browse…"))
        self.paste_button = LinkButton(self.tr("paste"))
        self.browse_button.setAccessibleName(self.tr("Browse for files to attach"))
        self.paste_button.setAccessibleName(self.tr("Paste files, a picture or text as evidence"))
        self.browse_button.clicked.connect(self.browse)
        self.paste_button.clicked.connect(self.paste)
        self._build(text or self.tr("Drop files here, or"))

    def browse(self) -> None:
        """Ask for files."""
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Attach files"), "", self._filter)
        if chosen:
            self.dropped.emit([Path(name) for name in chosen])

    def paste(self) -> None:
        """Take what lies in the clipboard."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData) -> None:
        """Sort what was dropped or pasted into files, a picture or text, and emit it; `refused` says what cannot be taken."""
        files, others = local_files(data)
        if files:
            self.dropped.emit(files)
        if others:
            self.refused.emit(
                self.tr("Only files on this computer can be attached; folders and links were left out. Nothing else changed.")
            )
        elif not files and data.hasImage():
            self.pasted_image.emit(_png(QImage(data.imageData())))
        elif not files and data.hasText():
            self.pasted_text.emit(data.text())
        elif not files:
            self.refused.emit(self.tr("There is nothing in the clipboard that can be attached. Copy a file, a picture or text first."))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that files may be let go here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._heat(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Calm down."""
        self._heat(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        event.acceptProposedAction()
        self._heat(False)
        self.take(event.mimeData())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes, Enter and space browse."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.browse()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed frame, in the accent while files hover or the keyboard is here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self._hot or self.hasFocus()
        painter.setPen(QPen(theme.colour("accent" if lively else "border_strong"), theme.px(1.5), Qt.PenStyle.DashLine))
        painter.setBrush(theme.colour("accent_tint" if self._hot else "sunken"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.px(7), theme.px(7))

    def _build(self, text: str) -> None:
        row = QHBoxLayout(self)
        theme.spaced(row, margin=(16, 16, 16, 16), gap=4)
        words = QLabel(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        theme.dress(words, "strong")
        row.addStretch(1)
        row.addWidget(IconLabel("upload", "text_2", 18))
        row.addSpacing(4)
        for part in (words, self.browse_button, QLabel(self.tr("or")), self.paste_button):
            row.addWidget(part)
        row.addStretch(1)

    def _heat(self, on: bool) -> None:
        self._hot = on
        self.update()


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs lack the overload for a device with a format as text
    return bytes(data.data())
