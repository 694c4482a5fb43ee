"""Text that could not be saved, to be copied elsewhere."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from readiness_app.ui import theme
from readiness_app.ui.dialogs.dialog import Dialog


class KeptTextDialog(Dialog):
    """Shows what was typed when the disk said no; nothing of it is in the review."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("What was not saved"), self.tr("Copy and close"), parent, icon="copy", width=640)
        self.say(self.tr("This is not on disk. Copy it, look after the disk or the file, then enter it again."))
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("What was not saved"))
        theme.sized(self.text, min_height=180)
        self.add(self.text)

    def take(self) -> str:
        """Puts the text into the clipboard and returns it."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        return self.text.toPlainText()
