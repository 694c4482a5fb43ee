"""Icons from the shipped SVG files, tinted with the colours of the theme."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel

from readiness_app.assets import names, resource_text

Target = QAbstractButton | QAction | QLabel
_STROKE = "1.75"  # a little finer than the files' 2, to sit beside 13 px text
_colours: dict[str, str] = {}
_zoom = 100


def use_colours(colours: Mapping[str, str], zoom: int) -> None:
    """Tint with these colours (role -> "#RRGGBB") and scale by `zoom` per cent from now on; called by the theme."""
    global _zoom
    _colours.clear()
    _colours.update(colours)
    _zoom = zoom


def available() -> tuple[str, ...]:
    """The names of all shipped icons, sorted."""
    return tuple(name.removesuffix(".svg") for name in names("icons", ".svg"))


def icon(name: str, color_role: str = "text", size: int = 18, on_role: str | None = None) -> QIcon:
    """The icon as it looks in the colour of `color_role`, `size` px wide at 100 % zoom.

    `on_role` is the colour while a checkable button is checked. KeyError for an unknown colour role, FileNotFoundError for an unknown
    icon.
    """
    made = QIcon()
    made.addPixmap(pixmap(name, color_role, size), QIcon.Mode.Normal, QIcon.State.Off)
    made.addPixmap(pixmap(name, "disabled", size), QIcon.Mode.Disabled, QIcon.State.Off)
    if on_role is not None:
        made.addPixmap(pixmap(name, on_role, size), QIcon.Mode.Normal, QIcon.State.On)
    return made


def pixmap(name: str, color_role: str = "text", size: int = 18) -> QPixmap:
    """The icon as a picture for painting by hand; scaled by the zoom and sharp on this screen."""
    app = QGuiApplication.instance()
    dpr = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _drawn(name, _colours[color_role], round(size * _zoom / 100), dpr)


def set_icon(
    target: QAbstractButton | QAction | QLabel, name: str, color_role: str = "text", size: int = 18, on_role: str | None = None
) -> None:
    """Show the icon on a button, action or label, and again whenever theme or zoom change."""
    target.setProperty("themeIcon", [name, color_role, str(size), on_role or ""])
    _show(target)


def refresh(roots: Iterable[QObject]) -> None:
    """Tint every icon below these objects anew."""
    for root in roots:
        targets: list[Target] = [*root.findChildren(QAbstractButton), *root.findChildren(QAction), *root.findChildren(QLabel)]
        for target in targets:
            if target.property("themeIcon"):
                _show(target)


def _show(target: Target) -> None:
    name, role, size, on_role = target.property("themeIcon")
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, role, int(size)))
        return
    target.setIcon(icon(name, role, int(size), on_role or None))
    if isinstance(target, QAbstractButton):
        side = round(int(size) * _zoom / 100)
        target.setIconSize(QSize(side, side))


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, side: int, dpr: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_tinted(name, colour).encode()))
    image = QImage(round(side * dpr), round(side * dpr), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    image.setDevicePixelRatio(dpr)
    return QPixmap.fromImage(image)


def _tinted(name: str, colour: str) -> str:
    source = resource_text("icons", f"{name}.svg").replace("currentColor", colour)
    return re.sub(r'stroke-width="[\d.]+"', f'stroke-width="{_STROKE}"', source)
