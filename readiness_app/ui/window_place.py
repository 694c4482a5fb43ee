"""Where the window was: size, place and splitters, kept as one text in the settings."""

import json
from base64 import b64decode, b64encode
from binascii import Error as Base64Error

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from readiness_app.ui.inside import inside

Geometry = dict[str, str]


def place_of(window: QMainWindow) -> str:
    """Size and place of a window and the position of every named splitter that was moved (property `moved`)."""
    found = _read(window.property("kept_place") or "") | {"window": _text(window.saveGeometry())}
    for splitter in inside(window, QSplitter):
        if splitter.objectName() and splitter.property("moved"):
            found[splitter.objectName()] = _text(splitter.saveState())
    return json.dumps(found)


def put_back(window: QMainWindow, kept: str, usual: tuple[int, int]) -> None:
    """Give the window the size and place it had, or its usual size in px."""
    window.setProperty("kept_place", kept)
    geometry = _read(kept).get("window", "")
    if not geometry or not window.restoreGeometry(_bytes(geometry)):
        window.resize(*usual)


def put_splitters_back(root: QWidget, kept: str) -> None:
    """Move every named splitter below `root` to where it was."""
    places = _read(kept)
    for splitter in inside(root, QSplitter):
        if place := places.get(splitter.objectName(), ""):
            splitter.setProperty("moved", splitter.restoreState(_bytes(place)))


def _read(kept: str) -> Geometry:
    try:
        found = json.loads(kept)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _text(data: QByteArray) -> str:
    return b64encode(bytes(data.data())).decode()


def _bytes(text: str) -> QByteArray:
    try:
        return QByteArray(b64decode(text))
    except (Base64Error, ValueError):
        return QByteArray()
