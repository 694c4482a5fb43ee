"""Reviews in the workspace: whole ones in and out, changes as compare-and-set against what the person saw."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from readiness_app.domain.changes import check_seen
from readiness_app.domain.checklist import Checklist
from readiness_app.domain.errors import NotFound, Refused, ReviewSealed, StaleChange
from readiness_app.domain.lineage import PreviousRound, SupersededEdition
from readiness_app.domain.pack import Pack
from readiness_app.domain.review import UNANSWERED, Answer, Decision, Decline, Evidence, Frame, Review, Sealing, Signatory, SignOff
from readiness_app.domain.vendor import QuestionList, VendorReply
from readiness_app.domain.vocabulary import State
from readiness_app.store import schema
from readiness_app.store.codec import decode, encode, time_text
from readiness_app.store.prepared import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """What a review's own row holds as one text."""

    frame: Frame
    created: datetime
    created_by: str
    round: int
    decision: Decision | None
    signatories: tuple[Signatory, ...]
    sealing: Sealing | None
    sign_offs: tuple[SignOff, ...]
    declines: tuple[Decline, ...]
    supersedes: SupersededEdition | None = None
    previous: PreviousRound | None = None
    questions: tuple[QuestionList, ...] = ()
    replies: tuple[VendorReply, ...] = ()


_PARTS = tuple(field.name for field in fields(_Body))
_R, _A, _E, _C = schema.review.c, schema.answer.c, schema.evidence.c, schema.checklist.c
_PINNED = and_(_C.id == _R.checklist_id, _C.version == _R.checklist_version)
_LOAD = select(_R.state, _R.edition, _R.body, _C.body).join(schema.checklist, _PINNED).where(_R.id == bindparam("review"))
_ANSWERS = select(_A.item_id, _A.body).where(_A.review_id == bindparam("review")).order_by(_A.item_id)
_EVIDENCE = select(_E.body).where(_E.review_id == bindparam("review")).order_by(_E.position, _E.sha256)
_STANDING = Prepared(select(_R.state, _R.edition).where(_R.id == bindparam("review")))


def add(connection: Connection, review: Review) -> None:
    """Puts a whole review into the workspace and pins its checklist; raises Refused where its id is taken."""
    pin_checklist(connection, review.checklist)
    head = {
        "id": review.id,
        "checklist_id": review.checklist.id,
        "checklist_version": review.checklist.version,
        "created": time_text(review.created),
        **_standing(review),
    }
    try:
        connection.execute(insert(schema.review), head)
    except IntegrityError as error:
        raise Refused(f"There is already a review {review.id} in this workspace. Nothing was changed; choose another id.") from error
    if review.answers:
        rows = [{"review_id": review.id, "item_id": item, "body": encode(answer)} for item, answer in review.answers.items()]
        connection.execute(insert(schema.answer), rows)
    for position, evidence in enumerate(review.evidence):
        _insert_evidence(connection, review.id, evidence, position)


def load(connection: Connection, review_id: str) -> Review:
    """The whole review; raises NotFound."""
    key = {"review": review_id}
    row = connection.execute(_LOAD, key).first()
    if row is None:
        raise _not_found(connection, review_id)
    state, edition, body, checklist = row
    stored = decode(body, _Body)
    return Review(
        id=review_id,
        checklist=_checklist(checklist),
        state=State(state),
        edition=edition,
        answers={item: decode(text, Answer) for item, text in connection.execute(_ANSWERS, key)},
        evidence=tuple(decode(text, Evidence) for (text,) in connection.execute(_EVIDENCE, key)),
        **{name: getattr(stored, name) for name in _PARTS},
    )


def ids(connection: Connection) -> tuple[str, ...]:
    """The ids of all reviews, oldest first."""
    return tuple(connection.execute(select(_R.id).order_by(_R.created, _R.id)).scalars())


def holding(connection: Connection, sha256: str) -> tuple[str, ...]:
    """The ids of the reviews whose evidence lists this file."""
    return tuple(connection.execute(select(_E.review_id).where(_E.sha256 == sha256).order_by(_E.review_id)).scalars())


def write(connection: Connection, before: Review, after: Review, items: Collection[str] | None = None) -> None:
    """Stores what differs between two states of one review, each part only if it is still what `before` says.

    `items`, where given, are the only ones whose answers differ; then thousands of others need not be looked at.
    Raises ReviewSealed where it was sealed in the meantime, StaleChange where somebody else changed the same part; roll back then.
    """
    if before.id != after.id or before.checklist != after.checklist:
        raise ValueError("A change keeps the review and its checklist.")
    _check_standing(connection, before)
    if _own_part(before) != _own_part(after):
        _write_own_part(connection, before, after)
    for item, seen, wanted in _differing(before.answers, after.answers, items):
        _write_answer(connection, before.id, item, seen, wanted)
    if before.evidence is not after.evidence:
        _write_evidence(connection, before, after)


def pin_checklist(connection: Connection, checklist: Checklist) -> None:
    """Keeps this version of a checklist for good; raises Refused where the same version was kept with other content."""
    _pin(connection, schema.checklist, checklist)


def pin_pack(connection: Connection, pack: Pack) -> None:
    """Keeps this version of a pack for good; raises Refused where the same version was kept with other content."""
    _pin(connection, schema.pack, pack)


def pack(connection: Connection, pack_id: str, version: str) -> Pack:
    """The pinned pack; raises NotFound."""
    body = _pinned(connection, schema.pack, pack_id, version)
    if body is None:
        raise NotFound(f"The pack {pack_id} {version} is not in this workspace. Nothing was changed; choose the pack again.")
    return decode(body, Pack)


def packs_called(connection: Connection, pack_id: str) -> tuple[Pack, ...]:
    """Every pinned version of a pack; empty where there is none."""
    table = schema.pack
    bodies = connection.execute(select(table.c.body).where(table.c.id == pack_id).order_by(table.c.version)).scalars()
    return tuple(decode(body, Pack) for body in bodies)


def pins(connection: Connection, kind: type[Checklist | Pack]) -> dict[tuple[str, str], str]:
    """The stored text of every pinned checklist or pack, by id and version."""
    table = schema.checklist if kind is Checklist else schema.pack
    return {(row.id, row.version): row.body for row in connection.execute(select(table).order_by(table.c.id, table.c.version))}


def pin_in(text: str, kind: type[Checklist | Pack]) -> Checklist | Pack:
    """The checklist or pack in such a text; raises Unreadable."""
    return decode(text, kind)


def checklist_of(connection: Connection, review_id: str) -> tuple[str, str]:
    """Id and version of the checklist that a review pins; raises NotFound."""
    row = connection.execute(select(_R.checklist_id, _R.checklist_version).where(_R.id == review_id)).first()
    if row is None:
        raise _not_found(connection, review_id)
    return row.checklist_id, row.checklist_version


def _pin(connection: Connection, table: Table, value: Checklist | Pack) -> None:
    body, stored = encode(value), _pinned(connection, table, value.id, value.version)
    if stored is None:
        connection.execute(insert(table), {"id": value.id, "version": value.version, "body": body})
    elif stored != body and decode(stored, type(value)) != value:
        raise Refused(
            f"{value.title} {value.version} is already in this workspace with other content. Nothing was changed; "
            "give the changed file a new version."
        )


def _pinned(connection: Connection, table: Table, id_: str, version: str) -> str | None:
    body: str | None = connection.execute(select(table.c.body).where(table.c.id == id_, table.c.version == version)).scalar()
    return body


@lru_cache(maxsize=8)
def _checklist(body: str) -> Checklist:
    # The text is the key: the same text is the same value, and a checklist never changes once it is pinned.
    return decode(body, Checklist)


def _not_found(connection: Connection, review_id: str) -> NotFound:
    known = ", ".join(ids(connection)) or "none"
    return NotFound(f"There is no review {review_id} in this workspace. Nothing was changed; the reviews here are: {known}.")


def _check_standing(connection: Connection, before: Review) -> None:
    row = _STANDING.run(connection, {"review": before.id}).fetchone()
    if row is None:
        raise _not_found(connection, before.id)
    state, edition = row
    if (state, edition) == (before.state, before.edition):
        return
    if before.state is State.OPEN and state != State.OPEN:
        raise ReviewSealed(
            f"Edition {edition} of this review was {state} in the meantime and cannot be changed. "
            "Nothing was saved; reopen the review with a reason to go on as the next edition."
        )
    raise StaleChange(f"The review has become edition {edition} ({state}) in the meantime. Nothing was saved; look at it, then decide.")


def _own_part(review: Review) -> tuple[Any, ...]:
    return (review.state, review.edition, *(getattr(review, name) for name in _PARTS))


def _standing(review: Review) -> dict[str, Any]:
    body = _Body(**{name: getattr(review, name) for name in _PARTS})
    return {"state": review.state.value, "edition": review.edition, "body": encode(body)}


def _write_own_part(connection: Connection, before: Review, after: Review) -> None:
    seen, mine = _standing(before)["body"], schema.review.update().where(_R.id == before.id)
    wanted = _standing(after)
    if connection.execute(mine.where(_R.body == seen), wanted).rowcount == 1:
        return
    stored = decode(connection.execute(select(_R.body).where(_R.id == before.id)).scalar_one(), _Body)
    for name in _PARTS:
        check_seen("The review", getattr(stored, name), getattr(before, name))
    connection.execute(mine, wanted)  # written by an earlier version: other text, same value


def _differing(
    before: Mapping[str, Answer], after: Mapping[str, Answer], items: Collection[str] | None
) -> Iterator[tuple[str, Answer, Answer | None]]:
    if before is after:
        return
    for item in _perhaps_differing(before, after) if items is None else items:
        seen, wanted = before.get(item), after.get(item)
        if seen is not wanted and seen != wanted:
            yield item, seen or UNANSWERED, wanted


def _perhaps_differing(before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[str]:
    items, old, new = list(after), list(before.values()), list(after.values())
    if list(before) != items:
        return [*after, *(item for item in before if item not in after)]
    # The usual case: thousands of answers of which one differs. Lists pass over values that are the same object very fast.
    return [item for at in range(0, len(items), 64) if old[at : at + 64] != new[at : at + 64] for item in items[at : at + 64]]


_MY_ANSWER = and_(_A.review_id == bindparam("review"), _A.item_id == bindparam("item"))
_SWAP_ANSWER = Prepared(update(schema.answer).where(_MY_ANSWER, _A.body == bindparam("seen")).values(body=bindparam("wanted")))
_SET_ANSWER = update(schema.answer).where(_MY_ANSWER).values(body=bindparam("wanted"))
_GET_ANSWER = select(_A.body).where(_MY_ANSWER)
_DROP_ANSWER = delete(schema.answer).where(_MY_ANSWER)


def _write_answer(connection: Connection, review_id: str, item: str, seen: Answer, wanted: Answer | None) -> None:
    key = {"review": review_id, "item": item}
    text = encode(wanted) if wanted is not None else None
    if text is not None and _SWAP_ANSWER.run(connection, {**key, "seen": encode(seen), "wanted": text}).rowcount == 1:
        return
    stored = connection.execute(_GET_ANSWER, key).scalar()
    check_seen(item, decode(stored, Answer) if stored is not None else UNANSWERED, seen)
    if text is None:
        connection.execute(_DROP_ANSWER, key)
    elif stored is None:
        connection.execute(insert(schema.answer), {"review_id": review_id, "item_id": item, "body": text})
    else:  # written by an earlier version: other text, same value
        connection.execute(_SET_ANSWER, {**key, "wanted": text})


def _write_evidence(connection: Connection, before: Review, after: Review) -> None:
    old = {evidence.sha256: evidence for evidence in before.evidence}
    new = {evidence.sha256: evidence for evidence in after.evidence}
    for sha256 in (*new, *(gone for gone in old if gone not in new)):
        seen, wanted = old.get(sha256), new.get(sha256)
        if seen is wanted or seen == wanted:
            continue
        mine = and_(_E.review_id == before.id, _E.sha256 == sha256)
        stored = connection.execute(select(_E.body).where(mine)).scalar()
        check_seen((wanted or old[sha256]).title, decode(stored, Evidence) if stored is not None else None, seen)
        if wanted is None:
            connection.execute(delete(schema.evidence).where(mine))
        elif seen is None:
            _insert_evidence(connection, before.id, wanted, _next_position(connection, before.id))
        else:
            connection.execute(update(schema.evidence).where(mine), {"body": encode(wanted)})


def _next_position(connection: Connection, review_id: str) -> int:
    last = connection.execute(select(_E.position).where(_E.review_id == review_id).order_by(_E.position.desc()).limit(1)).scalar()
    return 0 if last is None else last + 1


def _insert_evidence(connection: Connection, review_id: str, evidence: Evidence, position: int) -> None:
    row = {"review_id": review_id, "sha256": evidence.sha256, "position": position, "body": encode(evidence)}
    connection.execute(insert(schema.evidence), row)
