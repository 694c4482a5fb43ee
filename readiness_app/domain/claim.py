"""Claims: single statements with their source, how strong it is, and how they bear on an item."""

from dataclasses import dataclass
from datetime import date

from readiness_app.domain.vocabulary import AnchorState, Confidence, SourceKind, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a better source says instead, for a disputed claim; its date may lie after the review's as-of date."""

    statement: str
    source: str
    dated: date | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What looking the quote up in the evidence file's own text gave: `page` is where it stands, counted from 1, or None."""

    state: AnchorState
    checked: date
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement about one item. `source_kind` is the document actually read; what it passes on goes into `relays`."""

    id: str
    statement: str
    source: str
    source_kind: SourceKind
    stance: Stance = Stance.SUPPORTS
    relays: SourceKind | None = None
    confidence: Confidence = Confidence.MEDIUM
    address: str = ""
    dated: date | None = None
    checked: date | None = None
    quote: str = ""
    page: int | None = None
    counted: str = ""
    caveat: str = ""
    row: str = ""
    correction: Correction | None = None
    evidence: str = ""
    pack: str = ""
    added_by: str = ""
    anchor: Anchor | None = None

    @property
    def effective_kind(self) -> SourceKind:
        """The kind that counts: of the document read and what it relays, the weaker."""
        if self.relays is None:
            return self.source_kind
        return max(self.source_kind, self.relays, key=lambda kind: kind.strength)

    @property
    def weak(self) -> bool:
        """True when this claim alone can never make an item known."""
        return self.effective_kind.weak

    @property
    def bare_link(self) -> bool:
        """True for a person's claim that rests on an address alone: no file and no words of what stood there were kept."""
        if self.evidence or self.pack or self.quote.strip():
            return False
        return bool(self.address.strip()) or self.source.strip().lower().startswith(("http://", "https://"))

    @property
    def quote_missing(self) -> bool:
        """True where the quote was looked up in the claim's file and does not stand there."""
        return self.anchor is not None and self.anchor.state is AnchorState.NOT_FOUND

    @property
    def supports(self) -> bool:
        """True when the claim carries its item."""
        return self.stance is Stance.SUPPORTS

    @property
    def contradicts(self) -> bool:
        """True when the claim speaks against its item."""
        return self.stance is Stance.CONTRADICTS


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLine:
    """One line of a search log: where was looked, what for, when and by whom."""

    where: str
    what: str
    when: date
    by: str
