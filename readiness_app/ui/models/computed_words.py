"""Why the program answers an item as it does, in words."""

from readiness_app.domain.checklist import Item
from readiness_app.domain.computed import UNANSWERED
from readiness_app.domain.gates import gates
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import GateState, State


def why_computed(item: Item, review: Review) -> str:
    """The sentence for DEC-01 (all gates answered), DEC-05 (signed) and DEC-02 (all gates clear or accepted)."""
    if item.id == "DEC-05":
        return _signed(review)
    standings = gates(review)
    if item.id == "DEC-01":
        waiting = [gate.item.id for gate in standings if gate.reason in UNANSWERED]
        return (
            f"Not yet: {_some(waiting)} not answered, not confirmed or expired." if waiting else "Yes: every gate of the tier is answered."
        )
    waiting = [gate.item.id for gate in standings if gate.state is GateState.OPEN]
    return f"Not yet: {_some(waiting)} open." if waiting else "Yes: every gate of the tier is clear, or a named person carries it."


def _signed(review: Review) -> str:
    done, wanted = len(review.sign_offs), len(review.required_roles)
    return "Yes: every required role has signed." if review.state is State.SIGNED else f"Not yet: {done} of {wanted} roles have signed."


def _some(ids: list[str]) -> str:
    named = ", ".join(ids[:6]) + (f" and {len(ids) - 6} more" if len(ids) > 6 else "")
    return f"{len(ids)} {'gate is' if len(ids) == 1 else 'gates are'} ({named})"
