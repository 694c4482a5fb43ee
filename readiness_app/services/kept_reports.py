"""What a workspace keeps besides rows: the reports of its sealed editions and the files it lists, against what it says they are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from readiness_app.domain.errors import ReadinessError, Unreadable
from readiness_app.domain.history import parts_of
from readiness_app.exchange.record import digest_of
from readiness_app.services.apart import record_in
from readiness_app.store import editions, history, reviews, vault
from readiness_app.store.codec import decode
from readiness_app.store.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEdition:
    """A sealed edition as its history tells of it: the entries that sealed it and last collected signatures, and how many had signed."""

    review: str
    edition: int
    sealed_at: datetime
    sealed_by: int
    collected_by: int
    signed: int
    required: int

    def missing_after(self, length: int) -> str:
        """What of it a history of that length does not hold, in a sentence; empty where it holds all."""
        name = f"edition {self.edition} of {self.review}, sealed on {self.sealed_at.astimezone():%Y-%m-%d}"
        signed = f", signed by {self.signed} of {self.required}" if self.signed else ""
        if length < self.sealed_by:
            return f"{name}{signed}, is not in it."
        if length < self.collected_by:
            return f"{name}, is in it without signatures collected since; it is signed by {self.signed} of {self.required} now."
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPurge:
    """A file whose bytes were purged, and by which entry of the history of `review`."""

    review: str
    title: str
    at: datetime
    purged_by: int

    def missing_after(self, length: int) -> str:
        """What a history of that length would undo, in a sentence; empty where it holds the purge."""
        if length >= self.purged_by:
            return ""
        when = f"{self.at.astimezone():%Y-%m-%d}"
        return f"the purge of “{self.title}” in {self.review}, on {when}, is not in it: its bytes would be there again."


def kept_purges(connection: Connection) -> Iterator[KeptPurge]:
    """Every purge in every review, oldest first, as the histories tell of them."""
    for review in reviews.ids(connection):
        for entry in history.entries(connection, review):
            if entry.operation == "purge":
                title = str(parts_of(entry.after).get("title", entry.target[:12]))
                yield KeptPurge(review=review, title=title, at=entry.at, purged_by=entry.sequence)


def kept_editions(connection: Connection) -> Iterator[KeptEdition]:
    """Every sealed edition of every review, oldest first, as the histories tell of them; raises what a damaged row raises."""
    for review in reviews.ids(connection):
        required = len(reviews.load(connection, review).required_roles)
        found: dict[int, KeptEdition] = {}
        for entry in history.entries(connection, review):
            if entry.operation not in ("seal", "collect"):
                continue
            told = decode(entry.after, dict[str, Any])
            if entry.operation == "seal":
                found[told["edition"]] = KeptEdition(
                    review=review,
                    edition=told["edition"],
                    sealed_at=entry.at,
                    sealed_by=entry.sequence,
                    collected_by=0,
                    signed=0,
                    required=required,
                )
            else:
                last = next(reversed(found))
                found[last] = replace(found[last], collected_by=entry.sequence, signed=len(told["signed"]))
        yield from found.values()


def problems_of_reports(connection: Connection) -> Iterator[str]:
    """One sentence for each edition whose kept report carries another record than the one that stands here, or is gone.

    Reports whose bytes are damaged are named elsewhere, with every other damaged file.
    """
    for review in reviews.ids(connection):
        for edition in editions.all(connection, review):
            if problem := _problem(connection, edition):
                yield f"Edition {edition.edition} of {review}: {problem}"


def files_missing(connection: Connection) -> Iterator[str]:
    """One sentence for each file that a review lists, that nobody purged, and that is not here."""
    for review in reviews.ids(connection):
        try:
            listed = reviews.load(connection, review).evidence
        except ReadinessError:
            continue  # told with its rows
        for file in listed:
            if file.purged is None and not vault.has(connection, file.sha256):
                yield f"The file “{file.title}” of {review} is no longer here."


def _problem(connection: Connection, edition: editions.Edition) -> str:
    sealed = b""
    for sha256 in dict.fromkeys(one for one in (edition.report_sha256, edition.latest_sha256) if one):
        if not vault.has(connection, sha256):
            return "the report kept of it is no longer here."
        try:
            data = vault.read_bytes(connection, sha256)
        except Unreadable:
            continue
        # What begins with the report that was just read carries the same record: it stands in the first revision.
        if not (sealed and data.startswith(sealed)) and (problem := _problem_inside(data, edition)):
            return problem
        sealed = data
    return ""


def _problem_inside(data: bytes, edition: editions.Edition) -> str:
    try:
        found = digest_of(record_in(data, "The report"))
    except ReadinessError:
        return "what is kept as its report is none."
    return "" if found == edition.digest else "the report kept of it carries another record than the one that stands here."
