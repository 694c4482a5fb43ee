"""What is inside a widget or a layout, found or let go of without leaving anything behind."""

from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLayout
from shiboken6 import Shiboken

Kind = TypeVar("Kind", bound=QObject)


def inside(root: QObject, kind: type[Kind]) -> list[Kind]:
    """Everything of a kind below `root`, at any depth.

    Not `findChildren`: what that finds stays in Python's memory as long as the one who was asked lives, however soon the find is gone.
    A window that is asked at every change of its look would grow with every page that ever was in it.
    """
    found: list[Kind] = []
    for child in root.children():
        if isinstance(child, kind):
            found.append(child)
        found += inside(child, kind)
    return found


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout, and of the layouts in it, and lets the widgets go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
        Shiboken.delete(item)  # what was taken out is nobody's any more, and Python does not let go of it by itself
