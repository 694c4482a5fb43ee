"""Files made to hurt whoever reads them: that never begin or end, unpack to more than a machine holds, nest without end, or lie."""

import os
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

from readiness_app.report.finish import RECORD_NAME
from readiness_app.report.metadata import NAMESPACE

MB = 1_000_000
_PAGES = (
    (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
    (3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
)
Objects = tuple[tuple[int, bytes], ...]


def pdf(*objects: tuple[int, bytes]) -> bytes:
    """A plain PDF of these objects; the first is its catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects:
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table, size = len(out), max(places) + 1
    rows = b"".join(b"%010d 00000 n \n" % places[one] if one in places else b"0000000000 65535 f \n" for one in range(1, size))
    out += b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n" % (size, rows, size)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def stream(packed: bytes, filters: bytes = b"/FlateDecode", more: bytes = b"") -> bytes:
    """A stream of a PDF, packed already."""
    return b"<< /Length %d /Filter %b %b>>\nstream\n%b\nendstream" % (len(packed), filters, more, packed)


@cache
def spaces(megabytes: int) -> bytes:
    """So many megabytes of nothing, packed."""
    packer = zlib.compressobj(1)
    return b"".join([packer.compress(b" " * MB) for _ in range(megabytes)]) + packer.flush()


def bomb_of_metadata(megabytes: int = 1_500) -> bytes:
    """Four kilobytes whose metadata, packed twice, are gigabytes."""
    packed = stream(zlib.compress(spaces(megabytes), 9), b"[/FlateDecode /FlateDecode]", b"/Type /Metadata /Subtype /XML ")
    return pdf((1, b"<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R >>"), *_PAGES, (4, packed))


def bomb_of_record(megabytes: int = 1_500) -> bytes:
    """A report whose record says that it has ten bytes, and has gigabytes."""
    told = b'<x xmlns:readiness="%b"><readiness:recordSha256>%b</readiness:recordSha256></x>' % (NAMESPACE.encode(), b"0" * 64)
    record = stream(zlib.compress(spaces(megabytes), 9), b"[/FlateDecode /FlateDecode]", b"/Type /EmbeddedFile /Params << /Size 10 >> ")
    return pdf(
        (1, b"<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R /AF [5 0 R] >>"),
        *_PAGES,
        (4, stream(zlib.compress(told), more=b"/Type /Metadata ")),
        (5, b"<< /Type /Filespec /UF (%b) /EF << /F 6 0 R >> >>" % RECORD_NAME.encode()),
        (6, record),
    )


def page_of_200_mb() -> bytes:
    """195 KB whose one page has 200 MB of content."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    return pdf((1, b"<< /Type /Catalog /Pages 2 0 R >>"), _PAGES[0], (3, page), (4, stream(spaces(200))))


def many_objects(number: int = 1_000_000) -> bytes:
    """A PDF of so many objects."""
    return pdf((1, b"<< /Type /Catalog /Pages 2 0 R >>"), *_PAGES, *((one, b"null") for one in range(4, number)))


def deep_pages(depth: int = 100_000) -> bytes:
    """One page under so many levels of pages."""
    levels = ((one, b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (one + 1)) for one in range(2, depth))
    return pdf((1, b"<< /Type /Catalog /Pages 2 0 R >>"), *levels, (depth, b"<< /Type /Page /MediaBox [0 0 9 9] >>"))


def nested_arrays(depth: int = 500_000) -> bytes:
    """A catalog that holds arrays in arrays."""
    return pdf((1, b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * depth + b"]" * depth + b" >>"), *_PAGES)


def huge_table(entries: int = 30_000_000) -> bytes:
    """A cross-reference stream that lists so many objects in a quarter of a megabyte."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in ((1, b"<< /Type /Catalog /Pages 2 0 R >>"), *_PAGES):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = [bytes(6), *(b"\1" + place.to_bytes(4, "big") + b"\0" for place in (*places, len(out)))]
    packer = zlib.compressobj(1)
    packed = packer.compress(b"".join(rows))
    block = rows[-1] * 100_000
    packed += b"".join([packer.compress(block) for _ in range(entries // 100_000)]) + packer.flush()
    head = b"<< /Type /XRef /Size %d /W [1 4 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>" % (len(rows) + entries, len(packed))
    return bytes(out) + b"4 0 obj\n%b\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (head, packed, len(out))


def sheet_bomb() -> bytes:
    """An .xlsx of under a megabyte with 150 MB of cells."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types>spreadsheetml</Types>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(150):
                part.write(b" " * MB)
    return held.getvalue()


def sheet_of(parts: int) -> bytes:
    """An .xlsx of so many parts."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<Types>spreadsheetml</Types>")
        for number in range(parts - 1):
            archive.writestr(f"xl/part{number}.bin", b"")
    return held.getvalue()


CONTENTS: dict[str, Callable[[], bytes]] = {
    "empty": bytes,
    "noise": lambda: os.urandom(4096),
    "deep.json": lambda: b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    "large.json": lambda: b'{"a": "' + b"x" * 21 * 1024 * 1024 + b'"}',
    "nan.json": lambda: b'{"format": "readiness-record", "n": NaN}',
    "twice.json": lambda: b'{"format": "readiness-record", "format": "readiness-pack"}',
    "bomb.xlsx": sheet_bomb,
    "many.xlsx": lambda: sheet_of(2_001),
    "cut.p12": lambda: bytes.fromhex("3082ffff0201033082"),
    "two.pem": lambda: b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" * 2,
    "nested.pdf": nested_arrays,
    "deep.pdf": lambda: deep_pages(20_000),
    "metadata.pdf": bomb_of_metadata,
    "record.pdf": bomb_of_record,
    "page.pdf": page_of_200_mb,
}
LARGE: dict[str, Callable[[], bytes]] = {"objects.pdf": many_objects, "table.pdf": huge_table}


def lay(folder: Path, contents: dict[str, Callable[[], bytes]]) -> tuple[Path, ...]:
    """The files, with those that are none: a pipe nobody writes to, a device that never ends, a folder, a ring of links, nothing."""
    folder.mkdir(parents=True)
    for name, made in contents.items():
        (folder / name).write_bytes(made())
    os.mkfifo(folder / "pipe.pdf")
    (folder / "device.json").symlink_to("/dev/zero")
    (folder / "folder.xlsx").mkdir()
    (folder / "ring.p12").symlink_to(folder / "ring.p12")
    return (*sorted(folder.iterdir()), folder / "nothing")
