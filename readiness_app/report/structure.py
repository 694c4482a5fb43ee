"""Writes the tree of tags into the PDF: structure elements in reading order, and the tree that leads back from each page."""

from collections.abc import Mapping, Sequence

from readiness_app.report.metadata import printable
from readiness_app.report.objects import Objects, box, text_string
from readiness_app.report.paper import Paper
from readiness_app.report.tags import Marked, Tag

_PAIRS_PER_LEAF = 64


def write_structure(objects: Objects, paper: Paper, pages: Sequence[int], annotations: Sequence[int]) -> int:
    """Takes what was drawn, and the numbers of its pages and annotations; gives the number of the structure's root.

    A page's key in the tree of parents is its index, an annotation's is its index after all pages.
    """
    top = objects.add()
    elements = _numbered(objects, paper.root)
    owners: dict[int, int] = {}
    parents = {paper.root: top}
    for tag, number in elements.items():
        home, kids = -1, []
        for kid in tag.kids:
            if isinstance(kid, Tag):
                if kid.kids:
                    parents[kid] = number
                    kids.append(f"{elements[kid]} 0 R")
            elif isinstance(kid, Marked):
                if home < 0:
                    home = kid.page
                kids.append(str(kid.mcid) if kid.page == home else f"<</Type/MCR/Pg {pages[kid.page]} 0 R/MCID {kid.mcid}>>")
            else:
                owners[kid.number] = number
                page = pages[paper.annotations[kid.number].page]
                kids.append(f"<</Type/OBJR/Obj {annotations[kid.number]} 0 R/Pg {page} 0 R>>")
        where = f"/Pg {pages[home]} 0 R" if home >= 0 else ""
        # A lone reference stands bare: signature validators look for the annotation directly below its element.
        what = "" if not kids else f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]"
        objects.put(number, f"<</S/{tag.role}/P {parents[tag]} 0 R{_attributes(tag)}{where}{what}>>")
    tree = _parent_tree(objects, paper, elements, owners)
    following = len(pages) + len(annotations)
    root = elements[paper.root]
    objects.put(top, f"<</Type/StructTreeRoot/K {root} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {following}>>")
    return top


def _numbered(objects: Objects, root: Tag) -> dict[Tag, int]:
    """Every tag that holds something, with its number, parents before children."""
    found: dict[Tag, int] = {}
    waiting = [root]
    while waiting:
        tag = waiting.pop()
        found[tag] = objects.add()
        waiting.extend([kid for kid in reversed(tag.kids) if isinstance(kid, Tag) and kid.kids])
    return found


def _attributes(tag: Tag) -> str:
    alt = f"/Alt{text_string(printable(tag.alt))}" if tag.alt else ""
    if tag.role == "L":
        return f"{alt}/A<</O/List/ListNumbering/Disc>>"
    if tag.scope:
        return f"{alt}/A<</O/Table/Scope/{tag.scope}>>"
    if tag.bbox:
        return f"{alt}/A<</O/Layout/BBox{box(tag.bbox)}/Placement/Block>>"
    return alt


def _parent_tree(objects: Objects, paper: Paper, elements: Mapping[Tag, int], owners: Mapping[int, int]) -> int:
    rows = [objects.add(f"[{' '.join([f'{elements[tag]} 0 R' for tag in marked])}]") for marked in paper.marked]
    pairs = [*enumerate(rows), *((len(rows) + number, owner) for number, owner in sorted(owners.items()))]
    leaves = []
    for start in range(0, len(pairs), _PAIRS_PER_LEAF):
        part = pairs[start : start + _PAIRS_PER_LEAF]
        nums = " ".join([f"{key} {value} 0 R" for key, value in part])
        leaves.append(objects.add(f"<</Limits[{part[0][0]} {part[-1][0]}]/Nums[{nums}]>>"))
    return objects.add(f"<</Kids[{' '.join([f'{leaf} 0 R' for leaf in leaves])}]>>")
