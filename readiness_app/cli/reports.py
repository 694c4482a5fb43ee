"""Reports: seal a review into one, draft one, take a signed one back, write a sealed one and its annex again, and print the record."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import As, Force, Json, ReviewId, WorkspaceFile, existing, free_to_write
from readiness_app.domain.errors import ReadinessError, Refused

if TYPE_CHECKING:
    from readiness_app.services.annex import Annex
    from readiness_app.services.workspace import Workspace

PANEL = "Reports"
Out = Annotated[Path, typer.Option("--out", metavar="FILE.pdf", help="Where the report is written.")]
EditionNumber = Annotated[
    int | None, typer.Option("--edition", metavar="N", min=1, help="A sealed edition; else the newest.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (draft, seal, collect, report, annex, record):
        app.command(rich_help_panel=PANEL)(command)


def seal(
    workspace: WorkspaceFile,
    review: ReviewId,
    out: Out,
    with_annex: Annotated[bool, typer.Option("--annex", help="Also write the annex beside the report, where there is one.")] = False,
    force: Force = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Freeze the review and write its report, ready to be signed. Prints the record's digest."""
    from readiness_app.services import annex as annexes
    from readiness_app.services import sealing

    by = acting.who(as_name)
    free_to_write(out, force=force)
    folder = annexes.folder_beside(out)
    if with_annex:
        with _told_of_force():
            annexes.require_free(folder, force=force)  # before the seal, which cannot be taken back
    with acting.writing(workspace) as opened, output.progress() as progress:
        sealed = sealing.seal(opened, acting.load(opened, review), by, acting.now(), out, progress)
        acting.remember(workspace)
        for warning in sealed.warnings:
            output.say(f"Warning: {warning}")
        output.say(f"Edition {sealed.review.edition} is sealed; the report is {out}.")
        shape = {
            "review": review,
            "edition": sealed.review.edition,
            "digest": sealed.digest,
            "report": out,
            "warnings": list(sealed.warnings),
        }
        if with_annex:
            shape["annex"] = _annex_of_sealed(opened, review, folder, force=force)
    output.result(shape, sealed.digest, as_json=as_json)


def _annex_of_sealed(workspace: "Workspace", review: str, folder: Path, *, force: bool) -> Path | None:
    from readiness_app.services import annex as annexes

    if not annexes.files_of(workspace, review):
        output.say("The report leaves no file out, so there is no annex.")
        return None
    try:
        _tell_annex(annexes.write_annex(workspace, review, folder, force=force))
    except ReadinessError:
        output.say("The review is sealed and its report is written, but not its annex; write that with `readiness annex`.")
        raise
    return folder


def report(
    workspace: WorkspaceFile,
    review: ReviewId,
    out: Out,
    edition: EditionNumber = None,
    force: Force = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Write the report of a sealed edition again, with every signature collected so far. Prints the file's path."""
    from readiness_app.services import sealing

    free_to_write(out, force=force)
    with acting.reading(workspace) as opened:
        current = acting.load(opened, review).edition
        written = sealing.export_edition(opened, review, out, edition)
    if written < current:
        output.say(f"Edition {written} is superseded: edition {current} is the current one.")
    shape = {"review": review, "edition": written, "superseded": written < current, "report": out}
    output.result(shape, str(out), as_json=as_json)


def annex(
    workspace: WorkspaceFile,
    review: ReviewId,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to make, best REPORT-annex beside REPORT.pdf.")],
    edition: EditionNumber = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an annex that is there.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Write the files that a sealed report lists by hash alone into a folder. Prints the folder's path."""
    from readiness_app.services import annex as annexes

    with acting.reading(workspace) as opened, _told_of_force():
        written = annexes.write_annex(opened, review, out, edition, force=force)
    _tell_annex(written)
    output.result(_annex_shape(review, written), str(out), as_json=as_json)


@contextmanager
def _told_of_force() -> Iterator[None]:
    from readiness_app.services.annex import AnnexThere

    try:
        yield
    except AnnexThere as trouble:
        raise Refused(f"{trouble} Or replace it with --force.") from None


def _tell_annex(written: "Annex") -> None:
    output.say(f"The annex {written.folder} holds {len(written.files)} of the files that the report lists by hash alone.")
    output.say("It may hold what is confidential, under NDA or a program: look before you pass it on with the report.")
    if written.gone:
        output.say(f"Not there, because their bytes were purged: {', '.join(one.name for one in written.gone)}.")


def _annex_shape(review: str, written: "Annex") -> dict[str, Any]:
    return {
        "review": review,
        "edition": written.edition,
        "annex": written.folder,
        "files": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in written.files],
        "gone": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in written.gone],
    }


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
