"""The gates of a review's tier as rows of a list: hard ones first, open ones before the others."""

from collections.abc import Callable
from datetime import date

from readiness_app.domain.gates import GateStanding, gates
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import GateState
from readiness_app.ui.marks import Mark, mark
from readiness_app.ui.models.rows import ListRow
from readiness_app.ui.widgets.visible import visible
from readiness_app.wording import word

_ORDER = (GateState.OPEN, GateState.ACCEPTED, GateState.CLEAR)
Words = Callable[[str], str]


def gate_mark(state: GateState, tr: Words) -> Mark:
    """The chip of a gate; "Open" here, where everything is a gate."""
    shown = mark(state)
    return Mark(icon=shown.icon, text=tr("Open"), tone=shown.tone) if state is GateState.OPEN else shown


def gate_rows(review: Review, chosen: GateState | None, tr: Words, on: date | None = None) -> list[ListRow]:
    """Rows for the gates in this state, or for all."""
    standings = sorted(gates(review, on), key=_rank)
    return [_row(standing, review, tr) for standing in standings if chosen in (None, standing.state)]


def _rank(standing: GateStanding) -> tuple[bool, int]:
    hard = standing.item.gate is not None and standing.item.gate.hard
    return not hard, _ORDER.index(standing.state)


def _row(standing: GateStanding, review: Review, tr: Words) -> ListRow:
    item = standing.item
    hard = item.gate is not None and item.gate.hard
    shown = gate_mark(standing.state, tr)
    acceptance = review.stored_answer(item.id).acceptance
    why = word(standing.reason)
    if standing.state is GateState.ACCEPTED and acceptance is not None:
        why = tr("Risk accepted by {owner}").format(owner=visible(acceptance.owner))
    kind = tr("Hard gate") if hard else tr("Gate from {tier}").format(tier=word(item.gate.tier).lower()) if item.gate else ""
    return ListRow(
        key=item.id,
        title=item.question,
        mono=item.id,
        lead=f"{kind} · {why}",
        lead_icon="shield-alert" if hard else "shield",
        lead_role="unknown" if hard and standing.state is GateState.OPEN else "text_3",
        chips=(shown,),
        sentence=f"{item.id}, {item.question} {kind}. {shown.text}. {why}",
    )
