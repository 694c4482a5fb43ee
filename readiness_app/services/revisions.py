"""A new revision of a document on its way in: read once, every quote on the old one followed, then taken over as one step."""

from dataclasses import replace
from datetime import date, datetime

from readiness_app.domain.errors import Refused
from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.revising import Revision, check_revision, follow, revision_of
from readiness_app.services import reviewing
from readiness_app.services.evidence import Details, evidence_for
from readiness_app.services.files import FoundFile
from readiness_app.services.quotes import Step, searchable, searchable_file
from readiness_app.services.workspace import Workspace


def details_from(old: Evidence) -> Details:
    """What the new revision has in common with the old one: title, publisher, address and who may see it."""
    return Details(title=old.title, publisher=old.publisher, address=old.address, confidentiality=old.confidentiality)


def look_ahead(
    workspace: Workspace,
    review: Review,
    old: str,
    found: FoundFile,
    details: Details,
    by: str,
    at: datetime,
    *,
    on: date,
    step: Step | None = None,
) -> Revision:
    """What taking this file as the new revision of the one with the hash `old` would do; nothing is changed. Raises Refused, NotFound."""
    before = review.evidence_file(old)
    check_revision(review, before, found.sha256)
    new = evidence_for(found, details, by, at)
    tell = step or _silent
    tell(0.1, before.title)
    text_before = searchable(workspace, before)
    tell(0.5, found.name)
    followed = follow(review, before, text_before, searchable_file(found), on)
    return revision_of(review, before, new, followed, at)


def described(review: Review, revision: Revision, details: Details, at: datetime) -> Revision:
    """The same revision under other words about the new file; nothing is read again. Raises Refused."""
    found = {name: getattr(details, name) for name in Details.__dataclass_fields__}
    new = replace(revision.new, **{**found, "title": details.title.strip() or revision.new.name})
    return revision_of(review, revision.old, new, revision.followed, at)


def take(workspace: Workspace, review: Review, revision: Revision, found: FoundFile, by: str, at: datetime) -> Review:
    """The review with the new revision, once it is on disk, file and claims together. Raises StaleChange where the review moved on."""
    if found.sha256 != revision.new.sha256:
        raise Refused(f"{found.name} is not the file that was looked at. Nothing was changed; try again.")
    return reviewing.apply(workspace, review, revision.change, by, at, files=(found,))


def _silent(fraction: float, text: str) -> None:
    """Nobody is watching."""
