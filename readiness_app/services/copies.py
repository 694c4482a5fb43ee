"""A copy of a whole workspace: reviews, evidence and history."""

from pathlib import Path

from readiness_app.services.workspace import Workspace
from readiness_app.store import copies


def save_copy(workspace: Workspace, target: Path) -> None:
    """Writes a checked copy, whole or not at all; the open workspace stays as it is. Raises Refused, Unreadable."""
    copies.copy_to(workspace.path, target)
