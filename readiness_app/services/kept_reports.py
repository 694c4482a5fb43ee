"""What a workspace keeps besides rows: the reports of its sealed editions and the files it lists, against what it says they are."""

from collections.abc import Iterator

from readiness_app.domain.errors import ReadinessError, Unreadable
from readiness_app.exchange.record import digest_of
from readiness_app.store import editions, reviews, vault
from readiness_app.store.database import Connection


def problems_of_reports(connection: Connection) -> Iterator[str]:
    """One sentence for each edition whose kept report carries another record than the one that stands here, or is gone.

    Reports whose bytes are damaged are named elsewhere, with every other damaged file.
    """
    for review in reviews.ids(connection):
        for edition in editions.all(connection, review):
            kept = dict.fromkeys(sha256 for sha256 in (edition.report_sha256, edition.latest_sha256) if sha256)
            found = (_problem(connection, sha256, edition.digest) for sha256 in kept)
            if problem := next((one for one in found if one), ""):
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


def _problem(connection: Connection, sha256: str, digest: str) -> str:
    from readiness_app.report.embedded import embedded_record

    if not vault.has(connection, sha256):
        return "the report kept of it is no longer here."
    try:
        data = vault.read_bytes(connection, sha256)
    except Unreadable:
        return ""
    try:
        found = digest_of(embedded_record(data).record)
    except ReadinessError:
        return "what is kept as its report is none."
    return "" if found == digest else "the report kept of it carries another record than the one that stands here."
