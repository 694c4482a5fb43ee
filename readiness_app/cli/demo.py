"""The main job on real input in one command: a sample review, sealed, signed, collected and verified."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.checking import IDENTITIES, tell_signers
from readiness_app.cli.options import As, Json
from readiness_app.cli.trouble import REFUSED

if TYPE_CHECKING:
    from readiness_app.services.demo import Demo


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(rich_help_panel="Start here")(demo)


def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to put it; an existing folder is renamed aside.")] = Path(
        "readiness-demo"
    ),
    no_window: Annotated[bool, typer.Option("--no-window", help="Do not open the window on it.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Make the sample review, seal it, sign it with fresh identities, verify the report. Prints the report's path."""
    from readiness_app.services.demo import make_demo

    with output.progress() as progress:
        made = make_demo(out, acting.now(), progress)
    acting.remember(made.workspace)
    _tell(made)
    shape = {
        "workspace": made.workspace,
        "review": made.review.id,
        "report": made.report,
        "valid": made.verification.valid,
        "summary": made.verification.summary,
        "identities": made.verification.identities,
    }
    output.result(shape, str(made.report), as_json=as_json)
    if not made.verification.valid:
        raise typer.Exit(REFUSED)
    if not no_window and has_display():
        open_window(made.workspace)


def _tell(made: "Demo") -> None:
    output.say(made.verification.summary)
    output.say(f"{IDENTITIES[made.verification.identities]} They are the demo's own, made just now; they prove nobody's name.")
    tell_signers(made.verification)
    output.say(f"Workspace: {made.workspace}", f"Review: {made.review.id}", f"Report: {made.report}")


def has_display() -> bool:
    """True where a window can be seen."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(file: Path) -> None:
    """Starts the window on this file as a process of its own; whatever becomes of it does not disturb this one."""
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, *(() if frozen else ("-m", "readiness_app")), str(file)]
    try:
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        output.say(f"The window could not be opened: {error.strerror or error}. Open it with: readiness-app {file}")
