"""Reviews: make one, change what it is about, see where it stands, adopt what its pack proposes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readiness_app.cli import acting, output, shapes, unlocking
from readiness_app.cli.options import (
    Access,
    As,
    AsOf,
    Json,
    Lead,
    Marking,
    Model,
    OtherSubject,
    PackId,
    PaperOption,
    Region,
    ReviewId,
    Route,
    Snapshot,
    TierOption,
    Vendor,
    WorkspaceFile,
    scope_answers,
)
from readiness_app.cli.trouble import Usage
from readiness_app.domain.changes import FrameChanged, require_open
from readiness_app.domain.lapses import Lapse, lapses, pressing
from readiness_app.domain.review import Frame, Review, Subject
from readiness_app.domain.vocabulary import ScopeAnswer, State, Tier
from readiness_app.wording import lapse_lines, percent, word

if TYPE_CHECKING:
    from readiness_app.domain.adoption import Adoption
    from readiness_app.services.reviewing import NewReview
    from readiness_app.services.workspace import Workspace

PANEL = "Reviews"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (new, edit, reviews, adopt):
        app.command(rich_help_panel=PANEL)(command)
    app.command(rich_help_panel=PANEL)(status)
    app.command(rich_help_panel=PANEL)(items)


def new(
    workspace: WorkspaceFile,
    checklist: Annotated[str, typer.Option("--checklist", metavar="ID|FILE", help="Which checklist; `checklists` lists them.")],
    vendor: Annotated[str, typer.Option("--vendor", metavar="V", help="Who makes the model.")],
    model: Annotated[str, typer.Option("--model", metavar="M", help="The model's name.")],
    tier: Annotated[Tier, typer.Option("--tier", help="What the model will be used for.")],
    snapshot: Snapshot = None,
    route: Route = None,
    region: Region = None,
    access: Access = None,
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", metavar="KEY=yes|no", help="Answer a scope question; `checklist show` lists them; repeat."),
    ] = None,
    pack: PackId = None,
    other_subject: OtherSubject = False,
    as_of: AsOf = None,
    lead: Lead = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Start a review; the workspace is made if need be. Prints the review's id."""
    from readiness_app.services.reviewing import NewReview

    by = acting.who(as_name)
    wanted = NewReview(
        checklist=checklist,
        subject=Subject(vendor=vendor, model=model, snapshot=snapshot or "", route=route or "", region=region or "", access=access or ""),
        tier=tier,
        as_of=as_of or acting.today(),
        lead=lead or "",
        scope=scope_answers(scope or (), (ScopeAnswer.YES, ScopeAnswer.NO)),
        pack=pack or "",
        other_subject=other_subject,
    )
    review = _create(workspace, wanted, by)
    output.result({"review": review.id, "workspace": workspace, "as_of": review.as_of}, review.id, as_json=as_json)


def _create(path: Path, wanted: "NewReview", by: str) -> Review:
    from readiness_app.services.reviewing import begun, create_review
    from readiness_app.services.workspace import Workspace

    at = acting.now()
    begun(wanted, by, at)  # a review that is refused makes no workspace
    with Workspace.open_or_create(path, unlocking.key_for(path)) as workspace:
        return create_review(workspace, wanted, by, at)


def edit(
    workspace: WorkspaceFile,
    review: ReviewId,
    vendor: Vendor = None,
    model: Model = None,
    snapshot: Snapshot = None,
    route: Route = None,
    region: Region = None,
    access: Access = None,
    tier: TierOption = None,
    scope: Annotated[
        list[str] | None, typer.Option("--scope", metavar="KEY=yes|no|open", help="Answer a scope question, or open it again; repeat.")
    ] = None,
    as_of: AsOf = None,
    pack: PackId = None,
    other_subject: OtherSubject = False,
    lead: Lead = None,
    confidentiality: Marking = None,
    paper: PaperOption = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Change what `new` set, while the review is open."""
    by = acting.who(as_name)
    about = _given(vendor=vendor, model=model, snapshot=snapshot, route=route, region=region, access=access)
    parts = _given(tier=tier, as_of=as_of, lead=lead, confidentiality=confidentiality, paper=paper)
    answers = scope_answers(scope or (), tuple(ScopeAnswer))
    if not (about or parts or answers or pack is not None):
        raise Usage("Say what to change: at least one option of `readiness edit --help`. Nothing was changed.")
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        scoped = _answered(before.frame, answers)
        frame = replace(scoped, subject=replace(before.subject, **about), **parts)
        frame = _with_pack(opened, before, frame, pack, other_subject=other_subject)
        change = FrameChanged(before=before.frame, after=frame)
        if frame == before.frame:
            require_open(before)
            output.say("It is like that already. Nothing was changed.")
        else:
            acting.apply(opened, before, change, by)
    output.result({"review": before.id, "changed": change.title if frame != before.frame else ""}, before.id, as_json=as_json)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _answered(frame: Frame, answers: Mapping[str, ScopeAnswer]) -> Frame:
    merged = {**frame.scope, **answers}
    # An open answer that the review never had stays out, so that opening a question takes the review back to what it was.
    return replace(frame, scope={key: answer for key, answer in merged.items() if answer is not ScopeAnswer.OPEN or key in frame.scope})


def _with_pack(workspace: "Workspace", before: Review, frame: Frame, pack: str | None, *, other_subject: bool) -> Frame:
    """The frame with the pack that was asked for; a pack already there is checked again when the subject changes (rule 8)."""
    from readiness_app.services.reviewing import change_pack

    kept = frame.pack
    if pack is None and (kept is None or frame.subject == before.subject):
        return frame
    wanted = pack if pack is not None else kept.id if kept else ""
    insisted = other_subject or (pack is None and kept is not None and kept.other_subject)
    return change_pack(workspace, replace(before, frame=frame), wanted, other_subject=insisted).after


def reviews(workspace: WorkspaceFile, as_name: As = None, as_json: Json = False) -> None:
    """List the reviews of a workspace, the one changed last first."""
    from readiness_app.services.summaries import summaries

    with acting.reading(workspace) as opened:
        found = summaries(opened, acting.today())
    documents = [
        {
            "id": row.id,
            "subject": shapes.subject(row.subject),
            "tier": row.tier,
            "round": row.round,
            "edition": row.edition,
            "state": row.state,
            **shapes.standing_figures(row.measures),
            "as_of": row.as_of,
            "decision": shapes.decision(row.decision),
            "lapsing": lapse_lines(row.lapsing, date.isoformat),
            "today": shapes.standing_figures(row.today),
            "questions": asdict(row.vendor),
        }
        for row in found
    ]
    rows = [
        (
            row.id,
            f"{row.subject.vendor} {row.subject.model}",
            row.tier,
            str(row.round),
            row.state,
            _percent(row.measures),
            _open_gates(row.measures),
        )
        for row in found
    ]
    columns = ("Review", "Subject", "Tier", "Round", "State", "Readiness", "Open gates")
    output.listing(documents, [row.id for row in found], columns, rows, as_json=as_json)


def _percent(figures: Any) -> str:
    return f"{percent(figures.range.low)} to {percent(figures.range.high)} %"


def _open_gates(figures: Any) -> str:
    return str(shapes.counts(figures.gates)["open"])


def status(workspace: WorkspaceFile, review: ReviewId, as_name: As = None, as_json: Json = False) -> None:
    """Show where a review stands at its as-of date, and how things stand today. Prints its state."""
    from readiness_app.services.reviewing import history

    with acting.reading(workspace) as opened:
        found = acting.load(opened, review)
        entries = history(opened, review)
        acting.warn_of_rows(opened, review)
        acting.look(opened)
    shape = shapes.status(found, acting.today(), len(entries), entries[-1].hash if entries else "")
    if not as_json:
        _tell_status(shape)
        _tell_lapses(lapses(found, acting.today()))
    output.result(shape, str(found.state), as_json=as_json)


def _signature(one: dict[str, Any]) -> str:
    name = one["name"] or "nobody named"
    if one["state"] == "declined":
        return f"{name}; declined by {one['declined_by']}: {one['reason'].rstrip('.')}"
    if one["state"] == "signed":
        return f"{name}, signed{one['time']: %Y-%m-%d %H:%M} UTC" if one["time"] else f"{name}, signed"
    return f"{name}, has not signed yet"


def _tell_status(shape: dict[str, Any]) -> None:
    about = " ".join(text for text in shape["subject"].values() if text)
    output.say(
        f"{about}, tier {shape['tier']}, as of {shape['as_of']}, round {shape['round']}, edition {shape['edition']}, {shape['state']}."
    )
    if previous := shape["carries_on"]:
        output.say(f"Carries on {previous['review']}, edition {previous['edition']}, digest {previous['digest'][:16]}….")
    waiting = f" {shape['unconfirmed']} answers wait to be confirmed." if shape["unconfirmed"] else ""
    output.say(f"Reviewed: {shape['reviewed']} of {shape['items_in_scope']} items in scope.{waiting}")
    output.say(f"Knowledge: {_listed(shape['knowledge'])}.")
    output.say(f"Verdict: {_listed(shape['verdict'])}.")
    output.say(_range_and_gates("At the as-of date", shape))
    output.say(_range_and_gates("Today", shape["today"]))
    if lost := shape["quotes_missing"]:
        output.say(f"Quotes were not found in their files, so these are gaps: {', '.join(lost)}.")
    if shape["questions"]["lists"]:
        output.say(
            "Vendor: {asked} questions are out, {overdue} of them overdue; {waiting} replies wait for you.".format(**shape["questions"])
        )
    if shape["state"] is not State.OPEN:
        for one in shape["signatures"]:
            output.say(f"{word(one['role'])}: {_signature(one)}.")
    following = f" Next question: {shape['next'] or 'none'}." if shape["state"] is State.OPEN else ""
    output.say(f"Decision: {shape['decision']['outcome'] if shape['decision'] else 'none yet'}.{following}")


def _tell_lapses(found: Sequence[Lapse]) -> None:
    near = pressing(found)
    for line in lapse_lines(near, date.isoformat):
        output.say(f"{line}.")
    if later := found[len(near) :]:
        output.say(f"Later: {len(later)} more, the first after {later[0].day}.")


def _range_and_gates(when: str, shape: dict[str, Any]) -> str:
    low, high = shape["range"]["low"], shape["range"]["high"]
    return f"{when}: ready {percent(low)} %, {percent(high)} % if every gap turned out well. Gates: {_listed(shape['gates'])}."


def _listed(figures: Mapping[str, int]) -> str:
    return ", ".join(f"{word.replace('_', ' ')} {count}" for word, count in figures.items() if count) or "none"


def items(
    workspace: WorkspaceFile,
    review: ReviewId,
    gaps: Annotated[bool, typer.Option("--gaps", help="Only items in scope that are not both known and acceptable.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """List all items of the checklist with their answers. Prints their ids."""
    from readiness_app.domain.asking import askings
    from readiness_app.domain.measures import is_gap

    with acting.reading(workspace) as opened:
        found = acting.load(opened, review)
    in_scope = {item.id for item in found.items_in_scope()}
    wanted = [item for item in found.checklist.items() if not gaps or (item.id in in_scope and is_gap(item, found))]
    asked = askings(found, acting.today())
    documents = [shapes.item(item, found) | {"vendor": asked[item.id].state if item.id in asked else None} for item in wanted]
    rows = [(row["id"], row["knowledge"], row["verdict"], _gate_word(row["gate"]), row["question"]) for row in documents]
    output.listing(documents, [item.id for item in wanted], ("Item", "Knowledge", "Verdict", "Gate", "Question"), rows, as_json=as_json)


def _gate_word(gate: dict[str, Any] | None) -> str:
    if gate is None or gate["state"] is None:
        return ""
    return f"{gate['state']}, hard" if gate["hard"] else str(gate["state"])


def adopt(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: Annotated[list[str] | None, typer.Argument(metavar="[ITEM]...", help="The items to adopt.", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every item the pack speaks of.")] = False,
    newer: Annotated[bool, typer.Option("--newer", help="With --all: also take newer proposals over an older pack's.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Adopt what the pack proposes, never a verdict. Prints the ids adopted; says what was skipped."""
    from readiness_app.services import reviewing

    by = acting.who(as_name)
    if bool(item) is everything:
        raise Usage("Name the items to adopt, or say --all. Nothing was changed.")
    if newer and not everything:
        raise Usage("--newer belongs to --all; an item that is named is taken anew in any case. Nothing was changed.")
    with acting.writing(workspace) as opened:
        wanted = None if everything else item
        _, found = reviewing.adopt(opened, acting.load(opened, review), by, acting.now(), wanted, renew=newer)
    adopted = [change.item for change in found.changes]
    _tell_adoption(found)
    lists = ("skipped", "already", "silent", "renewed", "earlier", "same")
    shape = {"adopted": adopted} | {name: list(getattr(found, name)) for name in lists}
    output.result(shape, adopted, as_json=as_json)


def _tell_adoption(found: "Adoption") -> None:
    output.say(f"Adopted: {len(found.changes)}.")
    for why, names in (
        ("Skipped, because a person has answered them", found.skipped),
        ("Put in the place of an older pack's proposal", found.renewed),
        ("Adopted from an older pack, and the newer one says otherwise; take it by name, or with --all --newer", found.earlier),
        ("Adopted from an older pack that says the same", found.same),
        ("Adopted before", found.already),
        ("The pack says nothing about", found.silent),
    ):
        if names:
            output.say(f"{why}: {', '.join(names)}.")
