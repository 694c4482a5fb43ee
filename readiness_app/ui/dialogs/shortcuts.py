"""Every key in one list."""

from PySide6.QtWidgets import QGridLayout, QWidget

from readiness_app.ui import theme
from readiness_app.ui.actions import ACTIONS, MENUS, keys_text
from readiness_app.ui.dialogs.dialog import Dialog
from readiness_app.ui.widgets.labels import Kbd, PlainLabel


class ShortcutsDialog(Dialog):
    """Made from the same table as the menus, so that it cannot lie."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Keys"), self.tr("Close"), parent, width=620)
        self.cancel.hide()
        for menu in MENUS:
            specs = [spec for spec in ACTIONS if spec.menu == menu and spec.keys]
            if specs:
                self.say(self.tr(menu), "overline")
                self._add_rows([(self.tr(spec.text), keys_text(spec)) for spec in specs])
        self.say(self.tr("Menus"), "overline")
        self._add_rows([(self.tr("Open the first menu"), "F10"), (self.tr("Open the menu whose first letter it is"), "Alt+F, E, G, V, H")])
        self.say(self.tr("In lists and fields"), "overline")
        self._add_rows(
            [
                (self.tr("Move in a list or between choices"), self.tr("Arrows")),
                (self.tr("Save what is typed in a text"), "Ctrl+Return"),
                (self.tr("Press the button of a dialog that does it"), "Ctrl+Return"),
                (self.tr("Paste a file, picture or text as evidence"), "Ctrl+V"),
                (self.tr("Close a panel or clear the search"), "Esc"),
            ]
        )

    def take(self) -> None:
        """Nothing to return."""

    def _add_rows(self, rows: list[tuple[str, str]]) -> None:
        grid = QGridLayout()
        theme.spaced(grid, gap=6)
        grid.setColumnStretch(0, 1)
        for place, (words, keys) in enumerate(rows):
            grid.addWidget(PlainLabel(words), place, 0)
            grid.addWidget(Kbd(keys), place, 1)
        self.add(grid)
