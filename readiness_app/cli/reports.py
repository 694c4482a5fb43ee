"""Reports: seal a review into one, draft one, take a signed one back, and print the record."""

from pathlib import Path
from typing import Annotated

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import As, Force, Json, ReviewId, WorkspaceFile, existing, free_to_write

PANEL = "Reports"
Out = Annotated[Path, typer.Option("--out", metavar="FILE.pdf", help="Where the report is written.")]


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (draft, seal, collect, record):
        app.command(rich_help_panel=PANEL)(command)


def seal(workspace: WorkspaceFile, review: ReviewId, out: Out, force: Force = False, as_name: As = None, as_json: Json = False) -> None:
    """Freeze the review and write its report, ready to be signed. Prints the record's digest."""
    from readiness_app.services import sealing

    by = acting.who(as_name)
    free_to_write(out, force=force)
    with acting.writing(workspace) as opened, output.progress() as progress:
        sealed = sealing.seal(opened, acting.load(opened, review), by, acting.now(), out, progress)
    acting.remember(workspace)
    for warning in sealed.warnings:
        output.say(f"Warning: {warning}")
    output.say(f"Edition {sealed.review.edition} is sealed; the report is {out}.")
    shape = {"review": review, "edition": sealed.review.edition, "digest": sealed.digest, "report": out, "warnings": list(sealed.warnings)}
    output.result(shape, sealed.digest, as_json=as_json)


def draft(workspace: WorkspaceFile, review: ReviewId, out: Out, force: Force = False, as_name: As = None, as_json: Json = False) -> None:
    """Write the report so far, marked DRAFT on every page. Prints the file's path."""
    from readiness_app.services import sealing

    free_to_write(out, force=force)
    with acting.reading(workspace) as opened, output.progress() as progress:
        sealing.draft(opened, acting.load(opened, review), out, progress)
    output.result({"review": review, "report": out}, str(out), as_json=as_json)


def collect(
    workspace: WorkspaceFile,
    review: ReviewId,
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="The report, signed elsewhere.")],
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Take back a report that was signed elsewhere. Prints the review's state: signed once every role has signed."""
    from readiness_app.services import signing_off

    by = acting.who(as_name)
    with acting.writing(workspace) as opened:
        after = signing_off.collect(opened, acting.load(opened, review), existing(file), by, acting.now())
    acting.remember(workspace)
    signed = {sign_off.role for sign_off in after.sign_offs}
    missing = [role for role in after.required_roles if role not in signed]
    output.say(f"Still to sign: {', '.join(missing)}." if missing else "Every required role has signed.")
    shape = {"review": review, "state": after.state, "signed": [s.role for s in after.sign_offs], "missing": missing}
    output.result(shape, str(after.state), as_json=as_json)


def record(workspace: WorkspaceFile, review: ReviewId, as_name: As = None, as_json: Json = False) -> None:
    """Print the canonical record, byte for byte; its SHA-256 is the digest. It is JSON with and without --json."""
    from readiness_app.services import sealing

    with acting.reading(workspace) as opened:
        data = sealing.record(opened, acting.load(opened, review))
    output.raw(data)
