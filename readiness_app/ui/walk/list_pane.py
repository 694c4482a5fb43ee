"""The items in the middle: title, filters, the list itself, and what to say when nothing fits."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QMenu, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from readiness_app.domain.vocabulary import LookAgainReason
from readiness_app.ui import theme
from readiness_app.ui.models.item_delegate import ItemDelegate
from readiness_app.ui.models.item_list import ItemListModel
from readiness_app.ui.models.review_rows import ALL, Listed, Narrowing
from readiness_app.ui.widgets.buttons import Button, IconButton, QuietButton, literal
from readiness_app.ui.widgets.empty_state import EmptyState
from readiness_app.ui.widgets.flow_layout import FlowLayout
from readiness_app.ui.widgets.labels import ElidedLabel, PlainLabel
from readiness_app.ui.widgets.segmented import Option, Segmented


class _ItemView(QListView):
    """Letters are keys of the window here, never a search in the list."""

    def keyboardSearch(self, search: str) -> None:
        """Does nothing: the search field searches."""


class ListPane(QFrame):
    """`item_picked` when a person moves to an item; `asked` carries what was chosen in its menu: an action id or "many:..."."""

    item_picked = Signal(str)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self, "listpane")
        self._all: Mapping[str, Listed] = {}
        self._section = ALL
        self._quiet = False
        self.title = ElidedLabel("", "subheading")
        self.count = PlainLabel("", "small")
        self.more = IconButton("ellipsis", self.tr("More for these items"))
        self.confirm = Button("", "check", tip=self.tr("Confirm every inherited answer listed here as it stands; undo takes it back"))
        self.confirm.setObjectName("confirm-section")
        self.newer = PlainLabel("", "small")
        self.show_newer = QuietButton(self.tr("Show them"), "list-filter")
        self.take_newer = Button("", "lightbulb", tip=self.tr("Take over every newer proposal that nobody has changed; undo takes it back"))
        self.filters = Segmented(self._options(), self.tr("Show only"), look="pills")
        self.model = ItemListModel(parent=self)
        self.view = _ItemView()
        self.nothing = EmptyState("search", self.tr("No items fit"), "", self.tr("Show all"))
        self._pages = QStackedWidget()
        self._build()
        self._fill_menu()
        self.filters.set_value(Narrowing.ALL)
        self.confirm.clicked.connect(self._on_confirm)
        self.show_newer.clicked.connect(self._on_show_newer)
        self.take_newer.clicked.connect(self._on_take_newer)
        self.filters.picked.connect(self._on_filter)
        self.nothing.acted.connect(self._on_show_all)
        selection = self.view.selectionModel()
        selection.currentChanged.connect(self._on_current)
        selection.selectionChanged.connect(self._on_selection)

    def show_items(self, all_items: Mapping[str, Listed], section: str, title: str) -> None:
        """List the items of a section, narrowed as chosen; the current item stays current if it is still there."""
        self._all, self._section = all_items, section
        before = self.current()
        wanted = self._narrowing()
        rows = [one.row for one in all_items.values() if section in (ALL, one.row.section) and one.fits(wanted)]
        self._quiet = True
        self.model.set_rows(rows)
        self.title.setText(title)
        self.count.setText(self.tr("{count} items").format(count=len(rows)) if len(rows) != 1 else self.tr("1 item"))
        self._count_filters()
        self._pages.setCurrentWidget(self.view if rows else self.nothing)
        self.nothing.sentence.setText(self.tr("Nothing in {section} is like that now.").format(section=title))
        self.nothing.sentence.show()
        if self.model.index_of(before).isValid():
            self._select(before)
        self._quiet = False

    def allow(self, *, editable: bool) -> None:
        """Enable what changes answers, or not."""
        self.confirm.setEnabled(editable)
        self.take_newer.setEnabled(editable)

    def narrow(self, narrowing: Narrowing) -> None:
        """Choose a filter."""
        self.filters.set_value(narrowing)
        self.show_items(self._all, self._section, self.title.text())

    def current(self) -> str:
        """The id of the current item, or an empty text."""
        index = self.view.currentIndex()
        return self.model.row(index).id if index.isValid() else ""

    def choose(self, item_id: str) -> bool:
        """Make an item current without telling anybody; False when it is not in the list."""
        if not self.model.index_of(item_id).isValid():
            self._quiet = True
            self.view.setCurrentIndex(QModelIndex())
            self._quiet = False
            return False
        self._quiet = True
        self._select(item_id)
        self._quiet = False
        return True

    def selected(self) -> list[str]:
        """The ids of the selected items, in the order of the list."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedIndexes())
        return [self.model.row(row).id for row in rows]

    def step(self, steps: int) -> None:
        """Move down (or up, below 0), telling so."""
        count = self.model.rowCount()
        if count:
            row = self.view.currentIndex().row() + steps if self.view.currentIndex().isValid() else 0
            self.view.setCurrentIndex(self.model.index(min(max(row, 0), count - 1)))

    def _select(self, item_id: str) -> None:
        index = self.model.index_of(item_id)
        if self.view.currentIndex() != index or len(self.view.selectionModel().selectedIndexes()) != 1:
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _narrowing(self) -> Narrowing:
        value = self.filters.value()
        return value if isinstance(value, Narrowing) else Narrowing.ALL

    def _options(self) -> list[Option]:
        words = {
            Narrowing.ALL: self.tr("All"),
            Narrowing.OPEN: self.tr("Open"),
            Narrowing.UNKNOWN: self.tr("Unknown"),
            Narrowing.PARTLY: self.tr("Partly"),
            Narrowing.KNOWN: self.tr("Known"),
            Narrowing.CONTESTED: self.tr("Contested"),
            Narrowing.NOT_APPLICABLE: self.tr("N/A"),
            Narrowing.GATES: self.tr("Gates"),
            Narrowing.WAITING: self.tr("To confirm"),
            Narrowing.NEWER: self.tr("Newer pack"),
        }
        return [Option(value=member, text=text) for member, text in words.items()]

    def _count_filters(self) -> None:
        items = [one for one in self._all.values() if self._section in (ALL, one.row.section)]
        for member in Narrowing:
            number = sum(one.fits(member) for one in items)
            self.filters.button(member).setAccessibleDescription(self.tr("{count} items").format(count=number))
        for member in (Narrowing.WAITING, Narrowing.NEWER):
            wanted = self._narrowing() is member or any(one.fits(member) for one in self._all.values())
            self.filters.button(member).setVisible(wanted)
        together = sum(one.row.waits is LookAgainReason.INHERITED and one.row.in_scope for one in items)
        self.confirm.setVisible(bool(together))
        words = self.tr("Confirm all {count}") if self._section == ALL else self.tr("Confirm section ({count})")
        self.confirm.setText(words.format(count=together))
        self._show_newer(items, sum(one.fits(Narrowing.NEWER) for one in self._all.values()))

    def _show_newer(self, items: Sequence[Listed], everywhere: int) -> None:
        """Say on how many of the items listed the newer pack says otherwise; the button takes all `everywhere`."""
        here = [one for one in items if one.fits(Narrowing.NEWER)]
        for part in (self.newer, self.show_newer, self.take_newer):
            part.setVisible(bool(here))
        one = len(here) == 1
        words = self.tr("The newer pack says otherwise on 1 item.") if one else self.tr("The newer pack says otherwise on {count} items.")
        self.newer.setText(words.format(count=len(here)))
        self.take_newer.setText(self.tr("Take all newer ({count})").format(count=everywhere))
        self.show_newer.setVisible(bool(here) and self._narrowing() is not Narrowing.NEWER)

    def _build(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(ItemDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(self.tr("Items"))
        head = QHBoxLayout()
        theme.spaced(head, gap=8)
        head.addWidget(self.title, 1)
        self.count.setWordWrap(False)
        head.addWidget(self.count)
        head.addWidget(self.more)
        top = QVBoxLayout()
        theme.spaced(top, margin=(13, 12, 8, 10), gap=6)
        top.addLayout(head)
        top.addWidget(self.filters)
        top.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        top.addWidget(self.newer)
        offered = FlowLayout()
        theme.spaced(offered, gap=6)
        offered.addWidget(self.take_newer)
        offered.addWidget(self.show_newer)
        top.addLayout(offered)
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.nothing)
        rule = QFrame()
        theme.dress(rule, "line")
        rule.setFixedHeight(1)
        column = QVBoxLayout(self)
        theme.spaced(column)
        column.addLayout(top)
        column.addWidget(rule)
        column.addWidget(self._pages, 1)

    def _fill_menu(self) -> None:
        menu = QMenu(self.more)
        for action_id, text in (
            ("adopt-section", self.tr("Adopt all proposals of this section")),
            ("adopt-all", self.tr("Adopt all proposals")),
            ("take-newer", self.tr("Take all newer proposals")),
            ("confirm-section", self.tr("Confirm the inherited answers of this section")),
            ("", ""),
            ("many:adopt", self.tr("Adopt for the selected items")),
            ("many:ask", self.tr("Ask the vendor about the selected items")),
            ("many:not-applicable", self.tr("Mark the selected items not applicable…")),
            ("many:not-reviewed", self.tr("Mark the selected items not reviewed")),
        ):
            if not action_id:
                menu.addSeparator()
                continue
            action = QAction(literal(text), menu)
            action.setObjectName(action_id)
            action.triggered.connect(self._on_menu)
            menu.addAction(action)
        self.more.setMenu(menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _on_menu(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.asked.emit(action.objectName())

    def _on_confirm(self) -> None:
        self.asked.emit("confirm-section")

    def _on_show_newer(self) -> None:
        self.narrow(Narrowing.NEWER)

    def _on_take_newer(self) -> None:
        self.asked.emit("take-newer")

    def _on_filter(self, value: object) -> None:
        self.show_items(self._all, self._section, self.title.text())

    def _on_show_all(self) -> None:
        self.narrow(Narrowing.ALL)
        self.view.setFocus()

    def _on_current(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid() and not self._quiet:
            self.item_picked.emit(self.model.row(now).id)

    def _on_selection(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        # Assistive technology selects without moving the current index.
        chosen = self.selected()
        if len(chosen) == 1 and chosen[0] != self.current() and not self._quiet:
            self.item_picked.emit(chosen[0])
