"""The next round: what it would carry over, making it, and confirming answers that came along."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import (
    Access,
    As,
    AsOf,
    Json,
    Lead,
    Model,
    OtherSubject,
    PackId,
    Region,
    ReviewId,
    Route,
    Section,
    Snapshot,
    TierOption,
    Vendor,
    WorkspaceFile,
    scope_answers,
)
from readiness_app.cli.trouble import Usage
from readiness_app.domain.review import Frame
from readiness_app.domain.vocabulary import ScopeAnswer

if TYPE_CHECKING:
    from readiness_app.services.rounds import PlannedRound

PANEL = "Rounds"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    app.command("next-round", rich_help_panel=PANEL)(next_round)
    app.command(rich_help_panel=PANEL)(confirm)


def next_round(
    workspace: WorkspaceFile,
    review: ReviewId,
    checklist: Annotated[
        str | None, typer.Option("--checklist", metavar="ID|FILE", help="A newer checklist; else the same.", show_default=False)
    ] = None,
    pack: PackId = None,
    other_subject: OtherSubject = False,
    vendor: Vendor = None,
    model: Model = None,
    snapshot: Snapshot = None,
    route: Route = None,
    region: Region = None,
    access: Access = None,
    tier: TierOption = None,
    scope: Annotated[list[str] | None, typer.Option("--scope", metavar="KEY=yes|no|open", help="Answer a scope question; repeat.")] = None,
    as_of: AsOf = None,
    lead: Lead = None,
    preview: Annotated[bool, typer.Option("--preview", "--dry-run", help="Say all that would happen, and make nothing.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Begin the next round of a sealed review; every answer comes along unconfirmed. Prints the new review's id."""
    from readiness_app.services import rounds
    from readiness_app.services.rounds import RoundWanted

    by = acting.who(as_name)
    about = _given(vendor=vendor, model=model, snapshot=snapshot, route=route, region=region, access=access)
    parts = _given(tier=tier, lead=lead) | {"as_of": as_of or acting.today()}
    answers = scope_answers(scope or (), tuple(ScopeAnswer))
    with acting.reading(workspace) if preview else acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        frame = replace(before.frame, subject=replace(before.subject, **about), scope=_scoped(before.frame, answers), **parts)
        wanted = RoundWanted(frame=frame, checklist=checklist, pack=pack, other_subject=other_subject)
        planned = rounds.plan_round(opened, review, wanted, by, acting.now())
        for line in rounds.told(planned):
            output.say(line)
        made = planned.next.review if preview else rounds.make_round(opened, planned, by, acting.now())
    output.say("This is a preview: nothing was made." if preview else f"Round {made.round} begins: {made.id}.")
    output.result(shape(planned, made.id, made=not preview), () if preview else made.id, as_json=as_json)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _scoped(frame: Frame, answers: dict[str, ScopeAnswer]) -> dict[str, ScopeAnswer]:
    return {key: answer for key, answer in {**frame.scope, **answers}.items() if answer is not ScopeAnswer.OPEN}


def shape(planned: "PlannedRound", review_id: str, *, made: bool) -> dict[str, Any]:
    """The same for scripts."""
    found = planned.next
    return {
        "review": review_id,
        "made": made,
        "round": found.review.round,
        "carries_on": {"review": planned.before.id, "edition": planned.before.edition, "digest": found.review.previous.digest}
        if found.review.previous
        else None,
        "inherited": list(found.inherited),
        "look_again": list(found.look_again),
        "new": list(found.new),
        "retired": [{"id": item.id, "question": item.question, "answered": item.answered} for item in found.retired],
        "left_behind": {
            "acceptances": list(found.acceptances),
            "decision": found.decision,
            "sign_offs": found.sign_offs,
            "questions": found.questions,
            "replies": found.replies,
        },
        "open_conditions": list(found.open_conditions),
        "evidence": len(found.review.evidence),
        "pack": {kind.value: count for kind, count in planned.packs.counts.items()} if planned.packs else None,
        "remarks": list(planned.remarks),
    }


def confirm(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: Annotated[list[str] | None, typer.Argument(metavar="[ITEM]...", help="The items to confirm.", show_default=False)] = None,
    section: Section = "",
    everything: Annotated[bool, typer.Option("--all", help="Every one that can be confirmed together.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Confirm answers of the round before as they stand; you become one of their reviewers. Prints the ids confirmed."""
    from readiness_app.domain import rounds as rules
    from readiness_app.services import rounds

    by = acting.who(as_name)
    if [bool(item), bool(section), everything].count(True) != 1:
        raise Usage("Name the items to confirm, or one --section, or say --all. Nothing was changed.")
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        found = rules.confirmation(before, by, item) if item else rules.confirmation_of_all(before, by, section)
        rounds.confirm(opened, before, found, by, acting.now())
    confirmed = [change.item for change in found.changes]
    output.say(f"Confirmed: {len(confirmed)}.")
    if found.left:
        output.say(f"Left, because more than the round has changed in them; confirm each alone: {', '.join(found.left)}.")
    output.result({"confirmed": confirmed, "left": list(found.left)}, confirmed, as_json=as_json)
