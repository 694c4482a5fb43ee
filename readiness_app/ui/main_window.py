"""The window: Start page or one open review, menus, banner, toast and palette; every connection between them stands in `_connect`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.settings import default_workspace
from readiness_app.ui import dialog_commands, theme
from readiness_app.ui.actions import Actions
from readiness_app.ui.appearance import Appearance
from readiness_app.ui.file_commands import FileCommands, is_pdf, is_sample
from readiness_app.ui.jobs import Jobs
from readiness_app.ui.keeping import Keeper
from readiness_app.ui.locking import Locks
from readiness_app.ui.pages.start import StartPage
from readiness_app.ui.preferences import Preferences
from readiness_app.ui.theme import Theme
from readiness_app.ui.widgets.banner import Banner
from readiness_app.ui.widgets.command_palette import CommandPalette
from readiness_app.ui.widgets.drop_zone import local_files
from readiness_app.ui.widgets.reading_order import ReadingWindow
from readiness_app.ui.widgets.toast import Toast
from readiness_app.ui.widgets.visible import window_title
from readiness_app.ui.window_place import place_of, put_back, put_splitters_back

if TYPE_CHECKING:
    from readiness_app.domain.changes import Change
    from readiness_app.services.encryption import Key
    from readiness_app.services.workspace import Workspace
    from readiness_app.ui.open_review import OpenReview
    from readiness_app.ui.review_frame import ReviewFrame

# What reads a workspace, and every dialog, is imported when it is first used: the window is painted before that.

SMALLEST = (1024, 680)
_USUAL = (1360, 880)


class MainWindow(ReadingWindow):
    """Shows the reviews of one workspace; `workspace` is None until one could be opened, `frame` while the Start page is shown."""

    def __init__(self, preferences: Preferences, look: Theme, jobs: Jobs) -> None:
        super().__init__()
        self.setWindowTitle("Readiness")
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.preferences, self.look, self.jobs = preferences, look, jobs
        self.workspace: Workspace | None = None
        self.frame: ReviewFrame | None = None
        self._lost = self._noted = ""
        self._warned = False
        self._name_words = self.tr("Say who you are…")
        self.banner = Banner()
        self.start = StartPage(preferences, jobs)
        self.stack = QStackedWidget()
        self.commands = Actions(self)
        self.appearance = Appearance(look, self.commands, preferences)
        self.files = FileCommands(jobs, self)
        self.keeper = Keeper(jobs, self, self._let_go, self.open_workspace, preferences.me)
        self.locks = Locks(jobs, self, self.keeper, self.open_workspace)
        self._build()
        self.toast = Toast(self)
        self.finder = CommandPalette(self)
        self._handlers = self._handled()
        self._connect()
        put_back(self, preferences.settings.window, usual=_USUAL)
        self._show_possible()

    def _connect(self) -> None:
        self.commands.asked.connect(self.run)
        self.start.new_wanted.connect(self.new_review)
        self.start.open_wanted.connect(self.files.choose_workspace)
        self.start.sample_wanted.connect(self._on_sample)
        self.start.review_wanted.connect(self.open_review)
        self.start.round_wanted.connect(self.next_round)
        self.start.workspace_wanted.connect(self.open_workspace)
        self.start.trouble.connect(self.show_trouble)
        self.files.workspace_chosen.connect(self.open_workspace)
        self.files.pdf_chosen.connect(self.verify_file)
        self.files.said.connect(self.toast.show_text)
        self.files.trouble.connect(self.show_trouble)
        self.keeper.told.connect(self.banner.show_text)
        self.keeper.said.connect(self.toast.show_text)
        self.keeper.said.connect(lambda text: self._show_possible())
        self.keeper.heads.settled.connect(self.banner.hide)
        self.toast.acted.connect(self._on_undo)
        self.banner.acted.connect(self._on_banner)
        self.preferences.changed.connect(self._on_preferences)
        self.preferences.not_kept.connect(self.show_trouble)

    def _connect_frame(self, frame: "ReviewFrame") -> None:
        review = frame.open_review
        review.changed.connect(self._on_changed)
        review.replaced.connect(self._show_possible)
        review.saved.connect(self._show_possible)
        review.undo_stack.indexChanged.connect(self._show_possible)
        review.refused.connect(self._on_refused)
        review.not_saved.connect(self._on_not_saved)
        review.failed.connect(self._on_failed)
        review.noticed.connect(self.show_trouble)
        review.changed_by_others.connect(self._on_changed_by_others)
        frame.toast.connect(self._on_toast)
        frame.trouble.connect(self.show_trouble)
        frame.kept.connect(self.preferences.keep)
        frame.start_wanted.connect(self.close_review)
        frame.export_wanted.connect(self._on_export)
        frame.page_shown.connect(self.commands.follow_page)
        frame.page_shown.connect(lambda name: self.preferences.change(last_page=name))
        frame.page_changed.connect(self.toast.hide)
        frame.item_shown.connect(lambda item: self.preferences.change(last_item=item))

    def _handled(self) -> dict[str, Callable[[], object]]:
        handlers: dict[str, Callable[[], object]] = {
            "new-review": self.new_review,
            "next-round": self.next_round,
            "open-workspace": self.files.choose_workspace,
            "new-workspace": self.files.new_workspace,
            "save-copy": self._on_save_copy,
            "backups": self.keeper.show_backups,
            "draft-pdf": self._on_export,
            "verify": self.files.choose_pdf,
            "quit": self.close,
            "undo": self._on_undo,
            "redo": self._on_redo,
            "preferences": partial(dialog_commands.show_preferences, self, self.preferences),
            "palette": self._on_palette,
            "banner": self.banner.take_keyboard,
            "start": self.close_review,
            "help": partial(dialog_commands.show_help, self),
            "shortcuts": partial(dialog_commands.show_shortcuts, self),
            "about": partial(dialog_commands.show_about, self),
        }
        return handlers | self.appearance.handlers() | self.locks.handlers()

    @property
    def review(self) -> "OpenReview | None":
        """The review that is open, if one is."""
        return self.frame.open_review if self.frame else None

    def run(self, action_id: str) -> None:
        """Do what an action says: here, or on the open review."""
        handler = self._handlers.get(action_id)
        if handler is not None:
            handler()
        elif self.frame is not None:
            self.frame.run(action_id)

    def open_workspace(self, path: Path, key: "Key | None" = None) -> bool:
        """Open a workspace by its content and show its reviews; False, with a sentence in the banner, where that is not possible."""
        if not self.close_review():
            return False
        workspace = self.keeper.opened(path, self.preferences.me(), key)
        if workspace is not None:
            self.use(workspace)
        return workspace is not None

    def use(self, workspace: "Workspace") -> None:
        """Show the reviews of this workspace from now on; the one before is closed."""
        self._close_workspace()
        self.workspace = workspace
        self.preferences.remember(workspace.path)
        self.banner.hide()
        self.start.show_workspace(workspace)
        self._show_possible()
        self.keeper.watch(workspace)

    def _close_workspace(self) -> None:
        self.jobs.shutdown()  # a job may still read the workspace that goes
        workspace, self.workspace = self.workspace, None
        if workspace is not None:
            self.keeper.leave(workspace)

    def _let_go(self) -> bool:
        if not self.close_review():
            return False
        self._close_workspace()
        self._show_possible()
        return True

    def open_review(self, review_id: str) -> bool:
        """Open one review of the workspace; False, with a sentence in the banner, where that is not possible."""
        if self.workspace is None or not self.close_review():
            return False
        from readiness_app.services import noted, reviewing
        from readiness_app.ui.open_review import OpenReview
        from readiness_app.ui.review_frame import ReviewFrame

        try:
            review = reviewing.load_review(self.workspace, review_id)
            opened = OpenReview(self.workspace, review, self.preferences.me, self)
        except ReadinessError as error:
            self.show_trouble(str(error))
            return False
        kept, self._noted = self.preferences.settings, noted.noted_as(self.workspace, review_id)
        same = kept.last_review == self._noted
        self._warned = False
        frame = self.frame = ReviewFrame(opened, self.jobs)
        self._connect_frame(frame)
        self.stack.addWidget(frame)
        self.stack.setCurrentWidget(frame)
        put_splitters_back(frame, kept.window)
        self.preferences.change(last_review=self._noted)
        frame.show_first(kept.last_page if same else "", kept.last_item if same else "")
        self.setWindowTitle(window_title(f"{review.subject.vendor} {review.subject.model} - Readiness"))
        self._ask_for_name()
        self._show_possible()
        return True

    def close_review(self) -> bool:
        """Back to the Start page once everything is on disk; False when it is not, and then the review stays open."""
        frame = self.frame
        if frame is None:
            return True
        if not self._all_kept():
            return False
        self.preferences.change(window=place_of(self))
        self.frame = None
        frame.open_review.close()
        self.stack.setCurrentWidget(self.start)
        self.stack.removeWidget(frame)
        frame.deleteLater()
        frame.open_review.deleteLater()
        self.toast.hide()
        self.commands.follow_page("")
        self.setWindowTitle("Readiness")
        self.start.refresh()
        self._show_possible()
        return True

    def open_file(self, path: Path) -> bool:
        """What a file means that is dropped or named at the start: a PDF is verified, anything else opened as a workspace."""
        if is_pdf(path):
            self.verify_file(path)
            return True
        return self.open_workspace(path)

    def verify_file(self, path: Path) -> None:
        """Verify a PDF: on the Report page where a review is open, else in a dialog."""
        if self.frame is not None:
            self.frame.verify_file(path)
        else:
            dialog_commands.show_verification(self, path, self.jobs, self.workspace)

    def new_review(self) -> None:
        """Ask for everything a review begins with; one of the person's own belongs into their own file, not into the sample's."""
        if self.workspace is not None and is_sample(self.workspace.path):
            self.files.have_own(self._new_review_in_own)
        elif self.workspace is not None:
            from readiness_app.ui.dialogs.new_review import NewReviewDialog

            dialog = NewReviewDialog(self.workspace, self.preferences, self.jobs, self)
            dialog.made.connect(self.open_review)
            dialog.open()

    def next_round(self, review_id: str = "") -> None:
        """Ask for everything the next round of a review begins with; of the open one, unless another is named."""
        wanted = review_id or (self.review.review.id if self.review else "")
        dialog_commands.show_next_round(self, self.workspace, wanted, self.preferences, self.open_review)

    def _new_review_in_own(self) -> None:
        if self.open_workspace(default_workspace()):
            told = self.tr("The sample stays as it is. Your own file {name} is open now.")
            self.banner.show_text("info", told.format(name=default_workspace().name))  # a toast would go with the dialog that comes
            self.new_review()

    def _on_sample(self) -> None:
        # A sample that is open is let go of first: its folder is set aside, which some systems refuse while a file in it is open.
        if self.workspace is not None and is_sample(self.workspace.path):
            self.files.have_own(self._sample_again)
        else:
            self.files.make_sample()

    def _sample_again(self) -> None:
        if self.open_workspace(default_workspace()):
            self.files.make_sample()

    def show_trouble(self, trouble: object) -> None:
        """Say in the banner what is the matter: a sentence, or known trouble that reached nobody else."""
        self.banner.show_text("warning", str(trouble))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what holds files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A PDF is verified, a workspace opened; anything else is told where it belongs."""
        event.acceptProposedAction()
        self.files.take_dropped(local_files(event.mimeData())[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closes once everything typed is on disk; where it cannot be saved, the window stays once and says so."""
        warned = self._warned
        if not self._all_kept() and not warned:
            self._warned = True
            event.ignore()
            return
        self.preferences.change(window=place_of(self), last_review=self._noted if self.review else "")
        if self.review is not None:
            self.review.close()
        self.jobs.shutdown()
        self.hide()  # closing a file may take a while on a slow disk
        if self.workspace is not None:
            self.keeper.end(self.workspace)
        event.accept()

    def _build(self) -> None:
        self.commands.fill(self.menuBar())
        self.appearance.tick()
        ground = QWidget()
        theme.dress(ground, "page")
        column = QVBoxLayout(ground)
        theme.spaced(column)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        self.stack.addWidget(self.start)
        self.setCentralWidget(ground)

    def _all_kept(self) -> bool:
        if self.frame is None:
            return True
        self._lost = ""
        self.frame.commit_texts()
        if not self._warned and (words := self.frame.unrecorded()):
            self._warned = True  # said once: closing again lets go of it
            self.show_trouble(words)
            return False
        if not self.frame.open_review.flush():
            self.show_trouble(self.tr("The last change is still being saved. Nothing is lost; try again in a moment."))
            return False
        return not self._lost

    def _show_possible(self) -> None:
        self.commands.follow(self.review, self.workspace)

    def _on_palette(self) -> None:
        items = self.frame.palette_items() if self.frame else []
        self.finder.open_with([*self.banner.entries(), *self.commands.entries(), *items])

    def _on_save_copy(self) -> None:
        if self.workspace is not None and self._all_kept():
            self.files.save_copy(self.workspace)

    def _on_export(self) -> None:
        if self.workspace is not None and self.review is not None and self._all_kept():
            self.files.export_pdf(self.workspace, self.review.review)

    def _on_changed(self, change: "Change") -> None:
        self.toast.hide()  # its Undo would take back something else now
        self._show_possible()

    def _on_toast(self, text: str, undo: bool) -> None:
        self.toast.show_text(text, self.tr("Undo") if undo else "")

    def _on_undo(self) -> None:
        if self.review is not None:
            self.review.undo()

    def _on_redo(self) -> None:
        if self.review is not None:
            self.review.redo()

    def _on_refused(self, sentence: str) -> None:
        if self.frame is None or not self.frame.page.shows_refusals:
            self.show_trouble(sentence)

    def _on_not_saved(self, sentence: str, changes: "tuple[Change, ...]") -> None:
        from readiness_app.ui.models.telling import lost_text

        self._lost = lost_text(changes)
        self.banner.show_text("error", sentence, (self.tr("Show what was not saved"),))

    def _on_banner(self, words: str) -> None:
        if words == self._name_words:
            dialog_commands.show_preferences(self, self.preferences)
        elif not self.keeper.act(words):
            dialog_commands.show_kept_text(self, self._lost)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error  # a bug: the failure dialog shows it
        self.show_trouble(str(error))

    def _on_changed_by_others(self) -> None:
        self.banner.show_text("info", self.tr("Somebody else changed this review. You see it as it is now; undo begins anew."))

    def _ask_for_name(self) -> None:
        if self.review is not None and self.review.editable and not self.preferences.me().strip():
            words = self.tr("Nobody is named yet. Every change stands in the history under a name.")
            self.banner.show_text("info", words, (self._name_words,))

    def _on_preferences(self) -> None:
        if self.preferences.settings.me and [button.accessibleName() for button in self.banner.buttons()] == [self._name_words]:
            self.banner.hide()
        self.appearance.follow()
