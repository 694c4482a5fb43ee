"""What is inside a widget, found without leaving anything behind."""

from typing import TypeVar

from PySide6.QtCore import QObject

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
