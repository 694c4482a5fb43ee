"""Items that the program answers from gates, acceptances and signatures; they are printed and are no inputs to the gates."""

from datetime import date

from readiness_app.domain.checklist import Item
from readiness_app.domain.gates import gates
from readiness_app.domain.review import Answer, Review
from readiness_app.domain.vocabulary import GateReason, GateState, Knowledge, Verdict

_YES = Answer(knowledge=Knowledge.KNOWN, verdict=Verdict.ACCEPTABLE)
UNANSWERED = (GateReason.NOT_REVIEWED, GateReason.UNCONFIRMED, GateReason.EXPIRED, GateReason.QUOTES_MISSING)
"""Why a gate counts as not answered: nobody looked, nobody confirmed, or the evidence no longer counts or never did."""


def answer_to(item: Item, review: Review, on: date | None = None) -> Answer:
    """The stored answer, or for a computed item the program's own: known and acceptable once it holds, until then not reviewed.

    DEC-05 (is it signed?) stays as it is: a record cannot know the signatures that come after it, and what was signed must not show
    other figures afterwards than it did before. Who has signed is said beside it.
    """
    stored = review.stored_answer(item.id)
    if not item.computed:
        return stored
    return _YES if _holds(item.id, review, on) else stored


def _holds(item_id: str, review: Review, on: date | None) -> bool:
    if item_id == "DEC-05":
        return False
    standings = gates(review, on)
    if item_id == "DEC-01":
        return all(gate.reason not in UNANSWERED for gate in standings)
    return all(gate.state is not GateState.OPEN for gate in standings)
