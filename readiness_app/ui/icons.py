"""Icons from the shipped SVG files, tinted with the colours of the theme."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton

from readiness_app.assets import names, resource_text
from readiness_app.ui.inside import inside

Target = QAbstractButton | QAction | QLabel
_GAP = 4  # px between an icon and the words of a button; Qt leaves almost none
_STROKE = "1.75"  # a little finer than the files' 2, to sit beside 13 px text
_colours: dict[str, str] = {}
_zoom = 100


def use_colours(colours: Mapping[str, str], zoom: int) -> None:
    """Tint with these colours (role -> "#RRGGBB") and scale by `zoom` per cent from now on; called by the theme."""
    global _zoom
    if (dict(colours), zoom) != (_colours, _zoom):
        _drawn.cache_clear()  # nobody asks for those of another look until it is worn again
    _colours.clear()
    _colours.update(colours)
    _zoom = zoom


def available() -> tuple[str, ...]:
    """The names of all shipped icons, sorted."""
    return tuple(name.removesuffix(".svg") for name in names("icons", ".svg"))


def icon(name: str, color_role: str = "text", size: int = 18, on_role: str | None = None, *, gap: int = 0) -> QIcon:
    """The icon as it looks in the colour of `color_role`, `size` px wide at 100 % zoom.

    `on_role` is the colour while a checkable button is checked. KeyError for an unknown colour role, FileNotFoundError for an unknown
    icon. `gap` leaves so many px at 100 % free at the right, where words follow.
    """
    made = QIcon()
    made.addPixmap(pixmap(name, color_role, size, gap=gap), QIcon.Mode.Normal, QIcon.State.Off)
    made.addPixmap(pixmap(name, "disabled", size, gap=gap), QIcon.Mode.Disabled, QIcon.State.Off)
    if on_role is not None:
        made.addPixmap(pixmap(name, on_role, size, gap=gap), QIcon.Mode.Normal, QIcon.State.On)
    return made


def pixmap(name: str, color_role: str = "text", size: int = 18, *, gap: int = 0) -> QPixmap:
    """The icon as a picture for painting by hand; scaled by the zoom and sharp on this screen."""
    app = QGuiApplication.instance()
    dpr = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _drawn(name, _colours[color_role], _px(size), _px(gap), dpr)


def set_icon(
    target: QAbstractButton | QAction | QLabel, name: str, color_role: str = "text", size: int = 18, on_role: str | None = None
) -> None:
    """Show the icon on a button, action or label, and again whenever theme or zoom change."""
    target.setProperty("themeIcon", [name, color_role, str(size), on_role or ""])
    _show(target)


def refresh(roots: Iterable[QObject]) -> None:
    """Tint every icon below these objects anew."""
    for root in roots:
        for target in inside(root, QObject):
            if isinstance(target, QAbstractButton | QAction | QLabel) and target.property("themeIcon"):
                _show(target)


def _show(target: Target) -> None:
    name, role, size, on_role = target.property("themeIcon")
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, role, int(size)))
        return
    gap = _GAP if isinstance(target, QPushButton) and target.text() else 0
    target.setIcon(icon(name, role, int(size), on_role or None, gap=gap))
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(_px(int(size)) + _px(gap), _px(int(size))))


def _px(at_100: int) -> int:
    return round(at_100 * _zoom / 100)


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, side: int, gap: int, dpr: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_tinted(name, colour).encode()))
    image = QImage(round((side + gap) * dpr), round(side * dpr), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, round(side * dpr), round(side * dpr)))
    painter.end()
    plain = image.copy()  # an image keeps what painted it, which takes more room than the icon
    plain.setDevicePixelRatio(dpr)
    return QPixmap.fromImage(plain)


def _tinted(name: str, colour: str) -> str:
    source = resource_text("icons", f"{name}.svg").replace("currentColor", colour)
    return re.sub(r'stroke-width="[\d.]+"', f'stroke-width="{_STROKE}"', source)
