"""Reads the text of a foreign file, in a process of its own with a limit on time and memory: PDF, plain text, Markdown, saved web pages."""

import json
import re
from time import monotonic
from typing import Any

from readiness_app.services.child import SECONDS

MOST_CHARACTERS = 20_000_000
_PIECE = 200_000
_ENOUGH_SECONDS = SECONDS * 0.75  # what was read until then is handed back
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([-\w:.]{1,40})", re.IGNORECASE)
_LINKS = re.compile(r"!?\[([^\]\n]{0,2000})\]\([^)\n]{0,2000}\)")
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|(?<!\w)_|_(?!\w)|`+|^[ \t]{0,3}(?:#{1,6}|>|[-+])[ \t]+", re.MULTILINE)

Answer = tuple[dict[str, object], list[str]]


def pdf_pages(data: bytes, started: float) -> Answer:
    """The text of every page, in reading order; raises ValueError where the file is no PDF that can be opened."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise ValueError("it is locked with a password" if locked else "it is no PDF that can be read") from error
    pages: list[str] = []
    held = 0
    for number in range(len(document)):
        if held > MOST_CHARACTERS or monotonic() - started > _ENOUGH_SECONDS:
            return {"paged": True, "why": f"only the first {number:,} of its {len(document):,} pages could be read in time"}, pages
        pages.append(_page_text(document, number))
        held += len(pages[-1])
    if not any(page.strip() for page in pages):
        return {"paged": True, "why": "it has no text, only pictures"}, []
    return {"paged": True}, pages


def _page_text(document: Any, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return ""  # one broken page leaves the others readable
    words = page.get_textpage()
    text = str(words.get_text_range()) if words.count_chars() else ""
    words.close()
    page.close()
    return text


def html_text(data: bytes, started: float, charset: str = "") -> Answer:
    """The text of a web page as it was saved; nothing of it is run or fetched."""
    from readiness_app.services.html_words import Words

    named = _CHARSET.search(data[:4096])
    source, sure = decoded(data, charset or (named.group(1).decode("ascii") if named else ""))
    words = Words()
    for place in range(0, len(source), _PIECE):
        if monotonic() - started > _ENOUGH_SECONDS:
            header, pages = _one_page("".join(words.parts), sure)
            return header | {"why": f"only the first {place:,} of its {len(source):,} characters could be read in time"}, pages
        words.feed(source[place : place + _PIECE])
    words.close()
    return _one_page("".join(words.parts), sure)


def mhtml_text(data: bytes, started: float) -> Answer:
    """The text of a page saved with all its parts in one file; raises ValueError where none of them is a page."""
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        raise ValueError("no web page was found in it")
    content = page.get_payload(decode=True)
    return html_text(content if isinstance(content, bytes) else b"", started, page.get_content_charset() or "")


def plain_text(data: bytes) -> Answer:
    """A text file as it is."""
    return _one_page(*decoded(data))


def markdown_text(data: bytes) -> Answer:
    """A Markdown file without its marks: emphasis, headings, quotes, and of links the words."""
    text, sure = decoded(data)
    return _one_page(_EMPHASIS.sub("", _LINKS.sub(r"\1", text)), sure)


def decoded(data: bytes, charset: str = "") -> tuple[str, bool]:
    """The text, and False where its encoding had to be guessed: a mark at the beginning counts first, then what is stated, then UTF-8."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), True
    for encoding in (charset, "utf-8"):
        try:
            if encoding:
                return data.decode(encoding), True
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", errors="replace"), False


def _one_page(text: str, sure: bool) -> Answer:
    header: dict[str, object] = {"paged": False}
    if len(text) > MOST_CHARACTERS:
        header["why"] = f"only the first {MOST_CHARACTERS:,} characters of it were read"
    elif not text.strip():
        header["why"] = "it has no text"
    elif not sure:
        header["why"] = "it does not say in which encoding its letters are written"
    return header, [text[:MOST_CHARACTERS]] if text.strip() else []


def answer(order: dict[str, object], data: bytes) -> tuple[dict[str, object], bytes]:
    """The text of a file: a header (`paged`, and `why` where not all could be read for sure) and the pages as a JSON list of texts.

    `kind` of the order is "pdf", "html", "mhtml", "markdown" or "text". Raises ValueError with words for what is wrong with the file.
    """
    header, pages = _read(str(order["kind"]), data, monotonic())
    return header, json.dumps(pages).encode()


def _read(kind: str, data: bytes, started: float) -> Answer:
    match kind:
        case "pdf":
            return pdf_pages(data, started)
        case "html":
            return html_text(data, started)
        case "mhtml":
            return mhtml_text(data, started)
        case "markdown":
            return markdown_text(data)
        case _:
            return plain_text(data)
