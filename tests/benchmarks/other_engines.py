"""The same content for other engines: as a web page, as a Typst document and as a plain ReportLab story."""

import html
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate

from readiness_app.assets import resource_path
from readiness_app.report.fonts import font
from tests.benchmarks.same_content import Content, Part, Words

MARGINS = "76pt 56pt 64pt 56pt"
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="34">'
    '<rect width="300" height="14" fill="#14653A"/><rect x="300" width="180" height="14" fill="#9B1C31"/></svg>'
)
HEADINGS = ("H1", "H2", "H3", "H4")
TABLE = "Table"


def font_settings(folder: Path) -> dict[str, str]:
    """The environment in which Pango and LibreOffice find the fonts of the report."""
    fonts = resource_path("fonts")
    text = f"<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{folder / 'fonts'}</cachedir></fontconfig>"
    (folder / "fonts.conf").write_text(text, encoding="utf-8")
    return {"FONTCONFIG_FILE": str(folder / "fonts.conf")}


def rows_of(table: Part) -> list[list[Part]]:
    """The cells of a table, row by row, its header first."""
    return [[kid for kid in row.kids if isinstance(kid, Part)] for row in table.parts("TR")]


def web_page(content: Content, folder: Path) -> Path:
    """The content as HTML with style for paged media."""
    (folder / "chart.svg").write_text(CHART, encoding="utf-8")
    for name, data, _ in content.files:
        (folder / name).write_bytes(data)
    style = f"""@page {{ size: A4; margin: {MARGINS}; @top-left {{ content: "{content.header}" }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages) }} }}
body {{ font: 9.5pt/14pt Inter }} h1 {{ font-size: 20pt; break-before: page }} h2 {{ font-size: 14pt }} h3 {{ font-size: 11pt }}
table {{ table-layout: fixed; width: 100%; border-collapse: collapse; font-size: 8.5pt }} td, th {{ border-bottom: 0.5pt solid #DDE1E8;
  padding: 5pt 12pt 5pt 0; text-align: left; vertical-align: top }} a {{ color: #2F4FD0 }}
.toc a::after {{ content: leader('.') target-counter(attr(href url), page) }}"""
    head = f'<head><meta charset="utf-8"><title>{html.escape(content.title)}</title><style>{style}</style></head>'
    body = "".join(_html(content.root, content.places))
    path = folder / "report.html"
    path.write_text(f'<!doctype html><html lang="en">{head}<body>{body}</body></html>', encoding="utf-8")
    return path


_HTML = {role: role.lower() for role in (*HEADINGS, "P", "LI", "Table", "THead", "TBody", "TR", "TH", "TD")}
_HTML |= {"Code": "pre", "L": "ul", "TOC": "ul", "TOCI": "li", "Sect": "section", "Reference": "span"}


def _html(part: Part, places: set[str]) -> Iterator[str]:
    if part.role == "Lbl":
        return
    if part.role == "Figure":
        yield f'<p><img src="chart.svg" alt={quoteattr(part.alt)}></p>\n'
        return
    name = _HTML.get(part.role, "div")
    place = f' id="{part.places[0]}"' if part.places else ""
    kind = ' class="toc"' if part.role == "TOC" else ' scope="col"' if part.role == "TH" else ""
    yield f"<{name}{kind}{place}>"
    yield from (f'<a id="{more}"></a>' for more in part.places[1:])
    for kid in part.kids:
        if isinstance(kid, Part):
            # A paragraph in a cell is the cell.
            inner = kid.kids if kid.role == "P" and part.role in ("TD", "TH") else [kid]
            for one in inner:
                yield from _html(one, places) if isinstance(one, Part) else (_html_words(one, places),)
        else:
            yield _html_words(kid, places)
    yield f"</{name}>\n"


def _html_words(words: Words, places: set[str]) -> str:
    text = html.escape(words.text)
    return f'<a href="{html.escape(words.link)}">{text}</a>' if _leads(words, places) else text


def _leads(words: Words, places: set[str]) -> bool:
    return bool(words.link) and (words.link[0] != "#" or words.link[1:] in places)


def typst_document(content: Content, folder: Path) -> Path:
    """The content in Typst's language; all words are strings, so that nothing in them is markup."""
    (folder / "chart.svg").write_text(CHART, encoding="utf-8")
    head = f"""#set document(title: {_quoted(content.title)})
#set page(paper: "a4", margin: (top: 76pt, bottom: 64pt, x: 56pt), header: [{_typst_text(content.header)}],
  footer: context [Page #counter(page).display("1 of 1", both: true)])
#set text(font: ("Inter", "DejaVu Sans"), size: 9.5pt, lang: "en")
#set table(stroke: (x: none, top: none, bottom: 0.5pt + rgb("#DDE1E8")), inset: (right: 12pt, y: 5pt))
#show link: set text(fill: rgb("#2F4FD0"))
"""
    for name, data, kind in content.files:
        (folder / name).write_bytes(data)
        relation = "data" if name == "record.json" else "supplement"
        attached = f'relationship: "{relation}", mime-type: {_quoted(kind)}, description: "A file of the review"'
        head += f"#pdf.attach({_quoted(name)}, {attached})\n"
    path = folder / "report.typ"
    path.write_text(head + "".join(_typst(content.root, content.places)), encoding="utf-8")
    return path


def _typst(part: Part, places: set[str]) -> Iterator[str]:
    label = "".join(f" <{place}>" for place in part.places[:1])
    if part.role in HEADINGS:
        yield f"#heading(level: {part.role[1]})[{_typst_line(part, places)}]{label}\n"
    elif part.role == "TOC":
        yield "#outline(title: none, depth: 2)\n"
    elif part.role == TABLE:
        yield _typst_table(part, places)
    elif part.role == "Figure":
        yield f'#image("chart.svg", width: 100%, alt: {_quoted(part.alt)})\n'
    elif part.role == "L":
        yield "".join(f"#list[{_typst_line(entry, places)}]\n" for entry in part.parts("LBody"))
    elif part.role == "Code":
        yield f"#raw({_quoted(''.join(words.text for words in part.words()))}, block: true)\n"
    elif any(isinstance(kid, Words) for kid in part.kids):
        yield f"#block[{_typst_line(part, places)}]{label}\n" if label else f"{_typst_line(part, places)}\n\n"
    else:
        for kid in part.kids:
            if isinstance(kid, Part):
                yield from _typst(kid, places)


def _typst_table(table: Part, places: set[str]) -> str:
    rows = [", ".join(f"[{_typst_line(cell, places)}]" for cell in row) for row in rows_of(table)]
    return f"#table(columns: (1fr,) * {len(rows_of(table)[0])}, table.header({rows[0]}),\n" + ",\n".join(rows[1:]) + ")\n"


def _typst_line(part: Part, places: set[str]) -> str:
    def shown(words: Words) -> str:
        if not _leads(words, places):
            return _typst_text(words.text)
        target = f"<{words.link[1:]}>" if words.link[0] == "#" else _quoted(words.link)
        return f"#link({target})[{_typst_text(words.text)}]"

    # Labels of inner parts that are not parts of their own in Typst (places in a cell) stand after the words.
    inner = [place for kid in part.kids if isinstance(kid, Part) for place in kid.places[:1]]
    line = "".join(shown(words) for words in part.words())
    return f"#block[{line}] <{inner[0]}>" if inner else line


def _typst_text(text: str) -> str:
    return f"#{_quoted(text)};"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Document(SimpleDocTemplate):
    """A plain document whose headings stand in the outline."""

    def afterFlowable(self, flowable: Flowable) -> None:
        if isinstance(flowable, Paragraph) and (name := flowable.style.name) in HEADINGS:
            self.canv.bookmarkPage(key := f"outline-{id(flowable)}")
            self.canv.addOutlineEntry(flowable.getPlainText()[:200], key, max(int(name[1]) - 1, 0))


_PLAIN = {
    role: ParagraphStyle(role, fontName=name, fontSize=size, leading=leading, spaceBefore=before)
    for role, name, size, leading, before in (
        ("H1", "Inter-SemiBold", 20, 28, 0),
        ("H2", "Inter-SemiBold", 14, 20, 14),
        ("H3", "Inter-SemiBold", 11, 16, 10),
        ("H4", "Inter-SemiBold", 9.5, 14, 8),
        ("P", "Inter", 9.5, 14, 2),
        ("TH", "Inter-SemiBold", 8, 12, 0),
        ("TD", "Inter", 8.5, 12, 0),
    )
}
_GRID = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.5, "#DDE1E8")]


def plain_reportlab(content: Content) -> bytes:
    """The content as an untagged ReportLab document, as anybody would write it."""
    font("Inter")
    font("Inter-SemiBold")

    def furniture(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Inter", 8)
        canvas.drawString(56, A4[1] - 44, content.header)
        canvas.drawRightString(A4[0] - 56, 36, f"Page {document.page}")

    out = BytesIO()
    document = _Document(out, pagesize=A4, leftMargin=56, rightMargin=56, topMargin=76, bottomMargin=64, title=content.title)
    document.build(list(_story(content.root, content.places)), onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def _story(part: Part, places: set[str]) -> Iterator[Flowable]:
    if part.role == TABLE:
        cells = [[_plain(cell, places, cell.role) for cell in row] for row in rows_of(part)]
        columns = len(cells[0])
        yield LongTable(cells, colWidths=[(A4[0] - 112) / columns] * columns, repeatRows=1, splitInRow=1, style=_GRID)
    elif part.role == "Figure":
        yield Drawing(480, 34, Rect(0, 0, 300, 14, fillColor=colors.green), Rect(300, 0, 180, 14, fillColor=colors.red))
    elif any(isinstance(kid, Words) for kid in part.kids):
        yield _plain(part, places, part.role if part.role in HEADINGS else "P")
    else:
        for kid in part.kids:
            if isinstance(kid, Part) and kid.role != "Lbl":
                yield from _story(kid, places)


def _plain(part: Part, places: set[str], style: str) -> Paragraph:
    def shown(words: Words) -> str:
        text = escape(words.text)
        return f"<a href={quoteattr(words.link)} color='#2F4FD0'>{text}</a>" if _leads(words, places) else text

    names = [place for one in (part, *part.kids) if isinstance(one, Part) for place in one.places]
    anchors = "".join(f"<a name={quoteattr(place)}/>" for place in names)
    return Paragraph(anchors + "".join(shown(words) for words in part.words()), _PLAIN[style])
