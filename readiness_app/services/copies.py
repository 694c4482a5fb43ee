"""A copy of a whole workspace: reviews, evidence and history."""

from pathlib import Path

from readiness_app.services.workspace import Workspace
from readiness_app.store import copies, keys


def save_copy(workspace: Workspace, target: Path) -> None:
    """Writes a checked copy, whole or not at all; the open workspace stays as it is. Raises Refused, Unreadable.

    The copy of an encrypted workspace opens with the same passphrase; a copy of the key file lies beside it.
    """
    if workspace.key is not None:
        keys.copy(workspace.path, target)
    copies.copy_to(workspace.path, target, workspace.key)
