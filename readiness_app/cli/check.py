"""Checking a workspace: its file, its evidence, its histories and rows, and all of it against the heads that others noted."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import As, Json, WorkspaceFile, existing
from readiness_app.cli.trouble import REFUSED, Usage

if TYPE_CHECKING:
    from readiness_app.services.heads import Departure
    from readiness_app.services.known_here import ReportHead
    from readiness_app.services.reviewing import WorkspaceCheck

PANEL = "Checking"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(rich_help_panel=PANEL)(check)


def check(
    workspace: WorkspaceFile,
    reports: Annotated[
        list[Path] | None,
        typer.Option("--report", metavar="FILE.pdf", help="Also compare with the head in a report that somebody holds; repeat."),
    ] = None,
    acknowledge: Annotated[
        bool, typer.Option("--acknowledge", help="Take the histories as they are, such as after an older copy was put back on purpose.")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for --acknowledge.", show_default=False)] = "",
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Check the file, its evidence, every history and the heads noted of them. Ends with 1 when something is wrong."""
    from readiness_app.services import damage, heads, known_here, reviewing

    by = acting.who(as_name) if acknowledge else ""
    if acknowledge and not reason.strip():
        raise Usage("Say why the histories are taken as they are: add --reason TEXT. Nothing was changed.")
    held = [existing(one) for one in reports or ()]
    with acting.writing(workspace) if acknowledge else acting.reading(workspace) as opened:
        compared = heads.compare(opened)
        meant = heads.acknowledge(opened, acting.now(), by, reason) if acknowledge else ()
        found = reviewing.check(opened)
        heads.note(opened, acting.now())
        said = [known_here.compare_report(opened, one) for one in held]
        known, key = heads.acknowledged(opened), opened.key
    departed = () if acknowledge else compared.departures
    ok = found.ok and not departed and all(one.holds for one in said)
    shape = {
        "ok": ok,
        **_shape(found),
        "departures": [_departure(one) for one in departed],
        "elsewhere": [_departure(one) for one in compared.elsewhere],
        "acknowledged": [{name: getattr(one, name) for name in one.__dataclass_fields__} for one in known],
        "reports": [{"file": str(path), **_report(one)} for path, one in zip(held, said, strict=True)],
    }
    output.result(shape, "ok" if ok else "not ok", as_json=as_json)
    _tell(found)
    _tell_heads(workspace, departed, meant, compared.elsewhere)
    for one in said:
        output.say(one.sentence(workspace.name))
    if not found.ok:
        output.say(f"{workspace.name} is damaged. Nothing was changed; keep this copy. {damage.way_back(workspace, key)}")
    if not ok:
        raise typer.Exit(REFUSED)


def _shape(found: "WorkspaceCheck") -> dict[str, Any]:
    chains = {
        review: {"length": chain.length, "head": chain.head, "first_bad": chain.first_bad, "problem": chain.problem}
        for review, chain in found.chains.items()
    }
    return {
        "file_problems": list(found.file_problems),
        "damaged": list(found.damaged),
        "chains": chains,
        "editions": list(found.anchors),
        "rows": {review: list(sentences) for review, sentences in found.rows.items()},
    }


def _departure(one: "Departure") -> dict[str, Any]:
    return {
        "review": one.review,
        "source": one.source,
        "where": one.where,
        "at": one.at,
        "known": {"length": one.known.length, "head": one.known.head},
        "length": one.length,
        "missing": one.missing,
        "said": one.sentence,
    }


def _report(one: "ReportHead") -> dict[str, Any]:
    return {
        "review": one.review,
        "edition": one.edition,
        "known": {"length": one.known.length, "head": one.known.head},
        "length": one.length,
        "holds": one.holds,
    }


def _tell(found: "WorkspaceCheck") -> None:
    for review, chain in found.chains.items():
        output.say(
            f"{review}: {chain.problem}" if chain.problem else f"{review}: history intact, {chain.length} entries, head {chain.head}"
        )
    for problem in found.file_problems:
        output.say(f"The file: {problem}")
    for sha256 in found.damaged:
        output.say(f"Damaged evidence: {sha256}")
    for problem in found.anchors:
        output.say(problem)
    for review, sentences in found.rows.items():
        for sentence in sentences:
            output.say(f"{review}: {sentence}")


def _tell_heads(
    workspace: Path, departed: "tuple[Departure, ...]", meant: "tuple[Departure, ...]", elsewhere: "tuple[Departure, ...]"
) -> None:
    for one in departed:
        output.say(one.sentence)
    for one in meant:
        output.say(f"Acknowledged: {one.sentence}")
    if elsewhere:
        output.say(f"{workspace.name} is another copy than the one this machine saw, which is no fault: {elsewhere[0].sentence}")
    if departed:
        output.say(
            f"{workspace.name} was put back to an older state, or its history was written anew. Nothing was changed. If an older copy was "
            f"put back on purpose, say so: readiness check {workspace.name} --acknowledge --reason WHY. If not, look for what is missing: "
            f"readiness restore {workspace.name} --list."
        )
