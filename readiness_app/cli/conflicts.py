"""Conflicts: say which claims prevail and why, or withdraw that."""

from typing import Annotated

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import As, ItemId, Json, ReviewId, WorkspaceFile, alone, needed, the_one
from readiness_app.domain import conflicts
from readiness_app.domain.vocabulary import Knowledge

PANEL = "Answers"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(rich_help_panel=PANEL)(resolve)


def resolve(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    prevails: Annotated[
        list[str] | None,
        typer.Option("--prevails", metavar="CLAIM-ID", help="A claim that prevails; repeat. `show` lists them.", show_default=False),
    ] = None,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Why it prevails.", show_default=False)] = None,
    knowledge: Annotated[
        Knowledge | None, typer.Option("--knowledge", help="What is known then: known or partly_known.", show_default=False)
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Withdraw the resolution instead; the item is contested again.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Resolve a conflict between claims that support an item and claims that contradict it; both stay. Prints the item's id."""
    by = acting.who(as_name)
    if remove:
        alone(prevails, why, knowledge)
    else:
        needed({"--prevails": prevails, "--why": why, "--knowledge": knowledge})
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        before.checklist.item(item)
        if remove:
            change = conflicts.withdraw(before, item, by)
        else:
            assert prevails is not None and why is not None and knowledge is not None
            claims = before.stored_answer(item).claims
            won = [the_one(claims, name, item, "claim") for name in prevails]
            change = conflicts.resolve(before, item, won, why, knowledge, by, acting.now())
        acting.apply(opened, before, change, by)
    resolution = change.after.resolution
    shape = {
        "item": item,
        "knowledge": change.after.knowledge,
        "prevails": list(resolution.prevails) if resolution else [],
        "why": resolution.why if resolution else "",
        "removed": remove,
    }
    output.result(shape, item, as_json=as_json)
