"""How a signed field looks, as a digest that does not depend on object numbers or compression."""

import base64
import hashlib
import re
from collections.abc import Callable

from readiness_app.signing.layout import Layout
from readiness_app.signing.syntax import Malformed, Name, Ref, Stream, Value, read_object
from readiness_app.signing.values import OTHER

_CODING = {"Length", "Filter", "DecodeParms"}
_NUMBER = rb"-?(?:\d+\.?\d*|\.\d+)"
_PLACED = re.compile(
    rb"q q /BackgroundGS gs (?P<x>" + _NUMBER + rb") 0 0 (?P<y>" + _NUMBER + rb") "
    rb"(?P<right>" + _NUMBER + rb") (?P<up>" + _NUMBER + rb") cm /Drawing Do Q Q"
)
_HEAD = re.compile(rb"\d+ 0 obj")
Get = Callable[[int], Value]


def of_field(layout: Layout, number: int, revision: int) -> str:
    """How a field looks as of a revision: a digest, empty where it looks as it was sealed, OTHER where it is not drawn as we draw."""
    field, sealed = layout.value(number, revision), layout.value(number, 0)
    look = _inner(field, "AP", "N")
    if look == _inner(sealed, "AP", "N"):
        return ""

    def get(wanted: int) -> Value:
        return layout.value(wanted, revision)

    outer = layout.follow(look, revision)
    placed = _PLACED.fullmatch(outer.unpacked().strip()) if isinstance(outer, Stream) else None
    drawing = layout.follow(_inner(outer, "Resources", "XObject", "Drawing"), revision)
    if placed is None or not isinstance(drawing, Stream) or not _in_its_place(placed, outer, _inner(field, "Rect")):
        return OTHER
    return _digest(drawing.entries.get("BBox"), drawing.entries.get("Resources"), drawing.unpacked(), get)


def of_page(page: bytes) -> str:
    """The same of a one-page PDF that we drew ourselves."""
    objects: dict[int, Value] = {}
    at: int | None = 0
    while at is not None and (head := _HEAD.search(page, at)):
        found = read_object(page, head.start())
        objects[found.number], at = found.value, found.end
    drawn = next(value for value in objects.values() if isinstance(value, dict) and value.get("Type") == Name("Page"))
    content = drawn.get("Contents")
    stream = objects[content.number] if isinstance(content, Ref) else None
    return _digest(drawn.get("MediaBox"), drawn.get("Resources"), _content(stream), objects.__getitem__)


def _in_its_place(placed: re.Match[bytes], outer: Value, rect: Value) -> bool:
    """Drawn once, at its own size or nearly so, and clipped to its field."""
    clip = _inner(outer, "BBox")
    matrix = _inner(outer, "Matrix")
    if matrix is not None or not isinstance(rect, list) or not isinstance(clip, list) or len(rect) != 4 or len(clip) != 4:
        return False
    sides = [float(side) for side in (*rect, *clip) if isinstance(side, int | float)]
    if len(sides) != 8:
        return False
    left, bottom, right, top, *box = sides
    fits = min(box) == 0 and abs(max(box[::2]) - (right - left)) < 1 and abs(max(box[1::2]) - (top - bottom)) < 1
    return (
        fits and all(0.8 < float(placed[key]) < 1.2 for key in ("x", "y")) and all(abs(float(placed[key])) < 10 for key in ("right", "up"))
    )


def _inner(value: Value, *keys: str) -> Value:
    for key in keys:
        entries = value.entries if isinstance(value, Stream) else value
        value = entries.get(key) if isinstance(entries, dict) else None
    return value


def _digest(box: Value, resources: Value, content: bytes, get: Get) -> str:
    digest = hashlib.sha256(b"%d:" % len(content.strip()) + content.strip())
    digest.update(repr((_shape(box, get, 0), _shape(resources, get, 0))).encode())
    return digest.hexdigest()


def _shape(value: Value, get: Get, depth: int) -> object:
    if depth > 40:
        raise Malformed("a look refers to itself")
    if isinstance(value, Ref):
        return _shape(get(value.number), get, depth + 1)
    if isinstance(value, Stream):
        inner = {key: part for key, part in value.entries.items() if key not in _CODING}
        return ("stream", _shape(inner, get, depth + 1), hashlib.sha256(_content(value)).hexdigest())
    if isinstance(value, dict):
        return tuple((key, _shape(value[key], get, depth + 1)) for key in sorted(value))
    if isinstance(value, list):
        return [_shape(part, get, depth + 1) for part in value]
    return float(value) if type(value) is int else value


def _content(value: Value) -> bytes:
    """The decoded bytes; ReportLab writes streams in ASCII85 inside Flate."""
    if not isinstance(value, Stream):
        raise Malformed("a look has no content")
    if value.entries.get("Filter") != [Name("ASCII85Decode"), Name("FlateDecode")]:
        return value.unpacked()
    packed = base64.a85decode(value.raw.strip(), adobe=False) if not value.raw.strip().endswith(b"~>") else _adobe(value.raw)
    return Stream({"Filter": Name("FlateDecode")}, packed).unpacked()


def _adobe(raw: bytes) -> bytes:
    return base64.a85decode(raw.strip().removesuffix(b"~>"))
