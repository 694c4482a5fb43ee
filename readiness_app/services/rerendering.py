"""Making a report again from the record inside it, to see whether its pages say what the record says."""

import json
import re
from collections.abc import Callable, Mapping

from readiness_app.domain.confidentiality import embedded
from readiness_app.domain.errors import ReadinessError
from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import State
from readiness_app.exchange.record import digest_of
from readiness_app.services.verification import Checks
from readiness_app.signing.fields import SEAL_FIELD, field_name

Files = Mapping[str, tuple[str, bytes]]
_VERSION = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,4}", re.ASCII)

BYTES = "The pages were made again from the record inside: {what} is the same, byte for byte."
OBJECTS = "The pages were made again from the record inside: {what} holds the same, only packed differently."
NOT_COMPARED = "The pages were not compared with the record inside"
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
    _tell_difference(review, record, found, work)


def may_draw_otherwise(review: Review) -> bool:
    """True when the report names something newer than what is installed here, of which nobody here can know how it draws.

    Everything else is known: whatever the record says made the report, it must come out the same here. The record is the sealer's word, and
    the name of an old version, or of one that never was, must not keep anybody from comparing the pages. This holds because the packages
    have not moved an object so far (ReportLab 5.0.0 with pikepdf 10.0.0 draws what 5.1.0 with 10.17.0 draws).
    """
    from readiness_app.report.package_versions import made_with

    made = dict(review.sealing.made_with) if review.sealing else {}
    return any(_parts(made[name]) > _parts(here) for name, here in made_with().items() if name in made)


def _by_the_first_renderer(review: Review, record: bytes) -> bool:
    """True where the pages are those of the first renderer, which drew others. It wrote records of the first schema version alone.

    So no later record can hide behind its name.
    """
    from readiness_app.report.package_versions import FIRST_RENDERER

    named = review.sealing is not None and review.sealing.made_with.get("renderer") == FIRST_RENDERER
    return named and json.loads(record)["schema_version"] == 1


def _parts(version: str) -> tuple[int, ...]:
    """The numbers of a version, in order; none of what does not begin as one."""
    found = _VERSION.match(version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


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


def _tell_difference(review: Review, record: bytes, found: bytes | str, work: Checks) -> None:
    if _by_the_first_renderer(review, record):
        work.add("pages", False, f"{NOT_COMPARED}: it was made by renderer 1, whose pages cannot be made again here.", warning=True)
    elif may_draw_otherwise(review):
        work.add("pages", False, _newer_version(review), warning=True)
    elif isinstance(found, str):
        work.add("pages", False, f"The pages cannot be made again from the record inside ({found}).")
    else:
        work.add("pages", False, OTHER)


def _newer_version(review: Review) -> str:
    from readiness_app.report.package_versions import made_with

    made = dict(review.sealing.made_with) if review.sealing else {}
    newer = [f"{name} {made[name]}" for name, here in sorted(made_with().items()) if name in made and _parts(made[name]) > _parts(here)]
    return f"{NOT_COMPARED}: it says that it was made by something newer than what is installed here ({', '.join(newer)})."
