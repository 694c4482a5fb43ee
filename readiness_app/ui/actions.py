"""Every action of the window as data: id, words, keys, icon, menu and when it is possible; menus, keys and palette read it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QMenu, QMenuBar, QPlainTextEdit, QTextEdit, QWidget

from readiness_app.domain.vocabulary import State, Verdict
from readiness_app.ui.icons import set_icon
from readiness_app.ui.widgets.buttons import literal
from readiness_app.ui.widgets.command_palette import PaletteEntry
from readiness_app.ui.widgets.pickers import KNOWLEDGE_ORDER
from readiness_app.wording import word

if TYPE_CHECKING:
    from readiness_app.services.workspace import Workspace
    from readiness_app.ui.open_review import OpenReview


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """`needs` is what must be there: "" nothing, "workspace", "review", "open" (answers may change), "sealed", "newer" (proposals), "item",
    "item+open", "undo", "redo", "waiting" (for a signature), "plain" and "encrypted" (a workspace that is so),
    "remembered" (its passphrase, by a computer).

    A `choice` names the group of which exactly one is checked.
    """

    id: str
    text: str
    menu: str
    icon: str
    keys: tuple[str, ...] = ()
    needs: str = ""
    choice: str = ""
    line_before: bool = False


def _knowledge() -> tuple[ActionSpec, ...]:
    return tuple(
        ActionSpec(
            id=f"knowledge:{member.value}",
            text=f"Mark as {word(member).lower()}",
            menu="Edit",
            icon="pencil",
            keys=(f"Ctrl+{number}",),
            needs="item+open",
            line_before=number == 1,
        )
        for number, member in enumerate(KNOWLEDGE_ORDER, start=1)
    )


def _verdicts() -> tuple[ActionSpec, ...]:
    return tuple(
        ActionSpec(
            id=f"verdict:{member.value}",
            text=f"Judge as {word(member).lower()}",
            menu="Edit",
            icon="gavel",
            keys=(f"Ctrl+Shift+{number}",),
            needs="item+open",
            line_before=number == 1,
        )
        for number, member in enumerate(Verdict, start=1)
    )


ACTIONS = (
    ActionSpec(id="new-review", text="New review…", menu="File", icon="file-plus", keys=("Ctrl+N",), needs="workspace"),
    ActionSpec(id="next-round", text="Next round…", menu="File", icon="history", needs="sealed"),
    ActionSpec(id="open-workspace", text="Open workspace…", menu="File", icon="folder-open", keys=("Ctrl+O",)),
    ActionSpec(id="new-workspace", text="New workspace…", menu="File", icon="folder"),
    ActionSpec(id="save-copy", text="Save a copy…", menu="File", icon="save", keys=("Ctrl+Shift+S",), needs="workspace"),
    ActionSpec(id="backups", text="Backups…", menu="File", icon="history", needs="workspace"),
    ActionSpec(id="encrypt", text="Encrypt…", menu="File", icon="lock", needs="plain", line_before=True),
    ActionSpec(id="passphrase", text="Change passphrase…", menu="File", icon="key-round", needs="encrypted"),
    ActionSpec(id="recovery-code", text="New recovery code…", menu="File", icon="file-text", needs="encrypted"),
    ActionSpec(id="forget-passphrase", text="Ask for the passphrase again on this computer", menu="File", icon="lock", needs="remembered"),
    ActionSpec(id="decrypt", text="Decrypt…", menu="File", icon="lock-open", needs="encrypted"),
    ActionSpec(id="draft-pdf", text="Export draft PDF…", menu="File", icon="download", keys=("Ctrl+E",), needs="review", line_before=True),
    ActionSpec(id="extract", text="Extract for the vendor or procurement…", menu="File", icon="list-filter", needs="review"),
    ActionSpec(id="verify", text="Verify a PDF…", menu="File", icon="file-check"),
    ActionSpec(id="quit", text="Quit", menu="File", icon="log-out", keys=("Ctrl+Q",), line_before=True),
    ActionSpec(id="undo", text="Undo", menu="Edit", icon="undo-2", keys=("Ctrl+Z",), needs="undo"),
    ActionSpec(id="redo", text="Redo", menu="Edit", icon="redo-2", keys=("Ctrl+Shift+Z", "Ctrl+Y"), needs="redo"),
    ActionSpec(id="adopt", text="Adopt the proposal", menu="Edit", icon="check", keys=("A",), needs="item+open", line_before=True),
    ActionSpec(id="adopt-section", text="Adopt all proposals of this section", menu="Edit", icon="list-checks", needs="open"),
    ActionSpec(id="adopt-all", text="Adopt all proposals", menu="Edit", icon="list-checks", needs="open"),
    ActionSpec(id="take-newer", text="Take all newer proposals", menu="Edit", icon="lightbulb", needs="newer"),
    ActionSpec(id="confirm", text="Confirm the inherited answer", menu="Edit", icon="user-check", keys=("C",), needs="item+open"),
    ActionSpec(id="confirm-section", text="Confirm the inherited answers of this section", menu="Edit", icon="user-check", needs="open"),
    *_knowledge(),
    *_verdicts(),
    ActionSpec(id="add-claim", text="Add a claim…", menu="Edit", icon="quote", keys=("Ctrl+Shift+C",), needs="item+open", line_before=True),
    ActionSpec(id="resolve", text="Resolve the conflict…", menu="Edit", icon="scale", needs="item+open"),
    ActionSpec(id="attach", text="Attach evidence…", menu="Edit", icon="paperclip", keys=("Ctrl+Shift+A",), needs="item+open"),
    ActionSpec(id="new-revision", text="New revision of a file…", menu="Edit", icon="file-plus", needs="open"),
    ActionSpec(id="search-line", text="Add to the search log…", menu="Edit", icon="search", needs="item+open"),
    ActionSpec(id="accept-risk", text="Accept the risk of this item…", menu="Edit", icon="signature", needs="item+open"),
    ActionSpec(id="condition", text="Add a condition…", menu="Edit", icon="list-checks", needs="item+open"),
    ActionSpec(id="ask-vendor", text="Ask the vendor about this item", menu="Edit", icon="send", needs="item+open"),
    ActionSpec(id="edit-review", text="Subject, tier and scope…", menu="Edit", icon="sliders-horizontal", needs="open", line_before=True),
    ActionSpec(id="seal", text="Seal…", menu="Edit", icon="lock", needs="open", line_before=True),
    ActionSpec(id="sign", text="Sign…", menu="Edit", icon="signature", needs="waiting"),
    ActionSpec(id="decline", text="Decline to sign…", menu="Edit", icon="hand", needs="waiting"),
    ActionSpec(id="reopen", text="Reopen…", menu="Edit", icon="lock-open", needs="sealed"),
    ActionSpec(id="preferences", text="Preferences…", menu="Edit", icon="settings", keys=("Ctrl+,",), line_before=True),
    ActionSpec(id="palette", text="Find a command or item…", menu="Go", icon="search", keys=("Ctrl+K",)),
    ActionSpec(id="search", text="Search the review", menu="Go", icon="search", keys=("Ctrl+F",), needs="review"),
    ActionSpec(id="next-open", text="Next open item", menu="Go", icon="arrow-right", keys=("N",), needs="review", line_before=True),
    ActionSpec(id="next-item", text="Next item", menu="Go", icon="chevron-down", keys=("J",), needs="review"),
    ActionSpec(id="previous-item", text="Previous item", menu="Go", icon="chevron-up", keys=("K",), needs="review"),
    ActionSpec(id="banner", text="Message at the top", menu="Go", icon="info", keys=("Ctrl+.",), line_before=True),
    ActionSpec(id="page:walk", text="Items", menu="Go", icon="layout-dashboard", keys=("F2",), needs="review", line_before=True),
    ActionSpec(id="page:evidence", text="Evidence", menu="Go", icon="folder-check", keys=("F3",), needs="review"),
    ActionSpec(id="page:questions", text="Gaps and questions", menu="Go", icon="send", keys=("F8",), needs="review"),
    ActionSpec(id="page:decide", text="Decide", menu="Go", icon="gavel", keys=("F4",), needs="review"),
    ActionSpec(id="page:report", text="Report", menu="Go", icon="file-text", keys=("F5",), needs="review"),
    ActionSpec(id="page:history", text="History", menu="Go", icon="history", keys=("F6",), needs="review"),
    ActionSpec(id="page:compare", text="Compare", menu="Go", icon="arrow-right-left", keys=("F7",), needs="review"),
    ActionSpec(id="start", text="All reviews", menu="Go", icon="house", needs="review", line_before=True),
    ActionSpec(id="theme:system", text="Colours of the system", menu="View", icon="monitor", choice="theme"),
    ActionSpec(id="theme:light", text="Light colours", menu="View", icon="sun", choice="theme"),
    ActionSpec(id="theme:dark", text="Dark colours", menu="View", icon="moon", choice="theme"),
    ActionSpec(id="theme:high-contrast", text="High contrast", menu="View", icon="contrast", choice="theme"),
    ActionSpec(id="zoom-in", text="Larger", menu="View", icon="zoom-in", keys=("Ctrl++", "Ctrl+="), line_before=True),
    ActionSpec(id="zoom-out", text="Smaller", menu="View", icon="zoom-out", keys=("Ctrl+-",)),
    ActionSpec(id="zoom-reset", text="Normal size", menu="View", icon="search", keys=("Ctrl+0",)),
    ActionSpec(id="help", text="Help", menu="Help", icon="circle-question-mark", keys=("F1",)),
    ActionSpec(id="shortcuts", text="Keys", menu="Help", icon="keyboard", keys=("Ctrl+?",)),
    ActionSpec(id="about", text="About Readiness", menu="Help", icon="info"),
)
MENUS = ("File", "Edit", "Go", "View", "Help")
_TYPED_INTO = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


class Actions(QObject):
    """One QAction per entry of ACTIONS; `asked` carries the id of the one a person used, by menu, key or palette."""

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._on_items = self._letters = True
        for spec in ACTIONS:
            self._actions[spec.id] = self._made(spec, parent)
        self.follow_page("")
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._on_focus)

    def __getitem__(self, action_id: str) -> QAction:
        """The action with this id; KeyError for any other."""
        return self._actions[action_id]

    def possible(self, there: Collection[str]) -> None:
        """Enable what needs nothing or what is there."""
        for spec in ACTIONS:
            self._actions[spec.id].setEnabled(not spec.needs or spec.needs in there)

    def follow(self, review: "OpenReview | None", workspace: "Workspace | None") -> None:
        """Enable what is possible with this review and workspace, and name what would be undone and redone."""
        there = {"workspace", "encrypted" if workspace.key else "plain"} if workspace else set()
        there |= {"remembered"} if workspace is not None and _is_remembered(workspace) else set()
        undo = redo = ""
        newer = len(review.newer) if review is not None and review.editable else 0
        there |= {"newer"} if newer else set()
        if review is not None:
            there.add("review")
            undo, redo = review.undo_stack.undoText(), review.undo_stack.redoText()
            if review.review.state is not State.OPEN and not review.workspace.read_only:
                there |= {"sealed", "waiting"} if review.review.waiting_roles else {"sealed"}
            if review.editable:
                there |= {"open", "item+open"}
                there |= {"undo"} if review.undo_stack.canUndo() or not review.all_saved else set()
                there |= {"redo"} if review.undo_stack.canRedo() else set()
        self.possible(there)
        words = self.tr("Take all newer proposals")
        self.rename("take-newer", f"{words} ({newer})" if newer else words)
        self.rename("undo", f"{self.tr('Undo')} {undo}".strip())
        self.rename("redo", f"{self.tr('Redo')} {redo}".strip())

    def follow_page(self, name: str) -> None:
        """Single letters act on the item that is seen: while the items are shown ("walk") and nobody types, and nowhere else."""
        self._on_items = name == "walk"
        self._settle_letters()

    def _settle_letters(self) -> None:
        wanted = self._on_items and not isinstance(QApplication.focusWidget(), _TYPED_INTO)
        if wanted == self._letters:
            return
        self._letters = wanted
        for spec in ACTIONS:
            if any(len(keys) == 1 for keys in spec.keys):
                self._actions[spec.id].setShortcuts([QKeySequence(keys) for keys in spec.keys] if wanted else [])

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        self._settle_letters()

    def check(self, action_id: str) -> None:
        """Show this choice as the chosen one of its group."""
        self._actions[action_id].setChecked(True)

    def fill(self, bar: QMenuBar) -> None:
        """Put all actions into the menus of a menu bar; Alt and the first letter opens a menu, F10 the first one."""
        menus = [bar.addMenu(f"&{self.tr(title)}") for title in MENUS]
        for title, menu in zip(MENUS, menus, strict=True):
            self._fill_menu(menu, (spec for spec in ACTIONS if spec.menu == title))
        first = QShortcut(QKeySequence("F10"), bar, context=Qt.ShortcutContext.WindowShortcut)
        first.activated.connect(partial(_open_menu, bar, menus[0]))

    def entries(self) -> list[PaletteEntry]:
        """What is possible now, for the command palette."""
        return [
            PaletteEntry(
                text=self._actions[spec.id].toolTip(),
                run=partial(self._run, spec.id),
                shortcut=keys_text(spec),
                icon=spec.icon,
            )
            for spec in ACTIONS
            if spec.id != "palette" and self._actions[spec.id].isEnabled()
        ]

    def rename(self, action_id: str, text: str) -> None:
        """Other words for an action, such as "Undo mark PRV-02 known"."""
        self._actions[action_id].setText(literal(text))
        self._actions[action_id].setToolTip(text)

    def _made(self, spec: ActionSpec, parent: QWidget) -> QAction:
        action = QAction(parent)
        action.setObjectName(spec.id)
        text = self.tr(spec.text)
        action.setText(literal(text))
        action.setToolTip(text)
        set_icon(action, spec.icon, "text_2", 16)
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if spec.choice:
            action.setCheckable(True)
            group = self._groups.setdefault(spec.choice, QActionGroup(self))
            group.addAction(action)
        action.triggered.connect(self._on_triggered)
        parent.addAction(action)
        return action

    def _fill_menu(self, menu: QMenu, specs: Iterable[ActionSpec]) -> None:
        for spec in specs:
            if spec.line_before:
                menu.addSeparator()
            menu.addAction(self._actions[spec.id])

    def _run(self, action_id: str) -> None:
        self._actions[action_id].trigger()

    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.asked.emit(action.objectName())


def _is_remembered(workspace: "Workspace") -> bool:
    if not workspace.key:
        return False
    from readiness_app.services import keystore  # here: the window is painted before cryptography is imported

    return keystore.may_remember(workspace.path)


def _open_menu(bar: QMenuBar, menu: QMenu) -> None:
    bar.setActiveAction(menu.menuAction())
    menu.setActiveAction(next(action for action in menu.actions() if action.isEnabled() and not action.isSeparator()))


def keys_text(spec: ActionSpec) -> str:
    """The first key combination as it stands on the keyboard of this system; empty where there is none."""
    return QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if spec.keys else ""


Handlers = dict[str, Callable[[], object]]
