"""Every limit on foreign files: what just fits is taken, one more is refused with a sentence."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness_app.domain.confidentiality import file_name
from readiness_app.domain.errors import InvalidFile, ReadinessError
from readiness_app.exchange import returned_sheet
from readiness_app.exchange.json_files import DEPTH_LIMIT, SIZE_LIMIT, read_json
from readiness_app.services import evidence, reviewing
from readiness_app.services.evidence import Details
from readiness_app.services.files import Pasted, inspect
from readiness_app.services.workspace import Workspace
from readiness_app.ui.picture_child import draw_image
from tests.builders import NOW, a_review
from tests.services.conftest import BY, review, workspace

__all__ = ["review", "workspace"]

MOST = 1_000  # bytes of one file, in these tests


def png(width: int, height: int) -> bytes:
    """A picture of so many pixels in two colours, row after row, none of it in memory here."""
    squeezed, out = zlib.compressobj(9), b""
    for _ in range(height):
        out += squeezed.compress(bytes(1 + (width + 7) // 8))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)), (b"IDAT", out + squeezed.flush()), (b"IEND", b""))
    chunks = [struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def sized_json(extra: int) -> bytes:
    text = json.dumps({"a": ""}).encode()
    return text[:-2] + b"x" * (SIZE_LIMIT - len(text) + extra) + text[-2:]


def deep_json(extra: int) -> bytes:
    inner = DEPTH_LIMIT - 1 + extra
    return b'{"a":' + b"[" * inner + b"]" * inner + b"}"


def parts(extra: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(returned_sheet.MOST_ENTRIES + extra):
            made.writestr(str(number), b"")
    with zipfile.ZipFile(out) as archive:
        returned_sheet._check_size(archive, len(out.getvalue()))


def said_to_hold(size: int) -> zipfile.ZipFile:
    """An archive whose one part calls itself so large."""
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    archive = zipfile.ZipFile(out)
    entry = zipfile.ZipInfo("x")
    entry.file_size = size
    archive.filelist.append(entry)
    return archive


def unpacked(extra: int) -> None:
    returned_sheet._check_size(said_to_hold(returned_sheet.MOST_UNPACKED + extra), returned_sheet.MOST_UNPACKED)


def ratio(extra: int) -> None:
    returned_sheet._check_size(said_to_hold(2_000_000 + extra), 2_000_000 // returned_sheet.MOST_RATIO)


def of_one_review(extra: int) -> None:
    held = a_review()
    evidence.check_review_limit(held, inspect(Pasted(name="a.txt", data=b"x" * (MOST + extra)), 2 * MOST), MOST)


LIMITS: dict[str, Callable[[int], object]] = {
    "a pasted file": lambda extra: inspect(Pasted(name="a.txt", data=b"x" * (MOST + extra)), MOST),
    "all files of a review": of_one_review,
    "megapixels of a picture": lambda extra: draw_image(png(8_000, 5_000 + extra), 100),
    "parts of a spreadsheet": parts,
    "unpacked size of a spreadsheet": unpacked,
    "unpacked against packed": ratio,
    "size of a JSON file": lambda extra: read_json(sized_json(extra)),
    "depth of a JSON file": lambda extra: read_json(deep_json(extra)),
}


@pytest.mark.parametrize("name", LIMITS)
def test_what_just_fits_is_taken_and_one_more_is_refused(name: str) -> None:
    LIMITS[name](0)
    with pytest.raises((ReadinessError, ValueError)) as refused:
        LIMITS[name](1)
    assert len(str(refused.value)) > 20


def test_a_key_that_stands_twice_and_a_number_that_is_none_are_refused() -> None:
    for text in (b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":1e999}'):
        with pytest.raises(InvalidFile):
            read_json(text)


NAMES = (
    "..\\x.txt",
    "C:\\x.txt",
    "\\\\host\\share\\x.txt",
    "a\u202etxt.exe",
    "a\nb.txt",
    "x" * 240 + ".txt",
    " .",
    "CON",
    "-rf",
    "=1+1.csv",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_data_and_never_a_path(workspace: Workspace, review, tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / name
    source.write_bytes(b"what we read")
    after, found = evidence.attach(workspace, review, "MOD-02", source, Details(), BY, NOW, limit=MOST)
    assert reviewing.load_review(workspace, after.id).evidence_file(found.sha256).name == name
    safe = file_name(found)
    assert (tmp_path / safe).parent == tmp_path and safe.isascii() and safe.startswith(found.sha256[:12]) and len(safe) < 100
