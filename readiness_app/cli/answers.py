"""Answers: what is known about an item, the claims and files that carry it, and what is done about a gap."""

import secrets
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from readiness_app.cli import acting, output, shapes
from readiness_app.cli.options import As, ItemId, Json, ReviewId, WorkspaceFile, iso_date, searched
from readiness_app.cli.trouble import Usage
from readiness_app.domain.changes import AnswerChanged, change_answer
from readiness_app.domain.claim import Claim, SearchLine
from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.review import Answer, Condition, Review, RiskAcceptance
from readiness_app.domain.vocabulary import Confidence, Confidentiality, Knowledge, SourceKind, Stance, UnknownReason, Verdict
from readiness_app.settings import load_settings

PANEL = "Answers"
SHORTEST_PREFIX = 8


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (answer, claim, attach):
        app.command(rich_help_panel=PANEL)(command)
    app.command("accept-risk", rich_help_panel=PANEL)(accept_risk)
    app.command(rich_help_panel=PANEL)(condition)


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
    output.result(shapes.item(after.checklist.item(item), after), item, as_json=as_json)


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
        output.say("It is like that already. Nothing was changed.")
        return before
    return acting.apply(workspace, before, change, by)


def claim(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    statement: Annotated[str, typer.Option("--statement", metavar="TEXT", help="One statement.")],
    source_kind: Annotated[SourceKind, typer.Option("--source-kind", help="The kind of the document you read.")],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Which document, which part.")],
    relays: Annotated[SourceKind | None, typer.Option("--relays", help="What the document passes on.", show_default=False)] = None,
    quote: Annotated[str, typer.Option("--quote", metavar="Q", help="The exact words, short.")] = "",
    page: Annotated[int | None, typer.Option("--page", metavar="N", min=1, help="The page.", show_default=False)] = None,
    dated: Annotated[
        date | None, typer.Option("--dated", parser=iso_date, metavar="DATE", help="The document's date.", show_default=False)
    ] = None,
    counted: Annotated[str, typer.Option("--counted", metavar="TEXT", help="What was counted: the denominator.")] = "",
    contradicts: Annotated[bool, typer.Option("--contradicts", help="It speaks against the others.")] = False,
    address: Annotated[str, typer.Option("--address", metavar="URL", help="Where the document is.")] = "",
    confidence: Annotated[Confidence, typer.Option("--confidence", help="How sure you are of it.")] = Confidence.MEDIUM,
    evidence: Annotated[
        str, typer.Option("--evidence", metavar="SHA256", help="The attached file that carries it; its first 8 or more characters will do.")
    ] = "",
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Add a claim to an item. Prints the claim's id."""
    by = acting.who(as_name)
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        before.checklist.item(item)
        added = Claim(
            id=f"c-{secrets.token_hex(4)}",
            statement=statement,
            source=source,
            source_kind=source_kind,
            stance=Stance.CONTRADICTS if contradicts else Stance.SUPPORTS,
            relays=relays,
            confidence=confidence,
            address=address,
            dated=dated,
            checked=acting.today(),
            quote=quote,
            page=page,
            counted=counted,
            evidence=_attached(before, evidence) if evidence else "",
            added_by=by,
        )
        stored = before.stored_answer(item)
        held = tuple(dict.fromkeys((*stored.evidence, *((added.evidence,) if added.evidence else ()))))
        acting.apply(opened, before, change_answer(before, item, by, claims=(*stored.claims, added), evidence=held), by)
    output.result({"claim": added.id, "item": item}, added.id, as_json=as_json)


def _attached(review: Review, prefix: str) -> str:
    """The full hash of the review's evidence that begins with this prefix; raises NotFound, or Refused for one too short or not unique."""
    wanted = prefix.strip().lower()
    if len(wanted) < SHORTEST_PREFIX:
        raise Refused(f"{prefix} is too short to name a file: give at least {SHORTEST_PREFIX} characters of its hash. Nothing was changed.")
    found = [held.sha256 for held in review.evidence if held.sha256.startswith(wanted)]
    if len(found) > 1:
        raise Refused(f"{prefix} begins the hash of {len(found)} files of this review. Nothing was changed; give more of it.")
    if not found:
        raise NotFound(
            f"No evidence whose hash begins with {wanted[:12]} is attached to this review. Nothing was changed; attach it first."
        )
    return found[0]


def attach(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to keep.")],
    title: Annotated[str, typer.Option("--title", metavar="T", help="What it is; else the file's name.")] = "",
    publisher: Annotated[str, typer.Option("--publisher", metavar="P", help="Who published it.")] = "",
    address: Annotated[str, typer.Option("--address", metavar="URL", help="Where it came from.")] = "",
    revision: Annotated[str, typer.Option("--revision", metavar="R", help="Which revision it is.")] = "",
    published: Annotated[
        date | None, typer.Option("--published", parser=iso_date, metavar="DATE", help="When it was published.", show_default=False)
    ] = None,
    retrieved: Annotated[
        date | None, typer.Option("--retrieved", parser=iso_date, metavar="DATE", help="When it was fetched.", show_default=False)
    ] = None,
    expires: Annotated[
        date | None, typer.Option("--expires", parser=iso_date, metavar="DATE", help="The last day it counts.", show_default=False)
    ] = None,
    confidentiality: Annotated[
        Confidentiality, typer.Option("--confidentiality", help="Only public and internal files go into the report.")
    ] = Confidentiality.INTERNAL,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Keep a file as evidence of an item. Prints its SHA-256."""
    from readiness_app.services import evidence
    from readiness_app.services.files import inspect

    by = acting.who(as_name)
    settings = load_settings()
    details = evidence.Details(
        title=title,
        publisher=publisher,
        address=address,
        revision=revision,
        published=published,
        retrieved=retrieved,
        expires=expires,
        confidentiality=confidentiality,
    )
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        before.checklist.item(item)
        found = inspect(file, settings.evidence_limit)
        evidence.check_review_limit(before, found, settings.review_limit)
        change = evidence.attach_change(before, item, found, details, by, acting.now())
        if change.changes:
            acting.apply(opened, before, change, by, files=(found,))
        else:
            output.say(f"{found.name} carries {item} already. Nothing was changed.")
    shape = {"sha256": found.sha256, "name": found.name, "size": found.size, "media_type": found.media_type, "item": item}
    output.result(shape, found.sha256, as_json=as_json)


def accept_risk(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help="Who carries the risk.")],
    until: Annotated[date, typer.Option("--until", parser=iso_date, metavar="DATE", help="The last day it is carried.")],
    control: Annotated[str, typer.Option("--control", metavar="TEXT", help="The compensating control.")],
    rationale: Annotated[str, typer.Option("--rationale", metavar="TEXT", help="Why it may be carried.")],
    authority: Annotated[str, typer.Option("--authority", metavar="TEXT", help="With what authority.")] = "",
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Record who carries the risk of a gap, and until when. Prints the item's id."""
    by = acting.who(as_name)
    accepted = RiskAcceptance(owner=owner, rationale=rationale, control=control, until=until, authority=authority)
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        before.checklist.item(item)
        after = _saved(opened, before, change_answer(before, item, by, acceptance=accepted), by)
    output.result(shapes.item(after.checklist.item(item), after), item, as_json=as_json)


def condition(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    what: Annotated[str, typer.Option("--what", metavar="TEXT", help="What must be done.")],
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help="Who does it.")],
    due: Annotated[date, typer.Option("--due", parser=iso_date, metavar="DATE", help="By when.")],
    proof: Annotated[str, typer.Option("--proof", metavar="TEXT", help="What proves that it was done.")],
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Add a condition to an item; alone it moves no gate. Prints the condition's id."""
    by = acting.who(as_name)
    added = Condition(id=f"k-{secrets.token_hex(4)}", what=what, owner=owner, due=due, proof=proof)
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        before.checklist.item(item)
        stored = before.stored_answer(item)
        acting.apply(opened, before, change_answer(before, item, by, conditions=(*stored.conditions, added)), by)
    output.result({"condition": added.id, "item": item}, added.id, as_json=as_json)
