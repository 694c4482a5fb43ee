"""Writes the tree of tags into the PDF: structure elements in reading order, and the tree that leads back from each page."""

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from readiness_app.report.metadata import printable
from readiness_app.report.paper import Paper
from readiness_app.report.tags import Annotated, Marked, Tag

_PAIRS_PER_LEAF = 128


def write_structure(pdf: pikepdf.Pdf, pages: list[pikepdf.Object], paper: Paper, annotations: list[pikepdf.Object]) -> None:
    """Takes the pages, what was drawn, and its annotations in the same order; marks the document as tagged."""
    top = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    elements = _elements(pdf, paper.root, top)
    owners: dict[int, pikepdf.Object] = {}
    for tag, element in elements.items():
        home = next((kid.page for kid in tag.kids if isinstance(kid, Marked)), -1)
        if home >= 0:
            element.Pg = pages[home]
        kids = [_kid(kid, elements, pages, paper, annotations, home) for kid in tag.kids if not isinstance(kid, Tag) or kid in elements]
        owners.update((kid.number, element) for kid in tag.kids if isinstance(kid, Annotated))
        # A lone reference stands bare: signature validators look for the annotation directly below its element.
        if kids:
            element.K = kids[0] if len(kids) == 1 else Array(kids)
    nums: list[object] = []
    for number, page in enumerate(pages):
        page.Tabs = Name.S
        page.StructParents = number
        nums += [number, pdf.make_indirect(Array([elements[tag] for tag in paper.marked[number]]))]
    for number, element in sorted(owners.items()):
        annotations[number].StructParent = len(pages) + number
        nums += [len(pages) + number, element]
    leaves = []
    for start in range(0, len(nums), _PAIRS_PER_LEAF):
        part = nums[start : start + _PAIRS_PER_LEAF]
        leaves.append(pdf.make_indirect(Dictionary(Limits=Array([part[0], part[-2]]), Nums=Array(part))))
    top.ParentTree = pdf.make_indirect(Dictionary(Kids=Array(leaves)))
    top.ParentTreeNextKey = len(pages) + len(annotations)
    top.K = elements[paper.root]
    pdf.Root.StructTreeRoot = top
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _elements(pdf: pikepdf.Pdf, root: Tag, top: pikepdf.Object) -> dict[Tag, pikepdf.Object]:
    """Every tag that holds something, with its element, parents before children."""
    found: dict[Tag, pikepdf.Object] = {}
    roles: dict[str, pikepdf.Object] = {}
    waiting = [(root, top)]
    while waiting:
        tag, parent = waiting.pop()
        role = roles.get(tag.role) or roles.setdefault(tag.role, Name(f"/{tag.role}"))
        element = pdf.make_indirect(Dictionary(S=role, P=parent))
        _attributes(element, tag)
        found[tag] = element
        waiting.extend((kid, element) for kid in reversed(tag.kids) if isinstance(kid, Tag) and kid.kids)
    return found


def _attributes(element: pikepdf.Object, tag: Tag) -> None:
    if tag.alt:
        element.Alt = String(printable(tag.alt))
    if tag.bbox:
        box = Array([round(value, 2) for value in tag.bbox])
        element.A = Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block)
    if tag.scope:
        element.A = Dictionary(O=Name.Table, Scope=Name(f"/{tag.scope}"))
    if tag.role == "L":
        element.A = Dictionary(O=Name.List, ListNumbering=Name.Disc)


def _kid(
    kid: Tag | Marked | Annotated,
    elements: dict[Tag, pikepdf.Object],
    pages: list[pikepdf.Object],
    paper: Paper,
    annotations: list[pikepdf.Object],
    home: int,
) -> pikepdf.Object | int:
    if isinstance(kid, Tag):
        return elements[kid]
    if isinstance(kid, Annotated):
        return Dictionary(Type=Name.OBJR, Obj=annotations[kid.number], Pg=pages[paper.annotations[kid.number].page])
    if kid.page == home:
        return kid.mcid
    return Dictionary(Type=Name.MCR, Pg=pages[kid.page], MCID=kid.mcid)
