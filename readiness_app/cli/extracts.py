"""Extracts of sealed reviews for the vendor or for procurement."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import As, Force, Json, ReviewId, WorkspaceFile, free_to_write
from readiness_app.cli.trouble import Usage
from readiness_app.domain.vocabulary import Audience, ExtractPart

if TYPE_CHECKING:
    from readiness_app.domain.extract import Extract

PANEL = "Reports"


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    app.command(rich_help_panel=PANEL)(extract)


def extract(
    workspace: WorkspaceFile,
    review: ReviewId,
    audience: Annotated[Audience, typer.Option("--for", help="Who is to read it.", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.pdf", help="Where it is written.", show_default=False)] = None,
    parts: Annotated[
        list[ExtractPart] | None,
        typer.Option("--with", metavar="PART", help="Add a part; repeat. Vendor: decision, conditions. Procurement: rationale, answers."),
    ] = None,
    edition: Annotated[
        int | None, typer.Option("--edition", metavar="N", min=1, help="A sealed edition; else the newest.", show_default=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would show and leave out.")] = False,
    force: Force = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Write what a vendor or procurement may see of a sealed review, unsigned. Prints the file's path."""
    from readiness_app.services import extracts

    if out is None and not dry_run:
        raise Usage("--out is missing. Nothing was written; name the file, or only look by --dry-run.")
    if out is not None and not dry_run:
        free_to_write(out, force=force)
    with acting.reading(workspace) as opened:
        found = extracts.preview(opened, review, audience, parts or (), edition)
        if out is not None and not dry_run:
            extracts.write(found, out)
    output.say(f"Shows {', '.join(extracts.shows(found)) or 'no question and no claim'}.")
    output.say(f"Leaves out {', '.join(extracts.leaves_out(found)) or 'no claim and no file'}.")
    if found.superseded:
        output.say(f"Edition {found.edition} is superseded, and every page says so.")
    output.result(_shape(found, None if dry_run else out), str(out) if out and not dry_run else (), as_json=as_json)


def _shape(found: "Extract", out: Path | None) -> dict[str, Any]:
    left = found.left_out
    return {
        "review": found.review,
        "edition": found.edition,
        "superseded": found.superseded,
        "for": found.audience,
        "with": list(found.parts),
        "out": out,
        "digest": found.digest,
        "report_sha256": found.report,
        "signed_report_sha256": found.signed_report,
        "shows": {
            "gaps": len(found.gaps),
            "claims": found.claims,
            "files": len(found.files),
            "conditions": len(found.conditions),
            "answers": len(found.answers),
        },
        "left_out": {
            "claims": {why.value: number for why, number in left.claims.items()} | {"not_theirs": left.not_theirs},
            "files": {level.value: number for level, number in left.files.items()} | {"purged": left.purged},
            "answers": left.answers,
        },
    }
