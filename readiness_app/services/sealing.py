"""Draft, seal, reopen, decline: how a review becomes a record and its report, and how the next edition begins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from readiness_app.domain import life
from readiness_app.domain.confidentiality import embedded
from readiness_app.domain.deciding import warnings_of_sealing
from readiness_app.domain.errors import NotFound, Refused, StaleChange, Unreadable
from readiness_app.domain.lineage import EditionDifference
from readiness_app.domain.review import Review, Sealing
from readiness_app.domain.vocabulary import Role, State
from readiness_app.exchange.record import decode_record, digest_of, encode_record
from readiness_app.services import evidence, reviewing
from readiness_app.services.files import keep_bytes
from readiness_app.services.seals import certified, seal_for
from readiness_app.services.soundness import require_as_sealed, require_sound
from readiness_app.services.workspace import Workspace
from readiness_app.settings import seals_folder
from readiness_app.signing import files as whole_files
from readiness_app.signing.fields import SEAL_FIELD, field_name
from readiness_app.store import editions as edition_rows
from readiness_app.store import history as history_rows
from readiness_app.store import reviews

Progress = Callable[[float, str], None]


def _silent(fraction: float, text: str) -> None:
    """No progress wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A sealed review, the digest of its record, the report's bytes, and what the person should know."""

    review: Review
    digest: str
    report: bytes
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionInfo:
    """One edition that was sealed; `difference` says what the next one changed and is None for the newest."""

    edition: int
    digest: str
    report_sha256: str
    sealed_at: datetime
    superseded: bool
    difference: EditionDifference | None


def record(workspace: Workspace, review: Review) -> bytes:
    """The canonical record: as sealed, or for an open review as it would be now."""
    if review.state is State.OPEN:
        return encode_record(review)
    return _edition(workspace, review).record


def _edition(workspace: Workspace, review: Review) -> edition_rows.Edition:
    with workspace.database.read() as connection:
        found = edition_rows.latest(connection, review.id)
        if found is None or found.edition != review.edition:
            raise NotFound(f"Edition {review.edition} of {review.id} has not been sealed. Nothing was changed; seal it first.")
        require_as_sealed(connection, workspace.path, (found,))
    return found


def draft_report(workspace: Workspace, review: Review, progress: Progress = _silent) -> bytes:
    """The report so far, marked DRAFT on every page; its record is the review as it stands.

    Raises Refused for a review that is not open: its record says that it is sealed, so a second file of it would be taken for the report.
    """
    if review.state is not State.OPEN:
        raise Refused(
            f"{review.id} is {review.state.value} as edition {review.edition}, so there is no draft of it any more. Nothing was written; "
            "take the report of that edition, or reopen the review."
        )
    encoded = encode_record(review)
    return _render(workspace, review, encoded, final=False, progress=progress)


def draft(workspace: Workspace, review: Review, out: Path, progress: Progress = _silent) -> None:
    """Writes the draft to a file, whole or not at all; raises as `draft_report` does."""
    write_whole(out, draft_report(workspace, review, progress))


def _render(workspace: Workspace, review: Review, encoded: bytes, *, final: bool, progress: Progress) -> bytes:
    from readiness_app.report.build import build_report  # ReportLab is imported when the first report is made, never at start

    # The record is decoded again on purpose: what is drawn is what the record says, never what memory holds.
    recorded = decode_record(encoded)
    files = {e.sha256: evidence.read(workspace, e.sha256) for e in embedded(recorded)}
    fields = {role: field_name(role) for role in recorded.required_roles}
    return build_report(
        recorded,
        record=encoded,
        digest=digest_of(encoded),
        files=files,
        fields=fields,
        seal_field=SEAL_FIELD,
        final=final,
        progress=progress,
    )


def seal(
    workspace: Workspace,
    review: Review,
    by: str,
    at: datetime,
    out: Path | None = None,
    progress: Progress = _silent,
    seals: Path | None = None,
) -> Sealed:
    """Freezes the review: record, digest and report are stored together with the new state, or nothing is.

    The report is certified with the workspace's key, kept in the folder `seals` (None: the person's own).
    Raises Refused with everything that is missing, or where the review is damaged or its history is not the one seen last; ReviewSealed,
    StaleChange; Unreadable where `out` or the key cannot be written.
    """
    from readiness_app.report.package_versions import made_with

    reviewing.require_name(by)
    length, head = _head_of_what_was_seen(workspace, review)
    with seal_for(workspace.database, at, seals or seals_folder()) as key:
        fingerprint = key.certificate.fingerprint
        sealing = Sealing(
            at=at,
            by=by,
            history_length=length,
            history_head=head,
            made_with=made_with(),
            seal=fingerprint,
            changed=_changed(workspace, review),
        )
        after = life.sealed(review, sealing)
        encoded = encode_record(after)
        pdf = certified(_render(workspace, after, encoded, final=True, progress=progress), key, at)
        _store(workspace, review, after, encoded, pdf, out)
    return Sealed(review=after, digest=digest_of(encoded), report=pdf, warnings=warnings_of_sealing(review, at.date()))


def _store(workspace: Workspace, before: Review, after: Review, encoded: bytes, pdf: bytes, out: Path | None) -> None:
    assert after.sealing is not None
    by, at = after.sealing.by, after.sealing.at
    digest = digest_of(encoded)
    part: Path | None = None
    try:
        with workspace.database.write() as connection:
            if history_rows.head(connection, before.id) != (after.sealing.history_length, after.sealing.history_head):
                raise Refused(
                    "The review was changed by somebody else while it was being sealed. It is still open; look at the change, "
                    "then seal again."
                )
            reviews.write(connection, before, after)
            report_sha256 = keep_bytes(connection, pdf)
            edition_rows.add(
                connection,
                edition_rows.Edition(
                    review_id=before.id,
                    edition=after.edition,
                    record=encoded,
                    digest=digest,
                    report_sha256=report_sha256,
                    latest_sha256=report_sha256,
                    sealed_at=at,
                ),
            )
            told = {"digest": digest, "report_sha256": report_sha256, "edition": after.edition}
            reviewing.write_entry(connection, before.id, operation="seal", target="review", before=None, after=told, by=by, at=at)
            if out is not None:
                part = _beside(out, pdf)  # inside the transaction: a report that cannot be written leaves the review open
    except BaseException:
        if part is not None:
            part.unlink(missing_ok=True)
        raise
    if out is not None and part is not None:
        _put(part, out, before)


def _beside(out: Path, pdf: bytes) -> Path:
    try:
        return whole_files.write_part(out, pdf)
    except OSError as error:
        raise _not_written(out, error) from error


def _put(part: Path, out: Path, review: Review) -> None:
    """The report gets its name once the seal is on disk: under it there is never one of a review that is still open."""
    try:
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unreadable(
            f"{review.id} is sealed, but {out} cannot be written: {error.strerror or error}. "
            "The report is in the workspace; export it from there."
        ) from error
    whole_files.sync_folder(out.parent)


def _changed(workspace: Workspace, review: Review) -> EditionDifference | None:
    """What differs from the edition sealed before; None in the first."""
    with workspace.database.read() as connection:
        before = edition_rows.latest(connection, review.id)
    return life.difference(decode_record(before.record), review) if before else None


def _head_of_what_was_seen(workspace: Workspace, review: Review) -> tuple[int, str]:
    with workspace.database.read() as connection:
        if reviews.load(connection, review.id) != review:
            raise StaleChange("The review was changed by somebody else in the meantime. It is still open; look at the change, then seal.")
        require_sound(workspace, connection, review)
        return history_rows.head(connection, review.id)


def reopen(workspace: Workspace, review: Review, reason: str, by: str, at: datetime) -> Review:
    """The next edition, open; the sealed one stays and is superseded."""
    reviewing.require_name(by)
    after = life.reopened(review, reason, by, at, _edition(workspace, review).digest)
    told = {"reason": reason.strip(), "edition": after.edition}
    _write_life(workspace, review, after, "reopen", "review", told, by, at)
    return after


def decline(workspace: Workspace, review: Review, role: Role, reason: str, by: str, at: datetime) -> Review:
    """The review with a signatory's refusal and its reason."""
    reviewing.require_name(by)
    after = life.declined(review, role, reason, by, at)
    _write_life(workspace, review, after, "decline", role, {"reason": reason.strip()}, by, at)
    return after


def _write_life(
    workspace: Workspace, before: Review, after: Review, operation: str, target: str, told: object, by: str, at: datetime
) -> None:
    with workspace.database.write() as connection:
        reviews.write(connection, before, after)
        reviewing.write_entry(connection, before.id, operation=operation, target=target, before=None, after=told, by=by, at=at)


def report(workspace: Workspace, review: Review) -> bytes:
    """The latest report of this edition, with every signature collected so far. Raises NotFound for an edition not sealed."""
    return evidence.read(workspace, _edition(workspace, review).latest_sha256)


def base_report(workspace: Workspace, review: Review) -> bytes:
    """The report of this edition as it was sealed, before any signature."""
    return evidence.read(workspace, _edition(workspace, review).report_sha256)


def export_report(workspace: Workspace, review: Review, out: Path) -> None:
    """Writes the latest report to a file, whole or not at all."""
    write_whole(out, report(workspace, review))


def sealed_edition(workspace: Workspace, review_id: str, edition: int | None = None) -> edition_rows.Edition:
    """A sealed edition of a review, the newest unless named; raises NotFound."""
    reviewing.load_review(workspace, review_id)
    with workspace.database.read() as connection:
        found = edition_rows.all(connection, review_id)
        wanted = [one for one in found if edition is None or one.edition == edition]
        require_as_sealed(connection, workspace.path, wanted[-1:])
    if not wanted:
        which = "No edition" if edition is None else f"Edition {edition}"
        there = ", ".join(str(one.edition) for one in found)
        cure = f"choose one of these: {there}" if there else "seal it first"
        raise NotFound(f"{which} of {review_id} has {'not ' if edition is not None else ''}been sealed. Nothing was written; {cure}.")
    return wanted[-1]


def export_edition(workspace: Workspace, review_id: str, out: Path, edition: int | None = None) -> int:
    """Writes the report of a sealed edition, superseded or not, with every signature it has collected, and gives its number.

    Whole or not at all; the newest edition unless named. Raises NotFound, Unreadable.
    """
    found = sealed_edition(workspace, review_id, edition)
    write_whole(out, evidence.read(workspace, found.latest_sha256))
    return found.edition


def editions(workspace: Workspace, review_id: str) -> tuple[EditionInfo, ...]:
    """Every edition that was sealed, oldest first, each with what its successor changed."""
    with workspace.database.read() as connection:
        rows = edition_rows.all(connection, review_id)
        require_as_sealed(connection, workspace.path, rows)
        current = reviews.load(connection, review_id)
    reviews_then = [decode_record(row.record) for row in rows]
    following = [*reviews_then, current][1:]
    return tuple(
        EditionInfo(
            edition=row.edition,
            digest=row.digest,
            report_sha256=row.report_sha256,
            sealed_at=row.sealed_at,
            superseded=row.edition < current.edition,
            difference=life.difference(then, later) if row.edition < current.edition else None,
        )
        for row, then, later in zip(rows, reviews_then, following, strict=True)
    )


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Writes a file whole or not at all, with the rights in `mode` if given; raises Unreadable with the sentence for the person."""
    try:
        whole_files.write_whole(path, data, mode)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> Unreadable:
    return Unreadable(f"{path} cannot be written: {error.strerror or error}. Nothing was changed; choose another folder.")
