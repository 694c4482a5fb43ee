"""The window's own dialogs, each imported when it is first opened: the window is painted before that."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from readiness_app.ui.jobs import Jobs
from readiness_app.ui.preferences import Preferences

if TYPE_CHECKING:
    from readiness_app.services.workspace import Workspace


def show_help(window: QWidget) -> None:
    """The short help page."""
    from readiness_app.ui.dialogs.help import HelpDialog

    HelpDialog(window).open()


def show_about(window: QWidget) -> None:
    """Version, licence and where things are."""
    from readiness_app.ui.dialogs.help import AboutDialog

    AboutDialog(window).open()


def show_shortcuts(window: QWidget) -> None:
    """Every key."""
    from readiness_app.ui.dialogs.shortcuts import ShortcutsDialog

    ShortcutsDialog(window).open()


def show_preferences(window: QWidget, preferences: Preferences) -> None:
    """Name, look, zoom and limits."""
    from readiness_app.ui.dialogs.preferences import PreferencesDialog

    PreferencesDialog(preferences, window).open()


def show_kept_text(window: QWidget, text: str) -> None:
    """What could not be saved, to be copied."""
    from readiness_app.ui.dialogs.kept_text import KeptTextDialog

    KeptTextDialog(text, window).open()


def show_verification(window: QWidget, path: Path, jobs: Jobs, workspace: "Workspace | None") -> None:
    """The checks of a PDF, where no review is open."""
    from readiness_app.ui.dialogs.verification import VerificationDialog

    VerificationDialog(path, jobs, workspace, window).open()


def show_next_round(
    window: QWidget, workspace: "Workspace | None", review_id: str, preferences: Preferences, begun: Callable[[str], object]
) -> None:
    """The form of the next round of a review, where there is one; `begun` takes the id of what it makes."""
    from readiness_app.ui.dialogs.next_round import NextRoundDialog

    if workspace is not None and review_id:
        dialog = NextRoundDialog(workspace, review_id, preferences, window)
        dialog.made.connect(begun)
        dialog.open()
