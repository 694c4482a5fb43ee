"""A checklist: versioned sections of items, the conditions that decide what applies, and who signs per tier."""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from readiness_app.domain.errors import NotFound
from readiness_app.domain.vocabulary import Answerer, Role, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """From which tier upward an item blocks approval while it is a gap; a hard gate accepts no exception."""

    tier: Tier
    hard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The scope keys under which an item applies; exactly one of the two lists is filled."""

    all: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every scope key named, in the checklist's order."""
        return self.all or self.any_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question and everything a reviewer needs to answer it."""

    id: str
    question: str
    why: str
    evidence_wanted: str
    gate: Gate | None
    answerer: Answerer
    expires_days: int
    when: When | None = None
    crosswalk: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()
    vendor_question: str = ""
    internal_prompt: str = ""
    computed: bool = False

    @property
    def text_digest(self) -> str:
        """SHA-256 over NFC of question, newline, what counts as evidence: identifies what was asked."""
        text = unicodedata.normalize("NFC", f"{self.question}\n{self.evidence_wanted}")
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled group of items with one sentence that says what it is about."""

    id: str
    title: str
    intro: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeQuestion:
    """A yes/no question whose answer takes items in or out."""

    key: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """One version of a checklist. `sign_off` names the roles that must sign, per tier."""

    id: str
    version: str
    title: str
    summary: str
    language: str
    published: date
    scope: tuple[ScopeQuestion, ...]
    sign_off: Mapping[Tier, tuple[Role, ...]]
    sections: tuple[Section, ...]

    def items(self) -> Iterator[Item]:
        """All items in the checklist's order."""
        for section in self.sections:
            yield from section.items

    def item(self, item_id: str) -> Item:
        """The item with this id; raises NotFound with the sentence for the reviewer."""
        for item in self.items():
            if item.id == item_id:
                return item
        raise NotFound(
            f"There is no item {item_id} in the checklist {self.title} {self.version}. Nothing was changed; `items` lists them all."
        )

    def section_of(self, item_id: str) -> Section:
        """The section that holds the item; raises NotFound."""
        for section in self.sections:
            if any(item.id == item_id for item in section.items):
                return section
        raise NotFound(f"There is no item {item_id} in the checklist {self.title} {self.version}.")
