"""Answers: what is known about an item, and what is done about a gap."""

from datetime import date
from typing import Annotated, Any

import typer

from readiness_app.cli import acting, output, shapes
from readiness_app.cli.options import As, ItemId, Json, ReviewId, WorkspaceFile, alone, iso_date, needed, searched
from readiness_app.cli.trouble import Usage
from readiness_app.domain.changes import AnswerChanged, change_answer, require_open
from readiness_app.domain.claim import SearchLine
from readiness_app.domain.errors import Refused
from readiness_app.domain.gates import blocks_at
from readiness_app.domain.review import Answer, Review, RiskAcceptance
from readiness_app.domain.vocabulary import Knowledge, UnknownReason, Verdict

PANEL = "Answers"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    app.command(rich_help_panel=PANEL)(answer)
    app.command("accept-risk", rich_help_panel=PANEL)(accept_risk)


def answer(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    knowledge: Annotated[Knowledge | None, typer.Option("--knowledge", help="What is known.", show_default=False)] = None,
    verdict: Annotated[Verdict | None, typer.Option("--verdict", help="Whether it is good enough.", show_default=False)] = None,
    reason: Annotated[UnknownReason | None, typer.Option("--reason", help="Why it is unknown.", show_default=False)] = None,
    asked: Annotated[
        date | None, typer.Option("--asked", parser=iso_date, metavar="DATE", help="When the vendor was asked.", show_default=False)
    ] = None,
    search: Annotated[
        list[str] | None, typer.Option("--searched", metavar='"WHERE: WHAT"', help="A line for the search log; repeat.")
    ] = None,
    because: Annotated[str | None, typer.Option("--because", metavar="TEXT", help="Why it does not apply.", show_default=False)] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note; an empty text clears it.", show_default=False)] = None,
    control: Annotated[
        str | None, typer.Option("--control", metavar="TEXT", help="The control that makes it acceptable.", show_default=False)
    ] = None,
    ask_vendor: Annotated[
        bool | None, typer.Option("--ask-vendor/--no-ask-vendor", help="Put it on the vendor's list.", show_default=False)
    ] = None,
    leave_open: Annotated[
        bool | None, typer.Option("--leave-open/--no-leave-open", help="Leave the gap open on purpose.", show_default=False)
    ] = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Change one answer; what is not named stays as it is. Prints the item's id."""
    by = acting.who(as_name)
    named: dict[str, Any] = {
        "knowledge": knowledge,
        "verdict": verdict,
        "unknown_reason": reason,
        "asked": asked,
        "because": because,
        "note": note,
    }
    named |= {"control": control, "ask_vendor": ask_vendor, "left_open": leave_open}
    edits = {field: value for field, value in named.items() if value is not None}
    lines = tuple(_search_line(text, by) for text in search or ())
    if not edits and not lines:
        raise Usage("Say what to change: at least one option of `readiness answer --help`. Nothing was changed.")
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        before.checklist.item(item)
        stored = before.stored_answer(item)
        edits = _fitting(item, stored, edits) | ({"search_log": (*stored.search_log, *lines)} if lines else {})
        after = _saved(opened, before, change_answer(before, item, by, **edits), by)
    _tell_control(after, item)
    output.result(shapes.item(after.checklist.item(item), after), item, as_json=as_json)


def _tell_control(review: Review, item: str) -> None:
    saved = review.stored_answer(item)
    if saved.verdict is Verdict.ACCEPTABLE_WITH_CONTROL and not saved.control.strip():
        open_one = "Its gate stays open" if blocks_at(review.checklist.item(item), review) else "It stays a gap"
        output.say(f"{open_one} until the control is named: use --control.")


def _search_line(text: str, by: str) -> SearchLine:
    where, what = searched(text)
    return SearchLine(where=where, what=what, when=acting.today(), by=by)


def _fitting(item: str, stored: Answer, edits: dict[str, Any]) -> dict[str, Any]:
    """The edits with what no longer fits the knowledge cleared; raises Refused for a reason or a because that would not fit it."""
    knowledge = edits.get("knowledge", stored.knowledge)
    for field, option, fits in (
        ("unknown_reason", "--reason says why an item is unknown", Knowledge.UNKNOWN),
        ("because", "--because says why an item does not apply", Knowledge.NOT_APPLICABLE),
    ):
        if field in edits and knowledge is not fits:
            raise Refused(f"{option}, and {item} would be {knowledge}. Nothing was changed; add --knowledge {fits}.")
        if knowledge is not fits:
            edits = edits | {field: None if field == "unknown_reason" else ""}
    return edits


def _saved(workspace: Any, before: Review, change: AnswerChanged, by: str) -> Review:
    if change.after == change.before:
        require_open(before)
        output.say("It is like that already. Nothing was changed.")
        return before
    return acting.apply(workspace, before, change, by)


def accept_risk(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help="Who carries the risk.", show_default=False)] = None,
    until: Annotated[
        date | None, typer.Option("--until", parser=iso_date, metavar="DATE", help="The last day it is carried.", show_default=False)
    ] = None,
    control: Annotated[str | None, typer.Option("--control", metavar="TEXT", help="The compensating control.", show_default=False)] = None,
    rationale: Annotated[str | None, typer.Option("--rationale", metavar="TEXT", help="Why it may be carried.", show_default=False)] = None,
    authority: Annotated[str, typer.Option("--authority", metavar="TEXT", help="With what authority.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take the acceptance back instead.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Record who carries the risk of a gap, and until when, or take that back. Prints the item's id."""
    by = acting.who(as_name)
    accepted = None
    if remove:
        alone(owner, until, control, rationale, authority or None)
    else:
        needed({"--owner": owner, "--until": until, "--control": control, "--rationale": rationale})
        assert owner is not None and until is not None and control is not None and rationale is not None
        accepted = RiskAcceptance(owner=owner, rationale=rationale, control=control, until=until, authority=authority)
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        before.checklist.item(item)
        if remove and before.stored_answer(item).acceptance is None:
            raise Refused(f"No risk is accepted on {item}. Nothing was changed.")
        after = _saved(opened, before, change_answer(before, item, by, acceptance=accepted), by)
    output.result(shapes.item(after.checklist.item(item), after), item, as_json=as_json)
