"""Comparing two reviews, editions, records or reports, and two packs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from readiness_app.cli import acting, output, shapes
from readiness_app.cli.options import As, Force, Json, WorkspaceFile, free_to_write
from readiness_app.domain.claim import Claim
from readiness_app.domain.comparison import Compared, Comparison, ItemComparison, Standing
from readiness_app.domain.vocabulary import Difference, GateMove
from readiness_app.wording import percent, word

PANEL = "Rounds"
Out = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="FILE.pdf|.csv", help="Also write the comparison into a file; repeat for both.", show_default=False),
]
Only = Annotated[
    list[Difference] | None,
    typer.Option("--only", help="List only items of this kind; repeat. The file holds all of them.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Adds the command; `pack compare` is added by the group of packs."""
    app.command(rich_help_panel=PANEL)(compare)


def compare(
    workspace: WorkspaceFile,
    review: Annotated[str, typer.Argument(metavar="REVIEW", help="The first: a review's id, ID@EDITION, a record .json or a report .pdf.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The second, named in the same way.")],
    out: Out = None,
    only: Only = None,
    force: Force = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Compare two reviews: what was resolved, by what and from whom, what changed, which gates moved. Prints the ids that differ."""
    from readiness_app.services import comparing

    with acting.reading(workspace) as opened:
        found = comparing.compare(opened, review, other)
    _give(found, out or (), only or (), force=force, as_json=as_json)


def compare_packs(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The first pack: an id or a file.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The second.")],
    out: Out = None,
    only: Only = None,
    force: Force = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Compare two packs item by item: what the second proposes anew, otherwise, or no longer. Prints the ids that are not the same."""
    from readiness_app.services import comparing

    _give(comparing.compare_packs(old, new), out or (), only or (), force=force, as_json=as_json)


def _give(found: Comparison, out: Sequence[Path], only: Sequence[Difference], *, force: bool, as_json: bool) -> None:
    from readiness_app.services import comparing

    for path in out:  # all are looked at before the first is written
        comparing.check_name(path)
        free_to_write(path, force=force)
    for path in out:
        comparing.write(found, path)
    items = [item for item in found.items if (item.kind in only if only else item.kind is not Difference.SAME or _moved(item))]
    if not as_json:
        _tell(found, items)
        for path in out:
            output.say(f"The comparison is {path}.")
    output.result(_shape(found, items), [item.id for item in items], as_json=as_json)


def _moved(item: ItemComparison) -> bool:
    return item.gate in (GateMove.OPENED, GateMove.CLOSED)


def _tell(found: Comparison, items: Sequence[ItemComparison]) -> None:
    for name, side in (("First", found.before), ("Second", found.after)):
        output.say(f"{name}: {_told(side)}")
    counts = ", ".join(f"{word(kind).lower()} {number}" for kind, number in found.counts.items())
    output.say(f"Items: {counts}.")
    if not found.after.is_pack:
        moves = ", ".join(f"{word(move).removeprefix('Gate ')} {number}" for move, number in found.gate_counts.items())
        output.say(f"Gates: {moves}.")
    columns = ("Item", "What", "Was", "Is", "Gate", "By what, from whom")
    output.table(columns, [_row(item) for item in items])


def _told(side: Compared) -> str:
    if side.figures is None:
        return f"{side.title}, version {side.pack}"
    low, high = percent(side.figures.range.low), percent(side.figures.range.high)
    number = f"round {side.round}, edition {side.edition}, {side.state}"
    return f"{side.title}, as of {side.as_of}, {number}, ready {low} to {high} %, digest {side.digest[:16]}…"


def _row(item: ItemComparison) -> tuple[str, ...]:
    move = word(item.gate) if item.gate and item.gate is not GateMove.SETTLED else ""
    why = "; ".join(f"{word(claim.source_kind)}: {claim.source}" for claim in item.resolved_by[:3]) or ", ".join(item.differs)
    return item.id, word(item.kind), _stands(item.before), _stands(item.after), move, why


def _stands(side: Standing | None) -> str:
    return "" if side is None else f"{word(side.knowledge)}{', unconfirmed' if side.unconfirmed else ''}"


def _shape(found: Comparison, items: Sequence[ItemComparison]) -> dict[str, Any]:
    return {
        "before": _side(found.before),
        "after": _side(found.after),
        "counts": {kind.value: number for kind, number in found.counts.items()},
        "gates": {move.value: [item.id for item in found.of_gate(move)] for move in GateMove},
        "items": [_item(item) for item in items],
    }


def _side(side: Compared) -> dict[str, Any]:
    common = {"id": side.id, "title": side.title, "subject": shapes.subject(side.subject), "as_of": side.as_of}
    if side.figures is None:
        return common | {"version": side.pack, "checklist": side.checklist}
    return common | {
        "tier": side.tier,
        "round": side.round,
        "edition": side.edition,
        "state": side.state,
        "digest": side.digest,
        "checklist": {"title": side.checklist, "version": side.checklist_version},
        "pack": side.pack,
        "decision": shapes.decision(side.decision),
        "knowledge": shapes.counts(side.figures.knowledge),
        "verdict": shapes.counts(side.figures.verdict),
        "unconfirmed": side.figures.unconfirmed,
        **shapes.standing_figures(side.figures),
    }


def _item(item: ItemComparison) -> dict[str, Any]:
    return {
        "id": item.id,
        "section": item.section,
        "question": item.question,
        "kind": item.kind,
        "before": _standing(item.before),
        "after": _standing(item.after),
        "differs": list(item.differs),
        "gate": item.gate,
        "resolved_by": [_claim(claim) for claim in item.resolved_by],
        "added": [_claim(claim) for claim in item.added],
        "gone": [_claim(claim) for claim in item.gone],
    }


def _standing(side: Standing | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "knowledge": side.knowledge,
        "unknown_reason": side.unknown_reason,
        "verdict": side.verdict,
        "gap": side.gap,
        "unconfirmed": side.unconfirmed,
        "gate": side.gate,
        "gate_reason": side.gate_reason,
        "hard": side.hard,
        "claims": len(side.claims),
        "answered_by": list(side.people),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {"statement": claim.statement, "source": claim.source, "source_kind": claim.source_kind, "dated": claim.dated}
