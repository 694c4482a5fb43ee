"""Reads what the program writes with other people's libraries, and tells what in it is not literal."""

import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

import openpyxl
import pikepdf
import pypdfium2

from tests.literal.hostile import MARK, Texts, raw, read, seen

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_DANGEROUS = ("/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/SubmitForm", "/ImportData", "/GoToR", "/RichMedia", "/XFA")
_SAFE_LINK = re.compile(r"(https?|mailto):[\x21-\x7e]+", re.IGNORECASE)
_NO_NAME = re.compile(r"""[/\\:*?"<>|]""")  # what some system reads in a file's name
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Read:
    """What was found in a file: how many texts were looked at, which fields stand in it whole, and what is wrong."""

    texts: Texts
    problems: list[str] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)
    starts: set[str] = field(default_factory=set)  # of every marker, also of one that was cut
    strings: int = 0

    def check(
        self,
        place: str,
        text: str,
        *,
        draws_less: bool = False,
        exact: bool = False,
        may_hide: bool = False,
        quoted: bool = False,
        lines: bool = False,
    ) -> None:
        """One text; `exact` where the medium keeps every character as it was written, `quoted` where it may stand as a string of JSON.

        With `lines`, a text is whole where its lines follow each other, and right where each of them is.
        """
        self.strings += 1
        plain = re.sub(r'\\(["\'\\nrt])', lambda code: {"n": "\n", "r": "\r", "t": "\t"}.get(code[1], code[1]), text)
        unquoted = {one.number for one in seen(plain, self.texts) if not one.problem} if quoted and plain != text else set()
        for one in seen(text, self.texts, draws_less=draws_less):
            path = self.texts.path_of(one.number)
            if one.problem and not lines and not (quoted and one.number in unquoted):
                self.problems.append(f"{place}: {path}: {one.problem}")
            if one.whole:
                self.whole.add(path)
        if lines:
            self.check(f"{place}, line by line", text.replace("\n", "…"), draws_less=draws_less, may_hide=True)
        self.starts |= {found[0] for found in MARK.finditer(read(text))}
        if exact:
            self.problems += [f"{place}: {start} is not what was written" for start, was in self._starts(text) if was.strip() not in text]
        if not may_hide and (hidden := raw(text)):
            self.problems.append(f"{place}: {hidden!r} stand there as they are")

    def _starts(self, text: str) -> Iterator[tuple[str, str]]:
        yield from ((start, was) for start, was in self.texts.written.items() if start in text)


def read_pdf(data: bytes, texts: Texts) -> Read:
    """The words of the pages, bookmarks and metadata; every action, link and picture."""
    found = Read(texts)
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_range().replace("\ufffe", "") for page in document]
    # A foot and a head may stand between two pages, and the next cell of a table between two lines of one.
    found.check("pages", "\n…".join(pages).replace("\r", ""), draws_less=True, lines=True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        with pdf.open_outline() as outline:
            for item in outline.root:
                _bookmark(found, item)
        for name, value in (pdf.docinfo or {}).items():
            found.check(f"metadata {name}", str(value), draws_less=True)
        _xmp(found, pdf)
        for name in pdf.attachments:
            found.problems += [f"the attached file {name!r} is no plain name"] if _NO_NAME.search(name) or raw(name) else []
        found.problems += list(_active(pdf))
    return found


def _bookmark(found: Read, item: pikepdf.OutlineItem) -> None:
    found.check("bookmark", item.title, draws_less=True)
    for inner in item.children:
        _bookmark(found, inner)


def _xmp(found: Read, pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        for name, value in metadata.items():
            for one in value if isinstance(value, list | set) else (value,):
                found.check(f"metadata {name}", str(one), draws_less=True)


def _active(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, one in enumerate(pdf.objects):
        if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for key in _DANGEROUS:
            if key in one and not (key == "/AA" and not one[key]):
                yield f"object {number} has {key}"
        if one.get("/S") in _DANGEROUS:
            yield f"object {number} is an action {one.get('/S')}"
        if one.get("/S") == "/URI" and not _SAFE_LINK.fullmatch(str(one.get("/URI"))):
            yield f"object {number} leads to {one.get('/URI')!s:.60}"
        if one.get("/Subtype") == "/Image":
            yield f"object {number} is a picture"
        if one.get("/Type") == "/Annot" and one.get("/Subtype") not in ("/Link", "/Widget"):
            yield f"object {number} is an annotation {one.get('/Subtype')}"


def read_xlsx(data: bytes, texts: Texts) -> Read:
    """Every cell, which is text or empty; no link, no formula anywhere in the file."""
    found = Read(texts)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type not in ("s", "n", "d") or cell.hyperlink is not None:
                    found.problems.append(f"{sheet.title}!{cell.coordinate} is of type {cell.data_type}")
                if isinstance(cell.value, str):
                    text = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), cell.value)
                    found.check(f"{sheet.title}!{cell.coordinate}", text, exact=True, may_hide=True)
    for part in ZipFile(io.BytesIO(data)).namelist():
        if "hyperlink" in part.lower() or "external" in part.lower():
            found.problems.append(f"{part} is in the file")
    properties = book.properties
    for name in ("title", "creator", "subject", "description", "keywords"):
        found.check(f"property {name}", str(getattr(properties, name) or ""), may_hide=True, draws_less=True)
    return found


def read_csv(data: bytes, texts: Texts) -> Read:
    """Every cell, which no spreadsheet calculates."""
    found = Read(texts)
    for number, row in enumerate(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))):
        for cell in row:
            if cell.startswith(_FORMULA) or cell.lstrip(" ").startswith(_FORMULA):
                found.problems.append(f"row {number}: a spreadsheet would calculate {cell[:20]!r}")
            found.check(f"row {number}", cell, exact=True, may_hide=True)
    return found


def read_json(data: bytes, texts: Texts, *, without: Collection[str] = ()) -> Read:
    """Every text of a JSON document, exactly as it was written; `without` names what is left out."""
    found = Read(texts)
    for text in strings_of(json.loads(data), without):
        found.check("JSON", text, exact=True, may_hide=True)
    return found


def strings_of(value: object, without: Collection[str] = ()) -> Iterator[str]:
    """Every text in a JSON value, names too."""
    if isinstance(value, str):
        yield from strings_of(json.loads(value), without) if value.startswith(('{"', "[{")) else (value,)  # the history holds such texts
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from strings_of(inner, without) if name not in without else ()
    elif isinstance(value, list):
        for inner in value:
            yield from strings_of(inner, without)
