"""Verifying in the process of the test, where a test has patched something or measures."""

from collections.abc import Collection, Sequence

from readiness_app.services.verifying import OnCheck, Verification, concluded, judged
from readiness_app.signing.values import Certificate


def verified_here(
    data: bytes, name: str, trusted: Sequence[Certificate] = (), pinned: Collection[str] = (), on_check: OnCheck | None = None
) -> Verification:
    """What `verifying.verify_bytes` finds in a process of its own."""
    return concluded(judged(data, name, trusted, pinned, on_check), name, on_check)
