"""Checklists and packs as a workspace keeps them, against what comes with the program and what histories and sealed records say."""

from collections.abc import Callable, Iterator
from dataclasses import fields

import msgspec

from readiness_app.domain.checklist import Checklist
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.history import Entry
from readiness_app.domain.pack import Pack
from readiness_app.domain.review import Review
from readiness_app.exchange.record import decode_record, digest_of
from readiness_app.services import library
from readiness_app.store import editions, history, reviews
from readiness_app.store.database import Connection

CHECKLIST = "checklist_sha256"  # in the entry that creates a review: the digest of the checklist's text as it is kept


def told_at_creation(connection: Connection, review: Review) -> dict[str, object]:
    """What the first entry of a review says: its frame, and which text of the checklist it asks. The checklist is pinned by then."""
    text = reviews.pins(connection, Checklist)[review.checklist.id, review.checklist.version]
    return {**{one.name: getattr(review.frame, one.name) for one in fields(review.frame)}, CHECKLIST: digest_of(text.encode())}


def problems_of_pins(connection: Connection, only: Review | None = None) -> Iterator[str]:
    """One sentence for each checklist and pack, of all or of `only`, that was changed after it was kept, as far as that can be known.

    One that comes with the program is compared with that; a checklist also with the first entry of each review that asks it and with the
    records sealed over it. Of a pack that a person wrote nothing says what it was.
    """
    for kind, built_in in _SHIPPED:
        shipped = {(one.id, one.version): one for one in built_in()}
        for place, text in reviews.pins(connection, kind).items():
            if only is not None and place not in _asked_by(only, kind):
                continue
            if problem := _problem(connection, kind, place, text, shipped.get(place)):
                yield f"The {kind.__name__.lower()} {place[0]} {place[1]} kept here {problem}"


_SHIPPED: tuple[tuple[type[Checklist | Pack], Callable[[], tuple[Checklist | Pack, ...]]], ...] = (
    (Checklist, library.checklists),
    (Pack, library.packs),
)


def _asked_by(review: Review, kind: type[Checklist | Pack]) -> set[tuple[str, str]]:
    if kind is Checklist:
        return {(review.checklist.id, review.checklist.version)}
    return {(review.frame.pack.id, review.frame.pack.version)} if review.frame.pack else set()


def _problem(
    connection: Connection, kind: type[Checklist | Pack], place: tuple[str, str], text: str, shipped: Checklist | Pack | None
) -> str:
    try:
        kept = reviews.pin_in(text, kind)
    except ReadinessError:
        return "cannot be read."
    if (kept.id, kept.version) != place:
        return f"calls itself {kept.id} {kept.version}."
    if shipped is not None and kept != shipped:
        return "is not the one that comes with the program."
    return _otherwise(connection, kept, text) if isinstance(kept, Checklist) else ""


def _otherwise(connection: Connection, kept: Checklist, text: str) -> str:
    """Which review began with another text of this checklist, or was sealed over another content; empty for none."""
    for review in reviews.ids(connection):
        if reviews.checklist_of(connection, review) != (kept.id, kept.version):
            continue
        told = _digest_in(next(iter(history.entries(connection, review)), None))
        if told and told != digest_of(text.encode()):
            return f"is not the one that {review} began with."
        for edition in editions.all(connection, review):
            if _sealed_over(edition) not in (None, kept):
                return f"is not the one that edition {edition.edition} of {review} was sealed over."
    return ""


def _sealed_over(edition: editions.Edition) -> Checklist | None:
    """The checklist in a sealed record; None where the record is damaged, which is told with the editions."""
    try:
        return decode_record(edition.record).checklist if digest_of(edition.record) == edition.digest else None
    except ReadinessError:
        return None


def _digest_in(first: Entry | None) -> str:
    """What the first entry says of the checklist; empty where an earlier version of the program wrote it."""
    if first is None or first.operation != "create":
        return ""
    try:
        told = msgspec.json.decode(first.after)
    except msgspec.DecodeError:
        return ""  # told with the chain and the rows
    return str(told.get(CHECKLIST, "")) if isinstance(told, dict) else ""
