"""Secrets that are stretched hardly at all, for tests of what depends on a passphrase but not on its cost."""

import pytest

from readiness_app.store import keys


def cheaply(patch: pytest.MonkeyPatch) -> None:
    """As little work as Argon2id does; key files that are there already keep theirs."""
    patch.setattr(keys, "_PASSES", 1)
    patch.setattr(keys, "_MEMORY", 64)
