"""Text fields that keep what is typed and hand it over when the person moves on."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from readiness_app.ui import theme
from readiness_app.ui.icons import set_icon
from readiness_app.ui.inside import inside

MOST_TYPED = 1_000_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Draft:
    """What is saved, what was handed over, and so whether the shown text still has to be."""

    def __init__(self) -> None:
        self.saved = ""
        self._sent: str | None = None

    def load(self, text: str) -> None:
        """Start over with another saved text."""
        self.saved, self._sent = text, None

    def accept(self, saved: str, shown: str) -> str:
        """The text to show when `saved` is now on disk: the shown one as long as it holds something unsaved."""
        typing = shown != self.saved
        self.load(saved)
        return shown if typing else saved

    def due(self, shown: str) -> bool:
        """True once for each text that differs from what is saved."""
        if shown in (self.saved, self._sent):
            return False
        self._sent = shown
        return True

    def again(self) -> None:
        """Hand the shown text over once more, for a person who insists."""
        self._sent = None


class SavedNote(QLabel):
    """A small "Saved" at the lower right of a field."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.setText(self.tr("Saved"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._field = field
        theme.dress(self, "saved")
        self.hide()

    def appear(self) -> None:
        """Show it."""
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Move into the corner."""
        self.adjustSize()
        field = self._field
        gap = theme.px(8)
        self.move(field.width() - self.width() - gap, field.height() - self.height() - min(gap, (field.height() - self.height()) // 2))


class TextField(QLineEdit):
    """One line. `committed` on leaving the field, on hiding it and on Enter, if the text is not what is saved.

    `load` shows the text of another subject, `set_text` a newer saved text of the same one without touching what is being typed.
    """

    committed = Signal(str)

    def __init__(self, name: str = "", placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = Draft()
        self.setMaxLength(MOST_TYPED)  # Qt cuts at 32,767 without a word
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._note = SavedNote(self)
        self.textEdited.connect(self._note.hide)

    def load(self, text: str) -> None:
        """Show the text of another subject; commit what was typed before that."""
        self._draft.load(text)
        self._note.hide()
        self.setText(text)
        self.setCursorPosition(0)

    def set_text(self, text: str) -> None:
        """This is saved now; what is being typed stays."""
        shown = self._draft.accept(text, self.text())
        if shown != self.text():
            self.setText(shown)

    def is_typing(self) -> bool:
        """True while the field holds something that is not saved."""
        return self.text() != self._draft.saved

    def commit(self) -> None:
        """Hand over what was typed, if anything."""
        if not self.isReadOnly() and self._draft.due(self.text()):
            self.committed.emit(self.text())

    def show_saved(self) -> None:
        """Say "Saved", once it is on disk."""
        self._note.appear()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Moving on hands over."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Closing hands over."""
        super().hideEvent(event)
        self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter hands over, also a second time."""
        if event.key() in _ENTER:
            self._draft.again()
            self.commit()
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the note in its corner."""
        super().resizeEvent(event)
        self._note.place()


class TextArea(QPlainTextEdit):
    """Several lines, growing from `rows` to `most_rows`. Tab moves on; Ctrl+Enter commits; otherwise as TextField.

    `idle_seconds` above 0 also commits after a pause in typing.
    """

    committed = Signal(str)
    entered = Signal()  # Ctrl+Enter

    def __init__(
        self,
        name: str = "",
        placeholder: str = "",
        *,
        rows: int = 3,
        most_rows: int = 14,
        idle_seconds: float = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = Draft()
        self._rows = (rows, max(rows, most_rows))
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._note = SavedNote(self)
        self._idle = QTimer(self, singleShot=True, interval=round(idle_seconds * 1000))
        self._idle.timeout.connect(self.commit)
        self.textChanged.connect(self._on_changed)
        self._grow()

    def load(self, text: str) -> None:
        """Show the text of another subject; commit what was typed before that."""
        self._draft.load(text)
        self.setPlainText(text)
        self._idle.stop()

    def set_text(self, text: str) -> None:
        """This is saved now; what is being typed stays."""
        shown = self._draft.accept(text, self.text())
        if shown != self.text():
            self.setPlainText(shown)

    def text(self) -> str:
        """What is shown."""
        return self.toPlainText()

    def is_typing(self) -> bool:
        """True while the field holds something that is not saved."""
        return self.text() != self._draft.saved

    def commit(self) -> None:
        """Hand over what was typed, if anything."""
        self._idle.stop()
        if not self.isReadOnly() and self._draft.due(self.text()):
            self.committed.emit(self.text())

    def show_saved(self) -> None:
        """Say "Saved", once it is on disk."""
        self._note.appear()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Moving on hands over."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Closing hands over."""
        super().hideEvent(event)
        self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter hands over, also a second time."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._draft.again()
            self.commit()
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew."""
        super().resizeEvent(event)
        self._grow()
        self._note.place()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange) and hasattr(self, "_rows"):
            self._grow()

    def _on_changed(self) -> None:
        self._note.hide()
        self._grow()
        if self._idle.interval() and self.hasFocus():
            self._idle.start()

    def _grow(self) -> None:
        lines = min(max(self._rows[0], round(self.document().size().height())), self._rows[1])
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + theme.px(24))


class SearchField(QLineEdit):
    """`searched` carries the words a moment after typing; Esc clears."""

    searched = Signal(str)

    def __init__(self, name: str = "Search", placeholder: str = "", *, pause_ms: int = 120, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self, "search")
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder or name)
        self.setClearButtonEnabled(True)
        glass = QAction(self)
        set_icon(glass, "search", "text_3", 16)
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=pause_ms)
        self._pause.timeout.connect(self._on_paused)
        self.textChanged.connect(self._on_text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears, Enter searches at once."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() in _ENTER:
            self._on_paused()
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming back begins anew: what stood there is selected, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            QTimer.singleShot(0, self, self.selectAll)  # a click puts the cursor down after this

    def _on_text(self, text: str) -> None:
        self._pause.start()

    def _on_paused(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text().strip())


def commit_pending(root: QWidget) -> None:
    """Have every text field below `root` hand over what was typed; call it before showing another subject and before closing."""
    fields: list[TextField | TextArea] = [*inside(root, TextField), *inside(root, TextArea)]
    for field in fields:
        field.commit()
