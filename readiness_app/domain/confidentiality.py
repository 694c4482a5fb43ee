"""What goes into the report (rule 15): public and internal files up to 25 MB in all, never a program; the others are listed by hash."""

import re

from readiness_app.domain.review import Evidence, Review
from readiness_app.domain.vocabulary import Confidentiality

EMBEDDED_LIMIT = 25_000_000
PROGRAM = "application/x-executable"  # what a file that begins as programs and scripts do is called when it is attached
_EMBEDDED = (Confidentiality.PUBLIC, Confidentiality.INTERNAL)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_PROGRAM_NAMES = (".exe", ".dll", ".bat", ".cmd", ".ps1", ".sh", ".js", ".vbs", ".jar", ".msi", ".scr")
_PROGRAM_TYPES = frozenset(
    (
        PROGRAM,
        "application/java-archive",
        "application/javascript",
        "application/vnd.microsoft.portable-executable",
        "application/x-bat",
        "application/x-dosexec",
        "application/x-msdos-program",
        "application/x-msdownload",
        "application/x-msi",
        "application/x-sh",
        "application/x-sharedlib",
        "text/javascript",
        "text/x-sh",
    )
)


def is_program(evidence: Evidence) -> bool:
    """True for what its name or media type calls a program or a script; the content was looked at once, when it was attached."""
    media_type = evidence.media_type.partition(";")[0].strip().lower()
    return media_type in _PROGRAM_TYPES or evidence.name.rstrip(". ").lower().endswith(_PROGRAM_NAMES)


def may_be_embedded(evidence: Evidence) -> bool:
    """True for a public or internal file that is no program and whose bytes are still there."""
    return evidence.confidentiality in _EMBEDDED and evidence.purged is None and not is_program(evidence)


def embedded(review: Review) -> tuple[Evidence, ...]:
    """The files that go into the report, in the order they were added; one that would pass the limit in bytes is left out."""
    chosen: list[Evidence] = []
    total = 0
    for evidence in review.evidence:
        if may_be_embedded(evidence) and total + evidence.size <= EMBEDDED_LIMIT:
            chosen.append(evidence)
            total += evidence.size
    return tuple(chosen)


def left_out(review: Review) -> tuple[Evidence, ...]:
    """The files that the report lists by hash alone although they were not purged, in the order they were added."""
    inside = {evidence.sha256 for evidence in embedded(review)}
    return tuple(evidence for evidence in review.evidence if evidence.sha256 not in inside and evidence.purged is None)


def file_name(evidence: Evidence) -> str:
    """A name for a copy of the file that is safe anywhere: the first 12 digits of its hash, then what can be kept of its own name."""
    safe = _UNSAFE.sub("_", evidence.name).strip("._")[-80:] or "file"
    return f"{evidence.sha256[:12]}-{safe}"
