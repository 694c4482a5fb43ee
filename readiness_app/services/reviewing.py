"""Creating a review and changing it: read, decide in the domain, write rows and history in one transaction."""

import platform
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from readiness_app.domain import adoption
from readiness_app.domain.adoption import Adoption, use_of
from readiness_app.domain.changes import Batch, Change, FrameChanged, items_touched, steps
from readiness_app.domain.errors import NotFound, Refused
from readiness_app.domain.history import ChainReport, Entry
from readiness_app.domain.pack import Pack
from readiness_app.domain.review import Frame, PackUse, Review, Subject
from readiness_app.domain.vocabulary import ScopeAnswer, Tier
from readiness_app.services import library
from readiness_app.services.files import FoundFile, keep_files
from readiness_app.services.pinned import problems_of_pins, told_at_creation
from readiness_app.services.workspace import Workspace
from readiness_app.store import history as history_rows
from readiness_app.store import integrity, replaying, reviews
from readiness_app.store.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """What the person chose on the first page; `checklist` and `pack` are ids or names of files, `pack` may be empty."""

    checklist: str
    subject: Subject
    tier: Tier
    as_of: date
    lead: str = ""
    scope: Mapping[str, ScopeAnswer] = field(default_factory=dict)
    pack: str = ""
    other_subject: bool = False


def create_review(workspace: Workspace, new: NewReview, by: str, at: datetime) -> Review:
    """A new open review. Raises what `begun` raises."""
    review, pack = begun(new, by, at)
    with workspace.database.write() as connection:
        review = replace(review, id=free_id(review.frame, set(reviews.ids(connection))))
        if pack:
            reviews.pin_pack(connection, pack)
        reviews.add(connection, review)
        told = told_at_creation(connection, review)
        write_entry(connection, review.id, operation="create", target="review", before=None, after=told, by=by, at=at)
    return review


def begun(new: NewReview, by: str, at: datetime) -> tuple[Review, Pack | None]:
    """The review that would be created, still without an id, and its pack; no workspace is needed to find out that it would be refused.

    Raises Refused for a pack about another subject, an unknown scope key or an empty subject, NotFound for ids.
    """
    require_name(by)
    checklist = library.find_checklist(new.checklist)
    pack = library.find_pack(new.pack, checklist) if new.pack else None
    use = use_of(pack, checklist.id, new.subject, other_subject=new.other_subject) if pack else None
    frame = Frame(subject=new.subject, tier=new.tier, as_of=new.as_of, lead=new.lead or by, scope=dict(new.scope), pack=use)
    review = Review(id="", checklist=checklist, frame=frame, created=at, created_by=by)
    FrameChanged(before=frame, after=frame).applied_to(review)  # the same checks as for every later change
    return review, pack


def require_name(by: str) -> None:
    """Raises Refused unless somebody is named as acting."""
    if not by.strip():
        raise Refused("Say who acts: every change stands in the history under a name. Nothing was changed.")


def free_id(frame: Frame, taken: set[str]) -> str:
    """An id that no review of the workspace has, made of the model's name and the as-of date; without spaces."""
    plain = unicodedata.normalize("NFKD", frame.subject.model).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "review"
    base = f"{slug}-{frame.as_of}"
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def review_ids(workspace: Workspace) -> tuple[str, ...]:
    """The ids of all reviews, in the order they were created."""
    with workspace.database.read() as connection:
        return reviews.ids(connection)


def load_review(workspace: Workspace, review_id: str) -> Review:
    """The review as it is on disk; raises NotFound."""
    with workspace.database.read() as connection:
        return reviews.load(connection, review_id)


def pack_of(workspace: Workspace, review: Review) -> Pack | None:
    """The pack this review shows proposals of, as it was when it was chosen."""
    use = review.frame.pack
    if use is None:
        return None
    with workspace.database.read() as connection:
        try:
            return reviews.pack(connection, use.id, use.version)
        except NotFound:
            chosen = library.pack(use.id)  # on its way to disk with the change that chose it
            if chosen.version != use.version:
                raise
            return chosen


def older_packs(workspace: Workspace, review: Review) -> tuple[Pack, ...]:
    """The packs that answers of this review were adopted from, but for the one it shows now; in the order of their dates."""
    current = review.frame.pack.id if review.frame.pack else ""
    adopted = {answer.adopted for answer in review.answers.values()} - {"", current}
    if not adopted:
        return ()
    with workspace.database.read() as connection:
        found = [pack for pack_id in sorted(adopted) for pack in reviews.packs_called(connection, pack_id)]
    return tuple(sorted(found, key=lambda pack: (pack.as_of, pack.id)))


def commit(
    workspace: Workspace,
    before: Review,
    after: Review,
    change: Change,
    by: str,
    at: datetime,
    files: Sequence[FoundFile] = (),
) -> None:
    """Writes what differs, one history entry per step and the bytes of new files, all or nothing. Raises StaleChange, ReviewSealed."""
    require_name(by)
    with workspace.database.write() as connection:
        keep_files(connection, files)
        _keep_pack(connection, before.frame.pack, after.frame.pack)
        reviews.write(connection, before, after, items_touched(change))
        for step in steps(change):
            operation, target, old, new = _told(step)
            write_entry(connection, after.id, operation=operation, target=target, before=old, after=new, by=by, at=at)


def _keep_pack(connection: Connection, before: PackUse | None, after: PackUse | None) -> None:
    """A pack that was chosen is kept with the choice, as it is now."""
    if after is not None and after != before:
        with suppress(NotFound):  # one out of a file was kept when it was chosen
            if (pack := library.pack(after.id)).version == after.version:
                reviews.pin_pack(connection, pack)


def _told(step: Change) -> tuple[str, str, object, object]:
    target = getattr(step, "item", None) or getattr(step, "role", None) or _plain_target(step)
    return step.op, str(target), getattr(step, "before", None), getattr(step, "after", None)


def _plain_target(step: Change) -> str:
    for value in (getattr(step, "after", None), getattr(step, "before", None)):
        if name := getattr(value, "sha256", "") or getattr(value, "id", ""):
            return str(name)
    return "review"


def write_entry(
    connection: Connection, review_id: str, *, operation: str, target: str, before: object, after: object, by: str, at: datetime
) -> Entry:
    """One more entry in the review's history, inside the caller's transaction."""
    local = at.astimezone()
    offset = int((local.utcoffset() or local - local).total_seconds() // 60)
    return history_rows.append(
        connection,
        review_id,
        operation=operation,
        target=target,
        before=before,
        after=after,
        actor=by,
        at=at,
        offset=offset,
        machine=platform.node(),
    )


def apply(workspace: Workspace, review: Review, change: Change, by: str, at: datetime, files: Sequence[FoundFile] = ()) -> Review:
    """The review after the change, once it is on disk. Raises what the rules refuse; then nothing has happened."""
    after = change.applied_to(review)
    commit(workspace, review, after, change, by, at, files)
    return after


def adopt(
    workspace: Workspace, review: Review, by: str, at: datetime, items: Sequence[str] | None = None, *, renew: bool = False
) -> tuple[Review, Adoption]:
    """Takes over what the review's pack proposes, as this person's act; does nothing the second time. Raises Refused without a pack.

    For items that are named, and with `renew` for all on which it says otherwise, a newer pack's proposal also takes the place of an
    older one's that nobody has changed since.
    """
    found = adoption_of(workspace, review, by, items, renew=renew or items is not None)
    if not found.changes:
        return review, found
    return apply(workspace, review, adoption_step(found), by, at), found


def adoption_of(workspace: Workspace, review: Review, by: str, items: Sequence[str] | None = None, *, renew: bool = False) -> Adoption:
    """What adopting would do. Raises Refused where the review has no pack, or a named item has no proposal."""
    pack = pack_of(workspace, review)
    if pack is None:
        raise Refused("This review has no pack, so nothing is proposed. Nothing was changed; choose a pack first.")
    found = adoption.adoption(review, pack, by, items, older_packs(workspace, review), renew=renew)
    if items is not None and found.silent and not (found.changes or found.already or found.skipped or found.earlier):
        raise Refused(f"The pack {pack.title} proposes nothing for {', '.join(found.silent)}. Nothing was changed.")
    return found


def newer_items(review: Review, pack: Pack | None, older: Sequence[Pack]) -> frozenset[str]:
    """The items on which the pack says otherwise than the older one they were adopted from, and which no person has changed since."""
    return adoption.newer(review, pack, older)


def adoption_step(found: Adoption) -> Change:
    """All changes of an adoption as one step to undo."""
    if len(found.changes) == 1:
        return found.changes[0]
    return Batch(changes=found.changes, title=f"adopt {len(found.changes)} proposals")


def change_pack(workspace: Workspace, review: Review, pack_id: str, *, other_subject: bool = False) -> FrameChanged:
    """The change that makes the review show this pack (an id or a file), or none (""); the pack itself is kept in the workspace.

    A pack out of a file is kept at once; a built-in one is kept with the change, so that nobody waits for the disk before.
    """
    use: PackUse | None = None
    if pack_id:
        pack = _chosen_pack(workspace, review, pack_id)
        use = use_of(pack, review.checklist.id, review.subject, other_subject=other_subject)
        if pack not in library.packs():
            with workspace.database.write() as connection:
                reviews.pin_pack(connection, pack)
    return FrameChanged(before=review.frame, after=replace(review.frame, pack=use))


def _chosen_pack(workspace: Workspace, review: Review, pack_id: str) -> Pack:
    """The built-in pack or the one in a file; a pack that came from a file before is still known by its id."""
    try:
        return library.find_pack(pack_id, review.checklist)
    except NotFound:
        shown = pack_of(workspace, review) if review.frame.pack and review.frame.pack.id == pack_id else None
        if shown is None:
            raise
        return shown


def history(workspace: Workspace, review_id: str, item: str | None = None) -> tuple[Entry, ...]:
    """The entries of a review, oldest first, all or those about one item. Raises NotFound."""
    with workspace.database.read() as connection:
        if review_id not in reviews.ids(connection):
            raise NotFound(f"There is no review {review_id} in {workspace.path.name}. Nothing was changed; `reviews` lists them.")
        return tuple(history_rows.entries(connection, review_id, item))


def history_head(workspace: Workspace, review_id: str) -> tuple[int, str]:
    """Length of the review's history and the hash of its last entry."""
    with workspace.database.read() as connection:
        return history_rows.head(connection, review_id)


def last_change(workspace: Workspace, review_id: str) -> datetime:
    """When the review was last changed (UTC)."""
    with workspace.database.read() as connection:
        newest = history_rows.last(connection, review_id)
    return newest.at if newest else datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceCheck:
    """The outcome of checking a whole workspace: the file's structure, files whose bytes are damaged (SHA-256), every chain by review id,
    what is kept of sealed editions, files, checklists and packs and is not what it was, and by review id what its rows say otherwise than
    its history."""

    file_problems: tuple[str, ...]
    damaged: tuple[str, ...]
    chains: Mapping[str, ChainReport]
    anchors: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """True when nothing is wrong."""
        return not (self.file_problems or self.damaged or self.anchors or self.rows) and all(chain.intact for chain in self.chains.values())


def check(workspace: Workspace) -> WorkspaceCheck:
    """Checks the file's structure, every piece of evidence against its hash, and every link of every history.

    Then what was sealed against the history and the report kept of it, checklists and packs against what they were, and the rows of each
    review against what its history says.
    """
    from readiness_app.services.kept_reports import files_missing, problems_of_reports

    with workspace.database.read() as connection:
        found = integrity.check_file(connection)
        guards = integrity.guards_missing(connection)
        rows = replaying.check(connection)
        anchors = (*found.anchors, *problems_of_reports(connection), *files_missing(connection), *problems_of_pins(connection))
    problems = (*found.database, *guards)
    return WorkspaceCheck(file_problems=problems, damaged=found.damaged_files, chains=found.chains, anchors=anchors, rows=rows)


def check_start(workspace: Workspace) -> Mapping[str, ChainReport]:
    """The last entries of every history that do not hold, by review id: what can be said at once when a workspace is opened."""
    with workspace.database.read() as connection:
        return {review: tail for review, tail in history_rows.check_tails(connection).items() if not tail.intact}
