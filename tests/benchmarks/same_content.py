"""What stands in a report, whoever sets it: headings, paragraphs, tables, lists, links and figures, as the report's own tags tell it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unittest import mock

from readiness_app.domain.confidentiality import embedded
from readiness_app.domain.review import Review
from readiness_app.exchange.record import encode_record
from readiness_app.report import build
from readiness_app.report.paper import Link, Paper
from readiness_app.report.tags import Annotated, Marked, Tag
from tests.report.conftest import FIELDS


@dataclass(slots=True)
class Words:
    """Text; `link` is empty, `#place` in this document or an address."""

    text: str
    link: str = ""


@dataclass(slots=True)
class Part:
    """A heading (H1 to H4), paragraph, table, list... with the places that links lead to; `alt` is what a figure shows."""

    role: str
    kids: "list[Part | Words]"
    places: Sequence[str] = ()
    alt: str = ""

    def parts(self, role: str) -> "list[Part]":
        """Every part of a role below, in reading order."""
        own = [kid for kid in self.kids if isinstance(kid, Part)]
        return [found for kid in own for found in ([kid] if kid.role == role else kid.parts(role))]

    def words(self) -> Iterator[Words]:
        """All words below, in reading order."""
        for kid in self.kids:
            yield from kid.words() if isinstance(kid, Part) else (kid,)


@dataclass(frozen=True, slots=True)
class Content:
    """A document for another engine: its parts, the words around its pages, and the files inside (name, bytes, media type)."""

    root: Part
    title: str
    header: str
    files: Sequence[tuple[str, bytes, str]]

    @property
    def places(self) -> set[str]:
        """The places that exist."""
        return {place for part in _all(self.root) for place in part.places}


class _Heard(Paper):
    """A paper that remembers which words and places went under which tag."""

    last: "_Heard"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.texts: dict[Marked, str] = {}
        self.named: dict[Tag, list[str]] = {}
        self._waiting: list[str] = []
        _Heard.last = self

    def place(self, name: str, y: float) -> None:
        if name not in self.places:
            self._waiting.append(name)
        super().place(name, y)

    def _glyphs(self, x: float, y: float, text: str, font_name: str, face: Any) -> None:
        if (tag := self._open) is not None:
            at = Marked(self.page, len(self.marked[-1]) - 1)
            self.texts[at] = self.texts.get(at, "") + text
            self.named.setdefault(tag, []).extend(self._waiting)
            self._waiting.clear()
        super()._glyphs(x, y, text, font_name, face)


def built(review: Review, files: Mapping[str, bytes], record: bytes) -> bytes:
    """The whole base file: pages, tags, metadata, record, evidence."""
    digest = hashlib.sha256(record).hexdigest()
    return build.build_report(review, record=record, digest=digest, files=files, fields=FIELDS, final=True)


def content_of(review: Review, files: Mapping[str, bytes]) -> Content:
    """What the report of this review holds."""
    record = encode_record(review)
    with mock.patch.object(build, "Paper", _Heard):
        built(review, files, record)
    inside = [(one.sha256[:16], files[one.sha256], one.media_type) for one in embedded(review)]
    files_inside = [("record.json", record, "application/json"), *inside]
    return Content(_part(_Heard.last.root, _Heard.last), "Readiness report", "Readiness report, internal", files_inside)


def _all(part: Part) -> Iterator[Part]:
    yield part
    for kid in part.kids:
        if isinstance(kid, Part):
            yield from _all(kid)


def _part(tag: Tag, heard: _Heard) -> Part:
    kids: list[Part | Words] = []
    for kid in tag.kids:
        if isinstance(kid, Tag):
            if kid.role == "Link":
                _add(kids, _text(kid, heard), _target(kid, heard))
            elif kid.kids:
                kids.append(_part(kid, heard))
        elif isinstance(kid, Marked):
            _add(kids, heard.texts.get(kid, ""), "")
    places = [
        place
        for one in (tag, *(kid for kid in tag.kids if isinstance(kid, Tag) and kid.role == "Link"))
        for place in heard.named.get(one, ())
    ]
    return Part(tag.role, kids, places, tag.alt)


def _text(tag: Tag, heard: _Heard) -> str:
    return "".join(heard.texts.get(kid, "") for kid in tag.kids if isinstance(kid, Marked))


def _target(tag: Tag, heard: _Heard) -> str:
    found = [heard.annotations[kid.number] for kid in tag.kids if isinstance(kid, Annotated)]
    link = next(one for one in found if isinstance(one, Link))
    return link.url or f"#{link.to}"


def _add(kids: list[Part | Words], text: str, link: str) -> None:
    if kids and isinstance(last := kids[-1], Words) and last.link == link:
        last.text += text
    elif text:
        kids.append(Words(text, link))
