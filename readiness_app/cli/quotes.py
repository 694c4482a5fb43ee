"""Quotes and revisions: look the quotes up in their files, and take a new revision of a document."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import As, Expires, Json, Published, Retrieved, ReviewId, WorkspaceFile, attached, capture_time
from readiness_app.domain.changes import require_open
from readiness_app.domain.claim import Anchor
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import AnchorState, Confidentiality
from readiness_app.settings import load_settings
from readiness_app.wording import quote_words, word

if TYPE_CHECKING:
    from readiness_app.domain.revising import Followed, Revision
    from readiness_app.services.quotes import QuoteCheck

PANEL = "Answers"


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    for command in (quotes, revise):
        app.command(rich_help_panel=PANEL)(command)


def quotes(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM", help="Only the quotes of this item.", show_default=False)] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep what was found in the review; else it is only shown.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Look up every quote in the file its claim points to. Prints the ids of the claims whose quote is not where it is said to be."""
    from readiness_app.services.quotes import anchors_change, check_quotes

    by = acting.who(as_name) if keep else ""
    with acting.writing(workspace) if keep else acting.reading(workspace) as opened:
        found = acting.load(opened, review)
        if item is not None:
            found.checklist.item(item)
        if keep:
            require_open(found)
        with output.progress() as step:
            checks = check_quotes(opened, found, acting.today(), step, item)
        change = anchors_change(found, checks) if keep else None
        if change is not None:
            acting.apply(opened, found, change, by)
    if not as_json:
        _tell_checks(found, checks, item)
    wrong = [check.claim.id for check in checks if check.anchor.state is not AnchorState.FOUND]
    output.result([_check_shape(check) for check in checks], wrong, as_json=as_json)


def _tell_checks(review: Review, checks: "tuple[QuoteCheck, ...]", item: str | None) -> None:
    rows = [
        (
            check.item,
            check.claim.id,
            f"“{output.short(check.claim.quote)}”",
            quote_words(check.anchor, check.file.title, check.claim.page, check.why),
        )
        for check in checks
    ]
    if rows:
        output.table(("Item", "Claim", "Quote", "Result"), rows)
    ids = [item] if item else [one.id for one in review.checklist.items()]
    bare = [(one, claim.id) for one in ids for claim in review.stored_answer(one).claims if claim.bare_link]
    if bare:
        output.say("Bare links, of which nothing was kept: " + ", ".join(f"{claim} of {one}" for one, claim in bare) + ".")
    good = sum(check.anchor.state is AnchorState.FOUND for check in checks)
    output.say(f"{good} of {len(checks)} quotes stand where they are said to stand." if checks else "No claim has both a quote and a file.")


def _check_shape(check: "QuoteCheck") -> dict[str, Any]:
    stored = check.claim.anchor
    return {
        "item": check.item,
        "claim": check.claim.id,
        "quote": check.claim.quote,
        "page": check.claim.page,
        "evidence": check.file.sha256,
        "state": check.anchor.state,
        "found_on": check.anchor.page,
        "why": check.why,
        "kept": anchor_shape(stored),
    }


def anchor_shape(anchor: Anchor | None) -> dict[str, Any] | None:
    """What looking a quote up gave, or None where it was not looked up."""
    return None if anchor is None else {"state": anchor.state, "page": anchor.page, "checked": anchor.checked}


def revise(
    workspace: WorkspaceFile,
    review: ReviewId,
    sha256: Annotated[
        str, typer.Argument(metavar="SHA256", help="The attached file that is out of date; 8 or more characters of its hash.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new revision.")],
    title: Annotated[str | None, typer.Option("--title", metavar="T", help="What it is; else as before.", show_default=False)] = None,
    revision: Annotated[str, typer.Option("--revision", metavar="R", help="Which revision it is.")] = "",
    publisher: Annotated[
        str | None, typer.Option("--publisher", metavar="P", help="Who published it; else as before.", show_default=False)
    ] = None,
    address: Annotated[
        str | None, typer.Option("--address", metavar="URL", help="Where it came from; else as before.", show_default=False)
    ] = None,
    captured: Annotated[
        datetime | None,
        typer.Option("--captured", parser=capture_time, metavar="TIME", help="When the page was saved there.", show_default=False),
    ] = None,
    published: Published = None,
    retrieved: Retrieved = None,
    expires: Expires = None,
    confidentiality: Annotated[
        Confidentiality | None, typer.Option("--confidentiality", help="Who may see it; else as before.", show_default=False)
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Take a new revision of a document: quotes still there go over to it, items whose quotes changed are reopened. Prints its SHA-256."""
    from dataclasses import replace

    from readiness_app.services import evidence, revisions
    from readiness_app.services.files import inspect

    by = acting.who(as_name)
    settings = load_settings()
    with acting.reading(workspace) if dry_run else acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        require_open(before)
        old = attached(before, sha256)
        was = revisions.details_from(before.evidence_file(old))
        details = replace(
            was,
            title=was.title if title is None else title,
            publisher=was.publisher if publisher is None else publisher,
            address=was.address if address is None else address,
            confidentiality=confidentiality or was.confidentiality,
            revision=revision,
            published=published,
            retrieved=retrieved,
            expires=expires,
            captured=captured,
        )
        found = inspect(file, settings.evidence_limit)
        evidence.check_review_limit(before, found, settings.review_limit)
        with output.progress() as step:
            ahead = revisions.look_ahead(opened, before, old, found, details, by, acting.now(), on=acting.today(), step=step)
        if not as_json:
            _tell_revision(ahead, dry_run=dry_run)
        if not dry_run:
            revisions.take(opened, before, ahead, found, by, acting.now())
            output.say(acting.done(ahead.change.title))
    output.result(_revision_shape(ahead, dry_run=dry_run), ahead.new.sha256, as_json=as_json)


def _tell_revision(ahead: "Revision", *, dry_run: bool) -> None:
    from readiness_app.domain.revising import told

    rows = [(one.item, word(one.fate), told(one)) for one in ahead.followed]
    if rows:
        output.table(("Item", "Quote", "What became of it"), rows)
    else:
        output.say(f"No claim rests on {ahead.old.title}.")
    again = ", ".join(ahead.reopened) or "none"
    unanswered = dict.fromkeys(one.item for one in ahead.followed if one.fate.reopens and one.item not in ahead.reopened)
    if unanswered:
        output.say(f"Nobody has answered {', '.join(unanswered)} yet, so no answer there has to be looked at again.")
    output.say(f"To be looked at again: {again}. The old revision stays listed and readable.")
    if dry_run:
        output.say("Nothing was changed.")


def _revision_shape(ahead: "Revision", *, dry_run: bool) -> dict[str, Any]:
    return {
        "sha256": ahead.new.sha256,
        "replaces": ahead.old.sha256,
        "dry_run": dry_run,
        "quotes": [_followed_shape(one) for one in ahead.followed],
        "look_again": list(ahead.reopened),
    }


def _followed_shape(one: "Followed") -> dict[str, Any]:
    return {
        "item": one.item,
        "claim": one.claim.id,
        "fate": one.fate,
        "quote": one.claim.quote,
        "page": one.before,
        "page_now": one.anchor.page if one.anchor else None,
        "reads": one.reads,
        "nearness": round(one.nearness, 3),
        "why": one.why,
    }
