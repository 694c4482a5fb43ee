"""Vendor questions: lists out, replies back as proposals that a person decides on one by one."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readiness_app.cli import acting, output
from readiness_app.cli.options import As, Force, Json, ReviewId, WorkspaceFile, existing, free_to_write, iso_date
from readiness_app.cli.trouble import Usage
from readiness_app.domain import asking, replying
from readiness_app.domain.changes import Change
from readiness_app.domain.review import Review
from readiness_app.domain.vendor import QuestionList, VendorReply
from readiness_app.domain.vocabulary import Confidentiality, Knowledge
from readiness_app.settings import load_settings
from readiness_app.wording import word

if TYPE_CHECKING:
    from readiness_app.services.replying import TakenIn

PANEL = "Vendor"
Step = Callable[[Review, VendorReply, str], Change]


def register(app: typer.Typer) -> None:
    """Adds the commands of this group."""
    for command in (questions, replies):
        app.command(rich_help_panel=PANEL)(command)


def questions(
    workspace: WorkspaceFile,
    review: ReviewId,
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", metavar="FILE.xlsx|.pdf", help="Write a new list: .xlsx to be filled in, .pdf to be read; repeat for both."),
    ] = None,
    due: Annotated[
        date | None, typer.Option("--due", parser=iso_date, metavar="DATE", help="Until when an answer is wanted.", show_default=False)
    ] = None,
    item: Annotated[
        list[str] | None, typer.Option("--item", metavar="ITEM", help="Ask about this item; repeat. Else what is marked to be asked.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Ask about every gap that is a vendor's to answer and not asked yet.")] = False,
    again: Annotated[str | None, typer.Option("--list", metavar="ID", help="Write this list again instead.", show_default=False)] = None,
    force: Force = False,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Ask the vendor: make a question list and its files, or without --out show the lists. Prints the list's id."""
    if not out:
        if due or item or everything or again:
            raise Usage("Say where the list is to be written: add --out FILE.xlsx or --out FILE.pdf. Nothing was changed.")
        _show_lists(workspace, review, as_json=as_json)
        return
    from readiness_app.services import asking as lists

    if again and (due or item or everything):
        raise Usage("--list writes a list as it was made; it stands without --due, --item and --all. Nothing was changed.")
    for path in out:
        lists.kind_of(path)
        free_to_write(path, force=force)
    if again:
        with acting.reading(workspace) as opened:
            found = acting.load(opened, review)
            asked = lists.write_again(found, again, out)
    else:
        by = acting.who(as_name)
        with acting.writing(workspace) as opened:
            before = acting.load(opened, review)
            chosen = _chosen(before, item, everything=everything)
            found, asked = lists.make_list(opened, before, chosen, by, acting.now(), out, due)
        number = len(asked.items)
        output.say(f"List {asked.id} asks {number} {'question' if number == 1 else 'questions'}{_until(asked)}.")
    output.result(_list_shape(found, asked) | {"files": list(out)}, asked.id, as_json=as_json)


def _until(asked: QuestionList) -> str:
    return f", wanted by {asked.due}" if asked.due else ""


def _chosen(review: Review, items: Sequence[str] | None, *, everything: bool) -> tuple[str, ...]:
    if items and everything:
        raise Usage("--item names what to ask and --all asks everything; use one of them. Nothing was changed.")
    if items:
        return tuple(items)
    today = acting.today()
    found = asking.can_be_asked(review, today) if everything else asking.suggested(review, today)
    return tuple(one.id for one in found)


def _show_lists(workspace: Path, review: str, *, as_json: bool) -> None:
    with acting.reading(workspace) as opened:
        found = acting.load(opened, review)
    shapes = [_list_shape(found, one) for one in found.questions]
    rows = [[str(shape[key] if shape[key] is not None else "") for key in _LIST_COLUMNS] for shape in shapes]
    output.listing(shapes, [shape["list"] for shape in shapes], _LIST_COLUMNS, rows, as_json=as_json)


_LIST_COLUMNS = ("list", "made_by", "due", "questions", "replied", "waiting", "overdue")


def _list_shape(review: Review, asked: QuestionList) -> dict[str, Any]:
    counts = asking.counts_of(review, asked, acting.today())
    return {
        "list": asked.id,
        "review": review.id,
        "made": asked.made,
        "made_by": asked.made_by,
        "due": asked.due,
        "digest": asked.digest,
        "questions": counts.asked,
        "replied": counts.replied,
        "waiting": counts.waiting,
        "overdue": counts.overdue,
        "items": [one.item for one in asked.items],
    }


def replies(
    workspace: WorkspaceFile,
    review: ReviewId,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE.xlsx]", help="A list that came back, filled in.", show_default=False)
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="T", help="What the file is called among the evidence.")] = "",
    confidentiality: Annotated[
        Confidentiality, typer.Option("--confidentiality", help="Who may see the file; only public and internal files go into the report.")
    ] = Confidentiality.INTERNAL,
    adopt: Annotated[
        list[str] | None, typer.Option("--adopt", metavar="REPLY", help="Take a reply over as a claim of its item; repeat.")
    ] = None,
    knowledge: Annotated[Knowledge | None, typer.Option("--knowledge", help="With --adopt: what is known now.", show_default=False)] = None,
    contradicts: Annotated[bool, typer.Option("--contradicts", help="With --adopt: it speaks against what stands.")] = False,
    set_aside: Annotated[list[str] | None, typer.Option("--set-aside", metavar="REPLY", help="Do not use a reply; repeat.")] = None,
    assign: Annotated[
        list[str] | None, typer.Option("--assign", metavar="REPLY=ITEM", help="Say which item a reply answers; repeat.")
    ] = None,
    as_name: As = None,
    as_json: Json = False,
) -> None:
    """Take in the vendor's replies, decide on them, or without anything show them. Prints the ids of the replies."""
    decisions = _decisions(adopt, knowledge, contradicts, set_aside, assign)
    if file is None and not decisions:
        _show_replies(workspace, review, as_json=as_json)
        return
    by = acting.who(as_name)
    with acting.writing(workspace) as opened:
        found = acting.load(opened, review)
        ids: list[str] = []
        read: dict[str, Any] = {}
        if file is not None:
            found, taken = _taken(opened, found, existing(file), title, confidentiality, by)
            ids, read = [reply.id for reply in taken.reading.replies], _taken_shape(taken)
        for reply_id, step in decisions:
            change = step(found, replying.reply_named(found, reply_id), by)
            found = acting.apply(opened, found, change, by)
            ids.append(reply_id)
    named = [reply for reply in found.replies if reply.id in ids]
    output.result({"replies": [_reply_shape(found, reply) for reply in named], **read}, ids, as_json=as_json)


def _taken(workspace: Any, review: Review, file: Path, title: str, confidentiality: Confidentiality, by: str) -> "tuple[Review, TakenIn]":
    from readiness_app.services import replying as service
    from readiness_app.services.evidence import Details

    settings = load_settings()
    after, taken = service.take_in(
        workspace,
        review,
        file,
        Details(title=title, confidentiality=confidentiality),
        by,
        acting.now(),
        file_limit=settings.evidence_limit,
        review_limit=settings.review_limit,
    )
    for line in (*taken.notes, *service.told(taken.reading, again=taken.again)):
        output.say(line)
    for reply in taken.reading.replies:
        about = f" to {reply.item}" if reply.item else ""
        output.say(f"{reply.id}{about}: {word(replying.bearing(after, reply)).lower()}. {reply.problem}".strip())
    return after, taken


def _taken_shape(taken: "TakenIn") -> dict[str, Any]:
    reading = taken.reading
    return {
        "evidence": taken.evidence.sha256 if taken.evidence else None,
        "new": len(reading.replies),
        "unmatched": reading.unmatched,
        "read_before": reading.read_before,
        "empty": reading.empty,
        "missing": list(reading.missing),
        "second": dict(reading.second),
        "documents": list(reading.documents),
        "again": taken.again,
        "notes": list(taken.notes),
    }


def _decisions(
    adopt: Sequence[str] | None,
    knowledge: Knowledge | None,
    contradicts: bool,
    set_aside: Sequence[str] | None,
    assign: Sequence[str] | None,
) -> list[tuple[str, Step]]:
    """What is to happen to which reply: assigned first, then adopted, then set aside; each is a step of its own."""
    if (knowledge is not None or contradicts) and not adopt:
        raise Usage("--knowledge and --contradicts belong to --adopt. Nothing was changed.")
    found: list[tuple[str, Step]] = []
    for text in assign or ():
        reply_id, _, item = text.partition("=")
        if not reply_id or not item:
            raise Usage(f"--assign {text} should read REPLY=ITEM, like R3=PRV-02. Nothing was changed.")
        found.append((reply_id, _assigning(item)))
    found += [(reply_id, _adopting(knowledge, contradicts=contradicts)) for reply_id in adopt or ()]
    found += [(reply_id, _setting_aside()) for reply_id in set_aside or ()]
    return found


def _assigning(item: str) -> Step:
    def step(review: Review, reply: VendorReply, by: str) -> Change:
        return replying.assigning_step(review, reply, item)

    return step


def _adopting(knowledge: Knowledge | None, *, contradicts: bool) -> Step:
    def step(review: Review, reply: VendorReply, by: str) -> Change:
        return replying.adopting_step(review, reply, by=by, at=acting.now(), knowledge=knowledge, contradicts=contradicts)

    return step


def _setting_aside() -> Step:
    def step(review: Review, reply: VendorReply, by: str) -> Change:
        return replying.set_aside_step(reply, by=by, at=acting.now())

    return step


def _show_replies(workspace: Path, review: str, *, as_json: bool) -> None:
    with acting.reading(workspace) as opened:
        found = acting.load(opened, review)
    shapes = [_reply_shape(found, reply) for reply in found.replies]
    rows = [
        [reply.id, reply.list, reply.item, word(replying.bearing(found, reply)), word(reply.state), reply.by, reply.statement]
        for reply in found.replies
    ]
    columns = ("reply", "list", "item", "bearing", "state", "by", "statement")
    output.listing(shapes, [reply.id for reply in found.replies], columns, rows, as_json=as_json)


def _reply_shape(review: Review, reply: VendorReply) -> dict[str, Any]:
    return {
        "reply": reply.id,
        "list": reply.list,
        "item": reply.item,
        "bearing": replying.bearing(review, reply),
        "state": reply.state,
        "statement": reply.statement,
        "by": reply.by,
        "dated": reply.dated,
        "document": reply.document,
        "question": reply.question,
        "problem": reply.problem,
        "file": reply.file,
    }
