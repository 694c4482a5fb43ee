"""What the file says about itself: XMP with its schemas, document information that agrees with it, and the colours it is drawn in."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from readiness_app import __version__
from readiness_app.assets import resource_bytes

NAMESPACE = "urn:readiness:report:1#"
EXTRACTS = "urn:readiness:extract:1#"
LONGEST_TEXT = 8_000  # archives allow strings of 32,767 bytes; a character takes up to four in a PDF
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

# Archives accept only the properties they know, so the two that they do not know are explained here.
_SCHEMAS = (
    ("PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", "part", "Integer", "internal", "Part of the standard"),
    ("Readiness report", NAMESPACE, "readiness", "recordSha256", "Text", "external", "SHA-256 of the attached record, in hexadecimal"),
)
_OF_EXTRACTS = (
    "Readiness extract",
    EXTRACTS,
    "readinessExtract",
    "ofRecordSha256",
    "Text",
    "external",
    "SHA-256 of the record that this was taken from; it is not attached",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the file says about itself: title, author (the lead), language, a time from the record, and the record's SHA-256.

    An extract has `extract_of` in its place: the SHA-256 of a record that it does not hold.
    """

    title: str
    author: str
    language: str
    made: datetime
    digest: str
    extract_of: str = ""


def describe(pdf: pikepdf.Pdf, card: Card) -> None:
    """Write title, author, language, dates and identification into the document; information and XMP say the same."""
    producer = f"Readiness {__version__}"
    title, author = printable(card.title), printable(card.author)
    root = pdf.Root
    root.Lang = String(card.language if _LANGUAGE.fullmatch(card.language) else "en")
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    xmp = _xmp(title, author, str(root.Lang), producer, card)
    root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    date = pdf_date(card.made)
    for key, value in (("/Title", title), ("/Author", author), ("/Creator", producer), ("/Producer", producer)):
        if value:
            pdf.docinfo[key] = String(value)
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = String(date)


def intend_colors(pdf: pikepdf.Pdf) -> None:
    """Say with a profile what the red, green and blue of the pages mean."""
    profile = pdf.make_stream(resource_bytes("icc", "srgb.icc"), N=3)
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=profile)
    intent.OutputConditionIdentifier = String("sRGB")
    intent.Info = String("sRGB")
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def pdf_date(moment: datetime) -> str:
    """A time as PDF writes it, in UTC."""
    return _utc(moment).strftime("D:%Y%m%d%H%M%S+00'00'")


def printable(text: str) -> str:
    """Without the characters that XML cannot hold, and not longer than a PDF string may be."""
    if text.isascii() and text.isprintable():
        return text[:LONGEST_TEXT]
    return "".join(character for character in text if character.isprintable() or character == " ")[:LONGEST_TEXT]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _xmp(title: str, author: str, language: str, producer: str, card: Card) -> bytes:
    time = _utc(card.made).strftime("%Y-%m-%dT%H:%M:%SZ")
    title, author, tool = escape(title), escape(author), escape(producer)
    creator = f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n" if author else ""
    record = f"<readiness:recordSha256>{card.digest}</readiness:recordSha256>\n" if card.digest else ""
    schemas: tuple[tuple[str, ...], ...] = _SCHEMAS
    if card.extract_of:
        named = f"<readinessExtract:ofRecordSha256>{card.extract_of}</readinessExtract:ofRecordSha256>"
        record += f'</rdf:Description>\n<rdf:Description rdf:about="" xmlns:readinessExtract="{EXTRACTS}">\n{named}\n'
        schemas = (*_SCHEMAS, _OF_EXTRACTS)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:readiness="{NAMESPACE}">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{creator}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{time}</xmp:CreateDate><xmp:ModifyDate>{time}</xmp:ModifyDate><xmp:CreatorTool>{tool}</xmp:CreatorTool>
<pdf:Producer>{tool}</pdf:Producer>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{record}</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{"".join(_schema(*entry) for entry in schemas)}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _schema(schema: str, namespace: str, prefix: str, name: str, kind: str, category: str, words: str) -> str:
    return f"""<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{schema}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>{category}</pdfaProperty:category>
<pdfaProperty:description>{words}</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>
"""
