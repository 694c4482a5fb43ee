"""A review as rows of the item list and entries of the navigation: values in, values out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from readiness_app.domain import computed, scope
from readiness_app.domain.ageing import only_expired
from readiness_app.domain.asking import Asking, askings
from readiness_app.domain.checklist import Item, Section
from readiness_app.domain.gates import GateStanding, blocks_at, standing
from readiness_app.domain.measures import is_gap
from readiness_app.domain.review import Review, evidence_of
from readiness_app.domain.vocabulary import GateState, Knowledge
from readiness_app.ui.models.item_list import ItemRow
from readiness_app.ui.widgets.side_nav import NavEntry
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

ALL = "all"
_SECTION_ICONS = {
    "MOD": "cpu",
    "RSK": "triangle-alert",
    "EVL": "flask-conical",
    "EXT": "eye",
    "CYB": "shield-alert",
    "ACC": "key-round",
    "FLT": "list-filter",
    "PRV": "fingerprint",
    "SEC": "lock",
    "AGT": "bot",
    "REG": "scale",
    "COM": "briefcase",
    "OPS": "activity",
    "DEC": "gavel",
    "ROL": "users",
    "ART": "scale",
    "RET": "clock",
    "TRF": "globe",
    "CAL": "scale",
    "HLT": "activity",
    "CAP": "cpu",
    "ENT": "key-round",
    "SFG": "shield-check",
    "CON": "lock",
    "FND": "search",
    "EXI": "log-out",
}


class Narrowing(StrEnum):
    """What the list is narrowed to."""

    ALL = "all"
    OPEN = "open"
    UNKNOWN = "unknown"
    PARTLY = "partly"
    KNOWN = "known"
    CONTESTED = "contested"
    NOT_APPLICABLE = "not_applicable"
    GATES = "gates"
    WAITING = "waiting"
    NEWER = "newer"


_WANTED = {
    Narrowing.UNKNOWN: Knowledge.UNKNOWN,
    Narrowing.PARTLY: Knowledge.PARTLY_KNOWN,
    Narrowing.KNOWN: Knowledge.KNOWN,
    Narrowing.CONTESTED: Knowledge.CONTESTED,
    Narrowing.NOT_APPLICABLE: Knowledge.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One item as it is listed: its row, whether it is a gap, and how it stands as a gate of the tier (None where it is none)."""

    row: ItemRow
    gap: bool
    gate: GateStanding | None

    def fits(self, narrowing: Narrowing) -> bool:
        """True when the item belongs into the list narrowed like this; what is out of scope only fits "all" and newer proposals."""
        if narrowing is Narrowing.ALL:
            return True
        if narrowing is Narrowing.NEWER:
            return self.row.newer
        if not self.row.in_scope:
            return False
        if narrowing is Narrowing.OPEN:
            return self.gap
        if narrowing is Narrowing.GATES:
            return self.gate is not None
        if narrowing is Narrowing.WAITING:
            return self.row.waits is not None
        return self.row.knowledge is _WANTED[narrowing]


def listed(
    review: Review, item: Item, section: str, on: date | None = None, asking: Asking | None = None, *, newer: bool = False
) -> Listed:
    """How one item is listed, judged at the as-of date unless told otherwise; `asking` is how the question to the vendor stands.

    `newer` says that a newer pack says otherwise on it.
    """
    day = on or review.as_of
    answer = computed.answer_to(item, review, day)
    applies = scope.applies(item, review.frame.scope)
    gate = standing(item, review, day) if applies and blocks_at(item, review) else None
    row = ItemRow(
        id=item.id,
        question=visible(item.question),
        section=section,
        knowledge=answer.knowledge,
        verdict=answer.verdict,
        gate_text=gate_text(gate, review),
        blocks=gate is not None and gate.state is GateState.OPEN,
        evidence=len(evidence_of(answer)),
        claims=len(answer.claims),
        expired=only_expired(item, answer, review, day),
        weak=answer.weak_sources_only,
        in_scope=applies,
        answerer=item.answerer,
        waits=answer.look_again.reason if answer.look_again else None,
        vendor=asking.state if asking else None,
        newer=newer,
    )
    return Listed(row=row, gap=applies and is_gap(item, review, day), gate=gate)


def gate_text(gate: GateStanding | None, review: Review) -> str:
    """The words beside the id: what an open gate blocks, or how it was settled."""
    if gate is None:
        return ""
    if gate.state is GateState.OPEN:
        return "Hard gate" if gate.item.gate is not None and gate.item.gate.hard else "Blocks approval"
    return "Gate clear" if gate.state is GateState.CLEAR else word(gate.state)


def all_listed(review: Review, newer: Collection[str] = ()) -> dict[str, Listed]:
    """Every item of the checklist, in its order, by id; on those in `newer` a newer pack says otherwise."""
    asked = _asked(review)
    return {
        item.id: listed(review, item, section.id, asking=asked.get(item.id), newer=item.id in newer)
        for section in review.checklist.sections
        for item in section.items
    }


def listed_again(review: Review, before: dict[str, Listed], items: Iterable[str], newer: Collection[str] = ()) -> dict[str, Listed]:
    """The same with these items, and those the program answers, looked at anew."""
    wanted, asked = set(items), _asked(review)
    after = dict(before)
    for section in review.checklist.sections:
        for item in section.items:
            if item.id in wanted or item.computed:
                after[item.id] = listed(review, item, section.id, asking=asked.get(item.id), newer=item.id in newer)
    return after


def _asked(review: Review) -> Mapping[str, Asking]:
    return askings(review, datetime.now().astimezone().date()) if review.questions else {}


def section_entries(review: Review, all_items: dict[str, Listed]) -> list[NavEntry]:
    """The lines "All items" and one per section, each with how much of it was looked at."""
    first = _entry(ALL, "All items", "layout-dashboard", list(all_items.values()))
    sections = review.checklist.sections
    return [first, *(_entry(s.id, s.title, section_icon(s), [all_items[item.id] for item in s.items]) for s in sections)]


def section_icon(section: Section) -> str:
    """The icon of a section; those of checklists we do not know share one."""
    return _SECTION_ICONS.get(section.id, "clipboard-list")


def _entry(entry_id: str, text: str, icon: str, items: list[Listed]) -> NavEntry:
    counted = [one for one in items if one.row.in_scope]
    reviewed = sum(one.row.reviewed for one in counted)
    return NavEntry(
        id=entry_id,
        text=text,
        icon=icon,
        count=f"{reviewed}/{len(counted)}",
        parts=(("known", reviewed),),
        total=max(1, len(counted)),
        blocks=any(one.row.blocks for one in counted),
    )
