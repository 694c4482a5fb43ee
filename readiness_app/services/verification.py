"""The outcome of verifying a PDF: checks, signers and the verdict, as values."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from readiness_app.domain.review import Review
from readiness_app.domain.vocabulary import Role

CONFIRMED = "confirmed"
NAMED_BY_THE_REPORT_ONLY = "named_by_the_report_only"
NOT_JUDGED = "Who signed was not judged, because the file does not hold."
# These say who signed, not whether the file is what was sealed. Where another one fails, nothing is left that a signature could vouch for.
OF_PEOPLE = frozenset({"report", "sealed", "history", "all_signed", "signers", "separate_persons", "annex"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check with its outcome in plain words. A `warning` could not be made here: it did not pass (`ok` is False) and did not fail."""

    name: str
    ok: bool
    detail: str
    warning: bool = False

    @property
    def failed(self) -> bool:
        """True when the check was made and the file did not pass it."""
        return not self.ok and not self.warning


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One signature as a person reads it; `time` is the time stamp's, else the signer's own claim, and `stamped` says which."""

    role: Role | None
    name: str
    fingerprint: str
    time: datetime | None
    stamped: bool
    ok: bool
    confirmed: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The outcome. `review` is the recorded review, None where the file is not a Readiness report.

    `waiting` is a report that is not valid only because not everybody has signed yet.
    """

    valid: bool
    summary: str
    identities: str
    checks: tuple[Check, ...]
    signers: tuple[Signer, ...]
    expected_signers: int
    digest: str
    review: Review | None
    waiting: bool = False

    @property
    def is_report(self) -> bool:
        """True for a PDF that this program made."""
        return self.review is not None

    @property
    def judged(self) -> bool:
        """False where the file does not hold: then nothing is said about who signed."""
        return holds(self.checks)

    @property
    def pages_compared(self) -> bool:
        """False where the pages could not be compared with the record: then a valid report is valid only as far as it could be checked."""
        return not any(check.name == "pages" for check in self.warnings)

    @property
    def known_here(self) -> tuple[str, ...]:
        """What this machine's own workspace knows against it: declined, superseded, or sealed over another history.

        For others the file is as valid as it is.
        """
        return tuple(check.detail for check in self.warnings if check.name == "known_here")

    @property
    def warnings(self) -> tuple[Check, ...]:
        """The checks that could not be made here."""
        return tuple(check for check in self.checks if check.warning)


def holds(checks: Sequence[Check]) -> bool:
    """True while nothing speaks against structure, changes, record, pages and signatures: only then is it worth asking who signed."""
    return not any(check.failed and check.name not in OF_PEOPLE for check in checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a file says by itself. `record` is empty where it is no report or its record is damaged: then `summary` is the verdict."""

    checks: tuple[Check, ...]
    signers: tuple[Signer, ...]
    summary: str = ""
    record: bytes = b""
    review: Review | None = None


OnCheck = Callable[[Check], None]
Known = Callable[[Review, str], Iterable[str]]
"""What this machine's own workspaces know about a recorded review whose record has a digest: sentences, no checks."""


class Checks:
    """Collects checks in order and tells each as soon as it is known."""

    def __init__(self, on_check: OnCheck | None, done: Sequence[Check] = ()) -> None:
        """`done` are checks that were made and told before."""
        self._tell = on_check
        self._done = list(done)

    @property
    def done(self) -> tuple[Check, ...]:
        """Every check so far, in order."""
        return tuple(self._done)

    @property
    def passed(self) -> bool:
        """True while none has failed; a warning is no failure."""
        return not any(check.failed for check in self._done)

    def add(self, name: str, ok: bool, detail: str, *, warning: bool = False) -> None:
        """Takes a check in and tells it. With `warning` what is not ok could only not be checked here."""
        check = Check(name=name, ok=ok, detail=detail, warning=warning and not ok)
        self._done.append(check)
        if self._tell:
            self._tell(check)
