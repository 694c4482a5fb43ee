"""Changes that keep the shape of a file, so that a fuzzer gets behind the first look at it: in JSON, spreadsheets and PDF."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from random import Random
from typing import Any

Mutate = Callable[[bytes, int], bytes]
_ODD = (
    *(None, True, -1, 0, 2**31, 2**63, 10**400, 1.5e308, "", " ", "\u202e", "\x00", "=1+1", "<b>", "a" * 5000, [], {}, [[]], [None]),
    *(
        "2026-02-30",
        "9999-12-31T23:59:59+14:00",
        "0001-01-01",
        "0001-01-01T00:00:00Z",
        "2026-03-29T09:30:00",
        "0" * 64,
        "../../x",
        "\ud800",
    ),
)
_OBJECT = re.compile(rb"\b(\d{1,7}) 0 obj\b(.*?)\bendobj\b", re.DOTALL)
_TOKEN = re.compile(rb"/[A-Za-z0-9]+|-?\d+(?:\.\d+)?|\([^()\\]{0,200}\)|<[0-9A-Fa-f]{2,}>")
_WORDS = (
    b"0",
    b"-1",
    b"4294967296",
    b"1e99",
    b"/Type",
    b"/AcroForm",
    b"/JavaScript",
    b"null",
    b"true",
    b"()",
    b"[]",
    b"<<>>",
    b"1 0 R",
    b"9 0 R",
)


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, key
        if isinstance(value, dict | list):
            yield from _places(value)


def in_json(data: bytes, most: int, chance: Random, mutate: Mutate) -> bytes:
    """Another value, no value or a value from elsewhere at one or a few places of the document, written as this program writes JSON."""
    document = json.loads(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        places = list(_places(document))
        where, key = chance.choice(places)
        match chance.randrange(5):
            case 0:
                del where[key]
            case 1:
                other, at = chance.choice(places)
                where[key] = json.loads(json.dumps(other[at]))
            case 2 if isinstance(where[key], str):
                where[key] = mutate(where[key].encode("utf-8", "surrogatepass"), 2000).decode("utf-8", "replace")
            case _:
                where[key] = chance.choice(_ODD)
    return json.dumps(document, ensure_ascii=chance.random() < 0.1, separators=(",", ":"), sort_keys=True).encode("utf-8", "surrogatepass")[
        :most
    ]


def in_archive(data: bytes, most: int, chance: Random, mutate: Mutate) -> bytes:
    """One part of a spreadsheet changed, packed again as it should be; mostly a sheet, its styles or its strings."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    telling = [name for name in parts if "sheet" in name or "trings" in name or "styles" in name or "workbook" in name]
    name = chance.choice(telling if telling and chance.random() < 0.8 else list(parts))
    parts[name] = _in_xml(parts[name], chance, mutate)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return out.getvalue()[:most]


def _in_xml(text: bytes, chance: Random, mutate: Mutate) -> bytes:
    """A value between quotes or between tags changed, or an element doubled or left out; now and then anything."""
    found = list(re.finditer(rb'"([^"<>]*)"|>([^<>]+)<|<(?!\?|/)[^<>]*/>', text))
    if not found or chance.random() < 0.15:
        return mutate(text, len(text) + 200)
    one = chance.choice(found)
    whole = one[0]
    odd = chance.choice(
        (b"", b"-1", b"1048577", b"XFE9", b"A0", b"1e999", b"d", b"inlineStr", b"=1", b"&#1;", b"_x0000_", b"46000.5", b"x" * 40000)
    )
    if whole.startswith(b'"'):
        new = b'"' + odd + b'"'
    elif whole.startswith(b">"):
        new = b">" + (odd if chance.random() < 0.6 else mutate(one[2], 500).replace(b"<", b"").replace(b"&", b"")) + b"<"
    else:
        new = chance.choice((b"", whole * 2, whole * 300))
    return text[: one.start()] + new + text[one.end() :]


def in_pdf(data: bytes, most: int, chance: Random, mutate: Mutate) -> bytes:
    """An object changed where it stands, or a changed one appended as a revision with its table, as an editor would."""
    found = list(_OBJECT.finditer(data))
    one = chance.choice(found)
    changed = _in_object(one[2], chance, mutate)
    if chance.random() < 0.4:
        return (data[: one.start(2)] + changed + data[one.end(2) :])[:most]
    root, size = re.findall(rb"/Root (\d+ \d+ R)", data)[-1], int(re.findall(rb"/Size (\d+)", data)[-1])
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    number = int(one[1]) if chance.random() < 0.9 else size
    at = len(data) + 1
    text = b"\n%d 0 obj%sendobj\n" % (number, changed)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %s/Prev %d>>\nstartxref\n" % (
        number,
        at,
        max(size, number + 1),
        root,
        before,
    )
    return (data + text + table + b"%d\n%%%%EOF\n" % (len(data) + len(text)))[:most]


def _in_object(body: bytes, chance: Random, mutate: Mutate) -> bytes:
    tokens = list(_TOKEN.finditer(body[:20_000]))
    if not tokens or chance.random() < 0.2:
        return mutate(body, len(body) + 100)
    one = chance.choice(tokens)
    new = chance.choice((*_WORDS, one[0] * 2, chance.choice(tokens)[0], mutate(one[0], 60)))
    return body[: one.start()] + new + body[one.end() :]


_SHAPES = {
    **dict.fromkeys(("record", "checklist", "pack", "key", "manifest", "settings", "history"), in_json),
    **dict.fromkeys(("pdf", "page"), in_pdf),
    "answers": in_archive,
}
SHAPED = {
    name: {in_json: "values changed as JSON", in_pdf: "objects changed and revisions appended", in_archive: "cells and parts changed"}[
        change
    ]
    for name, change in _SHAPES.items()
}
"""How the inputs of a target are changed, in words; targets that are not here take any byte."""


def shaped(name: str, mutate: Mutate) -> Callable[[bytes, int, int], bytes] | None:
    """How the inputs of a target are changed; None where any byte will do. A quarter of all changes keep no shape."""
    if (change := _SHAPES.get(name)) is None:
        return None

    def changed(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < 0.75:
            try:
                return change(bytes(data), most, chance, mutate)
            except Exception:  # it has lost its shape already
                pass
        return mutate(data, most)

    return changed
