"""What a restless person does to a window: each event has its own random numbers and reaches Qt as if the system sent it."""

from collections.abc import Callable
from random import Random

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import Shiboken

from readiness_app.ui.actions import ACTIONS
from readiness_app.ui.inside import inside
from readiness_app.ui.main_window import MainWindow
from tests.endurance.stage import PASSPHRASE, Files

KEY, MOUSE, NONE = Qt.Key, Qt.MouseButton, Qt.KeyboardModifier.NoModifier
KEYS = (KEY.Key_Tab, KEY.Key_Tab, KEY.Key_Tab, KEY.Key_Backtab, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up, KEY.Key_Left, KEY.Key_Right)
KEYS += (KEY.Key_Return, KEY.Key_Space, KEY.Key_Escape, KEY.Key_Home, KEY.Key_End, KEY.Key_PageUp, KEY.Key_PageDown)
KEYS += (KEY.Key_Delete, KEY.Key_Backspace, KEY.Key_F10, KEY.Key_Menu)
WORDS = (
    "30 days",
    "kept",
    "<b>bold</b>",
    "Joan Clarke",
    "2026-09-30",
    "https://example.invalid/x",
    "7",
    "ä€漢字",
    "\u202etxt.exe",
    "it is said that",
    "x" * 400,
)
SIZES = ((1024, 680), (1100, 720), (1360, 880), (1600, 1000), (1920, 1080))
SHORTCUTS = tuple(keys for spec in ACTIONS for keys in spec.keys if spec.id != "quit")
LOOKS = ("theme:system", "theme:light", "theme:dark", "theme:high-contrast")
PAGES = tuple(spec.id for spec in ACTIONS if spec.id.startswith("page:"))


class Person:
    """`do(number)` does event `number` and says which kind it was."""

    def __init__(self, window: Callable[[], MainWindow], files: Files, seed: str) -> None:
        self._window, self._files, self._seed = window, files, seed
        self.random = Random(seed)
        self.said = ""
        self.kinds: dict[str, tuple[int, Callable[[], object]]] = {
            "click": (300, self._click),
            "click anywhere": (60, self._click_anywhere),
            "key": (170, self._key),
            "type": (90, self._type),
            "shortcut": (110, self._shortcut),
            "menu": (50, self._menu),
            "wheel": (60, self._wheel),
            "drag": (15, self._drag),
            "drop": (15, self._drop),
            "paste": (15, self._paste),
            "page": (40, self._page),
            "review": (8, self._review),
            "undo and redo": (35, self._undo),
            "fill in and press": (40, self._fill),
            "resize": (6, self._resize),
            "zoom": (2, self._zoom),
            "look": (1, self._look),
            "palette": (12, self._palette),
            "pause": (6, self._pause),
        }

    def do(self, number: int) -> str:
        self.random = self._files.random = Random(f"{self._seed}/{number}")
        (kind,) = self.random.choices(list(self.kinds), [weight for weight, _ in self.kinds.values()])
        self.said = ""
        try:
            self.kinds[kind][1]()
        except RuntimeError as error:
            if "QWindow" not in str(error):  # the event closed the window it was sent to, and QTest asks that once more
                raise
        return kind

    def front(self) -> QWidget:
        """What takes events now: a popup, a dialog, or the window."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window()

    def _shown(self, *kinds: type[QWidget]) -> list[QWidget]:
        top = self.front()
        found = [one for kind in kinds or (QWidget,) for one in inside(top, kind) if one.isVisible() and one.isEnabled()]
        return [one for one in found if one.window() is top.window() and not one.visibleRegion().isEmpty()]

    def _tell(self, words: str, target: QWidget | None = None) -> None:
        self.said = words
        if target is not None:
            text = getattr(target, "text", None)  # a method of Qt's widgets, a part of some of ours
            self.said += f" {type(target).__name__} {target.accessibleName() or (text() if callable(text) else '')!r:.40}"

    def _press(self, target: QWidget, at: QPoint, button: Qt.MouseButton = MOUSE.LeftButton) -> None:
        """Down and up apart: what a button opens or closes on the way down may take the window along."""
        at = target.mapTo(target.window(), at)
        if (handle := _handle(target)) is not None:
            QTest.mousePress(handle, button, NONE, at)
        if Shiboken.isValid(target) and (handle := _handle(target)) is not None:
            QTest.mouseRelease(handle, button, NONE, at)

    def _click(self) -> None:
        controls = [one for one in self._shown() if one.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(one, QAbstractButton)]
        if not controls:
            return self._click_anywhere()
        target = self.random.choice(controls)
        if target.objectName() == "quit":
            return None
        spots = target.visibleRegion().boundingRect()
        at = spots.center() if self.random.random() < 0.5 else self._spot(spots.left(), spots.top(), spots.width(), spots.height())
        self._tell("click", target)
        button = MOUSE.RightButton if self.random.random() < 0.04 else MOUSE.LeftButton
        self._press(target, at, button)
        if self.random.random() < 0.05 and Shiboken.isValid(target) and (handle := _handle(target)) is not None:
            again = target.mapTo(target.window(), at)
            if target.window().rect().contains(again):  # the first click may have moved it
                QTest.mouseDClick(handle, MOUSE.LeftButton, NONE, again)
        return None

    def _spot(self, x: int, y: int, width: int, height: int) -> QPoint:
        return QPoint(x + self.random.randrange(max(1, width)), y + self.random.randrange(max(1, height)))

    def _click_anywhere(self) -> None:
        top = self.front()
        at = self._spot(0, 0, top.width(), top.height())
        self._tell(f"click at {at.x()}, {at.y()}")
        self._press(top, at)

    def _send(self, key: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
        if (handle := _handle(self.front())) is not None:
            QTest.keyPress(handle, Qt.Key(key), modifiers)
        if (handle := _handle(self.front())) is not None:
            QTest.keyRelease(handle, Qt.Key(key), modifiers)

    def _key(self) -> None:
        key = self.random.choice(KEYS)
        self._tell(f"key {key.name}")
        self._send(key)

    def _type(self) -> None:
        fields = self._shown(QLineEdit, QPlainTextEdit, QComboBox)
        if fields and self.random.random() < 0.7:
            self.random.choice(fields).setFocus()
        target = QApplication.focusWidget()
        text = self.random.choice(WORDS)
        self._tell(f"type {text[:30]!r}", target)
        if isinstance(target, QLineEdit) and target.echoMode() == QLineEdit.EchoMode.Password:
            target.setText(PASSPHRASE)
        elif isinstance(target, QLineEdit | QPlainTextEdit) and not target.isReadOnly():
            target.insert(text) if isinstance(target, QLineEdit) else target.insertPlainText(text)
        else:
            for letter in text[:3]:
                if " " < letter < "\x7f" and letter.isalnum():
                    self._send(ord(letter.upper()))

    def _shortcut(self) -> None:
        keys = self.random.choice(SHORTCUTS)
        self._tell(f"shortcut {keys}")
        pressed = QKeySequence(keys)[0]
        self._send(pressed.key(), pressed.keyboardModifiers())

    def _menu(self) -> None:
        if self.front() is not self._window():
            return
        there = [spec.id for spec in ACTIONS if spec.id != "quit" and self._window().commands[spec.id].isEnabled()]
        chosen = self.random.choice(there)
        self._tell(f"menu {chosen}")
        self._window().commands[chosen].trigger()

    def _wheel(self) -> None:
        shown = self._shown()
        handle = _handle(self.front())
        if shown and handle is not None:
            target = self.random.choice(shown)
            at = target.mapTo(target.window(), target.visibleRegion().boundingRect().center())
            self._tell("wheel", target)
            QTest.wheelEvent(handle, QPointF(at), QPoint(0, self.random.choice((-480, -120, 120, 480))))

    def _drag(self) -> None:
        top = self.front()
        handle = _handle(top)
        if handle is None:
            return
        spots = [self._spot(0, 0, top.width(), top.height()) for _ in range(3)]
        self._tell(f"drag {spots[0].x()}, {spots[0].y()} to {spots[-1].x()}, {spots[-1].y()}")
        stop = QTimer()
        stop.timeout.connect(QDrag.cancel)  # what is dragged out of a text waits for a screen that moves
        stop.start(150)
        QTest.mousePress(handle, MOUSE.LeftButton, NONE, spots[0])
        for spot in spots[1:]:
            if Shiboken.isValid(top) and (handle := _handle(top)) is not None:
                QTest.mouseMove(handle, spot)
        if Shiboken.isValid(top) and (handle := _handle(top)) is not None:
            QTest.mouseRelease(handle, MOUSE.LeftButton, NONE, spots[-1])
        stop.stop()

    def _drop(self) -> None:
        takers = [one for one in [self.front(), *self._shown()] if one.acceptDrops()]
        if takers:
            target, path = self.random.choice(takers), self._files.any()
            self._tell(f"drop {path.name}", target)
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(path)) if self.random.random() < 0.9 else QUrl("https://example.invalid/x")])
            copy, left, at = Qt.DropAction.CopyAction, MOUSE.LeftButton, QPointF(target.rect().center())
            QApplication.sendEvent(target, QDragEnterEvent(at.toPoint(), copy, data, left, NONE))
            QApplication.sendEvent(target, QDropEvent(at, copy, data, left, NONE))

    def _paste(self) -> None:
        QGuiApplication.clipboard().setText(self.random.choice(WORDS))
        self._tell("paste")
        self._send(KEY.Key_V, Qt.KeyboardModifier.ControlModifier)

    def _page(self) -> None:
        if self.front() is self._window():
            page = self.random.choice(PAGES)
            self._tell(page)
            self._window().run(page)

    def _review(self) -> None:
        window = self._window()
        if self.front() is window and window.workspace is not None:
            from readiness_app.services import reviewing

            there = reviewing.review_ids(window.workspace)
            chosen = self.random.choice(there) if there else ""
            self._tell(f"review {chosen}")
            window.start.review_wanted.emit(chosen)

    def _undo(self) -> None:
        steps = self.random.choice((("Ctrl+Z",), ("Ctrl+Z", "Ctrl+Z"), ("Ctrl+Shift+Z",), ("Ctrl+Z", "Ctrl+Y")))
        self._tell(" ".join(steps))
        for keys in steps:
            pressed = QKeySequence(keys)[0]
            self._send(pressed.key(), pressed.keyboardModifiers())

    def _fill(self) -> None:
        """Fill in what is empty in a dialog, sensibly, and press its button."""
        top = self.front()
        if not isinstance(top, QDialog):
            return
        self._tell("fill in", top)
        for field in self._shown(QLineEdit, QPlainTextEdit):
            if isinstance(field, QLineEdit) and field.echoMode() == QLineEdit.EchoMode.Password:
                field.setText(PASSPHRASE)
            elif isinstance(field, QLineEdit) and not field.text():
                name = field.accessibleName().lower()
                field.setText(str(self._files.any(".p12")) if "file" in name or "identity" in name else self.random.choice(WORDS[:6]))
            elif isinstance(field, QPlainTextEdit) and not field.toPlainText() and not field.isReadOnly():
                field.setPlainText("Because it is so.")
        for button in self._shown(QAbstractButton):
            if button.isCheckable() and not button.isChecked() and not button.autoExclusive() and self.random.random() < 0.7:
                button.click()
        if isinstance(verb := getattr(top, "verb", None), QWidget) and verb.isVisible():
            self._press(verb, verb.rect().center())

    def _resize(self) -> None:
        self._window().resize(*self.random.choice(SIZES))

    def _zoom(self) -> None:
        if self.front() is self._window():
            self._window().run(self.random.choice(("zoom-in", "zoom-out", "zoom-reset", "zoom-reset")))

    def _look(self) -> None:
        if self.front() is self._window():
            self._window().run(self.random.choice(LOOKS))

    def _palette(self) -> None:
        if self.front() is self._window():
            self._window().run("palette")
            for letter in self.random.choice(("know", "page", "prv", "und", "adopt", "zoo")):
                self._send(ord(letter.upper()))
            self._send(self.random.choice((KEY.Key_Return, KEY.Key_Escape)))

    def _pause(self) -> None:
        QTest.qWait(self.random.randrange(5, 60))


def _handle(widget: QWidget) -> QWindow | None:
    """What the system would send an event to."""
    handle = widget.window().windowHandle()
    return handle if handle is not None and Shiboken.isValid(handle) else None
