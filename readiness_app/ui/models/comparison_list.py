"""The items of a comparison as rows of a list: what became of each, and how it stood and stands."""

from collections.abc import Callable
from enum import StrEnum

from readiness_app.domain.comparison import Comparison, ItemComparison, Standing
from readiness_app.domain.vocabulary import Difference, GateMove, Knowledge, Verdict
from readiness_app.ui.marks import Mark
from readiness_app.ui.models.rows import Fact, ListRow
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

Words = Callable[[str], str]
_LOOKS = {
    Difference.RESOLVED: ("circle-check", "known"),
    Difference.PARTLY_RESOLVED: ("circle-dot", "partly"),
    Difference.NEWLY_UNKNOWN: ("circle-question-mark", "unknown"),
    Difference.CHANGED: ("pencil-line", "info"),
    Difference.NEW: ("plus", "info"),
    Difference.REMOVED: ("minus", "na"),
    Difference.SAME: ("circle-minus", "na"),
}
_MOVES = {GateMove.OPENED: "unknown", GateMove.CLOSED: "known_solid", GateMove.STILL_OPEN: "unknown", GateMove.SETTLED: "text_3"}


class Shown(StrEnum):
    """What the list is narrowed to, beside the kinds themselves."""

    DIFFERENT = "different"
    GATES = "gates"
    OPEN_GATES = "open_gates"
    ALL = "all"


def difference_mark(kind: Difference) -> Mark:
    """The look of what became of an item."""
    icon, tone = _LOOKS[kind]
    return Mark(icon=icon, text=word(kind), tone=tone)


def fits(item: ItemComparison, chosen: Difference | Shown) -> bool:
    """True when the item belongs into the list narrowed like this."""
    match chosen:
        case Shown.ALL:
            return True
        case Shown.DIFFERENT:
            return item.kind is not Difference.SAME or item.gate in (GateMove.OPENED, GateMove.CLOSED)
        case Shown.GATES:
            return item.gate in (GateMove.OPENED, GateMove.CLOSED)
        case Shown.OPEN_GATES:
            return item.gate in (GateMove.OPENED, GateMove.STILL_OPEN)
    return item.kind is chosen


def comparison_rows(found: Comparison, chosen: Difference | Shown, words: str, tr: Words) -> list[ListRow]:
    """Rows for the items that fit, in order; `words` must stand in the id, the question or a claim that answers it."""
    wanted = words.casefold()
    return [_row(item, tr) for item in found.items if fits(item, chosen) and (not wanted or wanted in _text(item))]


def _text(item: ItemComparison) -> str:
    claims = " ".join(f"{claim.statement} {claim.source}" for claim in (*item.added, *item.gone))
    return f"{item.id} {item.question} {claims}".casefold()


def _row(item: ItemComparison, tr: Words) -> ListRow:
    shown = difference_mark(item.kind)
    stands = f"{standing_words(item.before, tr)} → {standing_words(item.after, tr)}"
    facts = []
    if item.gate is not None and item.gate is not GateMove.SETTLED:
        facts.append(Fact(icon="shield", text=word(item.gate), role=_MOVES[item.gate]))
    if by := item.resolved_by:
        facts.append(Fact(icon="quote", text=visible(f"{word(by[0].source_kind)}: {by[0].source}")))
    return ListRow(
        key=f"{item.id} {item.kind}",
        title=item.question or item.id,
        mono=item.id,
        lead=stands,
        chips=(shown,),
        facts=tuple(facts),
        sentence=". ".join((f"{item.id}, {item.question}", shown.text, stands, *(fact.text for fact in facts))),
    )


def standing_words(side: Standing | None, tr: Words) -> str:
    """How an item stands on one side, in few words."""
    if side is None:
        return tr("not asked")
    parts = [word(side.knowledge)]
    if side.unknown_reason is not None and side.knowledge is Knowledge.UNKNOWN:
        parts[0] += f" ({word(side.unknown_reason).lower()})"
    if side.verdict is not Verdict.UNDECIDED:
        parts.append(word(side.verdict).lower())
    if side.unconfirmed:
        parts.append(tr("unconfirmed"))
    return ", ".join(parts)
