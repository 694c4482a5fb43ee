"""The logical structure of the document: a tree of tags that the drawing fills and the finishing writes."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of marked content: page index and number within the page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotation (a link or a signature field) by its place in the paper's list."""

    number: int


@dataclass(slots=True, eq=False)
class Tag:
    """One structure element; `role` as in PDF (P, H1, TD...), `alt` for figures, `bbox` in points on its page."""

    role: str
    alt: str = ""
    scope: str = ""
    bbox: tuple[float, float, float, float] | None = None
    kids: "list[Tag | Marked | Annotated]" = field(default_factory=list)
    placed: bool = False

    def under(self, parent: "Tag | None") -> "Tag":
        """This tag, hung below the parent the first time; the parts of one thing on several pages share the tag."""
        if not self.placed and parent is not None:
            parent.kids.append(self)
            self.placed = True
        return self
