"""What a report as it was sealed may hold at all, for when it cannot be made again to be compared."""

import re
from collections.abc import Iterator

from readiness_app.signing.layout import Layout

_STRING = re.compile(rb"\((?:[^()\\]++|\\.)*+\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
_NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]*)")
_CODED = re.compile(rb"#([0-9A-Fa-f]{2})")
_KIND = re.compile(rb"/Subtype\s*/([^\x00\t\n\x0c\r ()<>\[\]{}/%]*)")
_REFERENCE = re.compile(rb"(?<![\w.])(\d{1,10}) (\d{1,5}) R(?!\w)")
_ATTACHED = re.compile(rb"/Type\s*/EmbeddedFile(?!\w)")
_STREAM = re.compile(rb">>\s*stream\r?\n")

# Nothing of a report moves, acts, hides or leads into another file.
FORBIDDEN = {
    *(b"JavaScript", b"JS", b"AA", b"OpenAction", b"Launch", b"SubmitForm", b"ImportData", b"ResetForm", b"GoToR", b"GoToE", b"Rendition"),
    *(b"OCProperties", b"OCG", b"OCMD", b"OC", b"OCGs", b"Hide", b"Named", b"SetOCGState", b"Thread"),
    *(b"RichMedia", b"Movie", b"Sound", b"3D", b"XFA", b"NeedAppearances", b"Perms", b"DocMDP", b"FieldMDP", b"Encrypt", b"Collection"),
    *(b"Alternates", b"OPI", b"ByteRange", b"DSS", b"Tx", b"Btn", b"Ch", b"Screen", b"Popup", b"FileAttachment"),
}
KINDS = {b"Link", b"Widget", b"Form", b"Image", b"TrueType", b"Type0", b"CIDFontType2", b"XML"}


def active_content(layout: Layout, files: int) -> str:
    """What in the first revision a report never has, in words; empty where there is nothing. Raises Malformed.

    `files` is how many files, the record among them, the report should hold.
    """
    size, attached = layout.revisions[0].size, 0
    for text in _texts(layout):
        bare = _STRING.sub(b"()", text)
        if found := {_decoded(name) for name in _NAME.findall(bare)} & FORBIDDEN:
            return f"it holds {min(found).decode()}, which no report has"
        # The kind of an attached file is a media type and the only one with a slash in it.
        if odd := [kind for kind in map(_decoded, _KIND.findall(bare)) if kind not in KINDS and b"/" not in kind]:
            return f"it holds something of the kind {odd[0].decode('latin-1')}, which no report has"
        for number, _ in _REFERENCE.findall(bare):
            if int(number) >= size or not layout.has(int(number), 0):
                return f"it refers to object {int(number)}, which is not there and could be supplied later"
        attached += len(_ATTACHED.findall(bare))
    return f"it holds {attached} files instead of {files}" if attached != files else ""


def _texts(layout: Layout) -> Iterator[bytes]:
    """Every dictionary of the first revision, as it is written."""
    yield from layout.packs()
    places = sorted(layout.revisions[0].direct.values())
    ends = [*places[1:], layout.revisions[0].end]
    for begin, end in zip(places, ends, strict=True):
        if begin != layout.revisions[0].table_at:
            body = layout.data[begin:end]
            yield body[: found.start()] if (found := _STREAM.search(body)) else body


def _decoded(name: bytes) -> bytes:
    return _CODED.sub(lambda found: bytes.fromhex(found[1].decode()), name)
