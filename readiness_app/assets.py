"""The only reader of resources/ and schemas/: data that is shipped beside the code."""

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


@cache
def _root(folder: str) -> Traversable:
    # Installed and bundled, the folder lies inside the package; in a checkout it stands beside it.
    inside = files("readiness_app") / folder
    return inside if inside.is_dir() else Path(__file__).resolve().parent.parent / folder


def resource(*parts: str) -> Traversable:
    """The shipped file or folder at these path parts below resources/; it is not opened."""
    return _root("resources").joinpath(*parts)


def resource_text(*parts: str) -> str:
    """The shipped file as text (UTF-8)."""
    return resource(*parts).read_text(encoding="utf-8")


def resource_bytes(*parts: str) -> bytes:
    """The shipped file as bytes."""
    return resource(*parts).read_bytes()


def resource_path(*parts: str) -> Path:
    """The shipped file as a path on disk, for libraries that open files themselves (fonts, icons)."""
    return Path(str(resource(*parts)))


@cache
def schema(name: str) -> dict[str, Any]:
    """The JSON Schema called `name` ("checklist", "pack", "record"); read once, not to be changed."""
    text = _root("schemas").joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def names(folder: str, suffix: str = "") -> tuple[str, ...]:
    """File names with this suffix in a folder below resources/, sorted; empty where there is no such folder."""
    place = resource(folder)
    if not place.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in place.iterdir() if entry.is_file() and entry.name.endswith(suffix)))
