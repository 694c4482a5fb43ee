"""The look of the window: own palette, one style sheet rendered from tokens, and a zoom for everything."""

import re
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette, QPixmapCache
from PySide6.QtWidgets import QApplication, QLayout, QStyleFactory, QWidget

from readiness_app.assets import resource_path, resource_text
from readiness_app.ui import fonts, icons
from readiness_app.ui.inside import inside
from readiness_app.ui.tokens import DARK, HIGH_CONTRAST, LIGHT, Metrics, Tokens

ZOOMS = (100, 110, 125, 150, 175, 200)

_ICONS_KB = 2_048  # what Qt keeps of drawn icons: a thousand of ours, where it would keep five times as much


class Look(StrEnum):
    """Which colours the person chose; system follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class Theme(QObject):
    """Chosen colours and zoom; `apply` dresses the application and everything that is open in it."""

    applied = Signal()

    def __init__(self, look: Look = Look.SYSTEM, zoom: int = 100, parent: QObject | None = None) -> None:
        """`zoom` in per cent, kept within 100 to 200."""
        super().__init__(parent)
        self._look = look
        self._metrics = Metrics(zoom=min(200, max(100, zoom)))
        self._app: QApplication | None = None
        self._worn: Tokens | None = None

    @property
    def look(self) -> Look:
        """What the person chose."""
        return self._look

    @property
    def metrics(self) -> Metrics:
        """Sizes at the chosen zoom."""
        return self._metrics

    @property
    def tokens(self) -> Tokens:
        """The colours that the choice comes to on this desktop."""
        if self._look is Look.SYSTEM:
            hints = QApplication.styleHints() if QApplication.instance() else None
            return DARK if hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return {Look.LIGHT: LIGHT, Look.DARK: DARK, Look.HIGH_CONTRAST: HIGH_CONTRAST}[self._look]

    @property
    def worn(self) -> Tokens:
        """The colours the application wears since the last `apply`."""
        return self._worn or self.tokens

    def choose(self, look: Look | None = None, zoom: int | None = None) -> None:
        """Change look or zoom and show it at once if the theme is in use."""
        self._look = self._look if look is None else look
        self._metrics = self._metrics if zoom is None else Metrics(zoom=min(200, max(100, zoom)))
        if self._app is not None:
            self.apply(self._app)

    def apply(self, app: QApplication) -> None:
        """Dress the application: style, palette, fonts, style sheet, icons and scaled lengths of all open windows; emits `applied`."""
        global _current
        _current = self
        self._worn = tokens = self.tokens
        fonts.load()
        QDir.setSearchPaths("readiness", [str(resource_path("styles"))])
        icons.use_colours(tokens.colours(), self._metrics.zoom)
        if not app.property("dressed"):  # later the style sheet wraps the style and hides its name; a second theme finds it there
            app.setStyle(QStyleFactory.create("Fusion"))
            app.setProperty("dressed", True)
            QPixmapCache.setCacheLimit(_ICONS_KB)
        app.setPalette(palette(tokens))
        QPixmapCache.clear()  # Qt keeps drawn icons by palette; those of the one before would only fill up
        app.setFont(fonts.sans(self._metrics.px(13)))
        app.setStyleSheet(rendered(resource_text("styles", "app.qss"), tokens, self._metrics))
        windows = app.topLevelWidgets()
        icons.refresh(windows)
        for window in windows:
            _rescale(window)
        if self._app is None:
            app.styleHints().colorSchemeChanged.connect(self._on_desktop_changed)
        self._app = app
        self.applied.emit()

    def _on_desktop_changed(self) -> None:
        if self._look is Look.SYSTEM and self._app is not None:
            self.apply(self._app)


_current: Theme | None = None


def tokens() -> Tokens:
    """The colours in use now; light before any theme was applied."""
    return LIGHT if _current is None else _current.worn


def px(at_100: float) -> int:
    """Pixels at the zoom in use of a length given at 100 %."""
    return round(at_100) if _current is None else _current.metrics.px(at_100)


def colour(role: str) -> QColor:
    """The colour in use for a role such as "text", "border" or "known_tint"; KeyError for any other name."""
    return QColor(_colours(tokens().name)[role])


@cache
def _colours(name: str) -> dict[str, str]:
    return {known.name: known for known in (LIGHT, DARK, HIGH_CONTRAST)}[name].colours()


def dress(widget: QWidget, look: str, **more: str) -> None:
    """Give a widget its look of app.qss (property selector `look`), and further invented properties; repolishes it."""
    for name, value in {"look": look, **more}.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def spaced(layout: QLayout, margin: int | tuple[int, int, int, int] = 0, gap: int = 0) -> None:
    """Set margins (all, or left, top, right, bottom) and spacing in px at 100 %; they follow the zoom."""
    sides = (margin,) * 4 if isinstance(margin, int) else margin
    layout.setProperty("at100", [*sides, gap])
    _space(layout)


def sized(widget: QWidget, **lengths: int) -> None:
    """Set min_width, max_width, min_height, max_height, width or height in px at 100 %; they follow the zoom."""
    widget.setProperty("at100", dict(lengths))
    _size(widget)


def _space(layout: QLayout) -> None:
    left, top, right, bottom, gap = (px(length) for length in layout.property("at100"))
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(gap)


def _size(widget: QWidget) -> None:
    setters = {
        "min_width": widget.setMinimumWidth,
        "max_width": widget.setMaximumWidth,
        "min_height": widget.setMinimumHeight,
        "max_height": widget.setMaximumHeight,
        "width": widget.setFixedWidth,
        "height": widget.setFixedHeight,
    }
    for name, length in widget.property("at100").items():
        setters[name](px(length))


def _rescale(root: QWidget) -> None:
    for layout in inside(root, QLayout):
        if layout.property("at100"):
            _space(layout)
    for widget in (root, *inside(root, QWidget)):
        if widget.property("at100"):
            _size(widget)


def rendered(sheet: str, tokens: Tokens, metrics: Metrics) -> str:
    """The style sheet with `@role` replaced by colours and `px(13)` by scaled pixels; KeyError for an unknown role."""
    colours = tokens.colours() | {"ink": "black" if tokens.is_dark else "white"}
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r"@([a-z_0-9]+)", lambda found: colours[found[1]], sheet)
    return re.sub(r"\bpx\((\d+)\)", lambda found: f"{metrics.px(int(found[1]))}px", sheet)


def palette(tokens: Tokens) -> QPalette:
    """Qt's palette for what the style sheet does not reach: calendars, item views, selections, placeholders."""
    role = QPalette.ColorRole
    made = QPalette()
    pairs = {
        role.Window: tokens.bg,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.sunken,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.unknown.text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.PlaceholderText: tokens.text_3,
        role.ToolTipBase: tokens.toast,
        role.ToolTipText: tokens.on_toast,
        role.Mid: tokens.border_strong,
        role.Dark: tokens.border_strong,
        role.Light: tokens.surface,
        role.Midlight: tokens.border,
        role.Shadow: tokens.border,
        role.Accent: tokens.accent,
    }
    for which, value in pairs.items():
        made.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.disabled))
    return made
