"""Arguments and options that several commands share, and how their text becomes values."""

import os
import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from getpass import GetPassWarning
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from readiness_app.cli import output
from readiness_app.cli.trouble import Usage
from readiness_app.domain.claim import Claim
from readiness_app.domain.errors import NotFound, Refused, Unreadable
from readiness_app.domain.review import Condition, Review
from readiness_app.domain.vocabulary import Confidentiality, Paper, Role, ScopeAnswer, Tier

SHORTEST_PREFIX, SHORTEST_NAME = 8, 4
_Named = TypeVar("_Named", Claim, Condition)


def iso_date(text: str) -> date:
    """YYYY-MM-DD as a date; anything else is wrong usage."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise typer.BadParameter(f"{text} is not a date like 2026-03-29.")
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter(f"{text} is not a day of the calendar; dates are written like 2026-03-29.") from None


def capture_time(text: str) -> datetime:
    """A day and time like 2026-03-29T14:05, with an offset or Z, else by this machine's clock; anything else is wrong usage."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?( ?(Z|[+-]\d{2}:?\d{2}))?", text, re.ASCII):
        raise typer.BadParameter(f"{text} is not a time like 2026-03-29T14:05 or 2026-03-29T14:05+02:00.")
    try:
        return datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter(f"{text} is no time of the calendar and the clock.") from None


def scope_answers(texts: Sequence[str], allowed: Sequence[ScopeAnswer]) -> dict[str, ScopeAnswer]:
    """`KEY=yes` and the like as answers by key; raises Usage for another form or word, or a key that is answered twice."""
    words = {answer.value: answer for answer in allowed}
    answers: dict[str, ScopeAnswer] = {}
    for text in texts:
        key, _, word = text.partition("=")
        if not key or word not in words:
            raise Usage(f"--scope {text} should read KEY={'|'.join(words)}. Nothing was changed.")
        if answers.get(key, words[word]) is not words[word]:
            raise Usage(f"--scope answers {key} twice, and differently. Nothing was changed.")
        answers[key] = words[word]
    return answers


def searched(text: str) -> tuple[str, str]:
    """`WHERE: WHAT` as its two parts, split at the first colon and space; raises Usage where one is missing."""
    where, _, what = text.partition(": ")
    if not where.strip() or not what.strip():
        raise Usage(f'--searched {text} should read "WHERE: WHAT". Nothing was changed.')
    return where.strip(), what.strip()


def passphrase(file: Path | None, prompt: str, *, confirm: bool = False, warn: bool = True) -> str:
    """The passphrase from the file's first line, else from a hidden prompt. Raises Usage where there is none, OSError."""
    if file is not None:
        first = _first_line(file)
        if warn:
            warn_of_readers(file)
        return first
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", GetPassWarning)  # what is typed without a terminal would be seen
            given: str = typer.prompt(output.literal(prompt), hide_input=True, confirmation_prompt=confirm, err=True)
    except GetPassWarning:
        raise Usage(f"There is no terminal to ask on: {prompt}. Nothing was done; name a file by --passphrase-file.") from None
    except typer.Abort:
        raise Usage("No passphrase was given. Nothing was done; type it at the prompt or name a file by --passphrase-file.") from None
    return given


def _first_line(file: Path) -> str:
    with file.open(encoding="utf-8-sig") as lines:
        try:
            first = lines.readline(_LONGEST).rstrip("\r\n")  # a device never ends
        except UnicodeDecodeError:
            raise Refused(f"{file.name} is not text in UTF-8. Nothing was done; write the passphrase on its first line.") from None
    if not first:
        raise Refused(f"The first line of {file.name} is empty. Nothing was done; write the passphrase there.")
    return first


def warn_of_readers(file: Path | None) -> None:
    """Warns where other people may read a file that holds a secret."""
    if file is not None and os.name == "posix" and file.stat().st_mode & 0o077:
        output.say(f"Warning: other people on this machine may read {file.name}; take that away with chmod 600.")


def needed(options: Mapping[str, object]) -> None:
    """Raises Usage unless every option was given; they are needed to add, not to take back."""
    if missing := [name for name, value in options.items() if value is None]:
        raise Usage(
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing. Nothing was changed; --remove takes back instead."
        )


def alone(*others: object) -> None:
    """Raises Usage where `--remove` came with options that add."""
    if any(value is not None for value in others):
        raise Usage("--remove stands without the options that add. Nothing was changed; take back first, then add.")


def without(held: tuple[_Named, ...], wanted: str, item: str, kind: str) -> tuple[_Named, ...]:
    """The claims or conditions but the one that is named; raises NotFound, or Refused where several are."""
    gone = the_one(held, wanted, item, kind)
    return tuple(one for one in held if one.id != gone)


def the_one(held: Sequence[_Named], wanted: str, item: str, kind: str) -> str:
    """The id of the claim or condition that is named by its id, or by a beginning or end of it that no other has.

    Raises NotFound, or Refused for one that is too short or fits several.
    """
    ids = [one.id for one in held]
    if wanted in ids:
        return wanted
    found = [name for name in ids if name.startswith(wanted) or name.endswith(wanted)]
    if len(found) > 1 or (found and len(wanted) < SHORTEST_NAME):
        raise Refused(f"{wanted} is too short to name a {kind} of {item}. Nothing was changed; give more of its id, `show` lists them.")
    if not found:
        raise NotFound(f"{item} has no {kind} {wanted}. Nothing was changed; `show` lists what it has.")
    return found[0]


def attached(review: Review, prefix: str) -> str:
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


def existing(file: Path) -> Path:
    """The same path; raises Unreadable where there is nothing."""
    if not file.exists():
        raise Unreadable(f"There is no file {file}. Nothing was changed; check the name.")
    return file


def free_to_write(out: Path, *, force: bool) -> None:
    """Raises Refused where the file exists and is not to be replaced, or its folder does not exist."""
    if out.is_dir():
        raise Refused(f"{out} is a folder. Nothing was written; name a file.")
    if out.exists() and not force:
        raise Refused(f"{out} exists already. Nothing was written; choose another name, or add --force to replace it.")
    if not out.parent.is_dir():
        raise Refused(f"There is no folder {out.parent}. Nothing was written; make it first.")


_LONGEST = 10_000  # characters of a passphrase
As = Annotated[str | None, typer.Option("--as", metavar="NAME", help="Who acts; else the name of `config set me`.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output and nothing else there.")]
WorkspaceFile = Annotated[Path, typer.Argument(metavar="WORKSPACE", help="A *.readiness file.")]
ReviewId = Annotated[str, typer.Argument(metavar="REVIEW", help="The id that `new` printed.")]
ItemId = Annotated[str, typer.Argument(metavar="ITEM", help="An item's id, like PRV-02.")]
RoleName = Annotated[Role, typer.Argument(metavar="ROLE", help=f"One of {', '.join(Role)}.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")]
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", metavar="FILE", help="Its first line is the passphrase; else a prompt asks.")
]

Vendor = Annotated[str | None, typer.Option("--vendor", metavar="V", help="Who makes the model.", show_default=False)]
Model = Annotated[str | None, typer.Option("--model", metavar="M", help="The model's name.", show_default=False)]
Snapshot = Annotated[str | None, typer.Option("--snapshot", metavar="S", help="Identifier or snapshot date.", show_default=False)]
Route = Annotated[str | None, typer.Option("--route", metavar="R", help="Hosting route.", show_default=False)]
Region = Annotated[str | None, typer.Option("--region", metavar="R", help="Where it is hosted.", show_default=False)]
Access = Annotated[str | None, typer.Option("--access", metavar="A", help="Access tier.", show_default=False)]
Lead = Annotated[str | None, typer.Option("--lead", metavar="NAME", help="Who leads the review; else who creates it.", show_default=False)]
PackId = Annotated[
    str | None, typer.Option("--pack", metavar="ID|FILE", help='The pack that proposes answers; "" for none.', show_default=False)
]
Section = Annotated[str, typer.Option("--section", metavar="ID", help="Every one of this section that can be confirmed together.")]
OtherSubject = Annotated[bool, typer.Option("--other-subject", help="Use the pack although it is about another subject; recorded.")]
AsOf = Annotated[date | None, typer.Option("--as-of", parser=iso_date, metavar="DATE", help="The day it is judged at.", show_default=False)]
TierOption = Annotated[Tier | None, typer.Option("--tier", help="What the model will be used for.", show_default=False)]
PaperOption = Annotated[Paper | None, typer.Option("--paper", help="The size of the report's pages.", show_default=False)]
Marking = Annotated[
    Confidentiality | None, typer.Option("--confidentiality", help="Who may see it; internal unless said otherwise.", show_default=False)
]


Published = Annotated[
    date | None, typer.Option("--published", parser=iso_date, metavar="DATE", help="When it was published.", show_default=False)
]
Retrieved = Annotated[
    date | None, typer.Option("--retrieved", parser=iso_date, metavar="DATE", help="When it was fetched.", show_default=False)
]
Expires = Annotated[
    date | None, typer.Option("--expires", parser=iso_date, metavar="DATE", help="The last day it counts.", show_default=False)
]
