"""Known trouble: each error carries one sentence that says what happened and what to do now."""


class ReadinessError(Exception):
    """Something the person can act on. Everything else that is raised is a bug."""


class Refused(ReadinessError):
    """A rule of the review says no; nothing was changed."""


class NotFound(Refused):
    """A review, item, file or checklist that was named does not exist here."""


class ReviewSealed(Refused):
    """The review is sealed or signed and therefore read-only."""


class StaleChange(Refused):
    """Somebody else changed the same thing first; both texts are kept."""


class Unreadable(ReadinessError):
    """A file cannot be read, written or parsed."""


class NeedsKey(Unreadable):
    """The workspace is encrypted, and whoever opens it has not said its passphrase yet."""


class InvalidFile(Refused):
    """A file was read, but is not what it should be; `problems` names each place."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class Cancelled(ReadinessError):
    """The person asked a long piece of work to stop; nothing of it was kept."""
