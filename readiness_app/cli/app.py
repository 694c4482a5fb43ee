"""The `readiness` command: every group of commands in one place, in the order in which a review needs them."""

from pathlib import Path
from typing import Annotated

import typer

from readiness_app import __version__
from readiness_app.cli import (
    answers,
    backups,
    check,
    checking,
    claims,
    comparing,
    conditions,
    conflicts,
    deciding,
    demo,
    encryption,
    evidence,
    extracts,
    library,
    preferences,
    quotes,
    reports,
    reviews,
    rounds,
    showing,
    signing,
    unlocking,
    vendor,
)
from readiness_app.cli.trouble import Guarded

app = typer.Typer(
    name="readiness",
    cls=Guarded,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Decide whether a frontier AI model is ready to be deployed, and sign what you know and do not know.",
    epilog="Exit codes: 0 done, 1 refused by a rule or not valid, 2 wrong usage, 3 cannot be read or written, 70 a fault of the program.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(__version__)
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and end.")] = False,
    unlock: Annotated[
        Path | None,
        typer.Option("--unlock", metavar="FILE", envvar="READINESS_UNLOCK", help="Its first line opens encrypted workspaces."),
    ] = None,
) -> None:
    """Decide whether a frontier AI model is ready to be deployed, and sign what you know and do not know."""
    unlocking.begin(unlock)


for group in (
    demo,
    preferences,
    library,
    reviews,
    showing,
    answers,
    claims,
    conflicts,
    evidence,
    quotes,
    conditions,
    vendor,
    deciding,
    rounds,
    comparing,
    reports,
    extracts,
    signing,
    checking,
    check,
    backups,
    encryption,
):
    group.register(app)
