"""Conditions: add one to an item or take it back, and record that it was met."""

import secrets
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import (
    As,
    ItemId,
    Json,
    ReviewId,
    WorkspaceFile,
    alone,
    attached,
    existing,
    iso_date,
    needed,
    the_one,
    without,
)
from readiness_app.cli.trouble import Usage
from readiness_app.domain.changes import change_answer
from readiness_app.domain.fulfilling import require_open, unmeet
from readiness_app.domain.review import Condition
from readiness_app.settings import load_settings

PANEL = "Answers"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    app.command(rich_help_panel=PANEL)(condition)
    app.command("condition-done", rich_help_panel=PANEL)(condition_done)


def condition(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    what: Annotated[str | None, typer.Option("--what", metavar="TEXT", help="What must be done.", show_default=False)] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help="Who does it.", show_default=False)] = None,
    due: Annotated[date | None, typer.Option("--due", parser=iso_date, metavar="DATE", help="By when.", show_default=False)] = None,
    proof: Annotated[str | None, typer.Option("--proof", metavar="TEXT", help="What proves that it was done.", show_default=False)] = None,
    remove: Annotated[
        str | None, typer.Option("--remove", metavar="ID", help="Take this condition back instead; `show` lists them.", show_default=False)
    ] = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Add a condition to an item, or take one back; alone it moves no gate. Prints the condition's id."""
    by = acting.who(as_name)
    if remove is not None:
        alone(what, owner, due, proof)
    else:
        needed({"--what": what, "--owner": owner, "--due": due, "--proof": proof})
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        before.checklist.item(item)
        held = before.stored_answer(item).conditions
        if remove is None:
            name = f"k-{secrets.token_hex(4)}"
            kept = (*held, Condition(id=name, what=what or "", owner=owner or "", due=due, proof=proof or ""))
        else:
            name, kept = remove, without(held, remove, item, "condition")
        acting.apply(opened, before, change_answer(before, item, by, conditions=kept), by)
    output.result({"condition": name, "item": item, "removed": remove is not None}, name, as_json=as_json)


def condition_done(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    condition_id: Annotated[str, typer.Argument(metavar="CONDITION", help="The id that `condition` printed; `show` lists them.")],
    proof: Annotated[str | None, typer.Option("--proof", metavar="TEXT", help="What proves it, in words.", show_default=False)] = None,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", metavar="SHA256", help="An attached file that shows it; 8 characters will do.", show_default=False),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="A file that shows it; it is attached.", show_default=False)
    ] = None,
    on: Annotated[
        date | None, typer.Option("--on", parser=iso_date, metavar="DATE", help="The day it was met; else today.", show_default=False)
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take it back: the condition is not met.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Record that a condition was met, with its proof, while the review is open. Prints the condition's id."""
    from readiness_app.services.conditions import Met, meet_change
    from readiness_app.services.evidence import check_review_limit
    from readiness_app.services.files import inspect

    by = acting.who(as_name)
    if remove:
        alone(proof, evidence, file, on)
    else:
        needed({"--proof": proof})
    if evidence is not None and file is not None:
        raise Usage("--evidence names an attached file and --file a new one; give one of them. Nothing was changed.")
    settings, at = load_settings(), acting.now()
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        require_open(before)
        before.checklist.item(item)
        name = the_one(before.stored_answer(item).conditions, condition_id, item, "condition")
        if remove:
            acting.apply(opened, before, unmeet(before, item, name, by), by)
        else:
            found = inspect(existing(file), settings.evidence_limit) if file is not None else None
            if found is not None:
                check_review_limit(before, found, settings.review_limit)
            met = Met(proof=proof or "", on=on or acting.today(), evidence=attached(before, evidence) if evidence else "")
            change = meet_change(before, item, name, met, by, at, file=found)
            acting.apply(opened, before, change, by, files=(found,) if found else ())
    output.result({"condition": name, "item": item, "met": not remove}, name, as_json=as_json)
