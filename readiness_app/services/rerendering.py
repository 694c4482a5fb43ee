"""Making a report again from the record inside it, to see whether its pages say what the record says."""

from collections.abc import Callable, Mapping

from readiness_app.domain.confidentiality import embedded
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import State
from readiness_app.exchange.record import digest_of
from readiness_app.services.verification import Checks
from readiness_app.signing.fields import SEAL_FIELD, field_name

Files = Mapping[str, tuple[str, bytes]]

BYTES = "The pages were made again from the record inside: {what} is the same, byte for byte."
OBJECTS = "The pages were made again from the record inside: {what} holds the same, only packed differently."
OTHER = "The pages do not say what the record says: made again from the record inside, the report is another one."


def check_evidence(review: Review, files: Files | str, work: Checks) -> None:
    """The files inside are exactly those that the record lists, by hash; `files` is the reason where they cannot be read."""
    if isinstance(files, str):
        work.add("evidence", False, files)
        return
    listed = {one.sha256 for one in embedded(review)}
    missing, extra = listed - files.keys(), files.keys() - listed
    kept_out = len(review.evidence) - len(listed)
    words = f"The {len(listed)} files inside are exactly those that the record lists" if listed else "The record lists no file to be inside"
    if kept_out:
        words += f"; {kept_out} more are listed by their hash alone"
    wrong = [f"a file is inside that the record does not list ({files[sha256][0]})" for sha256 in sorted(extra)]
    wrong += [f"a file that the record lists is missing ({review.evidence_file(sha256).name})" for sha256 in sorted(missing)]
    work.add("evidence", not wrong, f"{wrong[0][0].upper()}{wrong[0][1:]}." if wrong else f"{words}.")


def check_pages(review: Review, record: bytes, files: Files | str, sealed: bytes, active: Callable[[], str], work: Checks) -> None:
    """Compares the report as it was sealed with the same report made now.

    `sealed` is empty where the file cannot be taken apart; `active` says what in it would move, act or hide.
    """
    if not sealed:
        work.add("pages", False, "Whether the pages say what the record says cannot be told: the file is not built as a report is.")
        return
    found = _made_again(review, record, files)
    what = "the draft" if review.state is State.OPEN else "the report as it was sealed"
    if found == sealed:
        work.add("pages", True, BYTES.format(what=what))
        return
    # What is packed differently may refer to an object that is not there yet, which no comparison of objects sees.
    if problem := active():
        work.add("pages", False, f"The pages cannot be what was made from the record: {problem}.")
        return
    if isinstance(found, bytes) and _same_objects(found, sealed):
        work.add("pages", True, OBJECTS.format(what=what))
        return
    _tell_difference(review, found, work)


def same_version(review: Review) -> bool:
    """True when what made the report is what is installed here."""
    from readiness_app.report.package_versions import made_with

    return review.sealing is not None and dict(review.sealing.made_with) == made_with()


def _made_again(review: Review, record: bytes, files: Files | str) -> bytes | str:
    from readiness_app.report.build import build_report  # ReportLab is imported when the first report is made, never at start

    if isinstance(files, str):
        return files
    held = {sha256: data for sha256, (_, data) in files.items()}
    if any(one.sha256 not in held for one in embedded(review)):
        return "a file is missing"
    final = review.state is not State.OPEN
    fields = {role: field_name(role) for role in review.required_roles}
    digest = digest_of(record)
    try:
        return build_report(review, record=record, digest=digest, files=held, fields=fields, seal_field=SEAL_FIELD, final=final)
    except Exception as trouble:  # a record may be made to break the drawing of pages; that must not hide the other checks
        return type(trouble).__name__


def _same_objects(made: bytes, sealed: bytes) -> bool:
    from readiness_app.report.canon import object_digest

    try:
        return object_digest(made) == object_digest(sealed)
    except ReadinessError:
        return False


def _tell_difference(review: Review, found: bytes | str, work: Checks) -> None:
    if isinstance(found, str) and same_version(review):
        work.add("pages", False, f"The pages cannot be made again from the record inside ({found}).")
    elif same_version(review):
        work.add("pages", False, OTHER)
    else:
        work.add("pages", False, _other_version(review), warning=True)


def _other_version(review: Review) -> str:
    from readiness_app.report.package_versions import made_with

    made = dict(review.sealing.made_with) if review.sealing else {}
    here = made_with()
    differing = [f"{name} {made[name]}" for name in sorted(made) if made[name] != here.get(name)]
    by = f"made by version {made.get('readiness', 'unknown')}" + (f" ({', '.join(differing)})" if differing else "")
    return f"Whether the pages say what the record says was not checked: the report was {by} and cannot be made again here."
