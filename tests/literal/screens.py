"""Everything a window shows or says: what is really drawn, and every text that its widgets, actions and lists hold."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QPaintDevice, QPaintEngine, QRegion, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QFrame,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QScrollBar,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.literal.hostile import Texts, raw, seen

EDITORS = (QLineEdit, QPlainTextEdit, QTextEdit)  # they hold the text itself, also what hides in it: who edits it must not change it


# Where a text is made into something else on purpose.
MADE_SAFE = {
    ("CreateIdentityDialog", "Settings.me"): "proposes a file's name made of the person's name, without what no file's name can hold"
}


class _Engine(QPaintEngine):
    """Takes note of every text that Qt draws, after markup was read and mnemonics were taken out."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.drawn: list[str] = []

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def drawTextItem(self, place: object, item: object) -> None:
        self.drawn.append(item.text())  # type: ignore[attr-defined]

    def _nothing(self, *args: object) -> None:
        """Only words matter here."""

    updateState = drawPixmap = drawImage = drawPath = drawPolygon = drawRects = drawLines = drawEllipse = _nothing
    drawPoints = drawTiledPixmap = _nothing


class _Device(QPaintDevice):
    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self.engine = _Engine()
        metric = QPaintDevice.PaintDeviceMetric
        self._metrics = {metric.PdmWidth: width, metric.PdmHeight: height, metric.PdmDepth: 32, metric.PdmDevicePixelRatio: 1}
        dots = (metric.PdmDpiX, metric.PdmDpiY, metric.PdmPhysicalDpiX, metric.PdmPhysicalDpiY)
        self._metrics |= dict.fromkeys(dots, 96) | {metric.PdmDevicePixelRatioScaled: 65536}

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, which: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(which, 0)


def drawn(widget: QWidget) -> str:
    """The words that this widget alone draws, without those of the widgets in it."""
    device = _Device(widget.width(), widget.height())
    widget.render(device, QPoint(), QRegion(QRect(0, 0, widget.width(), widget.height())), QWidget.RenderFlag.DrawWindowBackground)
    return "".join(device.engine.drawn)


def without_mnemonics(text: str) -> str:
    """What stands on a button, in a menu or on a tab with this text."""
    return re.sub(r"&(.?)", r"\1", text, flags=re.DOTALL)


def as_title(text: str) -> str:
    """What stands in the frame of a window with this title, which is not modified."""
    return text.replace("[*][*]", "\0").replace("[*]", "").replace("\0", "[*]")


def as_tooltip(text: str) -> str:
    """What Qt shows of a tooltip."""
    return QTextDocumentFragment.fromHtml(text).toPlainText() if QtGui.Qt.mightBeRichText(text) else text


@dataclass
class Findings:
    """What was looked at and what was wrong with it."""

    texts: Texts
    problems: set[str] = field(default_factory=set)
    whole: dict[int, set[str]] = field(default_factory=dict)  # by field: the screens that show all of its text
    widgets: int = 0
    strings: int = 0
    roles: int = 0
    screens: set[str] = field(default_factory=set)
    _known: set[tuple[object, ...]] = field(default_factory=set)

    def check(self, screen: str, place: str, text: str, *, may_hide: bool = False, draws_less: bool = False) -> None:
        """One text as a person gets it."""
        self.strings += 1
        if "Q" not in text or self._again(screen, text, may_hide):
            return
        for one in seen(text, self.texts, draws_less=draws_less):
            if one.problem and (screen, self.texts.path_of(one.number)) not in MADE_SAFE:
                self.problems.add(f"{screen}: {place}: {self.texts.path_of(one.number)}: {one.problem}")
            if one.whole:
                self.whole.setdefault(one.number, set()).add(screen)
        if not may_hide and (hidden := raw(text)):
            self.problems.add(f"{screen}: {place}: {hidden!r} stand there as they are: {text[:60]!r}")

    def look_at(self, screen: str, window: QWidget) -> None:
        """Everything that can be seen of a window now, and every text that it holds."""
        self.screens.add(screen)
        self.check(screen, f"{type(window).__name__}.windowTitle", as_title(window.windowTitle()))
        for widget in (window, *window.findChildren(QWidget)):
            if widget.isVisibleTo(window) or isinstance(widget, QMenu):
                self.widgets += 1
                self._look(screen, widget)
        for action in window.findChildren(QAction):
            for place, text in (
                ("text", without_mnemonics(action.text())),
                ("toolTip", as_tooltip(action.toolTip())),
                ("statusTip", action.statusTip()),
            ):
                self.check(screen, f"QAction.{place}", text)

    def _look(self, screen: str, widget: QWidget) -> None:
        name = type(widget).__name__
        holds = isinstance(widget, EDITORS)
        parent = widget.parentWidget()
        inside = isinstance(parent, EDITORS)  # the viewport of an editor draws its text
        if not inside and self._draws(widget):
            self.check(screen, f"{name} drawn", drawn(widget), may_hide=holds, draws_less=holds)
        self.check(screen, f"{name}.toolTip", as_tooltip(widget.toolTip()))
        for place in ("statusTip", "whatsThis", "accessibleName", "accessibleDescription"):
            self.check(screen, f"{name}.{place}", getattr(widget, place)())
        for kind, told in _OWN:
            if isinstance(widget, kind):
                for place, text in told(widget):
                    self.check(screen, f"{name}.{place}", text, may_hide=holds and place == "held")
        if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText and any(seen(QLabel.text(widget), self.texts)):
            self.problems.add(f"{screen}: {name} may read its text as markup: {QLabel.text(widget)[:40]!r}")
        if isinstance(widget, QAbstractItemView | QComboBox) and widget.model() is not None:
            self._look_at_model(screen, name, widget.model())

    def _draws(self, widget: QWidget) -> bool:
        """False for what is only there to hold others: drawing takes most of the time."""
        if isinstance(widget.parentWidget(), QAbstractItemView):
            return True
        if type(widget) in _HOLDERS:
            return False
        if isinstance(widget, QLabel | QAbstractButton):
            held = QLabel.text(widget) if isinstance(widget, QLabel) else widget.text()
            return "Q" in held and not self._again(type(widget), held)
        return True

    def _again(self, *what: object) -> bool:
        """True from the second time on."""
        known = what in self._known
        self._known.add(what)
        return known

    def _look_at_model(self, screen: str, name: str, model: QAbstractItemModel) -> None:
        for index in _indexes(model, QModelIndex()):
            for role in _ROLES:
                value = index.data(role)
                if isinstance(value, str):
                    self.roles += 1
                    shown = as_tooltip(value) if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole) else value
                    kept = role >= Qt.ItemDataRole.UserRole  # never shown: what a list hands back
                    self.check(screen, f"{name} item, role {role}", shown, may_hide=kept)


_ROLES = (*range(16), *range(Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 8))


def _indexes(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[QModelIndex]:
    for row in range(model.rowCount(parent)):
        column = 0
        while model.hasIndex(row, column, parent):
            yield model.index(row, column, parent)
            column += 1


_HOLDERS = (QWidget, QFrame, QScrollBar, QScrollArea, QStackedWidget, QSplitter)
_Told = Callable[[QWidget], Iterator[tuple[str, str]]]


def _label(widget: QLabel) -> Iterator[tuple[str, str]]:
    text = QLabel.text(widget)  # what Qt has, not what a label of ours says that it shows
    yield "text", without_mnemonics(text) if widget.buddy() else text


def _button(widget: QAbstractButton) -> Iterator[tuple[str, str]]:
    yield "text", without_mnemonics(widget.text())


def _line(widget: QLineEdit) -> Iterator[tuple[str, str]]:
    yield "held", widget.text()
    yield "placeholder", widget.placeholderText()


def _plain(widget: QPlainTextEdit) -> Iterator[tuple[str, str]]:
    yield "held", widget.toPlainText()
    yield "placeholder", widget.placeholderText()


def _rich(widget: QTextEdit) -> Iterator[tuple[str, str]]:
    yield "held", widget.toPlainText()


def _tabs(widget: QTabBar) -> Iterator[tuple[str, str]]:
    for place in range(widget.count()):
        yield "tab", without_mnemonics(widget.tabText(place))
        yield "tab's tooltip", as_tooltip(widget.tabToolTip(place))


_OWN: tuple[tuple[type, _Told], ...] = (
    (QLabel, _label),
    (QAbstractButton, _button),
    (QLineEdit, _line),
    (QPlainTextEdit, _plain),
    (QTextEdit, _rich),
    (QTabBar, _tabs),
    (QGroupBox, lambda box: iter([("title", without_mnemonics(box.title()))])),
    (QMenu, lambda menu: iter([("title", without_mnemonics(menu.title()))])),
    (QProgressBar, lambda bar: iter([("text", bar.text())])),
)
