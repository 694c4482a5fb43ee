"""Evidence: keep a file for an item, take it off again, destroy its bytes."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import (
    As,
    Expires,
    ItemId,
    Json,
    Published,
    Retrieved,
    ReviewId,
    WorkspaceFile,
    attached,
    capture_time,
    existing,
)
from readiness_app.domain.changes import EvidenceChanged, require_open
from readiness_app.domain.confidentiality import is_program
from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.vocabulary import Confidentiality
from readiness_app.settings import load_settings
from readiness_app.wording import inside, meaning, quote_words, word

PANEL = "Answers"
Hash = Annotated[str, typer.Argument(metavar="SHA256", help="The attached file; the first 8 or more characters of its hash will do.")]


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (attach, mark, detach, purge):
        app.command(rich_help_panel=PANEL)(command)


def attach(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to keep.")],
    title: Annotated[str, typer.Option("--title", metavar="T", help="What it is; else the file's name.")] = "",
    publisher: Annotated[str, typer.Option("--publisher", metavar="P", help="Who published it.")] = "",
    address: Annotated[str, typer.Option("--address", metavar="URL", help="Where it came from.")] = "",
    revision: Annotated[str, typer.Option("--revision", metavar="R", help="Which revision it is.")] = "",
    published: Published = None,
    retrieved: Retrieved = None,
    expires: Expires = None,
    captured: Annotated[
        str | None,
        typer.Option("--captured", metavar="TIME", help="When the page was saved; `page` or `file`: see the docs.", show_default=False),
    ] = None,
    confidentiality: Annotated[
        Confidentiality, typer.Option("--confidentiality", help="Only public and internal files go into the report.")
    ] = Confidentiality.INTERNAL,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Keep a file as evidence of an item. Prints its SHA-256."""
    from readiness_app.services import evidence
    from readiness_app.services.files import inspect
    from readiness_app.services.quotes import searchable_file, with_quotes

    by = acting.who(as_name)
    settings = load_settings()
    address, when = _captured(captured, address, file)
    details = evidence.Details(
        title=title,
        publisher=publisher,
        address=address,
        revision=revision,
        published=published,
        retrieved=retrieved,
        expires=expires,
        confidentiality=confidentiality,
        captured=when,
    )
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        require_open(before)
        before.checklist.item(item)
        found = inspect(file, settings.evidence_limit)
        evidence.check_review_limit(before, found, settings.review_limit)
        change = evidence.attach_change(before, item, found, details, by, acting.now())
        text = searchable_file(found) if found.media_type == "application/pdf" else None
        change, pointing = with_quotes(before, change, item, found, acting.today(), text)
        if change.changes:
            after = acting.apply(opened, before, change, by, files=(found,))
            _tell_listed(before, after.evidence_file(found.sha256))
            _tell_limits(after.evidence_file(found.sha256), text.text.why if text else "")
            for claim in pointing:
                assert claim.anchor is not None
                output.say(f"{claim.id}: {quote_words(claim.anchor, after.evidence_file(found.sha256).title, claim.page)}")
        else:
            output.say(f"{found.name} carries {item} already. Nothing was changed.")
            _tell_listed(before, before.evidence_file(found.sha256))
    shape = {"sha256": found.sha256, "name": found.name, "size": found.size, "media_type": found.media_type, "item": item}
    shape |= {"captured": details.captured, "quotes": [claim.id for claim in pointing]}
    output.result(shape, found.sha256, as_json=as_json)


def _tell_listed(before: Review, now: Evidence) -> None:
    """A file that was listed before keeps its description; who may see it is what somebody might take for granted."""
    listed = next((one for one in before.evidence if one.sha256 == now.sha256), None)
    if listed is None:
        return
    marked = "it is marked" if now.confidentiality is listed.confidentiality else f"it was marked {inside(listed.confidentiality)}, now"
    output.say(f"It was listed already as “{now.title}” and keeps its title and dates; {marked} {inside(now.confidentiality)}.")


def _tell_limits(kept: Evidence, why: str) -> None:
    """What cannot be done with a file that was kept: a program goes into no report, and no quote is found where no text can be read."""
    if is_program(kept):
        output.say(f"{kept.name} is a program or script: it is kept here, but never goes into a report, which lists it by its hash.")
    if why:
        output.say(f"The text of {kept.name} cannot be read: {why}. No quote can be looked up in it; check that it is the right file.")


def _captured(text: str | None, address: str, file: Path) -> tuple[str, datetime | None]:
    """Address and time of a captured page; `page` takes what the saved page says of itself, `file` when the file was last written."""
    from readiness_app.services.saved_pages import saved_page

    if text is None:
        return address, None
    if text == "file":
        return address, datetime.fromtimestamp(int(existing(file).stat().st_mtime), UTC)
    if text != "page":
        return address, capture_time(text)
    said = saved_page(existing(file))
    if said.captured is None or not (address or said.address):
        raise Refused(f"{file.name} does not say from where and when it was saved. Nothing was attached; give --address and --captured.")
    return address or said.address, said.captured


def mark(
    workspace: WorkspaceFile,
    review: ReviewId,
    sha256: Hash,
    confidentiality: Annotated[Confidentiality, typer.Option("--confidentiality", help="Who may see it.", show_default=False)],
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Change who may see an attached file. Prints its SHA-256."""
    by = acting.who(as_name)
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        file = before.evidence_file(attached(before, sha256))
        after = replace(file, confidentiality=confidentiality)
        if after == file:
            output.say(f"{file.title} is marked {inside(confidentiality)} already. Nothing was changed.")
        else:
            acting.apply(opened, before, EvidenceChanged(before=file, after=after, op="describe"), by)
            output.say(f"{file.title}: {word(file.confidentiality)}, now {word(confidentiality)}. {meaning(confidentiality)}")
    shape = {"sha256": file.sha256, "before": file.confidentiality, "confidentiality": confidentiality}
    output.result(shape, file.sha256, as_json=as_json)


def detach(workspace: WorkspaceFile, review: ReviewId, item: ItemId, sha256: Hash, as_name: As = None, as_json: Json = False) -> None:
    """Let a file no longer carry an item; the review keeps the file. Prints its SHA-256."""
    from readiness_app.services import evidence

    by = acting.who(as_name)
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        before.checklist.item(item)
        found, answer = attached(before, sha256), before.stored_answer(item)
        if resting := [claim.id for claim in answer.claims if claim.evidence == found]:
            raise Refused(
                f"{', '.join(resting)} of {item} rests on this file. Nothing was changed; take that back by `claim --remove` first."
            )
        if found not in answer.evidence:
            raise Refused(f"This file does not carry {item}. Nothing was changed; `show` lists what does.")
        acting.apply(opened, before, evidence.detach_change(before, item, found), by)
    output.result({"sha256": found, "item": item}, found, as_json=as_json)


def purge(
    workspace: WorkspaceFile,
    review: ReviewId,
    sha256: Hash,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why; it stands in the record.")],
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Destroy a file's bytes for good; its hash and name, who and why stay. Prints its SHA-256."""
    from readiness_app.services import evidence

    by = acting.who(as_name)
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        found = attached(before, sha256)
        after = evidence.purge(opened, before, found, by, why, acting.now())
    output.say(f"The bytes of {after.evidence_file(found).title} are gone for good; copies and reports made before still hold them.")
    output.result({"sha256": found, "why": why.strip()}, found, as_json=as_json)
