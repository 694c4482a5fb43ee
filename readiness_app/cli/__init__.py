"""The command line: everything a script or a build server needs, through the same services as the window."""

import sys
from io import TextIOWrapper


def main() -> None:
    """Runs `readiness` with this process's arguments and ends the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    if sys.argv[1:] == ["--run-child"]:  # a bundle starts itself to read foreign files apart from the command
        from readiness_app.services import child

        sys.exit(child.main())
    from readiness_app.cli.app import app
    from readiness_app.services.secrecy import without_dumps

    without_dumps()
    app(prog_name="readiness")


def _speak_utf8(stream: object) -> None:
    # A pipe on Windows and a bare C locale cannot write every name; a question mark in a script's input would be worse.
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
