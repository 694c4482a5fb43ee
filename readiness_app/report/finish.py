"""The finishing pass: links, outline, fields, attached files, metadata and structure are put into the drawn pages."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from readiness_app.domain.confidentiality import file_name
from readiness_app.domain.review import Evidence
from readiness_app.report.glyphs import one_line
from readiness_app.report.metadata import Card, describe, intend_colors, pdf_date, printable
from readiness_app.report.paper import Bookmark, Link, Paper, SignatureBox
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
    with pikepdf.open(BytesIO(paper.raw())) as pdf:
        pages: list[pikepdf.Object] = [page.obj for page in pdf.pages]
        annotations = [_annotation(pdf, paper, pages, entry) for entry in paper.annotations]
        by_page: dict[int, list[pikepdf.Object]] = {}
        for annotation, entry in zip(annotations, paper.annotations, strict=True):
            by_page.setdefault(entry.page, []).append(annotation)
        for number, found in by_page.items():
            pages[number].Annots = Array(found)
        _form(pdf, [a for a, entry in zip(annotations, paper.annotations, strict=True) if isinstance(entry, SignatureBox)])
        _outline(pdf, paper, pages)
        write_structure(pdf, pages, paper, annotations)
        _attach(pdf, files, card)
        intend_colors(pdf)
        describe(pdf, card)
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


def _annotation(pdf: pikepdf.Pdf, paper: Paper, pages: list[pikepdf.Object], entry: Link | SignatureBox) -> pikepdf.Object:
    rect = Array([round(value, 2) for value in entry.rect])
    if isinstance(entry, SignatureBox):
        return _field(pdf, pages[entry.page], entry, rect)
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, Border=Array([0, 0, 0]), F=4)
    if entry.url:
        link.A = Dictionary(S=Name.URI, URI=String(entry.url))
        link.Contents = String(entry.url)
    else:
        link.Dest = _destination(paper, pages, entry.to)
        link.Contents = String(f"Go to {printable(one_line(entry.words))[:200]}")
    return pdf.make_indirect(link)


def _destination(paper: Paper, pages: list[pikepdf.Object], place: str) -> pikepdf.Array:
    page, height = paper.places[place]
    return Array([pages[page], Name.XYZ, 0, round(height + 16, 2), None])


def _field(pdf: pikepdf.Pdf, page: pikepdf.Object, box: SignatureBox, rect: pikepdf.Array) -> pikepdf.Object:
    left, bottom, right, top = box.rect
    # An empty appearance: archives want one on every widget. Field and widget are one dictionary, as signing tools expect.
    empty = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, round(right - left, 2), round(top - bottom, 2)]))
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(box.name),
            TU=String(printable(one_line(box.tip))),
            F=4,
            Rect=rect,
            P=page,
            AP=Dictionary(N=empty),
        )
    )


def _form(pdf: pikepdf.Pdf, fields: list[pikepdf.Object]) -> None:
    if fields:
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(fields), SigFlags=3))
        # Signatures of this kind came after PDF 1.7; said here, so that signing need not touch the catalog.
        pdf.Root.Extensions = Dictionary(ESIC=Dictionary(BaseVersion=Name("/1.7"), ExtensionLevel=1))


def _outline(pdf: pikepdf.Pdf, paper: Paper, pages: list[pikepdf.Object]) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    nodes: list[tuple[int, pikepdf.Object, list[pikepdf.Object]]] = [(-1, root, [])]
    for entry in paper.bookmarks:
        while nodes[-1][0] >= entry.level:
            _closed(*nodes.pop())
        nodes[-1][2].append(_outline_entry(pdf, entry, paper, pages, nodes[-1][1]))
        nodes.append((entry.level, nodes[-1][2][-1], []))
    while nodes:
        _closed(*nodes.pop())
    pdf.Root.Outlines = root
    pdf.Root.PageMode = Name.UseOutlines


def _outline_entry(pdf: pikepdf.Pdf, entry: Bookmark, paper: Paper, pages: list[pikepdf.Object], parent: pikepdf.Object) -> pikepdf.Object:
    destination = _destination(paper, pages, entry.place)
    return pdf.make_indirect(Dictionary(Title=String(printable(entry.title)[:200]), Parent=parent, Dest=destination))


def _closed(level: int, node: pikepdf.Object, children: list[pikepdf.Object]) -> None:
    if not children:
        return
    node.First, node.Last = children[0], children[-1]
    # Only the parts of the report stand open at first; sections and items unfold on a click.
    node.Count = len(children) if level < 0 else -len(children)
    for before, after in pairwise(children):
        before.Next, after.Prev = after, before


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
