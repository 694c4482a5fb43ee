"""From trouble to an exit code: 1 refused, 2 wrong usage, 3 cannot be read or written, 70 a bug with its place in the log."""

import errno
from datetime import UTC, datetime
from typing import Any

import typer
from typer.core import TyperGroup

from readiness_app.cli import output
from readiness_app.domain.errors import InvalidFile, ReadinessError, Unreadable
from readiness_app.services.secrecy import described
from readiness_app.settings import log_path

REFUSED = 1
WRONG_USAGE = 2
UNREADABLE = 3
BUG = 70


class Usage(Exception):
    """The command was called in a way that cannot work; the sentence says what to add."""


class Guarded(TyperGroup):
    """The root command. Known trouble ends with one sentence and its exit code, never with a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the sub-command; raises only what Typer itself ends with."""
        try:
            return super().invoke(ctx)
        except Exception as trouble:
            if _is_closed_pipe(trouble) or isinstance(trouble, typer.Exit | typer.Abort):
                raise
            raise typer.Exit(_told(trouble)) from None


def _is_closed_pipe(trouble: Exception) -> bool:
    return isinstance(trouble, OSError) and trouble.errno == errno.EPIPE


def _told(trouble: Exception) -> int:
    """Says on standard error what happened and gives the exit code."""
    if hasattr(trouble, "format_message"):  # Typer's own, whichever Click it carries
        return _tell_usage(trouble)
    match trouble:
        case Usage():
            return _tell(WRONG_USAGE, str(trouble))
        case Unreadable():
            return _tell(UNREADABLE, str(trouble))
        case InvalidFile():
            return _tell(REFUSED, str(trouble), *(f"  {problem}" for problem in trouble.problems))
        case ReadinessError():
            return _tell(REFUSED, str(trouble))
        case OSError():
            name = f"{trouble.filename} cannot" if trouble.filename else "A file cannot"
            return _tell(UNREADABLE, f"{name} be read or written: {trouble.strerror or trouble}.")
    return _tell(BUG, _logged(trouble))


def _tell(code: int, *sentences: str) -> int:
    output.say(*sentences)
    return code


def _tell_usage(trouble: Any) -> int:
    where = trouble.ctx.command_path if trouble.ctx else "readiness"
    said = " ".join(trouble.format_message().replace("Value error, ", "").split())  # Typer sets choices on lines of their own
    said += _to_repeat(trouble.ctx) if said.startswith("Got unexpected extra argument") else ""
    kept = " Nothing was changed." if said and "Nothing was" not in said else ""
    sentence = f"{said}{'' if said.endswith(('.', '?', ')')) or not kept else '.'}{kept}"
    return _tell(WRONG_USAGE, sentence, f"See: {where} --help")


def _to_repeat(ctx: Any) -> str:
    """Which of the options that were given takes one value each time, where more followed it."""
    given = [one.opts[0] for one in ctx.command.params if getattr(one, "multiple", False) and ctx.params.get(one.name)] if ctx else []
    return f". Give {' or '.join(given)} once for each" if given else ""


def _logged(trouble: Exception) -> str:
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{datetime.now(UTC).isoformat()}\n{described(trouble)}\n")
    except OSError as error:
        return f"This is a fault of the program ({type(trouble).__name__}); its log {path} cannot be written: {error.strerror or error}."
    return f"This is a fault of the program ({type(trouble).__name__}). What is needed to mend it was written to {path}."
