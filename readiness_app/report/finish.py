"""The finishing pass: links, outline, fields, attached files, metadata and structure are put into the drawn pages."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from readiness_app.domain.confidentiality import file_name
from readiness_app.domain.review import Evidence
from readiness_app.report.glyphs import one_line
from readiness_app.report.metadata import Card, describe, intend_colors, pdf_date, printable
from readiness_app.report.objects import Objects, box, decimal, text_string
from readiness_app.report.paper import Link, Paper, SignatureBox
from readiness_app.report.structure import write_structure

RECORD_NAME = "record.json"
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}", re.ASCII)  # archives allow names of 127 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file inside the PDF, with its relation to the pages."""

    name: str
    data: bytes
    media_type: str
    relation: str
    words: str
    dated: datetime | None = None

    @classmethod
    def record(cls, data: bytes) -> "Attached":
        """The record, which is the source of the pages."""
        return cls(name=RECORD_NAME, data=data, media_type="application/json", relation="Data", words="The review as data")

    @classmethod
    def evidence(cls, evidence: Evidence, data: bytes) -> "Attached":
        """A piece of evidence, under a name that is safe anywhere and cannot collide."""
        return cls(
            name=file_name(evidence),
            data=data,
            media_type=evidence.media_type,
            relation="Supplement",
            words=one_line(evidence.title or evidence.name),
            dated=evidence.added,
        )


def finished(paper: Paper, card: Card, files: Sequence[Attached]) -> bytes:
    """The whole report; takes everything that was drawn, gives the bytes that people sign."""
    objects = Objects(paper.raw())
    pages = paper.numbers
    annotations = [_annotation(objects, paper, pages, entry, key) for key, entry in enumerate(paper.annotations, len(pages))]
    form = _form(objects, [n for n, entry in zip(annotations, paper.annotations, strict=True) if isinstance(entry, SignatureBox)])
    outline = _outline(objects, paper, pages)
    structure = write_structure(objects, paper, pages, annotations)
    written = BytesIO(objects.appended())
    del objects
    with pikepdf.open(written) as pdf:
        _complete_pages(pdf, paper, pages, annotations)
        root = pdf.Root
        if form:
            root.AcroForm = pdf.get_object(form, 0)
            # Signatures of this kind came after PDF 1.7; said here, so that signing need not touch the catalog.
            root.Extensions = Dictionary(ESIC=Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=1))
        root.Outlines, root.PageMode = pdf.get_object(outline, 0), Name.UseOutlines
        root.StructTreeRoot, root.MarkInfo = pdf.get_object(structure, 0), Dictionary(Marked=True)
        _attach(pdf, files, card)
        intend_colors(pdf)
        describe(pdf, card)
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        min_version="1.7",
        fix_metadata_version=False,
    )
    return out.getvalue()


def _complete_pages(pdf: pikepdf.Pdf, paper: Paper, numbers: Sequence[int], annotations: Sequence[int]) -> None:
    """Give each page its annotations, and its key in the structure."""
    by_page: dict[int, list[pikepdf.Object]] = {}
    for number, entry in zip(annotations, paper.annotations, strict=True):
        by_page.setdefault(entry.page, []).append(pdf.get_object(number, 0))
    for key, number in enumerate(numbers):
        page = pdf.get_object(number, 0)
        page.Tabs, page.StructParents = Name.S, key
        if key in by_page:
            page.Annots = Array(by_page[key])


def _annotation(objects: Objects, paper: Paper, pages: Sequence[int], entry: Link | SignatureBox, key: int) -> int:
    """The number of a new annotation; `key` is its place in the tree that leads back to the structure."""
    if isinstance(entry, SignatureBox):
        return _field(objects, pages[entry.page], entry, key)
    if entry.url:
        leads = f"/A<</S/URI/URI{text_string(entry.url)}>>/Contents{text_string(entry.url)}"
    else:
        words = text_string(f"Go to {printable(one_line(entry.words))[:200]}")
        leads = f"/Dest{_destination(paper, pages, entry.to)}/Contents{words}"
    return objects.add(f"<</Type/Annot/Subtype/Link/Rect{box(entry.rect)}/Border[0 0 0]/F 4/StructParent {key}{leads}>>")


def _destination(paper: Paper, pages: Sequence[int], place: str) -> str:
    page, height = paper.places[place]
    return f"[{pages[page]} 0 R/XYZ 0 {decimal(height + 16)} null]"


def _field(objects: Objects, page: int, entry: SignatureBox, key: int) -> int:
    left, bottom, right, top = entry.rect
    # An empty appearance: archives want one on every widget. Field and widget are one dictionary, as signing tools expect.
    corners = box((0, 0, right - left, top - bottom))
    empty = objects.add_empty_stream(f"/Type/XObject/Subtype/Form/BBox{corners}")
    words = f"/T{text_string(entry.name)}/TU{text_string(printable(one_line(entry.tip)))}"
    place = f"/F 4/Rect{box(entry.rect)}/P {page} 0 R/StructParent {key}/AP<</N {empty} 0 R>>"
    return objects.add(f"<</Type/Annot/Subtype/Widget/FT/Sig{words}{place}>>")


def _form(objects: Objects, fields: Sequence[int]) -> int:
    return objects.add(f"<</Fields[{' '.join([f'{field} 0 R' for field in fields])}]/SigFlags 3>>") if fields else 0


@dataclass(slots=True)
class _Entry:
    """A line of the outline with the lines below it."""

    level: int
    number: int
    words: str = ""
    below: "list[_Entry]" = field(default_factory=list)


def _outline(objects: Objects, paper: Paper, pages: Sequence[int]) -> int:
    """The number of the outline's root."""
    root = _Entry(-1, objects.add(), "/Type/Outlines")
    branch = [root]
    for mark in paper.bookmarks:
        while branch[-1].level >= mark.level:
            branch.pop()
        title = text_string(printable(mark.title)[:200])
        words = f"/Title{title}/Parent {branch[-1].number} 0 R/Dest{_destination(paper, pages, mark.place)}"
        entry = _Entry(mark.level, objects.add(), words)
        branch[-1].below.append(entry)
        branch.append(entry)
    _write_outline(objects, root)
    return root.number


def _write_outline(objects: Objects, entry: _Entry, beside: str = "") -> None:
    below = entry.below
    inner = ""
    if below:
        # Only the parts of the report stand open at first; sections and items unfold on a click.
        count = len(below) if entry.level < 0 else -len(below)
        inner = f"/First {below[0].number} 0 R/Last {below[-1].number} 0 R/Count {count}"
    objects.put(entry.number, f"<<{entry.words}{inner}{beside}>>")
    for place, one in enumerate(below):
        before = f"/Prev {below[place - 1].number} 0 R" if place else ""
        after = f"/Next {below[place + 1].number} 0 R" if place + 1 < len(below) else ""
        _write_outline(objects, one, before + after)


def _attach(pdf: pikepdf.Pdf, files: Sequence[Attached], card: Card) -> None:
    specs: dict[str, pikepdf.Object] = {}
    for file in files:
        date = String(pdf_date(file.dated or card.made))
        params = Dictionary(Size=len(file.data), CreationDate=date, ModDate=date)
        params.CheckSum = String(hashlib.md5(file.data, usedforsecurity=False).digest())  # the format's own, for transfer errors only
        kind = file.media_type if _MEDIA_TYPE.fullmatch(file.media_type) else "application/octet-stream"
        stream = pdf.make_stream(file.data, Type=Name.EmbeddedFile, Subtype=Name(f"/{kind}"), Params=params)
        entry = Dictionary(Type=Name.Filespec, F=String(file.name), UF=String(file.name), Desc=String(printable(file.words)))
        entry.AFRelationship = Name(f"/{file.relation}")
        entry.EF = Dictionary(F=stream, UF=stream)
        specs[file.name] = pdf.make_indirect(entry)
    pdf.Root.AF = Array(list(specs.values()))
    pairs = [part for name, spec in sorted(specs.items()) for part in (String(name), spec)]
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(pairs)))
