"""The text of an evidence file, as a quote is looked up in it; foreign files are read in a process of their own."""

import json

from readiness_app.domain.quotes import FileText
from readiness_app.services import text_child
from readiness_app.services.child import ChildFailed, run_in_child

MOST_BYTES = 100_000_000
_HTML = ("text/html", "application/xhtml+xml")
_TEXTS = ("application/json", "application/xml", "application/yaml", "application/x-yaml", "application/toml")


def kind_of(media_type: str, data: bytes) -> str:
    """How the text is read: "pdf", "html", "mhtml", "markdown", "text", or "" where there is none to read."""
    start = data[:1024].lstrip().lower()
    if b"%pdf-" in start:
        return "pdf"
    if media_type in _HTML or start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if media_type in ("multipart/related", "message/rfc822") or (
        start.startswith(b"from:") and b"multipart/related" in data[:4096].lower()
    ):
        return "mhtml"
    if media_type == "text/markdown":
        return "markdown"
    if media_type.startswith("image/") and media_type != "image/svg+xml":
        return ""
    if media_type.startswith("text/") or media_type in _TEXTS or media_type.endswith("+xml"):
        return "text"
    return "" if b"\0" in data[:4096] or media_type != "application/octet-stream" else "text"


def text_of(data: bytes, media_type: str) -> FileText:
    """The text, page by page; never raises for what the file is: where it cannot be read, `why` says so."""
    kind = kind_of(media_type, data)
    if not kind:
        picture = media_type.startswith("image/")
        return FileText(
            paged=False, complete=False, why="it is a picture and has no text" if picture else "files of this kind are not read here"
        )
    if len(data) > MOST_BYTES:
        return too_large()
    try:
        header, body = run_in_child(text_child.__name__, {"kind": kind}, data)
        pages = json.loads(body)
    except ChildFailed as error:
        return FileText(paged=kind == "pdf", complete=False, why=str(error))
    except ValueError:
        return FileText(paged=kind == "pdf", complete=False, why="reading it broke off")
    if not isinstance(pages, list) or not all(isinstance(page, str) for page in pages):
        return FileText(paged=kind == "pdf", complete=False, why="reading it broke off")  # what the process says is as foreign as the file
    why = str(header.get("why", ""))[:200]
    return FileText(pages=tuple(pages), paged=bool(header.get("paged")), complete=not why, why=why)


def too_large() -> FileText:
    """What stands for a file that is too large to be read."""
    return FileText(complete=False, why=f"it is larger than {MOST_BYTES // 1_000_000} MB")
