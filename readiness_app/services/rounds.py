"""The next round of a review: planned and shown first, then made in one transaction; and confirming what it carried over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from readiness_app.domain import rounds
from readiness_app.domain.adoption import differences, use_of
from readiness_app.domain.changes import FrameChanged
from readiness_app.domain.checklist import Checklist
from readiness_app.domain.comparison import Comparison, compare_packs
from readiness_app.domain.pack import Pack
from readiness_app.domain.review import Frame, Review
from readiness_app.domain.rounds import Confirmation, NextRound
from readiness_app.domain.vocabulary import Difference, ReplyState
from readiness_app.services import library, reviewing, sealing
from readiness_app.services.pinned import told_at_creation
from readiness_app.services.workspace import Workspace
from readiness_app.store import reviews
from readiness_app.store.replaying import CARRIED, carried_digest

KEEP = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundWanted:
    """What the person chose: the frame (its pack apart), a checklist and a pack by id or file; KEEP means that of the round before.

    An empty `pack` means none.
    """

    frame: Frame
    checklist: str | None = KEEP
    pack: str | None = KEEP
    other_subject: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRound:
    """All that making the round would do; nothing has happened yet. `packs` is what the newer pack changed since the one before."""

    before: Review
    next: NextRound
    pack: Pack | None
    packs: Comparison | None
    remarks: tuple[str, ...]


def plan_round(workspace: Workspace, review_id: str, wanted: RoundWanted, by: str, at: datetime) -> PlannedRound:
    """What the next round would begin with. Raises NotFound, Refused (open, a pack about another subject), InvalidFile, Unreadable."""
    reviewing.require_name(by)
    before = reviewing.load_review(workspace, review_id)
    checklist = before.checklist if wanted.checklist is KEEP else library.find_checklist(wanted.checklist)
    older = reviewing.pack_of(workspace, before)
    pack = older if wanted.pack is KEEP else library.find_pack(wanted.pack, checklist) if wanted.pack else None
    frame = _framed(wanted, before, pack, checklist)
    with workspace.database.read() as connection:
        new_id = reviewing.free_id(frame, set(reviews.ids(connection)))
    digest = "" if before.sealing is None else sealing.sealed_edition(workspace, before.id, before.edition).digest
    made = rounds.next_round(before, review_id=new_id, checklist=checklist, frame=frame, digest=digest, by=by, at=at)
    FrameChanged(before=made.review.frame, after=made.review.frame).applied_to(made.review)  # the same checks as for every later change
    return PlannedRound(
        before=before,
        next=made,
        pack=pack,
        packs=compare_packs(older, pack, checklist) if pack and older and pack != older else None,
        remarks=_remarks(before, made.review, pack),
    )


def _framed(wanted: RoundWanted, before: Review, pack: Pack | None, checklist: Checklist) -> Frame:
    insisted = wanted.other_subject or (wanted.pack is KEEP and before.frame.pack is not None and before.frame.pack.other_subject)
    use = use_of(pack, checklist.id, wanted.frame.subject, other_subject=insisted) if pack else None
    return replace(wanted.frame, pack=use)


def _remarks(before: Review, after: Review, pack: Pack | None) -> tuple[str, ...]:
    found = list(differences(pack, after.subject)) if pack else []
    if after.as_of < before.as_of:
        found.append(f"The as-of date {after.as_of} lies before that of round {before.round}, {before.as_of}.")
    shown = pack.as_of if pack else None
    newer = [p for p in library.packs_for(after.checklist.id) if p.subject.is_about(after.subject.vendor, after.subject.model)]
    if newer and (shown is None or newer[-1].as_of > shown):
        found.append(f"There is a newer pack about this subject: {newer[-1].title} ({newer[-1].id}).")
    lost = [key for key in before.frame.scope if key not in {question.key for question in after.checklist.scope}]
    if lost:
        found.append(f"The checklist no longer asks the scope questions {', '.join(lost)}; their answers stay in round {before.round}.")
    return tuple(found)


def told(planned: PlannedRound) -> Iterator[str]:
    """All that making the round does, one sentence a line."""
    found, before = planned.next, planned.before
    new = found.review
    yield (
        f"Round {new.round} of {new.subject.vendor} {new.subject.model}, as of {new.as_of}, carries on {before.id} "
        f"(round {before.round}, edition {before.edition}, digest {new.previous.digest[:16] if new.previous else ''}…)."
    )
    yield f"Come along unconfirmed, to be confirmed one by one or by section: {len(found.inherited)} answers."
    for why, items in (
        ("The words have changed, or a source has; look at each of them again", found.look_again),
        ("Asked for the first time", found.new),
        (f"No longer asked; what was answered stays in {before.id}", tuple(item.id for item in found.retired)),
        (f"Risk acceptances that stay in {before.id}; give them anew if they are to hold", found.acceptances),
        ("Open conditions that come along", found.open_conditions),
        (
            f"Open conditions on items that are no longer asked; they stay in {before.id}, so set them anew where they still hold",
            tuple(item.id for item in found.retired if item.open_conditions),
        ),
    ):
        if items:
            yield f"{why}: {', '.join(items)}."
    yield f"Files that come along: {len(new.evidence)}. Decision, signatories, signatures, question lists and replies do not."
    if waiting := sum(reply.state is ReplyState.WAITING for reply in before.replies):
        yield f"{waiting} vendor replies still wait for a decision in {before.id} and stay there; take the list back into the new round."
    if planned.packs is not None:
        yield f"Since {planned.packs.before.title}, the pack has: {_counted(planned.packs.counts)}. Nothing is adopted by this."
    yield from planned.remarks


def _counted(counts: Mapping[Difference, int]) -> str:
    return ", ".join(f"{counts[kind]} {kind.replace('_', ' ')}" for kind in Difference if counts[kind])


def make_round(workspace: Workspace, planned: PlannedRound, by: str, at: datetime) -> Review:
    """The new review, once it is on disk with its first two entries of history; the round before is left as it is.

    Raises Refused where the checklist or the pack is there already under the same version with other content.
    """
    reviewing.require_name(by)
    with workspace.database.write() as connection:
        review = replace(planned.next.review, id=reviewing.free_id(planned.next.review.frame, set(reviews.ids(connection))))
        if planned.pack is not None:
            reviews.pin_pack(connection, planned.pack)
        reviews.add(connection, review)
        begun = told_at_creation(connection, review)
        for operation, target, told in (("create", "review", begun), ("carry_over", planned.before.id, _entry(planned))):
            reviewing.write_entry(connection, review.id, operation=operation, target=target, before=None, after=told, by=by, at=at)
    return review


def _entry(planned: PlannedRound) -> dict[str, object]:
    previous, made = planned.next.review.previous, planned.next
    assert previous is not None
    return {
        "digest": previous.digest,
        "edition": previous.edition,
        "round": previous.round,
        "inherited": len(made.inherited),
        "look_again": len(made.look_again),
        "new": len(made.new),
        "retired": [item.id for item in made.retired],
        CARRIED: carried_digest(made.review.answers, made.review.evidence),
    }


def confirm(workspace: Workspace, review: Review, found: Confirmation, by: str, at: datetime) -> Review:
    """The review with these answers confirmed, once it is on disk."""
    return reviewing.apply(workspace, review, found.step, by, at) if found.changes else review
