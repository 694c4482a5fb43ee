"""Verifying a PDF: every check in plain words, whether it is valid, and who the signers are known by."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from readiness_app.domain.errors import InvalidFile, Unreadable
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role, State
from readiness_app.exchange.record import decode_record, digest_of
from readiness_app.services import apart, verdict
from readiness_app.services.annex import check_annex, folder_beside
from readiness_app.services.files import naming
from readiness_app.services.rerendering import Files, check_evidence, check_pages
from readiness_app.services.signers import WEAK, check_looks, check_persons, check_seal, persons, signers_of
from readiness_app.services.verification import (
    CONFIRMED,
    NAMED_BY_THE_REPORT_ONLY,
    NOT_JUDGED,
    Check,
    Checks,
    Judged,
    Known,
    OnCheck,
    Signer,
    Verification,
    holds,
)
from readiness_app.signing import identities, read, sign
from readiness_app.signing.fields import field_name, role_of_field
from readiness_app.signing.files import read_whole
from readiness_app.signing.values import SIGNATURE, Certificate, Revisions, SignedDocument, Update

__all__ = ["CONFIRMED", "NAMED_BY_THE_REPORT_ONLY", "NOT_JUDGED", "Check", "OnCheck", "Signer", "Verification", "verify", "verify_bytes"]

# What was looked at, and no more: whether the signatures themselves hold is another check.
GREW = "Since it was sealed, the file grew by {what} alone."
COVERED = "Since it was first signed, the file grew by signatures alone."
ASK_FOR = "Ask for the full report, and verify that: its record must have the digest {digest}…"
UNSIGNED = "Nobody has signed yet, so there is no signature after which anything could change."


def verify(
    path: Path,
    trust: Sequence[Path] = (),
    pinned: Collection[str] = (),
    on_check: OnCheck | None = None,
    known: Known | None = None,
    beat: Callable[[], None] | None = None,
) -> Verification:
    """Verifies a PDF without any network; checks are told as they finish. Raises Unreadable only for what is no readable PDF.

    The file is taken apart in a process of its own, with a limit on time and memory; `beat` is called meanwhile, and may end it by raising.

    `trust` holds certificates (roots, or signers matched exactly); `pinned` fingerprints that this machine's own workspace or
    settings know. Without either, a pin that stands only in the file proves consistency, not identity. An annex beside the file,
    where there is one, is checked too. What `known` says of this edition is a warning and changes nothing about the file.
    """
    trusted = [identities.load_certificate(one) for one in trust]
    data = read_whole(path, sign.LARGEST_FILE)
    return verify_bytes(data, path.name, trusted, pinned, on_check, annex=folder_beside(path), known=known, beat=beat)


def verify_bytes(
    data: bytes,
    name: str,
    trusted: Sequence[Certificate] = (),
    pinned: Collection[str] = (),
    on_check: OnCheck | None = None,
    *,
    annex: Path | None = None,
    known: Known | None = None,
    beat: Callable[[], None] | None = None,
) -> Verification:
    """The same on bytes, also those that a workspace keeps: whoever made the workspace may have put any PDF there.

    `name` is what the sentences call the file, `annex` the folder where its annex may lie.
    """
    return concluded(apart.judged(data, name, trusted, pinned, on_check, beat), name, on_check, annex, known)


def judged(data: bytes, name: str, trusted: Sequence[Certificate], pinned: Collection[str], on_check: OnCheck | None) -> Judged:
    """What the file says by itself, in whatever process this is called. Raises Unreadable."""
    with naming(name):
        found = _recorded(data)
    if isinstance(found, _Foreign):
        return _not_a_report(name, read.read_signatures(data, name), found, trusted, on_check)
    file = _File(name=name, data=data, document=read.read_signatures(data, name, review_changes=False), revisions=read.read_revisions(data))
    work = Checks(on_check)
    problem = _problem_of_structure(file, found.first)
    work.add("structure", not problem, f"The file is malformed: {problem}." if problem else "The file reads the same to every reader.")
    good = "The record inside is complete and follows its schema."
    work.add("record", found.review is not None, good if found.review else f"The record inside is damaged: {found.damage}")
    signers = signers_of(persons(file.document), found.review, trusted, pinned)
    if found.review is None:
        return _damaged(file, work, signers)
    return _held_against_record(file, found.review, found, work, signers)


class _File(NamedTuple):
    """A file and what two readers that know nothing of each other found in it."""

    name: str
    data: bytes
    document: SignedDocument
    revisions: Revisions


class _Record(NamedTuple):
    """The record in a report: as a review (None where it is damaged, with the reason), the digest stated for it, its bytes.

    With it the files inside, or why they cannot be read, and the revision that all of it stands in, as this reader sees it.
    """

    review: Review | None
    damage: str
    stated: str
    encoded: bytes
    files: Files | str
    first: bytes


class _Foreign(NamedTuple):
    """Why a PDF is no report; an extract names the digest of the record that it says it was taken from."""

    why: str
    extract_of: str


def _recorded(data: bytes) -> _Record | _Foreign:
    """The record inside, or the reason why this is no report."""
    from readiness_app.report.embedded import AnExtract, NotAReport, read_inside

    try:
        inside = read_inside(data)
    except AnExtract as error:
        return _Foreign(str(error), error.digest)
    except NotAReport as error:
        return _Foreign(str(error), "")
    review, damage = None, inside.damage
    try:
        review = decode_record(inside.record) if not damage else None
    except (InvalidFile, Unreadable) as error:
        damage = str(error)
    return _Record(review, damage, inside.digest, inside.record, inside.files, inside.first)


def _problem_of_structure(file: _File, first: bytes) -> str:
    """Why readers could see different documents in this file, in words; empty where they cannot. `first` is one's first revision."""
    document, revisions = file.document, file.revisions
    if revisions.malformed:
        return revisions.malformed
    if not document.well_formed:
        return "only a reader that guesses gets through it"
    if first.rstrip() != revisions.first.rstrip():
        return "it has more than one beginning"
    signed = [update.field for update in revisions.updates if update.kind == SIGNATURE]
    differ = document.revisions != len(revisions.updates) + 1 or signed != [signature.field for signature in document.signatures]
    return "two readers find different signatures in it" if differ and not revisions.refused else ""


def _damaged(file: _File, work: Checks, signers: tuple[Signer, ...]) -> Judged:
    _check_changes(file, work)
    _check_intact(file.document, work)
    return Judged(checks=work.done, signers=verdict.unjudged(signers), summary=verdict.not_valid(file.name, work))


def _held_against_record(file: _File, review: Review, record: _Record, work: Checks, signers: tuple[Signer, ...]) -> Judged:
    digest = digest_of(record.encoded)
    expected = review.required_roles
    _check_record(review, record.stated, digest, work)
    files = record.files
    check_evidence(review, files, work)
    check_pages(review, record.encoded, files, file.revisions.first, lambda: read.active_content(file.data, len(files) + 1), work)
    _check_changes(file, work)
    _check_intact(file.document, work)
    check_seal(file.document, file.revisions, review, work)
    check_persons(signers, work)
    check_looks(file.document, file.revisions, review, work)
    signed = [role for role in expected if any(s.role is role for s in signers)]
    _check_all_signed(file.revisions, review, signed, work)
    _check_after_last(file, len(signed) == len(expected), work)
    _check_history(review, work)
    return Judged(checks=work.done, signers=signers, record=record.encoded, review=review)


def concluded(
    found: Judged, name: str, on_check: OnCheck | None = None, annex: Path | None = None, known: Known | None = None
) -> Verification:
    """The verdict: what the file says by itself, with what lies beside it and what this machine knows of it."""
    if not found.record:
        return Verification(
            valid=False,
            summary=found.summary,
            identities=NAMED_BY_THE_REPORT_ONLY,
            checks=found.checks,
            signers=found.signers,
            expected_signers=0,
            digest="",
            review=None,
        )
    review, digest = found.review or decode_record(found.record), digest_of(found.record)
    signers, expected = found.signers, review.required_roles
    signed = [role for role in expected if any(s.role is role for s in signers)]
    work = Checks(on_check, found.checks)
    if annex is not None:
        check_annex(annex, review, digest, work)
    for sentence in known(review, digest) if known else ():
        work.add("known_here", False, sentence, warning=True)
    if not holds(work.done):
        signers = verdict.unjudged(signers)
    confirmed = bool(signers) and all(signer.confirmed for signer in signers)
    return Verification(
        valid=work.passed,
        waiting=verdict.only_waits(work.done),
        summary=verdict.summary(name, work, review, signed),
        identities=CONFIRMED if confirmed else NAMED_BY_THE_REPORT_ONLY,
        checks=work.done,
        signers=signers,
        expected_signers=len(expected),
        digest=digest,
        review=review,
    )


def _check_record(review: Review, stated: str, digest: str, work: Checks) -> None:
    wrong = f"The report states the digest {stated[:16] or 'none'}…, but the record inside has {digest[:16]}…"
    good = f"The record's SHA-256 is the digest that the report states: {digest[:16]}…"
    work.add("digest", stated == digest, good if stated == digest else wrong)
    sealed = review.state is not State.OPEN
    draft = "This is a draft: the review was not sealed."
    work.add("sealed", sealed, "The review was sealed; this is a final report." if sealed else draft)


def _check_changes(file: _File, work: Checks) -> None:
    """Every update of a report of ours did what signing does, and nothing else."""
    document, revisions = file.document, file.revisions
    uncovered = [s for s in document.signatures if not s.covers_revision]
    problem = "; ".join(f"{s.certificate.name}: it does not cover its whole revision" for s in uncovered)
    if revisions.malformed:
        problem = problem or "What was changed after a signature cannot be told: the file is not built as a report is."
    what = "signatures" if all(update.kind == SIGNATURE for update in revisions.updates) else "signatures and validation data"
    good = GREW.format(what=what) if persons(document) else UNSIGNED
    work.add("nothing_changed", not (problem or revisions.refused), problem or revisions.refused or good)


def _check_intact(document: SignedDocument, work: Checks) -> None:
    broken = [s for s in document.signatures if not s.intact or not s.strong or s.problem]
    why = "; ".join(f"{s.certificate.name}: {s.problem or ('changed after signing' if s.strong else WEAK)}" for s in broken)
    work.add("signatures_intact", not broken, why or _intact(len(persons(document)), len(document.signatures)))


def _intact(signed: int, total: int) -> str:
    count = f"{signed} signature{'s' if signed != 1 else ''}"
    if total > signed:
        return f"The seal and {count} are intact." if signed else "The seal is intact; nobody has signed."
    return f"{count} {'are' if signed != 1 else 'is'} intact." if signed else "There are no signatures to check."


def _check_all_signed(revisions: Revisions, review: Review, signed: Sequence[Role], work: Checks) -> None:
    expected = review.required_roles
    planned = {field_name(role) for role in expected}
    places = {name for name in revisions.planned if role_of_field(name)}
    if review.state is not State.OPEN and not revisions.malformed and places != planned:
        work.add("all_signed", False, "The report has other places for signatures than its record requires.")
        return
    words = f"{len(signed)} of {len(expected)} required roles have signed"
    missing = verdict.missing(review, signed)
    work.add("all_signed", bool(expected) and len(signed) == len(expected), f"{words}; missing: {missing}." if missing else f"{words}.")


def _check_after_last(file: _File, everybody: bool, work: Checks) -> None:
    updates = file.revisions.updates
    kinds = [update.kind for update in updates]
    known = not file.revisions.malformed and not file.revisions.refused
    if file.document.trailing_changes and not known:
        work.add("after_last", False, "Something was added after the last signature that no signature covers.")
        return
    later = kinds[len(kinds) - kinds[::-1].index(SIGNATURE) :] if SIGNATURE in kinds else kinds
    added = " and ".join(sorted(set(later)))
    words = f"Only {added} was added after the last signature." if added else "Nothing follows the last signature."
    work.add("after_last", True, f"{words} {_locked(updates)}" if everybody and known else words)


def _locked(updates: Sequence[Update]) -> str:
    if any(update.locks for update in updates):
        return "That signature locked the report: no other can follow."
    return "That signature did not lock the report, as those made with another tool may not; nobody is left to sign."


def _check_history(review: Review, work: Checks) -> None:
    sealing = review.sealing
    if sealing is None:
        work.add("history", False, "A draft does not state where the history of its review stands.")
        return
    words = f"When it was sealed, the history had {sealing.history_length} entries; its head is {sealing.history_head}"
    work.add("history", True, words)


def _not_a_report(name: str, document: SignedDocument, found: _Foreign, trusted: Sequence[Certificate], on_check: OnCheck | None) -> Judged:
    work = Checks(on_check)
    work.add("report", False, found.why)
    _check_intact(document, work)
    _check_foreign_changes(document, work)
    good, bad = "The file reads the same to every reader.", "The file is malformed."
    work.add("structure", document.well_formed, good if document.well_formed else bad)
    count = len(document.signatures)
    said = f"it carries {count} signature{'s' if count != 1 else ''}" if count else "it is not signed"
    summary = f"{name} is not a Readiness report; {said}."
    if found.extract_of:
        summary = (
            f"{name} is an extract, not the report; {said} and proves nothing by itself. {ASK_FOR.format(digest=found.extract_of[:16])}"
        )
    return Judged(checks=work.done, signers=signers_of(document.signatures, None, trusted, ()), summary=summary)


def _check_foreign_changes(document: SignedDocument, work: Checks) -> None:
    changed = [s for s in document.signatures if not s.covers_revision or s.modification]
    problem = "; ".join(f"{s.certificate.name}: {s.modification or 'it does not cover its whole revision'}" for s in changed)
    if document.trailing_changes or document.unsigned_updates:
        problem = problem or "Something was added to the file that no signature covers."
    good = COVERED if document.signatures else UNSIGNED
    work.add("nothing_changed", not problem, problem or good)
