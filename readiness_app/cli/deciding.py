"""Deciding: the outcome, who signs in which role, and what happens to a sealed review."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from readiness_app.cli import acting, output, shapes
from readiness_app.cli.options import As, Json, ReviewId, RoleName, WorkspaceFile, existing, iso_date
from readiness_app.domain.changes import DecisionMade
from readiness_app.domain.review import Decision
from readiness_app.domain.vocabulary import Outcome

PANEL = "Deciding"
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stands in the history.")]


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (decide, signatory, reopen, decline):
        app.command(rich_help_panel=PANEL)(command)


def decide(
    workspace: WorkspaceFile,
    review: ReviewId,
    outcome: Annotated[Outcome, typer.Option("--outcome", help="What is decided.")],
    rationale: Annotated[str, typer.Option("--rationale", metavar="TEXT", help="Why.")],
    valid_until: Annotated[
        date | None, typer.Option("--valid-until", parser=iso_date, metavar="DATE", help="The last day it holds.", show_default=False)
    ] = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Record the decision. Prints the outcome."""
    by = acting.who(as_name)
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        acting.warn_of_rows(opened, review)
        made = Decision(
            outcome=outcome, rationale=rationale, valid_until=valid_until, made_by=by, made=acting.now(), edition=before.edition
        )
        acting.apply(opened, before, DecisionMade(before=before.decision, after=made), by)
    output.result(shapes.decision(made), str(outcome), as_json=as_json)


def signatory(
    workspace: WorkspaceFile,
    review: ReviewId,
    role: RoleName,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who signs in this role.")],
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="FILE.pem", help="Pin the role to this certificate.", show_default=False)
    ] = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Name who signs in a role. Prints the fingerprint of the pinned certificate, if there is one."""
    from readiness_app.services.signing_off import signatory_change

    by = acting.who(as_name)
    if certificate is not None:
        existing(certificate)
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        after = acting.apply(opened, before, signatory_change(before, role, name, certificate), by)
    named = after.signatory(role)
    fingerprint = named.fingerprint if named else ""
    if not fingerprint:
        output.say(f"No certificate is pinned to {role}: a signature there will be known by its name only.")
    output.result({"role": role, "name": named.name if named else "", "fingerprint": fingerprint}, fingerprint or (), as_json=as_json)


def reopen(workspace: WorkspaceFile, review: ReviewId, reason: Reason, as_name: As = None, as_json: Json = False) -> None:
    """Open a sealed or signed review as the next edition; the decision is cleared. Prints the edition."""
    from readiness_app.services import sealing

    by = acting.who(as_name)
    with acting.writing(workspace) as opened:
        after = sealing.reopen(opened, acting.load(opened, review), reason, by, acting.now())
    acting.remember(workspace)
    output.say(f"Edition {after.edition} is open; edition {after.edition - 1} is superseded and its report still verifies as what it was.")
    output.result({"review": after.id, "state": after.state, "edition": after.edition}, str(after.edition), as_json=as_json)


def decline(workspace: WorkspaceFile, review: ReviewId, role: RoleName, reason: Reason, as_name: As = None, as_json: Json = False) -> None:
    """Record that a signatory will not sign; this edition can then not become signed. Prints the role."""
    from readiness_app.services import sealing

    by = acting.who(as_name)
    with acting.writing(workspace) as opened:
        after = sealing.decline(opened, acting.load(opened, review), role, reason, by, acting.now())
    acting.remember(workspace)
    output.say(f"Edition {after.edition} can no longer become signed; reopen the review to go on.")
    output.result({"review": after.id, "state": after.state, "role": role, "reason": reason.strip()}, str(role), as_json=as_json)
