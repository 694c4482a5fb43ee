"""Claims: add one to an item, or take one back."""

import secrets
from datetime import date
from typing import Annotated

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import As, ItemId, Json, ReviewId, WorkspaceFile, alone, attached, iso_date, needed, without
from readiness_app.cli.quotes import anchor_shape
from readiness_app.cli.trouble import Usage
from readiness_app.domain.capturing import check_address
from readiness_app.domain.changes import change_answer
from readiness_app.domain.claim import Claim, Correction
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Confidence, SourceKind, Stance
from readiness_app.wording import quote_words

PANEL = "Answers"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(rich_help_panel=PANEL)(claim)


def claim(
    workspace: WorkspaceFile,
    review: ReviewId,
    item: ItemId,
    statement: Annotated[str | None, typer.Option("--statement", metavar="TEXT", help="One statement.", show_default=False)] = None,
    source_kind: Annotated[
        SourceKind | None, typer.Option("--source-kind", help="The kind of the document you read.", show_default=False)
    ] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="TEXT", help="Which document, which part.", show_default=False)] = None,
    relays: Annotated[SourceKind | None, typer.Option("--relays", help="What the document passes on.", show_default=False)] = None,
    quote: Annotated[str, typer.Option("--quote", metavar="Q", help="The exact words, short.")] = "",
    page: Annotated[int | None, typer.Option("--page", metavar="N", min=1, help="The page.", show_default=False)] = None,
    dated: Annotated[
        date | None, typer.Option("--dated", parser=iso_date, metavar="DATE", help="The document's date.", show_default=False)
    ] = None,
    checked: Annotated[
        date | None, typer.Option("--checked", parser=iso_date, metavar="DATE", help="When you read it; else today.", show_default=False)
    ] = None,
    counted: Annotated[str, typer.Option("--counted", metavar="TEXT", help="What was counted: the denominator.")] = "",
    caveat: Annotated[str, typer.Option("--caveat", metavar="TEXT", help="What limits it.")] = "",
    contradicts: Annotated[bool, typer.Option("--contradicts", help="It speaks against the others.")] = False,
    background: Annotated[bool, typer.Option("--background", help="Worth knowing, but it supports nothing.")] = False,
    disputed: Annotated[bool, typer.Option("--disputed", help="A better source corrects it; it supports nothing.")] = False,
    correction: Annotated[
        str | None, typer.Option("--correction", metavar="TEXT", help="With --disputed: what is right instead.", show_default=False)
    ] = None,
    correction_source: Annotated[
        str | None, typer.Option("--correction-source", metavar="TEXT", help="With --disputed: who says so.", show_default=False)
    ] = None,
    address: Annotated[str, typer.Option("--address", metavar="URL", help="Where the document is.")] = "",
    confidence: Annotated[Confidence, typer.Option("--confidence", help="How sure you are of it.")] = Confidence.MEDIUM,
    evidence: Annotated[
        str, typer.Option("--evidence", metavar="SHA256", help="The attached file that carries it; its first 8 or more characters will do.")
    ] = "",
    remove: Annotated[
        str | None,
        typer.Option("--remove", metavar="CLAIM-ID", help="Take this claim back instead; `show` lists them.", show_default=False),
    ] = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Add a claim to an item, or take one back. Prints the claim's id."""
    from readiness_app.services.quotes import look_up

    by = acting.who(as_name)
    check_address(address)
    stance, corrected = _stance(contradicts, background, disputed), _correction(disputed, correction, correction_source)
    if remove is not None:
        texts = (quote, counted, caveat, address, evidence)
        plain = any(texts) or stance is not Stance.SUPPORTS or confidence is not Confidence.MEDIUM
        alone(statement, source_kind, source, relays, page, dated, checked, plain or None)
    else:
        needed({"--statement": statement, "--source-kind": source_kind, "--source": source})
    with acting.writing(workspace) as opened:
        before = acting.load(opened, review)
        before.checklist.item(item)
        stored = before.stored_answer(item)
        name, files = remove or f"c-{secrets.token_hex(4)}", stored.evidence
        if remove is not None:
            claims = without(stored.claims, remove, item, "claim")
        else:
            assert statement is not None and source_kind is not None and source is not None
            carrying = attached(before, evidence) if evidence else ""
            files = tuple(dict.fromkeys((*files, *((carrying,) if carrying else ()))))
            added = Claim(
                id=name,
                statement=statement,
                source=source,
                source_kind=source_kind,
                stance=stance,
                relays=relays,
                confidence=confidence,
                address=address,
                dated=dated,
                checked=checked or acting.today(),
                quote=quote,
                page=page,
                counted=counted,
                caveat=caveat,
                correction=corrected,
                evidence=carrying,
                added_by=by,
            )
            added, why = look_up(opened, before, added, acting.today())
            claims = (*stored.claims, added)
        acting.apply(opened, before, change_answer(before, item, by, claims=claims, evidence=files), by)
        shape: dict[str, object] = {"claim": name, "item": item, "removed": remove is not None}
        if remove is None:
            _tell_anchor(before, added, why)
            shape |= {"anchor": anchor_shape(added.anchor), "bare_link": added.bare_link}
    output.result(shape, name, as_json=as_json)


def _tell_anchor(review: Review, added: Claim, why: str) -> None:
    if added.anchor is not None:
        output.say(quote_words(added.anchor, review.evidence_file(added.evidence).title, added.page, why))
    elif added.bare_link:
        output.say("This is a bare link: nothing of what stands there is kept, so it alone makes no item known. Attach the saved page.")


def _stance(contradicts: bool, background: bool, disputed: bool) -> Stance:
    chosen = [
        stance
        for given, stance in ((contradicts, Stance.CONTRADICTS), (background, Stance.BACKGROUND), (disputed, Stance.DISPUTED))
        if given
    ]
    if len(chosen) > 1:
        raise Usage("A claim is one of --contradicts, --background and --disputed, or none of them. Nothing was changed.")
    return chosen[0] if chosen else Stance.SUPPORTS


def _correction(disputed: bool, statement: str | None, source: str | None) -> Correction | None:
    if disputed and statement and source and statement.strip() and source.strip():
        return Correction(statement=statement.strip(), source=source.strip())
    if disputed or statement is not None or source is not None:
        raise Usage("--disputed, --correction and --correction-source belong together. Nothing was changed.")
    return None
