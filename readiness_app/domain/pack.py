"""A pack: a dated set of claims about one subject for one checklist. It proposes, it never answers."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from readiness_app.domain.claim import Claim, SearchLine
from readiness_app.domain.vocabulary import Knowledge, UnknownReason


def folded(name: str) -> str:
    """A name as names are compared: NFC, trimmed, case-folded, inner white space as one space."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSubject:
    """Whom a pack is about; `also_known_as` are other names of the model."""

    vendor: str
    model: str
    also_known_as: tuple[str, ...] = ()
    snapshot: str = ""
    route: str = ""
    region: str = ""

    def is_about(self, vendor: str, model: str) -> bool:
        """True when vendor and model are this subject's, under any of its names."""
        names = {folded(name) for name in (self.model, *self.also_known_as)}
        return folded(vendor) == folded(self.vendor) and folded(model) in names


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a pack proposes for one item: its knowledge, why it is unknown, and the claims; never a verdict."""

    item: str
    knowledge: Knowledge
    unknown_reason: UnknownReason | None = None
    search_log: tuple[SearchLine, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One dated pack. `background` holds claims that belong to the subject but to no item a pack may speak of."""

    id: str
    version: str
    title: str
    summary: str
    language: str
    checklist: str
    subject: PackSubject
    as_of: date
    sources: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    background: tuple[Claim, ...] = ()

    def proposal(self, item_id: str) -> Proposal | None:
        """What the pack proposes for this item, or None where it is silent."""
        return next((p for p in self.proposals if p.item == item_id), None)

    def claim_count(self) -> int:
        """All claims in the pack, supporting or not."""
        return sum(len(p.claims) for p in self.proposals) + len(self.background)
