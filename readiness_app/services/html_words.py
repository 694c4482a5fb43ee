"""The words of a web page as a reader would see them, roughly; nothing of the page is run or fetched."""

from html.parser import HTMLParser

_DROPPED = frozenset({"script", "style", "template", "noscript", "svg", "math", "object", "iframe", "canvas"})
_INLINE_TAGS = "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time tt u var wbr"
_INLINE = frozenset(_INLINE_TAGS.split())


class Words(HTMLParser):
    """Collects what a reader of the page would see, roughly: no scripts, no styles, a line for every block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._dropping = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, or something that is no text."""
        if self._dropping:
            self._depth += tag == self._dropping
        elif tag in _DROPPED:
            self._dropping, self._depth = tag, 1
        elif tag not in _INLINE:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<svg/>` encloses nothing; in HTML the slash of `<script/>` means nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in ("script", "style"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        if self._dropping:
            self._depth -= tag == self._dropping
            self._dropping = self._dropping if self._depth else ""
        elif tag not in _INLINE:
            self.parts.append("\n")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Passes over `<![...` as browsers do; the standard library raises AssertionError for keywords it does not know."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i)

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if not self._dropping:
            self.parts.append(data)
